package org.cotangent.gradcheck;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph;

/** Checks of the operations of a graph, each by itself, as sentences. */
final class NodeVerdicts {
    private NodeVerdicts() {}

    static Map<Graph.Node, String> of(Graph graph) {
        Map<Graph.Node, String> verdicts = new LinkedHashMap<>();
        for (Graph.Node node : graph.nodes()) {
            if (!node.inputs().isEmpty() && node.value().varies()) {
                verdicts.put(node, verdict(node));
            }
        }
        return verdicts;
    }

    private static String verdict(Graph.Node node) {
        List<Graph.Node> varying =
                node.inputs().stream().filter(input -> input.value().varies()).distinct().toList();
        Tensor[] at =
                varying.stream().map(input -> input.value().stopGradient()).toArray(Tensor[]::new);
        Report report =
                GradCheck.check(
                        x ->
                                node.apply(
                                        node.inputs().stream()
                                                .map(
                                                        input ->
                                                                input.value().varies()
                                                                        ? x[varying.indexOf(input)]
                                                                        : input.value())
                                                .toArray(Tensor[]::new)),
                        at);
        if (!report.mismatches().isEmpty()) {
            Entry worst = report.worst();
            return "differs from differences: "
                    + Format.rounded(worst.analytic())
                    + ", numerically "
                    + Format.rounded(worst.numerical());
        }
        return !report.passed()
                ? "could not be checked here"
                : report.count(Verdict.SUBGRADIENT) > 0
                        ? "lies between the slopes at a kink"
                        : "agrees with differences";
    }
}
