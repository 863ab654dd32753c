package org.cotangent.kernel;

/** A piece of work over a range. */
@FunctionalInterface
public interface Piece {
    /**
     * Does what lies from an index to below another.
     *
     * @param from where it begins
     * @param to where it ends, exclusive
     */
    void run(int from, int to);
}
