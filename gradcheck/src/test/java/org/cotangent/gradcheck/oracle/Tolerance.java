package org.cotangent.gradcheck.oracle;

import java.util.Arrays;
import java.util.function.IntToDoubleFunction;
import org.opentest4j.AssertionFailedError;

/**
 * How near numbers must lie to those of the oracle: |a - b| ≤ relative · max(|b|, m) + slack.
 *
 * @param relative the factor
 * @param least what m is at least; apart from that it is the largest magnitude in the list of b
 * @param each whether each element stands on its own: then m counts only where b is 0
 * @param slack what each element is allowed beyond that
 */
record Tolerance(double relative, double least, boolean each, IntToDoubleFunction slack) {
    Tolerance(double relative, double least, boolean each) {
        this(relative, least, each, i -> 0);
    }

    /** |a - b| ≤ slack, whatever b. */
    static Tolerance absolute(IntToDoubleFunction slack) {
        return new Tolerance(0, 0, true, slack);
    }

    static double largest(double[] numbers) {
        return Arrays.stream(numbers).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    }

    Tolerance slack(IntToDoubleFunction other) {
        return new Tolerance(relative, least, each, other);
    }

    boolean accepts(double[] expected, double[] actual) {
        return expected.length == actual.length && firstOff(expected, actual) < 0;
    }

    private int firstOff(double[] expected, double[] actual) {
        double m = Math.max(least, largest(expected));
        for (int i = 0; i < expected.length; i++) {
            double b = expected[i];
            double a = actual[i];
            double scale = each && b != 0 ? Math.abs(b) : Math.max(Math.abs(b), m);
            boolean same = a == b || Double.isNaN(a) && Double.isNaN(b);
            if (!same
                    && !(Double.isFinite(b)
                            && Math.abs(a - b) <= relative * scale + slack.applyAsDouble(i))) {
                return i;
            }
        }
        return -1;
    }

    void check(String what, double[] expected, double[] actual) {
        if (expected.length != actual.length) {
            throw new AssertionFailedError(
                    what + ": wrong number of elements", expected.length, actual.length);
        }
        int off = firstOff(expected, actual);
        if (off >= 0) {
            throw new AssertionFailedError(
                    what
                            + ", element "
                            + off
                            + ": expected "
                            + expected[off]
                            + " but was "
                            + actual[off]
                            + ", in all "
                            + Arrays.toString(expected)
                            + " against "
                            + Arrays.toString(actual),
                    expected[off],
                    actual[off]);
        }
    }
}
