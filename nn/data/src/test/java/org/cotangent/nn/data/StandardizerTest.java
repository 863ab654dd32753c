package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;

class StandardizerTest {
    @Test
    void columnsGetMeanZeroAndDeviationOneOfThePopulation() {
        // 1, 2, 3, 6: mean 3, variance (4 + 1 + 0 + 9) / 4
        Tensor data = Tensor.of(new double[][] {{1, 10}, {2, 10}, {3, 30}, {6, 30}});
        Standardizer standardizer = Standardizer.fit(data);
        assertArrayEquals(new double[] {3, 20}, standardizer.means().toArray());
        double deviation = Math.sqrt(3.5);
        assertArrayEquals(new double[] {deviation, 10}, standardizer.deviations().toArray(), 1e-15);
        assertArrayEquals(
                new double[] {-2 / deviation, -1, -1 / deviation, -1, 0, 1, 3 / deviation, 1},
                standardizer.apply(data).toArray(),
                1e-15);
    }

    @Test
    void otherDataAreMeasuredByWhatWasLearned() {
        Standardizer standardizer = Standardizer.fit(Tensor.of(new double[][] {{0}, {4}}));
        assertEquals(4, standardizer.apply(Tensor.of(new double[][] {{10}})).value());
    }

    @Test
    void aConstantColumnBecomesZeroAlsoWhereItsMeanIsRounded() {
        // ten times 0.1 add up to 0.9999999999999999
        double[] column = new double[10];
        Arrays.fill(column, 0.1);
        Standardizer standardizer = Standardizer.fit(Tensor.of(column, 10, 1));
        assertEquals(1, standardizer.deviations().value());
        assertArrayEquals(new double[10], standardizer.apply(Tensor.of(column, 10, 1)).toArray());
        assertEquals(0.4, standardizer.apply(Tensor.of(new double[][] {{0.5}})).value(), 1e-15);
    }

    @Test
    void aLargeMeanDoesNotDrownTheDeviation() {
        Standardizer standardizer =
                Standardizer.fit(Tensor.of(new double[][] {{1e9 - 1}, {1e9 + 1}}));
        assertEquals(1, standardizer.deviations().value());
    }

    @Test
    void tinyAndHugeNumbersNeitherVanishNorOverflow() {
        for (double unit : new double[] {1e-300, 1e300}) {
            Tensor data = Tensor.of(new double[][] {{unit}, {3 * unit}});
            assertArrayEquals(
                    new double[] {-1, 1}, Standardizer.fit(data).apply(data).toArray(), 1e-15);
        }
        Refusal.of(
                IllegalArgumentException.class,
                () -> Standardizer.fit(Tensor.of(new double[][] {{0, 1e308}, {1, 1.5e308}})),
                "column 1",
                "Infinity");
    }

    @Test
    void gradientsPassThroughIt() {
        Standardizer standardizer = Standardizer.fit(Tensor.of(new double[][] {{0}, {4}}));
        Tensor x = Tensor.variable(new double[][] {{1}});
        assertEquals(0.5, standardizer.apply(x).sum().backward().of(x).value());
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> Standardizer.fit(Tensor.of(new double[][] {{1, 2}, {3, Double.NaN}})),
                "NaN",
                "row 1",
                "column 1");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Standardizer.fit(Tensor.zeros(0, 2)),
                "[0, 2]");
        Refusal.of(IllegalArgumentException.class, () -> Standardizer.fit(Tensor.zeros(3)), "[3]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Standardizer.fit(Tensor.zeros(3, 2)).apply(Tensor.zeros(3, 4)),
                "[3, 4]",
                "2 columns");
    }
}
