package org.cotangent.nn;

/**
 * Something that remembers between the steps of training, and can be saved and continued: what goes
 * on from a restored state does the same, bit for bit, as what was never interrupted.
 */
public interface Stateful {
    /**
     * What it remembers now.
     *
     * @return a copy, not changed by what happens later
     */
    State state();

    /**
     * Replaces what it remembers.
     *
     * @param state what {@link #state()} returned, of this object or of another made alike
     * @throws IllegalArgumentException if the state is of another kind, or incomplete; nothing is
     *     changed then
     */
    void restore(State state);
}
