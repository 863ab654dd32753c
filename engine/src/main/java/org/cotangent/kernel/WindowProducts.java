package org.cotangent.kernel;

// Longer than 400 lines: the three products share sizes, windows and blocks, with long parameter
// lists.

import java.util.Arrays;

/**
 * The products of a convolution: between images x of shape [samples, groups · channels, extents],
 * weights w of shape [groups · outputs, channels, kernel] and results y of shape [samples, groups ·
 * outputs, places], each found from the other two.
 *
 * <p>Windows of one sample, or of few where a sample has few places, are copied into an array that
 * is used again, and multiplied as a matrix. So memory is bounded whatever the number of samples,
 * and a window is still in the cache when it is multiplied. Samples are shared by threads; sums
 * over samples are taken in an order that the sizes alone determine.
 *
 * <p>Where an operand has strong zeros, a term with one counts as 0, be the other factor infinite
 * or NaN. Arrays are row-major, arguments are trusted.
 */
public final class WindowProducts {
    /** Places that are worth a product. */
    private static final int WIDE = 128;

    /** Sums over samples that are taken apart, at most. */
    private static final int STRANDS = 16;

    /** Elements of all those sums, at most, and of an array that a thread keeps. */
    private static final int KEPT = 1 << 19;

    private static final ThreadLocal<double[]> ROOM = ThreadLocal.withInitial(() -> new double[0]);

    private final int samples;
    private final int groups;
    private final int channels;
    private final int outputs;
    private final int[] extents;
    private final int[] places;
    private final int[] stride;
    private final int[][] shifts; // of each element of the kernel, along each axis
    private final int[] firsts; // the first place, along the last axis, that is in the image
    private final int[] ends;
    private final int[] steps; // between elements of the image along each axis
    private final int[] inner; // places behind each axis
    private final int taps; // elements of a window
    private final int spots; // places
    private final int pixels; // elements of a channel
    private final int block; // samples whose windows are taken together

    /**
     * The sizes of the products.
     *
     * @param samples how many
     * @param groups how many
     * @param channels of x in each group
     * @param outputs channels of y in each group
     * @param extents of an image
     * @param kernel its extents
     * @param places of windows along each axis
     * @param stride from one to the next
     * @param padding in front of the image
     * @param dilation the distance of elements of a window
     */
    public WindowProducts(
            int samples,
            int groups,
            int channels,
            int outputs,
            int[] extents,
            int[] kernel,
            int[] places,
            int[] stride,
            int[] padding,
            int[] dilation) {
        this.samples = samples;
        this.groups = groups;
        this.channels = channels;
        this.outputs = outputs;
        this.extents = extents;
        this.places = places;
        this.stride = stride;
        int axes = extents.length;
        int last = axes - 1;
        steps = new int[axes];
        inner = new int[axes];
        int step = 1;
        int behind = 1;
        int cells = 1;
        for (int i = last; i >= 0; i--) {
            steps[i] = step;
            inner[i] = behind;
            step *= extents[i];
            behind *= places[i];
            cells *= kernel[i];
        }
        pixels = step;
        spots = behind;
        taps = channels * cells;
        block = Math.max(1, Math.min(samples, WIDE / Math.max(1, spots)));
        shifts = new int[cells][axes];
        firsts = new int[cells];
        ends = new int[cells];
        for (int cell = 0; cell < cells; cell++) {
            for (int i = last, rest = cell; i >= 0; rest /= kernel[i], i--) {
                shifts[cell][i] = rest % kernel[i] * dilation[i] - padding[i];
            }
            int shift = shifts[cell][last];
            int first = shift >= 0 ? 0 : (-shift + stride[last] - 1) / stride[last];
            int end = extents[last] <= shift ? 0 : (extents[last] - 1 - shift) / stride[last] + 1;
            firsts[cell] = Math.min(first, places[last]);
            ends[cell] = Math.max(firsts[cell], Math.min(end, places[last]));
        }
    }

    /** Operands with their strong zeros, and whether products are to be mended. */
    private record Zeros(boolean x, boolean w, boolean y, boolean mend) {}

    private interface Work {
        void run(double[] result, boolean mend);
    }

    /** Once, and once more where zeros have to be minded. */
    private static void minding(boolean strong, double[] result, Work work) {
        work.run(result, false);
        if (strong && StrongProduct.needed(result)) {
            work.run(result, true);
        }
    }

    /**
     * y from x and w: the convolution.
     *
     * @param x the images
     * @param strongX whether their zeros are strong
     * @param w the weights
     * @param strongW whether theirs are
     * @param y the result, overwritten
     */
    public void outputs(double[] x, boolean strongX, double[] w, boolean strongW, double[] y) {
        minding(
                strongX || strongW,
                y,
                (to, mend) -> outputs(x, w, new Zeros(strongX, strongW, false, mend), to));
    }

    /**
     * x from w and y: the transposed convolution.
     *
     * @param w the weights
     * @param strongW whether their zeros are strong
     * @param y what is spread over windows
     * @param strongY whether its zeros are strong
     * @param x the result, overwritten
     */
    public void images(double[] w, boolean strongW, double[] y, boolean strongY, double[] x) {
        minding(
                strongW || strongY,
                x,
                (to, mend) -> images(w, y, new Zeros(false, strongW, strongY, mend), to));
    }

    /**
     * w from x and y: the sum over all windows of the products of their elements.
     *
     * @param x the images
     * @param strongX whether their zeros are strong
     * @param y a factor for each window
     * @param strongY whether its zeros are strong
     * @param w the result, overwritten
     */
    public void weights(double[] x, boolean strongX, double[] y, boolean strongY, double[] w) {
        minding(
                strongX || strongY,
                w,
                (to, mend) -> weights(x, y, new Zeros(strongX, false, strongY, mend), to));
    }

    // ---- the three products

    private void outputs(double[] x, double[] w, Zeros zeros, double[] y) {
        each(
                (first, count) -> {
                    int width = count * spots;
                    int rest = taps * width;
                    double[] room = room(rest + (count > 1 ? outputs * width : 0));
                    for (int g = 0; g < groups; g++) {
                        read(x, first, count, g, room);
                        double[] to = count > 1 ? room : y;
                        int at = count > 1 ? rest : ofY(first, g);
                        int from = g * outputs * taps;
                        ArrayKernels.get()
                                .matmul(
                                        outputs, taps, width, w, from, taps, 1, room, 0, width, 1,
                                        to, at);
                        if (zeros.mend) {
                            StrongProduct.mend(
                                    outputs, taps, width, w, from, taps, 1, zeros.w, room, 0, width,
                                    1, zeros.x, to, at);
                        }
                        if (count > 1) {
                            bySamples(room, rest, first, count, g, y, true);
                        }
                    }
                });
    }

    private void images(double[] w, double[] y, Zeros zeros, double[] x) {
        Arrays.fill(x, 0);
        each(
                (first, count) -> {
                    int width = count * spots;
                    int rest = taps * width;
                    double[] room = room(rest + (count > 1 ? outputs * width : 0));
                    for (int g = 0; g < groups; g++) {
                        double[] from = count > 1 ? room : y;
                        int at = count > 1 ? rest : ofY(first, g);
                        if (count > 1) {
                            bySamples(room, rest, first, count, g, y, false);
                        }
                        int left = g * outputs * taps;
                        ArrayKernels.get()
                                .matmul(
                                        taps, outputs, width, w, left, 1, taps, from, at, width, 1,
                                        room, 0);
                        if (zeros.mend) {
                            StrongProduct.mend(
                                    taps, outputs, width, w, left, 1, taps, zeros.w, from, at,
                                    width, 1, zeros.y, room, 0);
                        }
                        add(room, first, count, g, x);
                    }
                });
    }

    private void weights(double[] x, double[] y, Zeros zeros, double[] w) {
        int blocks = blocks();
        if (blocks == 0) {
            Arrays.fill(w, 0);
            return;
        }
        int strands =
                Math.max(1, Math.min(Math.min(blocks, STRANDS), KEPT / Math.max(1, w.length)));
        double[][] sums = new double[strands][];
        sums[0] = w;
        ArrayKernels.share(
                strands,
                1,
                least(blocks / strands),
                (from, to) -> {
                    for (int strand = from; strand < to; strand++) {
                        sums[strand] = strand == 0 ? w : new double[w.length];
                        int begin = (int) ((long) blocks * strand / strands);
                        int end = (int) ((long) blocks * (strand + 1) / strands);
                        for (int i = begin; i < end; i++) {
                            addWeights(x, y, zeros, i, i > begin, sums[strand]);
                        }
                    }
                });
        for (int strand = 1; strand < strands; strand++) {
            ArrayKernels.get().axpy(1, sums[strand], w, w);
        }
    }

    /** What a block of samples contributes to the sums. */
    private void addWeights(
            double[] x, double[] y, Zeros zeros, int number, boolean add, double[] sums) {
        int first = number * block;
        int count = Math.min(block, samples - first);
        int width = count * spots;
        int rest = taps * width;
        int part = rest + (count > 1 ? outputs * width : 0);
        double[] room = room(part + outputs * taps);
        for (int g = 0; g < groups; g++) {
            read(x, first, count, g, room);
            double[] from = count > 1 ? room : y;
            int at = count > 1 ? rest : ofY(first, g);
            if (count > 1) {
                bySamples(room, rest, first, count, g, y, false);
            }
            boolean turned = taps > outputs; // the operand with fewer columns is the one packed
            ArrayKernels loops = ArrayKernels.get();
            if (turned) {
                loops.matmul(
                        taps, width, outputs, room, 0, width, 1, from, at, 1, width, room, part);
            } else {
                loops.matmul(
                        outputs, width, taps, from, at, width, 1, room, 0, 1, width, room, part);
            }
            if (zeros.mend && turned) {
                StrongProduct.mend(
                        taps, width, outputs, room, 0, width, 1, zeros.x, from, at, 1, width,
                        zeros.y, room, part);
            } else if (zeros.mend) {
                StrongProduct.mend(
                        outputs, width, taps, from, at, width, 1, zeros.y, room, 0, 1, width,
                        zeros.x, room, part);
            }
            int to = g * outputs * taps;
            for (int o = 0; o < outputs; o++) {
                int p = turned ? part + o : part + o * taps;
                int apart = turned ? outputs : 1;
                for (int t = 0; t < taps; t++, p += apart, to++) {
                    sums[to] = add ? sums[to] + room[p] : room[p];
                }
            }
        }
    }

    // ---- blocks of samples

    private interface Block {
        void run(int first, int count);
    }

    private int blocks() {
        return (samples + block - 1) / block;
    }

    /** How many blocks, or strands of several, are worth a thread. */
    private int least(int together) {
        long each = (long) groups * outputs * taps * block * spots * Math.max(1, together);
        return (int) Math.max(1, PlainKernels.PRODUCT / Math.max(1, each));
    }

    private void each(Block work) {
        ArrayKernels.share(
                blocks(),
                1,
                least(1),
                (from, to) -> {
                    for (int i = from; i < to; i++) {
                        work.run(i * block, Math.min(block, samples - i * block));
                    }
                });
    }

    private static double[] room(int length) {
        double[] kept = ROOM.get();
        if (kept.length < length) {
            kept = new double[length];
            if (length <= KEPT) {
                ROOM.set(kept);
            }
        }
        return kept;
    }

    private int ofY(int sample, int group) {
        return (sample * groups + group) * outputs * spots;
    }

    /** Rows of y with the places of several samples side by side, from an array or into it. */
    private void bySamples(
            double[] room, int at, int first, int count, int group, double[] y, boolean intoY) {
        for (int s = 0; s < count; s++) {
            int own = ofY(first + s, group);
            for (int o = 0; o < outputs; o++) {
                int there = at + (o * count + s) * spots;
                if (intoY) {
                    System.arraycopy(room, there, y, own + o * spots, spots);
                } else {
                    System.arraycopy(y, own + o * spots, room, there, spots);
                }
            }
        }
    }

    // ---- windows

    /** The windows of some samples: [taps, samples, places]. */
    private void read(double[] x, int first, int count, int group, double[] room) {
        int at = 0;
        for (int c = 0; c < channels; c++) {
            for (int cell = 0; cell < shifts.length; cell++) {
                for (int s = 0; s < count; s++) {
                    at = read(x, ofX(first + s, group, c), cell, 0, room, at);
                }
            }
        }
    }

    private int ofX(int sample, int group, int channel) {
        return ((sample * groups + group) * channels + channel) * pixels;
    }

    private int read(double[] x, int from, int cell, int axis, double[] room, int start) {
        int at = start;
        int step = stride[axis];
        int position = shifts[cell][axis];
        if (axis == extents.length - 1) {
            int first = firsts[cell];
            int end = ends[cell];
            int last = at + places[axis];
            Arrays.fill(room, at, at + first, 0);
            if (step == 1) {
                System.arraycopy(x, from + position + first, room, at + first, end - first);
            } else {
                int p = from + position + first * step;
                for (int i = at + first; i < at + end; i++, p += step) {
                    room[i] = x[p];
                }
            }
            Arrays.fill(room, at + end, last, 0);
            return last;
        }
        for (int p = 0; p < places[axis]; p++, position += step) {
            if (position < 0 || position >= extents[axis]) {
                Arrays.fill(room, at, at + inner[axis], 0);
                at += inner[axis];
            } else {
                at = read(x, from + position * steps[axis], cell, axis + 1, room, at);
            }
        }
        return at;
    }

    /** Adds what stands in windows to the places that they were taken from. */
    private void add(double[] room, int first, int count, int group, double[] x) {
        int at = 0;
        for (int c = 0; c < channels; c++) {
            for (int cell = 0; cell < shifts.length; cell++) {
                for (int s = 0; s < count; s++) {
                    at = add(room, at, cell, 0, x, ofX(first + s, group, c));
                }
            }
        }
    }

    private int add(double[] room, int start, int cell, int axis, double[] x, int to) {
        int at = start;
        int step = stride[axis];
        int position = shifts[cell][axis];
        if (axis == extents.length - 1) {
            int p = to + position + firsts[cell] * step;
            int i = at + firsts[cell];
            if (step == 1) { // a loop that the JIT compiler vectorizes
                int n = ends[cell] - firsts[cell];
                for (int j = 0; j < n; j++) {
                    x[p + j] += room[i + j];
                }
                return at + places[axis];
            }
            for (int end = at + ends[cell]; i < end; i++, p += step) {
                x[p] += room[i];
            }
            return at + places[axis];
        }
        for (int p = 0; p < places[axis]; p++, position += step) {
            if (position < 0 || position >= extents[axis]) {
                at += inner[axis];
            } else {
                at = add(room, at, cell, axis + 1, x, to + position * steps[axis]);
            }
        }
        return at;
    }
}
