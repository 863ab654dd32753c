package org.cotangent.kernel;

/**
 * An iterator over an n-d block in row-major order, one inner run at a time, with the offset of
 * every run in a number of strided arrays.
 *
 * <p>Axes of extent 1 are dropped and neighboring axes that every array steps through evenly are
 * merged first, so that runs are as long as they can be.
 */
final class StridedIterator {
    /** Elements in a run. */
    final int run;

    /** Offset of the current run in each array. */
    final int[] offset;

    /** Distance between neighbors of a run in each array. */
    final int[] step;

    private final int[] extents;
    private final int[][] strides;
    private final int[] index;
    private long left;

    StridedIterator(int[] blockExtents, int[]... blockStrides) {
        int arrays = blockStrides.length;
        int[] kept = new int[blockExtents.length];
        int[][] keptStrides = new int[arrays][blockExtents.length];
        int rank = 0;
        long size = 1;
        for (int axis = 0; axis < blockExtents.length; axis++) {
            int extent = blockExtents[axis];
            size *= extent;
            if (extent == 1) {
                continue;
            }
            boolean merges = rank > 0;
            for (int i = 0; i < arrays && merges; i++) {
                merges = keptStrides[i][rank - 1] == (long) blockStrides[i][axis] * extent;
            }
            if (merges) {
                kept[rank - 1] *= extent;
            } else {
                kept[rank++] = extent;
            }
            for (int i = 0; i < arrays; i++) {
                keptStrides[i][rank - 1] = blockStrides[i][axis];
            }
        }
        int outer = Math.max(0, rank - 1);
        run = rank == 0 ? 1 : kept[outer];
        left = size == 0 ? 0 : size / run;
        step = new int[arrays];
        for (int i = 0; i < arrays; i++) {
            step[i] = rank == 0 ? 1 : keptStrides[i][outer];
        }
        extents = java.util.Arrays.copyOf(kept, outer);
        strides = keptStrides;
        offset = new int[arrays];
        index = new int[outer];
        // one step before the first run: next() undoes it
        if (outer > 0) {
            index[outer - 1] = -1;
            for (int i = 0; i < arrays; i++) {
                offset[i] = -strides[i][outer - 1];
            }
        }
    }

    /** Whether all runs but the first go over the same elements of the only array again. */
    boolean repeats() {
        for (int axis = 0; axis < index.length; axis++) {
            if (strides[0][axis] != 0) {
                return false;
            }
        }
        return index.length > 0 && left > 0;
    }

    /** Goes to the next run, the first at the first call; false when there is none. */
    boolean next() {
        if (left == 0) {
            return false;
        }
        left--;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            if (++index[axis] < extents[axis]) {
                for (int i = 0; i < offset.length; i++) {
                    offset[i] += strides[i][axis];
                }
                return true;
            }
            index[axis] = 0;
            for (int i = 0; i < offset.length; i++) {
                offset[i] -= (extents[axis] - 1) * strides[i][axis];
            }
        }
        return true;
    }
}
