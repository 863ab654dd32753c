package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cotangent.graph.Listing;

/**
 * The recorded graph of some results, to look at.
 *
 * <pre>{@code
 * Tensor x = Tensor.variable(-2).named("x");
 * Tensor f = x.mul(x).named("f");
 * System.out.print(Graph.of(f).toText(f.backward()));
 * // x  variable   -2  adjoint -4
 * // f  mul(x, x)   4  adjoint 1
 * }</pre>
 *
 * <p>It can be had as text, as a drawing for {@linkplain #toDot(Gradients) Graphviz} or {@linkplain
 * #toMermaid(Gradients) Mermaid}, and as {@linkplain #toJson(Gradients) JSON}. What they share:
 *
 * <ul>
 *   <li>Nodes without a name are called t1, t2, … (results of operations), v1, … (variables) and
 *       c1, … (constants); a constant scalar without a name stands as a number where it is used. A
 *       constant comes just before what first uses it.
 *   <li>With the outcome of a backward pass a node has its adjoint too, if the pass kept it; {@link
 *       Backward#keepAll()} keeps all.
 *   <li>Small arrays, of up to six elements, are shown in full, others by their range and mean.
 *   <li>Of a large graph the middle is left out, and a mark in its place says how many nodes that
 *       are; see {@link #limit}.
 *   <li>The same graph gives the same characters.
 * </ul>
 */
public final class Graph {
    private static final int MOST_LINES = 1000;
    private static final int MOST_DRAWN = 200;

    private final List<Tensor> results;
    private final List<Tensor> nodes;
    private final int limit; // 0 if none was set

    private Graph(List<Tensor> results, List<Tensor> nodes, int limit) {
        this.results = results;
        this.nodes = nodes;
        this.limit = limit;
    }

    /**
     * The graph of everything that some results rest on.
     *
     * @param results the results
     * @return the graph
     */
    public static Graph of(Tensor... results) {
        for (Tensor result : results) {
            Objects.requireNonNull(result, "graph: a result is null");
        }
        List<Tensor> ends = List.of(results);
        return new Graph(ends, Listing.of(ends, Outline::inputs, x -> Math.abs(x.number)), 0);
    }

    /**
     * Runs some code in a named scope: the nodes that it records, on this thread, stand in one box
     * of a drawn graph. Scopes nest. Each call makes a box of its own, also under a name that was
     * used before. A variable stands in the innermost box that holds everything that uses it,
     * wherever it was made, so a layer's weights stand in the layer's box; constants stand outside.
     *
     * <pre>{@code
     * Tensor x = Tensor.variable(3).named("x");
     * Tensor y = Graph.scope("cube", () -> x.mul(x).mul(x));
     * Graph.of(y).toDot().contains("subgraph cluster_1");   // true
     * }</pre>
     *
     * @param name what is written on the box
     * @param code the code
     * @param <T> what it returns
     * @return what the code returned
     */
    public static <T> T scope(String name, Supplier<T> code) {
        Objects.requireNonNull(name, "scope: the name is null");
        Recorder recorder = Recorder.current();
        Note.Scope before = recorder.scope();
        recorder.setScope(new Note.Scope(name, before));
        try {
            return code.get();
        } finally {
            recorder.setScope(before);
        }
    }

    /**
     * This graph, shown with at most so many nodes: the first half of them and the last, with a
     * mark between them. Edges from and to nodes that are left out go to the mark. Without a limit
     * text and JSON show 1,000 nodes and drawings 200.
     *
     * @param most how many nodes are shown; {@link Integer#MAX_VALUE} for all
     * @return a view of this graph; this one is unchanged
     * @throws IllegalArgumentException if the number is less than 1
     */
    public Graph limit(int most) {
        if (most < 1) {
            throw new IllegalArgumentException(
                    "limit: " + most + " nodes; at least 1 must be shown");
        }
        return new Graph(results, nodes, most);
    }

    /**
     * The nodes, inputs before results, with the results themselves; constants come first.
     *
     * @return a list that cannot be changed
     */
    public List<Tensor> nodes() {
        return List.copyOf(nodes);
    }

    /**
     * Where the operations that are defined in pieces stand, in the order of the nodes. A function
     * is smooth between points at which its graph has equal branches, and has a kink or a jump
     * where they change.
     *
     * <pre>{@code
     * Tensor x = Tensor.variable(new double[] {-1, 0, 2});
     * Graph.of(x.relu().exp()).branches();   // [relu [-1, 0, 1]]
     * }</pre>
     *
     * @return one entry for each node whose operation has pieces, such as abs, max, clamp, where,
     *     amax, norm or gather; a list that cannot be changed
     */
    public List<Branch> branches() {
        return Branches.of(nodes);
    }

    /**
     * On which piece every element of a node stood.
     *
     * @param operation the operation's name
     * @param sides numbers that stay the same as long as the element stays on its piece: the sign
     *     of the operand for abs and relu, that of the difference for max and min, the condition of
     *     where, 1 for the elements that amax attains, positions for gather
     */
    public record Branch(String operation, Tensor sides) {
        /**
         * Whether two nodes of the same operation stood on the same pieces.
         *
         * @param other another node's branch, of the same graph at another point
         * @return whether all sides are equal
         */
        public boolean sameAs(Branch other) {
            return operation.equals(other.operation)
                    && Arrays.equals(sides.toArray(), other.sides.toArray());
        }

        /** Such as "relu [-1, 0, 1]". */
        @Override
        public String toString() {
            return operation
                    + " "
                    + Arrays.stream(sides.toArray())
                            .mapToObj(Text::number)
                            .collect(Collectors.joining(", ", "[", "]"));
        }
    }

    /**
     * The graph as text, one line a node: label, operation with its inputs, value.
     *
     * @return lines, each ended by a line feed
     */
    public String toText() {
        return toText(null);
    }

    /**
     * The graph as text, one line a node: label, operation with its inputs, value and adjoint.
     *
     * @param gradients the outcome of a pass over this graph, or null; where it kept no adjoint of
     *     a node the line has none
     * @return lines, each ended by a line feed
     */
    public String toText(Gradients gradients) {
        return Drawing.text(outline(gradients, MOST_LINES));
    }

    /**
     * The graph as a drawing in Graphviz' language, without adjoints.
     *
     * @return a digraph; see {@link #toDot(Gradients)}
     */
    public String toDot() {
        return toDot(null);
    }

    /**
     * The graph as a drawing in the <a href="https://graphviz.org/doc/info/lang.html">language of
     * Graphviz</a>, from left to right: variables are blue and round, constants grey, operations
     * yellow boxes, results have a thick edge, scopes are boxes around their nodes. What is written
     * is ASCII; other characters of names are given by their code. {@code dot -Tsvg} draws it.
     *
     * @param gradients the outcome of a pass over this graph, or null
     * @return a digraph, ended by a line feed
     */
    public String toDot(Gradients gradients) {
        return Drawing.dot(outline(gradients, MOST_DRAWN));
    }

    /**
     * The graph as a Mermaid flowchart, without adjoints.
     *
     * @return a flowchart; see {@link #toMermaid(Gradients)}
     */
    public String toMermaid() {
        return toMermaid(null);
    }

    /**
     * The graph as a <a href="https://mermaid.js.org/syntax/flowchart.html">Mermaid flowchart</a>,
     * from top to bottom: variables are round, constants slanted, operations boxes, results have a
     * thick edge, scopes are subgraphs. What is written is ASCII. Mermaid itself refuses drawings
     * of more than 500 edges or 50,000 characters unless it is told otherwise.
     *
     * @param gradients the outcome of a pass over this graph, or null
     * @return a flowchart, ended by a line feed
     */
    public String toMermaid(Gradients gradients) {
        return Drawing.mermaid(outline(gradients, MOST_DRAWN));
    }

    /**
     * The graph as JSON, without adjoints.
     *
     * @return an object; see {@link #toJson(Gradients)}
     */
    public String toJson() {
        return toJson(null);
    }

    /**
     * The graph as a JSON object of four members, in ASCII.
     *
     * <ul>
     *   <li>{@code nodes}: inputs before results, each an object with {@code id} (its place in this
     *       array), {@code kind} (variable, constant or operation), {@code label}, {@code name}
     *       (null without one), {@code op}, {@code attributes} (as text), {@code inputs} (ids, in
     *       the order of the operands), {@code scope} (an id or null), {@code shape}, {@code
     *       value}, and {@code adjoint} if it is known. Numbers that are used by an operation are
     *       nodes too, and not counted against the limit.
     *   <li>{@code scopes}: objects with {@code id}, {@code name} and {@code outer}, the id of the
     *       scope around it or null.
     *   <li>{@code results}: the ids of the results.
     *   <li>{@code omitted}: how many nodes are left out. If there are any, a node of the kind
     *       omitted stands in their place, with the inputs that they had among the nodes before.
     * </ul>
     *
     * <p>A value is a number to its last digit, an array of such for up to six elements, else an
     * object with {@code min}, {@code max} and {@code mean}; what is not finite is one of the texts
     * NaN, Infinity and -Infinity.
     *
     * @param gradients the outcome of a pass over this graph, or null
     * @return an object, ended by a line feed
     */
    public String toJson(Gradients gradients) {
        return new GraphJson(outline(gradients, MOST_LINES)).text();
    }

    /** The graph as text, as {@link #toText()}. */
    @Override
    public String toString() {
        return toText();
    }

    private Outline outline(Gradients gradients, int usual) {
        return new Outline(nodes, results, gradients, limit == 0 ? usual : limit);
    }

    /**
     * How large this graph is. The limit has no part in it.
     *
     * <pre>{@code
     * Tensor x = Tensor.variable(2);
     * Graph.Statistics size = Graph.of(x.square().mul(x).add(1)).statistics();
     * size.nodesByOp();   // {add=1, mul=1, square=1}
     * size.depth();       // 3
     * size.bytes();       // 280
     * }</pre>
     *
     * @return counts, depth and bytes
     */
    public Statistics statistics() {
        Map<String, Integer> counts = new HashMap<>();
        Map<Tensor, Integer> depths = new HashMap<>();
        Set<double[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        int variables = 0;
        int operations = 0;
        int depth = 0;
        long bytes = 0;
        for (Tensor x : nodes) {
            bytes += Statistics.BYTES_A_NODE;
            if (x.data != null && arrays.add(x.data)) {
                bytes += Statistics.BYTES_AN_ARRAY + (long) Double.BYTES * x.data.length;
            }
            int own = 0;
            for (Tensor input : Outline.inputs(x)) {
                own = Math.max(own, 1 + depths.get(input));
            }
            depths.put(x, own);
            depth = Math.max(depth, own);
            if (x.inputs() > 0) {
                operations++;
                counts.merge(x.op.name(), 1, Integer::sum);
            } else if (x.isVariable()) {
                variables++;
            }
        }
        int constants = nodes.size() - variables - operations;
        return new Statistics(counts, variables, constants, operations, depth, bytes);
    }

    /**
     * How large a graph is.
     *
     * @param nodesByOp how many nodes each operation made, by its name; the most frequent come
     *     first, equal numbers by name
     * @param variables how many variables there are
     * @param constants how many constants there are
     * @param operations how many results of operations there are
     * @param depth the longest way from a leaf to a result, in operations; 0 for leaves alone
     * @param bytes an estimate of the memory held by the graph: 56 bytes a node, and for arrays 8
     *     bytes an element and 16 on top, an array that several nodes share counted once; names,
     *     shapes and attributes are not counted
     */
    public record Statistics(
            Map<String, Integer> nodesByOp,
            int variables,
            int constants,
            int operations,
            int depth,
            long bytes) {
        private static final int BYTES_A_NODE = 56;
        private static final int BYTES_AN_ARRAY = 16;

        /**
         * Copies the counts and puts them in order.
         *
         * @param nodesByOp how many nodes each operation made
         * @param variables how many variables there are
         * @param constants how many constants there are
         * @param operations how many results of operations there are
         * @param depth the longest way from a leaf to a result
         * @param bytes the memory held
         */
        public Statistics {
            List<Map.Entry<String, Integer>> sorted = new ArrayList<>(nodesByOp.entrySet());
            sorted.sort(
                    Map.Entry.<String, Integer>comparingByValue()
                            .reversed()
                            .thenComparing(Map.Entry.comparingByKey()));
            Map<String, Integer> ordered = new LinkedHashMap<>();
            sorted.forEach(entry -> ordered.put(entry.getKey(), entry.getValue()));
            nodesByOp = Collections.unmodifiableMap(ordered);
        }

        /**
         * How many nodes there are in all.
         *
         * @return variables, constants and operations
         */
        public int nodes() {
            return variables + constants + operations;
        }

        /** All numbers in one line. */
        @Override
        public String toString() {
            String ops =
                    nodesByOp.entrySet().stream()
                            .map(entry -> entry.getKey() + " " + entry.getValue())
                            .collect(Collectors.joining(", ", " (", ")"));
            return String.join(
                    ", ",
                    Arrays.asList(
                            Outline.count(nodes(), "node")
                                    + ": "
                                    + Outline.count(variables, "variable"),
                            Outline.count(constants, "constant"),
                            Outline.count(operations, "operation") + (operations > 0 ? ops : ""),
                            "depth " + depth,
                            "about " + bytes + " bytes"));
        }
    }
}
