package org.cotangent.gradcheck;

import java.util.List;
import java.util.Locale;
import javax.xml.stream.XMLStreamException;

/** The drawings of a report, with logarithmic axes. */
final class ReportPlots {
    private static final int WIDTH = 480;
    private static final int HEIGHT = 300;
    private static final int LEFT = 52;
    private static final int RIGHT = 12;
    private static final int TOP = 12;
    private static final int BOTTOM = 40;
    private static final int MOST_POINTS = 600;
    private static final int LEAST_POWER = -17;
    private static final int MOST_POWER = 1;

    private final HtmlWriter page;
    private final double fromX;
    private final double toX;
    private final double fromY;
    private final double toY;

    private ReportPlots(HtmlWriter page, double fromX, double toX, double fromY, double toY) {
        this.page = page;
        this.fromX = fromX;
        this.toX = toX;
        this.fromY = fromY;
        this.toY = toY;
    }

    /** The relative difference of every entry, above the error of its numerical derivative. */
    static void differences(HtmlWriter page, CheckResult result) throws XMLStreamException {
        List<Entry> all = result.comparisons();
        List<Entry> shown = result.nearestToFailing(MOST_POINTS);
        ReportPlots plot = new ReportPlots(page, -0.5, shown.size() - 0.5, LEAST_POWER, MOST_POWER);
        plot.begin("relative difference of each entry and what would have passed");
        for (int power = -16; power <= 0; power += 4) {
            plot.levelY(power);
        }
        for (int i = 0; i < shown.size(); i++) {
            Entry e = shown.get(i);
            double size = Math.max(Math.abs(e.analytic()), Math.abs(e.numerical()));
            double passes = power(e.slack() / size);
            double x = plot.x(i);
            plot.line(x, plot.y(LEAST_POWER), x, plot.y(passes), "bar");
        }
        double radius = shown.size() > 100 ? 2.5 : 4;
        for (int i = 0; i < shown.size(); i++) {
            Entry e = shown.get(i);
            String title = e.place() + ", order " + e.order() + ": " + Format.rounded(e.error());
            plot.point(
                    plot.x(i),
                    plot.y(power(e.error())),
                    radius,
                    ReportStyle.color(e.verdict()),
                    title);
        }
        plot.text(
                (LEFT + WIDTH - RIGHT) / 2.0,
                HEIGHT - 20,
                "middle",
                all.size() <= MOST_POINTS
                        ? "entry, in order"
                        : "the " + MOST_POINTS + " entries nearest to failing");
        plot.text(
                (LEFT + WIDTH - RIGHT) / 2.0,
                HEIGHT - 5,
                "middle",
                "dots: |a - n| / max(|a|, |n|); bars: what would have passed");
        page.close();
    }

    /** The remainders of a Taylor test over the steps. */
    static void remainders(HtmlWriter page, TaylorTest taylor) throws XMLStreamException {
        double least = 0;
        double most = -300;
        for (TaylorTest.Row row : taylor.rows()) {
            for (double v : new double[] {row.remainder(), row.difference()}) {
                if (v > 0 && v < Double.POSITIVE_INFINITY) {
                    least = Math.min(least, Math.floor(Math.log10(v)));
                    most = Math.max(most, Math.ceil(Math.log10(v)));
                }
            }
        }
        if (most <= least) {
            most = least + 1;
        }
        ReportPlots plot = new ReportPlots(page, -8.3, -0.7, least, most);
        plot.begin("Taylor remainders over the step");
        int every = Math.max(1, (int) Math.ceil((most - least) / 6));
        for (int power = (int) least; power <= most; power += every) {
            plot.levelY(power);
        }
        for (int power = -8; power <= -1; power++) {
            plot.text(plot.x(power), HEIGHT - BOTTOM + 15, "middle", "1e" + power);
        }
        plot.guides(taylor);
        plot.curve(taylor, false);
        plot.curve(taylor, true);
        plot.text(
                (LEFT + WIDTH - RIGHT) / 2.0,
                HEIGHT - 5,
                "middle",
                "step h; blue: remainder (hollow: round-off), gray: difference");
        page.close();
    }

    /** Lines of slope 1 and 2 from the first remainder on. */
    private void guides(TaylorTest taylor) throws XMLStreamException {
        TaylorTest.Row first = taylor.rows().get(0);
        double start = Math.log10(first.remainder());
        if (!Double.isFinite(start)) {
            return;
        }
        for (int slope = 1; slope <= 2; slope++) {
            double down = Math.min(7, (start - fromY) / slope);
            if (down > 0) {
                line(x(-1), y(start), x(-1 - down), y(start - slope * down), "guide");
                double at = Math.min(down, 4.5) * 0.9;
                text(x(-1 - at) - 4, y(start - slope * at) - 4, "end", "slope " + slope);
            }
        }
    }

    private void curve(TaylorTest taylor, boolean remainder) throws XMLStreamException {
        StringBuilder points = new StringBuilder();
        for (TaylorTest.Row row : taylor.rows()) {
            double v = remainder ? row.remainder() : row.difference();
            if (v > 0 && v < Double.POSITIVE_INFINITY) {
                points.append(number(x(Math.log10(row.h())))).append(',');
                points.append(number(y(Math.log10(v)))).append(' ');
            }
        }
        String style = remainder ? "path" : "thin";
        page.open("polyline", "class", style, "points", points.toString().strip());
        page.close();
        for (TaylorTest.Row row : taylor.rows()) {
            double v = row.remainder();
            if (remainder && v > 0 && v < Double.POSITIVE_INFINITY) {
                String title = "h = " + Format.rounded(row.h()) + ": " + Format.rounded(v);
                double x = x(Math.log10(row.h()));
                point(x, y(Math.log10(v)), 4, row.clear() ? "blue" : "faint", title);
            }
        }
    }

    // ---- parts of a drawing

    private static double power(double value) {
        double power = value == value ? Math.log10(value) : MOST_POWER;
        return Math.max(LEAST_POWER, Math.min(power, MOST_POWER));
    }

    private double x(double value) {
        return LEFT + (value - fromX) / (toX - fromX) * (WIDTH - LEFT - RIGHT);
    }

    private double y(double value) {
        return HEIGHT - BOTTOM - (value - fromY) / (toY - fromY) * (HEIGHT - TOP - BOTTOM);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.1f", value);
    }

    private void begin(String label) throws XMLStreamException {
        page.open(
                "svg",
                "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT,
                "role",
                "img",
                "aria-label",
                label);
    }

    private void levelY(int power) throws XMLStreamException {
        line(LEFT, y(power), WIDTH - RIGHT, y(power), "grid");
        text(LEFT - 6, y(power) + 4, "end", power == 0 ? "1" : "1e" + power);
    }

    private void line(double x1, double y1, double x2, double y2, String style)
            throws XMLStreamException {
        page.open(
                "line",
                "class",
                style,
                "x1",
                number(x1),
                "y1",
                number(y1),
                "x2",
                number(x2),
                "y2",
                number(y2));
        page.close();
    }

    private void point(double x, double y, double radius, String style, String title)
            throws XMLStreamException {
        page.open("circle", "class", style, "cx", number(x), "cy", number(y), "r", number(radius));
        page.element("title", title);
        page.close();
    }

    private void text(double x, double y, String anchor, String text) throws XMLStreamException {
        page.element("text", text, "x", number(x), "y", number(y), "text-anchor", anchor);
    }
}
