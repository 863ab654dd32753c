package org.cotangent.nn.train;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Loss;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Metric;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.data.Batches;
import org.cotangent.nn.data.Dataset;
import org.cotangent.nn.optim.Optimizer;

/**
 * A loop that fits the parameters of a model to data: epochs of shuffled mini-batches, for each the
 * loss, its gradients, and one step of the optimizer.
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
 * and goes on from where the parameters are.
 *
 * @param <T> the targets: {@code int[]} for classes, {@link Tensor} for values
 */
public final class Trainer<T> {
    private final Layer model;
    private final Loss<T> loss;
    private final Optimizer optimizer;
    private final Map<String, Metric<T>> metrics = new LinkedHashMap<>();
    private int epochs = 10;
    private int batchSize = 32;
    private Progress progress = Progress.auto();

    /**
     * A trainer without metrics, of 10 epochs and batches of 32, with {@link Progress#auto()}.
     *
     * @param model the model, with at least one parameter
     * @param loss what to make small, a mean over rows if batches of different size are to count
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
                    "trainer: the model " + model + " has no parameters to train");
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
        return new Trainer<int[]>(model, Losses::softmaxCrossEntropy, optimizer)
                .metric("accuracy", Metrics::accuracy);
    }

    /**
     * A trainer for values: mean squared error, no metric.
     *
     * @param model a model whose outputs have the shape of the values
     * @param optimizer how to update
     * @return the trainer
     */
    public static Trainer<Tensor> regressor(Layer model, Optimizer optimizer) {
        return new Trainer<Tensor>(model, Losses::quadraticMean, optimizer);
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
        if (metrics.putIfAbsent(checked(name), metric) != null) {
            throw new IllegalArgumentException(
                    "trainer: there is a metric \"" + name + "\" already");
        }
        return this;
    }

    /**
     * Sets how to show where training stands.
     *
     * @param choice as {@link Progress#none()}
     * @return this trainer
     */
    public Trainer<T> progress(Progress choice) {
        progress = Objects.requireNonNull(choice, "trainer: the progress is null");
        return this;
    }

    private static String checked(String name) {
        if (Objects.requireNonNull(name, "metric: the name is null").isBlank()) {
            throw new IllegalArgumentException("metric: the name \"" + name + "\" is blank");
        }
        return name;
    }

    private static int positive(String what, int number) {
        if (number < 1) {
            throw new IllegalArgumentException(
                    "trainer: " + what + " " + number + "; it must be at least 1");
        }
        return number;
    }

    /**
     * Trains the model.
     *
     * @param data the samples to train on
     * @param random where the order of the samples comes from
     * @return the loss and the metrics of every epoch
     * @throws ArithmeticException if the loss or a gradient becomes NaN or infinite: training stops
     *     before the step that it would have led to
     * @throws IllegalArgumentException if the data do not fit the model or the loss is not a scalar
     * @throws IllegalStateException if the loss does not rest on parameters, as within {@link
     *     Tensor#unrecorded}
     */
    public History fit(Dataset<T> data, RandomGenerator random) {
        Batches<T> batches = new Batches<>(data, batchSize, random);
        List<Parameter> parameters = model.parameters();
        double[] losses = new double[epochs];
        Map<String, double[]> kept = new LinkedHashMap<>();
        metrics.keySet().forEach(name -> kept.put(name, new double[epochs]));
        try (ProgressDisplay display = progress.start(epochs, batches.count())) {
            for (int epoch = 0; epoch < epochs; epoch++) {
                Means means = new Means();
                int number = 0;
                for (Dataset<T> batch : batches) {
                    Tensor outputs = model.train(batch.inputs(), random);
                    Tensor value = loss.of(outputs, batch.targets());
                    refuseUseless(value, epoch + 1, ++number);
                    means.add(value.value(), outputs, batch);
                    optimizer.step(parameters, value.backward());
                    display.step(display.shows() ? means.toString() : "");
                }
                losses[epoch] = means.loss();
                for (Map.Entry<String, double[]> entry : kept.entrySet()) {
                    entry.getValue()[epoch] = means.metric(entry.getKey());
                }
            }
        }
        return new History(losses, kept);
    }

    private static void refuseUseless(Tensor loss, int epoch, int batch) {
        String where = "trainer: epoch " + epoch + ", batch " + batch + ": the loss ";
        if (loss.rank() != 0) {
            throw new IllegalArgumentException(
                    where + "has rank " + loss.rank() + "; it must be a scalar");
        }
        if (!Double.isFinite(loss.value())) {
            throw new ArithmeticException(
                    where
                            + "is "
                            + loss.value()
                            + "; look for a learning rate that is too large, or for inputs that are"
                            + " not finite");
        }
        if (!loss.varies()) {
            throw new IllegalStateException(
                    where
                            + "does not rest on any parameter; was it computed without recording, or"
                            + " from outputs that gradients do not pass?");
        }
    }

    /** Loss and metrics of an epoch so far: means over its batches, weighted by rows. */
    private final class Means {
        private final Map<String, Double> sums = new LinkedHashMap<>();
        private double lossSum;
        private int rows;

        void add(double batchLoss, Tensor outputs, Dataset<T> batch) {
            lossSum += batchLoss * batch.rows();
            rows += batch.rows();
            metrics.forEach(
                    (name, metric) ->
                            sums.merge(
                                    name,
                                    metric.of(outputs, batch.targets()) * batch.rows(),
                                    Double::sum));
        }

        double loss() {
            return lossSum / rows;
        }

        double metric(String name) {
            return sums.get(name) / rows;
        }

        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(shown("loss", loss()));
            for (String name : sums.keySet()) {
                text.append(", ").append(shown(name, metric(name)));
            }
            return text.toString();
        }

        private String shown(String name, double value) {
            return String.format(Locale.ROOT, "%s %.4g", name, value);
        }
    }
}
