package org.cotangent.nn.train;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Loss;
import org.cotangent.nn.Losses;
import org.cotangent.nn.MaxNorm;
import org.cotangent.nn.Metric;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Regularizer;
import org.cotangent.nn.data.Dataset;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ReduceOnPlateau;
import org.cotangent.nn.optim.Schedule;

// Longer than 400 lines: settings with their contracts, most of it documentation; a run is
// TrainingRun.

/**
 * A training loop that fits the parameters of a model to data: in each epoch, for each shuffled
 * mini-batch, the loss, its gradients, and one step of the optimizer.
 *
 * <pre>{@code
 * Dataset<Tensor> line =
 *         Dataset.ofValues(
 *                 Tensor.of(new double[][] {{-1}, {0}, {1}}),
 *                 Tensor.of(new double[][] {{-5}, {-2}, {1}}));
 * RandomGenerator random = new SplittableRandom(1);
 * Dense model = new Dense(1, 1, Initializers.xavier(), random);
 * History history = Trainer.regressor(model, new Sgd(0.1, 0.5)).epochs(100).fit(line, random);
 * model.weight().value();   // [[3]]
 * model.bias().value();     // [-2]
 * }</pre>
 *
 * <p>The same model, data and generator state give the same bits. {@link #fit} may be called again,
 * and continues with the current parameters.
 *
 * @param <T> the targets: {@code int[]} for classes, {@link Tensor} for values
 */
public final class Trainer<T> {
    final Layer model;
    final Loss<T> loss;
    final Optimizer optimizer;
    final Map<String, Metric<T>> metrics = new LinkedHashMap<>();
    final List<Callback> callbacks = new ArrayList<>();
    final List<Regularizer> regularizers = new ArrayList<>();
    int epochs = 10;
    int batchSize = 32;
    Progress progress = Progress.auto();
    Dataset<T> validation;
    EarlyStopping earlyStopping;
    MaxNorm maxNorm;
    Schedule epochSchedule;
    Schedule stepSchedule;
    ReduceOnPlateau plateau;
    Monitor plateauMonitor;
    boolean norms;
    boolean softmax; // whether chance level is the logarithm of the number of classes
    Path checkpointFile;
    int everyEpochs;
    int everySteps;

    /**
     * A trainer without metrics, of 10 epochs and batches of 32, with {@link Progress#auto()}. For
     * a loss that is a lambda the targets have to be said, as in {@code new Trainer<Tensor>(...)};
     * {@link #regressor(Layer, Loss, Optimizer)} and {@link #classifier(Layer, Loss, Optimizer)}
     * say them.
     *
     * @param model the model, with at least one parameter
     * @param loss the loss to minimize, a mean over rows if batches of different size are to count
     *     alike
     * @param optimizer how to update
     * @throws IllegalArgumentException if the model has no parameters
     */
    public Trainer(Layer model, Loss<T> loss, Optimizer optimizer) {
        this.model = Objects.requireNonNull(model, "trainer: the model is null");
        this.loss = Objects.requireNonNull(loss, "trainer: the loss is null");
        this.optimizer = Objects.requireNonNull(optimizer, "trainer: the optimizer is null");
        if (model.parameters().isEmpty()) {
            throw new IllegalArgumentException(
                    "trainer: the model " + Describe.of(model) + " has no parameters to train");
        }
    }

    /**
     * A trainer for classes: softmax cross-entropy, and the metric "accuracy".
     *
     * @param model a model whose outputs are logits, one column a class
     * @param optimizer how to update
     * @return the trainer
     */
    public static Trainer<int[]> classifier(Layer model, Optimizer optimizer) {
        Trainer<int[]> trainer =
                new Trainer<int[]>(model, Losses.softmaxCrossEntropy(), optimizer)
                        .metric("accuracy", Metrics.accuracy());
        trainer.softmax = true;
        return trainer;
    }

    /**
     * A trainer for classes with a loss of one's own, which may be a lambda, and the metric
     * "accuracy".
     *
     * @param model a model whose outputs are one score a class, one column each
     * @param loss the loss to minimize
     * @param optimizer how to update
     * @return the trainer
     */
    public static Trainer<int[]> classifier(Layer model, Loss<int[]> loss, Optimizer optimizer) {
        return new Trainer<>(model, loss, optimizer).metric("accuracy", Metrics.accuracy());
    }

    /**
     * A trainer for values: mean squared error, no metric.
     *
     * @param model a model whose outputs have the shape of the values
     * @param optimizer how to update
     * @return the trainer
     */
    public static Trainer<Tensor> regressor(Layer model, Optimizer optimizer) {
        return new Trainer<Tensor>(model, Losses.meanSquaredError(), optimizer);
    }

    /**
     * A trainer for values with a loss of one's own, which may be a lambda, and no metric.
     *
     * <pre>{@code
     * Layer model = new Dense(1, 1, Initializers.xavier(), new SplittableRandom(1));
     * Trainer.regressor(model, (outputs, t) -> outputs.sub(t).abs().mean(), new Sgd(0.1));
     * }</pre>
     *
     * @param model the model
     * @param loss the loss to minimize
     * @param optimizer how to update
     * @return the trainer
     */
    public static Trainer<Tensor> regressor(Layer model, Loss<Tensor> loss, Optimizer optimizer) {
        return new Trainer<>(model, loss, optimizer);
    }

    /**
     * Sets how often to go through the data.
     *
     * @param count the number of epochs, at least 1
     * @return this trainer
     * @throws IllegalArgumentException if the number is below 1
     */
    public Trainer<T> epochs(int count) {
        epochs = positive("epochs", count);
        return this;
    }

    /**
     * Sets how many samples a batch has.
     *
     * @param rows the number, at least 1; more than there are means all of them
     * @return this trainer
     * @throws IllegalArgumentException if the number is below 1
     */
    public Trainer<T> batchSize(int rows) {
        batchSize = positive("batch size", rows);
        return this;
    }

    /**
     * Adds a metric, shown and kept for every epoch.
     *
     * @param name its name, as "accuracy"
     * @param metric the metric
     * @return this trainer
     * @throws IllegalArgumentException if the name is blank or in use
     */
    public Trainer<T> metric(String name, Metric<T> metric) {
        Objects.requireNonNull(metric, "trainer: the metric is null");
        boolean blank = Objects.requireNonNull(name, "metric: the name is null").isBlank();
        if (blank || metrics.putIfAbsent(name, metric) != null) {
            throw new IllegalArgumentException(
                    "metric: the name \"" + name + "\" is " + (blank ? "blank" : "in use already"));
        }
        return this;
    }

    /**
     * Sets how to display the progress of the training.
     *
     * @param choice as {@link Progress#none()}
     * @return this trainer
     */
    public Trainer<T> progress(Progress choice) {
        progress = Objects.requireNonNull(choice, "trainer: the progress is null");
        return this;
    }

    /**
     * Sets data to evaluate the model on after each epoch, in evaluation mode and batches of the
     * training's size; nothing is learned from them.
     *
     * @param data the samples
     * @return this trainer
     */
    public Trainer<T> validate(Dataset<T> data) {
        validation = Objects.requireNonNull(data, "trainer: the validation data are null");
        return this;
    }

    /**
     * Adds a penalty on the parameters to the loss of every batch. It is kept apart from the loss
     * of the data in {@link History#penalties()}.
     *
     * @param penalty the penalty, as {@code Regularizers.l2(1e-4)}
     * @return this trainer
     */
    public Trainer<T> regularizer(Regularizer penalty) {
        regularizers.add(Objects.requireNonNull(penalty, "trainer: the regularizer is null"));
        return this;
    }

    /**
     * Sets a limit on the length of each unit's incoming weights, kept after every step.
     *
     * @param limit the limit
     * @return this trainer
     */
    public Trainer<T> maxNorm(MaxNorm limit) {
        maxNorm = Objects.requireNonNull(limit, "trainer: the max-norm is null");
        return this;
    }

    /**
     * Sets a learning rate for each epoch, counted from 0 in every {@link #fit}.
     *
     * @param schedule the rates
     * @return this trainer
     */
    public Trainer<T> schedule(Schedule schedule) {
        epochSchedule = Objects.requireNonNull(schedule, "trainer: the schedule is null");
        return this;
    }

    /**
     * Sets a learning rate for each step of the optimizer, counted from 0 in every {@link #fit}.
     *
     * @param schedule the rates
     * @return this trainer
     */
    public Trainer<T> scheduleSteps(Schedule schedule) {
        stepSchedule = Objects.requireNonNull(schedule, "trainer: the schedule is null");
        return this;
    }

    /**
     * Sets a learning rate that falls when the epochs have stopped getting better.
     *
     * @param rule the rate, told of every epoch; if more is better it must have been set to {@link
     *     ReduceOnPlateau#maximize()}
     * @param monitor the metric to observe
     * @return this trainer
     */
    public Trainer<T> reduceOnPlateau(ReduceOnPlateau rule, Monitor monitor) {
        plateau = Objects.requireNonNull(rule, "trainer: the plateau rule is null");
        plateauMonitor = Objects.requireNonNull(monitor, "trainer: the monitor is null");
        return this;
    }

    /**
     * Sets when to stop before the last epoch. After the training the model has the weights and
     * buffers of its best epoch.
     *
     * @param rule the rule
     * @return this trainer
     */
    public Trainer<T> earlyStopping(EarlyStopping rule) {
        earlyStopping = Objects.requireNonNull(rule, "trainer: the early stopping is null");
        return this;
    }

    /**
     * Adds something to be called after each batch and each epoch, after those added before.
     *
     * @param callback the callback
     * @return this trainer
     */
    public Trainer<T> callback(Callback callback) {
        callbacks.add(Objects.requireNonNull(callback, "trainer: the callback is null"));
        return this;
    }

    /**
     * Keeps, for every epoch, how large each parameter, its gradient and its updates are; see
     * {@link History#parameterTable()}. That takes a few passes over all parameters a batch.
     *
     * @return this trainer
     */
    public Trainer<T> parameterStatistics() {
        norms = true;
        return this;
    }

    /**
     * Keeps a checkpoint in a file, written after every epoch; see {@link #checkpointSteps}.
     *
     * @param file the file, in a folder that exists
     * @return this trainer
     */
    public Trainer<T> checkpoint(Path file) {
        return checkpointEpochs(file, 1);
    }

    /**
     * Keeps a checkpoint in a file, written each time after a number of epochs and at the end; see
     * {@link #checkpointSteps}.
     *
     * @param file the file, in a folder that exists
     * @param every after how many epochs, at least 1
     * @return this trainer
     * @throws IllegalArgumentException if the number is below 1
     */
    public Trainer<T> checkpointEpochs(Path file, int every) {
        everyEpochs = positive("checkpoint every epochs", every);
        everySteps = 0;
        checkpointFile = Objects.requireNonNull(file, "trainer: the checkpoint file is null");
        return this;
    }

    /**
     * Keeps a checkpoint in a file, written each time after a number of steps and at the end, also
     * in the middle of an epoch.
     *
     * <p>{@link #fit} continues from the file if it exists, with the same bits as without the
     * interruption. That takes a generator with a state ({@link org.cotangent.nn.SeededRandom}),
     * and the same {@link org.cotangent.Kernels}: with and without vectors last bits differ. A
     * checkpoint that differs is refused, by name, and nothing is changed then. Compared are
     * layers, their order and their settings as far as their texts show, all data, batch size,
     * names of metrics, the optimizer and its settings, its learning rate at the start of the
     * training unless a schedule sets it, early stopping, limits, regularizers, losses and
     * schedules, and callbacks with a state. Lambdas cannot be compared, except for the rates of
     * schedules; metrics and callbacks without a state are not. The number of epochs may be larger
     * than before. The file of a training that has ended gives its result again. The file is
     * replaced as a whole: if the program is killed, the old one or the new one remains. Where none
     * can be written {@link #fit} says so before the first step.
     *
     * @param file the file, in a folder that exists
     * @param every after how many steps of the optimizer, at least 1
     * @return this trainer
     * @throws IllegalArgumentException if the number is below 1
     */
    public Trainer<T> checkpointSteps(Path file, int every) {
        everySteps = positive("checkpoint every steps", every);
        everyEpochs = 0;
        checkpointFile = Objects.requireNonNull(file, "trainer: the checkpoint file is null");
        return this;
    }

    private static int positive(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(
                    "trainer: " + what + " " + number + "; it must be at least 1");
        }
        return number;
    }

    /**
     * Trains the model. A last batch of one row is refused before the first step if the model has a
     * {@link org.cotangent.nn.BatchNorm} that such a batch is too small for.
     *
     * @param data the samples to train on
     * @param random the generator for the order of the samples and for layers in training
     * @return the losses and the metrics of every epoch
     * @throws ArithmeticException if inputs are not finite, or the loss or a gradient becomes so:
     *     training stops before the step that it would have led to, and the message names the
     *     epoch, the batch and the layer that made the first such number
     * @throws IllegalArgumentException if the data do not fit the model, the loss is not a scalar,
     *     or {@linkplain #earlyStopping early stopping} observes a metric that there is not
     * @throws IllegalStateException if the loss does not depend on parameters, as within {@link
     *     Tensor#unrecorded}
     * @throws java.io.UncheckedIOException if the checkpoint is damaged or of another model, or one
     *     cannot be written
     */
    public History fit(Dataset<T> data, RandomGenerator random) {
        return new TrainingRun<>(this, data, random).run();
    }

    /**
     * Evaluates the model by this trainer's loss and metrics, in evaluation mode.
     *
     * @param data the samples
     * @return loss, metrics and outputs
     * @throws IllegalArgumentException if the data do not fit the model
     */
    public Evaluation<T> evaluate(Dataset<T> data) {
        return Evaluation.of(model, loss, metrics, data, batchSize);
    }

    /**
     * Looks for a learning rate by a range test with this trainer's model, loss, optimizer and
     * batch size, and takes all of it back.
     *
     * @param data the samples to train on
     * @param random the generator for the order of the samples
     * @return the losses by rate; {@link LearningRateCurve#suggestion()} is a rate to start from
     * @throws ArithmeticException if the very first loss is not finite
     * @throws UnsupportedOperationException if the optimizer has no learning rate
     */
    public LearningRateCurve findLearningRate(Dataset<T> data, RandomGenerator random) {
        return new LearningRateFinder<>(model, loss, optimizer)
                .batchSize(batchSize)
                .run(data, random);
    }

    /**
     * Runs {@link SanityChecks} with this trainer's model, loss and optimizer, and restores all
     * state: for a {@link #classifier}, whether the loss starts near chance level; whether eight
     * samples can be learned by heart within 500 steps; whether the gradients are right.
     *
     * @param data the samples to train on
     * @param random where chance comes from
     * @return the outcome, to be printed
     */
    public SanityReport sanityChecks(Dataset<T> data, RandomGenerator random) {
        return SanityChecks.all(this, data, random);
    }
}
