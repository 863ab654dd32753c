package org.cotangent;

import java.util.Arrays;
import java.util.Map;
import org.cotangent.internal.ArrayStep;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.kernel.Numbers;
import org.cotangent.kernel.Products;

/** Running sums, and products from the front to the end of an axis, running or whole. */
final class Scans {
    private Scans() {}

    /** The running sum along an axis, from its front or from its end; each is the other's dual. */
    record CumSum(int axis, boolean fromEnd) implements Op {
        @Override
        public String name() {
            return "cumSum";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return cumSum(x[0], axis, fromEnd);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            int n = y.shape.extents[axis];
            int inner = y.shape.strides()[axis];
            return (x, sums) -> ArrayKernels.get().cumSum(x[0], n, inner, fromEnd, sums);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return cumSum(g, axis, !fromEnd);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            int extent = y.shape.extents[axis];
            int inner = y.shape.strides()[axis];
            int[] sums = new int[y.size()];
            for (int block = 0; block < sums.length; block += extent * inner) {
                for (int i = block; i < block + inner; i++) {
                    int sum = n.constant(0);
                    for (int k = 0; k < extent; k++) {
                        int at = i + (fromEnd ? extent - 1 - k : k) * inner;
                        sum = n.add(sum, x[0][at]);
                        sums[at] = sum;
                    }
                }
            }
            return sums;
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axis", axis, "reverse", fromEnd);
        }
    }

    static Tensor cumSum(Tensor x, int axis, boolean fromEnd) {
        int counted = x.shape.axis("cumSum", axis);
        double[] y = new double[x.size()];
        ArrayKernels.get()
                .cumSum(
                        x.array(),
                        x.shape.extents[counted],
                        x.shape.strides()[counted],
                        fromEnd,
                        y);
        return Tensor.node(new CumSum(counted, fromEnd), x.shape, y, x, null);
    }

    /**
     * The rows of a tensor along which it is multiplied: its elements as outer, n, inner.
     *
     * @param axis the axis of a running product, -1 for products of whole rows
     */
    private record Rows(int outer, int n, int inner, int axis) {
        boolean running() {
            return axis >= 0;
        }

        String name() {
            return running() ? "cumProd" : "prod";
        }

        Map<String, Object> attributes() {
            return running() ? Op.attributes("axis", axis) : Op.attributes("factors", n);
        }
    }

    /**
     * Products P(x) of the factors x, the first input, differentiated once along each direction
     * that follows: P, P'[v], P''[v, w], ….
     *
     * <p>The derivative in the factors adds a place for one direction more, and the one in a
     * direction leaves its place open, so both are {@link ProductSlope}.
     */
    record Product(Rows rows, int order, Shape to) implements Op {
        @Override
        public String name() {
            return order == 0 ? rows.name() : rows.name() + "Along";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return product(rows, to, x);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor[] inputs = new Tensor[order + 2 - Math.min(1, input)];
            int at = 0;
            inputs[at++] = y.input(0);
            inputs[at++] = g;
            for (int i = 1; i <= order; i++) {
                if (i != input) {
                    inputs[at++] = y.input(i);
                }
            }
            return productSlope(rows, inputs);
        }

        @Override
        public Map<String, Object> attributes() {
            return rows.attributes();
        }
    }

    /**
     * The derivative of Σ g P(x), or of Σ g P'[v](x) and so on, with respect to the factors: inputs
     * are x, g and the directions.
     *
     * <p>It is linear in g and in each direction, and its product with one more direction h is Σ g
     * P'[v, h]: so its derivatives are of the same two kinds.
     */
    record ProductSlope(Rows rows, int order) implements Op {
        @Override
        public String name() {
            return rows.name() + "Slope";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return productSlope(rows, x);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor[] inputs = new Tensor[order + 2];
            for (int i = 0; i < inputs.length; i++) {
                inputs[i] = y.input(i);
            }
            if (input > 1) {
                inputs[input] = g;
                return productSlope(rows, inputs);
            }
            if (input == 0) {
                inputs = Arrays.copyOf(inputs, order + 3);
                inputs[order + 2] = g;
                return productSlope(rows, inputs);
            }
            Shape to = inputs[1].shape;
            System.arraycopy(inputs, 2, inputs, 1, order);
            inputs[order + 1] = g;
            return product(rows, to, inputs);
        }

        @Override
        public Map<String, Object> attributes() {
            return rows.attributes();
        }
    }

    private static Tensor product(Rows rows, Shape to, Tensor... inputs) {
        double[] y = new double[to.size];
        double[][] directions = arrays(inputs, 1);
        Products.all(
                rows.outer, rows.n, rows.inner, rows.running(), inputs[0].array(), directions, y);
        return node(new Product(rows, directions.length, to), to, y, inputs);
    }

    private static Tensor productSlope(Rows rows, Tensor... inputs) {
        Shape to = inputs[0].shape;
        double[] y = new double[to.size];
        double[][] directions = arrays(inputs, 2);
        Products.withoutOne(
                rows.outer,
                rows.n,
                rows.inner,
                rows.running(),
                inputs[0].array(),
                inputs[1].array(),
                directions,
                y);
        return node(new ProductSlope(rows, directions.length), to, y, inputs);
    }

    private static double[][] arrays(Tensor[] inputs, int from) {
        double[][] arrays = new double[inputs.length - from][];
        Arrays.setAll(arrays, i -> inputs[from + i].array());
        return arrays;
    }

    private static Tensor node(Op op, Shape to, double[] y, Tensor[] inputs) {
        return inputs.length > 2
                ? Tensor.node(op, to, y, inputs)
                : Tensor.node(op, to, y, inputs[0], inputs.length == 2 ? inputs[1] : null);
    }

    static Tensor cumProd(Tensor x, int axis) {
        int counted = x.shape.axis("cumProd", axis);
        return product(rows(x.shape, counted, counted + 1, counted), x.shape, x);
    }

    /** Without each element itself, and from the end of the axis, if so asked. */
    static Tensor cumSum(Tensor x, int axis, boolean exclusive, boolean reverse) {
        int counted = x.shape.axis("cumSum", axis);
        return cumSum(exclusive ? shifted(x, counted, 0, reverse) : x, counted, reverse);
    }

    static Tensor cumProd(Tensor x, int axis, boolean exclusive, boolean reverse) {
        int counted = x.shape.axis("cumProd", axis);
        Tensor factors = exclusive ? shifted(x, counted, 1, reverse) : x;
        return reverse
                ? cumProd(factors.flip(counted), counted).flip(counted)
                : cumProd(factors, counted);
    }

    /** Each element moved on by one, the last one lost, and a number in the first place. */
    private static Tensor shifted(Tensor x, int axis, double first, boolean reverse) {
        int n = x.shape.extents[axis];
        if (n == 0) {
            return x;
        }
        return reverse
                ? margin(x.slice(axis, 1, n), axis, 0, 1, first)
                : margin(x.slice(axis, 0, n - 1), axis, 1, 0, first);
    }

    private static Tensor margin(Tensor x, int axis, int before, int after, double value) {
        int[][] margins = new int[x.rank()][2];
        margins[axis] = new int[] {before, after};
        return x.pad(margins, value);
    }

    /**
     * Running log-sum-exps: those of ranges of 2, 4, 8 … elements, each of two of half the length
     * (W. Hillis and G. Steele, "Data parallel algorithms", 1986).
     */
    static Tensor logCumSumExp(Tensor x, int axis) {
        int counted = x.shape.axis("logCumSumExp", axis);
        int n = x.shape.extents[counted];
        Tensor y = x;
        for (int length = 1; length < n; length *= 2) {
            Tensor before =
                    margin(
                            y.slice(counted, 0, n - length),
                            counted,
                            length,
                            0,
                            Double.NEGATIVE_INFINITY);
            y = Tensor.stack(0, y, before).logSumExp(0);
        }
        return y;
    }

    /** The rows along neighboring axes. */
    private static Rows rows(Shape shape, int from, int to, int axis) {
        int[] sizes = {1, 1, 1};
        for (int i = 0; i < shape.rank(); i++) {
            sizes[i < from ? 0 : i < to ? 1 : 2] *= shape.extents[i];
        }
        return new Rows(sizes[0], sizes[1], sizes[2], axis);
    }

    /** The product over some axes, which are brought together first. */
    static Tensor prod(Tensor x, Axes axes) {
        boolean[] marked = axes.in("prod", x.shape);
        Shape to = axes.keeps() ? x.shape.withOnes(marked) : x.shape.without(marked);
        int from = 0;
        while (from < marked.length && !marked[from]) {
            from++;
        }
        int end = from;
        while (end < marked.length && marked[end]) {
            end++;
        }
        int[] order = new int[marked.length];
        int front = 0;
        int back = x.shape.without(marked).rank();
        boolean together = true;
        for (int axis = 0; axis < marked.length; axis++) {
            together &= axis < end || !marked[axis];
            order[marked[axis] ? back++ : front++] = axis;
        }
        if (together) {
            return product(rows(x.shape, from, end, -1), to, x);
        }
        Tensor moved = x.permute(order);
        return product(rows(moved.shape, front, moved.rank(), -1), to, moved);
    }
}
