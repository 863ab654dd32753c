package org.cotangent.internal;

/**
 * An operation between arrays, prepared for the shapes of one node: what a program of arrays runs
 * in place of {@link Op#apply}, with the same bits.
 */
@FunctionalInterface
public interface ArrayStep {
    /** The elements of the first input, in their order: nothing has to be moved. */
    ArrayStep SAME = (x, y) -> System.arraycopy(x[0], 0, y, 0, y.length);

    /**
     * Computes the result.
     *
     * @param x the elements of the inputs, which must not be changed
     * @param y receives those of the result, all of them, whatever it held; none of the inputs
     */
    void run(double[][] x, double[] y);
}
