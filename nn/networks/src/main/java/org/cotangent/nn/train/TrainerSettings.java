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
import java.util.stream.Stream;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.MaxNorm;
import org.cotangent.nn.Module;
import org.cotangent.nn.Regularizer;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.optim.ReduceOnPlateau;
import org.cotangent.nn.optim.Schedule;

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
    Schedule epochSchedule;
    Schedule stepSchedule;
    LearningRateRule.OnPlateau plateau;
    boolean norms;
    Path checkpointFile;
    int everyEpochs;
    int everySteps;

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
     * of one large batch, in less memory. The batches that are left at the end of an epoch make a
     * step too.
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
     */
    public S maxNorm(MaxNorm limit) {
        return with(s -> s.maxNorm = Checks.present("trainer", "the max-norm", limit));
    }

    /**
     * A copy with a learning rate for each epoch, counted from 0 in every training.
     *
     * @param schedule the rates
     * @return another trainer
     */
    public S schedule(Schedule schedule) {
        return with(s -> s.epochSchedule = Checks.present("trainer", "the schedule", schedule));
    }

    /**
     * A copy with a learning rate for each batch, counted from 0 in every training.
     *
     * @param schedule the rates
     * @return another trainer
     */
    public S scheduleSteps(Schedule schedule) {
        return with(s -> s.stepSchedule = Checks.present("trainer", "the schedule", schedule));
    }

    /**
     * A copy with a learning rate that falls when the epochs have stopped getting better.
     *
     * @param rule the rate, told of every epoch; each training begins with a copy of it that has
     *     observed nothing, in the direction of the monitor
     * @param monitor the metric to observe
     * @return another trainer
     */
    public S reduceOnPlateau(ReduceOnPlateau rule, Monitor monitor) {
        Objects.requireNonNull(rule, "trainer: the plateau rule is null");
        Objects.requireNonNull(monitor, "trainer: the monitor is null");
        return with(s -> s.plateau = new LearningRateRule.OnPlateau(rule, monitor));
    }

    /**
     * A copy that may stop before the last epoch. After the training the model has the weights and
     * buffers of its best epoch.
     *
     * @param rule the rule
     * @return another trainer
     */
    public S earlyStopping(EarlyStopping rule) {
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
     * interruption. That takes a generator with a state ({@link org.cotangent.nn.SeededRandom}),
     * the same {@link org.cotangent.Kernels}, since with and without vectors last bits differ, and
     * a source of batches that draws what it needs when an epoch is opened. A checkpoint that
     * differs is refused, by name, and nothing is changed then. Compared are layers, their order
     * and their settings as far as their texts show, all data in memory, batch size, names of
     * metrics, the optimizer and its settings, its learning rate at the start of the training
     * unless a schedule sets it, early stopping, limits, regularizers, losses and schedules, turns,
     * and callbacks with a state. Lambdas cannot be compared, except for the rates of schedules;
     * metrics, streams and callbacks without a state are not. The number of epochs may be larger
     * than before. The file of a training that has ended gives its result again. The file is
     * replaced as a whole: if the program is killed, the old one or the new one remains. Where none
     * can be written the training says so before the first step.
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
        return with(
                s -> {
                    s.checkpointFile = file;
                    s.everyEpochs = epochsBetween;
                    s.everySteps = stepsBetween;
                });
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
        try {
            return turns().get(0).optimizer().learningRate();
        } catch (UnsupportedOperationException e) {
            return Double.NaN;
        }
    }

    /** Refuses two rules for one rate. */
    final void requireOneRate() {
        long count =
                Stream.of((Object) epochSchedule, stepSchedule, plateau)
                        .filter(Objects::nonNull)
                        .count();
        if (count > 1) {
            throw Checks.illegal(
                    "trainer: %s rules for the learning rate (schedule, scheduleSteps,"
                            + " reduceOnPlateau); there must be one at most",
                    count);
        }
    }

    final History run(Batches<B> data, RandomGenerator random) {
        Objects.requireNonNull(data, "trainer: the batches are null");
        Objects.requireNonNull(random, "trainer: the random generator is null");
        return new TrainingRun<>(this, data, random).run();
    }
}
