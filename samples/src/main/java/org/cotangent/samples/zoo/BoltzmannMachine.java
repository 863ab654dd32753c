// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.nn.Block;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.plot.Chart;
import org.cotangent.samples.networks.Pictures;

/**
 * A Boltzmann machine of six units, so few that all of its 64 states can be listed: three that are
 * seen and three hidden ones learn a distribution.
 *
 * <p>A state s of zeros and ones has the energy E(s) = - sum of w_ij s_i s_j over i &lt; j - b' s
 * and the probability exp(-E(s)) / Z. The loss is the cross-entropy of the seen units' distribution
 * with the wanted one, a log-sum-exp over states, and the engine differentiates it. By hand its
 * slope by w_ij is &lt;s_i s_j&gt; under the model, less the same with the seen units as wanted;
 * the two are compared.
 *
 * <p>What to see: both gradients agree to rounding. The distribution, 000, 011, 101 and 110 alike
 * often, has independent pairs, so that without hidden units nothing is learned and the divergence
 * stays at log 2; with three it falls near 0. The machine's own chain of single units drawn at
 * random (Gibbs sampling) visits the states as often as they are probable, in the long run: it
 * stays near one for hundreds of draws, so that a million of them are off by a hundredth or two.
 *
 * <p>D. Ackley, G. Hinton and T. Sejnowski, "A learning algorithm for Boltzmann machines",
 * Cognitive Science 9, 1985.
 */
public final class BoltzmannMachine extends Block {
    private static final long SEED = 1;
    private static final int SEEN = 3;
    private static final int HIDDEN = 3;
    private static final int STEPS = 400;
    private static final int DRAWS = 1_000_000;

    /** Of 000 to 111: the third unit is on if one of the two others is, and not both. */
    private static final Tensor WANTED = Tensor.vector(1, 0, 0, 1, 0, 1, 1, 0).div(4);

    private final Tensor states; // all, a row each, by the seen units first
    private final Parameter weight;
    private final Parameter bias;

    BoltzmannMachine(int hidden, RandomGenerator random) {
        super("boltzmann");
        int units = SEEN + hidden;
        double[][] all = new double[1 << units][units];
        for (int s = 0; s < all.length; s++) {
            for (int i = 0; i < units; i++) {
                all[s][i] = s >> (units - 1 - i) & 1;
            }
        }
        states = Tensor.of(all);
        weight = parameter("weight", Tensor.normal(random, units, units));
        bias = bias("bias", Tensor.zeros(units));
    }

    /**
     * Compares the gradients, trains with hidden units and without, draws from the machine, and
     * shows the distributions.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(STEPS, DRAWS, Pictures.in(arguments));
    }

    static void run(int steps, int draws, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        BoltzmannMachine machine = new BoltzmannMachine(HIDDEN, random);
        System.out.printf(
                Locale.ROOT,
                "largest difference of the engine's gradient from sums over all states: %.1e%n",
                machine.differenceOfSlopes());
        for (int hidden : new int[] {0, HIDDEN}) {
            machine = new BoltzmannMachine(hidden, random);
            double before = machine.divergence();
            Optimizer adam = new Adam(0.1);
            for (int step = 0; step < steps; step++) {
                machine.step(adam);
            }
            System.out.printf(
                    Locale.ROOT,
                    "%d hidden units: divergence %.4f, after %d steps %.4f%n",
                    hidden,
                    before,
                    steps,
                    machine.divergence());
        }
        Tensor learned = machine.seen();
        Tensor drawn = machine.drawn(draws, random);
        System.out.printf(
                Locale.ROOT,
                "largest difference of %d draws from the probabilities: %.3f%n",
                draws,
                difference(learned, drawn));
        String[] names = {"000", "001", "010", "011", "100", "101", "110", "111"};
        pictures.draw(
                "boltzmann.png",
                new Chart("What three seen units do")
                        .xLabel("state")
                        .yLabel("probability")
                        .bars("wanted", names, WANTED.toArray())
                        .bars("learned", names, learned.toArray())
                        .bars("drawn by the machine", names, drawn.toArray()));
    }

    void step(Optimizer optimizer) {
        optimizer.step(parameters(), loss().backward());
    }

    /** The logarithm of the probability of each state, but for log Z. */
    private Tensor scores() {
        Tensor pairs = states.matmul(Linalg.triu(weight.value(), 1)).mul(states).sum(1);
        return pairs.add(states.matmul(bias.value()));
    }

    /** The cross-entropy, - sum of p log q over what is seen. */
    private Tensor loss() {
        Tensor scores = scores();
        Tensor seen = scores.reshape(1 << SEEN, -1).logSumExp(1).sub(scores.logSumExp());
        return Linalg.dot(WANTED, seen).neg();
    }

    /** The Kullback-Leibler divergence of the wanted distribution from the machine's. */
    private double divergence() {
        return loss().value() - StrictMath.log(4); // the entropy of four states
    }

    /** How probable what is seen is. */
    private Tensor seen() {
        return scores().softmax(0).reshape(1 << SEEN, -1).sum(1);
    }

    /**
     * By how much the slopes of the loss by weights, and on the diagonal by biases, differ at most:
     * the engine's from those of the paper, sums over all states, of which each is as probable as
     * the machine says, less that with what is seen as probable as wanted.
     */
    private double differenceOfSlopes() {
        Gradients all = loss().backward();
        Tensor engine = all.of(weight.value()).add(Linalg.diag(all.of(bias.value()), 0));
        Tensor p = scores().softmax(0).reshape(1 << SEEN, -1);
        Tensor asWanted = p.div(seen().unsqueeze(1)).mul(WANTED.unsqueeze(1));
        Tensor excess = p.sub(asWanted).reshape(-1, 1);
        Tensor sums = Linalg.triu(states.transpose().matmul(states.mul(excess)), 0);
        return difference(engine, sums);
    }

    /**
     * How often a chain is in each state, where one unit after the other is drawn: on or off, as
     * likely as the two states that differ by it.
     */
    private Tensor drawn(int draws, RandomGenerator random) {
        double[] scores = scores().toArray();
        double[] counts = new double[1 << SEEN];
        int state = 0;
        for (int draw = 0; draw < draws; draw++) {
            for (int unit = scores.length / 2; unit > 0; unit /= 2) {
                double field = scores[state | unit] - scores[state & ~unit];
                boolean on = random.nextDouble() < 1 / (1 + StrictMath.exp(-field));
                state = on ? state | unit : state & ~unit;
            }
            counts[state * counts.length / scores.length]++;
        }
        return Tensor.of(counts).div(draws);
    }

    private static double difference(Tensor a, Tensor b) {
        return a.sub(b).abs().amax().value();
    }
}
