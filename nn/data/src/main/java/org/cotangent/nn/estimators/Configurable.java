package org.cotangent.nn.estimators;

import java.util.Arrays;
import java.util.function.Consumer;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.Activation;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.train.Progress;

/**
 * The settings of estimators, with one method for each, which returns a copy. A copy of a fitted
 * estimator is fitted as well: it predicts the same, and goes on with the new setting.
 *
 * @param <S> the estimator, which the settings return
 */
@CheckReturnValue
abstract class Configurable<S extends Configurable<S>> implements Cloneable {
    final String kind;
    EstimatorSettings settings = new EstimatorSettings();
    Progress progress = Progress.none();

    Configurable(String kind) {
        this.kind = kind;
    }

    /** Copies, in an estimator that was just cloned, what fitting changes. */
    abstract void separate();

    /** A copy that is then changed. */
    @SuppressWarnings("unchecked")
    final S with(Consumer<S> change) {
        try {
            S copy = (S) clone();
            copy.settings = settings.copy();
            copy.separate();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    /**
     * A copy with other widths of the hidden layers, from input to output; 100 and 50 by default.
     *
     * @param widths each at least 1; none at all gives a linear model
     * @return another estimator
     * @throws IllegalArgumentException if a width is below 1
     */
    public S hidden(int... widths) {
        if (Arrays.stream(widths).anyMatch(width -> width < 1)) {
            throw Checks.illegal("%s: hidden widths %s; each at least 1", kind, widths);
        }
        return with(next -> next.settings.hidden = widths.clone());
    }

    /**
     * A copy with another activation of the hidden layers; {@link Activation#SILU} by default.
     *
     * @param choice the activation
     * @return another estimator
     */
    public S activation(Activation choice) {
        return with(
                next -> next.settings.activation = Checks.present(kind, "the activation", choice));
    }

    /**
     * A copy with another learning rate of Adam; 0.003 by default.
     *
     * @param rate above 0 and finite
     * @return another estimator
     * @throws IllegalArgumentException if the rate is not such a number
     */
    public S learningRate(double rate) {
        return with(
                next ->
                        next.settings.learningRate =
                                Checks.POSITIVE.check(kind, "learning rate", rate));
    }

    /**
     * A copy with another largest number of epochs. By default 200; for few data as many as make
     * 15000 batches, up to 400, or 3000 batches.
     *
     * @param count at least 1
     * @return another estimator
     * @throws IllegalArgumentException if the number is below 1
     */
    public S epochs(int count) {
        return with(next -> next.settings.epochs = Checks.atLeast(kind, "epochs", 1, count));
    }

    /**
     * A copy with another number of rows in a batch. By default a fiftieth of the rows, but at
     * least 32 and at most 200.
     *
     * @param rows at least 1
     * @return another estimator
     * @throws IllegalArgumentException if the number is below 1
     */
    public S batchSize(int rows) {
        return with(next -> next.settings.batchSize = Checks.atLeast(kind, "batch size", 1, rows));
    }

    /**
     * A copy with another strength of the penalty on large weights, l2 / 2 · Σ w² over all weights
     * but biases, added to the mean loss. By default 0.0001; with fewer than 1000 rows, of which
     * some are held out, the strongest of 0.0001, 0.01 and 0.1 that is as good on these as the best
     * up to one standard error.
     *
     * @param strength finite, 0 or more
     * @return another estimator
     * @throws IllegalArgumentException if the strength is not such a number
     */
    public S l2(double strength) {
        return with(next -> next.settings.l2 = Checks.NOT_NEGATIVE.check(kind, "l2", strength));
    }

    /**
     * A copy with early stopping: training stops when the loss on held-out rows has not improved
     * for some epochs. The weights of the best epoch are kept. By default 15 % of the rows and 20
     * epochs, or as many as take 300 batches; with fewer than 40 rows nothing is held out unless it
     * is said here, and with fewer than 5000 rows the model is trained once more, on all rows, for
     * as many epochs as were best, with a learning rate that falls to 0 in the last quarter.
     *
     * @param heldOut the fraction of the rows that is held out, between 0 and 1
     * @param patience how many epochs to wait, at least 1
     * @return another estimator
     * @throws IllegalArgumentException if the fraction or the number is outside its range
     */
    public S earlyStopping(double heldOut, int patience) {
        if (!(heldOut > 0 && heldOut < 1)) {
            throw Checks.illegal(
                    "%s: fraction held out %s; between 0 and 1 expected", kind, heldOut);
        }
        Checks.atLeast(kind, "patience", 1, patience);
        return with(
                next -> {
                    next.settings.patience = patience;
                    next.settings.heldOut = heldOut;
                });
    }

    /**
     * A copy that trains on all rows, through all epochs.
     *
     * @return another estimator
     */
    public S withoutEarlyStopping() {
        return with(next -> next.settings.heldOut = next.settings.patience = 0);
    }

    /**
     * A copy with another seed of the random generator; 0 by default. The same seed, settings and
     * data give the same model, bit for bit.
     *
     * @param number any number
     * @return another estimator
     */
    public S seed(long number) {
        return with(next -> next.settings.seed = number);
    }

    /**
     * A copy that displays the progress of the training otherwise; by default it is not displayed.
     *
     * @param choice as {@link Progress#auto()}
     * @return another estimator
     */
    public S progress(Progress choice) {
        return with(next -> next.progress = Checks.present(kind, "the progress", choice));
    }
}
