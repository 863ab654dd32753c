package org.cotangent.internal;

/**
 * The backward pass, for the type of tensors itself: a tensor offers it and must not depend on how
 * it is done.
 *
 * @param <T> the type of tensors
 * @param <G> the type of gradients
 */
public abstract class BackwardPass<T, G> {
    private static final String SET_BY = "org.cotangent.Backward";

    private static volatile BackwardPass<?, ?> pass;

    /** For the one that is set. */
    protected BackwardPass() {}

    /**
     * Sets the pass: done by the class that runs it when it is initialized.
     *
     * @param ofTensors the pass
     */
    public static void set(BackwardPass<?, ?> ofTensors) {
        pass = ofTensors;
    }

    /**
     * The pass.
     *
     * @param <T> the type of tensors
     * @param <G> the type of gradients
     * @return the one that was set
     */
    @SuppressWarnings("unchecked")
    public static <T, G> BackwardPass<T, G> get() {
        if (pass == null) {
            try {
                Class.forName(SET_BY);
            } catch (ClassNotFoundException e) {
                throw new IllegalStateException("a class of the engine is missing", e);
            }
        }
        return (BackwardPass<T, G>) pass;
    }

    /**
     * Runs the pass.
     *
     * @param result where it starts
     * @param seed the adjoint of the result; null for 1
     * @return the gradients
     */
    public abstract G run(T result, T seed);
}
