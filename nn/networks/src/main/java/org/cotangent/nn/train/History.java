package org.cotangent.nn.train;

import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.TextTableWriter;

/**
 * The losses and the metrics of every epoch of a training, on the training and the validation data.
 * Immutable.
 *
 * <p>The training results of an epoch are means over the batches as they came, each weighted by its
 * rows and taken before the update that it led to, in training mode: they belong to a model that
 * was still changing, and may be worse than the validation results, which are taken after the
 * epoch.
 */
public final class History {
    private static final int SHOWN = 20; // epochs at either end of a long table

    private final List<Epoch> epochs;
    private final String stopped;
    private final int best;

    /** Best is 0 without early stopping; stopped is null if all epochs were trained. */
    History(List<Epoch> epochs, String stopped, int best) {
        this.epochs = List.copyOf(epochs);
        this.stopped = stopped;
        this.best = best;
    }

    /**
     * How many epochs were trained.
     *
     * @return at least 1
     */
    public int epochs() {
        return epochs.size();
    }

    /**
     * All that is kept, epoch by epoch.
     *
     * @return an unmodifiable list of at least one
     */
    public List<Epoch> list() {
        return epochs;
    }

    /**
     * The last epoch.
     *
     * @return the epoch
     */
    public Epoch last() {
        return epochs.get(epochs.size() - 1);
    }

    /**
     * The training loss of each epoch, without penalties.
     *
     * @return a new array, one number an epoch
     */
    public double[] losses() {
        return column(epoch -> epoch.training().loss());
    }

    /**
     * The penalty of the regularizers in each epoch.
     *
     * @return a new array, one number an epoch; zeros without regularizers
     */
    public double[] penalties() {
        return column(Epoch::penalty);
    }

    /**
     * The learning rate at the end of each epoch.
     *
     * @return a new array, one number an epoch; NaN if the optimizer has none
     */
    public double[] learningRates() {
        return column(Epoch::learningRate);
    }

    /**
     * The training loss of the last epoch.
     *
     * @return the loss
     */
    public double finalLoss() {
        return last().training().loss();
    }

    /**
     * A training metric of each epoch.
     *
     * @param name its name, as "accuracy"
     * @return a new array, one number an epoch; NaN for an epoch that has none
     * @throws IllegalArgumentException if there is no metric of that name
     */
    public double[] metric(String name) {
        requireMetric(name, metrics());
        return column(epoch -> number(epoch.training(), name));
    }

    /**
     * A training metric of the last epoch.
     *
     * @param name its name, as "accuracy"
     * @return its value
     * @throws IllegalArgumentException if there is no metric of that name
     */
    public double finalMetric(String name) {
        requireMetric(name, metrics());
        return number(last().training(), name);
    }

    /**
     * The names of the metrics: those of the trainer, numbers that steps reported, losses that they
     * added, and the losses of the turns if there are several.
     *
     * @return an unmodifiable set, in the order in which they first came
     */
    public Set<String> metrics() {
        return names(Epoch::training);
    }

    private Set<String> validationMetrics() {
        return names(epoch -> epoch.validation().orElseThrow());
    }

    private Set<String> names(Function<Epoch, LossAndMetrics> results) {
        Set<String> names = new LinkedHashSet<>();
        epochs.forEach(epoch -> names.addAll(results.apply(epoch).metrics().keySet()));
        return Collections.unmodifiableSet(names);
    }

    private static double number(LossAndMetrics results, String name) {
        return results.metrics().getOrDefault(name, Double.NaN);
    }

    /**
     * Whether there were validation data.
     *
     * @return true if every epoch has validation results, false if none has
     */
    public boolean hasValidation() {
        return last().validation().isPresent();
    }

    /**
     * The validation loss after each epoch.
     *
     * @return a new array, one number an epoch
     * @throws IllegalStateException if there were no validation data
     */
    public double[] validationLosses() {
        requireValidation();
        return column(epoch -> epoch.validation().orElseThrow().loss());
    }

    /**
     * A validation metric after each epoch.
     *
     * @param name its name, as "accuracy"
     * @return a new array, one number an epoch
     * @throws IllegalArgumentException if there is no metric of that name
     * @throws IllegalStateException if there were no validation data
     */
    public double[] validationMetric(String name) {
        requireValidation();
        requireMetric(name, validationMetrics());
        return column(epoch -> number(epoch.validation().orElseThrow(), name));
    }

    /**
     * Why training ended before its last epoch.
     *
     * @return the reason, as early stopping or a callback gave it; empty if all epochs were trained
     */
    public Optional<String> stopped() {
        return Optional.ofNullable(stopped);
    }

    /**
     * The epoch whose weights the model has now, if {@linkplain EarlyStopping early stopping}
     * watched for the best.
     *
     * @return its number, from 1; empty without early stopping
     */
    public OptionalInt bestEpoch() {
        return best == 0 ? OptionalInt.empty() : OptionalInt.of(best);
    }

    /**
     * The epoch whose weights the model has now, with its results; see {@link #bestEpoch()}. After
     * early stopping {@link #last()} and {@link #finalLoss()} differ from it.
     *
     * @return the epoch; empty without early stopping
     */
    public Optional<Epoch> best() {
        return best == 0 ? Optional.empty() : Optional.of(epochs.get(best - 1));
    }

    /**
     * The norms of parameters, gradients and updates in the last epoch, as an aligned table.
     *
     * @return a line a parameter after a line of names, without a line break at the end
     * @throws IllegalStateException if they were not asked for with {@link
     *     Trainer#parameterStatistics()}
     */
    public String parameterTable() {
        if (last().parameters().isEmpty()) {
            throw new IllegalStateException(
                    "history: no statistics of parameters were kept; ask for them with"
                            + " Trainer.parameterStatistics()");
        }
        return ParameterStatistics.table(last().parameters());
    }

    private double[] column(ToDoubleFunction<Epoch> number) {
        return epochs.stream().mapToDouble(number).toArray();
    }

    private static void requireMetric(String name, Set<String> names) {
        Objects.requireNonNull(name, "history: the name of the metric is null");
        if (!names.contains(name)) {
            throw Checks.illegal("history: no metric \"%s\"; there are %s", name, names);
        }
    }

    private void requireValidation() {
        if (!hasValidation()) {
            throw new IllegalStateException(
                    "history: there were no validation data; give them with Trainer.validate(...)");
        }
    }

    /** The columns of numbers by their names. */
    private Map<String, double[]> columns() {
        Map<String, double[]> all = new LinkedHashMap<>();
        all.put("learning rate", learningRates());
        all.put("loss", losses());
        all.put("penalty", penalties());
        metrics().forEach(name -> all.put(name, metric(name)));
        if (hasValidation()) {
            all.put("validation loss", validationLosses());
            validationMetrics()
                    .forEach(name -> all.put("validation " + name, validationMetric(name)));
        }
        return all;
    }

    /**
     * The epochs as text in CSV form (RFC 4180): a header, then a line an epoch with its number,
     * learning rate, loss, penalty, metrics and, if there were such data, validation loss and
     * metrics. Numbers in Java's shortest form that reads back to the same bits.
     *
     * @return lines that each end with a line feed
     */
    public String toCsv() {
        Map<String, double[]> columns = columns();
        StringBuilder text = new StringBuilder("epoch");
        columns.keySet().forEach(name -> text.append(',').append(quoted(name)));
        for (int i = 0; i < epochs.size(); i++) {
            text.append('\n').append(epochs.get(i).number());
            for (double[] column : columns.values()) {
                text.append(',').append(column[i]);
            }
        }
        return text.append('\n').toString();
    }

    private static String quoted(String name) {
        boolean plain = name.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? name : '"' + name.replace("\"", "\"\"") + '"';
    }

    /**
     * Writes {@link #toCsv()} to a file, in UTF-8.
     *
     * @param file where to; replaced if it exists
     * @throws IOException if it cannot be written
     */
    public void writeCsv(Path file) throws IOException {
        try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
            out.write(toCsv());
        }
    }

    /**
     * The epochs as an aligned table; columns that hold only zeros or NaN are left out. Of more
     * than 40 epochs the first and the last 20 are shown, and the best, which is marked.
     *
     * @return a line an epoch after a line of names, and the reason if training ended early;
     *     without a line break at the end
     */
    @Override
    public String toString() {
        List<String[]> rows = table();
        TextTableWriter table = new TextTableWriter(1, rows.get(0));
        rows.stream().skip(1).forEach(table::row);
        return table + (stopped == null ? "" : "\nstopped: " + stopped);
    }

    /** The cells of that table, row by row, the first of them the names of the columns. */
    List<String[]> table() {
        Map<String, double[]> columns = columns();
        columns.entrySet().removeIf(c -> !c.getKey().endsWith("loss") && !tells(c.getValue()));
        List<String> names = new ArrayList<>(List.of("epoch"));
        names.addAll(columns.keySet());
        if (best > 0) {
            names.add("");
        }
        List<String[]> rows = new ArrayList<>();
        rows.add(names.toArray(String[]::new));
        boolean elided = false;
        for (int i = 0; i < epochs.size(); i++) {
            if (i >= SHOWN && i < epochs.size() - SHOWN && i != best - 1) {
                if (!elided) {
                    rows.add(
                            names.stream()
                                    .map(n -> n.isEmpty() ? "" : "...")
                                    .toArray(String[]::new));
                }
                elided = true;
                continue;
            }
            elided = false;
            List<String> cells = new ArrayList<>(List.of("" + epochs.get(i).number()));
            for (double[] column : columns.values()) {
                cells.add(TextTableWriter.number(column[i]));
            }
            if (best > 0) {
                cells.add(i == best - 1 ? "best" : "");
            }
            rows.add(cells.toArray(String[]::new));
        }
        return rows;
    }

    private static boolean tells(double[] column) {
        return DoubleStream.of(column).anyMatch(x -> x != 0 && !Double.isNaN(x));
    }
}
