package org.cotangent.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/** The exponent p in y = c n^p, fitted by least squares to the logarithms. */
final class Fit {
    private static final int LAST = 3;

    private final List<double[]> points = new ArrayList<>();

    void add(double n, double y) {
        if (y > 0) {
            points.add(new double[] {Math.log(n), Math.log(y)});
        }
    }

    /** The exponent over the last so many points; NaN for fewer than two. */
    double exponent(int last) {
        SimpleRegression regression = new SimpleRegression();
        points.subList(Math.max(0, points.size() - last), points.size())
                .forEach(point -> regression.addData(point[0], point[1]));
        return regression.getSlope();
    }

    /** Over all points, and over the three largest, where fixed costs no longer count. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.2f (of the three largest %.2f)",
                exponent(points.size()),
                exponent(LAST));
    }
}
