package org.cotangent.nn.estimators;

import java.util.Arrays;
import org.cotangent.nn.Activation;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.train.Progress;

/**
 * The settings of estimators, with one method for each.
 *
 * @param <S> the estimator, which the settings return
 */
abstract class Configurable<S extends Configurable<S>> {
    final String kind;
    EstimatorSettings settings = new EstimatorSettings();
    Progress progress = Progress.none();

    Configurable(String kind) {
        this.kind = kind;
    }

    abstract S self();

    /**
     * Sets the widths of the hidden layers, from input to output; 100 and 50 by default.
     *
     * @param widths each at least 1; none at all gives a linear model
     * @return this estimator
     * @throws IllegalArgumentException if a width is below 1
     */
    public S hidden(int... widths) {
        if (Arrays.stream(widths).anyMatch(width -> width < 1)) {
            throw Checks.illegal("%s: hidden widths %s; each at least 1", kind, widths);
        }
        settings.hidden = widths.clone();
        return self();
    }

    /**
     * Sets the activation of the hidden layers; {@link Activation#SILU} by default.
     *
     * @param choice the activation
     * @return this estimator
     */
    public S activation(Activation choice) {
        settings.activation = Checks.present(kind, "the activation", choice);
        return self();
    }

    /**
     * Sets the learning rate of Adam; 0.003 by default.
     *
     * @param rate above 0 and finite
     * @return this estimator
     * @throws IllegalArgumentException if the rate is not such a number
     */
    public S learningRate(double rate) {
        settings.learningRate = Checks.POSITIVE.check(kind, "learning rate", rate);
        return self();
    }

    /**
     * Sets the largest number of epochs. By default 200; for few data as many as make 15000
     * batches, up to 400, or 3000 batches.
     *
     * @param count at least 1
     * @return this estimator
     * @throws IllegalArgumentException if the number is below 1
     */
    public S epochs(int count) {
        settings.epochs = Checks.atLeast(kind, "epochs", 1, count);
        return self();
    }

    /**
     * Sets how many rows a batch has. By default a fiftieth of the rows, but at least 32 and at
     * most 200.
     *
     * @param rows at least 1
     * @return this estimator
     * @throws IllegalArgumentException if the number is below 1
     */
    public S batchSize(int rows) {
        settings.batchSize = Checks.atLeast(kind, "batch size", 1, rows);
        return self();
    }

    /**
     * Sets the strength of the penalty on large weights, l2 / 2 · Σ w² over all weights but biases,
     * added to the mean loss. By default 0.0001; with fewer than 1000 rows, of which some are held
     * out, the strongest of 0.0001, 0.01 and 0.1 that is as good on these as the best up to one
     * standard error.
     *
     * @param strength finite, 0 or more
     * @return this estimator
     * @throws IllegalArgumentException if the strength is not such a number
     */
    public S l2(double strength) {
        settings.l2 = Checks.NOT_NEGATIVE.check(kind, "l2", strength);
        return self();
    }

    /**
     * Sets early stopping: training stops when the loss on held-out rows has not improved for some
     * epochs. The weights of the best epoch are kept. By default 15 % of the rows and 20 epochs, or
     * as many as take 300 batches; with fewer than 40 rows nothing is held out unless it is said
     * here, and with fewer than 5000 rows the model is trained once more, on all rows, for as many
     * epochs as were best, with a learning rate that falls to 0 in the last quarter.
     *
     * @param heldOut the fraction of the rows that is held out, between 0 and 1
     * @param patience how many epochs to wait, at least 1
     * @return this estimator
     * @throws IllegalArgumentException if the fraction or the number is outside its range
     */
    public S earlyStopping(double heldOut, int patience) {
        if (!(heldOut > 0 && heldOut < 1)) {
            throw Checks.illegal(
                    "%s: fraction held out %s; between 0 and 1 expected", kind, heldOut);
        }
        settings.patience = Checks.atLeast(kind, "patience", 1, patience);
        settings.heldOut = heldOut;
        return self();
    }

    /**
     * Trains on all rows, through all epochs.
     *
     * @return this estimator
     */
    public S withoutEarlyStopping() {
        settings.heldOut = 0;
        settings.patience = 0;
        return self();
    }

    /**
     * Sets the seed of the random generator; 0 by default. The same seed, settings and data give
     * the same model, bit for bit.
     *
     * @param number any number
     * @return this estimator
     */
    public S seed(long number) {
        settings.seed = number;
        return self();
    }

    /**
     * Sets how to display the progress of the training; by default it is not displayed.
     *
     * @param choice as {@link Progress#auto()}
     * @return this estimator
     */
    public S progress(Progress choice) {
        progress = Checks.present(kind, "the progress", choice);
        return self();
    }
}
