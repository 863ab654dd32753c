package org.cotangent.kernel;

import static org.cotangent.kernel.StrongZero.gate;
import static org.cotangent.kernel.StrongZero.strong;
import static org.cotangent.kernel.StrongZero.timesEven;

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
                y[yFrom + i] = applyAsDouble(a[aFrom + i], b[bFrom + i]);
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
                y[yFrom + i] = applyAsDouble(a[aFrom + i], b[bFrom + i]);
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
                y[yFrom + i] = applyAsDouble(a[aFrom + i], b[bFrom + i]);
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
                y[yFrom + i] = applyAsDouble(a[aFrom + i], b[bFrom + i]);
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
                y[yFrom + i] = applyAsDouble(a[aFrom + i], b[bFrom + i]);
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
                y[yFrom + i] = applyAsDouble(a[aFrom + i], b[bFrom + i]);
            }
        }
    },
    /** p q, exactly 0 where either is 0, whatever the other is. */
    GATE {
        @Override
        public double applyAsDouble(double p, double q) {
            return gate(p, q);
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(a[aFrom + i], b[bFrom + i]);
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
                y[yFrom + i] = applyAsDouble(a[aFrom + i], b[bFrom + i]);
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
                y[yFrom + i] = applyAsDouble(a[aFrom + i], b[bFrom + i]);
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
                y[yFrom + i] = applyAsDouble(a[aFrom + i], b[bFrom + i]);
            }
        }
    },
    /** 2 p q, strong, and 0 where q is 0 and p a number. */
    TWICE_PRODUCT {
        @Override
        public double applyAsDouble(double p, double q) {
            return timesEven(p, q) * 2;
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(a[aFrom + i], b[bFrom + i]);
            }
        }
    },
    /** p where q is positive, 0 where it is not, NaN where it is unless p is 0: a gate by STEP. */
    WHERE_POSITIVE {
        @Override
        public double applyAsDouble(double p, double q) {
            return q > 0 ? p : q != q && p != 0 ? Double.NaN : 0;
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(a[aFrom + i], b[bFrom + i]);
            }
        }
    },
    /** p, and 0 where it is NaN and q, the factor that it has, is 0. */
    SETTLE {
        @Override
        public double applyAsDouble(double p, double q) {
            return strong(p, q);
        }

        @Override
        void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(a[aFrom + i], b[bFrom + i]);
            }
        }
    };

    /** y[yFrom + i] = f(a[aFrom + i], b[bFrom + i]) for i below n, by a plain loop. */
    abstract void loop(double[] a, int aFrom, double[] b, int bFrom, double[] y, int yFrom, int n);
}
