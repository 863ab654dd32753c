package org.cotangent.benchmarks;

import java.lang.reflect.InvocationTargetException;
import java.util.SplittableRandom;
import org.cotangent.Activations;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Images;
import org.cotangent.Tensor;
import org.cotangent.Window;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.optim.Sgd;
import org.cotangent.nn.train.Dataset;

/** This library, used as its samples use it. */
final class Ours implements Contender {
    @Override
    public String name() {
        return "ours";
    }

    @Override
    public String description() {
        try {
            // by name, so that this also runs on versions before there was such a class
            Object kernels =
                    Class.forName("org.cotangent.Kernels").getMethod("description").invoke(null);
            return "Cotangent, " + kernels;
        } catch (ClassNotFoundException
                | NoSuchMethodException
                | IllegalAccessException
                | InvocationTargetException e) {
            return "Cotangent";
        }
    }

    @Override
    public Job job(String work, int[] size) {
        switch (work) {
            case "product":
                return product();
            case "chain":
                return chain(size[0]);
            case "scalar-net":
                return scalarNet(size[0]);
            case "two-layer":
                return new TwoLayer(size);
            case "mlp-epoch":
                return new Perceptron(size);
            case "convolution":
                return convolution(size);
            case "logistic":
                return logistic(size);
            case "lstm":
                return new Lstm(size);
            case "hessian":
                Tensor at = Tensor.of(Data.point(size[0]));
                return Jobs.of(() -> Differentiate.hessian(Ours::rosenbrock, at), Tensor::toArray);
            default:
                Job products = Products.job(work, size, Ours::product);
                return products == null ? KernelJobs.job(work, size[0]) : products;
        }
    }

    /** The transposed forms as they come up: in the backward pass of a product. */
    static Job product(Products.Form form, int m, int k, int n, double[] a, double[] b) {
        switch (form) {
            case NN:
                Tensor left = Tensor.of(a, m, k);
                Tensor right = Tensor.of(b, k, n);
                return Jobs.of(() -> left.matmul(right), Tensor::toArray);
            case TN:
                Tensor weights = Tensor.zeros(k, n).asVariable();
                return adjoint(Tensor.of(a, m, k).matmul(weights), weights, Tensor.of(b, m, n));
            default:
                Tensor inputs = Tensor.zeros(m, k).asVariable();
                return adjoint(inputs.matmul(Tensor.of(b, k, n)), inputs, Tensor.of(a, m, n));
        }
    }

    private static Job adjoint(Tensor product, Tensor by, Tensor seed) {
        return Jobs.of(() -> product.backward(seed).of(by), Tensor::toArray);
    }

    private static Job product() {
        return Jobs.of(
                () -> {
                    Tensor x = Tensor.variable(Data.XYZ[0]);
                    Tensor y = Tensor.variable(Data.XYZ[1]);
                    Tensor z = Tensor.variable(Data.XYZ[2]);
                    return valueAndGradient(x.add(y).mul(z), x, y, z);
                });
    }

    private static double[] valueAndGradient(Tensor result, Tensor... by) {
        Gradients g = result.backward();
        double[] numbers = new double[1 + by.length];
        numbers[0] = result.value();
        for (int i = 0; i < by.length; i++) {
            numbers[1 + i] = g.of(by[i]).value();
        }
        return numbers;
    }

    static Job chain(int n) {
        return Jobs.of(
                () -> {
                    Tensor first = Tensor.variable(0.5);
                    Tensor w = Tensor.variable(Work.CHAIN_W);
                    Tensor b = Tensor.variable(Work.CHAIN_B);
                    Tensor v = first;
                    for (int i = 0; i < n; i++) {
                        v = i % 2 == 0 ? v.mul(w) : v.add(b);
                    }
                    return valueAndGradient(v, first, w, b);
                });
    }

    static Job scalarNet(int samples) {
        Data.Net data = Data.Net.of(samples);
        return Jobs.of(
                () -> {
                    Tensor[] p = variables(data.parameters());
                    return valueAndGradient(netLoss(data, p), p);
                });
    }

    private static Tensor[] variables(double[] numbers) {
        Tensor[] p = new Tensor[numbers.length];
        for (int i = 0; i < p.length; i++) {
            p[i] = Tensor.variable(numbers[i]);
        }
        return p;
    }

    /** The loss of the net of single numbers, every number a node. */
    static Tensor netLoss(Data.Net data, Tensor[] p) {
        int samples = data.y().length;
        Tensor loss = Tensor.of(0);
        for (int s = 0; s < samples; s++) {
            Tensor[] h = {Tensor.of(data.x()[2 * s]), Tensor.of(data.x()[2 * s + 1])};
            int at = 0;
            for (int l = 1; l < Data.NET.length; l++) {
                Tensor[] next = new Tensor[Data.NET[l]];
                for (int j = 0; j < next.length; j++) {
                    Tensor z = p[at + h.length];
                    for (Tensor input : h) {
                        z = z.add(p[at++].mul(input));
                    }
                    at++;
                    next[j] = l < Data.NET.length - 1 ? z.relu() : z;
                }
                h = next;
            }
            loss = loss.add(h[0].sub(data.y()[s]).square());
        }
        return loss.mul(1.0 / samples);
    }

    private static final class TwoLayer implements Job {
        private final int[] size;
        private final Data.TwoLayer data;
        private final Tensor x;
        private final Tensor y;
        private Tensor w1;
        private Tensor w2;

        TwoLayer(int[] size) {
            this.size = size;
            data = Data.TwoLayer.of(size);
            x = Tensor.of(data.x(), size[0], size[1]);
            y = Tensor.of(data.y(), size[0], size[3]);
            reset();
        }

        private void reset() {
            w1 = Tensor.variable(data.w1(), size[1], size[2]);
            w2 = Tensor.variable(data.w2(), size[2], size[3]);
        }

        @Override
        public void run() {
            Tensor loss = x.matmul(w1).sigmoid().matmul(w2).sub(y).square().sum();
            Gradients g = loss.backward();
            w1 = w1.axpy(-Work.RATE, g.of(w1)).asVariable();
            w2 = w2.axpy(-Work.RATE, g.of(w2)).asVariable();
        }

        @Override
        public double[] result() {
            reset();
            run();
            return Jobs.join(w1.toArray(), w2.toArray());
        }
    }

    /** How many images a batch of the perceptron has. */
    static final int BATCH = 128;

    /** All the images and classes that the batches of a perceptron are taken from. */
    static Dataset<Tensor, int[]> images(int[] widths) {
        int pixels = widths[0];
        return Dataset.ofClasses(
                Tensor.of(Data.mlpInputs(pixels), Work.MLP_ROWS, pixels),
                Data.mlpClasses(widths[widths.length - 1]));
    }

    /** A perceptron before its first step. */
    static Mlp perceptron(int[] widths) {
        Mlp model = Mlp.of(widths).build(new SplittableRandom(1));
        reset(model, widths);
        return model;
    }

    private static void reset(Mlp model, int[] widths) {
        for (int l = 0; l < widths.length - 1; l++) {
            Parameter weight = model.parameters().get(2 * l);
            Parameter bias = model.parameters().get(2 * l + 1);
            weight.set(Tensor.of(Data.mlpWeights(widths, l), widths[l], widths[l + 1]));
            bias.set(Tensor.zeros(widths[l + 1]));
        }
    }

    /** All parameters of a model. */
    static double[] numbers(Mlp model) {
        return Jobs.join(
                model.parameters().stream()
                        .map(parameter -> parameter.value().toArray())
                        .toArray(double[][]::new));
    }

    private static final class Perceptron implements Job {
        private final int[] widths;
        private final Mlp model;
        private final Sgd sgd = new Sgd(Work.MLP_RATE);
        private final Dataset<Tensor, int[]> data;
        private int step;

        Perceptron(int[] widths) {
            this.widths = widths;
            model = perceptron(widths);
            data = images(widths);
        }

        @Override
        public void run() {
            Dataset<Tensor, int[]> batch = data.select(Inputs.rows(step++, BATCH, Work.MLP_ROWS));
            Tensor loss =
                    Losses.softmaxCrossEntropy()
                            .apply(model.apply(batch.inputs()), batch.targets());
            sgd.step(model.parameters(), loss.backward());
        }

        @Override
        public double[] result() {
            reset(model, widths);
            step = 0;
            run();
            run();
            return numbers(model);
        }
    }

    private static Job convolution(int[] size) {
        Data.Convolution data = Data.Convolution.of(size);
        int places = size[1] - size[3] + 1;
        Tensor x = Tensor.of(data.x(), size[0], 1, size[1], size[1]);
        Tensor ones = Tensor.ones(size[0], size[2], places, places);
        return Jobs.of(
                () -> {
                    Tensor w = Tensor.variable(data.w(), size[2], 1, size[3], size[3]);
                    return Images.convolution(x, w, Window.plain(), 1).backward(ones).of(w);
                },
                Tensor::toArray);
    }

    private static Job logistic(int[] size) {
        Data.Logistic data = Data.Logistic.of(size);
        Tensor x = Tensor.of(data.x(), size[0], size[1]);
        Tensor y = Tensor.of(data.y());
        return Jobs.of(
                () -> {
                    Tensor w = Tensor.variable(data.w());
                    Tensor z = x.matmul(w);
                    Tensor loss = Activations.softplus(z).sub(y.mul(z)).mean();
                    double[] gradient = loss.backward().of(w).toArray();
                    return Jobs.join(new double[] {loss.value()}, gradient);
                });
    }

    /** The sum of 100 (x' - x^2)^2 + (1 - x)^2, where x' follows x. */
    static Tensor rosenbrock(Tensor x) {
        int n = x.size();
        Tensor head = x.slice(0, 0, n - 1);
        Tensor tail = x.slice(0, 1, n);
        return tail.sub(head.square()).square().mul(100).add(head.sub(1).square()).sum();
    }
}
