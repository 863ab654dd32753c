package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.OpTable.Trait.AFFINE;
import static org.cotangent.gradcheck.OpTable.Trait.GATES;
import static org.cotangent.gradcheck.OpTable.Trait.SELECTS;
import static org.cotangent.gradcheck.OpTable.binary;
import static org.cotangent.gradcheck.OpTable.unary;
import static org.cotangent.gradcheck.laws.Grid.concat;
import static org.cotangent.gradcheck.laws.Grid.exponential;
import static org.cotangent.gradcheck.laws.Grid.halfLine;
import static org.cotangent.gradcheck.laws.Grid.join;
import static org.cotangent.gradcheck.laws.Grid.negative;
import static org.cotangent.gradcheck.laws.Grid.pairs;
import static org.cotangent.gradcheck.laws.Grid.shorter;
import static org.cotangent.gradcheck.laws.Grid.wide;
import static org.cotangent.gradcheck.laws.Grid.within;
import static org.cotangent.gradcheck.laws.Oracle.rooted;
import static org.cotangent.gradcheck.laws.Oracle.smooth;
import static org.cotangent.gradcheck.random.Domain.ABOVE_MINUS_ONE;
import static org.cotangent.gradcheck.random.Domain.NONZERO;
import static org.cotangent.gradcheck.random.Domain.POSITIVE;
import static org.cotangent.gradcheck.random.Domain.REAL;

import java.math.BigDecimal;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.laws.BigMath;

/** Powers, roots, exponentials and logarithms. */
final class PowerRows {
    // spotless:off
    private static final double[][] POWERS = concat(pairs(new double[] {1e-8, 0.3, 0.999, 2.7, 100}, new double[] {-2.2, -0.45, 1e-6, 0.6, 1.9, 20.5}), new double[][] {{1e-30, 2.5}, {1e20, -2.5}, {1.0000001, 1e6}});

    static final List<Row> ROWS =
            List.of(
                    unary("Tensor#sqrt", POSITIVE, Tensor::sqrt).degree(0.5).recordedAs("sqrt")
                            .exact(rooted(halfLine(), (mc, x) -> BigMath.sqrt(mc, x[0]))),
                    unary("Tensor#rsqrt", POSITIVE, Tensor::rsqrt).degree(-0.5).recordedAs("rsqrt")
                            .exact(rooted(halfLine(), (mc, x) -> BigDecimal.ONE.divide(BigMath.sqrt(mc, x[0]), mc))),
                    unary("Tensor#cbrt", NONZERO, Tensor::cbrt).degree(1 / 3.0).recordedAs("cbrt")
                            .exact(rooted(join(shorter(), negative(shorter())), (mc, x) -> BigMath.cbrt(mc, x[0]))),
                    unary("Tensor#exp", REAL, Tensor::exp).recordedAs("exp")
                            .exact(smooth(exponential(), (mc, x) -> BigMath.exp(mc, x[0]))),
                    unary("Tensor#expm1", REAL, Tensor::expm1).recordedAs("expm1")
                            .exact(smooth(exponential(), (mc, x) -> BigMath.exp(mc, x[0]).subtract(BigDecimal.ONE))),
                    unary("Tensor#log", POSITIVE, Tensor::log).recordedAs("log")
                            .exact(rooted(join(halfLine(), 1 - 1e-10, 1 + 1e-10), (mc, x) -> BigMath.log(mc, x[0]))),
                    unary("Tensor#log1p", ABOVE_MINUS_ONE, Tensor::log1p).recordedAs("log1p")
                            .exact(smooth(join(within(-0.999, 1e100, wide()), -1 + 1e-10, Math.nextUp(-1.0)), (mc, x) -> BigMath.log(mc, BigDecimal.ONE.add(x[0])))),
                    // x to the power 0 is 1 whatever x is, with a slope of 0: Math.pow says so
                    unary("Tensor#pow", "0", REAL, x -> x.pow(0)).with(SELECTS, AFFINE, GATES)
                            .exact(smooth(wide(), (mc, x) -> BigDecimal.ONE)),
                    unary("Tensor#pow", "1", REAL, x -> x.pow(1)).with(AFFINE)
                            .exact(smooth(wide(), (mc, x) -> x[0])),
                    unary("Tensor#pow", "2", REAL, x -> x.pow(2))
                            .exact(smooth(wide(), (mc, x) -> x[0].pow(2))),
                    unary("Tensor#pow", "3", REAL, x -> x.pow(3)).degree(3)
                            .exact(smooth(wide(), (mc, x) -> x[0].pow(3))),
                    unary("Tensor#pow", "-2", NONZERO, x -> x.pow(-2)).degree(-2)
                            .exact(rooted(wide(), (mc, x) -> BigDecimal.ONE.divide(x[0].pow(2), mc))),
                    unary("Tensor#pow", "0.5", POSITIVE, x -> x.pow(0.5)).degree(0.5)
                            .exact(rooted(halfLine(), (mc, x) -> BigMath.sqrt(mc, x[0]))),
                    // the rule takes x to the exponent b - 1, whose rounding is magnified by log x
                    unary("Tensor#pow", "-1.7", POSITIVE, x -> x.pow(-1.7)).degree(-1.7)
                            .exact(rooted(shorter(), (mc, x) -> BigMath.power(mc, x[0], BigMath.number(-1.7))).near(2, 8, 8, 8).far(2, 420, 140, 100)),
                    binary("Tensor#pow", "an exponent that varies", POSITIVE, REAL, (a, b) -> a.pow(b)).recordedAs("pow")
                            .exact(rooted(POWERS, (mc, x) -> BigMath.exp(mc, x[1].multiply(BigMath.log(mc, x[0]), mc))).far(2, 8, 20, 32)),
                    unary("Tensor#pow", "a tensor of 3", REAL, x -> x.pow(Tensor.of(3))).degree(3)
                            .exact(smooth(wide(), (mc, x) -> x[0].pow(3))),
                    unary("Tensor#pow", "a tensor of -2", NONZERO, x -> x.pow(Tensor.of(-2))).degree(-2)
                            .exact(rooted(wide(), (mc, x) -> BigDecimal.ONE.divide(x[0].pow(2), mc))),
                    unary("Tensor#pow", "of a number", REAL, x -> Tensor.of(1.7).pow(x))
                            .exact(smooth(within(-1300, 1300, exponential()), (mc, x) -> BigMath.power(mc, BigMath.number(1.7), x[0]))),
                    unary("Tensor#pow", "with itself", POSITIVE, x -> x.pow(x))
                            .exact(rooted(within(1e-30, 100, halfLine()), (mc, x) -> BigMath.power(mc, x[0], x[0])).far(2, 4, 16, 8)),
                    unary("Tensor#sqrt", "squared", POSITIVE, x -> x.sqrt().square()).upTo(2));
    // spotless:on

    private PowerRows() {}
}
