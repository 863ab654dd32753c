package org.cotangent.nn;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/** Checks of the inputs of layers and of their settings. */
final class LayerChecks {
    private LayerChecks() {}

    /** Refuses an input whose last axis does not fit. */
    static void lastAxis(String name, Tensor x, String part, Tensor fixed, int extent) {
        Checks.present(name, "the input", x);
        if (x.rank() == 0 || x.size(-1) != extent) {
            throw Checks.illegal(
                    "%s: the input has shape %s and the %s %s; the last axis of the input must"
                            + " have extent %s",
                    name, x.shape(), part, fixed.shape(), extent);
        }
    }

    /** Refuses values of another shape than those that they are to replace. */
    static void sameShape(String name, String what, Tensor given, String owner, Tensor value) {
        if (!Arrays.equals(Checks.present(name, "the " + what, given).shape(), value.shape())) {
            throw Checks.illegal(
                    "%s: the %s has shape %s, the %s %s; they must be the same",
                    name, what, given.shape(), owner, value.shape());
        }
    }

    /** The product of extents, refused where no tensor has as many elements. */
    static int elements(String name, String what, int... extents) {
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

    /** The first weights of a layer, of shape [inputs, outputs]. */
    static Tensor drawn(
            String name, int inputs, int outputs, Initializer initializer, RandomGenerator random) {
        Checks.present(name, "the initializer", initializer);
        Checks.present(name, "the random generator", random);
        elements(name, "weights", inputs, outputs);
        double[] values = initializer.values(inputs, outputs, random);
        if (values.length != (long) inputs * outputs) {
            throw Checks.illegal(
                    "%s: the initializer returned %s values for weights [%s, %s]; there must be"
                            + " inputs times outputs",
                    name, values.length, inputs, outputs);
        }
        return Tensor.of(values, inputs, outputs);
    }

    /** Weights that must be a matrix with rows and columns. */
    static Tensor matrix(String name, Tensor weights) {
        if (weights.rank() != 2 || weights.size() == 0) {
            throw Checks.illegal(
                    "%s: weights of shape %s; a matrix expected", name, weights.shape());
        }
        return weights;
    }
}
