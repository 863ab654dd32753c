package org.cotangent.nn.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.TextTableWriter;

/**
 * The outcome of a search: a row for each candidate, and the best of them. Immutable; results are
 * equal if all but their times are.
 */
public final class SearchResult {
    private static final int LONGEST_OUTCOME = 60;

    private final SearchSettings settings;
    private final List<SearchRow> rows;

    SearchResult(SearchSettings settings, List<SearchRow> rows) {
        this.settings = settings;
        this.rows = rows;
    }

    /**
     * All candidates.
     *
     * @return in the order of their numbers; an unmodifiable list
     */
    public List<SearchRow> rows() {
        return rows;
    }

    /**
     * All candidates, the best first: by their budgets, the largest first; those that were stopped
     * behind others of the same budget; then by the means of their scores, and those by their
     * numbers. Candidates that failed are last.
     *
     * @return an unmodifiable list
     */
    public List<SearchRow> ranked() {
        return rows.stream().sorted(settings.ranking()).toList();
    }

    /**
     * The best candidate, the first of those that are {@linkplain #ranked() ranked}.
     *
     * @return its values
     */
    public Candidate best() {
        return ranked().get(0).candidate();
    }

    /**
     * Makes a model with the best candidate, as a rule from all data.
     *
     * @param fit trains a model with the values, the largest budget and the seed of the candidate
     *     that it is given; its trial has no fold
     * @param <M> the model
     * @return what the function returns
     */
    public <M> M refit(Function<Trial, M> fit) {
        SearchRow row = ranked().get(0);
        Space.Drawn drawn = new Space.Drawn(row.candidate(), row.seed());
        StoppingRule none = StoppingRule.NONE;
        return fit.apply(new Trial(drawn, Trial.REFIT, row.budget(), settings.folder, none));
    }

    /**
     * All candidates as text, the best first.
     *
     * @return aligned columns, one line for each
     */
    public String table() {
        return table(rows.size());
    }

    /**
     * The best candidates as text.
     *
     * @param most how many lines at most, at least 1
     * @return aligned columns, one line for each
     * @throws IllegalArgumentException if the number is below 1
     */
    public String table(int most) {
        Checks.atLeast("search", "rows of the table", 1, most);
        boolean budgets = settings.budgets.length > 1;
        boolean folds = settings.folds() > 1;
        List<String> heading = new ArrayList<>(List.of("trial"));
        heading.addAll(best().names());
        heading.addAll(budgets ? List.of("budget") : List.of());
        heading.addAll(folds ? List.of("mean", "deviation") : List.of("score"));
        heading.addAll(List.of("seconds", "seed", "outcome"));
        TextTableWriter table = new TextTableWriter(0, heading.toArray(String[]::new));
        for (SearchRow row : ranked().subList(0, Math.min(most, rows.size()))) {
            List<String> cells = new ArrayList<>(List.of("" + row.candidate().number()));
            best().names().forEach(name -> cells.add(row.candidate().shown(name)));
            cells.addAll(budgets ? List.of("" + row.budget()) : List.of());
            cells.add(number(row.mean()));
            cells.addAll(folds ? List.of(number(row.deviation())) : List.of());
            cells.add(String.format(Locale.ROOT, "%.1f", seconds(row)));
            cells.add("" + row.seed());
            String reason = row.outcome();
            boolean fits = reason.length() <= LONGEST_OUTCOME;
            cells.add(fits ? reason : reason.substring(0, LONGEST_OUTCOME) + "...");
            table.row(cells.toArray(String[]::new));
        }
        return table.ruled();
    }

    private static String number(double x) {
        return Double.isNaN(x) ? "-" : TextTableWriter.number(x);
    }

    private static double seconds(SearchRow row) {
        return row.time().toNanos() / 1e9;
    }

    /**
     * All candidates as comma-separated values, in the order of their numbers, with all digits:
     * number, values, budget, the score of each fold, mean, deviation, seconds, seed, status,
     * outcome. What there is not is empty.
     *
     * @return a heading, and a line for each
     */
    public String toCsv() {
        List<String> heading = new ArrayList<>(List.of("trial"));
        heading.addAll(best().names());
        heading.add("budget");
        for (int fold = 0; fold < settings.folds(); fold++) {
            heading.add("score " + fold);
        }
        heading.addAll(List.of("mean", "deviation", "seconds", "seed", "status", "outcome"));
        StringBuilder text = new StringBuilder(line(heading));
        for (SearchRow row : rows) {
            List<String> cells = new ArrayList<>(List.of("" + row.candidate().number()));
            best().names().forEach(name -> cells.add(row.candidate().text(name)));
            cells.add(row.budget() == Trial.NO_BUDGET ? "" : "" + row.budget());
            for (int fold = 0; fold < settings.folds(); fold++) {
                cells.add(fold < row.scores().size() ? "" + row.scores().get(fold) : "");
            }
            cells.addAll(Arrays.asList(digits(row.mean()), digits(row.deviation())));
            cells.addAll(List.of("" + seconds(row), "" + row.seed()));
            cells.addAll(List.of(row.status().name().toLowerCase(Locale.ROOT), row.outcome()));
            text.append(line(cells));
        }
        return text.toString();
    }

    private static String digits(double x) {
        return Double.isNaN(x) ? "" : "" + x;
    }

    private static String line(List<String> cells) {
        return cells.stream().map(SearchResult::quoted).collect(Collectors.joining(",")) + "\n";
    }

    private static String quoted(String cell) {
        return cell.matches("[^\",\r\n]*") ? cell : '"' + cell.replace("\"", "\"\"") + '"';
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SearchResult that
                && settings.maximize == that.settings.maximize
                && rows.equals(that.rows);
    }

    @Override
    public int hashCode() {
        return Objects.hash(settings.maximize, rows);
    }

    /**
     * The best candidate.
     *
     * @return as "best of 30: trial 12 (rate=0.01, width=16): 0.25 (1.2 s)"
     */
    @Override
    public String toString() {
        return "best of " + rows.size() + ": " + ranked().get(0);
    }
}
