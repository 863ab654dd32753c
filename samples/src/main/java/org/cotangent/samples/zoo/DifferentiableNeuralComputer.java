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
import org.cotangent.linalg.Linalg;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.program.Loop;
import org.cotangent.samples.networks.Pictures;

/**
 * A differentiable neural computer: a controller with a memory whose places it finds by content, or
 * because they are free, or in the order in which they were written. It learns to copy a sequence
 * of bits, and to copy it as often as a number says, from examples alone; here the controller is a
 * feed-forward layer, so that all that is known of the past, even how many copies are left to
 * write, is in the memory.
 *
 * <p>What to see: trained on lengths up to 10, it copies those of 20, in a larger memory. It writes
 * each row into a free place, finds the first by its content, and follows the links from there: in
 * the picture it reads the places in the order in which it wrote them. Repeated copies, trained on
 * lengths up to 5 and up to 4 times, hold at twice the length; at twice the times it miscounts.
 *
 * <p>A. Graves and others, "Hybrid computing using a neural network with dynamic external memory",
 * 2016; there are several read heads, here there is one.
 */
public final class DifferentiableNeuralComputer extends MemoryNetwork {
    private static final long SEED = 1;
    private static final int SPARE = 2; // places that a copy does not need
    private static final double RATE = 0.01;

    private final Dense controller;
    private final Dense heads;
    private final Dense output;

    DifferentiableNeuralComputer(CopyTask task, RandomGenerator random) {
        super("differentiable-neural-computer", task);
        var xavier = Initializers.xavier();
        controller = child(new Dense("controller", INPUTS, WIDTH, xavier, random));
        heads = child(new Dense("heads", WIDTH, 4 * SIZE + 8, xavier, random));
        output = child(new Dense("output", WIDTH + SIZE, task.outputs(), xavier, random));
    }

    @Override
    List<Tensor> run(Tensor x, Pass pass) {
        int rows = x.size(1);
        int places = x.size(0) / 2 + SPARE;
        Tensor none = Tensor.zeros(rows, places);
        return Loop.over(x)
                .scan(
                        (states, slices) -> step(slices[0], states, pass),
                        Tensor.zeros(rows, places, SIZE), // memory
                        none, // how much each place is in use
                        none, // how lately each was written
                        Tensor.zeros(rows, places, places), // which was written after which
                        none, // where was written
                        none, // where was read
                        Tensor.zeros(rows, SIZE)) // what was read
                .outputs();
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
        Tensor sharp = Activations.softplus(strength).add(1);
        return cosines(memory, key).mul(sharp).softmax(1);
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
     * Trains a computer for each of the two tasks, prints how much it copies, and draws a run.
     *
     * @param arguments the folder for the pictures, or none for target/samples
     * @throws IOException if a picture cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        run(CopyTask.COPY, 10, Pictures.in(arguments));
        run(CopyTask.REPEAT_COPY, 40, Pictures.in(arguments));
    }

    static void run(CopyTask task, int epochs, Pictures pictures) throws IOException {
        SeededRandom random = new SeededRandom(SEED);
        new DifferentiableNeuralComputer(task, random).run(RATE, epochs, pictures, random);
    }
}
