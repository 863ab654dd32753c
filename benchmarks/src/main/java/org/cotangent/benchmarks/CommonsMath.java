package org.cotangent.benchmarks;

import java.util.Arrays;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.apache.commons.math3.analysis.function.Sigmoid;
import org.apache.commons.math3.linear.ArrayRealVector;
import org.apache.commons.math3.linear.BlockRealMatrix;
import org.apache.commons.math3.linear.RealMatrix;
import org.apache.commons.math3.linear.RealVector;
import org.apache.commons.math3.util.FastMath;

/** Commons Math: its block matrices, functions of vectors, and forward derivatives. */
final class CommonsMath implements Contender {
    @Override
    public String name() {
        return "commons-math";
    }

    @Override
    public String description() {
        return "Commons Math "
                + Contenders.versionOf(FastMath.class, "commons-math3")
                + ", derivatives forward";
    }

    @Override
    public Job job(String work, int[] size) {
        switch (work) {
            case "exp":
                return map(FastMath::exp, Data.elements(work, size[0]));
            case "sigmoid":
                return map(new Sigmoid(), Data.elements(work, size[0]));
            case "tanh":
                return map(FastMath::tanh, Data.elements(work, size[0]));
            case "log":
                return map(FastMath::log, Data.elements(work, size[0]));
            case "product":
                return Jobs.of(CommonsMath::product);
            case "chain":
                return Jobs.of(() -> chain(size[0]));
            case "hessian":
                double[] at = Data.point(size[0]);
                return Jobs.of(() -> hessian(at));
            default:
                return Products.job(work, size, CommonsMath::product);
        }
    }

    private static Job map(UnivariateFunction f, double[] elements) {
        RealVector x = new ArrayRealVector(elements, false);
        return Jobs.of(() -> x.map(f), RealVector::toArray);
    }

    private static RealMatrix matrix(int rows, int columns, double[] elements) {
        double[][] matrix = new double[rows][];
        for (int i = 0; i < rows; i++) {
            matrix[i] = Arrays.copyOfRange(elements, i * columns, (i + 1) * columns);
        }
        return new BlockRealMatrix(matrix);
    }

    private static Job product(Products.Form form, int m, int k, int n, double[] a, double[] b) {
        switch (form) {
            case NN:
                RealMatrix x = matrix(m, k, a);
                RealMatrix w = matrix(k, n, b);
                return Jobs.of(() -> x.multiply(w), CommonsMath::elements);
            case TN:
                RealMatrix inputs = matrix(m, k, a);
                RealMatrix g = matrix(m, n, b);
                return Jobs.of(() -> inputs.transpose().multiply(g), CommonsMath::elements);
            default:
                RealMatrix adjoint = matrix(m, n, a);
                RealMatrix weights = matrix(k, n, b);
                return Jobs.of(() -> adjoint.multiply(weights.transpose()), CommonsMath::elements);
        }
    }

    private static double[] elements(RealMatrix matrix) {
        return Jobs.join(matrix.getData());
    }

    private static double[] product() {
        DerivativeStructure x = new DerivativeStructure(3, 1, 0, Data.XYZ[0]);
        DerivativeStructure y = new DerivativeStructure(3, 1, 1, Data.XYZ[1]);
        DerivativeStructure z = new DerivativeStructure(3, 1, 2, Data.XYZ[2]);
        return x.add(y).multiply(z).getAllDerivatives();
    }

    private static double[] chain(int n) {
        DerivativeStructure v = new DerivativeStructure(3, 1, 0, 0.5);
        DerivativeStructure w = new DerivativeStructure(3, 1, 1, Work.CHAIN_W);
        DerivativeStructure b = new DerivativeStructure(3, 1, 2, Work.CHAIN_B);
        for (int i = 0; i < n; i++) {
            v = i % 2 == 0 ? v.multiply(w) : v.add(b);
        }
        return v.getAllDerivatives();
    }

    private static double[] hessian(double[] at) {
        int n = at.length;
        DerivativeStructure[] x = new DerivativeStructure[n];
        for (int i = 0; i < n; i++) {
            x[i] = new DerivativeStructure(n, 2, i, at[i]);
        }
        DerivativeStructure f = new DerivativeStructure(n, 2);
        for (int i = 0; i < n - 1; i++) {
            DerivativeStructure rise = x[i + 1].subtract(x[i].multiply(x[i]));
            DerivativeStructure rest = x[i].subtract(1);
            f = f.add(rise.multiply(rise).multiply(100)).add(rest.multiply(rest));
        }
        double[] h = new double[n * n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                int[] orders = new int[n];
                orders[i]++;
                orders[j]++;
                h[i * n + j] = f.getPartialDerivative(orders);
            }
        }
        return h;
    }
}
