package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Block;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.Regularizers;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.Schedules;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is different is seen, and named, before a training goes on from a file. */
class CheckpointOfAnotherTest {
    private final SeededRandom random = new SeededRandom(5);
    private final Dataset<Tensor, int[]> data =
            Dataset.ofClasses(Tensor.normal(random, 1500, 2), random.ints(1500, 0, 3).toArray());

    @TempDir Path folder;

    private SupervisedTrainer<int[]> trainer(Layer model) {
        return trainer(model, new Adam(0.01));
    }

    private SupervisedTrainer<int[]> trainer(Layer model, Optimizer optimizer) {
        return Trainer.classifier(model, optimizer)
                .epochs(2)
                .batchSize(500)
                .progress(Progress.none())
                .checkpoint(folder.resolve("file"));
    }

    private Mlp mlp(Activation hidden) {
        return Mlp.of(2, 4, 3).activation(hidden).build(random);
    }

    private Layer mixed(double rate, double momentum, Activation activation) {
        return new Sequential(
                new Dense("dense1", 2, 4, Initializers.xavier(), random),
                new BatchNorm("norm", 4, momentum, 1e-5, true),
                activation,
                new Dropout(rate),
                new Dense("dense2", 4, 3, Initializers.xavier(), random));
    }

    /** Refuses, with the difference first. */
    private void assertRefused(Layer model, SupervisedTrainer<int[]> trainer, String start) {
        double[] before = model.parameters().get(0).value().toArray();
        String message =
                assertThrows(IllegalArgumentException.class, () -> trainer.fit(data, random))
                        .getMessage();
        assertTrue(message.startsWith(start), message);
        assertTrue(message.contains("set it back to go on, or move the file away"), message);
        assertArrayEquals(before, model.parameters().get(0).value().toArray());
    }

    @Test
    void anotherActivationIsNamed() {
        trainer(mlp(Activation.TANH)).regularizer(Regularizers.l2(0.1)).fit(data, random);
        Mlp other = mlp(Activation.RELU);
        assertRefused(
                other,
                trainer(other).regularizer(Regularizers.l2(0.1)),
                "model: TANH in the file, RELU here. ");
    }

    @Test
    void theBracketsOfWhatDiffersClose() {
        trainer(nested("inner", Activation.TANH)).fit(data, random);
        Layer other = nested("other", Activation.TANH, Activation.RELU);
        String text =
                assertThrows(Exception.class, () -> trainer(other).fit(data, random)).getMessage();
        String difference = text.substring(text.indexOf("model: "));
        for (String part : difference.split(" in the file, | here")) {
            assertEquals(
                    part.chars().filter(c -> c == '[').count(),
                    part.chars().filter(c -> c == ']').count(),
                    text);
        }
        assertTrue(difference.startsWith("model: Sequential inner [TANH] in the file,"), text);
        assertTrue(difference.contains(" Sequential other [TANH, RELU] here"), text);
    }

    private static Layer nested(String name, Layer... inner) {
        return new Sequential(
                new Dense("d", 2, 4, Initializers.xavier(), new SeededRandom(1)),
                new Sequential(name, inner),
                Activation.LINEAR);
    }

    @Test
    void settingsOfLayersAreCompared() {
        trainer(mixed(0.5, 0.1, Activation.leakyRelu(0.1))).fit(data, random);
        Layer other = mixed(0.25, 0.1, Activation.leakyRelu(0.1));
        assertRefused(
                other, trainer(other), "model: dropout (0.5) in the file, dropout (0.25) here");
        Layer slow = mixed(0.5, 0.2, Activation.leakyRelu(0.1));
        assertRefused(
                slow,
                trainer(slow),
                "model: norm (batchNorm 4) momentum 0.1 epsilon 1.0E-5 in the file,"
                        + " norm (batchNorm 4) momentum 0.2");
        Layer flat = mixed(0.5, 0.1, Activation.leakyRelu(0.2));
        assertRefused(
                flat, trainer(flat), "model: LEAKY_RELU(0.1) in the file, LEAKY_RELU(0.2) here");
        trainer(mixed(0.5, 0.1, Activation.leakyRelu(0.1))).epochs(3).fit(data, random);
    }

    @Test
    void lossesRegularizersAndSchedulesAreCompared() {
        UnaryOperator<SupervisedTrainer<int[]>> whole =
                trainer -> trainer.regularizer(Regularizers.elasticNet(0.1, 0.2));
        whole.apply(trainer(mlp(Activation.TANH)).schedule(Schedules.exponential(0.1, 0.5)))
                .fit(data, random);
        Mlp model = mlp(Activation.TANH);
        assertRefused(
                model,
                whole.apply(trainer(model).schedule(Schedules.exponential(0.1, 0.6))),
                "schedule of epochs: rates 0.1 0.05 ");
        assertRefused(
                model,
                trainer(model)
                        .schedule(Schedules.exponential(0.1, 0.5))
                        .regularizer(Regularizers.l1(0.1)),
                "regularizers: [l1(0.1) + l2(0.2)] in the file, [l1(0.1)] here");
        SupervisedTrainer<int[]> lossy =
                new SupervisedTrainer<int[]>(
                                model,
                                (y, t) -> Losses.softmaxCrossEntropy().apply(y, t),
                                new Adam(0.01))
                        .batchSize(500)
                        .checkpoint(folder.resolve("file"));
        assertRefused(model, lossy, "loss: softmax cross-entropy in the file, a lambda here");
    }

    @Test
    void theLearningRateGivenIsNotIgnored() {
        Mlp first = mlp(Activation.TANH);
        Adam moving = new Adam(0.01);
        // what becomes of it later does not count
        trainer(first, moving)
                .callback(Callback.eachEpoch(status -> moving.setLearningRate(0.001)))
                .fit(data, random);
        Mlp other = mlp(Activation.TANH);
        assertRefused(
                other, trainer(other, new Adam(0.5)), "learning rate: 0.01 in the file, 0.5 here");
        Adam same = new Adam(0.01);
        trainer(other, same).epochs(3).fit(data, random);
        assertEquals(0.001, same.learningRate());
    }

    @Test
    void everyRowOfTheDataCounts() {
        trainer(mlp(Activation.TANH)).fit(data, random);
        for (int row = 0; row < data.rows(); row += 499) {
            int[] classes = data.targets().clone();
            classes[row] = (classes[row] + 1) % 3;
            Mlp model = mlp(Activation.TANH);
            Dataset<Tensor, int[]> other = Dataset.ofClasses(data.inputs(), classes);
            String message =
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> trainer(model).fit(other, random))
                            .getMessage();
            assertTrue(message.startsWith("data: inputs"), message);
        }
    }

    @Test
    void aCallbackThatRemembersNothingMayBeAdded() {
        Mlp model = mlp(Activation.TANH);
        trainer(model).fit(data, random);
        int[] epochs = {0};
        trainer(model)
                .epochs(3)
                .callback(Callback.eachEpoch(status -> epochs[0]++))
                .fit(data, random);
        assertEquals(1, epochs[0]);
    }

    @Test
    void whereItGoesOnIsSaid() {
        trainer(mlp(Activation.TANH)).fit(data, random);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        for (int i = 0; i < 2; i++) {
            trainer(mlp(Activation.TANH)).epochs(5).progress(Progress.lines(out)).fit(data, random);
        }
        String text = bytes.toString(StandardCharsets.UTF_8);
        Path file = folder.resolve("file");
        assertTrue(text.startsWith("going on from " + file + ", epoch 3 of 5"), text);
        assertTrue(text.contains("going on from " + file + ", which is complete, epoch 5"), text);
        assertFalse(text.contains("epoch 1 of"), text);
    }

    @Test
    void anotherSeedIsRefused() {
        trainer(mlp(Activation.TANH)).fit(data, new SeededRandom(1));
        Mlp other = mlp(Activation.TANH);
        Refusal.of(
                IllegalArgumentException.class,
                () -> trainer(other).epochs(3).fit(data, new SeededRandom(2)),
                "random generator: seed 1 in the file, seed 2 here");
        SeededRandom same = new SeededRandom(1);
        same.nextLong(); // what was drawn before does not count
        trainer(other).epochs(3).fit(data, same);
    }

    /** A layer of one's own with a setting. */
    private static final class Scaled extends Block implements Layer {
        static final ModuleFormat<Scaled> FORMAT =
                ModuleFormat.of(
                        "scaled",
                        Scaled.class,
                        (scaled, state) -> state.with("factor", scaled.factor),
                        (state, children) ->
                                new Scaled(state.number("factor"), (Layer) children.get(0)));

        private final double factor;
        private final Layer inner;

        Scaled(double factor, Layer inner) {
            super("scaled");
            this.factor = factor;
            this.inner = child(inner);
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return inner.forward(x, pass).mul(factor);
        }
    }

    @Test
    void settingsOfOnesOwnLayersAreComparedByTheirFormats() {
        trainer(new Scaled(1, mlp(Activation.TANH))).formats(Scaled.FORMAT).fit(data, random);
        Scaled other = new Scaled(2, mlp(Activation.TANH));
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> trainer(other).formats(Scaled.FORMAT).fit(data, random))
                        .getMessage();
        assertTrue(message.startsWith("model: "), message);
        assertTrue(message.contains("factor 1.0") && message.contains("factor 2.0"), message);
        trainer(new Scaled(1, mlp(Activation.TANH)))
                .formats(Scaled.FORMAT)
                .epochs(3)
                .fit(data, random);
    }
}
