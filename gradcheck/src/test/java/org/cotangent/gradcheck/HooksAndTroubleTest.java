package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.cotangent.Backward;
import org.cotangent.CustomOp;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.linalg.Equations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Users' code inside a pass: hooks and rules that observe, replace, throw or go wrong; and the
 * watch for what is not finite. Whatever happens, the next pass is right.
 */
class HooksAndTroubleTest {
    @AfterEach
    void afterwards() {
        assertTheEngineIsAsBefore();
    }

    static void assertTheEngineIsAsBefore() {
        Tensor x = Tensor.variable(2);
        Tensor y = x.pow(3);
        assertTrue(y.varies(), "recording is on");
        Tensor slope = Backward.of(y).recorded().run().of(x);
        assertEquals(12, slope.value());
        assertEquals(12, slope.backward().of(x).value());
        assertFalse(y.backward().of(x).varies(), "a first-order pass does not record");
        assertEquals(Double.NEGATIVE_INFINITY, x.mul(0).log().value(), "detection is off");
    }

    // ---- hooks

    @Test
    void aHookObserves() {
        Tensor x = Tensor.variable(3);
        Tensor y = x.square();
        List<Double> seen = new ArrayList<>();
        UnaryOperator<Tensor> watch =
                g -> {
                    seen.add(g.value());
                    return g;
                };
        Gradients g = Backward.of(y.mul(5).add(y)).hook(y, watch).hook(x, watch).run();
        assertEquals(List.of(6.0, 36.0), seen, "complete adjoints, results before inputs");
        assertEquals(36, g.of(x).value());
    }

    @Test
    void aHookReplacesOnALeafAndOnTheWay() {
        Tensor x = Tensor.variable(3);
        Tensor y = x.square();
        Tensor f = y.mul(5);
        assertEquals(1, Backward.of(f).hook(x, g -> g.clamp(-1, 1)).run().of(x).value());
        Gradients inner = Backward.of(f).hook(y, g -> g.mul(10)).retain(y).run();
        assertEquals(50, inner.of(y).value());
        assertEquals(300, inner.of(x).value());
        Gradients result = Backward.of(f).hook(f, g -> Tensor.of(7)).run();
        assertEquals(7 * 30, result.of(x).value());
        assertEquals(30, f.backward().of(x).value(), "hooks are of one pass");
    }

    @Test
    void hooksOfANodeRunInOrder() {
        Tensor x = Tensor.variable(3);
        Gradients g = Backward.of(x.mul(2)).hook(x, a -> a.add(1)).hook(x, a -> a.mul(10)).run();
        assertEquals(30, g.of(x).value(), "(2 + 1) 10");
    }

    @Test
    void aHookOnWhatIsNotReachedIsNotCalled() {
        Tensor x = Tensor.variable(3);
        Tensor other = Tensor.variable(4);
        UnaryOperator<Tensor> never =
                g -> {
                    throw new AssertionError("called");
                };
        Gradients g = Backward.of(x.square()).hook(other, never).hook(x.exp(), never).run();
        assertEquals(6, g.of(x).value());
        assertThrows(
                IllegalArgumentException.class,
                () -> Backward.of(x.square()).hook(Tensor.of(1), a -> a));
    }

    /** Differentiable: the gradient's gradient is that of what the hook returned. */
    @Test
    void aHookInARecordedPassIsPartOfIt() {
        Tensor x = Tensor.variable(3);
        Tensor g = Backward.of(x.pow(3)).hook(x, Tensor::square).recorded().run().of(x);
        assertEquals(27 * 27, g.value());
        assertEquals(36 * 27, g.backward().of(x).value()); // of 9 x⁴
    }

    @Test
    void anExceptionInAHookPassesThrough() {
        Tensor x = Tensor.variable(new double[] {1, 2});
        Tensor y = x.square();
        IllegalStateException own = new IllegalStateException("mine");
        UnaryOperator<Tensor> bad =
                g -> {
                    throw own;
                };
        for (Tensor node : new Tensor[] {x, y}) {
            for (boolean recorded : new boolean[] {false, true}) {
                Backward pass = Backward.of(y.sum()).hook(node, bad);
                Backward run = recorded ? pass.recorded() : pass;
                assertSame(own, assertThrows(IllegalStateException.class, run::run));
                assertArrayEquals(new double[] {2, 4}, y.sum().backward().of(x).toArray());
            }
        }
    }

    @Test
    void aHookMustKeepTheShape() {
        Tensor x = Tensor.variable(new double[] {1, 2});
        Tensor f = x.square().sum();
        message(
                IllegalStateException.class,
                () -> Backward.of(f).hook(x, g -> g.sum()).run(),
                "hook",
                "variable",
                "[2]",
                "[]");
        message(
                IllegalStateException.class,
                () -> Backward.of(f).hook(x, g -> null).run(),
                "hook",
                "null",
                "[2]");
    }

    static String message(Class<? extends Exception> type, Supplier<?> code, String... parts) {
        String message = assertThrows(type, code::get).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "no '" + part + "' in: " + message);
        }
        return message;
    }

    // ---- operations of users' own that go wrong

    /** The square, except where a step is to go wrong. */
    private record Faulty(UnaryOperator<Tensor> value, UnaryOperator<Tensor> rule)
            implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            return value.apply(x[0]);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return rule.apply(g.mul(x[0]).mul(2));
        }
    }

    private static Tensor fails(Tensor x) {
        throw new UnsupportedOperationException("own trouble");
    }

    @Test
    void exceptionsInOwnOperationsPassThrough() {
        Tensor x = Tensor.variable(new double[] {1, 2});
        CustomOp forward = new Faulty(HooksAndTroubleTest::fails, g -> g);
        message(UnsupportedOperationException.class, () -> forward.apply(x), "own trouble");
        assertTheEngineIsAsBefore();
        CustomOp backward = new Faulty(Tensor::square, HooksAndTroubleTest::fails);
        Tensor y = backward.apply(x).sum();
        message(UnsupportedOperationException.class, y::backward, "own trouble");
        assertTheEngineIsAsBefore();
        message(
                UnsupportedOperationException.class,
                () -> Backward.of(y).recorded().run(),
                "own trouble");
        assertTheEngineIsAsBefore();
        message(
                UnsupportedOperationException.class,
                () -> Differentiate.hessian(z -> backward.apply(z).sum(), x),
                "own trouble");
        assertTheEngineIsAsBefore();
        message(
                UnsupportedOperationException.class,
                () -> Tensor.unrecorded(() -> Differentiate.jvp(backward::apply, x, x)),
                "own trouble");
        assertTheEngineIsAsBefore();
        // the graph is whole: another way through it is right
        assertArrayEquals(new double[] {3, 12}, x.pow(3).sum().backward().of(x).toArray());
    }

    @Test
    void aWrongShapeOfARuleIsNamed() {
        Tensor x = Tensor.variable(new double[] {1, 2});
        CustomOp narrow = new Faulty(Tensor::square, g -> g.slice(0, 0, 1).reshape());
        message(
                IllegalStateException.class,
                () -> narrow.apply(x).sum().backward(),
                "Faulty",
                "input 0",
                "[2]",
                "[]");
        CustomOp other = new Faulty(Tensor::square, g -> Tensor.ones(3));
        message(
                IllegalStateException.class,
                () -> other.apply(x).sum().backward(),
                "Faulty",
                "[2]",
                "[3]");
        // a wider one is summed back, as after broadcasting
        CustomOp wide = new Faulty(Tensor::square, g -> g.expand(4, 2));
        assertArrayEquals(new double[] {8, 16}, wide.apply(x).sum().backward().of(x).toArray());
    }

    @Test
    void nullsAndMissingInputsAreNamed() {
        CustomOp none = new Faulty(x -> null, g -> g);
        message(NullPointerException.class, () -> none.apply(Tensor.of(1)), "Faulty", "value");
        message(NullPointerException.class, () -> none.apply((Tensor) null), "Faulty", "input");
        message(IllegalArgumentException.class, none::apply, "Faulty", "no inputs");
        CustomOp one = CustomOp.elementwise("twice", x -> 2 * x, (g, y, x) -> g.mul(2));
        message(
                IllegalArgumentException.class,
                () -> one.apply(Tensor.of(1), Tensor.of(2)),
                "twice",
                "2 inputs");
    }

    @Test
    void closingOverAVariableIsRefused() {
        Tensor hidden = Tensor.variable(3);
        Tensor x = Tensor.variable(2);
        CustomOp leak = new Faulty(in -> in.mul(hidden), g -> g);
        message(IllegalStateException.class, () -> leak.apply(x), "Faulty", "not among the inputs");
        message(
                IllegalStateException.class,
                () -> Differentiate.checkpoint(in -> in.mul(hidden), x),
                "checkpoint",
                "not among the inputs");
        message(
                IllegalStateException.class,
                () ->
                        Differentiate.customVjp(in -> in.mul(hidden), (g, y, in) -> g)
                                .apply(Tensor.of(1)),
                "customVjp");
        message(
                IllegalStateException.class,
                () ->
                        Equations.fixedPoint(
                                z -> z[0].mul(0.5).add(hidden), Tensor.of(0), 1e-12, 99, x),
                "fixedPoint");
        message(
                IllegalStateException.class,
                () -> Differentiate.gradient(y -> leak.apply(y)).apply(Tensor.of(1)),
                "Faulty");
        // by way of a transform, in which the hidden variable is the transform's own argument
        message(
                IllegalStateException.class,
                () ->
                        Differentiate.gradient(h -> Differentiate.checkpoint(in -> in.mul(h), x))
                                .apply(Tensor.of(3)),
                "checkpoint");
        // as a constant it may be used
        CustomOp still = new Faulty(in -> in.mul(hidden.stopGradient()), g -> g);
        assertEquals(6, still.apply(x).value());
    }

    @Test
    void partialsGiveFirstDerivativesOnly() {
        CustomOp length =
                CustomOp.ofPartials(
                        "length",
                        v -> Math.hypot(v[0], v[1] * v[2]),
                        v -> {
                            double r = Math.hypot(v[0], v[1] * v[2]);
                            return new double[] {
                                v[0] / r, v[1] * v[2] * v[2] / r, v[1] * v[1] * v[2] / r
                            };
                        });
        Tensor x = Tensor.variable(new double[] {3, 2});
        Tensor y = Tensor.variable(2);
        Tensor f = length.apply(x, y);
        assertEquals(5, f.value());
        Gradients g = f.mul(10).backward();
        assertArrayEquals(new double[] {6, 16}, g.of(x).toArray(), 1e-14);
        assertEquals(16, g.of(y).value(), 1e-14);
        GradCheck.of((Tensor... in) -> length.apply(in), x, y).run().requirePassed();
        message(
                UnsupportedOperationException.class,
                () -> Backward.of(f).recorded().run(),
                "length",
                "first derivatives");
        assertTheEngineIsAsBefore();
        message(
                UnsupportedOperationException.class,
                () -> Differentiate.hessian(z -> length.apply(z, y), x),
                "length");
        assertTheEngineIsAsBefore();
        // a gradient that nobody differentiates again needs no recording
        UnaryOperator<Tensor> gradient = Differentiate.gradient(z -> length.apply(z, Tensor.of(2)));
        assertArrayEquals(
                new double[] {0.6, 1.6}, gradient.apply(Tensor.vector(3, 2)).toArray(), 1e-14);
        CustomOp short1 = CustomOp.ofPartials("short", v -> v[0], v -> new double[] {1});
        message(
                IllegalStateException.class,
                () -> short1.apply(x).backward(),
                "short",
                "1 partial derivatives for 2");
    }
}
