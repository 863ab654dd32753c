package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;

/** Accumulated norms of parameters, gradients and updates over the batches of an epoch. */
final class NormStatistics {
    private static final String NAME = "norms";

    private final List<Parameter> parameters;
    private final double[] sums; // three for each parameter
    private int batches;

    NormStatistics(Layer model) {
        parameters = model.parameters();
        sums = new double[3 * parameters.size()];
    }

    /** Adds the norms of a step that was made, given the values before it. */
    void add(List<Tensor> before, Gradients gradients) {
        for (int i = 0; i < before.size(); i++) {
            Tensor value = before.get(i);
            Tensor weight = value.stopGradient();
            Tensor after = parameters.get(i).value().stopGradient();
            sums[3 * i] += weight.norm().value();
            sums[3 * i + 1] += gradients.of(value).stopGradient().norm().value();
            sums[3 * i + 2] += after.sub(weight).norm().value();
        }
        batches++;
    }

    List<ParameterStatistics> means() {
        List<ParameterStatistics> all = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            Parameter parameter = parameters.get(i);
            all.add(
                    new ParameterStatistics(
                            parameter.name(),
                            parameter.value().size(),
                            sums[3 * i] / batches,
                            sums[3 * i + 1] / batches,
                            sums[3 * i + 2] / batches));
        }
        return all;
    }

    void putInto(Map<String, Tensor> tensors) {
        double[] all = Arrays.copyOf(sums, sums.length + 1);
        all[sums.length] = batches;
        tensors.put(NAME, Tensor.of(all));
    }

    static NormStatistics of(State state, Layer model) {
        NormStatistics norms = new NormStatistics(model);
        double[] all = state.tensor(NAME).toArray();
        if (all.length != norms.sums.length + 1) {
            throw new IllegalArgumentException(
                    "state of "
                            + state.kind()
                            + ": "
                            + all.length
                            + " norms; there must be "
                            + (norms.sums.length + 1));
        }
        System.arraycopy(all, 0, norms.sums, 0, norms.sums.length);
        norms.batches = (int) all[norms.sums.length];
        return norms;
    }
}
