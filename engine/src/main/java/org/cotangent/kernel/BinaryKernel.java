package org.cotangent.kernel;

import static org.cotangent.kernel.StrongZero.strong;

import java.util.function.DoubleBinaryOperator;

/**
 * The functions of two numbers that have loops of their own.
 *
 * <p>Those with a <em>strong zero</em> give 0 where p is 0, also if q is not finite.
 */
public enum BinaryKernel implements DoubleBinaryOperator {
    /** p + q. */
    ADD {
        @Override
        public double applyAsDouble(double p, double q) {
            return p + q;
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = a[aFrom + i] + b[bFrom + i];
            }
        }
    },
    /** p - q. */
    SUB {
        @Override
        public double applyAsDouble(double p, double q) {
            return p - q;
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = a[aFrom + i] - b[bFrom + i];
            }
        }
    },
    /** p q. */
    MUL {
        @Override
        public double applyAsDouble(double p, double q) {
            return p * q;
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = a[aFrom + i] * b[bFrom + i];
            }
        }
    },
    /** p / q. */
    DIV {
        @Override
        public double applyAsDouble(double p, double q) {
            return p / q;
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = a[aFrom + i] / b[bFrom + i];
            }
        }
    },
    /** The larger, NaN if either is. */
    MAX {
        @Override
        public double applyAsDouble(double p, double q) {
            return Math.max(p, q);
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = Math.max(a[aFrom + i], b[bFrom + i]);
            }
        }
    },
    /** The smaller, NaN if either is. */
    MIN {
        @Override
        public double applyAsDouble(double p, double q) {
            return Math.min(p, q);
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = Math.min(a[aFrom + i], b[bFrom + i]);
            }
        }
    },
    /** p q, exactly 0 where either is 0, whatever the other is. */
    GATE {
        @Override
        public double applyAsDouble(double p, double q) {
            return q == 0 ? 0 : strong(p * q, p);
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                double p = a[aFrom + i];
                double q = b[bFrom + i];
                y[yFrom + i] = q == 0 ? 0 : strong(p * q, p);
            }
        }
    },
    /** p q, strong. */
    STRONG_MUL {
        @Override
        public double applyAsDouble(double p, double q) {
            return strong(p * q, p);
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                double p = a[aFrom + i];
                y[yFrom + i] = strong(p * b[bFrom + i], p);
            }
        }
    },
    /** p / q, strong. */
    STRONG_DIV {
        @Override
        public double applyAsDouble(double p, double q) {
            return strong(p / q, p);
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                double p = a[aFrom + i];
                y[yFrom + i] = strong(p / b[bFrom + i], p);
            }
        }
    },
    /** p / q, strong, and with 0 for a q of -0. */
    STRONG_DIV_FROM_ABOVE {
        @Override
        public double applyAsDouble(double p, double q) {
            return strong(p / (q + 0.0), p);
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                double p = a[aFrom + i];
                y[yFrom + i] = strong(p / (b[bFrom + i] + 0.0), p);
            }
        }
    },
    /** 2 p q, strong, and 0 where q is 0 and p a number. */
    TWICE_PRODUCT {
        @Override
        public double applyAsDouble(double p, double q) {
            return strong(q == 0 && p == p ? 0 : p * q * 2, p);
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                double p = a[aFrom + i];
                double q = b[bFrom + i];
                y[yFrom + i] = strong(q == 0 && p == p ? 0 : p * q * 2, p);
            }
        }
    },
    /** p where q is positive, 0 where it is not, NaN where it is unless p is 0. */
    WHERE_POSITIVE {
        @Override
        public double applyAsDouble(double p, double q) {
            return q > 0 ? p : q != q && p != 0 ? Double.NaN : 0;
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                double p = a[aFrom + i];
                double q = b[bFrom + i];
                y[yFrom + i] = q > 0 ? p : q != q && p != 0 ? Double.NaN : 0;
            }
        }
    },
    /** p sigmoid(q) sigmoid(-q), strong. */
    TIMES_LOGISTIC_DENSITY {
        @Override
        public double applyAsDouble(double p, double q) {
            return strong(p * UnaryKernel.LOGISTIC_DENSITY.applyAsDouble(q), p);
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                double p = a[aFrom + i];
                y[yFrom + i] =
                        strong(p * UnaryKernel.LOGISTIC_DENSITY.applyAsDouble(b[bFrom + i]), p);
            }
        }
    },
    /** p / cosh(q)², strong. */
    TIMES_SECH_SQUARED {
        @Override
        public double applyAsDouble(double p, double q) {
            return strong(p * UnaryKernel.SECH_SQUARED.applyAsDouble(q), p);
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                double p = a[aFrom + i];
                double slope = 4 * UnaryKernel.LOGISTIC_DENSITY.applyAsDouble(2 * b[bFrom + i]);
                y[yFrom + i] = strong(p * slope, p);
            }
        }
    };

    /** Whether it is a matter of memory rather than of arithmetic. */
    boolean isCheap() {
        return this != TIMES_LOGISTIC_DENSITY && this != TIMES_SECH_SQUARED;
    }

    /** y[yFrom + i] = f(a[aFrom + i], b[bFrom + i]) for i below n, by a plain loop. */
    abstract void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n);
}
