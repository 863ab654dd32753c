package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import org.cotangent.Backward;
import org.cotangent.CustomOp;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/**
 * Where a derivative would be lost, by an unrecorded pass, by a pass inside a rule or by chance
 * under a checkpoint, the answer is right or refused.
 */
class QuietZerosTest {
    private static void assertRefused(Executable code, String... parts) {
        RuntimeException refusal = assertThrows(RuntimeException.class, code);
        for (String part : parts) {
            assertTrue(refusal.getMessage().contains(part), refusal::toString);
        }
    }

    // ---- gradients of a pass that was not recorded

    /** f = x³, g = 3x², f + g² = x³ + 9x⁴, whose slope at 3 is 27 + 972. */
    @Test
    void anUnrecordedGradientInAMixIsRefused() {
        Tensor x = Tensor.variable(3);
        Tensor f = x.pow(3);
        Tensor recorded = Backward.of(f).recorded().run().of(x);
        assertEquals(999, f.add(recorded.square()).backward().of(x).value());

        Tensor g = f.backward().of(x);
        List<Tensor> mixes =
                List.of(
                        f.add(g.square()),
                        f.mul(g.named("slope")),
                        x.mul(g.mul(2).add(1).exp()),
                        Tensor.stack(0, x, g).sum(),
                        Tensor.where(x.gt(0), g, x),
                        x.mul(g.reshape(1)).sum(),
                        f.axpy(2, g),
                        x.pow(g),
                        CustomOp.elementwise("twice", v -> 2 * v, (h, y, v) -> h.mul(2))
                                .apply(g)
                                .add(x));
        for (Tensor mix : mixes) {
            assertRefused(mix::backward, "not recorded", "recorded().run()", "stopGradient()");
            assertRefused(() -> Backward.of(mix).wrt(x).run(), "not recorded");
            assertRefused(() -> Backward.of(mix).recorded().run(), "not recorded");
        }
        assertRefused(() -> g.named("slope").square().backward(), "not recorded");
        assertRefused(
                () -> Differentiate.gradient(v -> v.mul(g)).apply(Tensor.of(1)), "not recorded");
    }

    @Test
    void anUnrecordedGradientMayBeMeantAsAConstant() {
        Tensor x = Tensor.variable(3);
        Tensor g = x.pow(3).backward().of(x);
        assertEquals(
                27 * 27 + 27,
                x.mul(g.square().stopGradient())
                        .add(x.mul(g.stopGradient()))
                        .backward()
                        .of(x)
                        .value());
        assertEquals(27, x.mul(g.value()).backward().of(x).value());
        // a step and a new variable, as an optimizer makes them
        Tensor next = x.sub(g.mul(0.1)).asVariable();
        assertEquals(2 * next.value(), next.square().backward().of(next).value());
        // whether it is positive does not move
        assertEquals(1, Tensor.where(g.gt(0), x, x.mul(2)).backward().of(x).value());
    }

    /** What Differentiate returns is constant for all that varies outside. */
    @Test
    void derivativesOfFunctionsAreNoUnrecordedGradients() {
        Tensor x = Tensor.variable(3);
        Tensor slope = Differentiate.gradient(v -> v.pow(3)).apply(Tensor.of(2));
        assertEquals(12, x.mul(slope).backward().of(x).value());
        Tensor forward = Differentiate.jvp(v -> v.pow(3), Tensor.of(2), Tensor.of(1));
        assertEquals(12, x.mul(forward).backward().of(x).value());
        assertEquals(
                12,
                x.mul(Differentiate.hessian(v -> v.pow(3), Tensor.of(2))).backward().of(x).value());
        assertEquals(
                999,
                Differentiate.gradient(
                                v ->
                                        v.pow(3)
                                                .add(
                                                        Differentiate.gradient(u -> u.pow(3))
                                                                .apply(v)
                                                                .square()))
                        .apply(x)
                        .value());
    }

    @Test
    void aResultThatRestsOnNothingIsRefused() {
        Tensor x = Tensor.variable(3);
        Tensor inQuiet = Tensor.unrecorded(() -> x.square());
        for (Tensor constant :
                List.of(Tensor.of(2), Tensor.of(2).exp(), x.stopGradient().mul(2), inQuiet)) {
            assertRefused(constant::backward, "constant", "asVariable()");
            assertRefused(() -> constant.backward(Tensor.of(1)), "constant");
            assertRefused(() -> Backward.of(constant).wrt(x).run(), "constant");
        }
    }

    /** The gradient of a linear function is a constant, and known to be one. */
    @Test
    void secondDerivativesOfALinearFunctionAreZero() {
        Tensor x = Tensor.variable(3);
        Tensor y = Tensor.variable(4);
        Gradients g = Backward.of(x.mul(5)).recorded().run();
        assertEquals(0, g.of(x).backward().of(x).value());
        assertEquals(0, g.of(x).square().add(1).backward().of(x).value());
        assertEquals(0, g.of(y).backward().of(x).value());
        assertEquals(0, Differentiate.hessian(v -> v.mul(5), x).value());
        assertEquals(0, Differentiate.gradient(v -> Tensor.of(3)).apply(x).value());
    }

    // ---- a pass inside a rule

    private static final CustomOp SIN_BY_A_PASS =
            new CustomOp() {
                @Override
                public Tensor forward(Tensor... x) {
                    return x[0].sin();
                }

                @Override
                public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
                    Tensor v = x[0].asVariable();
                    return g.mul(v.sin().sum().backward().of(v));
                }

                @Override
                public String name() {
                    return "sinByAPass";
                }
            };

    @Test
    void aPassInsideARuleWorks() {
        Tensor x = Tensor.variable(1);
        assertEquals(Math.cos(1), SIN_BY_A_PASS.apply(x).backward().of(x).value());
        Tensor square = SIN_BY_A_PASS.apply(x).square();
        assertEquals(2 * Math.sin(1) * Math.cos(1), square.backward().of(x).value(), 1e-15);
        assertEquals(
                Math.cos(1),
                Differentiate.jvp(SIN_BY_A_PASS::apply, Tensor.of(1), Tensor.of(1)).value());
        assertTrue(GradCheck.of((Tensor v) -> SIN_BY_A_PASS.apply(v), Tensor.of(1)).run().passed());
    }

    @Test
    void aPassInsideARuleHasNoSecondDerivative() {
        assertRefused(
                () -> Differentiate.hessian(SIN_BY_A_PASS::apply, Tensor.of(1)), "not recorded");
        assertRefused(
                () -> Differentiate.hessian(v -> SIN_BY_A_PASS.apply(v).square(), Tensor.of(1)),
                "not recorded");
    }

    @Test
    void aPassInsideAHookWorks() {
        Tensor x = Tensor.variable(2);
        List<Double> seen = new ArrayList<>();
        Gradients g =
                Backward.of(x.mul(5))
                        .hook(
                                x,
                                adjoint -> {
                                    Tensor v = adjoint.asVariable();
                                    Tensor slope = v.pow(3).backward().of(v);
                                    seen.add(slope.value());
                                    return slope;
                                })
                        .run();
        assertEquals(List.of(75.0), seen);
        assertEquals(75, g.of(x).value());
    }

    /** What a rule takes from elsewhere is a constant in a pass that is not recorded. */
    @Test
    void aRuleMayUseWhatVariesElsewhere() {
        Tensor outside = Tensor.variable(7);
        CustomOp op = CustomOp.elementwise("times", v -> 7 * v, (g, y, v) -> g.mul(outside));
        Tensor x = Tensor.variable(1);
        Tensor gradient = op.apply(x).backward().of(x);
        assertEquals(7, gradient.value());
        assertTrue(!gradient.varies());
    }

    // ---- chance under a checkpoint

    @Test
    void chanceUnderACheckpointIsRefused() {
        RandomGenerator random = new SplittableRandom(1);
        UnaryOperator<Tensor> dropout = x -> x.mul(Tensor.uniform(random, 0, 1, 4).gt(0.5)).mul(2);
        Tensor x = Tensor.variable(new double[] {1, 2, 3, 4});
        Tensor y = Differentiate.checkpoint(dropout, x).sum();
        assertRefused(y::backward, "checkpoint", "element", "pass them in");
        Tensor grows =
                Differentiate.checkpoint(
                                v -> Tensor.normal(random, 2 + random.nextInt(1000)).mul(v.sum()))
                        .apply(x)
                        .sum();
        assertRefused(grows::backward, "checkpoint", "shape");
    }

    @Test
    void chanceThatIsPassedInIsRight() {
        Tensor mask = Tensor.uniform(new SplittableRandom(1), 0, 1, 4).gt(0.5);
        Tensor x = Tensor.variable(new double[] {1, 2, 3, Double.NaN});
        Tensor y = Differentiate.checkpoint(v -> v[0].mul(v[1]), List.of(x, mask));
        assertArrayEquals(mask.toArray(), y.backward(Tensor.ones(4)).of(x).toArray());
    }
}
