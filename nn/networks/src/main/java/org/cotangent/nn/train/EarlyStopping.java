package org.cotangent.nn.train;

import java.util.Map;
import java.util.Objects;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.Module;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.internal.Checks;

/**
 * The settings of early stopping: a training ends when a metric has not improved for some epochs,
 * and the model gets the weights and buffers of the best epoch, even if all epochs were trained.
 * Immutable.
 *
 * <p>L. Prechelt, "Early stopping - but when?", 1998. The metric should be one of validation, since
 * the training loss nearly always falls. A rule that observes the samples trained on has them
 * measured after every epoch, in evaluation mode: these are the training results of the epoch then,
 * since means over batches belong to weights that the epoch has left behind.
 *
 * <pre>{@code
 * new EarlyStopping(Monitor.validation("accuracy"), 10).minDelta(0.001);
 * }</pre>
 */
@CheckReturnValue
public final class EarlyStopping {
    private static final String KIND = "early stopping";

    private final Monitor monitor;
    private final int patience;
    private final double minDelta;

    /**
     * A rule for which any progress counts.
     *
     * @param monitor the metric to observe
     * @param patience after how many epochs without progress to stop, at least 1
     * @throws IllegalArgumentException if the patience is below 1
     */
    public EarlyStopping(Monitor monitor, int patience) {
        this(monitor, patience, 0);
    }

    private EarlyStopping(Monitor monitor, int patience, double minDelta) {
        this.monitor = Objects.requireNonNull(monitor, "early stopping: the monitor is null");
        this.patience = Checks.atLeast(KIND, "patience", 1, patience);
        this.minDelta = Checks.NOT_NEGATIVE.check(KIND, "min delta", minDelta);
    }

    /**
     * A copy for which only progress by more than a margin counts.
     *
     * @param margin how much better than the best so far an epoch must be, finite and not negative
     * @return another rule
     * @throws IllegalArgumentException if the margin is negative, NaN or infinite
     */
    public EarlyStopping minDelta(double margin) {
        return new EarlyStopping(monitor, patience, margin);
    }

    Monitor monitor() {
        return monitor;
    }

    /** The rule during one training: the best epoch so far. */
    final class Watch implements Callback, Stateful {
        private final Module model;
        private double best = Double.NaN;
        private int bestEpoch;
        private Snapshot bestWeights;

        Watch(Module model) {
            this.model = model;
        }

        @Override
        public void onEpochEnd(TrainingStatus status) {
            Epoch epoch = status.epochs().get(status.epochs().size() - 1);
            double number = monitor.of(epoch);
            if (bestWeights == null || monitor.better(number, best, minDelta)) {
                best = number;
                bestEpoch = epoch.number();
                bestWeights = Snapshot.of(model);
            } else if (epoch.number() - bestEpoch >= patience) {
                status.stop(
                        Checks.text(
                                "early stopping: the %s has not become %s than %.5g, of epoch %d,"
                                        + " for %d epochs",
                                monitor.name(), monitor.direction(), best, bestEpoch, patience));
            }
        }

        /** Gives the model the weights and buffers of the best epoch; returns its number. */
        int restoreBest() {
            bestWeights.restore();
            return bestEpoch;
        }

        @Override
        public State state() {
            return new State(KIND, bestWeights == null ? Map.of() : bestWeights.tensors())
                    .with("rule", EarlyStopping.this.toString())
                    .with("best", best)
                    .with("epoch", bestEpoch);
        }

        @Override
        public void restore(State state) {
            double number = state.require(KIND).number("best");
            int epoch = state.count("epoch");
            bestWeights = epoch == 0 ? null : Snapshot.of(model, state);
            best = number;
            bestEpoch = epoch;
        }
    }

    /**
     * The rule.
     *
     * @return as "early stopping (validation loss, patience 5, min delta 0.0)"
     */
    @Override
    public String toString() {
        return Checks.text(
                "early stopping (%s, patience %s, min delta %s)", monitor, patience, minDelta);
    }
}
