package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import org.junit.jupiter.api.Test;

/** Sums of rows, of any number of them: halves need not be halved equally often. */
class RowsOfSumsTest {
    @Test
    void anyNumberOfRows() {
        PlainKernels kernels = new PlainKernels();
        for (int rows = 0; rows < 1_200; rows++) {
            double[] x = new double[2 * rows];
            double first = 0;
            double second = 0;
            for (int i = 0; i < rows; i++) {
                x[2 * i] = i;
                x[2 * i + 1] = 3 * i + 1;
                first += x[2 * i];
                second += x[2 * i + 1];
            }
            double[] sums = {5, 0, 0};
            // in a thread of its own nothing is kept from earlier sums
            Thread thread = new Thread(() -> kernels.addAllRows(x, x.length / 2, 2, sums, 1));
            thread.start();
            try {
                thread.join();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
            int count = rows;
            assertArrayEquals(new double[] {5, first, second}, sums, () -> count + " rows");
        }
    }
}
