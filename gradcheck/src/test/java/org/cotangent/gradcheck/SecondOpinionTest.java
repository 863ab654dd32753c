package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.apache.commons.math3.analysis.differentiation.FiniteDifferencesDifferentiator;
import org.apache.commons.math3.analysis.differentiation.UnivariateDifferentiableFunction;
import org.cotangent.Backward;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The engine against Commons Math: its forward-mode derivatives and its finite differences. */
class SecondOpinionTest {
    private static final int ORDER = 3;
    private static final double[] POINTS = {-2.3, -1.1, -0.4, 0.2, 0.7, 1.9};

    /** One function, written once for each library. */
    record Twin(
            String name, UnaryOperator<Tensor> ours, UnaryOperator<DerivativeStructure> theirs) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Twin> twins() {
        // spotless:off
        return Stream.of(
                new Twin(
                        "x³ - 2 x² + x",
                        x -> x.pow(3).sub(x.square().mul(2)).add(x),
                        x -> x.pow(3).subtract(x.multiply(x).multiply(2)).add(x)),
                new Twin(
                        "exp(-x²)", x -> x.square().neg().exp(), x -> x.multiply(x).negate().exp()),
                new Twin(
                        "log(1 + x²)",
                        x -> x.square().add(1).log(),
                        x -> x.multiply(x).add(1).log()),
                new Twin(
                        "tanh(x) exp(x)",
                        x -> x.tanh().mul(x.exp()),
                        x -> x.tanh().multiply(x.exp())),
                new Twin(
                        "sigmoid(3 x - 1)",
                        x -> x.mul(3).sub(1).sigmoid(),
                        x -> x.multiply(-3).add(1).exp().add(1).reciprocal()),
                new Twin(
                        "1 / (2 + tanh x)",
                        x -> x.tanh().add(2).reciprocal(),
                        x -> x.tanh().add(2).reciprocal()),
                new Twin(
                        "√(1 + exp x) / (3 + x)",
                        x -> x.exp().add(1).sqrt().div(x.add(3)),
                        x -> x.exp().add(1).sqrt().divide(x.add(3))),
                new Twin(
                        "(x² + 1)^-1.3",
                        x -> x.square().add(1).pow(-1.3),
                        x -> x.multiply(x).add(1).pow(-1.3)),
                new Twin("|x| x", x -> x.abs().mul(x), x -> x.abs().multiply(x)),
                new Twin(
                        "softmax of (x, 2x, 0)",
                        x -> x.mul(Tensor.vector(1, 2, 0)).softmax(0).pick(1),
                        x ->
                                x.exp()
                                        .add(x.multiply(2).exp())
                                        .add(1)
                                        .reciprocal()
                                        .multiply(x.multiply(2).exp())),
                new Twin(
                        "log Σ exp of (x, x², 1)",
                        x ->
                                x.mul(Tensor.vector(1, 0, 0))
                                        .add(x.square().mul(Tensor.vector(0, 1, 0)))
                                        .add(Tensor.vector(0, 0, 1))
                                        .logSumExp(),
                        x -> x.exp().add(x.multiply(x).exp()).add(Math.E).log()));
        // spotless:on
    }

    @ParameterizedTest
    @MethodSource("twins")
    void agreesWithForwardMode(Twin twin) {
        for (double point : POINTS) {
            DerivativeStructure expected =
                    twin.theirs.apply(new DerivativeStructure(1, ORDER, 0, point));
            compare(twin, point, expected, 1e-12);
        }
    }

    @ParameterizedTest
    @MethodSource("twins")
    void agreesWithFiniteDifferences(Twin twin) {
        // nine points, 0.02 apart: good to about eight digits of the third derivative
        UnivariateDifferentiableFunction f =
                new FiniteDifferencesDifferentiator(9, 0.02)
                        .differentiate((double x) -> twin.ours.apply(Tensor.of(x)).value());
        for (double point : POINTS) {
            compare(twin, point, f.value(new DerivativeStructure(1, ORDER, 0, point)), 1e-6);
        }
    }

    private static void compare(
            Twin twin, double point, DerivativeStructure expected, double relative) {
        UnaryOperator<Tensor> derivative = twin.ours;
        for (int order = 0; order <= ORDER; order++) {
            double value = order == 0 ? expected.getValue() : expected.getPartialDerivative(order);
            double ours = derivative.apply(Tensor.of(point)).value();
            String what = twin + ", order " + order + " at " + point;
            assertEquals(value, ours, relative * Math.max(1, Math.abs(value)), what);
            derivative = Differentiate.gradient(derivative);
        }
    }

    /** Two variables with mixed derivatives, by the gradient of one component of the gradient. */
    @ParameterizedTest
    @MethodSource("pairs")
    void mixedDerivativesAgree(List<Double> point) {
        Tensor x = Tensor.variable(point.get(0));
        Tensor y = Tensor.variable(point.get(1));
        DerivativeStructure p = new DerivativeStructure(2, ORDER, 0, point.get(0));
        DerivativeStructure q = new DerivativeStructure(2, ORDER, 1, point.get(1));
        DerivativeStructure expected = p.multiply(q).tanh().add(p.divide(q.exp())).multiply(q);
        Tensor f = x.mul(y).tanh().add(x.div(y.exp())).mul(y);
        Tensor fx = Backward.of(f).recorded().run().of(x);
        Tensor fxy = Backward.of(fx).recorded().run().of(y);
        Tensor fxyy = Backward.of(fxy).recorded().run().of(y);
        assertEquals(expected.getPartialDerivative(0, 0), f.value(), 1e-12);
        assertEquals(expected.getPartialDerivative(1, 0), fx.value(), 1e-12);
        assertEquals(expected.getPartialDerivative(1, 1), fxy.value(), 1e-12);
        assertEquals(expected.getPartialDerivative(1, 2), fxyy.value(), 1e-11);
    }

    static Stream<List<Double>> pairs() {
        return Stream.of(List.of(0.3, -0.7), List.of(-1.2, 0.4), List.of(2.0, 1.5));
    }
}
