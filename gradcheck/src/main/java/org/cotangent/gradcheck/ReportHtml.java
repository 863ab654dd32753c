package org.cotangent.gradcheck;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** A report as a web page of one file. */
final class ReportHtml {
    private static final int MOST_SHOWN = 100;

    // no < > & in here: the writer would escape them, and browsers take style as it is
    private static final String STYLE =
            """
            :root { color-scheme: light dark; --back: #fbfbf9; --card: #ffffff; --ink: #1d2430;
              --soft: #667085; --line: #e3e5e8; --blue: #2563b0; --bad: #c0342b; --good: #1f7a45;
              --warn: #a86400; --code: #f3f4f6; }
            @media (prefers-color-scheme: dark) { :root { --back: #12161c; --card: #1a2029;
              --ink: #e6e9ee; --soft: #98a2b3; --line: #303846; --blue: #78aef0; --bad: #ff8a80;
              --good: #6fcf97; --warn: #f0b85a; --code: #232b36; } }
            * { box-sizing: border-box; }
            body { margin: 0; background: var(--back); color: var(--ink);
              font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
            main { max-width: 1080px; margin: 0 auto; padding: 28px 20px 48px; }
            h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; overflow-wrap: anywhere; }
            h2 { font-size: 16px; margin: 0 0 10px; }
            p { margin: 4px 0; }
            .soft { color: var(--soft); }
            section, header { background: var(--card); border: 1px solid var(--line);
              border-radius: 10px; padding: 18px 20px; margin-bottom: 16px; }
            header { border-left: 6px solid var(--soft); }
            header.bad { border-left-color: var(--bad); }
            header.good { border-left-color: var(--good); }
            header.warn { border-left-color: var(--warn); }
            .badge { display: inline-block; font-weight: 650; font-size: 13px; border-radius: 20px;
              padding: 1px 11px; margin-bottom: 8px; border: 1.5px solid; }
            .badge.bad, td.bad { color: var(--bad); }
            .badge.good, td.good { color: var(--good); }
            .badge.warn, td.warn { color: var(--warn); }
            .facts { display: flex; flex-wrap: wrap; gap: 10px 34px; margin: 14px 0 2px; }
            .facts b { display: block; font-size: 20px; line-height: 1.3; font-weight: 600;
              font-variant-numeric: tabular-nums; }
            .facts span { color: var(--soft); font-size: 13px; }
            .plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(340px, 1fr));
              gap: 16px; margin-bottom: 16px; }
            .plots section { margin: 0; }
            .scroll { overflow-x: auto; }
            table { border-collapse: collapse; width: 100%; font-size: 14px;
              font-variant-numeric: tabular-nums; }
            th { text-align: right; font-weight: 600; color: var(--soft); font-size: 13px; }
            td { text-align: right; border-top: 1px solid var(--line); }
            th, td { padding: 4px 10px; white-space: nowrap; }
            th.left, td.left { text-align: left; }
            ul { margin: 0; padding-left: 20px; }
            li { margin: 4px 0; }
            pre { background: var(--code); border-radius: 6px; padding: 12px 14px; margin: 0;
              white-space: pre-wrap; overflow-wrap: anywhere;
              font: 13px/1.5 ui-monospace, Menlo, Consolas, monospace; }
            svg { display: block; width: 100%; height: auto; }
            svg text { fill: var(--soft); font-size: 11px; font-family: inherit; }
            svg .grid { stroke: var(--line); stroke-width: 1; }
            svg .guide { stroke: var(--soft); stroke-width: 1; stroke-dasharray: 4 4; fill: none; }
            svg .path { stroke: var(--blue); stroke-width: 2; fill: none; }
            svg .thin { stroke: var(--soft); stroke-width: 1.5; fill: none; }
            svg .blue { fill: var(--blue); }
            svg .faint { fill: var(--card); stroke: var(--blue); stroke-width: 1.5; }
            svg .good { fill: var(--good); }
            svg .bad { fill: var(--bad); }
            svg .warn { fill: var(--warn); }
            svg .soft { fill: var(--soft); }
            svg .bar { stroke: var(--soft); stroke-width: 1; opacity: 0.55; }
            """;

    private final Report report;
    private final Page page;

    private ReportHtml(Report report, Page page) {
        this.report = report;
        this.page = page;
    }

    static String of(Report report) {
        StringWriter text = new StringWriter();
        try {
            // the platform's own, so that the same check gives the same page everywhere
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            new ReportHtml(report, new Page(xml)).all();
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException(e); // of a writer into memory: there is none
        }
        return text.append('\n').toString();
    }

    private void all() throws XMLStreamException {
        page.document();
        page.open("html", "lang", "en");
        page.open("head");
        page.empty("meta", "charset", "utf-8");
        page.empty("meta", "name", "viewport", "content", "width=device-width, initial-scale=1");
        page.element("title", title() + ": " + word());
        page.element("style", STYLE);
        page.close();
        page.open("body");
        page.open("main");
        head();
        diagnosis();
        page.open("div", "class", "plots");
        differences();
        remainders();
        page.close();
        inputs();
        entries();
        taylor();
        page.open("section");
        page.element("h2", "To repeat");
        page.element("pre", report.snippet());
        page.close();
        page.close();
        page.close();
        page.close();
    }

    private String title() {
        return "Gradient check" + (report.name().isEmpty() ? "" : " of " + report.name());
    }

    private String word() {
        return report.verdict() == Verdict.MISMATCH
                ? "failed"
                : report.passed() ? "passed" : "inconclusive";
    }

    static String colour(Verdict verdict) {
        return switch (verdict) {
            case MATCH -> "good";
            case MISMATCH -> "bad";
            default -> "warn";
        };
    }

    private void head() throws XMLStreamException {
        String colour = report.passed() ? "good" : colour(report.verdict());
        page.open("header", "class", colour);
        page.element("span", word(), "class", "badge " + colour);
        page.element("h1", title());
        String headline = ReportText.headline(report);
        String counts = headline.substring(headline.indexOf(", ") + 2);
        page.element("p", Character.toUpperCase(counts.charAt(0)) + counts.substring(1));
        page.element("p", ReportText.setup(report), "class", "soft");
        page.open("div", "class", "facts");
        fact(report.entries(), "compared");
        fact(report.mismatches().size(), "differ");
        fact(report.tooLarge(), "too large");
        fact(report.count(Verdict.SUBGRADIENT), "at a kink");
        fact(report.count(Verdict.INCONCLUSIVE), "inconclusive");
        fact(ReportText.rounded(report.largestError()), "largest relative difference");
        fact(ReportText.rounded(report.sensitivity()), "relative error would have been seen");
        page.close();
        page.close();
    }

    private void fact(Object number, String what) throws XMLStreamException {
        page.open("div");
        page.element("b", number.toString());
        page.element("span", what);
        page.close();
    }

    private void diagnosis() throws XMLStreamException {
        if (report.verdict() == Verdict.INCONCLUSIVE) {
            page.open("section");
            page.element("h2", "Why");
            page.element("p", ReportText.advice(report));
            page.close();
        }
        if (!report.diagnosis().isEmpty()) {
            page.open("section");
            page.element("h2", "Diagnosis");
            page.open("ul");
            for (String sentence : report.diagnosis()) {
                page.element("li", sentence);
            }
            page.close();
            page.close();
        }
    }

    private void differences() throws XMLStreamException {
        page.open("section");
        page.element("h2", "Relative differences");
        Plots.differences(page, report);
        page.close();
    }

    private void remainders() throws XMLStreamException {
        if (report.taylor() != null) {
            page.open("section");
            page.element("h2", "Taylor test");
            Plots.remainders(page, report.taylor());
            page.close();
        }
    }

    // ---- tables

    private void inputs() throws XMLStreamException {
        page.open("section");
        page.element("h2", "Inputs");
        page.table(1, "input", "shape", "compared", "differ", "too large", "largest difference");
        for (Report.OfInput in : report.inputs()) {
            page.open("tr");
            page.cell(in.block().label(), "left");
            page.cell(ReportText.shape(in.block()), "");
            page.cell("" + in.entries(), "");
            page.cell("" + in.differing(), in.differing() > 0 ? "bad" : "");
            page.cell("" + in.tooLarge(), "");
            page.cell(ReportText.rounded(in.worst()), "");
            page.close();
        }
        page.closeTable();
        page.close();
    }

    private void entries() throws XMLStreamException {
        List<Entry> all =
                report.comparisons().stream()
                        .sorted((p, q) -> Double.compare(q.excess(), p.excess()))
                        .toList();
        List<Entry> shown = all.subList(0, Math.min(MOST_SHOWN, all.size()));
        page.open("section");
        page.element("h2", "Entries, the worst first");
        page.table(2, "entry", "verdict", "order", "analytic", "numerical", "\u00b1", "difference");
        for (Entry e : shown) {
            page.open("tr");
            page.cell(e.place(), "left");
            page.cell(e.verdict().name().toLowerCase(Locale.ROOT), "left " + colour(e.verdict()));
            page.cell("" + e.order(), "");
            page.cell("" + e.analytic(), "");
            page.cell(ReportText.numerical(e), "");
            page.cell(ReportText.rounded(e.bound()), "");
            page.cell(ReportText.rounded(e.error()), "");
            page.close();
        }
        page.closeTable();
        if (shown.size() < all.size()) {
            page.element("p", "and " + (all.size() - shown.size()) + " more", "class", "soft");
        }
        page.close();
    }

    private void taylor() throws XMLStreamException {
        Taylor taylor = report.taylor();
        if (taylor == null) {
            return;
        }
        page.open("section");
        page.element("h2", "Taylor test along " + taylor.along());
        page.element("p", taylor.conclusion(!report.passed()));
        page.table(0, "h", "|f(x+hd) - f(x)|", "|f(x+hd) - f(x) - h (g, d)|", "slope");
        for (Taylor.Row row : taylor.rows()) {
            page.open("tr");
            page.cell(String.format(Locale.ROOT, "%.0e", row.h()), "");
            page.cell(ReportText.rounded(row.difference()), "");
            page.cell(
                    ReportText.rounded(row.remainder())
                            + (ReportText.isRoundOff(row) ? " (round-off)" : ""),
                    "");
            page.cell(ReportText.fall(row), "");
            page.close();
        }
        page.closeTable();
        page.close();
    }
}
