package org.cotangent.gradcheck;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A derivative claim evaluated at a point: the results of the function, the derivatives that are
 * claimed, and the noise of both.
 */
final class ClaimAtPoint {
    /** Each of the operations that lead to a derivative may have rounded. */
    static final double ROUNDINGS = 16;

    private static final double INFINITE = Double.POSITIVE_INFINITY;

    final CheckSettings<?> settings;
    final Tolerance tolerance;
    final int order;
    final Point point;
    final DerivativeClaim claim;

    /** The claim along lines, with the digits of the point perturbed. */
    final PerturbedClaim perturbed;

    /** The function at the point. */
    final LineFunction.Sample center;

    /** The claimed derivatives. */
    final double[] analytic;

    /** The noise of the claimed derivatives. */
    final double[] claimNoise;

    private final double[] noise;

    /**
     * Evaluates a claim.
     *
     * @param settings of the check
     * @param order of the derivatives, for the entries
     * @param point the point
     * @param claim the claim
     */
    ClaimAtPoint(CheckSettings<?> settings, int order, Point point, DerivativeClaim claim) {
        this.settings = settings;
        this.tolerance = new Tolerance(settings.tolerance(), settings.hasFixedStep());
        this.order = order;
        this.point = point;
        this.claim = claim;
        this.perturbed = new PerturbedClaim(point, claim);
        this.center = claim.sample(0, point.values());
        this.analytic = claim.derivatives(point.values());
        SplittableRandom random = new SplittableRandom(settings.seed ^ 0x6A09E667F3BCC909L);
        double[] signs = new double[point.size()];
        Arrays.setAll(signs, i -> random.nextBoolean() ? 1 : -1);
        double[] own = point.ownSize(signs);
        if (settings.hasFixedStep()) {
            this.noise = new double[center.values().length];
            this.claimNoise = new double[analytic.length];
        } else {
            this.noise = NoiseEstimate.of(point.along(own, claim), center);
            this.claimNoise = claimNoise(own);
        }
    }

    /**
     * The noise of the claimed derivatives themselves; none if they cannot be had beside the point.
     */
    private double[] claimNoise(double[] own) {
        try {
            LineFunction line =
                    t -> {
                        double[] x = point.values();
                        for (int i = 0; i < x.length; i++) {
                            x[i] += t * own[i];
                        }
                        Object pieces = claim.sample(t, x.clone()).branches();
                        return new LineFunction.Sample(t, claim.derivatives(x), pieces);
                    };
            return NoiseEstimate.roughly(
                    line, new LineFunction.Sample(0, analytic, center.branches()));
        } catch (RuntimeException outsideTheDomain) {
            return NoiseEstimate.floor(analytic);
        }
    }

    /** The number of results. */
    int results() {
        return center.values().length;
    }

    // ---- slopes

    /** The slopes along the coordinate of one argument. */
    NumericalSlopes slopes(int argument) {
        double x = Math.abs(point.value(argument));
        return slopes(
                point.coordinate(argument, claim),
                NumericalSlopes.LENGTH * Math.max(x, 1),
                NumericalSlopes.LENGTH * x);
    }

    /** The slopes along a direction. */
    NumericalSlopes slopes(double[] direction, double size) {
        double length = NumericalSlopes.LENGTH * size / Math.max(1, norm(direction));
        return slopes(point.along(direction, claim), length, 0);
    }

    private NumericalSlopes slopes(LineFunction line, double length, double own) {
        return settings.hasFixedStep()
                ? NumericalSlopes.plain(line, center, settings.step)
                : NumericalSlopes.of(line, center, noise, length, own);
    }

    // ---- sizes

    /** The scale of derivatives of a weighted sum of the results. */
    DerivativeScale scale(double[] weights) {
        double sum = 0;
        for (int r = 0; r < weights.length; r++) {
            sum += Math.abs(weights[r] * center.values()[r]);
        }
        return scaleOf(sum);
    }

    /** The scale of derivatives of one result. */
    DerivativeScale scale(int result) {
        return scaleOf(Math.abs(center.values()[result]));
    }

    private DerivativeScale scaleOf(double size) {
        return size < INFINITE
                ? new DerivativeScale(size, order > 1 ? size : 0)
                : new DerivativeScale(0, 0);
    }

    /**
     * The size of the terms of a higher derivative along a direction that may cancel in it, of
     * which round-off remains where they cancel wholly: the values of the function that move that
     * way, or all of them if none does, over the point's size for every order. 0 for first
     * derivatives, whose round-off shows in the values themselves.
     */
    double terms(double[] direction) {
        double[] at = claim.origin(point.values());
        if (at == null) {
            return 0;
        }
        double length = size(direction);
        double[] x = point.values();
        for (int i = 0; i < x.length; i++) {
            x[i] += NumericalSlopes.LENGTH * length * direction[i];
        }
        double[] beside = claim.origin(x);
        double all = 0;
        double moving = 0;
        for (int r = 0; r < at.length; r++) {
            double size = Double.isFinite(at[r]) ? Math.abs(at[r]) : 0;
            all += size;
            moving += beside.length == at.length && beside[r] != at[r] ? size : 0;
        }
        return (moving > 0 ? moving : all) / StrictMath.pow(length, order);
    }

    /** The size of the coordinates that a direction moves, at least 1. */
    double size(double[] direction) {
        double largest = 1;
        for (int i = 0; i < direction.length; i++) {
            if (direction[i] != 0) {
                largest = Math.max(largest, Math.abs(point.value(i)));
            }
        }
        return largest;
    }

    private static double norm(double[] direction) {
        double squares = 0;
        for (double d : direction) {
            squares += d * d;
        }
        return Math.sqrt(squares);
    }

    // ---- comparisons

    /**
     * The comparison of one claimed derivative with a numerical one.
     *
     * @param result the number of the result; -1 for a weighted sum of all
     * @param analytic the claimed derivative
     * @param numerical the numerical derivative
     * @param uncertain the noise of the claimed derivative
     * @param scale of derivatives of this function
     */
    record Comparison(
            int result,
            double analytic,
            NumericalSlope numerical,
            double uncertain,
            DerivativeScale scale) {
        /** The same, where terms of some size may have canceled. */
        Comparison withTerms(double terms) {
            double more = uncertain + ROUNDINGS * Math.ulp(terms);
            return new Comparison(result, analytic, numerical, more, scale.swinging(terms));
        }
    }

    Verdict verdict(Comparison c) {
        return tolerance.verdict(c.analytic, c.numerical, c.uncertain, c.scale.values());
    }

    /** The entry of a comparison for the report. */
    Entry entry(Point.Block block, int element, int direction, Comparison c) {
        return new Entry(
                order,
                block,
                element,
                direction,
                results() == 1 ? -1 : c.result,
                c.analytic,
                c.numerical,
                tolerance.slack(c.analytic, c.numerical, c.uncertain),
                verdict(c),
                tolerance.isNegligible(c.analytic, c.numerical, c.uncertain, c.scale.others()));
    }
}
