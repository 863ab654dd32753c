package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.array;
import static org.cotangent.linalg.Nodes.constant;
import static org.cotangent.linalg.Nodes.detached;
import static org.cotangent.linalg.Nodes.shape;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.kernel.Elementary;

/**
 * The slope of a determinant, the matrix of its cofactors: det(A) times the transposed inverse.
 *
 * <p>The cofactors have n - 1 factors where the determinant has n, and may be in the range where
 * that is not. Then those of A / s are taken, det(A) = sⁿ det(A / s) with s a power of two near the
 * n-th root of the determinant, and multiplied by sⁿ⁻¹ in the end.
 */
final class DetSlope {
    /** Exponents beyond which a number is no factor for others any more. */
    private static final int FAR = 900;

    private DetSlope() {}

    /** The slope at regular matrices, y their determinants. */
    static Tensor ofRegular(Tensor a, Tensor y, Solving.Factors factors) {
        int[] exponents = exponents(a, y);
        if (exponents == null) {
            return ofInverse(a, y, factors);
        }
        int n = a.size(-1);
        Tensor near = a.mul(powers(y, exponents, -1));
        Tensor slope = ofInverse(near, Determinants.det(near), new Solving.Factors("det", near));
        // in steps whose factors are in the range
        int most = Arrays.stream(exponents).map(Math::abs).max().orElse(0);
        int each = Math.max(1, Math.min(n - 1, FAR / Math.max(1, most)));
        for (int left = n - 1; left > 0; left -= each) {
            slope = slope.mul(powers(y, exponents, Math.min(left, each)));
        }
        return slope;
    }

    private static Tensor ofInverse(Tensor a, Tensor y, Solving.Factors factors) {
        return Solving.inverse(a, factors).transpose().mul(Determinants.asMatrices(y));
    }

    /** 2 to a multiple of some exponents, one a matrix. */
    private static Tensor powers(Tensor y, int[] exponents, int times) {
        double[] powers =
                Arrays.stream(exponents).mapToDouble(e -> Math.scalb(1.0, times * e)).toArray();
        return Determinants.asMatrices(constant(shape(y), powers));
    }

    /** Of the factors s, one a matrix; null if the determinants themselves are in the range. */
    private static int[] exponents(Tensor a, Tensor y) {
        double[] dets = array(y);
        boolean far = false;
        for (double det : dets) {
            far |= !(Math.abs(det) >= 0x1p-900 && Math.abs(det) <= 0x1p900);
        }
        if (!far) {
            return null;
        }
        double[] logs = array(Determinants.logAbsDet(detached(a)));
        double[] elements = array(a);
        int n = a.size(-1);
        int[] exponents = new int[logs.length];
        for (int i = 0; i < logs.length; i++) {
            double mean = logs[i] / Elementary.log(2) / n;
            if (Math.abs(mean) <= 1100) { // no NaN, infinity
                exponents[i] = within(elements, i * n * n, n * n, (int) Math.rint(mean));
            }
        }
        return exponents;
    }

    /**
     * The exponent, or the next to it that takes no element out of the range; 0 if there is none.
     */
    private static int within(double[] elements, int from, int count, int exponent) {
        int least = Integer.MAX_VALUE;
        int most = Integer.MIN_VALUE;
        for (int i = from; i < from + count; i++) {
            if (elements[i] != 0) {
                least = Math.min(least, Math.getExponent(elements[i]));
                most = Math.max(most, Math.getExponent(elements[i]));
            }
        }
        int lowest = most - FAR;
        int highest = least + FAR;
        return lowest > highest
                ? 0
                : Math.max(lowest, Math.min(highest, Math.max(-FAR, Math.min(FAR, exponent))));
    }
}
