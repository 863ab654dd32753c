package org.cotangent;

import org.cotangent.kernel.Gamma;

/** Special functions, element by element. */
public final class Special {
    private Special() {}

    /**
     * The error function 2/√π ∫₀ˣ exp(-t²) dt; derivative 2/√π exp(-x²). ±1 at ±infinity.
     *
     * @param x the argument
     * @return erf(x), of the shape of x
     */
    public static Tensor erf(Tensor x) {
        return Elementwise.apply(Elementary.ERF, x);
    }

    /**
     * The complement of the error function 1 - erf(x), accurate in the upper tail; derivative -2/√π
     * exp(-x²).
     *
     * @param x the argument
     * @return erfc(x), of the shape of x
     */
    public static Tensor erfc(Tensor x) {
        return Elementwise.apply(Elementary.ERFC, x);
    }

    /**
     * The logarithm of the absolute value of the gamma function; derivative {@link #digamma}.
     * +infinity at 0, -1, -2, …
     *
     * @param x the argument
     * @return log|Γ(x)|, of the shape of x
     */
    public static Tensor logGamma(Tensor x) {
        return Elementwise.apply(Elementary.LOG_GAMMA, x);
    }

    /**
     * The digamma function ψ(x) = Γ'(x) / Γ(x); derivative the {@linkplain #polygamma polygamma}
     * function of order 1.
     *
     * @param x the argument
     * @return ψ(x), of the shape of x
     */
    public static Tensor digamma(Tensor x) {
        return Elementwise.apply(Elementary.DIGAMMA, x);
    }

    /**
     * The polygamma function, the n-th derivative of {@link #digamma}; derivative that of order n +
     * 1.
     *
     * @param n the order; 0 for the digamma function itself
     * @param x the argument
     * @return ψ⁽ⁿ⁾(x), of the shape of x
     * @throws IllegalArgumentException if n is negative or above 100
     */
    public static Tensor polygamma(int n, Tensor x) {
        if (n < 0 || n > Gamma.MAX_ORDER) {
            throw new IllegalArgumentException(
                    "polygamma: the order is " + n + "; it must lie in 0 .. " + Gamma.MAX_ORDER);
        }
        return n == 0 ? digamma(x) : Elementwise.apply(Elementary.polygamma(n), x);
    }
}
