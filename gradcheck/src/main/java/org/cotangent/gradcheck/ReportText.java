package org.cotangent.gradcheck;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A report as text. */
final class ReportText {
    private static final int MOST_SHOWN = 10;

    private final Report report;
    private final StringBuilder text = new StringBuilder();

    private ReportText(Report report) {
        this.report = report;
    }

    static String of(Report report) {
        return new ReportText(report).all();
    }

    private String all() {
        text.append("gradient check");
        text.append(report.name().isEmpty() ? "" : " of " + report.name());
        text.append(": ").append(headline(report)).append("\n  ").append(setup(report));
        text.append('\n');
        if (report.step() != report.step() && Double.isFinite(report.sensitivity())) {
            text.append("  would have seen a relative error of ");
            text.append(rounded(report.sensitivity())).append(" in any of them\n");
        }
        if (report.passed()) {
            return text.append("  nearest to failing: ")
                    .append(report.worst())
                    .append('\n')
                    .toString();
        }
        if (report.mismatches().isEmpty()) {
            text.append("  ").append(advice(report)).append('\n');
        } else {
            inputs();
            worst();
        }
        if (!report.diagnosis().isEmpty()) {
            text.append("\ndiagnosis\n");
            report.diagnosis().forEach(d -> text.append("  - ").append(d).append('\n'));
        }
        taylor();
        return text.append("\nto repeat\n  ").append(report.snippet()).append('\n').toString();
    }

    // ---- sentences that the page has too

    /** The verdict and the counts. */
    static String headline(Report report) {
        int n = report.entries();
        String all = n == 1 ? "the derivative" : "all " + n + " derivatives";
        int unclear = report.count(Verdict.INCONCLUSIVE);
        int kinks = report.count(Verdict.SUBGRADIENT);
        String aside =
                (kinks == 0 ? "" : ", " + kinks + " at a kink")
                        + (unclear == 0 ? "" : ", " + unclear + " inconclusive");
        return switch (report.verdict()) {
            case MISMATCH -> {
                int wrong = report.mismatches().size();
                yield "FAILED, "
                        + wrong
                        + " of "
                        + count(n, "derivative")
                        + (wrong == 1 ? " differs" : " differ")
                        + ", "
                        + report.tooLarge()
                        + " too large"
                        + aside;
            }
            case INCONCLUSIVE ->
                    "INCONCLUSIVE, the differences cannot tell for " + unclear + " of " + n;
            default -> "passed, " + all + (n == 1 ? " agrees" : " agree") + aside;
        };
    }

    /** What was checked and how. */
    static String setup(Report report) {
        String inputs =
                report.point().blocks.stream()
                        .map(b -> (b.name() == null ? "" : b.name() + " ") + shape(b))
                        .collect(Collectors.joining(", "));
        int directions = report.directions();
        return (report.point().blocks.size() == 1 ? "input " : "inputs ")
                + inputs
                + (report.order() == 1 ? "; order 1" : "; orders 1 to " + report.order())
                + (directions == 0
                        ? ""
                        : "; " + count(directions, "random direction") + " for each input")
                + (report.step() == report.step()
                        ? "; plain centred differences, step " + rounded(report.step())
                        : "")
                + "; tolerance "
                + rounded(report.tolerance())
                + ", seed "
                + report.seed();
    }

    /** What to make of a check that cannot tell. */
    static String advice(Report report) {
        Entry e =
                report.comparisons().stream()
                        .filter(c -> c.verdict() == Verdict.INCONCLUSIVE)
                        .reduce((a, b) -> Math.abs(b.analytic()) > Math.abs(a.analytic()) ? b : a)
                        .orElseThrow();
        return "such as "
                + e
                + (e.flips()
                        ? "\n  the graph took other branches at every step, as where numbers are"
                                + " compared that differ by round-off alone, and values alone do"
                                + " not tell"
                        : Double.isFinite(e.numerical())
                                ? "\n  the function is noisy there, or its derivative is too small beside"
                                        + " its value"
                                : "\n  the function has no finite values there or beside it");
    }

    static String shape(Point.Block block) {
        return Arrays.toString(block.shape());
    }

    static String count(int n, String what) {
        return n + " " + what + (n == 1 ? "" : "s");
    }

    /** Three significant digits. */
    static String rounded(double value) {
        return Double.isFinite(value) && value != 0
                ? String.format(Locale.ROOT, "%.2e", value)
                : value == 0 ? "0" : Double.toString(value);
    }

    /** The numerical derivative; at a kink the slopes on either side. */
    static String numerical(Entry e) {
        return e.least() < e.most()
                ? rounded(e.least()) + " to " + rounded(e.most())
                : Double.toString(e.numerical());
    }

    // ---- tables

    private void inputs() {
        List<Report.OfInput> inputs = report.inputs();
        if (inputs.size() < 2) {
            return;
        }
        String[][] rows = new String[inputs.size() + 1][];
        rows[0] = new String[] {"input", "shape", "compared", "differ", "too large", "worst error"};
        for (int i = 0; i < inputs.size(); i++) {
            Report.OfInput in = inputs.get(i);
            rows[i + 1] =
                    new String[] {
                        in.block().label(),
                        shape(in.block()),
                        "" + in.entries(),
                        "" + in.differing(),
                        "" + in.tooLarge(),
                        rounded(in.worst())
                    };
        }
        table(rows, 2);
    }

    private void worst() {
        List<Entry> wrong = report.mismatches();
        List<Entry> shown = wrong.subList(0, Math.min(MOST_SHOWN, wrong.size()));
        String[][] rows = new String[shown.size() + 1][];
        rows[0] = new String[] {"order", "entry", "analytic", "numerical", "+-", "error"};
        for (int i = 0; i < shown.size(); i++) {
            Entry e = shown.get(i);
            rows[i + 1] =
                    new String[] {
                        "" + e.order(),
                        e.place(),
                        "" + e.analytic(),
                        numerical(e),
                        rounded(e.bound()),
                        rounded(e.error())
                    };
        }
        table(rows, 2);
        if (shown.size() < wrong.size()) {
            text.append("  and ").append(wrong.size() - shown.size()).append(" more\n");
        }
    }

    private void taylor() {
        Taylor taylor = report.taylor();
        if (taylor == null) {
            return;
        }
        text.append("\nTaylor test along ").append(taylor.along());
        text.append(taylor.order() == 1 ? "" : ", order " + taylor.order());
        text.append("; slope (g, d) = ").append(rounded(taylor.slope()));
        String[][] rows = new String[taylor.rows().size() + 1][];
        rows[0] = new String[] {"h", "|f(x+hd) - f(x)|", "|f(x+hd) - f(x) - h (g, d)|", "slope"};
        for (int k = 0; k < taylor.rows().size(); k++) {
            Taylor.Row row = taylor.rows().get(k);
            rows[k + 1] =
                    new String[] {
                        String.format(Locale.ROOT, "%.0e", row.h()),
                        rounded(row.difference()),
                        rounded(row.remainder()) + (isRoundOff(row) ? "~" : " "),
                        fall(row)
                    };
        }
        table(rows, 0);
        if (taylor.rows().stream().anyMatch(ReportText::isRoundOff)) {
            text.append("  ~ no more than round-off\n");
        }
        text.append("  ").append(taylor.conclusion(true)).append('\n');
    }

    /** Whether a remainder may be nothing but round-off. */
    static boolean isRoundOff(Taylor.Row row) {
        return !row.clear() && row.remainder() == row.remainder();
    }

    static String fall(Taylor.Row row) {
        return row.fall() == row.fall() ? String.format(Locale.ROOT, "%.2f", row.fall()) : "";
    }

    /** Columns as wide as they need to be, the first ones to the left, numbers to the right. */
    private void table(String[][] rows, int left) {
        int[] width = new int[rows[0].length];
        for (String[] row : rows) {
            for (int c = 0; c < width.length; c++) {
                width[c] = Math.max(width[c], row[c].length());
            }
        }
        text.append('\n');
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int c = 0; c < width.length; c++) {
                String pad = " ".repeat(width[c] - row[c].length());
                line.append("  ").append(c < left ? row[c] + pad : pad + row[c]);
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
    }
}
