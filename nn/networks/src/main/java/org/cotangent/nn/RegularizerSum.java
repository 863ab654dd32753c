package org.cotangent.nn;

import java.util.List;
import org.cotangent.Tensor;

/** The sum of two penalties. */
record RegularizerSum(Regularizer first, Regularizer second) implements Regularizer {
    @Override
    public Tensor apply(List<Parameter> parameters) {
        return first.apply(parameters).add(second.apply(parameters));
    }

    @Override
    public String toString() {
        return first + " + " + second;
    }
}
