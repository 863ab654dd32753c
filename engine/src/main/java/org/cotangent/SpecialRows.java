package org.cotangent;

import static org.cotangent.Elementwise.op;

import java.util.Map;
import org.cotangent.Elementwise.Binary;
import org.cotangent.Elementwise.Unary;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.Bessel;
import org.cotangent.kernel.Beta;
import org.cotangent.kernel.Elementary;
import org.cotangent.kernel.IncompleteBeta;
import org.cotangent.kernel.IncompleteGamma;
import org.cotangent.kernel.Logarithms;
import org.cotangent.kernel.Normal;

/**
 * The rows of {@link Special} beyond those that {@link ElementaryRows} needs itself, in the same
 * notation. They stand apart so that programs without them do not load them.
 *
 * <p>Where a derivative would cancel if it were put together from others, or is a limit at the edge
 * of the domain, it is a function with a row of its own; the families, numbered by orders of
 * derivatives, are closed, so that every order is as good as the first.
 */
final class SpecialRows {
    // spotless:off
    static final Unary  EXP2        = op("exp2",       Logarithms::exp2,           (g, y, x) -> g.strongTimes(y.mul(Elementary.log(2))));
    static final Unary  LOG2        = op("log2",       Logarithms::log2,           (g, y, x) -> g.overFromAbove(x).mul(1 / Elementary.log(2)));
    static final Unary  LOG10       = op("log10",      Elementary::log10,                (g, y, x) -> g.overFromAbove(x).mul(1 / Elementary.log(10)));
    static final Unary  LOG1MEXP    = op("log1mexp",   Logarithms::log1mexp,       (g, y, x) -> g.strongTimes(of(SpecialRows.LOG1MEXP_SLOPE, x)));
    static final Unary  LOGIT       = op("logit",      Logarithms::logit,          (g, y, x) -> g.overFromAbove(of(SpecialRows.TIMES_COMPLEMENT, x)));
    static final Unary  NORMAL_CDF  = op("normalCdf",  Normal::cdf,                (g, y, x) -> g.strongTimes(of(SpecialRows.NORMAL_DENSITY, x)));
    static final Unary  LOG_NORMAL_CDF = op("logNormalCdf", Normal::logCdf,        (g, y, x) -> g.strongTimes(of(mills(0), x)));
    static final Unary  NORMAL_QUANTILE = op("normalQuantile", Normal::quantile,   (g, y, x) -> g.strongTimes(of(SpecialRows.QUANTILE_SLOPE, x)));

    /** e^x / (e^x - 1), below 0: its slope s (1 - s) does not cancel. */
    static final Unary  LOG1MEXP_SLOPE = op("log1mexpSlope", Logarithms::log1mexpSlope, (g, y, x) -> g.strongTimes(y.mul(y.neg().add(1))));
    /** x (1 - x), whose slope 1 - 2 x does not round near 1/2. */
    static final Unary  TIMES_COMPLEMENT = op("timesComplement", x -> x * (1 - x), (g, y, x) -> g.strongTimes(x.mul(-2).add(1)));
    /** The slope of the density is -x times it, 0 to the last bit beyond 40. */
    static final Unary  NORMAL_DENSITY = op("normalDensity", Normal::density,      (g, y, x) -> g.strongTimes(y.mul(x.clamp(-40, 40)).neg()));
    /** 1 / density(quantile(p)); its slope is the quantile times its square. */
    static final Unary  QUANTILE_SLOPE = op("normalQuantileSlope", Normal::quantileSlope, (g, y, x) -> g.strongTimes(y.mul(of(SpecialRows.NORMAL_QUANTILE, x)).mul(y)));

    static final Binary LOG_ADD_EXP = op("logAddExp",  Logarithms::logAddExp,      (g, y, a, b) -> g.strongTimes(of(SpecialRows.PART, a, b)),        (g, y, a, b) -> g.strongTimes(of(SpecialRows.PART, b, a)));
    static final Binary XLOGY       = op("xlogy",      Logarithms::xlogy,          (g, y, a, b) -> g.strongTimes(b.log()),                           (g, y, a, b) -> g.strongTimes(of(SpecialRows.X_OVER_Y, a, b)));
    static final Binary LOG_BETA    = op("logBeta",    Beta::logBeta,              (g, y, a, b) -> g.strongTimes(of(difference(0), a, b)).neg(),     (g, y, a, b) -> g.strongTimes(of(difference(0), b, a)).neg());
    static final Binary GAMMA_P     = op("gammaP",     IncompleteGamma::p,         (g, y, a, b) -> g.strongTimes(of(gammaQ(1), a, b)).neg(),         (g, y, a, b) -> g.strongTimes(of(gammaDensity(0, 0), a, b)));

    /** e^a / (e^a + e^b), s, whose slopes s (1 - s) are products of two such. */
    static final Binary PART        = op("logAddExpSlope", Logarithms::part,       (g, y, a, b) -> g.strongTimes(y.mul(of(SpecialRows.PART, b, a))), (g, y, a, b) -> g.strongTimes(y.mul(of(SpecialRows.PART, b, a))).neg());
    /** a / b, and 0 where a is. */
    static final Binary X_OVER_Y    = op("xlogySlope", Logarithms::xOverY,         (g, y, a, b) -> g.overFromAbove(b),                         (g, y, a, b) -> g.strongTimes(of(SpecialRows.X_OVER_Y, y, b)).neg());
    // spotless:on

    private SpecialRows() {}

    static Tensor of(Unary op, Tensor x) {
        return Elementwise.apply(op, x);
    }

    static Tensor of(Binary op, Tensor a, Tensor b) {
        return Elementwise.apply(op, a, b);
    }

    /**
     * The k-th derivative of the inverse Mills ratio m, for k up to 2: on the far left parts of
     * these cancel. So do those of m''' = -(2 m' (1 + m') + m'' (x + 2 m)), which is no row.
     */
    static Unary mills(int k) {
        return switch (k) {
            case 0 -> op("mills", Normal::mills, (g, y, x) -> g.strongTimes(of(mills(1), x)));
            case 1 ->
                    op(
                            "millsSlope",
                            Normal::millsSlope,
                            (g, y, x) -> g.strongTimes(of(mills(2), x)));
            default ->
                    op(
                            "millsCurve",
                            Normal::millsCurve,
                            (g, y, x) -> g.strongTimes(thirdOfMills(y, x.clamp(-1e100, 40))));
        };
    }

    private static Tensor thirdOfMills(Tensor curve, Tensor x) {
        Tensor m = of(mills(0), x);
        Tensor slope = of(mills(1), x);
        Tensor first = slope.mul(slope.add(1)).mul(2);
        return curve.mul(x.add(m).add(m)).add(first).neg();
    }

    /** The difference psi(a + b) - psi(a) of n-th derivatives of the digamma function. */
    static Binary difference(int n) {
        return op(
                        n == 0 ? "digammaDifference" : "polygammaDifference",
                        (a, b) -> Beta.polygammaDifference(n, a, b),
                        (g, y, a, b) -> g.strongTimes(of(difference(n + 1), a, b)),
                        (g, y, a, b) -> g.strongTimes(Special.polygamma(n + 1, a.add(b))))
                .of("order", n);
    }

    /** The n-th derivative of Q(a, x) in a. */
    static Binary gammaQ(int n) {
        return op(
                        n == 0 ? "gammaQ" : "gammaQSlope",
                        (a, x) -> IncompleteGamma.q(n, a, x),
                        (g, y, a, x) -> g.strongTimes(of(gammaQ(n + 1), a, x)),
                        (g, y, a, x) -> g.strongTimes(of(gammaDensity(n, 0), a, x)).neg())
                .of("order", n);
    }

    /** The derivative of order n in a and k in x of the density of P(a, x). */
    static Binary gammaDensity(int n, int k) {
        return op(
                        "gammaDensity",
                        (a, x) -> IncompleteGamma.density(n, k, a, x),
                        (g, y, a, x) -> g.strongTimes(of(gammaDensity(n + 1, k), a, x)),
                        (g, y, a, x) -> g.strongTimes(of(gammaDensity(n, k + 1), a, x)))
                .of("orderInA", n, "orderInX", k);
    }

    /** The modified Bessel function of order n, by I' = (I of n - 1 + I of n + 1) / 2. */
    static Unary besselI(int n) {
        return op(
                "besselI" + n,
                x -> Bessel.i(n, x),
                (g, y, x) ->
                        n == 0
                                ? g.strongTimes(of(besselI(1), x))
                                : g.strongTimes(
                                        of(besselI(n - 1), x).add(of(besselI(n + 1), x)).mul(0.5)));
    }

    /** The k-th derivative of e^-|x| I0(x). */
    static Unary besselI0e(int k) {
        return op(
                        k == 0 ? "besselI0e" : "besselI0eSlope",
                        x -> Bessel.scaled0(k, x),
                        (g, y, x) -> g.strongTimes(of(besselI0e(k + 1), x)))
                .of("order", k)
                .pieces(Scalar::ofSign);
    }

    /** The k-th derivative of e^-|x| I1(x). */
    static Unary besselI1e(int k) {
        return op(
                        k == 0 ? "besselI1e" : "besselI1eSlope",
                        x -> Bessel.scaled1(k, x),
                        (g, y, x) -> g.strongTimes(of(besselI1e(k + 1), x)))
                .of("order", k)
                .pieces(Scalar::ofSign);
    }

    /** The derivative of order m in a and n in b of I_x(a, b). */
    record BetaInc(int m, int n) implements CustomOp {
        @Override
        public String name() {
            return m + n == 0 ? "betaInc" : "betaIncSlope";
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("orderInA", m, "orderInB", n);
        }

        @Override
        public Tensor forward(Tensor... in) {
            return zip(name(), (x, a, b) -> IncompleteBeta.i(m, n, a, b, x), in);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... in) {
            CustomOp slope =
                    switch (input) {
                        case 0 -> new BetaDensity(m, n, 0);
                        case 1 -> new BetaInc(m + 1, n);
                        default -> new BetaInc(m, n + 1);
                    };
            return g.strongTimes(slope.apply(in));
        }
    }

    /** The derivative of order m in a, n in b and k in x of the density of I_x(a, b). */
    record BetaDensity(int m, int n, int k) implements CustomOp {
        @Override
        public String name() {
            return "betaDensity";
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("orderInA", m, "orderInB", n, "orderInX", k);
        }

        @Override
        public Tensor forward(Tensor... in) {
            return zip(name(), (x, a, b) -> IncompleteBeta.density(m, n, k, a, b, x), in);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... in) {
            CustomOp slope =
                    switch (input) {
                        case 0 -> new BetaDensity(m, n, k + 1);
                        case 1 -> new BetaDensity(m + 1, n, k);
                        default -> new BetaDensity(m, n + 1, k);
                    };
            return g.strongTimes(slope.apply(in));
        }
    }

    @FunctionalInterface
    private interface OfThree {
        double at(double p, double q, double r);
    }

    /** Element by element, after broadcasting. */
    private static Tensor zip(String name, OfThree f, Tensor... in) {
        Shape two = Shape.broadcast(name, in[0].shape, in[1].shape);
        Shape shape = Shape.broadcast(name, two, in[2].shape);
        double[] p = Structure.expand(in[0], shape).array();
        double[] q = Structure.expand(in[1], shape).array();
        double[] r = Structure.expand(in[2], shape).array();
        double[] y = new double[shape.size];
        for (int i = 0; i < y.length; i++) {
            y[i] = f.at(p[i], q[i], r[i]);
        }
        return Tensor.constant(shape, y);
    }
}
