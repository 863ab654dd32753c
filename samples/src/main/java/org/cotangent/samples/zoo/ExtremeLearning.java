// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-data:0.1.0-SNAPSHOT
//SOURCES ../networks/SampleData.java
// spotless:on
package org.cotangent.samples.zoo;

import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.nn.Block;
import org.cotangent.nn.Buffer;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Dataset;
import org.cotangent.samples.networks.SampleData;

/**
 * An extreme learning machine that reads handwritten digits: hidden units with random weights that
 * are never trained, and output weights by least squares.
 *
 * <p>With the hidden units H of all digits and their classes T, as rows of zeros with a one, the
 * output weights are (H' H + penalty I)^-1 H' T. Both products are sums over digits, so that
 * batches are taken in one after the other and none is kept.
 *
 * <p>What to see: one pass over the digits, without a gradient and without a learning rate, reads
 * more than 95 % of the unseen ones right; the more random units, the better.
 *
 * <p>G.-B. Huang, Q.-Y. Zhu and C.-K. Siew, "Extreme learning machine: theory and applications",
 * Neurocomputing 70, 2006; N.-Y. Liang and others, 2006, for batches. Data: "Optical Recognition of
 * Handwritten Digits", E. Alpaydin and C. Kaynak, UCI Machine Learning Repository, 1998, CC BY 4.0.
 */
public final class ExtremeLearning extends Block implements Layer {
    private static final long SEED = 1;
    private static final int PIXELS = 64;
    private static final int CLASSES = 10;
    private static final int BATCH = 128;
    private static final int[] WIDTHS = {25, 50, 100, 200, 400, 800};
    private static final double DEVIATION = 0.2; // of the random weights
    private static final double PENALTY = 1;

    private final Buffer weight;
    private final Buffer bias;
    private final Buffer squares; // H' H
    private final Buffer products; // H' T
    private final Buffer output;

    ExtremeLearning(int hidden, RandomGenerator random) {
        super("elm");
        weight = buffer("weight", Tensor.normal(random, PIXELS, hidden).mul(DEVIATION));
        bias = buffer("bias", Tensor.normal(random, hidden));
        squares = buffer("squares", Tensor.eye(hidden).mul(PENALTY));
        products = buffer("products", Tensor.zeros(hidden, CLASSES));
        output = buffer("output", Tensor.zeros(hidden, CLASSES));
    }

    /**
     * Takes in the digits by networks of more and more hidden units, and prints how well each reads
     * those it never saw.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        run(WIDTHS);
    }

    static void run(int... widths) {
        SeededRandom random = new SeededRandom(SEED);
        Split<Tensor, int[]> digits = Split.of(digits(), 0.25, random);
        for (int width : widths) {
            ExtremeLearning net = new ExtremeLearning(width, random);
            for (Dataset<Tensor, int[]> batch : Batches.of(digits.train(), BATCH).epoch(random)) {
                net.takeIn(batch);
            }
            net.solve();
            System.out.printf(
                    Locale.ROOT,
                    "%3d hidden units: %5.1f %% of the digits right, %5.1f %% of the unseen%n",
                    width,
                    100 * net.accuracy(digits.train()),
                    100 * net.accuracy(digits.test()));
        }
    }

    /** Pixels from -1 to 1. */
    static Dataset<Tensor, int[]> digits() {
        return SampleData.digits().mapInputs(pixels -> pixels.div(8).sub(1));
    }

    Tensor hidden(Tensor x) {
        return x.matmul(weight.value()).add(bias.value()).tanh();
    }

    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return hidden(x).matmul(output.value());
    }

    void takeIn(Dataset<Tensor, int[]> batch) {
        Tensor h = hidden(batch.inputs());
        Tensor targets = Tensor.eye(CLASSES).indexSelect(0, batch.targets());
        squares.set(squares.value().add(h.transpose().matmul(h)));
        products.set(products.value().add(h.transpose().matmul(targets)));
    }

    /** The output weights that are best for all that was taken in. */
    void solve() {
        output.set(Linalg.choleskySolve(Linalg.cholesky(squares.value()), products.value()));
    }

    double accuracy(Dataset<Tensor, int[]> digits) {
        return Metrics.accuracy().apply(apply(digits.inputs()), digits.targets());
    }
}
