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
import org.cotangent.kernel.UnaryKernel;

/**
 * A program run at many points: blocks of points at a time, one loop over a block for each step.
 * The memory of a block stays in the caches, and the loops are those of the kernels.
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
    private final int block;

    /** Memory of calls that have ended. */
    private final List<double[][]> idle = new ArrayList<>();

    Rows(Slots slots) {
        this.slots = slots;
        int fit = CACHE / Math.max(1, slots.count);
        block = Math.max(LEAST, Math.min(BLOCK, Integer.highestOneBit(Math.max(1, fit))));
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
        int blocks = (points + block - 1) / block;
        long work = (long) block * slots.operations;
        int least = (int) Math.max(1, (1 << 16) / Math.max(1, work));
        ParallelFor.range(
                blocks,
                1,
                least,
                (from, to) -> {
                    int rest = Math.min(to * block, points) - from * block;
                    int n = Math.min(block, rest);
                    double[][] memory = take(n);
                    for (int b = from; b < to; b++, rest -= n) {
                        if (rest < n) {
                            keep(memory);
                            n = rest;
                            memory = take(n);
                        }
                        run(memory, n, x, y, b * block);
                    }
                    keep(memory);
                });
    }

    /** Memory for a number of points, with the constants in it. */
    private double[][] take(int n) {
        synchronized (idle) {
            for (int i = idle.size() - 1; i >= 0; i--) {
                if (idle.get(i)[0].length == n) {
                    return idle.remove(i);
                }
            }
        }
        return memory(n);
    }

    private void keep(double[][] memory) {
        if (memory.length * memory[0].length > MOST_KEPT) {
            return;
        }
        synchronized (idle) {
            if (idle.size() == MOST_IDLE) {
                idle.remove(0);
            }
            idle.add(memory);
        }
    }

    private double[][] memory(int n) {
        double[][] memory = new double[Math.max(1, slots.count)][n];
        for (int i = 0; i < slots.constants.length; i++) {
            Arrays.fill(memory[i], slots.constants[i]);
        }
        return memory;
    }

    private void run(double[][] r, int n, double[] x, double[] y, int first) {
        int inputs = slots.inputs.length;
        for (int i = 0; i < inputs; i++) {
            double[] to = r[slots.inputs[i]];
            for (int row = 0, at = first * inputs + i; row < n; row++, at += inputs) {
                to[row] = x[at];
            }
        }
        int[] s = slots.steps;
        for (int at = 0; at < s.length; at += Slots.WIDTH) {
            step(r, n, s, at);
        }
        int results = slots.results.length;
        for (int i = 0; i < results; i++) {
            double[] from = r[slots.results[i]];
            for (int row = 0, to = first * results + i; row < n; row++, to += results) {
                y[to] = from[row];
            }
        }
    }

    private void step(double[][] r, int n, int[] s, int at) {
        int kind = s[at];
        double[] to = r[s[at + 1]];
        double[] a = r[s[at + 2]];
        if (kind < Code.FIRST_BINARY) {
            ArrayKernels.get().map(UNARY[kind], a, to);
        } else if (kind < Code.FUNCTION) {
            ArrayKernels.get().zip(BINARY[kind - Code.FIRST_BINARY], a, r[s[at + 3]], to);
        } else if (kind == Code.FUNCTION) {
            ArrayKernels.get().map((DoubleUnaryOperator) slots.functions.get(s[at + 4]), a, to);
        } else if (kind == Code.FUNCTION2) {
            DoubleBinaryOperator f = (DoubleBinaryOperator) slots.functions.get(s[at + 4]);
            ArrayKernels.get().zip(f, a, r[s[at + 3]], to);
        } else if (kind == Code.FMA) {
            fma(a, 0, r[s[at + 3]], 0, r[s[at + 4]], 0, to, 0, n);
        } else if (kind == Code.WHERE) {
            where(a, 0, r[s[at + 3]], 0, r[s[at + 4]], 0, to, 0, n);
        } else {
            call(kind == Code.MEND, (Slots.Call) slots.functions.get(s[at + 4]), r, n);
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
    private void call(boolean mends, Slots.Call call, double[][] r, int n) {
        double[] one = new double[slots.count];
        for (int row = 0; row < n; row++) {
            for (int slot : call.plain()) {
                one[slot] = r[slot][row];
            }
            for (int[] from : call.x()) {
                for (int slot : from) {
                    one[slot] = r[slot][row];
                }
            }
            Interpreter.call(mends, call, one);
            for (int slot : call.results()) {
                r[slot][row] = one[slot];
            }
        }
    }
}
