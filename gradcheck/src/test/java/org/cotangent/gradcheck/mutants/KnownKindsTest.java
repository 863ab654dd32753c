package org.cotangent.gradcheck.mutants;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.gradcheck.Report;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Wrong derivatives of kinds that libraries were found to give without a word, each as a rule, and
 * the right function beside it.
 */
class KnownKindsTest {
    /**
     * A kind.
     *
     * @param name what is wrong
     * @param order at which it is wrong
     * @param jacobian whether results must be looked at one by one
     * @param at the point
     * @param right the function
     * @param wrong the same values with the wrong derivative
     */
    record KnownKind(
            String name,
            int order,
            boolean jacobian,
            Tensor at,
            UnaryOperator<Tensor> right,
            UnaryOperator<Tensor> wrong) {
        Report check(UnaryOperator<Tensor> f) {
            GradCheck check = GradCheck.of(f, at).order(order);
            return (jacobian ? check.jacobian() : check).run();
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static UnaryOperator<Tensor> ruled(UnaryOperator<Tensor> f, Rule rule) {
        CustomOp op =
                new CustomOp() {
                    @Override
                    public Tensor forward(Tensor... x) {
                        return f.apply(x[0]);
                    }

                    @Override
                    public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
                        return rule.adjoint(g, y, x[0]);
                    }
                };
        return x -> op.apply(x);
    }

    private interface Rule {
        Tensor adjoint(Tensor g, Tensor y, Tensor x);
    }

    private static Tensor squares(Tensor x) {
        return x.square().sum();
    }

    /** logSoftmax of two. */
    private static UnaryOperator<Tensor> logSoftmax() {
        return x -> x.logSoftmax(0);
    }

    static Stream<KnownKind> kinds() {
        Tensor two = Tensor.vector(1.5, -0.7);
        Tensor identity = Tensor.of(new double[][] {{1, 0}, {0, 1}});
        Tensor c = Tensor.of(new double[][] {{1, 2}, {4, 5}});
        UnaryOperator<Tensor> symmetric = x -> x.add(x.transpose()).mul(0.5).mul(c).sum();
        Tensor off = Tensor.of(new double[][] {{1, 0}, {0, 5}});
        return List.of(
                new KnownKind(
                        "a product that leaves the range gives NaN",
                        1,
                        false,
                        two,
                        x -> x.prod(),
                        ruled(x -> x.prod(), (g, y, x) -> g.mul(y).div(x).mul(Double.NaN))),
                new KnownKind(
                        "the slope of a class that is not chosen is lost",
                        1,
                        true,
                        Tensor.vector(20, 0),
                        logSoftmax(),
                        ruled(
                                logSoftmax(),
                                (g, y, x) -> g.sub(y.exp().mul(Tensor.vector(0, 1)).mul(g.sum())))),
                new KnownKind(
                        "the slope between equal eigenvalues is 0",
                        1,
                        false,
                        identity,
                        symmetric,
                        ruled(symmetric, (g, y, x) -> off.mul(g))),
                new KnownKind(
                        "the Hessian of a squared length at 0 is 0",
                        2,
                        false,
                        Tensor.zeros(3),
                        KnownKindsTest::squares,
                        ruled(
                                KnownKindsTest::squares,
                                (g, y, x) -> Tensor.where(y.eq(0), x.mul(0), x.mul(2)).mul(g))),
                new KnownKind(
                        "a discarded row leaks NaN",
                        1,
                        false,
                        two,
                        x -> Tensor.where(x.gt(0), x.square(), x),
                        ruled(
                                x -> Tensor.where(x.gt(0), x.square(), x),
                                (g, y, x) -> g.mul(x.log().mul(0).add(1)))),
                new KnownKind(
                        "what a pass gives that was not recorded is taken for a number",
                        1,
                        false,
                        Tensor.of(3),
                        x -> x.pow(3).add(x.square().mul(3).square()),
                        ruled(
                                x -> x.pow(3).add(x.square().mul(3).square()),
                                (g, y, x) -> g.mul(x.square()).mul(3))),
                new KnownKind(
                        "a pass inside a rule gives 0",
                        1,
                        false,
                        two,
                        Tensor::sin,
                        ruled(Tensor::sin, (g, y, x) -> g.mul(x.mul(0)))),
                new KnownKind(
                        "the mask of another draw",
                        1,
                        false,
                        two,
                        x -> x.square().mul(Tensor.vector(2, 0)),
                        ruled(
                                x -> x.square().mul(Tensor.vector(2, 0)),
                                (g, y, x) -> g.mul(x).mul(2).mul(Tensor.vector(0, 2)))),
                new KnownKind(
                        "a rule that is not recorded is constant to the next order",
                        2,
                        false,
                        two,
                        Tensor::sin,
                        ruled(Tensor::sin, (g, y, x) -> g.mul(Tensor.of(x.cos().toArray())))))
                .stream();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isSeen(KnownKind kind) {
        Report right = kind.check(kind.right);
        assertTrue(right.passed(), right::toString);
        Report wrong = kind.check(kind.wrong);
        assertFalse(wrong.mismatches().isEmpty(), wrong::toString);
    }
}
