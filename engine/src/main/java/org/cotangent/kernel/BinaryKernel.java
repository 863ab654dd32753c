package org.cotangent.kernel;

import static org.cotangent.kernel.StrongZero.strong;

import java.util.function.DoubleBinaryOperator;

/**
 * The functions of two numbers that have loops of their own; as {@link UnaryKernel}.
 *
 * <p>Those with a <em>strong zero</em> give 0 where p is 0, also if q is not finite.
 */
public enum BinaryKernel implements DoubleBinaryOperator {
    /** p + q. */
    ADD,
    /** p - q. */
    SUB,
    /** p q. */
    MUL,
    /** p / q. */
    DIV,
    /** The larger, NaN if either is. */
    MAX,
    /** The smaller, NaN if either is. */
    MIN,
    /** p q, exactly 0 where either is 0, whatever the other is. */
    GATE,
    /** p q, strong. */
    STRONG_MUL,
    /** p / q, strong. */
    STRONG_DIV,
    /** p / q, strong, and with 0 for a q of -0. */
    STRONG_DIV_FROM_ABOVE,
    /** 2 p q, strong, and 0 where q is 0 and p a number. */
    TWICE_PRODUCT,
    /** p where q is positive, 0 where it is not, NaN where it is unless p is 0: a gate by STEP. */
    WHERE_POSITIVE,
    /** p, and 0 where it is NaN and q, the factor that it has, is 0. */
    SETTLE,
    /** p q, strong, and 0 where q is 0 and p a number. */
    TIMES_EVEN;

    // spotless:off
    @Override
    public double applyAsDouble(double p, double q) {
        if (this == ADD)                   { return p + q; }
        if (this == SUB)                   { return p - q; }
        if (this == MUL)                   { return p * q; }
        if (this == DIV)                   { return p / q; }
        if (this == MAX)                   { return Math.max(p, q); }
        if (this == MIN)                   { return Math.min(p, q); }
        if (this == GATE)                  { return StrongZero.gate(p, q); }
        if (this == STRONG_MUL)            { return strong(p * q, p); }
        if (this == STRONG_DIV)            { return strong(p / q, p); }
        if (this == STRONG_DIV_FROM_ABOVE) { return strong(p / (q + 0.0), p); }
        if (this == TWICE_PRODUCT)         { return StrongZero.timesEven(p, q) * 2; }
        if (this == WHERE_POSITIVE)        { return wherePositive(p, q); }
        if (this == SETTLE)                { return strong(p, q); }
        return StrongZero.timesEven(p, q);
    }

    /** y[yFrom + i] = f(a[aFrom + i], b[bFrom + i]) for i below n, by a plain loop. */
    void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
        if (this == ADD)                        { add(a, aFrom, b, bFrom, y, yFrom, n); }
        else if (this == SUB)                   { sub(a, aFrom, b, bFrom, y, yFrom, n); }
        else if (this == MUL)                   { mul(a, aFrom, b, bFrom, y, yFrom, n); }
        else if (this == DIV)                   { div(a, aFrom, b, bFrom, y, yFrom, n); }
        else if (this == MAX)                   { max(a, aFrom, b, bFrom, y, yFrom, n); }
        else if (this == MIN)                   { min(a, aFrom, b, bFrom, y, yFrom, n); }
        else if (this == GATE)                  { gate(a, aFrom, b, bFrom, y, yFrom, n); }
        else if (this == STRONG_MUL)            { strongMul(a, aFrom, b, bFrom, y, yFrom, n); }
        else if (this == STRONG_DIV)            { strongDiv(a, aFrom, b, bFrom, y, yFrom, n); }
        else if (this == STRONG_DIV_FROM_ABOVE) { strongDivFromAbove(a, aFrom, b, bFrom, y, yFrom, n); }
        else if (this == TWICE_PRODUCT)         { twiceProduct(a, aFrom, b, bFrom, y, yFrom, n); }
        else if (this == WHERE_POSITIVE)        { wherePositive(a, aFrom, b, bFrom, y, yFrom, n); }
        else if (this == SETTLE)                { settle(a, aFrom, b, bFrom, y, yFrom, n); }
        else { timesEven(a, aFrom, b, bFrom, y, yFrom, n); }
    }
    // spotless:on

    /**
     * {@link #WHERE_POSITIVE}.
     *
     * @param p what is passed on
     * @param q says where
     * @return p, 0 or NaN
     */
    public static double wherePositive(double p, double q) {
        return q != q && p != 0 ? Double.NaN : Masks.where(Masks.positive(q), p);
    }

    private static void add(
            double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = a[aFrom + i] + b[bFrom + i];
        }
    }

    private static void sub(
            double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = a[aFrom + i] - b[bFrom + i];
        }
    }

    private static void mul(
            double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = a[aFrom + i] * b[bFrom + i];
        }
    }

    private static void div(
            double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = a[aFrom + i] / b[bFrom + i];
        }
    }

    private static void max(
            double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = Math.max(a[aFrom + i], b[bFrom + i]);
        }
    }

    private static void min(
            double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = Math.min(a[aFrom + i], b[bFrom + i]);
        }
    }

    private static void gate(
            double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = StrongZero.gate(a[aFrom + i], b[bFrom + i]);
        }
    }

    private static void strongMul(
            double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = strong(a[aFrom + i] * b[bFrom + i], a[aFrom + i]);
        }
    }

    private static void strongDiv(
            double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = strong(a[aFrom + i] / b[bFrom + i], a[aFrom + i]);
        }
    }

    private static void strongDivFromAbove(
            double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = strong(a[aFrom + i] / (b[bFrom + i] + 0.0), a[aFrom + i]);
        }
    }

    private static void twiceProduct(
            double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = StrongZero.timesEven(a[aFrom + i], b[bFrom + i]) * 2;
        }
    }

    private static void wherePositive(
            double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = wherePositive(a[aFrom + i], b[bFrom + i]);
        }
    }

    private static void settle(
            double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = strong(a[aFrom + i], b[bFrom + i]);
        }
    }

    private static void timesEven(
            double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = StrongZero.timesEven(a[aFrom + i], b[bFrom + i]);
        }
    }
}
