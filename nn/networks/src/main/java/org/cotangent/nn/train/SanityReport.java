package org.cotangent.nn.train;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The results of {@link SanityChecks}.
 *
 * @param checks the checks in the order in which they ran, copied
 */
public record SanityReport(List<Check> checks) {
    /**
     * The result of one check.
     *
     * @param name the name of the check
     * @param passed whether all is well
     * @param details the numbers that decided it
     */
    public record Check(String name, boolean passed, String details) {
        /**
         * The outcome in one line.
         *
         * @return as "PASS initial loss: 2.35, and chance level is ln(10) = 2.303"
         */
        @Override
        public String toString() {
            return (passed ? "PASS " : "FAIL ") + name + ": " + details;
        }
    }

    /**
     * Copies the list.
     *
     * @param checks the results of the checks
     */
    public SanityReport {
        checks = List.copyOf(checks);
    }

    /**
     * Whether all is well.
     *
     * @return true if every check passed
     */
    public boolean passed() {
        return checks.stream().allMatch(Check::passed);
    }

    /**
     * The checks.
     *
     * @return a line each, without a line break at the end
     */
    @Override
    public String toString() {
        return checks.stream().map(Check::toString).collect(Collectors.joining("\n"));
    }
}
