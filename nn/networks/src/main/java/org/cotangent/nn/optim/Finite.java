package org.cotangent.nn.optim;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/** A search for numbers that are NaN or infinite. */
final class Finite {
    private Finite() {}

    /** Whether all numbers of a part of an array are finite. */
    static boolean all(double[] a, int from, int to) {
        // 0 times a number is 0 or -0, and NaN if it is not finite; four sums do not wait for
        // each other
        double p = 0;
        double q = 0;
        double r = 0;
        double s = 0;
        int i = from;
        for (; i < to - 3; i += 4) {
            p += 0 * a[i];
            q += 0 * a[i + 1];
            r += 0 * a[i + 2];
            s += 0 * a[i + 3];
        }
        for (; i < to; i++) {
            p += 0 * a[i];
        }
        return p + q + (r + s) == 0;
    }

    static void require(String rule, String what, Parameter parameter, double[] a) {
        require(rule, what, parameter, a, "Look");
    }

    /** Refuses an array of the parameter's shape if something in it is not finite. */
    static void require(String rule, String what, Parameter parameter, double[] a, String look) {
        for (int i = 0; i < a.length; i++) {
            if (!Double.isFinite(a[i])) {
                throw Checks.arithmetic(
                        "%s: the %s of %s is %s at %s; nothing was updated. %s for a"
                                + " learning rate that is too large, or for inputs that are"
                                + " not finite",
                        rule,
                        what,
                        parameter.name(),
                        a[i],
                        Checks.index(i, parameter.value().shape()),
                        look);
            }
        }
    }

    /** The numbers of a tensor of a state; refused if they are not finite, or of another shape. */
    static double[] saved(String rule, State state, String name, int[] shape) {
        Tensor tensor = state.tensor(name);
        if (shape != null && !Arrays.equals(tensor.shape(), shape)) {
            throw Checks.illegal(
                    "%s: the state %s has shape %s; it must be %s, as the parameter. Nothing was"
                            + " changed",
                    rule, name, tensor.shape(), shape);
        }
        double[] numbers = tensor.toArray();
        if (!all(numbers, 0, numbers.length)) {
            throw Checks.illegal(
                    "%s: the state %s has a number that is NaN or infinite. Nothing was changed",
                    rule, name);
        }
        return numbers;
    }
}
