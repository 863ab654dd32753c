package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import java.util.function.UnaryOperator;
import org.cotangent.Axes;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values, positions and corners of what is sorted; quantiles against NumPy 1.24. */
class SortingTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final Tensor TWO =
            Tensor.of(new double[][] {{3.5, -1.25, 7, 0.1, 2.2}, {1e3, -1e-3, 5, 5, 9.75}});

    private static void same(Tensor actual, double... expected) {
        assertArrayEquals(expected, actual.toArray());
    }

    private static double[] slope(UnaryOperator<Tensor> f, double... at) {
        Tensor x = Tensor.variable(at);
        return f.apply(x).backward().of(x).toArray();
    }

    @Test
    void sortsAlongAnyAxis() {
        Tensor x = Tensor.of(new double[] {3, 1, 2, 0, 5, 4, 9, 7, 8, 6, 6, 6}, 2, 3, 2);
        same(x.sort(1), 2, 0, 3, 1, 5, 4, 6, 6, 8, 6, 9, 7);
        same(x.argSort(1), 1, 1, 0, 0, 2, 2, 2, 1, 1, 2, 0, 0);
        same(x.gather(-3, x.argSort(0)), x.sort(0).toArray());
        same(x.sort(0), 3, 1, 2, 0, 5, 4, 9, 7, 8, 6, 6, 6);
    }

    @Test
    void orderIsStableAndNanIsTheLargest() {
        Tensor x = Tensor.vector(0, NAN, -0.0, INF, -INF, 0, NAN);
        same(x.argSort(0), 4, 0, 2, 5, 3, 1, 6);
        same(x.topK(0, 7).positions(), 1, 6, 3, 0, 2, 5, 4);
        same(x.topK(0, 3).values(), NAN, NAN, INF);
        assertEquals(0, x.topK(0, 0).values().size());
    }

    @Test
    void positionsOfExtremaKeepTheShape() {
        Tensor x = Tensor.of(new double[] {4, 9, 9, 1, NAN, 2, 1, 1, 0, 7, 7, 7}, 2, 3, 2);
        same(x.argMax(2), 1, 0, 0, 0, 1, 0);
        same(x.argMin(2), 0, 1, 0, 0, 0, 0);
        assertArrayEquals(new int[] {2, 1, 2}, x.argMax(Axes.keep(1)).shape());
        same(x.argMax(Axes.keep(1)), 2, 0, 2, 1);
        // counted in row-major order of the axes named, and of all
        same(x.argMax(0, 2), 1, 0, 0);
        same(x.argMax(), 4);
        same(x.slice(0, 1, 2).argMin(), 2);
        assertEquals(0, x.argMax(0, 1, 2).rank());
        same(Tensor.of(5).argMax(), 0);
        // an index for gather
        same(x.gather(2, x.argMin(Axes.keep(2))).squeeze(2), 4, 1, NAN, 1, 0, 7);
    }

    @ParameterizedTest
    @CsvSource({
        "0, -1.25, -0.001",
        "0.1, -0.71, 1.9994000000000005",
        "0.37, 1.108, 5",
        "0.5, 2.2, 5",
        "0.9, 5.6000000000000005, 603.9000000000001",
        "1, 7, 1000"
    })
    void quantilesAreThoseOfNumPy(double q, double first, double second) {
        assertArrayEquals(new double[] {first, second}, TWO.quantile(1, q).toArray(), 1e-12);
        same(TWO.quantiles(-1, 1, q).slice(1, 1, 2), TWO.quantile(1, q).toArray());
    }

    @Test
    void mediansOverAxes() {
        assertEquals(4.25, TWO.median().value());
        assertEquals(1.57, TWO.quantile(Axes.all(), 0.3).value(), 1e-15);
        assertArrayEquals(
                new double[] {501.75, -0.6255, 6, 2.55, 5.975}, TWO.median(0).toArray(), 1e-13);
        assertArrayEquals(new int[] {2, 1}, TWO.median(Axes.keep(1)).shape());
        assertArrayEquals(new int[] {3, 5}, TWO.quantiles(0, 0, 0.5, 1).shape());
        same(TWO.quantiles(0, 0, 1).slice(0, 1, 2), TWO.amax(0).toArray());
    }

    @Test
    void quantilesAtTheEndsOfTheRange() {
        // weights of equal elements may not add up to 1
        for (double q : new double[] {0.01, 0.35, 0.7}) {
            assertEquals(1.1, Tensor.vector(1.1, 1.1, 1.1, 1.1).quantile(0, q).value());
        }
        double most = Double.MAX_VALUE;
        assertEquals(0, Tensor.vector(-most, most).median().value());
        assertEquals(most, Tensor.vector(most, most).median().value());
        assertEquals(INF, Tensor.vector(INF, INF, 1).quantile(0, 0.75).value());
        assertEquals(1, Tensor.vector(INF, 1).quantile(0, 0).value());
        assertArrayEquals(
                new double[] {0, 1}, slope(x -> x.quantile(0, 0), INF, 1), "none to infinity");
    }

    @Test
    void nanInNanOut() {
        assertEquals(NAN, Tensor.vector(1, NAN, 3, 4).median().value());
        assertArrayEquals(new double[] {NAN, NAN, NAN}, slope(Tensor::median, 1, NAN, 3));
        // where elements are sorted a NaN is one among others
        double[] last = slope(x -> x.sort(0).mul(Tensor.vector(1, 2, 3)).sum(), NAN, 5, 4);
        assertArrayEquals(new double[] {3, 2, 1}, last);
        // and behind a mask it sends nothing
        Tensor first = Tensor.vector(1, 1, 0);
        double[] kept =
                slope(x -> Tensor.where(first, x.sqrt().sort(0), Tensor.of(0)).sum(), -1, 4, 16);
        assertArrayEquals(new double[] {0, 0.25, 0.125}, kept);
    }

    @Test
    void equalElementsShareEvenly() {
        Tensor weights = Tensor.vector(1, 2, 6, 10);
        double[] sorted = slope(x -> x.sort(0).mul(weights).sum(), 7, 3, 7, 3);
        assertArrayEquals(new double[] {8, 1.5, 8, 1.5}, sorted);
        // the subgradient of least norm of a convex function, with those that were not taken
        assertArrayEquals(
                new double[] {1, 0.5, 0.5, 0}, slope(x -> x.topK(0, 2).values().sum(), 2, 1, 1, 0));
        double third = 1.0 / 3;
        assertArrayEquals(new double[] {0, third, third, third}, slope(Tensor::median, 0, 2, 2, 2));
        // the extremes are amin and amax
        assertArrayEquals(slope(Tensor::amax, 5, 5, 1), slope(x -> x.quantile(0, 1), 5, 5, 1));
        assertArrayEquals(slope(Tensor::amin, 5, 1, 1), slope(x -> x.sort(0).at(0), 5, 1, 1));
        assertArrayEquals(
                slope(Tensor::amax, 5, 5, 1), slope(x -> x.topK(0, 1).values().sum(), 5, 5, 1));
    }

    /** Order 2 and forward, at ties too: the sorted squares, each once. */
    @Test
    void higherOrders() {
        UnaryOperator<Tensor> f = x -> x.sort(0).square().mul(Tensor.vector(1, 2, 3)).sum();
        Tensor at = Tensor.vector(4, -1, 2);
        Tensor v = Tensor.normal(new Random(1), 3);
        double[] twice = {6, 2, 4};
        assertArrayEquals(
                v.mul(Tensor.of(twice)).toArray(),
                Differentiate.hessianVectorProduct(f, at, v).toArray(),
                1e-15);
        UnaryOperator<Tensor> tied = x -> x.topK(0, 2).values();
        Tensor along = Differentiate.jvp(tied, Tensor.vector(1, 3, 3), Tensor.vector(9, 4, 2));
        same(along, 3, 3);
        same(Differentiate.jvp(Tensor::median, at, Tensor.vector(5, 6, 7)), 7);
    }
}
