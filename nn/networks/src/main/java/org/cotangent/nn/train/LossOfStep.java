package org.cotangent.nn.train;

import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Module;
import org.cotangent.nn.Pass;

/** The loss of a batch with the terms that were added to it, its weight in means, and its pass. */
record LossOfStep(Tensor loss, double weight, Pass pass) {
    /**
     * A loss and what metrics are computed from.
     *
     * @param loss the loss without what was added to it
     * @param outputs the outputs of a supervised step, else null
     */
    record Computed(Tensor loss, Tensor outputs) {
        /** The loss with all that was added to it. */
        Tensor withAdded(Pass pass) {
            Tensor sum = Guard.requireScalar("the loss", loss);
            for (Tensor more : pass.losses().values()) {
                sum = sum.add(more);
            }
            return sum;
        }
    }

    /** Computes the loss; without a weight of its own it has the one given. */
    static <M extends Module, B> LossOfStep of(
            Turn<M, B> turn, M model, B batch, double weight, Pass pass) {
        Computed own = computed(turn, model, batch, pass);
        double counted =
                SupervisedStep.isUsable(own.loss)
                        ? measured(turn, own, batch, weight, pass).weight
                        : weight;
        return new LossOfStep(own.withAdded(pass), counted, pass);
    }

    /** Computes the loss, and reads no number of it. */
    @SuppressWarnings("unchecked")
    static <M extends Module, B> Computed computed(Turn<M, B> turn, M model, B batch, Pass pass) {
        return turn.step() instanceof SupervisedStep<?> step
                ? ((SupervisedStep<Object>) step)
                        .computed((Layer) model, (Dataset<Tensor, Object>) batch, pass)
                // a step of a model's own is a part of it, a layer's loss is not
                : new Computed(
                        pass.within(model, () -> turn.step().loss(model, batch, pass)), null);
    }

    /** Reports the metrics of a supervised step. */
    @SuppressWarnings("unchecked")
    static <M extends Module, B> LossOfStep measured(
            Turn<M, B> turn, Computed own, B batch, double weight, Pass pass) {
        double counted =
                turn.step() instanceof SupervisedStep<?> step
                        ? ((SupervisedStep<Object>) step)
                                .measured(own.outputs, (Dataset<Tensor, Object>) batch, pass)
                        : weight;
        return new LossOfStep(own.loss, counted, pass);
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
