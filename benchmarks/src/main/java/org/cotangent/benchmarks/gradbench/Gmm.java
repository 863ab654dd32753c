package org.cotangent.benchmarks.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.cotangent.Tensor;

/**
 * The log likelihood of points under a mixture of k Gaussians in d dimensions, plus the logarithm
 * of a Wishart prior (ADBench subtracts it). A Gaussian has a weight alpha, a mean mu, the
 * logarithms q of the diagonal of its factor and the elements l below it, column by column.
 */
public final class Gmm extends Problem {
    private final int d;
    private final int k;
    private final int n;
    private final double[] x;
    private final double[] alpha;
    private final double[] mu;
    private final double[] q;
    private final double[] l;
    private final double m;
    private final double gamma;
    private final Tensor points;

    private Gmm(int[] sizes, double m, double gamma, double[]... numbers) {
        d = sizes[0];
        k = sizes[1];
        n = sizes[2];
        this.m = m;
        this.gamma = gamma;
        x = numbers[0];
        alpha = numbers[1];
        mu = numbers[2];
        q = numbers[3];
        l = numbers[4];
        points = Tensor.of(x, n, d).transpose();
    }

    static Gmm of(JsonNode input) {
        int[] sizes = {
            Json.member(input, "d").intValue(),
            Json.member(input, "k").intValue(),
            Json.member(input, "n").intValue()
        };
        return new Gmm(
                sizes,
                Json.member(input, "m").doubleValue(),
                Json.member(input, "gamma").doubleValue(),
                Json.numbers(Json.member(input, "x")),
                Json.numbers(Json.member(input, "alpha")),
                Json.numbers(Json.member(input, "mu")),
                Json.numbers(Json.member(input, "q")),
                Json.numbers(Json.member(input, "l")));
    }

    /**
     * A problem with random numbers.
     *
     * @param d dimensions
     * @param k Gaussians
     * @param n points
     * @return the problem
     */
    public static Gmm random(int d, int k, int n) {
        Random random = new Random(1);
        return new Gmm(
                new int[] {d, k, n},
                0,
                1,
                random.doubles((long) n * d, -1, 1).toArray(),
                random.doubles(k, -1, 1).toArray(),
                random.doubles((long) k * d, 0, 1).toArray(),
                random.doubles((long) k * d, -1, 1).toArray(),
                random.doubles((long) k * d * (d - 1) / 2, -1, 1).toArray());
    }

    @Override
    public double[] byHand() {
        int below = d * (d - 1) / 2;
        double[] diagonal = new double[k * d];
        double[] sums = new double[k];
        double squares = 0;
        double all = 0;
        for (int c = 0; c < k; c++) {
            for (int i = 0; i < d; i++) {
                double each = Math.exp(q[c * d + i]);
                diagonal[c * d + i] = each;
                squares += each * each;
                sums[c] += q[c * d + i];
            }
            all += sums[c];
        }
        for (double each : l) {
            squares += each * each;
        }
        double sum = 0;
        double[] centered = new double[d];
        double[] scaled = new double[d];
        double[] terms = new double[k];
        for (int point = 0; point < n; point++) {
            for (int c = 0; c < k; c++) {
                for (int i = 0; i < d; i++) {
                    centered[i] = x[point * d + i] - mu[c * d + i];
                    scaled[i] = diagonal[c * d + i] * centered[i];
                }
                int at = c * below;
                for (int i = 0; i < d; i++) {
                    for (int j = i + 1; j < d; j++) {
                        scaled[j] += l[at++] * centered[i];
                    }
                }
                double square = 0;
                for (double each : scaled) {
                    square += each * each;
                }
                terms[c] = alpha[c] + sums[c] - square / 2;
            }
            sum += Lse.of(terms);
        }
        return new double[] {
            constant() + sum - n * Lse.of(alpha) - gamma * gamma / 2 * squares + m * all
        };
    }

    /** What does not depend on the parameters. */
    private double constant() {
        double freedom = d + m + 1;
        double prior = freedom * d * (Math.log(gamma) - Math.log(2) / 2) - logGamma(freedom / 2, d);
        return -n * d / 2.0 * Math.log(2 * Math.PI) + k * prior;
    }

    /** The logarithm of the multivariate gamma function. */
    private static double logGamma(double a, int p) {
        double sum = p * (p - 1) / 4.0 * Math.log(Math.PI);
        for (int j = 1; j <= p; j++) {
            sum += org.apache.commons.math3.special.Gamma.logGamma(a + (1 - j) / 2.0);
        }
        return sum;
    }

    @Override
    public Tensor value(Tensor... at) {
        Tensor weights = at[0];
        Tensor diagonal = at[2].exp();
        Tensor centered = points.sub(at[1].unsqueeze(2)); // [k, d, n]
        Tensor scaled = factors(diagonal, at[3]).matmul(centered);
        Tensor sums = at[2].sum(1);
        Tensor terms = weights.add(sums).unsqueeze(1).sub(scaled.square().sum(1).mul(0.5));
        Tensor squares = diagonal.square().sum().add(at[3].square().sum());
        return terms.logSumExp(0)
                .sum()
                .sub(weights.logSumExp().mul(n))
                .sub(squares.mul(gamma * gamma / 2))
                .add(sums.sum().mul(m))
                .add(constant());
    }

    /** Lower triangles with these diagonals and elements below them, [k, d, d]. */
    private Tensor factors(Tensor diagonal, Tensor below) {
        int[] places = new int[d * d];
        int at = d;
        for (int column = 0; column < d; column++) {
            places[column * d + column] = column;
            for (int row = column + 1; row < d; row++) {
                places[row * d + column] = at++;
                places[column * d + row] = d + d * (d - 1) / 2;
            }
        }
        return Tensor.concat(1, diagonal, below, Tensor.zeros(k, 1))
                .indexSelect(1, places)
                .reshape(k, d, d);
    }

    @Override
    public Tensor[] point() {
        return new Tensor[] {
            Tensor.of(alpha),
            Tensor.of(mu, k, d),
            Tensor.of(q, k, d),
            Tensor.of(l, k, d * (d - 1) / 2)
        };
    }

    @Override
    Object output(String function, double[] y) {
        if (!isDerivative(function)) {
            return y[0];
        }
        Map<String, Object> parts = new LinkedHashMap<>();
        parts.put("alpha", java.util.Arrays.copyOf(y, k));
        parts.put("mu", Json.rows(y, k, k, d));
        parts.put("q", Json.rows(y, k + k * d, k, d));
        parts.put("l", Json.rows(y, k + 2 * k * d, k, d * (d - 1) / 2));
        return parts;
    }
}
