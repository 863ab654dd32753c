package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/** The weights of the classes in a loss that is taken row by row. Immutable. */
record ClassWeights(String loss, double[] weights) {
    ClassWeights {
        weights = Checks.present(loss, "the class weights", weights).clone();
        for (int c = 0; c < weights.length; c++) {
            Checks.NOT_NEGATIVE.check(loss, "weight of class " + c, weights[c]);
        }
    }

    /** A vector with the weight of each class. */
    Tensor ofClasses(int classes) {
        if (classes != weights.length) {
            throw Checks.illegal(
                    "%s: %s class weights for scores of %s classes; there must be one for each"
                            + " class",
                    loss, weights.length, classes);
        }
        return Tensor.of(weights.clone());
    }

    @Override
    public String toString() {
        return Arrays.toString(weights);
    }
}
