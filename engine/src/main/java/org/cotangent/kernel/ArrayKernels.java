package org.cotangent.kernel;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The loops under the engine. Arrays are row-major; a strided operand is given by one stride an
 * axis, 0 where it is broadcast. Results overwrite what the result array held, unless the method's
 * name says that it adds. Arguments are trusted: shapes are checked by the callers.
 */
public interface ArrayKernels {
    /**
     * The kernels chosen for this run of the Java virtual machine.
     *
     * @return the kernels
     * @throws IllegalArgumentException each time, if a system property cannot be meant
     */
    static ArrayKernels get() {
        ArrayKernels loops = KernelProvider.LOOPS;
        return loops == null ? KernelProvider.refuse() : loops;
    }

    /**
     * The kernels chosen and why, and how many threads share large pieces of work.
     *
     * @return a line without a line break
     */
    static String chosen() {
        return KernelProvider.description();
    }

    /**
     * Does work over 0 to n, by several threads if there is enough of it. What a piece does must
     * not depend on where it begins or ends.
     *
     * @param n the end of the range
     * @param unit pieces begin at multiples of it
     * @param least the smallest range worth a thread of its own
     * @param piece the work
     */
    static void share(int n, int unit, int least, RangeTask piece) {
        get();
        Parallel.run(n, unit, least, piece);
    }

    /**
     * A description of these kernels.
     *
     * @return a line without a line break
     */
    String description();

    /**
     * y[i] = f(x[i]).
     *
     * @param f the function
     * @param x the operand
     * @param y the result, as long as x
     */
    void map(DoubleUnaryOperator f, double[] x, double[] y);

    /**
     * y[i] = f(a[i], b[i]).
     *
     * @param f the function
     * @param a the first operand
     * @param b the second operand
     * @param y the result, as long as both
     */
    void zip(DoubleBinaryOperator f, double[] a, double[] b, double[] y);

    /**
     * y[i] = f(a[i], b).
     *
     * @param f the function
     * @param a the first operand
     * @param b the second operand, everywhere the same
     * @param y the result, as long as a
     */
    void zip(DoubleBinaryOperator f, double[] a, double b, double[] y);

    /**
     * y[i] = f(a, b[i]).
     *
     * @param f the function
     * @param a the first operand, everywhere the same
     * @param b the second operand
     * @param y the result, as long as b
     */
    void zip(DoubleBinaryOperator f, double a, double[] b, double[] y);

    /**
     * y[yFrom + i] = f(x[xFrom + i]), by the calling thread.
     *
     * @param f the function
     * @param x the operand
     * @param xFrom its first element
     * @param y the result; x itself only if f is cheap: some functions take several turns
     * @param yFrom its first element
     * @param n how many elements
     */
    void mapRun(DoubleUnaryOperator f, double[] x, int xFrom, double[] y, int yFrom, int n);

    /**
     * y[yFrom + i] = f(a[aFrom + i], b[bFrom + i]), by the calling thread.
     *
     * @param f the function
     * @param a the first operand
     * @param aFrom its first element
     * @param b the second operand
     * @param bFrom its first element
     * @param y the result; may be an operand, from the same element on
     * @param yFrom its first element
     * @param n how many elements
     */
    void zipRun(
            DoubleBinaryOperator f,
            double[] a,
            int aFrom,
            double[] b,
            int bFrom,
            double[] y,
            int yFrom,
            int n);

    /**
     * y = f(a, b) over a block.
     *
     * @param f the function
     * @param a the first operand
     * @param aStrides its strides
     * @param b the second operand
     * @param bStrides its strides
     * @param extents the block
     * @param y the result, dense
     */
    void zip(
            DoubleBinaryOperator f,
            double[] a,
            int[] aStrides,
            double[] b,
            int[] bStrides,
            int[] extents,
            double[] y);

    /**
     * sum[i] = y[i] + factor x[i].
     *
     * @param factor the factor
     * @param x what is multiplied
     * @param y what it is added to
     * @param sum the result, as long as both
     */
    void axpy(double factor, double[] x, double[] y, double[] sum);

    /**
     * y = the elements of x that strides reach from an offset.
     *
     * @param x the operand
     * @param offset where the block starts in x
     * @param strides strides in x, 0 to repeat, negative to go backwards
     * @param extents the block
     * @param y the result, dense
     */
    void read(double[] x, int offset, int[] strides, int[] extents, double[] y);

    /**
     * Adds a dense block into the places that strides reach from an offset; the dual of {@link
     * #read}. Where the innermost stride is 0 the run is summed pairwise first, over blocks of 128.
     * Where whole rows go to the same places, they are summed in row order up to 64 of them, and
     * pairwise above. Otherwise places receive their terms in row-major order.
     *
     * @param x the operand, dense
     * @param extents the block
     * @param y what is added to
     * @param offset where the block starts in y
     * @param strides strides in y, 0 to sum
     */
    void addTo(double[] x, int[] extents, double[] y, int offset, int[] strides);

    /**
     * The sum of neighbors, pairwise down to blocks of 128.
     *
     * @param x the operand
     * @param from its first element
     * @param n how many elements
     * @return the sum
     */
    double sum(double[] x, int from, int n);

    /**
     * Adds all rows of a matrix: one after the other up to 64 of them, and pairwise above.
     *
     * @param x the matrix, dense
     * @param rows how many there are
     * @param n elements of a row
     * @param y what is added to
     * @param offset where
     */
    void addAllRows(double[] x, int rows, int n, double[] y, int offset);

    /**
     * y[group] = f(y[group], x[i]) for every element in row-major order, starting from a number.
     *
     * @param f the function
     * @param start what every group starts with
     * @param x the operand, dense
     * @param extents its extents
     * @param groupStrides stride an axis of the group's place in y, 0 on the axes reduced over
     * @param y the result, one element a group
     */
    void reduce(
            DoubleBinaryOperator f,
            double start,
            double[] x,
            int[] extents,
            int[] groupStrides,
            double[] y);

    /**
     * y = the Euclidean norm of every group, its elements scaled by the largest so that no square
     * overflows or vanishes.
     *
     * @param x the operand, dense
     * @param extents its extents
     * @param groupStrides stride an axis of the group's place in y, 0 on the axes reduced over
     * @param y the result, one element a group
     */
    void norm(double[] x, int[] extents, int[] groupStrides, double[] y);

    /**
     * y = the running sum along an axis.
     *
     * @param x the operand, dense
     * @param n the extent of the axis
     * @param inner the distance between neighbors along it
     * @param fromEnd whether the sum runs from the end of the axis
     * @param y the result, dense
     */
    void cumSum(double[] x, int n, int inner, boolean fromEnd, double[] y);

    /**
     * y[i] = x[index[i]].
     *
     * @param x the operand
     * @param index positions in x
     * @param y the result, as long as index
     */
    void gather(double[] x, int[] index, double[] y);

    /**
     * y[index[i]] += x[i], in the order of i.
     *
     * @param x the operand, as long as index
     * @param index positions in y
     * @param y what is added to
     */
    void scatterAdd(double[] x, int[] index, double[] y);

    /**
     * y = log of the sum of exp(x) over every group: m + log(sum(exp(x - m))), m the group's
     * largest. A group that is empty or all -infinity gives -infinity, one with a +infinity gives
     * +infinity.
     *
     * @param x the operand, dense
     * @param extents its extents
     * @param groupStrides stride an axis of the group's place in y, 0 on the axes summed over
     * @param y the result, one element a group
     */
    void logSumExp(double[] x, int[] extents, int[] groupStrides, double[] y);

    /**
     * y = exp(x - m) / sum(exp(x - m)) in every group, m the group's largest. Several +infinity
     * share the whole evenly; a group of one is 1.
     *
     * @param x the operand, dense
     * @param extents its extents
     * @param groupStrides stride an axis of the group's number, 0 on the axes summed over
     * @param groups how many groups there are
     * @param ofMinusInfinities what the members of a group of several -infinity get
     * @param y the result, dense
     */
    void softmax(
            double[] x,
            int[] extents,
            int[] groupStrides,
            int groups,
            double ofMinusInfinities,
            double[] y);

    /**
     * y = x - m - log(sum(exp(x - m))) in every group, m the group's largest; NaN in a group of
     * several -infinity.
     *
     * @param x the operand, dense
     * @param extents its extents
     * @param groupStrides stride an axis of the group's number, 0 on the axes summed over
     * @param groups how many groups there are
     * @param y the result, dense
     */
    void logSoftmax(double[] x, int[] extents, int[] groupStrides, int groups, double[] y);

    /**
     * y = v - sum(w v) in every group, or w times that, for weights of sum 1: without cancellation,
     * from differences to the v of the largest weight. All 0 in a group whose v are, whatever w is.
     *
     * @param v the operand, dense
     * @param w the weights, as long
     * @param extents their extents
     * @param groupStrides stride an axis of the group's number, 0 on the axes summed over
     * @param groups how many groups there are
     * @param weighted whether the result is multiplied by w
     * @param y the result, as long; may be w
     */
    void deviations(
            double[] v,
            double[] w,
            int[] extents,
            int[] groupStrides,
            int groups,
            boolean weighted,
            double[] y);

    /**
     * y = v - w sum(v) in every group, for weights of sum 1: without cancellation, an element with
     * more than half of the weight from the others. All 0 in a group whose v are, whatever w is.
     *
     * @param v the operand, dense
     * @param w the weights, as long
     * @param extents their extents
     * @param groupStrides stride an axis of the group's number, 0 on the axes summed over
     * @param groups how many groups there are
     * @param y the result, as long; may be w
     */
    void excess(double[] v, double[] w, int[] extents, int[] groupStrides, int groups, double[] y);

    /**
     * C = A B for one matrix of each.
     *
     * @param m rows of A and C
     * @param k columns of A, rows of B
     * @param n columns of B and C
     * @param a elements of A: (i, p) at aOffset + i * aRow + p * aColumn
     * @param aOffset see a
     * @param aRow see a
     * @param aColumn see a
     * @param b elements of B: (p, j) at bOffset + p * bRow + j * bColumn
     * @param bOffset see b
     * @param bRow see b
     * @param bColumn see b
     * @param c elements of C: (i, j) at cOffset + i * n + j
     * @param cOffset see c
     */
    void matmul(
            int m,
            int k,
            int n,
            double[] a,
            int aOffset,
            int aRow,
            int aColumn,
            double[] b,
            int bOffset,
            int bRow,
            int bColumn,
            double[] c,
            int cOffset);
}
