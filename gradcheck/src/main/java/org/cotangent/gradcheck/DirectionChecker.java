package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * The comparisons of the derivatives of one claim along random directions, with a search for one
 * wrong element where a direction does not agree.
 */
final class DirectionChecker {
    private final ClaimAtPoint at;
    private final Refinement refinement;

    DirectionChecker(ClaimAtPoint at, Refinement refinement) {
        this.at = at;
        this.refinement = refinement;
    }

    /** The comparisons along several directions of one input, and those that the search found. */
    List<Entry> run(Point.Block block, int count) {
        List<Entry> entries = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(at.settings.seed + 31L * block.number());
        boolean located = false;
        double[] roundOff =
                Arrays.stream(at.claimNoise).map(n -> ClaimAtPoint.ROUNDINGS * n).toArray();
        DirectionalComparisons comparisons =
                new DirectionalComparisons(
                        block, at.point.size(), at.claim.weights() != null, at.analytic, roundOff);
        for (int d = 0; d < count && block.size() > 0; d++) {
            double[] direction = new double[at.point.size()];
            for (int k = 0; k < block.size(); k++) {
                int i = block.offset() + k;
                // few digits, so that multiples by powers of two are exact
                double size =
                        (4 + random.nextInt(9)) / 8.0 * (d % 2 == 0 ? 1 : comparisons.leverage(i));
                direction[i] = random.nextBoolean() ? size : -size;
            }
            List<ClaimAtPoint.Comparison> compared = compared(direction);
            for (ClaimAtPoint.Comparison c : compared) {
                comparisons.add(at.entry(block, -1, d, c), direction);
            }
            if (disagree(compared) && !located) {
                locate(block, direction, entries);
                located = true;
            }
        }
        entries.addAll(comparisons.entries());
        return entries;
    }

    /** Halves a direction that does not agree until it moves one element only. */
    private void locate(Point.Block block, double[] direction, List<Entry> entries) {
        int from = block.offset();
        int to = block.offset() + block.size();
        while (to - from > 1) {
            int middle = (from + to) >>> 1;
            if (disagree(compared(part(direction, from, middle)))) {
                to = middle;
            } else if (disagree(compared(part(direction, middle, to)))) {
                from = middle;
            } else {
                return; // wrong together, and neither half by itself
            }
        }
        double[] unit = new double[direction.length];
        unit[from] = 1;
        for (ClaimAtPoint.Comparison c : compared(unit)) {
            if (at.verdict(c) == Verdict.MISMATCH) {
                entries.add(at.entry(block, from - block.offset(), -1, c));
            }
        }
    }

    private static double[] part(double[] direction, int from, int to) {
        double[] part = new double[direction.length];
        System.arraycopy(direction, from, part, from, to - from);
        return part;
    }

    private boolean disagree(List<ClaimAtPoint.Comparison> compared) {
        return compared.stream().anyMatch(c -> at.verdict(c) == Verdict.MISMATCH);
    }

    /** Every result along a direction, or the weighted sum of all. */
    private List<ClaimAtPoint.Comparison> compared(double[] direction) {
        NumericalSlopes slopes = at.slopes(direction, at.size(direction));
        double[] weights = at.claim.weights();
        List<ClaimAtPoint.Comparison> results = new ArrayList<>();
        if (weights != null) {
            ClaimAtPoint.Comparison c =
                    compared(
                            -1,
                            0,
                            direction,
                            slopes,
                            s -> s.contracted(weights),
                            at.scale(weights));
            boolean wrong = at.verdict(c) == Verdict.MISMATCH;
            return List.of(wrong ? c.withTerms(at.terms(direction)) : c);
        }
        for (int r = 0; r < at.results(); r++) {
            int result = r;
            results.add(
                    compared(
                            r,
                            r * at.point.size(),
                            direction,
                            slopes,
                            s -> s.numerical(result),
                            at.scale(r)));
        }
        return results;
    }

    private ClaimAtPoint.Comparison compared(
            int result,
            int offset,
            double[] direction,
            NumericalSlopes slopes,
            Function<NumericalSlopes, NumericalSlope> reading,
            DerivativeScale size) {
        double a = sum(direction, at.analytic, offset);
        double uncertain = 0;
        for (int i = 0; i < direction.length; i++) {
            uncertain += Math.abs(direction[i]) * at.claimNoise[offset + i];
        }
        Refinement.Refined refined =
                refinement.at(
                        slopes,
                        reading,
                        at.perturbed.along(direction, d -> sum(direction, d, offset)),
                        a,
                        uncertain,
                        size.with(a, reading.apply(slopes)));
        return new ClaimAtPoint.Comparison(
                result, a, refined.n(), refined.uncertain(), size.with(a, refined.n()));
    }

    /** A derivative along a direction; an element that does not move must not count. */
    private static double sum(double[] direction, double[] derivatives, int offset) {
        double sum = 0;
        for (int i = 0; i < direction.length; i++) {
            sum += direction[i] == 0 ? 0 : direction[i] * derivatives[offset + i];
        }
        return sum;
    }
}
