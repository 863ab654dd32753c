package org.cotangent.nn.estimators;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.data.LabelEncoder;
import org.cotangent.nn.internal.Checks;

/** Checks of the labels of a classifier. */
final class LabelChecks {
    private static final String KIND = "mlp-classifier";

    private LabelChecks() {}

    static String[] texts(String[] y) {
        return Objects.requireNonNull(y, KIND + ": the labels are null");
    }

    static String[] texts(int[] y) {
        Objects.requireNonNull(y, KIND + ": the labels are null");
        return Arrays.stream(y).mapToObj(String::valueOf).toArray(String[]::new);
    }

    static LabelEncoder two(LabelEncoder encoder) {
        if (encoder.count() < 2) {
            throw Checks.illegal(
                    "%s: the only label is %s; two different ones or more expected",
                    KIND, encoder.classes());
        }
        return encoder;
    }

    /** The labels given in advance, or those that occur. */
    static LabelEncoder encoder(LabelEncoder announced, int[] y) {
        return announced != null ? announced : two(LabelEncoder.fit(y));
    }

    static LabelEncoder encoder(LabelEncoder announced, String[] y) {
        return announced != null ? announced : two(LabelEncoder.fit(y));
    }

    /** One label for each row. */
    static String[] fitting(Tensor x, String[] y) {
        if (x.rank() != 2 || x.size(0) != y.length) {
            throw Checks.illegal(
                    "%s: inputs of shape %s with %s labels; there must be one for each row",
                    KIND, x.shape(), y.length);
        }
        return y;
    }
}
