package org.cotangent.benchmarks;

import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.function.ToDoubleBiFunction;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.program.Program;

/**
 * Prices of options by simulation, with their derivatives by all parameters: a call, and a call on
 * a basket of ten whose factor of correlations is among the 78 parameters.
 */
final class PathWork {
    private static final int ASSETS = 10;
    private static final int FACTORS = ASSETS * (ASSETS + 1) / 2;

    private PathWork() {}

    static Contest call(int paths) {
        return contest(
                paths,
                new double[] {100, 105, 0.03, 0.2, 1.5},
                1,
                PathWork::call,
                PathWork::callByHand);
    }

    /** Parameters: spot, strike, rate, volatility, time; a draw, or one for each path. */
    private static Tensor call(Tensor p, Tensor z) {
        Tensor rate = p.at(2);
        Tensor volatility = p.at(3);
        Tensor time = p.at(4);
        Tensor growth = rate.sub(volatility.square().mul(0.5)).mul(time);
        Tensor spot = z.mul(volatility.mul(time.sqrt())).add(growth).exp().mul(p.at(0));
        return spot.sub(p.at(1)).max(0).mul(rate.mul(time).neg().exp());
    }

    private static double callByHand(double[] p, double[] z) {
        double growth = (p[2] - p[3] * p[3] / 2) * p[4];
        double spread = p[3] * Math.sqrt(p[4]);
        double sum = 0;
        for (double each : z) {
            sum += Math.max(p[0] * Math.exp(growth + spread * each) - p[1], 0);
        }
        return sum / z.length * Math.exp(-p[2] * p[4]);
    }

    static Contest basket(int paths) {
        Random random = new Random(2);
        double[] p = new double[2 * ASSETS + FACTORS + 3];
        for (int i = 0; i < ASSETS; i++) {
            p[i] = 80 + 40 * random.nextDouble();
            p[ASSETS + i] = 0.1 + 0.2 * random.nextDouble();
        }
        int at = 2 * ASSETS;
        for (int i = 0; i < ASSETS; i++) {
            for (int j = 0; j <= i; j++) {
                p[at++] = i == j ? 0.8 : 0.6 / ASSETS * random.nextDouble();
            }
        }
        p[at++] = 0.03;
        p[at++] = 1.5;
        p[at] = 100;
        return contest(paths, p, ASSETS, PathWork::basket, PathWork::basketByHand);
    }

    /** Parameters: spots, volatilities, rows of the factor, rate, time, strike. */
    private static Tensor basket(Tensor p, Tensor z) {
        Tensor volatility = p.slice(0, ASSETS, 2 * ASSETS);
        int end = 2 * ASSETS + FACTORS;
        Tensor rate = p.at(end);
        Tensor time = p.at(end + 1);
        Tensor growth = volatility.square().mul(-0.5).add(rate).mul(time);
        Tensor drift = p.slice(0, 0, ASSETS).mul(growth.exp());
        Tensor spread = volatility.mul(time.sqrt());
        Tensor sum = Tensor.of(0);
        int at = 2 * ASSETS;
        for (int i = 0; i < ASSETS; i++) {
            Tensor w = draw(z, 0).mul(p.at(at++));
            for (int j = 1; j <= i; j++) {
                w = w.add(draw(z, j).mul(p.at(at++)));
            }
            sum = sum.add(w.mul(spread.at(i)).exp().mul(drift.at(i)));
        }
        Tensor payoff = sum.mul(1.0 / ASSETS).sub(p.at(end + 2)).max(0);
        return payoff.mul(rate.mul(time).neg().exp());
    }

    /** The draws of one asset: a number of a vector, or a column of a matrix. */
    private static Tensor draw(Tensor z, int asset) {
        return z.rank() == 1 ? z.at(asset) : z.slice(1, asset, asset + 1).squeeze(1);
    }

    private static double basketByHand(double[] p, double[] z) {
        int end = 2 * ASSETS + FACTORS;
        double[] drift = new double[ASSETS];
        double[] spread = new double[ASSETS];
        for (int i = 0; i < ASSETS; i++) {
            double v = p[ASSETS + i];
            drift[i] = p[i] * Math.exp((p[end] - v * v / 2) * p[end + 1]);
            spread[i] = v * Math.sqrt(p[end + 1]);
        }
        double sum = 0;
        for (int from = 0; from < z.length; from += ASSETS) {
            double value = 0;
            int at = 2 * ASSETS;
            for (int i = 0; i < ASSETS; i++) {
                double w = 0;
                for (int j = 0; j <= i; j++) {
                    w += p[at++] * z[from + j];
                }
                value += drift[i] * Math.exp(spread[i] * w);
            }
            sum += Math.max(value / ASSETS - p[end + 2], 0);
        }
        return sum / (z.length / ASSETS) * Math.exp(-p[end] * p[end + 1]);
    }

    private static Contest contest(
            int paths,
            double[] p,
            int draws,
            BinaryOperator<Tensor> payoff,
            ToDoubleBiFunction<double[], double[]> byHand) {
        double[] z = new double[paths * draws];
        Random random = new Random(1);
        for (int i = 0; i < z.length; i++) {
            z[i] = random.nextGaussian();
        }
        Tensor at = Tensor.of(p);
        Tensor all = draws == 1 ? Tensor.of(z) : Tensor.of(z, paths, draws);
        Program arrays = Program.valueAndGradients(x -> payoff.apply(x[0], all).mean(), at);
        Program ofOne =
                Program.ofSeveral(
                        x -> both(Differentiate.valueAndGradient(q -> payoff.apply(q, x[1]), x[0])),
                        at,
                        draws == 1 ? Tensor.of(0) : Tensor.zeros(draws));
        RowSums sums = new RowSums(ofOne, p.length);
        double[] y = new double[arrays.results()];
        double[] value = new double[1];
        return new Contest(
                () -> value[0] += byHand.applyAsDouble(p, z),
                () ->
                        numbers(
                                both(
                                        Differentiate.valueAndGradient(
                                                q -> payoff.apply(q, all).mean(), at))),
                () -> {
                    arrays.run(p, y);
                    return y;
                },
                () -> {
                    double[] sum = sums.of(p, z);
                    for (int i = 0; i < sum.length; i++) {
                        sum[i] /= paths;
                    }
                    return sum;
                },
                0);
    }

    private static double[] numbers(List<Tensor> parts) {
        return Jobs.join(parts.stream().map(Tensor::toArray).toArray(double[][]::new));
    }

    private static List<Tensor> both(Differentiate.ValueAndGradient both) {
        return List.of(both.value(), both.gradient());
    }
}
