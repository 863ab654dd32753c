package org.cotangent.benchmarks.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Random;
import org.cotangent.Tensor;

/** The logarithm of the sum of exponentials. */
public final class Lse extends Problem {
    private final double[] x;

    private Lse(double[] x) {
        this.x = x;
    }

    static Lse of(JsonNode input) {
        return new Lse(Json.numbers(Json.member(input, "x")));
    }

    /**
     * A problem with random numbers.
     *
     * @param n how many
     * @return the problem
     */
    public static Lse random(int n) {
        return new Lse(new Random(1).doubles(n).toArray());
    }

    @Override
    public double[] byHand() {
        return new double[] {of(x)};
    }

    static double of(double... x) {
        double most = x[0];
        for (double each : x) {
            most = Math.max(most, each);
        }
        double sum = 0;
        for (double each : x) {
            sum += Math.exp(each - most);
        }
        return most + Math.log(sum);
    }

    @Override
    public Tensor value(Tensor... at) {
        return at[0].logSumExp();
    }

    @Override
    public Tensor[] point() {
        return new Tensor[] {Tensor.of(x)};
    }
}
