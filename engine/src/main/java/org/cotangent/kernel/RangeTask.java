package org.cotangent.kernel;

/** The work on a part of a range. */
@FunctionalInterface
public interface RangeTask {
    /**
     * Processes the range [from, to).
     *
     * @param from where it begins
     * @param to where it ends, exclusive
     */
    void run(int from, int to);
}
