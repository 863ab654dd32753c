package org.cotangent.nn.train;

import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.random.RandomGenerator;
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
