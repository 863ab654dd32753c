package org.cotangent.nn.train;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;
import org.cotangent.Tensor;
import org.cotangent.nn.data.Dataset;

/**
 * What must be the same for a training to go on where another stopped, as texts. Functions cannot
 * be compared: of the loss, schedules and callbacks only whether they are there is known.
 */
final class Fingerprint {
    private static final int MOST_ROWS = 1000;

    private Fingerprint() {}

    static <T> Map<String, String> of(Trainer<T> settings, Dataset<T> data) {
        Map<String, String> all = new LinkedHashMap<>();
        all.put("batch size", "" + settings.batchSize);
        all.put("data", of(data));
        all.put("validation data", settings.validation == null ? "none" : of(settings.validation));
        all.put("metrics", settings.metrics.keySet().toString());
        all.put("early stopping", String.valueOf(settings.earlyStopping));
        all.put("schedule of epochs", "" + (settings.epochSchedule != null));
        all.put("schedule of steps", "" + (settings.stepSchedule != null));
        all.put("plateau", "" + (settings.plateau != null));
        all.put("regularizers", "" + settings.regularizers.size());
        all.put("max-norm", String.valueOf(settings.maxNorm));
        all.put("callbacks", "" + settings.callbacks.size());
        all.put("parameter statistics", "" + settings.norms);
        return all;
    }

    /** The shape of the data, and a checksum of at most 1000 rows, evenly spaced. */
    private static <T> String of(Dataset<T> data) {
        int rows = data.rows();
        int count = Math.min(rows, MOST_ROWS);
        int[] some = new int[count];
        Arrays.setAll(some, i -> (int) ((long) i * rows / count));
        Dataset<T> sample = data.select(some);
        CRC32C crc = new CRC32C();
        add(crc, sample.inputs().toArray());
        if (sample.targets() instanceof int[] classes) {
            add(crc, Arrays.stream(classes).asDoubleStream().toArray());
        } else if (sample.targets() instanceof Tensor values) {
            add(crc, values.toArray());
        }
        return String.format(
                Locale.ROOT,
                "inputs %s, checksum %08x",
                Arrays.toString(data.inputs().shape()),
                crc.getValue());
    }

    private static void add(CRC32C crc, double[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(8);
        for (double value : values) {
            bytes.putDouble(0, value);
            crc.update(bytes.array());
        }
    }
}
