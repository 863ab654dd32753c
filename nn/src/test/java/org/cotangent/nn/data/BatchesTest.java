package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.junit.jupiter.api.Test;

class BatchesTest {
    /** Row i has the inputs i, -i and the class i. */
    static Dataset<int[]> numbered(int rows) {
        double[] inputs = new double[2 * rows];
        for (int i = 0; i < rows; i++) {
            inputs[2 * i] = i;
            inputs[2 * i + 1] = -i;
        }
        return Dataset.ofClasses(Tensor.of(inputs, rows, 2), IntStream.range(0, rows).toArray());
    }

    /** The classes in order of their appearance; checks that inputs and classes stay together. */
    static List<Integer> classes(Dataset<int[]> data) {
        List<Integer> classes = new ArrayList<>();
        for (int row = 0; row < data.rows(); row++) {
            int c = data.targets()[row];
            assertEquals(c, data.inputs().get(row, 0));
            assertEquals(-c, data.inputs().get(row, 1), 0);
            classes.add(c);
        }
        return classes;
    }

    private static List<Integer> epoch(Batches<int[]> batches) {
        List<Integer> all = new ArrayList<>();
        for (Dataset<int[]> batch : batches) {
            all.addAll(classes(batch));
        }
        return all;
    }

    @Test
    void epochsDifferAndTheSameSeedRepeatsThem() {
        Batches<int[]> one = new Batches<>(numbered(20), 7, new SplittableRandom(1));
        Batches<int[]> two = new Batches<>(numbered(20), 7, new SplittableRandom(1));
        List<Integer> first = epoch(one);
        List<Integer> second = epoch(one);
        assertFalse(first.equals(second));
        assertEquals(first, epoch(two));
        assertEquals(second, epoch(two));
    }

    @Test
    void anEpochCanBeTakenUpAtAnyBatch() {
        List<List<Integer>> whole = new ArrayList<>();
        SeededRandom random = new SeededRandom(3);
        for (Dataset<int[]> batch : new Batches<>(numbered(11), 3, random)) {
            whole.add(classes(batch));
        }
        long after = random.nextLong();
        for (int first = 0; first <= 4; first++) {
            SeededRandom again = new SeededRandom(3);
            Batches<int[]> batches = new Batches<>(numbered(11), 3, again);
            int[] order = batches.order();
            Iterable<Dataset<int[]>> rest = batches.epoch(order, first);
            order[0] = order[1]; // a copy was taken
            for (int time = 0; time < 2; time++) {
                List<List<Integer>> found = new ArrayList<>();
                rest.forEach(batch -> found.add(classes(batch)));
                assertEquals(whole.subList(first, 4), found);
            }
            assertEquals(after, again.nextLong());
        }
    }

    @Test
    void ordersThatAreNotPermutationsAreRefused() {
        Batches<int[]> batches = new Batches<>(numbered(3), 2, new SplittableRandom(1));
        int[][] wrong = {{}, {0, 1}, {0, 1, 1}, {0, 1, 3}, {-1, 0, 1}, {0, 1, 2, 0}};
        for (int[] order : wrong) {
            Refusal.of(IllegalArgumentException.class, () -> batches.epoch(order, 0), "order", "3");
        }
        for (int first : new int[] {-1, 3}) {
            Refusal.of(
                    IndexOutOfBoundsException.class,
                    () -> batches.epoch(new int[] {2, 0, 1}, first),
                    "batch " + first,
                    "0 .. 2");
        }
    }

    @Test
    void allOrdersAreAlikeLikely() {
        // 6 orders of 3 rows in 6000 epochs: 1000 each, with a standard deviation of 29
        SplittableRandom random = new SplittableRandom(4);
        Batches<int[]> batches = new Batches<>(numbered(3), 3, random);
        int[] counts = new int[27];
        for (int i = 0; i < 6000; i++) {
            List<Integer> order = epoch(batches);
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
        Dataset<Tensor> data =
                Dataset.ofValues(
                        Tensor.variable(new double[][] {{1}, {2}, {3}}), Tensor.vector(10, 20, 30));
        for (Dataset<Tensor> batch : new Batches<>(data, 2, new SplittableRandom(1))) {
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
                () -> new Batches<>(numbered(3), 0, new SplittableRandom(1)),
                "batch size 0");
        Refusal.of(
                NullPointerException.class,
                () -> new Batches<>(numbered(3), 1, null),
                "random generator");
        Refusal.of(
                NullPointerException.class,
                () -> new Batches<>(null, 1, new SplittableRandom(1)),
                "data set");
        Iterator<Dataset<int[]>> epoch =
                new Batches<>(numbered(1), 1, new SplittableRandom(1)).iterator();
        epoch.next();
        Refusal.of(NoSuchElementException.class, epoch::next, "over");
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
        Refusal.of(IllegalArgumentException.class, () -> numbered(3).select(), "no rows selected");
        Refusal.of(
                IllegalArgumentException.class,
                () -> numbered(3).mapInputs(x -> x.indexSelect(0, 1)),
                "[3, 2]",
                "[1, 2]");
    }

    @Test
    void aDatasetDoesNotFollowTheCallersArray() {
        int[] mine = {0, 1};
        Dataset<int[]> data = Dataset.ofClasses(Tensor.zeros(2, 1), mine);
        mine[0] = 7;
        assertArrayEquals(new int[] {0, 1}, data.targets());
    }
}
