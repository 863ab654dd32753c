// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
//FILES org/cotangent/samples/alice.txt=../../../../../resources/org/cotangent/samples/alice.txt
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.CrossEntropy;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Embedding;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.distributions.Categorical;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Clipping;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.plot.Chart;
import org.cotangent.nn.sequences.Recurrent;
import org.cotangent.nn.sequences.RecurrentResult;
import org.cotangent.samples.networks.Pictures;

/**
 * A model of the characters of a text: from all that came before it tells how probable each
 * character is as the next one, and so can write. It learns the beginning of "Alice's Adventures in
 * Wonderland" by simple cells, long short-term memory, and gated recurrent units.
 *
 * <p>The text runs in some rows side by side, in stretches: the states of a stretch are carried
 * over to the next one without their gradient, which is truncated back-propagation through time.
 *
 * <p>What to see: a character costs log2 of their number in bits at first, and less than half of
 * that after a few passes over the text. What is written then is not yet English, but has words,
 * spaces and quotation marks of English.
 *
 * <p>J. Elman, "Finding structure in time", 1990; A. Karpathy, "The unreasonable effectiveness of
 * recurrent neural networks", 2015.
 */
public final class CharacterModel extends Block {
    private static final long SEED = 1;
    static final int FEATURES = 16;
    static final int WIDTH = 64;
    private static final int ROWS = 16;
    private static final int STRETCH = 25; // steps that gradients pass
    private static final int EPOCHS = 40;
    private static final int WRITTEN = 160;
    private static final double RATE = 0.01;
    private static final double TEMPERATURE = 0.7; // below 1: the probable becomes more so
    private static final CrossEntropy LOSS = Losses.softmaxCrossEntropy().bits();

    private final String characters;
    private final Embedding embedding;
    private final Recurrent network;
    private final Dense output;
    private List<Tensor> states; // in which the stretch before ended

    CharacterModel(Recurrent.Settings cells, String characters, RandomGenerator random) {
        super("characters");
        this.characters = characters;
        int count = characters.length();
        Initializer normal = Initializers.normal(1);
        embedding = child(new Embedding("embedding", count, FEATURES, normal, random));
        network = child(cells.build(random));
        output = child(new Dense("output", WIDTH, count, Initializers.xavier(), random));
    }

    /** The logits of the characters that come next, [rows, steps, characters]. */
    private Tensor next(Tensor x, Pass pass) {
        RecurrentResult found = network.forward(embedding.forward(x, pass), states, pass);
        states = found.carried();
        return output.forward(found.outputs(), pass);
    }

    /**
     * Trains three models, prints what a character costs and what they write, and draws the curves.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(EPOCHS, Pictures.in(arguments));
    }

    static void run(int epochs, Pictures pictures) throws IOException {
        String text = text();
        int kinds = characters(text).length();
        System.out.printf(
                Locale.ROOT,
                "%d characters of %d kinds: %.2f bits each, were all as likely%n",
                text.length(),
                kinds,
                StrictMath.log(kinds) / StrictMath.log(2));
        Chart chart = new Chart("Bits a character").size(800, 500).xLabel("pass over the text");
        chart = trained("Elman", Recurrent.elman(FEATURES, WIDTH), text, epochs, chart);
        chart = trained("LSTM", Recurrent.lstm(FEATURES, WIDTH), text, epochs, chart);
        chart = trained("GRU", Recurrent.gru(FEATURES, WIDTH), text, epochs, chart);
        pictures.draw("character-model.png", chart);
    }

    static String text() throws IOException {
        try (InputStream in =
                CharacterModel.class.getResourceAsStream("/org/cotangent/samples/alice.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.US_ASCII);
        }
    }

    /** Each that occurs, once, in alphabetic order. */
    static String characters(String text) {
        return text.chars()
                .distinct()
                .sorted()
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static Chart trained(
            String name, Recurrent.Settings cells, String text, int epochs, Chart chart) {
        SeededRandom random = new SeededRandom(SEED);
        CharacterModel model = new CharacterModel(cells, characters(text), random);
        Optimizer adam = optimizer();
        double[] bits = new double[epochs];
        for (int epoch = 0; epoch < epochs; epoch++) {
            bits[epoch] = model.epoch(text, adam, random);
        }
        System.out.printf(
                Locale.ROOT, "%-5s after %d passes: %.2f bits%n", name, epochs, bits[epochs - 1]);
        System.out.println("  " + model.written(random).replace("\n", "\n  "));
        return chart.line(name, bits);
    }

    static Optimizer optimizer() {
        return Clipping.byGlobalNorm(new Adam(RATE), 1);
    }

    /** A pass over the text: what a character costs on the way, in bits. */
    double epoch(String text, Optimizer optimizer, RandomGenerator random) {
        int length = (text.length() - 1) / ROWS;
        Tensor symbols = Tensor.of(text.chars().mapToDouble(characters::indexOf).toArray());
        Tensor x = symbols.slice(0, 0, ROWS * length).reshape(ROWS, length);
        Tensor y = symbols.slice(0, 1, ROWS * length + 1).reshape(ROWS, length);
        DoubleStream.Builder bits = DoubleStream.builder();
        states = network.initial(ROWS);
        for (int from = 0; from + STRETCH <= length; from += STRETCH) {
            Tensor logits = next(x.slice(1, from, from + STRETCH), Pass.training(random));
            double[] next = y.slice(1, from, from + STRETCH).toArray();
            int[] classes = Arrays.stream(next).mapToInt(each -> (int) each).toArray();
            Tensor loss = LOSS.apply(logits, classes);
            optimizer.step(parameters(), loss.backward());
            bits.add(loss.value());
        }
        return bits.build().average().orElseThrow();
    }

    /** Some text, each character drawn by its probability and given as the next input. */
    private String written(RandomGenerator random) {
        StringBuilder text = new StringBuilder("Alice ");
        states = network.initial(1);
        for (int i = 0; i < WRITTEN; i++) {
            Tensor x = Tensor.full(characters.indexOf(text.charAt(i)), 1, 1);
            Tensor logits = Tensor.unrecorded(() -> next(x, Pass.evaluation()));
            if (i == text.length() - 1) {
                Tensor drawn = new Categorical(logits.div(TEMPERATURE)).sample(random);
                text.append(characters.charAt((int) drawn.get(0, 0)));
            }
        }
        return text.toString();
    }
}
