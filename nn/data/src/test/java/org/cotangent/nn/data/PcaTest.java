package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.cotangent.Tensor;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;

class PcaTest {
    private static Tensor iris() throws IOException {
        try (InputStream in = PcaTest.class.getResourceAsStream("/data/iris.csv")) {
            return Csv.plain().withHeader().read(in, "iris").tensor(0, 4);
        }
    }

    /** The covariance of columns, divided by the number of rows, and without the library. */
    private static double[] covariance(Tensor y) {
        double[][] rows = y.toMatrix();
        int n = rows[0].length;
        double[] means = new double[n];
        for (double[] row : rows) {
            for (int c = 0; c < n; c++) {
                means[c] += row[c] / rows.length;
            }
        }
        double[] covariance = new double[n * n];
        for (double[] row : rows) {
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    covariance[i * n + j] +=
                            (row[i] - means[i]) * (row[j] - means[j]) / rows.length;
                }
            }
        }
        return covariance;
    }

    @Test
    void irisAgreesWithNumPy() throws IOException {
        // numpy.linalg.svd of the centered features, signs as said in Pca
        Pca pca = Pca.fit(iris());
        assertArrayEquals(
                new double[] {
                    4.200053427994632, 0.24105294294244245, 0.07768810337596659, 0.02367619235362644
                },
                pca.variances().toArray(),
                1e-13);
        assertArrayEquals(
                new double[] {
                    0.36138659178536864, 0.6565887712868423, -0.5820298513060651,
                            0.3154871929039752,
                    -0.08452251406456868, 0.7301614347850266, 0.5979108301000855,
                            -0.31972310366612955,
                    0.8566706059498349, -0.17337266279585706, 0.0762360758209632,
                            -0.47983898699463434,
                    0.3582891971515507, -0.07548101991746337, 0.5458314320200757, 0.7536574252640454
                },
                pca.components().toArray(),
                1e-13);
        assertArrayEquals(
                new double[] {
                    -2.684125625969537,
                    0.31939724658510055,
                    -0.027914827589414104,
                    0.0022624370713172207
                },
                pca.apply(iris()).slice(0, 0, 1).toArray(),
                1e-13);
        assertEquals(0.92461872, Pca.fit(iris(), 1).share(), 1e-8);
    }

    @Test
    void fewAsManyAsAShareAsks() throws IOException {
        // 0.92461872, 0.97768521, 0.99478782, 1
        double[] shares = {0.01, 0.9246, 0.9247, 0.95, 0.98, 0.995, 1};
        int[] counts = {1, 1, 2, 2, 3, 4, 4};
        for (int i = 0; i < shares.length; i++) {
            Pca pca = Pca.fitShare(iris(), shares[i]);
            assertEquals(counts[i], pca.outputs(), "" + shares[i]);
            assertTrue(pca.share() >= shares[i] - 1e-15);
        }
        for (double share : new double[] {0, -1, 1.01, Double.NaN}) {
            Refusal.of(
                    IllegalArgumentException.class, () -> Pca.fitShare(iris(), share), "" + share);
        }
    }

    @Test
    void rotatedColumnsAreNotCorrelatedAndWhitenedOnesHaveVarianceOne() {
        // columns of very different size, correlated, more rows than one block of the computation
        Tensor mixing = Tensor.normal(new SplittableRandom(1), 6, 6);
        Tensor units = Tensor.vector(1e-3, 1, 50, 1e3, 0.1, 3);
        Tensor data =
                Tensor.normal(new SplittableRandom(2), 2500, 6).matmul(mixing).mul(units).add(1e4);
        Pca pca = Pca.fit(data);
        double[] c = covariance(pca.apply(data));
        for (int i = 0; i < 6; i++) {
            double vi = pca.variances().get(i);
            assertEquals(vi, c[i * 7], 1e-9 * vi);
            for (int j = 0; j < i; j++) {
                assertEquals(0, c[i * 6 + j] / Math.sqrt(vi * pca.variances().get(j)), 1e-8);
            }
        }
        Tensor moderate = data.sub(1e4).div(units);
        Pca white = Pca.fit(moderate).whitened(0);
        assertArrayEquals(Tensor.eye(6).toArray(), covariance(white.apply(moderate)), 1e-10);
    }

    @Test
    void epsilonShrinksTheSmallOnesMost() throws IOException {
        Pca pca = Pca.fit(iris()).whitened(0.1);
        double[] c = covariance(pca.apply(iris()));
        for (int k = 0; k < 4; k++) {
            double v = pca.variances().get(k);
            assertEquals(v / (v + 0.1), c[k * 5], 1e-12);
        }
        for (double epsilon : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            Refusal.of(IllegalArgumentException.class, () -> pca.whitened(epsilon), "" + epsilon);
        }
    }

    @Test
    void whatDoesNotVaryIsNotBlownUp() {
        // the second column is constant, the third is twice the first
        Tensor data = Tensor.of(new double[][] {{0.1, 7, 0.2}, {0.7, 7, 1.4}, {0.9, 7, 1.8}});
        Tensor y = Pca.fit(data).whitened(0).apply(data);
        double[] c = covariance(y);
        assertEquals(1, c[0], 1e-12);
        for (int i = 1; i < 9; i++) {
            assertEquals(0, c[i], 1e-12);
        }
    }

    @Test
    void aColumnThatFollowsFromOthersIsNotBlownUpToo() {
        // up to rounding the sum of the others: its singular value is noise, and not exactly 0
        for (int seed = 0; seed < 10; seed++) {
            Tensor two = Tensor.normal(new SplittableRandom(seed), 60, 2).mul(1e3);
            Tensor data = Tensor.concat(1, two, two.matmul(Tensor.vector(0.1, 0.7)).unsqueeze(1));
            double[] c = covariance(Pca.fit(data).whitened(0).apply(data));
            assertEquals(1, c[0], 1e-10);
            assertEquals(1, c[4], 1e-10);
            assertEquals(0, c[8], 1e-10);
        }
    }

    @Test
    void theSignDoesNotHangOnTheLastBit() {
        for (int seed = 0; seed < 20; seed++) {
            Tensor t = Tensor.normal(new SplittableRandom(seed), 30, 1);
            Tensor data = t.matmul(Tensor.of(new double[][] {{1, -1, -1, 1, -1}}));
            double[] v = Pca.fit(data, 1).components().toArray();
            double fifth = Math.sqrt(0.2);
            assertArrayEquals(new double[] {fifth, -fifth, -fifth, fifth, -fifth}, v, 1e-14);
        }
    }

    @Test
    void fewRowsThanColumnsAndASingleRow() {
        Tensor data = Tensor.normal(new SplittableRandom(3), 3, 5);
        Pca pca = Pca.fit(data);
        assertEquals(3, pca.outputs());
        assertArrayEquals(data.toArray(), pca.inverse(pca.apply(data)).toArray(), 1e-14);
        assertEquals(0, pca.variances().get(2), 1e-28);
        Tensor one = Tensor.of(new double[][] {{4, 5}});
        Pca single = Pca.fit(one).whitened(0);
        assertEquals(0, single.apply(one).value());
        assertEquals(1, single.share());
        assertArrayEquals(new double[] {4, 5}, single.inverse(single.apply(one)).toArray());
    }

    @Test
    void theSignIsThatOfTheLargestEntryAlsoWhereTwoAreEqual() {
        Tensor falling = Tensor.of(new double[][] {{-1, 1}, {0, 0}, {1, -1}});
        double half = Math.sqrt(0.5);
        assertArrayEquals(
                new double[] {half, -half}, Pca.fit(falling, 1).components().toArray(), 1e-15);
        assertArrayEquals(
                new double[] {half, -half},
                Pca.fit(falling.neg(), 1).components().toArray(),
                1e-15);
    }

    @Test
    void whatCannotBeAnalyzedIsRefused() {
        Tensor data = Tensor.zeros(3, 5);
        for (int count : new int[] {0, 4}) {
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> Pca.fit(data, count),
                    count + " components",
                    "[3, 5]",
                    "1 .. 3");
        }
        double[] gap = new double[6];
        Arrays.fill(gap, 1);
        gap[3] = Double.NaN;
        Refusal.of(
                IllegalArgumentException.class,
                () -> Pca.fit(Tensor.of(gap, 2, 3)),
                "NaN",
                "row 1",
                "column 0");
        Tensor huge = Tensor.of(new double[][] {{1e200}, {-1e200}});
        Refusal.of(IllegalArgumentException.class, () -> Pca.fit(huge), "too large");
    }
}
