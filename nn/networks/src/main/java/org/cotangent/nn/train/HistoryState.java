package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.DoubleStream;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;

/** Conversion of the epochs of a history to and from a state. */
final class HistoryState {
    private static final String KIND = "history";
    private static final String EPOCHS = "epochs";
    private static final String RATE = "learning rate";
    private static final String PENALTY = "penalty";
    private static final String TRAINING = "training";
    private static final String VALIDATION = "validation";
    private static final String NORMS = "norms";
    private static final String LOSS = "loss";
    private static final String METRIC = "metric ";

    private HistoryState() {}

    static State of(List<Epoch> epochs) {
        return new State(KIND).with(EPOCHS, epochs.stream().map(HistoryState::state).toList());
    }

    private static State state(Epoch epoch) {
        State state =
                new State("epoch")
                        .with(RATE, epoch.learningRate())
                        .with(PENALTY, epoch.penalty())
                        .with(TRAINING, state(epoch.training()));
        if (epoch.validation().isPresent()) {
            state = state.with(VALIDATION, state(epoch.validation().get()));
        }
        double[] norms =
                epoch.parameters().stream()
                        .flatMapToDouble(
                                p ->
                                        DoubleStream.of(
                                                p.weightNorm(), p.gradientNorm(), p.updateNorm()))
                        .toArray();
        return state.with(NORMS, norms);
    }

    private static State state(LossAndMetrics results) {
        Map<String, Double> values = new LinkedHashMap<>(Map.of(LOSS, results.loss()));
        results.metrics().forEach((name, x) -> values.put(METRIC + name, x));
        return new State("results", values);
    }

    /** The epochs of a state. The norms are those of the given parameters, which may be none. */
    static List<Epoch> of(State state, List<Parameter> norms) {
        List<Epoch> epochs = new ArrayList<>();
        for (State each : state.require(KIND).children(EPOCHS)) {
            epochs.add(
                    new Epoch(
                            epochs.size() + 1,
                            each.number(RATE),
                            results(each.child(TRAINING)),
                            each.number(PENALTY),
                            each.has(VALIDATION)
                                    ? Optional.of(results(each.child(VALIDATION)))
                                    : Optional.empty(),
                            statistics(each, norms)));
        }
        return epochs;
    }

    private static LossAndMetrics results(State state) {
        Map<String, Double> metrics = new LinkedHashMap<>();
        for (String name : state.values().keySet()) {
            if (name.startsWith(METRIC)) {
                metrics.put(name.substring(METRIC.length()), state.number(name));
            }
        }
        return new LossAndMetrics(state.number(LOSS), metrics);
    }

    private static List<ParameterStatistics> statistics(State state, List<Parameter> parameters) {
        double[] all = state.numbers(NORMS);
        if (all.length != 3L * parameters.size()) {
            throw state.wrong(NORMS, 3L * parameters.size() + " norms");
        }
        List<ParameterStatistics> statistics = new ArrayList<>();
        for (Parameter p : parameters) {
            int at = 3 * statistics.size();
            statistics.add(
                    new ParameterStatistics(
                            p.name(), p.value().size(), all[at], all[at + 1], all[at + 2]));
        }
        return statistics;
    }
}
