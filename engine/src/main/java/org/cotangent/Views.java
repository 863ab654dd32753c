package org.cotangent;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cotangent.internal.ArrayStep;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.kernel.NumberSums;
import org.cotangent.kernel.Numbers;

/**
 * Regular selections: the elements that strides reach from an offset. Taking them out and putting
 * them back into zeros are each other's dual; slices, flips, padding, diagonals and the windows of
 * convolutions are all of this kind.
 */
final class Views {
    private static final int[] NONE = {};
    private static final int FEW = 32;

    private Views() {}

    /**
     * Elements taken out.
     *
     * @param name what the user called
     * @param details the attributes, gathered when somebody looks
     * @param offset where the first lies in the dense array
     * @param strides the way to the next along each axis of the result
     * @param to the shape of the result
     */
    record View(
            String name, Supplier<Map<String, Object>> details, int offset, int[] strides, Shape to)
            implements Op {
        @Override
        public Dependency dependency() {
            return Dependency.MOVE;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return view(name, details, x[0], offset, strides, to);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            return reading(offset, strides, to);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Shape all = y.a.shape;
            return place(
                    "place", () -> Op.attributes("shape", all.list()), g, offset, strides, all);
        }

        @Override
        public boolean isPiece() {
            return true;
        }

        @Override
        public void addTo(double[] sum, Tensor g) {
            if (g.data == null) {
                sum[offset] += g.value;
            } else {
                addTo(sum, g.data);
            }
        }

        @Override
        public void addTo(double[] sum, double[] g) {
            if (to.rank() == 0) {
                sum[offset] += g[0];
            } else if (strides.length == 1 && g.length <= FEW) { // for which a walk is long
                for (int i = 0, at = offset; i < g.length; i++, at += strides[0]) {
                    sum[at] += g[i];
                }
            } else {
                ArrayKernels.get().addTo(g, to.extents, sum, offset, strides);
            }
        }

        @Override
        public void addTo(Numbers n, int[] sum, Shape y, int[] g) {
            if (y.rank() == 0 || y.rank() == 1 && g.length <= FEW) {
                for (int i = 0; i < g.length; i++) {
                    int at = y.rank() == 0 ? offset : offset + i * strides[0];
                    sum[at] = n.add(sum[at], g[i]);
                }
            } else {
                NumberSums.addTo(n, g, to.extents, sum, offset, strides);
            }
        }

        @Override
        public Map<String, Object> attributes() {
            return details.get();
        }
    }

    /**
     * Elements put into zeros; those that meet in one place add.
     *
     * @param name what the user called
     * @param details the attributes, gathered when somebody looks
     * @param offset where the first goes in the dense array
     * @param strides the way to the next along each axis of the operand
     * @param to the shape of the result
     */
    record Place(
            String name, Supplier<Map<String, Object>> details, int offset, int[] strides, Shape to)
            implements Op {
        @Override
        public Dependency dependency() {
            return Dependency.MOVE;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return place(name, details, x[0], offset, strides, to);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            int[] extents = y.a.shape.extents;
            return (x, sum) -> {
                Arrays.fill(sum, 0);
                ArrayKernels.get().addTo(x[0], extents, sum, offset, strides);
            };
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Shape own = y.a.shape;
            return view("view", () -> Op.attributes("shape", own.list()), g, offset, strides, own);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            return NumberSums.addTo(n, x[0], y.a.shape.extents, to.size, offset, strides);
        }

        @Override
        public Map<String, Object> attributes() {
            return details.get();
        }
    }

    /** The step that takes out what strides reach. */
    static ArrayStep reading(int offset, int[] strides, Shape to) {
        return (x, y) -> ArrayKernels.get().read(x[0], offset, strides, to.extents, y);
    }

    static Tensor view(
            String name,
            Supplier<Map<String, Object>> attributes,
            Tensor x,
            int offset,
            int[] strides,
            Shape to) {
        double[] y = new double[to.size];
        ArrayKernels.get().read(x.array(), offset, strides, to.extents, y);
        return Tensor.node(new View(name, attributes, offset, strides, to), to, y, x, null);
    }

    static Tensor place(
            String name,
            Supplier<Map<String, Object>> attributes,
            Tensor x,
            int offset,
            int[] strides,
            Shape to) {
        double[] y = new double[to.size];
        ArrayKernels.get().addTo(x.array(), x.shape.extents, y, offset, strides);
        return Tensor.node(new Place(name, attributes, offset, strides, to), to, y, x, null);
    }

    /** The element at a position of the dense array. */
    static Tensor at(Tensor x, int position) {
        Shape shape = x.shape;
        View op =
                new View(
                        "at",
                        () -> Op.attributes("index", Shape.list(shape.index(position))),
                        position,
                        NONE,
                        Shape.SCALAR);
        return Tensor.node(op, x.data == null ? x.value : x.data[position], x, null);
    }

    /** All slices along an axis, which is left out of them. */
    static List<Tensor> unstack(Tensor x, int axis) {
        int counted = x.shape.axis("unstack", axis);
        boolean[] marked = new boolean[x.rank()];
        marked[counted] = true;
        Shape to = x.shape.without(marked);
        int[] all = x.shape.strides();
        int[] strides = new int[all.length - 1];
        System.arraycopy(all, 0, strides, 0, counted);
        System.arraycopy(all, counted + 1, strides, counted, strides.length - counted);
        Tensor[] slices = new Tensor[x.shape.extents[counted]];
        for (int i = 0; i < slices.length; i++) {
            int place = i;
            slices[i] =
                    view(
                            "unstack",
                            () -> Op.attributes("axis", counted, "place", place),
                            x,
                            to.size == 0 ? 0 : i * all[counted],
                            strides,
                            to);
        }
        return List.of(slices);
    }

    static Tensor slice(Tensor x, int axis, int from, int to, int step) {
        int counted = x.shape.axis("slice", axis);
        if (step == 0) {
            throw new IllegalArgumentException(
                    "slice: the step along axis " + axis + " of shape " + x.shape + " is 0");
        }
        int n = x.shape.extents[counted];
        int lowest = step > 0 ? 0 : -1;
        int start = bound(from, n, lowest);
        int end = bound(to, n, lowest);
        long span = step > 0 ? (long) end - start : (long) start - end;
        int count =
                span <= 0 ? 0 : (int) ((span + Math.abs((long) step) - 1) / Math.abs((long) step));
        int[] extents = x.shape.extents.clone();
        int[] strides = x.shape.strides();
        int offset = count == 0 ? 0 : start * strides[counted];
        extents[counted] = count;
        int inner = strides[counted];
        strides[counted] = count <= 1 ? inner : inner * step;
        Supplier<Map<String, Object>> attributes =
                () ->
                        Op.attributes(
                                "axis",
                                counted,
                                "from",
                                from,
                                "to",
                                to,
                                "step",
                                step == 1 ? null : step);
        Shape shape = Shape.of(extents);
        if (step != 1) {
            return view("slice", attributes, x, offset, strides, shape);
        }
        double[] y = new double[shape.size];
        int run = count * inner;
        for (int at = 0, first = offset; at < y.length; at += run, first += n * inner) {
            System.arraycopy(x.data, first, y, at, run);
        }
        return Tensor.node(
                new View("slice", attributes, offset, strides, shape), shape, y, x, null);
    }

    /**
     * As Python bounds a slice: counted from the end if negative, then moved to the nearest end.
     */
    private static int bound(int place, int n, int lowest) {
        long counted = place < 0 ? (long) place + n : place;
        return (int) Math.max(lowest, Math.min(counted, n + (long) lowest));
    }

    static Tensor flip(Tensor x, int[] axes) {
        boolean[] marked = x.shape.marked("flip", axes);
        int[] strides = x.shape.strides();
        int offset = 0;
        for (int axis = 0; axis < marked.length; axis++) {
            if (marked[axis] && x.size() > 0) {
                offset += (x.shape.extents[axis] - 1) * strides[axis];
                strides[axis] = -strides[axis];
            }
        }
        return view(
                "flip",
                () -> Op.attributes("axes", Axes.of(axes).listed()),
                x,
                offset,
                strides,
                x.shape);
    }

    static Tensor pad(Tensor x, int[][] margins, double value) {
        if (margins.length != x.rank()) {
            throw new IllegalArgumentException(
                    "pad: "
                            + margins.length
                            + " pairs of margins for shape "
                            + x.shape
                            + "; every axis must have one, {before, after}");
        }
        long[] extents = Arrays.stream(x.shape.extents).asLongStream().toArray();
        for (int axis = 0; axis < extents.length; axis++) {
            if (margins[axis].length != 2 || margins[axis][0] < 0 || margins[axis][1] < 0) {
                throw new IllegalArgumentException(
                        "pad: margins "
                                + Arrays.toString(margins[axis])
                                + " of axis "
                                + axis
                                + "; they must be {before, after}, neither negative");
            }
            extents[axis] += (long) margins[axis][0] + margins[axis][1];
        }
        Shape to = Shape.of("pad", extents);
        int[] strides = to.strides();
        int offset = 0;
        for (int axis = 0; axis < extents.length; axis++) {
            offset += margins[axis][0] * strides[axis];
        }
        // an array of the caller's
        List<List<Integer>> copy = Arrays.stream(margins).map(Shape::list).toList();
        Tensor padded = place("pad", () -> Op.attributes("margins", copy), x, offset, strides, to);
        if (value == 0) {
            return padded;
        }
        // a selection, not a sum: adding would lose a padding of infinity or the sign of zero
        double[] inside = new double[to.size];
        double[] ones = new double[x.size()];
        Arrays.fill(ones, 1);
        ArrayKernels.get().addTo(ones, x.shape.extents, inside, offset, strides);
        return Elementwise.where(Tensor.constant(to, inside), padded, Tensor.of(value));
    }
}
