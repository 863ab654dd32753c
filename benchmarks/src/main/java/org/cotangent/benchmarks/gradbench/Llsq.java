package org.cotangent.benchmarks.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import org.cotangent.Tensor;

/** Half the squared distance of a polynomial from the signs of n points in [-1, 1]. */
public final class Llsq extends Problem {
    private final double[] x;
    private final int n;
    private final boolean loops;
    private final Tensor powers;
    private final Tensor signs;

    private Llsq(double[] x, int n, boolean loops) {
        this.x = x;
        this.n = n;
        this.loops = loops;
        double[][] rows = new double[n][x.length];
        double[] ends = new double[n];
        for (int i = 0; i < n; i++) {
            ends[i] = Math.signum(t(i));
            double power = 1;
            for (int j = 0; j < x.length; j++) {
                rows[i][j] = power;
                power *= t(i);
            }
        }
        powers = Tensor.of(rows);
        signs = Tensor.of(ends);
    }

    static Llsq of(JsonNode input) {
        return new Llsq(
                Json.numbers(Json.member(input, "x")), Json.member(input, "n").intValue(), false);
    }

    /**
     * A problem with random coefficients.
     *
     * @param m how many
     * @param n points
     * @param loops whether the function of tensors is written as loops over numbers
     * @return the problem
     */
    public static Llsq random(int m, int n, boolean loops) {
        return new Llsq(new Random(1).doubles(m).toArray(), n, loops);
    }

    private double t(int i) {
        return -1 + i * 2.0 / (n - 1);
    }

    @Override
    public double[] byHand() {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double t = t(i);
            double r = Math.signum(t);
            double power = 1;
            for (double each : x) {
                r -= each * power;
                power *= t;
            }
            sum += r * r;
        }
        return new double[] {sum / 2};
    }

    @Override
    public Tensor value(Tensor... at) {
        return loops ? byNumbers(at[0]) : signs.sub(powers.matmul(at[0])).square().sum().mul(0.5);
    }

    private Tensor byNumbers(Tensor x) {
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < n; i++) {
            double t = t(i);
            Tensor r = Tensor.of(Math.signum(t));
            double power = 1;
            for (int j = 0; j < x.size(); j++) {
                r = r.sub(x.at(j).mul(power));
                power *= t;
            }
            sum = sum.add(r.square());
        }
        return sum.mul(0.5);
    }

    @Override
    public Tensor[] point() {
        return new Tensor[] {Tensor.of(x)};
    }
}
