package org.cotangent.nn.search;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.Reason;

/** A search while it runs: rounds of growing budgets, in each groups of trials. */
final class SearchRun {
    private final SearchSettings settings;
    private final SearchObjective objective;
    private final List<Candidate> candidates;
    private final Map<String, String> texts;
    private final AtomicReference<Exception> firstFailure = new AtomicReference<>();

    SearchRun(SearchSettings settings, long seed, String data, SearchObjective objective) {
        this.settings = settings;
        this.objective = objective;
        this.candidates = settings.candidates(seed);
        this.texts = settings.texts(seed, data);
    }

    SearchResult result() {
        Map<Integer, SearchRow> rows = new TreeMap<>();
        try (SearchFile file = SearchFile.open(settings.folder, texts);
                Workers workers = new Workers(settings.threads)) {
            List<Candidate> alive = candidates;
            for (int round = 0; round < settings.budgets.length && !alive.isEmpty(); round++) {
                List<SearchRow> tried = new ArrayList<>();
                for (SearchRow row : round(alive, settings.budgets[round], file, workers)) {
                    SearchRow before = rows.get(row.candidate().number());
                    tried.add(before == null ? row : row.plus(before.time()));
                }
                boolean last = round == settings.budgets.length - 1;
                int places = last ? tried.size() : Math.max(1, tried.size() / settings.factor);
                Set<Integer> best = best(tried, places);
                for (SearchRow row : tried) {
                    int number = row.candidate().number();
                    boolean complete = row.status() == SearchRow.Status.COMPLETE;
                    String reason = "not among the best " + places + " of " + tried.size();
                    boolean dropped = complete && !best.contains(number);
                    rows.put(number, dropped ? row.with(SearchRow.Status.DROPPED, reason) : row);
                }
                alive = alive.stream().filter(each -> best.contains(each.number())).toList();
            }
        }
        requireOne(rows);
        return new SearchResult(settings, List.copyOf(rows.values()));
    }

    private Set<Integer> best(List<SearchRow> tried, int places) {
        Set<Integer> best = new HashSet<>();
        tried.stream()
                .filter(row -> row.status() != SearchRow.Status.FAILED)
                .sorted(settings.ranking())
                .limit(places)
                .forEach(row -> best.add(row.candidate().number()));
        return best;
    }

    private void requireOne(Map<Integer, SearchRow> rows) {
        SearchRow first = rows.values().iterator().next();
        Path file = settings.folder == null ? null : settings.folder.resolve(SearchFile.NAME);
        String kept = ". They are kept in " + file + "; move it away to try them again";
        if (rows.values().stream().allMatch(row -> row.status() == SearchRow.Status.FAILED)) {
            throw new IllegalStateException(
                    Checks.text(
                            "search: all %s candidates failed; %s%s",
                            rows.size(), first, file == null ? "" : kept),
                    firstFailure.get());
        }
    }

    private List<SearchRow> round(
            List<Candidate> alive, int budget, SearchFile file, Workers workers) {
        List<SearchRow> rows = new ArrayList<>();
        List<FoldRun> before = new ArrayList<>();
        int group = settings.group == 0 ? alive.size() : settings.group;
        for (int from = 0; from < alive.size(); from += group) {
            StoppingRule rule =
                    settings.group == 0
                            ? StoppingRule.NONE
                            : StoppingRule.after(before, settings.warmUp, settings.maximize);
            List<Candidate> some = alive.subList(from, Math.min(alive.size(), from + group));
            List<List<FoldRun>> runs =
                    workers.map(
                            some,
                            candidate -> watched(candidate, folds(candidate, budget, rule, file)));
            for (int i = 0; i < some.size(); i++) {
                rows.add(row(some.get(i), runs.get(i)));
                before.addAll(runs.get(i));
            }
        }
        return rows;
    }

    private synchronized List<FoldRun> watched(Candidate candidate, List<FoldRun> runs) {
        settings.watch.accept(row(candidate, runs));
        return runs;
    }

    private List<FoldRun> folds(
            Candidate candidate, int budget, StoppingRule rule, SearchFile file) {
        List<FoldRun> runs = new ArrayList<>();
        for (int fold = 0; fold < settings.folds(); fold++) {
            FoldRun.Key key = new FoldRun.Key(candidate.number(), budget, fold);
            FoldRun run = file.find(key, candidate);
            if (run == null) {
                Workers.requireUninterrupted();
                run = tried(candidate, key, rule);
                file.add(run);
            }
            runs.add(run);
            if (run.isFailed() || run.isStopped()) {
                break; // the other folds would not make it better
            }
        }
        return runs;
    }

    private FoldRun tried(Candidate candidate, FoldRun.Key key, StoppingRule rule) {
        Trial trial = new Trial(candidate, key.fold(), key.budget(), settings.folder, rule);
        long start = System.nanoTime();
        double score = Double.NaN;
        String failure = null;
        try {
            score = objective.score(trial);
            if (!Double.isFinite(score)) {
                failure = "the score is " + score;
                score = Double.NaN;
            }
        } catch (Exception e) {
            if (e instanceof InterruptedException) {
                Thread.currentThread().interrupt();
            }
            // not the fault of the candidate, which is tried again when the search goes on
            Workers.requireUninterrupted();
            firstFailure.compareAndSet(null, e);
            failure = reason(e);
        }
        return new FoldRun(
                key,
                candidate.exact(),
                score,
                trial.reports(),
                trial.stopped(),
                failure,
                (System.nanoTime() - start) / 1e9);
    }

    private static String reason(Exception e) {
        String type = e.getClass().getSimpleName();
        String text = e.getMessage() == null ? type : type + ": " + Reason.of(e);
        return SearchFile.encodable(text.replaceAll("\\s+", " ").trim());
    }

    private static SearchRow row(Candidate candidate, List<FoldRun> runs) {
        FoldRun last = runs.get(runs.size() - 1);
        SearchRow.Status status = SearchRow.Status.COMPLETE;
        String outcome = "";
        if (last.isFailed()) {
            status = SearchRow.Status.FAILED;
            outcome = "fold " + last.fold() + ": " + last.failure();
        } else if (last.isStopped()) {
            status = SearchRow.Status.STOPPED;
            outcome = "stopped in fold " + last.fold() + " at step " + last.stopped();
        }
        double seconds = runs.stream().mapToDouble(FoldRun::seconds).sum();
        return new SearchRow(
                candidate,
                last.key().budget(),
                runs.stream().filter(run -> !run.isFailed()).map(FoldRun::score).toList(),
                status,
                outcome,
                Duration.ofNanos(Math.round(1e9 * seconds)));
    }
}
