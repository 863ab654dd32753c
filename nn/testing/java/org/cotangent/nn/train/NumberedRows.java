package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Tensor;

/** Samples that are known by their numbers. */
public final class NumberedRows {
    private NumberedRows() {}

    /** Row i has the inputs i, -i and the class i. */
    public static Dataset<Tensor, int[]> of(int rows) {
        double[] inputs = new double[2 * rows];
        for (int i = 0; i < rows; i++) {
            inputs[2 * i] = i;
            inputs[2 * i + 1] = -i;
        }
        return Dataset.ofClasses(Tensor.of(inputs, rows, 2), IntStream.range(0, rows).toArray());
    }

    /** The classes in order of their appearance; checks that inputs and classes stay together. */
    public static List<Integer> classes(Dataset<Tensor, int[]> data) {
        List<Integer> classes = new ArrayList<>();
        for (int row = 0; row < data.rows(); row++) {
            int c = data.targets()[row];
            assertEquals(c, data.inputs().get(row, 0));
            assertEquals(-c, data.inputs().get(row, 1), 0);
            classes.add(c);
        }
        return classes;
    }
}
