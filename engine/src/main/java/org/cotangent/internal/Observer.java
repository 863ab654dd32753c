package org.cotangent.internal;

/**
 * A listener to one thread's recording.
 *
 * @param <T> the type of nodes
 */
public interface Observer<T> {
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
    void made(T node);

    /**
     * Called with every share of an adjoint that a rule makes.
     *
     * @param node the node whose rule it is
     * @param input for which of its inputs
     * @param g the adjoint of the node
     * @param share the share
     */
    void passed(T node, int input, T g, T share);

    /**
     * Called when code reads numbers of a node.
     *
     * @param node the node
     * @param method the method by which it reads
     */
    void read(T node, String method);

    /**
     * Called when code reads numbers of a node on a thread that has no observer.
     *
     * @param node the node
     * @param method the method by which it reads
     */
    default void readElsewhere(T node, String method) {}

    /**
     * Called when code goes one way or the other by a condition.
     *
     * @param condition a node of one element, which is 0 or not
     */
    default void chosen(T condition) {
        read(condition, "isTrue");
    }

    /**
     * Whether the numbers of a node are not to be written as text.
     *
     * @param node the node
     * @return true if they would be others at another point
     */
    default boolean hides(T node) {
        return false;
    }

    /**
     * Called when a constant is made of arrays, which are copied.
     *
     * @param constant the constant
     * @param parts the arrays, its elements one after the other
     */
    default void copied(T constant, double[]... parts) {}

    /**
     * Called with every new variable.
     *
     * @param variable the variable
     */
    default void variable(T variable) {}
}
