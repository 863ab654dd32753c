package org.cotangent.benchmarks;

import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cotangent.Activations;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Losses;

/** The cost of a value with its gradient relative to the value alone, unrecorded. */
final class Ratios {
    private static final int LARGE = 1_000_000;
    private static final int BATCH = 128;

    private final double seconds;
    private final Consumer<String> out;

    Ratios(double seconds, Consumer<String> out) {
        this.seconds = seconds;
        this.out = out;
    }

    void print() {
        numbers();
        for (int n : new int[] {1000, LARGE}) {
            elementwise("exp", n, Tensor::exp);
            elementwise("log", n, Tensor::log);
            elementwise("sigmoid", n, Tensor::sigmoid);
            elementwise("tanh", n, Tensor::tanh);
            elementwise("relu", n, Tensor::relu);
            elementwise("mul", n, x -> x.mul(x));
            elementwise("softmax", n, x -> x.softmax(0));
        }
        for (int n : new int[] {32, 512}) {
            String name = "matmul " + n;
            Tensor a = Tensor.of(Inputs.uniform(1, n * n, 1), n, n);
            Tensor b = Tensor.of(Inputs.uniform(2, n * n, 1), n, n);
            row(name + ", sum", x -> x[0].matmul(x[1]).sum(), a, b);
        }
        nets();
        logistic();
        hessian();
    }

    private void numbers() {
        row(
                "product 1",
                x -> x[0].add(x[1]).mul(x[2]),
                Tensor.of(Data.XYZ[0]),
                Tensor.of(Data.XYZ[1]),
                Tensor.of(Data.XYZ[2]));
        for (int n : new int[] {1000, LARGE}) {
            row(
                    "chain " + n,
                    x -> {
                        Tensor v = x[0];
                        for (int i = 0; i < n; i++) {
                            v = i % 2 == 0 ? v.mul(x[1]) : v.add(x[2]);
                        }
                        return v;
                    },
                    Tensor.of(0.5),
                    Tensor.of(Work.CHAIN_W),
                    Tensor.of(Work.CHAIN_B));
        }
        Data.Net net = Data.Net.of(100);
        Tensor[] parameters = new Tensor[net.parameters().length];
        for (int i = 0; i < parameters.length; i++) {
            parameters[i] = Tensor.of(net.parameters()[i]);
        }
        row("scalar-net 100", p -> Ours.netLoss(net, p), parameters);
    }

    private void elementwise(String name, int n, UnaryOperator<Tensor> f) {
        Tensor x = Tensor.of(Data.elements(name, n));
        row(name + " " + n + ", sum", t -> f.apply(t[0]).sum(), x);
    }

    private void nets() {
        int[] size = {64, 1000, 100, 10};
        Data.TwoLayer data = Data.TwoLayer.of(size);
        Tensor x = Tensor.of(data.x(), size[0], size[1]);
        Tensor y = Tensor.of(data.y(), size[0], size[3]);
        row(
                "two-layer 64x1000x100x10",
                w -> x.matmul(w[0]).sigmoid().matmul(w[1]).sub(y).square().sum(),
                Tensor.of(data.w1(), size[1], size[2]),
                Tensor.of(data.w2(), size[2], size[3]));
        int[] widths = {784, 256, 128, 10};
        Tensor images = Tensor.of(Inputs.uniform(1, BATCH * widths[0], 1), BATCH, widths[0]);
        int[] classes = Inputs.classes(2, BATCH, widths[3]);
        Tensor[] p = new Tensor[6];
        for (int l = 0; l < 3; l++) {
            p[2 * l] = Tensor.of(Data.mlpWeights(widths, l), widths[l], widths[l + 1]);
            p[2 * l + 1] = Tensor.zeros(widths[l + 1]);
        }
        row(
                "a batch of mlp-epoch 784x256x128x10",
                w -> {
                    Tensor h = images.matmul(w[0]).add(w[1]).relu();
                    h = h.matmul(w[2]).add(w[3]).relu();
                    return Losses.softmaxCrossEntropy().apply(h.matmul(w[4]).add(w[5]), classes);
                },
                p);
    }

    private void logistic() {
        int[] size = {100_000, 50};
        Data.Logistic data = Data.Logistic.of(size);
        Tensor x = Tensor.of(data.x(), size[0], size[1]);
        Tensor y = Tensor.of(data.y());
        row(
                "logistic 100000x50",
                w -> {
                    Tensor z = x.matmul(w[0]);
                    return Activations.softplus(z).sub(y.mul(z)).mean();
                },
                Tensor.of(data.w()));
    }

    private void hessian() {
        Tensor at = Tensor.of(Data.point(20));
        row("Rosenbrock 20", x -> Ours.rosenbrock(x[0]), at);
        double value = Timing.of(() -> Ours.rosenbrock(at), 2 * seconds).median();
        double all =
                Timing.of(() -> Differentiate.hessian(Ours::rosenbrock, at), 2 * seconds).median();
        line(
                "Rosenbrock 20, Hessian",
                value,
                all,
                Memory.allocated(() -> Ours.rosenbrock(at)),
                Memory.allocated(() -> Differentiate.hessian(Ours::rosenbrock, at)));
    }

    private void row(String name, Function<Tensor[], Tensor> f, Tensor... constants) {
        Tensor[] variables = new Tensor[constants.length];
        for (int i = 0; i < variables.length; i++) {
            variables[i] = constants[i].asVariable();
        }
        Tensor[] kept = new Tensor[1 + variables.length];
        Runnable value = () -> kept[0] = f.apply(constants);
        Runnable both =
                () -> {
                    kept[0] = f.apply(variables);
                    Gradients g = kept[0].backward();
                    for (int i = 0; i < variables.length; i++) {
                        kept[1 + i] = g.of(variables[i]);
                    }
                };
        // in turn, so that both are compiled before either is measured
        Timing.of(value, seconds);
        Timing.of(both, seconds);
        double one = Timing.of(value, seconds).median();
        double two = Timing.of(both, seconds).median();
        line(name, one, two, bytes(value), bytes(both));
    }

    private static long bytes(Runnable work) {
        return Memory.allocated(
                () -> {
                    work.run();
                    return work;
                });
    }

    private void line(String name, double value, double both, long bytes, long bytesOfBoth) {
        out.accept(
                String.format(
                        Locale.ROOT,
                        "| %s | %s | %s | %s | %d | %d |%n",
                        name,
                        Report.duration(value),
                        Report.duration(both),
                        Report.ratio(both / value),
                        bytes,
                        bytesOfBoth));
    }
}
