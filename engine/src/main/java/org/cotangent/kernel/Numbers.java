package org.cotangent.kernel;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;

/**
 * A program over single numbers while it is being written: each operation gives the place of its
 * result. What an array operation computes is written here number by number, in the order in which
 * the kernels compute it, so that the bits are the same.
 */
public interface Numbers {
    /**
     * A constant.
     *
     * @param value the number
     * @return its place
     */
    int constant(double value);

    /**
     * f(x).
     *
     * @param f the function
     * @param x the place of its argument
     * @return the place of the result
     */
    int of(DoubleUnaryOperator f, int x);

    /**
     * f(p, q).
     *
     * @param f the function
     * @param p the place of the first argument
     * @param q the place of the second
     * @return the place of the result
     */
    int of(DoubleBinaryOperator f, int p, int q);

    /**
     * p q + r, rounded once.
     *
     * @param p the place of a factor
     * @param q the place of the other
     * @param r the place of what is added to
     * @return the place of the result
     */
    int fma(int p, int q, int r);

    /**
     * p where the condition is not 0, else q.
     *
     * @param condition the place of the condition
     * @param p the place of the one
     * @param q the place of the other
     * @return the place of the result
     */
    int where(int condition, int p, int q);

    /**
     * p + q.
     *
     * @param p the place of a term
     * @param q the place of the other
     * @return the place of the sum
     */
    default int add(int p, int q) {
        return of(BinaryKernel.ADD, p, q);
    }

    /**
     * Whether a number is 0 or -0 at every point.
     *
     * @param place its place
     * @return false if that is not known
     */
    boolean isZero(int place);

    /**
     * Whether a number is -0 at no point.
     *
     * @param place its place
     * @return false if that is not known
     */
    boolean isNeverMinusZero(int place);

    /**
     * A function of whole arrays, for what has no form in numbers.
     *
     * @param f from the elements of the inputs to those of the result, which it may not keep
     * @param size how many results there are
     * @param x the places of the elements of each input
     * @return the places of the results
     */
    int[] call(Function<double[][], double[]> f, int size, int[]... x);

    /**
     * Results, and where one of them is not finite all results of a function of whole arrays.
     *
     * @param y the places of the results
     * @param f as of {@link #call}
     * @param x the places of the elements of each input
     * @return the places of the results that count
     */
    int[] mended(int[] y, Function<double[][], double[]> f, int[]... x);
}
