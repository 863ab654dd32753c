package org.cotangent.gradcheck;

import java.util.Arrays;
import java.util.Locale;

/**
 * The comparison of one analytic derivative with a numerical one, with the error bound of the
 * latter and the verdict. Immutable.
 */
public final class Entry {
    private final int order;
    private final Point.Block block;
    private final int element;
    private final int direction;
    private final int result;
    private final double analytic;
    private final NumericalSlope numerical;
    private final double slack;
    private final Verdict verdict;
    private final boolean negligible;
    private double seen = Double.NaN;

    Entry(
            int order,
            Point.Block block,
            int element,
            int direction,
            int result,
            double analytic,
            NumericalSlope numerical,
            double slack,
            Verdict verdict,
            boolean negligible) {
        this.order = order;
        this.block = block;
        this.element = element;
        this.direction = direction;
        this.result = result;
        this.analytic = analytic;
        this.numerical = numerical;
        this.slack = slack;
        this.verdict = verdict;
        this.negligible = negligible;
    }

    /** The same entry with a given sensitivity, for a derivative along a direction. */
    Entry sensitiveTo(double error) {
        Entry same =
                new Entry(
                        order,
                        block,
                        element,
                        direction,
                        result,
                        analytic,
                        numerical,
                        slack,
                        verdict,
                        negligible);
        same.seen = error;
        return same;
    }

    /**
     * The order of the derivative.
     *
     * @return 1 for a gradient, 2 for a Hessian-vector product, 3 for one order more
     */
    public int order() {
        return order;
    }

    /**
     * The number of the input that the derivative is with respect to.
     *
     * @return 0 for the first
     */
    public int input() {
        return block.number();
    }

    /**
     * The element of that input, by number.
     *
     * @return its number in row-major order, from 0; -1 for a derivative along a direction
     */
    public int element() {
        return element;
    }

    /**
     * The element of that input, by its index along every axis.
     *
     * @return a new array, empty for a scalar and for a derivative along a direction
     */
    public int[] index() {
        return element < 0 ? new int[0] : block.index(element);
    }

    /**
     * The number of the random direction that the derivative is along.
     *
     * @return its number from 0; -1 for the derivative with respect to one element
     */
    public int direction() {
        return direction;
    }

    /**
     * The element of the function's result that is differentiated, where each is compared by
     * itself, as in a Jacobian.
     *
     * @return its number in row-major order, from 0; -1 for a scalar and where results were
     *     contracted with a random cotangent
     */
    public int result() {
        return result;
    }

    /**
     * The derivative that was computed by a backward pass or a hand-written gradient.
     *
     * @return the analytic derivative
     */
    public double analytic() {
        return analytic;
    }

    /**
     * The derivative found by differences; at a kink the mean of the slopes on either side.
     *
     * @return the numerical derivative
     */
    public double numerical() {
        return numerical.value();
    }

    /**
     * The error bound of the numerical derivative.
     *
     * @return a bound on its error, from 0; infinite where it is not known at all
     */
    public double bound() {
        return numerical.error();
    }

    /**
     * The least slope that a subgradient can have: the smaller one-sided slope at a kink.
     *
     * @return the numerical derivative itself where there is no kink
     */
    public double least() {
        return numerical.least();
    }

    /**
     * The largest slope that a subgradient can have: the larger one-sided slope at a kink.
     *
     * @return the numerical derivative itself where there is no kink
     */
    public double most() {
        return numerical.most();
    }

    /**
     * The verdict on this derivative.
     *
     * @return the verdict
     */
    public Verdict verdict() {
        return verdict;
    }

    /**
     * The relative difference |a - n| / max(|a|, |n|) of the analytic and the numerical derivative;
     * at a kink from the nearest slope between those on either side.
     *
     * @return a number from 0 to 2; +infinity if either derivative is NaN or infinite
     */
    public double error() {
        double nearest = Math.max(least(), Math.min(analytic, most()));
        if (!Double.isFinite(analytic) || !Double.isFinite(nearest)) {
            return Double.POSITIVE_INFINITY;
        }
        double size = Math.max(Math.abs(analytic), Math.abs(nearest));
        // halves: the difference of two finite numbers may overflow
        return size == 0 ? 0 : Math.abs(analytic / 2 - nearest / 2) / size * 2;
    }

    /**
     * The smallest relative error of the analytic derivative that would certainly have been found
     * here; for a derivative along a direction, the relative error of any one element that moves.
     *
     * @return a number above 0; +infinity where the verdict is {@link Verdict#INCONCLUSIVE}, at a
     *     kink, and where the derivative is 0 or nothing but round-off
     */
    public double sensitivity() {
        if (verdict == Verdict.INCONCLUSIVE || verdict == Verdict.SUBGRADIENT || analytic == 0) {
            return Double.POSITIVE_INFINITY;
        }
        if (seen == seen) {
            return seen;
        }
        double own = (slack + bound()) / Math.abs(analytic);
        return own < 4 * Tolerance.TELLING ? own : Double.POSITIVE_INFINITY;
    }

    /** The numerical derivative. */
    NumericalSlope known() {
        return numerical;
    }

    /** Whether the function took other branches at every step. */
    boolean flips() {
        return numerical.flips();
    }

    /** Whether it is too small beside others to matter. */
    boolean isNegligible() {
        return negligible;
    }

    /** The largest difference that would have passed. */
    double slack() {
        return slack;
    }

    Point.Block block() {
        return block;
    }

    /** The difference of the two derivatives relative to the largest that passes; ranks entries. */
    double excess() {
        double nearest = Math.max(least(), Math.min(analytic, most()));
        double off = Math.abs(analytic - nearest) / slack;
        return off == off ? off : Double.POSITIVE_INFINITY;
    }

    /**
     * The position of this derivative, such as "w[1, 2]", "input 0", "w, direction 1" or "x[3] of
     * result 2".
     */
    String place() {
        int[] index = index();
        return block.label()
                + (index.length == 0 ? "" : Arrays.toString(index))
                + (direction < 0 ? "" : ", direction " + direction)
                + (result < 0 ? "" : " of result " + result);
    }

    /**
     * The entry in one line.
     *
     * @return such as "order 1, input 0[1, 2]: analytic 0.5, numerical 0.25 +- 1.00e-13, MISMATCH"
     */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "order %d, %s: analytic %s, numerical %s, %s",
                order,
                place(),
                analytic,
                numerical,
                verdict);
    }
}
