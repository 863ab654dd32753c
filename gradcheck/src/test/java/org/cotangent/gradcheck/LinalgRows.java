package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.OpTable.Trait.NEEDS_ELEMENTS;
import static org.cotangent.gradcheck.OpTable.Trait.PLAIN;
import static org.cotangent.gradcheck.OpTable.Trait.WHOLE_MATRICES;
import static org.cotangent.gradcheck.OpTable.of;
import static org.cotangent.gradcheck.OpTable.row;
import static org.cotangent.gradcheck.OpTable.whole;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Axes;
import org.cotangent.Differentiate;
import org.cotangent.Linalg;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.coverage.Admissible;
import org.cotangent.gradcheck.random.Domain;

/** Linear algebra on the last two axes, in batches. */
final class LinalgRows {
    static final List<Row> ROWS =
            Stream.of(products(), einsums(), equations(), decompositions(), functions(), norms())
                    .flatMap(rows -> rows)
                    .toList();

    private LinalgRows() {}

    private static Stream<Row> products() {
        return Stream.of(
                        product("Tensor#matmul", "vectors", d -> matmul(d, 0, 0, false, false))
                                .shapes(rank(1)),
                        product("Tensor#matmul", "matrices", d -> matmul(d, 0, 0, true, true))
                                .shapes(rank(2)),
                        product(
                                        "Tensor#matmul",
                                        "row",
                                        d -> matmul(d, 0, d.between(0, 1), false, true))
                                .shapes(ranks(2, 3)),
                        product(
                                        "Tensor#matmul",
                                        "column",
                                        d -> matmul(d, d.between(0, 1), 0, true, false))
                                .shapes(ranks(2, 3)),
                        product(
                                        "Tensor#matmul",
                                        "batches",
                                        d ->
                                                matmul(
                                                        d,
                                                        d.between(0, 2),
                                                        d.between(0, 2),
                                                        true,
                                                        true))
                                .shapes(ranks(2, 4).broadcastingBatches()),
                        product("Linalg#dot", "", LinalgRows::dot).shapes(rank(1)),
                        product(
                                        "Linalg#cosineSimilarity",
                                        "",
                                        d ->
                                                vectors(
                                                        d,
                                                        (a, b, i) ->
                                                                Linalg.cosineSimilarity(
                                                                        a, b, i, 1e-8)))
                                .shapes(ranks(1, 4)),
                        product("Linalg#pairwiseDistance", "p 1", d -> distance(d, 1))
                                .shapes(ranks(1, 4)),
                        product("Linalg#pairwiseDistance", "p 2", d -> distance(d, 2))
                                .shapes(ranks(1, 4)),
                        product("Linalg#pairwiseDistance", "p 3", d -> distance(d, 3))
                                .shapes(ranks(1, 4)),
                        product(
                                        "Linalg#outer",
                                        "",
                                        d -> pair(d, Linalg::outer, 1, d.extent(), d.extent()))
                                .shapes(rank(1)),
                        product(
                                        "Linalg#kron",
                                        "",
                                        d ->
                                                pair(
                                                        d,
                                                        Linalg::kron,
                                                        2,
                                                        d.extent(),
                                                        d.extent(),
                                                        d.extent(),
                                                        d.extent()))
                                .shapes(rank(2)),
                        whole("Linalg#trace", "", REAL, 2, Linalg::trace).shapes(ranks(2, 4)),
                        product("Linalg#tril", "", d -> near(d, 2, (x, k) -> Linalg.tril(x, k)))
                                .shapes(ranks(2, 4)),
                        product("Linalg#triu", "", d -> near(d, 2, (x, k) -> Linalg.triu(x, k)))
                                .shapes(ranks(2, 4)),
                        product("Linalg#diag", "of a matrix", d -> near(d, 2, Linalg::diag))
                                .shapes(ranks(2, 4)),
                        product("Linalg#diag", "of a vector", d -> near(d, 1, Linalg::diag))
                                .shapes(rank(1)))
                .map(row -> row.with(PLAIN));
    }

    private static Row product(String method, String variant, Function<Dice, Case> cases) {
        return row(method, variant, 2, REAL, cases);
    }

    /** Operands with some batch axes, which broadcast; without rows or columns they are vectors. */
    private static Case matmul(Dice d, int batchA, int batchB, boolean rows, boolean columns) {
        int[] batch = {d.extent(), d.extent()};
        int inner = d.extent();
        int[] a = new int[batchA + (rows ? 2 : 1)];
        int[] b = new int[batchB + (columns ? 2 : 1)];
        Arrays.setAll(a, axis -> axis < batchA ? batch[axis + 2 - batchA] : d.extent());
        Arrays.setAll(b, axis -> axis < batchB ? batch[axis + 2 - batchB] : d.extent());
        a[a.length - 1] = inner;
        b[columns ? b.length - 2 : b.length - 1] = inner;
        if (batchA > 0 && d.between(0, 2) == 0) {
            a[d.between(0, batchA - 1)] = 1;
        }
        if (batchB > 0 && d.between(0, 2) == 0) {
            b[d.between(0, batchB - 1)] = 1;
        }
        return of((p, q) -> p.matmul(q), d.tensor(REAL, a), d.tensor(REAL, b));
    }

    private interface OfVectors {
        Tensor apply(Tensor a, Tensor b, int axis);
    }

    /** Vectors of at least two elements along some axis, no two elements of which are near. */
    private static Case vectors(Dice d, OfVectors op) {
        int[] shape = d.shape(1);
        int axis = d.between(0, shape.length - 1);
        shape[axis] = Math.max(2, shape[axis]);
        return of((a, b) -> op.apply(a, b, axis), d.apart(0, shape), d.apart(1, shape));
    }

    private static Case distance(Dice d, double p) {
        return vectors(d, (a, b, i) -> Linalg.pairwiseDistance(a, b, Axes.keep(i), p, 1e-6));
    }

    private static Case dot(Dice d) {
        int n = d.extent();
        return of(Linalg::dot, d.tensor(REAL, n), d.tensor(REAL, n));
    }

    /** Two operands of a rank. */
    private static Case pair(Dice d, BinaryOperator<Tensor> op, int rank, int... extents) {
        return of(
                op,
                d.tensor(REAL, Arrays.copyOf(extents, rank)),
                d.tensor(REAL, Arrays.copyOfRange(extents, rank, 2 * rank)));
    }

    private interface OfDiagonal {
        Tensor apply(Tensor x, int k);
    }

    /** A diagonal in the middle or beyond a corner. */
    private static Case near(Dice d, int rank, OfDiagonal op) {
        int k = d.between(-2, 2);
        int[] shape = rank == 1 ? new int[] {d.extent()} : d.batched(d.extent(), d.extent());
        return of(x -> op.apply(x, k), d.tensor(REAL, shape));
    }

    // ---- einsum

    private static Stream<Row> einsums() {
        return Stream.of(
                        "ij->ji",
                        "ij->",
                        "ij->i",
                        "ii",
                        "ii->i",
                        "iij->j",
                        "ijij->ji",
                        "i,i",
                        "i,j->ji",
                        "ij,jk",
                        "ij,jk->ik",
                        "ij,kj->ki",
                        "ij,ij->i",
                        "bij,bjk->bik",
                        "ijk,k->j",
                        "ijk,jl,kl->il",
                        "i,i,i->i",
                        "ii,ij,j->i",
                        "a,ab,abc,b->c",
                        "...i->i...",
                        "...ij,...jk->...ik",
                        "...i,...i",
                        "i...,i...->...",
                        "...ii->...i")
                .map(
                        equation ->
                                row("Linalg#einsum", equation, 2, REAL, d -> einsum(d, equation))
                                        .with(PLAIN)
                                        .shapes(ofEinsum(equation)));
    }

    /** The rank is the number of letters; an ellipsis stands for up to two more. */
    private static Admissible ofEinsum(String equation) {
        String[] operands = equation.split("->")[0].split(",");
        int letters =
                Arrays.stream(operands)
                        .mapToInt(x -> x.replace(".", "").length())
                        .max()
                        .orElseThrow();
        int dots = operands[0].indexOf("...");
        Admissible shapes = ranks(letters, letters + (dots < 0 ? 0 : 2));
        return dots < 0 || operands.length != 2
                ? shapes
                : shapes.broadcasting(dots, letters - dots);
    }

    /** Extents by letter; ellipses that broadcast, of up to two axes. */
    private static Case einsum(Dice d, String equation) {
        String[] operands = equation.split("->")[0].split(",");
        Map<Character, Integer> extents = new HashMap<>();
        int[] wide = new int[d.between(0, 2)];
        Arrays.setAll(wide, i -> d.extent());
        Tensor[] x = new Tensor[operands.length];
        for (int i = 0; i < x.length; i++) {
            int dots = operands[i].indexOf("...");
            String letters = operands[i].replace("...", "");
            int[] batch = dots < 0 ? new int[0] : d.narrower(wide);
            int[] shape = new int[batch.length + letters.length()];
            for (int axis = 0; axis < shape.length; axis++) {
                int own = axis < Math.max(0, dots) ? axis : axis - batch.length;
                shape[axis] =
                        dots >= 0 && axis >= dots && axis < dots + batch.length
                                ? batch[axis - dots]
                                : extents.computeIfAbsent(letters.charAt(own), c -> d.extent());
            }
            x[i] = d.tensor(REAL, shape);
        }
        return new Case(in -> Linalg.einsum(equation, in), x);
    }

    // ---- equations and determinants

    private static Stream<Row> equations() {
        return Stream.of(
                solve("Linalg#solve", "columns", REGULAR, Linalg::solve, false),
                solve("Linalg#solve", "a vector", REGULAR, Linalg::solve, true),
                solve("Linalg#solveTriangular", "lower", DIAGONAL, LinalgRows::lower, false),
                solve("Linalg#solveTriangular", "upper", DIAGONAL, LinalgRows::upper, false),
                solve("Linalg#solveTriangular", "a vector", DIAGONAL, LinalgRows::upper, true),
                solve("Linalg#choleskySolve", "columns", DIAGONAL, Linalg::choleskySolve, false)
                        .with(WHOLE_MATRICES),
                solve("Linalg#choleskySolve", "a vector", DIAGONAL, Linalg::choleskySolve, true)
                        .with(WHOLE_MATRICES),
                square("Linalg#solve", "with itself", REGULAR, x -> Linalg.solve(x, x.square())),
                square("Linalg#inverse", "", REGULAR, Linalg::inverse),
                square("Linalg#det", "regular", REGULAR, Linalg::det),
                // on top of the size of its terms, whose round-off is all that a determinant of 0
                // has
                square("Linalg#det", "singular", SINGULAR, x -> Linalg.det(x).add(100)),
                square(
                        "Linalg#det",
                        "nearly singular",
                        NEARLY_SINGULAR,
                        x -> Linalg.det(x).add(100)),
                square("Linalg#det", "any", REAL, Linalg::det),
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

    // ---- decompositions

    private static Stream<Row> decompositions() {
        Domain apart = SINGULAR_VALUES_APART;
        return Stream.of(
                square("Linalg#cholesky", "", DEFINITE, Linalg::cholesky).with(WHOLE_MATRICES),
                square("Linalg#eigvalsh", "", EIGENVALUES_APART, Linalg::eigvalsh),
                square("Linalg#eigh", "values", EIGENVALUES_APART, x -> Linalg.eigh(x).values()),
                square("Linalg#eigh", "vectors", EIGENVALUES_APART, x -> Linalg.eigh(x).vectors()),
                square("Linalg#eigh", "both", EIGENVALUES_APART, LinalgRows::rebuilt),
                square("Linalg#eigvals", "real", EIGENVALUES_APART, LinalgRows::mixed),
                square("Linalg#eigvals", "in pairs", EIGENVALUES_APART, LinalgRows::pairs),
                any("Linalg#qr", "Q", apart, x -> Linalg.qr(x).q()).with(WHOLE_MATRICES),
                any("Linalg#qr", "R", apart, x -> Linalg.qr(x).r()).with(WHOLE_MATRICES),
                any("Linalg#svd", "U", apart, x -> Linalg.svd(x).u()).with(WHOLE_MATRICES),
                any("Linalg#fullSvd", "U", apart, x -> thin(x, Linalg.fullSvd(x).u()))
                        .with(WHOLE_MATRICES),
                any("Linalg#fullSvd", "values", apart, x -> Linalg.fullSvd(x).values())
                        .with(WHOLE_MATRICES),
                any("Linalg#fullSvd", "V", apart, x -> thin(x, Linalg.fullSvd(x).v()))
                        .with(WHOLE_MATRICES),
                any("Linalg#svd", "values", apart, x -> Linalg.svd(x).values())
                        .with(WHOLE_MATRICES),
                any("Linalg#svd", "V", apart, x -> Linalg.svd(x).v()).with(WHOLE_MATRICES),
                any("Linalg#svd", "all", apart, LinalgRows::otherValues).with(WHOLE_MATRICES),
                any("Linalg#svdvals", "", apart, Linalg::svdvals).with(WHOLE_MATRICES));
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

    /** The eigenvalues of a matrix that is not symmetric and has those of x. */
    private static Tensor mixed(Tensor x) {
        Tensor by = Linalg.tril(Tensor.full(0.5, x.size(-1), x.size(-1)), -1);
        Tensor mix = by.add(Tensor.eye(x.size(-1)));
        return parts(Linalg.eigvals(mix.matmul(x).matmul(Linalg.inverse(mix))));
    }

    /** λ ± i for each eigenvalue λ of x. */
    private static Tensor pairs(Tensor x) {
        Tensor one = Tensor.eye(x.size(-1)).expand(x.shape());
        Tensor above = Tensor.concat(-1, x, one.neg());
        return parts(Linalg.eigvals(Tensor.concat(-2, above, Tensor.concat(-1, one, x))));
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
                                        .with(NEEDS_ELEMENTS));
    }
}
