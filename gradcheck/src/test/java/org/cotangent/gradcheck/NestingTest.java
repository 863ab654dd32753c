package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Backward;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.linalg.Equations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transforms inside transforms, of every kind in every other. */
class NestingTest {
    private static final Tensor AT = Tensor.of(0.8);

    /** What gives back the function it is given, by way of a transform. */
    private enum Detour {
        NONE(f -> f),
        CHECKPOINT(Differentiate::checkpoint),
        CUSTOM_VJP(f -> Differentiate.customVjp(f, (g, y, x) -> Differentiate.vjp(f, x, g))),
        ROOT(
                f ->
                        x ->
                                Equations.root(
                                        z -> z[0].pow(3).sub(f.apply(z[1]).pow(3)),
                                        Tensor.of(2),
                                        1e-15,
                                        100,
                                        x)),
        FIXED_POINT(
                f ->
                        x ->
                                Equations.fixedPoint(
                                        z -> f.apply(z[1]).square().div(z[0]).add(z[0]).mul(0.5),
                                        Tensor.of(2),
                                        1e-15,
                                        100,
                                        x)),
        // linear in t, so that the derivative is f whatever t is; x is used from outside
        GRADIENT(f -> x -> Differentiate.gradient(t -> t.mul(f.apply(x))).apply(Tensor.of(3))),
        JVP(f -> x -> Differentiate.jvp(t -> t.mul(f.apply(x)), Tensor.of(3), Tensor.of(1))),
        VJP(f -> x -> Differentiate.vjp(t -> t.mul(f.apply(x)), Tensor.of(3), Tensor.of(1))),
        JACOBIAN(f -> x -> Differentiate.jacobian(t -> t.mul(f.apply(x)), Tensor.of(3))),
        HESSIAN(f -> x -> Differentiate.hessian(t -> t.square().mul(f.apply(x)), AT).mul(0.5)),
        DIRECTIONAL(
                f ->
                        x ->
                                Differentiate.directional(
                                                t -> t.square().mul(f.apply(x)),
                                                Tensor.of(3),
                                                Tensor.of(1),
                                                2)
                                        .mul(0.5)),
        CURRIED_ROOT(
                f ->
                        x ->
                                Equations.root(
                                                z -> z[0].pow(3).sub(f.apply(z[1]).pow(3)),
                                                1e-15,
                                                100)
                                        .apply(Tensor.of(2), x)),
        CURRIED_FIXED_POINT(
                f ->
                        x ->
                                Equations.fixedPoint(
                                                z ->
                                                        f.apply(z[1])
                                                                .square()
                                                                .div(z[0])
                                                                .add(z[0])
                                                                .mul(0.5),
                                                1e-15,
                                                100)
                                        .apply(Tensor.of(2), x)),
        // what comes with a derivative is a function of what is used from outside, too
        VALUE(
                f ->
                        x ->
                                Differentiate.valueAndGradient(t -> t.mul(f.apply(x)), Tensor.of(1))
                                        .value()),
        VALUE_BY_ROWS(
                f ->
                        x ->
                                Differentiate.valueAndJacobian(t -> t.mul(f.apply(x)), Tensor.of(1))
                                        .value()),
        VALUE_BY_COLUMNS(
                f ->
                        x ->
                                Differentiate.valueAndJacobian(
                                                t -> t.mul(f.apply(x)).expand(5), Tensor.of(1))
                                        .value()
                                        .mean()),
        SEVERAL(
                f ->
                        x ->
                                Differentiate.jvp(
                                        t -> t[0].mul(t[1]).mul(f.apply(x)),
                                        List.of(Tensor.of(3), Tensor.of(1)),
                                        List.of(Tensor.of(-2), Tensor.of(1)))),
        MIXED_BLOCK(
                f ->
                        x ->
                                Differentiate.hessians(
                                                t -> t[0].mul(t[1]).mul(f.apply(x)),
                                                Tensor.of(3),
                                                Tensor.of(7))
                                        .get(1)
                                        .get(0)),
        MAP(f -> x -> Differentiate.mapSlices(f, x.unsqueeze(0)).squeeze(0)),
        UNUSED_HALF(
                f ->
                        x ->
                                f.apply(x)
                                        .mul(2)
                                        .sub(f.apply(x.stopGradient()))
                                        .sub(f.apply(x).sub(f.apply(x.stopGradient()))));

        private final UnaryOperator<UnaryOperator<Tensor>> way;

        Detour(UnaryOperator<UnaryOperator<Tensor>> way) {
            this.way = way;
        }
    }

    /** What gives the derivative of a function from number to number. */
    private enum Derivative {
        GRADIENT(Differentiate::gradient),
        VALUE_AND_GRADIENT(f -> x -> Differentiate.valueAndGradient(f, x).gradient()),
        GRADIENTS(f -> x -> Differentiate.gradients(in -> f.apply(in[0]), x).get(0)),
        VJP(f -> x -> Differentiate.vjp(f, x, Tensor.of(1))),
        JVP(f -> x -> Differentiate.jvp(f, x, Tensor.of(1))),
        JACOBIAN(Differentiate::jacobian),
        JACOBIANS(f -> x -> Differentiate.jacobians(in -> f.apply(in[1]), AT, x).get(1)),
        COLUMNS(
                f ->
                        x ->
                                Differentiate.jacobian(y -> f.apply(y).expand(5), x)
                                        .slice(0, 2, 3)
                                        .reshape()),
        VALUE_AND_JACOBIAN(f -> x -> Differentiate.valueAndJacobian(f).apply(x).jacobian()),
        VJPS(
                f ->
                        x ->
                                Differentiate.vjps(
                                                in -> f.apply(in[0]).mul(in[1]),
                                                List.of(x, Tensor.of(2)),
                                                Tensor.of(0.5))
                                        .get(0)),
        JVPS(
                f ->
                        x ->
                                Differentiate.jvp(
                                        in -> f.apply(in[0]).mul(in[1]),
                                        List.of(x, Tensor.of(2)),
                                        List.of(Tensor.of(0.5), Tensor.of(0)))),
        DIRECTIONAL(f -> x -> Differentiate.directional(f, x, Tensor.of(1), 1)),
        ROWS(
                f ->
                        x ->
                                Differentiate.jacobianOfRows(
                                                row -> f.apply(row.reshape()).reshape(1, 1),
                                                x.reshape(1, 1))
                                        .reshape()),
        BY_HAND(
                f ->
                        x -> {
                            Tensor own = x.mul(1); // a node of its own, if x varies
                            Tensor at = own.varies() ? own : x.asVariable();
                            return Backward.of(f.apply(at)).wrt(at).recorded().run().of(at);
                        });

        private final UnaryOperator<UnaryOperator<Tensor>> of;

        Derivative(UnaryOperator<UnaryOperator<Tensor>> of) {
            this.of = of;
        }
    }

    /** x sin x + 2: positive around the point. */
    private static Tensor known(Tensor x) {
        return x.mul(x.sin()).add(2);
    }

    private static double known(int order) {
        double x = AT.value();
        return switch (order) {
            case 0 -> x * Math.sin(x) + 2;
            case 1 -> Math.sin(x) + x * Math.cos(x);
            case 2 -> 2 * Math.cos(x) - x * Math.sin(x);
            default -> -3 * Math.sin(x) - x * Math.cos(x);
        };
    }

    private static Stream<Detour[]> pairsOfDetours() {
        return Stream.of(Detour.values())
                .flatMap(p -> Stream.of(Detour.values()).map(q -> new Detour[] {p, q}));
    }

    @ParameterizedTest
    @MethodSource("pairsOfDetours")
    void aDetourInADetour(Detour outer, Detour inner) {
        UnaryOperator<Tensor> f = outer.way.apply(inner.way.apply(NestingTest::known));
        for (int order = 0; order <= 3; order++) {
            String what = outer + " of " + inner + ", order " + order;
            assertEquals(known(order), f.apply(AT).value(), 1e-9, what);
            f = Differentiate.gradient(f);
        }
    }

    private static Stream<Derivative[]> pairsOfDerivatives() {
        return Stream.of(Derivative.values())
                .flatMap(p -> Stream.of(Derivative.values()).map(q -> new Derivative[] {p, q}));
    }

    @ParameterizedTest
    @MethodSource("pairsOfDerivatives")
    void aDerivativeOfADerivative(Derivative outer, Derivative inner) {
        for (Detour detour : Detour.values()) {
            UnaryOperator<Tensor> f = detour.way.apply(NestingTest::known);
            UnaryOperator<Tensor> second = outer.of.apply(inner.of.apply(f));
            String what = outer + " of " + inner + " of " + detour;
            assertEquals(known(2), second.apply(AT).value(), 1e-10, what);
            double third = Differentiate.gradient(second).apply(AT).value();
            assertEquals(known(3), third, 1e-9, what + ", order 3");
        }
    }

    private static Stream<Derivative> derivatives() {
        return Stream.of(Derivative.values());
    }

    /** What a function uses from outside is constant within and variable without. */
    @ParameterizedTest
    @MethodSource("derivatives")
    void closuresOverOuterVariables(Derivative derivative) {
        for (Detour detour : Detour.values()) {
            Tensor a = Tensor.variable(1.5);
            // the detour passes on its argument alone, so the outer variable comes in after it
            UnaryOperator<Tensor> f = x -> detour.way.apply(NestingTest::known).apply(x).mul(a);
            Tensor slope = derivative.of.apply(f).apply(AT);
            String what = derivative + " of " + detour;
            assertEquals(1.5 * known(1), slope.value(), 1e-10, what);
            assertTrue(slope.varies(), what);
            assertEquals(known(1), slope.backward().of(a).value(), 1e-10, what);
            // both at once: d/da of a d/dx f(a x), at x = 1, with a in the place of the point
            Tensor b = Tensor.variable(AT.value());
            Tensor inner = derivative.of.apply(x -> known(x.mul(b))).apply(Tensor.of(1));
            double expected = known(1) + AT.value() * known(2);
            assertEquals(expected, inner.backward().of(b).value(), 1e-10, what);
        }
    }

    /** The classic trap: the inner derivative must not see the outer's perturbation. */
    @ParameterizedTest
    @MethodSource("derivatives")
    void perturbationsAreNotConfused(Derivative d) {
        UnaryOperator<Tensor> f = x -> x.mul(d.of.apply(y -> x.add(y)).apply(Tensor.of(1)));
        for (Derivative outer : Derivative.values()) {
            assertEquals(1, outer.of.apply(f).apply(Tensor.of(1)).value(), outer + " of " + d);
        }
        // at the outer variable itself: x · d/dy (x y) at y = x is x²
        UnaryOperator<Tensor> g = x -> x.mul(d.of.apply(y -> x.mul(y)).apply(x));
        for (Derivative outer : Derivative.values()) {
            assertEquals(6, outer.of.apply(g).apply(Tensor.of(3)).value(), 1e-14, outer + "");
        }
    }

    @ParameterizedTest
    @MethodSource("derivatives")
    void insideUnrecordedCodeDerivativesAreConstants(Derivative derivative) {
        if (derivative == Derivative.BY_HAND) {
            return; // which is what unrecorded code switches off
        }
        for (Detour detour : Detour.values()) {
            UnaryOperator<Tensor> f = detour.way.apply(NestingTest::known);
            String what = derivative + " of " + detour;
            for (Tensor at : new Tensor[] {AT, AT.asVariable()}) {
                Tensor slope = Tensor.unrecorded(() -> derivative.of.apply(f).apply(at));
                assertEquals(known(1), slope.value(), 1e-10, what);
                assertFalse(slope.varies(), what);
                Tensor second =
                        Tensor.unrecorded(
                                () -> derivative.of.apply(Differentiate.gradient(f)).apply(at));
                assertEquals(known(2), second.value(), 1e-10, what);
                // and the other way around: unrecorded code inside is constant
                Tensor none =
                        derivative
                                .of
                                .apply(x -> Tensor.unrecorded(() -> f.apply(x)).add(x))
                                .apply(at);
                assertEquals(1, none.value(), what);
            }
            assertTrue(AT.asVariable().exp().varies(), "recording goes on");
        }
    }

    @Test
    void stopGradientStopsEveryOrder() {
        UnaryOperator<Tensor> f = x -> x.mul(x.stopGradient());
        assertEquals(3, Differentiate.gradient(f).apply(Tensor.of(3)).value());
        assertEquals(0, Differentiate.hessian(f, Tensor.of(3)).value());
        assertEquals(3, Differentiate.jvp(f, Tensor.of(3), Tensor.of(1)).value());
        // a shift that leaves values alone, and makes the slope that of the second function
        UnaryOperator<Tensor> through =
                x -> x.round().stopGradient().add(x.square().sub(x.square().stopGradient()));
        assertEquals(2, through.apply(Tensor.of(2.3)).value());
        assertEquals(4.6, Differentiate.gradient(through).apply(Tensor.of(2.3)).value());
        assertEquals(2, Differentiate.hessian(through, Tensor.of(2.3)).value());
    }

    @Test
    void aResultIsRecordedOnlyIfSomethingOutsideVaries() {
        for (Derivative derivative : Derivative.values()) {
            if (derivative != Derivative.BY_HAND) {
                UnaryOperator<Tensor> slope = derivative.of.apply(NestingTest::known);
                assertFalse(slope.apply(AT).varies(), derivative + " at a constant");
                assertTrue(slope.apply(AT.asVariable()).varies(), derivative + " at a variable");
            }
        }
    }
}
