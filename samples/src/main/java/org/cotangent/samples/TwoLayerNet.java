// spotless:off
//DEPS org.cotangent:cotangent-engine:0.1.0-SNAPSHOT
// spotless:on
package org.cotangent.samples;

import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Gradients;
import org.cotangent.Tensor;

/**
 * The classic two-layer network in a few lines: 64 samples of 1,000 numbers, 100 hidden sigmoid
 * neurons, 10 outputs, squared error, 2,000 steps of gradient descent. The backward pass that is
 * usually written out by hand is one line.
 */
public final class TwoLayerNet {
    private static final int SAMPLES = 64;
    private static final int INPUTS = 1000;
    private static final int HIDDEN = 100;
    private static final int OUTPUTS = 10;
    private static final double LEARNING_RATE = 1e-4;

    private TwoLayerNet() {}

    /**
     * Trains and prints the loss as it falls.
     *
     * @param arguments the number of steps, or none for 2,000
     */
    public static void main(String[] arguments) {
        int steps = arguments.length == 0 ? 2000 : Integer.parseInt(arguments[0]);
        RandomGenerator random = new SplittableRandom(1);
        Tensor x = normal(random, SAMPLES, INPUTS);
        Tensor y = normal(random, SAMPLES, OUTPUTS);
        Tensor w1 = normal(random, INPUTS, HIDDEN).asVariable();
        Tensor w2 = normal(random, HIDDEN, OUTPUTS).asVariable();

        for (int step = 1; step <= steps; step++) {
            Tensor hidden = x.matmul(w1).sigmoid();
            Tensor predicted = hidden.matmul(w2);
            Tensor loss = predicted.sub(y).square().sum();

            Gradients g = loss.backward();
            w1 = w1.axpy(-LEARNING_RATE, g.of(w1)).asVariable();
            w2 = w2.axpy(-LEARNING_RATE, g.of(w2)).asVariable();

            if (step == 1 || step % 200 == 0) {
                System.out.printf(Locale.ROOT, "step %4d  loss %.6f%n", step, loss.value());
            }
        }
    }

    private static Tensor normal(RandomGenerator random, int rows, int columns) {
        double[] elements = new double[rows * columns];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = random.nextGaussian();
        }
        return Tensor.of(elements, rows, columns);
    }
}
