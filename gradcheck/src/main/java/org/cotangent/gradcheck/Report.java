package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a gradient check found.
 *
 * <pre>{@code
 * Report report = ArrayCheck.derivative(x -> x * x, x -> x, 3).run();
 * report.passed();     // false
 * report.tooLarge();   // 0
 * report.diagnosis().get(0).startsWith("the analytic derivative is 1/2 times"); // true
 * report.snippet();    // ArrayCheck.derivative(f, derivative, 3.0).seed(1).run()
 * }</pre>
 *
 * <p>As text it is for consoles and for the messages of failed tests, as {@linkplain #toHtml() a
 * web page} for looking at, as {@linkplain #toJson() JSON} for other programs.
 */
public final class Report {
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
    private final List<String> diagnosis;
    private final Origin origin;
    private Taylor taylor;
    private boolean tested;

    Report(
            Settings<?> settings,
            Point point,
            int order,
            List<Entry> comparisons,
            Origin origin,
            List<String> remarks) {
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
        this.origin = origin;
        this.diagnosis = Stream.concat(remarks.stream(), Diagnosis.of(this).stream()).toList();
        if (!passed()) {
            taylor(); // now, as a function may change by the time that somebody reads this
        }
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
        long unclear =
                comparisons.stream()
                        .filter(e -> e.verdict() == Verdict.INCONCLUSIVE && !e.isNegligible())
                        .count();
        if (unclear > inconclusive * comparisons.size()) {
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
     * How many of the entries that do not agree are too large: the analytic derivative is larger in
     * size than the numerical one.
     *
     * @return from 0 to the number of {@link #mismatches()}
     */
    public int tooLarge() {
        return (int) mismatches.stream().filter(Report::isTooLarge).count();
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
     * it had occurred, inconclusive entries, kinks and derivatives of 0 apart; where directions
     * were checked, of any one element that they move.
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
     * What the wrong entries have in common, for each input and order: such as a constant factor, a
     * transposition, an input that nothing flows back to, or the branch that they are on. Each
     * sentence says what the numbers show and where to look; it is true of the numbers, and what to
     * make of it is a guess.
     *
     * @return sentences, the most general first; empty if the check passed, and where no pattern
     *     was found
     */
    public List<String> diagnosis() {
        return diagnosis;
    }

    /**
     * Java code that repeats the check, as one expression; the function is called f and what was
     * written by hand is called after what it is, such as gradient. Up to 50 numbers of the point
     * are written out, exactly.
     *
     * @return such as "GradCheck.of(f, Tensor.of(2.0)).seed(1).run()"
     */
    public String snippet() {
        return Snippet.of(this);
    }

    /**
     * All of it as JSON: verdict, counts, settings, inputs, entries (the 1,000 nearest to failing
     * if there are more, and how many were left out), diagnosis, Taylor test and snippet. Numbers
     * that are NaN or infinite are strings. The Taylor test of a check that passed is made when it
     * is first asked for, here or by {@link #toHtml()}.
     *
     * @return one object
     */
    public String toJson() {
        return ReportJson.of(this);
    }

    /**
     * All of it as a web page: one file without any links, with drawings of the Taylor test and of
     * the relative differences, for light and dark screens. The same check gives the same page.
     *
     * @return the page
     */
    public String toHtml() {
        return ReportHtml.of(this);
    }

    /**
     * The verdict, what was checked and how, and the nearest entry to failing. If the check failed:
     * the worst entries, what they have in common ({@link #diagnosis()}), a Taylor test, which
     * needs no numerical derivatives, and code that repeats the check. In a Taylor test the
     * remainder |f(x + hd) - f(x) - h (g, d)| along a direction d falls with the square of h if the
     * gradient g is right (slope 2), and else only as fast as h (slope 1).
     *
     * @return text for people, in ASCII but for the names of functions and inputs; its form may
     *     change
     */
    @Override
    public String toString() {
        return ReportText.of(this);
    }

    // ---- what the forms of a report need

    /**
     * The entries of one input, all orders together.
     *
     * @param block the input
     * @param entries how many were compared
     * @param differing how many do not agree
     * @param tooLarge how many of these are too large in size
     * @param worst the largest relative difference of those that are not inconclusive
     */
    record OfInput(Point.Block block, int entries, int differing, int tooLarge, double worst) {}

    List<OfInput> inputs() {
        List<OfInput> inputs = new ArrayList<>();
        for (Point.Block block : point.blocks) {
            List<Entry> own =
                    comparisons.stream().filter(e -> e.input() == block.number()).toList();
            List<Entry> wrong =
                    mismatches.stream().filter(e -> e.input() == block.number()).toList();
            double worst =
                    own.stream()
                            .filter(e -> e.verdict() != Verdict.INCONCLUSIVE)
                            .mapToDouble(Entry::error)
                            .max()
                            .orElse(0);
            int large = (int) wrong.stream().filter(Report::isTooLarge).count();
            inputs.add(new OfInput(block, own.size(), wrong.size(), large, worst));
        }
        return inputs;
    }

    private static boolean isTooLarge(Entry e) {
        return Math.abs(e.analytic()) > Math.abs(e.numerical());
    }

    String name() {
        return name;
    }

    Point point() {
        return point;
    }

    Origin origin() {
        return origin;
    }

    /** The step of plain centred differences; NaN for those with error bars. */
    double step() {
        return step;
    }

    double inconclusive() {
        return inconclusive;
    }

    int directions() {
        return directions;
    }

    /** The Taylor test; null if the function cannot be evaluated once more. */
    synchronized Taylor taylor() {
        if (!tested) {
            tested = true;
            try {
                taylor = Taylor.of(this);
            } catch (RuntimeException noLongerDefined) {
                taylor = null;
            }
        }
        return taylor;
    }

    /** Three significant digits. */
    static String rounded(double value) {
        return ReportText.rounded(value);
    }
}
