package org.cotangent;

import java.util.Arrays;
import org.cotangent.internal.Shape;
import org.cotangent.internal.Text;

/**
 * The axes of a reduction, and whether they stay with extent 1 or disappear.
 *
 * <pre>{@code
 * Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}});
 * x.sum(Axes.of(1));       // [3, 7]
 * x.sum(Axes.keep(1));     // [[3], [7]]
 * x.sum(Axes.all());       // 10
 * x.sum(Axes.keepAll());   // [[10]]
 * }</pre>
 */
public final class Axes {
    private final int[] axes;
    private final boolean keep;

    private Axes(int[] axes, boolean keep) {
        this.axes = axes;
        this.keep = keep;
    }

    /**
     * These axes, which disappear from the result.
     *
     * @param axes the axes, each named once; negative ones count from the end; none for none
     * @return the axes
     */
    public static Axes of(int... axes) {
        return new Axes(axes.clone(), false);
    }

    /**
     * These axes, which stay in the result with extent 1 ("keepdims").
     *
     * @param axes the axes, each named once; negative ones count from the end; none for none
     * @return the axes
     */
    public static Axes keep(int... axes) {
        return new Axes(axes.clone(), true);
    }

    /**
     * All axes; the result is a scalar.
     *
     * @return the axes
     */
    public static Axes all() {
        return new Axes(null, false);
    }

    /**
     * All axes, which stay in the result with extent 1.
     *
     * @return the axes
     */
    public static Axes keepAll() {
        return new Axes(null, true);
    }

    boolean[] in(String op, Shape shape) {
        if (axes == null) {
            boolean[] every = new boolean[shape.rank()];
            Arrays.fill(every, true);
            return every;
        }
        return shape.marked(op, axes);
    }

    Axes kept() {
        return keep ? this : new Axes(axes, true);
    }

    boolean keeps() {
        return keep;
    }

    /** The axes as an attribute. */
    Object listed() {
        return axes == null ? "all" : Shape.list(axes);
    }

    private String named() {
        return axes == null ? "all axes" : (axes.length == 1 ? "axis " : "axes ") + Text.list(axes);
    }

    /** As "axes 0, 1, kept". */
    @Override
    public String toString() {
        return named() + (keep ? ", kept" : "");
    }
}
