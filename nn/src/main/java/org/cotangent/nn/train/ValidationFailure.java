package org.cotangent.nn.train;

import org.cotangent.Tensor;
import org.cotangent.nn.data.Dataset;

/** The exception for a failed validation after an epoch. */
final class ValidationFailure {
    private ValidationFailure() {}

    /** The same failure with the place, and the layer if numbers were not finite. */
    static <T> RuntimeException of(
            String where, Trainer<T> settings, Dataset<T> data, RuntimeException failure) {
        boolean numbers = failure instanceof ArithmeticException;
        boolean misfit =
                failure.getClass() == IllegalArgumentException.class
                        || failure instanceof IndexOutOfBoundsException;
        if (!numbers && !misfit) {
            return failure;
        }
        String detail = "";
        try {
            for (int from = 0; from < data.rows() && detail.isEmpty(); from += settings.batchSize) {
                int[] rows = new int[Math.min(settings.batchSize, data.rows() - from)];
                for (int i = 0; i < rows.length; i++) {
                    rows[i] = from + i;
                }
                Tensor outputs = settings.model.apply(data.select(rows).inputs());
                if (!Guard.finite(outputs)) {
                    numbers = true;
                    detail = "the outputs are not finite" + Guard.forward(outputs) + ". ";
                } else {
                    detail =
                            DataChecks.classWithoutOutput(
                                    "validation data", data.targets(), outputs);
                }
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        String message = where + detail + failure.getMessage();
        RuntimeException placed =
                numbers ? new ArithmeticException(message) : new IllegalArgumentException(message);
        placed.initCause(failure);
        return placed;
    }
}
