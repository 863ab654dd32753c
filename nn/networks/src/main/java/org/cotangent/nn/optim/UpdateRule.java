package org.cotangent.nn.optim;

import java.util.List;
import java.util.Map;

/** The formula of an optimizer: its own settings, immutable, and the loop that makes a step. */
interface UpdateRule {
    /** The name, in messages and states. */
    String name();

    /** The settings by their names, in a fixed order. */
    Map<String, Object> settings();

    /** The names of the arrays that are kept for each parameter. */
    List<String> arrays();

    /** The initial value of those arrays. */
    default double initial() {
        return 0;
    }

    /** Whether the loop writes to the gradient, which must be its own then. */
    default boolean overwritesGradient(double decay) {
        return false;
    }

    /** Updates the numbers at from, from + 1, ..., to - 1. */
    void run(ParameterStep step, int from, int to);
}
