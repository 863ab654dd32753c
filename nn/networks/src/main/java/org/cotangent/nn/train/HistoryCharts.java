package org.cotangent.nn.train;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.cotangent.internal.HtmlWriter;
import org.cotangent.internal.SvgChart;
import org.cotangent.internal.SvgChart.Shape;
import org.cotangent.internal.Text;

/** The curves of a training as drawings in a page. */
final class HistoryCharts {
    private static final int MOST_MARKS = 30; // on a curve; the curve itself has all points
    private static final int TICKS = 5;
    private static final Map<String, Look> LOOKS =
            Map.of(
                    "validation", new Look("dashed", "warn", Shape.SQUARE),
                    "penalty", new Look("thin", "soft", Shape.DIAMOND));
    private static final Look FIRST = new Look("path", "blue", Shape.CIRCLE);

    /** The style classes of a curve and of its marks, and their shape. */
    private record Look(String line, String fill, Shape shape) {}

    private final History history;
    private final HistoryPanel panel;
    private final SvgChart chart;
    private final double low; // of the vertical axis, a logarithm where it is logarithmic
    private final double high;

    private HistoryCharts(HtmlWriter page, History history, HistoryPanel panel) {
        this.history = history;
        this.panel = panel;
        double[] finite =
                panel.curves().values().stream()
                        .flatMapToDouble(DoubleStream::of)
                        .map(this::height)
                        .filter(Double::isFinite)
                        .toArray();
        double least = Arrays.stream(finite).min().orElse(0);
        double most = Arrays.stream(finite).max().orElse(0);
        double room = most > least ? 0.05 * (most - least) : Math.max(0.1 * Math.abs(most), 1e-9);
        low = panel.logarithmic() ? Math.floor(least) : least - room;
        high = panel.logarithmic() ? Math.ceil(most) : most + room;
        int epochs = history.epochs();
        double margin = Math.max(0.5, 0.02 * epochs);
        chart = new SvgChart(page, label(), 1 - margin, epochs + margin, low, high);
    }

    /** A section with a drawing of each panel that shows anything. */
    static void write(HtmlWriter page, History history) {
        page.section("Curves");
        if (history.bestEpoch().isPresent()) {
            page.element(
                    "p",
                    "The upright line is at the best epoch, "
                            + history.bestEpoch().getAsInt()
                            + ".",
                    "class",
                    "soft");
        }
        page.open("div", "class", "plots");
        for (HistoryPanel panel : HistoryPanel.of(history)) {
            if (!panel.curves().isEmpty()) {
                page.open("div");
                String title = panel.title();
                page.element("h3", Character.toUpperCase(title.charAt(0)) + title.substring(1));
                new HistoryCharts(page, history, panel).draw();
                page.close();
            }
        }
        page.close();
        page.close();
    }

    private double height(double value) {
        return panel.logarithmic() ? StrictMath.log10(value) : value;
    }

    private String label() {
        StringBuilder text = new StringBuilder(panel.what() + " by epoch");
        panel.curves()
                .forEach(
                        (name, values) -> {
                            text.append("; ").append(name).append(" from ");
                            text.append(Text.number(values[0])).append(" to ");
                            text.append(Text.number(values[values.length - 1]));
                        });
        return text.toString();
    }

    private void draw() {
        levels();
        int epochs = history.epochs();
        int every = (int) Math.max(1, step(epochs, 2 * TICKS));
        for (int epoch = every == 1 ? 1 : every; epoch <= epochs; epoch += every) {
            chart.tickX(epoch, "" + epoch);
        }
        history.bestEpoch().ifPresent(best -> chart.line(best, low, best, high, "guide"));
        panel.curves().forEach(this::curve);
        chart.axis("epoch");
        chart.close();
    }

    private void levels() {
        if (panel.logarithmic()) {
            int every = (int) Math.max(1, Math.ceil((high - low) / (TICKS + 1)));
            for (int power = (int) low; power <= high; power += every) {
                chart.tickY(power, Text.number(StrictMath.pow(10, power)));
            }
            return;
        }
        double step = step(high - low, TICKS);
        for (long i = (long) Math.ceil(low / step); i * step <= high; i++) {
            chart.tickY(i * step, Text.number(i * step));
        }
    }

    /** The least of 1, 2 and 5 times powers of ten that divides a length into few parts. */
    private static double step(double length, int most) {
        double power = StrictMath.pow(10, Math.floor(StrictMath.log10(length / most)));
        for (int factor : new int[] {1, 2, 5}) {
            if (factor * power * most >= length) {
                return factor * power;
            }
        }
        return 10 * power;
    }

    private void curve(String name, double[] values) {
        Look look = LOOKS.getOrDefault(name, FIRST);
        List<Epoch> epochs = history.list();
        double[] xs = epochs.stream().mapToDouble(Epoch::number).toArray();
        double[] ys = Arrays.stream(values).map(this::height).toArray();
        chart.curve(xs, ys, look.line());
        int every = (values.length - 1) / MOST_MARKS + 1;
        int last = values.length - 1;
        IntStream.rangeClosed(0, last)
                .filter(i -> (i % every == 0 || i == last) && Double.isFinite(ys[i]))
                .forEach(
                        i -> {
                            String title =
                                    name + ", epoch " + (int) xs[i] + ": " + Text.number(values[i]);
                            chart.mark(look.shape(), xs[i], ys[i], 3, look.fill(), title);
                        });
        if (panel.curves().size() > 1) {
            chart.legend(look.shape(), look.line(), look.fill(), name);
        }
    }
}
