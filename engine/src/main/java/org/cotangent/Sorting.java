package org.cotangent;

import java.util.Arrays;
import java.util.Map;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.internal.Text;

/**
 * Order along an axis: positions of extrema, sorting, and what is read off sorted elements.
 *
 * <p>NaN counts as larger than infinity where elements are sorted, and -0 as equal to 0. Positions
 * are a tensor; everything that uses them takes them as an input.
 */
final class Sorting {
    private Sorting() {}

    /** Which positions along an axis are asked for. */
    enum Wanted {
        /** Of the first largest, or the first NaN: one a slice. */
        LARGEST,
        /** Of the first smallest, or the first NaN: one a slice. */
        SMALLEST,
        /** Of all elements, the smallest first; equal ones as they stand, NaN last. */
        ASCENDING,
        /** Of all elements, the largest first; equal ones as they stand, NaN first. */
        DESCENDING;

        boolean isOne() {
            return this == LARGEST || this == SMALLEST;
        }
    }

    /** The positions of elements along an axis. */
    record Positions(Wanted wanted, int axis) implements Op.Flat {
        @Override
        public String name() {
            return switch (wanted) {
                case LARGEST -> "argMax";
                case SMALLEST -> "argMin";
                default -> "argSort";
            };
        }

        @Override
        public Tensor apply(Tensor... x) {
            return positions(wanted, x[0], axis);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axis", axis, "descending", wanted == Wanted.DESCENDING);
        }
    }

    /**
     * The positions of elements along an axis, as whole numbers: constant in pieces, so that no
     * gradient passes. The one place where positions are found.
     *
     * @param x of rank 1 or more; its axis is not empty if one position is wanted
     * @param axis the axis, from 0
     * @return the shape of x, with extent 1 on the axis if one position is wanted
     */
    static Tensor positions(Wanted wanted, Tensor x, int axis) {
        int n = x.shape.extents[axis];
        int inner = x.shape.strides()[axis];
        int[] extents = x.shape.extents.clone();
        extents[axis] = wanted.isOne() ? 1 : n;
        Shape to = Shape.of(extents);
        double[] data = x.array();
        double[] y = new double[to.size];
        int slices = n == 0 ? 0 : data.length / n;
        double[] slice = new double[n];
        Integer[] order = wanted.isOne() ? null : new Integer[n];
        for (int s = 0; s < slices; s++) {
            int outer = s / inner;
            int start = outer * n * inner + s % inner;
            for (int i = 0; i < n; i++) {
                slice[i] = data[start + i * inner];
            }
            if (wanted.isOne()) {
                y[s] = first(slice, wanted == Wanted.LARGEST);
                continue;
            }
            Arrays.setAll(order, i -> i);
            int sign = wanted == Wanted.ASCENDING ? 1 : -1;
            Arrays.sort(order, (p, q) -> sign * Double.compare(slice[p] + 0.0, slice[q] + 0.0));
            for (int i = 0; i < n; i++) {
                y[start + i * inner] = order[i];
            }
        }
        return Tensor.flat(new Positions(wanted, axis), to, y, x, null);
    }

    private static int first(double[] slice, boolean largest) {
        int best = 0;
        for (int i = 1; i < slice.length && slice[best] == slice[best]; i++) {
            boolean better = largest ? slice[i] > slice[best] : slice[i] < slice[best];
            if (better || slice[i] != slice[i]) {
                best = i;
            }
        }
        return best;
    }

    /** The position of the largest or smallest element of each group. */
    static Tensor argument(Tensor x, Axes axes, boolean largest) {
        String name = largest ? "argMax" : "argMin";
        Tensor groups = groups(name, x, axes, largest ? "largest" : "smallest");
        Wanted wanted = largest ? Wanted.LARGEST : Wanted.SMALLEST;
        return Structure.reshape(
                positions(wanted, groups, groups.rank() - 1), reduced(name, x, axes));
    }

    /** The shape that a reduction leaves. */
    private static Shape reduced(String name, Tensor x, Axes axes) {
        boolean[] marked = axes.in(name, x.shape);
        return axes.keeps() ? x.shape.withOnes(marked) : x.shape.without(marked);
    }

    /** The axes of a reduction made one, in row-major order, and put last. */
    private static Tensor groups(String name, Tensor x, Axes axes, String wanted) {
        boolean[] marked = axes.in(name, x.shape);
        int[] others = x.shape.without(marked).extents;
        int[] order = new int[marked.length];
        int front = 0;
        int back = others.length;
        long n = 1;
        for (int axis = 0; axis < marked.length; axis++) {
            n *= marked[axis] ? x.shape.extents[axis] : 1;
            order[marked[axis] ? back++ : front++] = axis;
        }
        if (n == 0 && Shape.of(others).size > 0) {
            throw new IllegalArgumentException(
                    name
                            + ": shape "
                            + x.shape
                            + " over "
                            + axes
                            + ": no elements have no "
                            + wanted
                            + "; every axis must have an extent of 1 or more");
        }
        boolean inOrder = true;
        for (int axis = 0; axis < order.length; axis++) {
            inOrder &= order[axis] == axis;
        }
        int[] extents = Arrays.copyOf(others, others.length + 1);
        extents[others.length] = (int) n;
        return Structure.reshape(inOrder ? x : Structure.permute(x, order), Shape.of(extents));
    }

    /**
     * The elements in the order of their positions; inputs are x and those positions. Elements that
     * are equal share their adjoints evenly: which of them came first is a matter of chance.
     */
    record Sorted(int axis) implements Op {
        @Override
        public String name() {
            return "sort";
        }

        static Tensor of(Tensor x, Tensor order, int axis) {
            double[] y = Indexing.gather(x.detached(), axis, order.detached()).array();
            return Tensor.node(new Sorted(axis), x.shape, y, x, order.fixed());
        }

        @Override
        public double[] pieces(Tensor y) {
            return Elementwise.values(at -> 2 * at, y.b);
        }

        @Override
        public Tensor apply(Tensor... x) {
            return of(x[0], x[1], axis);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return input == 0
                    ? Indexing.scatterAdd(Evened.of(g, y, axis), axis, y.b, y.a.shape)
                    : null;
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axis", axis);
        }
    }

    /**
     * A tensor with its mean over each run of equal keys along an axis, in the place of each
     * element of the run. Inputs are the tensor and the sorted keys, whose runs are constant in
     * pieces. A symmetric map: it is its own dual.
     */
    record Evened(int axis) implements Op {
        @Override
        public String name() {
            return "evenTies";
        }

        static Tensor of(Tensor v, Tensor keys, int axis) {
            int n = keys.shape.extents[axis];
            int inner = keys.shape.strides()[axis];
            double[] key = keys.array();
            double[] y = v.array().clone();
            for (int s = 0; s < (n == 0 ? 0 : y.length / n); s++) {
                int start = s / inner * n * inner + s % inner;
                for (int from = 0, to; from < n; from = to) {
                    double sum = y[start + from * inner];
                    to = from + 1;
                    while (to < n && key[start + to * inner] == key[start + from * inner]) {
                        sum += y[start + to * inner];
                        to++;
                    }
                    if (to > from + 1) {
                        for (int i = from; i < to; i++) {
                            y[start + i * inner] = sum / (to - from);
                        }
                    }
                }
            }
            return Tensor.node(new Evened(axis), v.shape, y, v, keys.fixed());
        }

        @Override
        public Tensor apply(Tensor... x) {
            return of(x[0], x[1], axis);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return input == 0 ? of(g, y.b, axis) : null;
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axis", axis);
        }
    }

    static Tensor sort(Tensor x, int axis) {
        int counted = x.shape.axis("sort", axis);
        return Sorted.of(x, positions(Wanted.ASCENDING, x, counted), counted);
    }

    static Tensor argSort(Tensor x, int axis) {
        return positions(Wanted.ASCENDING, x, x.shape.axis("argSort", axis));
    }

    static Tensor.TopK topK(Tensor x, int axis, int k) {
        int counted = x.shape.axis("topK", axis);
        if (k < 0 || k > x.shape.extents[counted]) {
            throw new IllegalArgumentException(
                    "topK: "
                            + k
                            + " of axis "
                            + axis
                            + " of shape "
                            + x.shape
                            + ": there must be 0 .. "
                            + x.shape.extents[counted]);
        }
        Tensor order = positions(Wanted.DESCENDING, x, counted);
        return new Tensor.TopK(
                Sorted.of(x, order, counted).slice(counted, 0, k), order.slice(counted, 0, k));
    }

    /** One quantile; the axes disappear or stay with extent 1. */
    static Tensor quantile(String name, Tensor x, Axes axes, double q) {
        Tensor groups = groups(name, x, axes, "quantile");
        return Structure.reshape(interpolated(name, groups, q), reduced(name, x, axes));
    }

    /** Several, along the axis. */
    static Tensor quantiles(Tensor x, int axis, double... q) {
        int counted = x.shape.axis("quantiles", axis);
        Tensor groups = groups("quantiles", x, Axes.of(counted), "quantile");
        Tensor all = interpolated("quantiles", groups, q);
        if (counted == x.rank() - 1) {
            return all;
        }
        int[] back = new int[x.rank()];
        Arrays.setAll(back, i -> i < counted ? i : i == counted ? x.rank() - 1 : i - 1);
        return Structure.permute(all, back);
    }

    /**
     * Quantiles along the last axis. Between two neighbors by (1 - t) a + t b, which keeps its
     * sense where b - a overflows; between equal ones a itself, whatever the weights round to. A
     * slice with a NaN, which is sorted last, has the value and the slope of its largest element.
     */
    private static Tensor interpolated(String name, Tensor x, double... q) {
        int axis = x.rank() - 1;
        int n = x.shape.extents[axis];
        int[] below = new int[q.length];
        int[] above = new int[q.length];
        double[] weight = new double[q.length];
        for (int i = 0; i < q.length; i++) {
            if (!(q[i] >= 0 && q[i] <= 1)) {
                throw new IllegalArgumentException(
                        name + ": q = " + Text.number(q[i]) + "; it must lie in 0 .. 1");
            }
            double place = q[i] * (n - 1);
            below[i] = (int) place;
            weight[i] = place - below[i];
            above[i] = weight[i] == 0 ? below[i] : below[i] + 1;
        }
        if (x.size() == 0) {
            int[] extents = x.shape.extents.clone();
            extents[axis] = q.length;
            return Structure.reshape(x, Shape.of(extents)); // no groups: nothing to answer for
        }
        Tensor sorted = sort(x, axis);
        Tensor t = Tensor.of(weight);
        Tensor a = sorted.indexSelect(axis, below);
        Tensor b = sorted.indexSelect(axis, above);
        Tensor between = a.mul(t.neg().add(1)).add(b.mul(t));
        Tensor y = Tensor.where(a.eq(b), a, between);
        Tensor last = sorted.slice(axis, n - 1, n);
        return Tensor.where(last.eq(last), y, x.amax(Axes.keep(axis)));
    }
}
