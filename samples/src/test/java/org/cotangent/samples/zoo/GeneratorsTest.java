package org.cotangent.samples.zoo;

import static org.cotangent.samples.networks.SampleRun.number;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.nn.Module;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Trainer;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Autoencoders and the Wasserstein GAN learn, and go on to the same bits from a checkpoint. */
@Tag("thorough")
class GeneratorsTest {
    @TempDir Path folder;

    private String printed(SampleRun.Sample sample, String picture) throws Exception {
        String printed = SampleRun.of(sample, folder).printed();
        SampleRun.assertPicture(folder, printed, picture, 400, 400, 5000);
        return printed;
    }

    @Test
    void autoencoders() throws Exception {
        String printed =
                printed(folder -> Autoencoder.run(6, Pictures.in(folder)), "autoencoder.png");
        assertTrue(number(printed, "plain .*: ([0-9.]+) % of the variance") > 50, printed);
        assertTrue(number(printed, "sparse .*: ([0-9.]+) % of the variance") > 75, printed);
        assertTrue(number(printed, "sparse .*, +([0-9.]+) of them used") < 70, printed);
        assertTrue(number(printed, "denoising .*, ([0-9.]+) % of the noise") > 50, printed);
    }

    @Test
    void variationalAutoencoder() throws Exception {
        String printed =
                printed(
                        folder -> VariationalAutoencoder.run(8, Pictures.in(folder)),
                        "variational-autoencoder.png");
        double mean = number(printed, "the mean digit ([0-9.]+) bits");
        assertTrue(number(printed, "untrained +([0-9.]+) bits") > mean, printed);
        assertTrue(number(printed, "after 8 epochs +([0-9.]+) bits") < mean - 0.5, printed);
        assertTrue(number(printed, "after 8 .*, ([0-9.]+) of them for the place") > 0.8, printed);
    }

    @Test
    void wassersteinGan() throws Exception {
        String printed =
                printed(
                        folder -> WassersteinGan.run(5, Pictures.in(folder)),
                        "wasserstein-gan.png");
        assertTrue(number(printed, "before .*found, +([0-9.]+) %") < 15, printed);
        assertTrue(number(printed, "after .* (\\d) of 8 places") >= 7, printed);
        assertTrue(number(printed, "after .*found, +([0-9.]+) %") > 35, printed);
        assertTrue(number(printed, "off by ([0-9.]+) .* in the last") < 4, printed);
        assertTrue(number(printed, "real .*found, +([0-9.]+) %") > 99, printed);
    }

    /** The penalty is made of gradients: these are of second order. */
    @Test
    void gradientsOfTheCritic() {
        SeededRandom random = new SeededRandom(1);
        WassersteinGan gan = new WassersteinGan(random);
        Tensor points = Tensor.normal(random, 4, 2);
        List<Parameter> critic = gan.children().get(1).parameters();
        GradCheck.check(
                        Parameter.function(
                                critic,
                                () -> gan.criticLoss(points, Pass.training(new SeededRandom(2)))),
                        Parameter.values(critic))
                .requirePassed();
    }

    private <M extends Module> void resumes(
            Function<SeededRandom, M> maker,
            Function<M, Trainer<M, Tensor>> trainer,
            Batches<Tensor> batches,
            int brokenOffAfter) {
        ZooModels.assertResumes(
                () -> {
                    SeededRandom random = new SeededRandom(3);
                    M model = maker.apply(random);
                    return new ZooModels.Fitting(
                            model,
                            (file, callback) ->
                                    trainer.apply(model)
                                            .checkpointSteps(file, 2)
                                            .callback(callback)
                                            .fit(batches, random));
                },
                brokenOffAfter,
                folder);
    }

    @ParameterizedTest
    @EnumSource(Autoencoder.Kind.class)
    void autoencodersGoOn(Autoencoder.Kind kind) {
        resumes(
                random -> new Autoencoder(kind, random),
                model -> Autoencoder.trainer(model, 1),
                Batches.of(Autoencoder.images().slice(0, 0, 160), 32),
                3);
    }

    @Test
    void variationalAutoencoderGoesOn() {
        resumes(
                VariationalAutoencoder::new,
                model -> VariationalAutoencoder.trainer(model, 1),
                Batches.of(VariationalAutoencoder.images().slice(0, 0, 160), 32),
                3);
    }

    @Test
    void wassersteinGanGoesOn() {
        resumes(
                WassersteinGan::new,
                model -> WassersteinGan.trainer(model, 1),
                WassersteinGan.batches(),
                21);
    }
}
