package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.OpTable.Trait.AFFINE;
import static org.cotangent.gradcheck.OpTable.binary;
import static org.cotangent.gradcheck.OpTable.unary;
import static org.cotangent.gradcheck.laws.Grid.exponential;
import static org.cotangent.gradcheck.laws.Grid.halfLine;
import static org.cotangent.gradcheck.laws.Grid.join;
import static org.cotangent.gradcheck.laws.Grid.line;
import static org.cotangent.gradcheck.laws.Grid.middle;
import static org.cotangent.gradcheck.laws.Grid.negative;
import static org.cotangent.gradcheck.laws.Grid.within;
import static org.cotangent.gradcheck.laws.Grid.without;
import static org.cotangent.gradcheck.laws.Oracle.rooted;
import static org.cotangent.gradcheck.laws.Oracle.smooth;
import static org.cotangent.gradcheck.random.Domain.AT_ZERO;
import static org.cotangent.gradcheck.random.Domain.BETWEEN_ZERO_AND_ONE;
import static org.cotangent.gradcheck.random.Domain.NONZERO;
import static org.cotangent.gradcheck.random.Domain.OFF_POLES;
import static org.cotangent.gradcheck.random.Domain.POSITIVE;
import static org.cotangent.gradcheck.random.Domain.REAL;

import java.math.BigDecimal;
import java.util.List;
import org.cotangent.Special;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.coverage.Pieces;
import org.cotangent.gradcheck.laws.BigMath;

/** Special functions. */
final class SpecialFunctionRows {
    // spotless:off
    private static final double[] BELL = join(within(-9, 9, line()), 5.9, -6.1, 13.3, -13.3, 25.3, -26.4);
    private static final double[] GAMMA = join(within(1e-8, 1e16, halfLine()), 1.0001, 1.999, 2.3, 9.9, 10.1);
    private static final double[] LEFT = negative(1e-8, 0.001, 0.3, 0.49, 0.51, 0.7, 0.999, 1.3, 2.7, 4.0001, 8.5, 20.4);
    private static final double[] INNER = {1e-30, 1e-8, 0.05, 0.249, 0.251, 0.46, 0.5, 0.7, 0.749, 0.751, 0.99, 1 - 1e-6, 1 - 1e-13};
    private static final double[] NORMAL = join(within(-9, 9, middle()), -0.99, -1.01, 1e-8, -8.3, 13.3, -13.3, -25.3);
    private static final double[] BESSEL = join(line(), 700, -100, 39.9, 75);
    private static final double[] OFF_ZERO = without(0, BESSEL);
    private static final double[][] SUMS = {{-3.1, -40}, {-0.7, -2.2}, {1e-8, 0.6}, {0.3, 700}, {2.7, 2.7}};
    private static final double[][] FEW = {{-0.7, 1.9}, {2.7, 0.6}, {1e-8, 1e-100}};
    private static final double[][] SHAPES = {{1e-8, 1e-6}, {1e-8, 20.5}, {0.3, 0.6}, {2.7, 0.6}, {2.7, 1e-6}, {12.5, 1.9}, {12.5, 20.5}, {1e5, 0.6}};
    private static final double[][] INCOMPLETE = {{0.3, 1e-8}, {0.3, 0.6}, {0.01, 5}, {2.7, 1.9}, {2.7, 3.5}, {12.5, 20.5}, {12.5, 3}, {60, 50}, {60, 75}};
    private static final double[][] BETA = {{0.3, 0.6}, {1e-3, 0.6}, {0.6, 1e-3}, {2.7, 1.9}, {12.5, 20.5}, {1, 1}, {80, 50}};

    static final List<Row> ROWS =
            List.of(
                    // as for gelu; 0.7 is next to a zero of the third derivative
                    unary("Special#erf", REAL, Special::erf).recordedAs("erf")
                            .exact(smooth(BELL, (mc, x) -> BigMath.erf(mc, x[0])).near(2, 8, 8, 40).far(2, 40, 32, 32)),
                    unary("Special#erfc", REAL, Special::erfc).recordedAs("erfc")
                            .exact(smooth(BELL, (mc, x) -> BigDecimal.ONE.subtract(BigMath.erf(mc, x[0]))).near(4, 8, 8, 40).far(2, 40, 32, 32)),
                    // -2.7 and -0.51 are near zeros of the value and of the slope
                    unary("Special#logGamma", OFF_POLES, Special::logGamma).recordedAs("lgamma")
                            .exact(rooted(join(GAMMA, LEFT), (mc, x) -> BigMath.logGamma(mc, x[0])).near(12, 8, 4, 4)),
                    unary("Special#digamma", OFF_POLES, Special::digamma).recordedAs("digamma")
                            .exact(rooted(join(GAMMA, LEFT), (mc, x) -> BigMath.polygamma(0, mc, x[0])).near(8, 4, 4, 4)),
                    unary("Special#polygamma", "order 0", OFF_POLES, x -> Special.polygamma(0, x))
                            .exact(rooted(join(GAMMA, LEFT), (mc, x) -> BigMath.polygamma(0, mc, x[0])).near(8, 4, 4, 4)),
                    unary("Special#polygamma", "order 1", OFF_POLES, x -> Special.polygamma(1, x))
                            .exact(rooted(join(GAMMA, LEFT), (mc, x) -> BigMath.polygamma(1, mc, x[0]))),
                    unary("Special#polygamma", "order 4", OFF_POLES, x -> Special.polygamma(4, x))
                            .exact(rooted(join(within(1e-8, 1e16, GAMMA), LEFT), (mc, x) -> BigMath.polygamma(4, mc, x[0])).near(8, 8, 8, 8).far(8, 8, 8, 8)),
                    unary("Special#exp2", REAL, Special::exp2).recordedAs("exp2")
                            .exact(smooth(within(-1020, 1020, exponential()), (mc, x) -> BigMath.power(mc, BigMath.TWO, x[0]))),
                    unary("Special#log2", POSITIVE, Special::log2).recordedAs("log2")
                            .exact(rooted(join(halfLine(), 1 - 1e-10, 1 + 1e-10), (mc, x) -> BigMath.log(mc, x[0]).divide(BigMath.log(mc, BigMath.TWO), mc))),
                    unary("Special#log10", POSITIVE, Special::log10).recordedAs("log10")
                            .exact(rooted(join(halfLine(), 1 - 1e-10, 1 + 1e-10), (mc, x) -> BigMath.log(mc, x[0]).divide(BigMath.log(mc, BigDecimal.TEN), mc))),
                    unary("Special#log1mexp", POSITIVE, x -> Special.log1mexp(x.neg()))
                            .exact(rooted(within(1e-100, 700, halfLine()), (mc, x) -> BigMath.log(mc, BigDecimal.ONE.subtract(BigMath.exp(mc, x[0].negate()))))),
                    unary("Special#logit", BETWEEN_ZERO_AND_ONE, Special::logit).recordedAs("logit")
                            .exact(rooted(INNER, (mc, x) -> BigMath.log(mc, x[0]).subtract(BigMath.log(mc, BigDecimal.ONE.subtract(x[0]))))),
                    // 0.7, 1.3 and 1.9 are near zeros of third derivatives
                    unary("Special#normalCdf", REAL, Special::normalCdf).recordedAs("normal_cdf")
                            .exact(smooth(NORMAL, (mc, x) -> BigMath.normalCdf(mc, x[0])).near(4, 4, 8, 64)),
                    unary("Special#logNormalCdf", REAL, Special::logNormalCdf).recordedAs("log_normal_cdf")
                            .exact(smooth(NORMAL, (mc, x) -> BigMath.log(mc, BigMath.normalCdf(mc, x[0]))).near(4, 4, 8, 256).far(2, 4, 8, 64)),
                    unary("Special#normalQuantile", BETWEEN_ZERO_AND_ONE, Special::normalQuantile).recordedAs("normal_quantile")
                            .exact(rooted(within(0.04, 0.9999, INNER), (mc, x) -> BigMath.normalQuantile(mc, x[0]))),
                    // sums of up to a hundred terms
                    unary("Special#besselI0", REAL, Special::besselI0).recordedAs("bessel_i0")
                            .exact(smooth(BESSEL, (mc, x) -> BigMath.besselI(0, mc, x[0])).near(4, 4, 8, 16).far(16, 16, 16, 16)),
                    unary("Special#besselI1", REAL, Special::besselI1).recordedAs("bessel_i1")
                            .exact(smooth(BESSEL, (mc, x) -> BigMath.besselI(1, mc, x[0])).near(4, 4, 8, 16).far(16, 16, 16, 16)),
                    unary("Special#besselI0e", NONZERO, Special::besselI0e).pieces(0, 1, 2).pieces(Pieces.of("besselI0eSlope", 0, 1, 2)).kinksAt(AT_ZERO).recordedAs("bessel_i0e")
                            .exact(rooted(OFF_ZERO, (mc, x) -> BigMath.besselI(0, mc, x[0]).multiply(BigMath.exp(mc, x[0].abs().negate()))).near(4, 4, 8, 16).far(16, 16, 16, 16)),
                    // 1.3 and 2.7 are near zeros of the first and the second
                    unary("Special#besselI1e", NONZERO, Special::besselI1e).pieces(0, 1, 2).pieces(Pieces.of("besselI1eSlope", 0, 1, 2)).kinksAt(AT_ZERO).recordedAs("bessel_i1e")
                            .exact(rooted(OFF_ZERO, (mc, x) -> BigMath.besselI(1, mc, x[0]).multiply(BigMath.exp(mc, x[0].abs().negate()))).near(4, 16, 256, 16).far(16, 16, 32, 16)),
                    binary("Special#logAddExp", REAL, REAL, Special::logAddExp).recordedAs("logaddexp")
                            .exact(smooth(SUMS, (mc, x) -> BigMath.log(mc, BigMath.exp(mc, x[0]).add(BigMath.exp(mc, x[1]))))),
                    binary("Special#xlogy", REAL, POSITIVE, Special::xlogy).with(AFFINE).recordedAs("xlogy")
                            .exact(rooted(FEW, (mc, x) -> x[0].multiply(BigMath.log(mc, x[1])))),
                    // value and slopes are near zeros at (2.7, 0.6) and (0.3, 0.6)
                    binary("Special#logBeta", POSITIVE, POSITIVE, Special::logBeta).recordedAs("log_beta")
                            .exact(rooted(SHAPES, (mc, x) -> BigMath.logBeta(mc, x[0], x[1])).near(8, 4, 8, 16)),
                    // sums of a hundred terms; derivatives of higher order have zeros nearby
                    binary("Special#gammaP", POSITIVE, POSITIVE, Special::gammaP).recordedAs("gammainc_p", "a", "x")
                            .exact(rooted(INCOMPLETE, (mc, x) -> BigMath.gammaP(mc, x[0], x[1])).near(8, 16, 32, 16).far(8, 16, 16, 200)),
                    binary("Special#gammaQ", POSITIVE, POSITIVE, Special::gammaQ).recordedAs("gammainc_q", "a", "x")
                            .exact(rooted(INCOMPLETE, (mc, x) -> BigDecimal.ONE.subtract(BigMath.gammaP(mc, x[0], x[1]))).near(16, 16, 32, 16).far(8, 16, 16, 200)),
                    unary("Special#betaInc", "of its limit", BETWEEN_ZERO_AND_ONE, x -> Special.betaInc(x, Tensor.of(2.5), Tensor.of(0.7)))
                            .exact(rooted(within(1e-9, 0.95, INNER), (mc, x) -> BigMath.betaInc(mc, x[0], BigMath.number(2.5), BigMath.number(0.7))).near(4, 4, 8, 16)),
                    binary("Special#betaInc", "of its shapes", POSITIVE, POSITIVE, (a, b) -> Special.betaInc(Tensor.of(0.4), a, b))
                            .exact(rooted(BETA, (mc, x) -> BigMath.betaInc(mc, new BigDecimal(0.4), x[0], x[1])).near(8, 8, 16, 400).far(16, 16, 24, 24)),
                    new Row("Special#betaInc", "", 2, List.of(BETWEEN_ZERO_AND_ONE, POSITIVE), SpecialFunctionRows::betaInc).recordedAs("betainc", "x", "a", "b"));
    // spotless:on

    private SpecialFunctionRows() {}

    /** All three broadcast. */
    private static Case betaInc(Dice d) {
        int[] wide = d.shape(0);
        return new Case(
                in -> Special.betaInc(in[0], in[1], in[2]),
                d.tensor(BETWEEN_ZERO_AND_ONE, d.narrower(wide)),
                d.tensor(POSITIVE, d.narrower(wide)),
                d.tensor(POSITIVE, d.narrower(wide)));
    }
}
