package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Derivatives of functions of large matrices, whose rules have kernels of their own: of a block
 * diagonal matrix they are those of the small blocks, whose rules are formulas.
 */
class LargeMatricesTest {
    private static final int[] SIZES = {40, 50, 37};
    private static final int N = 127;

    private final SplittableRandom random = new SplittableRandom(11);

    private static Arguments of(String name, UnaryOperator<Tensor> f) {
        return Arguments.of(name, f);
    }

    /** Of matrices that are positive definite and far from triangular. */
    static Stream<Arguments> functions() {
        return Stream.of(
                of("cholesky", Linalg::cholesky),
                of("solveTriangular lower", x -> Linalg.solveTriangular(x, x.sin(), true)),
                of("solveTriangular upper", x -> Linalg.solveTriangular(x, x.sin(), false)),
                of("transposed", x -> pulled(x, true)),
                of("transposed upper", x -> pulled(x, false)),
                of("solve", x -> Linalg.solve(x, x.sin())),
                of("inverse", Linalg::inverse),
                of("qr", x -> Linalg.qr(x).r().add(Linalg.qr(x).q())));
    }

    /** What a triangular system passes on, which solves with the transposed triangle. */
    private static Tensor pulled(Tensor x, boolean lower) {
        return Differentiate.vjp(b -> Linalg.solveTriangular(x, b, lower), x, x.cos().mul(0.1));
    }

    private static Tensor within(Tensor x, int from, int size) {
        return x.slice(0, from, from + size).slice(1, from, from + size);
    }

    private Tensor blocks(Tensor... blocks) {
        double[] all = new double[N * N];
        int from = 0;
        for (Tensor block : blocks) {
            int n = block.size(0);
            for (int i = 0; i < n * n; i++) {
                all[(from + i / n) * N + from + i % n] = block.toArray()[i];
            }
            from += n;
        }
        return Tensor.of(all, N, N);
    }

    private Tensor[] drawn(double definite) {
        Tensor[] all = new Tensor[SIZES.length];
        for (int i = 0; i < all.length; i++) {
            int n = SIZES[i];
            Tensor m = Tensor.normal(random, n, n);
            Tensor plus = m.matmul(m.transpose()).div(n).add(Tensor.eye(n).mul(2));
            all[i] = definite > 0 ? plus.mul(definite) : m;
        }
        return all;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void blocksHaveTheirDerivatives(String name, UnaryOperator<Tensor> f) {
        Tensor[] x = drawn(1);
        Tensor[] c = drawn(0);
        Tensor[] v = drawn(0);
        Tensor all = blocks(x);
        Tensor cotangents = blocks(c);
        Tensor direction = blocks(v);
        UnaryOperator<Tensor> whole = y -> f.apply(y).mul(cotangents).sum();
        Tensor gradient = Differentiate.gradient(whole).apply(all);
        Tensor second = Differentiate.hessianVectorProduct(whole, all, direction);
        Tensor forward = Differentiate.jvp(f, all, direction);
        for (int i = 0, from = 0; i < x.length; from += SIZES[i++]) {
            int k = i;
            UnaryOperator<Tensor> small = y -> f.apply(y).mul(c[k]).sum();
            int n = SIZES[i];
            same(Differentiate.gradient(small).apply(x[k]), within(gradient, from, n), "gradient");
            same(
                    Differentiate.hessianVectorProduct(small, x[k], v[k]),
                    within(second, from, n),
                    "second");
            same(Differentiate.jvp(f, x[k], v[k]), within(forward, from, n), "forward");
        }
    }

    @org.junit.jupiter.api.Test
    void determinants() {
        Tensor[] x = drawn(0.5);
        Tensor[] v = drawn(0);
        Tensor all = blocks(x);
        Tensor direction = blocks(v);
        UnaryOperator<Tensor> log = y -> Linalg.det(y).log();
        for (UnaryOperator<Tensor> f :
                java.util.List.<UnaryOperator<Tensor>>of(log, Linalg::logDet)) {
            Tensor gradient = Differentiate.gradient(f).apply(all);
            Tensor second = Differentiate.hessianVectorProduct(f, all, direction);
            double sum = 0;
            for (int i = 0, from = 0; i < x.length; from += SIZES[i++]) {
                int n = SIZES[i];
                sum += f.apply(x[i]).value();
                same(Differentiate.gradient(f).apply(x[i]), within(gradient, from, n), "gradient");
                same(
                        Differentiate.hessianVectorProduct(f, x[i], v[i]),
                        within(second, from, n),
                        "second");
            }
            assertEquals(sum, f.apply(all).value(), 1e-12 * Math.abs(sum));
        }
    }

    /** A right-hand side that a mask discards sends nothing, though it is NaN. */
    @org.junit.jupiter.api.Test
    void discardedRightSides() {
        Tensor x = blocks(drawn(1));
        Tensor v = blocks(drawn(0));
        Tensor kept = Tensor.where(Tensor.iota(N).eq(5), Tensor.of(0), Tensor.of(1));
        Tensor b = v.cos();
        Tensor poisoned = Tensor.where(kept, b, Tensor.of(Double.NaN));
        for (boolean lower : new boolean[] {true, false}) {
            UnaryOperator<Tensor> right = y -> masked(kept, y, b, lower);
            UnaryOperator<Tensor> actual = y -> masked(kept, y, poisoned, lower);
            same(
                    Differentiate.gradient(right).apply(x),
                    Differentiate.gradient(actual).apply(x),
                    "gradient");
            same(
                    Differentiate.hessianVectorProduct(right, x, v),
                    Differentiate.hessianVectorProduct(actual, x, v),
                    "second");
        }
    }

    private static Tensor masked(Tensor kept, Tensor x, Tensor b, boolean lower) {
        Tensor y = Tensor.where(kept, Linalg.solveTriangular(x, b, lower), Tensor.of(0));
        return y.square().sum();
    }

    private static void same(Tensor expected, Tensor actual, String what) {
        double size = expected.abs().amax().value();
        double error = expected.sub(actual).abs().amax().value();
        assertTrue(size > 0 && error <= 1e-11 * size, what + ": " + error + " of " + size);
    }
}
