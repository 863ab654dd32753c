package org.cotangent.samples.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.data.Table;
import org.cotangent.nn.train.Dataset;
import org.junit.jupiter.api.Test;

/** The data sets are what their sources say of them. */
class SampleDataTest {
    @Test
    void iris() {
        Dataset<Tensor, int[]> iris = SampleData.iris();
        assertArrayEquals(new int[] {150, 4}, iris.inputs().shape());
        assertArrayEquals(new long[] {50, 50, 50}, counts(iris.targets(), 3));
        assertArrayEquals(new double[] {5.1, 3.5, 1.4, 0.2}, iris.inputs().toMatrix()[0]);
        // the means that iris.names of the repository gives, to its digits
        assertArrayEquals(new double[] {5.84, 3.05, 3.76, 1.20}, means(iris.inputs()), 0.01);
    }

    @Test
    void mushrooms() {
        Table table = SampleData.mushrooms();
        assertEquals(8124, table.rows());
        assertEquals(23, table.columns());
        String[] classes = table.texts("edibility");
        assertEquals(4208, Arrays.stream(classes).filter("e"::equals).count());
        assertEquals(3916, Arrays.stream(classes).filter("p"::equals).count());
        String[] roots = table.texts("stalk-root");
        assertEquals(2480, Arrays.stream(roots).filter(Objects::isNull).count());
    }

    @Test
    void diabetes() {
        Dataset<Tensor, Tensor> diabetes = SampleData.diabetes();
        assertArrayEquals(new int[] {442, 10}, diabetes.inputs().shape());
        assertArrayEquals(new int[] {442, 1}, diabetes.targets().shape());
        assertEquals(SampleData.DIABETES_FEATURES.size(), diabetes.inputs().size(1));
        double[] values = diabetes.targets().toArray();
        assertEquals(25, Arrays.stream(values).min().orElseThrow());
        assertEquals(346, Arrays.stream(values).max().orElseThrow());
        assertEquals(152.13, Arrays.stream(values).average().orElseThrow(), 0.01);
    }

    @Test
    void digits() {
        Dataset<Tensor, int[]> digits = SampleData.digits();
        assertArrayEquals(new int[] {1797, 64}, digits.inputs().shape());
        assertEquals(10, counts(digits.targets(), 10).length);
        assertEquals(178, counts(digits.targets(), 10)[0]);
        assertEquals(0, Arrays.stream(digits.inputs().toArray()).min().orElseThrow());
        assertEquals(16, Arrays.stream(digits.inputs().toArray()).max().orElseThrow());
    }

    private static long[] counts(int[] classes, int count) {
        long[] counts = new long[count];
        Arrays.stream(classes).forEach(c -> counts[c]++);
        return counts;
    }

    private static double[] means(Tensor inputs) {
        return inputs.mean(0).toArray();
    }
}
