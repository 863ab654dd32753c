package org.cotangent.benchmarks.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/**
 * Hand tracking: distances of observed points from vertices of a skinned model of a hand, or from
 * points on its triangles. Its 26 parameters are a rotation, a translation, and four angles of each
 * finger. The Jacobian has a column for each parameter; where points on triangles are free, two
 * columns before these hold the derivatives by their coordinates.
 */
public final class Ht extends Problem {
    private static final int PARAMETERS = 26;

    private final int bones;
    private final int vertices;
    private final int[] parents;
    private final double[] relatives;
    private final double[] inverses;
    private final double[] positions;
    private final double[] weights;
    private final int[] triangles;
    private final boolean mirrored;
    private final int[] found;
    private final double[] points;
    private final double[] theta;
    private final double[] us;

    // the same as tensors
    private final Tensor allRelatives;
    private final Tensor allInverses;
    private final Tensor allPositions;
    private final Tensor allWeights;
    private final Tensor allPoints;

    private Ht(int[] parents, boolean mirrored, int[] triangles, int[] found, double[]... numbers) {
        bones = parents.length;
        this.parents = parents;
        this.mirrored = mirrored;
        this.triangles = triangles;
        this.found = found;
        relatives = numbers[0];
        inverses = numbers[1];
        positions = numbers[2];
        weights = numbers[3];
        points = numbers[4];
        theta = numbers[5];
        us = numbers[6];
        vertices = positions.length / 4;
        allRelatives = Tensor.of(relatives, bones, 4, 4);
        allInverses = Tensor.of(inverses, bones, 4, 4);
        allPositions = Tensor.of(positions, vertices, 4).transpose();
        allWeights = Tensor.of(weights, vertices, bones).transpose().unsqueeze(1);
        allPoints = Tensor.of(points, found.length, 3);
    }

    static Ht of(JsonNode input) {
        JsonNode data = Json.member(input, "data");
        JsonNode model = Json.member(data, "model");
        return new Ht(
                Json.integers(Json.member(model, "parents")),
                Json.member(model, "is_mirrored").booleanValue(),
                Json.integers(Json.member(model, "triangles")),
                Json.integers(Json.member(data, "correspondences")),
                Json.numbers(Json.member(model, "base_relatives")),
                Json.numbers(Json.member(model, "inverse_base_absolutes")),
                Json.numbers(Json.member(model, "base_positions")),
                Json.numbers(Json.member(model, "weights")),
                Json.numbers(Json.member(data, "points")),
                Json.numbers(Json.member(input, "theta")),
                Json.numbers(Json.member(input, "us")));
    }

    /**
     * A problem with as many bones and vertices as the suite's, and random numbers.
     *
     * @param count observed points
     * @param free whether they lie on triangles
     * @return the problem
     */
    public static Ht random(int count, boolean free) {
        int bones = 22;
        int vertices = 544;
        int faces = 1084;
        Random random = new Random(1);
        int[] parents = new int[bones];
        Arrays.setAll(parents, i -> i % 4 == 1 ? 0 : i - 1);
        return new Ht(
                parents,
                false,
                random.ints(3L * faces, 0, vertices).toArray(),
                random.ints(count, 0, free ? faces : vertices).toArray(),
                random.doubles(16L * bones, -.5, .5).toArray(),
                random.doubles(16L * bones, -.5, .5).toArray(),
                random.doubles(4L * vertices).toArray(),
                random.doubles((long) bones * vertices).toArray(),
                random.doubles(3L * count).toArray(),
                random.doubles(PARAMETERS).toArray(),
                free ? random.doubles(2L * count, 0, .5).toArray() : new double[0]);
    }

    /** The place of a bone's first angle among the parameters, or -1 if it does not bend. */
    private static int angle(int bone) {
        int joint = (bone + 2) % 4; // two bones of the wrist, then fingers of four
        int finger = (bone - 2) / 4;
        if (bone < 2 || joint == 3 || finger > 4) {
            return -1;
        }
        return 6 + 4 * finger + (joint == 0 ? 0 : joint + 1);
    }

    /** Whether a bone turns about a second axis; that angle follows the first one. */
    private static boolean spreads(int bone) {
        return angle(bone) >= 0 && (bone + 2) % 4 == 0;
    }

    @Override
    public double[] byHand() {
        double[] hand = new double[3 * vertices];
        double[][] absolutes = new double[bones][];
        for (int b = 0; b < bones; b++) {
            double tx = angle(b) < 0 ? 0 : theta[angle(b)];
            double tz = spreads(b) ? theta[angle(b) + 1] : 0;
            double cx = Math.cos(tx);
            double sx = Math.sin(tx);
            double cz = Math.cos(tz);
            double sz = Math.sin(tz);
            double[] turn = {
                cz, -sz * cx, sz * sx, 0, sz, cz * cx, -cz * sx, 0, 0, sx, cx, 0, 0, 0, 0, 1
            };
            double[] relative = product(relatives, 16 * b, turn, 0);
            absolutes[b] =
                    parents[b] < 0 ? relative : product(absolutes[parents[b]], 0, relative, 0);
            double[] t = product(absolutes[b], 0, inverses, 16 * b);
            for (int v = 0; v < vertices; v++) {
                double w = weights[v * bones + b];
                for (int i = 0; i < 3; i++) {
                    double sum = 0;
                    for (int j = 0; j < 4; j++) {
                        sum += t[4 * i + j] * positions[4 * v + j];
                    }
                    hand[3 * v + i] += sum * w;
                }
            }
        }
        double[] r = rotation();
        for (int v = 0; v < vertices; v++) {
            double x = mirrored ? -hand[3 * v] : hand[3 * v];
            double y = hand[3 * v + 1];
            double z = hand[3 * v + 2];
            for (int i = 0; i < 3; i++) {
                hand[3 * v + i] = r[3 * i] * x + r[3 * i + 1] * y + r[3 * i + 2] * z + theta[3 + i];
            }
        }
        double[] errors = new double[points.length];
        for (int c = 0; c < found.length; c++) {
            for (int i = 0; i < 3; i++) {
                errors[3 * c + i] = points[3 * c + i] - at(hand, c, i);
            }
        }
        return errors;
    }

    private double at(double[] hand, int c, int i) {
        if (us.length == 0) {
            return hand[3 * found[c] + i];
        }
        int face = 3 * found[c];
        return us[2 * c] * hand[3 * triangles[face] + i]
                + us[2 * c + 1] * hand[3 * triangles[face + 1] + i]
                + (1 - us[2 * c] - us[2 * c + 1]) * hand[3 * triangles[face + 2] + i];
    }

    private double[] rotation() {
        double norm = Math.sqrt(theta[0] * theta[0] + theta[1] * theta[1] + theta[2] * theta[2]);
        double x = theta[0] / norm;
        double y = theta[1] / norm;
        double z = theta[2] / norm;
        double s = Math.sin(norm);
        double c = Math.cos(norm);
        double k = 1 - c;
        return new double[] {
            x * x * k + c,
            x * y * k - z * s,
            x * z * k + y * s,
            x * y * k + z * s,
            y * y * k + c,
            y * z * k - x * s,
            x * z * k - y * s,
            y * z * k + x * s,
            z * z * k + c
        };
    }

    private static double[] product(double[] a, int fromA, double[] b, int fromB) {
        double[] c = new double[16];
        for (int i = 0; i < 4; i++) {
            for (int k = 0; k < 4; k++) {
                double each = a[fromA + 4 * i + k];
                for (int j = 0; j < 4; j++) {
                    c[4 * i + j] += each * b[fromB + 4 * k + j];
                }
            }
        }
        return c;
    }

    @Override
    public Tensor value(Tensor... x) {
        Tensor hand = vertices(x[0]); // [3, vertices]
        if (us.length == 0) {
            return allPoints.sub(hand.indexSelect(1, found).transpose()).reshape(-1);
        }
        Tensor u = x[1].reshape(-1, 2);
        Tensor first = u.slice(1, 0, 1).reshape(-1);
        Tensor second = u.slice(1, 1, 2).reshape(-1);
        Tensor on =
                corner(hand, 0)
                        .mul(first)
                        .add(corner(hand, 1).mul(second))
                        .add(corner(hand, 2).mul(first.add(second).rsub(1)));
        return allPoints.sub(on.transpose()).reshape(-1);
    }

    private Tensor corner(Tensor hand, int corner) {
        int[] chosen = new int[found.length];
        Arrays.setAll(chosen, i -> triangles[3 * found[i] + corner]);
        return hand.indexSelect(1, chosen);
    }

    /** The vertices of the hand, [3, vertices]. */
    private Tensor vertices(Tensor theta) {
        Tensor relative = allRelatives.matmul(turns(theta));
        Tensor[] absolutes = new Tensor[bones];
        for (int b = 0; b < bones; b++) {
            Tensor own = relative.slice(0, b, b + 1).squeeze(0);
            absolutes[b] = parents[b] < 0 ? own : absolutes[parents[b]].matmul(own);
        }
        Tensor transforms = Tensor.stack(0, absolutes).matmul(allInverses);
        Tensor moved =
                transforms
                        .slice(1, 0, 3)
                        .reshape(3 * bones, 4)
                        .matmul(allPositions)
                        .reshape(bones, 3, vertices);
        Tensor skinned = moved.mul(allWeights).sum(0);
        if (mirrored) {
            skinned = skinned.mul(Tensor.of(new double[] {-1, 1, 1}, 3, 1));
        }
        Tensor shift = theta.slice(0, 3, 6).unsqueeze(1);
        return rotation(theta.slice(0, 0, 3)).matmul(skinned).add(shift);
    }

    /** The rotations of all bones, [bones, 4, 4]. */
    private Tensor turns(Tensor theta) {
        int[] bend = new int[bones];
        int[] spread = new int[bones];
        Arrays.setAll(bend, b -> angle(b) < 0 ? PARAMETERS : angle(b));
        Arrays.setAll(spread, b -> spreads(b) ? angle(b) + 1 : PARAMETERS);
        Tensor angles = Tensor.concat(0, theta, Tensor.zeros(1));
        Tensor tx = angles.indexSelect(0, bend);
        Tensor tz = angles.indexSelect(0, spread);
        Tensor cx = tx.cos();
        Tensor sx = tx.sin();
        Tensor cz = tz.cos();
        Tensor sz = tz.sin();
        Tensor zero = Tensor.zeros(bones);
        Tensor one = Tensor.ones(bones);
        return Tensor.stack(
                        1,
                        cz,
                        sz.mul(cx).neg(),
                        sz.mul(sx),
                        zero,
                        sz,
                        cz.mul(cx),
                        cz.mul(sx).neg(),
                        zero,
                        zero,
                        sx,
                        cx,
                        zero,
                        zero,
                        zero,
                        zero,
                        one)
                .reshape(bones, 4, 4);
    }

    /** The rotation by a vector: axis and angle in one. */
    private static Tensor rotation(Tensor vector) {
        Tensor angle = vector.square().sum().sqrt();
        Tensor axis = vector.div(angle);
        Tensor cos = angle.cos();
        Tensor x = axis.at(0);
        Tensor y = axis.at(1);
        Tensor z = axis.at(2);
        Tensor zero = Tensor.of(0);
        Tensor cross =
                Tensor.stack(0, zero, z.neg(), y, z, zero, x.neg(), y.neg(), x, zero).reshape(3, 3);
        return axis.unsqueeze(1)
                .mul(axis)
                .mul(cos.rsub(1))
                .add(Tensor.eye(3).mul(cos))
                .add(cross.mul(angle.sin()));
    }

    @Override
    public List<Tensor> derivative(TensorFunction value, Tensor... x) {
        if (us.length == 0) {
            return List.of(Differentiate.jacobian(value::apply, x[0]));
        }
        Tensor byTheta = Differentiate.jacobian(theta -> value.apply(theta, x[1]), x[0]);
        Tensor[] byUs = new Tensor[2];
        for (int i = 0; i < 2; i++) {
            double[] direction = new double[us.length]; // each point has its own coordinates
            for (int at = i; at < direction.length; at += 2) {
                direction[at] = 1;
            }
            byUs[i] =
                    Differentiate.jvp(u -> value.apply(x[0], u), x[1], Tensor.of(direction))
                            .unsqueeze(1);
        }
        return List.of(Tensor.concat(1, byUs[0], byUs[1], byTheta));
    }

    @Override
    public Tensor[] point() {
        return us.length == 0
                ? new Tensor[] {Tensor.of(theta)}
                : new Tensor[] {Tensor.of(theta), Tensor.of(us)};
    }

    @Override
    Object output(String function, double[] y) {
        if (!isDerivative(function)) {
            return y;
        }
        int rows = points.length;
        return Json.rows(y, 0, rows, y.length / rows);
    }
}
