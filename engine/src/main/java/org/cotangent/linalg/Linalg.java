package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.constant;
import static org.cotangent.linalg.Nodes.expand;
import static org.cotangent.linalg.Nodes.gate;
import static org.cotangent.linalg.Nodes.product;
import static org.cotangent.linalg.Nodes.reshape;
import static org.cotangent.linalg.Nodes.shape;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.cotangent.Axes;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.internal.Text;

// Longer than 400 lines: public operations with their contracts; the work is done elsewhere.

/**
 * Linear algebra on the last two axes; axes before them are batches. {@link Tensor#matmul} and
 * {@link Tensor#transpose} are methods of tensors themselves.
 */
@CheckReturnValue
public final class Linalg {
    private Linalg() {}

    /**
     * The inner product of two vectors.
     *
     * @param a shape [n]
     * @param b shape [n]
     * @return a scalar
     */
    public static Tensor dot(Tensor a, Tensor b) {
        if (a.rank() != 1 || !shape(a).equals(shape(b))) {
            throw new IllegalArgumentException(
                    "dot: shapes "
                            + shape(a)
                            + " and "
                            + shape(b)
                            + "; both must be vectors of the same length");
        }
        return a.matmul(b);
    }

    /**
     * The cosine of the angle between vectors: Σ a b / (max(|a|, ε) max(|b|, ε)), as PyTorch 2
     * defines it. Lengths neither overflow nor underflow. The derivative by a is (v - c u) / |a|
     * with the directions u and v and the cosine c; at a = 0 it is v / ε.
     *
     * @param a vectors along the axis
     * @param b vectors along the axis; the two broadcast
     * @param axis the axis, of what both broadcast to
     * @param epsilon what lengths count as at least, such as 1e-8; with 0 vectors of length 0 give
     *     NaN
     * @return cosines, a tensor without the axis
     * @throws IllegalArgumentException if epsilon is negative or NaN
     */
    public static Tensor cosineSimilarity(Tensor a, Tensor b, int axis, double epsilon) {
        if (!(epsilon >= 0)) {
            throw new IllegalArgumentException(
                    "cosineSimilarity: epsilon " + epsilon + "; it must be 0 or more");
        }
        Shape shape = Shape.broadcast("cosineSimilarity", shape(a), shape(b));
        Axes along = Axes.keep(shape.axis("cosineSimilarity", axis));
        Tensor p = expand(a, shape);
        Tensor q = expand(b, shape);
        Tensor u = p.div(p.norm(along).max(epsilon));
        Tensor v = q.div(q.norm(along).max(epsilon));
        return u.mul(v).sum(axis);
    }

    /**
     * Distances of vectors by a p-norm: (Σ |a - b + ε|^p)^(1/p), as PyTorch defines it, with ε
     * added to every difference. The derivative at a distance of 0 is 0, for p = 2 as of {@link
     * Tensor#norm()}. For a p other than 1, 2 and infinity the p-th powers must be in the range of
     * doubles.
     *
     * @param a vectors along the axes
     * @param b vectors along the axes; the two broadcast
     * @param axes the axes of the vectors, such as the last, and whether they stay
     * @param p 1 or more, 2 for the Euclidean distance, infinity for the largest difference
     * @param epsilon what is added to every difference, such as 1e-6; 0 for nothing
     * @return distances, a tensor without the axes, or with extent 1 in their place
     * @throws IllegalArgumentException if p is less than 1 or NaN
     */
    public static Tensor pairwiseDistance(Tensor a, Tensor b, Axes axes, double p, double epsilon) {
        if (!(p >= 1)) {
            throw new IllegalArgumentException(
                    "pairwiseDistance: p = " + Text.number(p) + "; a norm needs 1 or more");
        }
        Tensor apart = a.sub(b).add(epsilon);
        if (p == 2) {
            return apart.norm(axes);
        }
        Tensor sizes = apart.abs();
        if (p == 1) {
            return sizes.sum(axes);
        }
        if (p == Double.POSITIVE_INFINITY) {
            return sizes.amax(axes);
        }
        Tensor powers = sizes.pow(p).sum(axes);
        Tensor none = powers.eq(0);
        // the root is infinitely steep at 0, the distance is not
        Tensor root = Tensor.where(none, Tensor.of(1), powers).pow(1 / p);
        return Tensor.where(none, Tensor.of(0), root);
    }

    /**
     * The outer product of two vectors.
     *
     * @param a shape [m]
     * @param b shape [n]
     * @return shape [m, n], a_i b_j
     */
    public static Tensor outer(Tensor a, Tensor b) {
        if (a.rank() != 1 || b.rank() != 1) {
            throw new IllegalArgumentException(
                    "outer: shapes " + shape(a) + " and " + shape(b) + "; both must be vectors");
        }
        Shape.of("outer", a.size(), b.size());
        return a.unsqueeze(1).mul(b);
    }

    /**
     * The Kronecker product of two matrices: b repeated, each time by an element of a.
     *
     * @param a shape [m, n]
     * @param b shape [p, q]
     * @return shape [m p, n q]
     */
    public static Tensor kron(Tensor a, Tensor b) {
        if (a.rank() != 2 || b.rank() != 2) {
            throw new IllegalArgumentException(
                    "kron: shapes " + shape(a) + " and " + shape(b) + "; both must be matrices");
        }
        long rows = (long) a.size(0) * b.size(0);
        long columns = (long) a.size(1) * b.size(1);
        Shape to = Shape.of("kron", new long[] {rows, columns});
        Tensor all =
                a.reshape(a.size(0), 1, a.size(1), 1).mul(b.reshape(1, b.size(0), 1, b.size(1)));
        return reshape(all, to);
    }

    /**
     * Einstein summation: {@code einsum("ij,jk->ik", a, b)} is the matrix product. Each operand has
     * a letter for every axis; a letter that the result lacks is summed over, one that an operand
     * repeats takes its diagonal. The result has each letter once: {@link #diag} puts a vector onto
     * a diagonal. An ellipsis, "...", stands for any axes. Axes of different operands with the same
     * letter, or covered by ellipses, broadcast: an extent of 1 is repeated, as in NumPy and
     * PyTorch. Without an arrow the result has what ellipses cover and the letters that occur once,
     * in alphabetical order.
     *
     * @param equation the letters of the operands, separated by commas, and after an arrow the
     *     result's
     * @param operands the operands
     * @return the result
     * @throws IllegalArgumentException if letters and shapes do not agree; the message says where
     */
    public static Tensor einsum(String equation, Tensor... operands) {
        return Einsum.apply(equation, operands);
    }

    /**
     * The k-th diagonal of matrices, or matrices with a vector on their k-th diagonal.
     *
     * @param x a vector, shape [n], or matrices, shape […, m, n]
     * @param k which diagonal: 0 the main one, above it if positive
     * @return of a vector shape [n + |k|, n + |k|], of matrices […, length of the diagonal]
     */
    public static Tensor diag(Tensor x, int k) {
        if (x.rank() == 0) {
            throw new IllegalArgumentException("diag: a scalar has no diagonal");
        }
        return x.rank() == 1 ? ontoDiagonal(x, k) : diagonal(x, k);
    }

    /**
     * Matrices with zeros above the k-th diagonal.
     *
     * @param x shape […, m, n]
     * @param k the last diagonal that is kept
     * @return a tensor of this shape
     */
    public static Tensor tril(Tensor x, int k) {
        return gate(x, triangle("tril", x, k, true));
    }

    /**
     * Matrices with zeros below the k-th diagonal.
     *
     * @param x shape […, m, n]
     * @param k the first diagonal that is kept
     * @return a tensor of this shape
     */
    public static Tensor triu(Tensor x, int k) {
        return gate(x, triangle("triu", x, k, false));
    }

    private static Tensor triangle(String op, Tensor x, int k, boolean lower) {
        checkMatrices(op, x);
        int rows = x.size(-2);
        int columns = x.size(-1);
        Shape matrix = Shape.of(op, rows, columns);
        double[] mask = new double[matrix.size];
        for (int i = 0; i < rows; i++) {
            int diagonal = (int) Math.max(0, Math.min(columns, (long) i + k));
            int next = (int) Math.max(0, Math.min(columns, (long) i + k + 1));
            int from = lower ? 0 : diagonal;
            Arrays.fill(mask, i * columns + from, i * columns + (lower ? next : columns), 1);
        }
        return constant(matrix, mask);
    }

    private static void checkMatrices(String op, Tensor x) {
        if (x.rank() < 2) {
            throw new IllegalArgumentException(
                    op + ": shape " + shape(x) + " has fewer than the two axes of a matrix");
        }
    }

    /**
     * The sum of the main diagonal.
     *
     * @param x shape […, m, n]
     * @return shape […]
     */
    public static Tensor trace(Tensor x) {
        checkMatrices("trace", x);
        return diagonal(x, 0).sum(-1);
    }

    /**
     * The X with A X = B, by LU factors with partial pivoting.
     *
     * <p>The adjoint of b is solved for with Aᵀ; that of A is minus its product with Xᵀ.
     *
     * @param a shape […, n, n]
     * @param b shape [n], or […, n, k]; batches broadcast
     * @return the shape of b, with the batches of both; in a batch NaN for singular matrices
     * @throws ArithmeticException if a matrix that is no batch is singular
     */
    public static Tensor solve(Tensor a, Tensor b) {
        Solving.order("solve", a);
        return isVector("solve", a, b)
                ? Solving.solve(a, false, b.unsqueeze(1)).squeeze(-1)
                : Solving.solve(a, false, b);
    }

    /**
     * The X with T X = B for a triangular T. The other triangle of the matrix is not read. A zero
     * on the diagonal gives infinities or NaN.
     *
     * <p>The adjoint of b is solved for with Tᵀ; that of T is minus its product with Xᵀ, 0 in the
     * triangle that is not read.
     *
     * @param a shape […, n, n]
     * @param b shape [n], or […, n, k]; batches broadcast
     * @param lower whether T is the lower triangle of a, with its diagonal
     * @return the shape of b, with the batches of both
     */
    public static Tensor solveTriangular(Tensor a, Tensor b, boolean lower) {
        Solving.order("solveTriangular", a);
        return isVector("solveTriangular", a, b)
                ? Solving.solveTriangular(a, lower, false, false, b.unsqueeze(1)).squeeze(-1)
                : Solving.solveTriangular(a, lower, false, false, b);
    }

    /**
     * The X with L Lᵀ X = B, from a {@linkplain #cholesky Cholesky factor}. What stands above the
     * diagonal of L is not read, and gets the gradient 0.
     *
     * <p>Two triangular systems, with the adjoints of {@link #solveTriangular}; where the matrix
     * varies, {@code choleskySolve(cholesky(a), b)} has the derivative of A⁻¹ B, shared by A and
     * Aᵀ.
     *
     * @param l shape […, n, n], lower triangular
     * @param b shape [n], or […, n, k]; batches broadcast
     * @return the shape of b, with the batches of both
     */
    public static Tensor choleskySolve(Tensor l, Tensor b) {
        Solving.order("choleskySolve", l);
        boolean vector = isVector("choleskySolve", l, b);
        Tensor y = Solving.solveTriangular(l, true, false, false, vector ? b.unsqueeze(1) : b);
        Tensor x = Solving.solveTriangular(l, true, true, false, y);
        return vector ? x.squeeze(-1) : x;
    }

    /** Whether the right-hand side is one vector, of the right length. */
    private static boolean isVector(String op, Tensor a, Tensor b) {
        int n = a.size(-1);
        if (b.rank() == 0 || b.rank() == 1 && b.size() != n) {
            throw new IllegalArgumentException(
                    op
                            + ": shapes "
                            + shape(a)
                            + " and "
                            + shape(b)
                            + ": the second must be a vector of "
                            + n
                            + " elements, or matrices of "
                            + n
                            + " rows");
        }
        return b.rank() == 1;
    }

    /**
     * The inverse; {@link #solve} is faster and more accurate where its product with something is
     * wanted.
     *
     * <p>The derivative along dA is -A⁻¹ dA A⁻¹.
     *
     * @param a shape […, n, n]
     * @return a tensor of this shape; in a batch NaN for singular matrices
     * @throws ArithmeticException if a matrix that is no batch is singular
     */
    public static Tensor inverse(Tensor a) {
        return Solving.inverse(a);
    }

    /**
     * The determinant; its derivative is the matrix of cofactors, also where the matrix is
     * singular, or the determinant itself is too large or too small for a double.
     *
     * @param a shape […, n, n]
     * @return shape […]
     */
    public static Tensor det(Tensor a) {
        return Determinants.det(a);
    }

    /**
     * The logarithm of the determinant, without overflow; derivative the transposed inverse. NaN
     * where the determinant is negative, -infinity where it is 0.
     *
     * @param a shape […, n, n]
     * @return shape […]
     */
    public static Tensor logDet(Tensor a) {
        Tensor sign = Determinants.signDet(a);
        Tensor log = Determinants.logAbsDet(a);
        return Tensor.where(sign.lt(0), Tensor.of(Double.NaN), log);
    }

    /**
     * The sign of a determinant and the logarithm of its size.
     *
     * @param sign -1, 0 or 1; a constant
     * @param logAbs log|det|; derivative the transposed inverse
     */
    public record SignLogDet(Tensor sign, Tensor logAbs) {}

    /**
     * Sign and logarithm of the determinant, without overflow.
     *
     * <p>The derivative of the logarithm is the transposed inverse, the sign is constant; of a
     * singular matrix the logarithm is -infinity and a backward pass throws {@link
     * ArithmeticException}; in a batch it gives NaN for this matrix, and 0 if its adjoint is 0.
     *
     * @param a shape […, n, n]
     * @return both, of shape […]
     */
    public static SignLogDet signLogDet(Tensor a) {
        Solving.order("signLogDet", a);
        return new SignLogDet(Determinants.signDet(a), Determinants.logAbsDet(a));
    }

    /**
     * The lower triangular L with L Lᵀ = (A + Aᵀ) / 2, the diagonal positive.
     *
     * <p>The derivative is that of the symmetric part, shared evenly by A and Aᵀ (Murray 2016).
     *
     * @param a shape […, n, n]; its symmetric part must be positive definite
     * @return a tensor of this shape; in a batch NaN for matrices that are not positive definite
     * @throws ArithmeticException if a matrix that is no batch is not positive definite
     */
    public static Tensor cholesky(Tensor a) {
        return Decomposing.cholesky(a);
    }

    /**
     * Orthonormal columns and a triangle.
     *
     * @param q shape […, m, k], k the smaller of m and n
     * @param r shape […, k, n], zero below the diagonal, which is not negative
     */
    public record Qr(Tensor q, Tensor r) {}

    /**
     * The thin factorization A = Q R. Its derivative needs the first k columns to be independent,
     * and is NaN where one is not, but for rounding.
     *
     * @param a shape […, m, n]
     * @return both factors
     */
    public static Qr qr(Tensor a) {
        checkMatrices("qr", a);
        int m = a.size(-2);
        int n = a.size(-1);
        if (m < n) {
            Qr square = qr(a.slice(-1, 0, m));
            Tensor rest = product(square.q, true, a.slice(-1, m, n), false);
            return new Qr(square.q, Tensor.concat(a.rank() - 1, square.r, rest));
        }
        Tensor both = Decomposing.qr(a);
        return new Qr(both.slice(-2, 0, m), both.slice(-2, m, m + n));
    }

    /**
     * Eigenvalues and eigenvectors.
     *
     * @param values shape […, n], ascending
     * @param vectors shape […, n, n]; column j belongs to eigenvalue j, its largest entry positive
     */
    public record Eigen(Tensor values, Tensor vectors) {}

    /**
     * The eigen-decomposition of the symmetric part (A + Aᵀ) / 2. Derivatives of the values as of
     * {@link #eigvalsh}. That of a vector exists where its eigenvalue is distinct from all others;
     * where a vector of an equal one is used the gradient is NaN, also in expressions of them that
     * are smooth, such as V f(w) Vᵀ: {@link #symmetricFunction} is the one to use for these. Values
     * count as equal that a change of the elements of A by 16 + n / 8 units of rounding could make
     * so.
     *
     * @param a shape […, n, n]
     * @return values and vectors
     */
    public static Eigen eigh(Tensor a) {
        Solving.order("eigh", a);
        Spectral.Eigen both = Spectral.eigen("eigh", Decomposing.symmetric(a));
        return new Eigen(both.values, both.vectors);
    }

    /**
     * The eigenvalues of the symmetric part (A + Aᵀ) / 2.
     *
     * <p>The derivative of an eigenvalue with the unit vector v is v vᵀ; of equal ones that of the
     * vectors found, whose sum does not depend on these. Smooth symmetric functions of all
     * eigenvalues, such as the sum of their squares, have right first and second derivatives at
     * equal ones, too, if they use the matrix through the eigenvalues alone; other second
     * derivatives there, and higher ones, are NaN. The trace of {@link #symmetricFunction} has all.
     *
     * @param a shape […, n, n]
     * @return shape […, n], ascending
     */
    public static Tensor eigvalsh(Tensor a) {
        Solving.order("eigvalsh", a);
        return Spectral.eigen("eigvalsh", Decomposing.symmetric(a)).values;
    }

    /**
     * Eigenvalues that may be complex.
     *
     * @param re real parts, shape […, n], ascending
     * @param im imaginary parts, shape […, n]; of those with one real part ascending, 0 for the
     *     real ones. Pairs are conjugate to the last bit
     */
    public record Eigenvalues(Tensor re, Tensor im) {}

    /**
     * The eigenvalues of matrices that need not be symmetric. For symmetric ones {@link #eigvalsh}
     * is the one to use.
     *
     * <p>The derivative of an eigenvalue along dA is w dA v, with its right eigenvector v and its
     * left one w for which w v = 1; to any order. An eigenvalue that equals another, one of a
     * defective matrix among them, has none: its gradient is NaN, also in functions of several that
     * are smooth, as their sum is, which is the {@link #trace}. Values count as equal that a change
     * of the elements of A by 16 + n / 8 units of rounding could make so.
     *
     * @param a shape […, n, n]
     * @return all n, each as often as it occurs; NaN for matrices that are not finite
     */
    public static Eigenvalues eigvals(Tensor a) {
        return org.cotangent.linalg.Eigenvalues.of(a);
    }

    /**
     * A singular value decomposition A = U diag(s) Vᵀ.
     *
     * @param u shape […, m, k], k the smaller of m and n; orthonormal columns
     * @param values shape […, k], descending
     * @param v shape […, n, k], not transposed; orthonormal columns
     */
    public record Svd(Tensor u, Tensor values, Tensor v) {}

    /**
     * The thin singular value decomposition. Derivatives of the values as of {@link #svdvals}. That
     * of a vector exists where its singular value is distinct from all others, and not 0 where the
     * matrix is not square; where another vector is used the gradient is NaN, also in U Vᵀ, which
     * is {@link #polarFactor}. Values count as equal as those of {@link #eigh} do. Of the two signs
     * of a pair of vectors the one is chosen that makes the largest entry of U's positive.
     *
     * @param a shape […, m, n]
     * @return the three factors
     */
    public static Svd svd(Tensor a) {
        checkMatrices("svd", a);
        Spectral.Singular all = Spectral.svd(a);
        return new Svd(all.u, all.values, all.v);
    }

    /**
     * The full singular value decomposition: to U or V of {@link #svd} so many orthonormal columns
     * are added that it is square. Derivatives of what {@code svd} has are those of {@code svd}.
     * The columns added are some basis of a space, and have no derivative: their gradient is NaN,
     * also in expressions that are smooth, such as their projector N Nᵀ, which is I - U Uᵀ.
     *
     * @param a shape […, m, n]
     * @return U of shape […, m, m], the values, and V of shape […, n, n]
     */
    public static Svd fullSvd(Tensor a) {
        checkMatrices("fullSvd", a);
        return Spectral.fullSvd(a);
    }

    /**
     * The singular values; derivative u vᵀ for each, 0 for one that is 0. Second derivatives at
     * equal ones as of {@link #eigvalsh}, and at those that are 0 where the function is smooth
     * there, as the sum of squares is; else NaN.
     *
     * @param a shape […, m, n]
     * @return shape […, smaller of m and n], descending
     */
    public static Tensor svdvals(Tensor a) {
        checkMatrices("svdvals", a);
        return Spectral.svd(a).values;
    }

    /** A norm of matrices. */
    public enum MatrixNorm {
        /** The root of the sum of squares (Frobenius). */
        FROBENIUS,
        /** The sum of the singular values (trace norm). */
        NUCLEAR,
        /** The largest singular value. */
        SPECTRAL,
        /** The smallest singular value. */
        LEAST_SINGULAR,
        /** The largest sum of sizes in a column. */
        ONE,
        /** The smallest sum of sizes in a column. */
        LEAST_ONE,
        /** The largest sum of sizes in a row. */
        INFINITY,
        /** The smallest sum of sizes in a row. */
        LEAST_INFINITY
    }

    /**
     * A norm of matrices. Where several columns, rows or singular values tie they share the
     * gradient. The gradient of the nuclear norm is the {@linkplain #polarFactor polar factor}.
     *
     * @param a shape […, m, n]
     * @param norm which one
     * @return shape […]
     */
    public static Tensor matrixNorm(Tensor a, MatrixNorm norm) {
        checkMatrices("matrixNorm", a);
        boolean ofNothing =
                switch (norm) {
                    case FROBENIUS, NUCLEAR -> false;
                    case SPECTRAL, LEAST_SINGULAR -> Math.min(a.size(-1), a.size(-2)) == 0;
                    case ONE, LEAST_ONE -> a.size(-1) == 0;
                    case INFINITY, LEAST_INFINITY -> a.size(-2) == 0;
                };
        if (ofNothing) {
            throw new IllegalArgumentException(
                    "matrixNorm: shape "
                            + shape(a)
                            + ": a matrix without elements has no largest or smallest of what the"
                            + " norm "
                            + norm
                            + " looks at");
        }
        return switch (norm) {
            case FROBENIUS -> a.norm(-2, -1);
            case NUCLEAR -> Polar.nuclearNorm(a);
            case SPECTRAL -> svdvals(a).amax(-1);
            case LEAST_SINGULAR -> svdvals(a).amin(-1);
            case ONE -> a.abs().sum(-2).amax(-1);
            case LEAST_ONE -> a.abs().sum(-2).amin(-1);
            case INFINITY -> a.abs().sum(-1).amax(-1);
            case LEAST_INFINITY -> a.abs().sum(-1).amin(-1);
        };
    }

    // ---- functions of matrices

    /**
     * A function of a symmetric matrix: V diag(f(w)) Vᵀ of the eigenvalues w and eigenvectors V of
     * the symmetric part (A + Aᵀ) / 2. {@code symmetricFunction(a, Tensor::exp)} is the
     * exponential, and {@code trace(symmetricFunction(a, f))} the sum of f over the eigenvalues.
     *
     * <p>Derivatives of any order, also where eigenvalues are equal: they hold divided differences
     * of f (J. Daleckiĭ and S. Kreĭn 1951), which become derivatives of f there. That of order k
     * costs about n^(k+1) operations.
     *
     * @param a shape […, n, n]
     * @param f the function, of every element by itself, smooth where eigenvalues are; it must use
     *     nothing that varies but its argument
     * @return a tensor of this shape
     * @throws IllegalArgumentException if the function's result has another shape, or mixes
     *     elements
     * @throws IllegalStateException if the function rests on other variables
     */
    public static Tensor symmetricFunction(Tensor a, UnaryOperator<Tensor> f) {
        return SymmetricFunctions.symmetric(a, f);
    }

    /**
     * The matrix exponential, of any square matrix; by scaling and squaring.
     *
     * <p>The derivative along dA is the integral of exp(t A) dA exp((1 - t) A) over t from 0 to 1;
     * that of order k costs as much as the exponential of a matrix of order 2^k n.
     *
     * @param a shape […, n, n]
     * @return a tensor of this shape
     */
    public static Tensor expm(Tensor a) {
        return MatrixExponential.of(a);
    }

    /**
     * The square root of the symmetric part (A + Aᵀ) / 2, positive semidefinite itself; NaN if an
     * eigenvalue is negative. One that differs from 0 by rounding errors alone counts as 0.
     * Derivatives as of {@link #symmetricFunction}, infinite or NaN where an eigenvalue is 0.
     *
     * @param a shape […, n, n]
     * @return a tensor of this shape
     */
    public static Tensor sqrtm(Tensor a) {
        return SymmetricFunctions.power("sqrtm", a, 0.5);
    }

    /**
     * The inverse of the square root of the symmetric part (A + Aᵀ) / 2, which must be positive
     * definite. Derivatives as of {@link #symmetricFunction}.
     *
     * @param a shape […, n, n]
     * @return a tensor of this shape; infinite or NaN if the matrix is not positive definite
     */
    public static Tensor rsqrtm(Tensor a) {
        return SymmetricFunctions.power("rsqrtm", a, -0.5);
    }

    /**
     * The logarithm of the symmetric part (A + Aᵀ) / 2, which must be positive definite.
     * Derivatives as of {@link #symmetricFunction}.
     *
     * @param a shape […, n, n]
     * @return a tensor of this shape; infinite or NaN if the matrix is not positive definite
     */
    public static Tensor logm(Tensor a) {
        return SymmetricFunctions.log(a);
    }

    /**
     * The orthogonal factor of the polar decomposition, U Vᵀ of the singular vectors: the nearest
     * matrix with orthonormal columns (rows, if there are fewer). Of a matrix without full rank U
     * Vᵀ of the singular values that are not 0.
     *
     * <p>Derivatives of any order, also where singular values are equal; NaN without full rank,
     * where the factor jumps.
     *
     * @param a shape […, m, n]
     * @return a tensor of this shape
     */
    public static Tensor polarFactor(Tensor a) {
        checkMatrices("polarFactor", a);
        return Polar.factor(a);
    }

    /**
     * The pseudo-inverse (Moore and Penrose). Singular values up to max(m, n) 2⁻⁵² times the
     * largest count as 0.
     *
     * <p>Derivatives of any order; NaN without full rank, where the pseudo-inverse jumps.
     *
     * @param a shape […, m, n]
     * @return shape […, n, m]
     */
    public static Tensor pinv(Tensor a) {
        checkMatrices("pinv", a);
        return Polar.pseudoInverse(a);
    }

    /**
     * Least squares: the X for which |A X - B| is least, or of least norm with A X = B where A has
     * fewer rows than columns. By QR factors; A must have full rank.
     *
     * <p>Derivatives are those of the factors and triangular solutions it is made of.
     *
     * @param a shape […, m, n]
     * @param b shape [m], or […, m, k]; batches broadcast
     * @return shape [n], or […, n, k]
     */
    public static Tensor lstsq(Tensor a, Tensor b) {
        checkMatrices("lstsq", a);
        if (b.rank() == 1) {
            return lstsq(a, b.unsqueeze(1)).squeeze(-1);
        }
        if (b.rank() == 0 || b.size(-2) != a.size(-2)) {
            throw new IllegalArgumentException(
                    "lstsq: shapes "
                            + shape(a)
                            + " and "
                            + shape(b)
                            + ": the second must have as many rows as the first");
        }
        if (a.size(-2) >= a.size(-1)) {
            Qr qr = qr(a);
            return solveTriangular(qr.r, product(qr.q, true, b, false), false);
        }
        Qr qr = qr(a.transpose());
        return qr.q.matmul(Solving.solveTriangular(qr.r, false, true, false, b));
    }

    /** The k-th diagonal of the last two axes. */
    static Tensor diagonal(Tensor x, int k) {
        int rank = x.rank();
        int rows = shape(x).extents[rank - 2];
        int columns = shape(x).extents[rank - 1];
        int row = Math.max(0, k == Integer.MIN_VALUE ? Integer.MAX_VALUE : -k);
        int column = Math.max(0, k);
        int[] extents = Arrays.copyOf(shape(x).extents, rank - 1);
        extents[rank - 2] = Math.max(0, Math.min(rows - row, columns - column));
        int[] strides = Arrays.copyOf(shape(x).strides(), rank - 1);
        strides[rank - 2] = columns + 1;
        Shape to = Shape.of(extents);
        return Nodes.view(
                "diag",
                () -> Op.attributes("k", k),
                x,
                to.size == 0 ? 0 : row * columns + column,
                strides,
                to);
    }

    /** Matrices of zeros with the last axis on their k-th diagonal. */
    static Tensor ontoDiagonal(Tensor x, int k) {
        int rank = x.rank();
        long side = shape(x).extents[rank - 1] + Math.abs((long) k);
        long[] extents =
                Arrays.copyOf(Arrays.stream(shape(x).extents).asLongStream().toArray(), rank + 1);
        extents[rank - 1] = side;
        extents[rank] = side;
        Shape to = Shape.of("diag", extents);
        int n = (int) side;
        int[] strides = Arrays.copyOf(to.strides(), rank);
        strides[rank - 1] = n + 1;
        return Nodes.place(
                "diag",
                () -> Op.attributes("k", k),
                x,
                Math.max(0, -k) * n + Math.max(0, k),
                strides,
                to);
    }
}
