package org.cotangent.linalg;

import java.util.Arrays;
import org.cotangent.kernel.Elementary;

/**
 * The divided differences f[x₀, …, x_r] of a function at all choices, repetitions included, of
 * points that ascend, order after order.
 *
 * <p>Where points lie far apart the recursion (f[x₁, …] - f[x₀, …]) / (x_r - x₀) is right to
 * rounding; where it would cancel, the integral of the r-th derivative over the simplex that the
 * points span (Hermite and Genocchi: C. de Boor, Divided differences, Surveys in Approximation
 * Theory 1, 2005, §9) by Gauss-Legendre quadrature in Duffy's coordinates. Both come with an
 * estimate of their errors, and the smaller decides.
 */
final class DividedDifferences {
    /** The derivatives of the function, 0 the function itself, each point by itself. */
    @FunctionalInterface
    interface Slopes {
        double[] of(int order, double[] x);
    }

    private static final double UNIT = 0x1p-53;

    /** A first difference of a relative error so small needs no second opinion. */
    private static final double GOOD = 16 * UNIT;

    private static final int[] POINTS = {2, 4, 8, 16};
    private static final double[][][] RULES =
            Arrays.stream(POINTS).mapToObj(DividedDifferences::rule).toArray(double[][][]::new);

    /** The most points at which the function is asked for at once. */
    private static final int CHUNK = 1 << 16;

    private final Slopes f;
    private final double[] x;
    private double[][] values = new double[0][];
    private double[][] errors = new double[0][];

    DividedDifferences(Slopes f, double[] ascending) {
        this.f = f;
        this.x = ascending;
    }

    /** f at the points of those numbers, which ascend. */
    double at(int... points) {
        int order = points.length - 1;
        while (values.length <= order) {
            extend();
        }
        return values[order][place(points, 0, order)];
    }

    /** Where a choice of ascending numbers stands among those of as many, by the last first. */
    private static int place(int[] points, int from, int to) {
        long place = 0;
        for (int i = from; i <= to; i++) {
            place += choose(points[i] + i - from, i - from + 1);
        }
        return (int) place;
    }

    private static long choose(int n, int k) {
        long c = 1;
        for (int i = 0; i < k; i++) {
            c = c * (n - i) / (i + 1);
        }
        return c;
    }

    private void extend() {
        int order = values.length;
        long count = choose(x.length + order, order + 1);
        if (count > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "symmetricFunction: derivative "
                            + order
                            + " of a matrix of order "
                            + x.length
                            + " needs "
                            + count
                            + " divided differences");
        }
        double[] value = new double[(int) count];
        double[] error = new double[value.length];
        int[] p = new int[order + 1];
        double[] derivative = f.of(order, x);
        double factorial = 1;
        for (int i = 2; i <= order; i++) {
            factorial *= i;
        }
        double good = GOOD * (1 << 2 * Math.max(0, order - 1));
        int[][] doubtful = new int[16][];
        int many = 0;
        for (int i = 0; i < value.length; i++, next(p)) {
            double gap = x[p[order]] - x[p[0]];
            if (gap == 0) {
                value[i] = derivative[p[0]] / factorial;
                error[i] = 2 * UNIT * Math.abs(value[i]);
                continue;
            }
            int low = place(p, 0, order - 1);
            int high = place(p, 1, order);
            double a = values[order - 1][low];
            double b = values[order - 1][high];
            value[i] = (b - a) / gap;
            error[i] =
                    (errors[order - 1][low]
                                    + errors[order - 1][high]
                                    + UNIT * (Math.abs(a) + Math.abs(b)))
                            / gap;
            // infinite slopes are right as they are
            if (error[i] > good * Math.abs(value[i]) && error[i] < Double.POSITIVE_INFINITY) {
                if (many == doubtful.length) {
                    doubtful = Arrays.copyOf(doubtful, 2 * many);
                }
                doubtful[many++] = p.clone();
            }
        }
        integrate(order, Arrays.copyOf(doubtful, many), value, error);
        values = Arrays.copyOf(values, order + 1);
        errors = Arrays.copyOf(errors, order + 1);
        values[order] = value;
        errors[order] = error;
    }

    /** The next choice of as many ascending numbers. */
    private static void next(int[] p) {
        int i = 0;
        while (i < p.length - 1 && p[i] == p[i + 1]) {
            p[i++] = 0;
        }
        p[i]++;
    }

    /** Replaces values by integrals where these are better, with as few points as will do. */
    private void integrate(int order, int[][] open, double[] value, double[] error) {
        double[] before = integrals(order, open, RULES[0]);
        for (int rule = 1; rule < RULES.length && open.length > 0; rule++) {
            double[] now = integrals(order, open, RULES[rule]);
            int[][] rest = new int[open.length][];
            double[] coarse = new double[open.length];
            int many = 0;
            for (int i = 0; i < open.length; i++) {
                int place = place(open[i], 0, order);
                double size = Math.abs(now[i]);
                // twice the points square the relative error
                double coarser = Math.abs(now[i] - before[i]) / size;
                double off = coarser * coarser * size + 2 * UNIT * size;
                // far from what the values say there is a kink between them
                boolean agrees = Math.abs(now[i] - value[place]) <= 64 * error[place];
                if (off < error[place] && agrees) {
                    value[place] = now[i];
                    error[place] = off;
                }
                if (coarser * coarser > UNIT && Elementary.pow(coarser, 4) * size < error[place]) {
                    rest[many] = open[i];
                    coarse[many++] = now[i];
                }
            }
            open = Arrays.copyOf(rest, many);
            before = coarse;
        }
    }

    private double[] integrals(int order, int[][] choices, double[][] rule) {
        int m = rule[0].length;
        int points = 1;
        for (int i = 0; i < order; i++) {
            points *= m;
        }
        double[] sums = new double[choices.length];
        int atOnce = Math.max(1, CHUNK / points);
        for (int from = 0; from < choices.length; from += atOnce) {
            int to = Math.min(choices.length, from + atOnce);
            double[] at = new double[(to - from) * points];
            double[] weights = new double[points];
            for (int point = 0; point < points; point++) {
                double[] way = new double[order];
                double weight = 1;
                double product = 1;
                int rest = point;
                for (int axis = 0; axis < order; axis++) {
                    double u = rule[0][rest % m];
                    weight *= rule[1][rest % m];
                    rest /= m;
                    for (int power = axis + 1; power < order; power++) {
                        weight *= u;
                    }
                    product *= u;
                    way[axis] = product;
                }
                weights[point] = weight;
                for (int i = from; i < to; i++) {
                    int[] p = choices[i];
                    double z = x[p[0]];
                    for (int axis = 0; axis < order; axis++) {
                        z += way[axis] * (x[p[axis + 1]] - x[p[axis]]);
                    }
                    at[(i - from) * points + point] = z;
                }
            }
            double[] slopes = f.of(order, at);
            for (int i = from; i < to; i++) {
                for (int point = 0; point < points; point++) {
                    sums[i] += weights[point] * slopes[(i - from) * points + point];
                }
            }
        }
        return sums;
    }

    /** Nodes and weights of Gauss-Legendre quadrature with m points, on 0 to 1. */
    private static double[][] rule(int m) {
        double[][] rule = new double[2][m];
        for (int i = 0; i < m; i++) {
            double z = Elementary.cos(Math.PI * (i + 0.75) / (m + 0.5));
            double slope = 0;
            for (int step = 0; step < 10; step++) {
                double p = 1;
                double previous = 0;
                for (int k = 1; k <= m; k++) {
                    double older = previous;
                    previous = p;
                    p = ((2 * k - 1) * z * previous - (k - 1) * older) / k;
                }
                slope = m * (z * p - previous) / (z * z - 1);
                z -= p / slope;
            }
            rule[0][i] = (1 - z) / 2;
            rule[1][i] = 1 / ((1 - z * z) * slope * slope);
        }
        return rule;
    }
}
