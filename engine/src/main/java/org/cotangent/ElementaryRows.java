package org.cotangent;

import static org.cotangent.Elementwise.mask;
import static org.cotangent.Elementwise.op;
import static org.cotangent.kernel.StrongZero.strong;

import org.cotangent.Elementwise.Binary;
import org.cotangent.Elementwise.Unary;
import org.cotangent.Elementwise.UnaryRule;
import org.cotangent.internal.Op;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.Elementary;
import org.cotangent.kernel.Erf;
import org.cotangent.kernel.First;
import org.cotangent.kernel.Gamma;
import org.cotangent.kernel.UnaryKernel;

/**
 * The elementwise operations without attributes and without a kernel of their own, which stand in
 * {@link KernelRows}: one row each, the function beside its derivatives. Letters as in {@link Op}.
 *
 * <p>Each row has a holder, which is initialized when the row is first used: a process takes a
 * quarter of a millisecond for every lambda that it meets.
 *
 * <p>A rule multiplies its adjoint once, by a slope put together before, and with a strong zero
 * ({@link Tensor#strongTimes}): in a chain of such products the zero of one factor would swallow
 * the NaN of the next. Where such a slope may leave the range of doubles alone, the steps are taken
 * one by one, if no NaN is lost. Slopes that cancel in the tails when written with the result
 * alone, such as y (1 - y) of the sigmoid, are functions of x with a row of their own.
 */
final class ElementaryRows {
    // spotless:off
    interface Rsqrt          { Unary  ROW = op("rsqrt",      x -> 1 / Math.sqrt(x + 0.0), (g, y, x) -> g.strongTimes(y.mul(y).mul(y).mul(-0.5))); }
    interface Cbrt           { Unary  ROW = op("cbrt",       Elementary::cbrt, (g, y, x) -> g.strongOver(y.square().mul(3))); }
    interface Expm1          { Unary  ROW = op("expm1",      Elementary::expm1, (g, y, x) -> g.strongTimes(x.exp())); }
    interface Log1p          { Unary  ROW = op("log1p",      Elementary::log1p, (g, y, x) -> g.strongOver(x.add(1))); }
    interface Sin            { Unary  ROW = op("sin",        Elementary::sin, (g, y, x) -> g.strongTimes(x.cos())).slope(Elementary::cos); }
    interface Cos            { Unary  ROW = op("cos",        Elementary::cos, (g, y, x) -> g.strongTimes(x.sin()).neg()).byX((g, x) -> -strong(g * Elementary.sin(x), g)); }
    interface Tan            { Unary  ROW = op("tan",        Elementary::tan, (g, y, x) -> g.strongTimes(y.square().add(1))); }
    interface Asin           { Unary  ROW = op("asin",       Elementary::asin, (g, y, x) -> g.strongTimes(Elementwise.apply(OneMinusSquare.ROW, x).rsqrt())); }
    interface Acos           { Unary  ROW = op("acos",       Elementary::acos, (g, y, x) -> g.strongTimes(Elementwise.apply(OneMinusSquare.ROW, x).rsqrt()).neg()); }
    interface Atan           { Unary  ROW = op("atan",       Elementary::atan, (g, y, x) -> g.strongTimes(Elementwise.apply(AtanSlope.ROW, x))); }
    interface Sinh           { Unary  ROW = op("sinh",       Elementary::sinh, (g, y, x) -> g.strongTimes(x.cosh())); }
    interface Cosh           { Unary  ROW = op("cosh",       Elementary::cosh, (g, y, x) -> g.strongTimes(x.sinh())); }
    interface Asinh          { Unary  ROW = op("asinh",      Scalar::asinh, (g, y, x) -> g.strongOver(x.hypot(Tensor.of(1)))); }
    interface Acosh          { Unary  ROW = op("acosh",      Scalar::acosh, (g, y, x) -> g.strongTimes(x.sub(1).rsqrt().mul(x.add(1).rsqrt()))); }
    interface Atanh          { Unary  ROW = op("atanh",      Scalar::atanh, (g, y, x) -> g.strongOver(Elementwise.apply(OneMinusSquare.ROW, x))); }
    interface Sign           { Unary  ROW = op("sign",       Math::signum, (g, y, x) -> g.gate(mask(FlatSlope.ROW, x))).pieces(Scalar::ofSign); }
    interface Floor          { Unary  ROW = op("floor",      Math::floor, (g, y, x) -> g.gate(mask(FlatSlope.ROW, x))).pieces(Scalar::ofStep); }
    interface Ceil           { Unary  ROW = op("ceil",       Math::ceil, (g, y, x) -> g.gate(mask(FlatSlope.ROW, x))).pieces(Scalar::ofStep); }
    interface Round          { Unary  ROW = op("round",      Math::rint, (g, y, x) -> g.gate(mask(FlatSlope.ROW, x))).pieces(Scalar::ofRounding); }
    interface Softplus       { Unary  ROW = op("softplus",   Scalar::softplus, (g, y, x) -> g.strongTimes(x.sigmoid())).slope(UnaryKernel.SIGMOID); }
    interface LogSigmoid     { Unary  ROW = op("logSigmoid", x -> -Scalar.softplus(-x), (g, y, x) -> g.strongTimes(x.neg().sigmoid())); }
    interface Silu           { Unary  ROW = op("silu",       Scalar::silu, (g, y, x) -> g.strongTimes(Elementwise.apply(SiluSlope.ROW, x))); }
    interface Gelu           { Unary  ROW = op("gelu",       Scalar::gelu, (g, y, x) -> g.strongTimes(Elementwise.apply(GeluSlope.ROW, x))); }
    interface ErrorFunction  { Unary  ROW = op("erf",        Erf::erf, (g, y, x) -> g.strongTimes(bell(x).mul(Scalar.TWO_BY_ROOT_PI))); }
    interface Erfc           { Unary  ROW = op("erfc",       Erf::erfc, (g, y, x) -> g.strongTimes(bell(x).mul(-Scalar.TWO_BY_ROOT_PI))); }
    interface LogGamma       { Unary  ROW = op("logGamma",   Gamma::logGamma, (g, y, x) -> g.strongTimes(Elementwise.apply(Digamma.ROW, x))); }
    interface Digamma        { Unary  ROW = op("digamma",    Gamma::digamma, (g, y, x) -> g.strongTimes(Elementwise.apply(polygamma(1), x))); }

    /** silu'(x) = sigmoid(x) (1 + x sigmoid(-x)); its slope sigmoid'(x) (2 - x tanh(x/2)), 0 to the last bit beyond 800. */
    interface SiluSlope      { Unary  ROW = op("siluSlope",  Scalar::siluSlope, (g, y, x) -> { Tensor c = x.clamp(-800, 800); return g.strongTimes(c.sigmoidSlope().mul(c.mul(c.mul(0.5).tanh()).neg().add(2))); }); }
    /** gelu'(x) = P(x) + x p(x) with the normal distribution's P and p; its slope p(x) (2 - x^2), 0 to the last bit beyond 40. */
    interface GeluSlope      { Unary  ROW = op("geluSlope",  Scalar::geluSlope, (g, y, x) -> { Tensor s = x.clamp(-40, 40).square(); return g.strongTimes(s.mul(-0.5).exp().mul(Scalar.ONE_BY_ROOT_TWO_PI).mul(s.neg().add(2))); }); }

    /** atan'(x) = 1 / (1 + x^2); its slope -2 x y y, each factor in its turn: the square of y leaves the range before the slope does. */
    interface AtanSlope      { Unary  ROW = op("atanSlope",  x -> 1 / (1 + x * x), (g, y, x) -> g.strongTimes(x.mul(y).mul(y).mul(-2))); }

    /** 1 - x^2 as a product that does not cancel near 1. */
    interface OneMinusSquare { Unary  ROW = op("oneMinusSquare", x -> (1 - x) * (1 + x), (g, y, x) -> g.strongTimes(x).mul(-2)); }

    interface Pow            { Binary ROW = op("pow",        Elementary::pow, (g, y, a, b) -> g.strongTimes(a.powSlope(b)), (g, y, a, b) -> g.strongTimes(a.powLog(b))); }
    interface Atan2          { Binary ROW = op("atan2",      Elementary::atan2, (g, y, a, b) -> { Tensor r = a.hypot(b); return g.strongTimes(b.ratio(r).div(r)); }, (g, y, a, b) -> { Tensor r = a.hypot(b); return g.strongTimes(a.ratio(r).div(r)).neg(); }); }
    interface Hypot          { Binary ROW = op("hypot",      Elementary::hypot, (g, y, a, b) -> ofHypot(g, y, a, b), (g, y, a, b) -> ofHypot(g, y, b, a)).pieces((p, q) -> p == 0 && q == 0 ? 1 : 2); }

    /** a / hypot(a, b), and 0 where both are; written so that its slopes b b / r^3 and -a b / r^3 do not cancel. */
    interface HypotSlope     { Binary ROW = op("hypotSlope", (p, q) -> Scalar.ratio(p, Elementary.hypot(p, q)), (g, y, a, b) -> g.strongTimes(b.hypotSlope(a).square().div(a.hypot(b))), (g, y, a, b) -> g.strongTimes(y.mul(b.hypotSlope(a)).div(a.hypot(b))).neg()); }
    /** a b for the slope b of an even power: 0 where either is 0, the slope also under an infinite a, since a function of x x is even. */
    interface TimesEven      { Binary ROW = op("timesEven",  BinaryKernel.TIMES_EVEN, (g, y, a, b) -> isTangent() ? tangent(g, b) : g.timesEven(b), (g, y, a, b) -> g.timesOrZero(Elementwise.apply(UnderEven.ROW, Lengths.near(a), b))); }
    /** a, and NaN where it is infinite beside a slope b of 0 of an even power: the second derivative of a root of squares at 0. */
    interface UnderEven      { Binary ROW = op("underEven",  (First) (p, q) -> q == 0 && Double.isInfinite(p) ? Double.NaN : p, (g, y, a, b) -> g, (g, y, a, b) -> null); }
    /** a b, exactly 0 where either is 0 whatever the other is: where b wins over the pole of a. */
    interface TimesOrZero    { Binary ROW = op("timesOrZero", BinaryKernel.GATE, (g, y, a, b) -> isTangent() ? tangent(g, b) : g.timesOrZero(b), (g, y, a, b) -> isTangent() ? tangent(g, a) : g.timesOrZero(a)); }
    /** The share a of a rule of several steps, and 0 for NaN where the adjoint b that it came from is 0. b passes nothing on. */
    interface Settle         { Binary ROW = op("settle",     BinaryKernel.SETTLE, (g, y, a, b) -> isTangent() ? g : g.gate(mask(Settled.ROW, a, b)), (g, y, a, b) -> null); }
    /** a, whose derivative is unknown where the mask b is NaN: what passes on at a length of 0. */
    interface Rough          { Binary ROW = op("rough",      (First) (p, q) -> p, (g, y, a, b) -> isTangent() ? g : g.mul(b), (g, y, a, b) -> null); }
    /** a / b for a share a of a length b: 0 where the length is 0, the sign of a where both are infinite. */
    interface Ratio          { Binary ROW = op("ratio",      Scalar::ratio, (g, y, a, b) -> g.strongRatio(b), (g, y, a, b) -> g.strongTimes(y).strongRatio(b).neg()); }
    /** The same, and 0 where a is 0 whatever b is. */
    interface StrongRatio    { Binary ROW = op("strongRatio", (p, q) -> p == 0 ? 0 : Scalar.ratio(p, q), (g, y, a, b) -> isTangent() ? g.ratio(b) : g.strongRatio(b), (g, y, a, b) -> g.timesOrZero(y).strongRatio(b).neg()); }
    /** The slope b a^(b-1) of a power in its base. */
    interface PowSlope       { Binary ROW = op("powSlope",   Scalar::powSlope, (g, y, a, b) -> g.strongTimes(a.powSlope(b.sub(1)).timesOrZero(b)), (g, y, a, b) -> g.strongTimes(moving(a, b, a.pow(b.sub(1)).add(a.powLog(b.sub(1)).timesOrZero(b))))); }
    /** The slope a^b log(a) of a power in its exponent; 0 where the base is 0 or below. */
    interface PowLog         { Binary ROW = op("powLog",     Scalar::powLog, (g, y, a, b) -> g.strongTimes(moving(a, b, a.pow(b).div(a).add(a.log().timesOrZero(a.powSlope(b))))), (g, y, a, b) -> g.strongTimes(a.log().timesOrZero(y))); }

    // without a derivative: comparisons, and the slopes of what is defined in pieces; NaN in, NaN out, but for comparisons
    interface Gt             { Binary ROW = mask("gt",         (p, q) -> p > q ? 1 : 0); }
    interface Ge             { Binary ROW = mask("ge",         (p, q) -> p >= q ? 1 : 0); }
    interface Lt             { Binary ROW = mask("lt",         (p, q) -> p < q ? 1 : 0); }
    interface Le             { Binary ROW = mask("le",         (p, q) -> p <= q ? 1 : 0); }
    interface Eq             { Binary ROW = mask("eq",         (p, q) -> p == q ? 1 : 0); }
    interface Ne             { Binary ROW = mask("ne",         (p, q) -> p != q ? 1 : 0); }
    interface Share          { Binary ROW = mask("share",      Scalar::share); }

    /** 1 where a condition is not 0, else 0; and the opposite. */
    interface Taken          { Unary  ROW = mask("taken",      c -> c != 0 ? 1 : 0); }
    interface NotTaken       { Unary  ROW = mask("notTaken",   c -> c != 0 ? 0 : 1); }
    /** The slope of what does not move. */
    interface FlatSlope      { Unary  ROW = mask("flatSlope",  Scalar::flat); }
    interface AbsSlope       { Unary  ROW = mask("absSlope",   Math::signum); }
    /** 1 below 0, else 0. */
    interface Below          { Unary  ROW = mask("below",      x -> x < 0 ? 1 : Scalar.flat(x)); }
    /** 1 in the domain of a root, NaN outside. */
    interface OfRoot         { Unary  ROW = mask("rootDomain", x -> x >= 0 ? 1 : Double.NaN); }
    /** 1 where a power moves with its exponent. */
    interface PowerMoves     { Binary ROW = mask("powerMoves", Scalar::powerMoves); }
    /** 1 where an element p of a group attains the group's extremum q. */
    interface Attains        { Binary ROW = mask("attains",    (p, q) -> p == q ? 1 : q != q ? Double.NaN : 0); }
    /** 0 where p is NaN and the adjoint q that it came from 0, else 1. */
    interface Settled        { Binary ROW = mask("settled",    (p, q) -> p != p && q == 0 ? 0 : 1); }
    /** 1 where an adjoint and the length that it belongs to are both 0. */
    interface AtZero         { Binary ROW = mask("atZero",     (p, q) -> p == 0 && q == 0 ? 1 : 0); }
    /** NaN there, else 1. */
    interface Lost           { Binary ROW = mask("lost",       (p, q) -> p == 0 && q == 0 ? Double.NaN : 1); }
    /** NaN where it is not 0, else 1. */
    interface LostIf         { Unary  ROW = mask("lostIf",     v -> v != 0 ? Double.NaN : 1); }
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
        Unary slope = clampSlope(least, most);
        return op(
                        "clamp",
                        x -> Math.min(Math.max(x, least), most),
                        (g, y, x) -> g.gate(mask(slope, x)))
                .of("least", least, "most", most)
                .pieces(
                        (x, y) ->
                                x < least ? 0 : x == least ? 1 : x < most ? 2 : x == most ? 3 : 4);
    }

    /** 1 between two bounds. */
    static Unary clampSlope(double least, double most) {
        return mask("clampSlope", x -> least < most && x >= least && x <= most ? 1 : Scalar.flat(x))
                .of("least", least, "most", most);
    }

    /** x above 0, a multiple of it below; the least slope in size at 0. */
    static Unary leakyRelu(double factor) {
        Unary slope = leakyReluSlope(factor);
        return op("leakyRelu", x -> x > 0 ? x : factor * x, (g, y, x) -> g.gate(mask(slope, x)))
                .of("slope", factor)
                .pieces(Scalar::ofSign);
    }

    /** 1 above 0, a factor below. */
    static Unary leakyReluSlope(double factor) {
        double atKink = Scalar.leastOf(factor, 1);
        return mask(
                        "leakyReluSlope",
                        x -> x > 0 ? 1 : x < 0 ? factor : x == 0 ? atKink : Double.NaN)
                .of("slope", factor);
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
                        (g, y, x) -> g.gate(mask(Below.ROW, x)).strongTimes(y))
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

    /** exp(-x^2). */
    private static Tensor bell(Tensor x) {
        return x.square().neg().exp();
    }

    private static Tensor ofHypot(Tensor g, Tensor y, Tensor x, Tensor other) {
        return Lengths.share(g, y, u -> u.strongTimes(x.hypotSlope(other)), q -> q.timesEven(x));
    }

    /** A tangent times a slope that wins where it is 0. */
    private static Tensor tangent(Tensor g, Tensor slope) {
        return g.mul(slope).gate(mask(Taken.ROW, slope));
    }

    private static boolean isTangent() {
        return Recorder.current().sweepsTangents();
    }

    /** A slope of a power in its exponent, 0 where the base is 0 or below. */
    private static Tensor moving(Tensor base, Tensor exponent, Tensor slope) {
        return slope.gate(mask(PowerMoves.ROW, base, exponent));
    }
}
