package org.cotangent.nn.train;

import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.cotangent.nn.internal.Checks;

/** The batches of a source, each of which counts as much as a function says. */
record Weighted<B>(Batches<B> batches, ToIntFunction<? super B> rows) implements Batches<B> {
    Weighted {
        Objects.requireNonNull(rows, "batches: the function for weights is null");
    }

    /** The source within. */
    static Batches<?> source(Batches<?> batches) {
        return batches instanceof Weighted<?> weighted ? source(weighted.batches) : batches;
    }

    @Override
    public Iterable<B> epoch(RandomGenerator random) {
        return batches.epoch(random);
    }

    @Override
    public OptionalInt count() {
        return batches.count();
    }

    @Override
    public int weight(B batch) {
        return Checks.atLeast("batches", "the weight of a batch", 1, rows.applyAsInt(batch));
    }

    @Override
    public String toString() {
        return batches.toString();
    }
}
