package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.cotangent.Tensor;

/** Sentences on the likely causes of a failed check, to be appended to a message. */
final class FailureHints {
    private static final double ROUNDED = 1e-6;
    private static final double LARGE = 100;

    private FailureHints() {}

    static String of(Tensor outputs, Dataset<Tensor, ?> data, boolean softmaxLoss) {
        List<String> hints = new ArrayList<>();
        if (softmaxLoss && areDistributions(outputs)) {
            hints.add(
                    "the outputs are probabilities already: softmax twice? Give the last layer the"
                            + " activation LINEAR");
        }
        if (data.targets() instanceof int[] classes && outputs.rank() == 2) {
            int most = 1 + Arrays.stream(classes).max().orElse(0);
            if (outputs.size(1) > most) {
                hints.add(
                        "there are "
                                + outputs.size(1)
                                + " outputs, and classes 0 .. "
                                + (most - 1)
                                + " only in these samples");
            }
        }
        if (data.targets() instanceof Tensor values
                && values.rank() == 1
                && outputs.rank() == 2
                && outputs.size(1) == 1) {
            hints.add(
                    "the outputs are "
                            + Arrays.toString(outputs.shape())
                            + " and the targets "
                            + Arrays.toString(values.shape())
                            + ": did the loss broadcast? Reshape the targets");
        }
        hints.addAll(scale(data.inputs()));
        StringBuilder text = new StringBuilder();
        hints.forEach(hint -> text.append(". Hint: ").append(hint));
        return text.toString();
    }

    private static boolean areDistributions(Tensor outputs) {
        if (outputs.rank() != 2 || outputs.size(1) < 2) {
            return false;
        }
        double[] all = outputs.toArray();
        int width = outputs.size(1);
        for (int row = 0; row < outputs.size(0); row++) {
            double sum = 0;
            for (int c = 0; c < width; c++) {
                double p = all[row * width + c];
                if (!(p >= 0 && p <= 1)) {
                    return false;
                }
                sum += p;
            }
            if (!(Math.abs(sum - 1) <= ROUNDED)) {
                return false;
            }
        }
        return true;
    }

    /** The first column of the inputs that is far from 0 or wide. */
    private static List<String> scale(Tensor inputs) {
        if (inputs.rank() != 2) {
            return List.of();
        }
        double[] all = inputs.toArray();
        int rows = inputs.size(0);
        int width = inputs.size(1);
        for (int c = 0; c < width; c++) {
            double sum = 0;
            for (int row = 0; row < rows; row++) {
                sum += all[row * width + c];
            }
            double mean = sum / rows;
            double squares = 0;
            for (int row = 0; row < rows; row++) {
                double off = all[row * width + c] - mean;
                squares += off * off;
            }
            double deviation = Math.sqrt(squares / rows);
            if (Math.abs(mean) > LARGE || deviation > LARGE) {
                return List.of(
                        String.format(
                                Locale.ROOT,
                                "column %d of the inputs has mean %.3g and deviation %.3g; scale"
                                        + " the inputs, as by a Standardizer",
                                c,
                                mean,
                                deviation));
            }
        }
        return List.of();
    }
}
