package org.cotangent;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.cotangent.internal.Observer;
import org.cotangent.internal.Op;
import org.cotangent.internal.Scope;
import org.cotangent.internal.Shape;
import org.cotangent.internal.TensorAccess;

/** The inside of tensors as the library's other packages see it. */
final class TensorInternals extends TensorAccess<Tensor, Op> {
    @Override
    public double[] elements(Tensor x) {
        return x.array();
    }

    @Override
    public Tensor adopt(double[] elements, int... shape) {
        return Tensor.constant(Tensor.checked(elements, shape), elements);
    }

    @Override
    public Op op(Tensor x) {
        return x.op;
    }

    @Override
    public Tensor[] inputs(Tensor x) {
        Tensor[] inputs = new Tensor[x.inputs()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = x.input(i);
        }
        return inputs;
    }

    @Override
    public long index(Tensor x) {
        return Math.abs(x.number);
    }

    @Override
    public Scope scope(Tensor x) {
        return x.note().scope();
    }

    @Override
    public StackTraceElement place(Tensor x) {
        return x.note().madeAt();
    }

    @Override
    public Scope setScope(Scope scope) {
        return Recorder.current().setScope(scope);
    }

    @Override
    public Observer<Tensor> setObserver(Observer<Tensor> observer) {
        return Recorder.current().setObserver(observer);
    }

    @Override
    public <R> R recorded(Supplier<R> code) {
        return Tensor.recorded(code);
    }

    @Override
    public boolean isOfOnePoint(Tensor x) {
        return x.isOfOnePoint();
    }

    @Override
    public void observeRead(Tensor x, String method) {
        x.observeRead(method);
    }

    @Override
    public boolean isOfGradients(Tensor x) {
        return x.origin().compareTo(NodeInfo.Origin.UNSEEN) > 0;
    }

    @Override
    public Shape shape(Tensor x) {
        return x.shape;
    }

    @Override
    public Tensor input(Tensor y, int i) {
        return y.input(i);
    }

    @Override
    public Tensor constant(Shape shape, double[] elements) {
        return Tensor.constant(shape, elements);
    }

    // the forms for one and two inputs make smaller nodes, whose shares are asked for one by one

    @Override
    public Tensor node(Op op, Shape shape, double[] elements, Tensor[] inputs) {
        return switch (inputs.length) {
            case 1 -> Tensor.node(op, shape, elements, inputs[0], null);
            case 2 -> Tensor.node(op, shape, elements, inputs[0], inputs[1]);
            default -> Tensor.node(op, shape, elements, inputs);
        };
    }

    @Override
    public Tensor flat(Op op, Shape shape, double[] elements, Tensor[] inputs) {
        return switch (inputs.length) {
            case 1 -> Tensor.flat(op, shape, elements, inputs[0], null);
            case 2 -> Tensor.flat(op, shape, elements, inputs[0], inputs[1]);
            default -> Tensor.flat(op, shape, elements, inputs);
        };
    }

    @Override
    public Tensor fixed(Tensor x) {
        return x.fixed();
    }

    @Override
    public Tensor detached(Tensor x) {
        return x.detached();
    }

    @Override
    public Tensor gate(Tensor x, Tensor mask) {
        return x.gate(mask);
    }

    @Override
    public Tensor times(Tensor g, Tensor slope) {
        return g.strongTimes(slope);
    }

    @Override
    public Tensor timesOrZero(Tensor x, Tensor y) {
        return x.timesOrZero(y);
    }

    @Override
    public Tensor ratio(Tensor x, Tensor length) {
        return x.ratio(length);
    }

    @Override
    public Tensor product(
            Tensor a,
            boolean transposeA,
            boolean strongA,
            Tensor b,
            boolean transposeB,
            boolean strongB) {
        return new MatMul(transposeA, transposeB, strongA, strongB).of(a, b);
    }

    @Override
    public Tensor view(
            String name,
            Supplier<Map<String, Object>> attributes,
            Tensor x,
            int offset,
            int[] strides,
            Shape to) {
        return Views.view(name, attributes, x, offset, strides, to);
    }

    @Override
    public Tensor place(
            String name,
            Supplier<Map<String, Object>> attributes,
            Tensor x,
            int offset,
            int[] strides,
            Shape to) {
        return Views.place(name, attributes, x, offset, strides, to);
    }

    @Override
    public boolean records() {
        return Recorder.current().records();
    }

    @Override
    public Tensor tangent(Tensor product, Tensor vector, Tensor seed) {
        Backward pass = Backward.of(product).wrt(vector).seed(seed).recorded().ofWeakTangents();
        return pass.run().of(vector);
    }

    @Override
    public boolean sweepsTangents() {
        return Recorder.current().sweepsTangents();
    }

    @Override
    public List<Tensor> vjpsOfVarying(Function<Tensor[], Tensor> f, Tensor v, Tensor[] x) {
        return Differentiate.vjpsOfVarying(f::apply, v, x);
    }

    @Override
    public Op row(String name, Map<String, Object> attributes) {
        return RowTable.row(name, attributes);
    }
}
