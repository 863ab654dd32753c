package org.cotangent.benchmarks;

/** A step of the perceptron on a batch, forward, backward and update, written by hand. */
final class HandPerceptron implements Job {
    private static final int BATCH = 128;

    private final int[] widths;
    private final int layers;
    private final double[] x;
    private final int[] classes;
    private final double[][] w;
    private final double[][] b;
    private int step;

    HandPerceptron(int[] widths) {
        this.widths = widths;
        layers = widths.length - 1;
        x = Data.mlpInputs(widths[0]);
        classes = Data.mlpClasses(widths[layers]);
        w = new double[layers][];
        b = new double[layers][];
        reset();
    }

    private void reset() {
        step = 0;
        for (int l = 0; l < layers; l++) {
            w[l] = Data.mlpWeights(widths, l);
            b[l] = new double[widths[l + 1]];
        }
    }

    @Override
    public void run() {
        int[] rows = Inputs.rows(step++, BATCH, Work.MLP_ROWS);
        double[][] h = new double[layers + 1][];
        h[0] = new double[BATCH * widths[0]];
        for (int i = 0; i < BATCH; i++) {
            System.arraycopy(x, rows[i] * widths[0], h[0], i * widths[0], widths[0]);
        }
        for (int l = 0; l < layers; l++) {
            h[l + 1] = Loops.nn(BATCH, widths[l], widths[l + 1], h[l], w[l]);
            addBias(h[l + 1], b[l], l < layers - 1);
        }
        double[] g = h[layers];
        slopes(g, rows);
        for (int l = layers - 1; l >= 0; l--) {
            double[] gw = Loops.tn(BATCH, widths[l], widths[l + 1], h[l], g);
            double[] gb = sumRows(g, widths[l + 1]);
            if (l > 0) {
                g = Loops.nt(BATCH, widths[l], widths[l + 1], g, w[l]);
                for (int i = 0; i < g.length; i++) {
                    g[i] = h[l][i] > 0 ? g[i] : 0;
                }
            }
            HandTwoLayer.descend(w[l], gw, Work.MLP_RATE);
            HandTwoLayer.descend(b[l], gb, Work.MLP_RATE);
        }
    }

    private static void addBias(double[] z, double[] bias, boolean relu) {
        for (int i = 0; i < z.length; i += bias.length) {
            for (int j = 0; j < bias.length; j++) {
                double sum = z[i + j] + bias[j];
                z[i + j] = relu ? Math.max(sum, 0) : sum;
            }
        }
    }

    private static double[] sumRows(double[] g, int columns) {
        double[] sums = new double[columns];
        for (int i = 0; i < g.length; i += columns) {
            for (int j = 0; j < columns; j++) {
                sums[j] += g[i + j];
            }
        }
        return sums;
    }

    /** Turns logits into the derivatives of the mean cross-entropy by them: softmax minus one. */
    private void slopes(double[] logits, int[] rows) {
        int columns = widths[layers];
        for (int i = 0; i < BATCH; i++) {
            double most = Double.NEGATIVE_INFINITY;
            for (int j = 0; j < columns; j++) {
                most = Math.max(most, logits[i * columns + j]);
            }
            double sum = 0;
            for (int j = 0; j < columns; j++) {
                sum += logits[i * columns + j] = Math.exp(logits[i * columns + j] - most);
            }
            for (int j = 0; j < columns; j++) {
                double one = classes[rows[i]] == j ? 1 : 0;
                logits[i * columns + j] = (logits[i * columns + j] / sum - one) / BATCH;
            }
        }
    }

    @Override
    public double[] result() {
        reset();
        run();
        run();
        double[][] parameters = new double[2 * layers][];
        for (int l = 0; l < layers; l++) {
            parameters[2 * l] = w[l];
            parameters[2 * l + 1] = b[l];
        }
        return Jobs.join(parameters);
    }
}
