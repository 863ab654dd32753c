package org.cotangent.nn.estimators;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.data.LabelEncoder;

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
            throw new IllegalArgumentException(
                    KIND
                            + ": the only label is "
                            + encoder.classes()
                            + "; two different ones or more expected");
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
            throw new IllegalArgumentException(
                    KIND
                            + ": inputs of shape "
                            + Arrays.toString(x.shape())
                            + " with "
                            + y.length
                            + " labels; there must be one for each row");
        }
        return y;
    }
}
