package org.cotangent.nn.train;

import java.util.Arrays;
import java.util.List;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph;

/** The places in a recorded graph where numbers stop being finite. */
final class NonFinite {
    private final List<Graph.Node> nodes;

    NonFinite(Tensor result) {
        nodes = Graph.of(result).nodes();
    }

    /** A number that is not finite; null if all are. */
    static String numberIn(Tensor x) {
        return Arrays.stream(x.toArray())
                .filter(v -> !Double.isFinite(v))
                .mapToObj(Double::toString)
                .findFirst()
                .orElse(null);
    }

    /** The first node, inputs before results, whose value is not finite; null if all are. */
    Graph.Node firstValue() {
        return nodes.stream()
                .filter(node -> numberIn(node.value()) != null)
                .findFirst()
                .orElse(null);
    }

    /** The node whose derivative rule made the first adjoint that is not finite, or null. */
    Graph.Node firstRule(Gradients gradients) {
        for (int id = nodes.size() - 1; id >= 0; id--) {
            Graph.Node bad = nodes.get(id);
            if (gradients.find(bad.value()).map(NonFinite::numberIn).isPresent()) {
                return nodes.stream()
                        .filter(user -> user.inputs().contains(bad))
                        .findFirst()
                        .orElse(bad);
            }
        }
        return null;
    }

    /** The operation of a node and where it stands: its layer, or the last layer before it. */
    String described(Graph.Node node) {
        String before = "";
        for (Graph.Node each : nodes.subList(0, node.id())) {
            before = each.scope() == null ? before : each.scope().path();
        }
        String place =
                node.scope() != null
                        ? "layer " + node.scope().path()
                        : before.isEmpty() ? "the model" : "what follows layer " + before;
        return node.operation() + " of shape " + Arrays.toString(node.shape()) + " in " + place;
    }
}
