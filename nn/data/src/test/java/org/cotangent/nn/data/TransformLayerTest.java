package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.State;
import org.cotangent.nn.files.Models;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.testing.Bits;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransformLayerTest {
    private static final Tensor DATA =
            Tensor.of(new double[][] {{1, 10, 0.1}, {3, 30, 0.7}, {2, 50, 0.3}, {6, 10, 0.2}});

    @TempDir private Path folder;

    @Test
    void preparesInputsAndRestoresOutputs() {
        Tensor two = Tensor.of(new double[][] {{1, 10}, {3, 30}});
        Transform transform = Standardizer.fit(two);
        Layer scale = new TransformLayer("scale", transform);
        assertEquals("[[-1, -1], [1, 1]]", scale.apply(two).toString());
        assertEquals("[[2, 30]]", unscaled(transform, Tensor.of(new double[][] {{0, 1}})));
        // the deviations are 1 and 10
        Tensor gradient = Differentiate.gradient(x -> scale.apply(x).sum()).apply(two);
        assertArrayEquals(new double[] {1, 0.1, 1, 0.1}, gradient.toArray(), 1e-15);
        assertEquals(0, scale.parameters().size());
        assertEquals("scale (2 to 2)", scale.toString());
        Refusal.of(
                IllegalArgumentException.class,
                () -> scale.apply(Tensor.zeros(2, 3)),
                "scale: ",
                "[2, 3]");
        Refusal.of(
                IllegalArgumentException.class, () -> new TransformLayer(" ", transform), "blank");
    }

    private static String unscaled(Transform transform, Tensor y) {
        return TransformLayer.inverse("restore", transform).apply(y).toString();
    }

    @Test
    void isSavedWithTheModelBitForBit() throws IOException {
        Transform[] transforms = {
            Standardizer.fit(DATA),
            MinMax.fit(DATA),
            Pca.fit(DATA),
            Pipeline.fit(DATA, Standardizer::fit, Pca::fit)
        };
        Tensor x = Tensor.normal(new SplittableRandom(2), 50, 3);
        for (Transform transform : transforms) {
            Layer mlp =
                    Mlp.of(transform.outputs(), 8, 3)
                            .activation(Activation.TANH)
                            .build(new SplittableRandom(1));
            Layer model =
                    new Sequential(
                            new TransformLayer("scale", transform),
                            mlp,
                            TransformLayer.inverse("restore", Standardizer.fit(DATA)));
            Models.save(folder, model, TransformLayer.FORMAT);
            Layer back = Models.load(folder, TransformLayer.FORMAT);
            assertEquals(model.toString(), back.toString());
            Bits.assertSame(model.apply(x).toArray(), back.apply(x).toArray());
        }
    }

    @Test
    void whatCannotBeMadeAgainIsNotSaved() throws IOException {
        Transform own =
                new Transform() {
                    @Override
                    public Tensor apply(Tensor x) {
                        return x;
                    }

                    @Override
                    public int inputs() {
                        return 1;
                    }

                    @Override
                    public int outputs() {
                        return 1;
                    }

                    @Override
                    public State state() {
                        return new State("own", java.util.Map.of(), java.util.Map.of());
                    }
                };
        Refusal.of(
                IllegalArgumentException.class,
                () -> Models.save(folder, new TransformLayer("mine", own), TransformLayer.FORMAT),
                "model/transform (own): is not a transformation known here",
                "make it a Layer with a ModuleFormat");
        try (Stream<Path> files = Files.list(folder)) {
            assertFalse(files.findAny().isPresent());
        }
    }

    @Test
    void anImputerInFrontOfAModelIsTrainedOnDataWithGaps() {
        double[][] rows = new double[60][];
        Arrays.setAll(rows, i -> new double[] {i % 7 == 3 ? Double.NaN : i % 2, i / 60.0});
        Tensor x = Tensor.of(rows);
        int[] y = IntStream.range(0, 60).map(i -> i % 2).toArray();
        Layer mlp = Mlp.of(2, 8, 2).build(new SplittableRandom(1));
        Layer front = new TransformLayer("fill", Imputer.fit(x, Missing.MEAN));
        var trainer =
                Trainer.classifier(new Sequential(front, mlp), new Adam(0.05))
                        .epochs(40)
                        .progress(Progress.none());
        var data = Dataset.ofClasses(x, y);
        trainer.validate(data).fit(data, new SplittableRandom(2));
        assertTrue(trainer.evaluate(data).metric("accuracy") > 0.85);
        // without it, and where a number is no gap but infinite
        Refusal.of(
                ArithmeticException.class,
                () ->
                        Trainer.classifier(mlp, new Adam(0.05))
                                .progress(Progress.none())
                                .fit(data, new SplittableRandom(2)),
                "training data: the input at row 3, column 0 is NaN",
                "Imputer");
        rows[3][1] = Double.POSITIVE_INFINITY;
        Refusal.of(
                ArithmeticException.class,
                () -> trainer.fit(Dataset.ofClasses(Tensor.of(rows), y), new SplittableRandom(2)),
                "the input at row 3, column");
    }
}
