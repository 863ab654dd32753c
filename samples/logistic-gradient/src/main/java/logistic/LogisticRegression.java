package logistic;

/**
 * Logistic regression with a quadratic penalty, its gradient written by hand. It knows nothing of
 * automatic differentiation.
 *
 * <p>The parameters are one array: a weight for each feature, and then the bias, which is not
 * penalized. With s = w·x + b and a label y of 0 or 1, the loss is
 *
 * <pre>    L = (Σ (log(1 + exp(s)) - y s) + penalty/2 Σ w²) / n
 *     ∂L/∂w = (Σ (sigmoid(s) - y) x + penalty w) / n
 *     ∂L/∂b = Σ (sigmoid(s) - y) / n</pre>
 */
public final class LogisticRegression {
    private final double[][] x;
    private final double[] y;
    private final double penalty;

    /**
     * A model of some data.
     *
     * @param x one row for each sample
     * @param y 0 or 1 for each sample
     * @param penalty 0 or more
     */
    public LogisticRegression(double[][] x, double[] y, double penalty) {
        this.x = x;
        this.y = y;
        this.penalty = penalty;
    }

    /** How many parameters there are. */
    public int size() {
        return x[0].length + 1;
    }

    private double score(double[] p, double[] row) {
        double s = p[row.length];
        for (int i = 0; i < row.length; i++) {
            s += p[i] * row[i];
        }
        return s;
    }

    /** The loss. */
    public double loss(double[] p) {
        double sum = 0;
        for (int r = 0; r < x.length; r++) {
            double s = score(p, x[r]);
            // log(1 + exp(s)) without overflow
            sum += Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s))) - y[r] * s;
        }
        for (int i = 0; i < size() - 1; i++) {
            sum += penalty / 2 * p[i] * p[i];
        }
        return sum / x.length;
    }

    /** The gradient of the loss. */
    public double[] gradient(double[] p) {
        double[] g = new double[size()];
        int bias = size() - 1;
        for (int r = 0; r < x.length; r++) {
            double error = 1 / (1 + Math.exp(-score(p, x[r]))) - y[r];
            for (int i = 0; i < bias; i++) {
                g[i] += error * x[r][i];
            }
            g[bias] += error;
        }
        for (int i = 0; i < bias; i++) {
            g[i] += penalty * p[i];
        }
        for (int i = 0; i < g.length; i++) {
            g[i] /= x.length;
        }
        return g;
    }

    /** Parameters after some steps of gradient descent from zero. */
    public double[] fit(int steps, double rate) {
        double[] p = new double[size()];
        for (int step = 0; step < steps; step++) {
            double[] g = gradient(p);
            for (int i = 0; i < p.length; i++) {
                p[i] -= rate * g[i];
            }
        }
        return p;
    }

    /** The part of the samples on whose side of 0 the score is. */
    public double accuracy(double[] p) {
        int right = 0;
        for (int r = 0; r < x.length; r++) {
            right += score(p, x[r]) > 0 == y[r] > 0 ? 1 : 0;
        }
        return right / (double) x.length;
    }
}
