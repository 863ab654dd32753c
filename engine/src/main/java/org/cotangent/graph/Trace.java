package org.cotangent.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.internal.Op;

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

    private final Graph graph;
    private final List<Step> steps = new ArrayList<>();

    private Trace(Tensor result, Tensor seed) {
        graph = Graph.of(result);
        if (!result.varies()) {
            return;
        }
        Backward pass = Backward.of(result).keepAll();
        Gradients gradients = (seed == null ? pass : pass.seed(seed)).run();
        Map<Tensor, List<Tensor>> arrived = new HashMap<>();
        List<Graph.Node> variables = new ArrayList<>();
        for (int i = graph.nodes().size() - 1; i >= 0; i--) {
            Graph.Node node = graph.nodes().get(i);
            Tensor y = node.value();
            Tensor g = y.varies() ? gradients.find(y).orElse(null) : null;
            if (g == null) {
                continue; // no derivative, or nothing but rules without an adjoint lead here
            }
            if (y.isVariable()) {
                variables.add(node);
                continue;
            }
            Tensor[] passed = new Tensor[node.inputs().size()];
            List<Tensor> together = node.op().adjoints(g, y);
            for (int k = 0; k < passed.length; k++) {
                Tensor input = node.inputs().get(k).value();
                Tensor part =
                        !input.varies()
                                ? null
                                : together == null ? node.op().adjoint(k, g, y) : together.get(k);
                if (part != null) {
                    passed[k] = part.sumTo(input.shape());
                    arrived.computeIfAbsent(input, x -> new ArrayList<>(1)).add(passed[k]);
                }
            }
            steps.add(new Step(node, g, arrivedAt(y, g, arrived), passed));
        }
        Collections.reverse(variables);
        for (Graph.Node x : variables) {
            Tensor g = gradients.of(x.value());
            steps.add(new Step(x, g, arrivedAt(x.value(), g, arrived), new Tensor[0]));
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

    /**
     * The pass as a web page in which it can be stepped through; see {@link
     * Graph#toHtml(Gradients)}.
     *
     * @return a page of one file
     */
    public String toHtml() {
        return Page.of(graph, this, Map.of());
    }

    /** The steps as text, as {@link #toText()}. */
    @Override
    public String toString() {
        return toText();
    }

    /** The graph of the result. */
    Graph graph() {
        return graph;
    }

    private Labels labels(List<Step> shown) {
        return graph.labels(shown.stream().map(step -> step.node).toList());
    }

    /** One step of a backward pass: a node whose adjoint is complete, and what it passes on. */
    public final class Step {
        private final Graph.Node node;
        private final Tensor adjoint;
        private final List<Tensor> contributions;
        private final Tensor[] passed;

        private Step(Graph.Node node, Tensor adjoint, List<Tensor> contributions, Tensor[] passed) {
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
        public Graph.Node node() {
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
         * The shares that arrived at the node from those that use it, in that order; the adjoint is
         * the sum.
         *
         * @return one or more tensors of the shape of the node; for the result the seed
         */
        public List<Tensor> contributions() {
            return contributions;
        }

        /**
         * The node as the trace shows it, without its value.
         *
         * @return such as "t1 = square(x)"
         */
        public String expression() {
            Labels labels = labels(List.of(this));
            String label = labels.of(node);
            return node.inputs().isEmpty() ? label : label + " = " + labels.made(node);
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
            if (passed(input) == null || !(isScalar() || isElementwise())) {
                return null;
            }
            return Tensor.unrecorded(
                    () -> {
                        Tensor ones = Tensor.full(1, node.shape());
                        Tensor slope = node.op().adjoint(input, ones, node.value());
                        return slope.sumTo(
                                isScalar() ? node.inputs().get(input).shape() : node.shape());
                    });
        }

        private boolean isScalar() {
            return node.value().rank() == 0;
        }

        private boolean isElementwise() {
            return node.op().dependency() == Op.Dependency.ELEMENTWISE;
        }

        /**
         * The share of the adjoint that went to one input.
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
            text.append(Graph.brief(node.value())).append(GAP).append(sum()).append('\n');
            for (int i = 0; i < passed.length; i++) {
                if (node.inputs().get(i).value().varies()) {
                    text.append(GAP)
                            .append("to ")
                            .append(labels.of(node.inputs().get(i)))
                            .append(": ");
                    text.append(passing(i)).append('\n');
                }
            }
        }

        private String sum() {
            int summands = contributions.size();
            String total = Graph.brief(adjoint);
            if (summands == 1) {
                return "adjoint " + total;
            }
            if (summands > MOST_SUMMANDS || adjoint.size() > IN_FULL) {
                return "adjoint " + total + ", the sum of " + summands;
            }
            return contributions.stream()
                    .map(Graph::brief)
                    .collect(Collectors.joining(" + ", "adjoint ", " = " + total));
        }

        private String passing(int i) {
            if (passed[i] == null) {
                return "nothing";
            }
            String share = Graph.brief(passed[i]);
            Tensor local = local(i);
            if (local == null) {
                return share;
            }
            boolean summed =
                    !isScalar() && !Arrays.equals(node.inputs().get(i).shape(), node.shape());
            if (Math.max(node.value().size(), local.size()) > IN_FULL) {
                return share
                        + (summed ? " (summed)" : "")
                        + ", local derivative "
                        + Graph.brief(local);
            }
            return Graph.brief(adjoint)
                    + " * "
                    + Graph.brief(local)
                    + (summed ? ", summed: " : " = ")
                    + share;
        }
    }
}
