package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.random.RandomGenerator;

/**
 * A data set dealt out in mini-batches. Each iteration is one epoch: every row comes once, in an
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
     * Draws an order and starts an epoch.
     *
     * @return the batches of one epoch
     */
    @Override
    public Iterator<Dataset<T>> iterator() {
        int[] order = Shuffle.permutation(data.rows(), random);
        return new Iterator<>() {
            private int next;

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
        };
    }
}
