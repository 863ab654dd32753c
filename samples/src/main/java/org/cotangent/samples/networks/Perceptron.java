package org.cotangent.samples.networks;

import java.util.Arrays;
import org.cotangent.Tensor;

/**
 * A single threshold unit that learns by Rosenblatt's rule: its output o for an input x is 1 if w x
 * + b &gt; 0 and else 0 (also at 0), and after each sample w ← w + η (t - o) x and b ← b + η (t -
 * o), where t is the target, 0 or 1. Only mistakes change anything. F. Rosenblatt, "The perceptron:
 * a probabilistic model for information storage and organization in the brain", 1958.
 *
 * <p>If a line (a plane, …) separates the classes the rule finds one after a finite number of
 * mistakes (A. Novikoff, 1962); if none does it goes on for ever, so the number of epochs is
 * bounded. The weights start at 0; then η changes the length of w and b, and not the predictions.
 */
final class Perceptron {
    private final double[] weights;
    private final double rate;
    private double bias;

    /** A unit whose weights and bias are 0. */
    Perceptron(int inputs, double rate) {
        this.weights = new double[inputs];
        this.rate = rate;
    }

    /** Whether the last epoch was without mistakes, and the mistakes of each epoch. */
    record Fit(boolean converged, int[] mistakes) {
        int epochs() {
            return mistakes.length;
        }

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

    /** Learns until an epoch has no mistakes, or up to a number of epochs. */
    Fit fit(Tensor x, int[] targets, int epochs) {
        double[][] rows = x.toMatrix();
        int[] mistakes = new int[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            for (int row = 0; row < rows.length; row++) {
                int error = targets[row] - output(rows[row]);
                if (error != 0) {
                    for (int i = 0; i < weights.length; i++) {
                        weights[i] += rate * error * rows[row][i];
                    }
                    bias += rate * error;
                    mistakes[epoch]++;
                }
            }
            if (mistakes[epoch] == 0) {
                return new Fit(true, Arrays.copyOf(mistakes, epoch + 1));
            }
        }
        return new Fit(false, mistakes);
    }

    private int output(double[] x) {
        double sum = bias;
        for (int i = 0; i < x.length; i++) {
            sum += weights[i] * x[i];
        }
        return sum > 0 ? 1 : 0;
    }

    /** 0 or 1 for each row. */
    int[] predict(Tensor x) {
        return Arrays.stream(x.toMatrix()).mapToInt(this::output).toArray();
    }

    @Override
    public String toString() {
        return "perceptron(weights " + Arrays.toString(weights) + ", bias " + bias + ")";
    }
}
