package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The comparisons of all derivatives of one claim at one point, element by element. */
final class Checker {
    private final ClaimAtPoint at;
    private final Refinement refinement;
    private final List<Entry> entries = new ArrayList<>();

    private Checker(ClaimAtPoint at, Refinement refinement) {
        this.at = at;
        this.refinement = refinement;
    }

    /**
     * All comparisons of a claim.
     *
     * @param settings of the check
     * @param order of the derivatives, for the entries
     * @param point the point
     * @param claim the claim
     */
    static List<Entry> run(
            CheckSettings<?> settings, int order, Point point, DerivativeClaim claim) {
        ClaimAtPoint at = new ClaimAtPoint(settings, order, point, claim);
        Refinement refinement = new Refinement(at.tolerance);
        Checker checker = new Checker(at, refinement);
        int directions = settings.directions(point);
        if (claim.direction() != null) {
            checker.alongGiven(claim.direction());
        } else if (directions > 0) {
            DirectionChecker random = new DirectionChecker(at, refinement);
            point.blocks.forEach(block -> checker.entries.addAll(random.run(block, directions)));
        } else {
            point.blocks.forEach(checker::everyElement);
        }
        return checker.entries;
    }

    private void everyElement(Point.Block block) {
        NumericalSlopes[] slopes = new NumericalSlopes[block.size()];
        Arrays.setAll(slopes, k -> at.slopes(block.offset() + k));
        if (at.claim.weights() != null) {
            weighted(block, slopes, at.claim.weights());
            return;
        }
        for (int r = 0; r < at.results(); r++) {
            result(block, slopes, r);
        }
    }

    /** Derivatives of the weighted sum of all results. */
    private void weighted(Point.Block block, NumericalSlopes[] slopes, double[] weights) {
        DerivativeScale scale = at.scale(weights);
        for (int k = 0; k < slopes.length; k++) {
            double a = at.analytic[block.offset() + k];
            scale = scale.with(a, slopes[k].contracted(weights));
            scale = scale.swinging(slopes[k].swing(weights));
        }
        for (int k = 0; k < slopes.length; k++) {
            int i = block.offset() + k;
            Refinement.Refined refined =
                    refinement.at(
                            slopes[k],
                            own -> own.contracted(weights),
                            at.perturbed.along(i, i),
                            at.analytic[i],
                            at.claimNoise[i],
                            scale);
            ClaimAtPoint.Comparison c =
                    new ClaimAtPoint.Comparison(
                            -1, at.analytic[i], refined.n(), refined.uncertain(), scale);
            if (at.verdict(c) == Verdict.MISMATCH) {
                double[] unit = new double[at.point.size()];
                unit[i] = 1;
                c = c.withTerms(at.terms(unit));
            }
            entries.add(at.entry(block, k, -1, c));
        }
    }

    /** Derivatives of one result. */
    private void result(Point.Block block, NumericalSlopes[] slopes, int r) {
        int offset = r * at.point.size() + block.offset();
        DerivativeScale scale = at.scale(r);
        for (int k = 0; k < slopes.length; k++) {
            scale = scale.with(at.analytic[offset + k], slopes[k].numerical(r));
            scale = scale.swinging(slopes[k].swing(r));
        }
        for (int k = 0; k < slopes.length; k++) {
            int i = offset + k;
            Refinement.Refined refined =
                    refinement.at(
                            slopes[k],
                            own -> own.numerical(r),
                            at.perturbed.along(block.offset() + k, i),
                            at.analytic[i],
                            at.claimNoise[i],
                            scale);
            entries.add(
                    at.entry(
                            block,
                            k,
                            -1,
                            new ClaimAtPoint.Comparison(
                                    r, at.analytic[i], refined.n(), refined.uncertain(), scale)));
        }
    }

    /** Derivatives of all results along one direction, as in a Jacobian-vector product. */
    private void alongGiven(double[] direction) {
        NumericalSlopes slopes = at.slopes(direction, 1);
        for (int r = 0; r < at.analytic.length; r++) {
            int result = r;
            double a = at.analytic[r];
            DerivativeScale scale = at.scale(r).with(a, slopes.numerical(r));
            Refinement.Refined refined =
                    refinement.at(
                            slopes,
                            own -> own.numerical(result),
                            at.perturbed.along(direction, d -> d[result]),
                            a,
                            at.claimNoise[r],
                            scale);
            entries.add(
                    at.entry(
                            at.point.blocks.get(0),
                            -1,
                            0,
                            new ClaimAtPoint.Comparison(
                                    r, a, refined.n(), refined.uncertain(), scale)));
        }
    }
}
