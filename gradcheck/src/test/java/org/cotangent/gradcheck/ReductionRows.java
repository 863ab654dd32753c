package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.OpTable.Trait.NAN_ELSEWHERE;
import static org.cotangent.gradcheck.OpTable.Trait.NEEDS_ELEMENTS;
import static org.cotangent.gradcheck.OpTable.Trait.PLAIN;
import static org.cotangent.gradcheck.OpTable.along;
import static org.cotangent.gradcheck.OpTable.of;
import static org.cotangent.gradcheck.OpTable.over;
import static org.cotangent.gradcheck.OpTable.row;
import static org.cotangent.gradcheck.OpTable.whole;
import static org.cotangent.gradcheck.coverage.Admissible.ranks;
import static org.cotangent.gradcheck.random.Domain.AT_ZERO;
import static org.cotangent.gradcheck.random.Domain.DISTINCT;
import static org.cotangent.gradcheck.random.Domain.NONZERO;
import static org.cotangent.gradcheck.random.Domain.REAL;
import static org.cotangent.gradcheck.random.Domain.TIED;
import static org.cotangent.gradcheck.random.Domain.WITH_ZEROS;

import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.coverage.Pieces;
import org.cotangent.gradcheck.random.Domain;

/** Reductions over all axes, over some and over some that stay; scans along one. */
final class ReductionRows {
    /** An operation with the three ways to name its axes. */
    private interface Reduction {
        Tensor apply(Tensor x, Axes axes);
    }

    static final List<Row> ROWS =
            Stream.of(
                            reduction("sum", REAL, x -> x.sum(), (x, a) -> x.sum(a), Tensor::sum)
                                    .map(row -> row.degree(1))
                                    .map(row -> row.with(PLAIN)),
                            reduction(
                                            "mean",
                                            REAL,
                                            x -> x.mean(),
                                            (x, a) -> x.mean(a),
                                            Tensor::mean)
                                    .map(row -> row.degree(1).shiftRate(1))
                                    .map(row -> row.with(PLAIN, NEEDS_ELEMENTS)),
                            reduction(
                                            "logSumExp",
                                            REAL,
                                            x -> x.logSumExp(),
                                            (x, a) -> x.logSumExp(a),
                                            Tensor::logSumExp)
                                    .map(row -> row.shiftRate(1))
                                    .map(row -> row.with(NAN_ELSEWHERE)),
                            reduction(
                                            "amax",
                                            DISTINCT,
                                            x -> x.amax(),
                                            (x, a) -> x.amax(a),
                                            Tensor::amax)
                                    .map(row -> row.degree(1).shiftRate(1))
                                    .map(row -> row.with(NEEDS_ELEMENTS))
                                    .map(row -> row.pieces(0, 1, 2).kinksAt(TIED)),
                            reduction(
                                            "amin",
                                            DISTINCT,
                                            x -> x.amin(),
                                            (x, a) -> x.amin(a),
                                            Tensor::amin)
                                    .map(row -> row.degree(1).shiftRate(1))
                                    .map(row -> row.with(NEEDS_ELEMENTS))
                                    .map(row -> row.pieces(0, 1, 2))
                                    .map(row -> row.kinksAt(ReductionRows::leastTied)),
                            reduction(
                                            "norm",
                                            NONZERO,
                                            x -> x.norm(),
                                            (x, a) -> x.norm(a),
                                            Tensor::norm)
                                    .map(row -> row.degree(1))
                                    .map(row -> row.pieces(1, 2).kinksAt(AT_ZERO)),
                            // of up to 256 factors, which must not grow out of bounds
                            reduction(
                                            "prod",
                                            WITH_ZEROS,
                                            x -> x.prod(),
                                            (x, a) -> x.prod(a),
                                            Tensor::prod)
                                    .map(
                                            row ->
                                                    row.variant().startsWith("all")
                                                            ? row.degree(ReductionRows::factors)
                                                            : row)
                                    .map(row -> row.with(NAN_ELSEWHERE)),
                            Stream.of(
                                    spread("var", "population", 0, (x, a) -> x.var(a, 0))
                                            .degree(2)
                                            .shiftRate(0),
                                    spread("var", "unbiased", 1, (x, a) -> x.var(a, 1))
                                            .degree(2)
                                            .shiftRate(0),
                                    spread("std", "population", 0, (x, a) -> x.std(a, 0))
                                            .degree(1)
                                            .shiftRate(0)
                                            .pieces(Pieces.of("rms", 1, 2))
                                            .kinksAt(AT_ZERO),
                                    spread("std", "unbiased", 1, (x, a) -> x.std(a, 1))
                                            .degree(1)
                                            .shiftRate(0)
                                            .kinksAt(AT_ZERO),
                                    row(
                                                    "Tensor#sumTo",
                                                    "",
                                                    2,
                                                    REAL,
                                                    d -> {
                                                        int[] wide = d.shape(0);
                                                        int[] narrow = d.narrower(wide);
                                                        return of(
                                                                x -> x.sumTo(narrow),
                                                                d.tensor(REAL, wide));
                                                    })
                                            .degree(1)
                                            .with(PLAIN),
                                    along("Tensor#softmax", "", REAL, (x, i) -> x.softmax(i))
                                            .shiftRate(0)
                                            .with(NAN_ELSEWHERE),
                                    along("Tensor#logSoftmax", "", REAL, (x, i) -> x.logSoftmax(i))
                                            .shiftRate(0)
                                            .with(NAN_ELSEWHERE),
                                    along("Tensor#cumSum", "", REAL, (x, i) -> x.cumSum(i))
                                            .degree(1)
                                            .with(PLAIN),
                                    along(
                                                    "Tensor#cumSum",
                                                    "exclusive",
                                                    REAL,
                                                    (x, i) -> x.cumSum(i, true, false))
                                            .with(PLAIN),
                                    along(
                                                    "Tensor#cumSum",
                                                    "exclusive, reverse",
                                                    REAL,
                                                    (x, i) -> x.cumSum(i, true, true))
                                            .with(PLAIN),
                                    along(
                                                    "Tensor#cumProd",
                                                    "exclusive, with zeros",
                                                    WITH_ZEROS,
                                                    (x, i) -> x.cumProd(i, true, false))
                                            .with(NAN_ELSEWHERE),
                                    along(
                                                    "Tensor#cumProd",
                                                    "reverse",
                                                    REAL,
                                                    (x, i) -> x.cumProd(i, false, true))
                                            .with(NAN_ELSEWHERE),
                                    along(
                                                    "Tensor#logCumSumExp",
                                                    "",
                                                    REAL,
                                                    (x, i) -> x.logCumSumExp(i))
                                            .with(NAN_ELSEWHERE),
                                    along("Tensor#cumProd", "", REAL, (x, i) -> x.cumProd(i))
                                            .with(NAN_ELSEWHERE),
                                    along(
                                                    "Tensor#cumProd",
                                                    "with zeros",
                                                    WITH_ZEROS,
                                                    (x, i) -> x.cumProd(i))
                                            .with(NAN_ELSEWHERE),
                                    whole(
                                                    "Tensor#norm",
                                                    "of one element",
                                                    NONZERO,
                                                    0,
                                                    x -> x.norm(Axes.of()))
                                            .degree(1)
                                            .kinksAt(AT_ZERO),
                                    whole(
                                                    "Tensor#norm",
                                                    "squared",
                                                    WITH_ZEROS,
                                                    0,
                                                    x -> x.norm().square())
                                            .degree(2)
                                            .kinksAt(AT_ZERO)))
                    .flatMap(rows -> rows)
                    .toList();

    private ReductionRows() {}

    private static double factors(Case drawn) {
        return drawn.at()[0].size();
    }

    /** The smallest element occurs twice or more. */
    private static Tensor leastTied(Random random, int... shape) {
        return TIED.draw(random, shape).neg();
    }

    private static Stream<Row> reduction(
            String name,
            Domain domain,
            UnaryOperator<Tensor> all,
            BiFunction<Tensor, int[], Tensor> some,
            Reduction general) {
        String method = "Tensor#" + name;
        return Stream.of(
                whole(method, "all", domain, 0, all),
                over(method, "axes", domain, some),
                over(method, "kept axes", domain, (x, a) -> general.apply(x, Axes.keep(a))),
                whole(method, "all kept", domain, 0, x -> general.apply(x, Axes.keepAll())));
    }

    /**
     * Variance or deviation over at least one axis that has more than one element, of elements that
     * lie apart: where all are equal a deviation has a kink.
     */
    private static Row spread(String name, String variant, int ddof, Reduction op) {
        return row(
                        "Tensor#" + name,
                        variant,
                        2,
                        DISTINCT,
                        d -> {
                            int[] shape = d.shape(1);
                            int axis = d.between(0, shape.length - 1);
                            shape[axis] = Math.max(shape[axis], ddof + 2);
                            boolean keep = d.coin();
                            boolean all = d.coin();
                            Axes axes =
                                    all
                                            ? keep ? Axes.keepAll() : Axes.all()
                                            : keep ? Axes.keep(axis) : Axes.of(axis);
                            return of(x -> op.apply(x, axes), d.tensor(DISTINCT, shape));
                        })
                .with(NEEDS_ELEMENTS)
                .shapes(ranks(1, 4));
    }
}
