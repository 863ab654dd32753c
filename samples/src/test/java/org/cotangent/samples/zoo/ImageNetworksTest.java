package org.cotangent.samples.zoo;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.SupervisedTrainer;
import org.cotangent.samples.Printed;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleData;
import org.cotangent.samples.networks.SampleRun;
import org.cotangent.samples.networks.SmallImages;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("thorough")
class ImageNetworksTest {
    @TempDir Path folder;

    @Test
    void leNetSaysWhereItsDataAre() throws Exception {
        String printed = Printed.by(() -> LeNet.main(new String[0]));
        assertTrue(printed.contains("train-images-idx3-ubyte"), printed);
    }

    /** On few images of one bright stripe each, whose height is their class. */
    @Test
    void leNet() throws Exception {
        SmallImages.write(folder, "train", 360);
        SmallImages.write(folder, "t10k", 50);
        SampleRun run = SampleRun.of(f -> LeNet.run(folder, 8, Pictures.in(f)), folder);
        assertTrue(run.printed().contains("61,706 trainable"), run.printed());
        assertTrue(run.number("test images: ([0-9.]+) %") >= 95, run.printed());
        SampleRun.assertPicture(folder, run.printed(), "lenet.png", 300, 300, 2000);
    }

    @Test
    void alexNetHasTheExtentsOfThePaper() throws Exception {
        String printed = Printed.by(() -> AlexNet.printReal(16));
        for (String row :
                List.of(
                        "conv1 (3 to 6, 11 x 11, stride 4) .*\\[1, 6, 55, 55\\]",
                        "conv2 (6 to 16, 5 x 5, padding 2, groups 2) .*\\[1, 16, 27, 27\\]",
                        "conv3 (16 to 24, 3 x 3, padding 1) .*\\[1, 24, 13, 13\\]",
                        "conv4 (24 to 24, 3 x 3, padding 1, groups 2) .*\\[1, 24, 13, 13\\]",
                        "conv5 (24 to 16, 3 x 3, padding 1, groups 2) .*\\[1, 16, 13, 13\\]",
                        "pooling (max 3, stride 2) .*\\[1, 16, 6, 6\\]",
                        "dense6 (576 to 256) .*\\[1, 256\\]")) {
            String pattern = "(?s).*" + row.replace("(", "\\(").replace(")", "\\)") + ".*";
            assertTrue(printed.matches(pattern), pattern + printed);
        }
    }

    @Test
    void alexNet() throws Exception {
        SampleRun run = SampleRun.of(f -> AlexNet.run(1, 4, Pictures.in(f)), folder);
        assertTrue(run.number("unseen digits: ([0-9.]+) %") >= 93, run.printed());
        SampleRun.assertPicture(folder, run.printed(), "alexnet.png");
    }

    @Test
    void saliency() throws Exception {
        SampleRun run = SampleRun.of(f -> Saliency.run(4, Pictures.in(f)), folder);
        double salient = run.number("most salient pixels changes ([0-9.]+) %");
        double random = run.number("random pixels changes ([0-9.]+) %");
        assertTrue(salient > 30 && random < salient / 2, run.printed());
        for (String units : List.of("conv1", "conv2", "conv5", "class")) {
            double excited = run.number(units + " .*of a unit +([-0-9.]+),");
            double best = run.number(units + " .*best digit +([-0-9.]+)");
            assertTrue(excited > best, run.printed());
        }
        SampleRun.assertPicture(folder, run.printed(), "saliency.png", 300, 80, 2000);
        SampleRun.assertPicture(folder, run.printed(), "exciting-images.png", 300, 200, 2000);
    }

    @Test
    void theyGoOnToTheSameBits() throws Exception {
        Dataset<Tensor, int[]> digits =
                SampleData.digits().select(IntStream.range(0, 96).toArray());
        ZooModels.assertResumes(
                () -> {
                    SeededRandom random = new SeededRandom(1);
                    Layer model = AlexNet.small(random);
                    return fitting(model, AlexNet.trainer(model, 2), digits, random);
                },
                4,
                folder);
        SmallImages.write(folder, "train", 192);
        Dataset<Tensor, int[]> clothes = LeNet.images(folder, "train");
        Supplier<ZooModels.Fitting> leNet =
                () -> {
                    SeededRandom random = new SeededRandom(1);
                    Layer model = LeNet.network(random);
                    return fitting(model, LeNet.trainer(model, 2), clothes, random);
                };
        ZooModels.assertResumes(leNet, 4, Files.createDirectory(folder.resolve("lenet")));
    }

    private static ZooModels.Fitting fitting(
            Layer model,
            SupervisedTrainer<int[]> trainer,
            Dataset<Tensor, int[]> data,
            SeededRandom random) {
        return new ZooModels.Fitting(
                model,
                (file, callback) ->
                        trainer.progress(Progress.none())
                                .checkpointSteps(file, 1)
                                .callback(callback)
                                .fit(data, random));
    }
}
