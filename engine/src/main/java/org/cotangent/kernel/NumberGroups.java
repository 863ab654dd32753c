package org.cotangent.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * Operations over groups of elements, written number by number in the order of {@link
 * PlainKernels}. Where something is not finite the results need not be right: see {@link
 * Numbers#mended}.
 */
public final class NumberGroups {
    private static final DoubleUnaryOperator LOG1P = Elementary::log1p;
    private static final DoubleUnaryOperator IS_SCALE =
            v -> v > 0 && v < Double.POSITIVE_INFINITY ? 1 : 0;
    private static final DoubleBinaryOperator ABOVE = (p, q) -> p > q ? 1 : 0;

    /** Rows from which on sums go by lanes; see {@link Weighted}. */
    private static final int SHORT = 32;

    private final Numbers n;
    private final int[][] groups;

    /** Whether the elements of each group are neighbors, and more than one. */
    private final boolean rows;

    private final int size;

    /**
     * Groups of the elements of an array.
     *
     * @param n the program that is written
     * @param extents the extents of the array
     * @param groupStrides stride an axis of the group's number, 0 on the axes of groups
     * @param count how many groups there are
     */
    public NumberGroups(Numbers n, int[] extents, int[] groupStrides, int count) {
        this.n = n;
        List<List<Integer>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(new ArrayList<>());
        }
        StridedIterator walk = new StridedIterator(extents, groupStrides);
        int step = walk.step[0];
        int elements = 0;
        for (int at = 0; walk.next(); at += walk.run) {
            for (int i = 0; i < walk.run; i++) {
                all.get(walk.offset[0] + i * step).add(at + i);
                elements++;
            }
        }
        size = elements;
        rows = step == 0 && walk.run > 1 && (long) walk.run * count == elements;
        groups =
                all.stream()
                        .map(group -> group.stream().mapToInt(Integer::intValue).toArray())
                        .toArray(int[][]::new);
    }

    @FunctionalInterface
    private interface Group {
        int[] of(int[] elements);
    }

    /** One result a group. */
    private int[] reduced(int[] x, Group f) {
        return Arrays.stream(groups).mapToInt(group -> f.of(elements(x, group))[0]).toArray();
    }

    /** One result an element. */
    private int[] mapped(int[] x, Group f) {
        int[] y = new int[size];
        for (int[] group : groups) {
            int[] results = f.of(elements(x, group));
            for (int i = 0; i < group.length; i++) {
                y[group[i]] = results[i];
            }
        }
        return y;
    }

    private static int[] elements(int[] x, int[] group) {
        return Arrays.stream(group).map(place -> x[place]).toArray();
    }

    /**
     * See {@link ArrayKernels#reduce}.
     *
     * @param f the function
     * @param start what every group starts with
     * @param x the places of the elements
     * @return those of the results
     */
    public int[] reduce(DoubleBinaryOperator f, double start, int[] x) {
        return reduced(x, all -> new int[] {reduced(f, n.constant(start), all)});
    }

    private int reduced(DoubleBinaryOperator f, int start, int[] x) {
        int y = start;
        for (int each : x) {
            y = n.of(f, y, each);
        }
        return y;
    }

    private int largest(int[] x) {
        return reduced(BinaryKernel.MAX, n.constant(Double.NEGATIVE_INFINITY), x);
    }

    /**
     * See {@link ArrayKernels#norm}.
     *
     * @param x the places of the elements
     * @return those of the norms
     */
    public int[] norm(int[] x) {
        return reduced(x, all -> new int[] {normOf(all)});
    }

    private int normOf(int[] x) {
        int zero = n.constant(0);
        int[] sizes = Arrays.stream(x).map(p -> n.of(UnaryKernel.ABS, p)).toArray();
        int scale = reduced(BinaryKernel.MAX, zero, sizes);
        int sum = zero;
        for (int each : x) {
            sum = n.add(sum, n.of(UnaryKernel.SQUARE, n.of(BinaryKernel.DIV, each, scale)));
        }
        int length = n.of(BinaryKernel.MUL, scale, n.of(UnaryKernel.SQRT, sum));
        return n.where(n.of(IS_SCALE, scale), length, scale);
    }

    /**
     * See {@link ArrayKernels#logSumExp}.
     *
     * @param x the places of the elements
     * @return those of the results
     */
    public int[] logSumExp(int[] x) {
        return reduced(
                x,
                all -> {
                    int m = largest(all);
                    return new int[] {n.add(m, n.of(LOG1P, rest(all, m)))};
                });
    }

    /**
     * See {@link ArrayKernels#softmax}.
     *
     * @param x the places of the elements
     * @return those of the results
     */
    public int[] softmax(int[] x) {
        return mapped(
                x,
                all -> {
                    int m = largest(all);
                    int[] y = Arrays.stream(all).map(p -> exp(p, m)).toArray();
                    int sum = rows ? NumberSums.sum(n, y) : n.add(n.constant(1), rest(all, m));
                    return Arrays.stream(y).map(p -> n.of(BinaryKernel.DIV, p, sum)).toArray();
                });
    }

    /**
     * See {@link ArrayKernels#logSoftmax}.
     *
     * @param x the places of the elements
     * @return those of the results
     */
    public int[] logSoftmax(int[] x) {
        return mapped(
                x,
                all -> {
                    int m = largest(all);
                    int log = n.of(LOG1P, rows ? withoutFirst(all, m) : rest(all, m));
                    return Arrays.stream(all)
                            .map(p -> n.of(BinaryKernel.SUB, n.of(BinaryKernel.SUB, p, m), log))
                            .toArray();
                });
    }

    private int exp(int x, int m) {
        return n.of(UnaryKernel.EXP, n.of(BinaryKernel.SUB, x, m));
    }

    /** The sum of exp(x - m) less the 1 of one largest element, ties counted at the end. */
    private int rest(int[] x, int m) {
        int zero = n.constant(0);
        int one = n.constant(1);
        int rest = zero;
        int ties = zero;
        for (int each : x) {
            int shifted = n.of(BinaryKernel.SUB, each, m);
            rest = n.add(rest, n.where(shifted, n.of(UnaryKernel.EXP, shifted), zero));
            ties = n.add(ties, n.where(shifted, zero, one));
        }
        return n.add(rest, n.of(BinaryKernel.SUB, ties, one));
    }

    /** The same, with 0 in the place of the first largest element. */
    private int withoutFirst(int[] x, int m) {
        int one = n.constant(1);
        int seen = n.constant(0);
        int[] terms = new int[x.length];
        for (int i = 0; i < x.length; i++) {
            int shifted = n.of(BinaryKernel.SUB, x[i], m);
            terms[i] = n.where(shifted, n.of(UnaryKernel.EXP, shifted), seen);
            seen = n.where(shifted, seen, one);
        }
        return NumberSums.sum(n, terms);
    }

    /**
     * See {@link ArrayKernels#deviations}.
     *
     * @param v the places of the elements
     * @param w those of the weights
     * @param weighted whether results are multiplied by these
     * @return the places of the results; null for long rows
     */
    public int[] deviations(int[] v, int[] w, boolean weighted) {
        if (rows && groups[0].length >= SHORT) {
            return null;
        }
        int[] y = new int[size];
        for (int[] group : groups) {
            int pivot = pivot(v, w, group);
            int mean = n.constant(0);
            for (int i : group) {
                int difference = n.of(BinaryKernel.SUB, v[i], pivot);
                mean = n.add(mean, n.of(BinaryKernel.MUL, w[i], difference));
            }
            for (int i : group) {
                int difference = n.of(BinaryKernel.SUB, v[i], pivot);
                int deviation = n.of(BinaryKernel.SUB, difference, mean);
                y[i] = weighted ? n.of(BinaryKernel.MUL, w[i], deviation) : deviation;
            }
        }
        return y;
    }

    /** The v of the first of the largest weights. */
    private int pivot(int[] v, int[] w, int[] group) {
        int most = n.constant(-1);
        int pivot = group.length == 0 ? most : v[group[0]];
        for (int i : group) {
            int above = n.of(ABOVE, w[i], most);
            pivot = n.where(above, v[i], pivot);
            most = n.where(above, w[i], most);
        }
        return pivot;
    }

    /**
     * See {@link ArrayKernels#excess}.
     *
     * @param v the places of the elements
     * @param w those of the weights
     * @return the places of the results; null for long rows and for groups that are no rows
     */
    public int[] excess(int[] v, int[] w) {
        if (!rows || groups[0].length >= SHORT) {
            return null;
        }
        int[] y = new int[size];
        for (int[] group : groups) {
            int[] results = excessOfRow(elements(v, group), elements(w, group));
            for (int i = 0; i < group.length; i++) {
                y[group[i]] = results[i];
            }
        }
        return y;
    }

    private int[] excessOfRow(int[] v, int[] w) {
        int zero = n.constant(0);
        int one = n.constant(1);
        int[] heavy = new int[v.length]; // 1 for the last with more than half of the weight
        int found = zero;
        for (int i = v.length - 1; i >= 0; i--) {
            int above = n.of(ABOVE, w[i], n.constant(0.5));
            heavy[i] = n.where(found, zero, above);
            found = n.where(above, one, found);
        }
        int sum = zero;
        int others = zero;
        int otherWeights = zero;
        int some = zero; // whether there is one that is not 0
        for (int i = 0; i < v.length; i++) {
            sum = n.add(sum, v[i]);
            others = n.add(others, n.where(heavy[i], zero, v[i]));
            otherWeights = n.add(otherWeights, n.where(heavy[i], zero, w[i]));
            some = n.where(v[i], one, some);
        }
        int[] y = new int[v.length];
        for (int i = 0; i < v.length; i++) {
            int difference =
                    n.of(
                            BinaryKernel.SUB,
                            n.of(BinaryKernel.MUL, v[i], otherWeights),
                            n.of(BinaryKernel.MUL, w[i], others));
            int own = n.add(difference, zero); // not -0
            int rest = n.of(BinaryKernel.SUB, v[i], n.of(BinaryKernel.MUL, w[i], sum));
            y[i] = n.where(some, n.where(heavy[i], own, rest), zero);
        }
        return y;
    }
}
