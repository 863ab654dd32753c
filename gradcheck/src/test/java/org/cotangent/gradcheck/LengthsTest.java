package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Axes;
import org.cotangent.Differentiate;
import org.cotangent.Linalg;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Lengths at 0: the first derivative is the subgradient 0, a second one does not exist and is NaN,
 * however the length is written; squares of lengths are smooth, with derivatives of any order.
 */
class LengthsTest {
    private static final Tensor ZERO = Tensor.zeros(3);
    private static final double[] TWICE_IDENTITY = {2, 0, 0, 0, 2, 0, 0, 0, 2};

    record Length(String name, UnaryOperator<Tensor> f) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** Ways to write the Euclidean length of a vector of three. */
    static List<Length> lengths() {
        return List.of(
                new Length("norm", Tensor::norm),
                new Length("norm of an axis", x -> x.norm(0)),
                new Length("norm that keeps its axis", x -> x.norm(Axes.keep(0)).reshape()),
                new Length("norm of a matrix", x -> x.reshape(3, 1).norm()),
                new Length("Frobenius", x -> Linalg.matrixNorm(x.reshape(1, 3), Linalg.MatrixNorm.FROBENIUS)),
                new Length("root of squares", x -> x.square().sum().sqrt()),
                new Length("root of products", x -> x.mul(x).sum().sqrt()),
                new Length("root of powers", x -> x.pow(2).sum().sqrt()),
                new Length("root of dot", x -> x.matmul(x).sqrt()),
                new Length("power of squares", x -> x.square().sum().pow(0.5)),
                new Length("hypot", x -> x.at(0).hypot(x.at(1)).hypot(x.at(2))),
                new Length("deviation", x -> Tensor.concat(0, x, x.neg()).std(Axes.all(), 0).mul(Math.sqrt(3))),
                new Length("half of twice", x -> x.mul(2).norm().div(2)));
    }

    static Stream<Length> squares() {
        List<Length> all = new ArrayList<>();
        for (Length one : lengths()) {
            UnaryOperator<Tensor> f = one.f;
            if (one.name.equals("power of squares")) {
                continue; // the square of any other power is a product
            }
            all.add(new Length("square of " + one, x -> f.apply(x).square()));
            all.add(new Length("second power of " + one, x -> f.apply(x).pow(2)));
            all.add(
                    new Length(
                            "itself times " + one,
                            x -> {
                                Tensor y = f.apply(x);
                                return y.mul(y);
                            }));
        }
        all.add(new Length("norm times norm", x -> x.norm().mul(x.norm())));
        all.add(new Length("sum of squares", x -> x.square().sum()));
        all.add(new Length("squares of abs", x -> x.abs().square().sum()));
        all.add(new Length("abs times abs", x -> x.abs().mul(x.abs()).sum()));
        all.add(new Length("squares of lengths of one", x -> x.reshape(3, 1).norm(1).square().sum()));
        all.add(new Length("hypot of norms", x -> x.norm().hypot(x.norm().mul(2)).square().div(5)));
        all.add(new Length("norm of hypots", x -> x.hypot(x.mul(2)).norm().square().div(5)));
        all.add(new Length("squares of hypots", x -> x.hypot(Tensor.of(0)).square().sum()));
        return all.stream();
    }

    @ParameterizedTest
    @MethodSource("squares")
    void theSquareOfALengthIsSmooth(Length square) {
        assertArrayEquals(
                new double[3], abs(Differentiate.gradient(square.f).apply(ZERO)), "gradient");
        assertArrayEquals(
                TWICE_IDENTITY, Differentiate.hessian(square.f, ZERO).toArray(), 1e-14, "Hessian");
        Tensor third =
                Differentiate.jacobian(x -> Differentiate.hessian(square.f, x), ZERO);
        assertArrayEquals(new double[27], abs(third), 1e-13, "third derivative");
        Tensor at = Tensor.vector(1, -2, 0);
        assertArrayEquals(
                new double[] {2, -4, 0}, Differentiate.gradient(square.f).apply(at).toArray(), 1e-14);
        assertArrayEquals(TWICE_IDENTITY, Differentiate.hessian(square.f, at).toArray(), 1e-13);
        Tensor along = Differentiate.directional(square.f, ZERO, at, 2);
        assertEquals(10, along.value(), 1e-13, "second derivative along a direction");
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void aLengthHasNoSecondDerivativeAtZero(Length length) {
        assertArrayEquals(
                new double[3], abs(Differentiate.gradient(length.f).apply(ZERO)), "gradient");
        if (length.name.equals("hypot")) {
            return; // of three numbers a length of lengths: what the outer one does not pass on
        }
        double[] hessian = Differentiate.hessian(length.f, ZERO).toArray();
        for (int i = 0; i < 9; i += 4) {
            assertEquals(Double.NaN, hessian[i], "element " + i + " of " + Arrays.toString(hessian));
        }
        assertEquals(0, Math.abs(Differentiate.jvp(length.f, ZERO, Tensor.ones(3)).value()));
    }

    /** A factor in front, functions behind. */
    @Test
    void smoothFunctionsOfSquares() {
        UnaryOperator<Tensor> bell = x -> x.norm().square().mul(-0.5).exp();
        assertArrayEquals(
                new double[] {-1, 0, 0, 0, -1, 0, 0, 0, -1},
                Differentiate.hessian(bell, ZERO).toArray());
        UnaryOperator<Tensor> hidden = x -> x.norm().mul(3).square().add(1).sqrt();
        assertArrayEquals(
                new double[] {9, 0, 0, 0, 9, 0, 0, 0, 9},
                Differentiate.hessian(hidden, ZERO).toArray(),
                1e-14);
        Tensor variance =
                Differentiate.hessian(x -> x.std(Axes.all(), 1).square(), Tensor.full(4, 3));
        Tensor expected = Differentiate.hessian(x -> x.var(Axes.all(), 1), Tensor.full(4, 3));
        assertArrayEquals(expected.toArray(), variance.toArray(), 1e-15);
    }

    @Test
    void theSquareOfARootIsLinear() {
        UnaryOperator<Tensor> f = x -> x.sqrt().square();
        assertEquals(1, Differentiate.gradient(f).apply(Tensor.of(0)).value());
        assertEquals(1, Differentiate.gradient(f).apply(Tensor.of(7)).value());
        assertEquals(0, Differentiate.hessian(f, Tensor.of(7)).value());
        assertEquals(Double.NaN, Differentiate.gradient(f).apply(Tensor.of(-1)).value());
        assertEquals(1, Differentiate.gradient(x -> x.sqrt().mul(x.sqrt())).apply(Tensor.of(0)).value());
    }

    /** Third and fourth powers have second derivatives of 0 there. */
    @Test
    void higherPowers() {
        for (double p : new double[] {3, 4, 5}) {
            double[] hessian = Differentiate.hessian(x -> x.norm().pow(p), ZERO).toArray();
            assertArrayEquals(new double[9], abs(Tensor.of(hessian)), "power " + p);
        }
    }

    @Test
    void theDirectionOfNothing() {
        double[] jacobian = Differentiate.jacobian(x -> x.div(x.norm()), ZERO).toArray();
        assertEquals(Double.NaN, jacobian[0]);
        Tensor where =
                Differentiate.hessian(
                        x -> Tensor.where(x.norm().gt(0), x.norm(), x.square().sum()), ZERO);
        assertArrayEquals(TWICE_IDENTITY, where.toArray());
    }

    /** What is linear in pieces has a second derivative of 0 in each, and where they meet. */
    @Test
    void piecesOfLines() {
        assertEquals(0, Differentiate.hessian(Tensor::abs, Tensor.of(0)).value());
        assertEquals(0, Differentiate.hessian(Tensor::relu, Tensor.of(0)).value());
    }

    private static double[] abs(Tensor x) {
        return x.abs().toArray();
    }
}
