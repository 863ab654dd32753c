package org.cotangent.nn.plot;

import java.awt.Graphics2D;
import java.util.function.DoubleUnaryOperator;

/** A picture painted below the lines and points of a chart, over a rectangle of the plane. */
interface Backdrop {
    /**
     * Paints the backdrop.
     *
     * @param graphics clipped to the plot
     * @param x from a coordinate to pixels
     * @param y from a coordinate to pixels
     */
    void paint(Graphics2D graphics, DoubleUnaryOperator x, DoubleUnaryOperator y);

    /** The rectangle: x from, x to, y from, y to. */
    double[] bounds();

    static double[] bounds(String what, double xFrom, double xTo, double yFrom, double yTo) {
        if (!(xFrom < xTo && yFrom < yTo)
                || !Double.isFinite(xTo - xFrom)
                || !Double.isFinite(yTo - yFrom)) {
            throw new IllegalArgumentException(
                    "chart: "
                            + what
                            + " over x from "
                            + xFrom
                            + " to "
                            + xTo
                            + ", y from "
                            + yFrom
                            + " to "
                            + yTo
                            + "; each range must be finite and rise");
        }
        return new double[] {xFrom, xTo, yFrom, yTo};
    }
}
