package org.cotangent.nn.plot;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.image.BufferedImage;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategorySeries;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Chart;
import org.knowm.xchart.style.AxesChartStyler;
import org.knowm.xchart.style.Styler;
import org.knowm.xchart.style.markers.SeriesMarkers;

/**
 * The frame of a chart, drawn by XChart: title, labels, axes and legend in one style.
 *
 * @param xRange left and right end, or null
 * @param yRange lower and upper end, or null
 */
record ChartFrame(
        String title,
        String xLabel,
        String yLabel,
        boolean xLogarithmic,
        boolean yLogarithmic,
        double[] xRange,
        double[] yRange) {
    private static final Color NOTHING = new Color(255, 255, 255, 0);
    private static final int MOST_DECADES = 3;
    private static final String UNSEEN = "\u0000unseen";
    private static final int LEGEND_PADDING = 16; // or a mark seems to belong to the name before
    private static final int BELOW = 4; // so many entries at most have room below the axes

    BufferedImage plane(List<Series> series, Backdrop backdrop, int width, int height) {
        XYChart chart = new XYChart(width, height);
        style(chart, chart.getStyler(), series.size());
        if (!xLogarithmic) {
            chart.setCustomXAxisTickLabelsFormatter(ChartFrame::label);
        }
        span(chart.getStyler(), series, backdrop);
        addUnseen(chart, series, backdrop);
        int number = 0;
        for (Series each : series) {
            add(chart, each, number++);
        }
        if (backdrop == null) {
            return Png.draw(width, height, graphics -> chart.paint(graphics, width, height));
        }
        // the chart knows where its axes are once it has been painted
        Png.draw(width, height, graphics -> chart.paint(graphics, width, height));
        return Png.draw(
                width,
                height,
                graphics -> {
                    backdrop.paint(
                            graphics, chart::getScreenXFromChart, chart::getScreenYFromChart);
                    chart.paint(graphics, width, height);
                });
    }

    /**
     * Adds a point that is not drawn, somewhere within the others: XChart labels every abscissa and
     * ordinate of points that are equally spaced, however many, and needs at least one.
     */
    private void addUnseen(XYChart chart, List<Series> series, Backdrop backdrop) {
        double[] b = backdrop == null ? null : backdrop.bounds();
        double x = b != null ? b[0] : within(series.stream().map(Series::x).toList());
        double y = b != null ? b[2] : within(series.stream().map(Series::y).toList());
        XYSeries unseen = chart.addSeries(UNSEEN, new double[] {x}, new double[] {y});
        unseen.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
        unseen.setMarker(SeriesMarkers.NONE).setShowInLegend(false);
    }

    private static double within(List<double[]> numbers) {
        double[] all =
                numbers.stream().flatMapToDouble(Arrays::stream).filter(Double::isFinite).toArray();
        double least = Arrays.stream(all).min().orElse(0);
        double most = Arrays.stream(all).max().orElse(0);
        return least + (most / 2 - least / 2) * Math.sqrt(0.1);
    }

    /** A number with at most six digits, without trailing zeros. */
    static String label(double x) {
        if (x == 0) {
            return "0";
        }
        BigDecimal rounded = new BigDecimal(x).round(new MathContext(6)).stripTrailingZeros();
        int exponent = rounded.precision() - rounded.scale() - 1;
        if (exponent >= -4 && exponent < 6) {
            return rounded.toPlainString();
        }
        String digits = rounded.unscaledValue().toString();
        int start = digits.startsWith("-") ? 2 : 1;
        String rest = digits.substring(start);
        return digits.substring(0, start) + (rest.isEmpty() ? "" : "." + rest) + "e" + exponent;
    }

    private void add(XYChart chart, Series each, int number) {
        requirePositive(each);
        XYSeries drawn = chart.addSeries(each.name(), each.x(), each.y());
        Color color = Palette.color(number);
        drawn.setLineColor(color).setLineStyle(Palette.stroke(number));
        drawn.setMarkerColor(color).setMarker(SeriesMarkers.NONE);
        switch (each.form()) {
            case LINE -> {
                if (each.x().length == 1) {
                    drawn.setMarker(Palette.dot(number));
                }
            }
            case POINTS -> {
                drawn.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
                drawn.setMarker(Palette.dot(number));
            }
            case AREA -> {
                drawn.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Area);
                drawn.setFillColor(
                        new Color(color.getRed(), color.getGreen(), color.getBlue(), 70));
            }
            case PATH -> {
                int end = each.x().length - 1;
                while (Double.isNaN(each.y()[end])) {
                    end--;
                }
                XYSeries mark =
                        chart.addSeries(
                                each.name() + " (end)",
                                new double[] {each.x()[end]},
                                new double[] {each.y()[end]});
                mark.setXYSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
                mark.setMarkerColor(color).setMarker(Palette.dot(number)).setShowInLegend(false);
            }
        }
    }

    private void requirePositive(Series each) {
        boolean bad =
                xLogarithmic && Arrays.stream(each.x()).anyMatch(v -> v <= 0)
                        || yLogarithmic && Arrays.stream(each.y()).anyMatch(v -> v <= 0);
        if (bad) {
            throw new IllegalArgumentException(
                    "chart \""
                            + title
                            + "\": \""
                            + each.name()
                            + "\" has numbers that are not positive, on a logarithmic axis");
        }
    }

    private void span(AxesChartStyler styler, List<Series> series, Backdrop backdrop) {
        double[] b = backdrop == null ? null : backdrop.bounds();
        double[] x = b == null ? xRange : new double[] {b[0], b[1]};
        double[] y = b == null ? yRange : new double[] {b[2], b[3]};
        if (b != null) {
            styler.setPlotContentSize(1);
            styler.setPlotBackgroundColor(NOTHING);
            styler.setChartBackgroundColor(NOTHING);
            styler.setPlotGridLinesVisible(false);
        }
        if (x != null) {
            styler.setXAxisMin(x[0]).setXAxisMax(x[1]);
        }
        if (y != null) {
            styler.setYAxisMin(y[0]).setYAxisMax(y[1]);
        } else if (series.stream().anyMatch(each -> each.form() == Series.Form.AREA)) {
            styler.setYAxisMin(0.0);
        }
        styler.setXAxisLogarithmic(xLogarithmic);
        styler.setYAxisLogarithmic(yLogarithmic);
        // nine lines a decade would be a gray carpet
        if (xLogarithmic && decades(series.stream().map(Series::x).toList()) > MOST_DECADES) {
            styler.setPlotGridVerticalLinesVisible(false);
        }
        if (yLogarithmic && decades(series.stream().map(Series::y).toList()) > MOST_DECADES) {
            styler.setPlotGridHorizontalLinesVisible(false);
        }
    }

    private static double decades(List<double[]> numbers) {
        double[] logarithms =
                numbers.stream().flatMapToDouble(Arrays::stream).map(Math::log10).toArray();
        double least = Arrays.stream(logarithms).filter(Double::isFinite).min().orElse(0);
        return Arrays.stream(logarithms).filter(Double::isFinite).max().orElse(0) - least;
    }

    BufferedImage bars(String[] categories, Map<String, double[]> bars, int width, int height) {
        CategoryChart chart = new CategoryChart(width, height);
        style(chart, chart.getStyler(), bars.size());
        if (yRange != null) {
            chart.getStyler().setYAxisMin(yRange[0]).setYAxisMax(yRange[1]);
        }
        chart.getStyler().setYAxisLogarithmic(yLogarithmic);
        chart.getStyler().setPlotGridVerticalLinesVisible(false);
        int longest = Arrays.stream(categories).mapToInt(String::length).max().orElse(0);
        if (longest * categories.length * 8 > width) {
            chart.getStyler().setXAxisLabelRotation(45);
        }
        int number = 0;
        for (Map.Entry<String, double[]> each : bars.entrySet()) {
            CategorySeries drawn =
                    chart.addSeries(
                            each.getKey(),
                            List.of(categories),
                            Arrays.stream(each.getValue()).boxed().toList());
            drawn.setFillColor(Palette.color(number++));
        }
        return Png.draw(width, height, graphics -> chart.paint(graphics, width, height));
    }

    private void style(Chart<?, ?> chart, AxesChartStyler styler, int series) {
        chart.setTitle(title);
        // with a format of one's own XChart forgets that an axis is logarithmic
        if (!yLogarithmic) {
            chart.setCustomYAxisTickLabelsFormatter(ChartFrame::label);
        }
        chart.setXAxisTitle(xLabel);
        chart.setYAxisTitle(yLabel);
        styler.setChartTitleVisible(!title.isEmpty());
        styler.setXAxisTitleVisible(!xLabel.isEmpty());
        styler.setYAxisTitleVisible(!yLabel.isEmpty());
        styler.setLocale(Locale.ROOT);
        styler.setAntiAlias(true);
        styler.setChartBackgroundColor(Color.WHITE);
        styler.setPlotBackgroundColor(Color.WHITE);
        styler.setPlotBorderColor(Palette.INK);
        styler.setPlotGridLinesColor(Palette.GRID);
        styler.setPlotGridLinesStroke(new BasicStroke(1));
        styler.setChartFontColor(Palette.INK);
        styler.setAxisTickLabelsColor(Palette.INK);
        styler.setAxisTickMarksColor(Palette.INK);
        styler.setChartTitleFont(font(Font.BOLD, 17));
        styler.setAxisTitleFont(font(Font.PLAIN, 15));
        styler.setAxisTickLabelsFont(font(Font.PLAIN, 13));
        styler.setLegendFont(font(Font.PLAIN, 14));
        styler.setChartTitleBoxVisible(false);
        styler.setChartPadding(12);
        styler.setMarkerSize(9);
        styler.setXAxisTickMarkSpacingHint(90);
        styler.setYAxisTickMarkSpacingHint(60);
        styler.setXAxisMaxLabelCount(12);
        styler.setLegendVisible(series > 1);
        styler.setLegendBorderColor(Color.WHITE);
        styler.setLegendBackgroundColor(Color.WHITE);
        styler.setLegendPadding(LEGEND_PADDING);
        boolean below = series <= BELOW;
        styler.setLegendPosition(
                below ? Styler.LegendPosition.OutsideS : Styler.LegendPosition.OutsideE);
        styler.setLegendLayout(
                below ? Styler.LegendLayout.Horizontal : Styler.LegendLayout.Vertical);
    }

    private static Font font(int weight, int size) {
        return new Font(Font.SANS_SERIF, weight, size);
    }
}
