package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.cotangent.Tensor;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.train.Dataset;

class PartitionTest {
    private static final double[][] FRACTIONS = {
        {0.8, 0.2}, {0.7, 0.15, 0.15}, {0.5, 0.375, 0.125}, {0.1, 0.2, 0.3, 0.4}, {0.01, 0.99}
    };

    private static void everyRowOnce(int rows, int[][] parts) {
        int[] all = Arrays.stream(parts).flatMapToInt(IntStream::of).sorted().toArray();
        assertArrayEquals(IntStream.range(0, rows).toArray(), all);
        for (int[] part : parts) {
            assertTrue(part.length > 0);
            assertArrayEquals(IntStream.of(part).sorted().toArray(), part);
        }
    }

    @Property(tries = 300)
    void everyPartHasItsShareOfEveryClass(
            @ForAll @Size(min = 4, max = 80) int[] numbers,
            @ForAll @IntRange(min = 1, max = 7) int count,
            @ForAll @IntRange(max = 4) int which,
            @ForAll long seed) {
        int[] classes = IntStream.of(numbers).map(n -> Math.floorMod(n, count) - 3).toArray();
        double[] fractions = FRACTIONS[which];
        int[][] parts = Partition.stratified(classes, new SplittableRandom(seed), fractions);
        everyRowOnce(classes.length, parts);
        for (int c : IntStream.of(classes).distinct().toArray()) {
            long all = IntStream.of(classes).filter(x -> x == c).count();
            for (int p = 0; p < parts.length; p++) {
                long here = IntStream.of(parts[p]).filter(r -> classes[r] == c).count();
                // one row may have been taken away so that no part is empty
                int given = Arrays.stream(parts).anyMatch(part -> part.length == 1) ? 1 : 0;
                assertEquals(all * fractions[p], here, 1 + given - 1e-9);
            }
        }
        assertArrayEquals(
                parts, Partition.stratified(classes, new SplittableRandom(seed), fractions));
    }

    @Property(tries = 200)
    void foldsDifferByOneRowAndOneOfEachClass(
            @ForAll @Size(min = 9, max = 60) int[] numbers,
            @ForAll @IntRange(min = 2, max = 9) int k,
            @ForAll long seed) {
        int[] classes = IntStream.of(numbers).map(n -> Math.floorMod(n, 3)).toArray();
        Folds folds = Folds.stratified(classes, k, new SplittableRandom(seed));
        assertEquals(k, folds.count());
        int[][] tests = IntStream.range(0, k).mapToObj(folds::testRows).toArray(int[][]::new);
        everyRowOnce(classes.length, tests);
        for (int fold = 0; fold < k; fold++) {
            everyRowOnce(classes.length, new int[][] {folds.trainRows(fold), folds.testRows(fold)});
            assertEquals((double) classes.length / k, tests[fold].length, 1 - 1e-9);
            for (int c = 0; c < 3; c++) {
                int label = c;
                double all = IntStream.of(classes).filter(x -> x == label).count();
                long here = IntStream.of(tests[fold]).filter(r -> classes[r] == label).count();
                assertEquals(all / k, here, 1 - 1e-9);
            }
        }
    }

    @Property(tries = 200)
    void groupsStayTogether(
            @ForAll @Size(min = 20, max = 80) int[] numbers,
            @ForAll @IntRange(max = 4) int which,
            @ForAll long seed) {
        int[] groups = new int[numbers.length];
        for (int i = 0; i < groups.length; i++) {
            groups[i] = i < 4 ? i : Math.floorMod(numbers[i], 12);
        }
        int[][] parts = Partition.grouped(groups, new SplittableRandom(seed), FRACTIONS[which]);
        everyRowOnce(groups.length, parts);
        for (int group = 0; group < 12; group++) {
            int g = group;
            long homes =
                    Arrays.stream(parts)
                            .filter(part -> IntStream.of(part).anyMatch(r -> groups[r] == g))
                            .count();
            assertTrue(homes <= 1);
        }
    }

    @Example
    void groupsOfOneFillThePartsExactly() {
        int[] groups = IntStream.range(0, 40).map(i -> 7 * i).toArray();
        int[][] parts = Partition.grouped(groups, new SplittableRandom(1), 0.5, 0.3, 0.2);
        assertEquals(20, parts[0].length);
        assertEquals(12, parts[1].length);
        assertEquals(8, parts[2].length);
    }

    @Example
    void largeGroupsComeFirst() {
        int[] groups = {1, 1, 1, 1, 1, 1, 2, 2, 3, 3, 4, 5};
        for (int seed = 0; seed < 20; seed++) {
            int[][] parts = Partition.grouped(groups, new SplittableRandom(seed), 0.5, 0.5);
            assertEquals(6, parts[0].length);
        }
    }

    @Example
    void allRowsAreAlikeLikely() {
        // of 4 rows in 2 and 2: each row is in the first part half of 4000 times, deviation 32
        SplittableRandom random = new SplittableRandom(5);
        int[] counts = new int[4];
        for (int i = 0; i < 4000; i++) {
            for (int row : Partition.random(4, random, 0.5, 0.5)[0]) {
                counts[row]++;
            }
        }
        for (int count : counts) {
            assertEquals(2000, count, 130);
        }
    }

    @Example
    void manySmallClassesDoNotAddUpToALargePart() {
        // 50 classes of 3 rows: a fifth of each is 0.6, which rounded to 1 would give 50 of 150
        int[] classes = IntStream.range(0, 150).map(i -> i / 3).toArray();
        int[][] parts = Partition.stratified(classes, new SplittableRandom(2), 0.8, 0.2);
        assertEquals(120, parts[0].length);
    }

    @Example
    void dataSetsInTwoAndThree() {
        int[] classes = new int[100];
        Arrays.fill(classes, 0, 10, 1);
        Dataset<Tensor, int[]> data = Dataset.ofClasses(Tensor.iota(100), classes);
        Split<Tensor, int[]> two = Split.stratified(data, 0.3, new SplittableRandom(1));
        assertEquals(70, two.train().rows());
        assertEquals(3, IntStream.of(two.test().targets()).sum());
        ThreeWaySplit<Tensor, int[]> three =
                ThreeWaySplit.stratified(data, 0.1, 0.2, new SplittableRandom(1));
        assertEquals(10, three.validation().rows());
        assertEquals(20, three.test().rows());
        assertEquals(7, IntStream.of(three.train().targets()).sum());
        assertEquals(1, IntStream.of(three.validation().targets()).sum());
        ThreeWaySplit<Tensor, int[]> plain =
                ThreeWaySplit.of(data, 0.25, 0.25, new SplittableRandom(1));
        assertEquals(50, plain.train().rows());
        int[][] rows = new int[3][];
        rows[0] = ints(plain.train().inputs());
        rows[1] = ints(plain.validation().inputs());
        rows[2] = ints(plain.test().inputs());
        everyRowOnce(100, rows);
    }

    private static int[] ints(Tensor x) {
        return Arrays.stream(x.toArray()).mapToInt(v -> (int) v).toArray();
    }

    @Example
    void crossValidationTestsEveryRowOnce() {
        Dataset<Tensor, int[]> data = Dataset.ofClasses(Tensor.iota(11), new int[11]);
        Folds folds = Folds.random(11, 4, new SplittableRandom(1));
        double[] sums =
                folds.scores(
                        data,
                        split -> {
                            assertEquals(
                                    55,
                                    split.train().inputs().sum().value()
                                            + split.test().inputs().sum().value());
                            return split.test().inputs().sum().value();
                        });
        assertEquals(4, sums.length);
        assertEquals(55, Arrays.stream(sums).sum());
        assertEquals("11 rows in 4 folds", folds.toString());
        Folds byGroup = Folds.grouped(new int[] {5, 5, 5, 5, 1, 9, 9}, 3, new SplittableRandom(1));
        assertArrayEquals(new int[] {0, 1, 2, 3}, byGroup.testRows(0));
        Refusal.of(
                IllegalArgumentException.class,
                () -> byGroup.split(data, 0),
                "7 rows",
                "data set has 11");
        Refusal.of(IndexOutOfBoundsException.class, () -> folds.testRows(4), "4");
    }

    @Example
    void whatCannotBeDividedIsRefused() {
        SplittableRandom random = new SplittableRandom(1);
        double[][] wrong = {{}, {0.5, 0.4}, {1, 0}, {1.5, -0.5}, {Double.NaN, 0.5}};
        for (double[] fractions : wrong) {
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> Partition.random(10, random, fractions),
                    Arrays.toString(fractions),
                    "together 1");
        }
        Refusal.of(
                IllegalArgumentException.class,
                () -> Partition.random(2, random, 0.25, 0.25, 0.5),
                "2 rows",
                "3 parts");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Partition.grouped(new int[] {1, 1, 1}, random, 0.5, 0.5),
                "1 groups",
                "2 parts");
        Refusal.of(
                IllegalArgumentException.class, () -> Folds.random(5, 1, random), "1 parts", "2");
        Refusal.of(IllegalArgumentException.class, () -> Folds.random(5, 6, random), "5 rows", "6");
        Refusal.of(
                IllegalArgumentException.class,
                () ->
                        ThreeWaySplit.of(
                                Dataset.ofClasses(Tensor.iota(9), new int[9]), 0.5, 0.5, random),
                "0.5");
    }
}
