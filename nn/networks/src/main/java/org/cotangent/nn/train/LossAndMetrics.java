package org.cotangent.nn.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.nn.internal.Checks;

/**
 * The loss and the metrics of a set of samples. Immutable.
 *
 * @param loss the loss of the data, without the penalties of regularizers
 * @param metrics the metrics by their names, in the order in which they were given to the trainer;
 *     copied
 */
public record LossAndMetrics(double loss, Map<String, Double> metrics) {
    /**
     * Copies the map, in its order.
     *
     * @param loss the loss
     * @param metrics the metrics by their names
     */
    public LossAndMetrics {
        metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
    }

    /**
     * One metric.
     *
     * @param name its name, as "accuracy"
     * @return its value
     * @throws IllegalArgumentException if there is no metric of that name
     */
    public double metric(String name) {
        Double value = metrics.get(name);
        if (value == null) {
            throw Checks.illegal("no metric \"%s\"; there are %s", name, metrics.keySet());
        }
        return value;
    }

    /**
     * The loss and the metrics.
     *
     * @return as "loss 0.1234, accuracy 0.97"
     */
    @Override
    public String toString() {
        return beside(null);
    }

    /** The text with the numbers of others in brackets, unless those are null. */
    String beside(LossAndMetrics others) {
        StringBuilder text = new StringBuilder(shown("loss", loss));
        text.append(others == null ? "" : bracketed(others.loss));
        metrics.forEach(
                (name, value) -> {
                    text.append(", ").append(shown(name, value));
                    Double other = others == null ? null : others.metrics.get(name);
                    text.append(other == null ? "" : bracketed(other));
                });
        return text.toString();
    }

    private static String bracketed(double value) {
        return Checks.text(" (%.4g)", value);
    }

    private static String shown(String name, double value) {
        return Checks.text("%s %.4g", name, value);
    }
}
