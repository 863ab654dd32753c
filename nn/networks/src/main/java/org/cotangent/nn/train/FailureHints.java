package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

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
                        Checks.text(
                                "there are %s outputs, and classes 0 .. %s only in these samples",
                                outputs.size(1), most - 1));
            }
        }
        if (data.targets() instanceof Tensor values
                && values.rank() == 1
                && outputs.rank() == 2
                && outputs.size(1) == 1) {
            hints.add(
                    Checks.text(
                            "the outputs are %s and the targets %s: did the loss broadcast? Reshape"
                                    + " the targets",
                            outputs.shape(), values.shape()));
        }
        hints.addAll(scale(data.inputs()));
        return hints.stream().map(hint -> ". Hint: " + hint).collect(Collectors.joining());
    }

    private static boolean areDistributions(Tensor outputs) {
        if (outputs.rank() != 2 || outputs.size(1) < 2) {
            return false;
        }
        return Tensor.unrecorded(
                () ->
                        outputs.amin().value() >= 0
                                && outputs.amax().value() <= 1
                                && outputs.sum(1).sub(1).abs().amax().value() <= ROUNDED);
    }

    /** The first column of the inputs that is far from 0 or wide. */
    private static List<String> scale(Tensor inputs) {
        if (inputs.rank() != 2) {
            return List.of();
        }
        double[] means = inputs.mean(0).toArray();
        double[] deviations = inputs.std(Axes.of(0), 0).toArray();
        for (int c = 0; c < means.length; c++) {
            if (Math.abs(means[c]) > LARGE || deviations[c] > LARGE) {
                return List.of(
                        Checks.text(
                                "column %d of the inputs has mean %.3g and deviation %.3g; scale"
                                        + " the inputs, as by a Standardizer",
                                c, means[c], deviations[c]));
            }
        }
        return List.of();
    }
}
