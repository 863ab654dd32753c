package org.cotangent.gradcheck;

import java.util.List;
import java.util.function.ToDoubleFunction;
import org.cotangent.internal.HtmlWriter;
import org.cotangent.internal.SvgChart;

/** The drawings of a report, with logarithmic axes. */
final class ReportPlots {
    private static final int MOST_POINTS = 600;
    private static final int LEAST_POWER = -17;
    private static final int MOST_POWER = 1;

    private ReportPlots() {}

    /** The relative difference of every entry, above the error of its numerical derivative. */
    static void differences(HtmlWriter page, CheckResult result) {
        List<Entry> all = result.comparisons();
        List<Entry> shown = result.nearestToFailing(MOST_POINTS);
        SvgChart plot =
                new SvgChart(
                        page,
                        "relative difference of each entry and what would have passed",
                        -0.5,
                        shown.size() - 0.5,
                        LEAST_POWER,
                        MOST_POWER);
        for (int power = -16; power <= 0; power += 4) {
            level(plot, power);
        }
        for (int i = 0; i < shown.size(); i++) {
            Entry e = shown.get(i);
            double size = Math.max(Math.abs(e.analytic()), Math.abs(e.numerical()));
            plot.line(i, LEAST_POWER, i, power(e.slack() / size), "bar");
        }
        double radius = shown.size() > 100 ? 2.5 : 4;
        for (int i = 0; i < shown.size(); i++) {
            Entry e = shown.get(i);
            Verdict verdict = e.verdict();
            plot.mark(
                    ReportStyle.shape(verdict),
                    i,
                    power(e.error()),
                    radius,
                    ReportStyle.color(verdict),
                    e.place() + ", order " + e.order() + ": " + Format.rounded(e.error()));
        }
        plot.below(
                (all.size() <= MOST_POINTS
                                ? "entry, in order"
                                : "the " + MOST_POINTS + " entries nearest to failing")
                        + "; dots agree, crosses differ, diamonds are unclear",
                "marks: |a - n| / max(|a|, |n|); bars: what would have passed");
        plot.close();
    }

    /** The remainders of a Taylor test over the steps. */
    static void remainders(HtmlWriter page, TaylorTest taylor) {
        double least = 0;
        double most = -300;
        for (TaylorTest.Row row : taylor.rows()) {
            for (double v : new double[] {row.remainder(), row.difference()}) {
                if (v > 0 && v < Double.POSITIVE_INFINITY) {
                    least = Math.min(least, Math.floor(StrictMath.log10(v)));
                    most = Math.max(most, Math.ceil(StrictMath.log10(v)));
                }
            }
        }
        if (most <= least) {
            most = least + 1;
        }
        SvgChart plot =
                new SvgChart(page, "Taylor remainders over the step", -8.3, -0.7, least, most);
        int every = Math.max(1, (int) Math.ceil((most - least) / 6));
        for (int power = (int) least; power <= most; power += every) {
            level(plot, power);
        }
        for (int power = -8; power <= -1; power++) {
            plot.tickX(power, "1e" + power);
        }
        guides(plot, taylor, least);
        curves(plot, taylor);
        plot.below("step h; marks: remainder (hollow: round-off), thin line: difference");
        plot.close();
    }

    /** Lines of slope 1 and 2 from the first remainder on. */
    private static void guides(SvgChart plot, TaylorTest taylor, double least) {
        TaylorTest.Row first = taylor.rows().get(0);
        double start = StrictMath.log10(first.remainder());
        if (!Double.isFinite(start)) {
            return;
        }
        for (int slope = 1; slope <= 2; slope++) {
            double down = Math.min(7, (start - least) / slope);
            if (down > 0) {
                plot.line(-1, start, -1 - down, start - slope * down, "guide");
                double at = Math.min(down, 4.5) * 0.9;
                plot.note(-1 - at, start - slope * at, "slope " + slope);
            }
        }
    }

    private static void curves(SvgChart plot, TaylorTest taylor) {
        List<TaylorTest.Row> rows = taylor.rows();
        double[] steps = rows.stream().mapToDouble(row -> StrictMath.log10(row.h())).toArray();
        plot.curve(steps, shown(rows, TaylorTest.Row::difference), "thin");
        double[] remainders = shown(rows, TaylorTest.Row::remainder);
        plot.curve(steps, remainders, "path");
        for (int i = 0; i < steps.length; i++) {
            TaylorTest.Row row = rows.get(i);
            if (Double.isFinite(remainders[i])) {
                String title =
                        "h = " + Format.rounded(row.h()) + ": " + Format.rounded(row.remainder());
                String style = row.clear() ? "blue" : "faint";
                plot.mark(SvgChart.Shape.CIRCLE, steps[i], remainders[i], 4, style, title);
            }
        }
    }

    /** The logarithms; not finite where there are none, which breaks a curve. */
    private static double[] shown(
            List<TaylorTest.Row> rows, ToDoubleFunction<TaylorTest.Row> number) {
        return rows.stream()
                .mapToDouble(row -> StrictMath.log10(number.applyAsDouble(row)))
                .toArray();
    }

    private static double power(double value) {
        double power = value == value ? StrictMath.log10(value) : MOST_POWER;
        return Math.max(LEAST_POWER, Math.min(power, MOST_POWER));
    }

    private static void level(SvgChart plot, int power) {
        plot.tickY(power, power == 0 ? "1" : "1e" + power);
    }
}
