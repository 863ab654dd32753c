package org.cotangent;

import static org.cotangent.kernel.StrongZero.strong;
import static org.cotangent.kernel.StrongZero.timesEven;

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
    static final Binary ADD = op("add", '+');
    static final Binary SUB = op("sub", '-');
    static final Binary MUL = op("mul", '*');
    static final Binary DIV = op("div", '/');

    private Arithmetic() {}

    private static Binary op(String name, char sign) {
        return new Binary(name, new Function(sign), new Rule(sign, true), new Rule(sign, false));
    }

    /**
     * The value of two numbers, and its rule for scalars in passes that are not recorded: bit by
     * bit what the rule on tensors gives. Arrays have loops.
     */
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

        /**
         * The share of the first input's adjoint.
         *
         * @param g the adjoint of the result
         * @param y the result
         * @param a the first input
         * @param b the second
         * @param same whether both are one node
         * @return the share
         */
        double toFirst(double g, double y, double a, double b, boolean same) {
            return switch (sign) {
                case '+', '-' -> g;
                case '*' -> times(g, b, same);
                default -> strong(g / b, g);
            };
        }

        /** That of the second. */
        double toSecond(double g, double y, double a, double b, boolean same) {
            return switch (sign) {
                case '+' -> g;
                case '-' -> -g;
                case '*' -> times(g, a, same);
                default -> strong(-(g * y / b), g);
            };
        }

        private static double times(double g, double factor, boolean same) {
            return same ? timesEven(g, factor) : strong(g * factor, g);
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
}
