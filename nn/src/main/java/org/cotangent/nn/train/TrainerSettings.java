package org.cotangent.nn.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.cotangent.internal.Text;

/** The settings of a trainer as texts for people, by their names. */
final class TrainerSettings {
    private TrainerSettings() {}

    static Map<String, String> of(Trainer<?> trainer, History history) {
        Map<String, String> all = new LinkedHashMap<>();
        boolean changed = Arrays.stream(history.learningRates()).distinct().count() > 1;
        String optimizer = Describe.of(trainer.optimizer);
        all.put("optimizer", changed ? optimizer + " at the end" : optimizer);
        all.put("learning rate", rates(trainer, history, changed));
        all.put("epochs", trainer.epochs + (trainer.earlyStopping == null ? "" : " at most"));
        all.put("batch size", "" + trainer.batchSize);
        all.put("loss", trainer.softmax ? "softmax cross-entropy" : Describe.of(trainer.loss));
        if (!trainer.metrics.isEmpty()) {
            all.put("metrics", String.join(", ", trainer.metrics.keySet()));
        }
        if (trainer.validation != null) {
            all.put("validation", trainer.validation.rows() + " samples");
        }
        if (!trainer.regularizers.isEmpty()) {
            all.put(
                    "regularizers",
                    trainer.regularizers.stream()
                            .map(Describe::of)
                            .collect(Collectors.joining(", ")));
        }
        if (trainer.maxNorm != null) {
            all.put("max-norm", Describe.of(trainer.maxNorm));
        }
        if (trainer.earlyStopping != null) {
            all.put("early stopping", Describe.of(trainer.earlyStopping));
        }
        return all;
    }

    private static String rates(Trainer<?> trainer, History history, boolean changed) {
        double[] rates = history.learningRates();
        double last = rates[rates.length - 1];
        if (Double.isNaN(last)) {
            return "none";
        }
        String rule =
                trainer.epochSchedule != null
                        ? ", by a schedule of epochs"
                        : trainer.stepSchedule != null
                                ? ", by a schedule of steps"
                                : trainer.plateau != null
                                        ? ", reduced on a plateau of " + trainer.plateauMonitor
                                        : "";
        return (changed
                        ? Text.number(rates[0])
                                + " in epoch 1, "
                                + Text.number(last)
                                + " in epoch "
                                + rates.length
                        : Text.number(last))
                + rule;
    }
}
