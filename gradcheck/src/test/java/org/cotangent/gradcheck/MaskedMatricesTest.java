package org.cotangent.gradcheck;

import static org.cotangent.Differentiate.gradient;
import static org.cotangent.Differentiate.hessianVectorProduct;
import static org.cotangent.Differentiate.jvp;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Batches with a matrix that a mask discards: whatever it holds, nothing throws and the derivatives
 * of the others are as without it.
 */
class MaskedMatricesTest {
    private static final Tensor B = Tensor.normal(new Random(1), 3, 3, 2);

    record Masked(String name, UnaryOperator<Tensor> op) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Masked> operations() {
        return Stream.of(
                new Masked("signLogDet", x -> matrices(Linalg.signLogDet(x).logAbs())),
                new Masked("logDet", x -> matrices(Linalg.logDet(x))),
                new Masked("det", x -> matrices(Linalg.det(x))),
                new Masked("solve", x -> Linalg.solve(x, B)),
                new Masked("solve, one right side", x -> Linalg.solve(x, B.slice(0, 0, 1))),
                new Masked("solveTriangular", x -> Linalg.solveTriangular(x, B, true)),
                new Masked("inverse", Linalg::inverse),
                new Masked("cholesky", Linalg::cholesky),
                new Masked("qr q", x -> Linalg.qr(x).q()),
                new Masked("qr r", x -> Linalg.qr(x).r()),
                new Masked("eigvalsh", x -> Linalg.eigvalsh(x).unsqueeze(-1)),
                new Masked("eigh", x -> Linalg.eigh(x).vectors()),
                new Masked("svd u", x -> Linalg.svd(x).u()),
                new Masked("svd v", x -> Linalg.svd(x).v()),
                new Masked("svdvals", x -> Linalg.svdvals(x).unsqueeze(-1)),
                new Masked("nuclear", MaskedMatricesTest::nuclear),
                new Masked("det of order 4", x -> matrices(Linalg.det(bordered(x)))),
                new Masked("pinv", Linalg::pinv),
                new Masked("pinv, wide", x -> Linalg.pinv(x.slice(1, 0, 2))),
                new Masked("polarFactor", Linalg::polarFactor),
                new Masked("lstsq", x -> Linalg.lstsq(x, B)),
                new Masked("lstsq, wide", x -> Linalg.lstsq(x.slice(1, 0, 2), B.slice(1, 0, 2))),
                new Masked("right sides of solve", x -> Linalg.solve(first(x), x)),
                new Masked("of solveTriangular", x -> Linalg.solveTriangular(first(x), x, true)),
                new Masked("of lstsq", x -> Linalg.lstsq(first(x), x)));
    }

    /** A matrix that varies too, beside right-hand sides that do. */
    private static Tensor first(Tensor x) {
        return x.slice(0, 0, 1).add(Tensor.eye(3));
    }

    private static Tensor bordered(Tensor x) {
        Tensor wide = x.pad(new int[][] {{0, 0}, {0, 1}, {0, 1}}, 0);
        return wide.add(Linalg.diag(Tensor.vector(0, 0, 0, 1), 0));
    }

    private static Tensor nuclear(Tensor x) {
        return matrices(Linalg.matrixNorm(x, Linalg.MatrixNorm.NUCLEAR));
    }

    private static Tensor matrices(Tensor x) {
        return x.unsqueeze(-1).unsqueeze(-1);
    }

    @ParameterizedTest
    @MethodSource("operations")
    void sendNothingBack(Masked masked) {
        check(masked.op);
    }

    static void check(UnaryOperator<Tensor> op) {
        Tensor first = definite(2);
        Tensor third = definite(3);
        Tensor[] bad = {
            Tensor.zeros(3, 3),
            Tensor.ones(3, 3),
            Tensor.eye(3).neg(),
            Tensor.full(Double.NaN, 3, 3),
            Tensor.full(Double.POSITIVE_INFINITY, 3, 3)
        };
        Tensor mask = Tensor.vector(1, 0, 1).reshape(3, 1, 1);
        UnaryOperator<Tensor> f =
                x -> {
                    Tensor y = Tensor.where(mask, op.apply(x), Tensor.of(0));
                    return y.mul(Tensor.normal(new Random(4), y.shape())).add(y.square()).sum();
                };
        Tensor k = Tensor.normal(new Random(5), 3, 3, 3);
        Tensor good = Tensor.stack(0, first, third, third);
        for (Tensor discarded : bad) {
            Tensor x = Tensor.stack(0, first, discarded, third);
            near(gradient(f).apply(good), gradient(f).apply(x));
            near(hessianVectorProduct(f, good, k), hessianVectorProduct(f, x, k));
            near(hessianVectorProduct(f, good, k), jvp(gradient(f), x, k));
            near(jvp(f, good, k), jvp(f, x, k));
        }
    }

    private static Tensor definite(int seed) {
        Tensor x = Tensor.normal(new Random(seed), 3, 3);
        return x.matmul(x.transpose()).add(Tensor.eye(3).mul(0.1));
    }

    private static void near(Tensor expected, Tensor actual) {
        double off = actual.sub(expected).abs().amax().value();
        double size = Math.max(1, expected.abs().amax().value());
        assertTrue(off <= 1e-11 * size, () -> actual + " for " + expected);
    }

    @Test
    void aSingularMatrixThatIsSelected() {
        Tensor both = Tensor.stack(0, Tensor.eye(2), Tensor.ones(2, 2));
        assertTrue(Double.isNaN(Linalg.inverse(both).get(1, 0, 0)));
        assertEquals(1, Linalg.inverse(both).get(0, 0, 0));
        assertTrue(Double.isNaN(Linalg.cholesky(both.neg()).get(0, 0, 0)));
        assertEquals(0, Linalg.signLogDet(both).sign().get(1));
        Tensor g = gradient(x -> Linalg.signLogDet(x).logAbs().sum()).apply(both);
        assertTrue(Double.isNaN(g.get(1, 0, 0)));
        assertEquals(1, g.get(0, 0, 0));
        Tensor one = Tensor.ones(2, 2);
        assertThrows(ArithmeticException.class, () -> Linalg.inverse(one));
        assertThrows(
                ArithmeticException.class, () -> gradient(Linalg::logDet).apply(one).toArray());
        assertThrows(ArithmeticException.class, () -> jvp(Linalg::logDet, one, Tensor.eye(2)));
    }
}
