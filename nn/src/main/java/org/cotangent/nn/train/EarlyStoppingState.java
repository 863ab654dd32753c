package org.cotangent.nn.train;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;

/** The state of {@link EarlyStopping} during one training: the best epoch so far. */
final class EarlyStoppingState implements Stateful {
    private static final String KIND = "early stopping";

    private final EarlyStopping rule;
    private final Layer model;
    private double best = Double.NaN;
    private int bestEpoch;
    private Snapshot bestWeights;

    EarlyStoppingState(EarlyStopping rule, Layer model) {
        this.rule = rule;
        this.model = model;
    }

    /** Takes note of an epoch and returns the reason to stop, or null to continue. */
    String observe(Epoch epoch) {
        double number = rule.monitor().of(epoch);
        if (bestWeights == null || rule.progress(number, best)) {
            best = number;
            bestEpoch = epoch.number();
            bestWeights = Snapshot.of(model);
            return null;
        }
        if (epoch.number() - bestEpoch < rule.patience()) {
            return null;
        }
        return String.format(
                Locale.ROOT,
                "early stopping: the %s has not become %s than %.5g, of epoch %d, for %d"
                        + " epochs",
                rule.monitor().name(),
                rule.monitor().direction(),
                best,
                bestEpoch,
                rule.patience());
    }

    /** Gives the model the weights and buffers of the best epoch; returns its number. */
    int restoreBest() {
        bestWeights.restore(model);
        return bestEpoch;
    }

    @Override
    public State state() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("rule", rule.toString());
        texts.put("best", "" + best);
        texts.put("epoch", "" + bestEpoch);
        Map<String, Tensor> tensors = bestWeights == null ? Map.of() : bestWeights.tensors();
        return new State(KIND, texts, tensors);
    }

    @Override
    public void restore(State state) {
        state.require(KIND);
        double number = state.number("best");
        int epoch = Checkpointing.whole(state, "epoch");
        bestWeights = epoch == 0 ? null : Snapshot.of(model, state);
        best = number;
        bestEpoch = epoch;
    }
}
