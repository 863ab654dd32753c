package org.cotangent.nn.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;
import org.cotangent.Tensor;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.optim.Schedule;

/**
 * The settings that must be equal for a training to be resumed from a checkpoint, as texts.
 * Functions cannot be compared: of a lambda only its presence is recorded, and of a schedule some
 * rates.
 */
final class Fingerprint {
    static final String MODEL = "model";
    private static final int DOUBLINGS = 12;

    private Fingerprint() {}

    static Map<String, String> of(TrainerSettings<?, ?, ?> settings, Batches<?> source) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(MODEL, ModelText.of(settings.model, settings.formats));
        all.putAll(texts(settings));
        if (Weighted.source(source) instanceof Shuffled<?> shuffled) {
            all.put("batch size", "" + shuffled.size());
        }
        all.put("data", data(source));
        all.put("validation data", data(settings.validation()));
        all.put(
                "turns",
                settings.turns().stream()
                        .map(turn -> turn.name() + " " + turn.parameters())
                        .collect(Collectors.joining("; ")));
        all.put("schedules", settings.schedules.stream().map(ScheduledRate::unit).toList() + "");
        settings.schedules.forEach(
                each -> all.put("schedule of " + each.unit(), rates(each.schedule())));
        boolean ruled = !settings.schedules.isEmpty() || settings.plateau != null;
        // at the start of the training; a saved state of the optimizer has the current one
        String rate = Double.isNaN(settings.learningRate()) ? "none" : "" + settings.learningRate();
        all.put("learning rate", ruled ? "by rule" : rate);
        all.put("plateau", settings.plateau == null ? "none" : "" + settings.plateau.monitor());
        List<String> remembering =
                settings.callbacks.stream()
                        .filter(Stateful.class::isInstance)
                        .map(Describe::type)
                        .toList();
        all.put("callbacks with a state", remembering.toString());
        all.put("parameter statistics", "" + settings.norms);
        return all;
    }

    /** The settings that reports show too; "none" or an empty list where there is none. */
    static Map<String, String> texts(TrainerSettings<?, ?, ?> settings) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("loss", settings.lossText());
        all.putAll(settings.ownTexts());
        int accumulated = settings.accumulated;
        all.put("accumulated batches", accumulated == 1 ? "none" : "" + accumulated);
        all.put(
                "regularizers",
                settings.regularizers.stream().map(Describe::of).toList().toString());
        all.put("max-norm", Describe.of(settings.maxNorm));
        all.put("early stopping", Describe.of(settings.earlyStopping));
        return all;
    }

    /** The rates of a schedule at 0, 1, 3, 7, 15 and so on as far as it has them. */
    private static String rates(Schedule schedule) {
        StringBuilder rates = new StringBuilder("rates");
        try {
            for (int i = 0; i <= DOUBLINGS; i++) {
                rates.append(' ').append(schedule.rate((1 << i) - 1));
            }
        } catch (RuntimeException e) {
            rates.append(" and no more");
        }
        return rates.toString();
    }

    /**
     * The extents of data in memory and a checksum of all of them; of others the text, "none" of
     * null.
     */
    private static String data(Batches<?> source) {
        if (!(Weighted.source(source) instanceof Shuffled<?> shuffled)) {
            return Describe.of(source);
        }
        CRC32C crc = new CRC32C();
        Rows.add(crc, shuffled.data());
        return Checks.text("%s, checksum %08x", described(shuffled.data()), crc.getValue());
    }

    private static String described(Object data) {
        return data instanceof Dataset<?, ?> samples && samples.inputs() instanceof Tensor x
                ? "inputs " + Arrays.toString(x.shape())
                : Rows.described(data);
    }
}
