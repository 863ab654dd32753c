// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Block;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Clipping;
import org.cotangent.nn.plot.HeatMap;
import org.cotangent.nn.plot.Panels;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Pair;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.cotangent.program.Loop;
import org.cotangent.samples.networks.Pictures;

/**
 * A controller with a memory, and the tasks of {@link NeuralTuringMachine} and {@link
 * DifferentiableNeuralComputer}: to copy a sequence of bits, once, or as often as a number says,
 * and then to put out a mark of the end. A network reads the whole sequence before it writes; every
 * batch is new.
 */
abstract class MemoryNetwork extends Block {
    static final int BITS = 4;
    static final int CHANNELS = BITS + 2; // and marks of the start and of the end
    static final int SIZE = 8; // of a place of the memory
    static final int WIDTH = 32; // of the controller
    private static final int ROWS = 16;
    private static final int BATCHES = 100; // an epoch

    /** A task, with the largest sizes of training. */
    enum Task {
        COPY("", 10, 1),
        REPEAT_COPY("-repeat", 5, 4);

        private final String suffix;
        private final int length;
        private final int times;

        Task(String suffix, int length, int times) {
            this.suffix = suffix;
            this.length = length;
            this.times = times;
        }

        /** Bits, and a mark of the end where there is a number of times. */
        int outputs() {
            return times > 1 ? BITS + 1 : BITS;
        }

        /** Lengths and times of which some are larger than in training. */
        private int[][] sizes() {
            return times > 1
                    ? new int[][] {{3, 2}, {length, times}, {3, 2 * times}, {2 * length, times}}
                    : new int[][] {{1, 1}, {5, 1}, {length, 1}, {2 * length, 1}};
        }
    }

    private final Task task;

    MemoryNetwork(String name, Task task) {
        super(name + task.suffix);
        this.task = task;
    }

    /** Outputs, and the places written and read, for all steps, [steps, rows, ...]. */
    record Run(Tensor logits, Tensor written, Tensor read) {
        Run(Loop.Results all) {
            this(all.outputs().get(0), all.outputs().get(1), all.outputs().get(2));
        }
    }

    /**
     * A run over a batch of sequences.
     *
     * @param x inputs, [steps, rows, channels]
     */
    abstract Run run(Tensor x, Pass pass);

    /** How much each row of a memory is like a key: the cosines of the angles between them. */
    static Tensor cosines(Tensor memory, Tensor key) {
        Tensor lengths = length(memory).mul(length(key).unsqueeze(1));
        return memory.matmul(key.unsqueeze(2)).squeeze(2).div(lengths);
    }

    private static Tensor length(Tensor x) {
        return x.square().sum(-1).add(1e-6).sqrt();
    }

    Trainer<MemoryNetwork, Pair<Tensor, Tensor>> trainer(double rate, int epochs) {
        return new Trainer<MemoryNetwork, Pair<Tensor, Tensor>>(
                        this, MemoryNetwork::loss, Clipping.byGlobalNorm(new Adam(rate), 1))
                .epochs(epochs)
                .progress(Progress.none());
    }

    Batches<Pair<Tensor, Tensor>> batches(int count) {
        return Batches.generated(
                count,
                random ->
                        sequences(
                                ROWS,
                                1 + random.nextInt(task.length),
                                1 + random.nextInt(task.times),
                                random));
    }

    /**
     * A mark, the bits, a mark with the number of times, zeros while the network writes, [rows,
     * steps, channels]; and what it is to write, [rows, steps of writing, outputs].
     */
    private Pair<Tensor, Tensor> sequences(
            int rows, int length, int times, RandomGenerator random) {
        double[] drawn = random.ints((long) rows * length * BITS, 0, 2).asDoubleStream().toArray();
        Tensor bits = Tensor.of(drawn, rows, length, BITS);
        Tensor target = bits.tile(1, times, 1);
        if (task.times > 1) {
            Tensor noMark = Tensor.zeros(rows, times * length, 1);
            Tensor end = mark(rows, BITS + 1, BITS, 1);
            target = Tensor.concat(1, Tensor.concat(2, target, noMark), end);
        }
        Tensor x =
                Tensor.concat(
                        1,
                        mark(rows, CHANNELS, BITS, 1),
                        Tensor.concat(2, bits, Tensor.zeros(rows, length, 2)),
                        mark(rows, CHANNELS, BITS + 1, times),
                        Tensor.zeros(rows, target.size(1), CHANNELS));
        return new Pair<>(x, target);
    }

    private static Tensor mark(int rows, int channels, int which, double value) {
        double[] one = new double[channels];
        one[which] = value;
        return Tensor.of(one, 1, 1, channels).expand(rows, 1, channels);
    }

    /** The logits of the steps in which the network writes, [rows, steps of writing, outputs]. */
    private Tensor copied(Pair<Tensor, Tensor> batch, Pass pass) {
        int steps = batch.first().size(1);
        Tensor logits = run(batch.first().permute(1, 0, 2), pass).logits();
        return logits.slice(0, steps - batch.second().size(1), steps).permute(1, 0, 2);
    }

    private Tensor loss(Pair<Tensor, Tensor> batch, Pass pass) {
        return Losses.binaryCrossEntropy().apply(copied(batch, pass), batch.second());
    }

    /** The share of right bits of 100 new sequences. */
    double right(int length, int times, RandomGenerator random) {
        Pair<Tensor, Tensor> batch = sequences(100, length, times, random);
        Tensor logits = Tensor.unrecorded(() -> copied(batch, Pass.evaluation()));
        return logits.gt(0).eq(batch.second()).mean().value();
    }

    private void print(String when, RandomGenerator random) {
        System.out.println(when);
        for (int[] size : task.sizes()) {
            System.out.printf(
                    Locale.ROOT,
                    "  length %2d%s: %6.2f %% of the bits%n",
                    size[0],
                    task.times > 1 ? ", " + size[1] + " times" : "",
                    100 * right(size[0], size[1], random));
        }
    }

    /** Trains the network, prints how much it copies, and draws a run. */
    void run(double rate, int epochs, Pictures pictures, SeededRandom random) throws IOException {
        print(name() + ", untrained", random);
        trainer(rate, epochs).fit(batches(BATCHES), random);
        print(name() + ", after " + epochs * BATCHES + " batches", random);
        pictures.draw(name() + ".png", picture(random));
    }

    private Panels picture(RandomGenerator random) {
        int[] size = task.sizes()[3];
        Tensor x = sequences(1, size[0], size[1], random).first().permute(1, 0, 2);
        Run run = Tensor.unrecorded(() -> run(x, Pass.evaluation()));
        return new Panels(
                2,
                List.of(
                        map("Bits and marks that go in", "channel", x),
                        map("What it puts out", "channel", run.logits().sigmoid()),
                        map("Where it writes", "place", run.written()),
                        map("Where it reads", "place", run.read())));
    }

    private static HeatMap map(String title, String rows, Tensor steps) {
        return new HeatMap(steps.squeeze(1).transpose())
                .title(title)
                .xLabel("step")
                .yLabel(rows)
                .range(0, 1)
                .cell(8);
    }
}
