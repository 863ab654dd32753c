package org.cotangent.nn.train;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.internal.Checks;

/** Batches made by a function. */
record Generated<B>(int number, Function<? super RandomGenerator, B> function)
        implements Batches<B> {
    Generated {
        Objects.requireNonNull(function, "batches: the function is null");
        if (number < 1) {
            throw Checks.illegal("batches: %s in an epoch; there must be at least 1", number);
        }
    }

    /** Refuses a function that makes other batches from a generator in the same state. */
    void requireRepeatable() {
        if (checksum() != checksum()) {
            throw Checks.illegalState(
                    "batches: the function makes another batch each time from a generator of the"
                            + " same seed, so that a training could not be resumed; draw from the"
                            + " generator that it is given and no other, and keep nothing from"
                            + " batch to batch");
        }
    }

    private long checksum() {
        CRC32C crc = new CRC32C();
        Rows.add(crc, function.apply(new SeededRandom(0)));
        return crc.getValue();
    }

    @Override
    public OptionalInt count() {
        return OptionalInt.of(number);
    }

    @Override
    public Iterable<B> epoch(RandomGenerator random) {
        long seed = random.nextLong();
        return () -> {
            RandomGenerator own = new SeededRandom(seed);
            return new Iterator<>() {
                private int made;

                @Override
                public boolean hasNext() {
                    return made < number;
                }

                @Override
                public B next() {
                    if (!hasNext()) {
                        throw new NoSuchElementException("batches: the epoch is over");
                    }
                    made++;
                    return function.apply(own);
                }
            };
        };
    }

    @Override
    public String toString() {
        return number + " generated batches";
    }
}
