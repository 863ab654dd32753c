package org.cotangent.gradcheck;

import static org.cotangent.Differentiate.directional;
import static org.cotangent.Differentiate.gradient;
import static org.cotangent.Differentiate.hessianVectorProduct;
import static org.cotangent.Differentiate.jvp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Eigenvalues and singular values that are equal, or nearly: derivatives of what is a smooth
 * function of the matrix are right, and others NaN.
 */
class EqualValuesTest {
    private static final Tensor TWO = Tensor.eye(3).mul(2);
    private static final Tensor ANY = Tensor.normal(new Random(1), 3, 3);
    private static final Tensor C = Tensor.of(new double[][] {{1, 2}, {4, 5}});

    /** A function by eigenvalues or singular values, and the same by products of matrices. */
    record Same(String name, UnaryOperator<Tensor> values, UnaryOperator<Tensor> direct) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Tensor symmetric(Tensor x) {
        return x.add(x.transpose()).mul(0.5);
    }

    private static Tensor power(Tensor x, int k) {
        Tensor s = symmetric(x);
        Tensor y = s;
        for (int i = 1; i < k; i++) {
            y = y.matmul(s);
        }
        return Linalg.trace(y);
    }

    static Stream<Same> eigenvalues() {
        return Stream.of(
                new Same("sum", x -> Linalg.eigvalsh(x).sum(), Linalg::trace),
                new Same("squares", x -> Linalg.eigvalsh(x).square().sum(), x -> power(x, 2)),
                new Same("eigh", x -> Linalg.eigh(x).values().pow(4).sum(), x -> power(x, 4)),
                new Same(
                        "square of cubes",
                        x -> Linalg.eigvalsh(x).pow(3).sum().square(),
                        x -> power(x, 3).square()),
                new Same(
                        "determinant",
                        x -> Linalg.eigvalsh(x).prod(),
                        x -> Linalg.det(symmetric(x))),
                new Same(
                        "logarithm of it",
                        x -> Linalg.eigvalsh(x).log().sum(),
                        x -> Linalg.logDet(symmetric(x))),
                new Same(
                        "singular values",
                        x -> Linalg.svdvals(x).square().sum(),
                        x -> x.square().sum()),
                new Same(
                        "fourth powers",
                        x -> Linalg.svdvals(x).pow(4).sum(),
                        x -> x.transpose().matmul(x).square().sum()));
    }

    @ParameterizedTest
    @MethodSource("eigenvalues")
    void sumsOverAllOfThemAreSmooth(Same f) {
        Tensor q = Linalg.qr(Tensor.normal(new Random(2), 4, 4)).q();
        for (double gap : new double[] {0, 1e-15, 1e-13, 1e-9, 1e-7, 1e-5, 1e-3, 0.1}) {
            Tensor w = Tensor.vector(1, 1 + gap, 3, 3 - gap);
            check(f, q.mul(w).matmul(q.transpose()), 1e-9);
        }
        check(f, TWO, 1e-13);
        check(f, Linalg.diag(Tensor.vector(1, 2, 2), 0), 1e-13);
    }

    private static void check(Same f, Tensor x, double tolerance) {
        Tensor k = Tensor.normal(new Random(3), x.shape());
        near(gradient(f.direct).apply(x), gradient(f.values).apply(x), tolerance);
        Tensor second = hessianVectorProduct(f.direct, x, k);
        near(second, hessianVectorProduct(f.values, x, k), tolerance);
        near(second, jvp(gradient(f.values), x, k), tolerance);
        near(directional(f.direct, x, k, 1), directional(f.values, x, k, 1), tolerance);
        near(directional(f.direct, x, k, 2), directional(f.values, x, k, 2), tolerance);
    }

    private static void near(Tensor expected, Tensor actual, double tolerance) {
        double size = Math.max(1, expected.abs().amax().value());
        assertArrayEquals(expected.toArray(), actual.toArray(), tolerance * size);
    }

    @Test
    void zeroSingularValuesOfSmoothFunctions() {
        for (Tensor x :
                new Tensor[] {
                    Tensor.zeros(2, 2), Tensor.ones(2, 2), Tensor.ones(3, 2), Tensor.ones(2, 4)
                }) {
            Tensor k = Tensor.normal(new Random(4), x.shape());
            near(
                    k.mul(2),
                    hessianVectorProduct(y -> Linalg.svdvals(y).square().sum(), x, k),
                    1e-14);
        }
    }

    @Test
    void vectorsOfEqualValuesHaveNoDerivative() {
        // C right: [[1, 3], [3, 5]]; the vectors alone cannot tell
        assertNaN(gradient(EqualValuesTest::byVectors).apply(Tensor.eye(2)));
        assertNaN(
                gradient(
                                x -> {
                                    Linalg.Svd svd = Linalg.svd(x);
                                    return svd.u().matmul(svd.v().transpose()).mul(C).sum();
                                })
                        .apply(Tensor.eye(2)));
        assertNaN(gradient(x -> Linalg.svd(x).u().mul(C).sum()).apply(Tensor.zeros(2, 2)));
        assertArrayEquals(
                new double[] {1, 3, 3, 5},
                gradient(EqualValuesTest::byVectors)
                        .apply(Linalg.diag(Tensor.vector(1, 2), 0))
                        .toArray(),
                1e-15);
    }

    private static Tensor byVectors(Tensor x) {
        Linalg.Eigen e = Linalg.eigh(x);
        return e.vectors()
                .mul(e.values().unsqueeze(-2))
                .matmul(e.vectors().transpose())
                .mul(C)
                .sum();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 12, 30})
    void equalUpToRoundingIsEqual(int n) {
        Tensor q = Linalg.qr(Tensor.normal(new Random(n), n, n)).q();
        double[] w = new double[n];
        Arrays.setAll(w, i -> i < 2 ? 1 : i + 1);
        Tensor x = q.mul(Tensor.of(w)).matmul(q.transpose());
        Tensor k = Tensor.normal(new Random(5), n, n);
        assertNaN(gradient(y -> Linalg.eigh(y).vectors().mul(k).sum()).apply(x));
        assertNaN(gradient(y -> Linalg.svd(y).u().mul(k).sum()).apply(x));
    }

    @Test
    void smallValuesThatAGradedMatrixTellsApart() {
        Tensor x = Linalg.diag(Tensor.vector(1, 2e-20, 1e-20), 0);
        Tensor g = gradient(y -> Linalg.eigh(y).vectors().mul(ANY).sum()).apply(x);
        // (M_ij - M_ji) / 2 / (w_j - w_i) for the vectors e2, e1, e0 of ascending values
        double m = ANY.get(1, 0) - ANY.get(2, 1);
        assertEquals(m / 2 / (1e-20 - 2e-20), g.get(1, 2), 1e-8 * Math.abs(g.get(1, 2)));
    }

    @Test
    void aVectorOfAValueOnItsOwn() {
        Tensor x = Linalg.diag(Tensor.vector(1, 1, 2), 0);
        Tensor a = Tensor.vector(1, 2, 3).unsqueeze(1);
        Tensor g = gradient(y -> Linalg.eigh(y).vectors().slice(1, 2, 3).mul(a).sum()).apply(x);
        assertArrayEquals(new double[] {0, 0, 0.5, 0, 0, 1, 0.5, 1, 0}, g.toArray(), 1e-15);
    }

    @Test
    void whatIsNotSmoothHasNoSecondDerivative() {
        Tensor i = Tensor.eye(2);
        UnaryOperator<Tensor> largest = x -> Linalg.eigvalsh(x).slice(0, 1, 2).sum();
        assertNaN(hessianVectorProduct(largest, i, C));
        UnaryOperator<Tensor> sizes = x -> Linalg.svdvals(x).sum();
        assertNaN(hessianVectorProduct(sizes, Tensor.ones(2, 2), C));
        assertNaN(hessianVectorProduct(sizes, Tensor.zeros(2, 2), C));
        // how the slopes vary with the values is out of sight here
        UnaryOperator<Tensor> hidden =
                x -> Differentiate.checkpoint(Linalg::eigvalsh, x).square().sum();
        assertNaN(hessianVectorProduct(hidden, i, C));
    }

    @Test
    void matricesOfABatch() {
        Tensor q = Linalg.qr(Tensor.normal(new Random(2), 3, 3)).q();
        Tensor x = Tensor.stack(0, TWO, ANY, q.mul(Tensor.vector(1, 1, 4)).matmul(q.transpose()));
        Tensor k = Tensor.normal(new Random(3), 3, 3, 3);
        // all matrices meet in a product
        UnaryOperator<Tensor> values =
                y ->
                        Linalg.eigvalsh(y)
                                .pow(3)
                                .sum()
                                .mul(Linalg.eigvalsh(y).square().sum(-1).prod());
        UnaryOperator<Tensor> direct =
                y -> {
                    Tensor s = symmetric(y);
                    Tensor square = s.matmul(s);
                    Tensor sums = Linalg.trace(square);
                    return Linalg.trace(square.matmul(s)).sum().mul(sums.prod());
                };
        near(gradient(direct).apply(x), gradient(values).apply(x), 1e-13);
        UnaryOperator<Tensor> alone = y -> Linalg.eigvalsh(y).square().sum(-1).prod();
        UnaryOperator<Tensor> traces = y -> Linalg.trace(symmetric(y).matmul(symmetric(y))).prod();
        near(hessianVectorProduct(traces, x, k), hessianVectorProduct(alone, x, k), 1e-13);
        // two decompositions of one matrix hide from each other
        assertNaN(hessianVectorProduct(values, x, k));
    }

    @Test
    void columnsThatDependOnOthers() {
        Tensor x = Tensor.normal(new Random(6), 4, 2);
        Tensor dependent = Tensor.concat(1, x, x.matmul(Tensor.of(new double[][] {{0.3}, {0.7}})));
        Tensor w = Tensor.normal(new Random(7), 4, 3);
        assertNaN(gradient(y -> Linalg.qr(y).q().mul(w).sum()).apply(dependent));
    }

    @Test
    void thirdDerivativesAreRightOrNaN() {
        Tensor q = Linalg.qr(Tensor.normal(new Random(2), 4, 4)).q();
        Tensor k = Tensor.normal(new Random(3), 4, 4);
        UnaryOperator<Tensor> cubes = x -> Linalg.eigvalsh(x).pow(3).sum();
        double third = directional(x -> power(x, 3), q, k, 3).value();
        for (double gap : new double[] {0, 1e-15, 1e-10, 1e-6, 1e-3}) {
            Tensor w = Tensor.vector(1, 1 + gap, 3, 3 - gap);
            Tensor x = q.mul(w).matmul(q.transpose());
            double d = directional(cubes, x, k, 3).value();
            assertTrue(
                    Double.isNaN(d) || Math.abs(d - third) < 1e-4 * Math.abs(third),
                    () -> "gap " + gap + ": " + d + " for " + third);
        }
    }

    /** Also where much is exactly 0 and no rounding gives it away. */
    @Test
    void higherDerivativesAtTheIdentityAreRightOrNaN() {
        Tensor i = Tensor.eye(2);
        double[][][] directions = {
            {{0, 1}, {1, 0}},
            {{1, 0}, {0, -1}},
            {{1, 1}, {1, -1}},
            {{1, 0}, {0, 0}},
            {{1, 2}, {2, -1}}
        };
        for (double[][] direction : directions) {
            Tensor k = Tensor.of(direction);
            for (int order = 1; order <= 4; order++) {
                double expected = directional(x -> power(x, 4), i, k, order).value();
                for (Tensor d :
                        new Tensor[] {
                            directional(x -> Linalg.eigvalsh(x).pow(4).sum(), i, k, order),
                            directional(x -> Linalg.svdvals(x).pow(4).sum(), i, k, order)
                        }) {
                    if (order < 3 || !Double.isNaN(d.value())) {
                        assertEquals(expected, d.value(), 1e-12 * (1 + Math.abs(expected)));
                    }
                }
            }
        }
    }

    @Test
    void nuclearNormWhereSingularValuesAreEqual() {
        UnaryOperator<Tensor> norm = x -> Linalg.matrixNorm(x, Linalg.MatrixNorm.NUCLEAR);
        near(Tensor.eye(3), gradient(norm).apply(TWO), 1e-15);
        // at c I the derivative of the gradient along K is (K - Kᵀ) / (2 c)
        Tensor expected = ANY.sub(ANY.transpose()).div(4);
        near(expected, hessianVectorProduct(norm, TWO, ANY), 1e-14);
        near(expected, jvp(gradient(norm), TWO, ANY), 1e-14);
        // the subgradient of least norm, and no second derivative
        near(Tensor.full(0.5, 2, 2), gradient(norm).apply(Tensor.ones(2, 2)), 1e-15);
        assertNaN(hessianVectorProduct(norm, Tensor.ones(2, 2), C));
    }

    private static void assertNaN(Tensor x) {
        assertTrue(
                Arrays.stream(x.toArray()).anyMatch(v -> !(Math.abs(v) < Double.POSITIVE_INFINITY)),
                () -> "a number where there is no derivative: " + x);
    }
}
