package org.cotangent.gradcheck;

import static org.cotangent.Differentiate.directional;
import static org.cotangent.Differentiate.gradient;
import static org.cotangent.Differentiate.hessianVectorProduct;
import static org.cotangent.Differentiate.jvp;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Functions of matrices, polar factors and pseudo-inverses, above all where values are equal. */
class MatrixFunctionsTest {
    private static final Tensor H = Tensor.normal(new Random(1), 3, 3);
    private static final Tensor W = Tensor.normal(new Random(2), 3, 3);
    private static final Tensor S = symmetric(H);

    private static Tensor symmetric(Tensor x) {
        return x.add(x.transpose()).mul(0.5);
    }

    private static void near(Tensor expected, Tensor actual, double tolerance) {
        double size = Math.max(1, expected.abs().amax().value());
        assertArrayEquals(expected.toArray(), actual.toArray(), tolerance * size);
    }

    /** A function with its first two derivatives at 2. */
    record Scalar(
            String name, UnaryOperator<Tensor> matrix, double value, double first, double second) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Scalar> functions() {
        double r = Math.sqrt(2);
        double e = Math.exp(2);
        return Stream.of(
                new Scalar("sqrtm", Linalg::sqrtm, r, 0.5 / r, -0.125 / r),
                new Scalar("rsqrtm", Linalg::rsqrtm, 1 / r, -0.25 / r, 0.1875 / r),
                new Scalar("logm", Linalg::logm, Math.log(2), 0.5, -0.25),
                new Scalar("exp", x -> of(x, Tensor::exp), e, e, e),
                new Scalar("expm", x -> Linalg.expm(symmetric(x)), e, e, e),
                new Scalar("square", x -> of(x, Tensor::square), 4, 4, 2),
                new Scalar("reciprocal", x -> of(x, Tensor::reciprocal), 0.5, -0.25, 0.25),
                new Scalar("itself", x -> of(x, y -> y), 2, 1, 0),
                new Scalar("constant", x -> of(x, y -> y.mul(0).add(7)), 7, 0, 0));
    }

    private static Tensor of(Tensor x, UnaryOperator<Tensor> f) {
        return Linalg.symmetricFunction(x, f);
    }

    /** At c I the derivative along H is f' H, the second one f'' H². */
    @ParameterizedTest
    @MethodSource("functions")
    void atMultiplesOfTheIdentity(Scalar f) {
        Tensor x = Tensor.eye(3).mul(2);
        UnaryOperator<Tensor> weighted = y -> f.matrix.apply(y).mul(W).sum();
        near(Tensor.eye(3).mul(f.value), f.matrix.apply(x), 1e-15);
        near(symmetric(W).mul(f.first), gradient(weighted).apply(x), 1e-15);
        near(S.mul(f.first), jvp(f.matrix, x, H), 1e-15);
        near(S.matmul(S).mul(f.second), directional(f.matrix, x, H, 2), 1e-14);
        Tensor both = S.matmul(symmetric(W)).add(symmetric(W).matmul(S)).mul(f.second / 2);
        near(both, hessianVectorProduct(weighted, x, H), 1e-14);
        near(both, jvp(gradient(weighted), x, H), 1e-14);
    }

    /** The case that eigenvectors get wrong: [[1, 3], [3, 5]] for f = identity. */
    @Test
    void theIdentityAtTheIdentity() {
        Tensor c = Tensor.of(new double[][] {{1, 2}, {4, 5}});
        Tensor g = gradient(x -> of(x, y -> y).mul(c).sum()).apply(Tensor.eye(2));
        assertArrayEquals(new double[] {1, 3, 3, 5}, g.toArray());
    }

    /** Cubes and inverses by products, to third order, at every kind of gap. */
    @Test
    void asByProductsAtEveryGap() {
        Tensor q = Linalg.qr(Tensor.normal(new Random(4), 4, 4)).q();
        Tensor k = Tensor.normal(new Random(5), 4, 4);
        Tensor w = Tensor.normal(new Random(6), 4, 4);
        UnaryOperator<Tensor> cube = x -> of(x, y -> y.pow(3)).mul(w).sum();
        UnaryOperator<Tensor> inverse = x -> of(x, Tensor::reciprocal).mul(w).sum();
        UnaryOperator<Tensor> product =
                x -> symmetric(x).matmul(symmetric(x)).matmul(symmetric(x)).mul(w).sum();
        UnaryOperator<Tensor> solved = x -> Linalg.inverse(symmetric(x)).mul(w).sum();
        for (double gap : new double[] {0, 1e-16, 1e-15, 1e-12, 1e-8, 1e-5, 1e-3, 0.1, 0.9}) {
            Tensor values = Tensor.vector(1, 1 + gap, 3, 3 - gap);
            Tensor x = q.mul(values).matmul(q.transpose());
            for (int order = 1; order <= 3; order++) {
                near(directional(product, x, k, order), directional(cube, x, k, order), 1e-12);
                near(directional(solved, x, k, order), directional(inverse, x, k, order), 1e-12);
            }
            near(hessianVectorProduct(product, x, k), hessianVectorProduct(cube, x, k), 1e-12);
            near(hessianVectorProduct(solved, x, k), hessianVectorProduct(inverse, x, k), 1e-12);
        }
    }

    @Test
    void theSumOfAFunctionOverEigenvalues() {
        UnaryOperator<Tensor> sum = x -> Linalg.trace(of(x, Tensor::log));
        near(S.mul(-0.25), hessianVectorProduct(sum, Tensor.eye(3).mul(2), H), 1e-15);
        near(
                Tensor.of(-0.25 * S.square().sum().value()),
                directional(sum, Tensor.eye(3).mul(2), H, 2),
                1e-14);
    }

    @Test
    void rootsOfSemidefiniteMatrices() {
        Tensor ones = Tensor.ones(3, 3);
        near(ones.div(Math.sqrt(3)), Linalg.sqrtm(ones), 1e-15);
        assertTrue(Double.isNaN(Linalg.sqrtm(Tensor.eye(2).neg()).get(0, 0)));
        assertNotFinite(gradient(x -> Linalg.sqrtm(x).sum()).apply(Tensor.zeros(2, 2)));
    }

    /** A function with kinks apart from the eigenvalues: projectors, to second order. */
    @Test
    void projectors() {
        UnaryOperator<Tensor> step = y -> y.gt(1.5);
        Tensor x = Linalg.diag(Tensor.vector(1, 1, 3), 0);
        Tensor p = of(x, step);
        near(Linalg.diag(Tensor.vector(0, 0, 1), 0), p, 0);
        // v vᵀ of the vector of 3: (3 - A)⁺ dA P and its transpose
        Tensor expected = Linalg.diag(Tensor.vector(0.5, 0.5, 0), 0).matmul(S).matmul(p);
        near(expected.add(expected.transpose()), jvp(y -> of(y, step), x, H), 1e-15);
    }

    @Test
    void theExponentialOfAnyMatrix() {
        // exp of a rotation's generator, and of a nilpotent matrix
        double a = 2.5;
        Tensor j = Tensor.of(new double[][] {{0, -1}, {1, 0}});
        double[] rotation = {Math.cos(a), -Math.sin(a), Math.sin(a), Math.cos(a)};
        assertArrayEquals(rotation, Linalg.expm(j.mul(a)).toArray(), 1e-15);
        double[] turned = {-Math.sin(a), -Math.cos(a), Math.cos(a), -Math.sin(a)};
        assertArrayEquals(turned, jvp(Linalg::expm, j.mul(a), j).toArray(), 1e-15);
        Tensor far = Tensor.of(new double[][] {{1, 1e6}, {0, -1}});
        assertEquals(1175201.1936438014, Linalg.expm(far).get(0, 1), 1e-8);
        // at 0 the second derivative along H is H², the third H³
        Tensor zero = Tensor.zeros(3, 3);
        near(H.matmul(H), directional(Linalg::expm, zero, H, 2), 1e-14);
        near(H.matmul(H).matmul(H), directional(Linalg::expm, zero, H, 3), 1e-14);
        // Tr exp: the gradient is the transposed exponential
        Tensor g = gradient(x -> Linalg.trace(Linalg.expm(x))).apply(W);
        near(Linalg.expm(W).transpose(), g, 1e-14);
        near(
                jvp(Linalg::expm, W, H).transpose(),
                hessianVectorProduct(x -> Linalg.trace(Linalg.expm(x)), W, H),
                1e-14);
    }

    @Test
    void polarFactorsOfEqualSingularValues() {
        near(
                W.sub(W.transpose()).div(4),
                gradient(x -> Linalg.polarFactor(x).mul(W).sum()).apply(Tensor.eye(3).mul(2)),
                1e-15);
        Tensor tall = Linalg.qr(Tensor.normal(new Random(7), 4, 2)).q().mul(3);
        Tensor weights = Tensor.normal(new Random(8), 4, 2);
        Tensor k = Tensor.normal(new Random(9), 4, 2);
        UnaryOperator<Tensor> polar = x -> Linalg.polarFactor(x).mul(weights).sum();
        UnaryOperator<Tensor> byRoot =
                x -> x.matmul(Linalg.rsqrtm(x.transpose().matmul(x))).mul(weights).sum();
        for (Tensor x : new Tensor[] {tall, tall.mul(Tensor.vector(1, 1 + 1e-12)), weights}) {
            for (int order = 0; order <= 3; order++) {
                near(directional(byRoot, x, k, order), directional(polar, x, k, order), 1e-13);
            }
            near(hessianVectorProduct(byRoot, x, k), hessianVectorProduct(polar, x, k), 1e-13);
            UnaryOperator<Tensor> wide = y -> polar.apply(y.transpose());
            Tensor expected = hessianVectorProduct(byRoot, x, k).transpose();
            near(expected, hessianVectorProduct(wide, x.transpose(), k.transpose()), 1e-13);
        }
    }

    @Test
    void withoutFullRankThePolarFactorJumps() {
        Tensor x = Linalg.diag(Tensor.vector(2, 0), 0);
        near(Linalg.diag(Tensor.vector(1, 0), 0), Linalg.polarFactor(x), 0);
        assertNotFinite(gradient(y -> Linalg.polarFactor(y).sum()).apply(x));
        assertNotFinite(gradient(y -> Linalg.pinv(y).sum()).apply(x));
        near(Linalg.diag(Tensor.vector(0.5, 0), 0), Linalg.pinv(x), 0);
    }

    @Test
    void discardedMatrices() {
        MaskedMatricesTest.check(Linalg::polarFactor);
        MaskedMatricesTest.check(Linalg::pinv);
        MaskedMatricesTest.check(Linalg::sqrtm);
        MaskedMatricesTest.check(Linalg::logm);
        MaskedMatricesTest.check(Linalg::rsqrtm);
        MaskedMatricesTest.check(Linalg::expm);
        MaskedMatricesTest.check(x -> of(x, Tensor::exp));
    }

    @Test
    void refusals() {
        Tensor x = Tensor.eye(2).asVariable();
        Tensor outside = Tensor.variable(2);
        refused("alone", () -> of(x, y -> y.softmax(0)));
        refused("shape", () -> of(x, Tensor::sum));
        refused("variables", () -> of(x, y -> y.mul(outside)));
        refused("square", () -> Linalg.expm(Tensor.zeros(2, 3)));
        refused("square", () -> Linalg.sqrtm(Tensor.zeros(2)));
        refused("polarFactor", () -> Linalg.polarFactor(Tensor.zeros(2)));
        refused("pinv", () -> Linalg.pinv(Tensor.of(1)));
        refused("as many rows", () -> Linalg.lstsq(Tensor.ones(3, 2), Tensor.ones(2)));
    }

    private static void refused(String word, Runnable code) {
        RuntimeException e = assertThrows(RuntimeException.class, code::run);
        assertTrue(e.getMessage().contains(word), e::toString);
    }

    private static void assertNotFinite(Tensor x) {
        assertTrue(
                Arrays.stream(x.toArray()).anyMatch(v -> !(Math.abs(v) < Double.POSITIVE_INFINITY)),
                () -> "a number where there is no derivative: " + x);
    }
}
