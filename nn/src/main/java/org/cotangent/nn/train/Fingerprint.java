package org.cotangent.nn.train;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.cotangent.Tensor;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.data.Dataset;
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

    static <T> Map<String, String> of(Trainer<T> settings, Dataset<T> data) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put(MODEL, ModelText.of(settings.model));
        all.put("loss", settings.softmax ? "softmax cross-entropy" : Describe.of(settings.loss));
        all.put("batch size", "" + settings.batchSize);
        all.put("data", of(data));
        all.put("validation data", settings.validation == null ? "none" : of(settings.validation));
        all.put("metrics", settings.metrics.keySet().toString());
        all.put("early stopping", Describe.of(settings.earlyStopping));
        all.put("schedule of epochs", of(settings.epochSchedule));
        all.put("schedule of steps", of(settings.stepSchedule));
        boolean ruled = settings.epochSchedule != null || settings.stepSchedule != null;
        all.put("learning rate", ruled || settings.plateau != null ? "by rule" : rate(settings));
        all.put("plateau", settings.plateau == null ? "none" : "" + settings.plateauMonitor);
        all.put(
                "regularizers",
                settings.regularizers.stream().map(Describe::of).toList().toString());
        all.put("max-norm", Describe.of(settings.maxNorm));
        List<String> remembering =
                settings.callbacks.stream()
                        .filter(Stateful.class::isInstance)
                        .map(Describe::type)
                        .toList();
        all.put("callbacks with a state", remembering.toString());
        all.put("parameter statistics", "" + settings.norms);
        return all;
    }

    /**
     * The learning rate at the start of the training; a saved state of the optimizer has the
     * current one.
     */
    private static String rate(Trainer<?> settings) {
        try {
            return "" + settings.optimizer.learningRate();
        } catch (UnsupportedOperationException e) {
            return "none";
        }
    }

    /** The text of a schedule, or its rates at 0, 1, 3, 7, 15 and so on as far as it has them. */
    private static String of(Schedule schedule) {
        if (schedule == null || !Describe.isLambda(schedule)) {
            return Describe.of(schedule);
        }
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

    /** The shape of the data, and a checksum of all of them. */
    private static <T> String of(Dataset<T> data) {
        CRC32C crc = new CRC32C();
        add(crc, data.inputs());
        if (data.targets() instanceof int[] classes) {
            ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES * classes.length);
            bytes.asIntBuffer().put(classes);
            crc.update(bytes);
        } else if (data.targets() instanceof Tensor values) {
            add(crc, values);
        }
        return String.format(
                Locale.ROOT,
                "inputs %s, checksum %08x",
                Arrays.toString(data.inputs().shape()),
                crc.getValue());
    }

    private static void add(CRC32C crc, Tensor values) {
        Rows.each(
                values,
                (row, numbers) -> {
                    ByteBuffer bytes = ByteBuffer.allocate(Double.BYTES * numbers.length);
                    bytes.asDoubleBuffer().put(numbers);
                    crc.update(bytes);
                });
    }
}
