package org.cotangent.gradcheck.jqwik;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.random.Domain;

/**
 * Arbitrary matrices of good condition, for linear algebra. Elements shrink to rounder ones as long
 * as the matrix stays of its kind. For stacks of matrices, and for singular and other kinds, see
 * {@link Tensors} with a {@link Domain}.
 */
@SuppressWarnings("exports") // jqwik is optional: required transitively, every user would need it
public final class Matrices {
    private Matrices() {}

    /**
     * Matrices of one size whose singular values lie between 0.5 and 2.5: of a condition of at most
     * 5.
     *
     * @param rows how many rows
     * @param columns how many columns
     * @return constants of rank 2
     */
    public static Arbitrary<Tensor> wellConditioned(int rows, int columns) {
        return Tensors.in(Domain.WELL_CONDITIONED, rows, columns);
    }

    /**
     * Square matrices of all sizes up to one.
     *
     * @param most the largest number of rows, 1 or more
     * @return {@linkplain #wellConditioned(int, int) well-conditioned} constants of rank 2
     */
    public static Arbitrary<Tensor> wellConditioned(int most) {
        return sizes(most).flatMap(n -> wellConditioned(n, n));
    }

    /**
     * Symmetric positive definite matrices of one size, symmetric to the last bit, with eigenvalues
     * between 0.5 and 2.5.
     *
     * @param rows how many rows and columns
     * @return constants of rank 2
     */
    public static Arbitrary<Tensor> positiveDefinite(int rows) {
        return Tensors.in(Domain.POSITIVE_DEFINITE, rows, rows);
    }

    /**
     * Symmetric positive definite matrices of all sizes up to one.
     *
     * @param most the largest number of rows, 1 or more
     * @return {@linkplain #positiveDefinite(int) positive definite} constants of rank 2
     */
    public static Arbitrary<Tensor> positiveDefiniteUpTo(int most) {
        return sizes(most).flatMap(Matrices::positiveDefinite);
    }

    private static Arbitrary<Integer> sizes(int most) {
        return Arbitraries.integers().between(1, most);
    }
}
