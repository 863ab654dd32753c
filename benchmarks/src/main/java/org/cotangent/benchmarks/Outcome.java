package org.cotangent.benchmarks;

import java.util.Arrays;

/** The results of an entrant for one piece of work. */
final class Outcome {
    private final Work work;
    private final String size;
    private final Entrant entrant;
    private double[] rounds = {};
    private Checksum checksum;
    private String remark = "";

    Outcome(Work work, String size, Entrant entrant) {
        this.work = work;
        this.size = size;
        this.entrant = entrant;
    }

    Work work() {
        return work;
    }

    String size() {
        return size;
    }

    boolean is(Item item) {
        return work.equals(item.work()) && size.equals(item.size());
    }

    Entrant entrant() {
        return entrant;
    }

    /** The median times of the rounds, nanoseconds, scaled as the work says. */
    double[] rounds() {
        return rounds.clone();
    }

    void add(double nanos) {
        rounds = Arrays.copyOf(rounds, rounds.length + 1);
        rounds[rounds.length - 1] = nanos * work.factor();
    }

    boolean done() {
        return rounds.length > 0;
    }

    /** The median over rounds. */
    double median() {
        return medianOf(rounds);
    }

    /** The median over rounds of this time divided by the other's in the same round. */
    double over(Outcome other) {
        double[] ratios = new double[Math.min(rounds.length, other.rounds.length)];
        if (rounds.length != other.rounds.length) {
            return median() / other.median();
        }
        Arrays.setAll(ratios, i -> rounds[i] / other.rounds[i]);
        return medianOf(ratios);
    }

    private static double medianOf(double[] x) {
        double[] sorted = x.clone();
        Arrays.sort(sorted);
        return Timing.median(sorted);
    }

    Checksum checksum() {
        return checksum;
    }

    void checksum(Checksum sum) {
        checksum = sum;
    }

    /** Why there are no times, or what is to be known of them; "" for nothing. */
    String remark() {
        return remark;
    }

    void remark(String text) {
        remark = text;
    }
}
