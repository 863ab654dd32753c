package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.linalg.Linalg.Svd;
import org.junit.jupiter.api.Test;

/** Angles and distances of vectors, and bases that are completed. */
class VectorsTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static double[] slope(UnaryOperator<Tensor> f, double... at) {
        Tensor x = Tensor.variable(at);
        return f.apply(x).backward().of(x).toArray();
    }

    private static Tensor cosine(Tensor a, Tensor b) {
        return Linalg.cosineSimilarity(a, b, 0, 1e-8);
    }

    @Test
    void cosines() {
        assertEquals(0.6, cosine(Tensor.vector(2, 0), Tensor.vector(3, 4)).value(), 1e-16);
        // lengths whose product no double holds
        Tensor large = Tensor.vector(3e200, 4e200);
        assertEquals(1, cosine(large, large).value(), 1e-15);
        assertEquals(0.6, cosine(large, Tensor.vector(1, 0)).value(), 1e-15);
        // at 0 a constant divides
        Tensor b = Tensor.vector(3, 4);
        assertEquals(0, cosine(Tensor.zeros(2), b).value());
        assertArrayEquals(new double[] {0.6e8, 0.8e8}, slope(x -> cosine(x, b), 0, 0), 1e-6);
        // they broadcast
        Tensor rows = Tensor.of(new double[][] {{1, 0}, {0, 2}, {1, 1}});
        assertArrayEquals(
                new double[] {0.6, 0.8, 1.4 / Math.sqrt(2)},
                Linalg.cosineSimilarity(rows, b, -1, 0).toArray(),
                1e-15);
        assertThrows(IllegalArgumentException.class, () -> Linalg.cosineSimilarity(rows, b, 1, -1));
    }

    private static Tensor distance(Tensor a, double p) {
        return Linalg.pairwiseDistance(a, Tensor.vector(1, 1), Axes.all(), p, 0);
    }

    @Test
    void distances() {
        Tensor a = Tensor.vector(4, -3);
        assertEquals(7, distance(a, 1).value());
        assertEquals(5, distance(a, 2).value());
        assertEquals(Math.cbrt(27 + 64), distance(a, 3).value(), 1e-15);
        assertEquals(4, distance(a, INF).value());
        // at distance 0 the slope of least norm
        for (double p : new double[] {1, 1.5, 2, 3, INF}) {
            assertArrayEquals(new double[2], slope(x -> distance(x, p), 1, 1), "p " + p);
        }
        assertArrayEquals(
                new int[] {3, 1},
                Linalg.pairwiseDistance(Tensor.zeros(3, 2), Tensor.ones(2), Axes.keep(-1), 2, 1e-6)
                        .shape());
        assertThrows(IllegalArgumentException.class, () -> distance(a, 0.5));
    }

    /** What stands above the diagonal of the factor is not read. */
    @Test
    void choleskySolveReadsATriangle() {
        Tensor l = Tensor.variable(new double[][] {{2, Double.NaN}, {1, 3}});
        Tensor x = Linalg.choleskySolve(l, Tensor.vector(8, 14));
        // of [[4, 2], [2, 10]]
        assertArrayEquals(new double[] {13.0 / 9, 10.0 / 9}, x.toArray(), 1e-15);
        assertEquals(0, x.sum().backward().of(l).get(0, 1));
        assertThrows(
                IllegalArgumentException.class,
                () -> Linalg.choleskySolve(Tensor.eye(2), Tensor.vector(1, 2, 3)));
    }

    @Test
    void fullBases() {
        Random random = new Random(1);
        for (int[] shape : new int[][] {{5, 2}, {2, 5}, {3, 3}, {4, 1}, {3, 0}, {2, 6, 2}}) {
            Tensor a = Tensor.normal(random, shape);
            Svd full = Linalg.fullSvd(a);
            int m = a.size(-2);
            int n = a.size(-1);
            orthonormal(full.u(), m);
            orthonormal(full.v(), n);
            Tensor thin = Linalg.svd(a).u();
            assertArrayEquals(
                    thin.toArray(), full.u().slice(-1, 0, Math.min(m, n)).toArray(), "thin part");
        }
    }

    private static void orthonormal(Tensor q, int n) {
        assertEquals(n, q.size(-1));
        assertEquals(n, q.size(-2));
        Tensor apart = q.transpose().matmul(q).sub(Tensor.eye(n)).abs();
        assertTrue(apart.lt(1e-14).all().value() == 1, apart::toString);
    }

    @Test
    void whatCompletesHasNoDerivative() {
        Tensor a = Tensor.variable(new double[] {1, 2, 2, 3, 0, 1}, 2, 3, 1);
        Tensor first = Tensor.vector(1, 0).reshape(2, 1, 1);
        Tensor u = Linalg.fullSvd(a).u();
        Tensor rest = Tensor.where(first, u.slice(-1, 1, 3), Tensor.of(0));
        double[] slope = rest.sum().backward().of(a).toArray();
        assertTrue(Arrays.stream(slope).limit(3).allMatch(Double::isNaN));
        assertArrayEquals(new double[3], Arrays.copyOfRange(slope, 3, 6));
        double[] thin = u.slice(-1, 0, 1).sum().backward().of(a).toArray();
        assertTrue(Arrays.stream(thin).allMatch(Double::isFinite));
    }
}
