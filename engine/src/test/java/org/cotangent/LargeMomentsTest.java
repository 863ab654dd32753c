package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Mean, variance and deviation that doubles hold, of numbers whose sums they do not. */
class LargeMomentsTest {
    private static final Axes ALL = Axes.all();

    @Test
    void means() {
        Tensor x = Tensor.variable(new double[][] {{1.6e308, 1.2e308}, {1, 3}});
        Tensor mean = x.mean(1);
        assertEquals(1.4e308, mean.get(0), 1e294);
        assertEquals(2, mean.get(1));
        Gradients g = mean.mul(Tensor.vector(1, 10)).sum().backward();
        assertArrayEquals(new double[][] {{0.5, 0.5}, {5, 5}}, g.of(x).toMatrix());
        assertEquals(Double.POSITIVE_INFINITY, Tensor.vector(1 / 0.0, 1).mean().value());
        assertTrue(Double.isNaN(Tensor.vector(1 / 0.0, -1 / 0.0).mean().value()));
    }

    @Test
    void variances() {
        Tensor x = Tensor.variable(new double[] {1.3e154, -1.3e154});
        Tensor y = x.var(ALL, 0);
        assertEquals(1.69e308, y.value(), 1e294);
        assertArrayEquals(new double[] {1.3e154, -1.3e154}, y.backward().of(x).toArray(), 1e140);
        assertEquals(1 / 0.0, Tensor.vector(1e200, -1e200).var(ALL, 0).value(), "1e400");
    }

    @Test
    void deviations() {
        // mean -5.1e307; the first is 2.04e308 above it
        Tensor x = Tensor.variable(new double[] {1.53e308, -1.53e308, -1.53e308});
        Tensor y = x.std(ALL, 0);
        assertEquals(1.53e308 * (Math.sqrt(8) / 3), y.value(), 1e294);
        double root = Math.sqrt(8) / 3;
        assertArrayEquals(
                new double[] {root / 2, -root / 4, -root / 4}, y.backward().of(x).toArray(), 1e-15);
    }

    /** 2 (x - mean) / n is in the range where its integral is not. */
    @Test
    void slopesOfInfiniteVariances() {
        Tensor x = Tensor.variable(new double[][] {{1e300, 1}, {-1e300, 1}});
        Tensor y = x.var(Axes.of(1), 0);
        assertArrayEquals(new double[] {1 / 0.0, 1 / 0.0}, y.toArray());
        assertArrayEquals(
                new double[][] {{5e299, -5e299}, {-5e299, 5e299}},
                y.sum().backward().of(x).toMatrix());
    }

    /** A row has the bits that it has on its own, whatever stands in the others. */
    @Test
    void rowsOfTheirOwn() {
        double[][] rows = {
            {0.1, 1 / 3.0},
            {Double.NaN, 1},
            {1.3e154, -1.3e154},
            {1e300, 1},
            {1 / 0.0, 1},
            {1.6e308, 1.2e308}
        };
        for (int what = 0; what < 3; what++) {
            Tensor x = Tensor.variable(rows);
            Tensor y = moment(what, x, Axes.of(1));
            Tensor slopes = y.sum().backward().of(x);
            for (int i = 0; i < rows.length; i++) {
                Tensor own = Tensor.variable(rows[i]);
                Tensor alone = moment(what, own, ALL);
                assertEquals(alone.value(), y.get(i));
                assertArrayEquals(
                        alone.backward().of(own).toArray(), slopes.toMatrix()[i], 0.0, "row " + i);
            }
        }
    }

    private static Tensor moment(int what, Tensor x, Axes axes) {
        return what == 0 ? x.mean(axes) : what == 1 ? x.var(axes, 0) : x.std(axes, 0);
    }
}
