package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.cotangent.internal.ParallelFor;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.Fma;
import org.cotangent.kernel.NumberSums;
import org.cotangent.kernel.UnaryKernel;

/**
 * A program run at many points: blocks of points at a time, one loop over a block for each step.
 * The memory of a block stays in the caches, and the loops are those of the kernels. Constants and
 * inputs that are the same at all points stay numbers.
 */
final class Rows {
    /** Points in a block, unless the program is so large that fewer fit the second-level cache. */
    private static final int BLOCK = 256;

    private static final int LEAST = 32;
    private static final int CACHE = 1 << 16; // numbers

    private static final UnaryKernel[] UNARY = UnaryKernel.values();
    private static final BinaryKernel[] BINARY = BinaryKernel.values();

    /** Larger memory is not kept from call to call. */
    private static final int MOST_KEPT = 2 * CACHE;

    private static final int MOST_IDLE = 2 * Runtime.getRuntime().availableProcessors();

    private final Slots slots;
    private final Object[] functions;

    /** Inputs that differ from point to point; the others follow. */
    private final int varying;

    /** Slots that are the same at all points; only constants and inputs are. */
    private final boolean[] uniform;

    /** Results that are summed, the others. */
    private final int[] summed;

    private final int[] single;
    private final int block;

    /** Memory of calls that have ended. */
    private final List<Memory> idle = new ArrayList<>();

    /** Arrays of a block of points for what varies, numbers for what does not. */
    private static final class Memory {
        final double[][] r;
        final double[] numbers;

        /** Arrays for numbers where a loop takes arrays only. */
        final double[][] filled = new double[3][];

        final int n;

        Memory(Slots slots, boolean[] uniform, int n) {
            this.n = n;
            r = new double[slots.count][];
            for (int i = 0; i < r.length; i++) {
                r[i] = uniform[i] ? null : new double[n];
            }
            numbers = Arrays.copyOf(slots.constants, slots.constants.length + slots.inputs.length);
        }

        /** An operand as an array. */
        double[] array(int slot, int which) {
            if (r[slot] != null) {
                return r[slot];
            }
            if (filled[which] == null) {
                filled[which] = new double[n];
            }
            Arrays.fill(filled[which], numbers[slot]);
            return filled[which];
        }
    }

    Rows(Slots slots) {
        this(slots, 0, new int[0]);
    }

    /**
     * Some inputs are the same at all points, some results summed over them.
     *
     * @param slots the program
     * @param shared how many inputs, the last ones, are the same
     * @param summed the numbers of the results that are summed, in order
     */
    Rows(Slots slots, int shared, int[] summed) {
        this.slots = slots;
        this.summed = summed;
        functions = slots.functions.toArray();
        varying = slots.inputs.length - shared;
        uniform = new boolean[slots.count];
        Arrays.fill(uniform, 0, slots.constants.length, true);
        for (int i = varying; i < slots.inputs.length; i++) {
            uniform[slots.inputs[i]] = true;
        }
        boolean[] isSummed = new boolean[slots.results.length];
        for (int each : summed) {
            isSummed[each] = true;
        }
        single = new int[isSummed.length - summed.length];
        for (int i = 0, next = 0; i < isSummed.length; i++) {
            if (!isSummed[i]) {
                single[next++] = i;
            }
        }
        int arrays = slots.count - slots.constants.length - shared;
        int fit = CACHE / Math.max(1, arrays);
        int least = summed.length > 0 ? NumberSums.BLOCK : LEAST;
        block = Math.max(least, Math.min(BLOCK, Integer.highestOneBit(Math.max(1, fit))));
    }

    /** Points in a block. */
    int block() {
        return block;
    }

    /**
     * Runs all points.
     *
     * @param points how many
     * @param x the inputs of each point, one after the other
     * @param y receives the results of each
     */
    void run(int points, double[] x, double[] y) {
        run(points, null, x, y, null);
    }

    /**
     * Runs all points.
     *
     * @param points how many
     * @param shared the inputs that are the same at all of them
     * @param x the other inputs of each point, one after the other
     * @param y receives the results of each that are not summed
     * @param sums receives the others
     */
    void run(int points, double[] shared, double[] x, double[] y, double[] sums) {
        int blocks = (points + block - 1) / block;
        long work = (long) block * slots.operations;
        int least = (int) Math.max(1, (1 << 16) / Math.max(1, work));
        int parts = (points + NumberSums.BLOCK - 1) / NumberSums.BLOCK;
        double[] ofParts = parts == 1 ? sums : new double[parts * summed.length];
        ParallelFor.range(
                blocks,
                1,
                least,
                (from, to) -> {
                    int rest = Math.min(to * block, points) - from * block;
                    int n = Math.min(block, rest);
                    Memory memory = take(n, shared);
                    for (int b = from; b < to; b++, rest -= n) {
                        if (rest < n) {
                            keep(memory);
                            n = rest;
                            memory = take(n, shared);
                        }
                        run(memory, x, y, ofParts, b * block);
                    }
                    keep(memory);
                });
        for (int i = 0; i < summed.length; i++) {
            sums[i] = points == 0 ? 0 : 0 + NumberSums.ofBlocks(points, ofParts, i, summed.length);
        }
    }

    /** Memory for a number of points, with what is the same at all of them. */
    private Memory take(int n, double[] shared) {
        Memory memory = idle(n);
        if (memory == null) {
            memory = new Memory(slots, uniform, n);
        }
        for (int i = varying; i < slots.inputs.length; i++) {
            memory.numbers[slots.inputs[i]] = shared[i - varying];
        }
        return memory;
    }

    private Memory idle(int n) {
        synchronized (idle) {
            for (int i = idle.size() - 1; i >= 0; i--) {
                if (idle.get(i).n == n) {
                    return idle.remove(i);
                }
            }
        }
        return null;
    }

    private void keep(Memory memory) {
        if (memory.r.length * memory.n > MOST_KEPT) {
            return;
        }
        synchronized (idle) {
            if (idle.size() == MOST_IDLE) {
                idle.remove(0);
            }
            idle.add(memory);
        }
    }

    private void run(Memory memory, double[] x, double[] y, double[] ofParts, int first) {
        int n = memory.n;
        double[][] r = memory.r;
        for (int i = 0; i < varying; i++) {
            double[] to = r[slots.inputs[i]];
            for (int row = 0, at = first * varying + i; row < n; row++, at += varying) {
                to[row] = x[at];
            }
        }
        int[] s = slots.steps;
        for (int at = 0; at < s.length; at += Slots.WIDTH) {
            step(memory, s, at);
        }
        write(memory, y, first);
        for (int i = 0; i < summed.length; i++) {
            double[] from = memory.array(slots.results[summed[i]], 0);
            int part = first / NumberSums.BLOCK;
            for (int row = 0; row < n; row += NumberSums.BLOCK, part++) {
                ofParts[part * summed.length + i] =
                        ArrayKernels.get().sum(from, row, Math.min(NumberSums.BLOCK, n - row));
            }
        }
    }

    /** Results that are not summed, four at a time where they are arrays. */
    private void write(Memory memory, double[] y, int first) {
        int n = memory.n;
        int width = single.length;
        int i = 0;
        while (i < width) {
            double[] p = memory.r[slots.results[single[i]]];
            int to = first * width + i;
            double[] q = i + 3 < width ? memory.r[slots.results[single[i + 1]]] : null;
            double[] u = q == null ? null : memory.r[slots.results[single[i + 2]]];
            double[] v = u == null ? null : memory.r[slots.results[single[i + 3]]];
            if (p != null && v != null) {
                for (int row = 0; row < n; row++, to += width) {
                    y[to] = p[row];
                    y[to + 1] = q[row];
                    y[to + 2] = u[row];
                    y[to + 3] = v[row];
                }
                i += 4;
                continue;
            }
            if (p != null) {
                for (int row = 0; row < n; row++, to += width) {
                    y[to] = p[row];
                }
            } else {
                double number = memory.numbers[slots.results[single[i]]];
                for (int row = 0; row < n; row++, to += width) {
                    y[to] = number;
                }
            }
            i++;
        }
    }

    private void step(Memory memory, int[] s, int at) {
        int kind = s[at];
        double[] to = memory.r[s[at + 1]];
        if (kind < Code.FIRST_BINARY) {
            ArrayKernels.get().map(UNARY[kind], memory.array(s[at + 2], 0), to);
        } else if (kind < Code.FUNCTION) {
            zip(BINARY[kind - Code.FIRST_BINARY], memory, s[at + 2], s[at + 3], to);
        } else if (kind == Code.FUNCTION) {
            DoubleUnaryOperator f = (DoubleUnaryOperator) functions[s[at + 4]];
            ArrayKernels.get().map(f, memory.array(s[at + 2], 0), to);
        } else if (kind == Code.FUNCTION2) {
            DoubleBinaryOperator f = (DoubleBinaryOperator) functions[s[at + 4]];
            double[] a = memory.array(s[at + 2], 0);
            ArrayKernels.get().zip(f, a, memory.array(s[at + 3], 1), to);
        } else if (kind == Code.FMA) {
            fma(memory, s[at + 2], s[at + 3], s[at + 4], to);
        } else if (kind == Code.WHERE) {
            double[] c = memory.array(s[at + 2], 0);
            double[] a = memory.array(s[at + 3], 1);
            where(c, 0, a, 0, memory.array(s[at + 4], 2), 0, to, 0, to.length);
        } else {
            call(kind == Code.MEND, (Slots.Call) functions[s[at + 4]], memory);
        }
    }

    private void zip(BinaryKernel f, Memory memory, int p, int q, double[] to) {
        double[] a = memory.r[p];
        double[] b = memory.r[q];
        if (a == null || b == null) {
            boolean first = a == null;
            double number = memory.numbers[first ? p : q];
            if (Scaled.zip(f, first ? b : a, number, first, to)) {
                return;
            }
            a = memory.array(p, 0);
            b = memory.array(q, 1);
        }
        ArrayKernels.get().zip(f, a, b, to);
    }

    private void fma(Memory memory, int p, int q, int add, double[] to) {
        double[] a = memory.r[p];
        double[] b = memory.r[q];
        double[] c = memory.array(add, 2);
        if (a == null && b == null) {
            a = memory.array(p, 0);
        }
        if (a == null) {
            Scaled.fma(b, memory.numbers[p], c, to);
        } else if (b == null) {
            Scaled.fma(a, memory.numbers[q], c, to);
        } else {
            fma(a, 0, b, 0, c, 0, to, 0, to.length);
        }
    }

    /** y[to + i] = a[p + i] b[q + i] + c[r + i], rounded once. */
    static void fma(
            double[] a, int p, double[] b, int q, double[] c, int r, double[] y, int to, int n) {
        for (int i = 0; i < n; i++) {
            y[to + i] = Fma.fma(a[p + i], b[q + i], c[r + i]);
        }
    }

    /** y[to + i] = b[q + i] where a[p + i] is not 0, else c[r + i]. */
    static void where(
            double[] a, int p, double[] b, int q, double[] c, int r, double[] y, int to, int n) {
        for (int i = 0; i < n; i++) {
            y[to + i] = a[p + i] != 0 ? b[q + i] : c[r + i];
        }
    }

    /** Point by point. */
    private void call(boolean mends, Slots.Call call, Memory memory) {
        double[] one = Arrays.copyOf(memory.numbers, slots.count);
        for (int row = 0; row < memory.n; row++) {
            read(memory, call.plain(), row, one);
            for (int[] from : call.x()) {
                read(memory, from, row, one);
            }
            Interpreter.call(mends, call, one);
            for (int slot : call.results()) {
                memory.r[slot][row] = one[slot];
            }
        }
    }

    private static void read(Memory memory, int[] from, int row, double[] one) {
        for (int slot : from) {
            double[] array = memory.r[slot];
            if (array != null) {
                one[slot] = array[row];
            }
        }
    }
}
