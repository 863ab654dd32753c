package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.OpTable.Trait.AFFINE;
import static org.cotangent.gradcheck.OpTable.binary;
import static org.cotangent.gradcheck.OpTable.unary;
import static org.cotangent.gradcheck.laws.Grid.FAR;
import static org.cotangent.gradcheck.laws.Grid.exponential;
import static org.cotangent.gradcheck.laws.Grid.halfLine;
import static org.cotangent.gradcheck.laws.Grid.join;
import static org.cotangent.gradcheck.laws.Grid.line;
import static org.cotangent.gradcheck.laws.Grid.negative;
import static org.cotangent.gradcheck.laws.Grid.open;
import static org.cotangent.gradcheck.laws.Grid.plane;
import static org.cotangent.gradcheck.laws.Grid.shorter;
import static org.cotangent.gradcheck.laws.Grid.wide;
import static org.cotangent.gradcheck.laws.Grid.within;
import static org.cotangent.gradcheck.laws.Oracle.rooted;
import static org.cotangent.gradcheck.laws.Oracle.smooth;
import static org.cotangent.gradcheck.random.Domain.ABOVE_ONE;
import static org.cotangent.gradcheck.random.Domain.AT_ZERO;
import static org.cotangent.gradcheck.random.Domain.BELOW_ONE_IN_SIZE;
import static org.cotangent.gradcheck.random.Domain.BETWEEN_POLES_OF_TAN;
import static org.cotangent.gradcheck.random.Domain.NONZERO;
import static org.cotangent.gradcheck.random.Domain.POSITIVE;
import static org.cotangent.gradcheck.random.Domain.REAL;

import ch.obermuhlner.math.big.BigDecimalMath;
import java.math.BigDecimal;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.laws.BigMath;

/** Functions of the circle and the hyperbola, and lengths of two numbers. */
final class CircleRows {
    // spotless:off
    private static final double[] TURNS = join(line(), 1e5, -1e5, 1e16, Math.PI / 2, Math.PI, -3 * Math.PI / 2);
    private static final double[] BOUNDED = within(-710, 710, exponential());

    static final List<Row> ROWS =
            List.of(
                    unary("Tensor#sin", REAL, Tensor::sin).recordedAs("sin")
                            .exact(smooth(TURNS, (mc, x) -> BigDecimalMath.sin(x[0], mc))),
                    unary("Tensor#cos", REAL, Tensor::cos).recordedAs("cos")
                            .exact(smooth(TURNS, (mc, x) -> BigDecimalMath.cos(x[0], mc))),
                    unary("Tensor#tan", BETWEEN_POLES_OF_TAN, Tensor::tan).recordedAs("tan")
                            .exact(smooth(TURNS, (mc, x) -> BigDecimalMath.sin(x[0], mc).divide(BigDecimalMath.cos(x[0], mc), mc))),
                    unary("Tensor#asin", BELOW_ONE_IN_SIZE, Tensor::asin).recordedAs("asin")
                            .exact(smooth(open(), (mc, x) -> BigMath.asin(mc, x[0]))),
                    unary("Tensor#acos", BELOW_ONE_IN_SIZE, Tensor::acos).recordedAs("acos")
                            .exact(smooth(open(), (mc, x) -> BigMath.pi(mc).divide(BigMath.TWO, mc).subtract(BigMath.asin(mc, x[0])))),
                    unary("Tensor#atan", REAL, Tensor::atan).recordedAs("atan")
                            .exact(smooth(join(line(), 1e5, -1e5, 1e16), (mc, x) -> BigMath.atan2(mc, x[0], BigDecimal.ONE))),
                    unary("Tensor#sinh", REAL, Tensor::sinh).recordedAs("sinh")
                            .exact(smooth(BOUNDED, (mc, x) -> BigMath.exp(mc, x[0]).subtract(BigMath.exp(mc, x[0].negate())).divide(BigMath.TWO, mc))),
                    unary("Tensor#cosh", REAL, Tensor::cosh).recordedAs("cosh")
                            .exact(smooth(BOUNDED, (mc, x) -> BigMath.exp(mc, x[0]).add(BigMath.exp(mc, x[0].negate())).divide(BigMath.TWO, mc))),
                    // 0.7 is next to a zero of the third derivative
                    unary("Tensor#tanh", REAL, Tensor::tanh).recordedAs("tanh")
                            .exact(smooth(exponential(), (mc, x) -> BigMath.tanh(mc, x[0])).near(2, 4, 8, 40)),
                    // as for tanh
                    unary("Tensor#asinh", REAL, Tensor::asinh).recordedAs("asinh")
                            .exact(smooth(join(line(), 1e5, -1e5, 1e16, 1e100), (mc, x) -> BigMath.asinh(mc, x[0])).near(2, 4, 8, 100)),
                    unary("Tensor#acosh", ABOVE_ONE, Tensor::acosh).recordedAs("acosh")
                            .exact(smooth(join(within(1.1, 1e100, halfLine()), 1 + 1e-3, 1 + 1e-6, 1 + 1e-10, 1 + 1e-13, Math.nextUp(1.0)), (mc, x) -> BigMath.log(mc, x[0].add(BigMath.sqrt(mc, x[0].pow(2).subtract(BigDecimal.ONE)))))),
                    unary("Tensor#atanh", BELOW_ONE_IN_SIZE, Tensor::atanh).recordedAs("atanh")
                            .exact(smooth(open(), (mc, x) -> BigMath.log(mc, BigDecimal.ONE.add(x[0]).divide(BigDecimal.ONE.subtract(x[0]), mc)).divide(BigMath.TWO, mc))),
                    binary("Tensor#atan2", NONZERO, NONZERO, (a, b) -> a.atan2(b)).degree(0).recordedAs("atan2")
                            .exact(rooted(FAR, (mc, x) -> BigMath.atan2(mc, x[0], x[1])).near(2, 4, 16, 20)),
                    unary("Tensor#atan2", "on the axes", POSITIVE, x -> x.atan2(Tensor.of(0)))
                            .exact(rooted(shorter(), (mc, x) -> BigMath.pi(mc).divide(BigMath.TWO, mc))),
                    unary("Tensor#atan2", "abscissa on the axis", POSITIVE, x -> Tensor.of(0).atan2(x)).shiftRate(0)
                            .exact(rooted(shorter(), (mc, x) -> BigDecimal.ZERO)),
                    binary("Tensor#axpy", REAL, REAL, (a, b) -> a.axpy(-0.5, b)).with(AFFINE)
                            .exact(smooth(plane(), (mc, x) -> x[0].subtract(x[1].divide(BigDecimal.valueOf(2))))),
                    // where a^2 is near 2 b^2 a third derivative has a zero, and a second where a is near b
                    binary("Tensor#hypot", NONZERO, NONZERO, (a, b) -> a.hypot(b)).degree(1).pieces(1, 2).kinksAt(AT_ZERO).recordedAs("hypot")
                            .exact(rooted(FAR, (mc, x) -> BigMath.hypot(mc, x[0], x[1])).near(2, 4, 8, 200)),
                    unary("Tensor#hypot", "on an axis", NONZERO, x -> x.hypot(Tensor.of(0))).degree(1).kinksAt(AT_ZERO)
                            .exact(rooted(wide(), (mc, x) -> x[0].abs())),
                    unary("Tensor#hypot", "with a number", REAL, x -> Tensor.of(0.7).hypot(x)).kinksAt(AT_ZERO)
                            .exact(smooth(join(shorter(), negative(shorter()), 0), (mc, x) -> BigMath.hypot(mc, x[0], BigMath.number(0.7)))));
    // spotless:on

    private CircleRows() {}
}
