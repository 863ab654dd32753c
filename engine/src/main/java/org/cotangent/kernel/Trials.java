package org.cotangent.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Small calls of every kernel, in all of its layouts, on arrays of their own. */
final class Trials {
    static final String AXPY = "axpy";
    static final String LARGEST = "max";
    static final String SUM = "sum";
    static final String DOT = "inner product";
    static final String DIFFERENCES = "mean";
    static final String ROWS = "matrix-vector product";
    static final String PRODUCT = "matrix product";

    private static final int LENGTH = 512;

    /** A vector of the longest. */
    private static final int FEW = 8;

    /** Not a constant, as offsets in earnest are none. */
    private int from = 8;

    private final double[] x = numbers(LENGTH + from, 0.37);
    private final double[] z = numbers(LENGTH + from, -0.61);
    private final double[] y = new double[LENGTH + from];
    private int turn;

    private Trials() {}

    /** The trial of a kernel, by its constant or name; one that is given is itself. */
    @SuppressWarnings("unchecked")
    static Consumer<PlainKernels> of(Object kernel) {
        if (kernel instanceof Consumer<?> trial) {
            return (Consumer<PlainKernels>) trial;
        }
        if (kernel instanceof UnaryKernel f) {
            return of(f);
        }
        if (kernel instanceof BinaryKernel f) {
            return of(f);
        }
        return switch ((String) kernel) {
            case AXPY -> axpy();
            case LARGEST -> largest();
            case SUM -> sum();
            case DOT -> dot();
            case DIFFERENCES -> differences();
            case ROWS -> rows();
            default -> product();
        };
    }

    /** Numbers from 0.25 to 2.25 times a factor: every function has values there. */
    private static double[] numbers(int n, double factor) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = factor * (0.25 + 2.0 * i / n);
        }
        return x;
    }

    private static Consumer<PlainKernels> of(UnaryKernel f) {
        Trials t = new Trials();
        return k -> k.mapRun(f, t.x, t.from, t.y, t.from, LENGTH);
    }

    /** Every function, on the fewest elements that vectors have. */
    @SuppressWarnings("unchecked")
    static Consumer<PlainKernels>[] ofFew() {
        Trials t = new Trials();
        List<Consumer<PlainKernels>> all = new ArrayList<>();
        for (UnaryKernel f : UnaryKernel.values()) {
            all.add(k -> k.mapRun(f, t.x, t.from, t.y, t.from, FEW));
        }
        for (BinaryKernel f : BinaryKernel.values()) {
            all.add(k -> k.zipRun(f, t.x, t.from, t.z, t.from, t.y, t.from, FEW));
        }
        return all.toArray(Consumer[]::new);
    }

    private static Consumer<PlainKernels> of(BinaryKernel f) {
        Trials t = new Trials();
        return k -> k.zipRun(f, t.x, t.from, t.z, t.from, t.y, t.from, LENGTH);
    }

    private static Consumer<PlainKernels> axpy() {
        Trials t = new Trials();
        return k -> k.axpyRun(1.5, t.x, t.z, t.y, t.from, LENGTH);
    }

    private static Consumer<PlainKernels> largest() {
        Trials t = new Trials();
        return k -> t.y[0] = k.largestRun(t.x, t.from, LENGTH);
    }

    private static Consumer<PlainKernels> sum() {
        Trials t = new Trials();
        return k -> t.y[0] = k.sumBlock(t.x, t.from, 128);
    }

    private static Consumer<PlainKernels> dot() {
        Trials t = new Trials();
        return k -> t.y[0] = k.dotRun(t.x, t.from, t.z, t.from, LENGTH);
    }

    private static Consumer<PlainKernels> differences() {
        Trials t = new Trials();
        return k -> t.y[0] = k.differencesRun(t.x, t.z, 0.25, t.from, 128);
    }

    private static Consumer<PlainKernels> rows() {
        Trials t = new Trials();
        double[] sums = new double[61];
        return k -> k.addRows(t.x, t.from, 61, t.z, 0, 8, sums);
    }

    /** Products of both layouts of both factors, and of more terms than one sum has. */
    private static Consumer<PlainKernels> product() {
        Trials t = new Trials();
        double[] a = numbers(24 * 24, 0.5);
        double[] b = numbers(300 * 9, -0.5);
        double[] c = new double[24 * 24];
        return k -> {
            int layout = t.turn++;
            if (layout % 8 == 7) {
                k.product(2, 280, 9, a, 0, 280, 1, b, 0, 9, 1, c, 0, false);
                return;
            }
            int m = 23;
            int depth = layout % 8 == 6 ? 24 : 21;
            int row = layout % 2 == 0 ? 24 : 1;
            int bRow = layout / 2 % 2 == 0 ? 24 : 1;
            k.product(m, depth, 24, a, 0, row, 25 - row, b, 0, bRow, 25 - bRow, c, 0, false);
        };
    }
}
