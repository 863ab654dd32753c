package org.cotangent.nn.estimators;

import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.ModuleStates;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.Standardizer;
import org.cotangent.nn.data.Transform;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.train.History;

/**
 * The result of one fit, which {@code partialFit} goes on with. The strength is that of the
 * penalty; the history is null after loading, and the scaling of targets is null for classes.
 */
record FittedModel(
        double strength,
        Mlp model,
        Transform scaling,
        Standardizer targetScaling,
        Adam optimizer,
        SeededRandom random,
        History history) {

    /** A copy of what {@code partialFit} changes, with an optimizer that has made no step yet. */
    FittedModel copy(Adam fresh) {
        Mlp trained = (Mlp) ModuleStates.module(ModuleStates.of(model));
        SeededRandom same = new SeededRandom(0);
        same.restore(random.state());
        fresh.restore(optimizer.state());
        return new FittedModel(strength, trained, scaling, targetScaling, fresh, same, history);
    }

    FittedModel with(History other) {
        return new FittedModel(strength, model, scaling, targetScaling, optimizer, random, other);
    }

    /** A fitted model with its losses on the rows that were held out. */
    record Trial(FittedModel fitted, double[] losses) {
        private double mean() {
            return Tensor.vector(losses).mean().value();
        }

        private double standardError() {
            return Tensor.vector(losses).sub(mean()).norm().value() / losses.length;
        }

        /**
         * The trial with the strongest penalty whose mean loss is within one standard error of the
         * best.
         */
        static Trial chosen(List<Trial> rising) {
            Trial best = Collections.min(rising, Comparator.comparingDouble(Trial::mean));
            double bound = best.mean() + best.standardError();
            return rising.stream()
                    .filter(trial -> trial.mean() <= bound)
                    .reduce(best, (weaker, stronger) -> stronger);
        }
    }
}
