package org.cotangent.gradcheck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/**
 * The comparisons of one input at one order as arrays: a are the claimed derivatives, n the
 * numerical ones, off the largest distances of right ones.
 */
final class ErrorGroup {
    /** Relative difference up to which two numbers count as equal beside their errors. */
    private static final double ROUGH = 1e-7;

    /** The same for plain differences, which do not know their error. */
    private static final double ROUGH_FIXED_STEP = 1e-5;

    /** The factor by which a difference must exceed the errors to show something. */
    private static final double TELLING = 5;

    final int order;
    final List<Entry> entries;
    final double[] a;
    final double[] n;
    final double[] off;

    /** How the entries are arranged; null if they are not. */
    final int[] shape;

    /** The input's elements, one for each entry; null for derivatives along directions. */
    final double[] x;

    /** How many results have a row of their own; 1 if they were contracted. */
    final int rows;

    private final double rough;

    private ErrorGroup(CheckResult result, int order, List<Entry> entries, int[] shape, int rows) {
        this.order = order;
        this.entries = entries;
        this.shape = shape;
        this.rows = rows;
        boolean fixedStep = result.hasFixedStep();
        this.rough = fixedStep ? ROUGH_FIXED_STEP : Math.min(ROUGH, result.tolerance());
        int size = entries.size();
        a = new double[size];
        n = new double[size];
        off = new double[size];
        boolean elements = true;
        for (int i = 0; i < size; i++) {
            Entry e = entries.get(i);
            a[i] = e.analytic();
            n[i] = e.numerical();
            double larger = Math.max(Math.abs(a[i]), Math.abs(n[i]));
            // without what the tolerance grants
            off[i] = Math.max(e.bound(), e.slack() - result.tolerance() * larger * 0.999);
            elements &= e.element() >= 0;
        }
        x = elements ? new double[size] : null;
        for (int i = 0; elements && i < size; i++) {
            Entry e = entries.get(i);
            x[i] = result.point().value(e.block().offset() + e.element());
        }
    }

    /** The entries of one input at one order; those found by halving a direction apart. */
    static ErrorGroup of(CheckResult result, int order, Point.Block block) {
        List<Entry> own = new ArrayList<>();
        for (Entry e : result.comparisons()) {
            if (e.order() == order
                    && e.input() == block.number()
                    && (e.direction() >= 0 || result.directions() == 0)) {
                own.add(e);
            }
        }
        int results = own.stream().mapToInt(Entry::result).max().orElse(-1) + 1;
        int[] shape = null;
        if (own.isEmpty() || own.get(0).direction() < 0) {
            int rows = Math.max(1, results);
            if (own.size() == rows * block.size()) {
                shape = rows == 1 ? block.shape() : new int[] {rows, block.size()};
            }
        } else if (result.directions() == 0 && results == own.size()) {
            shape = new int[] {results};
        }
        return new ErrorGroup(result, order, own, shape, Math.max(1, results));
    }

    /** The entries of all inputs at one order. */
    static ErrorGroup of(CheckResult result, int order) {
        List<Entry> own =
                result.comparisons().stream()
                        .filter(e -> e.order() == order)
                        .filter(e -> e.direction() >= 0 || result.directions() == 0)
                        .toList();
        return new ErrorGroup(result, order, own, null, 1);
    }

    int size() {
        return a.length;
    }

    boolean isWrong(int i) {
        return entries.get(i).verdict() == Verdict.MISMATCH;
    }

    /** Whether an entry agrees, and not only because both are 0. */
    boolean isRight(int i) {
        return entries.get(i).verdict() == Verdict.MATCH && Math.abs(n[i]) > TELLING * off[i];
    }

    int wrong() {
        int count = 0;
        for (int i = 0; i < size(); i++) {
            count += isWrong(i) ? 1 : 0;
        }
        return count;
    }

    int right() {
        int count = 0;
        for (int i = 0; i < size(); i++) {
            count += isRight(i) ? 1 : 0;
        }
        return count;
    }

    /** Whether an entry says anything: it is finite, known and not at a kink. */
    boolean isKnown(int i) {
        return Double.isFinite(a[i])
                && Double.isFinite(n[i])
                && Double.isFinite(off[i])
                && entries.get(i).verdict() != Verdict.SUBGRADIENT;
    }

    /**
     * The number of entries that are evidence for a hypothesis about the analytic derivatives.
     *
     * @param expected by the hypothesis, for each entry
     * @param error of that
     * @return -1 if an entry speaks against it, or does not agree and is not known; else the number
     *     of those that agree with it and clearly not with the numerical derivative
     */
    int evidence(IntToDoubleFunction expected, IntToDoubleFunction error) {
        int count = 0;
        for (int i = 0; i < size(); i++) {
            if (!isKnown(i)) {
                if (isWrong(i)) {
                    return -1;
                }
                continue;
            }
            double h = expected.applyAsDouble(i);
            double allowed = error.applyAsDouble(i) + off[i] + rough * Math.abs(h);
            if (!(Math.abs(a[i] - h) <= allowed)) {
                return -1;
            }
            count += isWrong(i) && Math.abs(h - n[i]) > TELLING * allowed ? 1 : 0;
        }
        return count;
    }

    /** The same for a hypothesis about single entries: of those that are wrong alone. */
    ErrorGroup onlyWrong(CheckResult result) {
        List<Entry> wrong = entries.stream().filter(e -> e.verdict() == Verdict.MISMATCH).toList();
        return new ErrorGroup(result, order, wrong, null, 1);
    }

    /**
     * The constant c in a = c b that fits, from the entry that knows it best.
     *
     * @param target a, or what else is a multiple
     * @param base b, or what else it is a multiple of
     * @param error of base and target together, for a factor of 1
     * @return NaN if no entry tells
     */
    Constant ratio(IntToDoubleFunction target, IntToDoubleFunction base) {
        double best = 1e-3;
        double value = Double.NaN;
        for (int i = 0; i < size(); i++) {
            double b = base.applyAsDouble(i);
            double t = target.applyAsDouble(i);
            double relative = off[i] / Math.abs(b) + off[i] / Math.max(Math.abs(t), off[i]);
            if (isKnown(i) && isWrong(i) && b != 0 && t != 0 && relative < best) {
                best = relative;
                value = t / b;
            }
        }
        return new Constant(value, best + rough);
    }

    /**
     * A constant and how well it is known.
     *
     * @param value NaN if it is not
     * @param relative error
     */
    record Constant(double value, double relative) {
        boolean is(double other) {
            return Math.abs(value - other) <= 3 * relative * Math.abs(other);
        }
    }

    /** Whether the wrong entries are exactly some, and there are both wrong and right ones. */
    boolean areExactly(IntPredicate some) {
        int wrong = 0;
        int right = 0;
        for (int i = 0; i < size(); i++) {
            if (isWrong(i)) {
                wrong++;
                if (!some.test(i)) {
                    return false;
                }
            } else if (isRight(i)) {
                right++;
                if (some.test(i)) {
                    return false;
                }
            }
        }
        return wrong > 0 && right > 0;
    }

    /** The index of an entry, axis by axis. */
    int[] index(int i) {
        int[] index = new int[shape.length];
        int rest = i;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            index[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return index;
    }

    boolean allZero() {
        return Arrays.stream(a).allMatch(v -> v == 0);
    }
}
