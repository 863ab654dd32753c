package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.List;

/**
 * A check of two properties that every gradient has: it is the same at every call, and linear in
 * the cotangent. Comparisons with differences at one cotangent show neither.
 */
final class Consistency {
    /** Powers of two, so that a linear rule gives the same digits; the larger changes the sign. */
    private static final double[] FACTORS = {-0x1p20, 0x1p-10};

    /**
     * The tolerance of linearity, relative to the largest element: a rule that iterates to an
     * absolute tolerance may be off by as much.
     */
    private static final double LINEAR = 1e-6;

    /** The round-off of terms that cancel, relative to the values over the point's size. */
    private static final double ROUND_OFF = 1e-13;

    private static final double TINY = 1e-3;

    /** Factor on the difference from the numerical derivative that passes. */
    private static final double ROUNDINGS = 4;

    private final CheckSettings<?> settings;
    private final Point point;
    private final DerivativeClaim claim;
    private final List<Entry> compared;
    private final double[] first;
    private final double values;

    /** The violations as entries that do not agree. */
    final List<Entry> entries = new ArrayList<>();

    /** The violations as sentences. */
    final List<String> remarks = new ArrayList<>();

    private Consistency(
            CheckSettings<?> settings, Point point, DerivativeClaim claim, List<Entry> compared) {
        this.settings = settings;
        this.point = point;
        this.claim = claim;
        this.compared = compared;
        this.first = claim.derivatives(point.values());
        double[] weights = claim.weights();
        double[] results = claim.sample(0, point.values()).values();
        double sum = 0;
        for (int r = 0; r < results.length; r++) {
            sum += Math.abs(results[r] * (weights == null ? 1 : weights[r]));
        }
        this.values = sum;
    }

    /**
     * The check, at the cost of two to five calls of the gradient.
     *
     * @param settings how
     * @param point where
     * @param claim what is claimed at order 1
     * @param compared what differences say of it
     */
    static Consistency of(
            CheckSettings<?> settings, Point point, DerivativeClaim claim, List<Entry> compared) {
        Consistency check = new Consistency(settings, point, claim, compared);
        check.run();
        return check;
    }

    private void run() {
        double same = Math.max(settings.tolerance(), CheckSettings.DEFAULT_TOLERANCE);
        boolean wrong =
                compare(
                        claim.derivatives(point.values()),
                        same,
                        0,
                        "the gradient differs from call to call at the same point: it must depend"
                                + " on nothing but its arguments; where chance is meant, seed it"
                                + " anew in every call");
        for (double factor : FACTORS) {
            double[] scaled = wrong ? null : claim.scaled(point.values(), factor);
            if (scaled != null) {
                for (int i = 0; i < scaled.length; i++) {
                    scaled[i] /= factor;
                }
                wrong =
                        compare(
                                scaled,
                                LINEAR,
                                0,
                                "the gradient is not linear in the cotangent: of the cotangent"
                                        + " times "
                                        + factor
                                        + " it is not so many times as large; look for a rule"
                                        + " that clips, rounds or squares the adjoint, or takes"
                                        + " its size");
            }
        }
        double[] parts = wrong ? null : claim.inParts(point.values());
        if (parts != null) {
            compare(
                    parts,
                    LINEAR,
                    ROUND_OFF,
                    "the gradient is not linear in the cotangent: those of two parts do not add up"
                            + " to that of their sum; look for a rule that mixes the elements of"
                            + " the adjoint other than linearly");
        }
    }

    /** Whether the gradient is another one; the element that is farthest off is an entry then. */
    private boolean compare(double[] other, double tolerance, double roundOff, String remark) {
        boolean wrong = false;
        for (Point.Block block : point.blocks) {
            int rows = point.size() == 0 ? 0 : first.length / point.size();
            int worst = -1;
            double most = 0;
            double size = 0;
            for (int r = 0; r < Math.max(1, rows); r++) {
                for (int k = 0; k < block.size(); k++) {
                    int i = r * point.size() + block.offset() + k;
                    if (i < first.length && isTelling(first[i]) && Double.isFinite(other[i])) {
                        size = Math.max(size, Math.abs(first[i]));
                        double off = Math.abs(other[i] - first[i]);
                        worst = off > most ? i : worst;
                        most = Math.max(most, off);
                    }
                }
            }
            if (worst < 0 || most <= tolerance * size) {
                continue;
            }
            Entry found = entry(block, worst, other[worst], rows);
            if (most
                            > roundOff
                                    * values
                                    / Math.max(Math.abs(point.value(worst % point.size())), TINY)
                    && (roundOff == 0 || most > ROUNDINGS * found.slack())) {
                wrong = true;
                entries.add(found);
                remarks.add((point.blocks.size() == 1 ? "" : block.label() + ": ") + remark);
            }
        }
        return wrong;
    }

    /** Beside the least numbers scaling loses digits. */
    private static boolean isTelling(double a) {
        return Double.isFinite(a) && (a == 0 || Math.abs(a) > Double.MIN_NORMAL * 0x1p60);
    }

    private Entry entry(Point.Block block, int i, double other, int rows) {
        int element = i % point.size() - block.offset();
        int result = rows > 1 ? i / point.size() : -1;
        NumericalSlope n = new NumericalSlope(first[i], 0, first[i], first[i]);
        double slack = Math.ulp(1.0);
        for (Entry e : compared) {
            boolean same = e.order() == 1 && e.block() == block && e.element() == element;
            if (same && e.result() == result) {
                n = e.known();
                slack = e.slack();
            }
        }
        return new Entry(1, block, element, -1, result, other, n, slack, Verdict.MISMATCH, false);
    }
}
