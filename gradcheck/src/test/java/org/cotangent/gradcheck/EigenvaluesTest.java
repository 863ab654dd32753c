package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.linalg.Linalg.Eigenvalues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Derivatives of eigenvalues of general matrices, and where they have none. */
class EigenvaluesTest {
    private static final Tensor ALONG = Tensor.of(new double[][] {{1, -1}, {2, 3}});

    /** Σ Re λ³, which is the trace of A³. */
    private static Tensor cubes(Tensor a) {
        Eigenvalues z = Linalg.eigvals(a);
        return z.re().pow(3).sub(z.re().mul(z.im().square()).mul(3)).sum();
    }

    private static Tensor traceOfCube(Tensor a) {
        return Linalg.trace(a.matmul(a).matmul(a)).sum();
    }

    /** To order 4, backward and forward, of real eigenvalues and pairs. */
    @Test
    void agreesWithThePolynomial() {
        Random random = new Random(1);
        double[][] apart = {
            {1, 2, 0, 0, 0}, {-2, 1, 0, 0, 0}, {0, 0, 4, 0, 0}, {0, 0, 0, -2, 1}, {0, 0, 0, -1, -2}
        };
        Tensor a = Tensor.of(apart).add(Tensor.normal(random, 2, 5, 5).mul(0.3));
        Tensor v = Tensor.normal(random, 2, 5, 5);
        UnaryOperator<Tensor> f = EigenvaluesTest::cubes;
        UnaryOperator<Tensor> g = EigenvaluesTest::traceOfCube;
        for (int order = 0; order <= 4; order++) {
            double[] expected = g.apply(a).toArray();
            double scale = Arrays.stream(expected).map(Math::abs).max().orElse(0);
            assertArrayEquals(
                    expected, f.apply(a).toArray(), 1e-13 * (1 + scale), "order " + order);
            UnaryOperator<Tensor> before = f;
            UnaryOperator<Tensor> polynomial = g;
            if (order % 2 == 0) {
                f = x -> Differentiate.gradient(y -> before.apply(y).sum()).apply(x);
                g = x -> Differentiate.gradient(y -> polynomial.apply(y).sum()).apply(x);
            } else {
                f = x -> Differentiate.jvp(before, x, v);
                g = x -> Differentiate.jvp(polynomial, x, v);
            }
        }
    }

    /** Of a triangle eigenvalues move with the diagonal, by w v of each. */
    @Test
    void triangles() {
        Tensor a = Tensor.variable(new double[][] {{1, 5}, {0, 3}});
        Tensor first = Linalg.eigvals(a).re().at(0);
        // w = (1, -5/2), v = (1, 0)
        assertArrayEquals(new double[] {1, 0, -2.5, 0}, first.backward().of(a).toArray(), 1e-15);
        Tensor im = Linalg.eigvals(a).im().at(0);
        assertArrayEquals(new double[4], im.backward().of(a).toArray());
    }

    @Test
    void whatEqualsAnotherHasNone() {
        double[][][] all = {{{2, 0}, {0, 2}}, {{2, 1}, {0, 2}}, {{0, 0}, {0, 0}}};
        for (double[][] matrix : all) {
            Tensor a = Tensor.variable(matrix);
            double[] slope = Linalg.eigvals(a).re().at(0).backward().of(a).toArray();
            assertTrue(Arrays.stream(slope).allMatch(Double::isNaN), Arrays.toString(slope));
            UnaryOperator<Tensor> f = x -> Linalg.eigvals(x).re();
            double[] along = Differentiate.jvp(f, Tensor.of(matrix), ALONG).toArray();
            assertTrue(Double.isNaN(along[0]) && Double.isNaN(along[1]), Arrays.toString(along));
        }
    }

    /** One that is alone beside two that are not. */
    @Test
    void oneAlone() {
        Tensor a = Tensor.variable(new double[][] {{2, 1, 0}, {0, 2, 0}, {3, 0, 7}});
        Tensor alone = Linalg.eigvals(a).re().at(2);
        assertEquals(7, alone.value(), 1e-14);
        // (w - 7) a = 0 for w = (3/5, 3/25, 1)
        assertArrayEquals(
                new double[] {0, 0, 0.6, 0, 0, 0.12, 0, 0, 1},
                alone.backward().of(a).toArray(),
                1e-15);
    }

    /** What a mask discards of a batch sends nothing back. */
    @Test
    void discardedMatrices() {
        double nan = Double.NaN;
        Tensor a = Tensor.variable(new double[] {nan, 1, 2, 3, 1, 0, 0, 1, 0, -2, 2, 0}, 3, 2, 2);
        Tensor last = Tensor.vector(0, 0, 1).reshape(3, 1);
        UnaryOperator<Tensor> f =
                x -> Tensor.where(last, Linalg.eigvals(x).im().square(), Tensor.of(0)).sum();
        assertEquals(8, f.apply(a).value(), 1e-14);
        double[] slope = f.apply(a).backward().of(a).toArray();
        // -2 the determinant's cofactors, as the trace is 0
        double[] expected = {0, 0, 0, 0, 0, 0, 0, 0, 0, -4, 4, 0};
        assertArrayEquals(expected, slope, 1e-14);
        Tensor v = Tensor.ones(3, 2, 2);
        double[] second = Differentiate.hessianVectorProduct(f, a, v).toArray();
        double[] kept =
                Differentiate.hessianVectorProduct(
                                x -> Linalg.eigvals(x).im().square().sum(),
                                Tensor.of(new double[][] {{0, -2}, {2, 0}}),
                                Tensor.ones(2, 2))
                        .toArray();
        assertArrayEquals(new double[8], Arrays.copyOf(second, 8));
        assertArrayEquals(kept, Arrays.copyOfRange(second, 8, 12), 1e-14);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-200, 1e-100, 1e100, 1e200})
    void anyScale(double scale) {
        Tensor a = Tensor.of(new double[][] {{1, 2, 0}, {-3, 0.5, 1}, {0, 2, -1}});
        UnaryOperator<Tensor> f = x -> Linalg.eigvals(x).re().slice(0, 0, 2);
        Tensor expected = Differentiate.jacobian(f, a);
        Tensor actual = Differentiate.jacobian(f, a.mul(scale));
        assertArrayEquals(expected.toArray(), actual.toArray(), 1e-14);
        UnaryOperator<Tensor> g = x -> Linalg.eigvals(x).im().sum();
        assertEquals(0, g.apply(a.mul(scale)).value());
    }
}
