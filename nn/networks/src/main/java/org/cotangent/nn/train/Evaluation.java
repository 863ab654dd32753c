package org.cotangent.nn.train;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.ConfusionMatrix;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Loss;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Metric;
import org.cotangent.nn.Metrics;

/**
 * The evaluation of a model on a data set: its outputs in evaluation mode, loss, metrics and, for
 * classes, the confusion matrix. Immutable.
 *
 * <p>The model sees the data in batches, in their order, and nothing is recorded or changed. The
 * loss is a mean over the batches, each by its {@linkplain Loss#weight weight}, as training reports
 * it; metrics are computed once, of all rows together, so that those that are not means over rows,
 * as R² and F1, are right too.
 *
 * @param <T> the targets: {@code int[]} for classes, {@link Tensor} for values
 */
public final class Evaluation<T> {
    /** The most classes whose confusion matrix is still shown as a whole. */
    static final int MOST_CLASSES = 30;

    private static final int BATCH = 256;

    private final Dataset<Tensor, T> data;
    private final Tensor outputs;
    private final LossAndMetrics results;

    private Evaluation(Dataset<Tensor, T> data, Tensor outputs, LossAndMetrics results) {
        this.data = data;
        this.outputs = outputs;
        this.results = results;
    }

    /**
     * Evaluates a model by its loss alone, in batches of 256.
     *
     * @param model the model
     * @param loss the loss
     * @param data the samples
     * @param <T> the targets
     * @return the evaluation
     * @throws IllegalArgumentException if the data do not fit the model or the loss
     */
    public static <T> Evaluation<T> of(Layer model, Loss<T> loss, Dataset<Tensor, T> data) {
        return of(model, loss, Map.of(), data, BATCH);
    }

    /**
     * Evaluates a model that classifies by softmax cross-entropy and accuracy, in batches of 256.
     *
     * @param model a model whose outputs are logits, one column a class
     * @param data the samples
     * @return the evaluation
     * @throws IllegalArgumentException if the data do not fit the model
     */
    public static Evaluation<int[]> ofClassifier(Layer model, Dataset<Tensor, int[]> data) {
        return of(
                model,
                Losses.softmaxCrossEntropy(),
                Map.of("accuracy", Metrics.accuracy()),
                data,
                BATCH);
    }

    static <T> Evaluation<T> of(
            Layer model,
            Loss<T> loss,
            Map<String, Metric<T>> metrics,
            Dataset<Tensor, T> data,
            int batchSize) {
        Objects.requireNonNull(model, "evaluation: the model is null");
        Objects.requireNonNull(loss, "evaluation: the loss is null");
        Objects.requireNonNull(data, "evaluation: the data set is null");
        return Tensor.unrecorded(() -> evaluated(model, loss, metrics, data, batchSize));
    }

    private static <T> Evaluation<T> evaluated(
            Layer model,
            Loss<T> loss,
            Map<String, Metric<T>> metrics,
            Dataset<Tensor, T> data,
            int batchSize) {
        int rows = data.rows();
        int count = (rows - 1) / batchSize + 1;
        Tensor[] pieces = new Tensor[count];
        double sum = 0;
        double weights = 0;
        for (int i = 0; i < count; i++) {
            int from = i * batchSize;
            int to = from + Math.min(batchSize, rows - from);
            int[] some = IntStream.range(from, to).toArray();
            Dataset<Tensor, T> batch = count == 1 ? data : data.select(some);
            pieces[i] = model.apply(batch.inputs());
            double weight = loss.weight(pieces[i], batch.targets());
            sum += loss.apply(pieces[i], batch.targets()).value() * weight;
            weights += weight;
        }
        Tensor outputs = count == 1 ? pieces[0] : Tensor.concat(0, pieces);
        Map<String, Double> values = new LinkedHashMap<>();
        metrics.forEach((name, metric) -> values.put(name, metric.apply(outputs, data.targets())));
        return new Evaluation<>(data, outputs, new LossAndMetrics(sum / weights, values));
    }

    /**
     * Loss and metrics together.
     *
     * @return loss and metrics
     */
    public LossAndMetrics lossAndMetrics() {
        return results;
    }

    /**
     * The loss.
     *
     * @return the mean over the batches, weighted by rows
     */
    public double loss() {
        return results.loss();
    }

    /**
     * One metric, of all rows.
     *
     * @param name its name, as "accuracy"
     * @return its value
     * @throws IllegalArgumentException if there is no metric of that name
     */
    public double metric(String name) {
        return results.metric(name);
    }

    /**
     * The outputs of the model.
     *
     * @return a constant, one row a sample
     */
    public Tensor outputs() {
        return outputs;
    }

    /**
     * How many samples there are.
     *
     * @return at least 1
     */
    public int rows() {
        return data.rows();
    }

    /**
     * Which classes were taken for which.
     *
     * @return the table of all samples
     * @throws IllegalStateException if the targets are not classes
     * @throws IllegalArgumentException if the outputs are not a matrix with a column for each of
     *     two classes or more
     */
    public ConfusionMatrix confusionMatrix() {
        if (data.targets() instanceof int[] classes) {
            return ConfusionMatrix.of(outputs, classes);
        }
        throw new IllegalStateException(
                "evaluation: the targets are values; only classes have a confusion matrix");
    }

    /**
     * The number of samples, the loss and the metrics, and the confusion matrix of classifiers of
     * 30 classes at most.
     *
     * @return one line, or several without a line break at the end
     */
    @Override
    public String toString() {
        String line = rows() + " samples: " + results;
        boolean table = hasConfusionMatrix() && outputs.size(1) <= MOST_CLASSES;
        return table ? line + "\n" + confusionMatrix() : line;
    }

    /** Whether the targets are classes and the outputs have a column for each. */
    boolean hasConfusionMatrix() {
        return data.targets() instanceof int[] && outputs.rank() == 2 && outputs.size(1) >= 2;
    }
}
