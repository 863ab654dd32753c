package org.cotangent.gradcheck;

import static org.cotangent.Differentiate.gradient;
import static org.cotangent.Differentiate.hessianVectorProduct;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Decompositions of matrices far from size 1: what does not depend on the scale s of a matrix has
 * slopes in proportion to 1 / s, and second derivatives to 1 / s².
 */
class ScalesOfMatricesTest {
    private static final Tensor TALL = Tensor.normal(new Random(7), 4, 3);
    private static final Tensor SQUARE = Tensor.normal(new Random(9), 4, 4);
    private static final Tensor DEFINITE = SQUARE.matmul(SQUARE.transpose()).add(Tensor.eye(4));
    private static final Tensor W = Tensor.normal(new Random(8), 4, 4);
    private static final Tensor Q = W.slice(1, 0, 3);
    private static final Tensor P = W.slice(1, 0, 3).slice(0, 0, 3);

    /** A function that grows in proportion to a power of the scale. */
    record Scaled(String name, Tensor at, int power, UnaryOperator<Tensor> f) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Scaled> functions() {
        Tensor n = Tensor.vector(1, 2, 3);
        return Stream.of(
                new Scaled("svd u", TALL, 0, x -> Linalg.svd(x).u().mul(Q).sum()),
                new Scaled("svd v", TALL, 0, x -> Linalg.svd(x).v().mul(P).sum()),
                new Scaled("wide u", TALL.transpose(), 0, x -> Linalg.svd(x).u().mul(P).sum()),
                new Scaled("wide v", TALL.transpose(), 0, x -> Linalg.svd(x).v().mul(Q).sum()),
                new Scaled("svd values", TALL, 1, x -> Linalg.svd(x).values().mul(n).sum()),
                new Scaled("svdvals", TALL, 1, x -> Linalg.svdvals(x).mul(n).sum()),
                new Scaled("eigh", SQUARE, 0, x -> Linalg.eigh(x).vectors().mul(W).sum()),
                new Scaled(
                        "eigvalsh", SQUARE, 1, x -> Linalg.eigvalsh(x).mul(W.slice(0, 0, 1)).sum()),
                new Scaled("condition", TALL, 0, ScalesOfMatricesTest::condition),
                new Scaled("nuclear", TALL, 1, x -> norm(x, Linalg.MatrixNorm.NUCLEAR)),
                new Scaled("spectral", TALL, 1, x -> norm(x, Linalg.MatrixNorm.SPECTRAL)),
                new Scaled("least", TALL, 1, x -> norm(x, Linalg.MatrixNorm.LEAST_SINGULAR)),
                new Scaled("qr q", TALL, 0, x -> Linalg.qr(x).q().mul(Q).sum()),
                new Scaled("qr r", TALL, 1, x -> Linalg.qr(x).r().mul(P).sum()),
                new Scaled("log det", SQUARE, 0, x -> Linalg.signLogDet(x).logAbs()),
                new Scaled("solve", SQUARE, -1, x -> Linalg.solve(x, W).mul(W).sum()),
                new Scaled("inverse", SQUARE, -1, x -> Linalg.inverse(x).mul(W).sum()));
    }

    private static Tensor norm(Tensor x, Linalg.MatrixNorm which) {
        return Linalg.matrixNorm(x, which);
    }

    private static Tensor condition(Tensor x) {
        Tensor s = Linalg.svdvals(x);
        return s.slice(0, 0, 1).div(s.slice(0, 2, 3)).sum();
    }

    @ParameterizedTest
    @MethodSource("functions")
    void slopesScale(Scaled scaled) {
        UnaryOperator<Tensor> f = scaled.f;
        Tensor x = scaled.at;
        Tensor k = Tensor.normal(new Random(3), x.shape());
        Tensor slope = gradient(f).apply(x);
        Tensor second = hessianVectorProduct(f, x, k);
        for (int exponent : new int[] {-995, -548, -515, -300, 300, 512, 565, 995}) {
            double s = Math.scalb(1.0, exponent);
            int back = (1 - scaled.power) * exponent;
            if (Math.abs(back) > 1000) {
                continue; // the slopes themselves leave the range
            }
            near(slope, gradient(f).apply(x.mul(s)), back);
            near(second, hessianVectorProduct(f, x.mul(s), k.mul(s)), back);
        }
    }

    /** Compares after a multiplication by a power of two. */
    private static void near(Tensor expected, Tensor actual, int exponent) {
        double size = expected.abs().amax().value();
        for (int i = 0; i < expected.size(); i++) {
            double scaled = Math.scalb(actual.toArray()[i], exponent);
            assertEquals(expected.toArray()[i], scaled, 1e-11 * size, () -> "by 2^" + exponent);
        }
    }

    @Test
    void aDeterminantOutOfRangeHasItsCofactors() {
        for (int exponent : new int[] {300, -300}) {
            double s = Math.scalb(1.0, exponent);
            Tensor g = gradient(Linalg::det).apply(DEFINITE.mul(s));
            Tensor expected = gradient(Linalg::det).apply(DEFINITE);
            near(expected, g, -3 * exponent);
        }
    }
}
