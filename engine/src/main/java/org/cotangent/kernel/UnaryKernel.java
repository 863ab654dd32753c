package org.cotangent.kernel;

import java.util.function.DoubleUnaryOperator;

/**
 * The functions of one number that have loops of their own: in one loop for all of them the JIT
 * compiler would call what it cannot inline, and vectorize nothing.
 *
 * <p>Constants have no bodies, and are told apart by comparisons: a class for each would be loaded
 * before the first call, and a table of a switch hides from the JIT compiler which constant it is.
 */
public enum UnaryKernel implements DoubleUnaryOperator {
    /** -x. */
    NEG,
    /** 1 / x. */
    RECIPROCAL,
    /** x². */
    SQUARE,
    /** The square root; +0 for -0. */
    SQRT,
    /** |x|. */
    ABS,
    /** The exponential. */
    EXP(false),
    /** The natural logarithm. */
    LOG(false),
    /** The hyperbolic tangent. */
    TANH(false),
    /** 1 / (1 + exp(-x)), from the exponential of a negative number only: no overflow. */
    SIGMOID(false),
    /** sigmoid(x) sigmoid(-x). */
    LOGISTIC_DENSITY(false),
    /** 1 / cosh(x)² = 4 sigmoid(2x) sigmoid(-2x). */
    SECH_SQUARED(false),
    /** x where it is positive, else 0. */
    RELU,
    /** 1 where x is positive, 0 where it is not, NaN where it is. */
    STEP;

    /** Whether it is a matter of memory rather than of arithmetic, and y may be x everywhere. */
    public final boolean cheap;

    UnaryKernel() {
        this(true);
    }

    UnaryKernel(boolean cheap) {
        this.cheap = cheap;
    }

    // spotless:off
    @Override
    public double applyAsDouble(double x) {
        if (this == NEG)              { return -x; }
        if (this == RECIPROCAL)       { return 1 / x; }
        if (this == SQUARE)           { return x * x; }
        if (this == SQRT)             { return Math.sqrt(x) + 0.0; }
        if (this == ABS)              { return Math.abs(x); }
        if (this == EXP)              { return Elementary.exp(x); }
        if (this == LOG)              { return Elementary.log(x); }
        if (this == TANH)             { return Elementary.tanh(x); }
        if (this == SIGMOID)          { return Elementary.sigmoid(x); }
        if (this == LOGISTIC_DENSITY) { return Elementary.logisticDensity(x); }
        if (this == SECH_SQUARED)     { return Elementary.sechSquared(x); }
        if (this == RELU)             { return Math.max(x, 0.0); }
        return step(x);
    }

    /** y[yFrom + i] = f(x[xFrom + i]) for i below n, by a plain loop; y may be x. */
    void loop(double[] x, int xFrom, double[] y, int yFrom, int n) {
        if (this == NEG)                   { neg(x, xFrom, y, yFrom, n); }
        else if (this == RECIPROCAL)       { reciprocal(x, xFrom, y, yFrom, n); }
        else if (this == SQUARE)           { square(x, xFrom, y, yFrom, n); }
        else if (this == SQRT)             { sqrt(x, xFrom, y, yFrom, n); }
        else if (this == ABS)              { abs(x, xFrom, y, yFrom, n); }
        else if (this == EXP)              { exp(x, xFrom, y, yFrom, n); }
        else if (this == LOG)              { log(x, xFrom, y, yFrom, n); }
        else if (this == TANH)             { tanh(x, xFrom, y, yFrom, n); }
        else if (this == SIGMOID)          { sigmoid(x, xFrom, y, yFrom, n); }
        else if (this == LOGISTIC_DENSITY) { logisticDensity(x, xFrom, y, yFrom, n); }
        else if (this == SECH_SQUARED)     { sechSquared(x, xFrom, y, yFrom, n); }
        else if (this == RELU)             { relu(x, xFrom, y, yFrom, n); }
        else { step(x, xFrom, y, yFrom, n); }
    }
    // spotless:on

    /**
     * {@link #STEP}.
     *
     * @param x the number
     * @return 0, 1 or NaN
     */
    public static double step(double x) {
        // no branch, which would be mispredicted where signs are random
        return Math.ceil(Math.min(1, Math.max(x, 0.0)));
    }

    private static void neg(double[] x, int xFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = -x[xFrom + i];
        }
    }

    private static void reciprocal(double[] x, int xFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = 1 / x[xFrom + i];
        }
    }

    private static void square(double[] x, int xFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = x[xFrom + i] * x[xFrom + i];
        }
    }

    private static void sqrt(double[] x, int xFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = Math.sqrt(x[xFrom + i]) + 0.0;
        }
    }

    private static void abs(double[] x, int xFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = Math.abs(x[xFrom + i]);
        }
    }

    private static void exp(double[] x, int xFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = Elementary.exp(x[xFrom + i]);
        }
    }

    private static void log(double[] x, int xFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = Elementary.log(x[xFrom + i]);
        }
    }

    private static void tanh(double[] x, int xFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = Elementary.tanh(x[xFrom + i]);
        }
    }

    private static void sigmoid(double[] x, int xFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = Elementary.sigmoid(x[xFrom + i]);
        }
    }

    private static void logisticDensity(double[] x, int xFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = Elementary.logisticDensity(x[xFrom + i]);
        }
    }

    private static void sechSquared(double[] x, int xFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = Elementary.sechSquared(x[xFrom + i]);
        }
    }

    private static void relu(double[] x, int xFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = Math.max(x[xFrom + i], 0.0);
        }
    }

    private static void step(double[] x, int xFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = step(x[xFrom + i]);
        }
    }
}
