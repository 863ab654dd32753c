package org.cotangent.nn;

import java.util.random.RandomGenerator;

/**
 * A distribution from which the initial weights of a layer are drawn; {@link Initializers} has the
 * usual ones.
 */
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
