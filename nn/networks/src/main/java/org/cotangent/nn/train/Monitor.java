package org.cotangent.nn.train;

import java.util.Collections;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.internal.Checks;

/**
 * The metric of an epoch by which a training is judged, with the direction that is better.
 * Immutable.
 */
@CheckReturnValue
public final class Monitor {
    private static final Set<String> ERRORS =
            Set.of("error loss mae mape mse msle nll perplexity rmse rmsle smape".split(" "));
    private static final Set<String> SCORES =
            Set.of(
                    "accuracy area auc f f1 f2 fbeta likelihood precision r r2 recall roc score"
                            .split(" "));

    private final String metric; // null for the loss
    private final boolean validation;
    private final Boolean higherIsBetter; // null where the name does not tell

    private Monitor(String metric, boolean validation, Boolean higherIsBetter) {
        this.metric = metric;
        this.validation = validation;
        this.higherIsBetter = higherIsBetter;
    }

    private Monitor(String metric, boolean validation) {
        this.metric = Objects.requireNonNull(metric, "monitor: the name of the metric is null");
        this.validation = validation;
        Set<String> words = Set.of(metric.toLowerCase(Locale.ROOT).split("[^a-z0-9]+"));
        boolean error = !Collections.disjoint(words, ERRORS);
        boolean score = !Collections.disjoint(words, SCORES);
        this.higherIsBetter = error == score ? null : (Boolean) score;
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
     * A metric of the validation data or a loss of a name of its own. Which direction is better is
     * told by the words of its name: error, loss, mae, mape, mse, msle, nll, perplexity, rmse,
     * rmsle and smape are to be low, accuracy, area, auc, f, f1, f2, fbeta, likelihood, precision,
     * r, r2, recall, roc and score high. Other names need {@link #lowerIsBetter()} or {@link
     * #higherIsBetter()}; a training refuses them without.
     *
     * @param metric its name, as "accuracy"
     * @return the choice
     */
    public static Monitor validation(String metric) {
        return new Monitor(metric, true);
    }

    /**
     * A metric of the samples trained on or a loss of a name of its own. Which direction is better
     * is told by the words of its name: error, loss, mae, mape, mse, msle, nll, perplexity, rmse,
     * rmsle and smape are to be low, accuracy, area, auc, f, f1, f2, fbeta, likelihood, precision,
     * r, r2, recall, roc and score high. Other names need {@link #lowerIsBetter()} or {@link
     * #higherIsBetter()}; a training refuses them without.
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

    boolean isHigherBetter() {
        return higherIsBetter;
    }

    /** Refuses a direction that is not known, and validation results that there will not be. */
    void requireUsable(String who, boolean hasValidation) {
        if (higherIsBetter == null) {
            throw Checks.illegal(
                    "%s: it watches the %s, whose name does not tell whether lower or higher is"
                            + " better; say Monitor.%s(\"%s\").lowerIsBetter() or"
                            + " .higherIsBetter()",
                    who, name(), validation ? "validation" : "training", metric);
        }
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
        return higherIsBetter == null ? "neither" : higherIsBetter ? "higher" : "lower";
    }

    /**
     * The name of the metric.
     *
     * @return as "validation loss" or "validation accuracy, higher is better"
     */
    @Override
    public String toString() {
        return metric == null && higherIsBetter == Boolean.FALSE
                ? name()
                : name() + ", " + direction() + " is better";
    }
}
