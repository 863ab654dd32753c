package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

/** Dropout, Maxout, Flatten, Reshape and Lambda. */
class SmallLayersTest {
    private final RandomGenerator random = new SplittableRandom(12);

    // ---- Dropout

    @Test
    void dropoutIsTheIdentityOnceTrained() {
        Tensor x = Tensor.normal(random, 3, 4);
        assertSame(x, new Dropout(0.5).apply(x));
        assertSame(x, new Dropout(0).forward(x, Pass.training(random)));
    }

    @Test
    void dropoutDropsTheRateAndKeepsTheExpectation() {
        double rate = 0.3;
        double[] y =
                new Dropout(rate)
                        .forward(Tensor.full(7, 200, 500), Pass.training(random))
                        .toArray();
        long dropped = Arrays.stream(y).filter(v -> v == 0).count();
        // standard error of the share: sqrt(0.21 / 100,000) = 0.0014
        assertEquals(rate, dropped / 1e5, 0.006);
        assertEquals(1e5 - dropped, Arrays.stream(y).filter(v -> v == 7 * (1 / 0.7)).count());
    }

    @Test
    void theMaskComesFromTheGeneratorElementByElement() {
        Dropout dropout = new Dropout(0.4);
        double[] y =
                dropout.forward(Tensor.ones(5, 3), Pass.training(new SplittableRandom(3)))
                        .toArray();
        RandomGenerator same = new SplittableRandom(3);
        for (double v : y) {
            assertEquals(same.nextDouble() < 0.4 ? 0 : 1 / 0.6, v);
        }
        Tensor x = Tensor.ones(5, 3).asVariable();
        Tensor sum = dropout.forward(x, Pass.training(new SplittableRandom(3))).sum();
        assertArrayEquals(y, sum.backward().of(x).toArray());
    }

    @Test
    void dropoutRefusesBadRates() {
        for (double rate : new double[] {-0.1, 1, Double.NaN}) {
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> new Dropout(rate),
                    "dropout: rate " + rate);
        }
        Refusal.of(
                NullPointerException.class,
                () -> new Dropout(0.5).forward(Tensor.of(1), Pass.training(null)),
                "random generator");
        assertEquals("dropout (0.5)", new Dropout(0.5).toString());
        assertEquals(0.25, new Dropout(0.25).rate());
    }

    // ---- Maxout

    @Test
    void maxoutTakesTheLargestPieceOfEachUnit() {
        Maxout maxout = new Maxout("m", 2, 2, 3, Initializers.normal(1), random);
        maxout.bias().set(Tensor.normal(random, 6));
        double[][] w = maxout.weight().value().toMatrix();
        double[] b = maxout.bias().value().toArray();
        double[][] x = {{1, -2}, {0.5, 3}, {-1, 0}};
        double[][] y = maxout.apply(Tensor.of(x)).toMatrix();
        for (int row = 0; row < 3; row++) {
            for (int unit = 0; unit < 2; unit++) {
                double most = Double.NEGATIVE_INFINITY;
                for (int p = 0; p < 3; p++) {
                    int c = unit * 3 + p;
                    most = Math.max(most, x[row][0] * w[0][c] + x[row][1] * w[1][c] + b[c]);
                }
                assertEquals(most, y[row][unit], 1e-14);
            }
        }
        assertEquals("[m.weight [2, 6], m.bias [6]]", maxout.parameters().toString());
        assertEquals("m (2 to 2, 3 pieces)", maxout.toString());
        assertEquals(3, maxout.pieces());
        assertArrayEquals(new int[] {4, 1, 2}, maxout.apply(Tensor.zeros(4, 1, 2)).shape());
        assertArrayEquals(new int[] {2}, maxout.apply(Tensor.zeros(2)).shape());
        assertArrayEquals(new int[] {0, 2}, maxout.apply(Tensor.zeros(0, 2)).shape());
    }

    @Test
    void maxoutCanBeTheAbsoluteValueAndTiesShare() {
        Maxout abs = new Maxout("m", 1, 1, 2, Initializers.zeros(), random);
        abs.weight().set(Tensor.of(new double[][] {{1, -1}}));
        Tensor x = Tensor.variable(new double[][] {{-3}, {0}, {2}});
        Tensor y = abs.apply(x);
        assertArrayEquals(new double[] {3, 0, 2}, y.toArray());
        assertArrayEquals(new double[] {-1, 0, 1}, y.sum().backward().of(x).toArray());
    }

    @Test
    void maxoutRefusesWhatDoesNotFit() {
        Initializer normal = Initializers.normal(1);
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Maxout("m", 2, 3, 2, normal, random).apply(Tensor.zeros(5, 3)),
                "m: ",
                "[5, 3]",
                "[2, 6]",
                "extent 2");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Maxout("m", 2, 3, 0, normal, random),
                "m: number of pieces 0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Maxout("m", 0, 3, 2, normal, random),
                "m: number of inputs 0");
    }

    // ---- shapes

    @Test
    void flattenAndReshape() {
        Tensor x = Tensor.iota(24).reshape(2, 3, 4);
        Tensor flat = new Flatten().apply(x);
        assertArrayEquals(new int[] {2, 12}, flat.shape());
        assertArrayEquals(x.toArray(), flat.toArray());
        assertArrayEquals(new int[] {5, 1}, new Flatten().apply(Tensor.zeros(5)).shape());
        assertArrayEquals(new int[] {0, 6}, new Flatten().apply(Tensor.zeros(0, 2, 3)).shape());
        Reshape reshape = new Reshape(4, 3);
        assertArrayEquals(new int[] {2, 4, 3}, reshape.apply(flat).shape());
        assertArrayEquals(new int[] {0, 4, 3}, reshape.apply(Tensor.zeros(0, 12)).shape());
        assertArrayEquals(new int[] {5}, new Reshape().apply(Tensor.zeros(5, 1)).shape());
        assertEquals("reshape [4, 3]", reshape.toString());
        assertArrayEquals(new int[] {4, 3}, reshape.shape());
        assertEquals("flatten", new Flatten().toString());
    }

    @Test
    void shapesThatDoNotFitAreRefused() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Flatten().apply(Tensor.of(1)),
                "flatten: the input has shape []");
        // 2 x 6 numbers are as many as 1 x 12, but rows would be mixed
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Reshape(4, 3).apply(Tensor.zeros(2, 6)),
                "reshape: the input has shape [2, 6]",
                "[4, 3]",
                "12 numbers");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Reshape().apply(Tensor.of(1)),
                "reshape: the input has shape []");
        Refusal.of(IllegalArgumentException.class, () -> new Reshape(2, -1), "[2, -1]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Reshape(1 << 20, 1 << 20),
                "[1048576, 1048576]");
    }

    // ---- Lambda

    @Test
    void lambdaIsItsFunctionWithAName() {
        Lambda lambda = new Lambda("twice", x -> x.mul(2));
        assertEquals(6, lambda.apply(Tensor.of(3)).value());
        assertEquals("twice", lambda.toString());
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Lambda("bad", x -> x.reshape(4)).apply(Tensor.zeros(3)),
                "bad: reshape");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Lambda("none", x -> null).apply(Tensor.zeros(3)),
                "none: the function returned null");
        Refusal.of(NullPointerException.class, () -> new Lambda("f", null), "f: the function");
        Refusal.of(IllegalArgumentException.class, () -> new Lambda(" ", x -> x), "blank");
    }
}
