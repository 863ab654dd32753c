package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Trace;

/**
 * How a recorded graph uses its inputs: which nodes pass what to each of them in a backward pass,
 * and on which piece every operation stood.
 *
 * @param parts for each input, in the order of the sweep
 * @param branches of the graph
 */
record InputUses(List<List<Part>> parts, List<Graph.Branch> branches) {
    static final InputUses NONE = new InputUses(List.of(), List.of());

    /**
     * What one node passes to an input.
     *
     * @param node the node, such as "t1 = mul(x, y)"
     * @param adjoint the contribution to the input's adjoint; null if the rule passes none
     */
    record Part(String node, double[] adjoint) {
        boolean isNothing() {
            return adjoint == null || Arrays.stream(adjoint).allMatch(v -> v == 0);
        }
    }

    /** What a backward pass from the function's result passes around; nothing if it fails. */
    static InputUses of(TensorFunction f, Point point, double[] cotangent) {
        Tensor[] x = point.variables(point.values());
        try {
            Tensor y = f.apply(x.clone());
            if (!y.varies() || cotangent == null) {
                return NONE;
            }
            List<List<Part>> parts = new ArrayList<>();
            for (int i = 0; i < x.length; i++) {
                parts.add(new ArrayList<>());
            }
            for (Trace.Step step : Trace.of(y, Tensor.of(cotangent, y.shape())).steps()) {
                List<Graph.Node> inputs = step.node().inputs();
                for (int k = 0; k < inputs.size(); k++) {
                    for (int i = 0; i < x.length; i++) {
                        if (inputs.get(k).value() == x[i]) {
                            Tensor passed = step.passed(k);
                            double[] adjoint = passed == null ? null : passed.toArray();
                            parts.get(i).add(new Part(step.expression(), adjoint));
                        }
                    }
                }
            }
            return new InputUses(parts, Graph.of(y).branches());
        } catch (RuntimeException rulesThatThrow) {
            return NONE;
        }
    }
}
