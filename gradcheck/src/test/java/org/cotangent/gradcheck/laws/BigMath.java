package org.cotangent.gradcheck.laws;

import ch.obermuhlner.math.big.BigDecimalMath;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Functions that the library for large numbers lacks, by series that have nothing in common with
 * the engine's approximations. DLMF is the NIST Digital Library of Mathematical Functions.
 */
public final class BigMath {
    private static final BigDecimal ONE = BigDecimal.ONE;

    /** 2. */
    public static final BigDecimal TWO = BigDecimal.valueOf(2);

    private static final Map<Integer, List<BigDecimal>> BERNOULLI = new ConcurrentHashMap<>();
    private static final Map<Integer, BigDecimal> TEN = new ConcurrentHashMap<>();
    private static final Map<Integer, BigDecimal> PI = new ConcurrentHashMap<>();

    private BigMath() {}

    public static BigDecimal pi(MathContext mc) {
        return PI.computeIfAbsent(mc.getPrecision(), digits -> BigDecimalMath.pi(mc));
    }

    public static BigDecimal exp(MathContext mc, BigDecimal x) {
        return BigDecimalMath.exp(x, mc);
    }

    /** The logarithm of the mantissa and that of the power of ten: the library is slow without. */
    public static BigDecimal log(MathContext mc, BigDecimal x) {
        int exponent = x.signum() > 0 ? BigDecimalMath.exponent(x) : 0;
        if (Math.abs(exponent) < 3) {
            return BigDecimalMath.log(x.round(mc), mc);
        }
        BigDecimal ten =
                TEN.computeIfAbsent(
                        mc.getPrecision(), digits -> BigDecimalMath.log(BigDecimal.TEN, mc));
        return BigDecimalMath.log(x.scaleByPowerOfTen(-exponent).round(mc), mc)
                .add(ten.multiply(BigDecimal.valueOf(exponent)), mc);
    }

    public static BigDecimal sqrt(MathContext mc, BigDecimal x) {
        return x.round(mc).sqrt(mc);
    }

    /** 1 / (1 + exp(-x)). */
    public static BigDecimal sigmoid(MathContext mc, BigDecimal x) {
        return ONE.divide(ONE.add(exp(mc, x.negate())), mc);
    }

    /** (exp(2x) - 1) / (exp(2x) + 1). */
    public static BigDecimal tanh(MathContext mc, BigDecimal x) {
        BigDecimal e = exp(mc, x.multiply(TWO));
        return e.subtract(ONE).divide(e.add(ONE), mc);
    }

    /** x to the power 1/3, with the sign of x. */
    public static BigDecimal cbrt(MathContext mc, BigDecimal x) {
        BigDecimal root = exp(mc, log(mc, x.abs()).divide(BigDecimal.valueOf(3), mc));
        return x.signum() < 0 ? root.negate() : root;
    }

    public static BigDecimal hypot(MathContext mc, BigDecimal a, BigDecimal b) {
        return sqrt(mc, a.multiply(a).add(b.multiply(b)));
    }

    /** The angle of (b, a) is twice that of (hypot + b, a), or of (a, hypot - b). */
    public static BigDecimal atan2(MathContext mc, BigDecimal a, BigDecimal b) {
        BigDecimal h = hypot(mc, a, b);
        BigDecimal half = b.signum() >= 0 ? a.divide(h.add(b), mc) : h.subtract(b).divide(a, mc);
        return atan(mc, half).multiply(TWO);
    }

    /** Halved eight times by atan(x) = 2 atan(x / (1 + sqrt(1 + x^2))), then Gregory's series. */
    private static BigDecimal atan(MathContext mc, BigDecimal x) {
        BigDecimal t = x.round(mc);
        for (int i = 0; i < 8; i++) {
            t = t.divide(ONE.add(hypot(mc, t, ONE)), mc);
        }
        BigDecimal square = t.multiply(t, mc).negate();
        BigDecimal power = t;
        BigDecimal sum = t;
        for (int n = 3; power.signum() != 0 && !negligible(mc, power, sum); n += 2) {
            power = power.multiply(square, mc);
            sum = sum.add(power.divide(BigDecimal.valueOf(n), mc), mc);
        }
        return sum.multiply(BigDecimal.valueOf(256));
    }

    /** A double, to the last bit. */
    public static BigDecimal number(double x) {
        return new BigDecimal(x);
    }

    public static BigDecimal power(MathContext mc, BigDecimal x, BigDecimal exponent) {
        return exp(mc, exponent.multiply(log(mc, x), mc));
    }

    public static BigDecimal asin(MathContext mc, BigDecimal x) {
        BigDecimal cosine = sqrt(mc, ONE.subtract(x.pow(2)));
        return atan2(mc, x, cosine);
    }

    /** Odd: the logarithm of what does not cancel. */
    public static BigDecimal asinh(MathContext mc, BigDecimal x) {
        BigDecimal y = log(mc, x.abs().add(hypot(mc, x, ONE)));
        return x.signum() < 0 ? y.negate() : y;
    }

    public static BigDecimal elu(MathContext mc, BigDecimal x, BigDecimal alpha) {
        return x.signum() > 0 ? x : exp(mc, x).subtract(ONE).multiply(alpha);
    }

    /** 2/sqrt(pi) exp(-x^2) times the sum of 2^n x^(2n+1) / (2n+1)!! (DLMF 7.6.2). */
    public static BigDecimal erf(MathContext mc, BigDecimal x) {
        BigDecimal square = x.multiply(x, mc).multiply(TWO, mc);
        BigDecimal term = x.round(mc);
        BigDecimal sum = term;
        BigDecimal least = sum.abs().movePointLeft(mc.getPrecision() + 2);
        for (int n = 1; term.abs().compareTo(least) > 0; n++) {
            term = term.multiply(square, mc).divide(BigDecimal.valueOf(2L * n + 1), mc);
            sum = sum.add(term, mc);
        }
        BigDecimal bell = exp(mc, x.multiply(x, mc).negate());
        return sum.multiply(bell, mc).multiply(TWO).divide(sqrt(mc, pi(mc)), mc);
    }

    /**
     * log|Gamma(x)| = log|Gamma(z)| - log|x (x + 1) ... (z - 1)| with z = x + N so large that
     * Stirling's series has all digits (DLMF 5.5.1 and 5.11.1).
     */
    public static BigDecimal logGamma(MathContext mc, BigDecimal x) {
        int steps = steps(mc, x);
        BigDecimal product = ONE;
        for (int k = 0; k < steps; k++) {
            product = product.multiply(x.add(BigDecimal.valueOf(k)), mc);
        }
        BigDecimal z = x.add(BigDecimal.valueOf(steps));
        BigDecimal sum =
                z.subtract(new BigDecimal("0.5"))
                        .multiply(log(mc, z), mc)
                        .subtract(z)
                        .add(log(mc, pi(mc).multiply(TWO)).divide(TWO, mc));
        BigDecimal square = z.multiply(z, mc);
        BigDecimal power = z.round(mc);
        List<BigDecimal> b = bernoulli(mc);
        for (int k = 1; k <= b.size(); k++) {
            BigDecimal divisor = power.multiply(BigDecimal.valueOf(2L * k * (2L * k - 1)));
            BigDecimal term = b.get(k - 1).divide(divisor, mc);
            if (negligible(mc, term, sum)) {
                break;
            }
            sum = sum.add(term, mc);
            power = power.multiply(square, mc);
        }
        return sum.subtract(log(mc, product.abs()), mc);
    }

    /** The distribution function of the standard normal distribution. */
    public static BigDecimal normalCdf(MathContext mc, BigDecimal x) {
        return ONE.add(erf(mc, x.divide(sqrt(mc, TWO), mc))).divide(TWO, mc);
    }

    /** Newton's method from 0, where the distribution function is convex on the left. */
    public static BigDecimal normalQuantile(MathContext mc, BigDecimal p) {
        if (p.add(p).compareTo(ONE) > 0) {
            return normalQuantile(mc, ONE.subtract(p)).negate();
        }
        BigDecimal root = sqrt(mc, pi(mc).multiply(TWO));
        BigDecimal z = BigDecimal.ZERO;
        BigDecimal least = ONE.movePointLeft(mc.getPrecision() / 2 + 2);
        BigDecimal move = ONE;
        while (move.abs().compareTo(least) > 0) {
            BigDecimal bell = exp(mc, z.multiply(z, mc).divide(TWO, mc));
            move = normalCdf(mc, z).subtract(p).multiply(bell, mc).multiply(root, mc);
            z = z.subtract(move, mc);
        }
        return z;
    }

    /** The sum of (x/2)^(2k + n) / (k! (k + n)!) (DLMF 10.25.2), for n of 0 or 1. */
    public static BigDecimal besselI(int n, MathContext mc, BigDecimal x) {
        BigDecimal half = x.divide(TWO, mc);
        BigDecimal square = half.multiply(half, mc);
        BigDecimal term = n == 0 ? ONE : half;
        BigDecimal sum = term;
        for (long k = 1; term.signum() != 0 && !negligible(mc, term, sum); k++) {
            term = term.multiply(square, mc).divide(BigDecimal.valueOf(k * (k + n)), mc);
            sum = sum.add(term, mc);
        }
        return sum;
    }

    /** x^a exp(-x) / Gamma(a + 1) times the sum of x^k / ((a + 1) ... (a + k)) (DLMF 8.7.1). */
    public static BigDecimal gammaP(MathContext mc, BigDecimal a, BigDecimal x) {
        BigDecimal log = a.multiply(log(mc, x), mc).subtract(x);
        return exp(mc, log.subtract(logGamma(mc, a.add(ONE)), mc))
                .multiply(hypergeometric(mc, null, a, x), mc);
    }

    public static BigDecimal logBeta(MathContext mc, BigDecimal a, BigDecimal b) {
        return logGamma(mc, a).add(logGamma(mc, b)).subtract(logGamma(mc, a.add(b)), mc);
    }

    /** x^a (1 - x)^b / (a B(a, b)) times 2F1(a + b, 1; a + 1; x) (DLMF 8.17.8). */
    public static BigDecimal betaInc(MathContext mc, BigDecimal x, BigDecimal a, BigDecimal b) {
        BigDecimal log = a.multiply(log(mc, x), mc).add(b.multiply(log(mc, ONE.subtract(x)), mc));
        return exp(mc, log.subtract(logBeta(mc, a, b), mc))
                .multiply(hypergeometric(mc, a.add(b), a, x), mc)
                .divide(a, mc);
    }

    /** The sum of x^k p (p + 1) ... / ((a + 1) (a + 2) ...), without the p if that is null. */
    private static BigDecimal hypergeometric(
            MathContext mc, BigDecimal p, BigDecimal a, BigDecimal x) {
        BigDecimal term = ONE;
        BigDecimal sum = ONE;
        for (int k = 1; !negligible(mc, term, sum); k++) {
            BigDecimal rising = p == null ? ONE : p.add(BigDecimal.valueOf(k - 1));
            term =
                    term.multiply(x.multiply(rising, mc), mc)
                            .divide(a.add(BigDecimal.valueOf(k)), mc);
            sum = sum.add(term, mc);
        }
        return sum;
    }

    /**
     * The polygamma function of order n, 0 for digamma: the recurrence (DLMF 5.5.2, 5.15.5) up to
     * where the asymptotic series (DLMF 5.11.2, and for n > 0 5.15.9) has all digits.
     */
    public static BigDecimal polygamma(int n, MathContext mc, BigDecimal x) {
        int steps = steps(mc, x);
        BigDecimal z = x.add(BigDecimal.valueOf(steps)).round(mc);
        // without the sign (-1)^(n + 1)
        BigDecimal sum = n == 0 ? log(mc, z).negate() : factorial(n - 1).divide(z.pow(n, mc), mc);
        sum = sum.add(factorial(n).divide(z.pow(n + 1, mc).multiply(TWO), mc));
        BigDecimal power = z.pow(n + 2, mc);
        BigDecimal square = z.multiply(z, mc);
        List<BigDecimal> b = bernoulli(mc);
        BigDecimal factor = factorial(n + 1).divide(TWO); // (2k + n - 1)! / (2k)! of k = 1
        for (int k = 1; k <= b.size(); k++) {
            BigDecimal term = b.get(k - 1).multiply(factor, mc).divide(power, mc);
            if (negligible(mc, term, sum)) {
                break;
            }
            sum = sum.add(term, mc);
            power = power.multiply(square, mc);
            factor =
                    factor.multiply(BigDecimal.valueOf((2L * k + n) * (2L * k + n + 1)))
                            .divide(BigDecimal.valueOf((2L * k + 1) * (2L * k + 2)), mc);
        }
        for (int k = 0; k < steps; k++) {
            BigDecimal y = x.add(BigDecimal.valueOf(k));
            sum = sum.add(factorial(n).divide(y.pow(n + 1, mc), mc), mc);
        }
        return n % 2 == 0 ? sum.negate() : sum;
    }

    /** So many that x + steps is beyond digits / 2: the least error there is exp(-2 pi z). */
    private static int steps(MathContext mc, BigDecimal x) {
        int least = mc.getPrecision() / 2 + 10;
        return x.compareTo(BigDecimal.valueOf(least)) > 0
                ? 0
                : BigDecimal.valueOf(least).subtract(x).intValue() + 1;
    }

    private static boolean negligible(MathContext mc, BigDecimal term, BigDecimal sum) {
        return term.abs().compareTo(sum.abs().movePointLeft(mc.getPrecision() + 2)) < 0;
    }

    private static BigDecimal factorial(int n) {
        return BigDecimalMath.factorial(n);
    }

    /** B2, B4, ... as many as a series from {@link #steps} on needs. */
    private static List<BigDecimal> bernoulli(MathContext mc) {
        return BERNOULLI.computeIfAbsent(
                mc.getPrecision(), digits -> bernoulli(digits / 2 + 20, mc));
    }

    /**
     * From the tangent numbers T: B2n = (-1)^(n - 1) 2n Tn / (4^n (4^n - 1)) (R. P. Brent and D.
     * Harvey, "Fast computation of Bernoulli, tangent and secant numbers", 2013, section 6).
     */
    private static List<BigDecimal> bernoulli(int count, MathContext mc) {
        BigInteger[] t = new BigInteger[count + 1];
        Arrays.fill(t, BigInteger.ONE);
        for (int k = 2; k <= count; k++) {
            t[k] = t[k - 1].multiply(BigInteger.valueOf(k - 1));
        }
        for (int k = 2; k <= count; k++) {
            for (int j = k; j <= count; j++) {
                t[j] =
                        t[j - 1].multiply(BigInteger.valueOf(j - k))
                                .add(t[j].multiply(BigInteger.valueOf(j - k + 2)));
            }
        }
        List<BigDecimal> numbers = new ArrayList<>();
        for (int n = 1; n <= count; n++) {
            BigInteger four = BigInteger.ONE.shiftLeft(2 * n);
            BigDecimal top = new BigDecimal(t[n].multiply(BigInteger.valueOf(2L * n)));
            BigDecimal bottom = new BigDecimal(four.multiply(four.subtract(BigInteger.ONE)));
            BigDecimal size = top.divide(bottom, mc);
            numbers.add(n % 2 == 1 ? size : size.negate());
        }
        return numbers;
    }
}
