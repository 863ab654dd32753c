// spotless:off
//DEPS org.cotangent:cotangent-nn:0.1.0-SNAPSHOT org.cotangent:cotangent-pictures:0.1.0-SNAPSHOT
//SOURCES ../networks/Pictures.java
//SOURCES CopyTask.java MemoryNetwork.java
// spotless:on
package org.cotangent.samples.zoo;

import java.io.IOException;
import java.util.List;
import java.util.random.RandomGenerator;
import org.cotangent.Activations;
import org.cotangent.Tensor;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.sequences.GruCell;
import org.cotangent.program.Loop;
import org.cotangent.samples.networks.Pictures;

/**
 * A neural Turing machine: a recurrent controller with a memory of 32 places, which a head writes
 * and another reads at places that it finds by their content or by moving to a neighbor. Everything
 * is differentiable, so it learns to copy a sequence of bits from examples alone.
 *
 * <p>What to see: trained on lengths up to 10, it copies those of 20, for what it has learned is a
 * program: write each row into the next place, return, read each place in turn. The picture shows
 * the heads of both go along a diagonal. Repeated copies are learned with some seeds only, or with
 * many more batches; {@link DifferentiableNeuralComputer} learns them sooner.
 *
 * <p>A. Graves, G. Wayne, I. Danihelka, "Neural Turing machines", 2014.
 */
public final class NeuralTuringMachine extends MemoryNetwork {
    private static final long SEED = 1;
    private static final double RATE = 0.005;
    private static final int PLACES = 32;
    private static final int HEAD = SIZE + 6; // key, strength, gate, three shifts, sharpness

    private final GruCell controller;
    private final Dense heads;
    private final Dense output;

    NeuralTuringMachine(CopyTask task, RandomGenerator random) {
        super("neural-turing-machine", task);
        var xavier = Initializers.xavier();
        controller = child(new GruCell("controller", INPUTS, WIDTH, xavier, random));
        heads = child(new Dense("heads", WIDTH, 2 * HEAD + 2 * SIZE, xavier, random));
        output = child(new Dense("output", WIDTH + SIZE, task.outputs(), xavier, random));
    }

    @Override
    List<Tensor> run(Tensor x, Pass pass) {
        int rows = x.size(1);
        Tensor first = Tensor.concat(1, Tensor.ones(rows, 1), Tensor.zeros(rows, PLACES - 1));
        return Loop.over(x)
                .scan(
                        (states, slices) -> step(slices[0], states, pass),
                        Tensor.full(1e-6, rows, PLACES, SIZE),
                        first,
                        first,
                        Tensor.zeros(rows, SIZE),
                        controller.initial(rows))
                .outputs();
    }

    private Loop.Results step(Tensor x, Tensor[] states, Pass pass) {
        Tensor input = Tensor.concat(1, x, states[3]);
        Tensor hidden = controller.forward(input, states[4], pass);
        List<Tensor> head = heads.forward(hidden, pass).split(1, HEAD, HEAD, SIZE, SIZE);
        Tensor write = weights(states[0], states[1], head.get(0));
        Tensor at = write.unsqueeze(2);
        Tensor memory =
                states[0]
                        .mul(at.mul(head.get(2).sigmoid().unsqueeze(1)).rsub(1))
                        .add(at.mul(head.get(3).tanh().unsqueeze(1)));
        Tensor read = weights(memory, states[2], head.get(1));
        Tensor content = read.unsqueeze(1).matmul(memory).squeeze(1);
        Tensor logits = output.forward(Tensor.concat(1, hidden, content), pass);
        return new Loop.Results(
                List.of(memory, write, read, content, hidden), List.of(logits, write, read));
    }

    /** Where a head is: by content or where it was before, moved, and sharpened. */
    private static Tensor weights(Tensor memory, Tensor before, Tensor head) {
        List<Tensor> parts = head.split(1, SIZE, 1, 1, 3, 1);
        List<Tensor> shifts = parts.get(3).softmax(1).split(1, 1, 1, 1);
        Tensor strength = Activations.softplus(parts.get(1));
        Tensor byContent = cosines(memory, parts.get(0).tanh()).mul(strength).softmax(1);
        Tensor found = parts.get(2).sigmoid().mul(byContent.sub(before)).add(before);
        Tensor last = found.slice(1, PLACES - 1, PLACES);
        Tensor up = Tensor.concat(1, last, found.slice(1, 0, PLACES - 1));
        Tensor down = Tensor.concat(1, found.slice(1, 1, PLACES), found.slice(1, 0, 1));
        Tensor moved =
                down.mul(shifts.get(0)).add(found.mul(shifts.get(1))).add(up.mul(shifts.get(2)));
        Tensor sharp = moved.add(1e-12).pow(Activations.softplus(parts.get(4)).add(1));
        return sharp.div(sharp.sum(1).unsqueeze(1));
    }

    /**
     * Trains the machine, prints how much it copies, and draws a run.
     *
     * @param arguments the folder for the picture, or none for target/samples
     * @throws IOException if the picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(20, Pictures.in(arguments));
    }

    static void run(int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        new NeuralTuringMachine(CopyTask.COPY, random).run(RATE, epochs, pictures, random);
    }
}
