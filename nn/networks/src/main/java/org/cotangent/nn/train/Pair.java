package org.cotangent.nn.train;

import java.util.List;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.internal.Checks;

/**
 * Two things that belong together row by row, as the inputs of a siamese network or targets with
 * their mask. Immutable.
 *
 * @param first the first; a tensor, an array of any type, a list, or samples
 * @param second the second, with as many rows
 * @param <A> the type of the first
 * @param <B> the type of the second
 */
public record Pair<A, B>(A first, B second) implements Samples<Pair<A, B>> {
    /**
     * Checks the rows.
     *
     * @param first the first
     * @param second the second
     * @throws IllegalArgumentException if the numbers of rows differ
     */
    public Pair {
        int one = Samples.count(first);
        int other = Samples.count(second);
        if (one != other) {
            throw Checks.illegal("pair: %s rows and %s; there must be as many of both", one, other);
        }
    }

    @Override
    public int rows() {
        return Samples.count(first);
    }

    @Override
    @CheckReturnValue
    public Pair<A, B> select(int... rows) {
        return new Pair<>(Samples.select(first, rows), Samples.select(second, rows));
    }

    @Override
    public List<Object> parts() {
        return List.of(first, second);
    }

    /**
     * The extents of both.
     *
     * @return as "(Tensor [60, 4], int[60])"
     */
    @Override
    public String toString() {
        return "(" + Rows.described(first) + ", " + Rows.described(second) + ")";
    }
}
