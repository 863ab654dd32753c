package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.OpTable.Trait.AFFINE;
import static org.cotangent.gradcheck.OpTable.Trait.PLAIN;
import static org.cotangent.gradcheck.OpTable.binary;
import static org.cotangent.gradcheck.OpTable.unary;
import static org.cotangent.gradcheck.laws.Grid.middle;
import static org.cotangent.gradcheck.laws.Grid.plane;
import static org.cotangent.gradcheck.laws.Grid.wide;
import static org.cotangent.gradcheck.laws.Grid.within;
import static org.cotangent.gradcheck.laws.Grid.without;
import static org.cotangent.gradcheck.laws.Oracle.rooted;
import static org.cotangent.gradcheck.laws.Oracle.smooth;
import static org.cotangent.gradcheck.random.Domain.NONZERO;
import static org.cotangent.gradcheck.random.Domain.REAL;

import java.math.BigDecimal;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.laws.BigMath;

/** Sums, products and quotients, element by element. */
final class ArithmeticRows {
    // spotless:off
    static final List<Row> ROWS =
            List.of(
                    binary("Tensor#add", REAL, REAL, (a, b) -> a.add(b)).degree(1).with(PLAIN, AFFINE).recordedAs("add")
                            .exact(smooth(plane(), (mc, x) -> x[0].add(x[1]))),
                    binary("Tensor#sub", REAL, REAL, (a, b) -> a.sub(b)).degree(1).with(PLAIN, AFFINE).recordedAs("sub")
                            .exact(smooth(plane(), (mc, x) -> x[0].subtract(x[1]))),
                    binary("Tensor#mul", REAL, REAL, (a, b) -> a.mul(b)).degree(2).with(PLAIN, AFFINE).recordedAs("mul")
                            .exact(smooth(plane(), (mc, x) -> x[0].multiply(x[1]))),
                    binary("Tensor#div", REAL, NONZERO, (a, b) -> a.div(b)).degree(0).with(AFFINE).recordedAs("div")
                            .exact(rooted(plane(), (mc, x) -> x[0].divide(x[1], mc))),
                    unary("Tensor#add", "a number", REAL, x -> x.add(1.5)).shiftRate(1).with(PLAIN, AFFINE)
                            .exact(smooth(wide(), (mc, x) -> x[0].add(BigMath.number(1.5)))),
                    unary("Tensor#sub", "a number", REAL, x -> x.sub(1.5)).shiftRate(1).with(PLAIN, AFFINE)
                            .exact(smooth(wide(), (mc, x) -> x[0].subtract(BigMath.number(1.5)))),
                    unary("Tensor#mul", "a number", REAL, x -> x.mul(1.5)).degree(1).with(PLAIN, AFFINE)
                            .exact(smooth(wide(), (mc, x) -> x[0].multiply(BigMath.number(1.5)))),
                    unary("Tensor#div", "a number", REAL, x -> x.div(1.5)).degree(1).with(AFFINE)
                            .exact(smooth(wide(), (mc, x) -> x[0].divide(BigMath.number(1.5), mc))),
                    unary("Tensor#rsub", REAL, x -> x.rsub(1.5)).with(PLAIN, AFFINE)
                            .exact(smooth(wide(), (mc, x) -> BigMath.number(1.5).subtract(x[0]))),
                    unary("Tensor#rdiv", NONZERO, x -> x.rdiv(1.5)).degree(-1)
                            .exact(rooted(wide(), (mc, x) -> BigMath.number(1.5).divide(x[0], mc))),
                    unary("Tensor#mul", "with itself", REAL, x -> x.mul(x)).degree(2).with(PLAIN)
                            .exact(smooth(within(-1e100, 1e100, wide()), (mc, x) -> x[0].multiply(x[0]))),
                    unary("Tensor#div", "with itself", NONZERO, x -> x.add(1).div(x))
                            .exact(rooted(without(0, middle()), (mc, x) -> x[0].add(BigDecimal.ONE).divide(x[0], mc))),
                    unary("Tensor#neg", REAL, Tensor::neg).degree(1).with(PLAIN, AFFINE).recordedAs("neg")
                            .exact(smooth(wide(), (mc, x) -> x[0].negate())),
                    unary("Tensor#reciprocal", NONZERO, Tensor::reciprocal).degree(-1).recordedAs("reciprocal")
                            .exact(rooted(wide(), (mc, x) -> BigDecimal.ONE.divide(x[0], mc))),
                    unary("Tensor#square", REAL, Tensor::square).degree(2).recordedAs("square")
                            .exact(smooth(wide(), (mc, x) -> x[0].multiply(x[0]))));
    // spotless:on

    private ArithmeticRows() {}
}
