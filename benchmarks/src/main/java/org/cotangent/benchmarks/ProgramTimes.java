package org.cotangent.benchmarks;

import java.util.Arrays;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.program.Program;

/**
 * Times of values with gradients: recorded anew each time, as a program, and as a program over
 * rows, beside the value alone in plain Java. Prints a table.
 */
public final class ProgramTimes {
    private static final double SECONDS = 2;
    private static final int POINTS = 4096;
    private static final int[] LAYERS = {2, 16, 16, 1};

    private ProgramTimes() {}

    private static Tensor rosenbrock(Tensor... x) {
        Tensor sum = Tensor.of(0);
        for (int i = 0; i + 1 < x[0].size(); i++) {
            Tensor a = x[0].at(i);
            Tensor b = x[0].at(i + 1);
            sum = sum.add(a.rsub(1).square()).add(b.sub(a.square()).square().mul(100));
        }
        return sum;
    }

    private static double rosenbrock(double[] x) {
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            double a = 1 - x[i];
            double b = x[i + 1] - x[i] * x[i];
            sum = sum + a * a + b * b * 100;
        }
        return sum;
    }

    /** The square of the output of a net in which every number is a node. */
    private static Tensor net(Tensor... x) {
        Tensor[] in = {x[0].at(0), x[0].at(1)};
        int at = 2;
        for (int layer = 1; layer < LAYERS.length; layer++) {
            Tensor[] out = new Tensor[LAYERS[layer]];
            for (int j = 0; j < out.length; j++) {
                Tensor sum = x[0].at(at++);
                for (Tensor each : in) {
                    sum = sum.add(x[0].at(at++).mul(each));
                }
                out[j] = layer + 1 < LAYERS.length ? sum.tanh() : sum;
            }
            in = out;
        }
        return in[0].square();
    }

    private static double net(double[] x) {
        double[] in = {x[0], x[1]};
        int at = 2;
        for (int layer = 1; layer < LAYERS.length; layer++) {
            double[] out = new double[LAYERS[layer]];
            for (int j = 0; j < out.length; j++) {
                double sum = x[at++];
                for (double each : in) {
                    sum += x[at++] * each;
                }
                out[j] = layer + 1 < LAYERS.length ? Math.tanh(sum) : sum;
            }
            in = out;
        }
        return in[0] * in[0];
    }

    private static int weights() {
        int count = 2;
        for (int layer = 1; layer < LAYERS.length; layer++) {
            count += LAYERS[layer] * (LAYERS[layer - 1] + 1);
        }
        return count;
    }

    private static double sink;

    private static void row(
            String name, int n, TensorFunction f, ToDoubleFunction<double[]> byHand) {
        double[] x = new Random(1).doubles(n, -1, 1).toArray();
        Tensor at = Tensor.of(x);
        long start = System.nanoTime();
        Program program = Program.valueAndGradients(f, at);
        double made = (System.nanoTime() - start) / 1e6;
        double[] y = new double[program.results()];
        program.run(x, y);
        if (y[0] != Differentiate.valueAndGradients(f, at).value().value()) {
            throw new IllegalStateException(name + ": the program gives another value");
        }
        double[] points = new Random(2).doubles((long) n * POINTS, -1, 1).toArray();
        double[] results = new double[y.length * POINTS];
        double hand = Timing.of(() -> sink += byHand.applyAsDouble(x), SECONDS).median();
        double recorded = Timing.of(() -> Differentiate.valueAndGradients(f, at), SECONDS).median();
        double once = Timing.of(() -> program.run(x, y), SECONDS).median();
        double rows =
                Timing.of(() -> program.rows(POINTS, points, results), SECONDS).median() / POINTS;
        System.out.printf(
                "| %s | %.0f ns | %.0f | %.1f | %.1f | %.0f ms |%n",
                name, hand, recorded / hand, once / hand, rows / hand, made);
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
        System.out.println(
                "| value and gradient over the value in plain Java | the value | recorded anew |"
                        + " program | in rows | made in |");
        System.out.println("| --- | ---: | ---: | ---: | ---: | ---: |");
        row("Rosenbrock of 20", 20, ProgramTimes::rosenbrock, ProgramTimes::rosenbrock);
        row("net of numbers 2-16-16-1", weights(), ProgramTimes::net, ProgramTimes::net);
    }
}
