package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Trace;

/**
 * The uses of the inputs in a recorded graph: the nodes that pass adjoints to each of them in a
 * backward pass, and the piece that every operation took.
 *
 * @param parts for each input, in the order of the sweep
 * @param branches of the graph
 */
record InputUses(List<List<Part>> parts, List<Graph.Branch> branches) {
    static final InputUses NONE = new InputUses(List.of(), List.of());

    /**
     * The contribution of one node to the adjoint of an input.
     *
     * @param node the node, such as "t1 = mul(x, y)"
     * @param adjoint the contribution to the input's adjoint; null if the rule passes none
     */
    record Part(String node, double[] adjoint) {
        boolean isNothing() {
            return adjoint == null || Arrays.stream(adjoint).allMatch(v -> v == 0);
        }
    }

    /** The uses found in a backward pass from the function's result; {@link #NONE} if it fails. */
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
