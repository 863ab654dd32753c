package org.cotangent.nn;

import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/**
 * A distribution from which the initial weights of a layer are drawn; {@link Initializers} has the
 * usual ones.
 */
@FunctionalInterface
public interface Initializer {
    /**
     * Draws a matrix of weights with a column for each output of a layer. Where each weight is used
     * once, as in a dense layer, fanOut is the number of columns. A kernel of a convolution is used
     * at many places: there fanIn = channels in · elements of the kernel, fanOut = channels out ·
     * elements of the kernel, and the columns are the channels that go out.
     *
     * @param fanIn how many inputs each output has: the rows
     * @param fanOut how many outputs each input has
     * @param columns the columns
     * @param random where chance comes from
     * @return fanIn · columns values, row-major, in an array of their own
     */
    double[] values(int fanIn, int fanOut, int columns, RandomGenerator random);

    /**
     * Draws weights of which each is used once.
     *
     * @param fanIn how many inputs each output has: the rows
     * @param fanOut how many outputs each input has: the columns
     * @param random where chance comes from
     * @return fanIn · fanOut values, row-major, in an array of their own
     */
    default double[] values(int fanIn, int fanOut, RandomGenerator random) {
        return values(fanIn, fanOut, fanOut, random);
    }

    /**
     * The first weights of a layer.
     *
     * @param layer its name, for messages
     * @param initializer the distribution
     * @param fanIn how many inputs each output has: the rows
     * @param fanOut how many outputs each input has
     * @param columns the columns
     * @param random where chance comes from
     * @return a matrix [fanIn, columns]
     * @throws IllegalArgumentException if there would be too many, or the initializer returns
     *     another number of values
     */
    static Tensor draw(
            String layer,
            Initializer initializer,
            int fanIn,
            int fanOut,
            int columns,
            RandomGenerator random) {
        Checks.present(layer, "the initializer", initializer);
        Checks.present(layer, "the random generator", random);
        LayerChecks.elements(layer, "weights", fanIn, columns);
        double[] values = initializer.values(fanIn, fanOut, columns, random);
        if (values.length != (long) fanIn * columns) {
            throw Checks.illegal(
                    "%s: the initializer returned %s values for weights [%s, %s]; there must be"
                            + " inputs times outputs",
                    layer, values.length, fanIn, columns);
        }
        return Tensor.of(values, fanIn, columns);
    }
}
