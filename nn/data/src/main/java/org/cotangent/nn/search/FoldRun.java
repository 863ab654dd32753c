package org.cotangent.nn.search;

import java.util.Map;
import java.util.TreeMap;

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
