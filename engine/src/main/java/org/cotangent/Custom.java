package org.cotangent;

import java.util.AbstractList;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;
import java.util.function.UnaryOperator;
import org.cotangent.internal.Op;

/**
 * A node made by a user's operation.
 *
 * @param custom the operation
 */
record Custom(CustomOp custom) implements Op {
    /** The name in messages and drawings, also where the user's is blank or null. */
    private static String nameOf(CustomOp custom) {
        String name = custom.name();
        return name == null || name.isBlank() ? "custom op" : name;
    }

    static Tensor apply(CustomOp custom, Tensor... x) {
        if (x.length == 0) {
            throw new IllegalArgumentException(nameOf(custom) + ": there are no inputs");
        }
        Tensor[] constants = new Tensor[x.length];
        for (int i = 0; i < x.length; i++) {
            constants[i] =
                    Objects.requireNonNull(x[i], () -> nameOf(custom) + ": an input is null")
                            .detached();
        }
        Tensor y =
                Objects.requireNonNull(
                        custom.forward(constants), () -> nameOf(custom) + ": the value is null");
        if (y.isRecorded()) {
            throw new IllegalStateException(
                    nameOf(custom)
                            + ": the value rests on variables that are not among the inputs; gradients"
                            + " would not reach them. Pass them as inputs");
        }
        return Tensor.node(new Custom(custom), y.shape, y.array(), x.clone());
    }

    @Override
    public Tensor apply(Tensor... x) {
        return apply(custom, x);
    }

    @Override
    public String name() {
        return nameOf(custom);
    }

    @Override
    public boolean isOfUser() {
        return true;
    }

    @Override
    public Map<String, Object> attributes() {
        return custom.attributes();
    }

    @Override
    public Dependency dependency() {
        return custom instanceof OfElements ? Dependency.ELEMENTWISE : Dependency.ALL;
    }

    /** The rule is asked for a share when somebody takes it out of the list. */
    @Override
    public List<Tensor> adjoints(Tensor g, Tensor y) {
        Tensor[] x = inputs(y);
        if (custom instanceof CustomOp.Joint joint) {
            return joint.adjoints(g, y, x);
        }
        boolean recorded = Recorder.current().records();
        if (!recorded) {
            Arrays.setAll(x, i -> x[i].detached());
        }
        Tensor own = recorded && g.isRecorded() ? Structure.alias(g) : g.detached();
        Tensor result = recorded ? y : y.detached();
        return new AbstractList<>() {
            @Override
            public Tensor get(int input) {
                return recorded ? recorded(input, own, y, x) : unrecorded(input, own, result, x);
            }

            @Override
            public int size() {
                return x.length;
            }
        };
    }

    @Override
    public Tensor adjoint(int input, Tensor g, Tensor y) {
        return adjoints(g, y).get(input);
    }

    /** On constants; a rule may record what it likes, such as a pass of its own. */
    private Tensor unrecorded(int input, Tensor g, Tensor y, Tensor... x) {
        Tensor part = Tensor.recorded(() -> custom.adjoint(input, g, y, x));
        return part == null ? null : part.detached();
    }

    private Tensor recorded(int input, Tensor g, Tensor y, Tensor... x) {
        if (!g.varies()) {
            Tensor probe = g.freshVariable();
            requireRecorded(custom.adjoint(input, probe, y, x), probe);
        }
        Tensor part = custom.adjoint(input, g, y, x);
        if (g.varies()) {
            requireRecorded(part, g);
        }
        return part;
    }

    /** Refuses a rule that leaves tensors on the way from the adjoint to its part. */
    private void requireRecorded(Tensor part, Tensor g) {
        if (part == null || rests(part, g)) {
            return;
        }
        boolean zero = Arrays.stream(part.array()).allMatch(v -> v == 0);
        if (zero && Arrays.stream(g.array()).allMatch(v -> v != 0)) {
            return;
        }
        throw new FirstOrderOnlyException(
                name()
                        + ": its rule leaves tensors between the adjoint and what it passes on, so that"
                        + " the pass cannot be recorded, as forward and second derivatives need; write"
                        + " the rule with operations on the tensors that it is given (no value(), get or"
                        + " toArray), without passes that are not recorded");
    }

    /** Whether a tensor was computed from a node: all on the way is younger. */
    private static boolean rests(Tensor part, Tensor node) {
        Set<Tensor> seen = new HashSet<>();
        Deque<Tensor> open = new ArrayDeque<>(List.of(part));
        while (!open.isEmpty()) {
            Tensor at = open.pop();
            if (at == node) {
                return true;
            }
            if (at.number > node.number && seen.add(at)) {
                for (int i = 0; i < at.inputs(); i++) {
                    open.push(at.input(i));
                }
            }
        }
        return false;
    }

    /** A user may return what he holds. */
    @Override
    public boolean freshParts() {
        return false;
    }

    private static Tensor[] inputs(Tensor y) {
        Tensor[] x = new Tensor[y.inputs()];
        Arrays.setAll(x, y::input);
        return x;
    }

    record OfElements(String name, DoubleUnaryOperator function, CustomOp.ElementwiseRule rule)
            implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            if (x.length != 1) {
                throw new IllegalArgumentException(
                        name + ": " + x.length + " inputs; it takes one");
            }
            return Tensor.constant(x[0].shape, Elementwise.values(function, x[0]));
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            Tensor part = rule.apply(g, y, x[0]);
            return part == null || part == g || !part.shape.equals(g.shape)
                    ? part
                    : Elementwise.apply(ElementaryRows.Settle.ROW, part, g.fixed());
        }
    }

    record OfPartials(
            String name, ToDoubleFunction<double[]> value, UnaryOperator<double[]> partials)
            implements CustomOp.Joint {
        @Override
        public Tensor forward(Tensor... x) {
            return Tensor.of(value.applyAsDouble(elements(x)));
        }

        @Override
        public List<Tensor> adjoints(Tensor g, Tensor y, Tensor... x) {
            if (Recorder.current().records()) {
                throw new FirstOrderOnlyException(
                        name
                                + ": only its first derivatives are known; a recorded pass, as for a"
                                + " second derivative, cannot go through it");
            }
            double[] all = elements(x);
            double[] slopes =
                    Objects.requireNonNull(
                            partials.apply(all), () -> name + ": the partial derivatives are null");
            if (slopes.length != all.length) {
                throw new IllegalStateException(
                        name
                                + ": "
                                + slopes.length
                                + " partial derivatives for "
                                + all.length
                                + " elements");
            }
            List<Tensor> shares = new ArrayList<>();
            int from = 0;
            for (Tensor one : x) {
                int to = from + one.size();
                double[] own = Arrays.copyOfRange(slopes, from, to);
                shares.add(g.strongTimes(Tensor.constant(one.shape, own)));
                from = to;
            }
            return shares;
        }

        private static double[] elements(Tensor... x) {
            double[] all = new double[Arrays.stream(x).mapToInt(Tensor::size).sum()];
            int at = 0;
            for (Tensor one : x) {
                System.arraycopy(one.array(), 0, all, at, one.size());
                at += one.size();
            }
            return all;
        }
    }
}
