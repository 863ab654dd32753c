package org.cotangent.kernel;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.DoubleVector;

/** The twin over the Vector API, where the Java virtual machine has it; the rest by plain loops. */
final class VectorKernels extends PlainKernels {
    /** Vectors of two numbers: sums have no gain of them. */
    private static final boolean SHORT = VectorMaps.LANES < 4;

    @Override
    public String description() {
        return "Vector API, " + vectorBits() + " bits";
    }

    @Override
    int vectorBits() {
        return DoubleVector.SPECIES_PREFERRED.vectorBitSize();
    }

    @Override
    public void mapRun(DoubleUnaryOperator f, double[] x, int xFrom, double[] y, int yFrom, int n) {
        if (f instanceof UnaryKernel named) {
            VectorMaps.map(named, x, xFrom, y, yFrom, n);
        } else {
            super.mapRun(f, x, xFrom, y, yFrom, n);
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
        if (f instanceof BinaryKernel named) {
            VectorMaps.zip(named, a, aFrom, b, bFrom, y, yFrom, n);
        } else {
            super.zipRun(f, a, aFrom, b, bFrom, y, yFrom, n);
        }
    }

    @Override
    void axpyRun(double factor, double[] x, double[] y, double[] sum, int from, int n) {
        VectorMaps.axpy(factor, x, y, sum, from, n);
    }

    @Override
    double largestRun(double[] x, int from, int n) {
        return VectorSums.largest(x, from, n);
    }

    @Override
    double sumBlock(double[] x, int from, int n) {
        return SHORT ? super.sumBlock(x, from, n) : VectorSums.sum(x, from, n);
    }

    @Override
    void addRun(double[] x, int xFrom, double[] y, int yFrom, int n) {
        VectorMaps.zip(BinaryKernel.ADD, y, yFrom, x, xFrom, y, yFrom, n);
    }

    @Override
    double dotRun(double[] x, int xFrom, double[] y, int yFrom, int n) {
        return SHORT ? super.dotRun(x, xFrom, y, yFrom, n) : VectorSums.dot(x, xFrom, y, yFrom, n);
    }

    @Override
    double differencesRun(double[] w, double[] v, double less, int from, int n) {
        return SHORT
                ? super.differencesRun(w, v, less, from, n)
                : VectorSums.differences(w, v, less, from, n);
    }

    @Override
    void addRows(
            double[] x, int from, int distance, double[] factors, int first, int rows, double[] y) {
        VectorSums.addRows(x, from, distance, factors, first, rows, y);
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
        if (VectorStrips.FIT) {
            VectorStrips.multiply(
                    m, k, n, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset,
                    shared);
            return;
        }
        VectorProduct.multiply(
                m, k, n, a, aOffset, aRow, aColumn, b, bOffset, bRow, bColumn, c, cOffset, shared);
    }
}
