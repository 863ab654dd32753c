package org.cotangent.gradcheck;

import java.util.Objects;
import java.util.function.DoubleUnaryOperator;

/**
 * The derivative of a function of one number, from its values alone, with a bound on its error.
 *
 * <p>Central differences at steps that shrink from a tenth of the point's size, extrapolated to
 * step 0 (C. J. F. Ridders, Advances in Engineering Software 4, 1982); the error from how far the
 * extrapolations of different degree differ, and from the function's noise, which is measured from
 * differences of high order (J. J. Moré and S. M. Wild, SIAM Journal on Scientific Computing 33,
 * 2011). For smooth functions it is good to about 13 digits at some fifteen calls of the function.
 * At a kink there is a slope on either side.
 *
 * <pre>{@code
 * NumericalDerivative d = NumericalDerivative.of(Math::exp, 1);
 * d.isKink();                                      // false
 * double off = Math.abs(d.value() - Math.E);       // at most d.error(), which is below 1e-10
 * NumericalDerivative.of(Math::abs, 0).isKink();   // true
 * }</pre>
 *
 * <p>Where the function is NaN or infinite a step does not count; where it is so on both sides of
 * the point at every step, the value is NaN and the error infinite. The error is an estimate: a
 * function that is made for the purpose can deceive it.
 */
public final class NumericalDerivative {
    private final NumericalSlope slope;
    private final double left;
    private final double right;
    private final boolean kink;

    private NumericalDerivative(NumericalSlope slope, SlopeEstimates estimates) {
        this.slope = slope;
        this.left = estimates.left[0];
        this.right = estimates.right[0];
        this.kink = estimates.kink[0];
    }

    /**
     * The derivative of a function.
     *
     * @param f the function; NaN where it is not defined
     * @param at the point
     * @return the derivative with its error
     * @throws IllegalArgumentException if the point is not finite
     */
    public static NumericalDerivative of(DoubleUnaryOperator f, double at) {
        Objects.requireNonNull(f, "numerical derivative: the function is null");
        Point.of("numerical derivative", at);
        LineFunction line =
                t -> {
                    double x = at + t;
                    double[] y = {f.applyAsDouble(x)};
                    return new LineFunction.Sample(x - at, y, LineFunction.Sample.UNKNOWN);
                };
        double size = Math.abs(at);
        double unit = size == 0 ? 1 : size;
        LineFunction own =
                t -> {
                    LineFunction.Sample sample = line.at(t * unit);
                    return new LineFunction.Sample(t, sample.values(), sample.branches());
                };
        LineFunction.Sample center = line.at(0);
        double[] noise = NoiseEstimate.of(own, center);
        NumericalSlopes slopes =
                NumericalSlopes.of(
                        line,
                        center,
                        noise,
                        NumericalSlopes.LENGTH * Math.max(size, 1),
                        NumericalSlopes.LENGTH * size);
        if (slopes.isDoubtful()) {
            slopes.refine();
        }
        return new NumericalDerivative(slopes.numerical(0), slopes.estimates());
    }

    /**
     * The derivative.
     *
     * @return a number; at a kink the mean of the slopes on either side; NaN if it cannot be had
     */
    public double value() {
        return slope.value();
    }

    /**
     * How far the derivative, or either slope at a kink, may be off.
     *
     * @return a number from 0; +infinity if nothing is known
     */
    public double error() {
        return slope.error();
    }

    /**
     * The slope to the left of the point.
     *
     * @return the {@link #value()} itself where there is no kink
     */
    public double left() {
        return left;
    }

    /**
     * The slope to the right of the point.
     *
     * @return the {@link #value()} itself where there is no kink
     */
    public double right() {
        return right;
    }

    /**
     * Whether there is a kink at the point, or a jump.
     *
     * @return whether the function is not smooth there, as far as differences show
     */
    public boolean isKink() {
        return kink;
    }

    /**
     * The derivative and its error.
     *
     * @return such as "2.718281828459045 +- 1.20e-14" or "between -1.0 and 1.0 +- 1.00e-15"
     */
    @Override
    public String toString() {
        return slope.toString();
    }
}
