package org.cotangent.nn.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Loss;
import org.cotangent.nn.Metric;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.optim.Optimizer;

/**
 * A training of a layer by samples with inputs and targets: in each epoch, for each shuffled
 * mini-batch, the loss of the outputs, its gradients, and one step of the optimizer. {@link
 * Trainer#classifier} and {@link Trainer#regressor} make the usual ones. Immutable: each setting
 * returns a copy.
 *
 * <pre>{@code
 * Dataset<Tensor, Tensor> line =
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
 * @param <Y> the targets: {@code int[]} for classes, {@link Tensor} for values, {@code int[][]} for
 *     classes of steps, as of {@code Losses.softmaxCrossEntropy().steps()}
 */
public final class SupervisedTrainer<Y>
        extends TrainerSettings<Layer, Dataset<Tensor, Y>, SupervisedTrainer<Y>> {
    private final Loss<Y> loss;
    private final Optimizer optimizer;
    private Map<String, Metric<Y>> metrics = Map.of();
    private int batchSize = 32;
    private boolean softmax; // whether chance level is the logarithm of the number of classes
    private Dataset<Tensor, Y> validation;

    /**
     * A trainer without metrics, of 10 epochs and batches of 32, with {@link Progress#auto()}. For
     * a loss that is a lambda the targets have to be said, as in {@code new
     * SupervisedTrainer<Tensor>(...)}; {@link Trainer#regressor(Layer, Loss, Optimizer)} and {@link
     * Trainer#classifier(Layer, Loss, Optimizer)} say them.
     *
     * @param model the model, with at least one parameter
     * @param loss the loss to minimize, a mean over rows if batches of different size are to count
     *     alike
     * @param optimizer how to update
     * @throws IllegalArgumentException if the model has no parameters
     */
    public SupervisedTrainer(Layer model, Loss<Y> loss, Optimizer optimizer) {
        super(model);
        this.loss = Objects.requireNonNull(loss, "trainer: the loss is null");
        this.optimizer = Objects.requireNonNull(optimizer, "trainer: the optimizer is null");
    }

    /** A copy whose loss is softmax cross-entropy. */
    SupervisedTrainer<Y> softmax() {
        return with(s -> s.softmax = true);
    }

    @Override
    List<Turn<Layer, Dataset<Tensor, Y>>> turns() {
        return List.of(Turn.whole(model, new SupervisedStep<>(loss, metrics), optimizer));
    }

    @Override
    Batches<Dataset<Tensor, Y>> validation() {
        return validation == null ? null : Batches.of(validation, batchSize);
    }

    @Override
    String lossText() {
        return softmax ? "softmax cross-entropy" : Describe.of(loss);
    }

    @Override
    Map<String, String> ownTexts() {
        return Map.of("batch size", "" + batchSize, "metrics", metrics.keySet().toString());
    }

    @Override
    LossAndMetrics measured(String where, String what, Batches<Dataset<Tensor, Y>> data) {
        Dataset<Tensor, Y> samples = ((Shuffled<Dataset<Tensor, Y>>) data).data();
        try {
            return evaluate(samples).lossAndMetrics();
        } catch (RuntimeException e) {
            throw DataChecks.failure(where, model, batchSize, samples, e);
        }
    }

    /**
     * A copy with batches of another size.
     *
     * @param rows how many samples a batch has, at least 1; more than there are means all of them
     * @return another trainer
     * @throws IllegalArgumentException if the number is below 1
     */
    @CheckReturnValue
    public SupervisedTrainer<Y> batchSize(int rows) {
        return with(s -> s.batchSize = Checks.atLeast("trainer", "batch size", 1, rows));
    }

    /**
     * A copy with a metric more, shown and kept for every epoch.
     *
     * @param name its name, as "accuracy"
     * @param metric the metric
     * @return another trainer
     * @throws IllegalArgumentException if the name is blank or in use
     */
    @CheckReturnValue
    public SupervisedTrainer<Y> metric(String name, Metric<Y> metric) {
        Objects.requireNonNull(metric, "trainer: the metric is null");
        requireNew("metric", name, metrics.keySet());
        Map<String, Metric<Y>> all = new LinkedHashMap<>(metrics);
        all.put(name, metric);
        return with(s -> s.metrics = Collections.unmodifiableMap(all));
    }

    /**
     * A copy with data to evaluate the model on after each epoch, in evaluation mode and batches of
     * the training's size; nothing is learned from them.
     *
     * @param data the samples
     * @return another trainer
     * @throws IllegalArgumentException if there are such data already
     */
    @CheckReturnValue
    public SupervisedTrainer<Y> validate(Dataset<Tensor, Y> data) {
        Objects.requireNonNull(data, "trainer: the validation data are null");
        requireNone(validation, "validation data");
        return with(s -> s.validation = data);
    }

    /**
     * Trains the model. A last batch of one row is refused before the first step if the model has a
     * {@link org.cotangent.nn.BatchNorm} that such a batch is too small for.
     *
     * @param data the samples to train on
     * @param random the generator for the order of the samples and for layers in training
     * @return the losses and the metrics of every epoch
     * @throws ArithmeticException if inputs are not finite, or the loss or a gradient becomes so,
     *     or the loss grows beyond all measure: training stops before the step that it would have
     *     led to, and the message names the epoch, the batch and the layer that made the first such
     *     number
     * @throws IllegalArgumentException if the data do not fit the model, the loss is not a scalar,
     *     or {@linkplain #earlyStopping early stopping} observes a metric that there is not
     * @throws IllegalStateException if the loss does not depend on parameters, as within {@link
     *     Tensor#unrecorded}
     * @throws java.io.UncheckedIOException if the checkpoint is damaged or of another model, or one
     *     cannot be written
     */
    public History fit(Dataset<Tensor, Y> data, RandomGenerator random) {
        if (earlyStopping != null) {
            earlyStopping.monitor().requireMetric("early stopping", metrics.keySet());
        }
        if (plateau != null) {
            plateau.monitor().requireMetric("reduce on plateau", metrics.keySet());
        }
        DataChecks.requireNoSingleRow(model, data, batchSize);
        return run(Batches.of(data, batchSize), random);
    }

    /**
     * Evaluates the model by this trainer's loss and metrics, in evaluation mode.
     *
     * @param data the samples
     * @return loss, metrics and outputs
     * @throws IllegalArgumentException if the data do not fit the model
     */
    public Evaluation<Y> evaluate(Dataset<Tensor, Y> data) {
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
    public LearningRateCurve findLearningRate(Dataset<Tensor, Y> data, RandomGenerator random) {
        return new LearningRateFinder<>(model, TrainingStep.of(loss), optimizer)
                .run(Batches.of(data, batchSize), random);
    }

    /**
     * Runs {@link SanityChecks} with this trainer's model, loss and optimizer, and restores all
     * state: for a {@link Trainer#classifier}, whether the loss starts near chance level; whether
     * eight samples can be learned by heart within 500 steps; whether the gradients are right.
     *
     * @param data the samples to train on
     * @param random where chance comes from
     * @return the outcome, to be printed
     */
    public SanityReport sanityChecks(Dataset<Tensor, Y> data, RandomGenerator random) {
        return SanityChecks.all(model, loss, softmax, optimizer, data, random);
    }
}
