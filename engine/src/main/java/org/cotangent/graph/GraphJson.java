package org.cotangent.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collector;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph.Node;
import org.cotangent.internal.Json;
import org.cotangent.internal.Shape;

/** A graph as JSON, one node a line. */
final class GraphJson {
    private static final int SHOWN_IN_FULL = 6;

    private static final int MARK = -1;

    private final Outline graph;
    private final Set<Node> shown = new HashSet<>();
    private final Map<Graph.Scope, Integer> scopes = new HashMap<>();
    private final List<Graph.Scope> scopesInOrder = new ArrayList<>();
    private final List<String> nodes = new ArrayList<>();

    GraphJson(Outline graph) {
        this.graph = graph;
        graph.walk(
                new Outline.Visitor() {
                    @Override
                    public void open(Graph.Scope box, int id, int depth) {
                        scopes.put(box, scopesInOrder.size());
                        scopesInOrder.add(box);
                    }

                    @Override
                    public void node(Node x, int depth) {}

                    @Override
                    public void close(int depth) {}
                });
        for (int i = 0; i < graph.shown.size(); i++) {
            if (graph.left > 0 && i == graph.beforeGap) {
                addMark();
            }
            Node x = graph.shown.get(i);
            for (Node input : x.inputs()) {
                if (graph.id(input) == 0 && !shown.contains(input)) {
                    add(input);
                }
            }
            add(x);
        }
    }

    String text() {
        String results =
                graph.results().stream()
                        .map(x -> id(x).toString())
                        .collect(Collectors.joining(", "));
        String boxes =
                scopesInOrder.stream()
                        .map(
                                box ->
                                        "{\"id\": "
                                                + scopes.get(box)
                                                + ", \"name\": "
                                                + Json.string(box.name())
                                                + ", \"outer\": "
                                                + scopes.get(box.outer())
                                                + "}")
                        .collect(lines());
        return "{\n\"nodes\": "
                + nodes.stream().collect(lines())
                + ",\n\"scopes\": "
                + boxes
                + ",\n\"results\": ["
                + results
                + "],\n\"omitted\": "
                + graph.left
                + "\n}\n";
    }

    private static Collector<CharSequence, ?, String> lines() {
        return Collectors.collectingAndThen(
                Collectors.joining(",\n  "), all -> all.isEmpty() ? "[]" : "[\n  " + all + "\n]");
    }

    private Integer id(Node x) {
        return shown.contains(x) ? x.id() : MARK;
    }

    private void addMark() {
        TreeSet<Integer> inputs = new TreeSet<>();
        graph.inputsOfMark().forEach(id -> inputs.add(id(graph.shown.get(id - 1))));
        nodes.add(
                "{\"id\": "
                        + MARK
                        + ", \"kind\": \"omitted\", \"label\": "
                        + Json.string(graph.mark())
                        + ", \"inputs\": "
                        + inputs
                        + "}");
    }

    private void add(Node x) {
        shown.add(x);
        String kind = x.isVariable() ? "variable" : x.isConstant() ? "constant" : "operation";
        Tensor adjoint = graph.adjoint(x);
        nodes.add(
                "{\"id\": "
                        + x.id()
                        + ", \"kind\": \""
                        + kind
                        + "\", \"label\": "
                        + Json.string(graph.labels.of(x))
                        + ", \"name\": "
                        + (x.name() == null ? "null" : Json.string(x.name()))
                        + ", \"op\": "
                        + Json.string(x.operation())
                        + ", \"attributes\": "
                        + attribute(x.attributes())
                        + ", \"inputs\": "
                        + x.inputs().stream().map(this::id).toList()
                        + ", \"scope\": "
                        + (x.scope() == null ? "null" : scopes.get(x.scope()))
                        + ", \"shape\": "
                        + Arrays.toString(x.shape())
                        + ", \"value\": "
                        + value(x.value())
                        + (adjoint == null ? "" : ", \"adjoint\": " + value(adjoint))
                        + "}");
    }

    static String attribute(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(
                            each ->
                                    Json.string((String) each.getKey())
                                            + ": "
                                            + attribute(each.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream()
                    .map(GraphJson::attribute)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        return value instanceof Double number
                ? number(number)
                : value instanceof String text ? Json.string(text) : String.valueOf(value);
    }

    private static String value(Tensor x) {
        double[] data = Graph.ACCESS.elements(x);
        if (data.length > SHOWN_IN_FULL) {
            double min = Double.POSITIVE_INFINITY;
            double max = Double.NEGATIVE_INFINITY;
            double sum = 0;
            for (double v : data) {
                min = Math.min(min, v);
                max = Math.max(max, v);
                sum += v;
            }
            return "{\"min\": "
                    + number(min)
                    + ", \"max\": "
                    + number(max)
                    + ", \"mean\": "
                    + number(sum / data.length)
                    + "}";
        }
        return nested(data, Shape.of(x.shape()), 0, 0);
    }

    // as deep as the rank, not as the graph
    private static String nested(double[] data, Shape shape, int axis, int at) {
        if (axis == shape.rank()) {
            return number(data[at]);
        }
        int stride = shape.strides()[axis];
        return IntStream.range(0, shape.extents[axis])
                .mapToObj(i -> nested(data, shape, axis + 1, at + i * stride))
                .collect(Collectors.joining(", ", "[", "]"));
    }

    static String number(double v) {
        if (!Double.isFinite(v)) {
            return "\"" + v + "\"";
        }
        String text = Double.toString(v);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }
}
