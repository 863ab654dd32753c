package org.cotangent.gradcheck;

import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;

/**
 * A derivative claim along lines through a point, with random changes in the last digits of the
 * coordinates that do not move. Its scatter is a measure of the noise of the claimed derivative, as
 * round-off changes a derivative like the last digits of the point do.
 *
 * @param point the point
 * @param claim the claim
 */
record PerturbedClaim(Point point, DerivativeClaim claim) {
    /** A derivative along a coordinate; NaN where it is not defined. */
    LineFunction along(int coordinate, int derivative) {
        double[] unit = new double[point.size()];
        unit[coordinate] = 1;
        return along(unit, d -> d[derivative]);
    }

    /** A function of the derivatives along a direction; NaN where it is not defined. */
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
            return new LineFunction.Sample(
                    where, new double[] {value}, LineFunction.Sample.UNKNOWN);
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
