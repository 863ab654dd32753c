package org.cotangent.nn.search;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
    private static final String LONG_OUTCOME = "(?s)(.{60}).+";

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
        StoppingRule none = StoppingRule.NONE;
        return fit.apply(
                new Trial(row.candidate(), Trial.REFIT, row.budget(), settings.folder, none));
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
        Map<String, Function<SearchRow, String>> columns = new LinkedHashMap<>();
        columns.put("trial", row -> "" + row.candidate().number());
        best().names().forEach(name -> columns.put(name, row -> row.candidate().shown(name)));
        if (settings.budgets.length > 1) {
            columns.put("budget", row -> "" + row.budget());
        }
        columns.put(settings.folds() > 1 ? "mean" : "score", row -> number(row.mean()));
        if (settings.folds() > 1) {
            columns.put("deviation", row -> number(row.deviation()));
        }
        columns.put("seconds", row -> String.format(Locale.ROOT, "%.1f", seconds(row)));
        columns.put("seed", row -> "" + row.seed());
        columns.put("outcome", row -> row.outcome().replaceAll(LONG_OUTCOME, "$1..."));
        TextTableWriter table = new TextTableWriter(0, columns.keySet().toArray(String[]::new));
        ranked().stream()
                .limit(most)
                .forEach(row -> table.row(cells(columns, row).toArray(String[]::new)));
        return table.ruled();
    }

    private static List<String> cells(
            Map<String, Function<SearchRow, String>> columns, SearchRow row) {
        return columns.values().stream().map(column -> column.apply(row)).toList();
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
        Map<String, Function<SearchRow, String>> columns = new LinkedHashMap<>();
        columns.put("trial", row -> "" + row.candidate().number());
        best().names().forEach(name -> columns.put(name, row -> row.candidate().text(name)));
        columns.put("budget", row -> row.budget() == Trial.NO_BUDGET ? "" : "" + row.budget());
        for (int i = 0; i < settings.folds(); i++) {
            int fold = i;
            columns.put(
                    "score " + fold,
                    row -> fold < row.scores().size() ? "" + row.scores().get(fold) : "");
        }
        columns.put("mean", row -> digits(row.mean()));
        columns.put("deviation", row -> digits(row.deviation()));
        columns.put("seconds", row -> "" + seconds(row));
        columns.put("seed", row -> "" + row.seed());
        columns.put("status", row -> row.status().name().toLowerCase(Locale.ROOT));
        columns.put("outcome", SearchRow::outcome);
        return line(columns.keySet())
                + rows.stream().map(row -> line(cells(columns, row))).collect(Collectors.joining());
    }

    private static String digits(double x) {
        return Double.isNaN(x) ? "" : "" + x;
    }

    private static String line(Collection<String> cells) {
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
