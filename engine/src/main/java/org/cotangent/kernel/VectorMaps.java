package org.cotangent.kernel;

import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.NE;

import java.util.Arrays;
import java.util.function.DoublePredicate;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The named functions over vectors, a loop for each.
 *
 * <p>The JIT compiler inlines no more than some forty vector operations into one method and puts
 * the vectors of all others on the heap, which costs a hundredfold. So loops are short, long
 * functions come in {@linkplain VectorStages stages} over blocks of an array, and all are called
 * through tables, lest they be inlined into each other.
 */
final class VectorMaps {
    static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
    static final int LANES = SPECIES.length();

    /** The elements between one stage and the next: they stay in the first-level cache. */
    private static final int BLOCK = VectorStages.BLOCK;

    private static final MapLoop[] MAPS =
            Arrays.stream(UnaryKernel.values()).map(VectorMaps::of).toArray(MapLoop[]::new);
    private static final ZipLoop[] ZIPS =
            Arrays.stream(BinaryKernel.values()).map(VectorMaps::of).toArray(ZipLoop[]::new);

    /** What a thread keeps for its next block; see {@link VectorStages}. */
    private static final ThreadLocal<double[]> WORK =
            ThreadLocal.withInitial(() -> VectorStages.work(BLOCK));

    private VectorMaps() {}

    /** y[yFrom + i] = f(x[xFrom + i]) for i below n. */
    static void map(UnaryKernel f, double[] x, int xFrom, double[] y, int yFrom, int n) {
        int whole = n - n % LANES;
        MAPS[f.ordinal()].run(x, xFrom, y, yFrom, whole);
        f.loop(x, xFrom + whole, y, yFrom + whole, n - whole); // the same bits
    }

    /** y[yFrom + i] = f(a[aFrom + i], b[bFrom + i]) for i below n. */
    static void zip(
            BinaryKernel f,
            double[] a,
            int aFrom,
            double[] b,
            int bFrom,
            double[] y,
            int yFrom,
            int n) {
        int whole = n - n % LANES;
        ZIPS[f.ordinal()].run(a, aFrom, b, bFrom, y, yFrom, whole);
        f.loop(a, aFrom + whole, b, bFrom + whole, y, yFrom + whole, n - whole); // the same bits
    }

    private static DoubleVector at(double[] x, int i) {
        return DoubleVector.fromArray(SPECIES, x, i);
    }

    /** sum[i] = y[i] + factor x[i] for n of them; without fused multiply-add, as the plain loop. */
    static void axpy(double factor, double[] x, double[] y, double[] sum, int from, int n) {
        DoubleVector factors = DoubleVector.broadcast(SPECIES, factor);
        int i = from;
        for (int end = from + n - LANES + 1; i < end; i += LANES) {
            DoubleVector product = DoubleVector.fromArray(SPECIES, x, i).mul(factors);
            DoubleVector.fromArray(SPECIES, y, i).add(product).intoArray(sum, i);
        }
        for (; i < from + n; i++) {
            sum[i] = y[i] + factor * x[i];
        }
    }

    // A method for each loop, called through a table: the JIT compiler would inline all of them
    // into one method otherwise, and give up halfway.

    @FunctionalInterface
    private interface MapLoop {
        void run(double[] x, int from, double[] y, int to, int n);
    }

    /** A part of a function over a block; see {@link VectorStages}. */
    @FunctionalInterface
    private interface Stage {
        void run(double[] x, int from, double[] work, double[] y, int to, int n);
    }

    @FunctionalInterface
    private interface ZipLoop {
        void run(double[] a, int p, double[] b, int q, double[] y, int to, int n);
    }

    private static MapLoop of(UnaryKernel f) {
        return switch (f) {
            case NEG -> VectorMaps::neg;
            case RECIPROCAL -> VectorMaps::reciprocal;
            case SQUARE -> VectorMaps::square;
            case SQRT -> VectorMaps::sqrt;
            case ABS -> VectorMaps::abs;
            case EXP -> staged(f, Exponentials::hasExp, VectorStages::expReduce, VectorStages::exp);
            case LOG -> staged(f, Exponentials::hasLog, VectorStages::logReduce, VectorStages::log);
            case TANH ->
                    staged(
                            f,
                            x -> Exponentials.hasExp(2 * x),
                            VectorStages::tanhReduce,
                            VectorStages::halfExpm1,
                            VectorStages::tanh);
            case SIGMOID -> ofMinusSize(f, VectorStages::sigmoid);
            case LOGISTIC_DENSITY -> ofMinusSize(f, VectorStages::logisticDensity);
            case SECH_SQUARED -> ofMinusTwiceSize(f, VectorStages::sechSquared);
            case RELU -> VectorMaps::relu;
            case STEP -> VectorMaps::step;
        };
    }

    private static ZipLoop of(BinaryKernel f) {
        return switch (f) {
            case ADD -> VectorMaps::add;
            case SUB -> VectorMaps::sub;
            case MUL -> VectorMaps::mul;
            case DIV -> VectorMaps::div;
            case MAX -> VectorMaps::max;
            case MIN -> VectorMaps::min;
            case GATE -> VectorMaps::gate;
            case STRONG_MUL -> VectorMaps::strongMul;
            case STRONG_DIV -> VectorMaps::strongDiv;
            case STRONG_DIV_FROM_ABOVE -> VectorMaps::strongDivFromAbove;
            case TWICE_PRODUCT -> VectorMaps::twiceProduct;
            case WHERE_POSITIVE -> VectorMaps::wherePositive;
            case SETTLE -> VectorMaps::settle;
            case TIMES_EVEN -> VectorMaps::timesEven;
        };
    }

    private static void neg(double[] x, int from, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            at(x, from + i).neg().intoArray(y, to + i);
        }
    }

    private static void reciprocal(double[] x, int from, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            DoubleVector.broadcast(SPECIES, 1).div(at(x, from + i)).intoArray(y, to + i);
        }
    }

    private static void square(double[] x, int from, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            DoubleVector v = at(x, from + i);
            v.mul(v).intoArray(y, to + i);
        }
    }

    private static void sqrt(double[] x, int from, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            at(x, from + i).sqrt().add(0.0).intoArray(y, to + i);
        }
    }

    private static void abs(double[] x, int from, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            at(x, from + i).abs().intoArray(y, to + i);
        }
    }

    private static void relu(double[] x, int from, double[] y, int to, int n) {
        DoubleVector zero = DoubleVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            DoubleVector v = at(x, from + i);
            // NaN is not at most 0 and stays
            v.blend(zero, v.compare(LE, zero)).intoArray(y, to + i);
        }
    }

    private static void step(double[] x, int from, double[] y, int to, int n) {
        DoubleVector zero = DoubleVector.zero(SPECIES);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        for (int i = 0; i < n; i += LANES) {
            DoubleVector v = at(x, from + i);
            v.blend(zero, v.compare(LE, zero)).blend(one, v.compare(GT, zero)).intoArray(y, to + i);
        }
    }

    private static void add(double[] a, int p, double[] b, int q, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            at(a, p + i).add(at(b, q + i)).intoArray(y, to + i);
        }
    }

    private static void sub(double[] a, int p, double[] b, int q, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            at(a, p + i).sub(at(b, q + i)).intoArray(y, to + i);
        }
    }

    private static void mul(double[] a, int p, double[] b, int q, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            at(a, p + i).mul(at(b, q + i)).intoArray(y, to + i);
        }
    }

    private static void div(double[] a, int p, double[] b, int q, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            at(a, p + i).div(at(b, q + i)).intoArray(y, to + i);
        }
    }

    private static void max(double[] a, int p, double[] b, int q, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            at(a, p + i).max(at(b, q + i)).intoArray(y, to + i);
        }
    }

    private static void min(double[] a, int p, double[] b, int q, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            at(a, p + i).min(at(b, q + i)).intoArray(y, to + i);
        }
    }

    private static void gate(double[] a, int p, double[] b, int q, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            gate(at(a, p + i), at(b, q + i)).intoArray(y, to + i);
        }
    }

    private static void strongMul(double[] a, int p, double[] b, int q, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            DoubleVector g = at(a, p + i);
            strong(g.mul(at(b, q + i)), g).intoArray(y, to + i);
        }
    }

    private static void strongDiv(double[] a, int p, double[] b, int q, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            DoubleVector g = at(a, p + i);
            strong(g.div(at(b, q + i)), g).intoArray(y, to + i);
        }
    }

    private static void strongDivFromAbove(
            double[] a, int p, double[] b, int q, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            DoubleVector g = at(a, p + i);
            strong(g.div(at(b, q + i).add(0.0)), g).intoArray(y, to + i);
        }
    }

    private static void twiceProduct(
            double[] a, int p, double[] b, int q, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            timesEven(at(a, p + i), at(b, q + i)).mul(2).intoArray(y, to + i);
        }
    }

    private static void timesEven(double[] a, int p, double[] b, int q, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            timesEven(at(a, p + i), at(b, q + i)).intoArray(y, to + i);
        }
    }

    private static void wherePositive(
            double[] a, int p, double[] b, int q, double[] y, int to, int n) {
        DoubleVector zero = DoubleVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            DoubleVector g = at(a, p + i);
            DoubleVector v = at(b, q + i);
            DoubleVector off = zero.blend(v, v.compare(NE, v).and(g.compare(NE, zero)));
            off.blend(g, v.compare(GT, zero)).intoArray(y, to + i);
        }
    }

    private static void settle(double[] a, int p, double[] b, int q, double[] y, int to, int n) {
        for (int i = 0; i < n; i += LANES) {
            strong(at(a, p + i), at(b, q + i)).intoArray(y, to + i);
        }
    }

    // ---- StrongZero over vectors

    private static DoubleVector strong(DoubleVector v, DoubleVector p) {
        VectorMask<Double> lost = v.compare(NE, v).and(p.compare(EQ, 0.0));
        return v.blend(0.0, lost);
    }

    private static DoubleVector gate(DoubleVector p, DoubleVector mask) {
        return strong(p.mul(mask), p).blend(0.0, mask.compare(EQ, 0.0));
    }

    private static DoubleVector timesEven(DoubleVector p, DoubleVector q) {
        VectorMask<Double> none = q.compare(EQ, 0.0).and(p.compare(EQ, p));
        return strong(p.mul(q), p).blend(0.0, none);
    }

    // ---- functions in stages

    /** From exp(-|x|) in y. */
    private static MapLoop ofMinusSize(UnaryKernel f, Stage last) {
        return staged(
                f, Exponentials::hasExp, VectorStages::minusSizeReduce, VectorStages::exp, last);
    }

    /** From exp(-2 |x|) in y. */
    private static MapLoop ofMinusTwiceSize(UnaryKernel f, Stage last) {
        return staged(
                f,
                x -> Exponentials.hasExp(2 * x),
                VectorStages::minusTwiceSizeReduce,
                VectorStages::exp,
                last);
    }

    /** Elements that the stages cannot do, once they have set the flag, by the plain function. */
    private static MapLoop staged(UnaryKernel f, DoublePredicate plain, Stage... stages) {
        return (x, from, y, to, n) -> {
            double[] work = WORK.get();
            for (int at = 0; at < n; at += BLOCK) {
                int part = Math.min(BLOCK, n - at);
                for (Stage stage : stages) {
                    stage.run(x, from + at, work, y, to + at, part);
                }
                if (VectorStages.takesFlag(work)) {
                    for (int i = at; i < at + part; i++) {
                        if (!plain.test(x[from + i])) {
                            y[to + i] = f.applyAsDouble(x[from + i]);
                        }
                    }
                }
            }
        };
    }
}
