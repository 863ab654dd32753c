package org.cotangent.benchmarks.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.Supplier;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.program.Program;

/**
 * Bundle adjustment: errors of points seen by cameras, and of the weights of the observations. A
 * camera has a rotation vector, a center, a focal length, a principal point and two numbers of
 * radial distortion. The Jacobian is sparse: 15 numbers in each of two rows an observation, one in
 * that of its weight.
 */
public final class Ba extends Problem {
    /** Numbers of a camera, and of all that an observation depends on: camera, point, weight. */
    private static final int CAMERA = 11;

    private static final int INPUTS = CAMERA + 3 + 1;
    private static final double TINY = 1e-300;

    private final int n;
    private final int m;
    private final int p;
    private final double[] cameras;
    private final double[] points;
    private final double[] weights;
    private final double[] features;
    private final Tensor allFeatures;
    private final int[] cameraOf;
    private final int[] pointOf;

    private Ba(int n, int m, int p, double[] camera, double[] point, double w, double[] feature) {
        this.n = n;
        this.m = m;
        this.p = p;
        cameras = repeated(camera, n);
        points = repeated(point, m);
        weights = repeated(new double[] {w}, p);
        features = repeated(feature, p);
        allFeatures = Tensor.of(features, p, 2);
        cameraOf = new int[p];
        pointOf = new int[p];
        Arrays.setAll(cameraOf, i -> i % n);
        Arrays.setAll(pointOf, i -> i % m);
    }

    private static double[] repeated(double[] x, int times) {
        double[] all = new double[x.length * times];
        Arrays.setAll(all, i -> x[i % x.length]);
        return all;
    }

    static Ba of(JsonNode input) {
        return new Ba(
                Json.member(input, "n").intValue(),
                Json.member(input, "m").intValue(),
                Json.member(input, "p").intValue(),
                Json.numbers(Json.member(input, "cam")),
                Json.numbers(Json.member(input, "x")),
                Json.member(input, "w").doubleValue(),
                Json.numbers(Json.member(input, "feat")));
    }

    /**
     * A problem with random numbers.
     *
     * @param n cameras
     * @param m points
     * @param p observations
     * @return the problem
     */
    public static Ba random(int n, int m, int p) {
        Random random = new Random(1);
        return new Ba(
                n,
                m,
                p,
                random.doubles(CAMERA, .1, 1).toArray(),
                random.doubles(3, 5, 8).toArray(),
                random.nextDouble(),
                random.doubles(2, 1, 100).toArray());
    }

    @Override
    public double[] byHand() {
        double[] errors = new double[3 * p];
        for (int i = 0; i < p; i++) {
            int c = CAMERA * cameraOf[i];
            int x = 3 * pointOf[i];
            double[] cam = cameras;
            double x0 = points[x] - cam[c + 3];
            double x1 = points[x + 1] - cam[c + 4];
            double x2 = points[x + 2] - cam[c + 5];
            double square = cam[c] * cam[c] + cam[c + 1] * cam[c + 1] + cam[c + 2] * cam[c + 2];
            double angle = Math.sqrt(Math.max(square, TINY));
            double cos = Math.cos(angle);
            double sin = Math.sin(angle);
            double inverse = 1 / angle;
            double w0 = cam[c] * inverse;
            double w1 = cam[c + 1] * inverse;
            double w2 = cam[c + 2] * inverse;
            double along = (w0 * x0 + w1 * x1 + w2 * x2) * (1 - cos);
            double r0 = x0 * cos + (w1 * x2 - w2 * x1) * sin + w0 * along;
            double r1 = x1 * cos + (w2 * x0 - w0 * x2) * sin + w1 * along;
            double r2 = x2 * cos + (w0 * x1 - w1 * x0) * sin + w2 * along;
            double u = r0 / r2;
            double v = r1 / r2;
            double rr = u * u + v * v;
            double scale = 1 + cam[c + 9] * rr + cam[c + 10] * rr * rr;
            double w = weights[i];
            errors[2 * i] = w * (u * scale * cam[c + 6] + cam[c + 7] - features[2 * i]);
            errors[2 * i + 1] = w * (v * scale * cam[c + 6] + cam[c + 8] - features[2 * i + 1]);
            errors[2 * p + i] = 1 - w * w;
        }
        return errors;
    }

    /**
     * The two errors of an observation.
     *
     * @param x camera, point and weight: numbers, or columns for many observations
     * @param feature where the point was seen
     */
    private static Tensor[] reprojection(Tensor[] x, Tensor[] feature) {
        Tensor x0 = x[CAMERA].sub(x[3]);
        Tensor x1 = x[CAMERA + 1].sub(x[4]);
        Tensor x2 = x[CAMERA + 2].sub(x[5]);
        Tensor square = x[0].square().add(x[1].square()).add(x[2].square());
        Tensor angle = square.max(TINY).sqrt(); // a rotation by nothing has derivatives
        Tensor cos = angle.cos();
        Tensor sin = angle.sin();
        Tensor w0 = x[0].div(angle);
        Tensor w1 = x[1].div(angle);
        Tensor w2 = x[2].div(angle);
        Tensor along = w0.mul(x0).add(w1.mul(x1)).add(w2.mul(x2)).mul(cos.rsub(1));
        Tensor r0 = x0.mul(cos).add(w1.mul(x2).sub(w2.mul(x1)).mul(sin)).add(w0.mul(along));
        Tensor r1 = x1.mul(cos).add(w2.mul(x0).sub(w0.mul(x2)).mul(sin)).add(w1.mul(along));
        Tensor r2 = x2.mul(cos).add(w0.mul(x1).sub(w1.mul(x0)).mul(sin)).add(w2.mul(along));
        Tensor u = r0.div(r2);
        Tensor v = r1.div(r2);
        Tensor rr = u.square().add(v.square());
        Tensor scale = x[9].mul(rr).add(x[10].mul(rr.square())).add(1);
        Tensor w = x[CAMERA + 3];
        return new Tensor[] {
            u.mul(scale).mul(x[6]).add(x[7]).sub(feature[0]).mul(w),
            v.mul(scale).mul(x[6]).add(x[8]).sub(feature[1]).mul(w)
        };
    }

    private static Tensor weight(Tensor w) {
        return w.square().rsub(1);
    }

    private static Tensor[] columns(Tensor x) {
        Tensor[] all = new Tensor[x.size(1)];
        Arrays.setAll(all, i -> x.slice(1, i, i + 1));
        return all;
    }

    private static Tensor[] numbers(Tensor x) {
        Tensor[] all = new Tensor[x.size()];
        Arrays.setAll(all, x::at);
        return all;
    }

    /** What each observation depends on, a row each. */
    private Tensor rows() {
        return Tensor.concat(
                1,
                Tensor.of(cameras, n, CAMERA).indexSelect(0, cameraOf),
                Tensor.of(points, m, 3).indexSelect(0, pointOf),
                Tensor.of(weights, p, 1));
    }

    private Tensor errorsOfRows(Tensor x) {
        return Tensor.concat(1, reprojection(columns(x), columns(allFeatures)));
    }

    @Override
    public Tensor value(Tensor... x) {
        return Tensor.concat(0, errorsOfRows(x[0]).reshape(-1), weight(x[1]));
    }

    @Override
    public Tensor[] point() {
        return new Tensor[] {rows(), Tensor.of(weights)};
    }

    @Override
    public Supplier<double[]> work(Form form, String function) {
        boolean derivative = isDerivative(function);
        if (form == Form.PROGRAMS) {
            return byProgram(derivative);
        }
        if (!derivative) {
            return () -> value(point()).toArray();
        }
        return () -> {
            Tensor rows = Differentiate.jacobianOfRows(this::errorsOfRows, rows());
            Tensor slopes =
                    Differentiate.gradient(w -> weight(w).sum(), Tensor.of(weights)); // diagonal
            return elements(java.util.List.of(rows, slopes));
        };
    }

    /** One observation as a program, run over rows. */
    private Supplier<double[]> byProgram(boolean derivative) {
        Program ofOne = derivative ? observationJacobian() : observation();
        Program ofWeight =
                derivative
                        ? Program.of(w -> Differentiate.gradient(Ba::weight, w[0]), Tensor.of(1))
                        : Program.of(w -> weight(w[0]), Tensor.of(1));
        double[] x = new double[p * (INPUTS + 2)];
        double[] errors = new double[p * ofOne.results()];
        double[] ofWeights = new double[p];
        return () -> {
            gather(x);
            ofOne.rows(p, x, errors);
            ofWeight.rows(p, weights, ofWeights);
            double[] all = Arrays.copyOf(errors, errors.length + p);
            System.arraycopy(ofWeights, 0, all, errors.length, p);
            return all;
        };
    }

    /**
     * The Jacobian by a program that is run for one observation after the other.
     *
     * @return computes it
     */
    public Supplier<double[]> oneByOne() {
        Program ofOne = observationJacobian();
        double[] all = new double[p * (ofOne.results() + 1)];
        double[] x = new double[p * (INPUTS + 2)];
        double[] in = new double[INPUTS + 2];
        double[] out = new double[ofOne.results()];
        return () -> {
            gather(x);
            for (int i = 0; i < p; i++) {
                System.arraycopy(x, i * in.length, in, 0, in.length);
                ofOne.run(in, out);
                System.arraycopy(out, 0, all, i * out.length, out.length);
                all[p * out.length + i] = -2 * weights[i];
            }
            return all;
        };
    }

    private static Tensor ofNumbers(Tensor x, Tensor feature) {
        return Tensor.stack(0, reprojection(numbers(x), numbers(feature)));
    }

    /** The errors of one observation, from 15 numbers and a feature. */
    static Program observation() {
        return Program.of(x -> ofNumbers(x[0], x[1]), Tensor.ones(INPUTS), Tensor.ones(2));
    }

    /** The Jacobian of one observation. */
    static Program observationJacobian() {
        return Program.of(
                x -> Differentiate.jacobian(at -> ofNumbers(at, x[1]), x[0]),
                Tensor.ones(INPUTS),
                Tensor.ones(2));
    }

    private void gather(double[] x) {
        int at = 0;
        for (int i = 0; i < p; i++) {
            System.arraycopy(cameras, CAMERA * cameraOf[i], x, at, CAMERA);
            System.arraycopy(points, 3 * pointOf[i], x, at + CAMERA, 3);
            x[at + CAMERA + 3] = weights[i];
            x[at + INPUTS] = features[2 * i];
            x[at + INPUTS + 1] = features[2 * i + 1];
            at += INPUTS + 2;
        }
    }

    /** The first and the last of many equal ones, as the suite has it. */
    @Override
    Object output(String function, double[] y) {
        Map<String, Object> all = new LinkedHashMap<>();
        if (!isDerivative(function)) {
            all.put("reproj_error", Map.of("elements", Arrays.copyOf(y, 2), "repeated", p));
            all.put("w_err", Map.of("element", y[2 * p], "repeated", p));
            return all;
        }
        int shown = 2 * INPUTS;
        int[] rows = new int[shown + 1];
        int[] columns = new int[shown + 1];
        for (int i = 0; i < shown; i++) {
            rows[i] = INPUTS * i;
            int input = i % INPUTS;
            if (input < CAMERA) {
                columns[i] = CAMERA * cameraOf[0] + input;
            } else if (input < CAMERA + 3) {
                columns[i] = CAMERA * n + 3 * pointOf[0] + input - CAMERA;
            } else {
                columns[i] = CAMERA * n + 3 * m;
            }
        }
        rows[shown] = (shown + 1) * p;
        columns[shown] = CAMERA * n + 3 * m + p - 1;
        double[] values = Arrays.copyOf(y, shown + 1);
        values[shown] = y[y.length - 1];
        all.put("rows", rows);
        all.put("cols", columns);
        all.put("vals", values);
        return all;
    }
}
