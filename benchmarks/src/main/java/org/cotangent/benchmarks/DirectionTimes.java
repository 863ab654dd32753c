package org.cotangent.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.program.Batch;
import org.cotangent.program.Program;

/**
 * Times of programs with many derivatives, beside the value in plain Java: Jacobians and Hessians
 * at one point and in rows, gradients summed over samples. Prints a table.
 */
public final class DirectionTimes {
    private static final double SECONDS = 2;
    private static final int POINTS = 4096;
    private static final int SAMPLES = 100;
    private static final int[] LAYERS = {2, 16, 16, 1};

    private static double sink;

    private DirectionTimes() {}

    // ---- Thurber's model, 7 parameters at 37 places

    private static final double[] PLACES = new Random(1).doubles(37, -3, 2.2).toArray();

    private static Tensor thurber(Tensor... x) {
        Tensor t = Tensor.of(PLACES);
        Tensor b = x[0];
        Tensor above = b.at(0).add(b.at(1).mul(t)).add(b.at(2).mul(t.square()));
        Tensor below = b.at(4).mul(t).add(b.at(5).mul(t.square())).add(b.at(6).mul(t.pow(3)));
        return above.add(b.at(3).mul(t.pow(3))).div(below.add(1));
    }

    private static double thurber(double[] b) {
        double sum = 0;
        for (double t : PLACES) {
            double above = b[0] + b[1] * t + b[2] * (t * t) + b[3] * (t * t * t);
            sum += above / (b[4] * t + b[5] * (t * t) + b[6] * (t * t * t) + 1);
        }
        return sum;
    }

    // ---- the projection of a point by a camera, as in bundle adjustment: 2 errors of 15 numbers

    private static Tensor cross(Tensor p, Tensor q) {
        return Tensor.stack(
                0,
                p.at(1).mul(q.at(2)).sub(p.at(2).mul(q.at(1))),
                p.at(2).mul(q.at(0)).sub(p.at(0).mul(q.at(2))),
                p.at(0).mul(q.at(1)).sub(p.at(1).mul(q.at(0))));
    }

    /** Rotation 3, center 3, focal length, principal point 2, distortion 2; point 3, weight. */
    private static Tensor projection(Tensor... x) {
        Tensor c = x[0];
        Tensor turn = c.slice(0, 0, 3);
        Tensor from = c.slice(0, 11, 14).sub(c.slice(0, 3, 6));
        Tensor square = turn.square().sum();
        Tensor angle = square.sqrt();
        Tensor axis = turn.div(angle);
        Tensor cos = angle.cos();
        Tensor part = axis.mul(from).sum().mul(cos.rsub(1));
        Tensor at = from.mul(cos).add(cross(axis, from).mul(angle.sin())).add(axis.mul(part));
        Tensor u = at.at(0).div(at.at(2));
        Tensor v = at.at(1).div(at.at(2));
        Tensor r = u.square().add(v.square());
        Tensor bent = r.mul(c.at(9)).add(r.square().mul(c.at(10))).add(1).mul(c.at(6));
        Tensor w = c.at(14);
        return Tensor.stack(
                0,
                u.mul(bent).add(c.at(7)).sub(0.3).mul(w),
                v.mul(bent).add(c.at(8)).sub(0.2).mul(w));
    }

    private static double projection(double[] c) {
        double angle = Math.sqrt(c[0] * c[0] + c[1] * c[1] + c[2] * c[2]);
        double k0 = c[0] / angle;
        double k1 = c[1] / angle;
        double k2 = c[2] / angle;
        double x = c[11] - c[3];
        double y = c[12] - c[4];
        double z = c[13] - c[5];
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        double part = (k0 * x + k1 * y + k2 * z) * (1 - cos);
        double p = x * cos + (k1 * z - k2 * y) * sin + k0 * part;
        double q = y * cos + (k2 * x - k0 * z) * sin + k1 * part;
        double r = z * cos + (k0 * y - k1 * x) * sin + k2 * part;
        double u = p / r;
        double v = q / r;
        double s = u * u + v * v;
        double bent = (1 + s * c[9] + s * s * c[10]) * c[6];
        return (u * bent + c[7] - 0.3) * c[14] + (v * bent + c[8] - 0.2) * c[14];
    }

    // ---- Rosenbrock's function of 20 numbers

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

    // ---- losses of samples, summed

    /** A net in which every number is a node: the squared error of a sample and its gradient. */
    private static List<Tensor> net(Tensor... x) {
        Tensor[] in = {x[1].at(0), x[1].at(1)};
        int at = 0;
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
        return withGradient(in[0].sub(x[1].at(2)).square(), x[0]);
    }

    private static double net(double[] w, double[] x, int from) {
        double[] in = {x[from], x[from + 1]};
        int at = 0;
        for (int layer = 1; layer < LAYERS.length; layer++) {
            double[] out = new double[LAYERS[layer]];
            for (int j = 0; j < out.length; j++) {
                double sum = w[at++];
                for (double each : in) {
                    sum += w[at++] * each;
                }
                out[j] = layer + 1 < LAYERS.length ? Math.tanh(sum) : sum;
            }
            in = out;
        }
        double error = in[0] - x[from + 2];
        return error * error;
    }

    private static int weights() {
        int count = 0;
        for (int layer = 1; layer < LAYERS.length; layer++) {
            count += LAYERS[layer] * (LAYERS[layer - 1] + 1);
        }
        return count;
    }

    /** The squared error of a Fourier series at a place. */
    private static List<Tensor> series(Tensor... x) {
        Tensor t = x[1].at(0);
        Tensor sum = x[0].at(0);
        for (int k = 1; k < x[0].size(); k++) {
            Tensor each = t.mul(k);
            sum = sum.add(x[0].at(k).mul(k % 2 == 0 ? each.cos() : each.sin()));
        }
        return withGradient(sum.sub(x[1].at(1)).square(), x[0]);
    }

    private static double series(double[] w, double[] x, int from) {
        double sum = w[0];
        for (int k = 1; k < w.length; k++) {
            double each = x[from] * k;
            sum += w[k] * (k % 2 == 0 ? Math.cos(each) : Math.sin(each));
        }
        return (sum - x[from + 1]) * (sum - x[from + 1]);
    }

    private static List<Tensor> withGradient(Tensor loss, Tensor w) {
        Gradients g = Backward.of(loss).wrt(w).recorded().run();
        return new ArrayList<>(List.of(loss, g.of(w)));
    }

    // ---- times

    private interface Value {
        double at(double[] x);
    }

    private interface Loss {
        double of(double[] w, double[] x, int from);
    }

    private static void row(String name, Program p, double[] x, Value byHand) {
        double[] y = new double[p.results()];
        double hand = Timing.of(() -> sink += byHand.at(x), SECONDS).median();
        double once = Timing.of(() -> p.run(x, y), 2 * SECONDS).median();
        double[] points = new double[x.length * POINTS];
        Random random = new Random(2);
        Arrays.setAll(points, i -> x[i % x.length] * (1 + 0.01 * random.nextDouble()));
        double[] results = new double[y.length * POINTS];
        double rows = Timing.of(() -> p.rows(POINTS, points, results), SECONDS).median() / POINTS;
        print(name, hand, once, rows);
    }

    private static void print(String name, double hand, double once, double rows) {
        System.out.printf(
                "| %s | %.0f ns | %s | %.2f |%n",
                name, hand, once > 0 ? String.format("%.2f", once / hand) : "", rows / hand);
    }

    private static void summed(String name, Program p, double[] w, int each, Loss byHand) {
        double[] x = new Random(3).doubles((long) SAMPLES * each, -1, 1).toArray();
        Batch batch = p.batch().shared(0).summed(0, 1);
        double[] none = new double[0];
        double[] sums = new double[1 + w.length];
        double hand =
                Timing.of(
                                () -> {
                                    for (int i = 0; i < SAMPLES; i++) {
                                        sink += byHand.of(w, x, i * each);
                                    }
                                },
                                SECONDS)
                        .median();
        double rows = Timing.of(() -> batch.run(SAMPLES, w, x, none, sums), SECONDS).median();
        print(name, hand / SAMPLES, 0, rows / SAMPLES);
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
                "| derivatives over the value in plain Java | the value | program | in rows |");
        System.out.println("| --- | ---: | ---: | ---: |");
        double[] b = {1288.14, 1491.08, 583.238, 75.4167, .966295, .397973, .0497273};
        TensorFunction model = DirectionTimes::thurber;
        Program j = Program.valueAndJacobian(model, Tensor.of(b));
        row("Thurber's model, 37 x 7 Jacobian", j, b, DirectionTimes::thurber);
        double[] camera = {.1, .2, .3, 1, 2, 3, 1.5, .01, .02, .1, .01, 2, 3, 9, .8};
        Program ba = Program.valueAndJacobian(DirectionTimes::projection, Tensor.of(camera));
        row("projection by a camera, 2 x 15 Jacobian", ba, camera, DirectionTimes::projection);
        double[] x = new Random(1).doubles(20, -1, 1).toArray();
        Program h = Program.hessian(DirectionTimes::rosenbrock, Tensor.of(x));
        row("Rosenbrock of 20, Hessian", h, x, DirectionTimes::rosenbrock);
        double[] w = new Random(4).doubles(weights(), -1, 1).toArray();
        Program net = Program.ofSeveral(DirectionTimes::net, Tensor.of(w), Tensor.zeros(3));
        summed("net of numbers 2-16-16-1, 100 samples, summed", net, w, 3, DirectionTimes::net);
        double[] c = new Random(5).doubles(16, -1, 1).toArray();
        Program fit = Program.ofSeveral(DirectionTimes::series, Tensor.of(c), Tensor.zeros(2));
        summed("series of 16 terms, 100 samples, summed", fit, c, 2, DirectionTimes::series);
    }
}
