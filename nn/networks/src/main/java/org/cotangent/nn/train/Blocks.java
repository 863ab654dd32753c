package org.cotangent.nn.train;

import org.cotangent.Tensor;

/**
 * An iteration over the numbers of a tensor, some rows at a time, so that large data are not copied
 * as a whole.
 */
final class Blocks {
    private static final int NUMBERS = 1 << 16;

    private Blocks() {}

    /** A consumer of the numbers of some rows. */
    @FunctionalInterface
    interface Block {
        /** The first number is the first of a row. */
        void take(int firstRow, double[] numbers);
    }

    static void each(Tensor data, Block block) {
        int rows = data.size(0);
        int width = data.size() / Math.max(1, rows);
        int most = Math.max(1, NUMBERS / Math.max(1, width));
        for (int from = 0; from < rows; from += most) {
            int to = Math.min(rows, from + most);
            Tensor some = from == 0 && to == rows ? data : data.slice(0, from, to);
            block.take(from, some.toArray());
        }
    }
}
