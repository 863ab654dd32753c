package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.State;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static List<Integer> epoch(
            Batches<Dataset<Tensor, int[]>> batches, RandomGenerator random) {
        List<Integer> all = new ArrayList<>();
        for (Dataset<Tensor, int[]> batch : batches.epoch(random)) {
            all.addAll(NumberedRows.classes(batch));
        }
        return all;
    }

    @Test
    void epochsDifferAndTheSameSeedRepeatsThem() {
        Batches<Dataset<Tensor, int[]>> batches = Batches.of(NumberedRows.of(20), 7);
        SplittableRandom one = new SplittableRandom(1);
        List<Integer> first = epoch(batches, one);
        List<Integer> second = epoch(batches, one);
        assertFalse(first.equals(second));
        SplittableRandom two = new SplittableRandom(1);
        assertEquals(first, epoch(batches, two));
        assertEquals(second, epoch(batches, two));
    }

    @Test
    void anEpochCanBeTakenUpAtAnyBatch() {
        Shuffled<Dataset<Tensor, int[]>> batches = new Shuffled<>(NumberedRows.of(11), 3);
        SeededRandom random = new SeededRandom(3);
        List<Dataset<Tensor, int[]>> epoch = batches.epoch(random);
        List<List<Integer>> whole = epoch.stream().map(NumberedRows::classes).toList();
        assertEquals(4, whole.size());
        State after = random.state();
        for (int first = 0; first <= 4; first++) {
            SeededRandom again = new SeededRandom(3);
            List<Dataset<Tensor, int[]>> rest = batches.epoch(again);
            for (int time = 0; time < 2; time++) {
                List<List<Integer>> found = new ArrayList<>();
                rest.listIterator(first)
                        .forEachRemaining(batch -> found.add(NumberedRows.classes(batch)));
                assertEquals(whole.subList(first, 4), found);
            }
            assertEquals(after, again.state());
        }
        Refusal.of(IndexOutOfBoundsException.class, () -> epoch.get(4), "4");
        Refusal.of(IndexOutOfBoundsException.class, () -> epoch.get(-1), "-1");
    }

    @Test
    void allOrdersAreAlikeLikely() {
        // 6 orders of 3 rows in 6000 epochs: 1000 each, with a standard deviation of 29
        SplittableRandom random = new SplittableRandom(4);
        Batches<Dataset<Tensor, int[]>> batches = Batches.of(NumberedRows.of(3), 3);
        int[] counts = new int[27];
        for (int i = 0; i < 6000; i++) {
            List<Integer> order = epoch(batches, random);
            counts[order.get(0) * 9 + order.get(1) * 3 + order.get(2)]++;
        }
        int[] seen = IntStream.of(counts).filter(n -> n > 0).toArray();
        assertEquals(6, seen.length);
        for (int n : seen) {
            assertEquals(1000, n, 120);
        }
    }

    @Test
    void valuesStayWithTheirInputs() {
        Dataset<Tensor, Tensor> data =
                Dataset.ofValues(
                        Tensor.variable(new double[][] {{1}, {2}, {3}}), Tensor.vector(10, 20, 30));
        for (Dataset<Tensor, Tensor> batch : Batches.of(data, 2).epoch(new SplittableRandom(1))) {
            assertFalse(batch.inputs().varies());
            for (int row = 0; row < batch.rows(); row++) {
                assertEquals(10 * batch.inputs().get(row, 0), batch.targets().get(row));
            }
        }
    }

    @Test
    void whatCannotBeDealtOutIsRefused() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> Batches.of(NumberedRows.of(3), 0),
                "batch size 0");
        Refusal.of(
                NullPointerException.class,
                () -> Batches.of(NumberedRows.of(3), 1).epoch(null),
                "random generator");
        Refusal.of(
                NullPointerException.class,
                () -> Batches.of((Dataset<Tensor, int[]>) null, 1),
                "data set");
        Iterator<Dataset<Tensor, int[]>> epoch =
                Batches.of(NumberedRows.of(1), 1).epoch(new SplittableRandom(1)).iterator();
        epoch.next();
        assertThrows(NoSuchElementException.class, epoch::next);
    }

    @Test
    void datasetsRefuseTargetsThatDoNotFit() {
        Tensor inputs = Tensor.zeros(2, 3);
        Refusal.of(
                IllegalArgumentException.class,
                () -> Dataset.ofClasses(inputs, new int[3]),
                "[2, 3]",
                "3 classes");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Dataset.ofClasses(inputs, new int[] {0, -4}),
                "class -4",
                "row 1");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Dataset.ofClasses(Tensor.zeros(0, 3), new int[0]),
                "[0, 3]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Dataset.ofValues(inputs, Tensor.zeros(3, 1)),
                "[2, 3]",
                "3 values");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Dataset.ofValues(Tensor.zeros(1, 2), Tensor.of(1)),
                "scalar");
        Refusal.of(
                IllegalArgumentException.class,
                () -> NumberedRows.of(3).select(),
                "no rows selected");
        Refusal.of(
                IllegalArgumentException.class,
                () -> NumberedRows.of(3).mapInputs(x -> x.indexSelect(0, 1)),
                "[3, 2]",
                "[1, 2]");
    }

    @Test
    void aDatasetDoesNotFollowTheCallersArray() {
        int[] mine = {0, 1};
        Dataset<Tensor, int[]> data = Dataset.ofClasses(Tensor.zeros(2, 1), mine);
        mine[0] = 7;
        assertArrayEquals(new int[] {0, 1}, data.targets());
    }
}
