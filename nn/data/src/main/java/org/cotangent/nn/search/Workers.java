package org.cotangent.nn.search;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The threads of a search. With one there is none but the caller's. */
final class Workers implements AutoCloseable {
    private final ExecutorService pool;

    Workers(int threads) {
        pool =
                threads == 1
                        ? null
                        : Executors.newFixedThreadPool(
                                threads,
                                task -> {
                                    Thread thread = new Thread(task, "search");
                                    thread.setDaemon(true);
                                    return thread;
                                });
    }

    /** The results in the order of the items; an exception of one ends all. */
    <T, R> List<R> map(List<T> items, Function<T, R> function) {
        List<R> results = new ArrayList<>();
        if (pool == null) {
            for (T item : items) {
                requireUninterrupted();
                results.add(function.apply(item));
            }
            return results;
        }
        List<Future<R>> futures = new ArrayList<>();
        for (T item : items) {
            futures.add(pool.submit(() -> function.apply(item)));
        }
        try {
            for (Future<R> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw interrupted();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        }
    }

    static void requireUninterrupted() {
        if (Thread.currentThread().isInterrupted()) {
            throw interrupted();
        }
    }

    static IllegalStateException interrupted() {
        return new IllegalStateException(
                "search: the thread was interrupted; with a folder to resume from, the same search"
                        + " goes on where it was");
    }

    /** Interrupts what still runs, after an exception, and waits for its end. */
    @Override
    public void close() {
        if (pool == null) {
            return;
        }
        pool.shutdownNow();
        boolean interrupted = Thread.interrupted();
        try {
            pool.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
