package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.Shuffle;

/**
 * Rows divided at random into parts of given sizes: their numbers, to select them from a {@link
 * org.cotangent.nn.train.Dataset} or {@link Table}. Plain, stratified (each part has its share of
 * every class) or grouped (rows that belong together stay together).
 *
 * <pre>{@code
 * int[] classes = {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1};
 * int[][] parts = Partition.stratified(classes, new SplittableRandom(1), 0.5, 0.25, 0.25);
 * parts[0].length;                                             // 6
 * Arrays.stream(parts[1]).filter(r -> classes[r] == 0).count(); // 1
 * }</pre>
 *
 * <p>The same generator state gives the same parts. Each row is in one part; within a part the rows
 * are in rising order.
 */
public final class Partition {
    private static final double ROUNDING = 1e-9;

    private Partition() {}

    /**
     * Rows divided at random.
     *
     * @param rows how many there are
     * @param random where chance comes from
     * @param fractions for each part its fraction, above 0; they add up to 1
     * @return the rows of each part, at least one: the numbers of rows are rounded to 1 up or down
     * @throws IllegalArgumentException if the fractions are not such numbers, or there are fewer
     *     rows than parts
     */
    public static int[][] random(int rows, RandomGenerator random, double... fractions) {
        return stratified(new int[Math.max(0, rows)], random, fractions);
    }

    /**
     * Rows divided at random so that each part has its share of every class, rounded up or down
     * (but for a row that a part without any is given).
     *
     * @param classes for every row its class, any ints
     * @param random where chance comes from
     * @param fractions for each part its fraction, above 0; they add up to 1
     * @return the rows of each part, at least one
     * @throws IllegalArgumentException if the fractions are not such numbers, or there are fewer
     *     rows than parts
     */
    public static int[][] stratified(int[] classes, RandomGenerator random, double... fractions) {
        Objects.requireNonNull(classes, "partition: the classes are null");
        check(classes.length, "rows", random, fractions);
        int[] order = Shuffle.permutation(classes.length, random);
        int[] part = new int[classes.length];
        double[] wanted = new double[fractions.length]; // less what was given
        for (int label : IntStream.of(classes).sorted().distinct().toArray()) {
            int[] rows = IntStream.of(order).filter(row -> classes[row] == label).toArray();
            int next = 0;
            boolean[] rounded = new boolean[fractions.length];
            for (int p = 0; p < fractions.length; p++) {
                double share = rows.length * fractions[p];
                int least = (int) Math.floor(share + ROUNDING);
                rounded[p] = share - least < ROUNDING; // there is nothing to round
                wanted[p] += share;
                for (int i = 0; i < least && next < rows.length; i++) {
                    part[rows[next++]] = p;
                    wanted[p]--;
                }
            }
            while (next < rows.length) {
                // the rest goes to the parts that lack most, one row of the class for each
                int p = largest(wanted, rounded);
                rounded[p] = true;
                part[rows[next++]] = p;
                wanted[p]--;
            }
        }
        return filled(parts(part, fractions.length), order);
    }

    private static int largest(double[] wanted, boolean[] without) {
        int best = -1;
        for (int p = 0; p < wanted.length; p++) {
            if (!without[p] && (best < 0 || wanted[p] > wanted[best] + ROUNDING)) {
                best = p;
            }
        }
        return best;
    }

    /** Moves a row from the largest part to each empty one. */
    private static int[][] filled(int[][] parts, int[] order) {
        for (int p = 0; p < parts.length; p++) {
            if (parts[p].length == 0) {
                List<int[]> all = Arrays.asList(parts);
                int[] largest = Collections.max(all, Comparator.comparingInt(r -> r.length));
                int from = all.indexOf(largest);
                int row =
                        IntStream.of(order)
                                .filter(r -> Arrays.binarySearch(largest, r) >= 0)
                                .findFirst()
                                .orElseThrow();
                parts[from] = IntStream.of(largest).filter(r -> r != row).toArray();
                parts[p] = new int[] {row};
            }
        }
        return parts;
    }

    private static int[][] parts(int[] part, int count) {
        int[][] rows = new int[count][];
        for (int p = 0; p < count; p++) {
            int number = p;
            rows[p] = IntStream.range(0, part.length).filter(r -> part[r] == number).toArray();
        }
        return rows;
    }

    /**
     * Rows divided at random so that no group is divided: all measurements of a patient, say, go to
     * one part. The sizes are as near to the fractions as handing out the groups, the large ones
     * first, each to the part that wants most, gets them.
     *
     * @param groups for every row the group that it belongs to, any ints
     * @param random where chance comes from
     * @param fractions for each part its fraction, above 0; they add up to 1
     * @return the rows of each part, at least one
     * @throws IllegalArgumentException if the fractions are not such numbers, or there are fewer
     *     groups than parts
     */
    public static int[][] grouped(int[] groups, RandomGenerator random, double... fractions) {
        Objects.requireNonNull(groups, "partition: the groups are null");
        int[] distinct = IntStream.of(groups).sorted().distinct().toArray();
        check(distinct.length, "groups", random, fractions);
        int[] sizes = new int[distinct.length];
        for (int group : groups) {
            sizes[Arrays.binarySearch(distinct, group)]++;
        }
        // the sort is stable: groups of the same size stay in random order
        List<Integer> order =
                IntStream.of(Shuffle.permutation(distinct.length, random))
                        .boxed()
                        .sorted(Comparator.comparingInt(g -> -sizes[g]))
                        .toList();
        double[] wanted = Arrays.stream(fractions).map(f -> f * groups.length).toArray();
        boolean[] given = new boolean[fractions.length];
        int empty = fractions.length;
        int[] partOf = new int[distinct.length];
        for (int i = 0; i < order.size(); i++) {
            // the last groups are for parts that have none
            boolean[] without = order.size() - i <= empty ? given : new boolean[fractions.length];
            int p = largest(wanted, without);
            empty -= given[p] ? 0 : 1;
            given[p] = true;
            partOf[order.get(i)] = p;
            wanted[p] -= sizes[order.get(i)];
        }
        int[] part =
                IntStream.of(groups).map(g -> partOf[Arrays.binarySearch(distinct, g)]).toArray();
        return parts(part, fractions.length);
    }

    private static void check(int units, String what, RandomGenerator random, double[] fractions) {
        Objects.requireNonNull(random, "partition: the random generator is null");
        if (fractions.length == 0
                || !Arrays.stream(fractions).allMatch(f -> f > 0)
                || !(Math.abs(Arrays.stream(fractions).sum() - 1) < ROUNDING)) {
            throw Checks.illegal(
                    "partition: fractions %s; each must be above 0, and together 1", fractions);
        }
        if (units < fractions.length) {
            throw Checks.illegal(
                    "partition: %s %s cannot be divided into %s parts that are not empty",
                    units, what, fractions.length);
        }
    }
}
