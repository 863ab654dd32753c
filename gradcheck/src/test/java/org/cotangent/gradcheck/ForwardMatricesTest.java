package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Forward derivatives of decompositions and solutions: those of backward passes, and NaN where
 * these say that there are none.
 */
class ForwardMatricesTest {
    private static final Tensor B = Tensor.normal(new Random(1), 3, 3);
    private static final Tensor ALONG = Tensor.normal(new Random(2), 3, 3);

    private static Arguments of(String name, UnaryOperator<Tensor> f) {
        return Arguments.of(name, f);
    }

    static Stream<Arguments> functions() {
        return Stream.of(
                of("det", Linalg::det),
                of("solve", x -> Linalg.solve(regular(x), B)),
                of("right side of solve", x -> Linalg.solve(B, x)),
                of("solveTriangular", x -> Linalg.solveTriangular(x, B, true)),
                of("inverse", x -> Linalg.inverse(regular(x))),
                of("qr q", x -> Linalg.qr(x).q()),
                of("qr r", x -> Linalg.qr(x).r()),
                of("svd u", x -> Linalg.svd(x).u()),
                of("svd v", x -> Linalg.svd(x).v()),
                of("svdvals", Linalg::svdvals),
                of("spectral norm", x -> Linalg.matrixNorm(x, Linalg.MatrixNorm.SPECTRAL)),
                of("eigvalsh", Linalg::eigvalsh),
                of("eigh", x -> Linalg.eigh(x).vectors()),
                of("pinv", Linalg::pinv),
                of("pinv, wide", x -> Linalg.pinv(x.slice(0, 0, 2))),
                of("polarFactor", Linalg::polarFactor),
                of("lstsq", x -> Linalg.lstsq(x, B)));
    }

    /** Without the refusal of what is exactly singular. */
    private static Tensor regular(Tensor x) {
        return x.add(Tensor.eye(3).mul(0.5));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("functions")
    void areThoseOfBackwardPasses(String name, UnaryOperator<Tensor> f) {
        Tensor regular = Tensor.normal(new Random(3), 3, 3);
        Tensor[] points = {
            regular,
            regular.matmul(regular.transpose()),
            Tensor.eye(3),
            Tensor.ones(3, 3),
            Tensor.zeros(3, 3),
            Tensor.full(Double.NaN, 3, 3)
        };
        for (Tensor x : points) {
            Tensor jacobian = Differentiate.jacobian(f, x).reshape(-1, 9);
            double[] expected = jacobian.matmul(ALONG.reshape(9)).toArray();
            double[] actual = Differentiate.jvp(f, x, ALONG).toArray();
            double size = Math.max(1, Arrays.stream(expected).map(Math::abs).max().orElse(1));
            for (int i = 0; i < actual.length; i++) {
                double most = size == size ? 1e-11 * size : 1e-11;
                assertEquals(expected[i], actual[i], most, () -> "at " + x);
            }
        }
    }
}
