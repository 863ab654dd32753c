package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.Wrong.bent;
import static org.cotangent.gradcheck.Wrong.scaled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The checker checked: right gradients pass, wrong ones do not. */
class GradCheckTest {
    private static final Tensor AT = Tensor.of(new double[][] {{0.4, -1.2, 2.1}, {1.7, 0.3, -0.6}});

    record Named(String name, UnaryOperator<Tensor> f) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Named> right() {
        return Stream.of(
                new Named("identity", x -> x),
                new Named("constant", x -> Tensor.vector(1, 2)),
                new Named("scalar result", x -> x.square().sum()),
                new Named("tensor result", x -> x.sigmoid().mul(x)),
                new Named("scale 1e-9", x -> x.tanh().mul(1e-9)),
                new Named("scale 1e9", x -> x.tanh().mul(1e9)),
                new Named("gradient inside", Differentiate.gradient(x -> x.exp().sum())),
                new Named("mostly dead", x -> x.sub(1.5).relu().square()));
    }

    @ParameterizedTest
    @MethodSource("right")
    void rightPasses(Named f) {
        Report report = GradCheck.of(f.f, AT).order(3).run().requirePassed();
        assertEquals(0, report.count(Verdict.INCONCLUSIVE), report::toString);
    }

    /**
     * All entries of the maximum are x, so the softmax is constant and its derivatives round-off.
     */
    @Test
    void roundOffOfTermsThatCancelIsNoMismatch() {
        Tensor below = Tensor.of(new double[][] {{1.4, -1.6, 0.8}, {0.3, 0.6, -1.0}});
        for (int seed = 0; seed < 50; seed++) {
            Tensor at = Tensor.of(2.647495076892686 + seed / 64.0);
            GradCheck check = GradCheck.of(x -> x.max(below).softmax(-1), at).order(2);
            Report report = check.seed(seed).inconclusive(1).run();
            assertEquals(0, report.count(Verdict.MISMATCH), report::toString);
        }
        // next to no second derivative of a function of that size, and still far from round-off
        Report wrong = GradCheck.of(x -> bent(x, x, 1e-12), Tensor.of(2.5)).order(2).run();
        assertFalse(wrong.passed());
    }

    static Stream<Named> wrongAtOrder1() {
        return Stream.of(
                new Named("1e-8 too large", x -> scaled(x.exp(), 1 + 1e-8)),
                new Named("1e-8, scale 1e-200", x -> scaled(x.exp().mul(1e-200), 1 + 1e-8)),
                new Named("0.1 % too large", x -> scaled(x.exp(), 1.001)),
                new Named("0.1 % too small", x -> scaled(x.tanh(), 0.999)),
                new Named("0.01 % too large", x -> scaled(x.square().sum(), 1.0001)),
                new Named("0.1 %, scale 1e-9", x -> scaled(x.exp().mul(1e-9), 1.001)),
                new Named("0.1 %, scale 1e9", x -> scaled(x.exp().mul(1e9), 1.001)),
                new Named("nine times, scale 1e-6", x -> scaled(x.square().sum().mul(1e-6), 9)),
                new Named("sign", x -> scaled(x.exp(), -1)),
                new Named("twice", x -> scaled(x.exp(), 2)),
                new Named("input detached", x -> x.stopGradient().exp()),
                new Named("fan-out term missing", x -> x.mul(x.stopGradient())),
                new Named(
                        "term of a sum missing",
                        x -> x.exp().add(x.tanh().mul(0.01).stopGradient())),
                new Named("one element of six", x -> lastScaled(x, 1.001).exp()),
                new Named(
                        "transposed",
                        x ->
                                x.stopGradient()
                                        .square()
                                        .add(Wrong.ghost(x.reshape(3, 2).transpose().square()))),
                new Named("mean for sum", x -> x.sum().stopGradient().add(Wrong.ghost(x.mean()))),
                new Named("not recorded", x -> Tensor.unrecorded(() -> x.exp())));
    }

    /** The values of x, with the derivative of its last element multiplied. */
    private static Tensor lastScaled(Tensor x, double factor) {
        Tensor last = Tensor.of(new double[][] {{0, 0, 0}, {0, 0, 1}});
        return x.add(Wrong.ghost(x.mul(last)).mul(factor - 1));
    }

    @ParameterizedTest
    @MethodSource("wrongAtOrder1")
    void wrongGradientFails(Named f) {
        Report report = GradCheck.check(f.f, AT);
        assertFalse(report.passed(), report::toString);
    }

    static Stream<Named> wrongAtOrder2() {
        return Stream.of(
                new Named("curvature added", x -> bent(x.exp(), x, 0.01)),
                // what exp gives with a rule that uses y as it is and not as it was recorded
                new Named("y not recorded", x -> x.stopGradient().exp().mul(Wrong.ghost(x).add(1))),
                new Named(
                        "0.1 % of the curvature", x -> bent(x.square().mul(0.5).sum(), x, 0.001)));
    }

    @ParameterizedTest
    @MethodSource("wrongAtOrder2")
    void wrongHessianFailsAtOrder2Only(Named f) {
        GradCheck.check(f.f, AT).requirePassed();
        Report report = GradCheck.of(f.f, AT).order(2).run();
        assertFalse(report.passed(), report::toString);
        assertTrue(report.mismatches().stream().allMatch(entry -> entry.order() == 2));
    }

    /** Round-off alone must not raise an alarm, at any size of the input and of the function. */
    @Test
    void noFalseAlarmOverScales() {
        Random random = new Random(7);
        for (int i = 0; i < 2000; i++) {
            double x = Math.pow(10, 6 * random.nextDouble() - 3);
            double scale = Math.pow(10, 24 * random.nextDouble() - 12);
            Tensor at = Tensor.of(random.nextBoolean() ? x : -x);
            GradCheck.of(y -> y.tanh().add(y.mul(0.3)).mul(scale), at)
                    .order(2)
                    .run()
                    .requirePassed();
        }
    }

    @Test
    void derivativesThatAreNotFiniteNeverPass() {
        Report infinite = GradCheck.check(Tensor::sqrt, Tensor.of(0));
        assertFalse(infinite.passed(), infinite::toString);
        assertEquals(Double.POSITIVE_INFINITY, infinite.worst().analytic());
        // the value is NaN on both sides, and so is the derivative: they agree on nothing
        Report nan = GradCheck.check(x -> x.log(), Tensor.of(-1));
        assertFalse(nan.passed(), nan::toString);
        // infinite on both sides
        Report overflow = GradCheck.check(x -> x.mul(1e308).mul(1e10), Tensor.of(1));
        assertFalse(overflow.passed(), overflow::toString);
        // right gradient, but one output that is NaN
        Report part = GradCheck.check(x -> x.mul(Tensor.vector(1, Double.NaN)), Tensor.of(1));
        assertFalse(part.passed(), part::toString);
    }

    @Test
    void theWrongElementIsNamed() {
        Tensor w = AT.asVariable().named("w");
        Report report = GradCheck.check(x -> x[1].mul(lastScaled(x[0], 1.001)), w, Tensor.of(3));
        assertEquals(1, report.mismatches().size(), report::toString);
        Entry wrong = report.mismatches().get(0);
        assertEquals(0, wrong.input());
        assertEquals(5, wrong.element());
        assertEquals("[1, 2]", Arrays.toString(wrong.index()));
        assertEquals(1e-3, wrong.error(), 1e-5);
        assertEquals(wrong.numerical() * 1.001, wrong.analytic(), 1e-6);
        assertTrue(report.toString().contains("w[1, 2]"), report::toString);
    }

    @Test
    void whatIsTooSmallToTellIsInconclusiveAndDoesNotPass() {
        Report report = GradCheck.check(x -> x.add(1e14), Tensor.of(1));
        assertEquals(Verdict.INCONCLUSIVE, report.verdict(), report::toString);
        assertFalse(report.passed());
        assertTrue(report.toString().contains("too small"), report::toString);
        // at 40 the slope of the sigmoid is 4e-18 and its value 1
        Report tail = GradCheck.check(Tensor::sigmoid, Tensor.of(40));
        assertEquals(Verdict.INCONCLUSIVE, tail.verdict(), tail::toString);
        // among others of size 0.2 it does not matter, but is counted
        Report among = GradCheck.check(Tensor::sigmoid, Tensor.vector(40, 1)).requirePassed();
        assertEquals(1, among.count(Verdict.INCONCLUSIVE), among::toString);
        GradCheck.of(Tensor::sigmoid, Tensor.of(40)).inconclusive(1).run().requirePassed();
    }

    @Test
    void aDerivativeOfZeroIsJudgedByTheFunctionAroundIt() {
        for (int n = 2; n <= 5; n++) {
            int power = n;
            Report report = GradCheck.check(x -> x.pow(power), Tensor.vector(0, 0));
            assertEquals(Verdict.MATCH, report.verdict(), report::toString);
            Report off = GradCheck.check(x -> x.pow(power).add(ghost(x).mul(1e-9)), Tensor.of(0));
            assertEquals(Verdict.MISMATCH, off.verdict(), off::toString);
        }
    }

    private static Tensor ghost(Tensor x) {
        return x.sub(x.stopGradient());
    }

    @Test
    void stepsStayInsideTheDomain() {
        for (double x : new double[] {1e-7, 1e-30, 1e-300}) {
            Report report = GradCheck.check(Tensor::log, Tensor.of(x)).requirePassed();
            assertTrue(report.sensitivity() < 1e-8, report::toString);
        }
        GradCheck.check(Tensor::asin, Tensor.vector(1 - 1e-6, -1 + 1e-3)).requirePassed();
    }

    @Test
    void variablesAreAsGoodAsConstantsAndNothingIsChanged() {
        Tensor x = Tensor.variable(0.5).named("x");
        Tensor y = Tensor.of(2);
        Tensor f = x.mul(y);
        GradCheck.check(in -> in[0].mul(in[1]), x, y).requirePassed();
        assertEquals(2, f.backward().of(x).value());
    }

    @Test
    void aFunctionThatDependsOnRecordingIsRefused() {
        Tensor at = Tensor.vector(1, 2);
        IllegalArgumentException other =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> GradCheck.check(x -> x.varies() ? x.exp() : x.sin(), at));
        assertTrue(other.getMessage().contains("recorded or not"), other::getMessage);
        IllegalArgumentException thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                GradCheck.check(
                                        x -> {
                                            if (!x.varies()) {
                                                throw new IllegalStateException("constant");
                                            }
                                            return x;
                                        },
                                        at));
        assertTrue(thrown.getMessage().contains("throws on constants"), thrown::getMessage);
    }

    @Test
    void whatTheFunctionThrowsPassesThrough() {
        RuntimeException own = new IllegalStateException("own");
        assertEquals(
                own,
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                GradCheck.check(
                                        x -> {
                                            throw own;
                                        },
                                        Tensor.of(1))));
    }

    @Test
    void everyElementOfTheResultByItself() {
        Report right = GradCheck.of(x -> x.exp().sum(0), AT).jacobian().run().requirePassed();
        assertEquals(18, right.entries());
        // a fault that a contraction could hide: the second result's share of one element is wrong
        Report wrong =
                GradCheck.of(
                                x ->
                                        Tensor.concat(
                                                0, x.reshape(-1), lastScaled(x, 1.01).reshape(-1)),
                                AT)
                        .jacobian()
                        .run();
        assertEquals(1, wrong.mismatches().size(), wrong::toString);
        assertEquals(11, wrong.mismatches().get(0).result());
        assertEquals(5, wrong.mismatches().get(0).element());
    }

    @Test
    void directionsFindOneWrongElementOfMany() {
        double[] at = new double[20_000];
        Arrays.setAll(at, i -> Math.sin(i));
        Tensor x = Tensor.of(at, 100, 200).named("w");
        Tensor b = Tensor.vector(0.5, -0.25).named("b");
        GradCheck.check(in -> in[0].tanh().sum().mul(in[1].sum()), x, b).requirePassed();
        Report report =
                GradCheck.check(
                        in -> {
                            Tensor y = in[0].tanh();
                            Tensor one = y.reshape(-1).slice(0, 12_345, 12_346);
                            return y.sum().add(scaled(one, 1.5).sub(one).sum()).mul(in[1].sum());
                        },
                        x,
                        b);
        assertFalse(report.passed());
        assertTrue(
                report.mismatches().stream().anyMatch(e -> e.element() == 12_345),
                report::toString);
        assertTrue(report.mismatches().stream().allMatch(e -> e.input() == 0), report::toString);
        assertTrue(report.entries() < 20, report::toString);
    }

    @Test
    void theClassroomsRule() {
        GradCheck.of(x -> x.square(), Tensor.of(3)).centralDifferences(1e-5).run().requirePassed();
        // right, and rejected: round-off; wrong by 1e-8, and accepted
        assertFalse(
                GradCheck.of(x -> x.exp().add(1e4), Tensor.of(-3))
                        .centralDifferences(1e-5)
                        .run()
                        .passed());
        assertTrue(
                GradCheck.of(x -> scaled(x.square(), 1 + 1e-8), Tensor.of(3))
                        .centralDifferences(1e-5)
                        .run()
                        .passed());
    }

    @Test
    void aFunctionThatDrawsRandomNumbersIsRefused() {
        java.util.Random random = new java.util.Random(1);
        IllegalArgumentException thrown =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                GradCheck.check(
                                        x -> x.mul(random.nextDouble()), Tensor.vector(1, 2, 3)));
        assertTrue(thrown.getMessage().contains("different results at the same point"));
    }
}
