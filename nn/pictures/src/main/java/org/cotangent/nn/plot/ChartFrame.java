package org.cotangent.nn.plot;

import java.awt.Color;
import java.awt.Dimension;
import java.awt.Font;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
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
        Dimension size) {
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
    private static final double ARROW_HEAD = 4; // half its width
    private static final int WIDENINGS = 6;

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
                        double[] b = backdrop.bounds();
                        backdrop.paint(canvas, plot.rectangle(b[0], b[1], b[2], b[3]));
                    }
                    for (int i = 0; i < series.size(); i++) {
                        plot.paint(canvas, series.get(i), i, series.size());
                    }
                });
        canvas.frame(area, Palette.INK);
        paintTicks(canvas, plot);
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

    /** Writes the title over the middle of the axes, moved and in smaller letters if it is wide. */
    private void writeTitle(Canvas canvas, double middle, double line) {
        double room = size.width - 2 * GAP;
        double width = canvas.width(title, Palette.TITLE);
        double share = Math.min(1, room / Math.max(1, width));
        Font font = Palette.TITLE.deriveFont((float) (share * Palette.TITLE.getSize2D()));
        double half = share * width / 2;
        double x = Math.min(Math.max(middle, GAP + half), size.width - GAP - half);
        canvas.text(title, font, x, line, 0.5);
    }

    private Plot layOut(Canvas canvas) {
        Scale xScale = xScale();
        Scale yScale = yScale();
        boolean below = legendIsBelow(canvas);
        boolean legend = series.size() > 1;
        double right = MARGIN + (legend && !below ? LEGEND_GAP + widestEntry(canvas) : 0);
        double top = MARGIN + (title.isEmpty() ? GAP : LINE + GAP + 2);
        double bottom = MARGIN + (legend && below ? LINE + GAP : 0) + TICK_LENGTH + LINE - 3;
        bottom += x.label().isEmpty() ? 0 : LINE + GAP;
        double left = MARGIN + (y.label().isEmpty() ? 0 : LINE + 2) + TICK_LENGTH + 3;
        left += width(canvas, yScale.ticks(mostOnY(yScale, size.height - top - bottom)));
        double widest =
                width(canvas, xTicks(xScale, mostOnX(canvas, xScale, size.width - left - right)));
        right = Math.max(right, 4 + (categories == null ? widest / 2 : 0));
        bottom += tilt(canvas, size.width - left - right);
        double w = Math.max(20, Math.floor(size.width - left - right));
        double h = Math.max(20, Math.floor(size.height - top - bottom));
        Rectangle2D room = new Rectangle2D.Double(Math.ceil(left), Math.ceil(top), w, h);
        Plot plot = plot(canvas, room, xScale, yScale);
        // wider axes make the distances of arrows shorter, not the arrows: soon all have room
        for (int i = 0; i < WIDENINGS && has(Form.ARROWS); i++) {
            plot = widened(canvas, plot, room);
        }
        Rectangle2D area = plot.area();
        double line = area.getMaxY() + TICK_LENGTH + LINE + 13 + tilt(canvas, area.getWidth());
        canvas.text(x.label(), Palette.LABEL, area.getCenterX(), line, 0.5);
        // beside the area, which equal units may leave smaller than its room
        double above = MARGIN + 15 + area.getY() - room.getY();
        writeTitle(canvas, area.getCenterX(), above);
        double beside = MARGIN + 13 + area.getX() - room.getX();
        canvas.text(y.label(), Palette.LABEL, Palette.INK, beside, area.getCenterY(), 0.5, 90);
        if (legend) {
            double under = size.height - MARGIN - 4 - (room.getMaxY() - area.getMaxY());
            paintLegend(canvas, area, below, under);
        }
        return plot;
    }

    private Plot plot(Canvas canvas, Rectangle2D room, Scale xScale, Scale yScale) {
        Rectangle2D area = room;
        if (equalUnits) {
            double unit =
                    Math.min(room.getWidth() / xScale.span(), room.getHeight() / yScale.span());
            double w = unit * xScale.span();
            double h = unit * yScale.span();
            double left = room.getX() + Math.floor((room.getWidth() - w) / 2);
            double top = room.getY() + Math.floor((room.getHeight() - h) / 2);
            w = Math.max(1, Math.round(w));
            area = new Rectangle2D.Double(left, top, w, Math.max(1, Math.round(h)));
        }
        int xMost = mostOnX(canvas, xScale, area.getWidth());
        return new Plot(area, xScale, yScale, xMost, mostOnY(yScale, area.getHeight()));
    }

    /** With axes that contain the arrows of this plot, unless a range is set. */
    private Plot widened(Canvas canvas, Plot plot, Rectangle2D room) {
        Rectangle2D a = plot.area();
        Rectangle2D all = a;
        for (Series each : series) {
            for (Line2D arrow : plot.arrows(each)) {
                double x2 = arrow.getX2() - ARROW_HEAD;
                double y2 = arrow.getY2() - ARROW_HEAD;
                double side = 2 * ARROW_HEAD;
                all = all.createUnion(new Rectangle2D.Double(x2, y2, side, side));
            }
        }
        double left = (a.getX() - all.getX()) / a.getWidth();
        double right = (all.getMaxX() - a.getMaxX()) / a.getWidth();
        double above = (a.getY() - all.getY()) / a.getHeight();
        double below = (all.getMaxY() - a.getMaxY()) / a.getHeight();
        return plot(
                canvas,
                room,
                x.range() == null ? plot.x().extended(left, right) : plot.x(),
                y.range() == null ? plot.y().extended(below, above) : plot.y());
    }

    private Scale xScale() {
        if (categories != null) {
            return new Scale(false, -0.5, categories.length - 0.5);
        }
        double[] ends = backdrop == null ? null : Arrays.copyOf(backdrop.bounds(), 2);
        double[] all = numbers(Series::x);
        boolean counted = all.length > 0 && Arrays.stream(all).allMatch(v -> v >= 1 && v % 1 == 0);
        Scale scale = x.scale(ends, false, all);
        return counted ? scale.counted() : scale;
    }

    private Scale yScale() {
        double[] ends = backdrop == null ? null : Arrays.copyOfRange(backdrop.bounds(), 2, 4);
        Scale scale = y.scale(ends, has(Form.AREA) || has(Form.BARS), numbers(Series::y));
        boolean counts = has(Form.AREA) && series.stream().allMatch(s -> s.form() == Form.AREA);
        return counts ? scale.counted() : scale;
    }

    private double[] numbers(Function<Series, double[]> which) {
        return series.stream().map(which).flatMapToDouble(Arrays::stream).toArray();
    }

    private static int mostOnX(Canvas canvas, Scale x, double length) {
        // every power of ten, if the labels have room
        double spacing = x.logarithmic() ? width(canvas, x.ticks(MANY)) + LABEL_GAP : X_SPACING;
        return (int) Math.max(2, length / spacing);
    }

    private static int mostOnY(Scale y, double length) {
        return (int) Math.max(2, length / (y.logarithmic() ? LINE + 1 : Y_SPACING));
    }

    private List<Scale.Tick> xTicks(Scale scale, int most) {
        return categories == null
                ? scale.ticks(most)
                : IntStream.range(0, categories.length)
                        .mapToObj(i -> new Scale.Tick(i, categories[i]))
                        .toList();
    }

    private static double width(Canvas canvas, List<Scale.Tick> ticks) {
        String[] labels = ticks.stream().map(Scale.Tick::label).toArray(String[]::new);
        return canvas.width(Palette.TICK, labels);
    }

    /** How much lower the names of categories reach, turned to stand beside each other; or 0. */
    private double tilt(Canvas canvas, double room) {
        double widest = categories == null ? 0 : canvas.width(Palette.TICK, categories);
        return categories == null || widest + 8 <= room / categories.length
                ? 0
                : Math.max(1, widest * 0.7 - 6);
    }

    private void paintGrid(Canvas canvas, Plot plot) {
        for (Color color : new Color[] {Palette.MINOR_GRID, Palette.GRID}) {
            for (double v :
                    categories == null ? lines(plot.x(), plot.xMost(), color) : new double[0]) {
                plot.rule(canvas, true, v, color);
            }
            for (double v : lines(plot.y(), plot.yMost(), color)) {
                plot.rule(canvas, false, v, color);
            }
        }
    }

    private static double[] lines(Scale scale, int most, Color color) {
        return color == Palette.MINOR_GRID
                ? scale.minor(most)
                : scale.ticks(most).stream().mapToDouble(Scale.Tick::value).toArray();
    }

    private void paintTicks(Canvas canvas, Plot plot) {
        Rectangle2D a = plot.area();
        boolean turned = tilt(canvas, a.getWidth()) > 0;
        double line = a.getMaxY() + TICK_LENGTH;
        for (Scale.Tick tick : xTicks(plot.x(), plot.xMost())) {
            double at = plot.px(tick.value());
            if (turned) {
                canvas.text(tick.label(), Palette.TICK, Palette.INK, at + 4, line + 13, 1, 45);
                continue;
            }
            if (categories == null) {
                at = Plot.sharp(at);
                Shape mark = Palette.segment(at, a.getMaxY(), at, line);
                canvas.draw(mark, Palette.INK, Palette.HAIR);
            }
            canvas.text(tick.label(), Palette.TICK, at, line + 13, 0.5);
        }
        for (Scale.Tick tick : plot.y().ticks(plot.yMost())) {
            double at = Plot.sharp(plot.py(tick.value()));
            double left = a.getX() - TICK_LENGTH;
            canvas.draw(Palette.segment(left, at, a.getX(), at), Palette.INK, Palette.HAIR);
            canvas.text(tick.label(), Palette.TICK, left - 3, at + 4.5, 1);
        }
    }

    private double entryWidth(Canvas canvas, Series each) {
        return SAMPLE + GAP + canvas.width(each.name(), Palette.LEGEND);
    }

    private double widestEntry(Canvas canvas) {
        return series.stream().mapToDouble(each -> entryWidth(canvas, each)).max().orElse(0);
    }

    private double entryWidths(Canvas canvas) {
        return series.stream().mapToDouble(s -> entryWidth(canvas, s) + LEGEND_GAP).sum();
    }

    private boolean legendIsBelow(Canvas canvas) {
        return series.size() <= BELOW && entryWidths(canvas) <= size.width - 2 * MARGIN;
    }

    private void paintLegend(Canvas canvas, Rectangle2D area, boolean below, double under) {
        double left = area.getMaxX() + LEGEND_GAP;
        if (below) {
            double all = entryWidths(canvas) - LEGEND_GAP;
            left = Math.max(MARGIN, area.getCenterX() - all / 2);
            left = Math.min(left, size.width - MARGIN - all);
        }
        double line = below ? under : area.getY() + 14;
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
            case ARROWS ->
                    Palette.arrow(canvas, number, new Line2D.Double(left, y, left + SAMPLE, y));
        }
    }
}
