package org.cotangent.benchmarks;

import java.util.Arrays;
import java.util.List;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.kernel.ArrayKernels;
import org.cotangent.nn.Losses;
import org.cotangent.program.Program;

/**
 * Times of programs over large arrays beside the same work recorded anew each time and, of nets,
 * beside their matrix products alone, into arrays that are there. Prints a table of the least times
 * of many short turns, in which all are measured side by side.
 */
public final class ArrayProgramTimes {
    private static final int TURNS = 40;
    private static final double SECONDS = 0.05;
    private static final double INFINITY = Double.POSITIVE_INFINITY;
    private static final int BATCH = 64;

    private ArrayProgramTimes() {}

    /** The products of a net's step: of each layer, and backwards two more, of the first one. */
    private static Runnable products(int batch, int... widths) {
        int layers = widths.length - 1;
        double[][] h = new double[widths.length][];
        double[][] g = new double[widths.length][];
        double[][] w = new double[layers][];
        double[][] slopes = new double[layers][];
        for (int l = 0; l <= layers; l++) {
            h[l] = Inputs.uniform(l, batch * widths[l], 1);
            g[l] = Inputs.uniform(10 + l, batch * widths[l], 1);
        }
        for (int l = 0; l < layers; l++) {
            w[l] = Inputs.uniform(20 + l, widths[l] * widths[l + 1], 1);
            slopes[l] = new double[w[l].length];
        }
        ArrayKernels k = ArrayKernels.get();
        return () -> {
            for (int l = 0; l < layers; l++) {
                int p = widths[l];
                int q = widths[l + 1];
                k.matmul(batch, p, q, h[l], 0, p, 1, w[l], 0, q, 1, h[l + 1], 0);
            }
            for (int l = layers - 1; l >= 0; l--) {
                int p = widths[l];
                int q = widths[l + 1];
                k.matmul(p, batch, q, h[l], 0, 1, p, g[l + 1], 0, q, 1, slopes[l], 0);
                if (l > 0) {
                    k.matmul(batch, q, p, g[l + 1], 0, q, 1, w[l], 0, 1, q, g[l], 0);
                }
            }
        };
    }

    private static void row(
            String name, Runnable products, TensorFunction f, boolean gradients, Tensor... at) {
        Program program = gradients ? Program.valueAndGradients(f, at) : Program.of(f, at);
        List<Tensor> fresh = gradients ? valueAndGradients(f, at) : List.of(f.apply(at));
        double[][] x = Arrays.stream(at).map(Tensor::toArray).toArray(double[][]::new);
        double[][] y = fresh.stream().map(t -> new double[t.size()]).toArray(double[][]::new);
        program.run(x, y);
        for (int i = 0; i < y.length; i++) {
            if (!Arrays.equals(y[i], fresh.get(i).toArray())) {
                throw new IllegalStateException(name + ": the program gives other numbers");
            }
        }
        Runnable anew =
                () -> {
                    if (gradients) {
                        valueAndGradients(f, at);
                    } else {
                        f.apply(at);
                    }
                };
        double[] least = {INFINITY, INFINITY, INFINITY};
        Runnable[] all = {() -> program.run(x, y), anew, products == null ? anew : products};
        for (int turn = 0; turn < TURNS; turn++) {
            for (int i = 0; i < all.length; i++) {
                least[i] = Math.min(least[i], Timing.of(all[i], SECONDS).least());
            }
        }
        System.out.printf(
                "| %s | %.1f µs | %.2f | %s |%n",
                name,
                least[0] / 1e3,
                least[0] / least[1],
                products == null ? "" : String.format("%.2f", least[0] / least[2]));
        System.out.print(program.explain());
    }

    private static List<Tensor> valueAndGradients(TensorFunction f, Tensor... at) {
        Differentiate.ValueAndGradients both = Differentiate.valueAndGradients(f, at);
        Tensor[] all = new Tensor[1 + at.length];
        all[0] = both.value();
        for (int i = 0; i < at.length; i++) {
            all[1 + i] = both.gradients().get(i);
        }
        return List.of(all);
    }

    private static void twoLayers() {
        int[] size = {BATCH, 1000, 100, 10};
        Data.TwoLayer data = Data.TwoLayer.of(size);
        Tensor x = Tensor.of(data.x(), size[0], size[1]);
        Tensor y = Tensor.of(data.y(), size[0], size[3]);
        row(
                "two layers, 64x1000x100x10",
                products(size[0], size[1], size[2], size[3]),
                w -> x.matmul(w[0]).sigmoid().matmul(w[1]).sub(y).square().sum(),
                true,
                Tensor.of(data.w1(), size[1], size[2]),
                Tensor.of(data.w2(), size[2], size[3]));
    }

    private static void perceptron() {
        int[] widths = {784, 256, 128, 10};
        Tensor images = Tensor.of(Inputs.uniform(1, BATCH * widths[0], 1), BATCH, widths[0]);
        int[] classes = Inputs.classes(2, BATCH, widths[3]);
        Tensor[] p = new Tensor[6];
        for (int l = 0; l < 3; l++) {
            p[2 * l] = Tensor.of(Data.mlpWeights(widths, l), widths[l], widths[l + 1]);
            p[2 * l + 1] = Tensor.zeros(widths[l + 1]);
        }
        row(
                "perceptron, 64x784x256x128x10",
                products(BATCH, widths),
                w -> {
                    Tensor h = images.matmul(w[0]).add(w[1]).relu();
                    h = h.matmul(w[2]).add(w[3]).relu();
                    return Losses.softmaxCrossEntropy().apply(h.matmul(w[4]).add(w[5]), classes);
                },
                true,
                p);
    }

    /**
     * Prints the table.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        if (arguments.length > 0) {
            throw new IllegalArgumentException("no arguments: " + Arrays.toString(arguments));
        }
        System.out.println(ArrayKernels.chosen());
        System.out.println("| work | program | over recording | over products alone |");
        System.out.println("| --- | ---: | ---: | ---: |");
        twoLayers();
        perceptron();
        Tensor x = Tensor.of(Data.elements("exp", 8192));
        row("exp of 8,192", null, v -> v[0].exp(), false, x);
        row("sigmoid of 8,192", null, v -> v[0].sigmoid(), false, x);
        row("sigmoid of 8,192, sum, gradient", null, v -> v[0].sigmoid().sum(), true, x);
        Tensor million = Tensor.of(Inputs.uniform(1, 1_000_000, 1));
        row(
                "six cheap operations on 1,000,000",
                null,
                v -> v[0].mul(2).add(1).square().sub(v[0]).mul(v[0]).neg(),
                false,
                million);
        row(
                "the same, sum, gradient",
                null,
                v -> v[0].mul(2).add(1).square().sub(v[0]).mul(v[0]).neg().sum(),
                true,
                million);
    }
}
