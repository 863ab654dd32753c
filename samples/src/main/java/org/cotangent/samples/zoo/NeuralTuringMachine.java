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
import org.cotangent.nn.Block;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Clipping;
import org.cotangent.nn.plot.HeatMap;
import org.cotangent.nn.plot.Panels;
import org.cotangent.nn.sequences.GruCell;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Pair;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.cotangent.program.Loop;
import org.cotangent.samples.networks.Pictures;

/**
 * A neural Turing machine: a recurrent controller with a memory of 32 places, which a head writes
 * and another reads at places that it finds by their content or by moving to a neighbor. Everything
 * is differentiable, so it learns to copy a sequence of bits from examples alone.
 *
 * <p>What to see: trained on lengths up to 10, it copies those of 20, for what it has learned is a
 * program: write each row into the next place, return, read each place in turn. The picture shows
 * the heads of both go along a diagonal.
 *
 * <p>A. Graves, G. Wayne, I. Danihelka, "Neural Turing machines", 2014.
 */
public final class NeuralTuringMachine extends Block {
    private static final long SEED = 1;
    private static final int BITS = 4;
    private static final int CHANNELS = BITS + 2; // and marks of the start and of the end
    private static final int PLACES = 32;
    private static final int SIZE = 8; // of a place
    private static final int WIDTH = 32; // of the controller
    private static final int HEAD = SIZE + 6; // key, strength, gate, three shifts, sharpness
    private static final int LONGEST = 10; // in training
    private static final int ROWS = 16;
    private static final int BATCHES = 100; // an epoch
    private static final int EPOCHS = 20;
    private static final double RATE = 0.005;

    private final GruCell controller;
    private final Dense heads;
    private final Dense output;

    /** Outputs of a machine and places of its heads, for all steps, [steps, rows, …]. */
    private record Run(Tensor logits, Tensor written, Tensor read) {}

    NeuralTuringMachine(RandomGenerator random) {
        super("machine");
        var xavier = Initializers.xavier();
        controller = child(new GruCell("controller", CHANNELS + SIZE, WIDTH, xavier, random));
        heads = child(new Dense("heads", WIDTH, 2 * HEAD + 2 * SIZE, xavier, random));
        output = child(new Dense("output", WIDTH + SIZE, BITS, xavier, random));
    }

    private Run run(Tensor x, Pass pass) {
        int rows = x.size(0);
        Tensor first = Tensor.concat(1, Tensor.ones(rows, 1), Tensor.zeros(rows, PLACES - 1));
        Loop.Results found =
                Loop.over(x.permute(1, 0, 2))
                        .scan(
                                (states, slices) -> step(slices[0], states, pass),
                                Tensor.full(1e-6, rows, PLACES, SIZE),
                                first,
                                first,
                                Tensor.zeros(rows, SIZE),
                                controller.initial(rows));
        return new Run(found.outputs().get(0), found.outputs().get(1), found.outputs().get(2));
    }

    private Loop.Results step(Tensor x, Tensor[] states, Pass pass) {
        Tensor input = Tensor.concat(1, x, states[3]);
        Tensor hidden = controller.forward(input, states[4], pass);
        Tensor all = heads.forward(hidden, pass);
        Tensor write = weights(states[0], states[1], all.slice(1, 0, HEAD));
        Tensor erase = all.slice(1, 2 * HEAD, 2 * HEAD + SIZE).sigmoid();
        Tensor added = all.slice(1, 2 * HEAD + SIZE, 2 * HEAD + 2 * SIZE).tanh();
        Tensor at = write.unsqueeze(2);
        Tensor memory =
                states[0].mul(at.mul(erase.unsqueeze(1)).rsub(1)).add(at.mul(added.unsqueeze(1)));
        Tensor read = weights(memory, states[2], all.slice(1, HEAD, 2 * HEAD));
        Tensor content = read.unsqueeze(1).matmul(memory).squeeze(1);
        Tensor logits = output.forward(Tensor.concat(1, hidden, content), pass);
        return new Loop.Results(
                List.of(memory, write, read, content, hidden), List.of(logits, write, read));
    }

    /** Where a head is: by content or where it was before, moved, and sharpened. */
    private static Tensor weights(Tensor memory, Tensor before, Tensor head) {
        Tensor key = head.slice(1, 0, SIZE).tanh();
        Tensor strength = Activations.softplus(head.slice(1, SIZE, SIZE + 1));
        Tensor gate = head.slice(1, SIZE + 1, SIZE + 2).sigmoid();
        Tensor shifts = head.slice(1, SIZE + 2, SIZE + 5).softmax(1);
        Tensor sharpness = Activations.softplus(head.slice(1, SIZE + 5, HEAD)).add(1);
        Tensor alike = memory.matmul(key.unsqueeze(2)).squeeze(2);
        Tensor lengths = length(memory).mul(length(key).unsqueeze(1));
        Tensor byContent = alike.div(lengths).mul(strength).softmax(1);
        Tensor found = gate.mul(byContent.sub(before)).add(before);
        Tensor last = found.slice(1, PLACES - 1, PLACES);
        Tensor up = Tensor.concat(1, last, found.slice(1, 0, PLACES - 1));
        Tensor down = Tensor.concat(1, found.slice(1, 1, PLACES), found.slice(1, 0, 1));
        Tensor moved =
                down.mul(shifts.slice(1, 0, 1))
                        .add(found.mul(shifts.slice(1, 1, 2)))
                        .add(up.mul(shifts.slice(1, 2, 3)));
        Tensor sharp = moved.add(1e-12).pow(sharpness);
        return sharp.div(sharp.sum(1).unsqueeze(1));
    }

    private static Tensor length(Tensor x) {
        return x.square().sum(-1).add(1e-12).sqrt();
    }

    /**
     * Trains the machine, prints how much of sequences it copies, and draws a run.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(EPOCHS, Pictures.in(arguments));
    }

    static void run(int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        NeuralTuringMachine machine = new NeuralTuringMachine(random);
        print("untrained", machine, random);
        trainer(machine, epochs).fit(batches(BATCHES), random);
        print("after " + epochs * BATCHES + " batches", machine, random);
        pictures.draw("neural-turing-machine.png", machine.picture(random));
    }

    static Trainer<NeuralTuringMachine, Pair<Tensor, Tensor>> trainer(
            NeuralTuringMachine machine, int epochs) {
        return new Trainer<NeuralTuringMachine, Pair<Tensor, Tensor>>(
                        machine,
                        NeuralTuringMachine::loss,
                        Clipping.byGlobalNorm(new Adam(RATE), 1))
                .epochs(epochs)
                .progress(Progress.none());
    }

    static Batches<Pair<Tensor, Tensor>> batches(int count) {
        return Batches.generated(
                count, random -> sequences(ROWS, 1 + random.nextInt(LONGEST), random));
    }

    /**
     * A mark, the bits, a mark, and as many steps of zeros, [rows, 2 length + 2, channels]; bits.
     */
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

    /** The logits of the steps after the second mark, [rows, length, bits]. */
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

    private static void print(String title, NeuralTuringMachine machine, RandomGenerator random) {
        System.out.printf("%-20s", title);
        for (int length : new int[] {5, 10, 15, 20}) {
            double right = 100 * machine.rightBits(length, random);
            System.out.printf(Locale.ROOT, "  length %d: %.2f %% of bits", length, right);
        }
        System.out.println();
    }

    /** A sequence of length 20: input, output, and the places of both heads, step by step. */
    private Panels picture(RandomGenerator random) {
        Pair<Tensor, Tensor> one = sequences(1, 20, random);
        Run run = Tensor.unrecorded(() -> run(one.first(), Pass.evaluation()));
        return new Panels(
                2,
                List.of(
                        map("input", one.first().squeeze(0)),
                        map("output", run.logits().sigmoid().squeeze(1)),
                        map("places written", run.written().squeeze(1)),
                        map("places read", run.read().squeeze(1))));
    }

    private static HeatMap map(String title, Tensor steps) {
        return new HeatMap(steps.transpose()).title(title).xLabel("step").range(0, 1).cell(14);
    }
}
