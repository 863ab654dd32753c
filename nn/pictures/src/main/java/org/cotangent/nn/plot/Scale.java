package org.cotangent.nn.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The numbers along an axis or a color bar, with its ticks. All labels of a scale have one format.
 *
 * @param from the number at its start
 * @param to the number at its end, greater
 */
record Scale(boolean logarithmic, double from, double to) {
    private static final int[] ONE = {1};
    private static final int[] FEW = {1, 2, 5};
    private static final int[] ALL = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    private static final double SLACK = 1e-9;

    /** A tick at a number. */
    record Tick(double value, String label) {}

    /** A scale for numbers from least to most, with room on both sides if that is wanted. */
    static Scale around(boolean logarithmic, double least, double most, double room) {
        double from = least;
        double to = most;
        if (logarithmic) {
            double factor = least < most ? StrictMath.pow(most / least, room) : Math.sqrt(10);
            from = Math.max(Double.MIN_VALUE, least / factor);
            to = Math.min(Double.MAX_VALUE, most * factor);
        } else {
            double largest = Math.max(Math.abs(least), Math.abs(most));
            double half = largest == 0 ? 1 : Math.max(largest / 2, Double.MIN_NORMAL);
            double more = least < most ? (most - least) * room : half;
            // labels have no more digits than numbers
            more = Math.max(more, largest * 1e-12);
            if (Double.isFinite(most - least + 2 * more)) {
                from -= more;
                to += more;
            }
        }
        return new Scale(logarithmic, from, to);
    }

    /** Where a number is: 0 at the start, 1 at the end. */
    double at(double v) {
        if (Double.isNaN(v)) {
            return v;
        }
        double share =
                logarithmic
                        ? (StrictMath.log10(v) - StrictMath.log10(from))
                                / (StrictMath.log10(to) - StrictMath.log10(from))
                        // halves, since the range may overflow
                        : (v / 2 - from / 2) / (to / 2 - from / 2);
        // far out is far enough; a range of one logarithm has no inside
        return Double.isNaN(share) ? 0.5 : Math.max(-100, Math.min(100, share));
    }

    /**
     * The ticks with labels.
     *
     * @param most how many have room, at least 2
     */
    List<Tick> ticks(int most) {
        if (!logarithmic) {
            return linear(most);
        }
        // decades alone, if they are enough, or numbers between them
        for (int[] digits : List.of(ONE, FEW, ALL)) {
            List<BigDecimal> found = between(digits);
            if (found.size() >= 3) {
                int every = digits == ONE ? (found.size() - 1) / most + 1 : 1;
                return labeled(
                        IntStream.range(0, found.size())
                                .filter(i -> i % every == 0)
                                .mapToObj(found::get)
                                .toList());
            }
        }
        return linear(most);
    }

    /**
     * The numbers of lines between the ticks: of a logarithmic scale 2, 3, …, 9 times each power of
     * ten, or the powers alone if they are many.
     */
    double[] minor(int most) {
        if (!logarithmic) {
            return new double[0];
        }
        boolean few = 2 * between(ONE).size() <= most;
        return between(few ? ALL : ONE).stream().mapToDouble(BigDecimal::doubleValue).toArray();
    }

    /** Powers of ten times digits, as far as they are on the scale. */
    private List<BigDecimal> between(int[] digits) {
        List<BigDecimal> found = new ArrayList<>();
        int last = (int) Math.floor(StrictMath.log10(to));
        for (int k = (int) Math.floor(StrictMath.log10(from)) - 1; k <= last + 1; k++) {
            for (int digit : digits) {
                BigDecimal number = BigDecimal.valueOf(digit).scaleByPowerOfTen(k);
                double v = number.doubleValue();
                if (v > 0 && v >= from * (1 - SLACK) && v <= to * (1 + SLACK)) {
                    found.add(number);
                }
            }
        }
        return found;
    }

    private static List<Tick> labeled(List<BigDecimal> numbers) {
        boolean plain =
                numbers.stream()
                        .mapToDouble(BigDecimal::doubleValue)
                        .allMatch(v -> v > 0.9e-3 && v < 1.1e5);
        List<Tick> ticks = new ArrayList<>();
        for (BigDecimal v : numbers) {
            String scientific = v.unscaledValue() + "e" + -v.scale();
            ticks.add(new Tick(v.doubleValue(), plain ? v.toPlainString() : scientific));
        }
        return ticks;
    }

    private List<Tick> linear(int most) {
        double span = to - from;
        double rough = Double.isFinite(span) ? span / most : to / most - from / most;
        rough = Math.max(rough, Double.MIN_VALUE);
        int exponent = (int) Math.floor(StrictMath.log10(rough));
        double least = rough * (1 - SLACK);
        BigDecimal step =
                Arrays.stream(new int[] {1, 2, 5, 10})
                        .mapToObj(digit -> BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent))
                        .filter(each -> each.doubleValue() >= least)
                        .findFirst()
                        .orElseThrow();
        long first = (long) Math.ceil(from / step.doubleValue() - SLACK);
        long last = (long) Math.floor(to / step.doubleValue() + SLACK);
        List<BigDecimal> numbers = new ArrayList<>();
        for (long k = first; k <= last && k - first <= most + 1; k++) {
            numbers.add(step.multiply(BigDecimal.valueOf(k)));
        }
        String[] labels = labels(numbers, step);
        return IntStream.range(0, labels.length)
                .mapToObj(i -> new Tick(numbers.get(i).doubleValue(), labels[i]))
                .toList();
    }

    /** All with as many decimals, and of the same power of ten if they are large or small. */
    private static String[] labels(List<BigDecimal> numbers, BigDecimal step) {
        BigDecimal largest =
                numbers.stream().map(BigDecimal::abs).reduce(BigDecimal.ZERO, BigDecimal::max);
        int exponent = largest.precision() - largest.scale() - 1;
        boolean plain = exponent >= -3 && exponent < 6;
        int decimals = Math.max(0, step.stripTrailingZeros().scale() + (plain ? 0 : exponent));
        String[] labels = new String[numbers.size()];
        for (int i = 0; i < labels.length; i++) {
            BigDecimal v = numbers.get(i);
            boolean scientific = !plain && v.signum() != 0;
            BigDecimal shown = scientific ? v.scaleByPowerOfTen(-exponent) : v;
            int places = plain || scientific ? decimals : 0;
            labels[i] = shown.setScale(places, RoundingMode.HALF_EVEN).toPlainString();
            labels[i] += scientific ? "e" + exponent : "";
        }
        return labels;
    }
}
