package org.cotangent.nn.train;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The loss and the metrics of every epoch of a training. Immutable.
 *
 * <p>The figures of an epoch are means over the batches as they came, each weighted by its rows and
 * taken before the update that it led to: they belong to a model that was still changing.
 */
public final class History {
    private final double[] losses;
    private final Map<String, double[]> metrics;

    /** A history that owns the arrays it is given. */
    History(double[] losses, Map<String, double[]> metrics) {
        this.losses = losses;
        this.metrics = new LinkedHashMap<>(metrics);
    }

    /**
     * How many epochs were trained.
     *
     * @return at least 1
     */
    public int epochs() {
        return losses.length;
    }

    /**
     * The loss of each epoch.
     *
     * @return a new array, one number an epoch
     */
    public double[] losses() {
        return losses.clone();
    }

    /**
     * The loss of the last epoch.
     *
     * @return the loss
     */
    public double finalLoss() {
        return losses[losses.length - 1];
    }

    /**
     * A metric of each epoch.
     *
     * @param name its name, as "accuracy"
     * @return a new array, one number an epoch
     * @throws IllegalArgumentException if there is no metric of that name
     */
    public double[] metric(String name) {
        double[] values = metrics.get(name);
        if (values == null) {
            throw new IllegalArgumentException(
                    "history: no metric \"" + name + "\"; there are " + metrics.keySet());
        }
        return values.clone();
    }

    /**
     * A metric of the last epoch.
     *
     * @param name its name, as "accuracy"
     * @return its value
     * @throws IllegalArgumentException if there is no metric of that name
     */
    public double finalMetric(String name) {
        double[] values = metric(name);
        return values[values.length - 1];
    }

    /**
     * The names of the metrics.
     *
     * @return an unmodifiable set in the order in which they were given to the trainer
     */
    public Set<String> metrics() {
        return Collections.unmodifiableSet(metrics.keySet());
    }

    /**
     * The losses.
     *
     * @return as "losses [2.3, 0.4, 0.1]"
     */
    @Override
    public String toString() {
        return "losses " + Arrays.toString(losses);
    }
}
