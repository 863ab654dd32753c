package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.internal.Checks;

/** Accumulated norms of parameters, gradients and updates over the steps of an epoch. */
final class NormStatistics implements Callback, Stateful {
    private static final String KIND = "parameter statistics";
    private static final String NAME = "norms";
    private static final int EACH = 4; // weight, gradient, update, and how many steps

    private final List<Parameter> parameters;
    private double[] sums;
    private Gradients gradients;
    private Tensor[] before;

    NormStatistics(List<Parameter> parameters) {
        this.parameters = parameters;
        this.sums = new double[EACH * parameters.size()];
    }

    @Override
    public void onGradients(TrainingStatus status) {
        gradients = status.gradients();
        before = Parameter.values(status.parameters());
    }

    @Override
    public void onStepEnd(TrainingStatus status) {
        for (int i = 0; i < before.length; i++) {
            Parameter parameter = status.parameters().get(i);
            Tensor weight = before[i].stopGradient();
            Tensor update = parameter.value().stopGradient().sub(weight);
            int at = EACH * parameters.indexOf(parameter);
            sums[at] += weight.norm().value();
            sums[at + 1] += gradients.of(before[i]).stopGradient().norm().value();
            sums[at + 2] += update.norm().value();
            sums[at + 3]++;
        }
    }

    /** The means of the epoch, which begins anew. */
    List<ParameterStatistics> take() {
        List<ParameterStatistics> all = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            int at = EACH * i;
            double steps = sums[at + 3];
            all.add(
                    new ParameterStatistics(
                            parameter.name(),
                            parameter.value().size(),
                            sums[at] / steps,
                            sums[at + 1] / steps,
                            sums[at + 2] / steps));
        }
        Arrays.fill(sums, 0);
        return all;
    }

    @Override
    public State state() {
        return new State(KIND, Map.of(), Map.of(NAME, Tensor.of(sums)));
    }

    @Override
    public void restore(State state) {
        double[] all = state.require(KIND).tensor(NAME).toArray();
        if (all.length != sums.length) {
            throw Checks.illegal(
                    "state of %s: %s norms; there must be %s", KIND, all.length, sums.length);
        }
        sums = all;
    }
}
