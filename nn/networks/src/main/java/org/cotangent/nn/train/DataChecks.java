package org.cotangent.nn.train;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Module;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.internal.Checks;

/** Checks of data before a training, and of data on which a training has failed. */
final class DataChecks {
    private static final int MOST_ROWS = 8;

    private DataChecks() {}

    /**
     * Refuses inputs in memory that are not finite, and names the first of them. NaN is for the
     * model to refuse if it is a layer that fills in what is missing.
     */
    static void requireFinite(String what, Batches<?> batches, Module model) {
        if (Weighted.source(batches) instanceof Shuffled<?> data) {
            requireFiniteInputs(what, data.data(), model);
        }
    }

    private static void requireFiniteInputs(String what, Object rows, Module model) {
        if (rows instanceof Pair<?, ?> both) {
            both.parts().forEach(each -> requireFiniteInputs(what, each, model));
        } else if (rows instanceof Samples<?> samples && !samples.parts().isEmpty()) {
            requireFiniteInputs(what, samples.parts().get(0), model);
        } else if (rows instanceof Tensor inputs) {
            requireFinite(what, inputs, model);
        }
    }

    private static void requireFinite(String what, Tensor inputs, Module model) {
        int width = inputs.size() / inputs.size(0);
        Rows.eachBlock(
                inputs,
                (row, numbers) -> {
                    for (int i = 0; i < numbers.length; i++) {
                        if (Double.isNaN(numbers[i]) && fills(model, inputs, row + i / width)) {
                            numbers[i] = 0; // and there may be an infinity in the same row
                        }
                        if (!Double.isFinite(numbers[i])) {
                            throw Checks.arithmetic(
                                    "%s: the input at row %s%s is %s; inputs must be finite. An"
                                            + " Imputer fills in what is missing",
                                    what,
                                    row + i / width,
                                    inputs.rank() == 1
                                            ? ""
                                            : ", column " + column(inputs, i % width),
                                    numbers[i]);
                        }
                    }
                });
    }

    /** Whether a model makes finite outputs of a row with gaps. */
    private static boolean fills(Module model, Tensor inputs, int row) {
        try {
            return model instanceof Layer layer
                    && Guard.finite(
                            Tensor.unrecorded(() -> layer.apply(inputs.slice(0, row, row + 1))));
        } catch (RuntimeException e) {
            return false; // as of a model that takes something else
        }
    }

    private static String column(Tensor inputs, int position) {
        int[] shape = inputs.shape();
        if (shape.length == 2) {
            return "" + position;
        }
        return Arrays.toString(Checks.index(position, Arrays.copyOfRange(shape, 1, shape.length)));
    }

    /** The refusal of inputs by a model, with a hint. */
    static IllegalArgumentException unfit(Tensor inputs, IllegalArgumentException refusal) {
        return inputs.rank() != 1
                ? refusal
                : new IllegalArgumentException(
                        Checks.text(
                                "%s. The inputs have rank 1; if each number is a row, give them the"
                                        + " shape of a matrix, reshape(n, 1)",
                                refusal.getMessage()),
                        refusal);
    }

    /** The refusal of outputs and targets by a loss, in rows of the whole data set. */
    static IllegalArgumentException misfit(
            Dataset<?, ?> batch, Tensor outputs, RuntimeException cause) {
        boolean column =
                batch.targets() instanceof Tensor t
                        && t.rank() == 1
                        && outputs.rank() == 2
                        && outputs.size(1) == 1;
        String hint = column ? ". Give the targets the shape of the outputs, reshape(n, 1)" : "";
        int[] origin = batch.origin();
        String text = " (the rows of this batch are those of the data set: %s)";
        String classes = classWithoutOutput("training data", batch, outputs);
        // the loss counts rows in the batch
        String message =
                classes.isEmpty()
                        ? cause.getMessage()
                                + hint
                                + (origin == null ? "" : Checks.text(text, rows(origin)))
                        : classes + "Nothing was updated";
        return new IllegalArgumentException(message, cause);
    }

    /** The first class for which the model has no output, as a sentence; empty if there is none. */
    private static String classWithoutOutput(String what, Dataset<?, ?> data, Tensor outputs) {
        if (!(data.targets() instanceof int[] classes) || outputs == null || outputs.rank() != 2) {
            return "";
        }
        int width = outputs.size(1);
        for (int row = 0; row < classes.length; row++) {
            if (classes[row] >= width) {
                return Checks.text(
                        "%s: class %s at row %s; the model has %s, so classes are 0 .. %s (are they"
                                + " counted from 1? A LabelEncoder counts from 0). ",
                        what,
                        classes[row],
                        data.origin() == null ? row : data.origin()[row],
                        width == 1 ? "1 output" : width + " outputs",
                        width - 1);
            }
        }
        return "";
    }

    /** Some rows, as "17, 4, 3, ..." */
    private static String rows(int[] all) {
        String first =
                Arrays.stream(all)
                        .limit(MOST_ROWS)
                        .mapToObj(Integer::toString)
                        .collect(Collectors.joining(", "));
        return first + (all.length > MOST_ROWS ? ", ..." : "");
    }

    /** A failed validation with the place, and the layer if numbers were not finite. */
    static RuntimeException failure(
            String where,
            Layer model,
            int batchSize,
            Dataset<Tensor, ?> data,
            RuntimeException failure) {
        boolean misfit =
                failure.getClass() == IllegalArgumentException.class
                        || failure instanceof IndexOutOfBoundsException;
        boolean numbers = failure instanceof ArithmeticException;
        if (!numbers && !misfit) {
            return failure;
        }
        String detail = "";
        try {
            for (int from = 0; from < data.rows() && detail.isEmpty(); from += batchSize) {
                int to = Math.min(from + batchSize, data.rows());
                Dataset<Tensor, ?> batch = data.select(IntStream.range(from, to).toArray());
                Tensor outputs = model.forward(batch.inputs(), Pass.evaluation());
                if (!Guard.finite(outputs)) {
                    numbers = true;
                    detail = "the outputs are not finite" + Guard.forward(outputs) + ". ";
                } else {
                    detail = classWithoutOutput("validation data", batch, outputs);
                }
            }
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        return Guard.placed(where + detail, failure, numbers);
    }

    /**
     * Refuses a last batch of one row if the model has batch statistics that it is too small for.
     */
    static void requireNoSingleRow(Layer model, Dataset<Tensor, ?> data, int batchSize) {
        int size = Math.min(batchSize, data.rows());
        if (size > 1 && data.rows() % size != 1 || !normalizes(model)) {
            return;
        }
        Pass pass = Pass.training(new SeededRandom(0));
        try {
            Tensor.unrecorded(() -> model.forward(data.select(0).inputs(), pass));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    Checks.text(
                            "trainer: %s rows in batches of %s leave one of a single row, which has no"
                                    + " batch statistics; choose another batch size or leave out a row: %s",
                            data.rows(), size, e.getMessage()),
                    e);
        } finally {
            pass.undo();
        }
    }

    private static boolean normalizes(Module layer) {
        return layer instanceof BatchNorm
                || layer.children().stream().anyMatch(DataChecks::normalizes);
    }
}
