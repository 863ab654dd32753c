package org.cotangent.gradcheck.math3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.Stream;
import org.apache.commons.math3.analysis.MultivariateFunction;
import org.apache.commons.math3.analysis.MultivariateVectorFunction;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.apache.commons.math3.analysis.differentiation.GradientFunction;
import org.apache.commons.math3.analysis.differentiation.MultivariateDifferentiableFunction;
import org.apache.commons.math3.analysis.differentiation.MultivariateDifferentiableVectorFunction;
import org.apache.commons.math3.analysis.differentiation.UnivariateDifferentiableFunction;
import org.apache.commons.math3.analysis.function.Gaussian;
import org.apache.commons.math3.analysis.function.Logit;
import org.apache.commons.math3.analysis.function.Power;
import org.apache.commons.math3.analysis.function.Sigmoid;
import org.apache.commons.math3.analysis.function.Sinc;
import org.apache.commons.math3.analysis.polynomials.PolynomialFunction;
import org.cotangent.gradcheck.ArrayCheck;
import org.cotangent.gradcheck.Report;
import org.cotangent.gradcheck.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Commons Math's own functions pass at all orders; functions with a fault in them do not. */
class MathCheckTest {
    static Stream<UnivariateDifferentiableFunction> theirs() {
        return Stream.of(
                new PolynomialFunction(new double[] {1, -3, 0, 2, 0.5}),
                new Gaussian(2, 0.5, 1.5),
                new Sigmoid(-1, 3),
                new Logit(),
                new Power(2.5),
                new Sinc());
    }

    @ParameterizedTest
    @MethodSource("theirs")
    void theirFunctionsPassAtEveryOrder(UnivariateDifferentiableFunction f) {
        for (int order = 1; order <= 3; order++) {
            for (double x : new double[] {0.125, 0.4, 0.9}) {
                Report report = MathCheck.derivative(f, order, x).run().requirePassed();
                assertEquals(1, report.count(Verdict.MATCH), report::toString);
            }
        }
    }

    /** The hyperbolic tangent, one of whose derivatives by hand is off by some relative error. */
    private record HandWrittenTanh(int wrongOrder, double off)
            implements UnivariateDifferentiableFunction {
        @Override
        public double value(double x) {
            return Math.tanh(x);
        }

        @Override
        public DerivativeStructure value(DerivativeStructure t) {
            double y = Math.tanh(t.getValue());
            double s = 1 - y * y;
            double[] derivatives = {y, s, -2 * y * s, s * (6 * y * y - 2)};
            derivatives[wrongOrder] *= 1 + off;
            double[] wanted = java.util.Arrays.copyOf(derivatives, t.getOrder() + 1);
            return t.compose(wanted);
        }
    }

    @Test
    void aWrongOrderIsFoundAtThatOrder() {
        for (int wrong = 1; wrong <= 3; wrong++) {
            HandWrittenTanh f = new HandWrittenTanh(wrong, 1e-6);
            for (int order = 1; order <= 3; order++) {
                Report report = MathCheck.derivative(f, order, 0.4).run();
                // the order above rests on the wrong one
                boolean right = order != wrong && order != wrong + 1;
                assertEquals(right, report.passed(), report::toString);
            }
        }
    }

    @Test
    void anotherValueForStructuresIsRefused() {
        ArrayCheck check = MathCheck.derivative(new HandWrittenTanh(0, 1e-3), 1, 0.4);
        Exception e = assertThrows(IllegalArgumentException.class, check::run);
        assertTrue(e.getMessage().contains("must compute the same"), e::getMessage);
    }

    @Test
    void forgottenParametersAreRefused() {
        UnivariateDifferentiableFunction f =
                new UnivariateDifferentiableFunction() {
                    @Override
                    public double value(double x) {
                        return x * x;
                    }

                    @Override
                    public DerivativeStructure value(DerivativeStructure t) {
                        return new DerivativeStructure(1, 1, t.getValue() * t.getValue(), 2);
                    }
                };
        ArrayCheck check = MathCheck.derivative(f, 2, 1);
        Exception e = assertThrows(IllegalArgumentException.class, check::run);
        assertTrue(e.getMessage().contains("at order 2 and gave back 1 at order 1"), e::getMessage);
        assertThrows(IllegalArgumentException.class, () -> MathCheck.derivative(f, 4, 1));
        assertThrows(IllegalArgumentException.class, () -> MathCheck.derivative(f, 0, 1));
    }

    // ---- several numbers: a² b + sin(b c)

    private static final double[] AT = {1.5, -0.4, 2};

    private static double plain(double[] x) {
        return x[0] * x[0] * x[1] + Math.sin(x[1] * x[2]);
    }

    private static double[] gradient(double[] x) {
        double cos = Math.cos(x[1] * x[2]);
        return new double[] {2 * x[0] * x[1], x[0] * x[0] + x[2] * cos, x[1] * cos};
    }

    /** The function, with one term of its derivative structure multiplied and divided again. */
    private record Structured(boolean detached) implements MultivariateDifferentiableFunction {
        @Override
        public double value(double[] x) {
            return plain(x);
        }

        @Override
        public DerivativeStructure value(DerivativeStructure[] x) {
            DerivativeStructure c = detached ? x[2].createConstant(x[2].getValue()) : x[2];
            return x[0].multiply(x[0]).multiply(x[1]).add(x[1].multiply(c).sin());
        }
    }

    @Test
    void gradients() {
        MultivariateFunction f = MathCheckTest::plain;
        MultivariateVectorFunction g = MathCheckTest::gradient;
        MathCheck.gradient(f, g, AT).run().requirePassed();
        MathCheck.gradient(f, new GradientFunction(new Structured(false)), AT)
                .run()
                .requirePassed();
        Report wrong = MathCheck.gradient(f, x -> turned(gradient(x)), AT).run();
        assertEquals(1, wrong.mismatches().size(), wrong::toString);
        assertEquals(2, wrong.worst().element());
    }

    private static double[] turned(double[] g) {
        g[2] = -g[2];
        return g;
    }

    /** The interface of before version 3.1, which carries its gradient. */
    @SuppressWarnings("deprecation")
    private static final class Older
            implements org.apache.commons.math3.analysis.DifferentiableMultivariateFunction {
        @Override
        public double value(double[] x) {
            return plain(x);
        }

        @Override
        public MultivariateFunction partialDerivative(int k) {
            return x -> MathCheckTest.gradient(x)[k];
        }

        @Override
        public MultivariateVectorFunction gradient() {
            return MathCheckTest::gradient;
        }
    }

    @Test
    void gradientsOfTheOlderInterface() {
        Older f = new Older();
        MathCheck.gradient(f, f.gradient(), AT).run().requirePassed();
    }

    @Test
    void gradientsOfStructures() {
        MathCheck.gradient(new Structured(false), AT).run().requirePassed();
        Report wrong = MathCheck.gradient(new Structured(true), AT).run();
        assertEquals(1, wrong.mismatches().size(), wrong::toString);
        assertEquals(2, wrong.worst().element());
        assertEquals(0, wrong.worst().analytic());
    }

    @Test
    void hessiansOfStructures() {
        Report right = MathCheck.hessian(new Structured(false), AT).run().requirePassed();
        assertEquals(9, right.entries());
        // with c held fast, the gradient is that of another function, whose b moves with c
        assertFalse(MathCheck.hessian(new Structured(true), AT).run().passed());
    }

    @Test
    void jacobians() {
        MultivariateVectorFunction f = x -> new double[] {plain(x), x[0] - x[2]};
        MathCheck.jacobian(f, x -> new double[][] {gradient(x), {1, 0, -1}}, AT)
                .run()
                .requirePassed();
        Report wrong =
                MathCheck.jacobian(f, x -> new double[][] {gradient(x), {1, 0, 1}}, AT).run();
        assertEquals(1, wrong.mismatches().size(), wrong::toString);
        assertEquals(1, wrong.worst().result());
        assertEquals(2, wrong.worst().element());
    }

    private record Pair(boolean detached, int structures)
            implements MultivariateDifferentiableVectorFunction {
        @Override
        public double[] value(double[] x) {
            return new double[] {x[0] - x[2], plain(x)};
        }

        @Override
        public DerivativeStructure[] value(DerivativeStructure[] x) {
            DerivativeStructure[] both = {x[0].subtract(x[2]), new Structured(detached).value(x)};
            return java.util.Arrays.copyOf(both, structures);
        }
    }

    @Test
    void jacobiansOfStructures() {
        MathCheck.jacobian(new Pair(false, 2), AT).run().requirePassed();
        Report wrong = MathCheck.jacobian(new Pair(true, 2), AT).run();
        assertEquals(1, wrong.mismatches().size(), wrong::toString);
        assertEquals(1, wrong.worst().result());
        ArrayCheck short1 = MathCheck.jacobian(new Pair(false, 1), AT);
        Exception e = assertThrows(IllegalArgumentException.class, short1::run);
        assertTrue(e.getMessage().contains("2 results for numbers and 1"), e::getMessage);
    }
}
