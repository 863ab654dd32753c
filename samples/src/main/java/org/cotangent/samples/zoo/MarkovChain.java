// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Embedding;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Losses;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.distributions.Categorical;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.plot.HeatMap;
import org.cotangent.samples.networks.Pictures;

/**
 * A Markov chain of letters: the probability of each letter depends on the one before it alone. It
 * is the network with a row of scores for each letter, an {@link Embedding} and a softmax.
 *
 * <p>What to see: the matrix of transitions that gradient descent on the likelihood finds is that
 * of counting, and the loss ends at the entropy of the counts. Powers of the matrix tend to the
 * stationary distribution, which is nearly that of the letters in the text, and the chain writes
 * something that looks like words from afar.
 *
 * <p>The text is the beginning of L. Carroll, "Alice's Adventures in Wonderland", 1865. A. Markov,
 * "An example of statistical investigation of the text Eugene Onegin concerning the connection of
 * samples in chains", 1913.
 */
public final class MarkovChain extends Block {
    private static final String TEXT =
            """
            alice was beginning to get very tired of sitting by her sister on the bank and of having
            nothing to do once or twice she had peeped into the book her sister was reading but it had
            no pictures or conversations in it and what is the use of a book thought alice without
            pictures or conversations so she was considering in her own mind as well as she could for
            the hot day made her feel very sleepy and stupid whether the pleasure of making a daisy
            chain would be worth the trouble of getting up and picking the daisies when suddenly a
            white rabbit with pink eyes ran close by her
            """
                    .replace('\n', ' ');

    private static final String LETTERS = " abcdefghiklmnoprstuvwy"; // that occur
    private static final int STATES = LETTERS.length();
    private static final long SEED = 1;
    private static final double RATE = 0.3;
    private static final int STEPS = 400;
    private static final int POWERS = 8; // squarings: 256 letters on
    private static final int WRITTEN = 200;

    private final Embedding scores;

    /** Each letter of the text but the last, and the one that follows it. */
    private final Tensor before =
            Tensor.of(TEXT.chars().mapToDouble(LETTERS::indexOf).toArray())
                    .slice(0, 0, TEXT.length() - 1);

    private final int[] after = TEXT.chars().skip(1).map(LETTERS::indexOf).toArray();

    MarkovChain(RandomGenerator random) {
        super("chain");
        scores = child(new Embedding("scores", STATES, STATES, Initializers.normal(0.01), random));
    }

    /** The mean of -log p of each letter after the one before it. */
    Tensor loss() {
        return Losses.softmaxCrossEntropy().apply(scores.apply(before), after);
    }

    void step(Optimizer optimizer) {
        optimizer.step(parameters(), loss().backward());
    }

    /** Rows with 1 at each letter before another. */
    private Tensor oneHot() {
        return before.unsqueeze(1).eq(Tensor.iota(STATES));
    }

    /** The most likely matrix in closed form: the shares of the letters after each. */
    Tensor counted() {
        Tensor counts = oneHot().transpose().matmul(Tensor.eye(STATES).indexSelect(0, after));
        return counts.div(counts.sum(Axes.keep(1)));
    }

    /**
     * Trains the chain, compares it to counts, prints its distribution, and lets it write.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(STEPS, Pictures.in(arguments));
    }

    static void run(int steps, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        MarkovChain chain = new MarkovChain(random);
        Optimizer optimizer = new Adam(RATE);
        for (int i = 0; i < steps; i++) {
            chain.step(optimizer);
        }
        Tensor counted = chain.counted();
        Tensor learned = Tensor.unrecorded(() -> chain.scores.weight().value().softmax(1));
        Tensor stationary = stationary(learned);
        Tensor share = chain.oneHot().mean(0);
        Tensor never = Tensor.where(counted, counted, Tensor.of(1)); // 0 log 0 is 0
        double entropy = share.matmul(counted.mul(never.log()).sum(1)).neg().value();
        double alone = share.mul(share.log()).sum().neg().value();
        print("loss after " + steps + " steps, in bits", bits(chain.loss().value()));
        print("entropy of the counts, in bits", bits(entropy));
        print("without the letter before, in bits", bits(alone));
        print("largest difference to counting", difference(learned, counted));
        print(
                "stationary: largest change by a step",
                difference(stationary.matmul(learned), stationary));
        print("stationary: largest difference to shares", difference(stationary, share));
        System.out.println("written: " + chain.written(random));
        pictures.draw(
                "markov-chain.png",
                new HeatMap(learned)
                        .title("The letter after each")
                        .yLabel("before")
                        .xLabel("after")
                        .names(LETTERS.replace(' ', '_').split(""))
                        .range(0, 1));
    }

    /** The rows of a high power of the matrix, which are all the same. */
    private static Tensor stationary(Tensor transitions) {
        Tensor power = transitions;
        for (int i = 0; i < POWERS; i++) {
            power = power.matmul(power);
        }
        return power.slice(0, 0, 1).squeeze(0);
    }

    private static double difference(Tensor a, Tensor b) {
        return a.sub(b).abs().amax().value();
    }

    private String written(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        Tensor letter = Tensor.of(0);
        for (int i = 0; i < WRITTEN; i++) {
            letter = new Categorical(scores.apply(letter)).sample(random);
            text.append(LETTERS.charAt((int) letter.value()));
        }
        return text.toString();
    }

    private static double bits(double nats) {
        return nats / StrictMath.log(2);
    }

    private static void print(String what, double value) {
        System.out.printf(Locale.ROOT, "%-42s %.6f%n", what, value);
    }
}
