package org.cotangent.gradcheck;

import java.util.List;
import java.util.Locale;

/** A report as text. */
final class ReportText {
    private static final int MOST_SHOWN = 10;

    private final ReportContent content;
    private final CheckResult result;
    private final StringBuilder text = new StringBuilder();

    private ReportText(ReportContent content) {
        this.content = content;
        this.result = content.result();
    }

    static String of(ReportContent content) {
        return new ReportText(content).all();
    }

    private String all() {
        text.append("gradient check");
        text.append(result.name().isEmpty() ? "" : " of " + result.name());
        text.append(": ").append(content.headline()).append("\n  ").append(content.setup());
        text.append('\n');
        if (!result.hasFixedStep() && Double.isFinite(result.sensitivity())) {
            text.append("  would have seen a relative error of ");
            text.append(Format.rounded(result.sensitivity())).append(" in any of them\n");
        }
        if (result.passed()) {
            return text.append("  nearest to failing: ")
                    .append(result.worst())
                    .append('\n')
                    .toString();
        }
        if (result.mismatches().isEmpty()) {
            text.append("  ").append(content.advice()).append('\n');
        } else {
            inputs();
            worst();
        }
        if (!content.diagnosis().isEmpty()) {
            text.append("\ndiagnosis\n");
            content.diagnosis().forEach(d -> text.append("  - ").append(d).append('\n'));
        }
        taylor();
        return text.append("\nto repeat\n  ").append(content.snippet()).append('\n').toString();
    }

    // ---- tables

    private void inputs() {
        List<CheckResult.OfInput> inputs = result.inputs();
        if (inputs.size() < 2) {
            return;
        }
        String[][] rows = new String[inputs.size() + 1][];
        rows[0] = new String[] {"input", "shape", "compared", "differ", "too large", "worst error"};
        for (int i = 0; i < inputs.size(); i++) {
            CheckResult.OfInput in = inputs.get(i);
            rows[i + 1] =
                    new String[] {
                        in.block().label(),
                        Format.shape(in.block()),
                        "" + in.entries(),
                        "" + in.differing(),
                        "" + in.tooLarge(),
                        Format.rounded(in.worst())
                    };
        }
        table(rows, 2);
    }

    private void worst() {
        List<Entry> wrong = result.mismatches();
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
                        e.known().brief(),
                        Format.rounded(e.bound()),
                        Format.rounded(e.error())
                    };
        }
        table(rows, 2);
        if (shown.size() < wrong.size()) {
            text.append("  and ").append(wrong.size() - shown.size()).append(" more\n");
        }
    }

    private void taylor() {
        TaylorTest taylor = content.taylor();
        // rows of NaN, as at an infinite slope, tell nothing
        if (taylor == null
                || taylor.rows().stream().allMatch(row -> Double.isNaN(row.remainder()))) {
            return;
        }
        text.append("\nTaylor test along ").append(taylor.along());
        text.append(taylor.order() == 1 ? "" : ", order " + taylor.order());
        text.append("; slope (g, d) = ").append(Format.rounded(taylor.slope()));
        String[][] rows = new String[taylor.rows().size() + 1][];
        rows[0] = new String[] {"h", "|f(x+hd) - f(x)|", "|f(x+hd) - f(x) - h (g, d)|", "slope"};
        for (int k = 0; k < taylor.rows().size(); k++) {
            TaylorTest.Row row = taylor.rows().get(k);
            rows[k + 1] =
                    new String[] {
                        String.format(Locale.ROOT, "%.0e", row.h()),
                        Format.rounded(row.difference()),
                        Format.rounded(row.remainder()) + (row.isRoundOff() ? "~" : " "),
                        row.slope()
                    };
        }
        table(rows, 0);
        if (taylor.rows().stream().anyMatch(TaylorTest.Row::isRoundOff)) {
            text.append("  ~ no more than round-off\n");
        }
        text.append("  ").append(taylor.conclusion(true)).append('\n');
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
