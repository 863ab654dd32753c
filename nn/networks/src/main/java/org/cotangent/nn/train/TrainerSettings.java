package org.cotangent.nn.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.MaxNorm;
import org.cotangent.nn.Module;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Regularizer;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.optim.ReduceOnPlateau;
import org.cotangent.nn.optim.Schedule;

// Longer than 400 lines: a method for each setting; most is documentation.

/**
 * The settings that all trainers have. Immutable: each setting returns a copy.
 *
 * @param <M> the model
 * @param <B> a batch
 * @param <S> the trainer, which the settings return
 */
@CheckReturnValue
abstract class TrainerSettings<M extends Module, B, S extends TrainerSettings<M, B, S>>
        implements Cloneable {
    final M model;
    List<Callback> callbacks = List.of();
    List<Regularizer> regularizers = List.of();
    int epochs = 10;
    int accumulated = 1;
    Progress progress = Progress.auto();
    EarlyStopping earlyStopping;
    MaxNorm maxNorm;
    List<ScheduledRate> schedules = List.of();
    PlateauRate plateau;
    List<ModuleFormat<?>> formats = List.of();
    boolean norms;
    Path checkpointFile;
    int everyEpochs;
    int everySteps;
    Boolean replay; // null for as far as it is known to be safe
    int replayAfter = 20; // steps of a shape
    int replayFor = 200; // steps to come
    boolean forced; // replays, also where they are slower

    TrainerSettings(M model) {
        this.model = Objects.requireNonNull(model, "trainer: the model is null");
        if (model.parameters().isEmpty()) {
            throw Checks.illegal(
                    "trainer: the model %s has no parameters to train; what it calls must be"
                            + " registered, in the constructor of a Block by child(new Dense(...)), or"
                            + " listed, as in new Sequential(...). A lambda lists nothing",
                    Describe.of(model));
        }
    }

    /** The steps of a batch in their order, at least one. */
    abstract List<Turn<M, B>> turns();

    /** The validation data; null if there are none. */
    abstract Batches<B> validation();

    /** Evaluates the model on data after an epoch. */
    abstract LossAndMetrics measured(String where, String what, Batches<B> data);

    /** The text of the loss in reports and checkpoints. */
    abstract String lossText();

    /** Further settings that must be the same to go on from a checkpoint. */
    Map<String, String> ownTexts() {
        return Map.of();
    }

    /** A copy that is then changed. */
    @SuppressWarnings("unchecked")
    final S with(Consumer<S> change) {
        try {
            S copy = (S) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /** Refuses a second setting that would replace the first without a word. */
    static void requireNone(Object present, String what) {
        if (present != null) {
            throw Checks.illegal(
                    "trainer: there is %s already, %s; there must be one at most",
                    what, Describe.of(present));
        }
    }

    static <E> List<E> plus(List<E> list, E more) {
        List<E> all = new ArrayList<>(list);
        all.add(more);
        return Collections.unmodifiableList(all);
    }

    /**
     * A copy with another number of epochs.
     *
     * @param count how often to go through the data, at least 1
     * @return another trainer
     * @throws IllegalArgumentException if the number is below 1
     */
    public S epochs(int count) {
        return with(s -> s.epochs = Checks.atLeast("trainer", "epochs", 1, count));
    }

    /**
     * A copy that makes one step of the optimizer for several batches, by the mean of their
     * gradients, each weighted by its rows: with losses that are means over rows that is the step
     * of one large batch, in less memory; with losses that are sums it is a smaller one, by the
     * mean of the sums. The batches that are left at the end of an epoch make a step too. A
     * training is refused in which two turns move the same parameter: the step of one would come
     * between the gradients of the other.
     *
     * @param batches how many, at least 1
     * @return another trainer
     * @throws IllegalArgumentException if the number is below 1
     */
    public S accumulate(int batches) {
        return with(
                s -> s.accumulated = Checks.atLeast("trainer", "accumulated batches", 1, batches));
    }

    /**
     * A copy that replays its steps, or does not. A replayed step is a {@link
     * org.cotangent.program.Program}: the forward pass, the losses and the gradients for batches of
     * one shape are recorded once, and run from then on without recording, to the same bits. Draws
     * come from the same generator in the same order, buffers, metrics and checks follow, and where
     * numbers are not finite or something else is wrong, the step is made again plainly and says
     * so.
     *
     * <p>Unless this is called, steps are replayed if the model, the loss and the regularizers are
     * all made of this library's classes. With true, steps of one's own are too: what they rest on
     * besides the parameters and buffers of the model, the batch and {@link
     * org.cotangent.nn.Pass#draw draws}, such as a field that a callback changes, stays as it was
     * when the step was recorded. What is noticed is not replayed: steps that read numbers, ask for
     * {@link org.cotangent.nn.Pass#random()}, report numbers rather than tensors, reach variables
     * that are no parameters of the model, do not do the same twice, or get batches of anything but
     * tensors and classes {@code int[]}, in a {@link Dataset} or {@link Pair} or alone. The reason
     * is logged once, by the logger "org.cotangent".
     *
     * @param on whether to replay also steps of one's own; false for no replays at all
     * @return another trainer
     */
    public S replay(boolean on) {
        return with(s -> s.replay = on);
    }

    /**
     * A copy that displays the progress of the training otherwise.
     *
     * @param choice as {@link Progress#none()}
     * @return another trainer
     */
    public S progress(Progress choice) {
        Objects.requireNonNull(choice, "trainer: the progress is null");
        return with(s -> s.progress = choice);
    }

    /**
     * A copy with a penalty on the parameters more, which is added to the loss of every batch. It
     * is kept apart from the loss of the data in {@link History#penalties()}.
     *
     * @param penalty the penalty, as {@code Regularizers.l2(1e-4)}
     * @return another trainer
     */
    public S regularizer(Regularizer penalty) {
        return with(
                s ->
                        s.regularizers =
                                plus(
                                        s.regularizers,
                                        Checks.present("trainer", "the regularizer", penalty)));
    }

    /**
     * A copy with a limit on the length of each unit's incoming weights, kept after every step.
     *
     * @param limit the limit
     * @return another trainer
     * @throws IllegalArgumentException if there is a limit already
     */
    public S maxNorm(MaxNorm limit) {
        requireNone(maxNorm, "max-norm");
        return with(s -> s.maxNorm = Checks.present("trainer", "the max-norm", limit));
    }

    /**
     * A copy with a learning rate for each epoch, counted from 0 in every training. It is that of
     * all turns, which must have the same rate to begin with; see {@link Trainer#schedule(String,
     * Schedule)}.
     *
     * @param schedule the rates
     * @return another trainer
     * @throws IllegalArgumentException if the rate has a rule already
     */
    public S schedule(Schedule schedule) {
        return scheduled(schedule, false, null);
    }

    /**
     * A copy with a learning rate for each batch, counted from 0 in every training. It is that of
     * all turns, which must have the same rate to begin with; see {@link
     * Trainer#scheduleSteps(String, Schedule)}.
     *
     * @param schedule the rates
     * @return another trainer
     * @throws IllegalArgumentException if the rate has a rule already
     */
    public S scheduleSteps(Schedule schedule) {
        return scheduled(schedule, true, null);
    }

    final S scheduled(Schedule schedule, boolean ofSteps, String turn) {
        Checks.present("trainer", "the schedule", schedule);
        requireWithoutRule(turn);
        ScheduledRate rule = new ScheduledRate(schedule, ofSteps, turn);
        return with(s -> s.schedules = plus(s.schedules, rule));
    }

    private void requireWithoutRule(String turn) {
        boolean ruled =
                plateau != null
                        || schedules.stream()
                                .anyMatch(
                                        each ->
                                                turn == null
                                                        || each.turn() == null
                                                        || each.turn().equals(turn));
        if (ruled) {
            throw Checks.illegal(
                    "trainer: the learning rate%s has a rule already (schedule, scheduleSteps,"
                            + " reduceOnPlateau); there must be one at most",
                    turn == null ? "" : " of " + turn);
        }
    }

    /**
     * A copy with a learning rate that falls when the epochs have stopped getting better. It is
     * that of all turns, which must have the same rate to begin with.
     *
     * @param rule the rate, told of every epoch; each training begins with a copy of it that has
     *     observed nothing, in the direction of the monitor
     * @param monitor the metric to observe
     * @return another trainer
     * @throws IllegalArgumentException if the rate has a rule already
     */
    public S reduceOnPlateau(ReduceOnPlateau rule, Monitor monitor) {
        Objects.requireNonNull(rule, "trainer: the plateau rule is null");
        Objects.requireNonNull(monitor, "trainer: the monitor is null");
        requireWithoutRule(null);
        return with(s -> s.plateau = new PlateauRate(rule, monitor));
    }

    /**
     * A copy that may stop before the last epoch. After the training the model has the weights and
     * buffers of its best epoch.
     *
     * @param rule the rule
     * @return another trainer
     * @throws IllegalArgumentException if there is a rule already
     */
    public S earlyStopping(EarlyStopping rule) {
        requireNone(earlyStopping, "early stopping");
        return with(s -> s.earlyStopping = Checks.present("trainer", "the early stopping", rule));
    }

    /**
     * A copy with a callback more, called after those added before.
     *
     * @param callback the callback
     * @return another trainer
     */
    public S callback(Callback callback) {
        return with(
                s ->
                        s.callbacks =
                                plus(
                                        s.callbacks,
                                        Checks.present("trainer", "the callback", callback)));
    }

    /**
     * A copy that keeps, for every epoch, how large each parameter, its gradient and its updates
     * are; see {@link History#parameterTable()}. That takes a few passes over all parameters a
     * step.
     *
     * @return another trainer
     */
    public S parameterStatistics() {
        return with(s -> s.norms = true);
    }

    /**
     * A copy that keeps a checkpoint in a file, written after every epoch; see {@link
     * #checkpointSteps}.
     *
     * @param file the file, in a folder that exists
     * @return another trainer
     */
    public S checkpoint(Path file) {
        return checkpointEpochs(file, 1);
    }

    /**
     * A copy that keeps a checkpoint in a file, written each time after a number of epochs and at
     * the end; see {@link #checkpointSteps}.
     *
     * @param file the file, in a folder that exists
     * @param every after how many epochs, at least 1
     * @return another trainer
     * @throws IllegalArgumentException if the number is below 1
     */
    public S checkpointEpochs(Path file, int every) {
        return checkpoint(file, Checks.atLeast("trainer", "checkpoint every epochs", 1, every), 0);
    }

    /**
     * A copy that keeps a checkpoint in a file, written each time after a number of batches and at
     * the end, also in the middle of an epoch.
     *
     * <p>A training continues from the file if it exists, with the same bits as without the
     * interruption. That takes a generator with a state ({@link org.cotangent.nn.SeededRandom}) and
     * a source of batches that draws what it needs when an epoch is opened, from the generator that
     * it is given. A checkpoint that differs is refused, by name, and nothing is changed then.
     * Compared are layers, their order and their settings, those of classes of one's own by their
     * {@linkplain #formats formats}; the seed, all data in memory, batch size, names of metrics,
     * the optimizer and its settings, its learning rate at the start of the training unless a
     * schedule sets it, early stopping, limits, regularizers, losses and schedules, turns, and
     * callbacks with a state. Lambdas cannot be compared, except for the rates of schedules;
     * metrics, streams and callbacks without a state are not, and what any of these draws from
     * another generator is drawn anew. The number of epochs may be larger than before. The file of
     * a training that has ended gives its result again. The file is replaced as a whole: if the
     * program is killed, the old one or the new one remains. Where none can be written the training
     * says so before the first step.
     *
     * <p>With {@link #checkpointEpochs} of the same file, both rhythms hold.
     *
     * @param file the file, in a folder that exists
     * @param every after how many batches, at least 1
     * @return another trainer
     * @throws IllegalArgumentException if the number is below 1
     */
    public S checkpointSteps(Path file, int every) {
        return checkpoint(file, 0, Checks.atLeast("trainer", "checkpoint every steps", 1, every));
    }

    private S checkpoint(Path file, int epochsBetween, int stepsBetween) {
        Objects.requireNonNull(file, "trainer: the checkpoint file is null");
        if (!file.equals(checkpointFile)) {
            requireNone(checkpointFile, "a checkpoint file");
        }
        return with(
                s -> {
                    s.checkpointFile = file;
                    s.everyEpochs = Math.max(epochsBetween, everyEpochs);
                    s.everySteps = Math.max(stepsBetween, everySteps);
                });
    }

    /**
     * A copy that also compares the settings of modules of one's own when it goes on from a
     * checkpoint, as their formats write them.
     *
     * @param own formats of classes that are not Cotangent's
     * @return another trainer
     */
    public S formats(ModuleFormat<?>... own) {
        return with(s -> s.formats = List.of(own));
    }

    /** Refuses a name that is blank or used. */
    static void requireNew(String what, String name, Collection<String> used) {
        boolean blank = Objects.requireNonNull(name, what + ": the name is null").isBlank();
        RunningMeans.requireFree(what, name);
        if (blank || used.contains(name)) {
            throw Checks.illegal(
                    "%s: the name \"%s\" is %s", what, name, blank ? "blank" : "in use already");
        }
    }

    /** The learning rate of the first turn; NaN if its optimizer has none. */
    final double learningRate() {
        return rate(turns().get(0));
    }

    static double rate(Turn<?, ?> turn) {
        try {
            return turn.optimizer().learningRate();
        } catch (UnsupportedOperationException e) {
            return Double.NaN;
        }
    }

    /** Refuses one rule for turns that have rates of their own. */
    final void requireOneRate() {
        double[] rates = turns().stream().mapToDouble(TrainerSettings::rate).distinct().toArray();
        boolean forAll = plateau != null || schedules.stream().anyMatch(s -> s.turn() == null);
        if (forAll && rates.length > 1) {
            throw Checks.illegal(
                    "trainer: the turns have learning rates of their own, %s, and one rule would"
                            + " set all of them to the same; "
                            + (plateau == null
                                    ? "give each its own, schedule(\"%s\", rates)"
                                    : "a plateau of one turn takes a callback,"
                                            + " status.setLearningRate(\"%s\", rate)"),
                    rates,
                    turns().get(0).name());
        }
    }

    final History run(Batches<B> data, RandomGenerator random) {
        Objects.requireNonNull(data, "trainer: the batches are null");
        Objects.requireNonNull(random, "trainer: the random generator is null");
        return new TrainingRun<>(this, data, random).run();
    }
}
