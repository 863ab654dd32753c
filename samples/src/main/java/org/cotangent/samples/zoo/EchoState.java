// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.nn.Block;
import org.cotangent.nn.Buffer;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.plot.Chart;
import org.cotangent.samples.networks.Pictures;

/**
 * An echo state network: a recurrent layer with random weights that are never trained, from whose
 * states a linear readout predicts the chaotic series of Mackey and Glass.
 *
 * <p>The reservoir is s = tanh(W s + w u + b), with W scaled so that its largest eigenvalue has
 * absolute value 0.9: what came long ago fades. The readout of 1, u and s is found by ridge
 * regression.
 *
 * <p>The series is dx/dt = 0.2 x(t - 17) / (1 + x(t - 17)^10) - 0.1 x, by Runge and Kutta's method
 * of order four with steps of 0.1; between these steps the delayed value is interpolated by a
 * cubic.
 *
 * <p>What to see: one step ahead the error, by the standard deviation of the series, is far below
 * 0.01. Fed with its own predictions the network goes on by itself, stays near the series for
 * hundreds of steps, and leaves it in the end as any other orbit would: it is chaotic.
 *
 * <p>H. Jaeger and H. Haas, "Harnessing nonlinearity: predicting chaotic systems and saving energy
 * in wireless communication", Science 304, 2004; M. Mackey and L. Glass, "Oscillation and chaos in
 * physiological control systems", Science 197, 1977.
 */
public final class EchoState extends Block {
    private static final long SEED = 1;
    private static final int UNITS = 400;
    private static final int WASHED_OUT = 100;
    private static final int LEARNED = 3000;
    private static final int UNSEEN = 1000;
    private static final int SHOWN = 600;
    private static final double RADIUS = 0.9;
    private static final double INPUT = 0.5; // the scale of input weights
    private static final double PENALTY = 1e-8;

    private final Buffer recurrent;
    private final Buffer input;
    private final Buffer bias;
    private final Buffer state;
    private final Buffer squares; // sum of f f' over the features f of all steps
    private final Buffer products; // sum of f y
    private final Buffer readout;

    EchoState(int units, RandomGenerator random) {
        super("echo");
        Tensor w = Tensor.normal(random, units, units);
        Linalg.Eigenvalues all = Linalg.eigvals(w);
        double largest = all.re().hypot(all.im()).amax().value();
        recurrent = buffer("recurrent", w.mul(RADIUS / largest));
        input = buffer("input", Tensor.uniform(random, -INPUT, INPUT, units));
        bias = buffer("bias", Tensor.uniform(random, -INPUT, INPUT, units));
        state = buffer("state", Tensor.zeros(units));
        squares = buffer("squares", Tensor.eye(units + 2).mul(PENALTY));
        products = buffer("products", Tensor.zeros(units + 2));
        readout = buffer("readout", Tensor.zeros(units + 2));
    }

    /**
     * Learns the series, predicts what comes next, one step ahead and by itself, and draws it.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(UNITS, LEARNED, Pictures.in(arguments));
    }

    static void run(int units, int learned, Pictures pictures) throws IOException {
        EchoState net = new EchoState(units, new SeededRandom(SEED));
        int from = WASHED_OUT + learned;
        Tensor series = series(from + UNSEEN + 1);
        net.features(series.slice(0, 0, WASHED_OUT));
        net.learn(series.slice(0, WASHED_OUT, from + 1));
        Tensor start = net.state.value();
        Tensor inputs = series.slice(0, from, from + UNSEEN);
        Tensor unseen = series.slice(0, from + 1, from + UNSEEN + 1);
        double error = error(net.features(inputs).matmul(net.readout.value()), unseen);
        System.out.printf(Locale.ROOT, "one step ahead: error %.6f%n", error);
        net.state.set(start);
        Tensor free = net.freeRun(series.at(from), UNSEEN);
        Tensor near = free.sub(unseen).abs().lt(unseen.std().mul(0.5));
        System.out.printf(
                Locale.ROOT,
                "by itself: error %.4f over 84 steps; near the series for %.0f of %d%n",
                error(free.slice(0, 0, 84), unseen.slice(0, 0, 84)),
                near.cumProd(0).sum().value(),
                UNSEEN);
        pictures.draw(
                "echo-state.png",
                new Chart("The Mackey-Glass series, and a network by itself")
                        .size(800, 400)
                        .xLabel("steps from the last that was learned")
                        .yLabel("x - 1")
                        .line("series", unseen.slice(0, 0, SHOWN).toArray())
                        .line("network", free.slice(0, 0, SHOWN).toArray()));
    }

    /** The root of the mean square error, by the standard deviation. */
    private static double error(Tensor predicted, Tensor series) {
        return StrictMath.sqrt(predicted.sub(series).square().mean().div(series.var()).value());
    }

    /** The features 1, u and s of an input u; the state s goes on. */
    private Tensor next(Tensor u) {
        Tensor field = recurrent.value().matmul(state.value()).add(input.value().mul(u));
        state.set(field.add(bias.value()).tanh());
        return Tensor.concat(0, Tensor.ones(1), u.reshape(1), state.value());
    }

    /** The features of each input, a row each. */
    private Tensor features(Tensor inputs) {
        return Tensor.stack(0, inputs.unstack(0).stream().map(this::next).toArray(Tensor[]::new));
    }

    /** Ridge regression of each value on those before, and on all that was learned earlier. */
    void learn(Tensor series) {
        int n = series.size(0) - 1;
        Tensor f = features(series.slice(0, 0, n));
        squares.set(squares.value().add(f.transpose().matmul(f)));
        products.set(products.value().add(series.slice(0, 1, n + 1).matmul(f)));
        readout.set(Linalg.choleskySolve(Linalg.cholesky(squares.value()), products.value()));
    }

    /** Predictions, each from the one before. */
    private Tensor freeRun(Tensor first, int steps) {
        Tensor[] all = new Tensor[steps];
        Tensor u = first;
        for (int step = 0; step < steps; step++) {
            u = Linalg.dot(next(u), readout.value());
            all[step] = u;
        }
        return Tensor.stack(0, all);
    }

    /** Values of the series at intervals of 1, after 1000 to forget how it began, less 1. */
    static Tensor series(int length) {
        int inOne = 10;
        int delay = 17 * inOne;
        double h = 1.0 / inOne;
        double[] x = new double[(1000 + length) * inOne + delay];
        Arrays.fill(x, 0, delay + 2, 1.2);
        for (int i = delay + 1; i < x.length - 1; i++) {
            int d = i - delay;
            double middle = (9 * (x[d] + x[d + 1]) - x[d - 1] - x[d + 2]) / 16;
            double k1 = slope(x[i], x[d]);
            double k2 = slope(x[i] + h / 2 * k1, middle);
            double k3 = slope(x[i] + h / 2 * k2, middle);
            double k4 = slope(x[i] + h * k3, x[d + 1]);
            x[i + 1] = x[i] + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
        }
        return Tensor.of(x).slice(0, 1000 * inOne + delay, x.length, inOne).sub(1);
    }

    private static double slope(double x, double delayed) {
        return 0.2 * delayed / (1 + StrictMath.pow(delayed, 10)) - 0.1 * x;
    }
}
