package org.cotangent.nn.train;

import java.util.List;
import java.util.Objects;
import org.cotangent.CheckReturnValue;

/**
 * Things that belong together row by row, of which some rows can be selected: a {@link Dataset}, a
 * {@link Pair}, or a record of one's own.
 *
 * <pre>{@code
 * record Sentences(int[][] words, Tensor mask) implements Samples<Sentences> {
 *     public int rows() {
 *         return words.length;
 *     }
 *
 *     public Sentences select(int... rows) {
 *         return new Sentences(Samples.select(words, rows), Samples.select(mask, rows));
 *     }
 *
 *     public List<Object> parts() {
 *         return List.of(words, mask);
 *     }
 * }
 * Sentences two = new Sentences(new int[][] {{4, 7, 1}, {3}}, Tensor.ones(2, 3));
 * two.select(1).words()[0][0];   // 3
 * }</pre>
 *
 * @param <S> the type itself
 */
public interface Samples<S extends Samples<S>> {
    /**
     * How many rows there are.
     *
     * @return the number
     */
    int rows();

    /**
     * Some of the rows, in any order.
     *
     * @param rows which rows
     * @return samples of their own
     * @throws IndexOutOfBoundsException if there is no such row
     */
    @CheckReturnValue
    S select(int... rows);

    /**
     * What these samples are made of, each with as many rows: inputs first. A training looks
     * through them for numbers that are not finite, and a checkpoint compares their checksums.
     *
     * @return tensors, arrays, lists or samples; empty unless the type says otherwise, and then
     *     neither is done
     */
    default List<Object> parts() {
        return List.of();
    }

    /**
     * Some rows of a tensor, an array of any type, a list, or samples.
     *
     * @param all the rows
     * @param rows which of them, in any order
     * @param <T> the type
     * @return an object of the same type
     * @throws IllegalArgumentException if it is of another type
     * @throws IndexOutOfBoundsException if there is no such row
     */
    static <T> T select(T all, int... rows) {
        return Rows.select(all, rows);
    }

    /**
     * The number of rows of a tensor, an array of any type, a list, or samples.
     *
     * @param all the rows
     * @return the number
     * @throws IllegalArgumentException if it is of another type, or a scalar
     */
    static int count(Object all) {
        return Rows.count(Objects.requireNonNull(all, "samples: the rows are null"));
    }
}
