package org.cotangent.linalg;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** Divided differences against closed forms without cancellation. */
class DividedDifferencesTest {
    private static DividedDifferences.Slopes each(DoubleUnaryOperator... derivatives) {
        return (order, x) -> Arrays.stream(x).map(derivatives[order]).toArray();
    }

    private static final DividedDifferences.Slopes ROOT =
            each(
                    Math::sqrt,
                    x -> 0.5 / Math.sqrt(x),
                    x -> -0.25 / (x * Math.sqrt(x)),
                    x -> 0.375 / (x * x * Math.sqrt(x)));

    private static final DividedDifferences.Slopes RECIPROCAL =
            each(x -> 1 / x, x -> -1 / (x * x), x -> 2 / (x * x * x), x -> -6 / (x * x * x * x));

    private static final double[] POINTS = {
        1e-8, 0.1, 1, 1, 1 + 0x1p-52, 1 + 1e-12, 1 + 1e-7, 1.001, 1.5, 2, 40, 1e6
    };

    /** √[a, b] = 1 / (√a + √b), √[a, b, c] = -1 / ((√a + √b) (√b + √c) (√c + √a)). */
    @Test
    void ofTheRoot() {
        DividedDifferences f = new DividedDifferences(ROOT, POINTS);
        double[] r = Arrays.stream(POINTS).map(Math::sqrt).toArray();
        for (int i = 0; i < r.length; i++) {
            for (int j = i; j < r.length; j++) {
                near(1 / (r[i] + r[j]), f.at(i, j), 4e-15);
                for (int k = j; k < r.length; k++) {
                    double product = (r[i] + r[j]) * (r[j] + r[k]) * (r[k] + r[i]);
                    near(-1 / product, f.at(i, j, k), 1.5e-14);
                }
            }
        }
    }

    /** (1/x)[x₀, …, x_r] is the product of all -1 / x, but for a sign. */
    @Test
    void ofTheReciprocal() {
        DividedDifferences f = new DividedDifferences(RECIPROCAL, POINTS);
        double[] x = POINTS;
        for (int i = 0; i < x.length; i++) {
            for (int j = i; j < x.length; j++) {
                for (int k = j; k < x.length; k++) {
                    near(1 / x[i] / x[j] / x[k], f.at(i, j, k), 1.5e-14);
                    for (int l = k; l < x.length; l++) {
                        near(-1 / x[i] / x[j] / x[k] / x[l], f.at(i, j, k, l), 6e-14);
                    }
                }
            }
        }
    }

    /** e[a, b] = e^((a + b) / 2) sinh(h) / h with h half of the gap. */
    @Test
    void ofTheExponential() {
        DividedDifferences.Slopes exp = (order, x) -> Arrays.stream(x).map(Math::exp).toArray();
        double[] x = {-700, -3, 0, 1e-300, 1e-9, 0.3, 2, 9};
        DividedDifferences f = new DividedDifferences(exp, x);
        for (int i = 0; i < x.length; i++) {
            for (int j = i; j < x.length; j++) {
                double h = (x[j] - x[i]) / 2;
                double ratio = h < 1e-5 ? 1 + h * h / 6 : Math.sinh(h) / h;
                double expected =
                        h > 300 ? Math.exp(x[j]) / (2 * h) : Math.exp((x[i] + x[j]) / 2) * ratio;
                near(expected, f.at(i, j), 4e-15);
            }
        }
        assertEquals(1.0 / 6, f.at(2, 2, 2, 2), 1e-16);
    }

    /** Where the function has a kink the difference of its values counts. */
    @Test
    void acrossAKink() {
        DividedDifferences f =
                new DividedDifferences(
                        each(x -> Math.abs(x) + 1e6, Math::signum, x -> 0),
                        new double[] {-1, -0.5, 0.5, 1.2});
        assertEquals(-1, f.at(0, 1), 1e-9);
        assertEquals(0, f.at(1, 2), 1e-9);
        assertEquals(0.2 / 2.2, f.at(0, 3), 1e-9);
        assertEquals(1 / 1.5, f.at(0, 1, 2), 1e-9);
    }

    @Test
    void infiniteSlopesStay() {
        DividedDifferences f = new DividedDifferences(ROOT, new double[] {0, 0, 4});
        assertEquals(Double.POSITIVE_INFINITY, f.at(0, 1));
        assertEquals(0.5, f.at(1, 2));
        assertEquals(Double.NEGATIVE_INFINITY, f.at(0, 1, 2));
    }

    private static void near(double expected, double actual, double relative) {
        assertTrue(
                Math.abs(actual - expected) <= relative * Math.abs(expected),
                () -> actual + " for " + expected);
    }
}
