package org.cotangent.nn.train;

import java.util.Iterator;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.internal.Checks;

/**
 * A source of batches for training: those of one epoch after the other.
 *
 * <pre>{@code
 * Dataset<Tensor, int[]> data = Dataset.ofClasses(Tensor.zeros(10, 3), new int[10]);
 * Batches<Dataset<Tensor, int[]>> batches = Batches.of(data, 4);
 * List<Integer> rows = new ArrayList<>();
 * for (Dataset<Tensor, int[]> batch : batches.epoch(new SplittableRandom(1))) {
 *     rows.add(batch.rows());
 * }
 * batches.count().getAsInt();   // 3
 * rows;                         // [4, 4, 2]
 *
 * // normal numbers, 100 batches an epoch
 * Batches<Tensor> noise = Batches.generated(100, random -> Tensor.normal(random, 32, 8));
 * }</pre>
 *
 * <p>A source that is a lambda draws all that it needs when an epoch is opened: an order, or the
 * seed of a generator of its own. So an epoch can be opened again after an interruption, at its
 * first batch, and gives the same batches.
 *
 * @param <B> the type of a batch
 */
@FunctionalInterface
public interface Batches<B> {
    /**
     * Opens an epoch.
     *
     * @param random where chance comes from, until this method returns and no longer
     * @return the batches; each iteration gives the same ones
     */
    Iterable<B> epoch(RandomGenerator random);

    /**
     * How many batches an epoch has.
     *
     * @return the number; empty if it is not known
     */
    default OptionalInt count() {
        return OptionalInt.empty();
    }

    /**
     * How much a batch counts in the means of an epoch and in the accumulation of gradients: the
     * number of its rows.
     *
     * @param batch a batch
     * @return the number of rows of a tensor, of an array of numbers or of arrays, or of {@link
     *     Samples}
     * @throws IllegalArgumentException if it is of another type, whose rows cannot be told: the
     *     objects in a list or an array may be rows, or parts of a batch; see {@link #weighted}
     */
    default int weight(B batch) {
        if (!Rows.known(batch)) {
            throw Checks.illegal(
                    "batches: how many rows a batch has cannot be told of %s, and it counts by them"
                            + " in means. Take a Dataset, a Pair or a type that implements Samples,"
                            + " or say it: batches.weighted(batch -> rows), 1 where all batches"
                            + " count alike",
                    batch == null ? "null" : "a " + batch.getClass().getTypeName());
        }
        return Samples.count(batch);
    }

    /**
     * This source with batches that count as said, where their type does not tell how many rows
     * they have.
     *
     * <pre>{@code
     * record Game(Tensor moves, double score) {}
     * Batches<Game> games =
     *         Batches.<Game>generated(10, r -> new Game(Tensor.uniform(r, 0, 1, 9, 2), 1))
     *                 .weighted(game -> game.moves().size(0));
     * }</pre>
     *
     * @param rows how much a batch counts, at least 1
     * @return another source
     */
    @CheckReturnValue
    default Batches<B> weighted(ToIntFunction<? super B> rows) {
        return new Weighted<>(this, rows);
    }

    /**
     * Rows divided into batches: each comes once an epoch, in an order drawn anew; the last batch
     * is smaller if the rows do not divide evenly. The batches of an epoch are a {@link
     * java.util.List}, and none is made before it is asked for.
     *
     * @param data a {@link Dataset}, other {@link Samples}, a tensor, an array or a list; at least
     *     one row. An array must not be written to
     * @param size how many rows a batch has, at least 1; may be more than there are
     * @param <S> the type of the data and of a batch
     * @return the source
     * @throws IllegalArgumentException if the size is below 1, there is no row, or the type has
     *     none
     */
    static <S> Batches<S> of(S data, int size) {
        return new Shuffled<>(data, size);
    }

    /**
     * Batches from a stream, as from a file that does not fit into memory.
     *
     * @param opener opens the stream at its beginning, for every epoch anew; the iterator is closed
     *     after the epoch if it is {@link AutoCloseable}
     * @param <B> the type of a batch
     * @return the source
     */
    static <B> Batches<B> stream(Supplier<? extends Iterator<B>> opener) {
        Objects.requireNonNull(opener, "batches: the supplier is null");
        return random -> opener::get;
    }

    /**
     * Batches made by a function of a random generator. Each epoch draws a seed and has a generator
     * of its own. Where a training keeps a checkpoint, two batches more are made and compared
     * before the first step, so that a function that draws from elsewhere is noticed.
     *
     * @param count how many make an epoch, at least 1
     * @param function from the generator to the next batch
     * @param <B> the type of a batch
     * @return the source
     * @throws IllegalArgumentException if the count is below 1
     */
    static <B> Batches<B> generated(int count, Function<? super RandomGenerator, B> function) {
        return new Generated<>(count, function);
    }
}
