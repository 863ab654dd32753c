package org.cotangent.gradcheck;

import org.cotangent.Tensor;

/**
 * Right values with wrong derivatives, made from the difference of a tensor and its frozen self.
 */
final class Wrong {
    private Wrong() {}

    /** Zero, with the derivative of y. */
    static Tensor ghost(Tensor y) {
        return y.sub(y.stopGradient());
    }

    /** The value of y with its derivative multiplied. */
    static Tensor scaled(Tensor y, double factor) {
        return y.add(ghost(y).mul(factor - 1));
    }

    /**
     * The value and the first derivative of y, with another second derivative on top of its own.
     */
    static Tensor bent(Tensor y, Tensor x, double curvature) {
        // half the square of zero: derivative zero times x', second derivative x' times x'
        return y.add(ghost(x).square().sum().mul(curvature / 2));
    }
}
