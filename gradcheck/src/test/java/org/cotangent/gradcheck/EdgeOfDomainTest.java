package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.Wrong.scaled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of tensors that throw beside the point: differences stay where they do not. */
class EdgeOfDomainTest {
    private static final Tensor POSITIVE = Tensor.of(new double[][] {{0.01, 0.001}, {0.001, 1}});

    private static Tensor factor(Tensor x) {
        return Linalg.cholesky(x.add(x.transpose()).div(2));
    }

    @Test
    void aMatrixThatIsHardlyPositiveDefinite() {
        Report right = GradCheck.of(x -> factor(x), POSITIVE).order(2).run().requirePassed();
        assertEquals(8, right.count(Verdict.MATCH), right::toString);
        Report jacobian = GradCheck.of(x -> factor(x), POSITIVE).jacobian().run();
        assertTrue(jacobian.passed(), jacobian::toString);
        Report wrong = GradCheck.check(x -> scaled(factor(x), 1 + 1e-6), POSITIVE);
        assertEquals(4, wrong.mismatches().size(), wrong::toString);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.01, 1})
    void aCustomOperationThatRefuses(double at) {
        CustomOp root =
                CustomOp.elementwise("root", EdgeOfDomainTest::root, (g, y, x) -> g.div(y.mul(2)));
        Report report = GradCheck.check(x -> root.apply(x), Tensor.of(at)).requirePassed();
        assertEquals(Verdict.MATCH, report.verdict(), report::toString);
    }

    private static double root(double x) {
        if (x < 0) {
            throw new IllegalArgumentException("root of " + x);
        }
        return Math.sqrt(x);
    }

    @Test
    void whatIsThrownAtThePointPassesThrough() {
        Tensor negative = Tensor.of(new double[][] {{-1, 0}, {0, 1}});
        assertThrows(ArithmeticException.class, () -> GradCheck.check(x -> factor(x), negative));
    }
}
