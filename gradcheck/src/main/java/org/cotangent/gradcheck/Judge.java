package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;

/** The comparison of analytic with numerical derivatives, entry by entry, and what came of it. */
final class Judge {
    /** The relative error that every entry should have been able to show: 0.1 %. */
    private static final double TELLING = 1e-3;

    final List<Entry> mismatches = new ArrayList<>();
    Entry worst;
    int entries;
    int unresolved;
    private final double tolerance;

    Judge(double tolerance) {
        this.tolerance = tolerance;
    }

    void compare(
            int order,
            int input,
            Tensor at,
            int element,
            double analytic,
            Differences.Estimate estimate) {
        double error = error(analytic, estimate);
        Entry entry = new Entry(order, input, at, element, analytic, estimate.value(), error);
        entries++;
        if (worst == null || error > worst.error()) {
            worst = entry;
        }
        if (error > tolerance) {
            mismatches.add(entry);
        } else if (analytic != 0 && Math.abs(analytic) * TELLING < 2 * estimate.noise()) {
            // twice: the quotient may be off by the noise, and may hide as much
            unresolved++;
        }
    }

    private double error(double analytic, Differences.Estimate estimate) {
        double numerical = estimate.value();
        double floor = estimate.noise() / tolerance;
        double size = Math.max(Math.max(Math.abs(analytic), Math.abs(numerical)), floor);
        if (size == 0) {
            return 0;
        }
        // halves: the difference of two finite numbers may overflow
        double error = Math.abs(analytic / 2 - numerical / 2) / (size / 2);
        return Double.isFinite(analytic) && Double.isFinite(numerical) && Double.isFinite(floor)
                ? error
                : Double.POSITIVE_INFINITY;
    }
}
