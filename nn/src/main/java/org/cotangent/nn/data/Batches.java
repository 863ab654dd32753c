package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A data set divided into mini-batches. Each iteration is one epoch: every row comes once, in an
 * order drawn anew; the last batch is smaller if the rows do not divide evenly.
 *
 * <pre>{@code
 * Dataset<int[]> data = Dataset.ofClasses(Tensor.zeros(10, 3), new int[10]);
 * Batches<int[]> batches = new Batches<>(data, 4, new SplittableRandom(1));
 * List<Integer> rows = new ArrayList<>();
 * for (Dataset<int[]> batch : batches) {
 *     rows.add(batch.rows());
 * }
 * batches.count();   // 3
 * rows;              // [4, 4, 2]
 * }</pre>
 *
 * @param <T> the targets of the data set
 */
public final class Batches<T> implements Iterable<Dataset<T>> {
    private final Dataset<T> data;
    private final int size;
    private final RandomGenerator random;

    /**
     * Batches in random order.
     *
     * @param data the samples
     * @param size how many samples a batch has, at least 1; may be more than there are
     * @param random where each epoch draws its order from
     * @throws IllegalArgumentException if the size is below 1
     */
    public Batches(Dataset<T> data, int size, RandomGenerator random) {
        this.data = Objects.requireNonNull(data, "batches: the data set is null");
        this.random = Objects.requireNonNull(random, "batches: the random generator is null");
        if (size < 1) {
            throw new IllegalArgumentException(
                    "batches: batch size " + size + "; it must be at least 1");
        }
        this.size = Math.min(size, data.rows());
    }

    /**
     * How many batches make an epoch.
     *
     * @return rows / size, rounded up
     */
    public int count() {
        return (data.rows() - 1) / size + 1;
    }

    /**
     * Draws the order of the rows for one epoch.
     *
     * @return a permutation of 0 .. rows - 1, for {@link #epoch}
     */
    public int[] order() {
        return Shuffle.permutation(data.rows(), random);
    }

    /**
     * An epoch whose order is known, from its first batch or from a later one: the batches are
     * those that an {@linkplain #iterator() iteration} which drew this order gives. Nothing is
     * drawn, so a training that was saved in the middle of an epoch finds its batches again:
     *
     * <pre>{@code
     * Dataset<int[]> data = Dataset.ofClasses(Tensor.iota(5), new int[5]);
     * SeededRandom random = new SeededRandom(7);
     * Batches<int[]> batches = new Batches<>(data, 2, random);
     * State before = random.state();   // to be saved with the number of batches done
     * int[] order = batches.order();
     * random.restore(before);
     * Arrays.equals(order, batches.order());   // true
     * Dataset<int[]> last = batches.epoch(order, 2).iterator().next();
     * Objects.equals(last.inputs().get(0), (double) order[4]);   // true
     * }</pre>
     *
     * @param order which row comes when, as {@link #order()} returns it; copied
     * @param first the number of the first batch, from 0; {@link #count()} gives none at all
     * @return the batches from that one on; each iteration gives the same ones
     * @throws IllegalArgumentException if the order is not a permutation of the rows
     * @throws IndexOutOfBoundsException if the first batch is not one of 0 .. {@link #count()}
     */
    public Iterable<Dataset<T>> epoch(int[] order, int first) {
        int[] rows = permutation(order);
        if (first < 0 || first > count()) {
            throw new IndexOutOfBoundsException(
                    "batches: an epoch from batch "
                            + first
                            + "; it must lie in 0 .. "
                            + count()
                            + ", the number of batches");
        }
        return () -> new Epoch(rows, first);
    }

    /**
     * Draws an order and starts an epoch.
     *
     * @return the batches of one epoch
     */
    @Override
    public Iterator<Dataset<T>> iterator() {
        return new Epoch(order(), 0);
    }

    private int[] permutation(int[] order) {
        Objects.requireNonNull(order, "batches: the order is null");
        int rows = data.rows();
        if (order.length != rows) {
            throw new IllegalArgumentException(
                    "batches: an order of " + order.length + " rows for a data set of " + rows);
        }
        boolean[] seen = new boolean[rows];
        for (int row : order) {
            if (row < 0 || row >= rows || seen[row]) {
                throw new IllegalArgumentException(
                        "batches: row "
                                + row
                                + " in an order of "
                                + rows
                                + " rows; each of 0 .. "
                                + (rows - 1)
                                + " must occur once");
            }
            seen[row] = true;
        }
        return order.clone();
    }

    private final class Epoch implements Iterator<Dataset<T>> {
        private final int[] order;
        private int next;

        Epoch(int[] order, int first) {
            this.order = order;
            this.next = (int) Math.min(order.length, (long) first * size);
        }

        @Override
        public boolean hasNext() {
            return next < order.length;
        }

        @Override
        public Dataset<T> next() {
            if (!hasNext()) {
                throw new NoSuchElementException("batches: the epoch is over");
            }
            // no overflow: next < length and size <= length
            int end = size < order.length - next ? next + size : order.length;
            int[] rows = Arrays.copyOfRange(order, next, end);
            next = end;
            return data.select(rows);
        }
    }
}
