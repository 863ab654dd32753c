package org.cotangent.nn;

import org.cotangent.Activations;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;

/** Formulas of activations that lose digits if they are written down as they are defined. */
final class ActivationFormulas {
    /** Below, x - tanh x is summed up, for there the difference cancels. */
    private static final double NEAR = 0.25;

    /** x - tanh x = x³ (c0 + c1 x² + ...), up to a last term of 1e-19 of the first at NEAR. */
    private static final double[] SERIES = series(14);

    private ActivationFormulas() {}

    static Tensor mish(Tensor x) {
        // kept from -infinity, which times 0 is NaN
        Tensor finite = x.clamp(-Double.MAX_VALUE, Double.POSITIVE_INFINITY);
        return finite.mul(Activations.softplus(x).tanh());
    }

    static Tensor softsign(Tensor x) {
        return SOFTSIGN.apply(x);
    }

    static Tensor tanhShrink(Tensor x) {
        return TANH_SHRINK.apply(x);
    }

    private static final CustomOp SOFTSIGN = new Softsign();
    private static final CustomOp TANH_SHRINK = new TanhShrink();

    /** The quotient x / (1 + |x|), whose slope as that of a quotient cancels far out. */
    private record Softsign() implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            // infinity by infinity is NaN
            Tensor finite = x[0].clamp(-Double.MAX_VALUE, Double.MAX_VALUE);
            return finite.div(finite.abs().add(1));
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return g.mul(x[0].abs().add(1).reciprocal().square());
        }
    }

    /** The difference x - tanh x, with slope tanh² x. */
    private record TanhShrink() implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            Tensor square = x[0].square();
            Tensor sum = Tensor.of(0);
            for (int k = SERIES.length - 1; k >= 0; k--) {
                sum = sum.mul(square).add(SERIES[k]);
            }
            Tensor near = sum.mul(square).mul(x[0]);
            return Tensor.where(x[0].abs().lt(NEAR), near, x[0].sub(x[0].tanh()));
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return g.mul(x[0].tanh().square());
        }
    }

    /** By tanh' = 1 - tanh², term by term, for tanh x = t0 x + t1 x³ + ... */
    private static double[] series(int terms) {
        double[] t = new double[terms + 1];
        t[0] = 1;
        double[] c = new double[terms];
        for (int k = 1; k <= terms; k++) {
            double sum = 0;
            for (int i = 0; i < k; i++) {
                sum += t[i] * t[k - 1 - i];
            }
            t[k] = -sum / (2 * k + 1);
            c[k - 1] = -t[k];
        }
        return c;
    }
}
