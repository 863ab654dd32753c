package org.cotangent.gradcheck;

import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/** What the functions of this package require of a function and of the point it is taken at. */
final class Inputs {
    private Inputs() {}

    /** A copy of the point, known to be of finite numbers and to have at least one. */
    static Tensor[] checked(String what, TensorFunction f, Tensor[] at) {
        Objects.requireNonNull(f, () -> what + ": the function is null");
        Objects.requireNonNull(at, () -> what + ": the array of inputs is null");
        int elements = 0;
        for (int i = 0; i < at.length; i++) {
            int input = i;
            Objects.requireNonNull(at[i], () -> what + ": input " + input + " is null");
            elements += at[i].size();
            double[] values = at[i].toArray();
            for (int k = 0; k < values.length; k++) {
                if (!Double.isFinite(values[k])) {
                    throw new IllegalArgumentException(
                            what
                                    + ": element "
                                    + k
                                    + " of input "
                                    + i
                                    + " is "
                                    + values[k]
                                    + "; differences can be taken at finite numbers only");
                }
            }
        }
        if (elements == 0) {
            throw new IllegalArgumentException(
                    what
                            + ": "
                            + at.length
                            + " inputs without a single element; there must be something to"
                            + " differentiate with respect to");
        }
        return at.clone();
    }

    /** A step relative to an entry's size. */
    static double checkedStep(String what, double step) {
        if (!(step > 0 && step < 1)) {
            throw new IllegalArgumentException(
                    what + ": the step is " + step + "; it must lie between 0 and 1, such as 1e-5");
        }
        return step;
    }
}
