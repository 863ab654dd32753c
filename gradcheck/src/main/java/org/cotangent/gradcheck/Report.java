package org.cotangent.gradcheck;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** What a gradient check found. Immutable. */
public final class Report {
    private static final int MOST_SHOWN = 10;

    private final String name;
    private final Point point;
    private final int order;
    private final double step;
    private final double tolerance;
    private final double inconclusive;
    private final int directions;
    private final long seed;
    private final List<Entry> comparisons;
    private final List<Entry> mismatches;

    Report(Settings<?> settings, Point point, int order, List<Entry> comparisons) {
        this.name = settings.name;
        this.point = point;
        this.order = order;
        this.step = settings.step;
        this.tolerance = settings.tolerance();
        this.inconclusive = settings.inconclusive;
        this.directions = settings.directions(point);
        this.seed = settings.seed;
        this.comparisons = List.copyOf(comparisons);
        this.mismatches =
                this.comparisons.stream()
                        .filter(e -> e.verdict() == Verdict.MISMATCH)
                        .sorted(Comparator.comparingDouble(Entry::excess).reversed())
                        .collect(Collectors.toUnmodifiableList());
    }

    /**
     * Whether the derivatives are right, as far as can be told.
     *
     * @return true if there are no {@link #mismatches} and not too many inconclusive entries
     */
    public boolean passed() {
        return verdict() == Verdict.MATCH || verdict() == Verdict.SUBGRADIENT;
    }

    /**
     * All entries in one word.
     *
     * @return {@link Verdict#MISMATCH} if one does not agree; else {@link Verdict#INCONCLUSIVE} if
     *     more of them are than a check may have that passes; else {@link Verdict#SUBGRADIENT} if
     *     there is a kink; else {@link Verdict#MATCH}
     */
    public Verdict verdict() {
        if (!mismatches.isEmpty()) {
            return Verdict.MISMATCH;
        }
        if (count(Verdict.INCONCLUSIVE) > inconclusive * comparisons.size()) {
            return Verdict.INCONCLUSIVE;
        }
        return count(Verdict.SUBGRADIENT) > 0 ? Verdict.SUBGRADIENT : Verdict.MATCH;
    }

    /**
     * How many entries came to a verdict.
     *
     * @param verdict the verdict
     * @return from 0 to {@link #entries()}
     */
    public int count(Verdict verdict) {
        int count = 0;
        for (Entry e : comparisons) {
            count += e.verdict() == verdict ? 1 : 0;
        }
        return count;
    }

    /**
     * Throws if the check did not pass.
     *
     * @return this report
     * @throws AssertionError if it did not; its message is this report as text
     */
    public Report requirePassed() {
        if (!passed()) {
            throw new AssertionError(toString());
        }
        return this;
    }

    /**
     * The smallest relative error of the analytic derivatives that would have been found wherever
     * it had occurred, inconclusive entries, kinks and derivatives of 0 apart.
     *
     * @return a number above 0, such as 1e-9; +infinity if there was nothing to tell it from
     */
    public double sensitivity() {
        return comparisons.stream()
                .mapToDouble(Entry::sensitivity)
                .filter(Double::isFinite)
                .max()
                .orElse(Double.POSITIVE_INFINITY);
    }

    /**
     * The largest relative difference of all entries that are not inconclusive.
     *
     * @return a number from 0; +infinity if a derivative is NaN or infinite
     */
    public double largestError() {
        return comparisons.stream()
                .filter(e -> e.verdict() != Verdict.INCONCLUSIVE)
                .mapToDouble(Entry::error)
                .max()
                .orElse(0);
    }

    /**
     * The entry that is the nearest to failing, or failed the worst: whose difference is the
     * largest beside what would have passed.
     *
     * @return the entry
     */
    public Entry worst() {
        Predicate<Entry> wrong = e -> e.verdict() == Verdict.MISMATCH;
        return mismatches.isEmpty()
                ? comparisons.stream().max(Comparator.comparingDouble(Entry::excess)).orElseThrow()
                : mismatches.stream().filter(wrong).findFirst().orElseThrow();
    }

    /**
     * The entries that do not agree.
     *
     * @return a list that cannot be changed, the worst first; empty if all agree
     */
    public List<Entry> mismatches() {
        return mismatches;
    }

    /**
     * Everything that was compared, in the order of orders, inputs and elements.
     *
     * @return a list that cannot be changed
     */
    public List<Entry> comparisons() {
        return comparisons;
    }

    /**
     * How many derivatives were compared, over all inputs and orders.
     *
     * @return 1 or more
     */
    public int entries() {
        return comparisons.size();
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
     * The relative error that was granted to the analytic derivatives.
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
        text.append(name.isEmpty() ? "" : " of " + name).append(": ").append(headline());
        text.append("\n  inputs ").append(inputs());
        text.append(order == 1 ? "; order 1" : "; orders 1 to " + order);
        if (directions > 0) {
            text.append("; ").append(directions).append(" random directions for each input");
        }
        if (step == step) {
            text.append("; plain centred differences, step ").append(rounded(step));
        }
        text.append("; tolerance ").append(rounded(tolerance)).append(", seed ").append(seed);
        text.append('\n');
        if (step != step && sensitivity() < Double.POSITIVE_INFINITY) {
            text.append("  would have seen a relative error of ").append(rounded(sensitivity()));
            text.append(" in any of them\n");
        }
        if (passed()) {
            return text.append("  nearest to failing: ").append(worst()).append('\n').toString();
        }
        if (verdict() == Verdict.INCONCLUSIVE) {
            return text.append(advice()).toString();
        }
        appendTable(text);
        return text.toString();
    }

    private String headline() {
        int n = comparisons.size();
        String all = n == 1 ? "the derivative" : "all " + n + " derivatives";
        int unclear = count(Verdict.INCONCLUSIVE);
        int kinks = count(Verdict.SUBGRADIENT);
        String aside =
                (kinks == 0 ? "" : ", " + kinks + " at a kink")
                        + (unclear == 0 ? "" : ", " + unclear + " inconclusive");
        return switch (verdict()) {
            case MISMATCH ->
                    "FAILED, "
                            + mismatches.size()
                            + " of "
                            + n
                            + (n == 1 ? " derivative differs" : " derivatives differ")
                            + aside;
            case INCONCLUSIVE ->
                    "INCONCLUSIVE, the differences cannot tell for " + unclear + " of " + n;
            default -> "passed, " + all + (n == 1 ? " agrees" : " agree") + aside;
        };
    }

    private String inputs() {
        return point.blocks.stream()
                .map(b -> (b.name() == null ? "" : b.name() + " ") + Arrays.toString(b.shape()))
                .collect(Collectors.joining(", "));
    }

    private String advice() {
        Entry e =
                comparisons.stream()
                        .filter(c -> c.verdict() == Verdict.INCONCLUSIVE)
                        .max(Comparator.comparingDouble(c -> Math.abs(c.analytic())))
                        .orElseThrow();
        return "  such as "
                + e
                + "\n  the function is noisy there, or its derivative is too small beside its"
                + " value\n";
    }

    private void appendTable(StringBuilder text) {
        List<Entry> shown = mismatches.subList(0, Math.min(MOST_SHOWN, mismatches.size()));
        int width = shown.stream().mapToInt(e -> e.place().length()).max().orElse(0);
        String row = "  %-5s  %-" + Math.max(width, "entry".length()) + "s  %24s  %24s  %9s  %s\n";
        text.append(
                String.format(
                        Locale.ROOT,
                        row,
                        "order",
                        "entry",
                        "analytic",
                        "numerical",
                        "+-",
                        "error"));
        for (Entry e : shown) {
            text.append(
                    String.format(
                            Locale.ROOT,
                            row,
                            e.order(),
                            e.place(),
                            e.analytic(),
                            e.least() < e.most()
                                    ? rounded(e.least()) + " to " + rounded(e.most())
                                    : e.numerical(),
                            rounded(e.bound()),
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
