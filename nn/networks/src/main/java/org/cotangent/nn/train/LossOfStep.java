package org.cotangent.nn.train;

import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Module;
import org.cotangent.nn.Pass;

/** The loss of a batch with the terms that were added to it, its weight in means, and its pass. */
record LossOfStep(Tensor loss, double weight, Pass pass) {
    /** Computes the loss; without a weight of its own it has the one given. */
    @SuppressWarnings("unchecked")
    static <M extends Module, B> LossOfStep of(
            Turn<M, B> turn, M model, B batch, double weight, Pass pass) {
        LossOfStep own;
        if (turn.step() instanceof SupervisedStep<?> step) {
            own =
                    ((SupervisedStep<Object>) step)
                            .weighted((Layer) model, (Dataset<Tensor, Object>) batch, pass);
        } else {
            // a step of a model's own is a part of it, a layer's loss is not
            Tensor loss = pass.within(model, () -> turn.step().loss(model, batch, pass));
            own = new LossOfStep(loss, weight, pass);
        }
        Tensor loss = Guard.requireScalar("the loss", own.loss);
        for (Tensor more : pass.losses().values()) {
            loss = loss.add(more);
        }
        return new LossOfStep(loss, own.weight, pass);
    }

    /** Adds the numbers to means, which it returns. */
    RunningMeans addTo(RunningMeans means, String turn, double penalty) {
        means.add(RunningMeans.LOSS + turn, loss.value() * weight, weight);
        means.add(RunningMeans.PENALTY, penalty * weight, weight);
        pass.losses().keySet().forEach(name -> RunningMeans.requireFree("loss", name));
        pass.statistics().keySet().forEach(name -> RunningMeans.requireFree("metric", name));
        String prefix = RunningMeans.TERM + (means.several() ? turn + " " : "");
        for (Map.Entry<String, Tensor> more : pass.losses().entrySet()) {
            means.add(prefix + more.getKey(), more.getValue().value() * weight, weight);
        }
        pass.statistics()
                .forEach((name, x) -> means.add(RunningMeans.METRIC + name, x.sum(), x.weight()));
        return means;
    }
}
