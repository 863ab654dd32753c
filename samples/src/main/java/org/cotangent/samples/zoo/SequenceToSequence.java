// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Clipping;
import org.cotangent.nn.optim.Schedules;
import org.cotangent.nn.plot.HeatMap;
import org.cotangent.nn.sequences.Attention;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.cotangent.samples.networks.Pictures;

/**
 * A network from one sequence of symbols to another, by attention, and the task of reversing ten
 * digits: the one of {@link Reversal} and of {@link Transformer}.
 *
 * <p>In training the network is given the right symbols up to a step and predicts the next; in use
 * it is given those that it wrote itself. Every batch is new, so that the digits of the test were
 * never seen.
 */
abstract class SequenceToSequence extends Block {
    static final int SYMBOLS = 10;
    static final int START = SYMBOLS; // one more symbol, before the first that is written
    private static final int LENGTH = 10;
    private static final int ROWS = 32;
    private static final int BATCHES = 200; // an epoch
    private static final int UNSEEN = 1000;

    SequenceToSequence(String name) {
        super(name);
    }

    /**
     * Scores of the next symbol after each of those given, and where the network looked.
     *
     * @param source the symbols to read, [rows, steps]
     * @param given the symbols written before, [rows, written]
     * @return scores [rows, written, symbols], weights [rows, written, steps]
     */
    abstract Attention.Output next(Tensor source, Tensor given, Pass pass);

    static Tensor digits(int rows, RandomGenerator random) {
        return Tensor.of(
                random.ints((long) rows * LENGTH, 0, SYMBOLS).asDoubleStream().toArray(),
                rows,
                LENGTH);
    }

    private static Tensor withStart(Tensor symbols) {
        return Tensor.concat(1, Tensor.full(START, symbols.size(0), 1), symbols);
    }

    private static Tensor loss(SequenceToSequence network, Tensor source, Pass pass) {
        Tensor target = source.flip(1);
        Tensor given = withStart(target.slice(1, 0, LENGTH - 1));
        return Losses.softmaxCrossEntropy()
                .steps()
                .apply(network.next(source, given, pass).output(), classes(target));
    }

    private static int[][] classes(Tensor symbols) {
        return Arrays.stream(symbols.toMatrix())
                .map(row -> Arrays.stream(row).mapToInt(s -> (int) s).toArray())
                .toArray(int[][]::new);
    }

    /** What the network writes, each symbol after those that it wrote before. */
    private Tensor written(Tensor source) {
        Tensor given = Tensor.full(START, source.size(0), 1);
        for (int step = 0; step < LENGTH; step++) {
            Tensor scores = next(source, given, Pass.evaluation()).output();
            Tensor best = scores.slice(1, step, step + 1).argMax(-1);
            given = Tensor.concat(1, given, best);
        }
        return given.slice(1, 1, LENGTH + 1);
    }

    Trainer<SequenceToSequence, Tensor> trainer(double rate, int epochs) {
        return new Trainer<SequenceToSequence, Tensor>(
                        this, SequenceToSequence::loss, Clipping.byGlobalNorm(new Adam(rate), 1))
                .schedule(Schedules.cosine(rate, epochs, rate / 20))
                .epochs(epochs)
                .progress(Progress.none());
    }

    static Batches<Tensor> batches(int count) {
        return Batches.generated(count, random -> digits(ROWS, random));
    }

    /** Trains, prints how many unseen sequences are reversed without a fault, and draws the map. */
    void run(double rate, int epochs, SeededRandom random, Pictures pictures) throws IOException {
        trainer(rate, epochs).fit(batches(BATCHES), random);
        Tensor source = digits(UNSEEN, random);
        Tensor written = Tensor.unrecorded(() -> written(source));
        Tensor right = written.eq(source.flip(1));
        System.out.printf(
                Locale.ROOT,
                "%s, %d batches of %d: %.1f %% of %d unseen sequences reversed, %.2f %% of the"
                        + " digits%n",
                name(),
                epochs * BATCHES,
                ROWS,
                100 * right.all(-1).mean().value(),
                UNSEEN,
                100 * right.mean().value());
        Tensor one = source.slice(0, 0, 1);
        Tensor given = withStart(written.slice(0, 0, 1).slice(1, 0, LENGTH - 1));
        Tensor weights = Tensor.unrecorded(() -> next(one, given, Pass.evaluation()).weights());
        print(names(one), names(written.slice(0, 0, 1)), weights.reshape(LENGTH, LENGTH));
        pictures.draw(
                name() + ".png",
                new HeatMap(weights.reshape(LENGTH, LENGTH))
                        .title("Where the network looks while it writes")
                        .xLabel("read")
                        .yLabel("written")
                        .columnNames(names(one))
                        .rowNames(names(written.slice(0, 0, 1)))
                        .range(0, 1));
    }

    private static String[] names(Tensor symbols) {
        return Arrays.stream(symbols.toArray())
                .mapToObj(s -> String.valueOf((int) s))
                .toArray(String[]::new);
    }

    /** The map of attention in characters: a row for each digit written, denser is more. */
    private static void print(String[] read, String[] written, Tensor weights) {
        System.out.println("reads    " + String.join(" ", read));
        for (int i = 0; i < written.length; i++) {
            int row = i;
            StringBuilder line = new StringBuilder("writes " + written[i] + " ");
            IntStream.range(0, read.length)
                    .mapToObj(j -> " .:-=+*#%@".charAt((int) (weights.get(row, j) * 9.999)))
                    .forEach(c -> line.append(c).append(' '));
            System.out.println(line.toString().stripTrailing());
        }
    }
}
