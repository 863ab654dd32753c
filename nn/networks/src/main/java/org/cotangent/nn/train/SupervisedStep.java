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
        return weighted(model, batch, pass).loss();
    }

    /** The loss with what it counts in means. */
    LossOfStep weighted(Layer model, Dataset<Tensor, Y> batch, Pass pass) {
        Tensor outputs;
        try {
            outputs = pass.within(model, () -> model.forward(batch.inputs(), pass));
        } catch (IllegalArgumentException e) {
            throw DataChecks.unfit(batch.inputs(), e);
        }
        Tensor value;
        try {
            value = loss.apply(outputs, batch.targets());
        } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
            throw DataChecks.misfit(batch, outputs, e);
        }
        // else the loss is refused, and a metric of such outputs may be undefined
        if (value == null || value.rank() > 0 || !Double.isFinite(value.value())) {
            return new LossOfStep(value, batch.rows(), pass);
        }
        metrics.forEach(
                (name, metric) -> {
                    double weight = metric.weight(outputs, batch.targets());
                    if (weight > 0) {
                        pass.report(name, metric.apply(outputs, batch.targets()), weight);
                    }
                });
        return new LossOfStep(value, loss.weight(outputs, batch.targets()), pass);
    }

    /** The name of the loss in checkpoints and reports. */
    @Override
    public String toString() {
        return Describe.of(loss);
    }
}
