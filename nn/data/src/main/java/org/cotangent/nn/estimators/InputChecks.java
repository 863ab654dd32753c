package org.cotangent.nn.estimators;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Tensor;

/** Checks of the inputs of an estimator. */
final class InputChecks {
    private InputChecks() {}

    /** Refuses inputs that are not a matrix of finite numbers with rows. */
    static Tensor checked(String kind, Tensor x) {
        Objects.requireNonNull(x, () -> kind + ": the inputs are null");
        if (x.rank() != 2 || x.size(0) == 0 || x.size(1) == 0) {
            throw new IllegalArgumentException(
                    kind
                            + ": the inputs have shape "
                            + Arrays.toString(x.shape())
                            + "; they must be a matrix [rows, columns] with one row or more");
        }
        double[] numbers = x.toArray();
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isFinite(numbers[i])) {
                throw new IllegalArgumentException(
                        kind
                                + ": "
                                + numbers[i]
                                + " at row "
                                + i / x.size(1)
                                + ", column "
                                + i % x.size(1)
                                + " of the inputs; all numbers must be finite (Imputer fills"
                                + " missing ones)");
            }
        }
        return x.stopGradient();
    }

    /** The rows of an array, which must be of the same length. */
    static Tensor matrix(String kind, double[][] rows) {
        Objects.requireNonNull(rows, () -> kind + ": the inputs are null");
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != rows[0].length) {
                throw new IllegalArgumentException(
                        kind
                                + ": row "
                                + r
                                + " of the inputs has "
                                + rows[r].length
                                + " numbers, row 0 has "
                                + rows[0].length);
            }
        }
        return rows.length == 0 ? Tensor.zeros(0, 0) : Tensor.of(rows);
    }
}
