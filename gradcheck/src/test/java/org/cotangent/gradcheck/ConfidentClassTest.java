package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.cotangent.Axes;
import org.cotangent.Backward;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Derivatives of softmax, log-softmax and log-sum-exp where one class has nearly all of the weight,
 * element by element against closed forms and long decimals; and what groups send that nobody asks.
 */
class ConfidentClassTest {
    /** A weight of 1 - 1e-261 needs them to be told from 1. */
    private static final MathContext DIGITS = new MathContext(340);

    // ---- two classes, in closed form

    private static Tensor first(Tensor y) {
        return y.slice(0, 0, 1).sum();
    }

    /** The slope of sigmoid at a gap: what softmax of (gap, 0) has. */
    private static double slope(double gap) {
        double e = Math.exp(-gap);
        return e / (1 + e) / (1 + e);
    }

    private static void close(double[] expected, Tensor actual) {
        double[] numbers = actual.toArray();
        assertEquals(expected.length, numbers.length);
        for (int i = 0; i < expected.length; i++) {
            double tolerance = 2e-13 * Math.abs(expected[i]);
            assertEquals(expected[i], numbers[i], tolerance, "element " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {20, 30, 36, 36.7, 37, 40, 100, 700})
    void softmaxToThirdOrder(double gap) {
        Tensor x = Tensor.vector(gap, 0);
        UnaryOperator<Tensor> f = v -> first(v.softmax(0));
        double s = slope(gap);
        double t = Math.tanh(gap / 2);
        close(new double[] {s, -s}, Differentiate.gradient(f).apply(x));
        close(new double[] {s, -s}, f.apply(x = x.asVariable()).backward().of(x));
        close(new double[] {-s * t, s * t, s * t, -s * t}, Differentiate.hessian(f, x).reshape(-1));
        close(new double[] {s, -s}, Differentiate.jvp(v -> v.softmax(0), x, Tensor.vector(3, 2)));
        double third = s * t * t - 2 * s * s;
        close(new double[] {third}, Differentiate.directional(f, x, Tensor.vector(1, 0), 3));
    }

    @ParameterizedTest
    @ValueSource(doubles = {20, 30, 36, 36.7, 37, 40, 100, 700})
    void logSoftmaxToSecondOrder(double gap) {
        Tensor x = Tensor.vector(gap, 0);
        UnaryOperator<Tensor> f = v -> first(v.logSoftmax(0));
        double q = Math.exp(-gap) / (1 + Math.exp(-gap));
        double s = slope(gap);
        close(new double[] {-Math.log1p(Math.exp(-gap))}, f.apply(x));
        close(new double[] {q, -q}, Differentiate.gradient(f).apply(x));
        close(new double[] {q, -q}, f.apply(x = x.asVariable()).backward().of(x));
        close(new double[] {-s, s, s, -s}, Differentiate.hessian(f, x).reshape(-1));
        close(
                new double[] {q, q - 1},
                Differentiate.jvp(v -> v.logSoftmax(0), x, Tensor.vector(3, 2)));
        close(
                new double[] {-s, s},
                Differentiate.jvp(Differentiate.gradient(f), x, Tensor.vector(3, 2)));
    }

    @ParameterizedTest
    @ValueSource(doubles = {20, 36.7, 40, 700})
    void logSumExpToThirdOrder(double gap) {
        Tensor x = Tensor.vector(gap, 0);
        double s = slope(gap);
        close(
                new double[] {s, -s, -s, s},
                Differentiate.hessian(v -> v.logSumExp(), x).reshape(-1));
        close(
                new double[] {-s * Math.tanh(gap / 2)},
                Differentiate.directional(v -> v.logSumExp(), x, Tensor.vector(1, 0), 3));
    }

    @Test
    void whatAllClassesHaveInCommonIsExactlyNothing() {
        Tensor x = Tensor.vector(40, 3, -2).asVariable();
        Tensor same = Tensor.full(0.1, 3);
        double[] nothing = new double[3];
        assertArrayEquals(nothing, x.softmax(0).backward(same).of(x).abs().toArray());
        assertArrayEquals(nothing, Differentiate.jvp(v -> v.softmax(0), x, same).abs().toArray());
        assertArrayEquals(
                nothing, Differentiate.jvp(v -> v.logSoftmax(0), x, same).abs().toArray());
        Tensor alone = Tensor.variable(new double[] {0.3}, 1);
        assertEquals(0, alone.softmax(0).backward(Tensor.vector(0.7)).of(alone).get(0));
        assertEquals(0, alone.logSoftmax(0).backward(Tensor.vector(0.7)).of(alone).get(0));
    }

    @Test
    void adjointsNearTheLargestNumber() {
        Tensor x = Tensor.vector(0, 0).asVariable();
        Tensor g = Tensor.vector(1.6e308, -1.6e308);
        close(new double[] {8e307, -8e307}, x.softmax(0).backward(g).of(x));
    }

    // ---- many classes, along any axes, against long decimals

    /** Groups in random places of a tensor, reduced over some axes. */
    @ParameterizedTest
    @CsvSource({
        "2 3, 1", "2 3, 0", "5, 0", "2 40, 1", "40 2, 0", "1 150, 1", "150 1, 0",
        "3 4 5, 1", "3 4 5, 0", "3 4 5, 2", "1 6, 1", "6 1, 0", "4 1 3, 1", "2 3 4, 1 2",
        "2 3 4, 0 1", "2 3 4, 0 2", "2 3 4, 0 1 2", "2 3 4 2, 1 3", "2 3 4 2, 0 2"
    })
    void manyClasses(String extents, String reduced) {
        int[] shape = numbers(extents);
        int[] axes = numbers(reduced);
        Random random = new Random(Arrays.hashCode(shape) + 31L * Arrays.hashCode(axes));
        for (double gap : new double[] {0, 5, 36.5, 100, 600}) {
            check(random, gap, shape, axes);
        }
    }

    private static int[] numbers(String text) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    private static void check(Random random, double gap, int[] shape, int[] axes) {
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        Tensor noise = Tensor.of(random.doubles(size, -2, 2).toArray(), shape);
        // quarters, so that differences are exact and none is tiny
        Tensor g = Tensor.of(random.ints(size, -9, 9).mapToDouble(i -> i / 4.0).toArray(), shape);
        Tensor v = Tensor.of(random.ints(size, -9, 9).mapToDouble(i -> i / 4.0).toArray(), shape);
        int[] group = groups(shape, axes);
        int groups = Arrays.stream(group).max().orElseThrow() + 1;
        double[] logits = noise.toArray();
        for (int p = 0; p < groups; p++) {
            int member = random.nextInt(size / groups);
            for (int i = 0; i < size; i++) {
                if (group[i] == p && member-- == 0) {
                    logits[i] += gap;
                }
            }
        }
        Tensor x = Tensor.of(logits, shape);
        if (axes.length == 1) {
            int axis = axes[0];
            compare("softmax", x, g, v, y -> y.softmax(axis), group);
            compare("logSoftmax", x, g, v, y -> y.logSoftmax(axis), group);
        }
        compare("logSumExp", x, g, v, y -> y.logSumExp(Axes.keep(axes)), group);
    }

    private static void compare(
            String name, Tensor x, Tensor g, Tensor v, UnaryOperator<Tensor> f, int[] group) {
        int[] of = f.apply(x).shape();
        Tensor seed = Arrays.equals(of, x.shape()) ? g : g.sumTo(of);
        Expected expected = Expected.of(name, x, seed.expand(x.shape()), v, group);
        Tensor own = x.asVariable();
        UnaryOperator<Tensor> sum = y -> f.apply(y).mul(seed).sum();
        Tensor unrecorded = f.apply(own).backward(seed).of(own);
        Tensor recorded = Backward.of(f.apply(own)).seed(seed).recorded().run().of(own);
        String what = name + " of " + Arrays.toString(x.shape());
        assertArrayEquals(recorded.toArray(), unrecorded.toArray(), what);
        expected.compare(what + ", gradient", expected.gradient, unrecorded);
        expected.compare(
                what + ", Hessian times v",
                expected.second,
                Differentiate.hessianVectorProduct(sum, x, v));
        expected.compare(
                what + ", Hessian times v forward",
                expected.second,
                Differentiate.jvp(Differentiate.gradient(sum), x, v));
    }

    /** The number of the group of each element. */
    private static int[] groups(int[] shape, int[] axes) {
        int[] kept = shape.clone();
        for (int axis : axes) {
            kept[axis] = 1;
        }
        int groups = Arrays.stream(kept).reduce(1, (a, b) -> a * b);
        double[] count = new double[groups];
        Arrays.setAll(count, p -> p);
        double[] each = Tensor.of(count, kept).expand(shape).toArray();
        return Arrays.stream(each).mapToInt(p -> (int) p).toArray();
    }

    /** Derivatives in decimals, exact but for the exponential, which is right to 75 digits. */
    private static final class Expected {
        final BigDecimal[] gradient;
        final BigDecimal[] second;
        private final BigDecimal[] weights;
        private final int[] group;

        /** The weight of each element, and that of all others of its group. */
        private final double[] weight;

        private final double[] rest;

        private Expected(BigDecimal[] weights, int[] group) {
            this.weights = weights;
            this.group = group;
            this.gradient = new BigDecimal[group.length];
            this.second = new BigDecimal[group.length];
            BigDecimal[] all = sums(weights, group);
            this.weight = Arrays.stream(weights).mapToDouble(BigDecimal::doubleValue).toArray();
            this.rest = new double[weight.length];
            Arrays.setAll(rest, i -> all[i].subtract(weights[i]).doubleValue());
        }

        static Expected of(String name, Tensor x, Tensor seed, Tensor v, int[] group) {
            int n = group.length;
            BigDecimal[] e = new BigDecimal[n];
            double[] logits = x.toArray();
            Arrays.setAll(e, i -> exp(new BigDecimal(logits[i])));
            BigDecimal[] total = sums(e, group);
            BigDecimal[] w = new BigDecimal[n];
            Arrays.setAll(w, i -> e[i].divide(total[i], DIGITS));
            Expected expected = new Expected(w, group);
            BigDecimal[] g = exact(seed);
            BigDecimal[] direction = exact(v);
            BigDecimal[] centered = expected.centered(direction);
            if (name.equals("softmax")) {
                BigDecimal[] c = expected.centered(g);
                Arrays.setAll(expected.gradient, i -> w[i].multiply(c[i], DIGITS));
                BigDecimal[] both = new BigDecimal[n];
                Arrays.setAll(both, i -> c[i].multiply(centered[i], DIGITS));
                BigDecimal[] around = expected.centered(both);
                Arrays.setAll(expected.second, i -> w[i].multiply(around[i], DIGITS));
            } else if (name.equals("logSoftmax")) {
                BigDecimal[] sum = sums(g, group);
                Arrays.setAll(expected.gradient, i -> g[i].subtract(w[i].multiply(sum[i], DIGITS)));
                Arrays.setAll(
                        expected.second,
                        i -> sum[i].negate().multiply(w[i], DIGITS).multiply(centered[i], DIGITS));
            } else {
                Arrays.setAll(expected.gradient, i -> g[i].multiply(w[i]));
                Arrays.setAll(
                        expected.second,
                        i -> g[i].multiply(w[i], DIGITS).multiply(centered[i], DIGITS));
            }
            return expected;
        }

        private BigDecimal[] centered(BigDecimal[] v) {
            BigDecimal[] products = new BigDecimal[v.length];
            Arrays.setAll(products, i -> weights[i].multiply(v[i], DIGITS));
            BigDecimal[] mean = sums(products, group);
            BigDecimal[] centered = new BigDecimal[v.length];
            Arrays.setAll(centered, i -> v[i].subtract(mean[i], DIGITS));
            return centered;
        }

        void compare(String what, BigDecimal[] expected, Tensor actual) {
            double[] numbers = actual.toArray();
            for (int i = 0; i < numbers.length; i++) {
                double right = expected[i].doubleValue();
                // terms of several signs, each up to a few units of the class's own weight
                double term = 100 * Math.min(weight[i], rest[i]);
                double tolerance = 2e-12 * Math.abs(right) + 2e-15 * term;
                assertEquals(right, numbers[i], tolerance, what + ", element " + i);
            }
        }

        private static BigDecimal[] exact(Tensor x) {
            return Arrays.stream(x.toArray()).mapToObj(BigDecimal::new).toArray(BigDecimal[]::new);
        }

        /** For every element the sum over its group. */
        private static BigDecimal[] sums(BigDecimal[] x, int[] group) {
            BigDecimal[] sums = new BigDecimal[x.length];
            Arrays.fill(sums, BigDecimal.ZERO);
            for (int i = 0; i < x.length; i++) {
                sums[group[i]] = sums[group[i]].add(x[i], DIGITS);
            }
            BigDecimal[] each = new BigDecimal[x.length];
            Arrays.setAll(each, i -> sums[group[i]]);
            return each;
        }

        /** By the series at a 1024th of the argument, squared ten times. */
        private static BigDecimal exp(BigDecimal x) {
            MathContext more = new MathContext(80);
            BigDecimal small = x.divide(new BigDecimal(1024), more);
            BigDecimal term = BigDecimal.ONE;
            BigDecimal sum = BigDecimal.ONE;
            for (int k = 1; k < 60; k++) {
                term = term.multiply(small, more).divide(new BigDecimal(k), more);
                sum = sum.add(term, more);
            }
            for (int i = 0; i < 10; i++) {
                sum = sum.multiply(sum, more);
            }
            return sum;
        }
    }

    // ---- groups that nobody asks

    private static final double[][] BESIDE = {
        {Double.NaN, Double.NaN, Double.NaN},
        {Double.NaN, 1, 2},
        {
            Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NEGATIVE_INFINITY,
        },
        {Double.POSITIVE_INFINITY, Double.NaN, 0},
        {Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY},
    };

    private static Tensor chosen(String name, Tensor x, int axis) {
        Tensor y =
                switch (name) {
                    case "softmax" -> x.softmax(axis);
                    case "logSoftmax" -> x.logSoftmax(axis);
                    default -> x.logSumExp(Axes.keep(axis));
                };
        Tensor mask = Tensor.vector(1, 0, 1).unsqueeze(axis);
        return Tensor.where(mask, y.mul(Tensor.vector(1, -2, 4).unsqueeze(axis)), Tensor.of(0));
    }

    /** A group that where discards sends nothing, whatever it holds, to second order. */
    @ParameterizedTest
    @CsvSource({
        "softmax, 0",
        "softmax, 1",
        "logSoftmax, 0",
        "logSoftmax, 1",
        "logSumExp, 0",
        "logSumExp, 1"
    })
    void aDiscardedGroupSendsNothing(String name, int axis) {
        double[] clean = {3, 1, 2};
        for (double[] beside : BESIDE) {
            UnaryOperator<Tensor> f = x -> chosen(name, x, axis).square().sum();
            Tensor good = rows(clean, axis);
            Tensor bad = rows(beside, axis);
            String what = Arrays.toString(beside);
            Tensor v = Tensor.of(new double[] {1, -3, 2, 4, -1, 3, -2, 2, 5}, 3, 3);
            same(what, Differentiate.gradient(f).apply(good), Differentiate.gradient(f).apply(bad));
            Tensor own = bad.asVariable();
            same(what, Differentiate.gradient(f).apply(good), f.apply(own).backward().of(own));
            same(
                    what,
                    Differentiate.hessianVectorProduct(f, good, v),
                    Differentiate.hessianVectorProduct(f, bad, v));
        }
    }

    private static Tensor rows(double[] middle, int axis) {
        Tensor x = Tensor.of(new double[][] {{40, 0, 1}, middle, {0, 2, -3}});
        return axis == 1 ? x : x.transpose();
    }

    private static void same(String what, Tensor expected, Tensor actual) {
        double[] right = expected.toArray();
        double[] numbers = actual.toArray();
        for (int i = 0; i < right.length; i++) {
            assertEquals(right[i] + 0.0, numbers[i] + 0.0, 1e-15 * Math.abs(right[i]), what);
        }
    }

    /** Where it is asked, NaN stays NaN. */
    @ParameterizedTest
    @CsvSource({
        "softmax, 0",
        "softmax, 1",
        "logSoftmax, 0",
        "logSoftmax, 1",
        "logSumExp, 0",
        "logSumExp, 1"
    })
    void aGroupOfNanIsNanWhereItIsAsked(String name, int axis) {
        Tensor x = rows(new double[] {Double.NaN, 1, 2}, axis).asVariable();
        // the middle group, which is discarded, changes places with the first
        Tensor moved = x.indexSelect(1 - axis, 1, 0, 2);
        double[] slopes = chosen(name, moved, axis).sum().backward().of(x).toArray();
        for (int i = 0; i < 3; i++) {
            assertTrue(Double.isNaN(slopes[axis == 1 ? 3 + i : 3 * i + 1]), "element " + i);
        }
    }
}
