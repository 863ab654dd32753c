package org.cotangent.nn;

import java.util.random.RandomGenerator;

/** A way to draw the first weights of a layer; {@link Initializers} has the usual ones. */
@FunctionalInterface
public interface Initializer {
    /**
     * Draws a matrix of weights.
     *
     * @param fanIn how many inputs each output has: the rows
     * @param fanOut how many outputs each input has: the columns
     * @param random where chance comes from
     * @return fanIn · fanOut values, row-major, in an array of their own
     */
    double[] values(int fanIn, int fanOut, RandomGenerator random);
}
