package org.cotangent.tape;

/**
 * A cell of a {@link Sweep}: where parts of a node's adjoint are added up. How is a subclass's
 * matter; here is only whose it is.
 *
 * @param <N> a node
 */
public abstract class Accumulator<N> {
    /** The node it serves, or null while it serves none. */
    N node;

    /** For subclasses. */
    protected Accumulator() {}
}
