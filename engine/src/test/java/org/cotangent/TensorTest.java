package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

/** Values and shapes, worked out by hand or by plain loops. */
class TensorTest {
    private static final Tensor M = Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}});

    @Test
    void makingAndReading() {
        assertArrayEquals(new int[] {2, 3}, M.shape());
        assertEquals(2, M.rank());
        assertEquals(6, M.size());
        assertEquals(3, M.size(-1));
        assertEquals(6, M.get(1, 2));
        assertEquals(4, Tensor.of(4).get());
        assertEquals(4, Tensor.of(new double[] {4}, 1, 1).value());
        assertArrayEquals(new double[][] {{1, 2, 3}, {4, 5, 6}}, M.toMatrix());
        assertArrayEquals(new double[] {1, 1}, Tensor.ones(2).toArray());
        assertArrayEquals(new int[] {0, 0}, Tensor.of(new double[0][]).shape());
        assertEquals(0, Tensor.zeros().rank());
    }

    @Test
    void arraysAreCopiedInAndOut() {
        double[] in = {1, 2};
        Tensor x = Tensor.of(in);
        in[0] = 9;
        x.toArray()[1] = 9;
        x.shape()[0] = 9;
        assertArrayEquals(new double[] {1, 2}, x.toArray());
        assertArrayEquals(new int[] {2}, x.shape());
        double[][] rows = {{1, 2}};
        Tensor m = Tensor.of(rows);
        rows[0][0] = 9;
        m.toMatrix()[0][0] = 9;
        assertEquals(1, m.get(0, 0));
    }

    @Test
    void joinedPiecesKeepTheirBits() {
        Tensor a = Tensor.of(new double[][] {{-0.0}, {1}});
        Tensor b = Tensor.of(new double[][] {{2, -0.0}, {Double.NaN, 3}});
        assertArrayEquals(
                new double[] {-0.0, 2, -0.0, 1, Double.NaN, 3}, Tensor.concat(1, a, b).toArray());
        assertArrayEquals(new double[] {-0.0, 1, -0.0, 1}, Tensor.concat(0, a, a).toArray());
        assertArrayEquals(new double[] {-0.0, -0.0, 1, 1}, Tensor.stack(1, a, a).toArray());
        assertEquals(0, Tensor.concat(1, Tensor.zeros(0, 2), Tensor.zeros(0, 3)).size());
        assertArrayEquals(
                new int[] {0, 5}, Tensor.concat(1, Tensor.zeros(0, 2), Tensor.zeros(0, 3)).shape());
    }

    /** Without axes over all, with a list of axes over these. */
    @Test
    void shortFormsOfReductions() {
        Tensor x = Tensor.of(new double[][] {{1, 5, 0}, {3, 3, 3}});
        assertEquals(x.var(Axes.all(), 0).value(), x.var().value());
        assertEquals(x.std(Axes.all(), 0).value(), x.std().value());
        assertArrayEquals(new double[] {14 / 3.0, 0}, x.var(1).toArray(), 1e-15);
        assertArrayEquals(new double[] {1, 1, 1.5}, x.std(0).toArray());
        assertArrayEquals(new int[] {2, 1}, x.std(Axes.keep(1)).shape());
        assertArrayEquals(new int[] {1, 3}, x.var(Axes.keep(0)).shape());
        assertEquals(0, x.all().value());
        assertEquals(1, x.any().value());
        assertArrayEquals(new double[] {0, 1}, x.all(1).toArray());
        assertArrayEquals(new double[] {1, 1, 1}, x.any(0).toArray());
        assertEquals(1, Tensor.zeros(0).all().value());
        assertEquals(0, Tensor.zeros(0).any().value());
    }

    @Test
    void identityIsEquality() {
        assertNotEquals(Tensor.of(1), Tensor.of(1));
        assertNotEquals(Tensor.variable(1), Tensor.variable(1));
    }

    @Test
    void broadcastingAlignsAtTheLastAxis() {
        Tensor row = Tensor.vector(10, 20, 30);
        Tensor column = Tensor.of(new double[] {100, 200}, 2, 1);
        assertArrayEquals(new double[] {11, 22, 33, 14, 25, 36}, M.add(row).toArray());
        assertArrayEquals(new double[] {-99, -98, -97, -196, -195, -194}, M.sub(column).toArray());
        assertArrayEquals(
                new double[] {1000, 2000, 3000, 2000, 4000, 6000}, column.mul(row).toArray());
        assertArrayEquals(new double[] {2, 3, 4, 5, 6, 7}, M.add(1).toArray());
        assertArrayEquals(
                new int[] {5, 2, 3}, Tensor.zeros(5, 1, 3).add(Tensor.zeros(2, 1)).shape());
        assertArrayEquals(new int[] {0, 3}, Tensor.zeros(0, 3).add(Tensor.zeros(1, 3)).shape());
        assertArrayEquals(new int[] {0}, Tensor.zeros(0).add(1).shape());
    }

    @Test
    void aNumberOnTheLeft() {
        double[] at = {2, -0.0, 0, Double.POSITIVE_INFINITY, Double.NaN, 1e-310, 3};
        for (double a : new double[] {1, 0, -0.0, -2.5, Double.NEGATIVE_INFINITY, Double.NaN}) {
            for (Tensor x : new Tensor[] {Tensor.vector(at), Tensor.of(at[6]), Tensor.zeros(0)}) {
                double[] differences = new double[x.size()];
                double[] quotients = new double[x.size()];
                for (int i = 0; i < differences.length; i++) {
                    double v = x.toArray()[i];
                    differences[i] = a - v;
                    quotients[i] = a / v;
                }
                assertArrayEquals(differences, x.rsub(a).toArray());
                assertArrayEquals(quotients, x.rdiv(a).toArray());
            }
        }
        Tensor x = Tensor.variable(4);
        assertEquals("sub", x.rsub(1).op.name());
        assertEquals("div", x.rdiv(1).op.name());
        assertEquals(-1, x.rsub(1).backward().of(x).value());
        assertEquals(-2.0 / 16, x.rdiv(2).backward().of(x).value());
    }

    @Test
    void reductions() {
        assertEquals(21, M.sum().value());
        assertEquals(0, M.sum().rank());
        assertArrayEquals(new double[] {5, 7, 9}, M.sum(0).toArray());
        assertArrayEquals(new double[] {6, 15}, M.sum(-1).toArray());
        assertArrayEquals(new int[] {2, 1}, M.sum(Axes.keep(1)).shape());
        assertArrayEquals(new int[] {1, 1}, M.sum(Axes.keepAll()).shape());
        assertEquals(21, M.sum(0, 1).value());
        assertSame(M, M.sum(new int[0]), "over no axes");
        assertArrayEquals(new double[] {2.5, 3.5, 4.5}, M.mean(0).toArray());
        assertEquals(3.5, M.mean().value());
        assertEquals(0, Tensor.zeros(0, 3).sum().value());
        assertArrayEquals(new double[] {0, 0, 0}, Tensor.zeros(0, 3).sum(0).toArray());
        assertArrayEquals(new double[] {5, 7, 9}, M.sumTo(3).toArray());
        assertArrayEquals(new double[] {6, 15}, M.sumTo(2, 1).toArray());
    }

    @Test
    void sumsAreAccurate() {
        double[] tenths = new double[1_000_000];
        java.util.Arrays.fill(tenths, 0.1);
        // one after the other the error would be 1.3e-6
        assertEquals(100_000, Tensor.of(tenths).sum().value(), 1e-9);
    }

    @Test
    void shapesMoveElements() {
        assertArrayEquals(new double[] {1, 4, 2, 5, 3, 6}, M.transpose().toArray());
        assertArrayEquals(new int[] {3, 2}, M.transpose().shape());
        assertArrayEquals(new int[] {3, 2}, M.reshape(3, -1).shape());
        assertArrayEquals(M.toArray(), M.reshape(-1).toArray());
        Tensor cube = Tensor.of(new double[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}, 2, 3, 2);
        Tensor turned = cube.permute(2, 0, 1);
        assertArrayEquals(new int[] {2, 2, 3}, turned.shape());
        for (int i = 0; i < 2; i++) {
            for (int j = 0; j < 3; j++) {
                for (int k = 0; k < 2; k++) {
                    assertEquals(cube.get(i, j, k), turned.get(k, i, j));
                }
            }
        }
        assertArrayEquals(
                new double[] {1, 2, 3, 1, 2, 3}, Tensor.vector(1, 2, 3).expand(2, 3).toArray());
        assertEquals(7, Tensor.of(new double[] {7}, 1, 1).reshape().value());
    }

    @Test
    void products() {
        Tensor a = Tensor.of(new double[][] {{1, 2}, {3, 4}});
        Tensor b = Tensor.of(new double[][] {{5, 6}, {7, 8}});
        assertArrayEquals(new double[] {19, 22, 43, 50}, a.matmul(b).toArray());
        assertArrayEquals(new double[] {5, 11}, a.matmul(Tensor.vector(1, 2)).toArray());
        assertArrayEquals(new double[] {7, 10}, Tensor.vector(1, 2).matmul(a).toArray());
        assertEquals(11, Tensor.vector(1, 2).matmul(Tensor.vector(3, 4)).value());
        Tensor batch = Tensor.of(new double[] {1, 0, 0, 1, 2, 0, 0, 2}, 2, 2, 2);
        assertArrayEquals(new double[] {1, 2, 3, 4, 2, 4, 6, 8}, batch.matmul(a).toArray());
        assertArrayEquals(
                new int[] {4, 2, 2, 3},
                Tensor.zeros(4, 1, 2, 5).matmul(Tensor.zeros(2, 5, 3)).shape());
        assertArrayEquals(
                new double[] {0, 0}, Tensor.zeros(2, 0).matmul(Tensor.zeros(0)).toArray());
    }

    @Test
    void selection() {
        assertArrayEquals(
                new double[] {4, 5, 6, 1, 2, 3, 4, 5, 6}, M.indexSelect(0, 1, 0, 1).toArray());
        assertArrayEquals(new double[] {3, 1, 6, 4}, M.indexSelect(-1, 2, 0).toArray());
        assertArrayEquals(new int[] {0, 3}, M.indexSelect(0).shape());
        assertArrayEquals(new double[] {3, 4}, M.pick(2, 0).toArray());
        assertEquals(2, Tensor.vector(1, 2, 3).pick(1).value());
    }

    /** So much that threads share it, pieces beginning within a block of the outer axis. */
    @Test
    void muchIsSelectedAsLittle() {
        Tensor x = Tensor.iota(53 * 41 * 30).reshape(53, 41, 30);
        int[] indices = new int[37];
        for (int k = 0; k < indices.length; k++) {
            indices[k] = (7 * k + 3) % 41;
        }
        Tensor y = x.indexSelect(1, indices);
        assertArrayEquals(new int[] {53, 37, 30}, y.shape());
        for (int o = 0; o < 53; o++) {
            for (int k = 0; k < 37; k++) {
                for (int i = 0; i < 30; i++) {
                    assertEquals((o * 41 + indices[k]) * 30 + i, y.get(o, k, i));
                }
            }
        }
        assertArrayEquals(new int[] {53, 0, 30}, x.indexSelect(1).shape());
    }

    @Test
    void oneElementRecorded() {
        Tensor x = Tensor.variable(new double[][] {{1, 2, 3}, {4, 5, 6}});
        Tensor y = x.at(1, 2).mul(x.at(0, 1));
        assertEquals(12, y.value());
        assertArrayEquals(new double[] {0, 6, 0, 0, 0, 2}, y.backward().of(x).toArray());
        assertEquals(7, Tensor.variable(7).at().value());
    }

    @Test
    void softmaxFamily() {
        Tensor x = Tensor.of(new double[][] {{1000, 999}, {0, Math.log(3)}});
        double[] soft = x.softmax(1).toArray();
        assertEquals(0.7310585786300049, soft[0], 1e-15);
        assertEquals(0.25, soft[2], 1e-15);
        assertEquals(Math.log(4), x.logSumExp(1).get(1), 1e-15);
        assertEquals(1000.3132616875182, x.logSumExp(1).get(0), 1e-12);
        assertEquals(Math.log(0.25), x.logSoftmax(1).get(1, 0), 1e-15);
        assertArrayEquals(new double[] {1, 1}, x.softmax(0).sum(0).toArray(), 1e-15);
        assertEquals(x.reshape(-1).logSumExp(0).value(), x.logSumExp().value(), "all axes at once");
        assertEquals(Double.NEGATIVE_INFINITY, Tensor.zeros(0).logSumExp().value());
    }

    @Test
    void textOfValues() {
        assertEquals("-12", Tensor.of(-12).toString());
        assertEquals("[[1, 2, 3], [4, 5, 6]]", M.toString());
        assertEquals("[1, 1, 1, ..., 1, 1, 1]", Tensor.ones(100).toString());
        assertEquals("0.731059", Tensor.of(0.7310585786300049).toString());
        assertEquals("123456789", Tensor.of(123456789).toString());
        assertEquals("1.5e-9", Tensor.of(1.5e-9).toString());
        assertEquals("-1e300", Tensor.of(-1e300).toString());
        assertEquals("[NaN, Infinity, -0]", Tensor.vector(Double.NaN, 1 / 0.0, -0.0).toString());
        assertEquals("[]", Tensor.zeros(0).toString());
    }

    @Test
    void axesOfAScalar() {
        assertEquals(3, Tensor.of(3).sum().value());
        assertEquals(3, Tensor.of(3).mean(Axes.keepAll()).value());
        assertThrows(IllegalArgumentException.class, () -> Tensor.of(3).sum(0));
    }
}
