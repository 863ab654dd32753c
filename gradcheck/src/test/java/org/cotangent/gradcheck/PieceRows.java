package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.OpTable.Trait.CHOOSES;
import static org.cotangent.gradcheck.OpTable.Trait.GATES;
import static org.cotangent.gradcheck.OpTable.Trait.HOLDS_A_MASK;
import static org.cotangent.gradcheck.OpTable.Trait.SELECTS;
import static org.cotangent.gradcheck.OpTable.of;
import static org.cotangent.gradcheck.OpTable.unary;
import static org.cotangent.gradcheck.laws.Grid.around;
import static org.cotangent.gradcheck.laws.Grid.plane;
import static org.cotangent.gradcheck.laws.Grid.wide;
import static org.cotangent.gradcheck.laws.Grid.within;
import static org.cotangent.gradcheck.laws.Grid.without;
import static org.cotangent.gradcheck.laws.Oracle.rooted;
import static org.cotangent.gradcheck.laws.Oracle.smooth;
import static org.cotangent.gradcheck.random.Domain.AT_HALVES;
import static org.cotangent.gradcheck.random.Domain.AT_ZERO;
import static org.cotangent.gradcheck.random.Domain.NONZERO;
import static org.cotangent.gradcheck.random.Domain.OFF_HALVES;
import static org.cotangent.gradcheck.random.Domain.REAL;

import java.math.RoundingMode;
import java.util.List;
import java.util.function.BinaryOperator;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.coverage.Pieces;
import org.cotangent.gradcheck.laws.BigMath;

/** Operations that are defined in pieces, and choices between operands. */
final class PieceRows {
    // spotless:off
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double[] WHOLE = around(new double[] {1e5 + 0.2, -1e5 - 0.3}, -2, -1, 0, 1, 3);
    private static final double[] HALVES = around(WHOLE, -1.5, -0.5, 0.5, 2.5);
    private static final double[] BOUNDS = around(without(-0.5, without(0.5, wide())), -1, -0.5, 0.5, 1.5);

    static final List<Row> ROWS =
            List.of(
                    unary("Tensor#abs", NONZERO, Tensor::abs).degree(1).pieces(0, 1, 2).kinksAt(AT_ZERO).recordedAs("abs")
                            .exact(rooted(wide(), (mc, x) -> x[0].abs())),
                    unary("Tensor#sign", NONZERO, Tensor::sign).shiftRate(0).with(GATES).pieces(0, 1, 2).kinksAt(AT_ZERO).recordedAs("sign")
                            .exact(rooted(wide(), (mc, x) -> BigMath.number(x[0].signum()))),
                    unary("Tensor#floor", OFF_HALVES, Tensor::floor).with(GATES).pieces(Pieces.steps("floor")).kinksAt(AT_HALVES).recordedAs("floor")
                            .exact(rooted(WHOLE, (mc, x) -> x[0].setScale(0, RoundingMode.FLOOR))),
                    unary("Tensor#ceil", OFF_HALVES, Tensor::ceil).with(GATES).pieces(Pieces.steps("ceil")).kinksAt(AT_HALVES).recordedAs("ceil")
                            .exact(rooted(WHOLE, (mc, x) -> x[0].setScale(0, RoundingMode.CEILING))),
                    unary("Tensor#round", OFF_HALVES, Tensor::round).with(GATES).pieces(Pieces.steps("round")).kinksAt(AT_HALVES).recordedAs("round")
                            .exact(rooted(HALVES, (mc, x) -> x[0].setScale(0, RoundingMode.HALF_EVEN))),
                    unary("Tensor#clamp", OFF_HALVES, x -> x.clamp(-1, 1.5)).with(GATES).pieces(0, 1, 2, 3, 4).kinksAt(AT_HALVES)
                            .exact(smooth(BOUNDS, (mc, x) -> x[0].max(BigMath.number(-1)).min(BigMath.number(1.5)))),
                    unary("Tensor#clamp", "below only", OFF_HALVES, x -> x.clamp(-INF, 0.5)).with(GATES).kinksAt(AT_HALVES)
                            .exact(smooth(BOUNDS, (mc, x) -> x[0].min(BigMath.number(0.5)))),
                    unary("Tensor#clamp", "above only", OFF_HALVES, x -> x.clamp(-0.5, INF)).with(GATES).kinksAt(AT_HALVES)
                            .exact(smooth(BOUNDS, (mc, x) -> x[0].max(BigMath.number(-0.5)))),
                    apart("max", (a, b) -> a.max(b)).degree(1).pieces(0, 1, 2).kinksAt(AT_HALVES).recordedAs("maximum")
                            .exact(rooted(plane(), (mc, x) -> x[0].max(x[1]))),
                    apart("min", (a, b) -> a.min(b)).degree(1).pieces(0, 1, 2).kinksAt(AT_HALVES).recordedAs("minimum")
                            .exact(rooted(plane(), (mc, x) -> x[0].min(x[1]))),
                    unary("Tensor#max", "a number", OFF_HALVES, x -> x.max(0.5)).with(GATES).kinksAt(AT_HALVES)
                            .exact(smooth(BOUNDS, (mc, x) -> x[0].max(BigMath.number(0.5)))),
                    unary("Tensor#min", "a number", OFF_HALVES, x -> x.min(0.5)).with(GATES).kinksAt(AT_HALVES)
                            .exact(smooth(BOUNDS, (mc, x) -> x[0].min(BigMath.number(0.5)))),
                    new Row("Tensor#where", "", 3, List.of(REAL), PieceRows::where).degree(1).with(GATES, SELECTS, HOLDS_A_MASK).pieces(0, 2)
                            .exact(rooted(plane(), (mc, x) -> x[0]).by(x -> Tensor.where(Tensor.of(1), x[0], x[1]))),
                    new Row("Tensor#where", "guarding a root", 3, List.of(NONZERO), PieceRows::guarded).with(GATES, SELECTS)
                            .exact(rooted(within(-1e100, 1e300, wide()), (mc, x) -> x[0].signum() > 0 ? BigMath.sqrt(mc, x[0]) : x[0].pow(2))),
                    new Row("Tensor#where", "equal or not", 2, List.of(REAL), PieceRows::equalOrNot).with(GATES, SELECTS),
                    new Row("Tensor#where", "all and any", 2, List.of(OFF_HALVES), PieceRows::allAndAny).with(GATES, SELECTS, CHOOSES));
    // spotless:on

    private PieceRows() {}

    /** A choice between two operands, which are never near a tie. */
    private static Row apart(String name, BinaryOperator<Tensor> op) {
        return new Row(
                        "Tensor#" + name,
                        "",
                        3,
                        List.of(REAL),
                        d -> {
                            int[] wide = d.shape(0);
                            return of(
                                    op, d.apart(0, d.narrower(wide)), d.apart(1, d.narrower(wide)));
                        })
                .with(GATES);
    }

    /** All three broadcast. */
    private static Case where(Dice d) {
        int[] wide = d.shape(0);
        Tensor mask = d.mask(d.narrower(wide));
        return of(
                (a, b) -> Tensor.where(mask, a, b),
                d.tensor(REAL, d.narrower(wide)),
                d.tensor(REAL, d.narrower(wide)));
    }

    /** Comparisons of one operand with whole numbers, where it never stands. */
    private static Case equalOrNot(Dice d) {
        return of(
                x -> {
                    Tensor even = Tensor.where(x.eq(x.round()), x, x.mul(2));
                    return Tensor.where(x.ne(x.floor()).mul(x.ge(0.25)), even, even.square());
                },
                d.tensor(OFF_HALVES, d.shape(0)));
    }

    /** Quantifiers over all elements. */
    private static Case allAndAny(Dice d) {
        return of(
                x -> {
                    Tensor positive = x.gt(0.25);
                    Tensor one = Tensor.where(positive.all(Axes.all()), x, x.mul(3));
                    return Tensor.where(positive.any(Axes.all()), one.square(), one);
                },
                d.tensor(OFF_HALVES, d.shape(0)));
    }

    /** The root of a negative number is NaN, and is not taken. */
    private static Case guarded(Dice d) {
        return of(x -> Tensor.where(x.gt(0), x.sqrt(), x.mul(x)), d.tensor(NONZERO, d.shape(0)));
    }
}
