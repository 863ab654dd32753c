package org.cotangent.nn.search;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.nn.State;

/**
 * A trial that has ended.
 *
 * @param key which one
 * @param candidate its values, with all digits
 * @param score what it returned; NaN if it failed
 * @param reports its scores by step
 * @param stopped the step at which it was stopped, or {@link StoppingRule#NEVER}
 * @param failure the reason, or null
 * @param seconds how long it took
 */
record FoldRun(
        Key key,
        String candidate,
        double score,
        Map<Integer, Double> reports,
        int stopped,
        String failure,
        double seconds) {
    /** A candidate's number, a budget, a fold. */
    record Key(int trial, int budget, int fold) {
        @Override
        public String toString() {
            String part = budget == Trial.NO_BUDGET ? "" : ", budget " + budget;
            return "trial " + trial + part + ", fold " + fold;
        }
    }

    FoldRun {
        reports = new TreeMap<>(reports);
    }

    State state() {
        State state =
                new State("trial")
                        .with("trial", key.trial)
                        .with("budget", key.budget)
                        .with("fold", key.fold)
                        .with("candidate", candidate)
                        .with("score", score)
                        .with("steps", List.copyOf(reports.keySet()))
                        .with("reports", List.copyOf(reports.values()))
                        .with("stopped", stopped)
                        .with("seconds", seconds);
        return failure == null ? state : state.with("failure", failure);
    }

    static FoldRun of(State state) {
        state.require("trial");
        Map<Integer, Double> reports = new TreeMap<>();
        int[] steps = state.integers("steps");
        double[] scores = state.numbers("reports");
        if (steps.length != scores.length) {
            throw state.wrong("reports", "as many as there are steps");
        }
        for (int i = 0; i < steps.length; i++) {
            reports.put(steps[i], scores[i]);
        }
        String failure = state.has("failure") ? state.text("failure") : null;
        if (Double.isFinite(state.number("score")) == (failure != null)) {
            throw state.wrong("score", "a finite score or a failure");
        }
        return new FoldRun(
                new Key(state.count("trial"), state.count("budget"), state.count("fold")),
                state.text("candidate"),
                state.number("score"),
                reports,
                Math.toIntExact(state.integer("stopped")),
                failure,
                state.number("seconds"));
    }

    int fold() {
        return key.fold();
    }

    boolean isFailed() {
        return failure != null;
    }

    boolean isStopped() {
        return stopped != StoppingRule.NEVER;
    }
}
