package org.cotangent.nn.train;

import static org.cotangent.nn.train.OwnTrainer.mlp;
import static org.cotangent.nn.train.OwnTrainer.trainer;
import static org.cotangent.nn.train.OwnTrainer.weights;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Losses;
import org.cotangent.nn.MaxNorm;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.Regularizers;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.ReduceOnPlateau;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps and callbacks of one's own. */
class OwnStepsTest {
    @TempDir Path folder;

    private final SeededRandom random = new SeededRandom(4);
    private final Tensor x = Tensor.normal(random, 24, 2);
    private final Dataset<Tensor, Tensor> data = Dataset.ofValues(x, x.sum(1).reshape(24, 1));

    /** The sum of all gradients so far, which replaces them. */
    private static final class Memory implements Callback, Stateful {
        private final Map<String, Tensor> sums = new LinkedHashMap<>();

        @Override
        public void onGradients(TrainingStatus status) {
            Map<Tensor, Tensor> changed = new HashMap<>();
            for (Parameter p : status.parameters()) {
                Tensor g = status.gradients().of(p.value()).stopGradient();
                changed.put(p.value(), sums.merge(p.name(), g.mul(0.1), Tensor::add));
            }
            status.setGradients(Gradients.of(changed));
            status.setLearningRate(0.1 / status.epoch());
        }

        @Override
        public State state() {
            return new State("memory", Map.of(), sums);
        }

        @Override
        public void restore(State state) {
            sums.clear();
            sums.putAll(state.require("memory").tensors());
        }
    }

    @Test
    void aCallbackOfOnesOwnHasTheSamePowersAndIsResumed() {
        Mlp whole = mlp(8);
        Batches<Dataset<Tensor, Tensor>> batches = Batches.of(data, 7);
        trainer(whole, new Sgd(1))
                .epochs(4)
                .callback(new Memory())
                .fit(batches, new SeededRandom(1));
        Path file = folder.resolve("memory");
        Callback thrown =
                Callback.eachBatch(
                        status -> {
                            if (status.step() == 7) {
                                throw new IllegalStateException("stop");
                            }
                        });
        Mlp resumed = mlp(8);
        assertThrows(
                IllegalStateException.class,
                () ->
                        trainer(resumed, new Sgd(1))
                                .epochs(4)
                                .callback(new Memory())
                                .callback(thrown)
                                .checkpointSteps(file, 2)
                                .fit(batches, new SeededRandom(1)));
        Sgd sgd = new Sgd(1);
        trainer(resumed, sgd)
                .epochs(4)
                .callback(new Memory())
                .checkpointSteps(file, 2)
                .fit(batches, new SeededRandom(1));
        assertArrayEquals(weights(whole), weights(resumed));
        assertEquals(0.025, sgd.learningRate());
        Mlp plain = mlp(8);
        trainer(plain, new Sgd(0.1))
                .schedule(epoch -> 0.1 / (1 + epoch))
                .epochs(4)
                .fit(batches, new SeededRandom(1));
        assertNotEquals(weights(whole)[0], weights(plain)[0]);
    }

    @Test
    void callbacksAreCalledInOrderAndClosedAfterAFailure() {
        List<String> calls = new ArrayList<>();
        Callback all =
                new Callback() {
                    @Override
                    public void onStart(TrainingStatus status) {
                        calls.add("start");
                    }

                    @Override
                    public void onEpochStart(TrainingStatus status) {
                        calls.add("epoch");
                    }

                    @Override
                    public void onBatchStart(TrainingStatus status) {
                        calls.add("batch");
                        assertThrows(IllegalStateException.class, status::gradients);
                    }

                    @Override
                    public void onGradients(TrainingStatus status) {
                        calls.add("gradients");
                        if (status.isLastBatch()) {
                            status.skipStep();
                        }
                    }

                    @Override
                    public void onStepEnd(TrainingStatus status) {
                        calls.add("step");
                    }

                    @Override
                    public void onBatchEnd(TrainingStatus status) {
                        calls.add("batch end");
                    }

                    @Override
                    public void onEpochEnd(TrainingStatus status) {
                        calls.add("epoch end");
                        throw new IllegalStateException("enough");
                    }

                    @Override
                    public void onEnd(TrainingStatus status) {
                        calls.add("end");
                    }
                };
        Trainer<Layer, Dataset<Tensor, Tensor>> trainer = trainer(mlp(1)).callback(all);
        assertThrows(IllegalStateException.class, () -> trainer.fit(Batches.of(data, 12), random));
        assertEquals(
                List.of(
                        "start",
                        "epoch",
                        "batch",
                        "gradients",
                        "step",
                        "batch end",
                        "batch",
                        "gradients",
                        "batch end",
                        "epoch end",
                        "end"),
                calls);
    }

    @Test
    void settingsAreCopies() {
        Trainer<Layer, Dataset<Tensor, Tensor>> one = trainer(mlp(1));
        Batches<Dataset<Tensor, Tensor>> batches = Batches.of(data, 8);
        String before = Fingerprint.of(one, batches) + " " + one.epochs + one.callbacks;
        TrainingStep<Layer, Dataset<Tensor, Tensor>> step =
                TrainingStep.of(Losses.meanSquaredError());
        EarlyStopping stopping = new EarlyStopping(Monitor.trainingLoss(), 3);
        List<Trainer<Layer, Dataset<Tensor, Tensor>>> others =
                List.of(
                        one.epochs(5),
                        one.accumulate(2),
                        one.every("loss", 2),
                        one.times("loss", 2),
                        one.turn("more", one.model, new Sgd(1), step),
                        one.validate(batches),
                        one.regularizer(Regularizers.l2(1)),
                        one.maxNorm(new MaxNorm(1)),
                        one.schedule(epoch -> 1),
                        one.scheduleSteps(epoch -> 1),
                        one.reduceOnPlateau(new ReduceOnPlateau(1), Monitor.trainingLoss()),
                        one.earlyStopping(stopping),
                        one.parameterStatistics(),
                        one.callback(new Memory()));
        assertEquals(before, Fingerprint.of(one, batches) + " " + one.epochs + one.callbacks);
        for (Trainer<Layer, Dataset<Tensor, Tensor>> other : others) {
            assertNotEquals(
                    before, Fingerprint.of(other, batches) + " " + other.epochs + other.callbacks);
        }
        String rule = stopping.toString();
        assertNotEquals(rule, stopping.minDelta(0.1).toString());
        assertEquals(rule, stopping.toString());
    }

    @Test
    void aFailedStepIsTakenBack() {
        BatchNorm norm = new BatchNorm("norm", 2);
        Sequential model = new Sequential(norm, mlp(1));
        double[] mean = norm.mean().value().toArray();
        double[] before = weights(model);
        Trainer<Layer, Tensor> trainer =
                new Trainer<Layer, Tensor>(
                                model,
                                (m, batch, pass) -> m.forward(batch, pass).sub(1e9).log().mean(),
                                new Sgd(0.1))
                        .progress(Progress.none());
        Refusal.of(
                ArithmeticException.class,
                () -> trainer.fit(Batches.of(x, 8), random),
                "trainer: epoch 1, batch 1: the loss is NaN",
                "made by log");
        assertArrayEquals(mean, norm.mean().value().toArray());
        assertArrayEquals(before, weights(model));
        for (Tensor bad : new Tensor[] {null, Tensor.zeros(2)}) {
            Refusal.of(
                    IllegalArgumentException.class,
                    () ->
                            new Trainer<Layer, Tensor>(model, (m, b, pass) -> bad, new Sgd(0.1))
                                    .progress(Progress.none())
                                    .fit(Batches.of(x, 8), random),
                    "epoch 1, batch 1",
                    "scalar");
        }
    }

    @Test
    void aTrainingThatDivergesIsNoticedLongBeforeInfinity() {
        // the loss grows by a factor from step to step, and would be 1e203 after 30 epochs
        Dense model = new Dense("d", 2, 1, Initializers.xavier(), new SeededRandom(1));
        ArithmeticException e =
                assertThrows(
                        ArithmeticException.class,
                        () ->
                                trainer(model, new Sgd(20))
                                        .epochs(30)
                                        .fit(Batches.of(data, 4), random));
        assertTrue(e.getMessage().contains("the training diverges"), e.getMessage());
        assertTrue(e.getMessage().contains("smaller learning rate"), e.getMessage());
        assertTrue(Math.abs(weights(model)[0]) < 1e9, e.getMessage());
    }

    @Test
    void aMetricThatIsNeverReportedIsNamed() {
        Refusal.of(
                IllegalArgumentException.class,
                () ->
                        trainer(mlp(1))
                                .earlyStopping(new EarlyStopping(Monitor.training("f1"), 2))
                                .fit(Batches.of(data, 8), random),
                "\"f1\"");
    }

    @Test
    void sanityChecksOfStepsAndTurns() {
        Mlp model = mlp(4);
        double[] before = weights(model);
        SanityReport report = trainer(model).sanityChecks(data.select(0, 1, 2, 3), random);
        assertTrue(report.passed(), report::toString);
        assertEquals(3, report.checks().size());
        assertArrayEquals(before, weights(model));
        OwnTrainings.Gan gan = new OwnTrainings.Gan(random);
        SanityReport both =
                new Trainer<OwnTrainings.Gan, Tensor>(gan)
                        .turn("critic", gan.critic, new Adam(0.1), OwnTrainings.Gan::criticLoss)
                        .turn("maker", gan.generator, new Adam(1), OwnTrainings.Gan::generatorLoss)
                        .sanityChecks(Tensor.normal(random, 8, 1), random);
        assertTrue(both.passed(), both::toString);
        assertEquals("gradients of maker", both.checks().get(3).name());
    }

    @Test
    void aLearningRateIsFoundForSteps() {
        Mlp model = mlp(4);
        double[] before = weights(model);
        LearningRateCurve curve =
                trainer(model, new Sgd(0.1)).findLearningRate(Batches.of(data, 8), random);
        assertTrue(curve.suggestion() > 1e-4 && curve.suggestion() < 10, curve::toString);
        assertArrayEquals(before, weights(model));
    }
}
