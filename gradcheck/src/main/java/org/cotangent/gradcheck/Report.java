package org.cotangent.gradcheck;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.cotangent.Tensor;

/** What a {@linkplain GradCheck gradient check} found. Immutable. */
public final class Report {
    private static final int MOST_SHOWN = 10;

    private final String name;
    private final String inputs;
    private final int order;
    private final double step;
    private final double tolerance;
    private final long seed;
    private final int entries;
    private final int unresolved;
    private final Entry worst;
    private final List<Entry> mismatches;

    Report(
            String name,
            Tensor[] at,
            int order,
            double step,
            double tolerance,
            long seed,
            Judge judge) {
        this.name = name;
        this.inputs =
                Arrays.stream(at)
                        .map(
                                x ->
                                        (x.name() == null ? "" : x.name() + " ")
                                                + Arrays.toString(x.shape()))
                        .collect(Collectors.joining(", "));
        this.order = order;
        this.step = step;
        this.tolerance = tolerance;
        this.seed = seed;
        this.entries = judge.entries;
        this.unresolved = judge.unresolved;
        this.worst = judge.worst;
        this.mismatches =
                judge.mismatches.stream()
                        .sorted(Comparator.comparingDouble(Entry::error).reversed())
                        .collect(Collectors.toUnmodifiableList());
    }

    /**
     * Whether every entry agrees.
     *
     * @return true if there are no {@link #mismatches}
     */
    public boolean passed() {
        return mismatches.isEmpty();
    }

    /**
     * Throws if an entry does not agree.
     *
     * @return this report
     * @throws AssertionError if the check did not pass; its message is this report as text
     */
    public Report requirePassed() {
        if (!passed()) {
            throw new AssertionError(toString());
        }
        return this;
    }

    /**
     * The largest relative error of all entries.
     *
     * @return a number from 0; +infinity if a derivative is NaN or infinite
     */
    public double largestError() {
        return worst.error();
    }

    /**
     * The entry with the largest relative error, whether it passed or not.
     *
     * @return the entry
     */
    public Entry worst() {
        return worst;
    }

    /**
     * The entries that do not agree.
     *
     * @return a list that cannot be changed, the worst first; empty if the check passed
     */
    public List<Entry> mismatches() {
        return mismatches;
    }

    /**
     * How many derivatives were compared, over all inputs and orders.
     *
     * @return 1 or more
     */
    public int entries() {
        return entries;
    }

    /**
     * How many of the entries that passed are not 0 but so small beside the error of the
     * differences that 0.1 % wrong might not have shown. A few are normal, in the tails of a
     * function and near its stationary points; many are a sign that step and function do not suit
     * each other.
     *
     * @return a number up to {@link #entries}
     */
    public int unresolved() {
        return unresolved;
    }

    /**
     * Up to which order derivatives were checked.
     *
     * @return 1, 2 or 3
     */
    public int order() {
        return order;
    }

    /**
     * The step relative to the size of an entry.
     *
     * @return a number between 0 and 1
     */
    public double step() {
        return step;
    }

    /**
     * The largest relative error that passes.
     *
     * @return a number between 0 and 1
     */
    public double tolerance() {
        return tolerance;
    }

    /**
     * The seed of the cotangent and of the directions.
     *
     * @return the seed
     */
    public long seed() {
        return seed;
    }

    /**
     * The verdict, what was checked and how, and the worst entries, in a few lines.
     *
     * @return text for people; its form may change
     */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("gradient check");
        text.append(name.isEmpty() ? "" : " of " + name).append(passed() ? ": passed" : ": FAILED");
        text.append(passed() ? ", all " : ", " + mismatches.size() + " of ").append(entries);
        text.append(entries == 1 ? " derivative" : " derivatives");
        text.append(passed() ? " agree" : " differ").append('\n');
        text.append("  inputs ")
                .append(inputs)
                .append(order == 1 ? "; order 1" : "; orders 1 to " + order);
        text.append("; centred differences, step ").append(rounded(step));
        text.append(", tolerance ").append(rounded(tolerance)).append(", seed ").append(seed);
        text.append('\n');
        if (unresolved > 0) {
            text.append("  ").append(unresolved);
            text.append(" of those that agree are too small for the differences to tell 0.1 %\n");
        }
        if (passed()) {
            return text.append("  largest error: ").append(worst).append('\n').toString();
        }
        appendTable(text);
        return text.toString();
    }

    private void appendTable(StringBuilder text) {
        List<Entry> shown = mismatches.subList(0, Math.min(MOST_SHOWN, mismatches.size()));
        int width = shown.stream().mapToInt(e -> e.place().length()).max().orElse(0);
        String row = "  %-5s  %-" + Math.max(width, "entry".length()) + "s  %24s  %24s  %s\n";
        text.append(
                String.format(
                        Locale.ROOT, row, "order", "entry", "analytic", "numerical", "error"));
        for (Entry e : shown) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            row,
                            e.order(),
                            e.place(),
                            e.analytic(),
                            e.numerical(),
                            rounded(e.error())));
        }
        if (shown.size() < mismatches.size()) {
            text.append("  and ").append(mismatches.size() - shown.size()).append(" more\n");
        }
    }

    /** Three significant digits. */
    static String rounded(double value) {
        return Double.isFinite(value) && value != 0
                ? String.format(Locale.ROOT, "%.2e", value)
                : value == 0 ? "0" : Double.toString(value);
    }
}
