package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;

class TrainerTest {
    private static final Dataset<Tensor, int[]> XOR =
            Dataset.ofClasses(
                    Tensor.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}),
                    new int[] {0, 1, 1, 0});

    private static Mlp mlp(long seed) {
        return Mlp.of(2, 8, 2).activation(Activation.TANH).build(new SplittableRandom(seed));
    }

    private static SupervisedTrainer<int[]> xor(Mlp mlp) {
        return Trainer.classifier(mlp, new Sgd(0.2, 0.9))
                .epochs(200)
                .batchSize(3)
                .progress(Progress.none());
    }

    @Test
    void xorIsLearned() {
        Mlp mlp = mlp(1);
        double before =
                Losses.softmaxCrossEntropy().apply(mlp.apply(XOR.inputs()), XOR.targets()).value();
        History history = xor(mlp).fit(XOR, new SplittableRandom(2));
        Tensor scores = mlp.apply(XOR.inputs());
        assertTrue(before > 0.3, "too easy: " + before);
        assertTrue(Losses.softmaxCrossEntropy().apply(scores, XOR.targets()).value() < 0.01);
        assertEquals(1, Metrics.accuracy().apply(scores, XOR.targets()));
        assertEquals(200, history.epochs());
        assertTrue(history.finalLoss() < 0.01);
        assertEquals(1, history.finalMetric("accuracy"));
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        List<double[]> runs = new ArrayList<>();
        for (long seed : new long[] {5, 5, 6}) {
            Mlp mlp = mlp(1);
            History history = xor(mlp).epochs(20).fit(XOR, new SplittableRandom(seed));
            runs.add(history.losses());
            runs.add(mlp.parameters().get(0).value().toArray());
        }
        assertArrayEquals(runs.get(0), runs.get(2));
        assertArrayEquals(runs.get(1), runs.get(3));
        // the order of the samples matters
        assertFalse(Arrays.equals(runs.get(1), runs.get(5)));
    }

    @Test
    void figuresOfAnEpochAreWeightedByRows() {
        // nothing moves at learning rate 0, so any batches must give the figures of the whole
        Mlp mlp = mlp(3);
        Tensor scores = mlp.apply(XOR.inputs());
        History history =
                Trainer.classifier(mlp, new Sgd(0))
                        .epochs(3)
                        .batchSize(3)
                        .progress(Progress.none())
                        .metric(
                                "twice",
                                (outputs, classes) ->
                                        2 * Metrics.accuracy().apply(outputs, classes))
                        .fit(XOR, new SplittableRandom(4));
        double loss = Losses.softmaxCrossEntropy().apply(scores, XOR.targets()).value();
        double accuracy = Metrics.accuracy().apply(scores, XOR.targets());
        assertEquals(0.5, accuracy, 0.25);
        assertArrayEquals(new double[] {loss, loss, loss}, history.losses(), 1e-15);
        assertArrayEquals(
                new double[] {accuracy, accuracy, accuracy}, history.metric("accuracy"), 1e-15);
        assertEquals(2 * accuracy, history.finalMetric("twice"), 1e-15);
        assertEquals(Set.of("accuracy", "twice"), history.metrics());
        Refusal.of(IllegalArgumentException.class, () -> history.metric("f1"), "f1", "accuracy");
    }

    @Test
    void everyBatchIsOneStepOfTheOptimizer() {
        List<Parameter> seen = new ArrayList<>();
        Mlp mlp = mlp(1);
        new SupervisedTrainer<int[]>(mlp, Losses.softmaxCrossEntropy(), (p, g) -> seen.addAll(p))
                .epochs(5)
                .batchSize(3)
                .progress(Progress.none())
                .fit(XOR, new SplittableRandom(1));
        // 4 rows by 3: 2 batches an epoch, each with 4 parameters
        assertEquals(5 * 2 * 4, seen.size());
    }

    @Test
    void aLineIsFound() {
        Dataset<Tensor, Tensor> line =
                Dataset.ofValues(
                        Tensor.of(new double[][] {{-1}, {0}, {1}, {2}}),
                        Tensor.of(new double[][] {{-5}, {-2}, {1}, {4}}));
        Dense dense = new Dense(1, 1, Initializers.xavier(), new SplittableRandom(1));
        Trainer.regressor(dense, new Sgd(0.1, 0.5))
                .epochs(200)
                .progress(Progress.none())
                .fit(line, new SplittableRandom(1));
        assertEquals(3, dense.weight().value().get(0, 0), 1e-9);
        assertEquals(-2, dense.bias().value().get(0), 1e-9);
    }

    @Test
    void trainingStopsBeforeALossThatIsNotFiniteDoesHarm() {
        Dataset<Tensor, Tensor> data =
                Dataset.ofValues(Tensor.of(new double[] {1, 1e200}, 2, 1), Tensor.zeros(2, 1));
        Dense dense = new Dense(1, 1, Initializers.xavier(), new SplittableRandom(1));
        Tensor before = dense.weight().value();
        Refusal.of(
                ArithmeticException.class,
                () ->
                        Trainer.regressor(dense, new Sgd(0.1))
                                .progress(Progress.none())
                                .fit(data, new SplittableRandom(1)),
                "epoch 1",
                "batch 1",
                "Infinity");
        assertSame(before, dense.weight().value());
    }

    @Test
    void divergenceIsNamedAndLeavesFiniteParameters() {
        Dense dense = new Dense(1, 1, Initializers.xavier(), new SplittableRandom(1));
        Dataset<Tensor, Tensor> data = Dataset.ofValues(Tensor.full(10, 2, 1), Tensor.zeros(2, 1));
        Refusal.of(
                ArithmeticException.class,
                () ->
                        Trainer.regressor(dense, new Sgd(100))
                                .epochs(1000)
                                .progress(Progress.none())
                                .fit(data, new SplittableRandom(1)),
                "learning rate");
        assertTrue(Double.isFinite(dense.weight().value().get(0, 0)));
    }

    @Test
    void aLossThatRestsOnNoParameterIsRefused() {
        Refusal.of(
                IllegalStateException.class,
                () -> Tensor.unrecorded(() -> xor(mlp(1)).fit(XOR, new SplittableRandom(1))),
                "does not rest on any parameter");
    }

    @Test
    void whatCannotBeTrainedIsRefused() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> Trainer.classifier(Activation.RELU, new Sgd(1)),
                "RELU",
                "no parameters");
        SupervisedTrainer<int[]> trainer = xor(mlp(1));
        Refusal.of(IllegalArgumentException.class, () -> trainer.epochs(0), "epochs 0");
        Refusal.of(IllegalArgumentException.class, () -> trainer.batchSize(-1), "batch size -1");
        Refusal.of(
                IllegalArgumentException.class,
                () -> trainer.metric("accuracy", Metrics.accuracy()),
                "\"accuracy\"");
        Refusal.of(
                IllegalArgumentException.class,
                () ->
                        new SupervisedTrainer<int[]>(mlp(1), (outputs, c) -> outputs, new Sgd(1))
                                .progress(Progress.none())
                                .fit(XOR, new SplittableRandom(1)),
                "the loss has shape [4, 2]",
                "mean()",
                "scalar");
    }

    @Test
    void aLossMayBeALambda() {
        SplittableRandom random = new SplittableRandom(1);
        Dataset<Tensor, Tensor> line =
                Dataset.ofValues(
                        Tensor.of(new double[][] {{-1}, {0}, {1}}),
                        Tensor.of(new double[][] {{-5}, {-2}, {1}}));
        Dense dense = new Dense(1, 1, Initializers.xavier(), random);
        Trainer.regressor(dense, (o, t) -> o.sub(t).square().mean(), new Sgd(0.1, 0.5))
                .epochs(100)
                .progress(Progress.none())
                .fit(line, random);
        assertEquals(3, dense.weight().value().toArray()[0], 1e-6);
        Dataset<Tensor, int[]> signs = Dataset.ofClasses(line.inputs(), new int[] {0, 1, 1});
        Dense scores = new Dense(1, 2, Initializers.xavier(), random);
        History history =
                Trainer.classifier(
                                scores,
                                (o, c) -> Losses.softmaxCrossEntropy().apply(o, c).mul(2),
                                new Sgd(1))
                        .epochs(100)
                        .progress(Progress.none())
                        .fit(signs, random);
        assertEquals(1, history.metric("accuracy")[99]);
    }
}
