package org.cotangent.gradcheck;

import java.util.List;

/**
 * The result of a gradient check, as data and in several forms.
 *
 * <pre>{@code
 * Report report = ArrayCheck.derivative(x -> x * x, x -> x, 3).run();
 * report.passed();     // false
 * report.tooLarge();   // 0
 * report.diagnosis().get(0).startsWith("the analytic derivative is 1/2 times"); // true
 * report.snippet();    // ArrayCheck.derivative(f, derivative, 3.0).seed(1).run()
 * }</pre>
 *
 * <p>The text is for consoles and for the messages of failed tests, {@linkplain #toHtml() the web
 * page} for browsers, {@linkplain #toJson() JSON} for other programs.
 */
public final class Report {
    private final ReportContent content;
    private final CheckResult result;

    /**
     * A report of a check.
     *
     * @param result the result of the check
     * @param source the function and the claims that it is about
     * @param remarks sentences that the diagnosis begins with
     */
    Report(CheckResult result, CheckSource source, List<String> remarks) {
        this.result = result;
        this.content = new ReportContent(result, source, remarks);
    }

    /**
     * Whether the check passed.
     *
     * @return true if there are no {@link #mismatches} and not too many inconclusive entries
     */
    public boolean passed() {
        return result.passed();
    }

    /**
     * The verdict on all entries together.
     *
     * @return {@link Verdict#MISMATCH} if one does not agree; else {@link Verdict#INCONCLUSIVE} if
     *     more of them are than a check may have that passes; else {@link Verdict#SUBGRADIENT} if
     *     there is a kink; else {@link Verdict#MATCH}
     */
    public Verdict verdict() {
        return result.verdict();
    }

    /**
     * The number of entries with a verdict.
     *
     * @param verdict the verdict
     * @return from 0 to {@link #entries()}
     */
    public int count(Verdict verdict) {
        return result.count(verdict);
    }

    /**
     * The number of {@link #mismatches} whose analytic derivative is larger in size than the
     * numerical one.
     *
     * @return from 0 to the number of {@link #mismatches()}
     */
    public int tooLarge() {
        return result.tooLarge();
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
        return result.sensitivity();
    }

    /**
     * The largest relative difference of all entries that are not inconclusive.
     *
     * @return a number from 0; +infinity if a derivative is NaN or infinite
     */
    public double largestError() {
        return result.largestError();
    }

    /**
     * The worst entry: the one with the largest difference relative to the largest that would have
     * passed.
     *
     * @return the entry
     */
    public Entry worst() {
        return result.worst();
    }

    /**
     * The entries that do not agree.
     *
     * @return a list that cannot be changed, the worst first; empty if all agree
     */
    public List<Entry> mismatches() {
        return result.mismatches();
    }

    /**
     * All comparisons, ordered by the order of the derivative, then by input and by element.
     *
     * @return a list that cannot be changed
     */
    public List<Entry> comparisons() {
        return result.comparisons();
    }

    /**
     * The number of comparisons over all inputs and orders.
     *
     * @return 1 or more
     */
    public int entries() {
        return result.comparisons().size();
    }

    /**
     * The highest order of the derivatives that were checked.
     *
     * @return 1, 2 or 3
     */
    public int order() {
        return result.order();
    }

    /**
     * The relative error that was granted to the analytic derivatives.
     *
     * @return a number between 0 and 1
     */
    public double tolerance() {
        return result.tolerance();
    }

    /**
     * The seed of the cotangent and of the directions.
     *
     * @return the seed
     */
    public long seed() {
        return result.seed();
    }

    /**
     * The properties that the wrong entries share, for each input and order: such as a constant
     * factor, a transposition, an input that nothing flows back to, or the branch that they are on.
     * Each sentence says what the numbers show, and suggests where to look for the cause.
     *
     * @return sentences, the most general first; empty if the check passed, and where no pattern
     *     was found
     */
    public List<String> diagnosis() {
        return content.diagnosis();
    }

    /**
     * Java code that repeats the check, as one expression. The function is called f, and a
     * derivative that was written by hand by its kind, such as gradient. Up to 50 numbers of the
     * point are written out, exactly.
     *
     * @return such as "GradCheck.of(f, Tensor.of(2.0)).seed(1).run()"
     */
    public String snippet() {
        return content.snippet();
    }

    /**
     * The report as JSON: verdict, counts, settings, inputs, entries (the 1,000 nearest to failing
     * if there are more, and how many were left out), diagnosis, Taylor test and snippet. Numbers
     * that are NaN or infinite are strings. The Taylor test of a check that passed is made when it
     * is first asked for, here or by {@link #toHtml()}.
     *
     * @return one object
     */
    public String toJson() {
        return ReportJson.of(content);
    }

    /**
     * The report as a web page: one file without any links, with drawings of the Taylor test and of
     * the relative differences, for light and dark screens. The same check gives the same page.
     *
     * @return the page
     */
    public String toHtml() {
        return ReportHtml.of(content);
    }

    /**
     * The report as text: the verdict, the settings and the entry nearest to failing; if the check
     * failed, the worst entries, the {@link #diagnosis()}, a Taylor test, which needs no numerical
     * derivatives, and code that repeats the check. In a Taylor test the remainder |f(x + hd) -
     * f(x) - h (g, d)| along a direction d falls with the square of h if the gradient g is right
     * (slope 2), and else only as fast as h (slope 1).
     *
     * @return text for people, in ASCII but for the names of functions and inputs; its form may
     *     change
     */
    @Override
    public String toString() {
        return ReportText.of(content);
    }

    /** The Taylor test; null if the function cannot be evaluated once more. */
    TaylorTest taylor() {
        return content.taylor();
    }
}
