package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.OpTable.Trait.PLAIN;
import static org.cotangent.gradcheck.OpTable.of;
import static org.cotangent.gradcheck.OpTable.row;
import static org.cotangent.gradcheck.OpTable.whole;
import static org.cotangent.gradcheck.coverage.Admissible.rank;
import static org.cotangent.gradcheck.coverage.Admissible.ranks;
import static org.cotangent.gradcheck.random.Domain.REAL;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.coverage.Admissible;
import org.cotangent.linalg.Linalg;

/** Products of vectors and matrices, sums over named axes, triangles and diagonals. */
final class ProductRows {
    static final List<Row> ROWS = Stream.of(products(), einsums()).flatMap(rows -> rows).toList();

    private ProductRows() {}

    private static Stream<Row> products() {
        return Stream.of(
                        product("Tensor#matmul", "vectors", d -> matmul(d, 0, 0, false, false))
                                .degree(2)
                                .shapes(rank(1)),
                        product("Tensor#matmul", "matrices", d -> matmul(d, 0, 0, true, true))
                                .degree(2)
                                .shapes(rank(2)),
                        product(
                                        "Tensor#matmul",
                                        "row",
                                        d -> matmul(d, 0, d.between(0, 1), false, true))
                                .degree(2)
                                .shapes(ranks(2, 3)),
                        product(
                                        "Tensor#matmul",
                                        "column",
                                        d -> matmul(d, d.between(0, 1), 0, true, false))
                                .degree(2)
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
                                .degree(2)
                                .shapes(ranks(2, 4).broadcastingBatches()),
                        product("Linalg#dot", "", ProductRows::dot).degree(2).shapes(rank(1)),
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
                                .degree(2)
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
                                .degree(2)
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
}
