package org.cotangent.gradcheck;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph;

/** The reference evaluator of recorded graphs: node after node, nothing reused, nothing clever. */
final class Evaluator {
    private Evaluator() {}

    /**
     * Evaluates a graph at another point.
     *
     * @param graph a graph
     * @param at the values of variables; the others keep theirs
     * @return the values of the results
     */
    static List<Tensor> run(Graph graph, Map<Tensor, Tensor> at) {
        Map<Graph.Node, Tensor> values = new HashMap<>();
        for (Graph.Node node : graph.nodes()) {
            values.put(node, value(node, values, at));
        }
        return graph.results().stream().map(values::get).toList();
    }

    private static Tensor value(
            Graph.Node node, Map<Graph.Node, Tensor> values, Map<Tensor, Tensor> at) {
        if (node.isVariable()) {
            return at.getOrDefault(node.value(), node.value().stopGradient());
        }
        if (node.isConstant()) {
            if (node.operation().equals("stopGradient")) {
                throw new IllegalStateException("the graph holds numbers of another one: " + node);
            }
            return node.value();
        }
        return node.apply(node.inputs().stream().map(values::get).toArray(Tensor[]::new));
    }
}
