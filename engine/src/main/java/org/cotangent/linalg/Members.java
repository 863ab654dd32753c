package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.array;
import static org.cotangent.linalg.Nodes.constant;
import static org.cotangent.linalg.Nodes.expand;
import static org.cotangent.linalg.Nodes.input;
import static org.cotangent.linalg.Nodes.inputs;
import static org.cotangent.linalg.Nodes.node;
import static org.cotangent.linalg.Nodes.shape;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;

/**
 * The matrices of a batch and which of them an adjoint concerns: one whose adjoint is all 0 was not
 * selected, and sends nothing back whatever it holds.
 */
final class Members {
    private Members() {}

    /** An operation, or part of one, with a rule from matrices of a batch to a share. */
    interface Ruled {
        /**
         * The share; linear in each factor. It uses nothing else that is recorded.
         *
         * @param in matrices, the factors last
         */
        Tensor rule(Tensor... in);
    }

    /** A rule as a function. */
    private record RuleOf(Ruled op) implements TensorFunction {
        @Override
        public Tensor apply(Tensor... in) {
            return op.rule(in);
        }
    }

    /** A function with two arguments in each other's places. */
    private record Exchanged(TensorFunction f, int one, int other) implements TensorFunction {
        @Override
        public Tensor apply(Tensor... in) {
            return f.apply(exchanged(one, other, in));
        }
    }

    private static Tensor[] exchanged(int one, int other, Tensor... in) {
        Tensor[] all = in.clone();
        all[one] = in[other];
        all[other] = in[one];
        return all;
    }

    /**
     * The share that a rule gives, with strong zeros: a matrix for which one of the factors is all
     * 0 gets 0, be the others NaN.
     *
     * @param op whose rule it is; it holds no results of its own
     * @param others how many inputs come before the factors
     * @param in the inputs, of two axes or more; their batches broadcast
     */
    static Tensor share(Ruled op, int others, Tensor... in) {
        return Share.of(op, others).apply(in);
    }

    /** The inputs with the batches that they broadcast to. */
    private static Tensor[] widened(Tensor... in) {
        Shape batch = Shape.SCALAR;
        for (Tensor x : in) {
            batch = Shape.broadcast("share", batch, batch(x));
        }
        Tensor[] wide = new Tensor[in.length];
        for (int i = 0; i < in.length; i++) {
            int[] extents = Arrays.copyOf(batch.extents, batch.rank() + 2);
            extents[batch.rank()] = in[i].size(-2);
            extents[batch.rank() + 1] = in[i].size(-1);
            wide[i] = expand(in[i], Shape.of(extents));
        }
        return wide;
    }

    private static Shape batch(Tensor x) {
        return Shape.of(Arrays.copyOf(shape(x).extents, x.rank() - 2));
    }

    /** A share with strong zeros; its own shares are of the same kind. */
    record Share(TensorFunction rule, int others) implements Op {
        static Share of(Ruled op, int others) {
            return new Share(new RuleOf(op), others);
        }

        @Override
        public String name() {
            return "share";
        }

        @Override
        public Tensor apply(Tensor... in) {
            return of(Tensor.unrecorded(() -> value(in)), in);
        }

        /** The node for a value that was computed already. */
        Tensor of(Tensor value, Tensor... in) {
            return node(this, shape(value), array(value), in);
        }

        private Tensor value(Tensor... in) {
            Tensor plain = rule.apply(in);
            boolean finite = Arrays.stream(in).allMatch(x -> allFinite(array(x)));
            if (finite && allFinite(array(plain))) {
                return plain;
            }
            Tensor[] wide = widened(in);
            Tensor share = rule.apply(wide);
            double[] y = array(share).clone();
            int count = batch(share).size;
            for (int i = 0; i < count; i++) {
                for (int factor = others; factor < in.length; factor++) {
                    if (isZero(wide[factor], i, count)) {
                        Arrays.fill(y, i * (y.length / count), (i + 1) * (y.length / count), 0);
                    }
                }
            }
            return constant(shape(share), y).sumTo(plain.shape());
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor[] in = new Tensor[inputs(y).length + 1];
            Arrays.setAll(in, i -> i < inputs(y).length ? input(y, i) : g);
            TensorFunction back = new Rerun.Back(rule, input);
            if (input < others) {
                return new Share(back, others).apply(in);
            }
            // of the factor itself nothing depends on it
            return new Share(new Exchanged(back, input, others), others + 1)
                    .apply(exchanged(input, others, in));
        }
    }

    private static boolean isZero(Tensor x, int member, int count) {
        double[] elements = array(x);
        int size = elements.length / count;
        for (int i = member * size; i < (member + 1) * size; i++) {
            if (elements[i] != 0) {
                return false;
            }
        }
        return true;
    }

    /**
     * A factor with zeros for matrices that are not finite and were not selected.
     *
     * @param x shape […, any, any]
     * @param g shape […, any, any], the adjoint, of the same batch
     */
    static Tensor selected(Tensor x, Tensor g) {
        return new Select().apply(x, x, g);
    }

    /** The first, with zeros for matrices for which the second is not finite and the third 0. */
    record Select() implements Op {
        @Override
        public String name() {
            return "select";
        }

        @Override
        public Tensor apply(Tensor... in) {
            double[] x = array(in[1]);
            double[] y = array(in[0]);
            if (!allFinite(x)) {
                y = y.clone();
                int count = batch(in[1]).size;
                int size = x.length / count;
                for (int i = 0; i < count; i++) {
                    boolean finite = allFinite(Arrays.copyOfRange(x, i * size, (i + 1) * size));
                    if (!finite && isZero(in[2], i, count)) {
                        Arrays.fill(y, i * size, (i + 1) * size, 0);
                    }
                }
            }
            return node(this, shape(in[0]), y, in);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return input == 0 ? apply(g, input(y, 1), input(y, 2)) : null;
        }
    }

    private static boolean allFinite(double[] x) {
        for (double element : x) {
            if (!(Math.abs(element) < Double.POSITIVE_INFINITY)) {
                return false;
            }
        }
        return true;
    }
}
