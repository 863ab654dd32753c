// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;
import org.cotangent.Activations;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.nn.Block;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Clipping;
import org.cotangent.nn.optim.Schedules;
import org.cotangent.nn.plot.HeatMap;
import org.cotangent.nn.plot.Panels;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Pair;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.cotangent.program.Loop;
import org.cotangent.samples.networks.Pictures;

/**
 * A differentiable neural computer: a controller with a memory whose places it finds by content, or
 * because they are free, or in the order in which they were written. It learns to copy a sequence
 * of bits from examples alone; here the controller is a feed-forward layer, so that all that is
 * known of the past is in the memory.
 *
 * <p>What to see: trained on lengths up to 10, it copies those of 20, in a larger memory. It writes
 * each row into a free place, finds the first by its content, and follows the links from there: in
 * the picture it reads the places in the order in which it wrote them.
 *
 * <p>A. Graves and others, "Hybrid computing using a neural network with dynamic external memory",
 * 2016; there are several read heads, here there is one.
 */
public final class DifferentiableNeuralComputer extends Block {
    private static final long SEED = 1;
    private static final int BITS = 4;
    private static final int CHANNELS = BITS + 2; // and marks of the start and of the end
    private static final int SIZE = 8; // of a place
    private static final int WIDTH = 32; // of the controller
    private static final int SPARE = 2; // places that a copy does not need
    private static final int LONGEST = 10; // in training
    private static final int LONG = 20; // afterwards
    private static final int ROWS = 16;
    private static final int BATCHES = 100; // an epoch
    private static final int EPOCHS = 10;
    private static final double RATE = 0.01;

    private final Dense controller;
    private final Dense heads;
    private final Dense output;

    /** Outputs, and places written and read, for all steps, [steps, rows, ...]. */
    private record Run(Tensor logits, Tensor written, Tensor read) {}

    DifferentiableNeuralComputer(RandomGenerator random) {
        super("computer");
        var xavier = Initializers.xavier();
        controller = child(new Dense("controller", CHANNELS + SIZE, WIDTH, xavier, random));
        heads = child(new Dense("heads", WIDTH, 4 * SIZE + 8, xavier, random));
        output = child(new Dense("output", WIDTH + SIZE, BITS, xavier, random));
    }

    private Run run(Tensor x, Pass pass) {
        int rows = x.size(0);
        int places = x.size(1) / 2 + SPARE;
        Tensor none = Tensor.zeros(rows, places);
        Loop.Results all =
                Loop.over(x.permute(1, 0, 2))
                        .scan(
                                (states, slices) -> step(slices[0], states, pass),
                                Tensor.zeros(rows, places, SIZE), // memory
                                none, // how much each place is in use
                                none, // how lately each was written
                                Tensor.zeros(rows, places, places), // which was written after which
                                none, // where was written
                                none, // where was read
                                Tensor.zeros(rows, SIZE)); // what was read
        return new Run(all.outputs().get(0), all.outputs().get(1), all.outputs().get(2));
    }

    private Loop.Results step(Tensor x, Tensor[] s, Pass pass) {
        Tensor hidden = controller.forward(Tensor.concat(1, x, s[6]), pass).tanh();
        List<Tensor> head =
                heads.forward(hidden, pass).split(1, SIZE, SIZE, SIZE, SIZE, 1, 1, 1, 1, 1, 3);
        // usage grows by what was written and falls by what was read and is set free
        Tensor free = head.get(6).sigmoid().mul(s[5]).rsub(1);
        Tensor usage = s[1].add(s[4]).sub(s[1].mul(s[4])).mul(free);
        Tensor byContent = found(s[0], head.get(0), head.get(4));
        Tensor mix = head.get(7).sigmoid();
        Tensor place = mix.mul(allocation(usage)).add(mix.rsub(1).mul(byContent));
        Tensor write = head.get(8).sigmoid().mul(place);
        Tensor at = write.unsqueeze(2);
        Tensor memory =
                s[0].mul(at.mul(head.get(2).sigmoid().unsqueeze(1)).rsub(1))
                        .add(at.mul(head.get(3).unsqueeze(1)));
        // a link leads from the place that was written last to the one that is written now
        Tensor kept = at.add(write.unsqueeze(1)).rsub(1);
        Tensor others = Tensor.eye(write.size(1)).rsub(1);
        Tensor links = kept.mul(s[3]).add(at.mul(s[2].unsqueeze(1))).mul(others);
        Tensor latest = write.sum(1).unsqueeze(1).rsub(1).mul(s[2]).add(write);
        Tensor before = s[5].unsqueeze(2);
        List<Tensor> mode = head.get(9).softmax(1).split(1, 1, 1, 1);
        Tensor read =
                mode.get(0)
                        .mul(links.matmul(before).squeeze(2))
                        .add(mode.get(1).mul(links.transpose().matmul(before).squeeze(2)))
                        .add(mode.get(2).mul(found(memory, head.get(1), head.get(5))));
        Tensor content = read.unsqueeze(1).matmul(memory).squeeze(1);
        Tensor logits = output.forward(Tensor.concat(1, hidden, content), pass);
        return new Loop.Results(
                List.of(memory, usage, latest, links, write, read, content),
                List.of(logits, write, read));
    }

    /** The places whose content is like a key: a softmax of cosines. */
    private static Tensor found(Tensor memory, Tensor key, Tensor strength) {
        Tensor alike = memory.matmul(key.unsqueeze(2)).squeeze(2);
        Tensor cosine = alike.div(length(memory).mul(length(key).unsqueeze(1)));
        return cosine.mul(Activations.softplus(strength).add(1)).softmax(1);
    }

    private static Tensor length(Tensor x) {
        return x.square().sum(-1).add(1e-6).sqrt();
    }

    /** The free places, the freest first: (1 - u) times the usage of all that are freer. */
    private static Tensor allocation(Tensor usage) {
        int places = usage.size(1);
        Tensor mine = usage.unsqueeze(2);
        Tensor other = usage.unsqueeze(1);
        Tensor earlier = Linalg.tril(Tensor.ones(places, places), -1);
        Tensor freer = other.lt(mine).add(other.eq(mine).mul(earlier));
        return usage.rsub(1).mul(Tensor.where(freer, other, Tensor.of(1)).prod(-1));
    }

    /**
     * Trains the computer, prints how much of sequences it copies, and draws a run.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(EPOCHS, Pictures.in(arguments));
    }

    static void run(int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        DifferentiableNeuralComputer computer = new DifferentiableNeuralComputer(random);
        computer.print("untrained", random);
        trainer(computer, epochs).fit(batches(BATCHES), random);
        computer.print("after " + epochs * BATCHES + " batches", random);
        pictures.draw("differentiable-neural-computer.png", computer.picture(random));
    }

    static Trainer<DifferentiableNeuralComputer, Pair<Tensor, Tensor>> trainer(
            DifferentiableNeuralComputer computer, int epochs) {
        return new Trainer<DifferentiableNeuralComputer, Pair<Tensor, Tensor>>(
                        computer,
                        DifferentiableNeuralComputer::loss,
                        Clipping.byGlobalNorm(new Adam(RATE), 1))
                .schedule(Schedules.cosine(RATE, epochs, RATE / 20))
                .epochs(epochs)
                .progress(Progress.none());
    }

    static Batches<Pair<Tensor, Tensor>> batches(int count) {
        return Batches.generated(
                count, random -> sequences(ROWS, 1 + random.nextInt(LONGEST), random));
    }

    /** A mark, the bits, a mark, as many steps of zeros: [rows, 2 length + 2, channels]; bits. */
    private static Pair<Tensor, Tensor> sequences(int rows, int length, RandomGenerator random) {
        double[] drawn = random.ints((long) rows * length * BITS, 0, 2).asDoubleStream().toArray();
        Tensor bits = Tensor.of(drawn, rows, length, BITS);
        Tensor data = Tensor.concat(2, bits, Tensor.zeros(rows, length, 2));
        Tensor x =
                Tensor.concat(
                        1,
                        mark(rows, 0),
                        data,
                        mark(rows, 1),
                        Tensor.zeros(rows, length, CHANNELS));
        return new Pair<>(x, bits);
    }

    private static Tensor mark(int rows, int which) {
        double[] channels = new double[CHANNELS];
        channels[BITS + which] = 1;
        return Tensor.of(channels, 1, 1, CHANNELS).expand(rows, 1, CHANNELS);
    }

    /** The logits of the steps after the second mark. */
    private Tensor copied(Pair<Tensor, Tensor> batch, Pass pass) {
        int length = batch.second().size(1);
        return run(batch.first(), pass)
                .logits()
                .slice(0, length + 2, 2 * length + 2)
                .permute(1, 0, 2);
    }

    private Tensor loss(Pair<Tensor, Tensor> batch, Pass pass) {
        return Losses.binaryCrossEntropy().apply(copied(batch, pass), batch.second());
    }

    private double rightBits(int length, RandomGenerator random) {
        Pair<Tensor, Tensor> batch = sequences(100, length, random);
        Tensor logits = Tensor.unrecorded(() -> copied(batch, Pass.evaluation()));
        return logits.gt(0).eq(batch.second()).mean().value();
    }

    private void print(String when, RandomGenerator random) {
        System.out.println(when);
        for (int length : new int[] {1, LONGEST, LONG}) {
            System.out.printf(
                    Locale.ROOT,
                    "  length %2d: %5.1f %% of the bits%n",
                    length,
                    100 * rightBits(length, random));
        }
    }

    private Panels picture(RandomGenerator random) {
        Pair<Tensor, Tensor> one = sequences(1, LONG, random);
        Run run = Tensor.unrecorded(() -> run(one.first(), Pass.evaluation()));
        return new Panels(
                2,
                List.of(
                        map("Bits and marks that go in", "channel", one.first().permute(1, 0, 2)),
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
