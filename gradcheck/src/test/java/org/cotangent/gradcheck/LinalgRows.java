package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.OpTable.Trait.NEEDS_ELEMENTS;
import static org.cotangent.gradcheck.OpTable.Trait.WHOLE_MATRICES;
import static org.cotangent.gradcheck.OpTable.of;
import static org.cotangent.gradcheck.OpTable.row;
import static org.cotangent.gradcheck.coverage.Admissible.rank;
import static org.cotangent.gradcheck.coverage.Admissible.ranks;
import static org.cotangent.gradcheck.random.Domain.DEFINITE;
import static org.cotangent.gradcheck.random.Domain.DIAGONAL;
import static org.cotangent.gradcheck.random.Domain.EIGENVALUES_APART;
import static org.cotangent.gradcheck.random.Domain.NEARLY_SINGULAR;
import static org.cotangent.gradcheck.random.Domain.REAL;
import static org.cotangent.gradcheck.random.Domain.REGULAR;
import static org.cotangent.gradcheck.random.Domain.REGULAR_POSITIVE;
import static org.cotangent.gradcheck.random.Domain.SINGULAR;
import static org.cotangent.gradcheck.random.Domain.SINGULAR_VALUES_APART;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.random.Domain;
import org.cotangent.linalg.Linalg;

/** Equations, decompositions and functions of matrices in the last two axes, in batches. */
final class LinalgRows {
    static final List<Row> ROWS =
            Stream.of(equations(), decompositions(), functions(), norms())
                    .flatMap(rows -> rows)
                    .toList();

    private LinalgRows() {}

    // ---- equations and determinants

    private static Stream<Row> equations() {
        return Stream.of(
                solve("Linalg#solve", "columns", REGULAR, Linalg::solve, false).degree(0),
                solve("Linalg#solve", "a vector", REGULAR, Linalg::solve, true).degree(0),
                solve("Linalg#solveTriangular", "lower", DIAGONAL, LinalgRows::lower, false)
                        .degree(0),
                solve("Linalg#solveTriangular", "upper", DIAGONAL, LinalgRows::upper, false)
                        .degree(0),
                solve("Linalg#solveTriangular", "a vector", DIAGONAL, LinalgRows::upper, true)
                        .degree(0),
                solve("Linalg#choleskySolve", "columns", DIAGONAL, Linalg::choleskySolve, false)
                        .degree(-1)
                        .with(WHOLE_MATRICES),
                solve("Linalg#choleskySolve", "a vector", DIAGONAL, Linalg::choleskySolve, true)
                        .degree(-1)
                        .with(WHOLE_MATRICES),
                square("Linalg#solve", "with itself", REGULAR, x -> Linalg.solve(x, x.square())),
                square("Linalg#inverse", "", REGULAR, Linalg::inverse).degree(-1),
                square("Linalg#det", "regular", REGULAR, Linalg::det).degree(LinalgRows::order),
                // on top of the size of its terms, whose round-off is all that a determinant of 0
                // has
                square("Linalg#det", "singular", SINGULAR, x -> Linalg.det(x).add(100)),
                square(
                        "Linalg#det",
                        "nearly singular",
                        NEARLY_SINGULAR,
                        x -> Linalg.det(x).add(100)),
                square("Linalg#det", "any", REAL, Linalg::det).degree(LinalgRows::order),
                square("Linalg#logDet", "", REGULAR_POSITIVE, Linalg::logDet),
                square("Linalg#signLogDet", "", REGULAR, x -> Linalg.signLogDet(x).logAbs()),
                square(
                        "Linalg#signLogDet",
                        "both",
                        REGULAR,
                        x -> Linalg.signLogDet(x).logAbs().exp().mul(Linalg.signLogDet(x).sign())));
    }

    private static Tensor lower(Tensor a, Tensor b) {
        return Linalg.solveTriangular(a, b, true);
    }

    private static Tensor upper(Tensor a, Tensor b) {
        return Linalg.solveTriangular(a, b, false);
    }

    /** Batches that broadcast, in either direction or both. */
    private static Row solve(
            String method,
            String variant,
            Domain domain,
            BinaryOperator<Tensor> op,
            boolean vector) {
        return new Row(
                        method,
                        variant,
                        2,
                        List.of(domain, REAL),
                        d -> {
                            int n = d.extent();
                            int[] wide = {Math.min(2, d.extent()), Math.min(2, d.extent())};
                            int[] right =
                                    vector
                                            ? new int[] {n}
                                            : joined(d.narrower(wide), n, d.extent());
                            return of(
                                    op,
                                    d.tensor(domain, joined(d.narrower(wide), n, n)),
                                    d.tensor(REAL, right));
                        })
                .shapes(vector ? ranks(2, 4) : ranks(2, 4).broadcastingBatches());
    }

    private static int[] joined(int[] batch, int rows, int columns) {
        int[] shape = Arrays.copyOf(batch, batch.length + 2);
        shape[batch.length] = rows;
        shape[batch.length + 1] = columns;
        return shape;
    }

    /** An operation on square matrices. */
    private static Row square(
            String method, String variant, Domain domain, UnaryOperator<Tensor> op) {
        return row(
                        method,
                        variant,
                        2,
                        domain,
                        d -> {
                            int n = d.extent();
                            return of(op, d.tensor(domain, d.batched(n, n)));
                        })
                .shapes(ranks(2, 4));
    }

    private static double order(Case drawn) {
        return drawn.at()[0].size(-1);
    }

    // ---- decompositions

    private static Stream<Row> decompositions() {
        Domain apart = SINGULAR_VALUES_APART;
        return Stream.of(
                square("Linalg#cholesky", "", DEFINITE, Linalg::cholesky)
                        .degree(0.5)
                        .with(WHOLE_MATRICES),
                square("Linalg#eigvalsh", "", EIGENVALUES_APART, Linalg::eigvalsh).degree(1),
                square("Linalg#eigh", "values", EIGENVALUES_APART, x -> Linalg.eigh(x).values())
                        .degree(1),
                square("Linalg#eigh", "vectors", EIGENVALUES_APART, x -> Linalg.eigh(x).vectors())
                        .degree(0),
                square("Linalg#eigh", "both", EIGENVALUES_APART, LinalgRows::rebuilt),
                square("Linalg#eigvals", "real", EIGENVALUES_APART, LinalgRows::mixed),
                square("Linalg#eigvals", "in pairs", EIGENVALUES_APART, LinalgRows::pairs),
                any("Linalg#qr", "Q", apart, x -> Linalg.qr(x).q()).degree(0).with(WHOLE_MATRICES),
                any("Linalg#qr", "R", apart, x -> Linalg.qr(x).r()).degree(1).with(WHOLE_MATRICES),
                any("Linalg#svd", "U", apart, x -> Linalg.svd(x).u())
                        .degree(0)
                        .with(WHOLE_MATRICES),
                any("Linalg#fullSvd", "U", apart, x -> thin(x, Linalg.fullSvd(x).u()))
                        .with(WHOLE_MATRICES),
                any("Linalg#fullSvd", "values", apart, x -> Linalg.fullSvd(x).values())
                        .with(WHOLE_MATRICES),
                any("Linalg#fullSvd", "V", apart, x -> thin(x, Linalg.fullSvd(x).v()))
                        .with(WHOLE_MATRICES),
                any("Linalg#svd", "values", apart, x -> Linalg.svd(x).values())
                        .degree(1)
                        .with(WHOLE_MATRICES),
                any("Linalg#svd", "V", apart, x -> Linalg.svd(x).v())
                        .degree(0)
                        .with(WHOLE_MATRICES),
                any("Linalg#svd", "all", apart, LinalgRows::otherValues).with(WHOLE_MATRICES),
                any("Linalg#svdvals", "", apart, Linalg::svdvals).degree(1).with(WHOLE_MATRICES));
    }

    /** Functions of matrices; of symmetric ones also where every eigenvalue occurs twice. */
    private static Stream<Row> functions() {
        Domain apart = SINGULAR_VALUES_APART;
        return Stream.of(
                square("Linalg#symmetricFunction", "", REAL, LinalgRows::exponential),
                row(
                                "Linalg#symmetricFunction",
                                "twice each",
                                2,
                                REAL,
                                d -> {
                                    int n = d.extent();
                                    Tensor eye = Tensor.eye(2);
                                    return of(
                                            x -> exponential(Linalg.kron(eye, x)),
                                            d.tensor(REAL, n, n));
                                })
                        .shapes(rank(2)),
                square("Linalg#sqrtm", "", DEFINITE, Linalg::sqrtm),
                square("Linalg#rsqrtm", "", DEFINITE, Linalg::rsqrtm),
                square("Linalg#logm", "", DEFINITE, Linalg::logm),
                square("Linalg#expm", "", REAL, Linalg::expm),
                any("Linalg#polarFactor", "", apart, Linalg::polarFactor),
                any(
                        "Linalg#polarFactor",
                        "slope",
                        apart,
                        slope(x -> Linalg.polarFactor(x).mul(weights(x)).sum())),
                any("Linalg#pinv", "", apart, Linalg::pinv),
                solve("Linalg#lstsq", "square", REGULAR, Linalg::lstsq, false),
                solve("Linalg#lstsq", "a vector", REGULAR, Linalg::lstsq, true),
                any("Linalg#lstsq", "any", apart, x -> Linalg.lstsq(x, x.add(weights(x)))),
                square(
                        "Linalg#eigvalsh",
                        "slope",
                        EIGENVALUES_APART,
                        slope(x -> Linalg.eigvalsh(x).pow(3).sum())),
                any("Linalg#svdvals", "slope", apart, slope(x -> Linalg.svdvals(x).pow(3).sum()))
                        .with(WHOLE_MATRICES),
                square("Linalg#inverse", "beside a singular one", REGULAR, LinalgRows::masked));
    }

    /** The columns that have derivatives. */
    private static Tensor thin(Tensor x, Tensor vectors) {
        return vectors.slice(-1, 0, Math.min(x.size(-1), x.size(-2)));
    }

    /** The eigenvalues of a matrix that is far from symmetric and has those of {@link #apart}. */
    private static Tensor mixed(Tensor x) {
        Tensor by = Linalg.tril(Tensor.full(0.5, x.size(-1), x.size(-1)), -1);
        Tensor mix = by.add(Tensor.eye(x.size(-1)));
        return parts(Linalg.eigvals(mix.matmul(apart(x)).matmul(Linalg.inverse(mix))));
    }

    /** λ ± i for each eigenvalue λ of {@link #apart}. */
    private static Tensor pairs(Tensor x) {
        Tensor one = Tensor.eye(x.size(-1)).expand(x.shape());
        Tensor above = Tensor.concat(-1, apart(x), one.neg());
        return parts(Linalg.eigvals(Tensor.concat(-2, above, Tensor.concat(-1, one, apart(x)))));
    }

    /**
     * The symmetric part of x, whose eigenvalues are real and apart, and so little of the rest that
     * they stay so: of complex ones a pair {@code λ ± i} would share its real part with another,
     * and their order would be that of rounding.
     */
    private static Tensor apart(Tensor x) {
        return x.mul(0.52).add(x.transpose().mul(0.48));
    }

    private static Tensor parts(Linalg.Eigenvalues z) {
        return Tensor.stack(0, z.re(), z.im());
    }

    private static Tensor exponential(Tensor x) {
        return Linalg.symmetricFunction(x, Tensor::exp);
    }

    private static UnaryOperator<Tensor> slope(UnaryOperator<Tensor> f) {
        return Differentiate.gradient(f);
    }

    /** Constants of a shape. */
    private static Tensor weights(Tensor x) {
        return Tensor.normal(new Random(1), x.shape());
    }

    /** An inverse out of a batch whose other matrix has none. */
    private static Tensor masked(Tensor x) {
        return Linalg.inverse(Tensor.stack(0, x, x.mul(0))).slice(0, 0, 1).squeeze(0);
    }

    /** The matrix exponential of the symmetric part. */
    private static Tensor rebuilt(Tensor x) {
        Linalg.Eigen e = Linalg.eigh(x);
        return e.vectors().mul(e.values().exp().unsqueeze(-2)).matmul(e.vectors().transpose());
    }

    private static Tensor otherValues(Tensor x) {
        Linalg.Svd svd = Linalg.svd(x);
        return svd.u().mul(svd.values().square().unsqueeze(-2)).matmul(svd.v().transpose());
    }

    /** An operation on matrices that are tall, square or wide. */
    private static Row any(String method, String variant, Domain domain, UnaryOperator<Tensor> op) {
        return row(
                        method,
                        variant,
                        2,
                        domain,
                        d -> of(op, d.tensor(domain, d.batched(d.extent(), d.extent()))))
                .shapes(ranks(2, 4));
    }

    private static Stream<Row> norms() {
        return Arrays.stream(Linalg.MatrixNorm.values())
                .map(
                        norm ->
                                any(
                                                "Linalg#matrixNorm",
                                                norm.name(),
                                                SINGULAR_VALUES_APART,
                                                x -> Linalg.matrixNorm(x, norm))
                                        .with(NEEDS_ELEMENTS)
                                        .degree(1));
    }
}
