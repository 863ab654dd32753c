package org.cotangent.kernel;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/** The loops of which functions that are called often have a copy, as code of another class. */
final class LoopsOfOne implements FunctionLoops.Loops {
    @Override
    public void map(DoubleUnaryOperator f, double[] x, int xFrom, double[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = f.applyAsDouble(x[xFrom + i]);
        }
    }

    @Override
    public void zip(
            DoubleBinaryOperator f,
            double[] a,
            int aFrom,
            double[] b,
            int bFrom,
            double[] y,
            int yFrom,
            int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] = f.applyAsDouble(a[aFrom + i], b[bFrom + i]);
        }
    }
}
