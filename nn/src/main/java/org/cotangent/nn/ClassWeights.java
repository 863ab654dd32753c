package org.cotangent.nn;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Tensor;

/** The weights of the classes in a loss that is taken row by row. Immutable. */
final class ClassWeights {
    private final String loss;
    private final double[] weights;

    /** Copies the weights and refuses such as are negative or not finite. */
    ClassWeights(String loss, double[] weights) {
        this.loss = loss;
        this.weights =
                Objects.requireNonNull(weights, () -> loss + ": the class weights are null")
                        .clone();
        for (int c = 0; c < weights.length; c++) {
            TargetChecks.setting(
                    loss,
                    "weight of class " + c,
                    weights[c],
                    w -> w >= 0 && w < Double.POSITIVE_INFINITY,
                    "finite and not negative");
        }
    }

    /** A vector with the weight of each class. */
    Tensor ofClasses(int classes) {
        if (classes != weights.length) {
            throw new IllegalArgumentException(
                    loss
                            + ": "
                            + weights.length
                            + " class weights for scores of "
                            + classes
                            + " classes; there must be one for each class");
        }
        return Tensor.of(weights.clone());
    }

    /** A vector with the weight of each row's class. */
    Tensor ofRows(int[] rows) {
        return Tensor.of(Arrays.stream(rows).mapToDouble(c -> weights[c]).toArray());
    }

    @Override
    public String toString() {
        return Arrays.toString(weights);
    }
}
