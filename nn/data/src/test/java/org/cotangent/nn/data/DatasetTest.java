package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.cotangent.Tensor;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.train.Dataset;
import org.junit.jupiter.api.Test;

class DatasetTest {
    @Test
    void saysWhatThereIs() {
        Tensor x = Tensor.zeros(3, 4);
        assertEquals(
                "3 rows, inputs [3, 4], classes 0..2",
                Dataset.ofClasses(x, new int[] {2, 0, 2}).toString());
        assertEquals(
                "1 row, inputs [1, 2, 2], classes 5",
                Dataset.ofClasses(Tensor.zeros(1, 2, 2), new int[] {5}).toString());
        assertEquals(
                "3 rows, inputs [3, 4], values [3, 1]",
                Dataset.ofValues(x, Tensor.zeros(3, 1)).toString());
    }

    @Test
    void fractionsThatLeaveNothing() {
        SplittableRandom random = new SplittableRandom(1);
        Dataset<Tensor, int[]> data = Dataset.ofClasses(Tensor.zeros(20, 1), new int[20]);
        for (double[] f : new double[][] {{0.8, 0.2}, {0.7, 0.3}, {0.9, 0.5}}) {
            String part = f[0] + " and " + f[1] + " leave nothing to train on";
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> ThreeWaySplit.of(data, f[0], f[1], random),
                    part);
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> ThreeWaySplit.stratified(data, f[0], f[1], random),
                    part);
        }
        for (double bad : new double[] {0, -0.1, Double.NaN}) {
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> ThreeWaySplit.of(data, bad, 0.2, random),
                    bad + " and 0.2",
                    "above 0");
        }
    }
}
