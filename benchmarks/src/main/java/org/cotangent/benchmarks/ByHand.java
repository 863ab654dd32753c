package org.cotangent.benchmarks;

import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/** The same arithmetic written by hand in plain Java: values and, where defined, gradients. */
final class ByHand implements Contender {
    @Override
    public String name() {
        return "java";
    }

    @Override
    public String description() {
        return "plain Java loops, gradients written by hand";
    }

    @Override
    public Job job(String work, int[] size) {
        switch (work) {
            case "exp":
                return Jobs.of(exp(Data.elements(work, size[0])));
            case "sigmoid":
                return Jobs.of(sigmoid(Data.elements(work, size[0])));
            case "tanh":
                return map(Math::tanh, Data.elements(work, size[0]));
            case "log":
                return map(Math::log, Data.elements(work, size[0]));
            case "softmax":
                double[] scores = Data.elements(work, size[0]);
                return Jobs.of(() -> softmax(scores));
            case "product":
                return Jobs.of(() -> product(Data.XYZ[0], Data.XYZ[1], Data.XYZ[2]));
            case "chain":
                return Jobs.of(() -> chain(size[0]));
            case "scalar-net":
                HandNet net = new HandNet(Data.Net.of(size[0]));
                return Jobs.of(net::valueAndGradient);
            case "two-layer":
                return new HandTwoLayer(size);
            case "mlp-epoch":
                return new HandPerceptron(size);
            case "logistic":
                Data.Logistic data = Data.Logistic.of(size);
                return Jobs.of(() -> logistic(data));
            case "hessian":
                double[] at = Data.point(size[0]);
                return Jobs.of(() -> hessian(at));
            default:
                return Products.job(work, size, ByHand::product);
        }
    }

    // exp and sigmoid are loops of their own and not maps, so that each shows its best

    private static Supplier<double[]> exp(double[] x) {
        return () -> {
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                y[i] = Math.exp(x[i]);
            }
            return y;
        };
    }

    private static Supplier<double[]> sigmoid(double[] x) {
        return () -> {
            double[] y = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                y[i] = 1 / (1 + Math.exp(-x[i]));
            }
            return y;
        };
    }

    private static Job map(DoubleUnaryOperator f, double[] x) {
        return Jobs.of(
                () -> {
                    double[] y = new double[x.length];
                    for (int i = 0; i < x.length; i++) {
                        y[i] = f.applyAsDouble(x[i]);
                    }
                    return y;
                });
    }

    private static double[] softmax(double[] x) {
        double most = Double.NEGATIVE_INFINITY;
        for (double score : x) {
            most = Math.max(most, score);
        }
        double[] y = new double[x.length];
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            y[i] = Math.exp(x[i] - most);
            sum += y[i];
        }
        for (int i = 0; i < x.length; i++) {
            y[i] /= sum;
        }
        return y;
    }

    private static Job product(Products.Form form, int m, int k, int n, double[] a, double[] b) {
        switch (form) {
            case NN:
                return Jobs.of(() -> Loops.nn(m, k, n, a, b));
            case TN:
                return Jobs.of(() -> Loops.tn(m, k, n, a, b));
            default:
                return Jobs.of(() -> Loops.nt(m, k, n, a, b));
        }
    }

    private static double[] product(double x, double y, double z) {
        return new double[] {(x + y) * z, z, z, x + y};
    }

    private static double[] chain(int n) {
        double[] v = new double[n + 1];
        v[0] = 0.5;
        for (int i = 0; i < n; i++) {
            v[i + 1] = i % 2 == 0 ? v[i] * Work.CHAIN_W : v[i] + Work.CHAIN_B;
        }
        double g = 1;
        double w = 0;
        double b = 0;
        for (int i = n - 1; i >= 0; i--) {
            if (i % 2 == 0) {
                w += g * v[i];
                g *= Work.CHAIN_W;
            } else {
                b += g;
            }
        }
        return new double[] {v[n], g, w, b};
    }

    private static double[] logistic(Data.Logistic data) {
        int columns = data.w().length;
        int rows = data.y().length;
        double[] result = new double[1 + columns];
        double loss = 0;
        for (int i = 0; i < rows; i++) {
            double z = 0;
            for (int j = 0; j < columns; j++) {
                z += data.x()[i * columns + j] * data.w()[j];
            }
            double e = Math.exp(-Math.abs(z));
            loss += Math.max(z, 0) + Math.log1p(e) - data.y()[i] * z;
            double error = (z >= 0 ? 1 : e) / (1 + e) - data.y()[i];
            for (int j = 0; j < columns; j++) {
                result[1 + j] += error * data.x()[i * columns + j];
            }
        }
        result[0] = loss;
        for (int j = 0; j < result.length; j++) {
            result[j] /= rows;
        }
        return result;
    }

    /** The second derivatives of the sum of 100 (x' - x^2)^2 + (1 - x)^2, x' following x. */
    private static double[] hessian(double[] x) {
        int n = x.length;
        double[] h = new double[n * n];
        for (int i = 0; i < n - 1; i++) {
            h[i * n + i] += 1200 * x[i] * x[i] - 400 * x[i + 1] + 2;
            h[(i + 1) * n + i + 1] += 200;
            h[i * n + i + 1] -= 400 * x[i];
            h[(i + 1) * n + i] -= 400 * x[i];
        }
        return h;
    }
}
