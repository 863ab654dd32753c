package org.cotangent.kernel;

import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.OR;
import static org.cotangent.kernel.Exponentials.BIASED_ROUNDER;
import static org.cotangent.kernel.Exponentials.C1;
import static org.cotangent.kernel.Exponentials.C10;
import static org.cotangent.kernel.Exponentials.C2;
import static org.cotangent.kernel.Exponentials.C3;
import static org.cotangent.kernel.Exponentials.C4;
import static org.cotangent.kernel.Exponentials.C5;
import static org.cotangent.kernel.Exponentials.C6;
import static org.cotangent.kernel.Exponentials.C7;
import static org.cotangent.kernel.Exponentials.C8;
import static org.cotangent.kernel.Exponentials.C9;
import static org.cotangent.kernel.Exponentials.DENSITY_SPLIT;
import static org.cotangent.kernel.Exponentials.EXP_RANGE;
import static org.cotangent.kernel.Exponentials.HALF_ROOT_BITS;
import static org.cotangent.kernel.Exponentials.LG1;
import static org.cotangent.kernel.Exponentials.LG2;
import static org.cotangent.kernel.Exponentials.LG3;
import static org.cotangent.kernel.Exponentials.LG4;
import static org.cotangent.kernel.Exponentials.LG5;
import static org.cotangent.kernel.Exponentials.LG6;
import static org.cotangent.kernel.Exponentials.LG7;
import static org.cotangent.kernel.Exponentials.LN2_HIGH;
import static org.cotangent.kernel.Exponentials.LN2_LOW;
import static org.cotangent.kernel.Exponentials.LOG2_E;
import static org.cotangent.kernel.Exponentials.MANTISSA;
import static org.cotangent.kernel.Exponentials.ONE_BITS;
import static org.cotangent.kernel.Exponentials.TANH_RANGE;
import static org.cotangent.kernel.Exponentials.TANH_ROUNDER;
import static org.cotangent.kernel.Exponentials.TWO_52_BITS;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The stages of exp, log and what is made of them: the operations of {@link Exponentials}, over
 * vectors. Elements whose result, or what it is made from, would be subnormal, infinite or NaN set
 * a flag and are left to the functions of numbers.
 *
 * <p>A stage takes n elements of x, a multiple of the lanes and at most a block, and hands numbers
 * on to the next in the work array or in y.
 */
final class VectorStages {
    static final int BLOCK = 512;

    /** A work array for blocks of so many elements: two numbers for each, and the flag. */
    static double[] work(int block) {
        return new double[2 * block + 1];
    }

    /** Tells whether the flag is set, and takes it back. */
    static boolean takesFlag(double[] work) {
        boolean set = work[work.length - 1] != 0;
        work[work.length - 1] = 0;
        return set;
    }

    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = SPECIES.length();

    private static final long SIZE = Long.MAX_VALUE; // all bits but the sign
    private static final long EXP_RANGE_BITS = Double.doubleToRawLongBits(EXP_RANGE);
    private static final long TANH_RANGE_BITS = Double.doubleToRawLongBits(TANH_RANGE);
    private static final long DENSITY_BITS = Double.doubleToRawLongBits(DENSITY_SPLIT);

    private static final long LEAST_BITS = Double.doubleToRawLongBits(Double.MIN_NORMAL);
    private static final long MOST_BITS = Double.doubleToRawLongBits(Double.MAX_VALUE);

    private VectorStages() {}

    private static DoubleVector all(double value) {
        return DoubleVector.broadcast(SPECIES, value);
    }

    // ---- exp

    static void expReduce(double[] x, int from, double[] work, double[] y, int to, int n) {
        reduce(x, from, 0, work, n);
    }

    /** The argument is -|x|. */
    static void minusSizeReduce(double[] x, int from, double[] work, double[] y, int to, int n) {
        reduce(x, from, -1, work, n);
    }

    /** The argument is -2 |x|. */
    static void minusTwiceSizeReduce(
            double[] x, int from, double[] work, double[] y, int to, int n) {
        reduce(x, from, -2, work, n);
    }

    /** r and 2^k; of the size of x times a factor, or of x itself if the factor is 0. */
    private static void reduce(double[] x, int from, double factor, double[] work, int n) {
        DoubleVector rounder = all(BIASED_ROUNDER);
        DoubleVector log2E = all(LOG2_E);
        DoubleVector high = all(-LN2_HIGH);
        DoubleVector low = all(-LN2_LOW);
        LongVector most = LongVector.broadcast(LongVector.SPECIES_PREFERRED, EXP_RANGE_BITS);
        LongVector beyond = LongVector.zero(LongVector.SPECIES_PREFERRED);
        int half = work.length / 2;
        for (int i = 0; i < n; i += LANES) {
            DoubleVector v = DoubleVector.fromArray(SPECIES, x, from + i);
            if (factor != 0) {
                v = v.abs().mul(factor);
            }
            // negative where the size is above the range, or NaN
            beyond = beyond.or(most.sub(v.reinterpretAsLongs().and(SIZE)));
            DoubleVector rounded = v.fma(log2E, rounder); // k + 1023 in its low bits
            DoubleVector k = rounded.sub(rounder);
            k.fma(low, k.fma(high, v)).intoArray(work, i);
            powerOfTwo(rounded).intoArray(work, half + i);
        }
        if (beyond.reduceLanes(OR) < 0) {
            work[work.length - 1] = 1;
        }
    }

    private static DoubleVector quotient(DoubleVector r) {
        DoubleVector s = r.mul(r);
        DoubleVector q = s.mul(s);
        DoubleVector b0 = s.fma(r.fma(all(C3), all(C2)), r.fma(all(C1), all(0.5)));
        DoubleVector b1 = s.fma(r.fma(all(C7), all(C6)), r.fma(all(C5), all(C4)));
        DoubleVector b2 = s.fma(all(C10), r.fma(all(C9), all(C8)));
        return q.fma(q.fma(b2, b1), b0);
    }

    static void exp(double[] x, int from, double[] work, double[] y, int to, int n) {
        int half = work.length / 2;
        for (int i = 0; i < n; i += LANES) {
            DoubleVector r = DoubleVector.fromArray(SPECIES, work, i);
            DoubleVector power = DoubleVector.fromArray(SPECIES, work, half + i);
            r.mul(r).fma(quotient(r), r).fma(power, power).intoArray(y, to + i);
        }
    }

    /** From e = exp(-|x|) in y. */
    static void sigmoid(double[] x, int from, double[] work, double[] y, int to, int n) {
        DoubleVector one = all(1);
        DoubleVector minusOne = all(-1);
        for (int i = 0; i < n; i += LANES) {
            DoubleVector e = DoubleVector.fromArray(SPECIES, y, to + i);
            VectorMask<Double> below =
                    DoubleVector.fromArray(SPECIES, x, from + i).compare(LT, 0.0);
            DoubleVector whole = one.blend(e, below);
            whole.fma(e.div(minusOne.sub(e)), whole).intoArray(y, to + i);
        }
    }

    /** e / (1 + e)² from e = exp(-|x|) in y. */
    static void logisticDensity(double[] x, int from, double[] work, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            density(DoubleVector.fromArray(SPECIES, y, to + i)).intoArray(y, to + i);
        }
    }

    private static DoubleVector density(DoubleVector e) {
        DoubleVector more = e.fma(e, e.add(e));
        DoubleVector least = atMost(e, DENSITY_BITS);
        return least.sub(least.fma(more, least.sub(e)).div(more.add(1)));
    }

    /** 4 e / (1 + e)² from e = exp(-2 |x|) in y. */
    static void sechSquared(double[] x, int from, double[] work, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            density(DoubleVector.fromArray(SPECIES, y, to + i)).mul(4).intoArray(y, to + i);
        }
    }

    // ---- tanh

    /** The rest of 2 |x| by the higher part of log 2, and k beside the bias of tanh. */
    static void tanhReduce(double[] x, int from, double[] work, double[] y, int to, int n) {
        DoubleVector rounder = all(TANH_ROUNDER);
        DoubleVector log2E = all(2 * LOG2_E);
        DoubleVector high = all(-LN2_HIGH);
        LongVector most = LongVector.broadcast(LongVector.SPECIES_PREFERRED, TANH_RANGE_BITS);
        LongVector beyond = LongVector.zero(LongVector.SPECIES_PREFERRED);
        int half = work.length / 2;
        for (int i = 0; i < n; i += LANES) {
            LongVector size =
                    DoubleVector.fromArray(SPECIES, x, from + i).reinterpretAsLongs().and(SIZE);
            beyond = beyond.or(most.sub(size)); // negative if NaN, too
            DoubleVector v = size.reinterpretAsDoubles();
            DoubleVector rounded = v.fma(log2E, rounder);
            rounded.sub(rounder).fma(high, v.add(v)).intoArray(work, i);
            rounded.intoArray(work, half + i);
        }
        if (beyond.reduceLanes(OR) < 0) {
            work[work.length - 1] = 1;
        }
    }

    /** h = (exp(2 |x|) - 1) / 2. */
    static void halfExpm1(double[] x, int from, double[] work, double[] y, int to, int n) {
        int half = work.length / 2;
        for (int i = 0; i < n; i += LANES) {
            DoubleVector rest = DoubleVector.fromArray(SPECIES, work, i);
            DoubleVector rounded = DoubleVector.fromArray(SPECIES, work, half + i);
            DoubleVector low = rounded.sub(TANH_ROUNDER).mul(-LN2_LOW);
            DoubleVector r = rest.add(low);
            DoubleVector power = powerOfTwo(rounded);
            DoubleVector top = rest.fma(power, power.sub(0.5));
            r.mul(r).fma(quotient(r), low).fma(power, top).intoArray(work, i);
        }
    }

    /** From h in the work array. */
    static void tanh(double[] x, int from, double[] work, double[] y, int to, int n) {
        DoubleVector minusOne = all(-1);
        for (int i = 0; i < n; i += LANES) {
            DoubleVector h = DoubleVector.fromArray(SPECIES, work, i);
            DoubleVector least = atMost(h, ONE_BITS);
            LongVector size = least.fma(least.div(minusOne.sub(h)), least).reinterpretAsLongs();
            LongVector sign =
                    DoubleVector.fromArray(SPECIES, x, from + i)
                            .reinterpretAsLongs()
                            .and(Long.MIN_VALUE);
            size.or(sign).reinterpretAsDoubles().intoArray(y, to + i);
        }
    }

    private static DoubleVector powerOfTwo(DoubleVector rounded) {
        return rounded.reinterpretAsLongs().lanewise(LSHL, 52).reinterpretAsDoubles();
    }

    /** The lesser of numbers that are not negative and a bound: their bits are in their order. */
    private static DoubleVector atMost(DoubleVector v, long bits) {
        return v.reinterpretAsLongs().min(bits).reinterpretAsDoubles();
    }

    // ---- log

    /** k, and f = m - 1 for m from the root of 1/2 to the root of 2. */
    static void logReduce(double[] x, int from, double[] work, double[] y, int to, int n) {
        LongVector beyond = LongVector.zero(LongVector.SPECIES_PREFERRED);
        int half = work.length / 2;
        for (int i = 0; i < n; i += LANES) {
            LongVector bits = DoubleVector.fromArray(SPECIES, x, from + i).reinterpretAsLongs();
            // one or the other is negative for all but normal numbers above 0
            beyond = beyond.or(bits.sub(LEAST_BITS)).or(bits.neg().add(MOST_BITS));
            // the exponent of x over the root of 1/2 is k, biased
            LongVector shifted = bits.add(ONE_BITS - HALF_ROOT_BITS);
            shifted.lanewise(LSHR, 52)
                    .or(TWO_52_BITS)
                    .reinterpretAsDoubles()
                    .sub(0x1p52 + 1023)
                    .intoArray(work, i);
            shifted.and(MANTISSA)
                    .add(HALF_ROOT_BITS)
                    .reinterpretAsDoubles()
                    .sub(1)
                    .intoArray(work, half + i);
        }
        if (beyond.reduceLanes(OR) < 0) {
            work[work.length - 1] = 1;
        }
    }

    static void log(double[] x, int from, double[] work, double[] y, int to, int n) {
        int half = work.length / 2;
        for (int i = 0; i < n; i += LANES) {
            DoubleVector k = DoubleVector.fromArray(SPECIES, work, i);
            DoubleVector f = DoubleVector.fromArray(SPECIES, work, half + i);
            DoubleVector s = f.div(f.add(2));
            DoubleVector z = s.mul(s);
            DoubleVector w = z.mul(z);
            DoubleVector odd = w.fma(w.fma(all(LG6), all(LG4)), all(LG2));
            DoubleVector even = w.fma(w.fma(w.fma(all(LG7), all(LG5)), all(LG3)), all(LG1));
            DoubleVector square = f.mul(f).mul(0.5);
            DoubleVector sum = square.add(w.fma(odd, z.mul(even)));
            DoubleVector low = s.fma(sum, k.mul(LN2_LOW));
            k.fma(all(LN2_HIGH), f.sub(square.sub(low))).intoArray(y, to + i);
        }
    }
}
