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

    private final ReportContent content;
    private final CheckResult result;
    private final HtmlWriter page;

    private ReportHtml(ReportContent content, HtmlWriter page) {
        this.content = content;
        this.result = content.result();
        this.page = page;
    }

    static String of(ReportContent content) {
        StringWriter text = new StringWriter();
        try {
            // the platform's own, so that the same check gives the same page everywhere
            XMLStreamWriter xml = XMLOutputFactory.newDefaultFactory().createXMLStreamWriter(text);
            new ReportHtml(content, new HtmlWriter(xml)).all();
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
        page.element("style", ReportStyle.SHEET);
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
        page.element("pre", content.snippet());
        page.close();
        page.close();
        page.close();
        page.close();
    }

    private String title() {
        return "Gradient check" + (result.name().isEmpty() ? "" : " of " + result.name());
    }

    private String word() {
        return result.verdict() == Verdict.MISMATCH
                ? "failed"
                : result.passed() ? "passed" : "inconclusive";
    }

    private void head() throws XMLStreamException {
        String color = ReportStyle.color(result.passed() ? Verdict.MATCH : result.verdict());
        page.open("header", "class", color);
        page.element("span", word(), "class", "badge " + color);
        page.element("h1", title());
        String counts = content.counts();
        page.element("p", Character.toUpperCase(counts.charAt(0)) + counts.substring(1));
        page.element("p", content.setup(), "class", "soft");
        page.open("div", "class", "facts");
        fact(result.comparisons().size(), "compared");
        fact(result.mismatches().size(), "differ");
        fact(result.tooLarge(), "too large");
        fact(result.count(Verdict.SUBGRADIENT), "at a kink");
        fact(result.count(Verdict.INCONCLUSIVE), "inconclusive");
        fact(Format.rounded(result.largestError()), "largest relative difference");
        fact(Format.rounded(result.sensitivity()), "relative error would have been seen");
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
        if (result.verdict() == Verdict.INCONCLUSIVE) {
            page.open("section");
            page.element("h2", "Why");
            page.element("p", content.advice());
            page.close();
        }
        if (!content.diagnosis().isEmpty()) {
            page.open("section");
            page.element("h2", "Diagnosis");
            page.open("ul");
            for (String sentence : content.diagnosis()) {
                page.element("li", sentence);
            }
            page.close();
            page.close();
        }
    }

    private void differences() throws XMLStreamException {
        page.open("section");
        page.element("h2", "Relative differences");
        ReportPlots.differences(page, result);
        page.close();
    }

    private void remainders() throws XMLStreamException {
        if (content.taylor() != null) {
            page.open("section");
            page.element("h2", "Taylor test");
            ReportPlots.remainders(page, content.taylor());
            page.close();
        }
    }

    // ---- tables

    private void inputs() throws XMLStreamException {
        page.open("section");
        page.element("h2", "Inputs");
        page.table(1, "input", "shape", "compared", "differ", "too large", "largest difference");
        for (CheckResult.OfInput in : result.inputs()) {
            page.open("tr");
            page.cell(in.block().label(), "left");
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

    private void entries() throws XMLStreamException {
        List<Entry> all =
                result.comparisons().stream()
                        .sorted((p, q) -> Double.compare(q.excess(), p.excess()))
                        .toList();
        List<Entry> shown = all.subList(0, Math.min(MOST_SHOWN, all.size()));
        page.open("section");
        page.element("h2", "Entries, the worst first");
        page.table(2, "entry", "verdict", "order", "analytic", "numerical", "\u00b1", "difference");
        for (Entry e : shown) {
            page.open("tr");
            page.cell(e.place(), "left");
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

    private void taylor() throws XMLStreamException {
        TaylorTest taylor = content.taylor();
        if (taylor == null) {
            return;
        }
        page.open("section");
        page.element("h2", "Taylor test along " + taylor.along());
        page.element("p", taylor.conclusion(!result.passed()));
        page.table(0, "h", "|f(x+hd) - f(x)|", "|f(x+hd) - f(x) - h (g, d)|", "slope");
        for (TaylorTest.Row row : taylor.rows()) {
            page.open("tr");
            page.cell(String.format(Locale.ROOT, "%.0e", row.h()), "");
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
