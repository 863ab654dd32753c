// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
//SOURCES SequenceToSequence.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Embedding;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.sequences.Attention;
import org.cotangent.nn.sequences.PositionalEncoding;
import org.cotangent.nn.sequences.Recurrent;
import org.cotangent.nn.sequences.RecurrentResult;
import org.cotangent.samples.networks.Pictures;

/**
 * Sequence-to-sequence learning with attention: an encoder of gated recurrent units reads ten
 * digits in both directions, and a decoder writes them in reverse. While it writes, it looks at the
 * states of the encoder, for the last one alone does not hold ten digits. Sines tell both the
 * positions; without them equal digits side by side are mixed up in one sequence of a hundred.
 *
 * <p>What to see: all unseen sequences are reversed without a fault, and the map of attention is
 * the diagonal from the last digit to the first, which nobody programmed.
 *
 * <p>D. Bahdanau, K. Cho, Y. Bengio, "Neural machine translation by jointly learning to align and
 * translate", 2015; the attention by products is that of M. Luong, H. Pham, C. Manning, "Effective
 * approaches to attention-based neural machine translation", 2015.
 */
public final class Reversal extends SequenceToSequence {
    private static final long SEED = 1;
    private static final int EPOCHS = 6;
    private static final double RATE = 0.01;
    private static final int WIDTH = 32;

    private final Embedding symbols;
    private final PositionalEncoding positions = new PositionalEncoding();
    private final Recurrent encoder;
    private final Dense first; // from the encoder's last state to the decoder's first
    private final Recurrent decoder;
    private final Dense keys;
    private final Dense output;

    Reversal(RandomGenerator random) {
        super("reversal");
        symbols =
                child(new Embedding("symbols", SYMBOLS + 1, WIDTH, Initializers.normal(1), random));
        child(positions);
        encoder = child(Recurrent.gru(WIDTH, WIDTH).name("encoder").bidirectional().build(random));
        first = child(dense("first", 2 * WIDTH, WIDTH, random));
        decoder = child(Recurrent.gru(WIDTH, WIDTH).name("decoder").build(random));
        keys = child(dense("keys", 2 * WIDTH, WIDTH, random));
        output = child(dense("output", 3 * WIDTH, SYMBOLS, random));
    }

    private static Dense dense(String name, int inputs, int outputs, RandomGenerator random) {
        return new Dense(name, inputs, outputs, Initializers.xavier(), random);
    }

    private Tensor placed(Tensor sequence, Pass pass) {
        return positions.forward(symbols.forward(sequence, pass), pass);
    }

    @Override
    Attention.Output next(Tensor source, Tensor given, Pass pass) {
        RecurrentResult read =
                encoder.forward(placed(source, pass), encoder.initial(source.size(0)), pass);
        Tensor start = first.forward(read.last(), pass).tanh();
        Tensor states =
                decoder.forward(placed(given, pass), List.of(start.unsqueeze(0)), pass).outputs();
        Attention.Output seen =
                new Attention().attend(states, keys.forward(read.outputs(), pass), read.outputs());
        Tensor both = Tensor.concat(2, states, seen.output());
        return new Attention.Output(output.forward(both, pass), seen.weights());
    }

    /**
     * Trains, prints how many unseen sequences are reversed, and draws where the network looks.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(EPOCHS, Pictures.in(arguments));
    }

    static void run(int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        new Reversal(random).run(RATE, epochs, random, pictures);
    }
}
