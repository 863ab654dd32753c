package org.cotangent.nn;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Repeatable;

/** The sum of two penalties. */
record RegularizerSum(Regularizer first, Regularizer second) implements Regularizer, Repeatable {
    @Override
    public boolean isRepeatable() {
        return first instanceof Repeatable one
                && one.isRepeatable()
                && second instanceof Repeatable other
                && other.isRepeatable();
    }

    @Override
    public Tensor apply(List<Parameter> parameters) {
        return first.apply(parameters).add(second.apply(parameters));
    }

    @Override
    public String toString() {
        return first + " + " + second;
    }
}
