package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.DoubleUnaryOperator;
import org.cotangent.kernel.Normal;
import org.junit.jupiter.api.Test;

/** Functions of numbers, by what they are the inverses or the products of, and at their ends. */
class ScalarTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static void close(double expected, double actual, double x) {
        assertEquals(expected, actual, 4e-15 * Math.abs(expected), "at " + x);
    }

    @Test
    void inversesOfHyperbolicFunctions() {
        for (double x : new double[] {1e-300, 1e-9, 1e-3, 0.3, 1, 5, 18, 20.5, 21, 25, 300}) {
            close(x, Scalar.asinh(Math.sinh(x)), x);
            close(-x, Scalar.asinh(Math.sinh(-x)), -x);
        }
        for (double x : new double[] {1, 5, 18, 20.5, 21.5, 25, 300}) {
            close(x, Scalar.acosh(Math.cosh(x)), x);
        }
        for (double x : new double[] {1e-300, 1e-9, 1e-3, 0.3, 1, 2}) {
            close(x, Scalar.atanh(Math.tanh(x)), x);
            close(-x, Scalar.atanh(Math.tanh(-x)), -x);
        }
        // near 1 to the last bits, where a logarithm of x + root(x² - 1) has lost half of them
        double t = 0x1p-30;
        close(Math.sqrt(2 * t) * (1 - t / 12), Scalar.acosh(1 + t), 1 + t);
        for (double end : new double[] {0.0, -0.0, INF, -INF}) {
            assertEquals(end, Scalar.asinh(end));
        }
        assertEquals(0, Scalar.acosh(1));
        assertEquals(INF, Scalar.acosh(INF));
        assertEquals(Double.NaN, Scalar.acosh(0.5));
        assertEquals(-0.0, Scalar.atanh(-0.0));
        assertEquals(INF, Scalar.atanh(1));
        assertEquals(Double.NaN, Scalar.atanh(1.5));
    }

    private static void ends(DoubleUnaryOperator f, double below, double above) {
        assertEquals(below, f.applyAsDouble(-INF) + 0.0);
        assertEquals(above, f.applyAsDouble(INF));
        assertEquals(Double.NaN, f.applyAsDouble(Double.NaN));
    }

    @Test
    void activations() {
        for (double x : new double[] {-3, -0.7, -1e-9, 0, 1e-9, 0.4, 2, 7}) {
            double s = 1 / (1 + Math.exp(-x));
            close(Math.log1p(Math.exp(x)), Scalar.softplus(x), x);
            close(x * s, Scalar.silu(x), x);
            close(s + x * s * (1 / (1 + Math.exp(x))), Scalar.siluSlope(x), x);
            close(x * Normal.cdf(x), Scalar.gelu(x), x);
            double slope = Normal.cdf(x) + x * Normal.density(x);
            assertEquals(slope, Scalar.geluSlope(x), 1e-15);
        }
        ends(Scalar::softplus, 0, INF);
        ends(Scalar::silu, 0, INF);
        ends(Scalar::siluSlope, 0, 1);
        ends(Scalar::gelu, 0, INF);
        ends(Scalar::geluSlope, 0, 1);
    }

    @Test
    void ratiosOfLengths() {
        assertEquals(0, Scalar.ratio(0, 0));
        assertEquals(Double.NaN, Scalar.ratio(1, 0));
        assertEquals(0.5, Scalar.ratio(1, 2));
        assertEquals(1, Scalar.ratio(INF, INF));
        assertEquals(-1, Scalar.ratio(-INF, INF));
        assertEquals(0, Scalar.ratio(3, INF));
        assertEquals(INF, Scalar.ratio(INF, 3));
    }

    @Test
    void theLeastSlopeOfTwo() {
        assertEquals(0.1, Scalar.leastOf(0.1, 1));
        assertEquals(0.1, Scalar.leastOf(1, 0.1));
        assertEquals(-1, Scalar.leastOf(-3, -1));
        assertEquals(-1, Scalar.leastOf(-1, -3));
        assertEquals(0, Scalar.leastOf(-2, 1));
        assertEquals(0, Scalar.leastOf(0, 1));
        assertEquals(0, Scalar.leastOf(-1, 0));
    }

    @Test
    void piecesOfSteps() {
        double[] x = {-1.5, -1, -0.5, 0, 0.5, 1, 1.5, 2.25};
        double[] floor = {-4, -3, -2, -1, 0, 1, 2, 4};
        double[] round = {-3, -2, -1, 0, 1, 2, 3, 4};
        for (int i = 0; i < x.length; i++) {
            assertEquals(floor[i], Scalar.ofStep(x[i], Math.floor(x[i])), "floor of " + x[i]);
            assertEquals(round[i], Scalar.ofRounding(x[i], Math.rint(x[i])), "round of " + x[i]);
        }
    }

    @Test
    void slopesOfPowers() {
        for (double a : new double[] {-2, 0.5, 3}) {
            for (double b : new double[] {-1, 1, 2, 5}) {
                close(b * Math.pow(a, b - 1), Scalar.powSlope(a, b), a);
                close(a < 0 ? 0 : Math.pow(a, b) * Math.log(a), Scalar.powLog(a, b), a);
            }
        }
        assertEquals(0, Scalar.powSlope(0, 0));
        assertEquals(1, Scalar.powSlope(0, 1));
        assertEquals(0, Scalar.powSlope(0, 2));
        assertEquals(0, Scalar.powLog(0, 2));
        assertEquals(Double.NaN, Scalar.powLog(-1, Double.NaN));
        assertEquals(Double.NaN, Scalar.powLog(Double.NaN, 2));
        assertEquals(0, Scalar.powLog(INF, -1));
        assertEquals(INF, Scalar.powLog(INF, 1));
        // the power, 2e-325, is no number of this kind; 622 times as much is one
        assertEquals(-1.2352e-322, Scalar.powSlope(-0.3, 622), 1e-323);
    }
}
