package org.cotangent.benchmarks;

/** A step of the two-layer net, forward, backward and update, written by hand. */
final class HandTwoLayer implements Job {
    private final int m;
    private final int k;
    private final int hidden;
    private final int n;
    private final Data.TwoLayer data;
    private double[] w1;
    private double[] w2;

    HandTwoLayer(int[] size) {
        m = size[0];
        k = size[1];
        hidden = size[2];
        n = size[3];
        data = Data.TwoLayer.of(size);
        reset();
    }

    private void reset() {
        w1 = data.w1().clone();
        w2 = data.w2().clone();
    }

    @Override
    public void run() {
        double[] h = Loops.nn(m, k, hidden, data.x(), w1);
        for (int i = 0; i < h.length; i++) {
            h[i] = 1 / (1 + Math.exp(-h[i]));
        }
        double[] g = Loops.nn(m, hidden, n, h, w2);
        for (int i = 0; i < g.length; i++) {
            g[i] = 2 * (g[i] - data.y()[i]);
        }
        double[] g2 = Loops.tn(m, hidden, n, h, g);
        double[] gh = Loops.nt(m, hidden, n, g, w2);
        for (int i = 0; i < gh.length; i++) {
            gh[i] *= h[i] * (1 - h[i]);
        }
        descend(w1, Loops.tn(m, k, hidden, data.x(), gh), Work.RATE);
        descend(w2, g2, Work.RATE);
    }

    static void descend(double[] x, double[] gradient, double rate) {
        for (int i = 0; i < x.length; i++) {
            x[i] -= rate * gradient[i];
        }
    }

    @Override
    public double[] result() {
        reset();
        run();
        return Jobs.join(w1, w2);
    }
}
