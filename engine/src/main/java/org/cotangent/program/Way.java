package org.cotangent.program;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.internal.Shape;

/** One way that a function takes: its recording and how it runs. */
final class Way {
    final Recording recording;
    final Runner runner;
    private final RunnerChoice choice;

    /** How many numbers the results of the function have, and with the conditions. */
    final int own;

    final int all;

    /**
     * Whether operations of users are among the nodes: these are not called where the function does
     * not call them, not even to throw away what they give.
     */
    final boolean careful;

    /** Results and conditions of a run: of one thread at a time, taken out while it runs. */
    private final ThreadLocal<double[][]> memory = ThreadLocal.withInitial(() -> new double[1][]);

    Way(Recording recording) {
        this.recording = recording;
        choice = new RunnerChoice(recording);
        runner = choice.runner;
        own = recording.results.stream().limit(recording.own).mapToInt(Tensor::size).sum();
        all = own + recording.choices.size();
        careful =
                all > own
                        && recording.nodes.stream()
                                .anyMatch(x -> Recording.ACCESS.op(x).isOfUser());
    }

    /**
     * Runs at one point.
     *
     * @param x the point
     * @param y receives the results, unless the function goes another way there
     * @return the first condition that says something else; -1 if there is none
     */
    int run(double[] x, double[] y) {
        if (all == own) {
            runner.run(x, y);
            return -1;
        }
        int left = careful ? recording.firstLeft(recording.point(x)) : -1;
        if (left >= 0) {
            return left;
        }
        double[][] kept = memory.get();
        double[] results = kept[0] == null ? new double[all] : kept[0];
        kept[0] = null;
        try {
            runner.run(x, results);
            left = left(results, 0);
        } catch (RuntimeException e) {
            left = recording.firstLeft(recording.point(x));
            if (left < 0) {
                throw e; // as the function does
            }
        }
        if (left < 0) {
            System.arraycopy(results, 0, y, 0, own);
        }
        kept[0] = results;
        return left;
    }

    /** The first condition that says something else in the results that begin at a place. */
    int left(double[] results, int from) {
        for (int i = 0; i < all - own; i++) {
            if (recording.isLeft(i, results[from + own + i])) {
                return i;
            }
        }
        return -1;
    }

    /** Whether this goes the way of another up to a condition, and there the other way. */
    boolean leaves(Way other, int choice) {
        if (recording.choices.size() <= choice) {
            return false;
        }
        for (int i = 0; i <= choice; i++) {
            boolean same = recording.choices.get(i).way() == other.recording.choices.get(i).way();
            if (same != i < choice) {
                return false;
            }
        }
        return true;
    }

    Shape[] shapes() {
        return recording.results.stream()
                .limit(recording.own)
                .map(Recording::shape)
                .toArray(Shape[]::new);
    }

    /** The conditions in the order in which they are asked; what repeats is counted. */
    String conditions() {
        if (recording.choices.isEmpty()) {
            return "no conditions";
        }
        StringBuilder text = new StringBuilder();
        Object[] choices = recording.choices.toArray();
        for (int i = 0, next; i < choices.length; i = next) {
            next = i + 1;
            while (next < choices.length && choices[next].equals(choices[i])) {
                next++;
            }
            text.append(i == 0 ? "" : ", ").append(choices[i]);
            text.append(next == i + 1 ? "" : ", " + (next - i) + " times");
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return conditions() + ": " + recording.nodes.size() + " nodes, " + choice.explain();
    }

    /** Whether both go the same way to the end. */
    boolean isSameWay(Way other) {
        return Arrays.equals(ways(), other.ways());
    }

    private boolean[] ways() {
        boolean[] ways = new boolean[recording.choices.size()];
        for (int i = 0; i < ways.length; i++) {
            ways[i] = recording.choices.get(i).way();
        }
        return ways;
    }
}
