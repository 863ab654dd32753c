package org.cotangent.gradcheck.random;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.NumericalGradient;
import org.cotangent.graph.Graph;
import org.cotangent.graph.Trace;

/**
 * Reverse sweeps over graphs of scalars that take the local derivatives from the engine and do the
 * rest themselves: one is right, one has the bug that what arrives at a node overwrites what
 * arrived there before, rather than being added to it.
 */
final class FaultySweep {
    private static final double TOLERANCE = 1e-5;

    private final BinaryOperator<Double> arrival;

    private FaultySweep(BinaryOperator<Double> arrival) {
        this.arrival = arrival;
    }

    static FaultySweep adding() {
        return new FaultySweep(Double::sum);
    }

    static FaultySweep overwriting() {
        return new FaultySweep((before, now) -> now);
    }

    /** From the values of a program to their adjoints, null where nothing arrives. */
    List<Tensor> adjoints(List<Tensor> values) {
        Tensor result = values.get(values.size() - 1);
        Map<Tensor, Double> adjoints = new HashMap<>(Map.of(result, 1.0));
        for (Trace.Step step : Trace.of(result).steps()) {
            double adjoint = adjoints.getOrDefault(step.node().value(), 0.0);
            for (int i = 0; i < step.node().inputs().size(); i++) {
                Tensor local = step.local(i);
                if (local != null) {
                    adjoints.merge(
                            step.node().inputs().get(i).value(), adjoint * local.value(), arrival);
                }
            }
        }
        return values.stream()
                .map(x -> adjoints.containsKey(x) ? Tensor.of(adjoints.get(x)) : null)
                .toList();
    }

    /** Whether its gradient by some input is not what differences say. */
    boolean isWrongOn(RandomProgram program) {
        List<Tensor> adjoints =
                adjoints(program.values(program.variables().toArray(new Tensor[0])));
        List<Tensor> numerical = NumericalGradient.of(program, program.point());
        for (int i = 0; i < numerical.size(); i++) {
            double a = adjoints.get(i) == null ? 0 : adjoints.get(i).value();
            double n = numerical.get(i).value();
            if (Math.abs(a - n) > TOLERANCE * Math.max(1, Math.abs(n))) {
                return true;
            }
        }
        return false;
    }

    /** What a failing test says. */
    String describe(RandomProgram program) {
        return "a wrong gradient in a graph of "
                + nodes(program)
                + " nodes\n\n"
                + program.toText(this::adjoints);
    }

    /** Of the graph that the engine records: variables and operations, repairs among them. */
    static int nodes(RandomProgram program) {
        Graph.Statistics statistics = program.graph().statistics();
        return statistics.variables() + statistics.operations();
    }
}
