package org.cotangent.nn.train;

import java.util.List;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.TextTableWriter;

/** The losses by learning rate measured by a {@link LearningRateFinder}. Immutable. */
public final class LearningRateCurve {
    private static final int REACH = 3; // slopes are taken over so many steps to either side

    private final double[] rates;
    private final double[] losses;
    private final double[] smoothed;

    LearningRateCurve(List<double[]> points) {
        rates = points.stream().mapToDouble(p -> p[0]).toArray();
        losses = points.stream().mapToDouble(p -> p[1]).toArray();
        smoothed = points.stream().mapToDouble(p -> p[2]).toArray();
    }

    /**
     * The rates that were tried.
     *
     * @return a new array, rising
     */
    public double[] rates() {
        return rates.clone();
    }

    /**
     * The loss of the batch at each rate, before the step at that rate.
     *
     * @return a new array, one number for each rate
     */
    public double[] losses() {
        return losses.clone();
    }

    /**
     * The losses smoothed: an exponential moving average with weight 0.9 for the past, corrected
     * for its start.
     *
     * @return a new array, one number for each rate
     */
    public double[] smoothed() {
        return smoothed.clone();
    }

    /**
     * The rate at which the smoothed loss falls fastest by the logarithm of the rate, before it is
     * least. A guess to start from, usually somewhat careful.
     *
     * @return the rate
     * @throws IllegalStateException if the loss did not fall
     */
    public double suggestion() {
        int least = 0;
        for (int i = 1; i < smoothed.length; i++) {
            if (smoothed[i] < smoothed[least]) {
                least = i;
            }
        }
        int steepest = -1;
        double slope = 0;
        // equal steps in the logarithm: differences do for slopes
        for (int i = REACH; i < Math.min(least + 1, smoothed.length - REACH); i++) {
            double here = smoothed[i + REACH] - smoothed[i - REACH];
            if (here < slope) {
                slope = here;
                steepest = i;
            }
        }
        if (steepest < 0) {
            throw new IllegalStateException(
                    Checks.text(
                            "learning rate finder: the loss did not fall at any of %d rates from"
                                    + " %.3g to %.3g; try others, or more steps",
                            rates.length, rates[0], rates[rates.length - 1]));
        }
        return rates[steepest];
    }

    /**
     * The rates with their losses.
     *
     * @return a line a rate after a line of names, without a line break at the end
     */
    @Override
    public String toString() {
        TextTableWriter table = new TextTableWriter(1, "learning rate", "loss", "smoothed");
        for (int i = 0; i < rates.length; i++) {
            table.row(
                    TextTableWriter.number(rates[i]),
                    TextTableWriter.number(losses[i]),
                    TextTableWriter.number(smoothed[i]));
        }
        return table.toString();
    }
}
