package org.cotangent.gradcheck.laws;

import java.util.Map;
import java.util.TreeMap;

/**
 * What an elementwise operation is, told once more in large numbers, where to compare, and how near
 * the engine must come.
 *
 * @param row the row of the table of operations, by its name
 * @param f the function itself, not its derivatives
 * @param roots whether 0 is a pole, a branch point or a kink
 * @param points where
 * @param bounds the largest errors allowed
 */
record Oracle(String row, BigFunction f, boolean roots, double[][] points, Bounds bounds) {
    /** By row. */
    static final Map<String, Oracle> ALL = new TreeMap<>();

    static {
        UnaryOracles.add();
        BinaryOracles.add();
    }

    /**
     * Errors in units in the last place of the exact result, rounded to a double; for the value and
     * the orders 1, 2 and 3 of derivatives.
     *
     * @param near for arguments of size 0.05 to 5
     * @param far for all others
     */
    record Bounds(double[] near, double[] far) {
        /** What most operations keep. */
        static final Bounds TIGHT =
                new Bounds(new double[] {2, 4, 8, 16}, new double[] {2, 4, 8, 16});
    }

    /** Other bounds for arguments of middling size. */
    Oracle near(double value, double first, double second, double third) {
        return with(new double[] {value, first, second, third}, bounds.far());
    }

    /** Other bounds in the tails. */
    Oracle far(double value, double first, double second, double third) {
        return with(bounds.near(), new double[] {value, first, second, third});
    }

    private Oracle with(double[] near, double[] far) {
        Oracle changed = new Oracle(row, f, roots, points, new Bounds(near, far));
        ALL.put(row, changed);
        return changed;
    }

    /** An operation of one argument that is smooth at 0, or not there at all. */
    static Oracle smooth(String row, double[] points, BigFunction f) {
        return of(row, f, false, Grid.points(points));
    }

    /** An operation of one argument with a pole, a branch point or a kink at 0. */
    static Oracle rooted(String row, double[] points, BigFunction f) {
        return of(row, f, true, Grid.points(points));
    }

    static Oracle of(String row, BigFunction f, boolean roots, double[][] points) {
        Oracle made = new Oracle(row, f, roots, points, Bounds.TIGHT);
        if (ALL.put(row, made) != null) {
            throw new IllegalStateException("two oracles of " + row);
        }
        return made;
    }
}
