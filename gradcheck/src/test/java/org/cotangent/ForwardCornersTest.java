package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A forward derivative says what the backward one says: infinities and NaN included, whatever the
 * shape of the result, and through rules that are right for first derivatives only.
 */
class ForwardCornersTest {
    private static final double INFINITE = Double.POSITIVE_INFINITY;
    private static final double[] POINTS = {
        0, -0.0, 1, -1, 0.5, -2, 2, 1e-300, -1e-300, 1e300, INFINITE, -INFINITE, Double.NaN
    };

    record Named(String name, UnaryOperator<Tensor> f) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** The whole table, the functions of two numbers with either held at several points. */
    static List<Named> functions() throws IllegalAccessException {
        List<Named> all = new ArrayList<>();
        for (Field field : OpCoverageTest.fields()) {
            if (field.getType() == Elementwise.Unary.class) {
                Elementwise.Unary op = (Elementwise.Unary) field.get(null);
                all.add(new Named(op.name(), x -> Elementwise.apply(op, x)));
            } else if (field.getType() == Elementwise.Binary.class) {
                Elementwise.Binary op = (Elementwise.Binary) field.get(null);
                for (double other : new double[] {0, 1, -2, 0.5, INFINITE, Double.NaN}) {
                    Tensor b = Tensor.of(other);
                    String name = op.name() + " with " + other;
                    all.add(new Named(name, x -> Elementwise.apply(op, x, b)));
                    if (op != KernelRows.Gate.ROW
                            && op != ElementaryRows.Settle.ROW) { // b is constant
                        all.add(new Named("second " + name, x -> Elementwise.apply(op, b, x)));
                    }
                }
            }
        }
        for (double p : new double[] {0, 1, 2, 3, 0.5, -1, -0.5}) {
            all.add(new Named("to the power " + p, x -> x.pow(p)));
        }
        all.add(new Named("clamp", x -> x.clamp(-1, 1)));
        all.add(new Named("leaky relu", x -> Activations.leakyRelu(x, 0.1)));
        all.add(new Named("elu", x -> Activations.elu(x, 1)));
        all.add(new Named("root of a root", x -> x.sqrt().sqrt()));
        all.add(new Named("norm", x -> x.norm()));
        all.add(new Named("cube root of a product", x -> x.mul(x).mul(x).cbrt()));
        all.add(new Named("root of a square", x -> x.mul(x).sqrt()));
        all.add(new Named("square of a root", x -> x.sqrt().square()));
        all.add(new Named("root times root", x -> x.sqrt().mul(x.add(0).sqrt())));
        all.add(new Named("x times root", x -> x.mul(x.sqrt())));
        all.add(new Named("sigmoid by parts", x -> x.neg().exp().add(1).reciprocal()));
        all.add(new Named("x log x", x -> x.mul(x.log())));
        all.add(new Named("relu, then root", x -> x.relu().sqrt()));
        all.add(new Named("clamp, then root", x -> x.clamp(0, 4).sqrt()));
        all.add(new Named("log of a sum of exp", x -> x.exp().add(x.mul(2).exp()).log()));
        return all;
    }

    @ParameterizedTest
    @MethodSource("functions")
    void forwardIsBackward(Named one) {
        for (double at : POINTS) {
            Tensor x = Tensor.of(at);
            double expected = Differentiate.vjp(one.f, x, Tensor.of(1)).value();
            String where = one + " at " + at;
            assertSame(expected, Differentiate.jvp(one.f, x, Tensor.of(1)).value(), where);
            assertSame(
                    expected, Differentiate.directional(one.f, x, Tensor.of(1), 1).value(), where);
            for (int n : new int[] {2, 4}) {
                Tensor jacobian = Differentiate.jacobian(y -> one.f.apply(y).expand(n), x);
                for (double element : jacobian.toArray()) {
                    assertSame(expected, element, where + ", " + n + " times");
                }
            }
        }
    }

    /** The same number but for the rounding of factors in another order. */
    private static void assertSame(double expected, double actual, String where) {
        boolean close = Math.abs(expected - actual) <= 1e-15 * Math.abs(expected);
        assertTrue(
                close || Double.compare(expected, actual) == 0,
                () -> where + ": forward " + actual + ", backward " + expected);
    }

    /** Nothing passes where nothing moves, however steep it is there. */
    @ParameterizedTest
    @MethodSource("functions")
    void aDirectionOfZerosGivesZero(Named one) {
        for (double at : POINTS) {
            assertEquals(
                    0,
                    Math.abs(Differentiate.jvp(one.f, Tensor.of(at), Tensor.of(0)).value()),
                    one + " at " + at);
        }
    }

    @Test
    void branchesThatWereNotTakenStaySilent() {
        UnaryOperator<Tensor> guarded =
                x -> Tensor.where(x.gt(0), x.sqrt(), x.mul(2)).expand(5).mul(3);
        Tensor at = Tensor.of(0);
        assertEquals(6, Differentiate.jvp(guarded, at, Tensor.of(1)).get(2));
        assertArrayEquals(
                new double[] {6, 6, 6, 6, 6}, Differentiate.jacobian(guarded, at).toArray());
        assertEquals(6, Differentiate.jvp(guarded, Tensor.of(-1), Tensor.of(1)).get(0));
    }

    /** The two results' slopes cancel in the sum over all: still, each has one. */
    @Test
    void slopesThatCancelInASumAreNotLost() {
        UnaryOperator<Tensor> f = x -> Tensor.stack(0, x.sqrt(), x.sqrt().neg());
        Tensor slope = Differentiate.jvp(f, Tensor.of(0), Tensor.of(1));
        assertArrayEquals(new double[] {INFINITE, -INFINITE}, slope.toArray());
    }

    // ---- rules that leave tensors

    private static final CustomOp CUBE =
            CustomOp.elementwise(
                    "cube",
                    x -> x * x * x,
                    (g, y, x) -> {
                        double[] part = g.toArray();
                        for (int i = 0; i < part.length; i++) {
                            part[i] *= 3 * x.toArray()[i] * x.toArray()[i];
                        }
                        return Tensor.of(part, g.shape());
                    });

    private static final CustomOp SUM_OF_CUBES =
            CustomOp.ofPartials(
                    "sum of cubes",
                    x -> x[0] * x[0] * x[0] + x[1] * x[1] * x[1],
                    x -> new double[] {3 * x[0] * x[0], 3 * x[1] * x[1]});

    @Test
    void aRuleThatLeavesTensorsHasFirstDerivatives() {
        Tensor x = Tensor.vector(1, -2);
        Tensor t = Tensor.vector(10, 1);
        assertArrayEquals(new double[] {30, 12}, Differentiate.jvp(CUBE::apply, x, t).toArray());
        assertEquals(42, Differentiate.jvp(SUM_OF_CUBES::apply, x, t).value());
        assertArrayEquals(
                new double[] {30, 12}, Differentiate.directional(CUBE::apply, x, t, 1).toArray());
        for (int n : new int[] {1, 2, 7, 20}) {
            Tensor jacobian = Differentiate.jacobian(y -> CUBE.apply(y).expand(n, 2), x);
            for (int i = 0; i < n; i++) {
                assertEquals(3, jacobian.get(i, 0, 0));
                assertEquals(0, jacobian.get(i, 0, 1));
                assertEquals(12, jacobian.get(i, 1, 1));
            }
        }
    }

    @Test
    void aRuleThatLeavesTensorsHasNoSecondOnes() {
        Tensor x = Tensor.vector(1, -2);
        List<Runnable> second =
                List.of(
                        () -> Differentiate.hessian(y -> CUBE.apply(y).sum(), x),
                        () -> Differentiate.hessian(y -> CUBE.apply(y).square().sum(), x),
                        () -> Differentiate.directional(CUBE::apply, x, x, 2),
                        () -> Differentiate.hessian(SUM_OF_CUBES::apply, x),
                        () -> Differentiate.hessianVectorProduct(y -> CUBE.apply(y).sum(), x, x),
                        () ->
                                Differentiate.gradient(
                                                y -> Differentiate.jvp(CUBE::apply, y, x).sum())
                                        .apply(x));
        for (Runnable one : second) {
            String message =
                    assertThrows(UnsupportedOperationException.class, one::run).getMessage();
            assertTrue(message.contains("cube"), message);
        }
    }

    /** Rules may be constant where there is truly nothing to pass on. */
    @Test
    void aRuleOfZerosIsNoneThatLeavesTensors() {
        CustomOp step =
                CustomOp.elementwise("step", Math::signum, (g, y, x) -> Tensor.zeros(g.shape()));
        assertEquals(0, Differentiate.jvp(x -> step.apply(x), Tensor.of(3), Tensor.of(1)).value());
        assertEquals(0, Differentiate.hessian(x -> step.apply(x).square(), Tensor.of(3)).value());
        assertEquals(
                0, Differentiate.directional(step::apply, Tensor.of(3), Tensor.of(1), 2).value());
    }

    /** Elements that `where` discards leak no NaN through a custom elementwise operation. */
    @Test
    void aDiscardedBranchOfAnOwnOperationSendsNothing() {
        CustomOp root = CustomOp.elementwise("root", Math::sqrt, (g, y, x) -> g.div(y).mul(0.5));
        Tensor x = Tensor.variable(new double[] {0, -1, 4});
        Tensor f = Tensor.where(x.gt(0), root.apply(x), Tensor.of(0)).sum();
        assertArrayEquals(new double[] {0, 0, 0.25}, f.backward().of(x).toArray());
        Tensor hessian =
                Differentiate.hessian(
                        z -> Tensor.where(z.gt(0), root.apply(z), Tensor.of(0)).sum(), x);
        assertEquals(0, hessian.get(0, 0));
        assertEquals(0, hessian.get(1, 1));
        assertEquals(-1 / 32.0, hessian.get(2, 2), 1e-17);
    }
}
