package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimizer;

/** Small trainings with a step of their own. */
final class OwnTrainer {
    private OwnTrainer() {}

    static Mlp mlp(long seed) {
        return Mlp.of(2, 6, 1).activation(Activation.TANH).build(new SeededRandom(seed));
    }

    static Trainer<Layer, Dataset<Tensor, Tensor>> trainer(Layer model) {
        return trainer(model, new Adam(0.02));
    }

    static Trainer<Layer, Dataset<Tensor, Tensor>> trainer(Layer model, Optimizer optimizer) {
        TrainingStep<Layer, Dataset<Tensor, Tensor>> step =
                TrainingStep.of(Losses.meanSquaredError());
        return new Trainer<>(model, step, optimizer).progress(Progress.none());
    }

    static double[] weights(Layer model) {
        List<double[]> all = new ArrayList<>();
        model.parameters().forEach(p -> all.add(p.value().toArray()));
        return all.stream().flatMapToDouble(Arrays::stream).toArray();
    }
}
