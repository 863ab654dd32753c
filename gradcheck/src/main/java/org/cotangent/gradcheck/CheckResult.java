package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The result of a check as plain data: its settings, its point and every comparison, with the
 * counts and extremes that follow from these. Immutable.
 */
final class CheckResult {
    private final String name;
    private final Point point;
    private final int order;
    private final double step;
    private final double tolerance;
    private final double inconclusive;
    private final int directions;
    private final long seed;
    private final List<Entry> comparisons;
    private final List<Entry> mismatches;

    CheckResult(CheckSettings<?> settings, Point point, int order, List<Entry> comparisons) {
        this.name = settings.name;
        this.point = point;
        this.order = order;
        this.step = settings.step;
        this.tolerance = settings.tolerance();
        this.inconclusive = settings.inconclusive;
        this.directions = settings.directions(point);
        this.seed = settings.seed;
        this.comparisons = List.copyOf(comparisons);
        this.mismatches =
                this.comparisons.stream()
                        .filter(e -> e.verdict() == Verdict.MISMATCH)
                        .sorted(Comparator.comparingDouble(Entry::excess).reversed())
                        .collect(Collectors.toUnmodifiableList());
    }

    // ---- settings

    String name() {
        return name;
    }

    Point point() {
        return point;
    }

    int order() {
        return order;
    }

    double tolerance() {
        return tolerance;
    }

    /** The step of plain central differences; NaN for those with error bounds. */
    double step() {
        return step;
    }

    /** Whether the differences have a fixed step and no error bounds. */
    boolean hasFixedStep() {
        return step == step;
    }

    double inconclusive() {
        return inconclusive;
    }

    int directions() {
        return directions;
    }

    long seed() {
        return seed;
    }

    // ---- comparisons

    List<Entry> comparisons() {
        return comparisons;
    }

    /** Those that do not agree, the worst first. */
    List<Entry> mismatches() {
        return mismatches;
    }

    /** The entries nearest to failing, in order of that if some are left out, else as they are. */
    List<Entry> nearestToFailing(int most) {
        return comparisons.size() <= most
                ? comparisons
                : comparisons.stream()
                        .sorted(Comparator.comparingDouble(Entry::excess).reversed())
                        .limit(most)
                        .toList();
    }

    boolean passed() {
        return verdict() == Verdict.MATCH || verdict() == Verdict.SUBGRADIENT;
    }

    Verdict verdict() {
        if (!mismatches.isEmpty()) {
            return Verdict.MISMATCH;
        }
        long unclear =
                comparisons.stream()
                        .filter(e -> e.verdict() == Verdict.INCONCLUSIVE && !e.isNegligible())
                        .count();
        if (unclear > inconclusive * comparisons.size()) {
            return Verdict.INCONCLUSIVE;
        }
        return count(Verdict.SUBGRADIENT) > 0 ? Verdict.SUBGRADIENT : Verdict.MATCH;
    }

    int count(Verdict verdict) {
        return (int) comparisons.stream().filter(e -> e.verdict() == verdict).count();
    }

    int tooLarge() {
        return (int) mismatches.stream().filter(CheckResult::isTooLarge).count();
    }

    private static boolean isTooLarge(Entry e) {
        return Math.abs(e.analytic()) > Math.abs(e.numerical());
    }

    double sensitivity() {
        return comparisons.stream()
                .mapToDouble(Entry::sensitivity)
                .filter(Double::isFinite)
                .max()
                .orElse(Double.POSITIVE_INFINITY);
    }

    double largestError() {
        return largestError(comparisons);
    }

    private static double largestError(List<Entry> entries) {
        return entries.stream()
                .filter(e -> e.verdict() != Verdict.INCONCLUSIVE)
                .mapToDouble(Entry::error)
                .max()
                .orElse(0);
    }

    Entry worst() {
        return mismatches.isEmpty()
                ? comparisons.stream().max(Comparator.comparingDouble(Entry::excess)).orElseThrow()
                : mismatches.get(0);
    }

    /**
     * The comparisons of one input, all orders together.
     *
     * @param block the input
     * @param entries the number of comparisons
     * @param differing the number of mismatches
     * @param tooLarge the number of mismatches whose analytic derivative is larger in size
     * @param worst the largest relative difference of those that are not inconclusive
     */
    record OfInput(Point.Block block, int entries, int differing, int tooLarge, double worst) {}

    List<OfInput> inputs() {
        List<OfInput> inputs = new ArrayList<>();
        for (Point.Block block : point.blocks) {
            List<Entry> own =
                    comparisons.stream().filter(e -> e.input() == block.number()).toList();
            List<Entry> wrong =
                    mismatches.stream().filter(e -> e.input() == block.number()).toList();
            int large = (int) wrong.stream().filter(CheckResult::isTooLarge).count();
            inputs.add(new OfInput(block, own.size(), wrong.size(), large, largestError(own)));
        }
        return inputs;
    }
}
