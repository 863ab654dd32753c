package org.cotangent.nn.train;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.random.RandomGenerator;
import org.cotangent.nn.internal.Shuffle;

/** Rows in an order drawn for each epoch. */
record Shuffled<S>(S data, int size) implements Batches<S> {
    Shuffled {
        Objects.requireNonNull(data, "batches: the data set is null");
        if (size < 1 || Samples.count(data) < 1) {
            throw new IllegalArgumentException(
                    size < 1
                            ? "batches: batch size " + size + "; it must be at least 1"
                            : "batches: no rows; one or more expected");
        }
        size = Math.min(size, Samples.count(data));
    }

    @Override
    public OptionalInt count() {
        return OptionalInt.of((Samples.count(data) - 1) / size + 1);
    }

    /** All that was divided has rows, and so have its parts. */
    @Override
    public int weight(S batch) {
        return Samples.count(batch);
    }

    @Override
    public List<S> epoch(RandomGenerator random) {
        Objects.requireNonNull(random, "batches: the random generator is null");
        int[] order = Shuffle.permutation(Samples.count(data), random);
        int count = count().getAsInt();
        return new AbstractList<>() {
            @Override
            public S get(int batch) {
                int from = Objects.checkIndex(batch, count) * size;
                // no overflow: from < length and size <= length
                int to = size < order.length - from ? from + size : order.length;
                return Samples.select(data, Arrays.copyOfRange(order, from, to));
            }

            @Override
            public int size() {
                return count;
            }
        };
    }

    @Override
    public String toString() {
        return "batches of " + size + " of " + Rows.described(data);
    }
}
