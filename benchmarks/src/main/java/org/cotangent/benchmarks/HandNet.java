package org.cotangent.benchmarks;

/** The loss of a net of ReLU neurons and its gradient, sample by sample, written by hand. */
final class HandNet {
    private final Data.Net data;

    HandNet(Data.Net data) {
        this.data = data;
    }

    /** The mean squared error and its derivatives by all parameters. */
    double[] valueAndGradient() {
        int[] widths = Data.NET;
        double[] p = data.parameters();
        double[] result = new double[1 + p.length];
        double[][] h = new double[widths.length][];
        for (int s = 0; s < data.y().length; s++) {
            h[0] = new double[] {data.x()[2 * s], data.x()[2 * s + 1]};
            int at = 0;
            for (int l = 1; l < widths.length; l++) {
                h[l] = new double[widths[l]];
                for (int j = 0; j < widths[l]; j++) {
                    double z = p[at + widths[l - 1]];
                    for (int i = 0; i < widths[l - 1]; i++) {
                        z += p[at + i] * h[l - 1][i];
                    }
                    h[l][j] = l < widths.length - 1 ? Math.max(z, 0) : z;
                    at += widths[l - 1] + 1;
                }
            }
            double error = h[widths.length - 1][0] - data.y()[s];
            result[0] += error * error;
            backward(h, 2 * error, result);
        }
        for (int i = 0; i < result.length; i++) {
            result[i] /= data.y().length;
        }
        return result;
    }

    private void backward(double[][] h, double seed, double[] result) {
        int[] widths = Data.NET;
        double[] p = data.parameters();
        double[] g = {seed};
        int end = p.length;
        for (int l = widths.length - 1; l > 0; l--) {
            int inputs = widths[l - 1];
            double[] before = new double[inputs];
            int at = end - widths[l] * (inputs + 1);
            end = at;
            for (int j = 0; j < widths[l]; j++) {
                double slope = l < widths.length - 1 && h[l][j] <= 0 ? 0 : g[j];
                for (int i = 0; i < inputs; i++) {
                    result[1 + at + i] += slope * h[l - 1][i];
                    before[i] += slope * p[at + i];
                }
                result[1 + at + inputs] += slope;
                at += inputs + 1;
            }
            g = before;
        }
    }
}
