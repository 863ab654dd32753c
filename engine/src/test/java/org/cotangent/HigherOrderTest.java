package org.cotangent;

import static org.cotangent.Differentiate.gradient;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Gradients of gradients. */
class HigherOrderTest {
    @Test
    void thirdDerivatives() {
        assertEquals(6, third(x -> x.pow(3)).apply(Tensor.of(2)).value(), 1e-12);
        assertEquals(6, third(x -> x.mul(x).mul(x)).apply(Tensor.of(2)).value(), 1e-12);
        assertEquals(Math.exp(0.3), third(Tensor::exp).apply(Tensor.of(0.3)).value(), 1e-15);
        // x² eˣ: (x² + 6 x + 6) eˣ
        assertEquals(
                (0.25 + 3 + 6) * Math.exp(0.5),
                third(x -> x.square().mul(x.exp())).apply(Tensor.of(0.5)).value(),
                1e-13);
        // a product of three different functions of x
        double s = Math.tanh(0.4);
        double d = 1 - s * s;
        assertEquals(
                // x (x + 1) tanh x, by the product rule
                (0.4 * 1.4) * (-2 * d * (1 - 3 * s * s)) + 3 * 1.8 * (-2 * s * d) + 3 * 2 * d,
                third(x -> x.mul(x.add(1)).mul(x.tanh())).apply(Tensor.of(0.4)).value(),
                1e-13);
    }

    @Test
    void mixedThirdDerivativeThroughRecordedPasses() {
        Tensor x = Tensor.variable(2);
        Tensor y = Tensor.variable(3);
        Tensor f = x.square().mul(y);
        Tensor fx = Backward.of(f).recorded().run().of(x);
        Tensor fxx = Backward.of(fx).recorded().run().of(x);
        assertEquals(12, fx.value());
        assertEquals(6, fxx.value());
        assertEquals(2, fxx.backward().of(y).value());
    }

    @Test
    void perturbationConfusion() {
        // d/dx (x · d/dy (x + y)) at x = 1, y = 1
        UnaryOperator<Tensor> outer = x -> x.mul(gradient(y -> x.add(y)).apply(Tensor.of(1)));
        assertEquals(1, gradient(outer).apply(Tensor.of(1)).value());
        Tensor x = Tensor.variable(1);
        Tensor y = Tensor.variable(1);
        Tensor inner = Backward.of(x.add(y)).recorded().run().of(y);
        assertEquals(1, x.mul(inner).backward().of(x).value());
    }

    @Test
    void whatIsUsedFromOutsideIsConstantInside() {
        // d/dx of [d/dt (t c)] with c = x², at t = x: the inner gradient is c, not 3 x²
        UnaryOperator<Tensor> f =
                x -> {
                    Tensor c = x.square();
                    return gradient(t -> t.mul(c)).apply(x);
                };
        assertEquals(9, f.apply(Tensor.of(3)).value());
        assertEquals(6, gradient(f).apply(Tensor.of(3)).value());
    }

    @Test
    void gradientWorksWhereNobodyRecords() {
        UnaryOperator<Tensor> slope = gradient(Tensor::square);
        Tensor x = Tensor.variable(3);
        Tensor g = Tensor.unrecorded(() -> slope.apply(x));
        assertEquals(6, g.value());
        assertFalse(g.varies());
    }

    @Test
    void secondOrderOnMatrices() {
        // f = Σ (W v)³; gradient of Σ grad² through everything
        Tensor w = Tensor.variable(new double[][] {{1, 2}, {3, 4}});
        Tensor v = Tensor.of(new double[] {0.5, -1});
        Tensor g = Backward.of(w.matmul(v).pow(3).sum()).recorded().run().of(w);
        // g_ij = 3 u_i² v_j, Σ g² = 9 |v|² Σ u_i⁴, its gradient 36 |v|² u_i³ v_j
        double[] u = {-1.5, -2.5};
        double[] expected = new double[4];
        for (int i = 0; i < 4; i++) {
            expected[i] = 36 * 1.25 * Math.pow(u[i / 2], 3) * (i % 2 == 0 ? 0.5 : -1);
        }
        assertArrayEquals(expected, g.square().sum().backward().of(w).toArray(), 1e-11);
    }

    private static UnaryOperator<Tensor> third(UnaryOperator<Tensor> f) {
        return gradient(gradient(gradient(f)));
    }
}
