package org.cotangent.nn.optim;

/** Checks of the settings of optimizers, schedules and searches. */
final class RangeChecks {
    private RangeChecks() {}

    static double notNegative(String rule, String what, double value) {
        if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
            throw refused(rule, what, value, "finite and not negative");
        }
        return value;
    }

    static double positive(String rule, String what, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw refused(rule, what, value, "finite and above 0");
        }
        return value;
    }

    static double belowOne(String rule, String what, double value) {
        if (!(value >= 0 && value < 1)) {
            throw refused(rule, what, value, "at least 0 and less than 1");
        }
        return value;
    }

    static int atLeast(String rule, String what, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(
                    rule + ": " + what + " " + value + "; it must be at least " + least);
        }
        return value;
    }

    private static IllegalArgumentException refused(
            String rule, String what, double value, String right) {
        return new IllegalArgumentException(
                rule + ": " + what + " " + value + "; it must be " + right);
    }
}
