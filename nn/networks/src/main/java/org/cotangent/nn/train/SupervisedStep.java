package org.cotangent.nn.train;

import java.util.Map;
import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Loss;
import org.cotangent.nn.Metric;
import org.cotangent.nn.Pass;

/** The loss and the metrics of the outputs for the inputs of a batch. */
record SupervisedStep<Y>(Loss<Y> loss, Map<String, Metric<Y>> metrics)
        implements TrainingStep<Layer, Dataset<Tensor, Y>> {
    SupervisedStep {
        Objects.requireNonNull(loss, "training step: the loss is null");
    }

    @Override
    public Tensor loss(Layer model, Dataset<Tensor, Y> batch, Pass pass) {
        LossOfStep.Computed found = computed(model, batch, pass);
        if (isUsable(found.loss())) {
            measured(found.outputs(), batch, pass);
        }
        return found.loss();
    }

    /** Whether the loss is not refused; else a metric of such outputs may be undefined. */
    static boolean isUsable(Tensor loss) {
        return loss != null && loss.rank() == 0 && Double.isFinite(loss.value());
    }

    /** The loss and the outputs. */
    LossOfStep.Computed computed(Layer model, Dataset<Tensor, Y> batch, Pass pass) {
        Tensor outputs;
        try {
            outputs = pass.within(model, () -> model.forward(batch.inputs(), pass));
        } catch (IllegalArgumentException e) {
            throw DataChecks.unfit(batch.inputs(), e);
        }
        try {
            return new LossOfStep.Computed(loss.apply(outputs, batch.targets()), outputs);
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw DataChecks.misfit(batch, outputs, e);
        }
    }

    /** Reports the metrics; returns what the loss counts in means. */
    double measured(Tensor outputs, Dataset<Tensor, Y> batch, Pass pass) {
        metrics.forEach(
                (name, metric) -> {
                    double weight = metric.weight(outputs, batch.targets());
                    if (weight > 0) {
                        pass.report(name, metric.apply(outputs, batch.targets()), weight);
                    }
                });
        return loss.weight(outputs, batch.targets());
    }

    /** The name of the loss in checkpoints and reports. */
    @Override
    public String toString() {
        return Describe.of(loss);
    }
}
