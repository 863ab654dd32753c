package org.cotangent;

import static org.cotangent.kernel.StrongZero.strong;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.Elementwise.Binary;
import org.cotangent.Elementwise.BinaryRule;
import org.cotangent.Elementwise.Unary;
import org.cotangent.Elementwise.UnaryRule;
import org.cotangent.internal.Op;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.Elementary;
import org.cotangent.kernel.Erf;
import org.cotangent.kernel.Gamma;
import org.cotangent.kernel.StrongZero;
import org.cotangent.kernel.UnaryKernel;

/**
 * The elementwise operations without attributes but the four of {@link Arithmetic}: one row each,
 * the function beside its derivatives. Letters as in {@link Op}.
 *
 * <p>A rule multiplies its adjoint once, by a slope put together before, and with a strong zero
 * ({@link Tensor#strongTimes}): in a chain of such products the zero of one factor would swallow
 * the NaN of the next. Where such a slope may leave the range of doubles alone, the steps are taken
 * one by one, if no NaN is lost. Slopes that cancel in the tails when written with the result
 * alone, such as y (1 - y) of the sigmoid, are functions of x with a row of their own.
 */
final class ElementaryRows {
    // spotless:off
    static final Unary  NEG        = op("neg",        UnaryKernel.NEG,                (g, y, x) -> g.neg()).byX((g, x) -> -g);
    static final Unary  RECIPROCAL = op("reciprocal", UnaryKernel.RECIPROCAL,         (g, y, x) -> g.strongTimes(y.square()).neg()).byY((g, y) -> -strong(g * (y * y), g));
    static final Unary  SQUARE     = op("square",     UnaryKernel.SQUARE,             (g, y, x) -> g.timesEven(x).mul(2)).byX(BinaryKernel.TWICE_PRODUCT);
    static final Unary  SQRT       = op("sqrt",       UnaryKernel.SQRT,               (g, y, x) -> Lengths.share(g, y, u -> u.strongOver(y.mul(2)), q -> ofRoot(q, x))).byY((g, y) -> strong(g / (y * 2), g));
    static final Unary  RSQRT      = op("rsqrt",      x -> 1 / Math.sqrt(x + 0.0),    (g, y, x) -> g.strongTimes(y.mul(y).mul(y).mul(-0.5)));
    static final Unary  CBRT       = op("cbrt",       Elementary::cbrt,                     (g, y, x) -> g.strongOver(y.square().mul(3)));
    static final Unary  EXP        = op("exp",        UnaryKernel.EXP,                (g, y, x) -> g.strongTimes(y)).byY(BinaryKernel.STRONG_MUL);
    static final Unary  EXPM1      = op("expm1",      Elementary::expm1,                    (g, y, x) -> g.strongTimes(x.exp()));
    static final Unary  LOG        = op("log",        UnaryKernel.LOG,                (g, y, x) -> g.overFromAbove(x)).byX(BinaryKernel.STRONG_DIV_FROM_ABOVE);
    static final Unary  LOG1P      = op("log1p",      Elementary::log1p,                    (g, y, x) -> g.strongOver(x.add(1)));
    static final Unary  SIN        = op("sin",        Elementary::sin,                      (g, y, x) -> g.strongTimes(x.cos())).slope(Elementary::cos);
    static final Unary  COS        = op("cos",        Elementary::cos,                      (g, y, x) -> g.strongTimes(x.sin()).neg()).byX((g, x) -> -strong(g * Elementary.sin(x), g));
    static final Unary  TAN        = op("tan",        Elementary::tan,                      (g, y, x) -> g.strongTimes(y.square().add(1)));
    static final Unary  ASIN       = op("asin",       Elementary::asin,                     (g, y, x) -> g.strongTimes(Elementwise.apply(ElementaryRows.ONE_MINUS_SQUARE, x).rsqrt()));
    static final Unary  ACOS       = op("acos",       Elementary::acos,                     (g, y, x) -> g.strongTimes(Elementwise.apply(ElementaryRows.ONE_MINUS_SQUARE, x).rsqrt()).neg());
    static final Unary  ATAN       = op("atan",       Elementary::atan,                     (g, y, x) -> g.strongTimes(Elementwise.apply(ElementaryRows.ATAN_SLOPE, x)));
    static final Unary  SINH       = op("sinh",       Elementary::sinh,                     (g, y, x) -> g.strongTimes(x.cosh()));
    static final Unary  COSH       = op("cosh",       Elementary::cosh,                     (g, y, x) -> g.strongTimes(x.sinh()));
    static final Unary  TANH       = op("tanh",       UnaryKernel.TANH,               (g, y, x) -> g.strongTimes(x.tanhSlope())).slope(UnaryKernel.SECH_SQUARED);
    static final Unary  ASINH      = op("asinh",      Scalar::asinh,                  (g, y, x) -> g.strongOver(x.hypot(Tensor.of(1))));
    static final Unary  ACOSH      = op("acosh",      Scalar::acosh,                  (g, y, x) -> g.strongTimes(x.sub(1).rsqrt().mul(x.add(1).rsqrt())));
    static final Unary  ATANH      = op("atanh",      Scalar::atanh,                  (g, y, x) -> g.strongOver(Elementwise.apply(ElementaryRows.ONE_MINUS_SQUARE, x)));
    static final Unary  ABS        = op("abs",        UnaryKernel.ABS,                (g, y, x) -> Lengths.share(g, y, u -> u.gate(Elementwise.mask(ElementaryRows.ABS_SLOPE, x)), q -> q.timesEven(x))).gate(Math::signum).pieces(Scalar::ofSign);
    static final Unary  SIGN       = op("sign",       Math::signum,                   (g, y, x) -> g.gate(Elementwise.mask(ElementaryRows.FLAT_SLOPE, x))).pieces(Scalar::ofSign);
    static final Unary  FLOOR      = op("floor",      Math::floor,                    (g, y, x) -> g.gate(Elementwise.mask(ElementaryRows.FLAT_SLOPE, x))).pieces(Scalar::ofStep);
    static final Unary  CEIL       = op("ceil",       Math::ceil,                     (g, y, x) -> g.gate(Elementwise.mask(ElementaryRows.FLAT_SLOPE, x))).pieces(Scalar::ofStep);
    static final Unary  ROUND      = op("round",      Math::rint,                     (g, y, x) -> g.gate(Elementwise.mask(ElementaryRows.FLAT_SLOPE, x))).pieces(Scalar::ofRounding);
    static final Unary  RELU       = op("relu",       UnaryKernel.RELU,               (g, y, x) -> g.gate(Elementwise.mask(ElementaryRows.RELU_SLOPE, x))).byX(BinaryKernel.WHERE_POSITIVE).pieces(Scalar::ofSign);
    static final Unary  SIGMOID    = op("sigmoid",    UnaryKernel.SIGMOID,            (g, y, x) -> g.strongTimes(x.sigmoidSlope())).slope(UnaryKernel.LOGISTIC_DENSITY);
    static final Unary  SOFTPLUS   = op("softplus",   Scalar::softplus,               (g, y, x) -> g.strongTimes(x.sigmoid())).slope(UnaryKernel.SIGMOID);
    static final Unary  LOG_SIGMOID = op("logSigmoid", x -> -Scalar.softplus(-x),     (g, y, x) -> g.strongTimes(x.neg().sigmoid()));
    static final Unary  SILU       = op("silu",       Scalar::silu,                   (g, y, x) -> g.strongTimes(Elementwise.apply(ElementaryRows.SILU_SLOPE, x)));
    static final Unary  GELU       = op("gelu",       Scalar::gelu,                   (g, y, x) -> g.strongTimes(Elementwise.apply(ElementaryRows.GELU_SLOPE, x)));
    static final Unary  ERF        = op("erf",        Erf::erf,                       (g, y, x) -> g.strongTimes(bell(x).mul(Scalar.TWO_BY_ROOT_PI)));
    static final Unary  ERFC       = op("erfc",       Erf::erfc,                      (g, y, x) -> g.strongTimes(bell(x).mul(-Scalar.TWO_BY_ROOT_PI)));
    static final Unary  LOG_GAMMA  = op("logGamma",   Gamma::logGamma,                (g, y, x) -> g.strongTimes(Elementwise.apply(ElementaryRows.DIGAMMA, x)));
    static final Unary  DIGAMMA    = op("digamma",    Gamma::digamma,                 (g, y, x) -> g.strongTimes(Elementwise.apply(polygamma(1), x)));

    /** sigmoid'(x) = sigmoid(x) sigmoid(-x); its own slope is -y (2 sigmoid(x) - 1) = -y tanh(x/2). */
    static final Unary  SIGMOID_SLOPE = op("sigmoidSlope", UnaryKernel.LOGISTIC_DENSITY,       (g, y, x) -> g.strongTimes(y.mul(x.mul(0.5).tanh()).neg()));
    /** tanh'(x) = 1 / cosh(x)^2 = 4 sigmoid'(2x). */
    static final Unary  TANH_SLOPE    = op("tanhSlope",    UnaryKernel.SECH_SQUARED,              (g, y, x) -> g.strongTimes(y.mul(x.tanh()).mul(-2)));
    /** silu'(x) = sigmoid(x) (1 + x sigmoid(-x)); its slope sigmoid'(x) (2 - x tanh(x/2)), 0 to the last bit beyond 800. */
    static final Unary  SILU_SLOPE    = op("siluSlope",    Scalar::siluSlope,               (g, y, x) -> { Tensor c = x.clamp(-800, 800); return g.strongTimes(c.sigmoidSlope().mul(c.mul(c.mul(0.5).tanh()).neg().add(2))); });
    /** gelu'(x) = P(x) + x p(x) with the normal distribution's P and p; its slope p(x) (2 - x^2), 0 to the last bit beyond 40. */
    static final Unary  GELU_SLOPE    = op("geluSlope",    Scalar::geluSlope,               (g, y, x) -> { Tensor s = x.clamp(-40, 40).square(); return g.strongTimes(s.mul(-0.5).exp().mul(Scalar.ONE_BY_ROOT_TWO_PI).mul(s.neg().add(2))); });

    /** atan'(x) = 1 / (1 + x^2); its slope -2 x y y, each factor in its turn: the square of y leaves the range before the slope does. */
    static final Unary  ATAN_SLOPE    = op("atanSlope",    x -> 1 / (1 + x * x),            (g, y, x) -> g.strongTimes(x.mul(y).mul(y).mul(-2)));

    /** 1 - x^2 as a product that does not cancel near 1. */
    static final Unary  ONE_MINUS_SQUARE = op("oneMinusSquare", x -> (1 - x) * (1 + x),     (g, y, x) -> g.strongTimes(x).mul(-2));

    static final Binary MAX        = op("max",        BinaryKernel.MAX,                (g, y, a, b) -> g.gate(a.share(b)),          (g, y, a, b) -> g.gate(b.share(a))).pieces(Scalar::ofChoice);
    static final Binary MIN        = op("min",        BinaryKernel.MIN,                (g, y, a, b) -> g.gate(b.share(a)),          (g, y, a, b) -> g.gate(a.share(b))).pieces(Scalar::ofChoice);
    static final Binary POW        = op("pow",        Elementary::pow,                      (g, y, a, b) -> g.strongTimes(a.powSlope(b)),      (g, y, a, b) -> g.strongTimes(a.powLog(b)));
    static final Binary ATAN2      = op("atan2",      Elementary::atan2,                    (g, y, a, b) -> { Tensor r = a.hypot(b); return g.strongTimes(b.ratio(r).div(r)); }, (g, y, a, b) -> { Tensor r = a.hypot(b); return g.strongTimes(a.ratio(r).div(r)).neg(); });
    static final Binary HYPOT      = op("hypot",      Elementary::hypot,                    (g, y, a, b) -> ofHypot(g, y, a, b),         (g, y, a, b) -> ofHypot(g, y, b, a)).pieces((p, q) -> p == 0 && q == 0 ? 1 : 2);

    /** a / hypot(a, b), and 0 where both are; written so that its slopes b b / r^3 and -a b / r^3 do not cancel. */
    static final Binary HYPOT_SLOPE   = op("hypotSlope",  (p, q) -> Scalar.ratio(p, Elementary.hypot(p, q)), (g, y, a, b) -> g.strongTimes(b.hypotSlope(a).square().div(a.hypot(b))), (g, y, a, b) -> g.strongTimes(y.mul(b.hypotSlope(a)).div(a.hypot(b))).neg());
    /** a b, and 0 where a is 0 whatever b is: what an adjoint passes on. A zero adjoint, of a branch that was not taken, sends nothing however steep b is. */
    static final Binary STRONG_MUL    = op("strongMul",   BinaryKernel.STRONG_MUL,       (g, y, a, b) -> isTangent() ? g.mul(b) : g.strongTimes(b),                (g, y, a, b) -> g.timesOrZero(a));
    /** a / b, and 0 where a is 0 whatever b is. */
    static final Binary STRONG_DIV    = op("strongDiv",   BinaryKernel.STRONG_DIV,       (g, y, a, b) -> isTangent() ? g.div(b) : g.strongOver(b),                 (g, y, a, b) -> g.timesOrZero(y).strongOver(b).neg());
    /** The same for a b that is 0 or above, for which -0 is 0. */
    static final Binary STRONG_DIV_FROM_ABOVE = op("strongDiv", BinaryKernel.STRONG_DIV_FROM_ABOVE, (g, y, a, b) -> isTangent() ? g.div(b.add(0)) : g.overFromAbove(b), (g, y, a, b) -> g.timesOrZero(y).overFromAbove(b).neg());
    /** a b for the slope b of an even power: 0 where either is 0, the slope also under an infinite a, since a function of x x is even. */
    static final Binary TIMES_EVEN    = op("timesEven",   StrongZero::timesEven, (g, y, a, b) -> isTangent() ? tangent(g, b) : g.timesEven(b),  (g, y, a, b) -> g.timesOrZero(Elementwise.apply(ElementaryRows.UNDER_EVEN, Lengths.near(a), b)));
    /** a, and NaN where it is infinite beside a slope b of 0 of an even power: the second derivative of a root of squares at 0. */
    static final Binary UNDER_EVEN    = op("underEven",   (p, q) -> q == 0 && Double.isInfinite(p) ? Double.NaN : p, (g, y, a, b) -> g, (g, y, a, b) -> null);
    /** a where the mask b is 1, a times b between, exactly 0 where either is 0 whatever the other is. b passes nothing on. */
    static final Binary GATE          = op("gate",        BinaryKernel.GATE,             (g, y, a, b) -> g.gate(b),                 (g, y, a, b) -> null).pieces((p, q) -> q == 0 ? 0 : 2);
    /** a b, exactly 0 where either is 0 whatever the other is: where b wins over the pole of a. */
    static final Binary TIMES_OR_ZERO = op("timesOrZero", BinaryKernel.GATE,             (g, y, a, b) -> isTangent() ? tangent(g, b) : g.timesOrZero(b), (g, y, a, b) -> isTangent() ? tangent(g, a) : g.timesOrZero(a));
    /** The share a of a rule of several steps, and 0 for NaN where the adjoint b that it came from is 0. b passes nothing on. */
    static final Binary SETTLE        = op("settle",      BinaryKernel.SETTLE,        (g, y, a, b) -> isTangent() ? g : g.gate(Elementwise.mask(ElementaryRows.SETTLED, a, b)), (g, y, a, b) -> null);
    /** a, whose derivative is unknown where the mask b is NaN: what passes on at a length of 0. */
    static final Binary ROUGH         = op("rough",       (p, q) -> p,                  (g, y, a, b) -> isTangent() ? g : g.mul(b), (g, y, a, b) -> null);
    /** a / b for a share a of a length b: 0 where the length is 0, the sign of a where both are infinite. */
    static final Binary RATIO         = op("ratio",       Scalar::ratio,                (g, y, a, b) -> g.strongRatio(b),          (g, y, a, b) -> g.strongTimes(y).strongRatio(b).neg());
    /** The same, and 0 where a is 0 whatever b is. */
    static final Binary STRONG_RATIO  = op("strongRatio", (p, q) -> p == 0 ? 0 : Scalar.ratio(p, q), (g, y, a, b) -> isTangent() ? g.ratio(b) : g.strongRatio(b), (g, y, a, b) -> g.timesOrZero(y).strongRatio(b).neg());
    /** The slope b a^(b-1) of a power in its base. */
    static final Binary POW_SLOPE     = op("powSlope",    Scalar::powSlope,             (g, y, a, b) -> g.strongTimes(a.powSlope(b.sub(1)).timesOrZero(b)), (g, y, a, b) -> g.strongTimes(moving(a, b, a.pow(b.sub(1)).add(a.powLog(b.sub(1)).timesOrZero(b)))));
    /** The slope a^b log(a) of a power in its exponent; 0 where the base is 0 or below. */
    static final Binary POW_LOG       = op("powLog",      Scalar::powLog,               (g, y, a, b) -> g.strongTimes(moving(a, b, a.pow(b).div(a).add(a.log().timesOrZero(a.powSlope(b))))), (g, y, a, b) -> g.strongTimes(a.log().timesOrZero(y)));

    // without a derivative: comparisons, and the slopes of what is defined in pieces; NaN in, NaN out, but for comparisons
    static final Binary GT         = mask("gt",    (p, q) -> p > q ? 1 : 0);
    static final Binary GE    = mask("ge",    (p, q) -> p >= q ? 1 : 0);
    static final Binary LT    = mask("lt",    (p, q) -> p < q ? 1 : 0);
    static final Binary LE    = mask("le",    (p, q) -> p <= q ? 1 : 0);
    static final Binary EQ    = mask("eq",    (p, q) -> p == q ? 1 : 0);
    static final Binary NE    = mask("ne",    (p, q) -> p != q ? 1 : 0);
    static final Binary SHARE = mask("share", Scalar::share);

    /** 1 where a condition is not 0, else 0; and the opposite. */
    static final Unary  TAKEN     = mask("taken",     c -> c != 0 ? 1 : 0);
    static final Unary  NOT_TAKEN = mask("notTaken",  c -> c != 0 ? 0 : 1);
    /** The slope of what does not move. */
    static final Unary  FLAT_SLOPE      = mask("flatSlope", Scalar::flat);
    static final Unary  RELU_SLOPE      = mask("reluSlope", UnaryKernel.STEP);
    static final Unary  ABS_SLOPE       = mask("absSlope",  Math::signum);
    /** 1 below 0, else 0. */
    static final Unary  BELOW     = mask("below",     x -> x < 0 ? 1 : Scalar.flat(x));
    /** 1 in the domain of a root, NaN outside. */
    static final Unary  OF_ROOT   = mask("rootDomain", x -> x >= 0 ? 1 : Double.NaN);
    /** 1 where a power moves with its exponent. */
    static final Binary POWER_MOVES = mask("powerMoves", Scalar::powerMoves);
    /** 1 where an element p of a group attains the group's extremum q. */
    static final Binary ATTAINS   = mask("attains",   (p, q) -> p == q ? 1 : q != q ? Double.NaN : 0);
    /** 0 where p is NaN and the adjoint q that it came from 0, else 1. */
    static final Binary SETTLED   = mask("settled",   (p, q) -> p != p && q == 0 ? 0 : 1);
    /** 1 where an adjoint and the length that it belongs to are both 0. */
    static final Binary AT_ZERO   = mask("atZero",    (p, q) -> p == 0 && q == 0 ? 1 : 0);
    /** NaN there, else 1. */
    static final Binary LOST      = mask("lost",      (p, q) -> p == 0 && q == 0 ? Double.NaN : 1);
    /** NaN where it is not 0, else 1. */
    static final Unary  LOST_IF   = mask("lostIf",    v -> v != 0 ? Double.NaN : 1);
    // spotless:on

    private ElementaryRows() {}

    /** x to a constant power. */
    static Unary pow(double exponent) {
        boolean even = exponent > 0 && exponent % 2 == 0;
        Tensor power = Tensor.of(exponent);
        UnaryRule rule =
                exponent == 0
                        ? (g, y, x) -> null
                        : (g, y, x) ->
                                even
                                        ? g.timesEven(x.powSlope(power))
                                        : g.strongTimes(x.powSlope(power));
        return op("pow", x -> Elementary.pow(x, exponent), rule).of("exponent", exponent);
    }

    /** x kept between two bounds, either of which may be infinite. */
    static Unary clamp(double least, double most) {
        Unary slope =
                mask(
                                "clampSlope",
                                x -> least < most && x >= least && x <= most ? 1 : Scalar.flat(x))
                        .of("least", least, "most", most);
        return op(
                        "clamp",
                        x -> Math.min(Math.max(x, least), most),
                        (g, y, x) -> g.gate(Elementwise.mask(slope, x)))
                .of("least", least, "most", most)
                .pieces(
                        (x, y) ->
                                x < least ? 0 : x == least ? 1 : x < most ? 2 : x == most ? 3 : 4);
    }

    /** x above 0, a multiple of it below; the least slope in size at 0. */
    static Unary leakyRelu(double factor) {
        double atKink = Scalar.leastOf(factor, 1);
        Unary slope =
                mask(
                                "leakyReluSlope",
                                x -> x > 0 ? 1 : x < 0 ? factor : x == 0 ? atKink : Double.NaN)
                        .of("slope", factor);
        return op(
                        "leakyRelu",
                        x -> x > 0 ? x : factor * x,
                        (g, y, x) -> g.gate(Elementwise.mask(slope, x)))
                .of("slope", factor)
                .pieces(Scalar::ofSign);
    }

    /** x above 0, alpha (e^x - 1) below; the least slope in size at 0. */
    static Unary elu(double alpha) {
        return op(
                        "elu",
                        x -> x > 0 ? x : alpha * Elementary.expm1(x),
                        (g, y, x) -> g.strongTimes(Elementwise.apply(eluSlope(alpha), x)))
                .of("alpha", alpha)
                .pieces(Scalar::ofSign);
    }

    /** 1 above 0, alpha e^x below: the derivative of elu. */
    static Unary eluSlope(double alpha) {
        double atKink = Scalar.leastOf(alpha, 1);
        return op(
                        "eluSlope",
                        x -> x > 0 ? 1 : x == 0 ? atKink : alpha * Elementary.exp(x),
                        (g, y, x) -> g.gate(Elementwise.mask(BELOW, x)).strongTimes(y))
                .of("alpha", alpha)
                .pieces(Scalar::ofSign);
    }

    /** The polygamma function of order n, the (n+1)-th derivative of log-gamma. */
    static Unary polygamma(int n) {
        return op(
                        "polygamma",
                        x -> Gamma.polygamma(n, x),
                        (g, y, x) -> g.strongTimes(Elementwise.apply(polygamma(n + 1), x)))
                .of("order", n);
    }

    private static Unary op(String name, DoubleUnaryOperator function, UnaryRule rule) {
        return new Unary(name, function, rule);
    }

    private static Binary op(String name, DoubleBinaryOperator f, BinaryRule a, BinaryRule b) {
        return new Binary(name, f, a, b);
    }

    private static Unary mask(String name, DoubleUnaryOperator function) {
        return new Unary(name, function, null);
    }

    private static Binary mask(String name, DoubleBinaryOperator function) {
        return new Binary(name, function, null, null);
    }

    /** exp(-x^2). */
    private static Tensor bell(Tensor x) {
        return x.square().neg().exp();
    }

    /** A multiple q y of a root y passes q / 2 on, in the root's domain. */
    private static Tensor ofRoot(Tensor q, Tensor x) {
        return q.mul(0.5).gate(Elementwise.mask(ElementaryRows.OF_ROOT, x));
    }

    private static Tensor ofHypot(Tensor g, Tensor y, Tensor x, Tensor other) {
        return Lengths.share(g, y, u -> u.strongTimes(x.hypotSlope(other)), q -> q.timesEven(x));
    }

    /** A tangent times a slope that wins where it is 0. */
    private static Tensor tangent(Tensor g, Tensor slope) {
        return g.mul(slope).gate(Elementwise.mask(ElementaryRows.TAKEN, slope));
    }

    private static boolean isTangent() {
        return Recorder.current().sweepsTangents();
    }

    /** A slope of a power in its exponent, 0 where the base is 0 or below. */
    private static Tensor moving(Tensor base, Tensor exponent, Tensor slope) {
        return slope.gate(Elementwise.mask(ElementaryRows.POWER_MOVES, base, exponent));
    }
}
