package org.cotangent.nn.internal;

import java.util.Arrays;
import org.cotangent.Tensor;

/** Checks of the inputs of layers and of their settings. */
public final class LayerChecks {
    private LayerChecks() {}

    /** Refuses an input whose last axis does not fit. */
    public static void lastAxis(String name, Tensor x, String part, Tensor fixed, int extent) {
        Checks.present(name, "the input", x);
        if (x.rank() == 0 || x.size(-1) != extent) {
            throw Checks.illegal(
                    "%s: the input has shape %s and the %s %s; the last axis of the input must"
                            + " have extent %s",
                    name, x.shape(), part, fixed.shape(), extent);
        }
    }

    /** The extent of an axis, negative ones from the last; refused where there is no such axis. */
    public static int axis(String name, Tensor x, int axis) {
        Checks.present(name, "the input", x);
        if (axis < -x.rank() || axis >= x.rank()) {
            throw Checks.illegal(
                    "%s: the input has shape %s; it must have an axis %s", name, x.shape(), axis);
        }
        return x.size(axis);
    }

    /** Refuses values of another shape than those that they are to replace. */
    public static void sameShape(
            String name, String what, Tensor given, String owner, Tensor value) {
        if (!Arrays.equals(Checks.present(name, "the " + what, given).shape(), value.shape())) {
            throw Checks.illegal(
                    "%s: the %s has shape %s, the %s %s; they must be the same",
                    name, what, given.shape(), owner, value.shape());
        }
    }

    /** The product of extents, refused where no tensor has as many elements. */
    public static int elements(String name, String what, int... extents) {
        long count = 1;
        for (int extent : extents) {
            count *= extent;
            if (count > Integer.MAX_VALUE) {
                throw Checks.illegal(
                        "%s: %s %s would have more than %s elements",
                        name, what, extents, Integer.MAX_VALUE);
            }
        }
        return (int) count;
    }

    /** Weights that must be a matrix with rows and columns. */
    public static Tensor matrix(String name, Tensor weights) {
        if (weights.rank() != 2 || weights.size() == 0) {
            throw Checks.illegal(
                    "%s: weights of shape %s; a matrix expected", name, weights.shape());
        }
        return weights;
    }
}
