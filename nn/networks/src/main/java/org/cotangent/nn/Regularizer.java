package org.cotangent.nn;

import java.util.List;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * A penalty on parameters that is added to the loss of the data, and reported apart from it; {@link
 * Regularizers} has the usual ones.
 *
 * <pre>{@code
 * Mlp model = Mlp.of(2, 8, 2).activation(Activation.TANH).build(new SplittableRandom(1));
 * Regularizer penalty = Regularizers.l2(1e-3).plus(Regularizers.l1(1e-5));
 * Tensor data = Losses.softmaxCrossEntropy().apply(model.apply(Tensor.zeros(1, 2)), new int[] {0});
 * Tensor total = data.add(penalty.apply(model.parameters()));
 * }</pre>
 */
@FunctionalInterface
@CheckReturnValue
public interface Regularizer {
    /**
     * The penalty, recorded, so that it can be differentiated by the parameters.
     *
     * @param parameters all parameters of a model; which of them count is the regularizer's choice
     * @return a scalar, 0 if none counts
     */
    Tensor apply(List<Parameter> parameters);

    /**
     * The sum of this penalty and another.
     *
     * @param other the other
     * @return a regularizer
     */
    default Regularizer plus(Regularizer other) {
        return new RegularizerSum(this, Checks.present("regularizer", "the other one", other));
    }
}
