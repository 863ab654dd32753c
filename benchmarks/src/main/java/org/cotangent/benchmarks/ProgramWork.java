package org.cotangent.benchmarks;

// Longer than 400 lines: one work after the other, each with its value by hand.

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.benchmarks.gradbench.Ba;
import org.cotangent.benchmarks.gradbench.Form;
import org.cotangent.benchmarks.gradbench.Problem;
import org.cotangent.program.Batch;
import org.cotangent.program.Program;
import org.hipparchus.analysis.differentiation.Gradient;

/** The work that programs are measured by. */
final class ProgramWork {
    private static final int ROSENBROCK = 20;
    private static final int SAMPLES = 100;
    private static final int ELEMENTS = 8192;
    private static final int[] STEP = {64, 1000, 100, 10};
    private static final int POINTS = 37;
    private static final int PARAMETERS = 7;

    private static double sink;

    private ProgramWork() {}

    // ---- GradBench

    static Contest of(Problem problem) {
        return new Contest(
                () -> sink += problem.byHand()[0],
                problem.derivative(Form.TENSORS),
                problem.derivative(Form.PROGRAMS),
                null,
                0);
    }

    static Contest bundleAdjustment() {
        Ba problem = Ba.random(49, 7776, 31843);
        return new Contest(
                () -> sink += problem.byHand()[0],
                problem.derivative(Form.TENSORS),
                problem.oneByOne(),
                problem.derivative(Form.PROGRAMS),
                0);
    }

    // ---- a net in which every number is a node

    static Contest net() {
        Data.Net data = Data.Net.of(SAMPLES);
        double[] p = data.parameters();
        Program ofOne =
                Program.ofSeveral(
                        x -> {
                            var both = Differentiate.valueAndGradient(w -> loss(w, x[1]), x[0]);
                            return List.of(both.value(), both.gradient());
                        },
                        Tensor.of(p),
                        Tensor.zeros(3));
        RowSums sums = new RowSums(ofOne, p.length);
        double[] samples = new double[3 * SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            samples[3 * i] = data.x()[2 * i];
            samples[3 * i + 1] = data.x()[2 * i + 1];
            samples[3 * i + 2] = data.y()[i];
        }
        Job recorded = Ours.scalarNet(SAMPLES);
        return new Contest(
                () -> sink += lossByHand(p, samples),
                recorded::result,
                () -> mean(sums.oneByOne(p, samples)),
                () -> mean(sums.of(p, samples)),
                (double) SAMPLES * netOperations());
    }

    private static double[] mean(double[] sums) {
        for (int i = 0; i < sums.length; i++) {
            sums[i] /= SAMPLES;
        }
        return sums;
    }

    /** The squared error of a sample: two inputs and what should come out. */
    private static Tensor loss(Tensor w, Tensor sample) {
        Tensor[] h = {sample.at(0), sample.at(1)};
        int at = 0;
        for (int l = 1; l < Data.NET.length; l++) {
            Tensor[] next = new Tensor[Data.NET[l]];
            for (int j = 0; j < next.length; j++) {
                Tensor z = w.at(at + h.length);
                for (Tensor input : h) {
                    z = z.add(w.at(at++).mul(input));
                }
                at++;
                next[j] = l < Data.NET.length - 1 ? z.relu() : z;
            }
            h = next;
        }
        return h[0].sub(sample.at(2)).square();
    }

    private static double lossByHand(double[] w, double[] samples) {
        double sum = 0;
        double[][] h = new double[Data.NET.length][];
        Arrays.setAll(h, l -> new double[Data.NET[l]]);
        for (int s = 0; s < samples.length; s += 3) {
            h[0][0] = samples[s];
            h[0][1] = samples[s + 1];
            int at = 0;
            for (int l = 1; l < h.length; l++) {
                for (int j = 0; j < h[l].length; j++) {
                    double z = w[at + h[l - 1].length];
                    for (double input : h[l - 1]) {
                        z += w[at++] * input;
                    }
                    at++;
                    h[l][j] = l < h.length - 1 ? Math.max(z, 0) : z;
                }
            }
            double error = h[h.length - 1][0] - samples[s + 2];
            sum += error * error;
        }
        return sum;
    }

    /** Operations of a sample: products, sums, activations, the squared error. */
    private static int netOperations() {
        int count = 2;
        for (int l = 1; l < Data.NET.length; l++) {
            boolean last = l == Data.NET.length - 1;
            count += Data.NET[l] * (2 * Data.NET[l - 1] + (last ? 0 : 1));
        }
        return count;
    }

    // ---- Rosenbrock

    static Contest rosenbrock() {
        Tensor at = point();
        return ofFunction(
                Program.valueAndGradients(x -> rosenbrock(x[0]), at),
                at,
                () -> {
                    var both = Differentiate.valueAndGradient(ProgramWork::rosenbrock, at);
                    return List.of(both.value(), both.gradient());
                });
    }

    static Contest rosenbrockHessian() {
        Tensor at = point();
        UnaryOperator<Tensor> hessian = Differentiate.hessian(ProgramWork::rosenbrock);
        return ofFunction(
                Program.hessian(x -> rosenbrock(x[0]), at), at, () -> List.of(hessian.apply(at)));
    }

    private static Tensor point() {
        return Tensor.of(new Random(1).doubles(ROSENBROCK, -1, 1).toArray());
    }

    private static Contest ofFunction(Program program, Tensor at, Supplier<List<Tensor>> anew) {
        int rows = 1024;
        double[] x = at.toArray();
        double[] y = new double[program.results()];
        double[] points = new double[rows * x.length];
        Arrays.setAll(points, i -> x[i % x.length]);
        double[] results = new double[rows * y.length];
        int operations = 8 * (x.length - 1);
        // 1024 points a run, so that all ways are measured by the same work
        return new Contest(
                () -> {
                    for (int i = 0; i < rows; i++) {
                        sink += rosenbrockByHand(x);
                    }
                },
                () -> {
                    List<Tensor> parts = anew.get();
                    for (int i = 1; i < rows; i++) {
                        parts = anew.get();
                    }
                    return Jobs.join(parts.stream().map(Tensor::toArray).toArray(double[][]::new));
                },
                () -> {
                    for (int i = 0; i < rows; i++) {
                        program.run(x, y);
                    }
                    return y;
                },
                () -> {
                    program.rows(rows, points, results);
                    return Arrays.copyOf(results, y.length);
                },
                (double) rows * operations);
    }

    private static Tensor rosenbrock(Tensor x) {
        Tensor sum = Tensor.of(0);
        for (int i = 0; i + 1 < x.size(); i++) {
            Tensor a = x.at(i);
            Tensor b = x.at(i + 1);
            sum = sum.add(a.rsub(1).square()).add(b.sub(a.square()).square().mul(100));
        }
        return sum;
    }

    private static double rosenbrockByHand(double[] x) {
        double sum = 0;
        for (int i = 0; i + 1 < x.length; i++) {
            double a = 1 - x[i];
            double b = x[i + 1] - x[i] * x[i];
            sum = sum + a * a + b * b * 100;
        }
        return sum;
    }

    // ---- Thurber's rational function

    /** Value and Jacobian over Hipparchus' forward derivatives. */
    static Contest thurber() {
        double[] t = new double[POINTS];
        Arrays.setAll(t, i -> -3.067 + i * (2.2 + 3.067) / (POINTS - 1));
        Tensor at = Tensor.of(t);
        double[] b = {1288, 1491, 583, 75, 0.97, 0.4, 0.05};
        Tensor parameters = Tensor.of(b);
        Program all = Program.valueAndJacobian(x -> thurber(x[0], at), parameters);
        Program ofOne =
                Program.ofSeveral(x -> valueAndJacobian(x[0], x[1]), parameters, Tensor.of(0));
        double[] y = new double[all.results()];
        Batch rows = ofOne.batch().shared(0);
        double[] results = new double[POINTS * (PARAMETERS + 1)];
        return new Contest(
                () -> sink += hipparchus(b, t)[0],
                () -> numbers(valueAndJacobian(parameters, at)),
                () -> {
                    all.run(b, y);
                    return y;
                },
                () -> {
                    rows.run(POINTS, b, t, results, new double[0]);
                    return valuesFirst(results);
                },
                0);
    }

    /** Values of all points and then the rows of the Jacobian, from each value with its row. */
    private static double[] valuesFirst(double[] results) {
        double[] all = new double[results.length];
        for (int i = 0; i < POINTS; i++) {
            all[i] = results[i * (PARAMETERS + 1)];
            System.arraycopy(
                    results, i * (PARAMETERS + 1) + 1, all, POINTS + i * PARAMETERS, PARAMETERS);
        }
        return all;
    }

    private static Tensor thurber(Tensor b, Tensor t) {
        Tensor above = polynomial(t, b.at(0), b.at(1), b.at(2), b.at(3));
        return above.div(polynomial(t, Tensor.of(1), b.at(4), b.at(5), b.at(6)));
    }

    private static Tensor polynomial(Tensor t, Tensor... c) {
        return c[3].mul(t).add(c[2]).mul(t).add(c[1]).mul(t).add(c[0]);
    }

    private static List<Tensor> valueAndJacobian(Tensor b, Tensor t) {
        var both = Differentiate.valueAndJacobian(p -> thurber(p, t), b);
        return List.of(both.value(), both.jacobian());
    }

    private static double[] hipparchus(double[] b, double[] t) {
        Gradient[] p = new Gradient[b.length];
        Arrays.setAll(p, i -> Gradient.variable(b.length, i, b[i]));
        double[] all = new double[t.length * (b.length + 1)];
        for (int i = 0; i < t.length; i++) {
            double x = t[i];
            Gradient above = p[3].multiply(x).add(p[2]).multiply(x).add(p[1]).multiply(x).add(p[0]);
            Gradient below = p[6].multiply(x).add(p[5]).multiply(x).add(p[4]).multiply(x).add(1);
            Gradient y = above.divide(below);
            all[i] = y.getValue();
            for (int j = 0; j < b.length; j++) {
                all[t.length + i * b.length + j] = y.getPartialDerivative(j);
            }
        }
        return all;
    }

    static double[] hipparchusJacobian() {
        double[] t = new double[POINTS];
        Arrays.setAll(t, i -> -3.067 + i * (2.2 + 3.067) / (POINTS - 1));
        return hipparchus(new double[] {1288, 1491, 583, 75, 0.97, 0.4, 0.05}, t);
    }

    // ---- arrays

    /** A training step over its products alone. */
    static Contest twoLayer() {
        Data.TwoLayer data = Data.TwoLayer.of(STEP);
        Tensor w1 = Tensor.of(data.w1(), STEP[1], STEP[2]);
        Tensor w2 = Tensor.of(data.w2(), STEP[2], STEP[3]);
        Tensor x = Tensor.of(data.x(), STEP[0], STEP[1]);
        Tensor y = Tensor.of(data.y(), STEP[0], STEP[3]);
        Program step =
                Program.ofSeveral(
                        in -> {
                            List<Tensor> g =
                                    Differentiate.gradients(
                                            w ->
                                                    in[2].matmul(w[0])
                                                            .sigmoid()
                                                            .matmul(w[1])
                                                            .sub(in[3])
                                                            .square()
                                                            .sum(),
                                            in[0],
                                            in[1]);
                            return List.of(
                                    in[0].axpy(-Work.RATE, g.get(0)),
                                    in[1].axpy(-Work.RATE, g.get(1)));
                        },
                        w1,
                        w2,
                        x,
                        y);
        double[][] in = {data.w1().clone(), data.w2().clone(), data.x(), data.y()};
        double[][] weights = {in[0], in[1]};
        step.run(in, weights);
        double[] first = Jobs.join(weights);
        Job products = new Ours().job("two-layer-products", STEP);
        Job recorded = new Ours().job("two-layer", STEP);
        double[] expected = recorded.result();
        return new Contest(
                products::run,
                () -> {
                    recorded.run();
                    return expected;
                },
                () -> {
                    step.run(in, weights);
                    return first;
                },
                null,
                0);
    }

    /** A function of 8,192 numbers into an array, over the engine's own result. */
    static Contest elementwise(UnaryOperator<Tensor> f) {
        double[] x = new Random(1).doubles(ELEMENTS, -2, 2).toArray();
        double[] y = new double[ELEMENTS];
        Tensor at = Tensor.of(x);
        Program program = Program.of(in -> f.apply(in[0]), at);
        return new Contest(
                () -> sink += f.apply(at).size(),
                null,
                () -> {
                    program.run(x, y);
                    return y;
                },
                null,
                0);
    }

    private static double[] numbers(List<Tensor> parts) {
        return Jobs.join(parts.stream().map(Tensor::toArray).toArray(double[][]::new));
    }

    // ---- the first runs

    /**
     * How the first run of a program compares with later ones, and after how many runs making it
     * has paid.
     *
     * @param clock nanoseconds
     * @return lines
     */
    static List<String> firstRuns(LongSupplier clock) {
        Tensor at = Tensor.of(Data.Net.of(1).parameters());
        Tensor sample = Tensor.of(new double[] {0.1, 0.2, 0.3});
        double[] x = Jobs.join(at.toArray(), sample.toArray());
        List<String> lines = new ArrayList<>();
        for (String when : List.of("first of the process", "later one")) {
            long start = clock.getAsLong();
            Program program = Program.valueAndGradients(in -> loss(in[0], in[1]), at, sample);
            double made = clock.getAsLong() - start;
            double[] y = new double[program.results()];
            start = clock.getAsLong();
            program.run(x, y);
            double first = clock.getAsLong() - start;
            double[] early = new double[50];
            for (int i = 0; i < early.length; i++) {
                start = clock.getAsLong();
                program.run(x, y);
                early[i] = clock.getAsLong() - start;
            }
            double then = Arrays.stream(early).sum() / early.length;
            double[] recordings = new double[50];
            for (int i = 0; i < recordings.length; i++) {
                start = clock.getAsLong();
                sink +=
                        Differentiate.valueAndGradients(in -> loss(in[0], in[1]), at, sample)
                                .value()
                                .value();
                recordings[i] = clock.getAsLong() - start;
            }
            double anew = Arrays.stream(recordings).sum() / recordings.length;
            double steady = Timing.of(() -> program.run(x, y), 1, clock).median();
            lines.add(
                    String.format(
                            "net of numbers, %s: made in %.1f ms, first run %.1f us, of its first 50"
                                    + " %.1f us, later %.2f us; recorded anew %.0f us: ahead after %.0f"
                                    + " runs; first over later %.1f",
                            when,
                            made / 1e6,
                            first / 1e3,
                            then / 1e3,
                            steady / 1e3,
                            anew / 1e3,
                            Math.ceil(made / Math.max(anew - then, 1)),
                            first / steady));
        }
        return lines;
    }
}
