package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.array;
import static org.cotangent.linalg.Nodes.input;
import static org.cotangent.linalg.Nodes.inputs;
import static org.cotangent.linalg.Nodes.node;
import static org.cotangent.linalg.Nodes.shape;

import java.util.Arrays;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.internal.Op;

/**
 * An operation whose value is that of a function, which may look at numbers; its derivatives are
 * found by running the function again, so that no choice it makes at one point is recorded.
 *
 * @param name the operation's name
 * @param f the function, of nothing but its arguments
 */
record Rerun(String name, TensorFunction f) implements Op {
    @Override
    public Tensor apply(Tensor... x) {
        Tensor y = Tensor.unrecorded(() -> f.apply(x));
        return node(this, shape(y), array(y), x);
    }

    @Override
    public Tensor adjoint(int input, Tensor g, Tensor y) {
        Tensor[] in = new Tensor[inputs(y).length + 1];
        Arrays.setAll(in, i -> i < inputs(y).length ? input(y, i) : g);
        return new Rerun(name + "Share", new Back(f, input)).apply(in);
    }

    /**
     * The share of one argument of a function, found by running it: of its arguments and, behind
     * them, the adjoint of its result.
     *
     * @param f the function
     * @param input which argument, 0 the first
     */
    record Back(TensorFunction f, int input) implements TensorFunction {
        @Override
        public Tensor apply(Tensor... own) {
            Tensor[] all = Arrays.copyOf(own, own.length - 1);
            return Differentiate.vjp(
                    x -> {
                        Tensor[] varied = all.clone();
                        varied[input] = x;
                        return f.apply(varied);
                    },
                    all[input],
                    own[own.length - 1]);
        }
    }
}
