package org.cotangent.benchmarks;

import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Times of one piece of work.
 *
 * @param median the median of the samples, nanoseconds for one run
 * @param least the least of them
 * @param runs how often the work was done
 */
public record Timing(double median, double least, long runs) {
    private static final double SAMPLE_NANOS = 50_000;
    private static final double NANOS = 1e9;

    /**
     * Does the work over and over for a time. Work shorter than 50 microseconds is timed in groups,
     * so that the clock costs nothing.
     *
     * @param work what to time
     * @param seconds how long, at least; the work is done once at least
     * @return its times
     */
    public static Timing of(Runnable work, double seconds) {
        return of(work, seconds, System::nanoTime);
    }

    /**
     * As {@link #of(Runnable, double)}, by another clock.
     *
     * @param work what to time
     * @param seconds how long, at least; the work is done once at least
     * @param clock nanoseconds, as those of a thread's processor
     * @return its times
     */
    public static Timing of(Runnable work, double seconds, LongSupplier clock) {
        long start = clock.getAsLong();
        work.run();
        double first = Math.max(clock.getAsLong() - start, 1);
        if (first > seconds * NANOS) {
            return new Timing(first, first, 1);
        }
        long group = 1;
        double[] samples = new double[64];
        int count = 0;
        long runs = 0;
        while (clock.getAsLong() - start < seconds * NANOS) {
            long before = clock.getAsLong();
            for (long i = 0; i < group; i++) {
                work.run();
            }
            double elapsed = Math.max(clock.getAsLong() - before, 1);
            if (elapsed < SAMPLE_NANOS / 2) {
                group *= 2;
                count = 0;
                runs = 0;
                continue;
            }
            if (count == samples.length) {
                samples = Arrays.copyOf(samples, 2 * count);
            }
            samples[count++] = elapsed / group;
            runs += group;
        }
        if (count == 0) {
            return new Timing(first, first, 1);
        }
        double[] sorted = Arrays.copyOf(samples, count);
        Arrays.sort(sorted);
        return new Timing(median(sorted), sorted[0], runs);
    }

    /**
     * The median of numbers in ascending order.
     *
     * @param sorted at least one number
     * @return the middle one, or the mean of the two in the middle
     */
    static double median(double[] sorted) {
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
}
