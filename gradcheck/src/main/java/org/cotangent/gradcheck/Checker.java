package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;

/**
 * Compares all derivatives of one claim at one point, entry by entry. A long file: elements, rows
 * and directions are judged by the same rules.
 */
final class Checker {
    /** Each of the operations that lead to a derivative may have rounded. */
    private static final double ROUNDINGS = 16;

    private final CheckSettings<?> settings;
    private final Tolerance judge;
    private final Point point;
    private final DerivativeClaim claim;
    private final int order;
    private final List<Entry> entries = new ArrayList<>();
    private final Refinement again;
    private final PerturbedClaim claimed;

    private final LineFunction.Sample center;
    private final double[] analytic;
    private final double[] noise;
    private final double[] claimNoise;

    private Checker(CheckSettings<?> settings, int order, Point point, DerivativeClaim claim) {
        this.settings = settings;
        this.judge = new Tolerance(settings.tolerance(), settings.isClassroom());
        this.again = new Refinement(judge);
        this.order = order;
        this.point = point;
        this.claim = claim;
        this.claimed = new PerturbedClaim(point, claim);
        this.center = claim.sample(0, point.values());
        this.analytic = claim.derivatives(point.values());
        SplittableRandom random = new SplittableRandom(settings.seed ^ 0x6A09E667F3BCC909L);
        double[] signs = new double[point.size()];
        Arrays.setAll(signs, i -> random.nextBoolean() ? 1 : -1);
        double[] own = point.ownSize(signs);
        if (settings.isClassroom()) {
            this.noise = new double[center.values().length];
            this.claimNoise = new double[analytic.length];
        } else {
            this.noise = NoiseEstimate.of(point.along(own, claim), center);
            this.claimNoise = claimNoise(own);
        }
    }

    /**
     * All comparisons of a claim.
     *
     * @param settings how
     * @param order the order of the derivatives, for the entries
     * @param point where
     * @param claim what
     */
    static List<Entry> run(CheckSettings<?> settings, int order, Point point, DerivativeClaim claim) {
        Checker checker = new Checker(settings, order, point, claim);
        int directions = settings.directions(point);
        if (claim.direction() != null) {
            checker.alongGiven(claim.direction());
        } else {
            for (Point.Block block : point.blocks) {
                if (directions == 0) {
                    checker.everyElement(block);
                } else {
                    checker.directions(block, directions);
                }
            }
        }
        return checker.entries;
    }

    /**
     * The noise of the claimed derivatives themselves; none if they cannot be had beside the point.
     */
    private double[] claimNoise(double[] own) {
        try {
            LineFunction line =
                    t -> {
                        double[] x = point.values();
                        for (int i = 0; i < x.length; i++) {
                            x[i] += t * own[i];
                        }
                        Object pieces = claim.sample(t, x.clone()).branches();
                        return new LineFunction.Sample(t, claim.derivatives(x), pieces);
                    };
            return NoiseEstimate.roughly(line, new LineFunction.Sample(0, analytic, center.branches()));
        } catch (RuntimeException outsideTheDomain) {
            return NoiseEstimate.floor(analytic);
        }
    }

    // ---- one element after the other

    private void everyElement(Point.Block block) {
        NumericalSlopes[] slopes = new NumericalSlopes[block.size()];
        for (int k = 0; k < block.size(); k++) {
            int i = block.offset() + k;
            LineFunction line = point.coordinate(i, claim);
            double x = Math.abs(point.value(i));
            slopes[k] = slopes(line, NumericalSlopes.LENGTH * Math.max(x, 1), NumericalSlopes.LENGTH * x);
        }
        double[] weights = claim.weights();
        if (weights != null) {
            NumericalSlope[] n = new NumericalSlope[slopes.length];
            Arrays.setAll(n, k -> slopes[k].contracted(weights));
            DerivativeScale scale = scale(weights);
            for (int k = 0; k < n.length; k++) {
                scale = scale.with(analytic[block.offset() + k], n[k]);
                scale = scale.swinging(slopes[k].swing(weights));
            }
            for (int k = 0; k < n.length; k++) {
                int i = block.offset() + k;
                double a = analytic[i];
                Refinement.Look look =
                        again.at(
                                slopes[k],
                                own -> own.contracted(weights),
                                claimed.along(i, i),
                                a,
                                claimNoise[i],
                                scale);
                n[k] = look.n();
                double uncertain = look.uncertain();
                DerivativeScale own = scale;
                if (judge.verdict(a, n[k], uncertain, scale.values()) == Verdict.MISMATCH) {
                    double[] unit = new double[point.size()];
                    unit[i] = 1;
                    double terms = terms(unit);
                    uncertain += ROUNDINGS * Math.ulp(terms);
                    own = scale.swinging(terms);
                }
                add(block, k, -1, -1, a, n[k], uncertain, own);
            }
            return;
        }
        int results = center.values().length;
        for (int r = 0; r < results; r++) {
            DerivativeScale scale = scale(r);
            for (int k = 0; k < slopes.length; k++) {
                double a = analytic[r * point.size() + block.offset() + k];
                scale = scale.with(a, slopes[k].numerical(r));
                scale = scale.swinging(slopes[k].swing(r));
            }
            for (int k = 0; k < slopes.length; k++) {
                int result = r;
                int i = r * point.size() + block.offset() + k;
                Refinement.Look look =
                        again.at(
                                slopes[k],
                                own -> own.numerical(result),
                                claimed.along(block.offset() + k, i),
                                analytic[i],
                                claimNoise[i],
                                scale);
                add(block, k, -1, r, analytic[i], look.n(), look.uncertain(), scale);
            }
        }
    }

    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private DerivativeScale scale(double[] weights) {
        double sum = 0;
        for (int r = 0; r < weights.length; r++) {
            sum += Math.abs(weights[r] * center.values()[r]);
        }
        return scaleOf(sum);
    }

    private DerivativeScale scale(int result) {
        return scaleOf(Math.abs(center.values()[result]));
    }

    private DerivativeScale scaleOf(double size) {
        return size < INFINITE ? new DerivativeScale(size, order > 1 ? size : 0) : new DerivativeScale(0, 0);
    }

    /**
     * How large the terms of a higher derivative along a direction may be that cancel in it, of
     * which round-off remains where they cancel wholly: the values of the function that move that
     * way, or all of them if none does, over the point's size for every order. 0 for first
     * derivatives, whose round-off shows in the values themselves.
     */
    private double terms(double[] direction) {
        double[] at = claim.origin(point.values());
        if (at == null) {
            return 0;
        }
        double length = size(direction);
        double[] x = point.values();
        for (int i = 0; i < x.length; i++) {
            x[i] += NumericalSlopes.LENGTH * length * direction[i];
        }
        double[] beside = claim.origin(x);
        double all = 0;
        double moving = 0;
        for (int r = 0; r < at.length; r++) {
            double size = Double.isFinite(at[r]) ? Math.abs(at[r]) : 0;
            all += size;
            moving += beside.length == at.length && beside[r] != at[r] ? size : 0;
        }
        return (moving > 0 ? moving : all) / Math.pow(length, order);
    }

    private NumericalSlopes slopes(LineFunction line, double length, double own) {
        return settings.isClassroom()
                ? NumericalSlopes.plain(line, center, settings.step)
                : NumericalSlopes.of(line, center, noise, length, own);
    }

    private void add(
            Point.Block block,
            int element,
            int direction,
            int result,
            double a,
            NumericalSlope n,
            double uncertain,
            DerivativeScale scale) {
        entries.add(entry(block, element, direction, result, a, n, uncertain, scale));
    }

    private Entry entry(
            Point.Block block,
            int element,
            int direction,
            int result,
            double a,
            NumericalSlope n,
            double uncertain,
            DerivativeScale scale) {
        Verdict verdict = judge.verdict(a, n, uncertain, scale.values());
        boolean negligible = judge.isNegligible(a, n, uncertain, scale.others());
        double slack = judge.slack(a, n, uncertain);
        int row = center.values().length == 1 ? -1 : result;
        return new Entry(order, block, element, direction, row, a, n, slack, verdict, negligible);
    }

    // ---- along directions

    /** A derivative of all results along one direction, as in a Jacobian-vector product. */
    private void alongGiven(double[] direction) {
        double length = NumericalSlopes.LENGTH / Math.max(1, norm(direction));
        NumericalSlopes slopes = slopes(point.along(direction, claim), length, 0);
        for (int r = 0; r < analytic.length; r++) {
            int result = r;
            DerivativeScale scale = scale(r).with(analytic[r], slopes.numerical(r));
            Refinement.Look look =
                    again.at(
                            slopes,
                            own -> own.numerical(result),
                            claimed.along(direction, d -> d[result]),
                            analytic[r],
                            claimNoise[r],
                            scale);
            add(point.blocks.get(0), -1, 0, r, analytic[r], look.n(), look.uncertain(), scale);
        }
    }

    private void directions(Point.Block block, int count) {
        SplittableRandom random = new SplittableRandom(settings.seed + 31L * block.number());
        boolean located = false;
        double[] roundOff = Arrays.stream(claimNoise).map(noise -> ROUNDINGS * noise).toArray();
        DirectionalComparisons probes =
                new DirectionalComparisons(block, point.size(), claim.weights() != null, analytic, roundOff);
        for (int d = 0; d < count && block.size() > 0; d++) {
            double[] direction = new double[point.size()];
            for (int k = 0; k < block.size(); k++) {
                int i = block.offset() + k;
                // few digits, so that multiples by powers of two are exact
                double size = (4 + random.nextInt(9)) / 8.0 * (d % 2 == 0 ? 1 : probes.leverage(i));
                direction[i] = random.nextBoolean() ? size : -size;
            }
            Compared whole = compared(direction);
            for (Along along : whole.results) {
                probes.add(along.entry(block, -1, d), direction);
            }
            if (whole.disagrees() && !located) {
                locate(block, direction);
                located = true;
            }
        }
        entries.addAll(probes.entries());
    }

    /** Halves a direction that does not agree until it moves one element only. */
    private void locate(Point.Block block, double[] direction) {
        int from = block.offset();
        int to = block.offset() + block.size();
        while (to - from > 1) {
            int middle = (from + to) >>> 1;
            if (compared(part(direction, from, middle)).disagrees()) {
                to = middle;
            } else if (compared(part(direction, middle, to)).disagrees()) {
                from = middle;
            } else {
                return; // wrong together, and neither half by itself
            }
        }
        double[] unit = new double[direction.length];
        unit[from] = 1;
        for (Along along : compared(unit).results) {
            if (along.verdict() == Verdict.MISMATCH) {
                entries.add(along.entry(block, from - block.offset(), -1));
            }
        }
    }

    private static double[] part(double[] direction, int from, int to) {
        double[] part = new double[direction.length];
        System.arraycopy(direction, from, part, from, to - from);
        return part;
    }

    private record Compared(List<Along> results) {
        boolean disagrees() {
            return results.stream().anyMatch(along -> along.verdict() == Verdict.MISMATCH);
        }
    }

    /** One result, or the contracted one (-1), along a direction. */
    private final class Along {
        final int result;
        final double a;
        final NumericalSlope n;
        final double uncertain;
        final DerivativeScale scale;

        Along(int result, double a, NumericalSlope n, double uncertain, DerivativeScale scale) {
            this.result = result;
            this.a = a;
            this.n = n;
            this.uncertain = uncertain;
            this.scale = scale;
        }

        Along with(double terms) {
            double more = uncertain + ROUNDINGS * Math.ulp(terms);
            return new Along(result, a, n, more, scale.swinging(terms));
        }

        Verdict verdict() {
            return judge.verdict(a, n, uncertain, scale.values());
        }

        Entry entry(Point.Block block, int element, int direction) {
            return Checker.this.entry(block, element, direction, result, a, n, uncertain, scale);
        }
    }

    private Compared compared(double[] direction) {
        double length = NumericalSlopes.LENGTH * size(direction) / Math.max(1, norm(direction));
        NumericalSlopes slopes = slopes(point.along(direction, claim), length, 0);
        double[] weights = claim.weights();
        List<Along> results = new ArrayList<>();
        if (weights != null) {
            Along along =
                    along(-1, 0, direction, slopes, s -> s.contracted(weights), scale(weights));
            results.add(along.verdict() == Verdict.MISMATCH ? along.with(terms(direction)) : along);
        } else {
            for (int r = 0; r < center.values().length; r++) {
                int result = r;
                results.add(
                        along(
                                r,
                                r * point.size(),
                                direction,
                                slopes,
                                s -> s.numerical(result),
                                scale(r)));
            }
        }
        return new Compared(results);
    }

    private Along along(
            int result,
            int offset,
            double[] direction,
            NumericalSlopes slopes,
            Function<NumericalSlopes, NumericalSlope> reading,
            DerivativeScale size) {
        double a = sum(direction, analytic, offset);
        double uncertain = 0;
        for (int i = 0; i < direction.length; i++) {
            uncertain += Math.abs(direction[i]) * claimNoise[offset + i];
        }
        Refinement.Look look =
                again.at(
                        slopes,
                        reading,
                        claimed.along(direction, d -> sum(direction, d, offset)),
                        a,
                        uncertain,
                        size.with(a, reading.apply(slopes)));
        return new Along(result, a, look.n(), look.uncertain(), size.with(a, look.n()));
    }

    /** A derivative along a direction; an element that does not move must not count. */
    private static double sum(double[] direction, double[] derivatives, int offset) {
        double sum = 0;
        for (int i = 0; i < direction.length; i++) {
            sum += direction[i] == 0 ? 0 : direction[i] * derivatives[offset + i];
        }
        return sum;
    }

    /** The size of the coordinates that a direction moves, at least 1. */
    private double size(double[] direction) {
        double largest = 1;
        for (int i = 0; i < direction.length; i++) {
            if (direction[i] != 0) {
                largest = Math.max(largest, Math.abs(point.value(i)));
            }
        }
        return largest;
    }

    private static double norm(double[] direction) {
        double squares = 0;
        for (double d : direction) {
            squares += d * d;
        }
        return Math.sqrt(squares);
    }
}
