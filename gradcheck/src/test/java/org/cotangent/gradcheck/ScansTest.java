package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/** Running sums and products without the element itself and from the end, running log-sum-exps. */
class ScansTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final Tensor X = Tensor.of(new double[][] {{1, 2, 3}, {4, 0, 6}});

    private static void same(Tensor actual, double... expected) {
        assertArrayEquals(expected, actual.toArray());
    }

    private static double[] slope(UnaryOperator<Tensor> f, double... at) {
        Tensor x = Tensor.variable(at);
        return f.apply(x).backward().of(x).toArray();
    }

    @Test
    void sums() {
        same(X.cumSum(1, true, false), 0, 1, 3, 0, 4, 4);
        same(X.cumSum(1, false, true), 6, 5, 3, 10, 6, 6);
        same(X.cumSum(-1, true, true), 5, 3, 0, 6, 6, 0);
        same(X.cumSum(0, false, true), 5, 2, 9, 4, 0, 6);
        same(X.cumSum(1, false, false), X.cumSum(1).toArray());
    }

    @Test
    void products() {
        same(X.cumProd(1, true, false), 1, 1, 2, 1, 4, 0);
        same(X.cumProd(1, false, true), 6, 6, 3, 0, 0, 6);
        same(X.cumProd(1, true, true), 6, 3, 1, 0, 6, 1);
        same(Tensor.vector(1e200, 1e200, 1e-300, 7).cumProd(0, true, false), 1, 1e200, INF, 1e100);
        // exact at zeros
        assertArrayEquals(
                new double[] {6, 0, 0, 0}, slope(x -> x.cumProd(0, true, false).at(3), 0, 2, 3, 5));
    }

    /** What an exclusive scan leaves out it does not see. */
    @Test
    void whatIsLeftOut() {
        same(Tensor.vector(1, 2, NAN).cumSum(0, true, false), 0, 1, 3);
        same(Tensor.vector(INF, 2, 4).cumProd(0, true, true), 8, 4, 1);
        same(Tensor.zeros(2, 0).cumSum(1, true, false));
        same(Tensor.zeros(0).cumProd(0, true, true));
        same(Tensor.vector(7).cumSum(0, true, true), 0);
    }

    @Test
    void logSumsOfExponentials() {
        double[] x = {0.5, -1, 2, 700, 710, 3, -5};
        double[] expected = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            Tensor front = Tensor.of(x).slice(0, 0, i + 1);
            expected[i] = front.logSumExp().value();
            int last = i;
            double[] softmax = new double[x.length];
            System.arraycopy(front.softmax(0).toArray(), 0, softmax, 0, i + 1);
            assertArrayEquals(softmax, slope(v -> v.logCumSumExp(0).at(last), x), 4e-16);
        }
        assertArrayEquals(expected, Tensor.of(x).logCumSumExp(0).toArray(), 1e-15);
        same(Tensor.vector(-INF, -INF, 2, -INF).logCumSumExp(0), -INF, -INF, 2, 2);
        same(Tensor.vector(3, NAN, 1).logCumSumExp(0).slice(0, 0, 1), 3);
        assertArrayEquals(new double[] {1, 0, 0}, slope(v -> v.logCumSumExp(0).at(0), 3, NAN, 1));
        assertArrayEquals(
                new double[] {0, 0, 1}, slope(v -> v.logCumSumExp(0).at(2), -INF, -INF, 2));
    }
}
