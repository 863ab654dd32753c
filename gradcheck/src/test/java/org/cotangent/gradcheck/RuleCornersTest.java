package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.UnaryOperator;
import org.cotangent.Activations;
import org.cotangent.Backward;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/** Branches inside the rules that the draws of the table miss. Found by mutation testing. */
class RuleCornersTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static double slope(UnaryOperator<Tensor> f, double at) {
        return Differentiate.gradient(f).apply(Tensor.of(at)).value();
    }

    private static double second(UnaryOperator<Tensor> f, double at) {
        return slope(Differentiate.gradient(f), at);
    }

    // ---- clamp

    @Test
    void clampPassesTheGradientAtBothEdges() {
        Tensor x = Tensor.variable(new double[] {-2, -1, 0, 2, 3});
        Tensor y = x.clamp(-1, 2);
        assertArrayEquals(new double[] {-1, -1, 0, 2, 2}, y.toArray());
        assertArrayEquals(new double[] {0, 1, 1, 1, 0}, y.sum().backward().of(x).toArray());
    }

    @Test
    void clampBetweenEqualBoundsIsAConstant() {
        Tensor x = Tensor.variable(new double[] {1, 2, 3});
        assertArrayEquals(new double[] {2, 2, 2}, x.clamp(2, 2).toArray());
        Tensor nan = Tensor.variable(new double[] {1, 2, Double.NaN});
        assertArrayEquals(
                new double[] {0, 0, Double.NaN},
                nan.clamp(2, 2).sum().backward().of(nan).toArray());
        assertThrows(IllegalArgumentException.class, () -> x.clamp(2, 1));
        assertThrows(IllegalArgumentException.class, () -> x.clamp(Double.NaN, 1));
        assertThrows(IllegalArgumentException.class, () -> x.clamp(1, Double.NaN));
    }

    // ---- powers at the ends of the range

    private static double inBase(double base, double exponent) {
        return slope(x -> x.pow(Tensor.of(exponent)), base);
    }

    private static double inExponent(double base, double exponent) {
        return slope(x -> Tensor.of(base).pow(x), exponent);
    }

    @Test
    void powersWithInfiniteExponents() {
        assertEquals(0, inBase(0.5, INF));
        assertEquals(0, slope(x -> x.pow(INF), 0.5));
        assertEquals(0, inBase(2, -INF));
        assertEquals(INF, inBase(2, INF));
        assertEquals(-INF, inBase(0.5, -INF));
        assertEquals(0, Math.abs(inExponent(0.5, INF)));
        assertEquals(0, second(x -> x.pow(INF), 0.5));
        assertEquals(Double.NaN, inBase(1, INF));
        assertEquals(Double.NaN, inBase(0.5, Double.NaN));
    }

    /** Slopes in the range where the power is beyond it; the values from 60 digits. */
    @Test
    void slopesOfPowersThatLeaveTheRange() {
        assertEquals(1.2460659279419801826e308, inExponent(2, 1024.0000000000002), 2e293);
        assertEquals(4.8977881936844769364e306, inBase(1e-310, 0.001), 5e293);
        assertEquals(4.8977881936844769364e306, slope(x -> x.pow(0.001), 1e-310), 5e293);
        assertEquals(1.5691434279549147896e-307, inBase(0.99928, 1e6), 1e-319);
        assertEquals(-INF, inBase(0, -2));
        assertEquals(Math.log(2), slope(x -> Tensor.of(2).pow(x), 0));
    }

    @Test
    void logAtMinusZeroIsLogAtZero() {
        assertEquals(INF, slope(Tensor::log, 0));
        assertEquals(INF, slope(Tensor::log, -0.0));
        assertEquals(-INF, second(Tensor::log, 0));
        assertEquals(-INF, second(Tensor::log, -0.0));
        Tensor x = Tensor.variable(new double[] {0, -0.0, -1, 2});
        double[] slopes = {INF, INF, -1, 0.5};
        assertArrayEquals(slopes, x.log().sum().backward().of(x).toArray());
        assertArrayEquals(slopes, Backward.of(x.log().sum()).recorded().run().of(x).toArray());
        assertEquals(-INF, slope(Tensor::reciprocal, -0.0));
    }

    /** One function of two numbers: shared evenly, whichever of them varies. */
    @Test
    void ofEqualNumbersEachHasHalf() {
        assertEquals(0.5, slope(x -> x.max(0), 0));
        assertEquals(0.5, slope(x -> x.min(0), 0));
        assertEquals(0, slope(Tensor::relu, 0));
    }

    // ---- the kink of leakyRelu and elu: the least slope in size

    @Test
    void leakyReluAtZero() {
        assertEquals(0.01, slope(x -> Activations.leakyRelu(x, 0.01), 0));
        assertEquals(1, slope(x -> Activations.leakyRelu(x, 3), 0));
        assertEquals(0, slope(x -> Activations.leakyRelu(x, -2), 0));
        assertEquals(Double.NaN, slope(x -> Activations.leakyRelu(x, 0.01), Double.NaN));
    }

    @Test
    void eluAtZero() {
        assertEquals(0.5, slope(x -> Activations.elu(x, 0.5), 0));
        assertEquals(1, slope(x -> Activations.elu(x, 2), 0));
        assertEquals(0, slope(x -> Activations.elu(x, -1), 0));
        assertEquals(0, second(x -> Activations.elu(x, 0.5), 0));
        assertEquals(0.5 * Math.exp(-1), second(x -> Activations.elu(x, 0.5), -1), 1e-15);
        assertEquals(0, second(x -> Activations.elu(x, 0.5), 1));
    }

    // ---- a slope that is not a number, under an adjoint of 0

    /** In one array: slopes under 0 become 0, the others stay as they are, NaN among them. */
    @Test
    void onlyNaNUnderAnAdjointOfZeroIsSettled() {
        Tensor x = Tensor.variable(new double[] {0, 4, 0, -1});
        Tensor y = x.sqrt();
        Tensor adjoint = Tensor.vector(0, 3, 2, 5);
        Gradients gradients = y.backward(adjoint);
        assertArrayEquals(new double[] {0, 0.75, INF, Double.NaN}, gradients.of(x).toArray());
        Gradients recorded = Backward.of(y).seed(adjoint).recorded().run();
        assertArrayEquals(new double[] {0, 0.75, INF, Double.NaN}, recorded.of(x).toArray());
    }

    @Test
    void theFirstAndTheLastElementAreSettledToo() {
        Tensor x = Tensor.variable(new double[] {0, 4});
        assertArrayEquals(
                new double[] {0, 0.25}, x.sqrt().backward(Tensor.vector(0, 1)).of(x).toArray());
        Tensor z = Tensor.variable(new double[] {4, 0});
        assertArrayEquals(
                new double[] {0.25, 0}, z.sqrt().backward(Tensor.vector(1, 0)).of(z).toArray());
    }

    // ---- where

    @Test
    void whereBroadcastsEachOfItsThree() {
        Tensor mask = Tensor.vector(1, 0);
        Tensor a = Tensor.variable(new double[][] {{1, 2}, {3, 4}});
        Tensor b = Tensor.variable(new double[] {10, 20});
        Tensor y = Tensor.where(mask, a, b);
        assertArrayEquals(new double[] {1, 20, 3, 20}, y.toArray());
        Gradients g = y.backward(Tensor.of(new double[][] {{5, 6}, {7, 8}}));
        assertArrayEquals(new double[] {5, 0, 7, 0}, g.of(a).toArray());
        assertArrayEquals(new double[] {0, 14}, g.of(b).toArray());
    }

    @Test
    void whateverIsNotZeroInTheMaskPassesTheAdjointAsItIs() {
        Tensor a = Tensor.variable(new double[] {1, 2, 3});
        Tensor b = Tensor.variable(new double[] {4, 5, 6});
        Gradients g = Tensor.where(Tensor.vector(3, -2, 0), a, b).backward(Tensor.ones(3));
        assertArrayEquals(new double[] {1, 1, 0}, g.of(a).toArray());
        assertArrayEquals(new double[] {0, 0, 1}, g.of(b).toArray());
    }

    @Test
    void whereDoesNotVaryWithItsMask() {
        Tensor x = Tensor.variable(new double[] {1, 0});
        assertFalse(Tensor.where(x, Tensor.of(1), Tensor.of(2)).varies());
        assertTrue(Tensor.where(x, x, Tensor.of(2)).varies());
    }

    // ---- zeros, infinities and exponents

    /** -0 is in the domain of the root, whose result is +0: its pole lies on the right side. */
    @Test
    void rootsOfMinusZero() {
        assertEquals(0.0, Tensor.of(-0.0).sqrt().value());
        assertEquals(INF, slope(Tensor::sqrt, -0.0));
        assertEquals(INF, Tensor.of(-0.0).rsqrt().value());
    }

    @Test
    void siluAndGeluAreStraightAtInfinity() {
        for (double far : new double[] {1e200, INF}) {
            assertEquals(0, second(Activations::silu, far) + 0.0);
            assertEquals(0, second(Activations::silu, -far) + 0.0);
            assertEquals(0, second(Activations::gelu, far) + 0.0);
            assertEquals(0, second(Activations::gelu, -far) + 0.0);
        }
    }

    @Test
    void minSendsTheAdjointToTheSmaller() {
        Tensor a = Tensor.variable(new double[] {1, 4, 3});
        Tensor b = Tensor.variable(new double[] {2, 2, 3});
        Gradients g = a.min(b).backward(Tensor.vector(5, 7, 8));
        assertArrayEquals(new double[] {5, 0, 4}, g.of(a).toArray());
        assertArrayEquals(new double[] {0, 7, 4}, g.of(b).toArray());
    }

    @Test
    void powWithAnExponentThatVaries() {
        Tensor a = Tensor.variable(new double[] {3, 0, -2, 0});
        Tensor b = Tensor.variable(new double[] {1, 0, 2, 2});
        Tensor y = a.pow(b);
        assertArrayEquals(new double[] {3, 1, 4, 0}, y.toArray());
        Gradients g = y.backward(Tensor.ones(4));
        assertArrayEquals(new double[] {1, 0, -4, 0}, g.of(a).toArray());
        // a base of 0 or below does not move with its exponent
        assertArrayEquals(new double[] {3 * Math.log(3), 0, 0, 0}, g.of(b).toArray(), 1e-15);
    }

    // ---- lengths and quotients

    /** Along a the second derivative is b² / |x|³, the third -3 a b² / |x|⁵: nothing cancels. */
    @Test
    void lengthsThatOneElementDominates() {
        Tensor x = Tensor.vector(1e8, 1);
        UnaryOperator<Tensor> length = y -> y.norm();
        Tensor hessian = Differentiate.hessian(length, x);
        assertEquals(-1e-16, hessian.get(0, 1), 1e-30);
        assertEquals(1e-8, hessian.get(1, 1), 1e-22);
        double[] along = {1e-24, -3e-32, 12e-40};
        for (int order = 2; order <= 4; order++) {
            Tensor d = Differentiate.directional(length, x, Tensor.vector(1, 0), order);
            double right = along[order - 2];
            assertEquals(right, d.value(), 1e-14 * Math.abs(right), "order " + order);
        }
        assertEquals(1e-24, hessian.get(0, 0), 1e-38);
    }

    /** The second slope of a quotient is in the range along a direction as small as the divisor. */
    @Test
    void quotientsOfSmallNumbers() {
        Tensor x = Tensor.vector(0x3p-600, 0x1p-600);
        UnaryOperator<Tensor> f = y -> y.at(0).div(y.at(1));
        Tensor along = Differentiate.hessianVectorProduct(f, x, Tensor.vector(0, 0x1p-600));
        assertArrayEquals(new double[] {-0x1p600, 0x6p600}, along.toArray());
    }

    // ---- what is missing

    @Test
    void aMissingSecondOperandIsNamed() {
        Tensor x = Tensor.variable(1);
        String message =
                assertThrows(NullPointerException.class, () -> x.hypot((Tensor) null)).getMessage();
        assertTrue(message.contains("hypot: the second operand is null"), message);
        message = assertThrows(NullPointerException.class, () -> x.axpy(2, null)).getMessage();
        assertTrue(message.contains("axpy: the tensor to be added is null"), message);
    }
}
