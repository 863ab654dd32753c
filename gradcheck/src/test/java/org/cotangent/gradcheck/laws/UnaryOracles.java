package org.cotangent.gradcheck.laws;

import static org.cotangent.gradcheck.laws.Grid.around;
import static org.cotangent.gradcheck.laws.Grid.exponential;
import static org.cotangent.gradcheck.laws.Grid.halfLine;
import static org.cotangent.gradcheck.laws.Grid.join;
import static org.cotangent.gradcheck.laws.Grid.line;
import static org.cotangent.gradcheck.laws.Grid.middle;
import static org.cotangent.gradcheck.laws.Grid.negative;
import static org.cotangent.gradcheck.laws.Grid.open;
import static org.cotangent.gradcheck.laws.Grid.shorter;
import static org.cotangent.gradcheck.laws.Grid.wide;
import static org.cotangent.gradcheck.laws.Grid.within;
import static org.cotangent.gradcheck.laws.Oracle.rooted;
import static org.cotangent.gradcheck.laws.Oracle.smooth;

import ch.obermuhlner.math.big.BigDecimalMath;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;

/** The operations of one argument. */
final class UnaryOracles {
    private static final BigDecimal ONE = BigDecimal.ONE;
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final double PI = Math.PI;

    /** Klambauer and others, "Self-normalizing neural networks" (2017), in their repository. */
    private static final BigDecimal SELU_ALPHA =
            new BigDecimal("1.6732632423543772848170429916717");

    private static final BigDecimal SELU_SCALE =
            new BigDecimal("1.0507009873554804934193349852946");

    private UnaryOracles() {}

    static void add() {
        arithmetic();
        powers();
        circle();
        hyperbola();
        pieces();
        activations();
        special();
        moreSpecial();
        custom();
    }

    private static BigDecimal number(double x) {
        return new BigDecimal(x);
    }

    // spotless:off
    private static void arithmetic() {
        smooth("add, a number", wide(), (mc, x) -> x[0].add(number(1.5)));
        smooth("sub, a number", wide(), (mc, x) -> x[0].subtract(number(1.5)));
        smooth("mul, a number", wide(), (mc, x) -> x[0].multiply(number(1.5)));
        smooth("rsub", wide(), (mc, x) -> number(1.5).subtract(x[0]));
        rooted("rdiv", wide(), (mc, x) -> number(1.5).divide(x[0], mc));
        smooth("div, a number", wide(), (mc, x) -> x[0].divide(number(1.5), mc));
        smooth("mul, with itself", within(-1e100, 1e100, wide()), (mc, x) -> x[0].multiply(x[0]));
        rooted("div, with itself", without(0, middle()), (mc, x) -> x[0].add(ONE).divide(x[0], mc));
        smooth("neg", wide(), (mc, x) -> x[0].negate());
        rooted("reciprocal", wide(), (mc, x) -> ONE.divide(x[0], mc));
        smooth("square", wide(), (mc, x) -> x[0].multiply(x[0]));
    }

    private static void powers() {
        rooted("sqrt", halfLine(), (mc, x) -> BigMath.sqrt(mc, x[0]));
        rooted("rsqrt", halfLine(), (mc, x) -> ONE.divide(BigMath.sqrt(mc, x[0]), mc));
        rooted("cbrt", join(shorter(), negative(shorter())), (mc, x) -> BigMath.cbrt(mc, x[0]));
        smooth("exp", exponential(), (mc, x) -> BigMath.exp(mc, x[0]));
        smooth("expm1", exponential(), (mc, x) -> BigMath.exp(mc, x[0]).subtract(ONE));
        rooted("log", join(halfLine(), 1 - 1e-10, 1 + 1e-10), (mc, x) -> BigMath.log(mc, x[0]));
        smooth("log1p", join(within(-0.999, 1e100, wide()), -1 + 1e-10, Math.nextUp(-1.0)), (mc, x) -> BigMath.log(mc, ONE.add(x[0])));
        smooth("pow, 0", wide(), (mc, x) -> ONE);
        smooth("pow, 1", wide(), (mc, x) -> x[0]);
        smooth("pow, 2", wide(), (mc, x) -> x[0].pow(2));
        smooth("pow, 3", wide(), (mc, x) -> x[0].pow(3));
        smooth("pow, a tensor of 3", wide(), (mc, x) -> x[0].pow(3));
        rooted("pow, -2", wide(), (mc, x) -> ONE.divide(x[0].pow(2), mc));
        rooted("pow, a tensor of -2", wide(), (mc, x) -> ONE.divide(x[0].pow(2), mc));
        rooted("pow, 0.5", halfLine(), (mc, x) -> BigMath.sqrt(mc, x[0]));
        // the rule takes x to the exponent b - 1, whose rounding is magnified by log x
        rooted("pow, -1.7", shorter(), (mc, x) -> power(mc, x[0], number(-1.7))).near(2, 8, 8, 8).far(2, 420, 140, 100);
        smooth("pow, of a number", within(-1300, 1300, exponential()), (mc, x) -> power(mc, number(1.7), x[0]));
        rooted("pow, with itself", within(1e-30, 100, halfLine()), (mc, x) -> power(mc, x[0], x[0])).far(2, 4, 16, 8);
    }

    private static void circle() {
        double[] turns = join(line(), 1e5, -1e5, 1e16, PI / 2, PI, -3 * PI / 2);
        smooth("sin", turns, (mc, x) -> BigDecimalMath.sin(x[0], mc));
        smooth("cos", turns, (mc, x) -> BigDecimalMath.cos(x[0], mc));
        smooth("tan", turns, (mc, x) -> BigDecimalMath.sin(x[0], mc).divide(BigDecimalMath.cos(x[0], mc), mc));
        smooth("asin", open(), (mc, x) -> asin(mc, x[0]));
        smooth("acos", open(), (mc, x) -> BigMath.pi(mc).divide(TWO, mc).subtract(asin(mc, x[0])));
        smooth("atan", join(line(), 1e5, -1e5, 1e16), (mc, x) -> BigMath.atan2(mc, x[0], ONE));
        rooted("atan2, on the axes", shorter(), (mc, x) -> BigMath.pi(mc).divide(TWO, mc));
        rooted("atan2, abscissa on the axis", shorter(), (mc, x) -> BigDecimal.ZERO);
    }

    private static void hyperbola() {
        double[] bounded = within(-710, 710, exponential());
        smooth("sinh", bounded, (mc, x) -> BigMath.exp(mc, x[0]).subtract(BigMath.exp(mc, x[0].negate())).divide(TWO, mc));
        smooth("cosh", bounded, (mc, x) -> BigMath.exp(mc, x[0]).add(BigMath.exp(mc, x[0].negate())).divide(TWO, mc));
        // 0.7 is next to a zero of the third derivative
        smooth("tanh", exponential(), (mc, x) -> BigMath.tanh(mc, x[0])).near(2, 4, 8, 40);
        // the same
        smooth("asinh", join(line(), 1e5, -1e5, 1e16, 1e100), (mc, x) -> asinh(mc, x[0])).near(2, 4, 8, 100);
        smooth("acosh", join(within(1.1, 1e100, halfLine()), 1 + 1e-3, 1 + 1e-6, 1 + 1e-10, 1 + 1e-13, Math.nextUp(1.0)), (mc, x) -> BigMath.log(mc, x[0].add(BigMath.sqrt(mc, x[0].pow(2).subtract(ONE)))));
        smooth("atanh", open(), (mc, x) -> BigMath.log(mc, ONE.add(x[0]).divide(ONE.subtract(x[0]), mc)).divide(TWO, mc));
        rooted("hypot, on an axis", wide(), (mc, x) -> x[0].abs());
        smooth("hypot, with a number", join(shorter(), negative(shorter()), 0), (mc, x) -> BigMath.hypot(mc, x[0], number(0.7)));
    }

    private static void pieces() {
        double[] whole = around(new double[] {1e5 + 0.2, -1e5 - 0.3}, -2, -1, 0, 1, 3);
        double[] halves = around(whole, -1.5, -0.5, 0.5, 2.5);
        rooted("abs", wide(), (mc, x) -> x[0].abs());
        rooted("sign", wide(), (mc, x) -> number(x[0].signum()));
        rooted("floor", whole, (mc, x) -> x[0].setScale(0, RoundingMode.FLOOR));
        rooted("ceil", whole, (mc, x) -> x[0].setScale(0, RoundingMode.CEILING));
        rooted("round", halves, (mc, x) -> x[0].setScale(0, RoundingMode.HALF_EVEN));
        double[] bounds = around(without(-0.5, without(0.5, wide())), -1, -0.5, 0.5, 1.5);
        smooth("clamp", bounds, (mc, x) -> x[0].max(number(-1)).min(number(1.5)));
        smooth("clamp, below only", bounds, (mc, x) -> x[0].min(number(0.5)));
        smooth("clamp, above only", bounds, (mc, x) -> x[0].max(number(-0.5)));
        smooth("max, a number", bounds, (mc, x) -> x[0].max(number(0.5)));
        smooth("min, a number", bounds, (mc, x) -> x[0].min(number(0.5)));
        rooted("where, guarding a root", within(-1e100, 1e300, wide()), (mc, x) -> x[0].signum() > 0 ? BigMath.sqrt(mc, x[0]) : x[0].pow(2));
        rooted("relu", wide(), (mc, x) -> x[0].max(BigDecimal.ZERO));
        rooted("leakyRelu", wide(), (mc, x) -> x[0].signum() > 0 ? x[0] : x[0].multiply(number(0.01)));
        rooted("leakyRelu, slope -2", wide(), (mc, x) -> x[0].signum() > 0 ? x[0] : x[0].multiply(number(-2)));
    }

    private static void activations() {
        double[] kinked = without(-1e-300, without(0, exponential()));
        rooted("elu", kinked, (mc, x) -> elu(mc, x[0], ONE));
        rooted("elu, alpha 1.7", kinked, (mc, x) -> elu(mc, x[0], number(1.7)));
        rooted("selu", kinked, (mc, x) -> elu(mc, x[0], SELU_ALPHA).multiply(SELU_SCALE));
        // 1.3 is next to a zero of the third derivative
        smooth("sigmoid", exponential(), (mc, x) -> BigMath.sigmoid(mc, x[0])).near(2, 4, 8, 64);
        smooth("softplus", exponential(), (mc, x) -> BigMath.log(mc, ONE.add(BigMath.exp(mc, x[0]))));
        smooth("logSigmoid", exponential(), (mc, x) -> BigMath.log(mc, ONE.add(BigMath.exp(mc, x[0].negate()))).negate());
        // -1.3 is next to a zero of the first
        smooth("silu", exponential(), (mc, x) -> x[0].multiply(BigMath.sigmoid(mc, x[0]), mc)).near(2, 20, 8, 16);
        // the roundings of x sqrt(1/2) and of x^2/2 are magnified by x^2
        smooth("gelu", join(within(-31, 31, line()), -30.3, -13.7,  -24.9), (mc, x) -> x[0].multiply(ONE.add(BigMath.erf(mc, x[0].divide(BigMath.sqrt(mc, TWO), mc))), mc).divide(TWO, mc)).near(16, 8, 8, 8).far(400, 130, 200, 160);
    }

    private static void special() {
        double[] bell = join(within(-9, 9, line()), 5.9, -6.1, 13.3, -13.3, 25.3, -26.4);
        // as for gelu; 0.7 is next to a zero of the third derivative
        smooth("erf", bell, (mc, x) -> BigMath.erf(mc, x[0])).near(2, 8, 8, 40).far(2, 40, 32, 32);
        smooth("erfc", bell, (mc, x) -> ONE.subtract(BigMath.erf(mc, x[0]))).near(4, 8, 8, 40).far(2, 40, 32, 32);
        double[] gamma = join(within(1e-8, 1e16, halfLine()), 1.0001, 1.999, 2.3, 9.9, 10.1);
        double[] left = negative(1e-8, 0.001, 0.3, 0.49, 0.51, 0.7, 0.999, 1.3, 2.7, 4.0001, 8.5, 20.4);
        // -2.7 and -0.51 are near zeros of the value and of the slope
        rooted("logGamma", join(gamma, left), (mc, x) -> BigMath.logGamma(mc, x[0])).near(12, 8, 4, 4);
        rooted("digamma", join(gamma, left), (mc, x) -> BigMath.polygamma(0, mc, x[0])).near(8, 4, 4, 4);
        rooted("polygamma, order 0", join(gamma, left), (mc, x) -> BigMath.polygamma(0, mc, x[0])).near(8, 4, 4, 4);
        rooted("polygamma, order 1", join(gamma, left), (mc, x) -> BigMath.polygamma(1, mc, x[0]));
        rooted("polygamma, order 4", join(within(1e-8, 1e16, gamma), left), (mc, x) -> BigMath.polygamma(4, mc, x[0])).near(8, 8, 8, 8).far(8, 8, 8, 8);
    }

    private static void moreSpecial() {
        smooth("exp2", within(-1020, 1020, exponential()), (mc, x) -> power(mc, TWO, x[0]));
        rooted("log2", join(halfLine(), 1 - 1e-10, 1 + 1e-10), (mc, x) -> BigMath.log(mc, x[0]).divide(BigMath.log(mc, TWO), mc));
        rooted("log10", join(halfLine(), 1 - 1e-10, 1 + 1e-10), (mc, x) -> BigMath.log(mc, x[0]).divide(BigMath.log(mc, BigDecimal.TEN), mc));
        rooted("log1mexp", within(1e-100, 700, halfLine()), (mc, x) -> BigMath.log(mc, ONE.subtract(BigMath.exp(mc, x[0].negate()))));
        double[] inner = {1e-30, 1e-8, 0.05, 0.249, 0.251, 0.46, 0.5, 0.7, 0.749, 0.751, 0.99, 1 - 1e-6, 1 - 1e-13};
        rooted("logit", inner, (mc, x) -> BigMath.log(mc, x[0]).subtract(BigMath.log(mc, ONE.subtract(x[0]))));
        rooted("normalQuantile", within(0.04, 0.9999, inner), (mc, x) -> BigMath.normalQuantile(mc, x[0]));
        double[] bell = join(within(-9, 9, middle()), -0.99, -1.01, 1e-8, -8.3, 13.3, -13.3, -25.3);
        // 0.7, 1.3 and 1.9 are near zeros of third derivatives
        smooth("normalCdf", bell, (mc, x) -> BigMath.normalCdf(mc, x[0])).near(4, 4, 8, 64);
        smooth("logNormalCdf", bell, (mc, x) -> BigMath.log(mc, BigMath.normalCdf(mc, x[0]))).near(4, 4, 8, 256).far(2, 4, 8, 64);
        double[] turns = join(line(), 700, -100, 39.9, 75);
        // sums of up to a hundred terms
        smooth("besselI0", turns, (mc, x) -> BigMath.besselI(0, mc, x[0])).near(4, 4, 8, 16).far(16, 16, 16, 16);
        smooth("besselI1", turns, (mc, x) -> BigMath.besselI(1, mc, x[0])).near(4, 4, 8, 16).far(16, 16, 16, 16);
        double[] kinked = without(0, turns);
        rooted("besselI0e", kinked, (mc, x) -> BigMath.besselI(0, mc, x[0]).multiply(BigMath.exp(mc, x[0].abs().negate()))).near(4, 4, 8, 16).far(16, 16, 16, 16);
        // 1.3 and 2.7 are near zeros of the first and the second
        rooted("besselI1e", kinked, (mc, x) -> BigMath.besselI(1, mc, x[0]).multiply(BigMath.exp(mc, x[0].abs().negate()))).near(4, 16, 256, 16).far(16, 16, 32, 16);
        rooted("betaInc, of its limit", within(1e-9, 0.95, inner), (mc, x) -> BigMath.betaInc(mc, x[0], number(2.5), number(0.7)));
    }

    private static void custom() {
        smooth("elementwise, of x", middle(), (mc, x) -> x[0].pow(3));
        smooth("elementwise, of y", middle(), (mc, x) -> BigMath.exp(mc, x[0]));
        rooted("adjoint, attribute", without(0, middle()), (mc, x) -> x[0].divide(x[0].abs().add(number(0.7)), mc));
        rooted("adjoint, no slope", Grid.MIDDLE, (mc, x) -> power(mc, x[0], number(2.5)));
        smooth("customVjp", middle(), (mc, x) -> BigDecimalMath.sin(x[0], mc).multiply(TWO));
    }
    // spotless:on

    private static double[] without(double excluded, double... x) {
        return Arrays.stream(x).filter(v -> v != excluded).toArray();
    }

    private static BigDecimal power(MathContext mc, BigDecimal x, BigDecimal exponent) {
        return BigMath.exp(mc, exponent.multiply(BigMath.log(mc, x), mc));
    }

    /** The angle whose tangent is x / sqrt(1 - x^2). */
    private static BigDecimal asin(MathContext mc, BigDecimal x) {
        BigDecimal cosine = BigMath.sqrt(mc, ONE.subtract(x.pow(2)));
        return BigMath.atan2(mc, x, cosine);
    }

    /** Odd: the logarithm of what does not cancel. */
    private static BigDecimal asinh(MathContext mc, BigDecimal x) {
        BigDecimal y = BigMath.log(mc, x.abs().add(BigMath.hypot(mc, x, ONE)));
        return x.signum() < 0 ? y.negate() : y;
    }

    private static BigDecimal elu(MathContext mc, BigDecimal x, BigDecimal alpha) {
        return x.signum() > 0 ? x : BigMath.exp(mc, x).subtract(ONE).multiply(alpha);
    }
}
