package org.cotangent.nn.search;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.data.Folds;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.train.Dataset;

/**
 * A search for the best hyper-parameters: the candidates of a {@link Space}, and how to try them.
 * Immutable; each setting returns a copy.
 *
 * <pre>{@code
 * Space space = new Space().logUniform("rate", 1e-4, 1e-1).choice("width", 8, 16, 32);
 * Search search = Search.random(space, 27).halving(3, 1, 9).threads(2);
 * SearchResult result = search.run(7, trial ->
 *         trial.number("rate") / trial.integer("width") + 1.0 / trial.budget());
 * result.ranked().get(0).budget();                                         // 9
 * result.rows().stream().filter(row -> row.budget() == 1).count();         // 18
 * }</pre>
 *
 * <p>The candidates and their seeds depend on the seed of the search and their numbers alone, and
 * nothing depends on the order in which trials end: a search has the same table, but for times,
 * with any number of threads, and with or without an interruption, if its trials take chance from
 * their generators alone.
 *
 * <p>With a random search of n candidates, one of them is among the best 5 % of the space with a
 * probability of 1 - 0.95^n, 95 % for n = 60, however many hyper-parameters there are (J. Bergstra
 * and Y. Bengio, "Random search for hyper-parameter optimization", JMLR 13, 2012).
 */
public final class Search {
    private final SearchSettings settings;

    private Search(SearchSettings settings) {
        this.settings = settings;
    }

    /**
     * A search of all combinations of values, the last hyper-parameter running fastest.
     *
     * @param space choices and integers, one or more
     * @return the search
     * @throws IllegalArgumentException if the space is empty, has a real number of an interval, or
     *     more than a million combinations
     */
    public static Search grid(Space space) {
        return gridOf(space, Integer.MAX_VALUE);
    }

    /**
     * A search of all combinations of values, as {@link #grid(Space)}. Of each interval, of real or
     * whole numbers, some points are taken, the ends included, at equal distances; of equal ratio
     * if it is logarithmic.
     *
     * @param space one hyper-parameter or more
     * @param points how many values of each interval, at least 2
     * @return the search
     * @throws IllegalArgumentException if the space is empty, there are fewer than 2 points, or
     *     more than a million combinations
     */
    public static Search grid(Space space, int points) {
        return gridOf(space, Checks.atLeast("grid", "points", 2, points));
    }

    private static Search gridOf(Space space, int points) {
        Checks.present("grid", "the space", space).requireGrid(points);
        return new Search(new SearchSettings(space, 0, points));
    }

    /**
     * A search of candidates that are drawn at random and differ from each other. The first ones
     * are the same for any number of candidates.
     *
     * @param space one hyper-parameter or more
     * @param candidates how many, from 1 to a million
     * @return the search
     * @throws IllegalArgumentException if the space is empty, or does not have as many candidates
     */
    public static Search random(Space space, int candidates) {
        Checks.present("random", "the space", space).requireCandidates(candidates);
        return new Search(new SearchSettings(space, candidates, 0));
    }

    private Search with(Consumer<SearchSettings> change) {
        return new Search(settings.copy(change));
    }

    /**
     * A copy that tries each candidate so many times, with {@link Trial#fold()} 0, 1 and so on, and
     * compares the means of the scores. Where they are the folds of a data set, {@link #fit} does
     * the dividing.
     *
     * @param count at least 1, which is the default
     * @return the search
     * @throws IllegalArgumentException if the number is below 1
     */
    @CheckReturnValue
    public Search folds(int count) {
        Checks.atLeast("search", "folds", 1, count);
        return with(next -> next.folds = count);
    }

    /**
     * A copy in which all trials have a budget, as a number of epochs, for {@link Trial#budget()}.
     *
     * @param budget at least 1
     * @return the search, without halving
     * @throws IllegalArgumentException if the budget is below 1
     */
    @CheckReturnValue
    public Search budget(int budget) {
        Checks.atLeast("search", "budget", 1, budget);
        return with(
                next -> {
                    next.factor = 1;
                    next.budgets = new int[] {budget};
                });
    }

    /**
     * A copy with successive halving (K. Jamieson and A. Talwalkar, AISTATS 2016): all candidates
     * are tried with a small budget, the best of them, one in so many, with one that is so many
     * times larger, and so on. Of equal ones the earlier survives; one survives always. Each round
     * costs about the same, and the last budget is spent on few.
     *
     * @param factor by how much the budget grows and the number of candidates falls, at least 2
     * @param first the budget of the first round, at least 1
     * @param last the budget of the last round, at least the first; the last step is smaller if it
     *     is no power of the factor times the first
     * @return the search
     * @throws IllegalArgumentException if one of the numbers is smaller
     */
    @CheckReturnValue
    public Search halving(int factor, int first, int last) {
        Checks.atLeast("halving", "factor", 2, factor);
        Checks.atLeast("halving", "first budget", 1, first);
        Checks.atLeast("halving", "last budget", first, last);
        List<Integer> budgets = new ArrayList<>();
        for (long budget = first; budget < last; budget *= factor) {
            budgets.add((int) budget);
        }
        budgets.add(last);
        return with(
                next -> {
                    next.factor = factor;
                    next.budgets = budgets.stream().mapToInt(budget -> budget).toArray();
                });
    }

    /**
     * A copy that stops hopeless trials (D. Golovin et al., "Google Vizier", KDD 2017): one that
     * reports its scores by {@link Trial#shouldStop} is told to end if its best one so far is worse
     * than the median of those that others had at the same step, with the same fold and budget. So
     * that threads do not matter, candidates are taken in groups, and compared with those of the
     * groups before; the first group is never stopped. A candidate that was stopped ranks behind
     * those of the same budget that were not, and its further folds are left out.
     *
     * @param group how many candidates in a group, at least 1, better 4 or more, and a multiple of
     *     the threads
     * @param warmUp the last step at which nothing is stopped yet, at least 0
     * @return the search
     * @throws IllegalArgumentException if one of the numbers is smaller
     */
    @CheckReturnValue
    public Search medianStopping(int group, int warmUp) {
        Checks.atLeast("median stopping", "group of", 1, group);
        Checks.atLeast("median stopping", "warm-up", 0, warmUp);
        return with(
                next -> {
                    next.group = group;
                    next.warmUp = warmUp;
                });
    }

    /**
     * A copy for which greater scores are better, as accuracies. By default smaller ones are.
     *
     * @return the search
     */
    @CheckReturnValue
    public Search maximize() {
        return with(next -> next.maximize = true);
    }

    /**
     * A copy that tries so many candidates at a time; the folds of one are tried one after another.
     * By default one, in the thread that calls.
     *
     * @param count at least 1
     * @return the search
     * @throws IllegalArgumentException if the number is below 1
     */
    @CheckReturnValue
    public Search threads(int count) {
        Checks.atLeast("search", "threads", 1, count);
        return with(next -> next.threads = count);
    }

    /**
     * A copy that keeps what was tried in a folder, in {@code trials.jsonl}, a line for each trial,
     * and goes on from there when it is run again, after an interruption of any kind. Failures are
     * kept too. Seed, space and settings must be the same, except that a random search may have
     * more candidates than before (not with halving and median stopping together). The objective
     * itself cannot be compared: who changes it takes another folder.
     *
     * @param folder where to, made if it is not there; for one search at a time
     * @return the search
     */
    @CheckReturnValue
    public Search resume(Path folder) {
        Checks.present("search", "the folder", folder);
        return with(next -> next.folder = folder);
    }

    /**
     * A copy that tells of each candidate when its trials with a budget have ended, or were read
     * from a file. Calls do not overlap, but come from any thread, in the order of the ends.
     *
     * @param action what to do, as {@code System.out::println}; an exception ends the search
     * @return the search
     */
    @CheckReturnValue
    public Search watch(Consumer<? super SearchRow> action) {
        Checks.present("search", "the action", action);
        return with(next -> next.watch = action::accept);
    }

    /**
     * Tries all candidates.
     *
     * @param seed where chance comes from; the same seed gives the same candidates and seeds
     * @param objective trains and returns a score; an exception of it is a row of the table
     * @return what was tried
     * @throws IllegalStateException if all candidates failed, with the first exception as its
     *     cause, if the thread is interrupted, or another search uses the folder
     * @throws IllegalArgumentException if the folder holds another search; the message names each
     *     difference
     * @throws java.io.UncheckedIOException if the file is damaged, or cannot be read or written
     */
    public SearchResult run(long seed, SearchObjective objective) {
        Checks.present("search", "the objective", objective);
        return new SearchRun(settings, seed, "", objective).result();
    }

    /**
     * Tries all candidates by cross-validation, and fits a model with the best one to all data.
     *
     * <pre>{@code
     * Tensor x = Tensor.normal(new SplittableRandom(1), 60, 1);
     * Dataset<Tensor, Tensor> data = Dataset.ofValues(x, x.mul(3));
     * Search.Fitted<MlpRegressor> found = Search.grid(new Space().choice("l2", 0.0, 100.0))
     *         .fit(1, data, Folds.random(60, 3, new SplittableRandom(2)),
     *                 (trial, train) -> new MlpRegressor().hidden().epochs(20).batchSize(10)
     *                         .learningRate(0.1).withoutEarlyStopping()
     *                         .l2(trial.number("l2")).seed(trial.seed())
     *                         .fit(train.inputs(), train.targets()),
     *                 (model, test) -> -model.score(test.inputs(), test.targets()));
     * found.result().best().number("l2");                       // 0.0
     * found.model().score(data.inputs(), data.targets()) > 0.9; // true
     * }</pre>
     *
     * @param seed where chance comes from
     * @param data what to learn from; keep a part of your data out of it, to measure the model by:
     *     the best of many scores is too good by chance
     * @param folds how to divide the data
     * @param fit makes and trains a model, on the part of the data that it is given alone, with the
     *     trial's seed or generator
     * @param score tests a model on the other part; smaller is better unless this {@linkplain
     *     #maximize() maximizes}
     * @param <X> the inputs of the data
     * @param <Y> the targets of the data
     * @param <M> the model
     * @return the model fitted to all data by the best candidate, and what was tried
     * @throws IllegalArgumentException if the folds are not of as many rows, or {@link #folds} gave
     *     another number; or as {@link #run}
     * @throws IllegalStateException as {@link #run}
     */
    public <X, Y, M> Fitted<M> fit(
            long seed,
            Dataset<X, Y> data,
            Folds folds,
            BiFunction<Trial, Dataset<X, Y>, M> fit,
            ToDoubleBiFunction<M, Dataset<X, Y>> score) {
        Checks.present("search", "the function that fits", fit);
        Checks.present("search", "the score", score);
        folds.split(data, 0); // refuses other numbers of rows
        if (settings.folds != 0 && settings.folds != folds.count()) {
            throw Checks.illegal("search: folds(%s), and the data are %s", settings.folds, folds);
        }
        SearchObjective objective =
                trial -> {
                    var split = folds.split(data, trial.fold());
                    return score.applyAsDouble(fit.apply(trial, split.train()), split.test());
                };
        SearchSettings folded = settings.copy(next -> next.folds = folds.count());
        SearchResult result =
                new SearchRun(folded, seed, fingerprint(data, folds), objective).result();
        return new Fitted<>(result.refit(trial -> fit.apply(trial, data)), result);
    }

    /** A text for the data and their division, so that a search does not go on with others. */
    private static String fingerprint(Dataset<?, ?> data, Folds folds) {
        List<String> sums =
                IntStream.range(0, folds.count())
                        .mapToObj(fold -> data.select(folds.testRows(fold)).checksum())
                        .map(Long::toHexString)
                        .toList();
        return data + ", " + folds + ", checksums " + sums;
    }

    /**
     * The model of the best candidate, and the table that it came from.
     *
     * @param model fitted to all data
     * @param result what was tried
     * @param <M> the model
     */
    public record Fitted<M>(M model, SearchResult result) {}

    /**
     * The space and the number of candidates.
     *
     * @return as "random search of 30 candidates, rate: log-uniform 1.0E-4 .. 0.1"
     */
    @Override
    public String toString() {
        return (settings.drawn > 0
                        ? "random search of " + settings.drawn + " candidates, "
                        : "grid search, ")
                + settings.space;
    }
}
