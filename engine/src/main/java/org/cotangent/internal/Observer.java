package org.cotangent.internal;

import org.cotangent.Tensor;

/** A listener to one thread's recording. */
public interface Observer {
    /**
     * Whether nodes are to know the line of user code that made them.
     *
     * @return true if so
     */
    boolean wantsPlaces();

    /**
     * Whether constants that are taken out of a graph are to be nodes of it.
     *
     * @return true if so
     */
    boolean wantsWholePrograms();

    /**
     * Called with every node when it is new.
     *
     * @param node the node
     */
    void made(Tensor node);

    /**
     * Called with every share of an adjoint that a rule makes.
     *
     * @param node the node whose rule it is
     * @param input for which of its inputs
     * @param g the adjoint of the node
     * @param share the share
     */
    void passed(Tensor node, int input, Tensor g, Tensor share);

    /**
     * Called when code reads numbers of a node.
     *
     * @param node the node
     * @param method the method by which it reads
     */
    void read(Tensor node, String method);
}
