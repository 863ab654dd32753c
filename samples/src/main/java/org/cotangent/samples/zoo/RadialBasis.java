// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.Locale;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.nn.Block;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.plot.Chart;
import org.cotangent.samples.networks.Pictures;

/**
 * A network of radial basis functions, y = sum of w_k exp(-|x - c_k|^2 / (2 r_k^2)), which follows
 * a curve that swings faster and faster.
 *
 * <p>At first the bumps stand at equal distances with one width for all, and only the weights are
 * fitted, by least squares. Then centers, widths and weights are trained together. A width is the
 * exponential of a parameter, so that it stays positive.
 *
 * <p>What to see: the bumps move and take widths of their own, the narrowest where the curve swings
 * fastest; the error falls to a small part of the best that fixed bumps can do.
 *
 * <p>D. Broomhead and D. Lowe, "Multivariable functional interpolation and adaptive networks",
 * Complex Systems 2, 1988; T. Poggio and F. Girosi, "Networks for approximation and learning",
 * Proceedings of the IEEE 78, 1990, for centers that move.
 */
public final class RadialBasis extends Block implements Layer {
    private static final double END = 5;
    private static final int POINTS = 300;
    private static final int BUMPS = 12;
    private static final int STEPS = 4000;
    private static final double RATE = 0.01;

    private final Parameter centers; // [bumps, inputs]
    private final Parameter logWidths;
    private final Parameter weight;

    RadialBasis(Tensor at, double width) {
        super("rbf");
        centers = parameter("centers", at);
        logWidths = bias("logWidths", Tensor.full(StrictMath.log(width), at.size(0)));
        weight = parameter("weight", Tensor.zeros(at.size(0), 1));
    }

    /**
     * Fits fixed bumps, trains them, and draws both.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(STEPS, Pictures.in(arguments));
    }

    static void run(int steps, Pictures pictures) throws IOException {
        Tensor x = inputs();
        Tensor y = x.square().sin();
        RadialBasis net = evenly(BUMPS);
        net.fitWeights(x, y);
        Tensor fixed = net.apply(x);
        Tensor before = net.centers.value();
        System.out.printf(
                Locale.ROOT,
                "%d bumps: root mean square error %.4f by least squares",
                BUMPS,
                StrictMath.sqrt(fixed.sub(y).square().mean().value()));
        Optimizer adam = new Adam(RATE);
        for (int step = 0; step < steps; step++) {
            adam.setLearningRate(RATE * (steps - step) / steps);
            net.step(x, y, adam);
        }
        System.out.printf(Locale.ROOT, ", %.4f trained%n", StrictMath.sqrt(net.loss(x, y).value()));
        Tensor widths = net.logWidths.value().exp();
        System.out.printf(
                Locale.ROOT,
                "widths: %.2f to begin with, then from %.2f to %.2f%n",
                END / BUMPS,
                widths.amin().value(),
                widths.amax().value());
        double[] at = x.toArray();
        pictures.draw(
                "radial-basis.png",
                new Chart("sin(x^2) by " + BUMPS + " bumps")
                        .size(900, 500)
                        .yRange(-1.6, 1.3)
                        .line("trained bumps", at, net.apply(x).toArray())
                        .line("fixed bumps", at, fixed.toArray())
                        .points("curve", every(x), every(y))
                        .points("centers, fixed", before.toArray(), level(-1.3))
                        .points("centers, trained", net.centers.value().toArray(), level(-1.45)));
    }

    /** Every eighth element. */
    private static double[] every(Tensor column) {
        return column.slice(0, 0, POINTS, 8).toArray();
    }

    private static double[] level(double y) {
        return Tensor.full(y, BUMPS).toArray();
    }

    static Tensor inputs() {
        return Tensor.iota(POINTS).mul(END / (POINTS - 1)).unsqueeze(1);
    }

    /** Bumps at equal distances, of that width. */
    static RadialBasis evenly(int bumps) {
        return new RadialBasis(
                Tensor.iota(bumps).add(0.5).mul(END / bumps).unsqueeze(1), END / bumps);
    }

    /** The bumps at points of shape [rows, inputs], a column for each. */
    Tensor bumps(Tensor x) {
        Tensor squares = x.unsqueeze(1).sub(centers.value()).square().sum(2);
        return squares.mul(logWidths.value().mul(-2).exp()).div(-2).exp();
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return bumps(x).matmul(weight.value());
    }

    /** The weights that are best for the bumps as they are. */
    void fitWeights(Tensor x, Tensor y) {
        weight.set(Tensor.unrecorded(() -> Linalg.lstsq(bumps(x), y)));
    }

    Tensor loss(Tensor x, Tensor y) {
        return apply(x).sub(y).square().mean();
    }

    void step(Tensor x, Tensor y, Optimizer optimizer) {
        optimizer.step(parameters(), loss(x, y).backward());
    }
}
