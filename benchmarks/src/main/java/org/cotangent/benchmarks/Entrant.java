package org.cotangent.benchmarks;

import java.util.List;
import java.util.Map;

/**
 * A contender with its settings: what one process runs.
 *
 * @param id its name in tables and on the command line, as "ours-flag-1"
 * @param threads how many threads it may use
 * @param command how its process is started
 * @param environment variables to set, or to remove where the value is null
 * @param unavailable why it cannot be had here, or null if it can as far as is known
 */
record Entrant(
        String id,
        int threads,
        List<String> command,
        Map<String, String> environment,
        String unavailable) {
    /** How much coarser its numbers are than float64's. */
    double tolerance(Work work) {
        return id.contains("float32") ? 1e-3 : work.tolerance();
    }

    /** Whether to give it the work: more threads are of use only where work can be shared out. */
    boolean enters(Work work) {
        return (threads == 1 || work.threaded())
                && (!id.contains("avx512") || work.name().contains("matmul"));
    }

    /** Its name without the number of threads. */
    String family() {
        return id.replaceAll("-\\d+$", "");
    }
}
