package org.cotangent;

import org.cotangent.kernel.Gamma;

/**
 * Special functions, element by element: logarithms, gamma, beta and Bessel functions, the normal
 * distribution.
 */
@CheckReturnValue
public final class Special {
    private Special() {}

    /**
     * The error function 2/√π ∫₀ˣ exp(-t²) dt; derivative 2/√π exp(-x²). ±1 at ±infinity.
     *
     * @param x the argument
     * @return erf(x), of the shape of x
     */
    public static Tensor erf(Tensor x) {
        return Elementwise.apply(ElementaryRows.ErrorFunction.ROW, x);
    }

    /**
     * The complement of the error function 1 - erf(x), accurate in the upper tail; derivative -2/√π
     * exp(-x²).
     *
     * @param x the argument
     * @return erfc(x), of the shape of x
     */
    public static Tensor erfc(Tensor x) {
        return Elementwise.apply(ElementaryRows.Erfc.ROW, x);
    }

    /**
     * The logarithm of the absolute value of the gamma function; derivative {@link #digamma}.
     * +infinity at 0, -1, -2, …
     *
     * @param x the argument
     * @return log|Γ(x)|, of the shape of x
     */
    public static Tensor logGamma(Tensor x) {
        return Elementwise.apply(ElementaryRows.LogGamma.ROW, x);
    }

    /**
     * The digamma function ψ(x) = Γ'(x) / Γ(x); derivative the {@linkplain #polygamma polygamma}
     * function of order 1.
     *
     * @param x the argument
     * @return ψ(x), of the shape of x
     */
    public static Tensor digamma(Tensor x) {
        return Elementwise.apply(ElementaryRows.Digamma.ROW, x);
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
        return n == 0 ? digamma(x) : Elementwise.apply(ElementaryRows.polygamma(n), x);
    }

    // ---- logarithms and exponentials

    /**
     * 2 to the power x; derivative 2ˣ log 2.
     *
     * @param x the argument
     * @return 2ˣ, of the shape of x
     */
    public static Tensor exp2(Tensor x) {
        return Elementwise.apply(SpecialRows.EXP2, x);
    }

    /**
     * The logarithm to base 2, exact at powers of 2; derivative 1 / (x log 2). -infinity with slope
     * infinity at 0, NaN below.
     *
     * @param x the argument
     * @return log₂ x, of the shape of x
     */
    public static Tensor log2(Tensor x) {
        return Elementwise.apply(SpecialRows.LOG2, x);
    }

    /**
     * The logarithm to base 10, exact at powers of 10; derivative 1 / (x log 10). -infinity with
     * slope infinity at 0, NaN below.
     *
     * @param x the argument
     * @return log₁₀ x, of the shape of x
     */
    public static Tensor log10(Tensor x) {
        return Elementwise.apply(SpecialRows.LOG10, x);
    }

    /**
     * log(exp(a) + exp(b)), which does not overflow; the derivatives are the parts exp(a) / (exp(a)
     * + exp(b)) and the like. Where both are -infinity it is -infinity with slopes 0.
     *
     * @param a the first argument
     * @param b the second argument; broadcasts
     * @return log(eᵃ + eᵇ)
     */
    public static Tensor logAddExp(Tensor a, Tensor b) {
        return Elementwise.apply(SpecialRows.LOG_ADD_EXP, a, b);
    }

    /**
     * log(1 - exp(x)) for x below 0, accurate near 0 and on the far left; derivative -1 / (exp(-x)
     * - 1). -infinity with slope -infinity at 0, NaN above.
     *
     * @param x the argument
     * @return log(1 - eˣ), of the shape of x
     */
    public static Tensor log1mexp(Tensor x) {
        return Elementwise.apply(SpecialRows.LOG1MEXP, x);
    }

    /**
     * log(x / (1 - x)) for x from 0 to 1, the inverse of {@link Tensor#sigmoid}; derivative 1 / (x
     * (1 - x)). ±infinity with slope infinity at 0 and 1, NaN outside.
     *
     * @param x the argument
     * @return logit(x), of the shape of x
     */
    public static Tensor logit(Tensor x) {
        return Elementwise.apply(SpecialRows.LOGIT, x);
    }

    /**
     * x log y, and 0 where x is 0, whatever y is unless NaN; the derivatives are log y in x and x /
     * y in y, the latter again 0 where x is 0. At (0, 0) the slope in x is -infinity.
     *
     * @param x the factor
     * @param y what the logarithm is taken of, 0 or above; broadcasts
     * @return x log y
     */
    public static Tensor xlogy(Tensor x, Tensor y) {
        return Elementwise.apply(SpecialRows.XLOGY, x, y);
    }

    // ---- the normal distribution

    /**
     * The distribution function Φ of the standard normal distribution, erfc(-x/√2)/2, accurate in
     * the lower tail; derivative the density exp(-x²/2)/√(2π). 0 and 1 at ∓infinity.
     *
     * @param x the argument
     * @return Φ(x), of the shape of x
     */
    public static Tensor normalCdf(Tensor x) {
        return Elementwise.apply(SpecialRows.NORMAL_CDF, x);
    }

    /**
     * log Φ(x), where Φ is {@link #normalCdf}; right where Φ is 0 or 1 to the last bit. Its
     * derivative is the inverse Mills ratio, about -x on the far left; derivatives up to the third
     * do not cancel there. -infinity with slope infinity at -infinity.
     *
     * @param x the argument
     * @return log Φ(x), of the shape of x
     */
    public static Tensor logNormalCdf(Tensor x) {
        return Elementwise.apply(SpecialRows.LOG_NORMAL_CDF, x);
    }

    /**
     * The quantile of the standard normal distribution, the inverse of {@link #normalCdf};
     * derivative √(2π) exp(z²/2) at the quantile z. ∓infinity with slope infinity at 0 and 1, NaN
     * outside.
     *
     * @param p the probability, from 0 to 1
     * @return z with Φ(z) = p, of the shape of p
     */
    public static Tensor normalQuantile(Tensor p) {
        return Elementwise.apply(SpecialRows.NORMAL_QUANTILE, p);
    }

    // ---- beta and incomplete functions

    /**
     * log B(a, b) = log(Γ(a) Γ(b) / Γ(a + b)) for a, b above 0, also where the three logarithms
     * cancel; derivatives ψ(a) - ψ(a + b) and ψ(b) - ψ(a + b), likewise. Infinity with slope
     * -infinity where an argument is 0, NaN below.
     *
     * @param a the first argument
     * @param b the second argument; broadcasts
     * @return log B(a, b)
     */
    public static Tensor logBeta(Tensor a, Tensor b) {
        return Elementwise.apply(SpecialRows.LOG_BETA, a, b);
    }

    /**
     * The regularized lower incomplete gamma function P(a, x) = 1/Γ(a) ∫₀ˣ tᵃ⁻¹ e⁻ᵗ dt for a above
     * 0 and x from 0 on, the distribution function of the gamma distribution (DLMF 8.2.4). The
     * derivative in x is the density xᵃ⁻¹ e⁻ˣ / Γ(a), at 0 its limit, which is infinite for a below
     * 1; that in a is an integral of tᵃ⁻¹ e⁻ᵗ (log t - ψ(a)). Derivatives of every order in both
     * exist. NaN outside the domain.
     *
     * @param a the shape
     * @param x the upper limit; broadcasts
     * @return P(a, x)
     */
    public static Tensor gammaP(Tensor a, Tensor x) {
        return Elementwise.apply(SpecialRows.GAMMA_P, a, x);
    }

    /**
     * The regularized upper incomplete gamma function Q(a, x) = 1 - P(a, x), accurate where it is
     * small; its derivatives are those of {@link #gammaP} with the sign changed.
     *
     * @param a the shape, above 0
     * @param x the lower limit, 0 or above; broadcasts
     * @return Q(a, x)
     */
    public static Tensor gammaQ(Tensor a, Tensor x) {
        return Elementwise.apply(SpecialRows.gammaQ(0), a, x);
    }

    /**
     * The regularized incomplete beta function I_x(a, b) = 1/B(a, b) ∫₀ˣ tᵃ⁻¹ (1-t)ᵇ⁻¹ dt for x
     * from 0 to 1 and a, b above 0, the distribution function of the beta distribution (DLMF
     * 8.17.2). Where it is near 1, take 1 - I = I₁₋ₓ(b, a). The derivative in x is the density xᵃ⁻¹
     * (1-x)ᵇ⁻¹ / B(a, b), at 0 and 1 its limit, which may be infinite; those in a and b are
     * integrals of it with log t and log(1 - t). Derivatives of every order in all three exist;
     * mixed ones in a of the density are NaN at x = 0 where the limit is not seen (in b at x = 1).
     * NaN outside the domain.
     *
     * @param x the upper limit
     * @param a the first shape; broadcasts
     * @param b the second shape; broadcasts
     * @return I_x(a, b)
     */
    public static Tensor betaInc(Tensor x, Tensor a, Tensor b) {
        return new SpecialRows.BetaInc(0, 0).apply(x, a, b);
    }

    // ---- Bessel functions

    /**
     * The modified Bessel function I₀; derivative {@linkplain #besselI1 I₁}. Infinite from |x| =
     * 714 on (DLMF 10.25.2).
     *
     * @param x the argument
     * @return I₀(x), of the shape of x
     */
    public static Tensor besselI0(Tensor x) {
        return Elementwise.apply(SpecialRows.besselI(0), x);
    }

    /**
     * The modified Bessel function I₁; derivative (I₀ + I₂)/2. Infinite from |x| = 714 on.
     *
     * @param x the argument
     * @return I₁(x), of the shape of x
     */
    public static Tensor besselI1(Tensor x) {
        return Elementwise.apply(SpecialRows.besselI(1), x);
    }

    /**
     * The scaled Bessel function exp(-|x|) I₀(x), which falls like 1/√(2π|x|). At 0 it has a kink,
     * where its derivative is taken as 0, the middle between the slopes 1 on the left and -1 on the
     * right.
     *
     * @param x the argument
     * @return exp(-|x|) I₀(x), of the shape of x
     */
    public static Tensor besselI0e(Tensor x) {
        return Elementwise.apply(SpecialRows.besselI0e(0), x);
    }

    /**
     * The scaled Bessel function exp(-|x|) I₁(x). Its derivative at 0 is 1/2; the second one jumps
     * there from 1 to -1, and is taken as 0.
     *
     * @param x the argument
     * @return exp(-|x|) I₁(x), of the shape of x
     */
    public static Tensor besselI1e(Tensor x) {
        return Elementwise.apply(SpecialRows.besselI1e(0), x);
    }
}
