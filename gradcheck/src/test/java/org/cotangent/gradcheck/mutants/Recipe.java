package org.cotangent.gradcheck.mutants;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/** Central differences with a fixed step and a fixed tolerance, as they are commonly written. */
abstract class Recipe implements Checker {
    /** Whether an entry of the gradient passes. */
    interface Entries {
        /**
         * Judges the derivative by one element.
         *
         * @param analytic what automatic differentiation says
         * @param input which input
         * @param element which element of it
         */
        boolean pass(double analytic, int input, int element);
    }

    /** Order 2 is order 1 of the gradient's inner product with a direction. */
    @Override
    public final Answer judge(TensorFunction f, Tensor[] at, int order, long seed) {
        boolean passes = passes(f, at, seed);
        if (passes && order > 1) {
            passes = passes(Mutant.slope(f, at), at, seed);
        }
        return passes ? Answer.PASSED : Answer.FLAGGED;
    }

    abstract boolean passes(TensorFunction f, Tensor[] at, long seed);

    /** Judges all entries of the gradient under a cotangent. */
    static boolean all(TensorFunction f, Tensor[] at, Tensor cotangent, Entries entries) {
        Tensor[] gradient = Rule.right(f, cotangent, at);
        for (int input = 0; input < at.length; input++) {
            double[] analytic = gradient[input].toArray();
            for (int element = 0; element < analytic.length; element++) {
                if (!entries.pass(analytic[element], input, element)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** The values with one element of one input replaced. */
    static double[] values(TensorFunction f, Tensor[] at, int input, int element, double x) {
        Tensor[] moved = at.clone();
        double[] elements = at[input].toArray();
        elements[element] = x;
        moved[input] = Tensor.of(elements, at[input].shape());
        return f.apply(moved).toArray();
    }

    /** The inner product. */
    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    /** A tensor that is 1 in one place. */
    static Tensor unit(int place, int... shape) {
        double[] elements = new double[Arrays.stream(shape).reduce(1, (p, q) -> p * q)];
        elements[place] = 1;
        return Tensor.of(elements, shape);
    }
}
