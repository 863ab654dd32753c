package org.cotangent.gradcheck;

import java.util.Arrays;

/**
 * A line function that keeps a record of which results have changed from their values at the point,
 * and by how much.
 */
final class ObservedLine implements LineFunction {
    private final LineFunction line;
    private final Sample center;
    private final double length;
    private final boolean[] moved;
    private final double[] swing;

    /**
     * A line that has not been sampled yet.
     *
     * @param line the function
     * @param center its sample at the point
     * @param length the distance within which changes count for {@link #swing}
     */
    ObservedLine(LineFunction line, Sample center, double length) {
        this.line = line;
        this.center = center;
        this.length = length;
        this.moved = new boolean[center.values().length];
        this.swing = new double[moved.length];
    }

    @Override
    public Sample at(double t) {
        Sample sample = line.at(t);
        double[] values = sample.values();
        for (int i = 0; values.length == moved.length && i < moved.length; i++) {
            moved[i] |= values[i] != center.values()[i];
            double change = Math.abs(values[i] - center.values()[i]);
            if (change < Double.POSITIVE_INFINITY && Math.abs(sample.where()) <= length) {
                swing[i] = Math.max(swing[i], change);
            }
        }
        return sample;
    }

    SamplePair pair(double t) {
        return new SamplePair(t, at(t), at(-t), center);
    }

    boolean moved(int i) {
        return moved[i];
    }

    boolean someMoved() {
        boolean some = false;
        for (boolean m : moved) {
            some |= m;
        }
        return some;
    }

    boolean allMoved() {
        boolean all = true;
        for (boolean m : moved) {
            all &= m;
        }
        return all;
    }

    /** Adds what another line has seen of the same function. */
    void merge(ObservedLine other) {
        for (int i = 0; i < moved.length; i++) {
            moved[i] |= other.moved[i];
        }
    }

    /** Counts every result as changed. */
    void countAllAsMoved() {
        Arrays.fill(moved, true);
    }

    /** The largest change of a result within the length, over that length. */
    double swing(int i) {
        return swing[i] / length;
    }

    /** The sum of the results' changes within the length, each times a weight, over the length. */
    double swing(double[] weights) {
        double sum = 0;
        for (int i = 0; i < swing.length; i++) {
            sum += Math.abs(weights[i]) * swing[i];
        }
        return sum / length;
    }
}
