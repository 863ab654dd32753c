package org.cotangent.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.cotangent.Backward;
import org.cotangent.CheckReturnValue;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.internal.Observer;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.internal.TensorAccess;
import org.cotangent.internal.Text;
import org.cotangent.internal.UserCode;
import org.cotangent.tape.TopologicalOrder;

// Longer than 400 lines: nodes, scopes and reads are what a graph is made of; most is
// documentation.

/**
 * The recorded graph of some results, to look at.
 *
 * <pre>{@code
 * Tensor x = Tensor.variable(-2).named("x");
 * Tensor f = x.mul(x).named("f");
 * System.out.print(Graph.of(f).toText(Backward.of(f).keepAll().run()));
 * // x  variable   -2  adjoint -4
 * // f  mul(x, x)   4  adjoint 1
 * }</pre>
 *
 * <p>It can be had as text, as a drawing for {@linkplain #toDot(Gradients) Graphviz} or {@linkplain
 * #toMermaid(Gradients) Mermaid}, as a {@linkplain #toSvg(Gradients) picture}, as a {@linkplain
 * #toHtml(Gradients) web page}, and as {@linkplain #toJson(Gradients) JSON}. What they share:
 *
 * <ul>
 *   <li>Nodes without a name are called t1, t2, … (results of operations), v1, … (variables) and
 *       c1, … (constants); a constant scalar without a name stands as a number where it is used. A
 *       constant comes just before what first uses it.
 *   <li>With the outcome of a backward pass a node has its adjoint too, if the pass kept it: that
 *       of a variable, of what it was told to {@linkplain Backward#retain retain}, or {@linkplain
 *       Backward#keepAll() all}.
 *   <li>Small arrays, of up to six elements, are shown in full, others by their range and mean.
 *   <li>Of a large graph the middle is left out, and a mark in its place says how many nodes that
 *       are; see {@link #limit}.
 *   <li>The same graph gives the same characters.
 * </ul>
 */
public final class Graph {
    private static final int MOST_LINES = 1000;
    private static final int MOST_DRAWN = 200;

    static final TensorAccess<Tensor, Op> ACCESS = access();

    private final List<Node> nodes;
    private final List<Node> results;
    private final List<Read> reads;
    private final Map<Tensor, Node> ofTensors;
    private final int limit; // 0 if none was set

    private static TensorAccess<Tensor, Op> access() {
        Tensor.of(0); // initializes the class, which gives access
        return TensorAccess.get();
    }

    /** A value in one line. */
    static String brief(Tensor x) {
        return Text.brief(ACCESS.elements(x), Shape.of(x.shape()));
    }

    private Graph(Graph other, int limit) {
        nodes = other.nodes;
        results = other.results;
        reads = other.reads;
        ofTensors = other.ofTensors;
        this.limit = limit;
    }

    private Graph(List<Tensor> ends, ProgramObserver observer) {
        limit = 0;
        ofTensors = new HashMap<>();
        nodes = new ArrayList<>();
        List<Tensor> all = TopologicalOrder.of(ends, x -> List.of(ACCESS.inputs(x)), ACCESS::index);
        Map<org.cotangent.internal.Scope, Scope> scopes = new IdentityHashMap<>();
        for (Tensor x : all) {
            if (ACCESS.index(x) > 0) {
                add(x, scopes);
            }
        }
        all.forEach(x -> add(x, scopes));
        results = ends.stream().map(ofTensors::get).distinct().toList();
        reads = observer == null ? List.of() : observer.reads(ofTensors);
        placeVariables();
    }

    /** Adds a node with its constants just before it, once. */
    private void add(Tensor x, Map<org.cotangent.internal.Scope, Scope> scopes) {
        if (ofTensors.containsKey(x)) {
            return;
        }
        List<Node> inputs = new ArrayList<>();
        for (Tensor input : ACCESS.inputs(x)) {
            add(input, scopes); // a constant, or there already
            inputs.add(ofTensors.get(input));
        }
        Node node = new Node(nodes.size(), x, inputs, Scope.of(ACCESS.scope(x), scopes));
        nodes.add(node);
        ofTensors.put(x, node);
    }

    /** A variable stands in the innermost scope around all that uses it. */
    private void placeVariables() {
        Set<Node> placed = new HashSet<>();
        for (Node x : nodes) {
            if (x.isVariable()) {
                x.scope = null;
            }
            for (Node input : x.inputs) {
                if (input.isVariable()) {
                    input.scope = placed.add(input) ? x.scope : Scope.common(input.scope, x.scope);
                }
            }
        }
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
        return new Graph(List.of(results), null);
    }

    /**
     * Runs some code and records its graph as a program: as something that means the same at every
     * point. Gradients that are stopped are nodes of it, nodes know the line that made them, and
     * the graph knows where the code {@linkplain #reads() read numbers}, by which it may have
     * chosen its way.
     *
     * <pre>{@code
     * Tensor x = Tensor.variable(3).named("x");
     * Graph g = Graph.record(() -> x.value() > 0 ? x.square() : x.neg());
     * g.reads().get(0).node().name();   // x
     * }</pre>
     *
     * @param code the code, from variables made outside to a result; it is run once, on this thread
     * @return the graph of the result
     */
    public static Graph record(Supplier<Tensor> code) {
        ProgramObserver observer = new ProgramObserver();
        observer.outer = ACCESS.setObserver(observer);
        Tensor result;
        try {
            result = Objects.requireNonNull(code.get(), "record: the result is null");
        } finally {
            ACCESS.setObserver(observer.outer);
        }
        return new Graph(List.of(result), observer);
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
        org.cotangent.internal.Scope before = ACCESS.setScope(null);
        ACCESS.setScope(new org.cotangent.internal.Scope(name, before));
        try {
            return code.get();
        } finally {
            ACCESS.setScope(before);
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
    @CheckReturnValue
    public Graph limit(int most) {
        if (most < 1) {
            throw new IllegalArgumentException(
                    "limit: " + most + " nodes; at least 1 must be shown");
        }
        return new Graph(this, most);
    }

    /**
     * The nodes in the order in which they were made, inputs before results, with the results
     * themselves; a constant comes just before what first uses it. The {@linkplain Node#id() id} of
     * a node is its place in this list.
     *
     * @return a list that cannot be changed
     */
    public List<Node> nodes() {
        return Collections.unmodifiableList(nodes);
    }

    /**
     * The nodes of the results, each once, in the order in which they were given.
     *
     * @return a list that cannot be changed
     */
    public List<Node> results() {
        return results;
    }

    /**
     * The node of a tensor.
     *
     * @param x a tensor
     * @return its node
     * @throws IllegalArgumentException if the results do not rest on it
     */
    public Node node(Tensor x) {
        Node node = ofTensors.get(x);
        if (node == null) {
            throw new IllegalArgumentException(
                    "graph: there is no node for the tensor "
                            + brief(x)
                            + "; the results of the graph do not rest on it");
        }
        return node;
    }

    /**
     * Where the code that was {@linkplain #record recorded} read numbers of nodes of this graph, by
     * {@link Tensor#value}, {@link Tensor#get} and their like, in the order in which it did. What
     * it chose by them holds at this point and need not at another.
     *
     * @return the reads; none for graphs that were not recorded so
     */
    public List<Read> reads() {
        return reads;
    }

    /**
     * A read of numbers while a graph was recorded.
     *
     * @param node whose numbers were read
     * @param method the method, such as "value"
     * @param place the line that called it, or null if it is not known
     */
    public record Read(Node node, String method, StackTraceElement place) {}

    /**
     * A node: a variable, a constant, or an operation with its inputs. All that was recorded of it
     * can be read here, and the operation can be applied to other inputs, so that a program over
     * nodes needs no table of operations.
     */
    public static final class Node {
        private final int id;
        private final Tensor tensor;
        private final Op op;
        private final List<Node> inputs;
        private Scope scope;

        private Node(int id, Tensor tensor, List<Node> inputs, Scope scope) {
            this.id = id;
            this.tensor = tensor;
            this.op = ACCESS.op(tensor);
            this.inputs = List.copyOf(inputs);
            this.scope = scope;
        }

        /**
         * The place of this node in {@link Graph#nodes()}.
         *
         * @return a number from 0
         */
        public int id() {
            return id;
        }

        /**
         * The operation's name: "variable" and "constant" for those, "stopGradient" for a constant
         * that was taken out of another graph.
         *
         * @return such as "mul"
         */
        public String operation() {
            return op.name();
        }

        /**
         * The operation's attributes by name: numbers as {@link Double} or {@link Integer}, {@link
         * Boolean}, {@link String}, and {@link List}s of these.
         *
         * @return a map that cannot be changed, in the order in which attributes are shown
         */
        public Map<String, Object> attributes() {
            return op.attributes();
        }

        /**
         * The inputs in the order of the operands.
         *
         * @return a list that cannot be changed; empty for variables and constants
         */
        public List<Node> inputs() {
            return inputs;
        }

        /**
         * The extents of the value, one an axis.
         *
         * @return a new array, empty for a scalar
         */
        public int[] shape() {
            return tensor.shape();
        }

        /**
         * The value: the tensor itself, of which a backward pass knows the adjoint.
         *
         * @return the tensor
         */
        public Tensor value() {
            return tensor;
        }

        /**
         * The name that the tensor was given.
         *
         * @return the name, or null
         */
        public String name() {
            return tensor.name();
        }

        /**
         * The innermost {@linkplain Graph#scope scope} that the node stands in.
         *
         * @return the scope, or null for none
         */
        public Scope scope() {
            return scope;
        }

        /**
         * The line of user code that made the node.
         *
         * @return the line; null unless it was made while a graph was {@linkplain Graph#record
         *     recorded} or anomalies were detected
         */
        public StackTraceElement place() {
            return ACCESS.place(tensor);
        }

        /**
         * Whether this is a variable.
         *
         * @return false for constants and operations
         */
        public boolean isVariable() {
            return tensor.isVariable();
        }

        /**
         * Whether this is a constant: not computed from variables.
         *
         * @return false for variables and operations
         */
        public boolean isConstant() {
            return ACCESS.index(tensor) == 0;
        }

        /**
         * The operation applied to other inputs. With the values of this node's own inputs it gives
         * its own value, bit for bit.
         *
         * @param x as many inputs as the node has, each of the shape of the input in its place
         * @return the value there, recorded if an input varies
         * @throws IllegalArgumentException if there are more or fewer inputs, or of other shapes
         */
        public Tensor apply(Tensor... x) {
            if (inputs.isEmpty() || x.length != inputs.size()) {
                throw refusal(x.length + " inputs for an operation of " + inputs.size());
            }
            for (int i = 0; i < x.length; i++) {
                if (!Arrays.equals(x[i].shape(), inputs.get(i).shape())) {
                    throw refusal(
                            "input "
                                    + i
                                    + " has shape "
                                    + Arrays.toString(x[i].shape())
                                    + " and not "
                                    + Arrays.toString(inputs.get(i).shape()));
                }
            }
            return op.apply(x);
        }

        private IllegalArgumentException refusal(String fault) {
            return new IllegalArgumentException("apply: " + operation() + ": " + fault);
        }

        Op op() {
            return op;
        }

        /** Such as "mul (id 3)". */
        @Override
        public String toString() {
            return operation() + " (id " + id + ")";
        }
    }

    /** A named group of nodes, see {@link Graph#scope}. Two of the same name are two scopes. */
    public static final class Scope {
        private final String name;
        private final Scope outer;

        private Scope(String name, Scope outer) {
            this.name = name;
            this.outer = outer;
        }

        private static Scope of(
                org.cotangent.internal.Scope made, Map<org.cotangent.internal.Scope, Scope> known) {
            Deque<org.cotangent.internal.Scope> missing = new ArrayDeque<>();
            org.cotangent.internal.Scope at = made;
            for (; at != null && !known.containsKey(at); at = at.outer()) {
                missing.push(at);
            }
            for (org.cotangent.internal.Scope each : missing) {
                known.put(each, new Scope(each.name(), known.get(each.outer())));
            }
            return known.get(made);
        }

        /** The innermost scope that holds both; null if none does. */
        private static Scope common(Scope p, Scope q) {
            Set<Scope> around = new HashSet<>();
            for (Scope at = p; at != null; at = at.outer) {
                around.add(at);
            }
            Scope at = q;
            while (at != null && !around.contains(at)) {
                at = at.outer;
            }
            return at;
        }

        /**
         * The name.
         *
         * @return the name that it was given
         */
        public String name() {
            return name;
        }

        /**
         * The scope around this one.
         *
         * @return the scope, or null
         */
        public Scope outer() {
            return outer;
        }

        /**
         * The names from the outermost scope to this one.
         *
         * @return such as "encoder/layer1"
         */
        public String path() {
            StringBuilder path = new StringBuilder(name);
            for (Scope at = outer; at != null; at = at.outer) {
                path.insert(0, at.name + "/");
            }
            return path.toString();
        }

        /** The path. */
        @Override
        public String toString() {
            return path();
        }
    }

    /**
     * Where the operations that are defined in pieces stand, in the order of the nodes. A function
     * is smooth between points at which its graph has equal branches, and has a kink or a jump
     * where they change.
     *
     * <pre>{@code
     * Tensor x = Tensor.variable(new double[] {-1, 0, 2});
     * Graph.of(x.relu().exp()).branches();   // [relu [0, 1, 2]]
     * }</pre>
     *
     * @return one entry for each node whose operation has pieces, such as abs, max, clamp, where,
     *     amax, norm or gather; a list that cannot be changed
     */
    public List<Branch> branches() {
        observeRead("branches");
        List<Branch> branches = new ArrayList<>();
        for (Node node : nodes) {
            double[] pieces = node.op.pieces(node.tensor);
            if (pieces != null) {
                branches.add(new Branch(node.operation(), Tensor.of(pieces)));
            }
        }
        return Collections.unmodifiableList(branches);
    }

    /**
     * The piece on which every element of a node stood.
     *
     * @param operation the operation's name
     * @param sides a whole number for each element, in row-major order: even ones are pieces inside
     *     which the operation is smooth, such as 0 below the kink of relu and 2 above it; odd ones
     *     are the kinks and jumps between them, such as 1 at 0
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

        /** Such as "relu [0, 1, 2]". */
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
        return Drawing.text(outline("toText", gradients, MOST_LINES));
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
     * Graphviz</a>, from left to right: variables are blue and round, constants gray, operations
     * yellow boxes, results have a thick edge, scopes are boxes around their nodes. What is written
     * is ASCII; other characters of names are given by their code. {@code dot -Tsvg} draws it.
     *
     * @param gradients the outcome of a pass over this graph, or null
     * @return a digraph, ended by a line feed
     */
    public String toDot(Gradients gradients) {
        return Drawing.dot(outline("toDot", gradients, MOST_DRAWN));
    }

    /**
     * The graph as a picture, without gradients.
     *
     * @return an SVG document; see {@link #toSvg(Gradients)}
     */
    public String toSvg() {
        return toSvg(null);
    }

    /**
     * The graph as a picture that any browser shows: a circuit from left to right, laid out here.
     * Gates are circles with the sign of the operation, or boxes with its name; values stand above
     * the wires, gradients below them in italics, and where a node is used several times the share
     * of each use stands at its wire. Short arrays are shown in full, others by their extents and a
     * small picture in which the area of a square is the magnitude of an element, filled if it is
     * positive and hollow if negative. Numbers are rounded; they are whole in the text that appears
     * where one points at them.
     *
     * <p>A graph of up to 40 nodes and scopes is shown in full, with scopes as frames. A larger one
     * is shown with its scopes folded to boxes, and more than 60 things are put into groups of
     * about 50 in the order in which they were made. {@link #limit} has no part in it.
     *
     * @param gradients the outcome of a pass over this graph, or null. The picture shows the whole
     *     pass, as {@link #toHtml(Gradients)} does
     * @return an SVG document of its own, without references, for light and dark screens, ended by
     *     a line feed; to be written in UTF-8
     */
    public String toSvg(Gradients gradients) {
        observeRead("toSvg");
        return Sheets.of(this, Page.complete(this, gradients)).get(0).svg(true);
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
        return Drawing.mermaid(outline("toMermaid", gradients, MOST_DRAWN));
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
     *   <li>{@code nodes}: inputs before results, each an object with {@code id} (that of {@link
     *       Node#id()}), {@code kind} (variable, constant or operation), {@code label}, {@code
     *       name} (null without one), {@code op}, {@code attributes} (an object), {@code inputs}
     *       (ids, in the order of the operands), {@code scope} (an id or null), {@code shape},
     *       {@code value}, and {@code adjoint} if it is known. Numbers that are used by an
     *       operation are nodes too, and not counted against the limit.
     *   <li>{@code scopes}: objects with {@code id}, {@code name} and {@code outer}, the id of the
     *       scope around it or null.
     *   <li>{@code results}: the ids of the results.
     *   <li>{@code omitted}: how many nodes are left out. If there are any, a node of the kind
     *       omitted with the id -1 stands in their place, with the inputs that they had among the
     *       nodes before.
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
        return new GraphJson(outline("toJson", gradients, MOST_LINES)).text();
    }

    /**
     * The graph as a web page, without gradients, which the page says; {@link Trace#toHtml} and
     * {@link #toHtml(Gradients)} show both passes.
     *
     * @return a page of one file; see {@link #toHtml(Gradients)}
     */
    public String toHtml() {
        return toHtml(null);
    }

    /**
     * The graph as a web page of one file: drawn as a circuit, with all values and gradients. In a
     * browser one steps through the forward and the backward pass, one number at a time, with the
     * arithmetic spelled out, or guesses the next number; inputs can be moved, after which the page
     * runs the recorded program again. What it cannot run, such as decompositions, special
     * functions and operations of users, is shown, and what rests on it keeps its recorded number
     * and says so. Scopes and large graphs are folded and open by a click.
     *
     * <pre>{@code
     * Tensor x = Tensor.variable(2).named("x");
     * Tensor f = x.mul(x.exp());
     * String page = Graph.of(f).toHtml(f.backward()); // to be written to a file such as f.html
     * }</pre>
     *
     * <p>The page loads nothing from any network, and the same graph gives the same bytes. Numbers
     * of arrays are held in full as long as there are not too many: of 20,000 elements an array and
     * 40,000 in all; what rests on larger ones is shown and cannot be moved. The limit has no part
     * in it.
     *
     * @param gradients the outcome of a pass over this graph, or null. The page shows the whole
     *     pass from the last of the results whose adjoint was kept, or else from the only result,
     *     if it is a scalar
     * @return a page in UTF-8
     */
    public String toHtml(Gradients gradients) {
        return toHtml(gradients, Map.of());
    }

    /**
     * The graph as a web page, in which something is said of some nodes, such as the outcome of a
     * gradient check.
     *
     * @param gradients as for {@link #toHtml(Gradients)}
     * @param verdicts what is said of a node beside its numbers
     * @return a page in UTF-8
     */
    public String toHtml(Gradients gradients, Map<Node, String> verdicts) {
        observeRead("toHtml");
        return Page.of(this, gradients, Map.copyOf(verdicts));
    }

    /** The graph as text, as {@link #toText()}. */
    @Override
    public String toString() {
        return toText();
    }

    /** Follows reads of numbers, and has places noted. */
    private static final class ProgramObserver implements Observer<Tensor> {
        private record Seen(Tensor node, String method, StackTraceElement place) {}

        private final List<Seen> seen = new ArrayList<>();
        private Observer<Tensor> outer;

        List<Read> reads(Map<Tensor, Node> ofTensors) {
            return seen.stream()
                    .filter(read -> ofTensors.containsKey(read.node))
                    .map(read -> new Read(ofTensors.get(read.node), read.method, read.place))
                    .toList();
        }

        @Override
        public boolean wantsPlaces() {
            return true;
        }

        @Override
        public boolean wantsWholePrograms() {
            return true;
        }

        @Override
        public void copied(Tensor constant, double[]... parts) {
            if (outer != null) {
                outer.copied(constant, parts);
            }
        }

        @Override
        public void variable(Tensor variable) {
            if (outer != null) {
                outer.variable(variable);
            }
        }

        @Override
        public void made(Tensor node) {
            if (outer != null) {
                outer.made(node);
            }
        }

        @Override
        public void passed(Tensor node, int input, Tensor g, Tensor share) {
            if (outer != null) {
                outer.passed(node, input, g, share);
            }
        }

        @Override
        public void readElsewhere(Tensor node, String method) {
            if (outer != null) {
                outer.readElsewhere(node, method);
            }
        }

        @Override
        public void chosen(Tensor condition) {
            seen.add(new Seen(condition, "isTrue", UserCode.line()));
            if (outer != null) {
                outer.chosen(condition);
            }
        }

        @Override
        public boolean hides(Tensor node) {
            return outer != null && outer.hides(node);
        }

        @Override
        public void read(Tensor node, String method) {
            seen.add(new Seen(node, method, UserCode.line()));
            if (outer != null) {
                outer.read(node, method);
            }
        }
    }

    /** The labels of some nodes. */
    Labels labels(List<Node> needed) {
        return new Labels(Outline.order(nodes, new HashSet<>(results)), needed);
    }

    /** Tells whoever follows this thread that code sees numbers of this graph. */
    private void observeRead(String method) {
        results.forEach(x -> ACCESS.observeRead(x.tensor, method));
    }

    private Outline outline(String method, Gradients gradients, int usual) {
        observeRead(method);
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
        int[] depths = new int[nodes.size()];
        Set<double[]> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
        int variables = 0;
        int operations = 0;
        int depth = 0;
        long bytes = 0;
        for (Node x : nodes) {
            bytes += Statistics.BYTES_A_NODE;
            double[] data = ACCESS.elements(x.tensor);
            if (x.tensor.rank() > 0 && arrays.add(data)) {
                bytes += Statistics.BYTES_AN_ARRAY + (long) Double.BYTES * data.length;
            }
            int own = 0;
            for (Node input : x.inputs) {
                own = Math.max(own, 1 + depths[input.id]);
            }
            depths[x.id] = own;
            depth = Math.max(depth, own);
            if (!x.inputs.isEmpty()) {
                operations++;
                counts.merge(x.operation(), 1, Integer::sum);
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
