package org.cotangent.benchmarks.gradbench;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;

/**
 * Gradient descent as in Siskind and Pearlmutter's examples of nested derivatives: steps grow after
 * ten that succeed and shrink after one that does not. Where it goes is decided by values; it ends
 * in a tensor, so derivatives pass through it.
 */
final class Descent {
    private static final double CLOSE = 1e-5;
    private static final double FIRST = 1e-5;
    private static final int GROWTH = 10;

    private Descent() {}

    /** The gradient of a function of a vector, by rows or by columns. */
    static Tensor gradient(char mode, UnaryOperator<Tensor> f, Tensor x) {
        if (mode == 'r') {
            return Differentiate.gradient(f, x);
        }
        Tensor[] slopes = new Tensor[x.size()];
        for (int i = 0; i < slopes.length; i++) {
            double[] unit = new double[slopes.length];
            unit[i] = 1;
            slopes[i] = Differentiate.jvp(f, x, Tensor.of(unit));
        }
        return Tensor.stack(0, slopes);
    }

    /**
     * The point at which a function has a minimum.
     *
     * @param f the function
     * @param gradient its gradient
     * @param start a vector
     */
    static Tensor argmin(UnaryOperator<Tensor> f, UnaryOperator<Tensor> gradient, Tensor start) {
        Tensor x = start;
        double value = f.apply(x).value();
        Tensor slope = gradient.apply(x);
        double rate = FIRST;
        int successes = 0;
        while (length(slope.toArray()) > CLOSE) {
            if (successes == GROWTH) {
                rate *= 2;
                successes = 0;
                continue;
            }
            Tensor next = x.sub(slope.mul(rate));
            if (length(x.sub(next).toArray()) <= CLOSE) {
                break;
            }
            double nextValue = f.apply(next).value();
            if (nextValue < value) {
                x = next;
                value = nextValue;
                slope = gradient.apply(x);
                successes++;
            } else {
                rate /= 2;
                successes = 0;
            }
        }
        return x;
    }

    private static double length(double[] x) {
        return Math.sqrt(Arrays.stream(x).map(each -> each * each).sum());
    }
}
