package org.cotangent.kernel;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * The function outer(p, inner(q)) of p and q. The kernels compute it in blocks, each half by the
 * loop that it has.
 *
 * @param outer the function of p and of what inner gives
 * @param inner the function of q
 */
public record Composition(BinaryKernel outer, DoubleUnaryOperator inner)
        implements DoubleBinaryOperator {
    /** Elements between one half and the other: they stay in the first-level cache. */
    static final int BLOCK = 1024;

    @Override
    public double applyAsDouble(double p, double q) {
        return outer.applyAsDouble(p, inner.applyAsDouble(q));
    }
}
