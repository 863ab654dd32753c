package org.cotangent.program;

/**
 * A loop while it runs: the memory of its body, the arrays that are taken to slices and those that
 * receive outputs. Several stretches of steps may be run one after the other.
 */
final class LoopRun {
    private final LoopBody body;
    private final LoopCell cell;
    private final int rows;
    private final int[] sliceSizes;
    private final int[] outputSizes;
    private final double[][] slices;
    private final int[] firstRows;
    private final int flagAt;

    /** Where stacked outputs are written, row by row, and sums; null for nowhere. */
    double[] y;

    int outputsAt;

    int sumsAt;

    /** Where states before steps are kept; null for nowhere. */
    double[] kept;

    /** Where that of row 0 is, or if not all are kept that of the first step. */
    int keptAt;

    /** That of every so many steps is kept. */
    int every = 1;

    /**
     * A run.
     *
     * @param body the body
     * @param rows how many steps there are at most
     * @param x the elements of all arguments: states, slices, shared
     */
    LoopRun(LoopBody body, int rows, double[][] x) {
        this.body = body;
        this.rows = rows;
        cell = body.cell();
        sliceSizes = new int[body.slices];
        slices = new double[body.slices][];
        firstRows = new int[body.slices];
        int at = 0;
        for (int i = 0; i < x.length; i++) {
            int slice = i - body.states;
            int size = body.argument(i).size;
            if (slice >= 0 && slice < body.slices) {
                sliceSizes[slice] = size;
                slices[slice] = x[i];
            } else {
                System.arraycopy(x[i], 0, cell.x, at, size);
            }
            at += size;
        }
        outputSizes = new int[body.outputs];
        for (int i = 0; i < outputSizes.length; i++) {
            outputSizes[i] = body.result(body.states + i).size;
        }
        flagAt = body.flagAt();
        cell.begin();
    }

    /** Takes slices of an argument from another array, whose first row is of some step. */
    void slices(int which, double[] from, int firstRow) {
        slices[which] = from;
        firstRows[which] = firstRow;
    }

    /** Sets the states. */
    void setStates(double[] from, int at) {
        System.arraycopy(from, at, cell.x, 0, body.stateSize);
    }

    /** Copies the states. */
    void states(double[] to, int at) {
        System.arraycopy(cell.x, 0, to, at, body.stateSize);
    }

    /** Runs some steps: rows from one on, so many, upward or downward. */
    void run(int from, int count, int direction) {
        for (int i = 0, row = from; i < count; i++, row += direction) {
            if (kept != null && i % every == 0) {
                int place = every == 1 ? row : i / every;
                states(kept, keptAt + place * body.stateSize);
            }
            step(row);
        }
    }

    /**
     * Runs steps as long as the condition holds, which the body gives last.
     *
     * @param most how many at most
     * @param goesOn whether it holds at first
     * @return how many were run; one more than at most if it still holds then
     */
    int runWhile(int most, boolean goesOn) {
        boolean on = goesOn;
        for (int row = 0; row < most; row++) {
            if (!on) {
                return row;
            }
            if (kept != null) {
                states(kept, keptAt + row * body.stateSize);
            }
            step(row);
            on = cell.y[flagAt] != 0;
        }
        return on ? most + 1 : most;
    }

    private void step(int row) {
        double[] x = cell.x;
        double[] found = cell.y;
        int states = body.stateSize;
        int to = states;
        for (int i = 0; i < slices.length; i++) {
            int size = sliceSizes[i];
            System.arraycopy(slices[i], (row - firstRows[i]) * size, x, to, size);
            to += size;
        }
        cell.step();
        System.arraycopy(found, 0, x, 0, states);
        if (y != null) {
            int from = states;
            int block = outputsAt;
            for (int size : outputSizes) {
                System.arraycopy(found, from, y, block + row * size, size);
                block += rows * size;
                from += size;
            }
            for (int sum = sumsAt; from < flagAt; from++, sum++) {
                y[sum] += found[from];
            }
        }
    }
}
