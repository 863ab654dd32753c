package org.cotangent;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntBinaryOperator;
import org.cotangent.internal.ArrayStep;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.Composition;
import org.cotangent.kernel.Numbers;

// Longer than 400 lines: both kinds of rows, and how they are applied to scalars and arrays.

/**
 * The two kinds of rows that elementwise operations are, how a row is applied to tensors, and the
 * few operations that are no rows. The rows stand in {@link Arithmetic}, {@link KernelRows}, {@link
 * ElementaryRows} and {@link SpecialRows}. Letters as in {@link Op}.
 */
final class Elementwise {
    /** The first plus a multiple of the second. */
    record Axpy(double factor) implements Op {
        @Override
        public String name() {
            return "axpy";
        }

        @Override
        public Dependency dependency() {
            return Dependency.ELEMENTWISE;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return axpy(x[0], factor, x[1]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return input == 0 ? g : g.strongTimes(Tensor.of(factor));
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("factor", factor);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            int f = n.constant(factor);
            return each(y, (p, q) -> n.add(p, n.of(BinaryKernel.MUL, f, q)), x[0], x[1]);
        }
    }

    /** The second where the first, a mask, is not 0, else the third. */
    record Where() implements Op {
        @Override
        public String name() {
            return "where";
        }

        @Override
        public double[] pieces(Tensor y) {
            return values(c -> c != 0 ? 2 : 0, y.input(0));
        }

        @Override
        public Dependency dependency() {
            return Dependency.ELEMENTWISE;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return where(x[0], x[1], x[2]);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            int[] c = y.input(0).shape.offsets(y.shape, 1);
            int[] p = y.input(1).shape.offsets(y.shape, 1);
            int[] q = y.input(2).shape.offsets(y.shape, 1);
            int[] places = new int[c.length];
            Arrays.setAll(places, i -> n.where(x[0][c[i]], x[1][p[i]], x[2][q[i]]));
            return places;
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor condition = y.input(0);
            return switch (input) {
                case 0 -> null;
                case 1 -> g.gate(mask(ElementaryRows.Taken.ROW, condition));
                default -> g.gate(mask(ElementaryRows.NotTaken.ROW, condition));
            };
        }
    }

    /** The same numbers without a derivative. */
    record Stop() implements Op.Flat {
        static final Stop INSTANCE = new Stop();

        @Override
        public String name() {
            return "stopGradient";
        }

        @Override
        public Dependency dependency() {
            return Dependency.ELEMENTWISE;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return Tensor.flat(this, x[0].shape, x[0].array(), x[0], null);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            return ArrayStep.SAME;
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            return x[0];
        }
    }

    @FunctionalInterface
    interface UnaryRule {
        Tensor apply(Tensor g, Tensor y, Tensor x);
    }

    @FunctionalInterface
    interface BinaryRule {
        Tensor apply(Tensor g, Tensor y, Tensor a, Tensor b);
    }

    /**
     * A record, so that the JIT compiler takes the fields of the constants above for constants.
     *
     * @param rule null for what has no derivative
     * @param share the rule in numbers, of g and either x or y, bit by bit what it gives on
     *     tensors: for scalars in passes that are not recorded, and if it is a kernel for arrays
     *     too; null if there is none
     * @param ofResult whether the second operand of that is y
     * @param kinks the {@linkplain Op#pieces piece} by x and y; null where it is smooth throughout
     * @param attributes the numbers that it depends on, by name
     */
    record Unary(
            String name,
            DoubleUnaryOperator function,
            UnaryRule rule,
            DoubleBinaryOperator share,
            boolean ofResult,
            DoubleBinaryOperator kinks,
            Map<String, Object> attributes)
            implements Op {
        /** A row without attributes; the rule is null for what has no derivative. */
        Unary(String name, DoubleUnaryOperator function, UnaryRule rule) {
            this(name, function, rule, null, false, null, Map.of());
        }

        /** The same row with a rule in numbers, of g and x. */
        Unary byX(DoubleBinaryOperator share) {
            return new Unary(name, function, rule, share, false, kinks, attributes);
        }

        /** The same of g and y. */
        Unary byY(DoubleBinaryOperator share) {
            return new Unary(name, function, rule, share, true, kinks, attributes);
        }

        /** The same row with the rule in numbers of one that multiplies g by a function of x. */
        Unary slope(DoubleUnaryOperator slope) {
            return byX(new Composition(BinaryKernel.STRONG_MUL, slope));
        }

        /** The same for a rule that gates g by a mask of x. */
        Unary gate(DoubleUnaryOperator mask) {
            return byX(new Composition(BinaryKernel.GATE, mask));
        }

        /** The same row with the pieces of a function that is defined in pieces. */
        Unary pieces(DoubleBinaryOperator kinks) {
            return new Unary(name, function, rule, share, ofResult, kinks, attributes);
        }

        /** The same row with attributes, from names and values in turn. */
        Unary of(Object... namesAndValues) {
            Map<String, Object> named = Op.attributes(namesAndValues);
            return new Unary(name, function, rule, share, ofResult, kinks, named);
        }

        /** The share of x in numbers, of a scalar. */
        double inNumbers(double g, Tensor y) {
            double x = ofResult ? y.value : y.a.value;
            // the first is a call that the JIT compiler inlines
            return share instanceof Composition both
                    ? both.applyAsDouble(g, x)
                    : share.applyAsDouble(g, x);
        }

        @Override
        public double[] pieces(Tensor y) {
            return kinks == null ? null : values(name, kinks, y.a, y);
        }

        @Override
        public Dependency dependency() {
            return Dependency.ELEMENTWISE;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return rule == null ? mask(this, x[0]) : Elementwise.apply(this, x[0]);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            return Arrays.stream(x[0]).map(p -> n.of(function, p)).toArray();
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return rule == null ? null : rule.apply(g, y, y.a);
        }

        @Override
        public Tensor pull(int input, Tensor g, boolean owned, Tensor y) {
            return share instanceof BinaryKernel || share instanceof Composition
                    ? fuse(share, g, owned, ofResult ? y : y.a)
                    : adjoint(input, g, y);
        }
    }

    /** See {@link Unary}. */
    record Binary(
            String name,
            DoubleBinaryOperator function,
            BinaryRule ruleA,
            BinaryRule ruleB,
            DoubleBinaryOperator kinks,
            Map<String, Object> attributes)
            implements Op {
        /** A row without attributes; the rules are null for what has no derivative. */
        Binary(String name, DoubleBinaryOperator function, BinaryRule ruleA, BinaryRule ruleB) {
            this(name, function, ruleA, ruleB, null, Map.of());
        }

        /** The same row with the pieces of a function that is defined in pieces, by a and b. */
        Binary pieces(DoubleBinaryOperator kinks) {
            return new Binary(name, function, ruleA, ruleB, kinks, attributes);
        }

        /** The same row with attributes, from names and values in turn. */
        Binary of(Object... namesAndValues) {
            Map<String, Object> named = Op.attributes(namesAndValues);
            return new Binary(name, function, ruleA, ruleB, kinks, named);
        }

        /** The rule in numbers; null if there is none. */
        Arithmetic.Function inNumbers() {
            return function instanceof Arithmetic.Function basic ? basic : null;
        }

        @Override
        public double[] pieces(Tensor y) {
            return kinks == null ? null : values(name, kinks, y.a, y.b);
        }

        @Override
        public Dependency dependency() {
            return Dependency.ELEMENTWISE;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return ruleA == null ? mask(this, x[0], x[1]) : Elementwise.apply(this, x[0], x[1]);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            DoubleBinaryOperator f = loops(function);
            return each(y, (p, q) -> n.of(f, p, q), x[0], x[1]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return ruleA == null ? null : (input == 0 ? ruleA : ruleB).apply(g, y, y.a, y.b);
        }

        @Override
        public Tensor pull(int input, Tensor g, boolean owned, Tensor y) {
            Tensor other = input == 0 ? y.b : y.a;
            boolean strong = this == Arithmetic.MUL && !Recorder.current().sweepsTangents();
            return strong && y.a != y.b && other.shape.equals(g.shape)
                    ? fuse(BinaryKernel.STRONG_MUL, g, owned, other)
                    : adjoint(input, g, y);
        }
    }

    /** A constant of the shape that g and x have, in the array of g if that may be overwritten. */
    private static Tensor fuse(DoubleBinaryOperator function, Tensor g, boolean owned, Tensor x) {
        if (g.data == null) {
            return Tensor.of(function.applyAsDouble(g.value, x.value));
        }
        double[] y = owned ? g.data : new double[g.data.length];
        ArrayKernels.get().zip(function, g.data, x.data, y);
        return Tensor.constant(g.shape, y);
    }

    private Elementwise() {}

    /** A row. */
    static Unary op(String name, DoubleUnaryOperator function, UnaryRule rule) {
        return new Unary(name, function, rule);
    }

    /** A row. */
    static Binary op(String name, DoubleBinaryOperator f, BinaryRule a, BinaryRule b) {
        return new Binary(name, f, a, b);
    }

    /** A row without a derivative. */
    static Unary mask(String name, DoubleUnaryOperator function) {
        return new Unary(name, function, null);
    }

    /** A row without a derivative. */
    static Binary mask(String name, DoubleBinaryOperator function) {
        return new Binary(name, function, null, null);
    }

    static Tensor clamp(Tensor x, double least, double most) {
        if (!(least <= most)) {
            throw new IllegalArgumentException(
                    "clamp: the bounds "
                            + least
                            + " and "
                            + most
                            + " are not in order; the first must be at most the second, neither NaN");
        }
        return apply(ElementaryRows.clamp(least, most), x);
    }

    static Tensor axpy(Tensor y, double factor, Tensor x) {
        if (x == null) {
            throw new NullPointerException("axpy: the tensor to be added is null");
        }
        Axpy op = new Axpy(factor);
        if (y.data == null && x.data == null) {
            return Tensor.node(op, y.value + factor * x.value, y, x);
        }
        Shape shape = Shape.broadcast("axpy", y.shape, x.shape);
        double[] sum;
        if (y.shape.size == shape.size && x.shape.size == shape.size) {
            sum = new double[shape.size];
            ArrayKernels.get().axpy(factor, x.array(), y.array(), sum);
        } else {
            sum = zip((p, q) -> p + factor * q, y, x, shape);
        }
        return Tensor.node(op, shape, sum, y, x);
    }

    static Tensor where(Tensor condition, Tensor a, Tensor b) {
        Shape both = Shape.broadcast("where", a.shape, b.shape);
        Shape shape = Shape.broadcast("where", condition.shape, both);
        double[] y = new double[shape.size];
        double[] c = Structure.expand(condition.detached(), shape).array();
        double[] p = Structure.expand(a.detached(), shape).array();
        double[] q = Structure.expand(b.detached(), shape).array();
        for (int i = 0; i < y.length; i++) {
            y[i] = c[i] != 0 ? p[i] : q[i];
        }
        return Tensor.node(new Where(), shape, y, condition.fixed(), a, b);
    }

    static Tensor apply(Unary op, Tensor x) {
        return apply(op, op.function, x);
    }

    static Tensor apply(Op op, DoubleUnaryOperator function, Tensor x) {
        if (x.data == null) {
            return Tensor.node(op, function.applyAsDouble(x.value), x, null);
        }
        return Tensor.node(op, x.shape, map(function, x.data), x, null);
    }

    static Tensor apply(Binary op, Tensor a, Tensor b) {
        if (b == null) {
            throw new NullPointerException(op.name + ": the second operand is null");
        }
        if (a.data == null && b.data == null) {
            return Tensor.node(op, op.function.applyAsDouble(a.value, b.value), a, b);
        }
        Shape shape = Shape.broadcast(op.name, a.shape, b.shape);
        return Tensor.node(op, shape, zip(op.function, a, b, shape), a, b);
    }

    /** A row without a derivative, of x. */
    static Tensor mask(Unary op, Tensor x) {
        return mask(op, op.function, x);
    }

    /** A function without a derivative, of x. */
    static Tensor mask(Op op, DoubleUnaryOperator function, Tensor x) {
        return Tensor.flat(op, x.shape, values(function, x), x, null);
    }

    /** The same of two operands that broadcast. */
    static Tensor mask(Binary op, Tensor a, Tensor b) {
        return Tensor.flat(
                op,
                Shape.broadcast(op.name, a.shape, b.shape),
                values(op.name, op.function, a, b),
                a,
                b);
    }

    /** The values of a function. */
    static double[] values(DoubleUnaryOperator function, Tensor x) {
        return x.data == null
                ? new double[] {function.applyAsDouble(x.value)}
                : map(function, x.data);
    }

    /** The values of a function of two operands that broadcast. */
    static double[] values(String name, DoubleBinaryOperator function, Tensor a, Tensor b) {
        return a.data == null && b.data == null
                ? new double[] {function.applyAsDouble(a.value, b.value)}
                : zip(function, a, b, Shape.broadcast(name, a.shape, b.shape));
    }

    private static double[] map(DoubleUnaryOperator function, double[] x) {
        double[] y = new double[x.length];
        ArrayKernels.get().map(function, x, y);
        return y;
    }

    /** The function in the form that has loops of its own. */
    private static DoubleBinaryOperator loops(DoubleBinaryOperator f) {
        return f instanceof Arithmetic.Function basic ? basic.loops() : f;
    }

    /** A function of two operands that broadcast, number by number. */
    private static int[] each(Tensor y, IntBinaryOperator f, int[] a, int[] b) {
        int[] p = y.input(0).shape.offsets(y.shape, 1);
        int[] q = y.input(1).shape.offsets(y.shape, 1);
        int[] places = new int[p.length];
        Arrays.setAll(places, i -> f.applyAsInt(a[p[i]], b[q[i]]));
        return places;
    }

    private static double first(Tensor x) {
        return x.data == null ? x.value : x.data[0];
    }

    private static double[] zip(DoubleBinaryOperator f, Tensor a, Tensor b, Shape shape) {
        double[] y = new double[shape.size];
        DoubleBinaryOperator function = loops(f);
        if (a.shape.size == shape.size && b.shape.size == shape.size) {
            // they differ in axes of extent 1 at most
            ArrayKernels.get().zip(function, a.array(), b.array(), y);
            return y;
        }
        if (b.shape.size == 1 && a.shape.size == shape.size) {
            ArrayKernels.get().zip(function, a.array(), first(b), y);
            return y;
        }
        if (a.shape.size == 1 && b.shape.size == shape.size) {
            ArrayKernels.get().zip(function, first(a), b.array(), y);
            return y;
        }
        ArrayKernels.get()
                .zip(
                        function,
                        a.array(),
                        a.shape.stridesIn(shape),
                        b.array(),
                        b.shape.stridesIn(shape),
                        shape.extents,
                        y);
        return y;
    }
}
