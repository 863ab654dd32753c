package org.cotangent.gradcheck;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Backward;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Trait;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Values and derivatives where they are special: kinks, edges of domains, tails, infinities, NaN.
 */
class CornersTest {
    private static final double INF = POSITIVE_INFINITY;
    private static final double MINUS = NEGATIVE_INFINITY;

    record Corner(String name, UnaryOperator<Tensor> op, double x, double y, double slope) {
        @Override
        public String toString() {
            return name + " at " + x;
        }
    }

    static Stream<Corner> corners() {
        // spotless:off
        return Stream.of(
                new Corner("relu", Tensor::relu, 0, 0, 0),
                new Corner("relu", Tensor::relu, -0.0, 0, 0),
                new Corner("relu", Tensor::relu, INF, INF, 1),
                new Corner("relu", Tensor::relu, MINUS, 0, 0),
                new Corner("abs", Tensor::abs, 0, 0, 0),
                new Corner("abs", Tensor::abs, INF, INF, 1),
                new Corner("abs", Tensor::abs, MINUS, INF, -1),
                new Corner("neg", Tensor::neg, INF, MINUS, -1),
                new Corner("sqrt", Tensor::sqrt, 0, 0, INF),
                new Corner("sqrt", Tensor::sqrt, INF, INF, 0),
                new Corner("sqrt", Tensor::sqrt, -1, NaN, NaN),
                new Corner("exp", Tensor::exp, INF, INF, INF),
                new Corner("exp", Tensor::exp, MINUS, 0, 0),
                new Corner("exp", Tensor::exp, 1000, INF, INF),
                new Corner("log", Tensor::log, 0, MINUS, INF),
                new Corner("log", Tensor::log, INF, INF, 0),
                new Corner("log", Tensor::log, 5e-324, -744.4400719213812, INF),
                new Corner("reciprocal", Tensor::reciprocal, 0, INF, MINUS),
                new Corner("reciprocal", Tensor::reciprocal, -0.0, MINUS, MINUS),
                new Corner("reciprocal", Tensor::reciprocal, INF, 0, 0),
                new Corner("square", Tensor::square, MINUS, INF, MINUS),
                new Corner("sigmoid", Tensor::sigmoid, 0, 0.5, 0.25),
                new Corner("sigmoid", Tensor::sigmoid, 40, 1, 4.248354255291589e-18),
                new Corner(
                        "sigmoid",
                        Tensor::sigmoid,
                        -40,
                        4.248354255291589e-18,
                        4.248354255291589e-18),
                new Corner("sigmoid", Tensor::sigmoid, INF, 1, 0),
                new Corner("sigmoid", Tensor::sigmoid, MINUS, 0, 0),
                new Corner(
                        "sigmoid",
                        Tensor::sigmoid,
                        -745,
                        4.94065645841246544e-324,
                        4.94065645841246544e-324),
                new Corner("tanh", Tensor::tanh, 20, 1, 1.6993417021166355e-17),
                new Corner("tanh", Tensor::tanh, -20, -1, 1.6993417021166355e-17),
                new Corner("tanh", Tensor::tanh, INF, 1, 0),
                new Corner("tanh", Tensor::tanh, MINUS, -1, 0),
                new Corner("pow 0", x -> x.pow(0), 0, 1, 0),
                new Corner("pow 0", x -> x.pow(0), INF, 1, 0),
                new Corner("pow 0", x -> x.pow(0), 3, 1, 0),
                new Corner("pow 1", x -> x.pow(1), 0, 0, 1),
                new Corner("pow 2", x -> x.pow(2), 0, 0, 0),
                new Corner("pow 2", x -> x.pow(2), -3, 9, -6),
                new Corner("pow 0.5", x -> x.pow(0.5), 0, 0, INF),
                new Corner("pow -1", x -> x.pow(-1), 0, INF, MINUS),
                new Corner("pow 1.5", x -> x.pow(1.5), -1, NaN, NaN),
                new Corner("root of square", x -> x.square().sqrt(), 0, 0, 0),
                new Corner("root of x x", x -> x.mul(x).sqrt(), 0, 0, 0),
                new Corner("root of x x", x -> x.mul(x).sqrt(), -3, 3, -1),
                new Corner("root of x^2", x -> x.pow(2).sqrt(), 0, 0, 0),
                new Corner("fourth root of x^4", x -> x.pow(4).pow(0.25), 0, 0, 0),
                new Corner("root of square", x -> x.square().sqrt(), NaN, NaN, NaN),
                new Corner("square, NaN above", x -> x.square().mul(NaN), 0, NaN, NaN),
                new Corner("cube root of x x x", x -> x.mul(x).mul(x).cbrt(), 0, 0, NaN),
                new Corner("cube root of x^3", x -> x.pow(3).cbrt(), 0, 0, NaN),
                new Corner("sqrt of relu", x -> x.relu().sqrt(), -1, 0, 0),
                new Corner("log of max", x -> x.max(Tensor.of(0)).log(), -1, MINUS, 0),
                new Corner("max with a number, tie", x -> x.max(2), 2, 2, 0.5),
                new Corner("min with a number, tie", x -> x.min(2), 2, 2, 0.5));
        // spotless:on
    }

    @ParameterizedTest
    @MethodSource("corners")
    void valueAndSlope(Corner corner) {
        Tensor x = Tensor.variable(corner.x);
        Tensor y = corner.op.apply(x);
        close(corner.y, y.value());
        close(corner.slope, y.backward().of(x).value());
        close(corner.slope, Backward.of(y).recorded().run().of(x).value());
        // as an array, which takes other loops
        Tensor v = Tensor.variable(new double[] {1, corner.x, 2});
        Tensor w = corner.op.apply(v);
        close(corner.y, w.get(1));
        close(corner.slope, w.backward(Tensor.ones(3)).of(v).get(1));
    }

    private static void close(double expected, double actual) {
        double tolerance = Double.isFinite(expected) ? 1e-12 * Math.abs(expected) : 0;
        // assertEquals tells 0 from -0; corners do not, but for tolerance 0
        assertEquals(expected + 0.0, actual + 0.0, tolerance);
    }

    record Choice(
            String name, BinaryOperator<Tensor> op, double a, double b, double da, double db) {
        @Override
        public String toString() {
            return name + " of " + a + " and " + b;
        }
    }

    static Stream<Choice> choices() {
        // spotless:off
        return Stream.of(
                new Choice("max", (a, b) -> a.max(b), 3, 3, 0.5, 0.5),
                new Choice("max", (a, b) -> a.max(b), 4, 3, 1, 0),
                new Choice("max", (a, b) -> a.max(b), INF, INF, 0.5, 0.5),
                new Choice("max", (a, b) -> a.max(b), 0.0, -0.0, 0.5, 0.5),
                new Choice("max", (a, b) -> a.max(b), MINUS, 0, 0, 1),
                new Choice("min", (a, b) -> a.min(b), 3, 3, 0.5, 0.5),
                new Choice("min", (a, b) -> a.min(b), 4, 3, 0, 1),
                new Choice("min", (a, b) -> a.min(b), MINUS, MINUS, 0.5, 0.5),
                new Choice("add", (a, b) -> a.add(b), INF, 1, 1, 1),
                new Choice("sub", (a, b) -> a.sub(b), INF, INF, 1, -1),
                new Choice("mul", (a, b) -> a.mul(b), INF, 2, 2, INF),
                new Choice("div", (a, b) -> a.div(b), 1, INF, 0, 0),
                new Choice("div", (a, b) -> a.div(b), 1, 0, INF, MINUS));
        // spotless:on
    }

    @ParameterizedTest
    @MethodSource("choices")
    void slopesOfPairs(Choice choice) {
        Tensor a = Tensor.variable(choice.a);
        Tensor b = Tensor.variable(choice.b);
        Gradients gradients = choice.op.apply(a, b).backward();
        close(choice.da, gradients.of(a).value());
        close(choice.db, gradients.of(b).value());
    }

    static Stream<OpTable.Row> elementwise() {
        return OpTable.ROWS.stream().filter(OpTable.Row::isElementwise);
    }

    static Stream<OpTable.Row> thatUseAllInputs() {
        return elementwise().filter(row -> !row.is(Trait.SELECTS));
    }

    static Stream<OpTable.Row> thatPassEveryAdjoint() {
        return elementwise().filter(row -> !row.is(Trait.GATES));
    }

    @ParameterizedTest
    @MethodSource("thatUseAllInputs")
    void nanInNanOut(OpTable.Row row) {
        for (int seed = 0; seed < 10; seed++) {
            OpTable.Case drawn = row.cases().apply(new Dice(seed, 2));
            Tensor[] at = drawn.at();
            for (int input = 0; input < at.length; input++) {
                Tensor[] x = new Tensor[at.length];
                for (int i = 0; i < x.length; i++) {
                    x[i] = (i == input ? Tensor.full(NaN, at[i].shape()) : at[i]).asVariable();
                }
                Tensor y = drawn.f().apply(x);
                assertAllNan(row + " forward", y);
                if (!row.is(Trait.AFFINE)) {
                    Gradients gradients = y.backward(Tensor.ones(y.shape()));
                    assertAllNan(row + " backward", gradients.of(x[input]));
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("thatPassEveryAdjoint")
    void nanAdjointPasses(OpTable.Row row) {
        OpTable.Case drawn = row.cases().apply(new Dice(5, 2));
        Tensor[] x = Stream.of(drawn.at()).map(Tensor::asVariable).toArray(Tensor[]::new);
        Tensor y = drawn.f().apply(x);
        Gradients gradients = y.backward(Tensor.full(NaN, y.shape()));
        for (Tensor in : x) {
            assertAllNan(row.toString(), gradients.of(in));
        }
    }

    private static void assertAllNan(String what, Tensor x) {
        double[] expected = new double[x.size()];
        Arrays.fill(expected, NaN);
        assertArrayEquals(expected, x.toArray(), what);
    }

    @Test
    void logSumExpOfInfinities() {
        gradient(Tensor::logSumExp, MINUS, new double[] {MINUS, MINUS}, 0, 0);
        gradient(Tensor::logSumExp, INF, new double[] {INF, 0}, 1, 0);
        gradient(Tensor::logSumExp, 3, new double[] {MINUS, 3}, 0, 1);
        gradient(Tensor::logSumExp, NaN, new double[] {NaN, 3}, NaN, NaN);
        gradient(Tensor::logSumExp, 1000 + Math.log(2), new double[] {1000, 1000}, 0.5, 0.5);
    }

    @Test
    void softmaxWithMinusInfinity() {
        Tensor x = Tensor.variable(new double[] {0, MINUS, 0});
        assertArrayEquals(new double[] {0.5, 0, 0.5}, x.softmax(0).toArray());
        gradient(y -> y.softmax(0).pick(0), 0.5, new double[] {0, MINUS, 0}, 0.25, 0, -0.25);
        gradient(
                y -> y.logSoftmax(0).pick(0),
                -Math.log(2),
                new double[] {0, MINUS, 0},
                0.5,
                0,
                -0.5);
        assertArrayEquals(new double[] {1}, Tensor.vector(MINUS).softmax(0).toArray());
    }

    private static void gradient(
            UnaryOperator<Tensor> f, double value, double[] at, double... slopes) {
        Tensor x = Tensor.variable(at);
        Tensor y = f.apply(x);
        close(value, y.value());
        assertArrayEquals(slopes, y.backward().of(x).toArray(), 1e-15);
    }

    /**
     * Derivatives of every order are 0 where a function is constant, and no 0 · infinity creeps in.
     */
    @Test
    void secondDerivativesAtCorners() {
        UnaryOperator<Tensor> guarded = x -> x.relu().sqrt();
        close(
                0,
                Differentiate.gradient(Differentiate.gradient(guarded))
                        .apply(Tensor.of(-1))
                        .value());
        UnaryOperator<Tensor> square = x -> x.pow(2);
        UnaryOperator<Tensor> second = Differentiate.gradient(Differentiate.gradient(square));
        close(2, second.apply(Tensor.of(0)).value());
        close(0, Differentiate.gradient(second).apply(Tensor.of(0)).value());
        UnaryOperator<Tensor> sigmoid2 =
                Differentiate.gradient(Differentiate.gradient(Tensor::sigmoid));
        close(-4.248354255291589e-18, sigmoid2.apply(Tensor.of(40)).value());
        close(4.248354255291589e-18, sigmoid2.apply(Tensor.of(-40)).value());
    }
}
