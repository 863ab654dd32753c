package org.cotangent;

import org.cotangent.internal.Observer;
import org.cotangent.internal.Op;
import org.cotangent.internal.Scope;
import org.cotangent.internal.TensorAccess;

/** The inside of tensors, opened to the library's other packages. */
final class Access extends TensorAccess {
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
    public Observer setObserver(Observer observer) {
        return Recorder.current().setObserver(observer);
    }
}
