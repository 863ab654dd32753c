package org.cotangent.gradcheck.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The set of gradients that are right at a kink, given by its vertices or by one-sided derivatives.
 */
final class Subdifferential {
    private static final double SLACK = 1e-9;

    private Subdifferential() {}

    /** The gradients of the named inputs, one after the other. */
    static double[] joined(Map<String, double[]> gradients, Set<String> names) {
        return names.stream().flatMapToDouble(n -> Arrays.stream(gradients.get(n))).toArray();
    }

    static boolean contains(JsonNode reference, Set<String> names, double[] gradient) {
        if (reference.hasNonNull("vertices")) {
            List<double[]> vertices = new ArrayList<>();
            reference.path("vertices").forEach(v -> vertices.add(joined(Json.lists(v), names)));
            return inHull(vertices, gradient);
        }
        if (!reference.hasNonNull("left") || !reference.hasNonNull("right")) {
            return false;
        }
        double[] left = joined(Json.lists(reference.path("left")), names);
        double[] right = joined(Json.lists(reference.path("right")), names);
        return IntStream.range(0, gradient.length)
                .allMatch(
                        i ->
                                gradient[i] >= Math.min(left[i], right[i]) - SLACK
                                        && gradient[i] <= Math.max(left[i], right[i]) + SLACK);
    }

    /** Walks from one vertex towards the point, moving weight between two vertices at a time. */
    private static boolean inHull(List<double[]> vertices, double[] point) {
        int n = point.length;
        double[] weight = new double[vertices.size()];
        weight[0] = 1;
        double[] rest = new double[n];
        for (int step = 0; step < 10_000; step++) {
            for (int i = 0; i < n; i++) {
                rest[i] = -point[i];
                for (int k = 0; k < weight.length; k++) {
                    rest[i] += weight[k] * vertices.get(k)[i];
                }
            }
            if (!(Tolerance.largest(rest) > SLACK)
                    && Arrays.stream(rest).allMatch(Double::isFinite)) {
                return true;
            }
            int towards = 0;
            int from = -1;
            for (int k = 0; k < weight.length; k++) {
                double slope = dot(rest, vertices.get(k));
                towards = slope < dot(rest, vertices.get(towards)) ? k : towards;
                if (weight[k] > 0 && (from < 0 || slope > dot(rest, vertices.get(from)))) {
                    from = k;
                }
            }
            double[] move = new double[n];
            for (int i = 0; i < n; i++) {
                move[i] = vertices.get(towards)[i] - vertices.get(from)[i];
            }
            double amount = Math.min(weight[from], -dot(rest, move) / dot(move, move));
            if (!(amount > 0)) {
                return false;
            }
            weight[from] -= amount;
            weight[towards] += amount;
        }
        return false;
    }

    private static double dot(double[] a, double[] b) {
        return IntStream.range(0, a.length).mapToDouble(i -> a[i] * b[i]).sum();
    }
}
