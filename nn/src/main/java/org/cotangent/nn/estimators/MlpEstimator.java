package org.cotangent.nn.estimators;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.State;
import org.cotangent.nn.data.Dataset;
import org.cotangent.nn.data.Standardizer;
import org.cotangent.nn.data.Transform;
import org.cotangent.nn.files.Checkpoints;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;

/**
 * What estimators have in common: settings, normalised inputs, training with early stopping, files.
 *
 * @param <S> the estimator, which the settings return
 * @param <T> the targets that its model is trained on
 */
abstract class MlpEstimator<S extends MlpEstimator<S, T>, T> {
    private static final int PREDICTED_AT_ONCE = 4096;

    private final String kind;
    Settings settings = new Settings();
    private Progress progress = Progress.none();
    private Fitted fitted;

    MlpEstimator(String kind) {
        this.kind = kind;
    }

    abstract S self();

    /** A trainer with loss and metrics. */
    abstract Trainer<T> trainer(Mlp model, Adam optimizer);

    /** The loss of each row. */
    abstract double[] losses(Tensor outputs, T targets);

    /** Rows to train on, and rows to stop by. */
    abstract int[][] divided(T targets, int rows, SeededRandom random, double heldOut);

    /**
     * Sets the widths of the hidden layers, from input to output; 100 unless said otherwise.
     *
     * @param widths each at least 1; none at all gives a linear model
     * @return this estimator
     * @throws IllegalArgumentException if a width is below 1
     */
    public S hidden(int... widths) {
        if (Arrays.stream(widths).anyMatch(width -> width < 1)) {
            throw new IllegalArgumentException(
                    kind + ": hidden widths " + Arrays.toString(widths) + "; each at least 1");
        }
        settings = settings.withHidden(widths.clone());
        return self();
    }

    /**
     * Sets the activation of the hidden layers; {@link Activation#RELU} unless said otherwise.
     *
     * @param choice the activation
     * @return this estimator
     */
    public S activation(Activation choice) {
        settings =
                settings.withActivation(
                        Objects.requireNonNull(choice, kind + ": the activation is null"));
        return self();
    }

    /**
     * Sets the learning rate of Adam; 0.001 unless said otherwise.
     *
     * @param rate above 0 and finite
     * @return this estimator
     * @throws IllegalArgumentException if the rate is not such a number
     */
    public S learningRate(double rate) {
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    kind + ": learning rate " + rate + "; above 0 and finite expected");
        }
        settings = settings.withLearningRate(rate);
        return self();
    }

    /**
     * Sets how often to go through the data at most. Unless said otherwise 100 times, and as often
     * as it takes for 3000 batches if the data are few.
     *
     * @param count at least 1
     * @return this estimator
     * @throws IllegalArgumentException if the number is below 1
     */
    public S epochs(int count) {
        settings = settings.withEpochs(positive("epochs", count));
        return self();
    }

    /**
     * Sets how many rows a batch has. Unless said otherwise a fiftieth of the rows, but at least 32
     * and at most 200.
     *
     * @param rows at least 1
     * @return this estimator
     * @throws IllegalArgumentException if the number is below 1
     */
    public S batchSize(int rows) {
        settings = settings.withBatchSize(positive("batch size", rows));
        return self();
    }

    /**
     * Sets the strength of the penalty on large weights, l2 / 2 · Σ w² over all weights but biases,
     * added to the mean loss. Unless said otherwise 0.0001; with fewer than 1000 rows, of which
     * some are held out, the strongest of 0.0001, 0.01 and 0.1 that is as good on these as the best
     * up to one standard error.
     *
     * @param strength finite, 0 or more
     * @return this estimator
     * @throws IllegalArgumentException if the strength is not such a number
     */
    public S l2(double strength) {
        if (!(strength >= 0 && strength < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    kind + ": l2 " + strength + "; finite and not negative expected");
        }
        settings = settings.withL2(strength);
        return self();
    }

    /**
     * Sets when to stop early: when the loss on a part of the rows that is held out has not got
     * better for some epochs. The weights of the best epoch are kept. Unless said otherwise 15 % of
     * the rows and 10 epochs, or as many as take 300 batches; with fewer than 40 rows nothing is
     * held out unless it is said here, and with fewer than 1000 rows the model is trained once
     * more, on all rows, for as many epochs as were best.
     *
     * @param heldOut the fraction of the rows that is held out, between 0 and 1
     * @param patience how many epochs to wait, at least 1
     * @return this estimator
     * @throws IllegalArgumentException if the fraction or the number is outside its range
     */
    public S earlyStopping(double heldOut, int patience) {
        if (!(heldOut > 0 && heldOut < 1)) {
            throw new IllegalArgumentException(
                    kind + ": fraction held out " + heldOut + "; between 0 and 1 expected");
        }
        settings = settings.withEarlyStopping(heldOut, positive("patience", patience));
        return self();
    }

    /**
     * Trains on all rows, through all epochs.
     *
     * @return this estimator
     */
    public S withoutEarlyStopping() {
        settings = settings.withEarlyStopping(0, 0);
        return self();
    }

    /**
     * Sets where chance starts; 0 unless said otherwise. The same seed, settings and data give the
     * same model, bit for bit.
     *
     * @param number any number
     * @return this estimator
     */
    public S seed(long number) {
        settings = settings.withSeed(number);
        return self();
    }

    /**
     * Sets how to show where training stands; not at all unless said otherwise.
     *
     * @param choice as {@link Progress#auto()}
     * @return this estimator
     */
    public S progress(Progress choice) {
        progress = Objects.requireNonNull(choice, kind + ": the progress is null");
        return self();
    }

    private int positive(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(
                    kind + ": " + what + " " + number + "; it must be at least 1");
        }
        return number;
    }

    final String kind() {
        return kind;
    }

    final boolean isFitted() {
        return fitted != null;
    }

    final Fitted fitted() {
        if (fitted == null) {
            throw new IllegalStateException(
                    kind + ": nothing was learned yet; call fit or partialFit first, or load");
        }
        return fitted;
    }

    /**
     * The model that was trained, which takes {@linkplain #scaling() scaled} inputs.
     *
     * @return the perceptron
     * @throws IllegalStateException if nothing was learned yet
     */
    public Mlp model() {
        return fitted().model();
    }

    /**
     * What is done with the inputs before they reach the model.
     *
     * @return the transformation that was learned from the rows trained on
     * @throws IllegalStateException if nothing was learned yet
     */
    public Transform scaling() {
        return fitted().scaling();
    }

    /**
     * Losses and metrics of the last training, epoch by epoch: of that with a part held out, where
     * the model was trained once more on all rows.
     *
     * @return the history of the last call of {@code fit} or {@code partialFit}
     * @throws IllegalStateException if there was none, as after loading
     */
    public History history() {
        if (fitted().history() == null) {
            throw new IllegalStateException(kind + ": it was loaded; files keep no history");
        }
        return fitted().history();
    }

    /** Refuses inputs that are not a matrix of finite numbers with rows. */
    final Tensor checked(Tensor x) {
        Objects.requireNonNull(x, () -> kind + ": the inputs are null");
        if (x.rank() != 2 || x.size(0) == 0 || x.size(1) == 0) {
            throw new IllegalArgumentException(
                    kind
                            + ": the inputs have shape "
                            + Arrays.toString(x.shape())
                            + "; they must be a matrix [rows, columns] with one row or more");
        }
        double[] numbers = x.toArray();
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isFinite(numbers[i])) {
                throw new IllegalArgumentException(
                        kind
                                + ": "
                                + numbers[i]
                                + " at row "
                                + i / x.size(1)
                                + ", column "
                                + i % x.size(1)
                                + " of the inputs; all numbers must be finite (Imputer fills"
                                + " missing ones)");
            }
        }
        return x.stopGradient();
    }

    /** Refuses inputs that are not like those trained on. */
    final Tensor fitting(Tensor x) {
        int columns = fitted().scaling().inputs();
        checked(x);
        if (x.size(1) != columns) {
            throw new IllegalArgumentException(
                    kind
                            + ": the inputs have shape "
                            + Arrays.toString(x.shape())
                            + "; it was trained on "
                            + columns
                            + " columns");
        }
        return x.stopGradient();
    }

    /** The rows of an array, which must be of the same length. */
    final Tensor matrix(double[][] rows) {
        Objects.requireNonNull(rows, () -> kind + ": the inputs are null");
        for (int r = 0; r < rows.length; r++) {
            if (rows[r].length != rows[0].length) {
                throw new IllegalArgumentException(
                        kind
                                + ": row "
                                + r
                                + " of the inputs has "
                                + rows[r].length
                                + " numbers, row 0 has "
                                + rows[0].length);
            }
        }
        return rows.length == 0 ? Tensor.zeros(0, 0) : Tensor.of(rows);
    }

    /**
     * Trains a new model. Where the data are few, penalties of different strength are tried, and
     * the strongest is taken that is as good on the rows held out as the best, up to one standard
     * error of that (L. Breiman et al., "Classification and Regression Trees", 1984); the model is
     * then trained on all rows for as many epochs.
     */
    final void train(Dataset<T> data, int outputs) {
        SeededRandom random = new SeededRandom(settings.seed());
        double heldOut = settings.heldOut(data.rows());
        if (heldOut == 0) {
            double strength = settings.strengths(0)[0];
            fitted = trained(data, null, outputs, random, strength, settings.epochs(data.rows()));
            return;
        }
        if (data.rows() < 2) {
            throw new IllegalArgumentException(
                    kind + ": 1 row, of which none can be held out for early stopping");
        }
        int[][] parts = divided(data.targets(), data.rows(), random, heldOut);
        Dataset<T> training = data.select(parts[0]);
        Dataset<T> validation = data.select(parts[1]);
        State start = random.state();
        int epochs = settings.epochs(training.rows());
        List<Fitted.Trial> trials = new ArrayList<>();
        for (double strength : settings.strengths(data.rows())) {
            random = new SeededRandom(0);
            random.restore(start);
            Fitted by = trained(training, validation, outputs, random, strength, epochs);
            double[] losses = losses(outputs(by, validation.inputs()), validation.targets());
            trials.add(new Fitted.Trial(by, losses));
        }
        fitted = Fitted.Trial.chosen(trials).fitted();
        if (settings.isRefitted(data.rows())) {
            random = new SeededRandom(0);
            random.restore(start);
            int enough = Math.max(1, fitted.history().bestEpoch().orElse(epochs));
            fitted =
                    trained(data, null, outputs, random, fitted.strength(), enough)
                            .with(fitted.history());
        }
    }

    private Fitted trained(
            Dataset<T> training,
            Dataset<T> validation,
            int outputs,
            SeededRandom random,
            double strength,
            int epochs) {
        Fitted next = fresh(training.inputs(), outputs, random, strength);
        Trainer<T> trainer =
                trainer(next.model(), next.optimizer())
                        .progress(progress)
                        .batchSize(settings.batchSize(training.rows()))
                        .epochs(epochs);
        if (validation != null) {
            trainer.validate(validation.mapInputs(next.scaling()::apply))
                    .earlyStopping(settings.earlyStopping(training.rows()));
        }
        return next.with(trainer.fit(scaled(training, next), random));
    }

    /** Goes through data once, with the model there is or with a new one. */
    final void trainPartly(Dataset<T> data, int outputs) {
        Fitted next =
                fitted != null
                        ? fitted
                        : fresh(
                                data.inputs(),
                                outputs,
                                new SeededRandom(settings.seed()),
                                settings.strengths(0)[0]);
        Tensor[] values = Parameter.values(next.model().parameters());
        State optimizer = next.optimizer().state();
        State random = next.random().state();
        try {
            History history =
                    trainer(next.model(), next.optimizer())
                            .progress(progress)
                            .batchSize(settings.batchSize(data.rows()))
                            .epochs(1)
                            .fit(scaled(data, next), next.random());
            fitted = next.with(history);
        } catch (RuntimeException e) {
            // as if it had not been called
            for (int i = 0; i < values.length; i++) {
                next.model().parameters().get(i).set(values[i]);
            }
            next.optimizer().restore(optimizer);
            next.random().restore(random);
            throw e;
        }
    }

    private Dataset<T> scaled(Dataset<T> data, Fitted by) {
        return data.mapInputs(by.scaling()::apply);
    }

    private Fitted fresh(Tensor inputs, int outputs, SeededRandom random, double strength) {
        int[] widths = settings.widths(inputs.size(1), outputs);
        return new Fitted(
                widths,
                settings.activation(),
                strength,
                new Mlp(widths, settings.activation(), Activation.LINEAR, random),
                Standardizer.fit(inputs),
                settings.optimizer(strength),
                random,
                null);
    }

    /** What the model says of inputs that were checked. */
    final Tensor outputs(Tensor x) {
        return outputs(fitted(), x);
    }

    private static Tensor outputs(Fitted by, Tensor x) {
        int rows = x.size(0);
        Tensor[] pieces = new Tensor[(rows - 1) / PREDICTED_AT_ONCE + 1];
        for (int i = 0; i < pieces.length; i++) {
            int from = i * PREDICTED_AT_ONCE;
            Tensor some = x.slice(0, from, Math.min(rows, from + PREDICTED_AT_ONCE));
            pieces[i] =
                    Tensor.unrecorded(() -> by.model().apply(by.scaling().apply(some)))
                            .stopGradient();
        }
        return pieces.length == 1 ? pieces[0] : Tensor.concat(0, pieces);
    }

    /** Writes what is needed to predict and to go on, and what the estimator adds. */
    final void write(Path file, Map<String, State> more) throws IOException {
        Fitted by = fitted();
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : by.model().parameters()) {
            weights.put(parameter.name(), parameter.value());
        }
        Map<String, State> states = new LinkedHashMap<>();
        states.put("settings", settings.state());
        states.put("model", Models.state(kind, by, weights));
        states.put("scaling", by.scaling().state());
        states.put("optimizer", by.optimizer().state());
        states.put("random", by.random().state());
        states.putAll(more);
        // as states only: a model would have to be there before its file is read
        Checkpoints.write(file, x -> x, states);
    }

    /** Takes over what was written; nothing is changed if it throws. */
    final void restore(Map<String, State> states) {
        Settings read = Settings.of(states.get("settings"));
        State state = states.get("model").require(kind);
        int[] widths = Models.widths(state);
        Activation activation = Models.activation(state);
        Mlp model = Models.model(state);
        Transform scaling = Standardizer.of(states.get("scaling"));
        if (scaling.outputs() != widths[0]) {
            throw new IllegalArgumentException(
                    kind
                            + ": the scaling puts out "
                            + scaling.outputs()
                            + " columns, the model takes "
                            + widths[0]);
        }
        Adam optimizer = read.optimizer(state.number("l2"));
        optimizer.restore(states.get("optimizer"));
        SeededRandom random = new SeededRandom(0);
        random.restore(states.get("random"));
        settings = read;
        fitted =
                new Fitted(
                        widths,
                        activation,
                        state.number("l2"),
                        model,
                        scaling,
                        optimizer,
                        random,
                        null);
    }

    /** The number of outputs of what was read. */
    final int outputs() {
        int[] widths = fitted().widths();
        return widths[widths.length - 1];
    }

    static Map<String, State> read(Path file, String... more) throws IOException {
        Map<String, State> states = Checkpoints.read(file, x -> x);
        List<String> expected =
                new ArrayList<>(List.of("settings", "model", "scaling", "optimizer", "random"));
        expected.addAll(List.of(more));
        if (!states.keySet().containsAll(expected)) {
            throw new IllegalArgumentException(
                    "it holds " + states.keySet() + "; " + expected + " expected");
        }
        return states;
    }
}
