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
            case "convolution":
                Data.Convolution images = Data.Convolution.of(size);
                double[] maps = new double[size[0] * size[2] * squared(size[1] - size[3] + 1)];
                return Jobs.of(() -> convolution(images, size, maps));
            default:
                return Products.job(work, size, ByHand::product);
        }
    }

    private static int squared(int n) {
        return n * n;
    }

    /** The convolution of images of one channel, and the gradient of its sum by the weights. */
    private static double[] convolution(Data.Convolution data, int[] size, double[] maps) {
        int side = size[1];
        int kernel = size[3];
        int places = side - kernel + 1;
        double[] gradient = new double[data.w().length];
        int to = 0;
        for (int n = 0; n < size[0]; n++) {
            for (int o = 0; o < size[2]; o++) {
                for (int p = 0; p < places; p++) {
                    for (int q = 0; q < places; q++) {
                        double sum = 0;
                        int tap = o * kernel * kernel;
                        for (int i = 0; i < kernel; i++) {
                            int from = (n * side + p + i) * side + q;
                            for (int j = 0; j < kernel; j++, tap++) {
                                sum += data.w()[tap] * data.x()[from + j];
                                gradient[tap] += data.x()[from + j];
                            }
                        }
                        maps[to++] = sum;
                    }
                }
            }
        }
        return gradient;
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
