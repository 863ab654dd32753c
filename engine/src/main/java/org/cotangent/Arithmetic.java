package org.cotangent;

import static org.cotangent.kernel.StrongZero.strong;
import static org.cotangent.kernel.StrongZero.timesEven;

import java.util.Map;
import java.util.function.DoubleBinaryOperator;
import org.cotangent.Elementwise.Binary;
import org.cotangent.Elementwise.BinaryRule;
import org.cotangent.kernel.BinaryKernel;

/**
 * The four operations of arithmetic, by their signs: what no program is without. They stand apart
 * from the other rows and are made of classes, not of lambdas, so that a small program need not
 * wait for those.
 */
final class Arithmetic {
    static final Binary ADD =
            new Binary(
                    "add",
                    new Function('+'),
                    new Rule('+', true),
                    new Rule('+', false),
                    new Sum(),
                    null,
                    Map.of());
    static final Binary SUB =
            new Binary(
                    "sub",
                    new Function('-'),
                    new Rule('-', true),
                    new Rule('-', false),
                    new Difference(),
                    null,
                    Map.of());
    static final Binary MUL =
            new Binary(
                    "mul",
                    new Function('*'),
                    new Rule('*', true),
                    new Rule('*', false),
                    new Product(),
                    null,
                    Map.of());
    static final Binary DIV =
            new Binary(
                    "div",
                    new Function('/'),
                    new Rule('/', true),
                    new Rule('/', false),
                    new Quotient(),
                    null,
                    Map.of());

    private Arithmetic() {}

    /** The value, of two numbers; arrays have loops. */
    record Function(char sign) implements DoubleBinaryOperator {
        @Override
        public double applyAsDouble(double p, double q) {
            return switch (sign) {
                case '+' -> p + q;
                case '-' -> p - q;
                case '*' -> p * q;
                default -> p / q;
            };
        }

        BinaryKernel loops() {
            return switch (sign) {
                case '+' -> BinaryKernel.ADD;
                case '-' -> BinaryKernel.SUB;
                case '*' -> BinaryKernel.MUL;
                default -> BinaryKernel.DIV;
            };
        }
    }

    /** The share of one of the operands; the zeros of tangents are not strong. */
    private record Rule(char sign, boolean first) implements BinaryRule {
        @Override
        public Tensor apply(Tensor g, Tensor y, Tensor a, Tensor b) {
            boolean strong = !Recorder.current().sweepsTangents();
            return switch (sign) {
                case '+' -> g;
                case '-' -> first ? g : g.neg();
                case '*' -> {
                    Tensor slope = first ? b : a;
                    yield a == b
                            ? g.timesEven(slope)
                            : strong ? g.strongTimes(slope) : g.mul(slope);
                }
                default -> first ? strong ? g.strongOver(b) : g.div(b) : toDivisor(g, y, b);
            };
        }

        /** Step by step: the slope y / b may leave the range where its product with g does not. */
        private static Tensor toDivisor(Tensor g, Tensor y, Tensor b) {
            Tensor part = g.mul(y).div(b).neg();
            return Elementwise.apply(ElementaryRows.Settle.ROW, part, g.fixed());
        }
    }

    private static final class Sum extends ScalarRule {
        @Override
        double toFirst(double g, double y, double a, double b, boolean same) {
            return g;
        }

        @Override
        double toSecond(double g, double y, double a, double b, boolean same) {
            return g;
        }
    }

    private static final class Difference extends ScalarRule {
        @Override
        double toFirst(double g, double y, double a, double b, boolean same) {
            return g;
        }

        @Override
        double toSecond(double g, double y, double a, double b, boolean same) {
            return -g;
        }
    }

    private static final class Product extends ScalarRule {
        @Override
        double toFirst(double g, double y, double a, double b, boolean same) {
            return times(g, b, same);
        }

        @Override
        double toSecond(double g, double y, double a, double b, boolean same) {
            return times(g, a, same);
        }

        private static double times(double g, double factor, boolean same) {
            return same ? timesEven(g, factor) : strong(g * factor, g);
        }
    }

    private static final class Quotient extends ScalarRule {
        @Override
        double toFirst(double g, double y, double a, double b, boolean same) {
            return strong(g / b, g);
        }

        @Override
        double toSecond(double g, double y, double a, double b, boolean same) {
            return strong(-(g * y / b), g);
        }
    }
}
