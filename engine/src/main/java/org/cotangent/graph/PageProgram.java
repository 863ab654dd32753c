package org.cotangent.graph;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph.Node;
import org.cotangent.internal.Json;

/**
 * A recorded program as a list that the page runs again: nodes with operation, attributes, inputs
 * and numbers. It is JSON without a less-than sign, so that no name can end the script around it.
 */
final class PageProgram {
    /** The operations that the page can run; those of its tables, which a test compares. */
    static final Set<String> RUN =
            Set.of(
                    ("abs absSlope acos acosh add all amax amin any argMax argMin"
                                    + " argSort asin asinh at atan atan2 atanh atanSlope axpy below cbrt"
                                    + " ceil clamp concat convolution convolutionByWeight cos cosh"
                                    + " cumProd cumSum diag diagonal div elu eq erf erfc exp exp2 expand"
                                    + " expm1 flatSlope flip floor gate gather ge gelu gt hypot le"
                                    + " leakyRelu log log10 log1p log2 logAddExp logSigmoid logSoftmax"
                                    + " logSumExp lt matmul max mean min mul ne neg norm notTaken"
                                    + " oneMinusSquare pad permute pow prod reciprocal relu reluSlope"
                                    + " reshape rms round rsqrt scatterAdd share sigmoid sigmoidSlope"
                                    + " sign silu sin sinh slice softmax softplus sort sqrt square"
                                    + " stopGradient strongMul sub sum sumTo taken tan tanh tanhSlope"
                                    + " timesOrZero transposedConvolution unstack var where windows xlogy")
                            .split(" "));

    private static final int FEW = 16;
    private static final int MOST_A_NODE = 20_000;
    private static final int MOST_CHECKED = 500; // nodes; of larger graphs variables are enough
    private static final int MOST_PLACES = 2_000;
    private static final int MOST_OF_ALL = 40_000;

    private final Graph graph;
    private final Map<Node, Trace.Step> steps = new HashMap<>();
    private final Map<Node, Integer> sheets;
    private final Map<Node, String> verdicts;
    private final Labels labels;
    private int left = MOST_OF_ALL; // elements that may still be written in full

    /**
     * The program of a graph.
     *
     * @param trace the backward pass, or null
     * @param sheets the number of the sheet on which each node stands
     * @param verdicts what is said of nodes beside their numbers
     */
    PageProgram(
            Graph graph,
            Trace trace,
            Map<Node, Integer> sheets,
            Map<Node, String> verdicts,
            Labels labels) {
        this.graph = graph;
        this.sheets = sheets;
        this.verdicts = verdicts;
        this.labels = labels;
        if (trace != null) {
            trace.steps().forEach(step -> steps.put(graph.node(step.node().value()), step));
        }
    }

    /** Whether the page can run the operation of a node, as far as its name tells. */
    static boolean isRun(Node x) {
        return x.inputs().isEmpty()
                || !x.op().isOfUser()
                        && RUN.contains(x.operation())
                        && (!needsPositions(x)
                                || x.op().isPiece() && x.value().size() <= MOST_PLACES);
    }

    /** Selections whose attributes do not say where elements come from. */
    private static boolean needsPositions(Node x) {
        return x.operation().equals("windows") || x.operation().equals("diagonal");
    }

    String json(List<Sheet> drawings) {
        // the leaves first: all else can be computed from them
        Map<Node, String> values = new HashMap<>();
        for (boolean leaves : new boolean[] {true, false}) {
            for (Node x : graph.nodes()) {
                if (x.inputs().isEmpty() == leaves) {
                    values.put(x, numbers("value", "brief", x.value(), leaves || !isRun(x)));
                }
            }
        }
        String nodes =
                graph.nodes().stream()
                        .map(x -> node(x, values.get(x)))
                        .collect(Collectors.joining(",\n", "[\n", "\n]"));
        String seeds =
                graph.results().stream()
                        .filter(x -> steps.containsKey(x) && isStart(x))
                        .map(
                                x ->
                                        "{\"node\":"
                                                + x.id()
                                                + member("value", full(steps.get(x).adjoint()))
                                                + "}")
                        .collect(Collectors.joining(",", "[", "]"));
        String paths =
                drawings.stream()
                        .map(
                                sheet ->
                                        "{\"path\":"
                                                + Json.string(sheet.path())
                                                + ",\"parent\":"
                                                + (sheet.parent() == null
                                                        ? -1
                                                        : drawings.indexOf(sheet.parent()))
                                                + "}")
                        .collect(Collectors.joining(",", "[", "]"));
        String json = "{\"nodes\":" + nodes + ",\"seeds\":" + seeds + ",\"sheets\":" + paths + "}";
        return json.replace("<", "\\u003c");
    }

    /** The pass starts at the last of the results that it reached: the others come before it. */
    private boolean isStart(Node x) {
        return graph.results().stream().noneMatch(y -> y.id() > x.id() && steps.containsKey(y));
    }

    private static String member(String name, String json) {
        return ",\"" + name + "\":" + json;
    }

    private String node(Node x, String value) {
        StringBuilder json = new StringBuilder("{\"op\":" + Json.string(x.operation()));
        if (!x.inputs().isEmpty()) {
            json.append(
                    x.inputs().stream()
                            .map(input -> "" + input.id())
                            .collect(Collectors.joining(",", ",\"in\":[", "]")));
        }
        if (x.value().rank() > 0) {
            json.append(member("shape", list(x.shape())));
        }
        Map<String, Object> attributes = new HashMap<>(x.attributes());
        attributes.values().removeIf(v -> v == Boolean.FALSE);
        if (!attributes.isEmpty()) {
            json.append(member("attributes", GraphJson.attribute(new TreeMap<>(attributes))));
        }
        if (!isRun(x)) {
            json.append(member("own", "1"));
        } else if (needsPositions(x)) {
            positions(x, json);
        }
        if (!x.value().varies()) {
            json.append(member("fixed", "1"));
        }
        json.append(member("label", Json.string(labels.of(x))));
        if (sheets.getOrDefault(x, 0) > 0) {
            json.append(member("sheet", "" + sheets.get(x)));
        }
        if (x.place() != null) {
            json.append(member("place", Json.string(x.place().toString())));
        }
        if (verdicts.containsKey(x)) {
            json.append(member("verdict", Json.string(verdicts.get(x))));
        }
        json.append(value);
        Trace.Step step = steps.get(x);
        if (step != null && (x.isVariable() || !isRun(x) || graph.nodes().size() <= MOST_CHECKED)) {
            json.append(numbers("adjoint", "adjointBrief", step.adjoint(), !isRun(x)));
            if (!isRun(x)) {
                passed(x, step, json);
            }
        }
        return json.append('}').toString();
    }

    /** Where elements come from: the operation applied to their places. */
    private static void positions(Node x, StringBuilder json) {
        Tensor from = x.inputs().get(0).value();
        double[] places = new double[from.size()];
        Arrays.setAll(places, i -> i);
        double[] taken = Graph.ACCESS.elements(x.apply(Tensor.of(places, from.shape())));
        int[] positions = Arrays.stream(taken).mapToInt(v -> (int) v).toArray();
        json.append(member("positions", list(positions)));
    }

    /** What went over the wires of a node that the page cannot run. */
    private void passed(Node x, Trace.Step step, StringBuilder json) {
        List<String> shares = new ArrayList<>();
        for (int i = 0; i < x.inputs().size(); i++) {
            Tensor share = step.passed(i);
            boolean fits = share != null && share.size() <= left;
            left -= fits ? share.size() : 0;
            shares.add(fits ? full(share) : "null");
        }
        json.append(member("passed", shares.toString()));
    }

    /**
     * The numbers of a tensor if they are few or needed and there is room for them, else the least
     * and the greatest.
     */
    private String numbers(String name, String brief, Tensor x, boolean needed) {
        if (x.size() <= FEW || needed && x.size() <= Math.min(MOST_A_NODE, left)) {
            left -= x.rank() == 0 ? 0 : x.size();
            return member(name, full(x));
        }
        double least = Double.POSITIVE_INFINITY;
        double most = Double.NEGATIVE_INFINITY;
        for (double v : Graph.ACCESS.elements(x)) {
            least = Math.min(least, v);
            most = Math.max(most, v);
        }
        return member(brief, "[" + GraphJson.number(least) + "," + GraphJson.number(most) + "]");
    }

    /** Every number to its last digit; many as the bits of 64-bit floating point in base 64. */
    private static String full(Tensor x) {
        double[] data = Graph.ACCESS.elements(x);
        if (x.rank() == 0) {
            return GraphJson.number(data[0]);
        }
        if (data.length <= FEW) {
            return Arrays.stream(data)
                    .mapToObj(GraphJson::number)
                    .collect(Collectors.joining(",", "[", "]"));
        }
        ByteBuffer bytes =
                ByteBuffer.allocate(Double.BYTES * data.length).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asDoubleBuffer().put(data);
        return "\"f64:" + Base64.getEncoder().encodeToString(bytes.array()) + "\"";
    }

    private static String list(int[] values) {
        return Arrays.stream(values)
                .mapToObj(Integer::toString)
                .collect(Collectors.joining(",", "[", "]"));
    }
}
