package org.cotangent.nn.train;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Module;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.Dataset;

/** Checks of data before a training, and of data on which a training has failed. */
final class DataChecks {
    private static final int MOST_ROWS = 8;

    private DataChecks() {}

    /** Refuses inputs that are not finite, and names the first of them. */
    static void requireFinite(String what, Tensor inputs) {
        int width = inputs.size() / inputs.size(0);
        Rows.each(
                inputs,
                (row, numbers) -> {
                    for (int i = 0; i < numbers.length; i++) {
                        if (!Double.isFinite(numbers[i])) {
                            throw new ArithmeticException(
                                    what
                                            + ": the input at row "
                                            + (row + i / width)
                                            + (inputs.rank() == 1
                                                    ? ""
                                                    : ", column " + column(inputs, i % width))
                                            + " is "
                                            + numbers[i]
                                            + "; inputs must be finite. An Imputer fills in what is"
                                            + " missing");
                        }
                    }
                });
    }

    private static String column(Tensor inputs, int position) {
        int[] shape = inputs.shape();
        if (shape.length == 2) {
            return "" + position;
        }
        int[] index = new int[shape.length - 1];
        for (int axis = index.length - 1, rest = position; axis >= 0; axis--) {
            index[axis] = rest % shape[axis + 1];
            rest /= shape[axis + 1];
        }
        return Arrays.toString(index);
    }

    /** The first class for which the model has no output, as a sentence; empty if there is none. */
    static String classWithoutOutput(String what, Object targets, Tensor outputs) {
        if (!(targets instanceof int[] classes) || outputs == null || outputs.rank() != 2) {
            return "";
        }
        int width = outputs.size(1);
        for (int row = 0; row < classes.length; row++) {
            if (classes[row] >= width) {
                return what
                        + ": class "
                        + classes[row]
                        + " at row "
                        + row
                        + "; the model has "
                        + (width == 1 ? "1 output" : width + " outputs")
                        + ", so classes are 0 .. "
                        + (width - 1)
                        + " (are they counted from 1? A LabelEncoder counts from 0). ";
            }
        }
        return "";
    }

    /** Some rows, as "17, 4, 3, ..." */
    static String rows(int[] order, int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < Math.min(to, from + MOST_ROWS); i++) {
            text.append(i == from ? "" : ", ").append(order[i]);
        }
        return text.append(to - from > MOST_ROWS ? ", ..." : "").toString();
    }

    /**
     * Refuses a last batch of one row if the model has batch statistics that it is too small for.
     */
    static void requireNoSingleRow(Layer model, Dataset<?> data, int batchSize) {
        int size = Math.min(batchSize, data.rows());
        if (size > 1 && data.rows() % size != 1 || !normalizes(model)) {
            return;
        }
        Snapshot before = Snapshot.ofBuffers(model);
        try {
            Tensor.unrecorded(
                    () ->
                            model.forward(
                                    data.select(0).inputs(), Pass.training(new SeededRandom(0))));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "trainer: "
                            + data.rows()
                            + " rows in batches of "
                            + size
                            + " leave one of a single row, which has no batch statistics; choose"
                            + " another batch size or leave out a row: "
                            + e.getMessage(),
                    e);
        } finally {
            before.restoreBuffers(model);
        }
    }

    private static boolean normalizes(Module layer) {
        return layer instanceof BatchNorm
                || layer.children().stream().anyMatch(DataChecks::normalizes);
    }
}
