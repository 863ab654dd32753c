package org.cotangent.nn.estimators;

import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/** Checks of the inputs of an estimator. */
final class InputChecks {
    private InputChecks() {}

    /** Refuses inputs that are not a matrix of finite numbers with rows. */
    static Tensor checked(String kind, Tensor x) {
        Objects.requireNonNull(x, () -> kind + ": the inputs are null");
        if (x.rank() != 2 || x.size(0) == 0 || x.size(1) == 0) {
            throw Checks.illegal(
                    "%s: the inputs have shape %s; they must be a matrix [rows, columns] with one"
                            + " row or more",
                    kind, x.shape());
        }
        double[] numbers = x.toArray();
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isFinite(numbers[i])) {
                throw Checks.illegal(
                        "%s: %s at row %s, column %s of the inputs; all numbers must be finite"
                                + " (Imputer fills missing ones)",
                        kind, numbers[i], i / x.size(1), i % x.size(1));
            }
        }
        return x.stopGradient();
    }

    /** The rows of an array, which must be of the same length. */
    static Tensor matrix(String kind, double[][] rows) {
        Objects.requireNonNull(rows, () -> kind + ": the inputs are null");
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != rows[0].length) {
                throw Checks.illegal(
                        "%s: row %s of the inputs has %s numbers, row 0 has %s",
                        kind, r, rows[r].length, rows[0].length);
            }
        }
        return rows.length == 0 ? Tensor.zeros(0, 0) : Tensor.of(rows);
    }
}
