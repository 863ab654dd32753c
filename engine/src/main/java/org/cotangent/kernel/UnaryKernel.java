package org.cotangent.kernel;

import java.util.function.DoubleUnaryOperator;

/**
 * The functions of one number that have loops of their own: in one loop for all of them the JIT
 * compiler would call what it cannot inline, and vectorize nothing.
 */
public enum UnaryKernel implements DoubleUnaryOperator {
    /** -x. */
    NEG {
        @Override
        public double applyAsDouble(double x) {
            return -x;
        }

        @Override
        void loop(double[] x, int xFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(x[xFrom + i]);
            }
        }
    },
    /** 1 / x. */
    RECIPROCAL {
        @Override
        public double applyAsDouble(double x) {
            return 1 / x;
        }

        @Override
        void loop(double[] x, int xFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(x[xFrom + i]);
            }
        }
    },
    /** x². */
    SQUARE {
        @Override
        public double applyAsDouble(double x) {
            return x * x;
        }

        @Override
        void loop(double[] x, int xFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(x[xFrom + i]);
            }
        }
    },
    /** The square root; +0 for -0. */
    SQRT {
        @Override
        public double applyAsDouble(double x) {
            return Math.sqrt(x) + 0.0;
        }

        @Override
        void loop(double[] x, int xFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(x[xFrom + i]);
            }
        }
    },
    /** |x|. */
    ABS {
        @Override
        public double applyAsDouble(double x) {
            return Math.abs(x);
        }

        @Override
        void loop(double[] x, int xFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(x[xFrom + i]);
            }
        }
    },
    /** The exponential. */
    EXP(false) {
        @Override
        public double applyAsDouble(double x) {
            return Elementary.exp(x);
        }

        @Override
        void loop(double[] x, int xFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(x[xFrom + i]);
            }
        }
    },
    /** The natural logarithm. */
    LOG(false) {
        @Override
        public double applyAsDouble(double x) {
            return Elementary.log(x);
        }

        @Override
        void loop(double[] x, int xFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(x[xFrom + i]);
            }
        }
    },
    /** The hyperbolic tangent. */
    TANH(false) {
        @Override
        public double applyAsDouble(double x) {
            return Elementary.tanh(x);
        }

        @Override
        void loop(double[] x, int xFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(x[xFrom + i]);
            }
        }
    },
    /** 1 / (1 + exp(-x)), from the exponential of a negative number only: no overflow. */
    SIGMOID(false) {
        @Override
        public double applyAsDouble(double x) {
            return Elementary.sigmoid(x);
        }

        @Override
        void loop(double[] x, int xFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(x[xFrom + i]);
            }
        }
    },
    /** sigmoid(x) sigmoid(-x). */
    LOGISTIC_DENSITY(false) {
        @Override
        public double applyAsDouble(double x) {
            return Elementary.logisticDensity(x);
        }

        @Override
        void loop(double[] x, int xFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(x[xFrom + i]);
            }
        }
    },
    /** 1 / cosh(x)² = 4 sigmoid(2x) sigmoid(-2x). */
    SECH_SQUARED(false) {
        @Override
        public double applyAsDouble(double x) {
            return Elementary.sechSquared(x);
        }

        @Override
        void loop(double[] x, int xFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(x[xFrom + i]);
            }
        }
    },
    /** x where it is positive, else 0. */
    RELU {
        @Override
        public double applyAsDouble(double x) {
            return Math.max(x, 0.0);
        }

        @Override
        void loop(double[] x, int xFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(x[xFrom + i]);
            }
        }
    },
    /** 1 where x is positive, 0 where it is not, NaN where it is. */
    STEP {
        @Override
        public double applyAsDouble(double x) {
            return x > 0 ? 1 : x != x ? Double.NaN : 0;
        }

        @Override
        void loop(double[] x, int xFrom, double[] y, int yFrom, int n) {
            for (int i = 0; i < n; i++) {
                y[yFrom + i] = applyAsDouble(x[xFrom + i]);
            }
        }
    };

    /** Whether it is a matter of memory rather than of arithmetic. */
    final boolean cheap;

    UnaryKernel() {
        this(true);
    }

    UnaryKernel(boolean cheap) {
        this.cheap = cheap;
    }

    /** y[yFrom + i] = f(x[xFrom + i]) for i below n, by a plain loop; y may be x. */
    abstract void loop(double[] x, int xFrom, double[] y, int yFrom, int n);
}
