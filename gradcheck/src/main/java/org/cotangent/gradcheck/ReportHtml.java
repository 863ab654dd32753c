package org.cotangent.gradcheck;

import java.util.List;
import java.util.Locale;
import org.cotangent.internal.HtmlWriter;

/** A report as a web page of one file. */
final class ReportHtml {
    private static final int MOST_SHOWN = 100;

    private final ReportContent content;
    private final CheckResult result;
    private final HtmlWriter page;

    private ReportHtml(ReportContent content, HtmlWriter page) {
        this.content = content;
        this.result = content.result();
        this.page = page;
    }

    static String of(ReportContent content) {
        String title = title(content.result());
        HtmlWriter page = new HtmlWriter(title + ": " + word(content.result()));
        new ReportHtml(content, page).all(title);
        return page.finish();
    }

    private void all(String title) {
        head(title);
        diagnosis();
        page.open("div", "class", "plots");
        differences();
        remainders();
        page.close();
        inputs();
        entries();
        taylor();
        page.section("To repeat");
        page.element("pre", content.snippet());
        page.close();
    }

    private static String title(CheckResult result) {
        return "Gradient check" + (result.name().isEmpty() ? "" : " of " + result.name());
    }

    private static String word(CheckResult result) {
        return result.verdict() == Verdict.MISMATCH
                ? "failed"
                : result.passed() ? "passed" : "inconclusive";
    }

    private void head(String title) {
        String color = ReportStyle.color(result.passed() ? Verdict.MATCH : result.verdict());
        page.open("header", "class", color);
        page.element("span", word(result), "class", "badge " + color);
        page.element("h1", title);
        String counts = content.counts();
        page.element("p", Character.toUpperCase(counts.charAt(0)) + counts.substring(1));
        page.element("p", content.setup(), "class", "soft");
        page.open("div", "class", "facts");
        page.fact("" + result.comparisons().size(), "compared");
        page.fact("" + result.mismatches().size(), "differ");
        page.fact("" + result.tooLarge(), "too large");
        page.fact("" + result.count(Verdict.SUBGRADIENT), "at a kink");
        page.fact("" + result.count(Verdict.INCONCLUSIVE), "inconclusive");
        page.fact(Format.rounded(result.largestError()), "largest relative difference");
        page.fact(Format.rounded(result.sensitivity()), "relative error would have been seen");
        page.close();
        page.close();
    }

    private void diagnosis() {
        if (result.verdict() == Verdict.INCONCLUSIVE) {
            page.section("Why");
            page.element("p", content.advice());
            page.close();
        }
        if (!content.diagnosis().isEmpty()) {
            page.section("Diagnosis");
            page.open("ul");
            for (String sentence : content.diagnosis()) {
                page.element("li", sentence);
            }
            page.close();
            page.close();
        }
    }

    private void differences() {
        page.section("Relative differences");
        ReportPlots.differences(page, result);
        page.close();
    }

    private void remainders() {
        if (content.taylor() != null) {
            page.section("Taylor test");
            ReportPlots.remainders(page, content.taylor());
            page.close();
        }
    }

    // ---- tables

    private void inputs() {
        page.section("Inputs");
        page.table(
                "What was compared of each input",
                1,
                "input",
                "shape",
                "compared",
                "differ",
                "too large",
                "largest difference");
        for (CheckResult.OfInput in : result.inputs()) {
            page.row(in.block().label());
            page.cell(Format.shape(in.block()), "");
            page.cell("" + in.entries(), "");
            page.cell("" + in.differing(), in.differing() > 0 ? "bad" : "");
            page.cell("" + in.tooLarge(), "");
            page.cell(Format.rounded(in.worst()), "");
            page.close();
        }
        page.closeTable();
        page.close();
    }

    private void entries() {
        List<Entry> all =
                result.comparisons().stream()
                        .sorted((p, q) -> Double.compare(q.excess(), p.excess()))
                        .toList();
        List<Entry> shown = all.subList(0, Math.min(MOST_SHOWN, all.size()));
        page.section("Entries, the worst first");
        page.table(
                "Derivatives by the rules and by differences",
                2,
                "entry",
                "verdict",
                "order",
                "analytic",
                "numerical",
                "\u00b1",
                "difference");
        for (Entry e : shown) {
            page.row(e.place());
            page.cell(
                    e.verdict().name().toLowerCase(Locale.ROOT),
                    "left " + ReportStyle.color(e.verdict()));
            page.cell("" + e.order(), "");
            page.cell("" + e.analytic(), "");
            page.cell(e.known().brief(), "");
            page.cell(Format.rounded(e.bound()), "");
            page.cell(Format.rounded(e.error()), "");
            page.close();
        }
        page.closeTable();
        if (shown.size() < all.size()) {
            page.element("p", "and " + (all.size() - shown.size()) + " more", "class", "soft");
        }
        page.close();
    }

    private void taylor() {
        TaylorTest taylor = content.taylor();
        if (taylor == null) {
            return;
        }
        page.section("Taylor test along " + taylor.along());
        page.element("p", taylor.conclusion(!result.passed()));
        page.table(
                "Remainders along a direction, by step",
                1,
                "h",
                "|f(x+hd) - f(x)|",
                "|f(x+hd) - f(x) - h (g, d)|",
                "slope");
        for (TaylorTest.Row row : taylor.rows()) {
            page.row(String.format(Locale.ROOT, "%.0e", row.h()));
            page.cell(Format.rounded(row.difference()), "");
            page.cell(
                    Format.rounded(row.remainder()) + (row.isRoundOff() ? " (round-off)" : ""), "");
            page.cell(row.slope(), "");
            page.close();
        }
        page.closeTable();
        page.close();
    }
}
