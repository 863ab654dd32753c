package org.cotangent.nn.internal;

import java.util.Arrays;

/** The choice between a linear and a logarithmic axis. */
public final class LogarithmicAxis {
    private static final double FROM = 30;

    private LogarithmicAxis() {}

    /**
     * Whether numbers are so far apart that a logarithmic axis shows more of them.
     *
     * @param values the numbers
     * @return true if they are positive and span more than a factor of 30
     */
    public static boolean suits(double[] values) {
        double least = Arrays.stream(values).min().orElse(0);
        double most = Arrays.stream(values).max().orElse(0);
        return least > 0 && most > FROM * least;
    }
}
