package org.cotangent.nn;

import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;

/** Checks of the inputs of layers and of their settings. */
final class LayerChecks {
    private LayerChecks() {}

    static Tensor present(String name, Tensor x) {
        return Objects.requireNonNull(x, () -> name + ": the input is null");
    }

    /** The shape, as "[3, 4]". */
    static String text(Tensor x) {
        return Arrays.toString(x.shape());
    }

    /** Refuses an input whose last axis does not fit. */
    static void lastAxis(String name, Tensor x, String part, Tensor fixed, int extent) {
        present(name, x);
        if (x.rank() == 0 || x.size(-1) != extent) {
            throw new IllegalArgumentException(
                    name
                            + ": the input has shape "
                            + text(x)
                            + " and the "
                            + part
                            + " "
                            + text(fixed)
                            + "; the last axis of the input must have extent "
                            + extent);
        }
    }

    static int positive(String name, String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(
                    name + ": " + what + " " + number + "; it must be at least 1");
        }
        return number;
    }

    static double finite(String name, String what, double number) {
        if (!Double.isFinite(number)) {
            throw new IllegalArgumentException(
                    name + ": " + what + " " + number + "; it must be finite");
        }
        return number;
    }

    static double epsilon(String name, double epsilon) {
        if (!(epsilon >= 0 && epsilon < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    name + ": epsilon " + epsilon + "; it must be finite and not negative");
        }
        return epsilon;
    }

    /** The product of extents, refused where no tensor has as many elements. */
    static int elements(String name, String what, int... extents) {
        long count = 1;
        for (int extent : extents) {
            count *= extent;
            if (count > Integer.MAX_VALUE) {
                throw new IllegalArgumentException(
                        name
                                + ": "
                                + what
                                + " "
                                + Arrays.toString(extents)
                                + " would have more than "
                                + Integer.MAX_VALUE
                                + " elements");
            }
        }
        return (int) count;
    }

    /** The first weights of a layer, of shape [inputs, outputs]. */
    static Tensor drawn(
            String name, int inputs, int outputs, Initializer initializer, RandomGenerator random) {
        Objects.requireNonNull(initializer, () -> name + ": the initializer is null");
        Objects.requireNonNull(random, () -> name + ": the random generator is null");
        elements(name, "weights", inputs, outputs);
        double[] values = initializer.values(inputs, outputs, random);
        if (values.length != (long) inputs * outputs) {
            throw new IllegalArgumentException(
                    name
                            + ": the initializer returned "
                            + values.length
                            + " values for weights ["
                            + inputs
                            + ", "
                            + outputs
                            + "]; there must be inputs times outputs");
        }
        return Tensor.of(values, inputs, outputs);
    }

    /** Weights that must be a matrix with rows and columns. */
    static Tensor matrix(String name, Tensor weights) {
        if (weights.rank() != 2 || weights.size() == 0) {
            throw new IllegalArgumentException(
                    name + ": weights of shape " + text(weights) + "; a matrix expected");
        }
        return weights;
    }
}
