// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java CopyTask.java
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
import org.cotangent.nn.train.Pair;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.cotangent.samples.networks.Pictures;

/**
 * A controller with a memory, trained on a task of copying: what {@link NeuralTuringMachine} and
 * {@link DifferentiableNeuralComputer} have in common.
 */
abstract class MemoryNetwork extends Block {
    static final int SIZE = 8; // of a place of the memory
    static final int INPUTS = CopyTask.CHANNELS + SIZE; // of the controller
    static final int WIDTH = 32; // of the controller
    private static final int BATCHES = 100; // an epoch

    private final CopyTask task;

    MemoryNetwork(String name, CopyTask task) {
        super(task.repeats() ? name + "-repeat" : name);
        this.task = task;
    }

    /**
     * A run over a batch of sequences.
     *
     * @param x inputs, [steps, rows, channels]
     * @return logits, and the places written and read, for all steps, [steps, rows, ...]
     */
    abstract List<Tensor> run(Tensor x, Pass pass);

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

    /** The logits of the steps in which the network writes, [rows, steps of writing, outputs]. */
    private Tensor copied(Pair<Tensor, Tensor> batch, Pass pass) {
        int steps = batch.first().size(1);
        Tensor logits = run(batch.first().permute(1, 0, 2), pass).get(0);
        return logits.slice(0, steps - batch.second().size(1), steps).permute(1, 0, 2);
    }

    private Tensor loss(Pair<Tensor, Tensor> batch, Pass pass) {
        return Losses.binaryCrossEntropy().apply(copied(batch, pass), batch.second());
    }

    /** The share of right bits of 100 new sequences. */
    double right(int length, int times, RandomGenerator random) {
        Pair<Tensor, Tensor> batch = task.sequences(100, length, times, random);
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
                    task.repeats() ? ", " + size[1] + " times" : "",
                    100 * right(size[0], size[1], random));
        }
    }

    /** Trains the network, prints how much it copies, and draws a run. */
    void run(double rate, int epochs, Pictures pictures, SeededRandom random) throws IOException {
        print(name() + ", untrained", random);
        trainer(rate, epochs).fit(task.batches(BATCHES), random);
        print(name() + ", after " + epochs * BATCHES + " batches", random);
        pictures.draw(name() + ".png", picture(random));
    }

    private Panels picture(RandomGenerator random) {
        int[] size = task.sizes()[3];
        Tensor x = task.sequences(1, size[0], size[1], random).first().permute(1, 0, 2);
        List<Tensor> run = Tensor.unrecorded(() -> run(x, Pass.evaluation()));
        return new Panels(
                2,
                List.of(
                        map("Bits and marks that go in", "channel", x),
                        map("What it puts out", "channel", run.get(0).sigmoid()),
                        map("Where it writes", "place", run.get(1)),
                        map("Where it reads", "place", run.get(2))));
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
