package org.cotangent.nn.train;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.internal.Checks;

/**
 * The accumulation of gradients over several batches, for one step of the optimizer by their mean,
 * weighted by rows and added in the order of the batches.
 */
final class Accumulation implements Callback, Stateful {
    private static final String KIND = "accumulated gradients";

    private final int batches;
    private final Map<String, Sum> sums = new LinkedHashMap<>(); // by the names of turns

    /** The sum of some gradients times their weights. */
    private static final class Sum {
        int count;
        double weight;
        final Map<String, Tensor> gradients = new LinkedHashMap<>(); // by parameters
    }

    /** Refuses turns that move the same parameter, whose value would differ between gradients. */
    Accumulation(int batches, List<? extends Turn<?, ?>> turns) {
        this.batches = batches;
        Map<Parameter, String> owners = new HashMap<>();
        for (Turn<?, ?> turn : turns) {
            for (Parameter parameter : turn.parameters()) {
                String other = owners.put(parameter, turn.name());
                if (other != null) {
                    throw Checks.illegal(
                            "trainer: accumulate(%s), but %s is moved by the turns %s and %s: the"
                                    + " step of one would come between the gradients that are added"
                                    + " for the other",
                            batches, parameter, other, turn.name());
                }
            }
        }
    }

    @Override
    public void onGradients(TrainingStatus status) {
        List<Parameter> parameters = status.parameters();
        Tensor[] now = Parameter.gradients(parameters, status.gradients());
        Sum sum = sums.computeIfAbsent(status.turn(), any -> new Sum());
        double weight = status.batchWeight();
        for (int i = 0; i < now.length; i++) {
            Tensor weighted = now[i].stopGradient().mul(weight);
            sum.gradients.merge(parameters.get(i).name(), weighted, Tensor::add);
        }
        sum.weight += weight;
        sum.count++;
        if (sum.count < batches && !status.isLastBatch()) {
            status.skipStep();
            return;
        }
        Map<Tensor, Tensor> means = new HashMap<>();
        for (Parameter parameter : parameters) {
            means.put(parameter.value(), sum.gradients.get(parameter.name()).div(sum.weight));
        }
        sums.remove(status.turn());
        status.setGradients(Gradients.of(means));
    }

    @Override
    public State state() {
        Map<String, State> all = new LinkedHashMap<>();
        sums.forEach(
                (turn, sum) ->
                        all.put(
                                turn,
                                new State("sum")
                                        .with("count", sum.count)
                                        .with("weight", sum.weight)
                                        .with("gradients", new State("gradients", sum.gradients))));
        return new State(KIND, all);
    }

    @Override
    public void restore(State state) {
        Map<String, Sum> restored = new LinkedHashMap<>();
        state.require(KIND)
                .children()
                .forEach(
                        (turn, saved) -> {
                            Sum sum = new Sum();
                            sum.count = saved.count("count");
                            sum.weight = saved.number("weight");
                            sum.gradients.putAll(saved.child("gradients").tensors());
                            restored.put(turn, sum);
                        });
        sums.clear();
        sums.putAll(restored);
    }
}
