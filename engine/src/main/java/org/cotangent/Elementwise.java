package org.cotangent;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.kernel.Erf;
import org.cotangent.kernel.Gamma;
import org.cotangent.kernel.Loops;
import org.cotangent.kernel.MapFunction;
import org.cotangent.kernel.ZipFunction;

// Longer than 400 lines: the table and the operations with attributes, each beside its rule.

/**
 * The elementwise operations: one row each, the function beside its derivatives. Letters as in
 * {@link Op}.
 *
 * <p>Slopes that cancel in the tails when written with the result alone, such as y (1 - y) of the
 * sigmoid, are functions of x with a row of their own.
 */
final class Elementwise {
    // spotless:off
    static final Unary  NEG        = op("neg",        MapFunction.NEG,                (g, y, x) -> g.neg()).with(ScalarRule.NEG);
    static final Unary  RECIPROCAL = op("reciprocal", MapFunction.RECIPROCAL,         (g, y, x) -> g.times(y.square()).neg()).with(ScalarRule.RECIPROCAL);
    static final Unary  SQUARE     = op("square",     MapFunction.SQUARE,             (g, y, x) -> g.timesEven(x).mul(2)).fusedX(ZipFunction.TWICE_EVEN).with(ScalarRule.SQUARE);
    static final Unary  SQRT       = op("sqrt",       MapFunction.SQRT,               (g, y, x) -> Lengths.share(g, y, u -> u.over(y.mul(2)), q -> ofRoot(q, x))).with(ScalarRule.SQRT);
    static final Unary  RSQRT      = op("rsqrt",      x -> 1 / Math.sqrt(x + 0.0),    (g, y, x) -> g.times(y.mul(y).mul(y).mul(-0.5)));
    static final Unary  CBRT       = op("cbrt",       Math::cbrt,                     (g, y, x) -> g.over(y.square().mul(3)));
    static final Unary  EXP        = op("exp",        MapFunction.EXP,                (g, y, x) -> g.times(y)).fusedY(ZipFunction.STRONG_MUL).with(ScalarRule.EXP);
    static final Unary  EXPM1      = op("expm1",      Math::expm1,                    (g, y, x) -> g.times(x.exp()));
    static final Unary  LOG        = op("log",        MapFunction.LOG,                (g, y, x) -> g.overFromAbove(x)).fusedX(ZipFunction.STRONG_DIV_FROM_ABOVE).with(ScalarRule.LOG);
    static final Unary  LOG1P      = op("log1p",      Math::log1p,                    (g, y, x) -> g.over(x.add(1)));
    static final Unary  SIN        = op("sin",        Math::sin,                      (g, y, x) -> g.times(x.cos())).with(ScalarRule.SIN);
    static final Unary  COS        = op("cos",        Math::cos,                      (g, y, x) -> g.times(x.sin()).neg()).with(ScalarRule.COS);
    static final Unary  TAN        = op("tan",        Math::tan,                      (g, y, x) -> g.times(y.square().add(1)));
    static final Unary  ASIN       = op("asin",       Math::asin,                     (g, y, x) -> g.times(apply(Elementwise.ONE_MINUS_SQUARE, x).rsqrt()));
    static final Unary  ACOS       = op("acos",       Math::acos,                     (g, y, x) -> g.times(apply(Elementwise.ONE_MINUS_SQUARE, x).rsqrt()).neg());
    static final Unary  ATAN       = op("atan",       Math::atan,                     (g, y, x) -> g.times(apply(Elementwise.ATAN_SLOPE, x)));
    static final Unary  SINH       = op("sinh",       Math::sinh,                     (g, y, x) -> g.times(x.cosh()));
    static final Unary  COSH       = op("cosh",       Math::cosh,                     (g, y, x) -> g.times(x.sinh()));
    static final Unary  TANH       = op("tanh",       MapFunction.TANH,               (g, y, x) -> g.times(x.tanhSlope())).fusedX(ZipFunction.TIMES_TANH_SLOPE).with(ScalarRule.TANH);
    static final Unary  ASINH      = op("asinh",      Scalar::asinh,                  (g, y, x) -> g.over(x.hypot(Tensor.of(1))));
    static final Unary  ACOSH      = op("acosh",      Scalar::acosh,                  (g, y, x) -> g.times(x.sub(1).rsqrt().mul(x.add(1).rsqrt())));
    static final Unary  ATANH      = op("atanh",      Scalar::atanh,                  (g, y, x) -> g.over(apply(Elementwise.ONE_MINUS_SQUARE, x)));
    static final Unary  ABS        = op("abs",        MapFunction.ABS,                (g, y, x) -> Lengths.share(g, y, u -> u.gate(mask(Math::signum, x)), q -> q.timesEven(x))).with(ScalarRule.ABS);
    static final Unary  SIGN       = op("sign",       Math::signum,                   (g, y, x) -> g.gate(mask(Scalar::flat, x)));
    static final Unary  FLOOR      = op("floor",      Math::floor,                    (g, y, x) -> g.gate(mask(Scalar::flat, x)));
    static final Unary  CEIL       = op("ceil",       Math::ceil,                     (g, y, x) -> g.gate(mask(Scalar::flat, x)));
    static final Unary  ROUND      = op("round",      Math::rint,                     (g, y, x) -> g.gate(mask(Scalar::flat, x)));
    static final Unary  RELU       = op("relu",       MapFunction.RELU,               (g, y, x) -> g.gate(mask(MapFunction.POSITIVE, x))).fusedX(ZipFunction.WHERE_POSITIVE).with(ScalarRule.RELU);
    static final Unary  SIGMOID    = op("sigmoid",    MapFunction.SIGMOID,            (g, y, x) -> g.times(x.sigmoidSlope())).fusedX(ZipFunction.TIMES_SIGMOID_SLOPE).with(ScalarRule.SIGMOID);
    static final Unary  SOFTPLUS   = op("softplus",   Scalar::softplus,               (g, y, x) -> g.times(x.sigmoid())).with(ScalarRule.SOFTPLUS);
    static final Unary  LOG_SIGMOID = op("logSigmoid", x -> -Scalar.softplus(-x),     (g, y, x) -> g.times(x.neg().sigmoid()));
    static final Unary  SILU       = op("silu",       Scalar::silu,                   (g, y, x) -> g.times(apply(Elementwise.SILU_SLOPE, x)));
    static final Unary  GELU       = op("gelu",       Scalar::gelu,                   (g, y, x) -> g.times(apply(Elementwise.GELU_SLOPE, x)));
    static final Unary  ERF        = op("erf",        Erf::erf,                       (g, y, x) -> g.times(bell(x).mul(Scalar.TWO_BY_ROOT_PI)));
    static final Unary  ERFC       = op("erfc",       Erf::erfc,                      (g, y, x) -> g.times(bell(x).mul(-Scalar.TWO_BY_ROOT_PI)));
    static final Unary  LOG_GAMMA  = op("logGamma",   Gamma::logGamma,                (g, y, x) -> g.times(Special.digamma(x)));
    static final Unary  DIGAMMA    = op("digamma",    Gamma::digamma,                 (g, y, x) -> g.times(Special.polygamma(1, x)));

    /** sigmoid'(x) = sigmoid(x) sigmoid(-x); its own slope is -y (2 sigmoid(x) - 1) = -y tanh(x/2). */
    static final Unary  SIGMOID_SLOPE = op("sigmoidSlope", MapFunction.SIGMOID_SLOPE,       (g, y, x) -> g.times(y.mul(x.mul(0.5).tanh()).neg()));
    /** tanh'(x) = 1 / cosh(x)^2 = 4 sigmoid'(2x). */
    static final Unary  TANH_SLOPE    = op("tanhSlope",    MapFunction.TANH_SLOPE,              (g, y, x) -> g.times(y.mul(x.tanh()).mul(-2)));
    /** silu'(x) = sigmoid(x) (1 + x sigmoid(-x)); its slope sigmoid'(x) (2 - x tanh(x/2)), 0 to the last bit beyond 800. */
    static final Unary  SILU_SLOPE    = op("siluSlope",    Scalar::siluSlope,               (g, y, x) -> { Tensor c = x.clamp(-800, 800); return g.times(c.sigmoidSlope().mul(c.mul(c.mul(0.5).tanh()).neg().add(2))); });
    /** gelu'(x) = P(x) + x p(x) with the normal distribution's P and p; its slope p(x) (2 - x^2), 0 to the last bit beyond 40. */
    static final Unary  GELU_SLOPE    = op("geluSlope",    Scalar::geluSlope,               (g, y, x) -> { Tensor s = x.clamp(-40, 40).square(); return g.times(s.mul(-0.5).exp().mul(Scalar.ONE_BY_ROOT_TWO_PI).mul(s.neg().add(2))); });

    /** atan'(x) = 1 / (1 + x^2); its slope -2 x y y, each factor in its turn: the square of y leaves the range before the slope does. */
    static final Unary  ATAN_SLOPE    = op("atanSlope",    x -> 1 / (1 + x * x),            (g, y, x) -> g.times(x.mul(y).mul(y).mul(-2)));

    /** 1 - x^2 as a product that does not cancel near 1. */
    static final Unary  ONE_MINUS_SQUARE = op("oneMinusSquare", x -> (1 - x) * (1 + x),     (g, y, x) -> g.times(x).mul(-2));

    static final Binary ADD        = op("add",        ZipFunction.ADD,                (g, y, a, b) -> g,                           (g, y, a, b) -> g).with(ScalarRule.ADD);
    static final Binary SUB        = op("sub",        ZipFunction.SUB,                (g, y, a, b) -> g,                           (g, y, a, b) -> g.neg()).with(ScalarRule.SUB);
    static final Binary MUL        = op("mul",        ZipFunction.MUL,                (g, y, a, b) -> a == b ? g.timesEven(b) : g.times(b), (g, y, a, b) -> a == b ? g.timesEven(a) : g.times(a)).fused(ZipFunction.STRONG_MUL).with(ScalarRule.MUL);
    static final Binary DIV        = op("div",        ZipFunction.DIV,                (g, y, a, b) -> g.over(b),                   (g, y, a, b) -> g.times(y.div(b)).neg()).with(ScalarRule.DIV);
    static final Binary MAX        = op("max",        ZipFunction.MAX,                (g, y, a, b) -> g.gate(a.share(b)),          (g, y, a, b) -> g.gate(b.share(a)));
    static final Binary MIN        = op("min",        ZipFunction.MIN,                (g, y, a, b) -> g.gate(b.share(a)),          (g, y, a, b) -> g.gate(a.share(b)));
    static final Binary POW        = op("pow",        Math::pow,                      (g, y, a, b) -> g.times(a.powSlope(b)),      (g, y, a, b) -> g.times(a.powLog(b)));
    static final Binary ATAN2      = op("atan2",      Math::atan2,                    (g, y, a, b) -> { Tensor r = a.hypot(b); return g.times(b.ratio(r).div(r)); }, (g, y, a, b) -> { Tensor r = a.hypot(b); return g.times(a.ratio(r).div(r)).neg(); });
    static final Binary HYPOT      = op("hypot",      Math::hypot,                    (g, y, a, b) -> ofHypot(g, y, a, b),         (g, y, a, b) -> ofHypot(g, y, b, a));

    /** a / hypot(a, b), and 0 where both are; written so that its slopes b b / r^3 and -a b / r^3 do not cancel. */
    static final Binary HYPOT_SLOPE   = op("hypotSlope",  (p, q) -> Scalar.ratio(p, Math.hypot(p, q)), (g, y, a, b) -> g.times(b.hypotSlope(a).square().div(a.hypot(b))), (g, y, a, b) -> g.times(y.mul(b.hypotSlope(a)).div(a.hypot(b))).neg());
    /** a b, and 0 where a is 0 whatever b is: what an adjoint passes on. A zero adjoint, of a branch that was not taken, sends nothing however steep b is. */
    static final Binary STRONG_MUL    = op("strongMul",   ZipFunction.STRONG_MUL,       (g, y, a, b) -> isTangent() ? g.mul(b) : g.times(b),                (g, y, a, b) -> g.timesOrZero(a));
    /** a / b, and 0 where a is 0 whatever b is. */
    static final Binary STRONG_DIV    = op("strongDiv",   ZipFunction.STRONG_DIV,       (g, y, a, b) -> isTangent() ? g.div(b) : g.over(b),                 (g, y, a, b) -> g.timesOrZero(y.over(b)).neg());
    /** The same for a b that is 0 or above, for which -0 is 0. */
    static final Binary STRONG_DIV_FROM_ABOVE = op("strongDiv", ZipFunction.STRONG_DIV_FROM_ABOVE, (g, y, a, b) -> isTangent() ? g.div(b.add(0)) : g.overFromAbove(b), (g, y, a, b) -> g.timesOrZero(y.overFromAbove(b)).neg());
    /** a b for the slope b of an even power: 0 where either is 0, the slope also under an infinite a, since a function of x x is even. */
    static final Binary TIMES_EVEN    = op("timesEven",   (p, q) -> q == 0 && p == p ? 0 : ZipFunction.strong(p * q, p), (g, y, a, b) -> isTangent() ? g.mul(b).gate(mask(q -> q == 0 ? 0 : 1, b)) : g.timesEven(b),  (g, y, a, b) -> g.timesOrZero(apply(Elementwise.UNDER_EVEN, Lengths.near(a), b)));
    /** a, and NaN where it is infinite beside a slope b of 0 of an even power: the second derivative of a root of squares at 0. */
    static final Binary UNDER_EVEN    = op("underEven",   (p, q) -> q == 0 && Double.isInfinite(p) ? Double.NaN : p, (g, y, a, b) -> g, (g, y, a, b) -> null);
    /** a where the mask b is 1, a times b between, exactly 0 where either is 0 whatever the other is. b is constant by intent. */
    static final Binary GATE          = op("gate",        ZipFunction.GATE,             (g, y, a, b) -> g.gate(b),                 (g, y, a, b) -> null);
    /** a b, exactly 0 where either is 0 whatever the other is: where b wins over the pole of a. */
    static final Binary TIMES_OR_ZERO = op("timesOrZero", ZipFunction.GATE,             (g, y, a, b) -> g.timesOrZero(b),          (g, y, a, b) -> g.timesOrZero(a));
    /** What a rule passes on, and 0 for NaN where the adjoint b that it came from is 0. For rules of users; b is constant by intent. */
    static final Binary SETTLE        = op("settle",      ZipFunction::strong,          (g, y, a, b) -> isTangent() ? g : g.gate(mask("settle", (p, q) -> p != p && q == 0 ? 0 : 1, a, b)), (g, y, a, b) -> null);
    /** a / b for a share a of a length b: 0 where the length is 0, the sign of a where both are infinite. */
    static final Binary RATIO         = op("ratio",       Scalar::ratio,                (g, y, a, b) -> g.strongRatio(b),          (g, y, a, b) -> g.times(y.ratio(b)).neg());
    /** The same, and 0 where a is 0 whatever b is. */
    static final Binary STRONG_RATIO  = op("strongRatio", (p, q) -> p == 0 ? 0 : Scalar.ratio(p, q), (g, y, a, b) -> isTangent() ? g.ratio(b) : g.strongRatio(b), (g, y, a, b) -> g.timesOrZero(y.strongRatio(b)).neg());
    /** The slope b a^(b-1) of a power in its base. */
    static final Binary POW_SLOPE     = op("powSlope",    Scalar::powSlope,             (g, y, a, b) -> g.times(a.powSlope(b.sub(1)).timesOrZero(b)), (g, y, a, b) -> g.times(moving(a, b, a.pow(b.sub(1)).add(a.powLog(b.sub(1)).timesOrZero(b)))));
    /** The slope a^b log(a) of a power in its exponent; 0 where the base is 0 or below. */
    static final Binary POW_LOG       = op("powLog",      Scalar::powLog,               (g, y, a, b) -> g.times(moving(a, b, a.pow(b).div(a).add(a.log().timesOrZero(a.powSlope(b))))), (g, y, a, b) -> g.times(a.log().timesOrZero(y)));
    // spotless:on

    /** x to a constant power. */
    record Pow(double exponent) implements Op {
        @Override
        public String name() {
            return "pow";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            if (exponent == 0) {
                return null;
            }
            Tensor slope = y.a.powSlope(Tensor.of(exponent));
            return exponent > 0 && exponent % 2 == 0 ? g.timesEven(slope) : g.times(slope);
        }

        @Override
        public String attributes() {
            return "exponent " + Text.number(exponent);
        }
    }

    /** x kept between two bounds, either of which may be infinite. */
    record Clamp(double least, double most) implements Op {
        @Override
        public String name() {
            return "clamp";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return g.gate(
                    mask(x -> least < most && x >= least && x <= most ? 1 : Scalar.flat(x), y.a));
        }

        @Override
        public String attributes() {
            return Text.number(least) + " to " + Text.number(most);
        }
    }

    /** x above 0, a multiple of it below; the least slope in size at 0. */
    record LeakyRelu(double slope) implements Op {
        @Override
        public String name() {
            return "leakyRelu";
        }

        double value(double x) {
            return x > 0 ? x : slope * x;
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            double atKink = Scalar.leastOf(slope, 1);
            return g.gate(mask(x -> x > 0 ? 1 : x < 0 ? slope : x == 0 ? atKink : Double.NaN, y.a));
        }

        @Override
        public String attributes() {
            return "slope " + Text.number(slope);
        }
    }

    /** x above 0, alpha (e^x - 1) below; the least slope in size at 0. */
    record Elu(double alpha) implements Op {
        @Override
        public String name() {
            return "elu";
        }

        double value(double x) {
            return x > 0 ? x : alpha * Math.expm1(x);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            EluSlope slope = new EluSlope(alpha);
            return g.times(apply(slope, slope::value, y.a));
        }

        @Override
        public String attributes() {
            return "alpha " + Text.number(alpha);
        }
    }

    /** 1 above 0, alpha e^x below: the derivative of elu. */
    record EluSlope(double alpha) implements Op {
        @Override
        public String name() {
            return "eluSlope";
        }

        double value(double x) {
            return x > 0 ? 1 : x == 0 ? Scalar.leastOf(alpha, 1) : alpha * Math.exp(x);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return g.gate(mask(x -> x < 0 ? 1 : Scalar.flat(x), y.a)).times(y);
        }

        @Override
        public String attributes() {
            return "alpha " + Text.number(alpha);
        }
    }

    /** The first plus a multiple of the second. */
    record Axpy(double factor) implements Op {
        @Override
        public String name() {
            return "axpy";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return input == 0 ? g : g.times(Tensor.of(factor));
        }

        @Override
        public String attributes() {
            return "factor " + Text.number(factor);
        }
    }

    /** The polygamma function of order n, the (n+1)-th derivative of log-gamma. */
    record Polygamma(int n) implements Op {
        @Override
        public String name() {
            return "polygamma";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return g.times(Special.polygamma(n + 1, y.a));
        }

        @Override
        public String attributes() {
            return "order " + n;
        }
    }

    /** The second where the first, a mask, is not 0, else the third. */
    record Where() implements Op {
        @Override
        public String name() {
            return "where";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            Tensor condition = y.input(0);
            return switch (input) {
                case 0 -> null;
                case 1 -> g.gate(mask(c -> c != 0 ? 1 : 0, condition));
                default -> g.gate(mask(c -> c != 0 ? 0 : 1, condition));
            };
        }
    }

    @FunctionalInterface
    interface UnaryRule {
        Tensor apply(Tensor g, Tensor y, Tensor x);
    }

    @FunctionalInterface
    interface BinaryRule {
        Tensor apply(Tensor g, Tensor y, Tensor a, Tensor b);
    }

    /**
     * A record, so that the JIT compiler takes the fields of the constants above for constants.
     *
     * @param fused the rule in one pass, as a function of g and either y or x, for passes that are
     *     not recorded; null if there is none
     * @param ofResult whether that function's second operand is y
     * @param inNumbers the rule for scalars in passes that are not recorded; null if there is none
     */
    record Unary(
            String name,
            DoubleUnaryOperator function,
            UnaryRule rule,
            ZipFunction fused,
            boolean ofResult,
            ScalarRule inNumbers)
            implements Op {
        Unary fusedX(ZipFunction function) {
            return new Unary(name, this.function, rule, function, false, inNumbers);
        }

        Unary fusedY(ZipFunction function) {
            return new Unary(name, this.function, rule, function, true, inNumbers);
        }

        Unary with(ScalarRule inNumbers) {
            return new Unary(name, function, rule, fused, ofResult, inNumbers);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return rule.apply(g, y, y.a);
        }

        @Override
        public Tensor pull(int input, Tensor g, boolean owned, Tensor y) {
            return fused == null ? adjoint(input, g, y) : fuse(fused, g, owned, ofResult ? y : y.a);
        }
    }

    /** See {@link Unary}; here the fused function is that of g and the other input. */
    record Binary(
            String name,
            DoubleBinaryOperator function,
            BinaryRule ruleA,
            BinaryRule ruleB,
            ZipFunction fused,
            ScalarRule inNumbers)
            implements Op {
        Binary fused(ZipFunction function) {
            return new Binary(name, this.function, ruleA, ruleB, function, inNumbers);
        }

        Binary with(ScalarRule inNumbers) {
            return new Binary(name, function, ruleA, ruleB, fused, inNumbers);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return (input == 0 ? ruleA : ruleB).apply(g, y, y.a, y.b);
        }

        @Override
        public Tensor pull(int input, Tensor g, boolean owned, Tensor y) {
            Tensor other = input == 0 ? y.b : y.a;
            return fused == null || y.a == y.b || !other.shape.equals(g.shape)
                    ? adjoint(input, g, y)
                    : fuse(fused, g, owned, other);
        }
    }

    /** A constant of the shape that g and x have, in the array of g if that may be overwritten. */
    private static Tensor fuse(ZipFunction function, Tensor g, boolean owned, Tensor x) {
        if (g.data == null) {
            return Tensor.of(function.applyAsDouble(g.value, x.value));
        }
        double[] y = owned ? g.data : new double[g.data.length];
        Loops.get().zip(function, g.data, x.data, y);
        return Tensor.constant(g.shape, y);
    }

    private Elementwise() {}

    /** A slope of a power in its exponent, 0 where the base is 0 or below. */
    private static Tensor moving(Tensor base, Tensor exponent, Tensor slope) {
        return slope.gate(mask("pow", Scalar::powerMoves, base, exponent));
    }

    /** A multiple q y of a root y passes q / 2 on, in the root's domain. */
    private static Tensor ofRoot(Tensor q, Tensor x) {
        return q.mul(0.5).gate(mask(v -> v >= 0 ? 1 : Double.NaN, x));
    }

    private static Tensor ofHypot(Tensor g, Tensor y, Tensor x, Tensor other) {
        return Lengths.share(g, y, u -> u.times(x.hypotSlope(other)), q -> q.timesEven(x));
    }

    private static boolean isTangent() {
        return Recorder.current().sweepsTangents();
    }

    /** exp(-x^2). */
    private static Tensor bell(Tensor x) {
        return x.square().neg().exp();
    }

    static Tensor clamp(Tensor x, double least, double most) {
        if (!(least <= most)) {
            throw new IllegalArgumentException(
                    "clamp: the bounds "
                            + least
                            + " and "
                            + most
                            + " are not in order; the first must be at most the second, neither NaN");
        }
        return apply(new Clamp(least, most), v -> Math.min(Math.max(v, least), most), x);
    }

    static Tensor axpy(Tensor y, double factor, Tensor x) {
        if (x == null) {
            throw new NullPointerException("axpy: the tensor to be added is null");
        }
        Axpy op = new Axpy(factor);
        if (y.data == null && x.data == null) {
            return Tensor.node(op, y.value + factor * x.value, y, x);
        }
        Shape shape = Shape.broadcast("axpy", y.shape, x.shape);
        double[] sum;
        if (y.shape.size == shape.size && x.shape.size == shape.size) {
            sum = new double[shape.size];
            Loops.get().axpy(factor, x.array(), y.array(), sum);
        } else {
            sum = zip((p, q) -> p + factor * q, y, x, shape);
        }
        return Tensor.node(op, shape, sum, y, x);
    }

    static Tensor where(Tensor condition, Tensor a, Tensor b) {
        Shape both = Shape.broadcast("where", a.shape, b.shape);
        Shape shape = Shape.broadcast("where", condition.shape, both);
        double[] y = new double[shape.size];
        Tensor wide = Structure.expand(condition.stopGradient(), shape);
        Tensor first = Structure.expand(a.stopGradient(), shape);
        Tensor second = Structure.expand(b.stopGradient(), shape);
        double[] c = wide.array();
        double[] p = first.array();
        double[] q = second.array();
        for (int i = 0; i < y.length; i++) {
            y[i] = c[i] != 0 ? p[i] : q[i];
        }
        return Tensor.node(new Where(), shape, y, condition.stopGradient(), a, b);
    }

    private static Unary op(String name, DoubleUnaryOperator function, UnaryRule rule) {
        return new Unary(name, function, rule, null, false, null);
    }

    private static Binary op(String name, DoubleBinaryOperator f, BinaryRule a, BinaryRule b) {
        return new Binary(name, f, a, b, null, null);
    }

    static Tensor apply(Unary op, Tensor x) {
        return apply(op, op.function, x);
    }

    static Tensor apply(Op op, DoubleUnaryOperator function, Tensor x) {
        if (x.data == null) {
            return Tensor.node(op, function.applyAsDouble(x.value), x, null);
        }
        return Tensor.node(op, x.shape, map(function, x.data), x, null);
    }

    static Tensor apply(Binary op, Tensor a, Tensor b) {
        if (b == null) {
            throw new NullPointerException(op.name + ": the second operand is null");
        }
        if (a.data == null && b.data == null) {
            return Tensor.node(op, op.function.applyAsDouble(a.value, b.value), a, b);
        }
        Shape shape = Shape.broadcast(op.name, a.shape, b.shape);
        return Tensor.node(op, shape, zip(op.function, a, b, shape), a, b);
    }

    /** A constant of x's shape: a mask. */
    static Tensor mask(DoubleUnaryOperator function, Tensor x) {
        return x.data == null
                ? Tensor.of(function.applyAsDouble(x.value))
                : Tensor.constant(x.shape, map(function, x.data));
    }

    /** A constant of the shape that a and b broadcast to: a mask. */
    static Tensor mask(String name, DoubleBinaryOperator function, Tensor a, Tensor b) {
        if (a.data == null && b.data == null) {
            return Tensor.of(function.applyAsDouble(a.value, b.value));
        }
        Shape shape = Shape.broadcast(name, a.shape, b.shape);
        return Tensor.constant(shape, zip(function, a, b, shape));
    }

    private static double[] map(DoubleUnaryOperator function, double[] x) {
        double[] y = new double[x.length];
        Loops.get().map(function, x, y);
        return y;
    }

    private static double first(Tensor x) {
        return x.data == null ? x.value : x.data[0];
    }

    private static double[] zip(DoubleBinaryOperator function, Tensor a, Tensor b, Shape shape) {
        double[] y = new double[shape.size];
        if (a.shape.size == shape.size && b.shape.size == shape.size) {
            // they differ in axes of extent 1 at most
            Loops.get().zip(function, a.array(), b.array(), y);
            return y;
        }
        if (b.shape.size == 1 && a.shape.size == shape.size) {
            Loops.get().zip(function, a.array(), first(b), y);
            return y;
        }
        if (a.shape.size == 1 && b.shape.size == shape.size) {
            Loops.get().zip(function, first(a), b.array(), y);
            return y;
        }
        Loops.get()
                .zip(
                        function,
                        a.array(),
                        a.shape.stridesIn(shape),
                        b.array(),
                        b.shape.stridesIn(shape),
                        shape.extents,
                        y);
        return y;
    }
}
