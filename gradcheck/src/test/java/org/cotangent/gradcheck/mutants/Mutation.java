package org.cotangent.gradcheck.mutants;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/**
 * A function with a right derivative and one of the same values with a wrong one, at a point.
 *
 * @param right the function as it should be
 * @param wrong its mutant
 * @param at the point
 */
record Mutation(TensorFunction right, TensorFunction wrong, Tensor... at) {
    /**
     * A gradient whose entries all change by less than this part of the largest is the same: twice
     * the tolerance that the checker grants.
     */
    static final double EQUIVALENT = 2e-9;

    /** What a sum of values may leave of a gradient that is zero, relative to their sizes. */
    private static final double ROUND_OFF = 1e-13;

    /** The function with the same values and another rule. */
    static Mutation of(TensorFunction f, Rule rule, Tensor... at) {
        return new Mutation(f, rule.on(f), at);
    }

    /**
     * By how much the wrong gradient differs from the right one, relative to the largest entry of
     * the two; under a cotangent in which every element of the result counts.
     *
     * @return 0 where there is no difference, or no slope but round-off: such a mutant is
     *     equivalent, and not to be counted; 0 too where a gradient is not finite, which no checker
     *     could miss
     */
    double change() {
        Tensor y = right.apply(at);
        if (y.size() == 0) {
            return 0;
        }
        Tensor g = Cotangent.of(1, y);
        double[] t = flat(Rule.right(right, g, at));
        double[] m = wrongGradient(g);
        double size = 0;
        double difference = 0;
        for (int i = 0; i < t.length; i++) {
            if (!Double.isFinite(t[i]) || !Double.isFinite(m[i])) {
                return 0;
            }
            size = Math.max(size, Math.max(Math.abs(t[i]), Math.abs(m[i])));
            difference = Math.max(difference, Math.abs(t[i] - m[i]));
        }
        double x = Arrays.stream(flat(at)).map(Math::abs).max().orElse(0);
        double roundOff = ROUND_OFF * g.mul(y).abs().sum().value() / Math.max(1, x);
        return size <= roundOff ? 0 : difference / size;
    }

    /** NaN for a rule that refuses where it is taken, as one for a matrix that is not definite. */
    private double[] wrongGradient(Tensor g) {
        try {
            return flat(Rule.right(wrong, g, at));
        } catch (ArithmeticException refused) {
            double[] nan = new double[flat(at).length];
            Arrays.fill(nan, Double.NaN);
            return nan;
        }
    }

    /** Whether the mutation changes the derivative. */
    boolean isReal() {
        return change() > EQUIVALENT;
    }

    /** The elements of several tensors, one after another. */
    static double[] flat(Tensor... x) {
        return Arrays.stream(x).flatMapToDouble(one -> Arrays.stream(one.toArray())).toArray();
    }
}
