package org.cotangent.nn.train;

import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.internal.Checks;

/**
 * The batches of one epoch, from its beginning or from a later one, of a source that must not draw
 * from the generator of the training.
 */
final class Feed<B> implements Iterator<B>, AutoCloseable {
    private final Stateful generator; // null if it does not show its state
    private final Supplier<String> where;
    private final Iterator<B> batches;
    private final boolean watched; // whether the source could draw
    private boolean more;

    /** With some batches done, the generator's state at the start of the epoch must be known. */
    Feed(Batches<B> source, RandomGenerator random, int done, State start, Supplier<String> where) {
        this.generator = random instanceof Stateful stateful ? stateful : null;
        this.where = where;
        watched =
                generator != null
                        && !(Weighted.source(source) instanceof Shuffled<?> rows
                                && Rows.ours(rows.data()));
        if (done == 0) {
            batches = source.epoch(random).iterator();
            more = quietly(batches::hasNext);
            if (!more) {
                close();
                throw Checks.illegal(
                        "%sthe source gives no batch in this epoch; it must open a new iterator"
                                + " for every epoch",
                        where.get());
            }
            return;
        }
        State now = generator.state();
        generator.restore(start);
        Iterable<B> epoch = source.epoch(random);
        generator.restore(now);
        if (epoch instanceof List<B> list) {
            batches = list.listIterator(done);
            more = batches.hasNext();
            return;
        }
        batches = epoch.iterator();
        more = quietly(batches::hasNext);
        for (int i = 0; i < done; i++) {
            if (!hasNext()) {
                close();
                throw Checks.illegal(
                        "%sthe source has %s batches, of which %s are done in the checkpoint; it"
                                + " must give the same batches as before",
                        where.get(), i, done);
            }
            next();
        }
    }

    @Override
    public boolean hasNext() {
        return more;
    }

    @Override
    public B next() {
        return quietly(
                () -> {
                    B batch = batches.next();
                    more = batches.hasNext();
                    return batch;
                });
    }

    private <R> R quietly(Supplier<R> question) {
        State before = watched ? generator.state() : null;
        R answer = question.get();
        if (watched && !generator.state().equals(before)) {
            throw Checks.illegalState(
                    "%sthe source of batches draws from the generator of the training after the"
                            + " epoch was opened, so that the training could not be resumed; draw a"
                            + " seed in epoch(random) and use a generator of its own, as"
                            + " Batches.generated does",
                    where.get());
        }
        return answer;
    }

    @Override
    public void close() {
        if (batches instanceof AutoCloseable open) {
            try {
                open.close();
            } catch (RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(
                        where.get() + "the batches could not be closed: " + e.getMessage(), e);
            }
        }
    }
}
