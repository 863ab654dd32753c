package org.cotangent.benchmarks;

import java.util.function.Function;
import java.util.function.Supplier;

/** Makers of jobs. */
public final class Jobs {
    private Jobs() {}

    /** A holder of the last result, so that no compiler drops the computation. */
    private static final class Kept<T> implements Job {
        private final Supplier<T> work;
        private final Function<T, double[]> numbers;
        private T last;

        Kept(Supplier<T> work, Function<T, double[]> numbers) {
            this.work = work;
            this.numbers = numbers;
        }

        @Override
        public void run() {
            last = work.get();
        }

        @Override
        public double[] result() {
            run();
            return numbers.apply(last);
        }
    }

    /**
     * A job without state.
     *
     * @param <T> what it computes
     * @param work the work
     * @param numbers the numbers of its result
     * @return the job
     */
    public static <T> Job of(Supplier<T> work, Function<T, double[]> numbers) {
        return new Kept<>(work, numbers);
    }

    /**
     * A job without state whose result is an array.
     *
     * @param work the work
     * @return the job
     */
    public static Job of(Supplier<double[]> work) {
        return new Kept<>(work, Function.identity());
    }

    /**
     * Jobs one after the other, whose result is their results joined.
     *
     * @param parts the jobs
     * @return one job
     */
    public static Job all(Job... parts) {
        return new Job() {
            @Override
            public void run() {
                for (Job part : parts) {
                    part.run();
                }
            }

            @Override
            public double[] result() {
                double[][] results = new double[parts.length][];
                for (int i = 0; i < parts.length; i++) {
                    results[i] = parts[i].result();
                }
                return join(results);
            }

            @Override
            public void close() {
                for (Job part : parts) {
                    part.close();
                }
            }
        };
    }

    /**
     * Arrays one after the other.
     *
     * @param arrays the arrays
     * @return one array
     */
    public static double[] join(double[]... arrays) {
        int n = 0;
        for (double[] array : arrays) {
            n += array.length;
        }
        double[] all = new double[n];
        int at = 0;
        for (double[] array : arrays) {
            System.arraycopy(array, 0, all, at, array.length);
            at += array.length;
        }
        return all;
    }
}
