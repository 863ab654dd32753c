// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
//SOURCES SequenceToSequence.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Embedding;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.LayerNorm;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.sequences.Attention;
import org.cotangent.nn.sequences.AttentionMask;
import org.cotangent.nn.sequences.PositionalEncoding;
import org.cotangent.nn.sequences.TransformerDecoderLayer;
import org.cotangent.nn.sequences.TransformerEncoderLayer;
import org.cotangent.nn.sequences.TransformerSettings;
import org.cotangent.samples.networks.Pictures;

/**
 * A transformer: an encoder and a decoder of attention alone, without recurrence, that writes ten
 * digits in reverse. It knows the order of the digits from sines of their positions only.
 *
 * <p>What to see: all unseen sequences are reversed without a fault, and what the heads look at is,
 * in their mean, the diagonal from the last digit to the first. A causal mask keeps the decoder
 * from looking at the digits that it is to write; all steps are trained at once for that reason.
 *
 * <p>A. Vaswani and others, "Attention is all you need", 2017.
 */
public final class Transformer extends SequenceToSequence {
    private static final long SEED = 1;
    private static final int EPOCHS = 3;
    private static final double RATE = 0.005;
    private static final int WIDTH = 32;
    private static final int HEADS = 2;

    private final Embedding symbols;
    private final PositionalEncoding positions = new PositionalEncoding();
    private final TransformerEncoderLayer encoder;
    private final LayerNorm memoryNorm;
    private final TransformerDecoderLayer decoder;
    private final LayerNorm outputNorm;
    private final Dense output;

    Transformer(RandomGenerator random) {
        super("transformer");
        TransformerSettings settings =
                TransformerSettings.of(WIDTH, HEADS).hidden(2 * WIDTH).normFirst();
        symbols =
                child(new Embedding("symbols", SYMBOLS + 1, WIDTH, Initializers.normal(1), random));
        child(positions);
        encoder = child(new TransformerEncoderLayer(settings, random));
        memoryNorm = child(new LayerNorm("memoryNorm", WIDTH));
        decoder = child(new TransformerDecoderLayer(settings, random));
        outputNorm = child(new LayerNorm("outputNorm", WIDTH));
        output = child(new Dense("output", WIDTH, SYMBOLS, Initializers.xavier(), random));
    }

    private Tensor placed(Tensor sequence, Pass pass) {
        return positions.forward(symbols.forward(sequence, pass), pass);
    }

    @Override
    Attention.Output next(Tensor source, Tensor given, Pass pass) {
        Tensor memory = memoryNorm.forward(encoder.forward(placed(source, pass), pass), pass);
        Attention.Output all =
                decoder.attend(
                        placed(given, pass),
                        memory,
                        AttentionMask.causal(),
                        AttentionMask.none(),
                        pass);
        Tensor scores = output.forward(outputNorm.forward(all.output(), pass), pass);
        return new Attention.Output(scores, all.weights().mean(1));
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
        new Transformer(random).run(RATE, epochs, random, pictures);
    }
}
