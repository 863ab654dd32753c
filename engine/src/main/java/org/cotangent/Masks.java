package org.cotangent;

import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.Elementwise.Binary;
import org.cotangent.Elementwise.Unary;
import org.cotangent.internal.Op;
import org.cotangent.kernel.MapFunction;

/**
 * Functions without a derivative, element by element: comparisons, and the slopes of what is
 * defined in pieces. NaN in, NaN out, but for comparisons.
 */
final class Masks {
    // spotless:off
    static final Binary GT    = row("gt",    (p, q) -> p > q ? 1 : 0);
    static final Binary GE    = row("ge",    (p, q) -> p >= q ? 1 : 0);
    static final Binary LT    = row("lt",    (p, q) -> p < q ? 1 : 0);
    static final Binary LE    = row("le",    (p, q) -> p <= q ? 1 : 0);
    static final Binary EQ    = row("eq",    (p, q) -> p == q ? 1 : 0);
    static final Binary NE    = row("ne",    (p, q) -> p != q ? 1 : 0);
    static final Binary SHARE = row("share", Scalar::share);

    /** 1 where a condition is not 0, else 0; and the opposite. */
    static final Unary  TAKEN     = row("taken",     c -> c != 0 ? 1 : 0);
    static final Unary  NOT_TAKEN = row("notTaken",  c -> c != 0 ? 0 : 1);
    /** The slope of what does not move. */
    static final Unary  FLAT      = row("flatSlope", Scalar::flat);
    static final Unary  RELU      = row("reluSlope", MapFunction.POSITIVE);
    static final Unary  ABS       = row("absSlope",  Math::signum);
    /** 1 below 0, else 0. */
    static final Unary  BELOW     = row("below",     x -> x < 0 ? 1 : Scalar.flat(x));
    /** 1 in the domain of a root, NaN outside. */
    static final Unary  OF_ROOT   = row("rootDomain", x -> x >= 0 ? 1 : Double.NaN);
    /** 1 where a power moves with its exponent. */
    static final Binary POWER_MOVES = row("powerMoves", Scalar::powerMoves);
    /** 1 where an element p of a group attains the group's extremum q. */
    static final Binary ATTAINS   = row("attains",   (p, q) -> p == q ? 1 : q != q ? Double.NaN : 0);
    /** 0 where p is NaN and the adjoint q that it came from 0, else 1. */
    static final Binary SETTLED   = row("settled",   (p, q) -> p != p && q == 0 ? 0 : 1);
    /** 1 where an adjoint and the length that it belongs to are both 0. */
    static final Binary AT_ZERO   = row("atZero",    (p, q) -> p == 0 && q == 0 ? 1 : 0);
    /** NaN there, else 1. */
    static final Binary LOST      = row("lost",      (p, q) -> p == 0 && q == 0 ? Double.NaN : 1);
    /** NaN where it is not 0, else 1. */
    static final Unary  LOST_IF   = row("lostIf",    v -> v != 0 ? Double.NaN : 1);

    // spotless:on

    private Masks() {}

    private static Unary row(String name, DoubleUnaryOperator function) {
        return new Unary(name, function, null, null, false, null);
    }

    private static Binary row(String name, DoubleBinaryOperator function) {
        return new Binary(name, function, null, null, null, null);
    }

    /** The slope of a clamp: 1 between the bounds and at them. */
    record ClampSlope(double least, double most) implements Op.Flat {
        @Override
        public String name() {
            return "clampSlope";
        }

        @Override
        public Dependency dependency() {
            return Dependency.ELEMENTWISE;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return Elementwise.mask(
                    this, v -> least < most && v >= least && v <= most ? 1 : Scalar.flat(v), x[0]);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("least", least, "most", most);
        }
    }

    /** The slope of leakyRelu: the least in size at the kink. */
    record LeakyReluSlope(double slope) implements Op.Flat {
        @Override
        public String name() {
            return "leakyReluSlope";
        }

        @Override
        public Dependency dependency() {
            return Dependency.ELEMENTWISE;
        }

        @Override
        public Tensor apply(Tensor... x) {
            double atKink = Scalar.leastOf(slope, 1);
            return Elementwise.mask(
                    this, v -> v > 0 ? 1 : v < 0 ? slope : v == 0 ? atKink : Double.NaN, x[0]);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("slope", slope);
        }
    }
}
