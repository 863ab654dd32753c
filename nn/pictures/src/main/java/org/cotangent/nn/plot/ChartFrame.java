package org.cotangent.nn.plot;

import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.plot.Series.Form;

/**
 * The painter of one chart: title, axes with their grid, series and legend.
 *
 * @param categories the names below bars, or null
 * @param backdrop or null
 * @param equalUnits whether a unit is as long on both axes
 */
record ChartFrame(
        String title,
        Axis x,
        Axis y,
        List<Series> series,
        String[] categories,
        Backdrop backdrop,
        boolean equalUnits,
        int width,
        int height) {
    private static final int MARGIN = 12;
    private static final int GAP = 6;
    private static final int LINE = 19; // height of a line of text
    private static final int TICK_LENGTH = 5;
    private static final int X_SPACING = 80;
    private static final int Y_SPACING = 40;
    private static final int MANY = 50; // labels, to know how wide they are
    private static final int LABEL_GAP = 5; // at least, between labels at powers of ten
    private static final int SAMPLE = 26; // width of a line or mark in the legend
    private static final int LEGEND_GAP = 20;
    private static final int BELOW = 4; // so many entries at most have room below the axes
    private static final double BARS = 0.8; // of the room of a category
    private static final double LEAST_ARROW = 8;
    private static final double MOST_ARROW = 70;

    /** The plot on the canvas with its scales. */
    private record Plot(Rectangle2D area, Scale x, Scale y) {
        double px(double v) {
            return area.getX() + x.at(v) * area.getWidth();
        }

        double py(double v) {
            return area.getMaxY() - y.at(v) * area.getHeight();
        }
    }

    void paint(Canvas canvas) {
        requireOneKind();
        for (Series each : series) {
            x.require(title, each.name(), each.x());
            // the ground of a histogram is below any logarithmic axis
            boolean ground = each.form() == Form.AREA;
            double[] above = Arrays.stream(each.y()).filter(v -> v != 0 || !ground).toArray();
            y.require(title, each.name(), above);
        }
        Plot plot = layOut(canvas);
        Rectangle2D area = plot.area();
        canvas.within(
                area,
                () -> {
                    if (backdrop == null) {
                        paintGrid(canvas, plot);
                    } else {
                        backdrop.paint(canvas, area);
                    }
                    for (int i = 0; i < series.size(); i++) {
                        paint(canvas, plot, i);
                    }
                });
        canvas.frame(area, Palette.INK);
        paintTicks(canvas, plot);
        if (!title.isEmpty()) {
            canvas.text(title, Palette.TITLE, area.getCenterX(), MARGIN + 15, 0.5);
        }
        double top = area.getCenterY();
        canvas.text(y.label(), Palette.LABEL, Palette.INK, MARGIN + 13, top, 0.5, 90);
    }

    private boolean has(Form form) {
        return series.stream().anyMatch(each -> each.form() == form);
    }

    private void requireOneKind() {
        boolean other = backdrop != null || equalUnits || x.range() != null;
        other |= x.kind() != Axis.Kind.LINEAR;
        other |= series.stream().anyMatch(each -> each.form() != Form.BARS);
        if (categories != null && other) {
            throw Checks.illegal("chart \"%s\": bars cannot be mixed with anything else", title);
        }
        boolean linear = backdrop != null || equalUnits || has(Form.ARROWS);
        if (linear && (x.isLogarithmic() || y.isLogarithmic())) {
            throw Checks.illegal(
                    "chart \"%s\": regions, contours, arrows and equal units need axes that are"
                            + " not logarithmic",
                    title);
        }
    }

    private Plot layOut(Canvas canvas) {
        Scale xScale = xScale();
        Scale yScale = yScale();
        boolean below = legendIsBelow(canvas);
        double right = MARGIN + (series.size() > 1 && !below ? legendWidth(canvas) : 0);
        double top = MARGIN + (title.isEmpty() ? GAP : LINE + GAP + 2);
        double bottom = MARGIN + (series.size() > 1 && below ? LINE + GAP : 0);
        bottom += x.label().isEmpty() ? 0 : LINE + GAP;
        double left = MARGIN + (y.label().isEmpty() ? 0 : LINE + 2);
        String[] labels = labels(yScale.ticks(mostOnY(yScale, height - top - bottom - LINE)));
        left += canvas.width(Palette.TICK, labels) + TICK_LENGTH + 3;
        bottom += TICK_LENGTH + LINE - 3;
        labels = labels(xScale.ticks(mostOnX(canvas, xScale, width - left - right)));
        right = Math.max(right, 4 + canvas.width(Palette.TICK, labels) / 2);
        if (turned(canvas, width - left - right)) {
            bottom += canvas.width(Palette.TICK, categories) * 0.7 - 6;
        }
        double w = Math.max(20, Math.floor(width - left - right));
        double h = Math.max(20, Math.floor(height - top - bottom));
        left = Math.ceil(left);
        top = Math.ceil(top);
        if (equalUnits) {
            double xUnits = xScale.to() - xScale.from();
            double yUnits = yScale.to() - yScale.from();
            double unit = Math.min(w / xUnits, h / yUnits);
            left += Math.floor((w - unit * xUnits) / 2);
            top += Math.floor((h - unit * yUnits) / 2);
            w = Math.max(1, Math.round(unit * xUnits));
            h = Math.max(1, Math.round(unit * yUnits));
        }
        Plot plot = new Plot(new Rectangle2D.Double(left, top, w, h), xScale, yScale);
        double line = top + h + TICK_LENGTH + LINE - 3;
        if (turned(canvas, w)) {
            line += canvas.width(Palette.TICK, categories) * 0.7 - 6;
        }
        if (!x.label().isEmpty()) {
            canvas.text(x.label(), Palette.LABEL, left + w / 2, line + 16, 0.5);
        }
        if (series.size() > 1) {
            paintLegend(canvas, plot, below);
        }
        return plot;
    }

    private Scale xScale() {
        if (categories != null) {
            return new Scale(false, -0.5, categories.length - 0.5);
        }
        double[] ends = backdrop == null ? null : Arrays.copyOf(backdrop.bounds(), 2);
        return x.scale(ends, false, numbers(Series::x));
    }

    private Scale yScale() {
        double[] ends = backdrop == null ? null : Arrays.copyOfRange(backdrop.bounds(), 2, 4);
        return y.scale(ends, has(Form.AREA) || has(Form.BARS), numbers(Series::y));
    }

    private double[] numbers(Function<Series, double[]> which) {
        return series.stream().map(which).flatMapToDouble(Arrays::stream).toArray();
    }

    private static int mostOnX(Canvas canvas, Scale x, double length) {
        if (!x.logarithmic()) {
            return (int) Math.max(2, length / X_SPACING);
        }
        // every power of ten, if the labels have room
        double widest = canvas.width(Palette.TICK, labels(x.ticks(MANY)));
        return (int) Math.max(2, length / (widest + LABEL_GAP));
    }

    private static int mostOnY(Scale y, double length) {
        return (int) Math.max(2, length / (y.logarithmic() ? LINE + 1 : Y_SPACING));
    }

    private static String[] labels(List<Scale.Tick> ticks) {
        return ticks.stream().map(Scale.Tick::label).toArray(String[]::new);
    }

    private void paintGrid(Canvas canvas, Plot plot) {
        int xMost = mostOnX(canvas, plot.x(), plot.area().getWidth());
        int yMost = mostOnY(plot.y(), plot.area().getHeight());
        for (double v : plot.x().minor(xMost)) {
            vertical(canvas, plot, v, Palette.MINOR_GRID);
        }
        for (double v : plot.y().minor(yMost)) {
            horizontal(canvas, plot, v, Palette.MINOR_GRID);
        }
        for (Scale.Tick tick : categories == null ? plot.x().ticks(xMost) : List.<Scale.Tick>of()) {
            vertical(canvas, plot, tick.value(), Palette.GRID);
        }
        for (Scale.Tick tick : plot.y().ticks(yMost)) {
            horizontal(canvas, plot, tick.value(), Palette.GRID);
        }
    }

    private static double sharp(double pixel) {
        return Math.floor(pixel) + 0.5;
    }

    private static void vertical(Canvas canvas, Plot plot, double v, Color color) {
        double at = sharp(plot.px(v));
        Rectangle2D a = plot.area();
        canvas.draw(Palette.segment(at, a.getY(), at, a.getMaxY()), color, Palette.HAIR);
    }

    private static void horizontal(Canvas canvas, Plot plot, double v, Color color) {
        double at = sharp(plot.py(v));
        Rectangle2D a = plot.area();
        canvas.draw(Palette.segment(a.getX(), at, a.getMaxX(), at), color, Palette.HAIR);
    }

    private void paintTicks(Canvas canvas, Plot plot) {
        Rectangle2D a = plot.area();
        double line = a.getMaxY();
        if (categories == null) {
            for (Scale.Tick tick : plot.x().ticks(mostOnX(canvas, plot.x(), a.getWidth()))) {
                double at = sharp(plot.px(tick.value()));
                Shape mark = Palette.segment(at, line, at, line + TICK_LENGTH);
                canvas.draw(mark, Palette.INK, Palette.HAIR);
                canvas.text(tick.label(), Palette.TICK, at, line + TICK_LENGTH + 13, 0.5);
            }
        } else {
            double turn = turned(canvas, a.getWidth()) ? 45 : 0;
            for (int i = 0; i < categories.length; i++) {
                double anchor = turn == 0 ? 0.5 : 1;
                double at = plot.px(i) + (turn == 0 ? 0 : 4);
                canvas.text(categories[i], Palette.TICK, Palette.INK, at, line + 18, anchor, turn);
            }
        }
        for (Scale.Tick tick : plot.y().ticks(mostOnY(plot.y(), a.getHeight()))) {
            double at = sharp(plot.py(tick.value()));
            double left = a.getX() - TICK_LENGTH;
            canvas.draw(Palette.segment(left, at, a.getX(), at), Palette.INK, Palette.HAIR);
            canvas.text(tick.label(), Palette.TICK, left - 3, at + 4.5, 1);
        }
    }

    /** Whether the names of categories must be turned to stand beside each other. */
    private boolean turned(Canvas canvas, double room) {
        return categories != null
                && canvas.width(Palette.TICK, categories) + 8 > room / categories.length;
    }

    private double entryWidth(Canvas canvas, Series each) {
        return SAMPLE + GAP + canvas.width(each.name(), Palette.LEGEND);
    }

    private double legendWidth(Canvas canvas) {
        return LEGEND_GAP
                + series.stream().mapToDouble(each -> entryWidth(canvas, each)).max().orElse(0);
    }

    private double entryWidths(Canvas canvas) {
        return series.stream().mapToDouble(s -> entryWidth(canvas, s) + LEGEND_GAP).sum();
    }

    private boolean legendIsBelow(Canvas canvas) {
        return series.size() <= BELOW && entryWidths(canvas) <= width - 2 * MARGIN;
    }

    private void paintLegend(Canvas canvas, Plot plot, boolean below) {
        double left = plot.area().getMaxX() + LEGEND_GAP;
        if (below) {
            double all = entryWidths(canvas) - LEGEND_GAP;
            left = Math.max(MARGIN, plot.area().getCenterX() - all / 2);
            left = Math.min(left, width - MARGIN - all);
        }
        double line = below ? height - MARGIN - 4 : plot.area().getY() + 14;
        for (int i = 0; i < series.size(); i++) {
            paintSample(canvas, i, left, line - 5);
            canvas.text(series.get(i).name(), Palette.LEGEND, left + SAMPLE + GAP, line, 0);
            left += below ? entryWidth(canvas, series.get(i)) + LEGEND_GAP : 0;
            line += below ? 0 : LINE + 1;
        }
    }

    private void paintSample(Canvas canvas, int number, double left, double y) {
        double middle = left + SAMPLE / 2.0;
        switch (series.get(number).form()) {
            case POINTS -> Palette.dot(canvas, number, middle, y);
            case LINE, PATH -> {
                Shape line = Palette.segment(left, y, left + SAMPLE, y);
                canvas.draw(line, Palette.color(number), Palette.stroke(number));
            }
            case AREA, BARS -> {
                Shape square = new Rectangle2D.Double(middle - 6, y - 6, 12, 12);
                canvas.fill(square, Palette.color(number));
            }
            case ARROWS -> Palette.arrow(canvas, number, left, y, SAMPLE, 0);
        }
    }

    private void paint(Canvas canvas, Plot plot, int number) {
        Series each = series.get(number);
        Color color = Palette.color(number);
        double[] xs = Arrays.stream(each.x()).map(plot::px).toArray();
        double[] ys = Arrays.stream(each.y()).map(plot::py).toArray();
        int[] drawn = IntStream.range(0, ys.length).filter(i -> !Double.isNaN(ys[i])).toArray();
        IntConsumer dot = i -> Palette.dot(canvas, number, xs[i], ys[i]);
        switch (each.form()) {
            case LINE, PATH -> {
                canvas.draw(line(xs, ys), color, Palette.stroke(number));
                Arrays.stream(drawn).filter(i -> alone(ys, i)).forEach(dot);
                if (each.form() == Form.PATH) {
                    dot.accept(drawn[drawn.length - 1]);
                }
            }
            case POINTS -> Arrays.stream(drawn).forEach(dot);
            case AREA -> {
                Path2D line = line(xs, ys);
                Path2D area = new Path2D.Double(line);
                area.lineTo(xs[xs.length - 1], plot.py(0));
                area.closePath();
                canvas.fill(area, new Color(color.getRed(), color.getGreen(), color.getBlue(), 70));
                canvas.draw(line, color, Palette.stroke(number));
            }
            case BARS -> {
                double slot = plot.area().getWidth() / categories.length * BARS / series.size();
                double ground = plot.y().logarithmic() ? plot.area().getMaxY() : plot.py(0);
                for (int i : drawn) {
                    double left = xs[i] + (number - series.size() / 2.0) * slot;
                    double top = Math.min(ys[i], ground);
                    double tall = Math.abs(ys[i] - ground);
                    double wide = Math.max(1, slot - 2);
                    canvas.fill(new Rectangle2D.Double(left + 1, top, wide, tall), color);
                }
                horizontal(canvas, plot, plot.y().logarithmic() ? plot.y().from() : 0, Palette.INK);
            }
            case ARROWS -> paintArrows(canvas, plot, number, xs, ys, drawn);
        }
    }

    private static boolean alone(double[] ys, int i) {
        return (i == 0 || Double.isNaN(ys[i - 1]))
                && (i == ys.length - 1 || Double.isNaN(ys[i + 1]));
    }

    private static Path2D line(double[] xs, double[] ys) {
        Path2D line = new Path2D.Double();
        boolean joined = false;
        for (int i = 0; i < xs.length; i++) {
            if (Double.isNaN(ys[i])) {
                joined = false;
            } else if (joined) {
                line.lineTo(xs[i], ys[i]);
            } else {
                line.moveTo(xs[i], ys[i]);
                joined = true;
            }
        }
        return line;
    }

    /** The longest arrow is about as long as the distance between neighbors. */
    private void paintArrows(
            Canvas canvas, Plot plot, int number, double[] xs, double[] ys, int[] drawn) {
        Rectangle2D a = plot.area();
        double xUnit = a.getWidth() / (plot.x().to() - plot.x().from());
        double yUnit = a.getHeight() / (plot.y().to() - plot.y().from());
        double[][] vectors = series.get(number).vectors();
        double longest = 0;
        for (int i : drawn) {
            longest =
                    Math.max(
                            longest,
                            StrictMath.hypot(vectors[i][0] * xUnit, vectors[i][1] * yUnit));
        }
        double room = 0.9 * Math.sqrt(a.getWidth() * a.getHeight() / drawn.length);
        double length = Math.max(LEAST_ARROW, Math.min(MOST_ARROW, room));
        double factor = longest == 0 ? 0 : length / longest;
        for (int i : drawn) {
            double dx = vectors[i][0] * xUnit * factor;
            double dy = -vectors[i][1] * yUnit * factor;
            Palette.arrow(canvas, number, xs[i], ys[i], dx, dy);
        }
    }
}
