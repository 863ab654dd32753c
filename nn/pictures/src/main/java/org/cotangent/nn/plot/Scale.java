package org.cotangent.nn.plot;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The numbers along an axis or a color bar, with its ticks. All labels of a scale have one format.
 *
 * @param from the number at its start
 * @param to the number at its end, greater
 * @param leastStep between ticks, 1 for things that are counted
 */
record Scale(boolean logarithmic, double from, double to, double leastStep) {
    private static final int[] ONE = {1};
    private static final int[] FEW = {1, 2, 5};
    private static final int[] ALL = {1, 2, 3, 4, 5, 6, 7, 8, 9};
    private static final int[] DECADES = {1, 2, 5, 10, 20, 50, 100, 200, 500};
    private static final double SLACK = 1e-9;
    private static final double CLOSE = 0.4; // of a step, to a label at an end
    private static final int LINES = 3; // at powers of ten, for each label that has room

    /** A tick at a number. */
    record Tick(double value, String label) {}

    Scale(boolean logarithmic, double from, double to) {
        this(logarithmic, from, to, Double.MIN_VALUE);
    }

    double span() {
        return to - from;
    }

    /** A linear scale that is longer at both ends, by parts of its length. */
    Scale extended(double before, double after) {
        return new Scale(false, from - before * span(), to + after * span());
    }

    /** This scale with ticks at whole numbers alone. */
    Scale counted() {
        return new Scale(logarithmic, from, to, 1);
    }

    /** A scale for numbers from least to most, with room on both sides if that is wanted. */
    static Scale around(boolean logarithmic, double least, double most, double room) {
        double from = least;
        double to = most;
        if (logarithmic) {
            // logarithms, since the ratio may overflow
            double decades = StrictMath.log10(most) - StrictMath.log10(least);
            double factor = StrictMath.pow(10, least < most ? decades * room : 0.5);
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
                return labeled(digits == ONE ? thinned(found, most) : found);
            }
        }
        return linear(most);
    }

    /** Powers of ten whose exponents are multiples of the least number that leaves few enough. */
    private static List<BigDecimal> thinned(List<BigDecimal> powers, int most) {
        List<BigDecimal> left = powers;
        for (int i = 0; left.size() > most && i < DECADES.length; i++) {
            int every = DECADES[i];
            left = powers.stream().filter(v -> v.scale() % every == 0).toList();
        }
        return left;
    }

    /**
     * The numbers of lines between the ticks: of a logarithmic scale 2, 3, …, 9 times each power of
     * ten, the powers alone if they are many, and none if even they are too many.
     */
    double[] minor(int most) {
        if (!logarithmic) {
            return new double[0];
        }
        int powers = between(ONE).size();
        List<BigDecimal> lines = between(2 * powers <= most ? ALL : ONE);
        lines = powers > LINES * most ? List.of() : lines;
        return lines.stream().mapToDouble(BigDecimal::doubleValue).toArray();
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
        BigDecimal step = step(most);
        return ticks(multiples(step, most), step);
    }

    /** Ticks of a linear scale with one at each end, as of a color bar. */
    List<Tick> ticksWithEnds(int most) {
        BigDecimal step = step(most);
        BigDecimal digit = BigDecimal.ONE.scaleByPowerOfTen(-step.scale() - 1);
        BigDecimal first = new BigDecimal(from).setScale(digit.scale(), RoundingMode.HALF_EVEN);
        BigDecimal last = new BigDecimal(to).setScale(digit.scale(), RoundingMode.HALF_EVEN);
        List<BigDecimal> numbers = multiples(step, most);
        double room = CLOSE * step.doubleValue();
        numbers.removeIf(v -> v.doubleValue() - from < room || to - v.doubleValue() < room);
        numbers.add(0, first);
        numbers.add(last);
        boolean whole = first.remainder(step).signum() == 0 && last.remainder(step).signum() == 0;
        List<Tick> ticks = new ArrayList<>(ticks(numbers, whole ? step : digit));
        // the labels are rounded, the places are the ends
        ticks.set(0, new Tick(from, ticks.get(0).label()));
        ticks.set(numbers.size() - 1, new Tick(to, ticks.get(numbers.size() - 1).label()));
        return ticks;
    }

    private BigDecimal step(int most) {
        double rough = Double.isFinite(span()) ? span() / most : to / most - from / most;
        rough = Math.max(rough, leastStep);
        int exponent = (int) Math.floor(StrictMath.log10(rough));
        double least = rough * (1 - SLACK);
        return Arrays.stream(new int[] {1, 2, 5, 10})
                .mapToObj(digit -> BigDecimal.valueOf(digit).scaleByPowerOfTen(exponent))
                .filter(each -> each.doubleValue() >= least)
                .findFirst()
                .orElseThrow();
    }

    private List<BigDecimal> multiples(BigDecimal step, int most) {
        long first = (long) Math.ceil(from / step.doubleValue() - SLACK);
        long last = (long) Math.floor(to / step.doubleValue() + SLACK);
        List<BigDecimal> numbers = new ArrayList<>();
        for (long k = first; k <= last && k - first <= most + 1; k++) {
            numbers.add(step.multiply(BigDecimal.valueOf(k)));
        }
        return numbers;
    }

    /** All with as many decimals, and of the same power of ten if they are large or small. */
    private static List<Tick> ticks(List<BigDecimal> numbers, BigDecimal step) {
        BigDecimal largest =
                numbers.stream().map(BigDecimal::abs).reduce(BigDecimal.ZERO, BigDecimal::max);
        int exponent = largest.precision() - largest.scale() - 1;
        boolean plain = exponent >= -3 && exponent < 6;
        int decimals = Math.max(0, step.stripTrailingZeros().scale() + (plain ? 0 : exponent));
        List<Tick> ticks = new ArrayList<>();
        for (BigDecimal v : numbers) {
            boolean scientific = !plain && v.signum() != 0;
            BigDecimal shown = scientific ? v.scaleByPowerOfTen(-exponent) : v;
            int places = plain || scientific ? decimals : 0;
            String label = shown.setScale(places, RoundingMode.HALF_EVEN).toPlainString();
            ticks.add(new Tick(v.doubleValue(), label + (scientific ? "e" + exponent : "")));
        }
        return ticks;
    }
}
