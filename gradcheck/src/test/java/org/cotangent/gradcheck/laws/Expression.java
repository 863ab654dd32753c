package org.cotangent.gradcheck.laws;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.cotangent.Tensor;

/**
 * A random expression of numbers that can be built of the engine's tensors and of Commons Math's
 * derivative structures alike. Operands are repaired rather than rejected: what must be positive is
 * squared first, what must be small goes through a sine; every value is scaled to moderate size.
 */
final class Expression {
    /** The operations, each for either library. */
    enum Kind {
        // spotless:off
        ADD((a, b) -> a.add(b), (a, b) -> a.add(b)),
        SUB((a, b) -> a.sub(b), (a, b) -> a.subtract(b)),
        MUL((a, b) -> a.mul(b), (a, b) -> a.multiply(b)),
        DIV((a, b) -> a.div(above(b)), (a, b) -> a.divide(above(b))),
        RECIPROCAL((a, b) -> above(a).reciprocal(), (a, b) -> above(a).reciprocal()),
        NUMBER((a, b) -> a.mul(1.5).sub(0.25), (a, b) -> a.multiply(1.5).subtract(0.25)),
        EXP((a, b) -> a.exp(), (a, b) -> a.exp()),
        EXPM1((a, b) -> a.expm1(), (a, b) -> a.expm1()),
        LOG((a, b) -> above(a).log(), (a, b) -> above(a).log()),
        LOG1P((a, b) -> above(a).log1p(), (a, b) -> above(a).log1p()),
        SQRT((a, b) -> above(a).sqrt(), (a, b) -> above(a).sqrt()),
        CBRT((a, b) -> above(a).cbrt(), (a, b) -> above(a).cbrt()),
        POW3((a, b) -> a.pow(3), (a, b) -> a.pow(3)),
        POW((a, b) -> above(a).pow(-1.3), (a, b) -> above(a).pow(-1.3)),
        POWER((a, b) -> above(a).pow(b), (a, b) -> above(a).pow(b)),
        SIN((a, b) -> a.sin(), (a, b) -> a.sin()),
        COS((a, b) -> a.cos(), (a, b) -> a.cos()),
        TAN((a, b) -> below(a).tan(), (a, b) -> below(a).tan()),
        ASIN((a, b) -> below(a).asin(), (a, b) -> below(a).asin()),
        ACOS((a, b) -> below(a).acos(), (a, b) -> below(a).acos()),
        ATAN((a, b) -> a.atan(), (a, b) -> a.atan()),
        SINH((a, b) -> a.sinh(), (a, b) -> a.sinh()),
        COSH((a, b) -> a.cosh(), (a, b) -> a.cosh()),
        TANH((a, b) -> a.tanh(), (a, b) -> a.tanh()),
        ASINH((a, b) -> a.asinh(), (a, b) -> a.asinh()),
        ACOSH((a, b) -> above(a).add(1).acosh(), (a, b) -> above(a).add(1).acosh()),
        ATANH((a, b) -> below(a).atanh(), (a, b) -> below(a).atanh()),
        // Commons Math's hypot forgets the derivatives of an operand below 2^-27 of the other
        HYPOT((a, b) -> a.hypot(above(b)), (a, b) -> a.multiply(a).add(above(b).pow(2)).sqrt()),
        ATAN2((a, b) -> a.atan2(above(b)), (a, b) -> a.atan2(above(b)));
        // spotless:on

        private final BinaryOperator<Tensor> ours;
        private final BinaryOperator<DerivativeStructure> theirs;

        Kind(BinaryOperator<Tensor> ours, BinaryOperator<DerivativeStructure> theirs) {
            this.ours = ours;
            this.theirs = theirs;
        }

        private static Tensor above(Tensor x) {
            return x.mul(x).add(0.5);
        }

        private static DerivativeStructure above(DerivativeStructure x) {
            return x.multiply(x).add(0.5);
        }

        private static Tensor below(Tensor x) {
            return x.sin().mul(0.8);
        }

        private static DerivativeStructure below(DerivativeStructure x) {
            return x.sin().multiply(0.8);
        }
    }

    private record Line(Kind kind, int a, int b) {}

    private static final double LARGEST = 2;

    private final List<Line> lines = new ArrayList<>();
    private final List<Double> scales = new ArrayList<>();

    /** An expression of so many lines; scaled for a point. */
    Expression(long seed, int length, double... at) {
        Random random = new Random(seed);
        List<Tensor> values = new ArrayList<>();
        for (double x : at) {
            values.add(Tensor.of(x));
        }
        for (int i = 0; i < length; i++) {
            Kind kind = Kind.values()[random.nextInt(Kind.values().length)];
            // the latest value always: else most lines would be lost
            Line line =
                    new Line(
                            kind,
                            values.size() - 1 - random.nextInt(2),
                            random.nextInt(values.size()));
            Tensor y = kind.ours.apply(values.get(line.a), values.get(line.b));
            double scale = Math.min(1, LARGEST / Math.abs(y.value()));
            lines.add(line);
            scales.add(scale);
            values.add(y.mul(scale));
        }
    }

    Tensor ours(Tensor... x) {
        return last(new ArrayList<>(List.of(x)), kind -> kind.ours, (y, s) -> y.mul(s));
    }

    DerivativeStructure theirs(DerivativeStructure... x) {
        return last(new ArrayList<>(List.of(x)), kind -> kind.theirs, (y, s) -> y.multiply(s));
    }

    private interface Choice<T> {
        BinaryOperator<T> of(Kind kind);
    }

    private interface Scaled<T> {
        T by(T y, double scale);
    }

    private <T> T last(List<T> values, Choice<T> choice, Scaled<T> scaled) {
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            T y = choice.of(line.kind).apply(values.get(line.a), values.get(line.b));
            values.add(scaled.by(y, scales.get(i)));
        }
        return values.get(values.size() - 1);
    }

    @Override
    public String toString() {
        return lines + " scaled by " + scales;
    }
}
