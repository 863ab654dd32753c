package org.cotangent.program;

import java.util.Arrays;
import org.cotangent.internal.Shape;

/**
 * The places in an array of the elements of a wider shape that it broadcasts to. Axes that are
 * stepped through evenly are one, those of extent 1 are left out.
 */
final class Spread {
    private final int[] extents;
    private final int[] strides; // 0 where the array is repeated

    private Spread(int[] extents, int[] strides) {
        this.extents = extents;
        this.strides = strides;
    }

    /** How a shape is read as if it were a wider one. */
    static Spread of(Shape from, Shape to) {
        int[] own = from.stridesIn(to);
        int[] extents = new int[to.rank()];
        int[] strides = new int[to.rank()];
        int rank = 0;
        for (int axis = 0; axis < own.length; axis++) {
            int extent = to.extents[axis];
            if (extent == 1) {
                continue;
            }
            if (rank > 0 && strides[rank - 1] == own[axis] * extent) {
                extents[rank - 1] *= extent;
            } else {
                extents[rank++] = extent;
            }
            strides[rank - 1] = own[axis];
        }
        return new Spread(Arrays.copyOf(extents, rank), Arrays.copyOf(strides, rank));
    }

    /** Whether elements stay where they are. */
    boolean isDense() {
        return extents.length == 0 || extents.length == 1 && strides[0] == 1;
    }

    /** Whether all elements are the same one; false for one that stays one. */
    boolean isUniform() {
        return extents.length == 1 && strides[0] == 0;
    }

    /** y[to + i] = element from + i for i below n, of several. */
    void read(double[] x, int from, int n, double[] y, int to) {
        int last = extents.length - 1;
        int run = extents[last];
        int step = strides[last];
        boolean periodic = last == 1 && step == 1 && strides[0] == 0;
        for (int done = 0; done < n; ) {
            if (periodic && done >= run) { // what is there already, twice as much each time
                int again = Math.min(done - done % run, n - done);
                System.arraycopy(y, to + done - (done - done % run), y, to + done, again);
                done += again;
                continue;
            }
            int first = (from + done) % run;
            int count = Math.min(run - first, n - done);
            int p = offset((from + done) / run, last) + first * step;
            if (step == 1) {
                System.arraycopy(x, p, y, to + done, count);
            } else if (step == 0) {
                Arrays.fill(y, to + done, to + done + count, x[p]);
            } else {
                for (int i = 0; i < count; i++, p += step) {
                    y[to + done + i] = x[p];
                }
            }
            done += count;
        }
    }

    /** Where a run starts. */
    private int offset(int number, int last) {
        int offset = 0;
        for (int axis = last - 1; axis >= 0; axis--) {
            int rest = axis == 0 ? 0 : number / extents[axis];
            offset += (number - rest * extents[axis]) * strides[axis];
            number = rest;
        }
        return offset;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Spread spread
                && Arrays.equals(extents, spread.extents)
                && Arrays.equals(strides, spread.strides);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(extents) + 31 * Arrays.hashCode(strides);
    }
}
