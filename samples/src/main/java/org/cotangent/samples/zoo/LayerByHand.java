// spotless:off
//DEPS org.cotangent:cotangent-engine:0.1.0-SNAPSHOT
// spotless:on
package org.cotangent.samples.zoo;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;

/**
 * Back-propagation through two layers of sigmoid neurons by five formulas, written out by hand
 * beside the engine's backward pass.
 *
 * <p>With weighted sums z1 = x W1 + b1 and z2 = a1 W2 + b2, outputs a1 = s(z1) and a2 = s(z2), and
 * the loss (a2 - t)^2 / 2 summed over a batch, where s' = a (1 - a):
 *
 * <pre>
 * error at the output     d2  = (a2 - t) * s'(z2)
 * error passed back       d1  = (d2 W2^T) * s'(z1)
 * gradient of a bias      db  = sum of d over the rows
 * gradient of weights     dW  = (input of the layer)^T d
 * gradient of the input   dx  = d1 W1^T
 * </pre>
 *
 * <p>What to see: each array of the hand-written pass is that of the engine, to about the last bit.
 * By hand these are seven lines for one network; the engine has a rule for each operation, and
 * needs no line for any.
 *
 * <p>D. Rumelhart, G. Hinton, R. Williams, "Learning representations by back-propagating errors",
 * 1986.
 */
public final class LayerByHand {
    private static final long SEED = 1;
    private static final int ROWS = 5;
    private static final int INPUTS = 4;
    private static final int HIDDEN = 3;
    private static final int OUTPUTS = 2;

    private LayerByHand() {}

    /**
     * Prints each gradient by hand and by the engine.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        RandomGenerator random = new SplittableRandom(SEED);
        Tensor x = Tensor.normal(random, ROWS, INPUTS).asVariable();
        Tensor w1 = Tensor.normal(random, INPUTS, HIDDEN).asVariable();
        Tensor b1 = Tensor.normal(random, HIDDEN).asVariable();
        Tensor w2 = Tensor.normal(random, HIDDEN, OUTPUTS).asVariable();
        Tensor b2 = Tensor.normal(random, OUTPUTS).asVariable();
        Tensor t = Tensor.uniform(random, 0, 1, ROWS, OUTPUTS);

        // forward, which the engine records as it goes
        Tensor z1 = x.matmul(w1).add(b1);
        Tensor a1 = z1.sigmoid();
        Tensor z2 = a1.matmul(w2).add(b2);
        Tensor a2 = z2.sigmoid();
        Tensor loss = a2.sub(t).square().sum().div(2);

        // backward by the engine: errors are the adjoints of the weighted sums
        Gradients engine = Backward.of(loss).retain(z1, z2).run();

        // backward by hand
        Tensor d2 = a2.sub(t).mul(a2.mul(a2.rsub(1)));
        Tensor d1 = d2.matmul(w2.transpose()).mul(a1.mul(a1.rsub(1)));
        Tensor db2 = d2.sum(0);
        Tensor dw2 = a1.transpose().matmul(d2);
        Tensor db1 = d1.sum(0);
        Tensor dw1 = x.transpose().matmul(d1);
        Tensor dx = d1.matmul(w1.transpose());

        System.out.printf(
                Locale.ROOT,
                "%d rows of %d inputs, %d hidden neurons, %d outputs; loss %.6f%n%n",
                ROWS,
                INPUTS,
                HIDDEN,
                OUTPUTS,
                loss.value());
        System.out.println(
                "                       formula               shape     first number:"
                        + " by hand  by engine   largest difference");
        print("error at the output", "(a2-t) * a2(1-a2)", d2, engine.of(z2));
        print("error passed back", "(d2 W2^T) * a1(1-a1)", d1, engine.of(z1));
        print("gradient of bias 2", "sum of d2", db2, engine.of(b2));
        print("gradient of bias 1", "sum of d1", db1, engine.of(b1));
        print("gradient of weights 2", "a1^T d2", dw2, engine.of(w2));
        print("gradient of weights 1", "x^T d1", dw1, engine.of(w1));
        print("gradient of the input", "d1 W1^T", dx, engine.of(x));
    }

    private static void print(String name, String formula, Tensor byHand, Tensor engine) {
        System.out.printf(
                Locale.ROOT,
                "%-22s %-21s %s %23.6f %10.6f %20.1e%n",
                name,
                formula,
                byHand.rank() == 2
                        ? "[" + byHand.size(0) + ", " + byHand.size(1) + "]"
                        : "[" + byHand.size(0) + "]   ",
                byHand.toArray()[0],
                engine.toArray()[0],
                byHand.sub(engine).abs().amax().value());
    }
}
