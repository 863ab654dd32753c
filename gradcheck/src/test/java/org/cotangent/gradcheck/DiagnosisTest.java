package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.Wrong.ghost;
import static org.cotangent.gradcheck.Wrong.scaled;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A planted fault of each kind is named, and nothing that the numbers do not show. */
class DiagnosisTest {
    private static final Tensor AT = Tensor.of(new double[][] {{0.4, -1.2, 2.1}, {1.7, 0.3, -0.6}});
    private static final Tensor SQUARE =
            Tensor.of(new double[][] {{0.4, -1.2, 2.1}, {1.7, 0.3, -0.6}, {0.9, -0.5, 0.2}});
    private static final Tensor FACTORS =
            Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}, {7, 8, 9.5}});

    /**
     * A planted fault.
     *
     * @param named what must be said
     * @param f the function
     * @param at the point
     */
    record Fault(String named, UnaryOperator<Tensor> f, Tensor at) {
        @Override
        public String toString() {
            return named;
        }
    }

    private static Fault fault(String named, UnaryOperator<Tensor> f) {
        return new Fault(named, f, AT);
    }

    /** The value of one function with the gradient of another. */
    private static Tensor mixed(Tensor value, Tensor gradient) {
        return value.stopGradient().add(ghost(gradient));
    }

    private static Fault linear(String named, UnaryOperator<Tensor> factors) {
        return new Fault(
                named,
                x -> mixed(x.mul(FACTORS).sum(), x.mul(factors.apply(FACTORS)).sum()),
                SQUARE);
    }

    static Stream<Fault> faults() {
        Tensor last = Tensor.of(new double[][] {{0, 0, 0}, {0, 0, 1}});
        return Stream.of(
                fault("is 2 times its numerical one", x -> scaled(x.exp(), 2)),
                fault("is 1/2 times its numerical one", x -> x.mul(x.stopGradient())),
                fault("is -1 times its numerical one: the sign", x -> scaled(x.exp(), -1)),
                fault("is 1.37 times its numerical one", x -> scaled(x.exp(), 1.37)),
                fault("is (1 + 1.0e-08) times", x -> scaled(x.exp(), 1 + 1e-8)),
                fault(
                        "6 times its numerical one: 6 is the number of elements of the input, a"
                                + " sum for a mean",
                        x -> mixed(x.exp().mean(), x.exp().sum())),
                fault(
                        "1/6 times its numerical one: 6 is the number of elements of the input, a"
                                + " mean for a sum",
                        x -> mixed(x.exp().sum(), x.exp().mean())),
                fault(
                        "3 times its numerical one: 3 is the extent of axis 1",
                        x -> scaled(x.exp().sum(), 3)),
                fault("every analytic derivative is 0", x -> x.stopGradient().exp()),
                fault("every analytic derivative is 0", x -> Tensor.unrecorded(x::exp)),
                linear("numerical ones transposed: ", Tensor::transpose),
                linear("reversed along axis 1", w -> w.flip(1)),
                linear("reversed along all axes", w -> w.flip(0).flip(1)),
                linear("shifted by 1 along axis 0", w -> w.roll(0, 1)),
                fault(
                        "the contribution of t1 = mul(input0, c1), which is missing once",
                        x -> x.mul(x.stopGradient()).add(x.exp())),
                fault(
                        "half the contribution of t1 = exp(input0), which is counted twice",
                        x -> mixed(x.exp().add(x.tanh()), x.exp().mul(2).add(x.tanh()))),
                fault(
                        "twice the contribution of t2 = exp(input0), whose sign is wrong",
                        x -> x.square().add(scaled(x.exp(), -1))),
                fault("passes nothing to it", x -> x.square().add(scaled(x.exp(), 0))),
                fault("only input 0[1, 2] differs, of 6", x -> x.add(ghost(x.mul(last))).exp()),
                fault(
                        "exactly those with index 1 along axis 1",
                        x -> x.exp().add(ghost(x.mul(Tensor.vector(0, 0.2, 0)).exp()))),
                fault(
                        "exactly those where the input is below 0",
                        x -> x.exp().add(ghost(x.min(0).exp()))),
                fault(
                        "where relu is on one branch (side 2)",
                        x -> x.exp().add(ghost(x.sub(0.35).relu().exp()))),
                fault(
                        "exactly the contribution of t3 = square(input0), which is there once too often",
                        x -> mixed(x.exp().sum(), x.exp().sum().add(x.square().sum().mul(0.05)))));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faultIsNamed(Fault fault) {
        Report report = GradCheck.check(fault.f, fault.at.asVariable());
        List<String> diagnosis = report.diagnosis();
        String named = fault.named.replace("input0", "v1");
        assertTrue(diagnosis.stream().anyMatch(d -> d.contains(named)), report::toString);
        assertTrue(report.toString().contains(diagnosis.get(0)), report::toString);
    }

    /**
     * A clipped gradient, a constant too many, a penalty: what hand-written gradients get wrong.
     */
    @Test
    void faultsOfGradientsWrittenByHand() {
        double[] at = {1.5, -2, 0.3, 0.7};
        says(
                "2 that differ are clipped: none is larger in size than 2",
                hand(at, (x, i) -> Math.max(-2, Math.min(2, 2 * x))));
        says(
                "is its numerical one plus 0.1 times the input's element: a penalty",
                ArrayCheck.gradient(
                                x -> Math.exp(x[0]) + Math.sin(x[1]) + Math.cos(x[2]),
                                x ->
                                        new double[] {
                                            Math.exp(x[0]) + 0.1 * x[0],
                                            Math.cos(x[1]) + 0.1 * x[1],
                                            -Math.sin(x[2]) + 0.1 * x[2]
                                        },
                                0.5,
                                -1.5,
                                2.5)
                        .run());
        says("is its numerical one plus 0.25", hand(at, (x, i) -> 2 * x + 0.25));
        says("is its numerical one minus 0.25", hand(at, (x, i) -> 2 * x - 0.25));
        says("x[0] and x[1] are exchanged", hand(at, (x, i) -> 2 * at[i < 2 ? 1 - i : i]));
        says("in another order", hand(at, (x, i) -> 2 * at[new int[] {2, 0, 3, 1}[i]]));
        says("the 2 that differ are all 0", hand(at, (x, i) -> i % 3 == 0 ? 0 : 2 * x));
        says("the 2 that differ are all 3 times", hand(at, (x, i) -> i % 3 == 0 ? 6 * x : 2 * x));
        says(
                "transposed (rows are results)",
                ArrayCheck.jacobian(
                                x -> new double[] {x[0] * x[1], x[0] - x[1]},
                                x -> new double[][] {{x[1], 1}, {x[0], -1}},
                                1.5,
                                2)
                        .run());
        says(
                "exactly those of result 1",
                ArrayCheck.jacobian(
                                x -> new double[] {x[0] * x[1], x[0] + x[1]},
                                x -> new double[][] {{x[1], x[0]}, {1.5, 1.25}},
                                1.5,
                                2)
                        .run());
    }

    private interface Partial {
        double at(double x, int i);
    }

    /** The gradient of a sum of squares by some rule for each element. */
    private static Report hand(double[] at, Partial partial) {
        return ArrayCheck.gradient(
                        x -> x[0] * x[0] + x[1] * x[1] + x[2] * x[2] + x[3] * x[3],
                        x -> {
                            double[] g = new double[x.length];
                            for (int i = 0; i < g.length; i++) {
                                g[i] = partial.at(x[i], i);
                            }
                            return g;
                        },
                        at)
                .run();
    }

    private static void says(String expected, Report report) {
        assertTrue(
                report.diagnosis().stream().anyMatch(d -> d.contains(expected)), report::toString);
    }

    @Test
    void aBoundOnTheInputIsNamed() {
        double[] at = {0.1, -0.3, 0.7, 1.9, -2.5, 2.2, -0.9, 3.1};
        Report report =
                GradCheck.check(
                        x -> x.exp().add(ghost(x.square().sub(2.25).relu().mul(0.01))),
                        Tensor.vector(at));
        says("where relu is on one branch (side 2)", report);
        Report black =
                ArrayCheck.gradient(
                                x -> Arrays.stream(x).map(Math::exp).sum(),
                                x -> {
                                    double[] g = new double[x.length];
                                    Arrays.setAll(
                                            g,
                                            i -> Math.exp(x[i]) + (Math.abs(x[i]) > 1.5 ? i : 0));
                                    return g;
                                },
                                at)
                        .run();
        says("exactly those where the size of the input is at least 1.9", black);
    }

    @Test
    void theOnlyWrongInputIsNamed() {
        Tensor w = AT.asVariable().named("w");
        Tensor b = Tensor.vector(0.3, -0.2, 0.7).asVariable().named("b");
        Report report = GradCheck.check(x -> x[0].tanh().add(scaled(x[1], 2)).square(), w, b);
        assertTrue(report.diagnosis().get(0).startsWith("only b is wrong (3 of 3), w agrees"));
        assertTrue(report.diagnosis().get(1).startsWith("b: every analytic derivative is 2 times"));
        assertEquals(2, report.diagnosis().size(), report::toString);
    }

    @Test
    void everyInputHasItsOwnFault() {
        Tensor w = AT.asVariable().named("w");
        Tensor b = Tensor.vector(0.3, -0.2, 0.7).asVariable().named("b");
        Report two =
                GradCheck.check(x -> scaled(x[0].tanh(), 2).add(x[1].stopGradient().exp()), w, b);
        assertTrue(two.diagnosis().get(0).startsWith("w: every analytic derivative is 2 times"));
        assertTrue(two.diagnosis().get(1).startsWith("b: every analytic derivative is 0"));
        assertEquals(2, two.diagnosis().size(), two::toString);
        Report same = GradCheck.check(x -> scaled(x[0].tanh().add(x[1].exp()), 2), w, b);
        assertTrue(same.diagnosis().get(0).startsWith("in all inputs, every analytic"));
        assertEquals(1, same.diagnosis().size(), same::toString);
        Tensor p = Tensor.variable(2).named("p");
        Tensor q = Tensor.variable(3).named("q");
        Report swapped =
                GradCheck.check(x -> mixed(x[0].sub(x[1].mul(3)), x[1].sub(x[0].mul(3))), p, q);
        assertTrue(swapped.diagnosis().get(0).startsWith("p and q are exchanged"));
    }

    /** A rule that takes numbers out of its tensors is right at order 1 and dead at order 2. */
    @Test
    void wrongAtOrderTwoOnly() {
        CustomOp square =
                new CustomOp() {
                    @Override
                    public Tensor forward(Tensor... x) {
                        return x[0].square();
                    }

                    @Override
                    public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
                        return g.mul(Tensor.of(x[0].toArray(), x[0].shape())).mul(2);
                    }
                };
        Report report = GradCheck.of(x -> square.apply(x), AT).order(2).run();
        assertTrue(report.diagnosis().get(0).startsWith("order 1 agrees and order 2 does not"));
        assertTrue(report.diagnosis().get(1).startsWith("order 2: every analytic derivative is 0"));
    }

    @Test
    void derivativesThatAreNotFinite() {
        Report report = GradCheck.check(Tensor::sqrt, Tensor.of(0));
        says("1 analytic derivative is NaN or infinite, such as Infinity for input 0", report);
        says("the function itself is finite", report);
        Report overflow = GradCheck.check(x -> x.mul(1e308).mul(1e10), Tensor.of(1));
        says("so is a value of the function", overflow);
    }

    @Test
    void oneWrongElementOfManyIsLocated() {
        Tensor one = Tensor.of(new double[200]);
        Report report =
                GradCheck.of(x -> x.exp().add(ghost(x.slice(0, 3, 4).sum())), one)
                        .directions(3)
                        .run();
        says("leads to input 0[3]", report);
    }

    /** What is right is not explained. */
    @Test
    void nothingIsSaidOfWhatIsRight() {
        assertEquals(List.of(), GradCheck.check(x -> x.exp(), AT).diagnosis());
        assertEquals(List.of(), GradCheck.check(x -> x.relu(), Tensor.vector(0, 1)).diagnosis());
        assertEquals(List.of(), GradCheck.check(x -> x.add(1e15), Tensor.of(1)).diagnosis());
    }

    /** Errors without any pattern get no pattern. */
    @Test
    void nothingIsMadeUp() {
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 50; round++) {
            double[] at = random.doubles(6, -2, 2).toArray();
            double[] off = random.doubles(6, 0.1, 2).toArray();
            Report report =
                    ArrayCheck.gradient(
                                    x -> Arrays.stream(x).map(Math::exp).sum(),
                                    x -> {
                                        double[] g = new double[6];
                                        Arrays.setAll(g, i -> Math.exp(x[i]) * off[i] + off[5 - i]);
                                        return g;
                                    },
                                    at)
                            .run();
            assertFalse(report.passed());
            assertEquals(List.of(), report.diagnosis(), report::toString);
        }
    }
}
