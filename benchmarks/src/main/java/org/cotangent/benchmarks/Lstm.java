package org.cotangent.benchmarks;

import org.cotangent.Gradients;
import org.cotangent.Tensor;

/**
 * The gradient of a recurrent network: one layer of long short-term memory over a sequence, the sum
 * of squares of its last output, the derivatives by its weights.
 */
final class Lstm implements Job {
    private static final double SCALE = 0.1;

    private final Tensor[] x;
    private final Tensor input;
    private final Tensor recurrent;
    private final Tensor bias;
    private final int samples;
    private final int hidden;
    private Gradients last;

    /** A job of so many steps, samples, inputs and hidden numbers. */
    Lstm(int[] size) {
        samples = size[1];
        hidden = size[3];
        x = new Tensor[size[0]];
        for (int t = 0; t < x.length; t++) {
            x[t] = Tensor.of(Inputs.uniform(10 + t, samples * size[2], 1), samples, size[2]);
        }
        input = weights(1, size[2], 4 * hidden);
        recurrent = weights(2, hidden, 4 * hidden);
        bias = weights(3, 4 * hidden);
    }

    private static Tensor weights(int seed, int... shape) {
        int n = 1;
        for (int extent : shape) {
            n *= extent;
        }
        return Tensor.variable(Inputs.uniform(seed, n, SCALE), shape);
    }

    @Override
    public void run() {
        Tensor h = Tensor.zeros(samples, hidden);
        Tensor c = h;
        for (Tensor now : x) {
            Tensor z = now.matmul(input).add(h.matmul(recurrent)).add(bias);
            Tensor keep = gate(z, 1).sigmoid().mul(c);
            c = keep.add(gate(z, 0).sigmoid().mul(gate(z, 2).tanh()));
            h = gate(z, 3).sigmoid().mul(c.tanh());
        }
        last = h.square().sum().backward();
    }

    private Tensor gate(Tensor z, int which) {
        return z.slice(1, which * hidden, (which + 1) * hidden);
    }

    @Override
    public double[] result() {
        run();
        return Jobs.join(
                last.of(input).toArray(), last.of(recurrent).toArray(), last.of(bias).toArray());
    }
}
