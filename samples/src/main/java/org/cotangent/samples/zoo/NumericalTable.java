// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-gradcheck:0.1.0-SNAPSHOT
// spotless:on
package org.cotangent.samples.zoo;

import java.util.Locale;
import java.util.function.UnaryOperator;
import org.cotangent.Differentiate;
import org.cotangent.Differentiate.ValueAndGradient;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.NumericalGradient;
import org.cotangent.nn.Losses;

/**
 * The numerical gradient as a table that fills entry by entry, beside the analytic one: the loss of
 * a linear classifier of three classes, whose nine weights are moved by h one after the other.
 *
 * <p>What to see: the difference quotient (f(W + h) - f(W)) / h agrees with the backward pass to
 * four or five digits, and that of both sides to ten. It is easy to write, approximate, and slow: a
 * loss for every weight, where the backward pass costs a few losses for all of them. So the
 * analytic gradient trains and the numerical one checks it.
 */
public final class NumericalTable {
    private static final double H = 1e-4;

    /** Weights that many readers have seen: a row for each input, a column for each class. */
    private static final Tensor WEIGHTS =
            Tensor.of(new double[][] {{0.34, -1.11, 0.78}, {0.12, 0.55, 2.81}, {-3.1, -1.5, 0.33}});

    private static final Tensor INPUTS =
            Tensor.of(new double[][] {{1, 0.5, -0.2}, {-0.4, 0.3, 0.8}, {0.2, -1, 0.1}});
    private static final int[] CLASSES = {0, 1, 2};

    private NumericalTable() {}

    /**
     * Prints the table.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        UnaryOperator<Tensor> loss =
                w -> Losses.softmaxCrossEntropy().apply(INPUTS.matmul(w), CLASSES);
        ValueAndGradient exact = Differentiate.valueAndGradient(loss, WEIGHTS);
        double[] analytic = exact.gradient().toArray();
        double[] weights = WEIGHTS.toArray();
        double before = exact.value().value();
        System.out.printf(Locale.ROOT, "loss of W: %.8f; h = %s%n%n", before, H);
        System.out.println("entry         W    W + h  loss(W + h)  numerical dW  analytic dW");
        double worst = 0;
        for (int i = 0; i < weights.length; i++) {
            double[] moved = weights.clone();
            moved[i] += H;
            double after = loss.apply(Tensor.of(moved, WEIGHTS.shape())).value();
            double numerical = (after - before) / H;
            worst = Math.max(worst, Math.abs(numerical - analytic[i]));
            System.out.printf(
                    Locale.ROOT,
                    "[%d, %d]  %8.4f %8.4f %12.8f %13.5f %12.5f%n",
                    i / 3,
                    i % 3,
                    weights[i],
                    moved[i],
                    after,
                    numerical,
                    analytic[i]);
        }
        Tensor bothSides = NumericalGradient.withStep(H, w -> loss.apply(w[0]), WEIGHTS).get(0);
        double central = bothSides.sub(exact.gradient()).abs().amax().value();
        System.out.println();
        System.out.printf(Locale.ROOT, "largest error, one side: %.1e%n", worst);
        System.out.printf(Locale.ROOT, "largest error, two sides: %.1e%n", central);
        System.out.printf(
                Locale.ROOT,
                "losses computed: %d; the backward pass needed 1%n",
                weights.length + 1);
    }
}
