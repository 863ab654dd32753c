package org.cotangent.nn.train;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.cotangent.nn.internal.Checks;

/**
 * The metric of an epoch by which a training is judged, with the direction that is better.
 * Immutable.
 */
public final class Monitor {
    private static final Set<String> ERRORS =
            Set.of("error loss mae mape mse msle nll perplexity rmse rmsle smape".split(" "));

    private final String metric; // null for the loss
    private final boolean validation;
    private final boolean higherIsBetter;

    private Monitor(String metric, boolean validation, boolean higherIsBetter) {
        this.metric = metric;
        this.validation = validation;
        this.higherIsBetter = higherIsBetter;
    }

    private Monitor(String metric, boolean validation) {
        this.metric = Objects.requireNonNull(metric, "monitor: the name of the metric is null");
        this.validation = validation;
        this.higherIsBetter =
                Arrays.stream(metric.toLowerCase(Locale.ROOT).split("[^a-z]+"))
                        .noneMatch(ERRORS::contains);
    }

    /**
     * The loss of the validation data, the lower the better.
     *
     * @return the choice
     */
    public static Monitor validationLoss() {
        return new Monitor(null, true, false);
    }

    /**
     * The training loss without penalties, the lower the better.
     *
     * @return the choice
     */
    public static Monitor trainingLoss() {
        return new Monitor(null, false, false);
    }

    /**
     * A metric of the validation data, the higher the better unless its name says that it is an
     * error: unless one of its words is error, loss, mae, mape, mse, msle, nll, perplexity, rmse,
     * rmsle or smape. {@link #higherIsBetter()} and {@link #lowerIsBetter()} settle it.
     *
     * @param metric its name, as "accuracy"
     * @return the choice
     */
    public static Monitor validation(String metric) {
        return new Monitor(metric, true);
    }

    /**
     * A metric of the samples trained on, the higher the better unless its name says that it is an
     * error: unless one of its words is error, loss, mae, mape, mse, msle, nll, perplexity, rmse,
     * rmsle or smape. {@link #higherIsBetter()} and {@link #lowerIsBetter()} settle it.
     *
     * @param metric its name, as "accuracy"
     * @return the choice
     */
    public static Monitor training(String metric) {
        return new Monitor(metric, false);
    }

    /**
     * The same number, the lower the better, as for a metric that is an error.
     *
     * @return another choice
     */
    public Monitor lowerIsBetter() {
        return new Monitor(metric, validation, false);
    }

    /**
     * The same number, the higher the better.
     *
     * @return another choice
     */
    public Monitor higherIsBetter() {
        return new Monitor(metric, validation, true);
    }

    boolean isValidation() {
        return validation;
    }

    /** The number of an epoch. */
    double of(Epoch epoch) {
        LossAndMetrics results = validation ? epoch.validation().orElseThrow() : epoch.training();
        return metric == null ? results.loss() : results.metric(metric);
    }

    /** Whether one number is better than another by more than a margin; NaN never is. */
    boolean better(double number, double than, double margin) {
        if (Double.isNaN(than)) {
            return !Double.isNaN(number);
        }
        return higherIsBetter ? number > than + margin : number < than - margin;
    }

    /** Refuses validation results that there will not be. */
    void requireValidation(String who, boolean hasValidation) {
        if (validation && !hasValidation) {
            throw Checks.illegal(
                    "%s: it watches the %s, and there are no validation data; give them with"
                            + " Trainer.validate(...)",
                    who, name());
        }
    }

    /** Refuses a metric that the training does not have. */
    void requireMetric(String who, Set<String> metrics) {
        if (metric != null && !metrics.contains(metric)) {
            throw Checks.illegal(
                    "%s: it watches the %s, and there is no metric \"%s\"; there are %s",
                    who, name(), metric, metrics);
        }
    }

    String name() {
        return (validation ? "validation " : "training ") + (metric == null ? "loss" : metric);
    }

    /** The direction of improvement. */
    String direction() {
        return higherIsBetter ? "higher" : "lower";
    }

    /**
     * The name of the metric.
     *
     * @return as "validation loss" or "validation accuracy, higher is better"
     */
    @Override
    public String toString() {
        return metric == null && !higherIsBetter
                ? name()
                : name() + ", " + direction() + " is better";
    }
}
