package org.cotangent.nn.train;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Gradients;
import org.cotangent.Graph;

/**
 * The nodes of a recorded graph with the scopes in which they were made, which the engine shows in
 * its JSON form only.
 */
final class GraphNodes {
    /**
     * A node.
     *
     * @param kind "constant", "variable" or "operation"
     * @param name its name, or what the graph calls it
     * @param operation the operation with the shape of its result
     * @param inputs the ids of its inputs
     * @param scope the layers it stands in, from the outermost, joined by slashes; empty if none
     * @param bad a number of its value that is not finite, or null
     * @param badAdjoint a number of its adjoint that is not finite, or null
     */
    record Node(
            String kind,
            String name,
            String operation,
            List<Integer> inputs,
            String scope,
            String bad,
            String badAdjoint) {}

    private final List<Node> nodes = new ArrayList<>();

    private GraphNodes() {}

    static GraphNodes of(Graph graph, Gradients gradients) {
        Graph whole = graph.limit(Integer.MAX_VALUE);
        String text = gradients == null ? whole.toJson() : whole.toJson(gradients);
        JsonNode json;
        try {
            json = new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the JSON form of a graph cannot be read", e);
        }
        Map<Integer, JsonNode> scopes = new HashMap<>();
        json.get("scopes").forEach(scope -> scopes.put(scope.get("id").asInt(), scope));
        GraphNodes all = new GraphNodes();
        for (JsonNode node : json.get("nodes")) {
            List<Integer> inputs = new ArrayList<>();
            node.get("inputs").forEach(input -> inputs.add(input.asInt()));
            all.nodes.add(
                    new Node(
                            node.get("kind").asText(),
                            node.get("label").asText(),
                            node.get("op").asText() + " of shape " + shape(node.get("shape")),
                            inputs,
                            path(node.get("scope"), scopes),
                            bad(node.get("value")),
                            bad(node.get("adjoint"))));
        }
        return all;
    }

    private static String shape(JsonNode extents) {
        List<Integer> shape = new ArrayList<>();
        extents.forEach(extent -> shape.add(extent.asInt()));
        return shape.toString();
    }

    private static String path(JsonNode scope, Map<Integer, JsonNode> scopes) {
        String path = "";
        JsonNode id = scope;
        while (id != null && id.isNumber()) {
            JsonNode found = scopes.get(id.asInt());
            path = found.get("name").asText() + (path.isEmpty() ? "" : "/" + path);
            id = found.get("outer");
        }
        return path;
    }

    /** A number that is not finite, which the engine writes as text; the mean may just overflow. */
    private static String bad(JsonNode value) {
        if (value == null) {
            return null;
        }
        if (value.isTextual()) {
            return value.asText();
        }
        if (value.isObject()) {
            String least = bad(value.get("min"));
            return least != null ? least : bad(value.get("max"));
        }
        for (JsonNode each : value) {
            String found = bad(each);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    /** The first node, inputs before results, whose value is not finite; null if all are. */
    Node firstBadValue() {
        return nodes.stream().filter(node -> node.bad() != null).findFirst().orElse(null);
    }

    /** The node whose derivative rule made the first adjoint that is not finite, or null. */
    Node firstBadRule() {
        for (int id = nodes.size() - 1; id >= 0; id--) {
            if (nodes.get(id).badAdjoint() != null) {
                for (Node user : nodes) {
                    if (user.inputs().contains(id)) {
                        return user;
                    }
                }
                return nodes.get(id);
            }
        }
        return null;
    }

    /** Where a node stands: its layer, or the last layer before it. */
    String place(Node node) {
        if (!node.scope().isEmpty()) {
            return "layer " + node.scope();
        }
        String before = "";
        for (Node each : nodes) {
            if (each == node) {
                break;
            }
            if (!each.scope().isEmpty()) {
                before = each.scope();
            }
        }
        return before.isEmpty() ? "the model" : "what follows layer " + before;
    }
}
