package org.cotangent.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;

/**
 * Plain loops, and kernel by kernel vectors, as soon as {@link Warmup} has found that they are
 * compiled and faster. Both have the same bits, so that it does not matter when.
 */
final class SwitchedKernels extends PlainKernels {
    // nanoseconds of a plain loop for an element, or for a multiplication of a product

    private static final double CHEAP_COST = 0.4;
    private static final double COSTLY_COST = 4;
    private static final double PRODUCT_COST = 0.1;

    private final boolean alternates;
    private final List<Twin> twins = new ArrayList<>();
    private final Warmup warmup = new Warmup();
    private final Twin[] unary;
    private final Twin[] binary;
    private final Twin axpy;
    private final Twin largest;
    private final Twin sum;
    private final Twin dot;
    private final Twin differences;
    private final Twin rows;
    private final Twin product;

    /**
     * Creates them.
     *
     * @param alternates whether vectors are loaded at once and do every other call, for tests
     */
    SwitchedKernels(boolean alternates) {
        this.alternates = alternates;
        if (alternates) {
            warmup.load();
        }
        axpy = twin(Trials.AXPY, CHEAP_COST);
        largest = twin(Trials.LARGEST, CHEAP_COST);
        sum = twin(Trials.SUM, CHEAP_COST);
        dot = twin(Trials.DOT, CHEAP_COST);
        differences = twin(Trials.DIFFERENCES, CHEAP_COST);
        rows = twin(Trials.ROWS, CHEAP_COST);
        product = twin(Trials.PRODUCT, PRODUCT_COST);
        // loops and no lambdas: they are in the way of the first call
        UnaryKernel[] ofOne = UnaryKernel.values();
        unary = new Twin[ofOne.length];
        for (int i = 0; i < unary.length; i++) {
            unary[i] = twin(ofOne[i], ofOne[i].cheap ? CHEAP_COST : COSTLY_COST);
        }
        BinaryKernel[] ofTwo = BinaryKernel.values();
        binary = new Twin[ofTwo.length];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = twin(ofTwo[i], CHEAP_COST);
        }
    }

    private Twin twin(Object kernel, double cost) {
        Twin twin = new Twin(alternates, kernel, cost, warmup);
        twins.add(twin);
        return twin;
    }

    @Override
    public String description() {
        if (alternates) {
            return "plain loops and vectors by turns";
        }
        String taken =
                twins.stream()
                        .filter(Twin::isTaken)
                        .map(Twin::name)
                        .collect(Collectors.joining(", "));
        return taken.isEmpty()
                ? "plain loops, until vectors are compiled and faster"
                : warmup.vectors().description() + ", for " + taken + "; plain loops for the rest";
    }

    private PlainKernels of(Twin twin, long n) {
        return twin.takes(n) ? warmup.vectors() : null;
    }

    @Override
    public void mapRun(DoubleUnaryOperator f, double[] x, int xFrom, double[] y, int yFrom, int n) {
        PlainKernels vectors = f instanceof UnaryKernel g ? of(unary[g.ordinal()], n) : null;
        if (vectors == null) {
            super.mapRun(f, x, xFrom, y, yFrom, n);
        } else {
            vectors.mapRun(f, x, xFrom, y, yFrom, n);
        }
    }

    @Override
    public void zipRun(
            DoubleBinaryOperator f,
            double[] a,
            int aFrom,
            double[] b,
            int bFrom,
            double[] y,
            int yFrom,
            int n) {
        PlainKernels vectors = f instanceof BinaryKernel g ? of(binary[g.ordinal()], n) : null;
        if (vectors == null) {
            super.zipRun(f, a, aFrom, b, bFrom, y, yFrom, n);
        } else {
            vectors.zipRun(f, a, aFrom, b, bFrom, y, yFrom, n);
        }
    }

    @Override
    void axpyRun(double factor, double[] x, double[] y, double[] sum, int from, int n) {
        PlainKernels vectors = of(axpy, n);
        if (vectors == null) {
            super.axpyRun(factor, x, y, sum, from, n);
        } else {
            vectors.axpyRun(factor, x, y, sum, from, n);
        }
    }

    @Override
    double largestRun(double[] x, int from, int n) {
        PlainKernels vectors = of(largest, n);
        return vectors == null ? super.largestRun(x, from, n) : vectors.largestRun(x, from, n);
    }

    @Override
    double sumBlock(double[] x, int from, int n) {
        PlainKernels vectors = of(sum, n);
        return vectors == null ? super.sumBlock(x, from, n) : vectors.sumBlock(x, from, n);
    }

    @Override
    void addRun(double[] x, int xFrom, double[] y, int yFrom, int n) {
        PlainKernels vectors = of(binary[BinaryKernel.ADD.ordinal()], n);
        if (vectors == null) {
            super.addRun(x, xFrom, y, yFrom, n);
        } else {
            vectors.addRun(x, xFrom, y, yFrom, n);
        }
    }

    @Override
    double dotRun(double[] x, int xFrom, double[] y, int yFrom, int n) {
        PlainKernels vectors = of(dot, n);
        return vectors == null
                ? super.dotRun(x, xFrom, y, yFrom, n)
                : vectors.dotRun(x, xFrom, y, yFrom, n);
    }

    @Override
    double differencesRun(double[] w, double[] v, double less, int from, int n) {
        PlainKernels vectors = of(differences, n);
        return vectors == null
                ? super.differencesRun(w, v, less, from, n)
                : vectors.differencesRun(w, v, less, from, n);
    }

    @Override
    void addRows(
            double[] x,
            int from,
            int distance,
            double[] factors,
            int first,
            int count,
            double[] y) {
        PlainKernels vectors = of(rows, (long) count * y.length);
        if (vectors == null) {
            super.addRows(x, from, distance, factors, first, count, y);
        } else {
            vectors.addRows(x, from, distance, factors, first, count, y);
        }
    }

    @Override
    void product(
            int m,
            int k,
            int n,
            double[] a,
            int aOffset,
            int aRow,
            int aColumn,
            double[] b,
            int bOffset,
            int bRow,
            int bColumn,
            double[] c,
            int cOffset,
            boolean shared) {
        PlainKernels vectors = of(product, (long) m * k * n);
        if (vectors == null) {
            super.product(
                    m, k, n, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset,
                    shared);
        } else {
            vectors.product(
                    m, k, n, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset,
                    shared);
        }
    }
}
