package org.cotangent.nn.train;

import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Loss;
import org.cotangent.nn.Module;
import org.cotangent.nn.Pass;

/**
 * A function from a batch to the loss that training minimizes, often a method of the model: {@code
 * Net::loss}, for {@code Tensor loss(Tensor batch, Pass pass)}.
 *
 * <pre>{@code
 * TrainingStep<Layer, Tensor> copy =
 *         (model, batch, pass) -> {
 *             Tensor again = model.forward(batch, pass);
 *             pass.addLoss("sparsity", again.abs().mean().mul(1e-3));
 *             pass.report("largest", again.abs().amax().value(), batch.size(0));
 *             return again.sub(batch).square().mean();
 *         };
 * }</pre>
 *
 * <p>Terms that {@link Pass#addLoss} adds are minimized too, and shown under their names; numbers
 * that {@link Pass#report} reports are the metrics. The step also evaluates: the pass is one of
 * evaluation then, which draws nothing and changes nothing.
 *
 * @param <M> the model
 * @param <B> a batch
 */
@FunctionalInterface
public interface TrainingStep<M extends Module, B> {
    /**
     * The loss of a batch.
     *
     * @param model the model
     * @param batch the batch
     * @param pass where chance comes from, and further losses and metrics go
     * @return a scalar
     */
    Tensor loss(M model, B batch, Pass pass);

    /**
     * The step of supervised training: the loss of the outputs for the inputs.
     *
     * @param loss the loss of outputs and targets
     * @param <Y> the targets
     * @return the step
     */
    static <Y> TrainingStep<Layer, Dataset<Tensor, Y>> of(Loss<Y> loss) {
        return new SupervisedStep<>(loss, Map.of());
    }
}
