package org.cotangent.linalg;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.internal.TensorAccess;

/** The inside of tensors as the operations of this package use it: see {@link TensorAccess}. */
final class Nodes {
    private static final TensorAccess<Tensor, Op> ACCESS = TensorAccess.get();

    private Nodes() {}

    static Shape shape(Tensor x) {
        return ACCESS.shape(x);
    }

    /** The elements, not to be written to. */
    static double[] array(Tensor x) {
        return ACCESS.elements(x);
    }

    static Op op(Tensor x) {
        return ACCESS.op(x);
    }

    static Tensor input(Tensor y, int i) {
        return ACCESS.input(y, i);
    }

    static Tensor expand(Tensor x, Shape to) {
        return x.expand(to.extents);
    }

    static Tensor reshape(Tensor x, Shape to) {
        return x.reshape(to.extents);
    }

    static Tensor[] inputs(Tensor y) {
        return ACCESS.inputs(y);
    }

    /** The place in the order of creation; 0 for constants. */
    static long index(Tensor x) {
        return ACCESS.index(x);
    }

    static Tensor constant(Shape shape, double[] elements) {
        return ACCESS.constant(shape, elements);
    }

    static Tensor full(double value, Shape shape) {
        double[] elements = new double[shape.size];
        Arrays.fill(elements, value);
        return constant(shape, elements);
    }

    static Tensor node(Op op, Shape shape, double[] elements, Tensor... inputs) {
        return ACCESS.node(op, shape, elements, inputs);
    }

    static Tensor flat(Op op, Shape shape, double[] elements, Tensor... inputs) {
        return ACCESS.flat(op, shape, elements, inputs);
    }

    static Tensor fixed(Tensor x) {
        return ACCESS.fixed(x);
    }

    static Tensor detached(Tensor x) {
        return ACCESS.detached(x);
    }

    static Tensor gate(Tensor x, Tensor mask) {
        return ACCESS.gate(x, mask);
    }

    static Tensor times(Tensor g, Tensor slope) {
        return ACCESS.times(g, slope);
    }

    static Tensor timesOrZero(Tensor x, Tensor y) {
        return ACCESS.timesOrZero(x, y);
    }

    static Tensor ratio(Tensor x, Tensor length) {
        return ACCESS.ratio(x, length);
    }

    static Tensor product(Tensor a, boolean transposeA, Tensor b, boolean transposeB) {
        return product(a, transposeA, false, b, transposeB, false);
    }

    static Tensor product(
            Tensor a,
            boolean transposeA,
            boolean strongA,
            Tensor b,
            boolean transposeB,
            boolean strongB) {
        return ACCESS.product(a, transposeA, strongA, b, transposeB, strongB);
    }

    /** Elements taken out at strides from an offset; attributes are asked for when shown. */
    static Tensor view(
            String name,
            Supplier<Map<String, Object>> attributes,
            Tensor x,
            int offset,
            int[] strides,
            Shape to) {
        return ACCESS.view(name, attributes, x, offset, strides, to);
    }

    /** Elements put into zeros at strides from an offset. */
    static Tensor place(
            String name,
            Supplier<Map<String, Object>> attributes,
            Tensor x,
            int offset,
            int[] strides,
            Shape to) {
        return ACCESS.place(name, attributes, x, offset, strides, to);
    }

    static boolean records() {
        return ACCESS.records();
    }

    static boolean sweepsTangents() {
        return ACCESS.sweepsTangents();
    }

    /**
     * The vector-Jacobian products with respect to those of several arguments that vary, from one
     * run; null for the others.
     */
    static List<Tensor> vjpsOfVarying(TensorFunction f, Tensor v, Tensor... x) {
        return ACCESS.vjpsOfVarying(f::apply, v, x);
    }
}
