package org.cotangent.samples.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.train.Trainer;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Samples of attention, of memories and of chains learn, and go on to the same bits. */
@Tag("thorough")
class AttentionSamplesTest {
    private static final String DIGITS = "reversed, ([0-9.]+) % of the digits";

    @TempDir Path folder;

    @Test
    void transformer() throws Exception {
        SampleRun run = SampleRun.of(to -> Transformer.run(1, Pictures.in(to)), folder);
        assertTrue(run.number(DIGITS) > 80, run.printed());
        SampleRun.assertPicture(folder, run.printed(), "transformer.png", 400, 400, 3_000);
    }

    @Test
    void reversal() throws Exception {
        SampleRun run = SampleRun.of(to -> Reversal.run(1, Pictures.in(to)), folder);
        assertTrue(run.number(DIGITS) > 80, run.printed());
        SampleRun.assertPicture(folder, run.printed(), "reversal.png", 400, 400, 3_000);
    }

    private static double copied(SampleRun run, String name, String size) {
        String learned = name + ", after \\d+ batches\\s[^a-z]*(?:.*\n)*?  " + size;
        return run.number(learned + ": +([0-9.]+) %");
    }

    @Test
    void neuralTuringMachine() throws Exception {
        SampleRun run = SampleRun.of(to -> NeuralTuringMachine.run(3, Pictures.in(to)), folder);
        double right = copied(run, "neural-turing-machine", "length  5");
        assertTrue(right > 90, run.printed()); // guessing: 50
        SampleRun.assertPicture(
                folder, run.printed(), "neural-turing-machine.png", 800, 300, 5_000);
    }

    @Test
    void differentiableNeuralComputer() throws Exception {
        SampleRun run =
                SampleRun.of(
                        to -> DifferentiableNeuralComputer.run(CopyTask.COPY, 1, Pictures.in(to)),
                        folder);
        double right = copied(run, "differentiable-neural-computer", "length  1");
        assertTrue(right > 90, run.printed());
        SampleRun.assertPicture(
                folder, run.printed(), "differentiable-neural-computer.png", 800, 300, 5_000);
    }

    @Test
    void repeatedCopies() {
        SeededRandom random = new SeededRandom(1);
        MemoryNetwork computer = new DifferentiableNeuralComputer(CopyTask.REPEAT_COPY, random);
        computer.trainer(0.01, 3).fit(CopyTask.REPEAT_COPY.batches(100), random);
        double right = computer.right(3, 2, random);
        assertTrue(right > 0.75, () -> right + " of the bits"); // the most frequent bits: 0.63
    }

    /** Gradient descent and counting are two ways to the same matrix. */
    @Test
    void markovChain() throws Exception {
        SampleRun run = SampleRun.of(to -> MarkovChain.run(200, Pictures.in(to)), folder);
        double entropy = run.number("entropy of the counts, in bits +([0-9.]+)");
        assertEquals(entropy, run.number("steps, in bits +([0-9.]+)"), 0.002, run.printed());
        assertTrue(entropy < run.number("without the letter before, in bits +([0-9.]+)") - 1);
        assertEquals(0, run.number("difference to counting +([0-9.]+)"), 0.002, run.printed());
        assertEquals(0, run.number("change by a step +([0-9.]+)"), 1e-6);
        assertEquals(0, run.number("difference to shares +([0-9.]+)"), 0.01);
        SampleRun.assertPicture(folder, run.printed(), "markov-chain.png", 400, 400, 5_000);
        MarkovChain chain = new MarkovChain(new SeededRandom(1));
        double[] rows = chain.counted().sum(1).toArray();
        double[] ones = new double[rows.length];
        Arrays.fill(ones, 1);
        assertArrayEquals(ones, rows, 1e-15);
    }

    private <M extends SequenceToSequence> void resumes(Function<SeededRandom, M> maker) {
        ZooModels.assertResumes(
                () -> {
                    SeededRandom random = new SeededRandom(1);
                    M model = maker.apply(random);
                    Trainer<SequenceToSequence, Tensor> trainer = model.trainer(0.01, 2);
                    return new ZooModels.Fitting(
                            model,
                            (file, callback) ->
                                    trainer.checkpointSteps(file, 1)
                                            .callback(callback)
                                            .fit(SequenceToSequence.batches(2), random));
                },
                3,
                folder);
    }

    @Test
    void transformerGoesOn() {
        resumes(Transformer::new);
    }

    @Test
    void reversalGoesOn() {
        resumes(Reversal::new);
    }

    private void resumesCopying(BiFunction<CopyTask, SeededRandom, MemoryNetwork> maker) {
        ZooModels.assertResumes(
                () -> {
                    SeededRandom random = new SeededRandom(1);
                    MemoryNetwork network = maker.apply(CopyTask.REPEAT_COPY, random);
                    return new ZooModels.Fitting(
                            network,
                            (file, callback) ->
                                    network.trainer(0.01, 2)
                                            .checkpointSteps(file, 1)
                                            .callback(callback)
                                            .fit(CopyTask.REPEAT_COPY.batches(2), random));
                },
                3,
                folder);
    }

    @Test
    void machineGoesOn() {
        resumesCopying(NeuralTuringMachine::new);
    }

    @Test
    void computerGoesOn() {
        resumesCopying(DifferentiableNeuralComputer::new);
    }

    @Test
    void chainGoesOn() throws Exception {
        ZooModels.assertContinues(
                () -> {
                    MarkovChain chain = new MarkovChain(new SeededRandom(1));
                    Optimizer optimizer = new Adam(0.3);
                    return new ZooModels.Training(
                            chain, Map.of("optimizer", optimizer), () -> chain.step(optimizer));
                },
                6,
                folder);
    }
}
