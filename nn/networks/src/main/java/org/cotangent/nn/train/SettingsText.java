package org.cotangent.nn.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cotangent.internal.Text;
import org.cotangent.nn.internal.Checks;

/** The settings of a trainer as texts for people, by their names. */
final class SettingsText {
    private SettingsText() {}

    static Map<String, String> of(TrainerSettings<?, ?, ?> trainer, History history) {
        Map<String, String> all = new LinkedHashMap<>();
        boolean changed = Arrays.stream(history.learningRates()).distinct().count() > 1;
        for (Turn<?, ?> turn : trainer.turns()) {
            String optimizer = Describe.of(turn.optimizer());
            all.put(
                    trainer.turns().size() == 1 ? "optimizer" : "optimizer of " + turn.name(),
                    changed ? optimizer + " at the end" : optimizer);
        }
        all.put("epochs", trainer.epochs + (trainer.earlyStopping == null ? "" : " at most"));
        all.putAll(Fingerprint.texts(trainer));
        all.put("metrics", String.join(", ", history.metrics()));
        all.values().removeAll(List.of("none", "[]", ""));
        all.computeIfPresent("regularizers", (name, list) -> list.substring(1, list.length() - 1));
        all.put("learning rate", rates(trainer, history, changed));
        Batches<?> validation = trainer.validation();
        if (validation != null) {
            all.put(
                    "validation",
                    Weighted.source(validation) instanceof Shuffled<?> data
                            ? Samples.count(data.data()) + " samples"
                            : Describe.of(validation));
        }
        return all;
    }

    private static String rates(
            TrainerSettings<?, ?, ?> trainer, History history, boolean changed) {
        double[] all = history.learningRates();
        double last = all[all.length - 1];
        if (Double.isNaN(last)) {
            return "none";
        }
        String text = Text.number(last);
        if (changed) {
            text =
                    Checks.text(
                            "%s in epoch 1, %s in epoch %s", Text.number(all[0]), text, all.length);
        }
        if (trainer.plateau != null) {
            return text + ", reduced on a plateau of " + trainer.plateau.monitor();
        }
        return trainer.schedules.stream()
                .map(each -> ", by a schedule of " + each.unit())
                .collect(Collectors.joining("", text, ""));
    }
}
