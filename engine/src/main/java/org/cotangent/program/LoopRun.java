package org.cotangent.program;

/**
 * A loop while it runs: the memory of its body, the arrays that are taken to slices and those that
 * receive outputs. Several stretches of steps may be run one after the other.
 */
final class LoopRun {
    private final LoopBody body;
    private final LoopCell cell;
    private final int[] sliceSizes;
    private final int[] outputSizes;
    private final double[][] slices;
    private final int[] sliceFrom;
    private final boolean crosses;
    private final double[] next;

    /** Where stacked outputs are written, row by row, and sums; null for nowhere. */
    double[] y;

    int outputsAt;

    int sumsAt;

    /** Where states before steps are kept; null for nowhere. */
    double[] kept;

    /** Where the first of them is. */
    int keptAt;

    /** That of every so many steps is kept. */
    int every = 1;

    private int rows;

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
        sliceFrom = new int[body.slices];
        int at = cell.first;
        for (int i = 0; i < x.length; i++) {
            boolean isSlices = i >= body.states && i < body.states + body.slices;
            int size = body.argument(i).size;
            if (isSlices) {
                sliceSizes[i - body.states] = size;
                slices[i - body.states] = x[i];
            } else {
                System.arraycopy(x[i], 0, cell.in, at, size);
            }
            at += size;
        }
        outputSizes = new int[body.outputs];
        for (int i = 0; i < outputSizes.length; i++) {
            outputSizes[i] = body.result(body.states + i).size;
        }
        next = new double[body.stateSize];
        boolean read = false;
        for (int i = 0; cell.in == cell.out && i < next.length; i++) {
            int from = cell.results[i] - cell.first;
            read |= from >= 0 && from < i; // written before it is read
        }
        crosses = read;
        cell.begin();
    }

    /** Takes slices of an argument from another array, whose first row is of some step. */
    void slices(int which, double[] rows, int firstRow) {
        slices[which] = rows;
        sliceFrom[which] = firstRow;
    }

    /** Sets the states. */
    void setStates(double[] from, int at) {
        System.arraycopy(from, at, cell.in, cell.first, body.stateSize);
    }

    /** Copies the states. */
    void states(double[] to, int at) {
        System.arraycopy(cell.in, cell.first, to, at, body.stateSize);
    }

    /** Runs some steps: rows from one on, so many, upward or downward. */
    void run(int from, int count, int direction) {
        for (int i = 0, row = from; i < count; i++, row += direction) {
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
        int flag = cell.results.length - 1;
        boolean on = goesOn;
        for (int row = 0; row < most; row++) {
            if (!on) {
                return row;
            }
            step(row);
            on = cell.out[cell.results[flag]] != 0;
        }
        return on ? most + 1 : most;
    }

    private void step(int row) {
        double[] in = cell.in;
        int states = body.stateSize;
        if (kept != null && row % every == 0) {
            System.arraycopy(in, cell.first, kept, keptAt + row / every * states, states);
        }
        int to = cell.first + states;
        for (int i = 0; i < slices.length; i++) {
            int size = sliceSizes[i];
            if (size == 1) {
                in[to] = slices[i][row - sliceFrom[i]];
            } else {
                System.arraycopy(slices[i], (row - sliceFrom[i]) * size, in, to, size);
            }
            to += size;
        }
        cell.step();
        finish(row, in, states);
    }

    private void finish(int row, double[] in, int states) {
        int[] results = cell.results;
        double[] out = cell.out;
        int at = states;
        if (y != null) {
            int block = outputsAt;
            for (int size : outputSizes) {
                int to = block + row * size;
                for (int i = 0; i < size; i++) {
                    y[to + i] = out[results[at++]];
                }
                block += rows * size;
            }
            int all = body.flagAt();
            for (int to = sumsAt; at < all; at++, to++) {
                y[to] += out[results[at]];
            }
        }
        if (crosses) {
            for (int i = 0; i < states; i++) {
                next[i] = out[results[i]];
            }
            System.arraycopy(next, 0, in, cell.first, states);
        } else {
            for (int i = 0, to = cell.first; i < states; i++, to++) {
                in[to] = out[results[i]];
            }
        }
    }
}
