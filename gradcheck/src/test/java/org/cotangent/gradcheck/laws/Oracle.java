package org.cotangent.gradcheck.laws;

import org.cotangent.TensorFunction;

/**
 * The definition of an elementwise operation in large numbers, where to compare, and how near the
 * engine must come.
 *
 * @param f the function itself, not its derivatives
 * @param roots whether 0 is a pole, a branch point or a kink
 * @param points where
 * @param bounds the largest errors allowed
 * @param engine the engine's function, of operands of any shape; null for that of a row's cases
 */
public record Oracle(
        BigFunction f, boolean roots, double[][] points, Bounds bounds, TensorFunction engine) {
    /**
     * Errors in units in the last place of the exact result, rounded to a double; for the value and
     * the orders 1, 2 and 3 of derivatives.
     *
     * @param near for arguments of size 0.05 to 5
     * @param far for all others
     */
    record Bounds(double[] near, double[] far) {
        /** The bounds that most operations keep. */
        static final Bounds TIGHT =
                new Bounds(new double[] {2, 4, 8, 16}, new double[] {2, 4, 8, 16});
    }

    /** Other bounds for arguments of middling size. */
    public Oracle near(double value, double first, double second, double third) {
        double[] near = {value, first, second, third};
        return new Oracle(f, roots, points, new Bounds(near, bounds.far()), engine);
    }

    /** Other bounds in the tails. */
    public Oracle far(double value, double first, double second, double third) {
        double[] far = {value, first, second, third};
        return new Oracle(f, roots, points, new Bounds(bounds.near(), far), engine);
    }

    /** The same compared with a function of the engine other than that of a row's cases. */
    public Oracle by(TensorFunction other) {
        return new Oracle(f, roots, points, bounds, other);
    }

    /** An operation of one argument that is smooth at 0, or not there at all. */
    public static Oracle smooth(double[] points, BigFunction f) {
        return smooth(Grid.points(points), f);
    }

    /** An operation of one argument with a pole, a branch point or a kink at 0. */
    public static Oracle rooted(double[] points, BigFunction f) {
        return rooted(Grid.points(points), f);
    }

    /** An operation that is smooth where operands are 0, or not there at all. */
    public static Oracle smooth(double[][] points, BigFunction f) {
        return new Oracle(f, false, points, Bounds.TIGHT, null);
    }

    /** An operation with a pole, a branch point or a kink where an operand is 0. */
    public static Oracle rooted(double[][] points, BigFunction f) {
        return new Oracle(f, true, points, Bounds.TIGHT, null);
    }
}
