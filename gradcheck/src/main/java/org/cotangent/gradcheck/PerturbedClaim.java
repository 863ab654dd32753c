package org.cotangent.gradcheck;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * What is claimed to be a derivative, along lines through a point, with the last digits of all that
 * does not move shaken: for its noise, as round-off does to a derivative what a last digit of the
 * point does.
 *
 * @param point the point
 * @param claim the claim
 */
record PerturbedClaim(Point point, DerivativeClaim claim) {
    /** A derivative along a coordinate; NaN where there is nothing. */
    LineFunction along(int coordinate, int derivative) {
        double[] unit = new double[point.size()];
        unit[coordinate] = 1;
        return along(unit, d -> d[derivative]);
    }

    /** What is computed from the derivatives along a direction; NaN where there is nothing. */
    LineFunction along(double[] direction, ToDoubleFunction<double[]> derivative) {
        return t -> {
            double[] x = point.values();
            double where = t;
            SplittableRandom random = new SplittableRandom(Double.doubleToLongBits(t));
            double[] shaken = x.clone();
            for (int i = 0; i < x.length; i++) {
                if (direction[i] != 0) {
                    x[i] += t * direction[i];
                    shaken[i] = x[i];
                    where = (x[i] - point.value(i)) / direction[i];
                } else if (x[i] != 0 && random.nextBoolean()) {
                    shaken[i] = x[i] - Math.copySign(Math.ulp(x[i]), x[i]);
                }
            }
            double value = at(shaken, derivative);
            value = Double.isFinite(value) ? value : at(x, derivative);
            return new LineFunction.Sample(where, new double[] {value}, LineFunction.Sample.UNKNOWN);
        };
    }

    private double at(double[] x, ToDoubleFunction<double[]> derivative) {
        try {
            return derivative.applyAsDouble(claim.derivatives(x));
        } catch (IllegalArgumentException | ArithmeticException outsideTheDomain) {
            return Double.NaN;
        }
    }
}
