// spotless:off
//DEPS org.cotangent:cotangent-gradcheck:0.1.0-SNAPSHOT
// spotless:on
package org.cotangent.samples;

import org.cotangent.CustomOp;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;

/** A custom operation, checked like those of the library, and one that another library computes. */
public final class OwnOperation {
    private OwnOperation() {}

    /** softsign(x) = x / (scale + |x|), with derivative scale / (scale + |x|)^2. */
    record Softsign(double scale) implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            return x[0].div(x[0].abs().add(scale));
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return g.mul(scale).div(x[0].abs().add(scale).square());
        }
    }

    /**
     * Prints values and derivatives of both.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        CustomOp softsign = new Softsign(2);
        Tensor x = Tensor.variable(new double[] {-2, 0.5, 6});
        Tensor y = softsign.apply(x);
        System.out.println("softsign of " + x + " is " + y);
        System.out.println("slopes: " + y.sum().backward().of(x));
        System.out.println(
                "slope of the slope at 1: "
                        + Differentiate.gradient(Differentiate.gradient(t -> softsign.apply(t)))
                                .apply(Tensor.of(1)));
        System.out.print(GradCheck.of(t -> softsign.apply(t), x).named("softsign").order(2).run());

        // a wrong rule does not get past the checker
        CustomOp wrong =
                CustomOp.elementwise(
                        "wrong",
                        t -> t / (2 + Math.abs(t)),
                        (g, value, t) -> g.mul(2).div(t.abs().add(2)));
        System.out.print(
                GradCheck.of(t -> wrong.apply(t), x).named("a rule without the square").run());

        // known by value and partial derivatives only, as from another library
        CustomOp length =
                CustomOp.ofPartials(
                        "length",
                        v -> StrictMath.hypot(v[0], v[1]),
                        v -> {
                            double r = StrictMath.hypot(v[0], v[1]);
                            return new double[] {v[0] / r, v[1] / r};
                        });
        Tensor v = Tensor.variable(new double[] {3, 4});
        System.out.println(
                "length of " + v + " has the gradient " + length.apply(v).backward().of(v));
    }
}
