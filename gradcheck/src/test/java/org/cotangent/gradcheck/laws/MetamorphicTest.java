package org.cotangent.gradcheck.laws;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.Dice;
import org.cotangent.gradcheck.OpTable;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.OpTable.Trait;

/**
 * Laws that gradients obey whatever the function is, for every operation: none of them knows a
 * derivative rule or takes a difference.
 */
class MetamorphicTest {
    private static final int TRIES = 1000;

    @Provide
    Arbitrary<Row> rows() {
        return Arbitraries.of(OpTable.ROWS);
    }

    @Provide
    Arbitrary<Row> elementwise() {
        return Arbitraries.of(
                OpTable.ROWS.stream()
                        .filter(row -> row.isElementwise() && !row.is(Trait.HOLDS_A_MASK))
                        .toList());
    }

    /** An operation at a point, with dice for what a law needs beside it. */
    private static final class Drawn {
        final Random random;
        final TensorFunction f;
        final Tensor[] at;
        final Tensor value;

        Drawn(Row row, long seed) {
            Case drawn = row.cases().apply(new Dice(seed, 3));
            random = new Random(seed);
            f = drawn.f();
            at = drawn.at();
            value = f.apply(at).stopGradient();
            Assume.that(value.size() > 0);
        }

        /** Numbers from -1 to 1 that are multiples of 1/64: their sums are exact. */
        Tensor random(int... shape) {
            double[] elements = new double[IntStream.of(shape).reduce(1, (p, q) -> p * q)];
            Arrays.setAll(elements, i -> (random.nextInt(129) - 64) / 64.0);
            return Tensor.of(elements, shape);
        }

        List<Tensor> vjp(Tensor v) {
            return vjp(f, v, at);
        }

        static List<Tensor> vjp(TensorFunction f, Tensor v, Tensor... at) {
            return Differentiate.gradients(x -> f.apply(x).mul(v).sum(), at);
        }
    }

    private static void close(List<Tensor> expected, List<Tensor> actual, Supplier<String> what) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            close(expected.get(i), actual.get(i), what);
        }
    }

    /** Up to rounding of what was summed on the way, which the largest element stands for. */
    private static void close(Tensor expected, Tensor actual, Supplier<String> what) {
        double[] p = expected.toArray();
        double[] q = actual.toArray();
        assertArrayEquals(expected.shape(), actual.shape(), what);
        double scale = 1;
        for (double v : p) {
            scale = Math.max(scale, Math.abs(v));
        }
        for (int i = 0; i < p.length; i++) {
            int place = i;
            double error = Math.abs(p[i] - q[i]);
            assertTrue(
                    error <= 1e-11 * scale || Double.compare(p[i], q[i]) == 0,
                    () ->
                            what.get()
                                    + ": element "
                                    + place
                                    + " is "
                                    + q[place]
                                    + ", not "
                                    + p[place]);
        }
    }

    private static Tensor[] map(Tensor[] x, UnaryOperator<Tensor> f) {
        return Arrays.stream(x).map(f).toArray(Tensor[]::new);
    }

    // ---- linear in the cotangent

    /** v -> v J: of a u + b w it is a u J + b w J. */
    @Property(tries = TRIES)
    void vjpIsLinearInTheCotangent(@ForAll("rows") Row row, @ForAll long seed) {
        Drawn d = new Drawn(row, seed);
        Tensor u = d.random(d.value.shape());
        Tensor w = d.random(d.value.shape());
        List<Tensor> of = d.vjp(u.mul(3).add(w.mul(-0.5)));
        List<Tensor> ofU = d.vjp(u);
        List<Tensor> ofW = d.vjp(w);
        List<Tensor> sum = new ArrayList<>();
        for (int i = 0; i < of.size(); i++) {
            sum.add(ofU.get(i).mul(3).add(ofW.get(i).mul(-0.5)));
        }
        close(sum, of, () -> row + ", seed " + seed);
    }

    /** A power of two moves exponents only: not a bit of the rest may change. */
    @Property(tries = TRIES)
    void vjpOfAScaledCotangentIsScaledExactly(@ForAll("rows") Row row, @ForAll long seed) {
        Drawn d = new Drawn(row, seed);
        Tensor u = d.random(d.value.shape());
        List<Tensor> once = d.vjp(u);
        List<Tensor> scaled = d.vjp(u.mul(0x1p40));
        for (int i = 0; i < once.size(); i++) {
            double[] expected = once.get(i).mul(0x1p40).add(0.0).toArray();
            double[] actual = scaled.get(i).add(0.0).toArray();
            assertArrayEquals(expected, actual, () -> row + ", seed " + seed);
        }
    }

    // ---- affine maps

    /** f(A z + c) with A z + c the point of the row: the gradient by z is A' times that of f. */
    @Property(tries = TRIES)
    void gradientThroughAnAffineMap(@ForAll("rows") Row row, @ForAll long seed) {
        Drawn d = new Drawn(row, seed);
        Tensor v = d.random(d.value.shape());
        List<Tensor> direct = d.vjp(v);
        Tensor[] a = new Tensor[d.at.length];
        Tensor[] z = new Tensor[d.at.length];
        Tensor[] c = new Tensor[d.at.length];
        List<Tensor> expected = new ArrayList<>();
        for (int i = 0; i < z.length; i++) {
            int n = d.at[i].size();
            Assume.that(n > 0);
            a[i] = d.random(n, 2);
            z[i] = d.random(2);
            c[i] = d.at[i].reshape(n).sub(a[i].matmul(z[i]));
            expected.add(direct.get(i).reshape(1, n).matmul(a[i]).reshape(2));
        }
        TensorFunction through =
                y -> {
                    Tensor[] x = new Tensor[y.length];
                    for (int i = 0; i < x.length; i++) {
                        x[i] = a[i].matmul(y[i]).add(c[i]).reshape(d.at[i].shape());
                    }
                    return d.f.apply(x);
                };
        // the point is met to a rounding only: steep operations magnify it
        close(expected, Drawn.vjp(through, v, z), () -> row + ", seed " + seed);
    }

    // ---- sharing

    @Provide
    Arbitrary<Row> ofTwoAlike() {
        return Arbitraries.of(OpTable.ROWS.stream().filter(row -> alike(row, 1) != null).toList());
    }

    /** A case of the row whose second input may be the first as well, or the other way round. */
    private static Case alike(Row row, long seed) {
        for (int i = 0; i < 40; i++) {
            Case drawn = row.cases().apply(new Dice(seed + i, 3));
            Tensor[] at = drawn.at();
            if (at.length < 2 || !Arrays.equals(at[0].shape(), at[1].shape())) {
                continue;
            }
            for (int own = 0; own < 2; own++) {
                if (at[own].size() > 0 && row.domain(1 - own).contains(at[own])) {
                    Tensor[] same = at.clone();
                    same[1 - own] = at[own];
                    return new Case(drawn.f(), same);
                }
            }
        }
        return null;
    }

    /** f(x, x) has the slope of the first place plus that of the second. */
    @Property(tries = TRIES)
    void usedTwiceIsTwoInputsSummed(@ForAll("ofTwoAlike") Row row, @ForAll long seed) {
        Case drawn = alike(row, seed);
        Assume.that(drawn != null);
        Tensor[] same = drawn.at();
        Tensor value = drawn.f().apply(same);
        Assume.that(value.size() > 0);
        Tensor v = new Drawn(row, seed).random(value.shape());
        List<Tensor> apart = Drawn.vjp(drawn.f(), v, same);
        TensorFunction shared =
                x -> {
                    Tensor[] in = same.clone();
                    in[0] = x[0];
                    in[1] = x[0];
                    return drawn.f().apply(in);
                };
        List<Tensor> together = Drawn.vjp(shared, v, same[0]);
        close(apart.get(0).add(apart.get(1)), together.get(0), () -> row + ", seed " + seed);
    }

    /** f + f with one node of f, with two equal ones, and twice f: all the same slope. */
    @Property(tries = TRIES)
    void aResultUsedTwiceCountsTwice(@ForAll("rows") Row row, @ForAll long seed) {
        Drawn d = new Drawn(row, seed);
        Tensor v = d.random(d.value.shape());
        Tensor[] doubled = map(d.vjp(v).toArray(new Tensor[0]), g -> g.mul(2));
        TensorFunction one =
                x -> {
                    Tensor y = d.f.apply(x);
                    return y.add(y);
                };
        TensorFunction two = x -> d.f.apply(x).add(d.f.apply(x));
        close(Arrays.asList(doubled), Drawn.vjp(one, v, d.at), () -> row + ", seed " + seed);
        close(Arrays.asList(doubled), Drawn.vjp(two, v, d.at), () -> row + ", seed " + seed);
    }

    // ---- batches

    /** Elementwise operations on a stack of two points are the two results, gradients too. */
    @Property(tries = TRIES)
    void aStackIsALoop(@ForAll("elementwise") Row row, @ForAll long seed, @ForAll long other) {
        Case first = row.cases().apply(new Dice(seed, 3));
        Case second = row.cases().apply(new Dice(other, 3));
        int n = first.at().length;
        Tensor[][] points = new Tensor[2][n];
        Tensor[] stacked = new Tensor[n];
        for (int i = 0;
                i < n;
                i++) { // one element each: shapes differ between the two. No scalars: arrays have
            // loops of their own
            Assume.that(first.at()[i].size() > 0 && second.at()[i].size() > 0);
            points[0][i] = Tensor.vector(first.at()[i].toArray()[0]);
            points[1][i] = Tensor.vector(second.at()[i].toArray()[0]);
            stacked[i] = Tensor.concat(0, points[0][i], points[1][i]);
        }
        Tensor value = first.f().apply(stacked);
        List<Tensor> gradients = Drawn.vjp(first.f(), Tensor.ones(2), stacked);
        for (int k = 0; k < 2; k++) {
            int sample = k;
            Tensor own = first.f().apply(points[k]);
            assertEquals(own.toArray()[0], value.toArray()[k], () -> row + ", sample " + sample);
            List<Tensor> alone = Drawn.vjp(first.f(), Tensor.ones(1), points[k]);
            for (int i = 0; i < n; i++) {
                assertEquals(
                        alone.get(i).toArray()[0] + 0.0,
                        gradients.get(i).toArray()[k] + 0.0,
                        () -> row + ", sample " + sample + ", seeds " + seed + ", " + other);
            }
        }
    }

    // ---- order of creation

    /** f(x) sin + f(x) cos, made in either order among other nodes: the same slope to the bit. */
    @Property(tries = TRIES)
    void anotherOrderOfCreationChangesNothing(@ForAll("rows") Row row, @ForAll long seed) {
        Drawn d = new Drawn(row, seed);
        Tensor v = d.random(d.value.shape());
        TensorFunction forth =
                x -> {
                    Tensor p = d.f.apply(x).sin();
                    Tensor q = d.f.apply(x).square();
                    return p.add(q);
                };
        TensorFunction back =
                x -> {
                    Tensor q = d.f.apply(x).square();
                    Arrays.stream(x).forEach(Tensor::exp); // leads nowhere
                    Tensor p = d.f.apply(x).sin();
                    return p.add(q);
                };
        List<Tensor> expected = Drawn.vjp(forth, v, d.at);
        List<Tensor> actual = Drawn.vjp(back, v, d.at);
        // an input of the operation itself used more than once may be summed in another order
        close(expected, actual, () -> row + ", seed " + seed);
    }
}
