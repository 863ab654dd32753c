package org.cotangent.gradcheck.laws;

import java.util.Arrays;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** Where elementwise operations are compared: the middle, the tails, edges and the like of 0. */
public final class Grid {
    /** Around 0 and 1. */
    public static final double[] MIDDLE = {0.05, 0.3, 0.46, 0.7, 1.3, 1.9, 2.7, 4.2};

    private static final double[] TINY = {1e-30, 1e-18, 1e-8, 1e-3};
    private static final double[] LARGE = {8.5, 13.1, 20, 40};
    private static final double[] HUGE = {1e5, 1e16, 1e100, 1e300};

    private static final double[] FACTORS = {-3.1, -0.7, 1e-8, 0.3, 2.7};
    private static final double[] OTHERS = {-2.2, -0.45, 1e-6, 0.6, 1.9, 1e5};

    private static final double[][] EXTREME = {
        {1e200, 3e200}, {1e-90, -3e-90}, {-1e-20, 1}, {3, -1e-20}
    };

    /** Pairs of numbers of all sizes. */
    public static final double[][] FAR = concat(plane(), EXTREME);

    private Grid() {}

    /** Pairs of numbers of either sign. */
    public static double[][] plane() {
        return pairs(FACTORS, OTHERS);
    }

    /** Those of one list and another. */
    public static double[][] concat(double[][] first, double[][] second) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(second)).toArray(double[][]::new);
    }

    /** All but one number. */
    public static double[] without(double excluded, double... x) {
        return DoubleStream.of(x).filter(v -> v != excluded).toArray();
    }

    /** Both signs of the middle, and 0. */
    public static double[] middle() {
        return join(MIDDLE, negative(MIDDLE), 0);
    }

    /** All from tiny to large, 0 and both signs. */
    public static double[] line() {
        return join(positive(), negative(positive()), 0);
    }

    /** All from tiny to large, above 0. */
    public static double[] positive() {
        return join(TINY, MIDDLE, DoubleStream.of(LARGE).toArray());
    }

    /** Above 0, from 1e-300 to 1e300. */
    public static double[] halfLine() {
        return join(positive(), HUGE, 1e-300);
    }

    /** Above 0, where large numbers need not get too large for powers and logarithms. */
    public static double[] shorter() {
        return within(1e-30, 1e100, halfLine());
    }

    /** Both signs from 1e-300 to 1e300, without 0. */
    public static double[] wide() {
        return join(halfLine(), negative(halfLine()));
    }

    /** Both signs where an exponential is neither 0 nor infinite, and beyond. */
    public static double[] exponential() {
        double[] far = {700, 800};
        return join(line(), far, negative(far));
    }

    /** Within (-1, 1), up to the last double. */
    public static double[] open() {
        double[] half = {
            1e-30,
            1e-18,
            1e-8,
            1e-3,
            0.05,
            0.3,
            0.46,
            0.5,
            0.7,
            0.9,
            0.99,
            1 - 1e-6,
            1 - 1e-10,
            1 - 1e-13,
            Math.nextDown(1.0)
        };
        return join(half, negative(half), 0);
    }

    /** The numbers, and others 1e-15 (1e-300 at 0), 1e-6 and 0.3 to each side of the corners. */
    public static double[] around(double[] some, double... corners) {
        double[] all = some;
        for (double c : corners) {
            double near = c == 0 ? 1e-300 : 1e-15;
            all = join(all, c - near, c + near, c - 1e-6, c + 1e-6, c - 0.3, c + 0.3);
        }
        return all;
    }

    public static double[] join(double[] first, double... rest) {
        return DoubleStream.concat(DoubleStream.of(first), DoubleStream.of(rest)).toArray();
    }

    public static double[] join(double[] first, double[] second, double... third) {
        return join(join(first, second), third);
    }

    public static double[] negative(double... x) {
        return DoubleStream.of(x).map(v -> -v).toArray();
    }

    public static double[] within(double least, double most, double... x) {
        return DoubleStream.of(x).filter(v -> v >= least && v <= most).toArray();
    }

    /** The points of a line. */
    public static double[][] points(double... x) {
        return DoubleStream.of(x)
                .distinct()
                .mapToObj(v -> new double[] {v})
                .toArray(double[][]::new);
    }

    /** All pairs. */
    public static double[][] pairs(double[] a, double[] b) {
        return Arrays.stream(a)
                .boxed()
                .flatMap(p -> Arrays.stream(b).mapToObj(q -> new double[] {p, q}))
                .toArray(double[][]::new);
    }
}
