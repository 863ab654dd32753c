package org.cotangent.samples.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Dataset;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The deep networks of the zoo learn on less work, and go on where they were broken off. */
@Tag("thorough")
class DeepNetsTest {
    private static final int[] FEW = IntStream.range(0, 64).toArray();

    @TempDir Path folder;

    @FunctionalInterface
    private interface Sample {
        void run(Pictures pictures) throws Exception;
    }

    private SampleRun run(Sample sample) throws Exception {
        return SampleRun.of(folderName -> sample.run(Pictures.in(folderName)), folder);
    }

    @Test
    void skipConnectionsLetDeepNetworksLearn() throws Exception {
        SampleRun run = run(pictures -> DeepResidual.run(1, pictures));
        double residual = run.number("residual of 30 blocks: .* ([0-9.]+) %");
        double plain = run.number("plain +of 30 blocks: .* ([0-9.]+) %");
        assertTrue(residual >= plain + 10, run.printed());
        SampleRun.assertPicture(folder, run.printed(), "deep-residual.png", 600, 400, 5_000);
    }

    @Test
    void bothDeepNetworksBeginWithTheSameWeights() {
        Layer residual = DeepResidual.network(true, 2, new SeededRandom(5));
        Layer plain = DeepResidual.network(false, 2, new SeededRandom(5));
        assertEquals(
                residual.parameters().stream().map(DeepNetsTest::text).toList(),
                plain.parameters().stream().map(DeepNetsTest::text).toList());
    }

    private static String text(Parameter parameter) {
        return parameter.name() + parameter.value();
    }

    @Test
    void capsulesReadDigits() throws Exception {
        SampleRun run = run(pictures -> Capsules.run(2, pictures));
        assertTrue(run.number("accuracy on unseen digits: ([0-9.]+) %") >= 85, run.printed());
        assertTrue(run.number("made again: ([0-9.]+)") < 0.07, run.printed());
        SampleRun.assertPicture(folder, run.printed(), "capsules.png", 500, 400, 5_000);
    }

    @Test
    void unitsOfThePoseMeanOnePropertyEach() throws Exception {
        SampleRun run = run(pictures -> PoseNet.run(4, pictures));
        for (int unit = 0; unit < 2; unit++) {
            String before = "number " + (unit + 1) + " " + " +\\S+".repeat(unit);
            double own = Math.abs(run.number(before + " +(\\S+)"));
            assertTrue(own >= 0.9, run.printed());
        }
        SampleRun.assertPicture(folder, run.printed(), "pose-net.png", 800, 250, 5_000);
    }

    private static Dataset<Tensor, int[]> few(Dataset<Tensor, int[]> digits) {
        return digits.select(FEW);
    }

    @Test
    void deepResidualContinues() {
        ZooModels.assertResumes(
                () -> {
                    SeededRandom random = new SeededRandom(1);
                    Layer model = DeepResidual.network(true, 2, random);
                    Dataset<Tensor, int[]> digits = few(DeepResidual.digits());
                    return new ZooModels.Fitting(
                            model,
                            (file, callback) ->
                                    DeepResidual.trainer(model, 2)
                                            .checkpointSteps(file, 1)
                                            .callback(callback)
                                            .fit(digits, random));
                },
                3,
                folder);
    }

    @Test
    void capsulesContinue() {
        ZooModels.assertResumes(
                () -> {
                    SeededRandom random = new SeededRandom(1);
                    Capsules model = new Capsules(random);
                    Dataset<Tensor, int[]> digits = few(Capsules.digits());
                    return new ZooModels.Fitting(
                            model,
                            (file, callback) ->
                                    Capsules.trainer(model, 2)
                                            .checkpointSteps(file, 1)
                                            .callback(callback)
                                            .fit(Batches.of(digits, 32), random));
                },
                3,
                folder);
    }

    @Test
    void poseNetContinues() {
        ZooModels.assertResumes(
                () -> {
                    SeededRandom random = new SeededRandom(1);
                    PoseNet model = new PoseNet(random);
                    return new ZooModels.Fitting(
                            model,
                            (file, callback) ->
                                    PoseNet.trainer(model, 2)
                                            .checkpointSteps(file, 1)
                                            .callback(callback)
                                            .fit(PoseNet.batches(3), random));
                },
                4,
                folder);
    }
}
