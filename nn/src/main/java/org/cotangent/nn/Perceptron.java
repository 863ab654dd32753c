package org.cotangent.nn;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Tensor;

/**
 * A single threshold unit that learns by Rosenblatt's rule: its output o for an input x is 1 if w x
 * + b &gt; 0 and else 0 (also at 0), and after each sample w ← w + η (t - o) x and b ← b + η (t -
 * o), where t is the target, 0 or 1. So b is the negative threshold, learned as the weight of an
 * input that is always 1, and only mistakes change anything; there is no margin. F. Rosenblatt,
 * "The perceptron: a probabilistic model for information storage and organization in the brain",
 * 1958.
 *
 * <p>If a line (a plane, …) separates the classes the rule finds one after a finite number of
 * mistakes (A. Novikoff, 1962); if none does it goes on for ever, so the number of epochs is
 * bounded. Samples are taken in the order in which they are given. The weights start at 0; then η
 * changes the length of w and b, and not the predictions.
 *
 * <pre>{@code
 * Tensor x = Tensor.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});
 * Perceptron unit = new Perceptron(2, 1);
 * unit.fit(x, new int[] {0, 0, 0, 1}, 100).converged();   // true
 * Arrays.toString(unit.predict(x));                       // [0, 0, 0, 1]
 * unit.fit(x, new int[] {0, 1, 1, 0}, 100).converged();   // false; no line separates XOR
 * }</pre>
 */
public final class Perceptron {
    private final double[] weights;
    private final double rate;
    private double bias;

    /**
     * A unit whose weights and bias are 0.
     *
     * @param inputs the number of input features, at least 1
     * @param rate the learning rate η, finite and above 0
     * @throws IllegalArgumentException if there is no input or the rate is outside its range
     */
    public Perceptron(int inputs, double rate) {
        this(new double[LayerChecks.positive("perceptron", "number of inputs", inputs)], 0, rate);
    }

    /**
     * A unit with given weights and bias.
     *
     * @param weights a finite weight for each input feature, at least one, copied
     * @param bias the negative threshold, finite
     * @param rate the learning rate η, finite and above 0
     * @throws IllegalArgumentException if there is no weight or a number is outside its range
     */
    public Perceptron(double[] weights, double bias, double rate) {
        LayerChecks.positive("perceptron", "number of inputs", weights.length);
        for (double weight : weights) {
            LayerChecks.finite("perceptron", "weight", weight);
        }
        if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "perceptron: learning rate " + rate + "; it must be finite and above 0");
        }
        this.weights = weights.clone();
        this.bias = LayerChecks.finite("perceptron", "bias", bias);
        this.rate = rate;
    }

    /**
     * The result of a training.
     *
     * @param converged whether the last epoch was without mistakes: all samples are told right
     * @param mistakes the number of mistakes in each epoch that was run
     */
    public record Fit(boolean converged, int[] mistakes) {
        /**
         * How many epochs were run, with the one without mistakes.
         *
         * @return at least 1
         */
        public int epochs() {
            return mistakes.length;
        }

        /**
         * Whether it converged, and when.
         *
         * @return as "converged after 6 epochs" or "not converged: 3 mistakes in epoch 100"
         */
        @Override
        public String toString() {
            int last = mistakes[epochs() - 1];
            return converged
                    ? "converged after " + epochs() + (epochs() == 1 ? " epoch" : " epochs")
                    : "not converged: "
                            + last
                            + (last == 1 ? " mistake" : " mistakes")
                            + " in epoch "
                            + epochs();
        }
    }

    /**
     * Learns until an epoch has no mistakes, or up to a number of epochs. Goes on from the weights
     * that there are.
     *
     * @param x the inputs, shape [rows, inputs], finite
     * @param targets 0 or 1 for each row
     * @param epochs how often at most all samples are shown, at least 1
     * @return whether it converged, and the mistakes of each epoch
     * @throws IllegalArgumentException if the inputs do not fit, have no rows or are not finite, a
     *     target is neither 0 nor 1, or the number of epochs is below 1; nothing is changed then
     * @throws ArithmeticException if a weight becomes infinite; nothing is changed then
     */
    public Fit fit(Tensor x, int[] targets, int epochs) {
        double[][] rows = rows(x);
        Objects.requireNonNull(targets, "perceptron: the targets are null");
        LayerChecks.positive("perceptron", "number of epochs", epochs);
        if (rows.length == 0 || targets.length != rows.length) {
            throw new IllegalArgumentException(
                    "perceptron: inputs of shape "
                            + LayerChecks.text(x)
                            + " and "
                            + targets.length
                            + " targets; there must be at least one row, and a target for each");
        }
        for (int row = 0; row < targets.length; row++) {
            if (targets[row] != 0 && targets[row] != 1) {
                throw new IllegalArgumentException(
                        "perceptron: target "
                                + targets[row]
                                + " at row "
                                + row
                                + "; it must be 0 or 1");
            }
        }
        double[] w = Arrays.copyOf(weights, weights.length + 1);
        w[weights.length] = bias;
        Fit fit = learned(w, rows, targets, epochs);
        for (double weight : w) {
            if (!Double.isFinite(weight)) {
                throw new ArithmeticException(
                        "perceptron: a weight became "
                                + weight
                                + "; nothing was changed. Scale the inputs");
            }
        }
        System.arraycopy(w, 0, weights, 0, weights.length);
        bias = w[weights.length];
        return fit;
    }

    /** Applies the rule to weights with the bias behind them. */
    private Fit learned(double[] w, double[][] rows, int[] targets, int epochs) {
        int[] mistakes = new int[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int row = 0; row < rows.length; row++) {
                double[] x = rows[row];
                int error = targets[row] - output(w, w[x.length], x);
                if (error != 0) {
                    for (int i = 0; i < x.length; i++) {
                        w[i] += rate * error * x[i];
                    }
                    w[x.length] += rate * error;
                    mistakes[epoch]++;
                }
            }
            if (mistakes[epoch] == 0) {
                return new Fit(true, Arrays.copyOf(mistakes, epoch + 1));
            }
        }
        return new Fit(false, mistakes);
    }

    private static int output(double[] w, double b, double[] x) {
        double sum = b;
        for (int i = 0; i < x.length; i++) {
            sum += w[i] * x[i];
        }
        return sum > 0 ? 1 : 0;
    }

    /**
     * The outputs.
     *
     * @param x the inputs, shape [rows, inputs], finite
     * @return 0 or 1 for each row
     * @throws IllegalArgumentException if the inputs do not fit or are not finite
     */
    public int[] predict(Tensor x) {
        return Arrays.stream(rows(x)).mapToInt(row -> output(weights, bias, row)).toArray();
    }

    private double[][] rows(Tensor x) {
        LayerChecks.present("perceptron", x);
        if (x.rank() != 2 || x.size(1) != weights.length) {
            throw new IllegalArgumentException(
                    "perceptron: the input has shape "
                            + LayerChecks.text(x)
                            + " and the weights ["
                            + weights.length
                            + "]; the input must be [rows, "
                            + weights.length
                            + "]");
        }
        double[][] rows = x.toMatrix();
        for (double[] row : rows) {
            for (double number : row) {
                LayerChecks.finite("perceptron", "input", number);
            }
        }
        return rows;
    }

    /**
     * The weights w.
     *
     * @return a new array, a number for each input
     */
    public double[] weights() {
        return weights.clone();
    }

    /**
     * The bias b, the negative threshold.
     *
     * @return the bias
     */
    public double bias() {
        return bias;
    }

    /**
     * The learning rate η.
     *
     * @return finite and above 0
     */
    public double rate() {
        return rate;
    }

    /**
     * The weights and the bias.
     *
     * @return as "perceptron(weights [2.0, 1.0], bias -2.0)"
     */
    @Override
    public String toString() {
        return "perceptron(weights " + Arrays.toString(weights) + ", bias " + bias + ")";
    }
}
