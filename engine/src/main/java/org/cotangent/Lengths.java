package org.cotangent;

/**
 * Squares of lengths: of Euclidean norms, {@code hypot}, absolute values and roots.
 *
 * <p>A length has no second derivative at 0 and only a subgradient, 0, for a first; its square is
 * smooth there. So the square of a node that is a length is recorded as the sum of squares that it
 * is. Which nodes are lengths is seen from their operations, never from their numbers.
 */
final class Lengths {
    private Lengths() {}

    /**
     * The square of a length, of which the inputs are the parts: their sum, times a number.
     *
     * @param length the name of the length
     * @param factor the number
     */
    record Squared(String length, double factor) implements Op {
        @Override
        public String name() {
            return "squared";
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return factor == 1 ? g : g.mul(factor);
        }

        @Override
        public String attributes() {
            return length + (factor == 1 ? "" : ", factor " + Text.number(factor));
        }
    }

    /**
     * The product of a node and one that is the same or the same length once more, as a sum of
     * squares.
     *
     * @param p the node
     * @param q the other one
     * @return null if it is no square of a length
     */
    static Tensor squared(Tensor p, Tensor q) {
        if (!p.varies() || !isSame(p, q)) {
            return null;
        }
        double factor = 1;
        Tensor length = p;
        while (isStep(length)) {
            double scale = scale(length);
            factor *= scale * scale;
            length = length.a;
        }
        if (!isLength(length)) {
            return null;
        }
        Tensor values =
                Elementwise.apply(Elementwise.MUL, p.stopGradient(), q.stopGradient());
        Tensor square =
                Tensor.node(
                        new Squared(length.op.name(), factor),
                        length.shape,
                        values.array(),
                        firstPart(length),
                        length.b == null ? null : Elementwise.square(length.b));
        return Structure.reshape(square, p.shape);
    }

    private static Tensor firstPart(Tensor length) {
        Tensor x = length.a;
        if (length.op == Elementwise.SQRT) {
            return Elementwise.apply(Elementwise.NOT_NEGATIVE, x);
        }
        Tensor square = Elementwise.square(x);
        return length.op instanceof Reductions.Norm
                ? Reductions.sumTo(square, length.shape)
                : square;
    }

    /** Whether two nodes are one, or the same length in the same shape and scale. */
    private static boolean isSame(Tensor p, Tensor q) {
        if (p == q) {
            return true;
        }
        if (p.a == null || q.a == null || !p.shape.equals(q.shape)) {
            return false;
        }
        return isLength(p)
                ? p.a == q.a && p.b == q.b && p.op.name().equals(q.op.name())
                : isStep(p) && isStep(q) && scale(p) == scale(q) && isSame(p.a, q.a);
    }

    private static boolean isLength(Tensor t) {
        return t.op == Elementwise.SQRT
                || t.op == Elementwise.ABS
                || t.op == Elementwise.HYPOT
                || t.op instanceof Reductions.Norm;
    }

    /** Whether a node is another one in another shape, or times or through a constant number. */
    private static boolean isStep(Tensor t) {
        return t.op instanceof Structure.Reshape
                || (t.op == Elementwise.MUL || t.op == Elementwise.DIV)
                        && t.b.data == null
                        && !t.b.varies();
    }

    private static double scale(Tensor step) {
        return step.op == Elementwise.MUL
                ? step.b.value
                : step.op == Elementwise.DIV ? 1 / step.b.value : 1;
    }
}
