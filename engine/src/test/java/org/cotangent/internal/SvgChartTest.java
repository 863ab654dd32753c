package org.cotangent.internal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.internal.SvgChart.Shape;
import org.junit.jupiter.api.Test;

/** Points of a drawing stand where their numbers say. */
class SvgChartTest {
    private static String drawn(double[] xs, double[] ys) {
        HtmlWriter page = new HtmlWriter("a");
        SvgChart chart = new SvgChart(page, "a < b", 0, 4, -1, 1);
        chart.curve(xs, ys, "path");
        for (Shape shape : Shape.values()) {
            chart.mark(shape, 2, 0, 4, "good", shape + " & more");
        }
        chart.close();
        return page.finish();
    }

    @Test
    void pointsStandWhereTheirNumbersSay() {
        // from 60 to 468, and from 260 up to 12
        String html = drawn(new double[] {0, 1, 4}, new double[] {-1, 0, 1});
        assertTrue(html.contains("d=\"M60.0,260.0 L162.0,136.0 L468.0,12.0\""), html);
        assertTrue(
                html.contains("<circle class=\"good\" cx=\"264.0\" cy=\"136.0\" r=\"4.0\">"), html);
        assertTrue(html.contains("d=\"M260.0,132.0L268.0,132.0L268.0,140.0L260.0,140.0z\""), html);
        assertTrue(html.contains("aria-label=\"a &lt; b\""), html);
        assertEquals(4, html.split("&amp; more", -1).length - 1);
    }

    @Test
    void curvesBreakWhereThereIsNoNumber() {
        double[] ys = {Double.NaN, 0, 1, Double.POSITIVE_INFINITY, 0};
        String html = drawn(new double[] {0, 1, 2, 3, 4}, ys);
        assertTrue(html.contains("d=\"M162.0,136.0 L264.0,12.0 M468.0,136.0\""), html);
    }
}
