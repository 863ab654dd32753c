package org.cotangent.nn;

/**
 * An object with state that changes during training and can be saved and restored. A training that
 * continues from a restored state has the same bits as one that was never interrupted.
 */
public interface Stateful {
    /**
     * The current state.
     *
     * @return a copy, not changed by what happens later
     */
    State state();

    /**
     * Replaces the current state.
     *
     * @param state a state from {@link #state()} of this object or of one with the same settings
     * @throws IllegalArgumentException if the state is of another kind, or incomplete; nothing is
     *     changed then
     */
    void restore(State state);
}
