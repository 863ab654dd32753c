package org.cotangent.nn.estimators;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.ModuleStates;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.State;
import org.cotangent.nn.data.Standardizer;
import org.cotangent.nn.data.Transform;
import org.cotangent.nn.files.States;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.History;
import org.cotangent.nn.train.SupervisedTrainer;

/**
 * The common base of the estimators: standardized inputs, training with early stopping, files.
 *
 * @param <S> the estimator, which the settings return
 * @param <T> the targets that its model is trained on
 */
abstract class MlpEstimator<S extends MlpEstimator<S, T>, T> extends Configurable<S> {
    private static final int PREDICTED_AT_ONCE = 4096;

    /** In the last part of a training on all rows, one over this, the learning rate falls to 0. */
    private static final int COOLING = 4;

    private static final String EXTRAS = "extras";

    private FittedModel fitted;
    private Map<String, State> extras = Map.of();

    MlpEstimator(String kind) {
        super(kind);
    }

    /** A trainer with loss and metrics. */
    abstract SupervisedTrainer<T> trainer(Mlp model, Adam optimizer);

    /** The loss of each row. */
    abstract double[] losses(Tensor outputs, T targets);

    /** Rows to train on, and rows to stop by. */
    abstract int[][] divided(T targets, int rows, SeededRandom random, double heldOut);

    /** The scaling of the targets, fitted to the training targets; null for none. */
    Standardizer learnedScaling(T targets) {
        return null;
    }

    /** The targets in the units of the model's outputs. */
    Dataset<Tensor, T> targetsScaled(Dataset<Tensor, T> data, FittedModel by) {
        return data;
    }

    /** A state with what this kind of estimator has beside the others. */
    abstract State withOwn(State state);

    /** Takes back what {@link #withOwn} added; the model is there already. */
    abstract void restoreOwn(State state);

    @Override
    final void separate() {
        fitted = isFitted() ? fitted.copy(settings.optimizer(fitted.strength())) : null;
    }

    final boolean isFitted() {
        return fitted != null;
    }

    final FittedModel fitted() {
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
     * The transform applied to the inputs before they reach the model.
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
            throw Checks.illegal(
                    "%s: the inputs have shape %s; they must be a matrix [rows, columns] with one"
                            + " row or more",
                    kind, x.shape());
        }
        requireFinite("inputs", x);
        return x.stopGradient();
    }

    /** Refuses numbers that are not finite, with the place of the first. */
    final void requireFinite(String what, Tensor x) {
        double[] numbers = x.toArray();
        int width = x.size() / x.size(0);
        for (int i = 0; i < numbers.length; i++) {
            if (!Double.isFinite(numbers[i])) {
                throw Checks.illegal(
                        "%s: %s at row %s, column %s of the %s; all numbers must be finite"
                                + " (Imputer fills missing ones)",
                        kind, numbers[i], i / width, i % width, what);
            }
        }
    }

    /** Refuses inputs that are not like those trained on. */
    final Tensor fitting(Tensor x) {
        int columns = fitted().scaling().inputs();
        Tensor inputs = checked(x);
        if (x.size(1) != columns) {
            throw Checks.illegal(
                    "%s: the inputs have shape %s; it was trained on %s columns",
                    kind, x.shape(), columns);
        }
        return inputs;
    }

    /**
     * Trains a new model. Where the data are few, penalties of different strength are tried, and
     * the strongest is taken that is as good on the rows held out as the best, up to one standard
     * error of that (L. Breiman et al., "Classification and Regression Trees", 1984); the model is
     * then trained on all rows for as many epochs.
     */
    final void train(Dataset<Tensor, T> data, int outputs) {
        fitted = best(data, outputs); // the old one stays if it throws
        extras = Map.of();
    }

    private FittedModel best(Dataset<Tensor, T> data, int outputs) {
        SeededRandom random = new SeededRandom(settings.seed);
        double heldOut = settings.heldOut(data.rows());
        if (heldOut == 0) {
            FittedModel next = fresh(data, outputs, random, settings.strengths(0)[0]);
            return next.with(
                    ready(data, next, settings.epochs(data.rows()))
                            .fit(scaled(data, next), next.random()));
        }
        if (data.rows() < 2) {
            throw new IllegalArgumentException(
                    kind + ": 1 row, of which none can be held out for early stopping");
        }
        int[][] parts = divided(data.targets(), data.rows(), random, heldOut);
        Dataset<Tensor, T> training = data.select(parts[0]);
        Dataset<Tensor, T> validation = data.select(parts[1]);
        State start = random.state();
        int epochs = settings.epochs(training.rows());
        List<FittedModel.Trial> trials = new ArrayList<>();
        for (double strength : settings.strengths(data.rows())) {
            random = new SeededRandom(0);
            random.restore(start);
            FittedModel by = fresh(training, outputs, random, strength);
            by =
                    by.with(
                            ready(training, by, epochs)
                                    .validate(scaled(validation, by))
                                    .earlyStopping(settings.earlyStopping(training.rows()))
                                    .fit(scaled(training, by), by.random()));
            T targets = targetsScaled(validation, by).targets();
            double[] losses = losses(outputs(by, validation.inputs()), targets);
            trials.add(new FittedModel.Trial(by, losses));
        }
        FittedModel chosen = FittedModel.Trial.chosen(trials).fitted();
        if (settings.isRefitted(data.rows())) {
            random = new SeededRandom(0);
            random.restore(start);
            FittedModel next = fresh(data, outputs, random, chosen.strength());
            int enough = Math.max(1, chosen.history().bestEpoch().orElse(epochs));
            // there is no best epoch to choose, and so the last ones must not jump about
            double rate = settings.learningRate;
            ready(data, next, enough)
                    .schedule(epoch -> rate * Math.min(1, COOLING * (1 - (double) epoch / enough)))
                    .fit(scaled(data, next), next.random());
            next.optimizer().setLearningRate(rate);
            chosen = next.with(chosen.history());
        }
        return chosen;
    }

    private SupervisedTrainer<T> ready(Dataset<Tensor, T> data, FittedModel next, int epochs) {
        return trainer(next.model(), next.optimizer())
                .progress(progress)
                .batchSize(settings.batchSize(data.rows()))
                .epochs(epochs);
    }

    /** Trains for one epoch, with the fitted model or a new one. */
    final void trainPartly(Dataset<Tensor, T> data, int outputs) {
        FittedModel next = fitted;
        if (next == null) {
            SeededRandom random = new SeededRandom(settings.seed);
            next = fresh(data, outputs, random, settings.strengths(0)[0]);
        }
        next.optimizer().setLearningRate(settings.learningRate);
        Tensor[] values = Parameter.values(next.model().parameters());
        State optimizer = next.optimizer().state();
        State chance = next.random().state();
        try {
            fitted = next.with(ready(data, next, 1).fit(scaled(data, next), next.random()));
        } catch (RuntimeException e) {
            // as if it had not been called
            for (int i = 0; i < values.length; i++) {
                next.model().parameters().get(i).set(values[i]);
            }
            next.optimizer().restore(optimizer);
            next.random().restore(chance);
            throw e;
        }
    }

    private Dataset<Tensor, T> scaled(Dataset<Tensor, T> data, FittedModel by) {
        return targetsScaled(data, by).mapInputs(by.scaling()::apply);
    }

    private FittedModel fresh(
            Dataset<Tensor, T> data, int outputs, SeededRandom random, double strength) {
        int[] widths = settings.widths(data.inputs().size(1), outputs);
        return new FittedModel(
                strength,
                Mlp.of(widths).activation(settings.activation).build(random),
                Standardizer.fit(data.inputs()),
                learnedScaling(data.targets()),
                settings.optimizer(strength),
                random,
                null);
    }

    /** The outputs of the model for inputs that were checked. */
    final Tensor outputs(Tensor x) {
        return outputs(fitted(), x);
    }

    private static Tensor outputs(FittedModel by, Tensor x) {
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

    /**
     * Writes the fitted model to a file: weights, scaling, labels, settings, and the state from
     * which {@code partialFit} continues, with the {@linkplain #extras() extra states}. The file is
     * replaced as a whole.
     *
     * @param file the file, in a folder that exists
     * @throws IllegalStateException if nothing was learned yet
     * @throws IOException if it cannot be written
     */
    public void save(Path file) throws IOException {
        save(file, extras);
    }

    /**
     * Writes the fitted model to a file, as {@link #save(Path)}, with further states, as that of
     * the {@link org.cotangent.nn.data.TableTransform} that makes the inputs: {@code save(file,
     * Map.of("prepare", prepare.state()))}. After loading, {@link #extras()} has them.
     *
     * @param file the file, in a folder that exists
     * @param extra the states by their names, of which none is "kind"; in place of those that were
     *     loaded
     * @throws IllegalArgumentException if a name is "kind"; nothing is written then
     * @throws IllegalStateException if nothing was learned yet
     * @throws IOException if it cannot be written
     */
    public void save(Path file, Map<String, State> extra) throws IOException {
        FittedModel by = fitted();
        Objects.requireNonNull(extra, () -> kind + ": the extra states are null");
        State state =
                withOwn(new State(kind))
                        .with("settings", settings.state())
                        .with("model", ModuleStates.of(by.model()))
                        .with("l2", by.strength())
                        .with("scaling", by.scaling().state())
                        .with("optimizer", by.optimizer().state())
                        .with("random", by.random().state())
                        .with(EXTRAS, new State(EXTRAS, extra));
        States.write(file, state, getClass().getSimpleName() + ".load");
    }

    /**
     * The states that were {@linkplain #save(Path, Map) saved with} the model that was loaded, as
     * {@code TableTransform.of(classifier.extras().get("prepare"))}.
     *
     * @return an unmodifiable map, empty if there are none; {@code fit} empties it, {@code
     *     partialFit} does not
     */
    public Map<String, State> extras() {
        return extras;
    }

    /** Reads a file into an estimator that has learned nothing. */
    static <E extends MlpEstimator<E, ?>> E loaded(E empty, Path file, String what)
            throws IOException {
        try {
            empty.restore(States.read(file, empty.kind));
            return empty;
        } catch (IllegalArgumentException e) {
            throw new MalformedDataException(
                    file + ": not a saved " + what + ": " + e.getMessage(), e);
        }
    }

    final void restore(State state) {
        settings = EstimatorSettings.of(state.child("settings"));
        if (!(ModuleStates.module(state.child("model")) instanceof Mlp model)) {
            throw state.wrong("model", "the state of an mlp");
        }
        Transform scaling = Standardizer.of(state.child("scaling"));
        if (scaling.outputs() != model.widths()[0]) {
            throw state.wrong("scaling", model.widths()[0] + " columns, which the model takes,");
        }
        Standardizer targets = state.has("values") ? Standardizer.of(state.child("values")) : null;
        double strength = state.number("l2");
        Adam optimizer = settings.optimizer(strength);
        optimizer.restore(state.child("optimizer"));
        SeededRandom random = new SeededRandom(0);
        random.restore(state.child("random"));
        Map<String, State> more = state.child(EXTRAS).require(EXTRAS).children();
        extras = Collections.unmodifiableMap(more);
        fitted = new FittedModel(strength, model, scaling, targets, optimizer, random, null);
        restoreOwn(state);
    }

    /** Refuses a part of a saved estimator that is not for its outputs. */
    final void requireOutputs(int count, Object part) {
        if (count != outputs()) {
            throw Checks.illegal("%s for %s outputs", part, outputs());
        }
    }

    final int outputs() {
        int[] widths = fitted().model().widths();
        return widths[widths.length - 1];
    }

    /**
     * The name and the numbers of inputs and outputs.
     *
     * @return as "mlp-classifier (64 to 10)", or "mlp-classifier (nothing learned yet)"
     */
    @Override
    public String toString() {
        return isFitted()
                ? kind + " (" + scaling().inputs() + " to " + outputs() + ")"
                : kind + " (nothing learned yet)";
    }
}
