package org.cotangent.benchmarks;

import java.util.function.Supplier;

/**
 * Ways of doing one piece of work, and what they are measured by.
 *
 * @param base what their times are divided by, such as the value in plain Java
 * @param recorded recorded anew, or null
 * @param program by a program, one point at a time, or null
 * @param rows by a program in rows, or null
 * @param operations of the value: if not 0, times are given in nanoseconds for each
 */
record Contest(
        Runnable base,
        Supplier<double[]> recorded,
        Supplier<double[]> program,
        Supplier<double[]> rows,
        double operations) {
    private static final double CLOSE = 1e-9;

    /** Refuses to go on if two ways give different numbers. */
    void check(String name) {
        double[] expected = recorded == null ? null : recorded.get().clone();
        if (program != null) {
            expected = same(name + ", program", expected, program.get().clone());
        }
        if (rows != null) {
            same(name + ", rows", expected, rows.get());
        }
    }

    private static double[] same(String name, double[] expected, double[] actual) {
        if (expected == null) {
            return actual;
        }
        double scale = 0;
        for (double each : expected) {
            scale = Math.max(scale, Math.abs(each));
        }
        boolean close = expected.length == actual.length;
        for (int i = 0; close && i < expected.length; i++) {
            close = Math.abs(expected[i] - actual[i]) <= CLOSE * scale;
        }
        if (!close) {
            throw new IllegalStateException(name + " gives other numbers");
        }
        return expected;
    }
}
