package org.cotangent.nn.search;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.internal.Checks;

/**
 * One run of an {@link SearchObjective}: a candidate on one fold with one budget. It has the
 * values, the seed, and takes the scores on the way to the last one. For one thread.
 */
public final class Trial {
    /** The fold of a model fitted to all data. */
    static final int REFIT = -1;

    /** The budget of a search that has none. */
    static final int NO_BUDGET = 0;

    private final Candidate candidate;
    private final long seed;
    private final int fold;
    private final int budget;
    private final Path folder;
    private final StoppingRule rule;
    private final SeededRandom random;
    private final NavigableMap<Integer, Double> reports = new TreeMap<>();
    private int stopped = StoppingRule.NEVER;

    Trial(Candidate candidate, int fold, int budget, Path folder, StoppingRule rule) {
        this.candidate = candidate;
        this.seed = candidate.seed() + Math.max(0, fold);
        this.fold = fold;
        this.budget = budget;
        this.folder = folder;
        this.rule = rule;
        this.random = new SeededRandom(this.seed);
    }

    /**
     * The candidate to try.
     *
     * @return a value for every hyper-parameter
     */
    public Candidate candidate() {
        return candidate;
    }

    /**
     * The value of a hyper-parameter that is a number.
     *
     * @param name its name
     * @return {@link Candidate#number}
     */
    public double number(String name) {
        return candidate.number(name);
    }

    /**
     * The value of a hyper-parameter that is a whole number.
     *
     * @param name its name
     * @return {@link Candidate#integer}
     */
    public int integer(String name) {
        return candidate.integer(name);
    }

    /**
     * The value of a hyper-parameter as text.
     *
     * @param name its name
     * @return {@link Candidate#text}
     */
    public String text(String name) {
        return candidate.text(name);
    }

    /**
     * The fold to test on.
     *
     * @return from 0, below the number of {@linkplain Search#folds folds}; 0 if there are none
     * @throws IllegalStateException if this is the {@linkplain SearchResult#refit refit}, which has
     *     all data to train on
     */
    public int fold() {
        if (fold == REFIT) {
            throw new IllegalStateException(
                    "trial: the best candidate is fitted to all data, there is no fold to test on");
        }
        return fold;
    }

    /**
     * How much work the trial may do, in the unit that was thought of when the search was given its
     * budgets, as epochs.
     *
     * @return the {@linkplain Search#halving budget of the round}, or the {@linkplain Search#budget
     *     budget of all}
     * @throws IllegalStateException if the search has no budgets
     */
    public int budget() {
        if (budget == NO_BUDGET) {
            throw new IllegalStateException(
                    "trial: the search has no budget; give it one by budget(...) or halving(...)");
        }
        return budget;
    }

    /**
     * The seed: that of the candidate's row in the table, plus the fold. It is the same with every
     * budget: a training that is begun again does the same at first.
     *
     * @return not negative
     */
    public long seed() {
        return seed;
    }

    /**
     * The generator for the initial weights, the order of the samples, and all other chance.
     *
     * @return always the same generator, which began with the {@linkplain #seed() seed}
     */
    public SeededRandom random() {
        return random;
    }

    /**
     * A folder for what the trial keeps, as a checkpoint. A candidate has one for each fold, and
     * finds it again with the next budget, and after an interruption: a trainer with {@code
     * checkpoint(trial.folder().resolve("checkpoint"))} and {@code epochs(trial.budget())} goes on
     * where it was. The search never deletes it.
     *
     * <p>Scores that a trial had {@linkplain #shouldStop reported} before an interruption are known
     * no more when it goes on from a checkpoint, and with {@linkplain Search#medianStopping median
     * stopping} the table may be another one then. A trial that begins again reports them again.
     *
     * @return a folder that exists, within that of the {@linkplain Search#resume search}
     * @throws IllegalStateException if the search keeps no files
     * @throws UncheckedIOException if it cannot be made
     */
    public Path folder() {
        if (folder == null) {
            throw new IllegalStateException(
                    "trial: the search keeps no files; give it a folder by resume(...)");
        }
        String name = "trial-" + candidate.number() + (fold == REFIT ? "-refit" : "-fold-" + fold);
        try {
            return Files.createDirectories(folder.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Takes a score on the way, as that of a validation after an epoch, and says whether the trial
     * is hopeless by the {@linkplain Search#medianStopping rule} of the search. A trial that hears
     * so should end and return its score; that stays in the table as of a trial that was stopped.
     *
     * <pre>{@code
     * SearchResult result = Search.random(new Space().uniform("a", 0, 1), 9).medianStopping(3, 2)
     *         .run(1, trial -> {
     *             double loss = 1;
     *             for (int epoch = 1; epoch <= 20; epoch++) {
     *                 loss *= trial.number("a");
     *                 if (trial.shouldStop(epoch, loss)) {
     *                     break;
     *                 }
     *             }
     *             return loss;
     *         });
     * result.rows().get(0).status();   // COMPLETE
     * }</pre>
     *
     * @param step how far the trial is, as the number of epochs done; rising
     * @param score in the same sense as the score of the trial; NaN counts as the worst
     * @return whether to end; always false if the search has no such rule, and in a refit
     * @throws IllegalArgumentException if the step is negative or not above the last one
     */
    public boolean shouldStop(int step, double score) {
        int last = reports.isEmpty() ? -1 : reports.lastKey();
        if (step <= last) {
            throw Checks.illegal(
                    "trial: a score of step %s%s expected",
                    step, last < 0 ? "; 0 or more" : " after step " + last + "; rising ones");
        }
        reports.put(step, score);
        if (stopped == StoppingRule.NEVER && fold != REFIT && rule.stops(fold, step, reports)) {
            stopped = step;
        }
        return stopped != StoppingRule.NEVER;
    }

    Map<Integer, Double> reports() {
        return reports;
    }

    int stopped() {
        return stopped;
    }

    /**
     * The candidate, the fold and the seed.
     *
     * @return as "trial 3 (rate=0.01, width=16), fold 0, seed 1234"
     */
    @Override
    public String toString() {
        return Checks.text(
                "trial %s (%s), %s%s, seed %s",
                candidate.number(),
                candidate,
                fold == REFIT ? "refit" : "fold " + fold,
                budget == NO_BUDGET ? "" : ", budget " + budget,
                seed);
    }
}
