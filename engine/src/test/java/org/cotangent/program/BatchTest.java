package org.cotangent.program;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs over many points, with arguments that these share and results that are summed. */
class BatchTest {
    /** Loss and gradient of a small net at a sample, and the sample times a number. */
    private static List<Tensor> loss(Tensor... x) {
        Tensor w = x[0];
        Tensor a = x[1];
        Tensor hidden = w.matmul(Tensor.concat(0, x[2], Tensor.ones(1))).tanh();
        Tensor error = hidden.mul(a.exp()).sum().sub(x[3]);
        Tensor loss = error.square().div(a.square().sum().add(1)).add(w.norm());
        Gradients g = Backward.of(loss).wrt(w, a).recorded().run();
        return List.of(loss, g.of(w), x[2].mul(a.sum()), g.of(a), a.sum(), Tensor.of(7));
    }

    private static final Random RANDOM = new Random(4);
    private static final Tensor W = Tensor.normal(RANDOM, 4, 3);
    private static final Tensor A = Tensor.normal(RANDOM, 4);

    private static final Tensor COUNTING =
            Tensor.of(IntStream.range(0, 2000).mapToDouble(i -> i).toArray());

    private static Program program() {
        return Program.ofSeveral(BatchTest::loss, W, A, Tensor.zeros(2), Tensor.of(0));
    }

    /** Sums as of tensors, for every number of blocks of 128; points one by one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 100, 127, 128, 129, 256, 300, 640, 1000, 5003})
    void sharedAndSummed(int points) {
        Program p = program();
        double[] same = concat(W.toArray(), A.toArray());
        double[] own = new Random(points).doubles(3L * points, -2, 2).toArray();
        double[] each = new double[p.results()];
        double[][] all = new double[p.results()][points];
        for (int i = 0; i < points; i++) {
            p.run(concat(same, Arrays.copyOfRange(own, 3 * i, 3 * i + 3)), each);
            for (int k = 0; k < each.length; k++) {
                all[k][i] = each[k];
            }
        }
        double[] y = new double[3 * points]; // the scaled sample, the sum of a
        double[] sums = new double[1 + 12 + 4 + 1];
        p.batch().shared(0, 1).summed(0, 1, 3, 5).run(points, same, own, y, sums);
        int next = 0;
        for (int k : new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17, 18, 20}) {
            assertEquals(Tensor.of(all[k]).sum().value(), sums[next++], "sum of " + k);
        }
        for (int i = 0; i < points; i++) {
            assertEquals(all[13][i], y[3 * i]);
            assertEquals(all[14][i], y[3 * i + 1]);
            assertEquals(all[19][i], y[3 * i + 2]);
        }
    }

    /** A program that is not run number by number: points in parts, the same sums. */
    @Test
    void ofLargeArrays() {
        Program p = Program.of(x -> x[0].mul(x[1]).add(COUNTING), Tensor.of(0), Tensor.of(0));
        double[] x = new Random(1).doubles(200).toArray();
        double[] sums = new double[2000];
        p.batch().shared(1).summed(0).run(200, new double[] {3}, x, new double[0], sums);
        Tensor products = Tensor.of(x).mul(3);
        for (int i = 0; i < 2000; i += 500) {
            assertEquals(products.add(i).sum().value(), sums[i]);
        }
        double[] y = new double[200 * 2000];
        p.batch().run(200, new double[0], concat(x, x), y, new double[0]);
        assertEquals(x[2] * x[3] + 7, y[2000 + 7]);
    }

    @Test
    void tensorsInAndOut() {
        Program p =
                Program.ofSeveral(
                        x -> List.of(x[0].mul(x[1]), x[0].mul(x[1]).sum()),
                        Tensor.zeros(2),
                        Tensor.of(0));
        Tensor points = Tensor.of(new double[] {1, 2, 3, 4, 5, 6}, 3, 2);
        List<Tensor> y = p.batch().shared(1).summed(1).applyAll(points, Tensor.of(10));
        assertArrayEquals(new int[] {3, 2}, y.get(0).shape());
        assertArrayEquals(new double[] {10, 20, 30, 40, 50, 60}, y.get(0).toArray());
        assertEquals(210, y.get(1).value());
        y = p.batch().summed(0).applyAll(points, Tensor.of(new double[] {1, 10, 100}));
        assertArrayEquals(new double[] {531, 642}, y.get(0).toArray());
        assertArrayEquals(new double[] {3, 70, 1100}, y.get(1).toArray());
    }

    /** Later points read what is shared, in whatever array results are written. */
    @Test
    void resultsInTheArrayOfWhatIsShared() {
        int n = 2000;
        double[] same = new Random(1).doubles(n).toArray();
        double[] x = new Random(2).doubles(n).toArray();
        for (int size : new int[] {n, 3000}) { // by numbers, by arrays
            Tensor other = Tensor.iota(size);
            Batch b =
                    Program.of(
                                    v -> v[0].add(other.mul(0).sum()).mul(v[1]).sum(),
                                    Tensor.zeros(n),
                                    Tensor.of(0))
                            .batch()
                            .shared(0);
            double[] apart = new double[n];
            b.run(n, same, x, apart, new double[0]);
            double[] together = same.clone();
            b.run(n, together, x, together, new double[0]);
            assertArrayEquals(apart, together);
            together = x.clone();
            b.run(n, same, together, together, new double[0]);
            assertArrayEquals(apart, together);
        }
    }

    @Test
    void nothingToDo() {
        Program p = Program.of(x -> x[0].square(), Tensor.of(1));
        double[] sums = {5};
        p.batch().summed(0).run(0, new double[0], new double[0], new double[0], sums);
        assertEquals(0, sums[0]);
    }

    @Test
    void refusals() {
        Batch b = Program.of(x -> x[0].mul(x[1]), Tensor.of(1), Tensor.of(1)).batch();
        double[] none = new double[0];
        double[] two = new double[2];
        double[] one = new double[1];
        assertEquals(
                "shared: 2; the program has 2 arguments",
                assertThrows(IndexOutOfBoundsException.class, () -> b.shared(2)).getMessage());
        assertEquals(
                "summed: -1; the program has 1 results",
                assertThrows(IndexOutOfBoundsException.class, () -> b.summed(-1)).getMessage());
        assertEquals(
                "batch: 2 numbers of 2 points; there must be 4",
                refusal(() -> b.run(2, none, two, two, none)));
        assertEquals(
                "batch: 0 numbers that are shared; there must be 1",
                refusal(() -> b.shared(0).run(2, none, two, two, none)));
        assertEquals(
                "batch: -1 points; there must be 0",
                refusal(() -> b.run(-1, none, none, none, none)));
        Program twice = Program.ofSeveral(x -> List.of(x[0].square(), x[0].neg()), Tensor.of(1));
        assertEquals(
                "batch: results and sums have the same array",
                refusal(() -> twice.batch().summed(1).run(1, none, one, one, one)));
        assertTrue(
                refusal(() -> b.shared(0, 1).applyAll(Tensor.of(1), Tensor.of(1)))
                        .contains("how many points"));
        assertTrue(
                refusal(() -> b.shared(0).applyAll(Tensor.variable(1), Tensor.ones(2)))
                        .contains("is recorded"));
        assertTrue(
                refusal(() -> b.applyAll(Tensor.ones(2), Tensor.ones(3)))
                        .contains("argument 1 has shape [3]; it must have [2]"));
    }

    private static String refusal(Executable code) {
        return assertThrows(IllegalArgumentException.class, code).getMessage();
    }

    private static double[] concat(double[] p, double[] q) {
        double[] both = Arrays.copyOf(p, p.length + q.length);
        System.arraycopy(q, 0, both, p.length, q.length);
        return both;
    }
}
