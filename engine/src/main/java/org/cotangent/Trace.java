package org.cotangent;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotangent.graph.Listing;

/**
 * A backward pass step by step, as one would do it on a blackboard.
 *
 * <pre>{@code
 * Tensor x = Tensor.variable(3).named("x");
 * Tensor f = x.square().add(x).named("f");
 * System.out.print(Trace.of(f).toText());
 * // f = add(t1, x) = 12   adjoint 1
 * //    to t1: 1 * 1 = 1
 * //    to x: 1 * 1 = 1
 * // t1 = square(x) = 9   adjoint 1
 * //    to x: 1 * 6 = 6
 * // x = 3   adjoint 1 + 6 = 7
 * }</pre>
 *
 * <p>It keeps every adjoint and every part of one, so it is for graphs to look at rather than for
 * training.
 */
public final class Trace {
    private static final int MOST_STEPS = 1000;
    private static final int IN_FULL = 6;
    private static final int MOST_SUMMANDS = 6;
    private static final String GAP = "   ";

    private final List<Tensor> nodes;
    private final Set<Tensor> results;
    private final List<Step> steps = new ArrayList<>();

    private Trace(Tensor result, Tensor seed) {
        nodes = Listing.of(List.of(result), Outline::inputs, x -> Math.abs(x.number));
        results = Set.of(result);
        Backward pass = Backward.of(result).keepAll();
        Gradients gradients = (seed == null ? pass : pass.seed(seed)).runUnchecked();
        Map<Tensor, List<Tensor>> arrived = new HashMap<>();
        List<Tensor> variables = new ArrayList<>();
        for (int i = nodes.size() - 1; i >= 0; i--) {
            Tensor y = nodes.get(i);
            Tensor g = y.varies() ? gradients.find(y) : null;
            if (g == null) {
                continue; // no derivative, or nothing but rules without an adjoint lead here
            }
            if (y.isVariable()) {
                variables.add(y);
                continue;
            }
            Tensor[] passed = new Tensor[y.inputs()];
            List<Tensor> together = y.op.adjoints(g, y);
            for (int k = 0; k < passed.length; k++) {
                Tensor input = y.input(k);
                Tensor part =
                        !input.varies()
                                ? null
                                : together == null ? y.op.adjoint(k, g, y) : together.get(k);
                if (part != null) {
                    passed[k] = Reductions.sumTo(part, input.shape);
                    arrived.computeIfAbsent(input, x -> new ArrayList<>(1)).add(passed[k]);
                }
            }
            steps.add(new Step(y, g, arrivedAt(y, g, arrived), passed));
        }
        Collections.reverse(variables);
        for (Tensor x : variables) {
            Tensor g = gradients.find(x);
            steps.add(new Step(x, g, arrivedAt(x, g, arrived), new Tensor[0]));
        }
    }

    private static List<Tensor> arrivedAt(Tensor x, Tensor g, Map<Tensor, List<Tensor>> arrived) {
        List<Tensor> parts = arrived.remove(x);
        return parts == null ? List.of(g) : Collections.unmodifiableList(parts);
    }

    /**
     * The backward pass from a scalar, whose adjoint is 1.
     *
     * @param result where it starts
     * @return its steps; none if the result is a constant
     * @throws IllegalArgumentException if the result is not a scalar
     */
    public static Trace of(Tensor result) {
        Objects.requireNonNull(result, "trace: the result is null");
        return Tensor.unrecorded(() -> new Trace(result, null));
    }

    /**
     * The backward pass from a result of any shape.
     *
     * @param result where it starts
     * @param seed the adjoint of the result, of its shape
     * @return its steps; none if the result is a constant
     * @throws IllegalArgumentException if the seed is of another shape
     */
    public static Trace of(Tensor result, Tensor seed) {
        Objects.requireNonNull(result, "trace: the result is null");
        Objects.requireNonNull(seed, "trace: the seed is null");
        return Tensor.unrecorded(() -> new Trace(result, seed));
    }

    /**
     * The steps in the order of the sweep: results of operations from the last made to the first,
     * then the variables in the order in which they were made.
     *
     * @return a list that cannot be changed
     */
    public List<Step> steps() {
        return Collections.unmodifiableList(steps);
    }

    /**
     * The steps as text. A node comes with its value and its adjoint, and where several branches
     * meet with the sum that the adjoint is; below it stands what goes to each input: for
     * operations that work element by element, and for those with a scalar result, adjoint times
     * local derivative. Arrays of more than six elements are shown by shape, range and mean, and of
     * more than 1,000 steps the first and the last 500. Labels are those of {@link Graph#toText()}.
     *
     * @return lines, each ended by a line feed
     */
    public String toText() {
        int left = Math.max(0, steps.size() - MOST_STEPS);
        int before = left > 0 ? MOST_STEPS / 2 : steps.size();
        List<Step> shown = new ArrayList<>(steps.subList(0, before));
        shown.addAll(steps.subList(before + left, steps.size()));
        Labels labels = labels(shown);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < shown.size(); i++) {
            if (left > 0 && i == before) {
                text.append("... ").append(Outline.count(left, "step")).append(" left out ...\n");
            }
            shown.get(i).write(text, labels);
        }
        return text.toString();
    }

    /** The steps as text, as {@link #toText()}. */
    @Override
    public String toString() {
        return toText();
    }

    private Labels labels(List<Step> shown) {
        return new Labels(
                Outline.order(nodes, results), shown.stream().map(step -> step.node).toList());
    }

    /** One step of a backward pass: a node whose adjoint is complete, and what it passes on. */
    public final class Step {
        private final Tensor node;
        private final Tensor adjoint;
        private final List<Tensor> contributions;
        private final Tensor[] passed;

        private Step(Tensor node, Tensor adjoint, List<Tensor> contributions, Tensor[] passed) {
            this.node = node;
            this.adjoint = adjoint;
            this.contributions = contributions;
            this.passed = passed;
        }

        /**
         * The node that is visited.
         *
         * @return a variable or the result of an operation
         */
        public Tensor node() {
            return node;
        }

        /**
         * The adjoint of the node, complete: the derivative of the result by it.
         *
         * @return of the shape of the node
         */
        public Tensor adjoint() {
            return adjoint;
        }

        /**
         * What arrived at the node from those that use it, in the order in which it came; the
         * adjoint is the sum.
         *
         * @return one or more tensors of the shape of the node; for the result the seed
         */
        public List<Tensor> contributions() {
            return contributions;
        }

        /**
         * The inputs of the node, in the order of the operands.
         *
         * @return none for a variable
         */
        public List<Tensor> inputs() {
            return Outline.inputs(node);
        }

        /**
         * The derivative of the node by one input, where it can be told in a tensor: if the
         * operation works element by element, or has a scalar result. It is what the rule gives for
         * an adjoint of ones.
         *
         * @param input which input, 0 the first
         * @return element by element in the shape of the node, which an input that was broadcast
         *     does not have; for a scalar result in the shape of the input; null for other
         *     operations, for an input that does not vary, and where nothing passes
         * @throws IndexOutOfBoundsException if there is no such input
         */
        public Tensor local(int input) {
            if (passed(input) == null || !(node.rank() == 0 || isElementwise(node.op))) {
                return null;
            }
            return Tensor.unrecorded(
                    () -> {
                        Tensor ones = Tensor.full(1, node.shape);
                        Tensor slope = node.op.adjoint(input, ones, node);
                        Shape to = node.rank() == 0 ? node.input(input).shape : node.shape;
                        return Reductions.sumTo(slope, to);
                    });
        }

        /**
         * What went to one input.
         *
         * @param input which input, 0 the first
         * @return of the shape of that input; null if it does not vary, or if nothing passes
         *     whatever the values are
         * @throws IndexOutOfBoundsException if there is no such input
         */
        public Tensor passed(int input) {
            return passed[Objects.checkIndex(input, passed.length)];
        }

        /** This step as text, as in {@link Trace#toText()}. */
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder();
            write(text, labels(List.of(this)));
            return text.toString();
        }

        private void write(StringBuilder text, Labels labels) {
            text.append(labels.of(node)).append(" = ");
            if (passed.length > 0) {
                text.append(labels.made(node)).append(" = ");
            }
            text.append(Text.brief(node)).append(GAP).append(sum()).append('\n');
            for (int i = 0; i < passed.length; i++) {
                if (node.input(i).varies()) {
                    text.append(GAP).append("to ").append(labels.of(node.input(i))).append(": ");
                    text.append(passing(i)).append('\n');
                }
            }
        }

        private String sum() {
            int summands = contributions.size();
            String total = Text.brief(adjoint);
            if (summands == 1) {
                return "adjoint " + total;
            }
            if (summands > MOST_SUMMANDS || adjoint.size() > IN_FULL) {
                return "adjoint " + total + ", the sum of " + summands;
            }
            return contributions.stream()
                    .map(Text::brief)
                    .collect(Collectors.joining(" + ", "adjoint ", " = " + total));
        }

        private String passing(int i) {
            if (passed[i] == null) {
                return "nothing";
            }
            String share = Text.brief(passed[i]);
            Tensor local = local(i);
            if (local == null) {
                return share;
            }
            boolean summed = node.rank() > 0 && !node.input(i).shape.equals(node.shape);
            if (Math.max(node.size(), local.size()) > IN_FULL) {
                return share
                        + (summed ? " (summed)" : "")
                        + ", local derivative "
                        + Text.brief(local);
            }
            return Text.brief(adjoint)
                    + " * "
                    + Text.brief(local)
                    + (summed ? ", summed: " : " = ")
                    + share;
        }
    }

    private static boolean isElementwise(Op op) {
        return op.getClass().getEnclosingClass() == Elementwise.class
                || op instanceof Custom custom && custom.custom() instanceof Custom.OfElements;
    }
}
