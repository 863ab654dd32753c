package org.cotangent.nn.search;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

/**
 * A candidate and what became of it: a row of the table of a search. Rows are equal if all but
 * their times are.
 *
 * @param candidate its values
 * @param budget the largest budget that it was tried with; 0 if the search has none
 * @param scores the score of each fold with that budget, as far as there is one
 * @param status how it ended
 * @param outcome the reason why it ended before others, as "stopped at step 4"; empty if it did not
 * @param time how long its trials took, with all budgets together
 */
public record SearchRow(
        Candidate candidate,
        int budget,
        List<Double> scores,
        Status status,
        String outcome,
        Duration time) {
    /** How a candidate ended. */
    public enum Status {
        /** All folds were tried with the last budget. */
        COMPLETE,
        /** It was not among the best, which alone were given the next budget. */
        DROPPED,
        /** A trial was hopeless on the way, and stopped. */
        STOPPED,
        /** A trial threw an exception, or its score was not finite. */
        FAILED
    }

    /**
     * Copies the scores.
     *
     * @param candidate its values
     * @param budget the largest budget, or 0
     * @param scores the score of each fold
     * @param status how it ended
     * @param outcome the reason, or an empty text
     * @param time how long its trials took
     */
    public SearchRow {
        Checks.present("row", "the candidate", candidate);
        Checks.present("row", "the status", status);
        Checks.present("row", "the outcome", outcome);
        Checks.present("row", "the time", time);
        scores = List.copyOf(scores);
    }

    /**
     * The seed of its trials.
     *
     * @return from 0; each trial adds its fold
     */
    public long seed() {
        return candidate.seed();
    }

    /**
     * The mean of the scores.
     *
     * @return NaN if the candidate failed
     */
    public double mean() {
        return status == Status.FAILED ? Double.NaN : all().mean().value();
    }

    /**
     * The standard deviation of the scores: of one fold from another, with n - 1 in the
     * denominator.
     *
     * @return NaN if the candidate failed, or has fewer than two scores
     */
    public double deviation() {
        if (status == Status.FAILED || scores.size() < 2) {
            return Double.NaN;
        }
        return Math.sqrt(all().sub(mean()).square().sum().value() / (scores.size() - 1));
    }

    private Tensor all() {
        return Tensor.vector(scores.stream().mapToDouble(x -> x).toArray());
    }

    SearchRow with(Status next, String reason) {
        return new SearchRow(candidate, budget, scores, next, reason, time);
    }

    SearchRow plus(Duration before) {
        return new SearchRow(candidate, budget, scores, status, outcome, time.plus(before));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SearchRow that
                && candidate.equals(that.candidate)
                && seed() == that.seed()
                && budget == that.budget
                && scores.equals(that.scores)
                && status == that.status
                && outcome.equals(that.outcome);
    }

    @Override
    public int hashCode() {
        return Objects.hash(candidate, budget, scores, status, outcome);
    }

    /**
     * The number, the values, and the score or the outcome.
     *
     * @return as "trial 3 (rate=0.01, width=16): 0.25 (1.2 s)"
     */
    @Override
    public String toString() {
        String score = status == Status.FAILED ? "" : Candidate.shown(mean());
        String reason = outcome.isEmpty() || score.isEmpty() ? outcome : ", " + outcome;
        return Checks.text(
                "trial %s (%s): %s%s%s (%.1f s)",
                candidate.number(),
                candidate,
                score,
                reason,
                budget == Trial.NO_BUDGET ? "" : ", budget " + budget,
                time.toMillis() / 1000.0);
    }
}
