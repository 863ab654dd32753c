package org.cotangent.samples.networks;

import java.util.List;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.plot.Panels;
import org.cotangent.nn.train.History;

/** The curves of a classifier's training: loss and accuracy, side by side. */
final class Curves {
    private static final String TRAINING = "training";
    private static final String VALIDATION = "validation";

    private Curves() {}

    static Panels of(History history) {
        Chart loss =
                new Chart("Loss")
                        .xLabel("epoch")
                        .yLabel("cross-entropy")
                        .logY() // it falls by factors, not by amounts
                        .line(TRAINING, history.losses())
                        .line(VALIDATION, history.validationLosses());
        Chart accuracy =
                new Chart("Accuracy")
                        .xLabel("epoch")
                        .yLabel("samples told right, %")
                        .line(TRAINING, percent(history.metric("accuracy")))
                        .line(VALIDATION, percent(history.validationMetric("accuracy")));
        return new Panels(2, List.of(loss, accuracy));
    }

    private static double[] percent(double[] fractions) {
        double[] percent = new double[fractions.length];
        for (int i = 0; i < percent.length; i++) {
            percent[i] = 100 * fractions[i];
        }
        return percent;
    }
}
