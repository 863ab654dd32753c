package org.cotangent.benchmarks.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Random;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.program.Loop;

/**
 * The solution at 2 of y' = x (1, y_0, y_1, …), y(0) = 0, by s steps of Runge and Kutta; the
 * gradient is that of its last element.
 */
public final class Ode extends Problem {
    private static final double END = 2;

    private final double[] x;
    private final int steps;

    private Ode(double[] x, int steps) {
        this.x = x;
        this.steps = steps;
    }

    static Ode of(JsonNode input) {
        return new Ode(Json.numbers(Json.member(input, "x")), Json.member(input, "s").intValue());
    }

    /**
     * A problem with random numbers.
     *
     * @param n how many
     * @param steps steps
     * @return the problem
     */
    public static Ode random(int n, int steps) {
        return new Ode(new Random(1).doubles(n).toArray(), steps);
    }

    @Override
    public double[] byHand() {
        int n = x.length;
        double h = END / steps;
        double[] y = new double[n];
        double[] at = new double[n];
        double[] slope = new double[n];
        double[] sum = new double[n];
        for (int step = 0; step < steps; step++) {
            slope(y, slope);
            for (int i = 0; i < n; i++) {
                sum[i] = slope[i];
                at[i] = y[i] + h / 2 * slope[i];
            }
            slope(at, slope);
            for (int i = 0; i < n; i++) {
                sum[i] += 2 * slope[i];
                at[i] = y[i] + h / 2 * slope[i];
            }
            slope(at, slope);
            for (int i = 0; i < n; i++) {
                sum[i] += 2 * slope[i];
                at[i] = y[i] + h * slope[i];
            }
            slope(at, slope);
            for (int i = 0; i < n; i++) {
                y[i] += h / 6 * (sum[i] + slope[i]);
            }
        }
        return y;
    }

    private void slope(double[] y, double[] slope) {
        slope[0] = x[0];
        for (int i = 1; i < y.length; i++) {
            slope[i] = x[i] * y[i - 1];
        }
    }

    @Override
    public Tensor value(Tensor... at) {
        Tensor y = Tensor.zeros(x.length);
        for (int step = 0; step < steps; step++) {
            y = step(at[0], y);
        }
        return y;
    }

    @Override
    public Tensor inLoops(Tensor... at) {
        return Loop.times(steps).fold(y -> step(at[0], y), Tensor.zeros(x.length));
    }

    private Tensor step(Tensor x, Tensor y) {
        double h = END / steps;
        Tensor k1 = slope(x, y);
        Tensor k2 = slope(x, y.add(k1.mul(h / 2)));
        Tensor k3 = slope(x, y.add(k2.mul(h / 2)));
        Tensor k4 = slope(x, y.add(k3.mul(h)));
        return y.add(k1.add(k2.mul(2)).add(k3.mul(2)).add(k4).mul(h / 6));
    }

    private static Tensor slope(Tensor x, Tensor y) {
        return x.mul(Tensor.concat(0, Tensor.ones(1), y.slice(0, 0, y.size() - 1)));
    }

    @Override
    public List<Tensor> derivative(TensorFunction value, Tensor... at) {
        return Differentiate.gradients(x -> value.apply(x).at(this.x.length - 1), at);
    }

    @Override
    public Tensor[] point() {
        return new Tensor[] {Tensor.of(x)};
    }

    @Override
    Object output(String function, double[] y) {
        return y;
    }
}
