package org.cotangent.benchmarks;

/** A piece of work of one contender, with its inputs made, ready to be done many times. */
public interface Job extends AutoCloseable {
    /** Does the work once. This is what is timed. */
    void run();

    /**
     * The result of doing the work once from the start: for a training step that is the step from
     * the first parameters. Not timed.
     *
     * @return all numbers of the result, in the order that {@link Work} states
     */
    double[] result();

    /** Frees what is held outside the heap, if anything. */
    @Override
    default void close() {}
}
