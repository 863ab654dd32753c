package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;

/**
 * A Taylor test: the rate at which the remainder |f(x + hd) - f(x) - h (g, d)| falls with h, along
 * a random direction d. With the right gradient g it falls with the square of h, with a wrong one
 * only as fast as h, and it needs no numerical derivative to show that: this tells a wrong gradient
 * from noisy differences. (Farrell, Ham, Funke and Rognes, Automated derivation of the adjoint of
 * high-level transient finite element programs, 2013.)
 *
 * @param order of the derivatives that take the part of g
 * @param along which direction, such as "a random direction d of w, b"
 * @param slope (g, d)
 * @param rows from the largest step to the smallest
 * @param outcome the conclusion
 * @param error how wrong the slope is if the outcome is WRONG, or may be if it is RIGHT, relative
 * @param seen whether it would have seen the differences that the check found
 */
record TaylorTest(
        int order,
        String along,
        double slope,
        List<Row> rows,
        Outcome outcome,
        double error,
        boolean seen) {
    private static final int STEPS = 8;

    /** Remainders below so many units in the last place of the function are round-off. */
    private static final double FLOOR = 64;

    /** Two orders this near to 1 count as 1. */
    private static final double NEAR = 0.06;

    private static final double SQUARE = 1.75;

    /** A test that sees no error below this part of the slope tells nothing. */
    private static final double TELLING = 1e-3;

    /** The conclusion from the remainders. */
    enum Outcome {
        RIGHT,
        WRONG,
        UNCLEAR
    }

    /**
     * One step.
     *
     * @param h the step
     * @param difference |f(x + hd) - f(x)|
     * @param remainder |f(x + hd) - f(x) - h (g, d)|
     * @param fall the order of the remainder from the step before to this; NaN for the first and
     *     where it cannot be told
     * @param clear whether the remainder is more than round-off
     */
    record Row(double h, double difference, double remainder, double fall, boolean clear) {
        /** Whether the remainder may be nothing but round-off. */
        boolean isRoundOff() {
            return !clear && remainder == remainder;
        }

        /** The order as text; empty where it cannot be told. */
        String slope() {
            return fall == fall ? String.format(Locale.ROOT, "%.2f", fall) : "";
        }
    }

    /**
     * The test for the derivatives of the worst order, over the inputs that are wrong; null if all
     * of them stand at kinks.
     */
    static TaylorTest of(CheckResult result, CheckSource source) {
        int order = result.worst().order();
        DerivativeClaim claim = source.claims().apply(order);
        Point point = result.point();
        boolean failed = !result.mismatches().isEmpty();
        boolean[] moves = new boolean[point.blocks.size()];
        boolean[] still = new boolean[point.size()];
        for (Entry e : result.comparisons()) {
            boolean own = e.order() == order;
            moves[e.input()] |= own && (!failed || e.verdict() == Verdict.MISMATCH);
            if (own && e.verdict() == Verdict.SUBGRADIENT && e.element() >= 0) {
                still[e.block().offset() + e.element()] = true;
            }
        }
        List<String> names = new ArrayList<>();
        point.blocks.stream().filter(b -> moves[b.number()]).forEach(b -> names.add(b.label()));
        double[] given = claim.direction();
        SplittableRandom random = new SplittableRandom(result.seed() + 0x5851F42D4C957F2DL);
        double[] signs = new double[point.size()];
        for (Point.Block b : point.blocks) {
            for (int k = b.offset(); k < b.offset() + b.size(); k++) {
                double w = weight(random);
                signs[k] = moves[b.number()] && !still[k] ? w : 0;
            }
        }
        if (given == null && Arrays.stream(signs).allMatch(v -> v == 0)) {
            return null; // nothing but kinks
        }
        int more = names.size() - 3;
        String along =
                given != null
                        ? "the given direction d"
                        : "a random direction d of "
                                + String.join(", ", names.subList(0, Math.min(3, names.size())))
                                + (more > 0 ? " and " + more + " more" : "");
        ContractedClaim contracted =
                new ContractedClaim(claim, point, weights(claim, point, random));
        double[] wide = given != null ? given : signs.clone();
        for (int k = 0; k < wide.length && given == null; k++) {
            wide[k] *= Math.max(1, Math.abs(point.value(k)));
        }
        TaylorTest first = contracted.along(result, order, along, wide);
        long undefined = first.rows.stream().filter(r -> r.remainder != r.remainder).count();
        return given == null && undefined > 2
                ? contracted.along(result, order, along, point.ownSize(signs))
                : first;
    }

    private static double weight(SplittableRandom random) {
        double size = 0.5 + random.nextDouble();
        return random.nextBoolean() ? size : -size;
    }

    private static double[] weights(DerivativeClaim claim, Point point, SplittableRandom random) {
        double[] weights = claim.weights();
        if (weights != null) {
            return weights;
        }
        double[] own = new double[claim.sample(0, point.values()).values().length];
        Arrays.setAll(own, r -> own.length == 1 ? 1 : weight(random));
        return own;
    }

    /** A claim whose results are contracted with weights. */
    private record ContractedClaim(DerivativeClaim claim, Point point, double[] weights) {
        TaylorTest along(CheckResult result, int order, String along, double[] d) {
            double[] center = claim.sample(0, point.values()).values();
            double slope = slope(d);
            LineFunction line = point.along(d, claim);
            List<Row> rows = new ArrayList<>();
            double before = Double.NaN;
            for (int k = 1; k <= STEPS; k++) {
                double h = StrictMath.pow(10, -k);
                double difference = 0;
                double remainder = -h * slope;
                double size = Math.abs(h * slope);
                double[] beside = values(line, h, center.length);
                for (int r = 0; r < center.length; r++) {
                    difference += weights[r] * (beside[r] - center[r]);
                    remainder += weights[r] * (beside[r] - center[r]);
                    size += Math.abs(weights[r]) * (Math.abs(center[r]) + Math.abs(beside[r]));
                }
                difference = Math.abs(difference);
                remainder = Math.abs(remainder);
                boolean clear = remainder > FLOOR * Math.ulp(1.0) * size;
                double fall = StrictMath.log10(before / remainder);
                rows.add(
                        new Row(
                                h,
                                difference,
                                remainder,
                                Double.isFinite(fall) ? fall : Double.NaN,
                                clear));
                before = remainder;
            }
            return judged(order, along, slope, rows, expected(result, order, d));
        }

        private double slope(double[] d) {
            double[] derivatives = claim.derivatives(point.values());
            double slope = 0;
            if (claim.direction() != null) {
                for (int r = 0; r < derivatives.length; r++) {
                    slope += weights[r] * derivatives[r];
                }
                return slope;
            }
            boolean rows = claim.weights() == null;
            for (int i = 0; i < derivatives.length; i++) {
                double w = rows ? weights[i / d.length] : 1;
                // an element that does not move must not count, even if it is NaN
                slope += d[i % d.length] == 0 ? 0 : w * derivatives[i] * d[i % d.length];
            }
            return slope;
        }

        /** How wrong the slope is if the entries that differ are right about it. */
        private double expected(CheckResult result, int order, double[] d) {
            double sum = 0;
            for (Entry e : result.mismatches()) {
                if (e.order() == order) {
                    double w = claim.weights() == null && e.result() >= 0 ? weights[e.result()] : 1;
                    double step = e.element() < 0 ? 1 : d[e.block().offset() + e.element()];
                    sum += w * step * (e.analytic() - e.numerical());
                }
            }
            return sum;
        }

        private static double[] values(LineFunction line, double h, int results) {
            double[] values = null;
            try {
                values = line.at(h).values();
            } catch (RuntimeException outsideTheDomain) {
                // shown as NaN
            }
            if (values == null || values.length != results) {
                values = new double[results];
                Arrays.fill(values, Double.NaN);
            }
            return values;
        }
    }

    private static TaylorTest judged(
            int order, String along, double slope, List<Row> rows, double expected) {
        double scale = Math.abs(slope);
        int last = -1;
        boolean roundOff = false;
        for (int k = 0; k < rows.size(); k++) {
            Row row = rows.get(k);
            if (row.remainder == row.remainder) {
                scale = Math.max(scale, row.difference / row.h);
                roundOff |= !row.clear;
                last = roundOff ? last : k;
            }
        }
        // of two neighbors the worse: one by itself may be small by chance
        double best = Double.POSITIVE_INFINITY;
        for (int k = 1; k < rows.size(); k++) {
            Row one = rows.get(k - 1);
            Row two = rows.get(k);
            double worse = Math.max(one.remainder / one.h, two.remainder / two.h);
            best = worse < best ? worse : best;
        }
        Outcome outcome = Outcome.UNCLEAR;
        double error = scale == 0 ? 0 : best / scale;
        if (ones(rows, last)) {
            outcome = Outcome.WRONG;
            error = rows.get(last).remainder / rows.get(last).h / scale;
        } else if ((last < 0 && roundOff || squares(rows, last)) && error < TELLING) {
            outcome = Outcome.RIGHT;
        }
        boolean seen = Math.abs(expected) > 3 * best;
        return new TaylorTest(order, along, slope, List.copyOf(rows), outcome, error, seen);
    }

    /** Whether the remainder falls like the step until it is lost in round-off. */
    private static boolean ones(List<Row> rows, int last) {
        return last >= 3 && near(rows, last, 2, NEAR) || last >= 4 && near(rows, last, 3, 2 * NEAR);
    }

    private static boolean near(List<Row> rows, int last, int count, double most) {
        for (int k = last - count + 1; k <= last; k++) {
            if (!(Math.abs(rows.get(k).fall - 1) < most)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Whether the remainder falls with the square of the step from somewhere on, at least twice.
     */
    private static boolean squares(List<Row> rows, int last) {
        for (int k = 1; k <= last && k + 1 < rows.size(); k++) {
            Row next = rows.get(k + 1);
            if (rows.get(k).fall > SQUARE && (next.fall > SQUARE || !next.clear)) {
                return true;
            }
        }
        return false;
    }

    /** The conclusion in one sentence. */
    String conclusion(boolean failed) {
        String size = String.format(Locale.ROOT, "%.1e", error);
        boolean straight = rows.stream().noneMatch(Row::clear);
        return switch (outcome) {
            case WRONG ->
                    "slope 1: the remainder falls only as fast as h, so the gradient is wrong, along"
                            + " this direction by "
                            + size
                            + " of its size";
            case RIGHT ->
                    (straight
                                    ? "the remainder is nothing but round-off"
                                    : "slope 2: the remainder falls with the square of h")
                            + ", so the gradient is right along this direction, to "
                            + size
                            + " of its size"
                            + (!failed
                                    ? ""
                                    : seen
                                            ? ": the differences are noisy rather than the gradient"
                                                    + " wrong"
                                            : "; the entries that differ do so by too little to"
                                                    + " be seen here");
            default ->
                    "neither slope 1 nor slope 2: this test does not tell, be it for round-off,"
                            + " noise, a kink or an undefined value near by";
        };
    }
}
