package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Embedding;
import org.cotangent.nn.Flatten;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.LayerNorm;
import org.cotangent.nn.Loss;
import org.cotangent.nn.Losses;
import org.cotangent.nn.MaxNorm;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Parallel;
import org.cotangent.nn.Regularizers;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Clipping;
import org.cotangent.nn.optim.Schedules;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

// Longer than 400 lines: each kind of training once with replays and once without.

/** A training has the same bits whether its steps are replayed or not. */
class ReplayTest {
    /** All that a training comes to, and how many steps were replayed. */
    private static final class Outcome {
        final List<String> lines = new ArrayList<>();
        long replayed;
        long steps;
        String reason;

        void add(String name, Tensor x) {
            lines.add(name + Arrays.toString(x.toArray()));
        }
    }

    private record Made<S>(S trainer, SeededRandom random) {}

    private interface Fitted<S> {
        History fit(S trainer, SeededRandom random);
    }

    /** A training that replays as soon as it can. */
    static <S extends TrainerSettings<?, ?, S>> S eager(S trainer, Boolean replay) {
        return trainer.with(
                s -> {
                    s.replay = replay;
                    s.replayAfter = 2;
                    s.replayFor = 0;
                    s.forced = true;
                });
    }

    /** The trainer with a callback, which may say whether steps are replayed. */
    static <S extends TrainerSettings<?, ?, S>> S told(S trainer, Callback callback) {
        S told = trainer.callback(callback);
        return callback instanceof Spy spy ? eager(told, spy.replay).epochs(5) : told;
    }

    private static class Spy implements Callback {
        final Boolean replay;
        TrainingRun<?, ?> run;

        Spy(Boolean replay) {
            this.replay = replay;
        }

        @Override
        public void onStart(TrainingStatus status) {
            run = (TrainingRun<?, ?>) status;
        }
    }

    private static <S extends TrainerSettings<?, ?, S>> Outcome outcome(
            Made<S> made, Boolean replay, Fitted<S> fitted) {
        Outcome outcome = new Outcome();
        Spy spy = new Spy(replay);
        S trainer = eager(made.trainer, replay).progress(Progress.none()).callback(spy);
        try {
            History history = fitted.fit(trainer, made.random);
            outcome.lines.add(history.toCsv());
        } catch (RuntimeException e) {
            outcome.lines.add(e.toString());
        }
        trainer.model.parameters().forEach(p -> outcome.add(p.name(), p.value()));
        trainer.model.buffers().forEach(b -> outcome.add(b.name(), b.value()));
        outcome.lines.add("" + made.random.nextLong());
        outcome.steps = spy.run.step();
        outcome.replayed = spy.run.replays().count();
        outcome.reason = spy.run.replays().reason();
        return outcome;
    }

    private static void same(Outcome plain, Outcome replayed) {
        assertEquals(0, plain.replayed);
        assertNull(replayed.reason);
        assertTrue(
                replayed.replayed >= plain.steps / 2,
                () -> replayed.replayed + " replays, " + plain.steps + " steps");
        assertEquals(plain.lines, replayed.lines);
    }

    // ---- classifiers

    private static Layer network(SeededRandom random) {
        return new Sequential(
                new Dense("first", 6, 33, Initializers.he(), random),
                new BatchNorm("norm", 33),
                Activation.RELU,
                new Dropout(0.2),
                new Dense("second", 33, 17, Initializers.xavier(), random),
                new LayerNorm("layer", 17),
                Activation.TANH,
                new Dense("third", 17, 5, Initializers.lecun(), random));
    }

    private static Dataset<Tensor, int[]> classes() {
        SeededRandom random = new SeededRandom(5);
        Tensor centers = Tensor.normal(random, 5, 6);
        int[] classes = random.ints(100, 0, 5).toArray();
        return Dataset.of(
                centers.indexSelect(0, classes).add(Tensor.normal(random, 100, 6)), classes);
    }

    private static void classifier(
            Loss<int[]> loss, UnaryOperator<SupervisedTrainer<int[]>> settings, int batch) {
        Outcome[] outcomes = new Outcome[2];
        for (int i = 0; i < 2; i++) {
            SeededRandom random = new SeededRandom(8);
            SupervisedTrainer<int[]> trainer =
                    settings.apply(
                            Trainer.classifier(network(random), loss, new Adam(0.01))
                                    .batchSize(batch)
                                    .epochs(6));
            outcomes[i] =
                    outcome(
                            new Made<>(trainer, random),
                            i == 0 ? false : null,
                            (t, r) -> t.fit(classes(), r));
        }
        same(outcomes[0], outcomes[1]);
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 16, 25, 64})
    void ofAClassifierWithAllThatIsRandom(int batch) {
        classifier(
                Losses.softmaxCrossEntropy(),
                t -> t.regularizer(Regularizers.l2(1e-4)).metric("top", Metrics.topK(2)),
                batch);
    }

    @Test
    void ofLossesOfClasses() {
        var cross = Losses.softmaxCrossEntropy();
        for (Loss<int[]> loss :
                List.<Loss<int[]>>of(
                        cross.labelSmoothing(0.1),
                        cross.classWeights(1, 2, 0.5, 3, 1),
                        cross.ignore(2),
                        cross.ignore(-1).classWeights(1, 2, 0, 3, 1).labelSmoothing(0.2),
                        cross.sum(),
                        cross.classWeights(1, 2, 0.5, 3, 1).meanOverSamples(),
                        Losses.multiclassHinge().ignore(1),
                        Losses.multiclassHinge().squared().classWeights(1, 2, 3, 4, 5))) {
            classifier(loss, t -> t.epochs(2), 16);
        }
    }

    @Test
    void ofAccumulationClippingAndSchedules() {
        classifier(
                Losses.softmaxCrossEntropy(),
                t ->
                        t.accumulate(3)
                                .schedule(Schedules.exponential(0.02, 0.9))
                                .maxNorm(new MaxNorm(1.5))
                                .parameterStatistics()
                                .validate(classes()),
                16);
    }

    @Test
    void ofRegressions() {
        Outcome[] outcomes = new Outcome[2];
        for (Loss<Tensor> loss :
                List.<Loss<Tensor>>of(
                        Losses.meanSquaredError(),
                        Losses.huber(0.3),
                        Losses.meanAbsoluteError(),
                        Losses.meanSquaredError().sum())) {
            for (int i = 0; i < 2; i++) {
                SeededRandom random = new SeededRandom(8);
                Tensor x = Tensor.uniform(random, -1, 1, 60, 3);
                Layer model =
                        new Sequential(
                                new Dense("first", 3, 7, Initializers.xavier(), random),
                                Activation.TANH,
                                new Dense("second", 7, 2, Initializers.xavier(), random));
                SupervisedTrainer<Tensor> trainer =
                        Trainer.regressor(
                                        model, loss, Clipping.byGlobalNorm(new Sgd(0.01, 0.9), 0.5))
                                .batchSize(16)
                                .epochs(5);
                outcomes[i] =
                        outcome(
                                new Made<>(trainer, random),
                                i == 0 ? false : null,
                                (t, r) ->
                                        t.fit(
                                                Dataset.ofValues(x, x.slice(1, 0, 2).mul(3).sin()),
                                                r));
            }
            same(outcomes[0], outcomes[1]);
        }
    }

    @Test
    void ofAnEmbedding() {
        Outcome[] outcomes = ofWords(false);
        same(outcomes[0], outcomes[1]);
    }

    /** The gradients of two look-ups would be added in another order. */
    @Test
    void notOfATableLookedUpTwice() {
        Outcome[] outcomes = ofWords(true);
        assertEquals(outcomes[0].lines, outcomes[1].lines);
        assertEquals(0, outcomes[1].replayed);
        assertEquals("the table words is used twice in a step", outcomes[1].reason);
    }

    private static Outcome[] ofWords(boolean twice) {
        Outcome[] outcomes = new Outcome[2];
        for (int i = 0; i < 2; i++) {
            SeededRandom random = new SeededRandom(8);
            Tensor x = Tensor.of(random.ints(60 * 4, 0, 9).asDoubleStream().toArray(), 60, 4);
            int[] y = random.ints(60, 0, 3).toArray();
            Layer words = Embedding.withPadding("words", 9, 5, 0, Initializers.normal(1), random);
            Layer table = twice ? new Parallel(Parallel.Join.SUM, words, words) : words;
            Layer model =
                    new Sequential(
                            table,
                            new Flatten(),
                            new Dense("second", 20, 3, Initializers.xavier(), random));
            outcomes[i] =
                    outcome(
                            new Made<>(
                                    Trainer.classifier(model, new Adam(0.01))
                                            .batchSize(16)
                                            .epochs(5),
                                    random),
                            i == 0 ? false : null,
                            (t, r) -> t.fit(Dataset.ofClasses(x, y), r));
        }
        return outcomes;
    }

    // ---- steps of one's own

    @ParameterizedTest
    @ValueSource(strings = {"gan", "vae", "siamese", "generated"})
    void ofOwnSteps(String name) {
        List<String> outcomes = new ArrayList<>();
        for (boolean replay : new boolean[] {false, true}) {
            Spy spy = new Spy(replay);
            OwnTrainings.Training<?> training = OwnTrainings.ALL.get(name).get();
            outcomes.add(training.outcome(training.fit(null, spy)));
            assertNull(spy.run.replays().reason());
            assertEquals(replay, spy.run.replays().count() > spy.run.step() / 2, name);
        }
        assertEquals(outcomes.get(0), outcomes.get(1));
    }

    @Test
    void resumedInTheMidst(@TempDir Path folder) {
        for (String name : List.of("gan", "vae")) {
            Spy plain = new Spy(false);
            OwnTrainings.Training<?> training = OwnTrainings.ALL.get(name).get();
            String whole = training.outcome(training.fit(null, plain));
            Path file = folder.resolve(name);
            RuntimeException broken = new RuntimeException("broken off");
            OwnTrainings.Training<?> first = OwnTrainings.ALL.get(name).get();
            Spy breaking =
                    new Spy(true) {
                        @Override
                        public void onBatchEnd(TrainingStatus status) {
                            if (status.step() == 14) {
                                throw broken;
                            }
                        }
                    };
            assertSame(
                    broken, assertThrows(RuntimeException.class, () -> first.fit(file, breaking)));
            OwnTrainings.Training<?> second = OwnTrainings.ALL.get(name).get();
            Spy replayed = new Spy(true);
            assertEquals(whole, second.outcome(second.fit(file, replayed)), name);
            assertTrue(replayed.run.replays().count() > 10);
        }
    }

    // ---- what is not replayed

    /** A step of one's own on 40 rows of classes, in batches of 8. */
    private static void refused(TrainingStep<Layer, Dataset<Tensor, int[]>> step, String reason) {
        Outcome[] outcomes = new Outcome[2];
        for (int i = 0; i < 2; i++) {
            SeededRandom random = new SeededRandom(8);
            Trainer<Layer, Dataset<Tensor, int[]>> trainer =
                    new Trainer<>(network(random), step, new Adam(0.01)).epochs(3);
            outcomes[i] =
                    outcome(
                            new Made<>(trainer, random),
                            i == 1,
                            (t, r) -> t.fit(Batches.of(classes(), 20), r));
        }
        assertEquals(outcomes[0].lines, outcomes[1].lines);
        assertEquals(0, outcomes[1].replayed);
        assertTrue(
                outcomes[1].reason != null && outcomes[1].reason.contains(reason),
                () -> "" + outcomes[1].reason);
    }

    private static Tensor cross(Tensor outputs, Dataset<Tensor, int[]> batch) {
        return Losses.softmaxCrossEntropy().apply(outputs, batch.targets());
    }

    @Test
    void stepsThatReadNumbers() {
        refused(
                (model, batch, pass) -> {
                    Tensor loss = cross(model.forward(batch.inputs(), pass), batch);
                    return loss.value() > 1 ? loss.mul(2) : loss;
                },
                "value() reads a number that rests on an argument, at org.cotangent.nn.train");
        refused(
                (model, batch, pass) -> {
                    Tensor outputs = model.forward(batch.inputs(), pass);
                    pass.report("rows", batch.rows(), 1);
                    return cross(outputs, batch);
                },
                "report(\"rows\", number, weight) takes a number");
        refused(
                (model, batch, pass) -> {
                    Tensor outputs = model.forward(batch.inputs(), pass);
                    double[] first = new double[batch.rows()];
                    Arrays.setAll(first, i -> batch.targets()[i] == 0 ? 2 : 1);
                    return Losses.softmaxCrossEntropy()
                            .unreduced()
                            .apply(outputs, batch.targets())
                            .mul(Tensor.of(first))
                            .mean();
                },
                "does not do the same twice");
    }

    @Test
    void stepsThatDrawByThemselves() {
        refused(
                (model, batch, pass) -> {
                    Tensor x = batch.inputs();
                    Tensor noise = Tensor.normal(pass.random(), x.shape()).mul(0.1);
                    return cross(model.forward(x.add(noise), pass), batch);
                },
                "draws from pass.random() itself");
    }

    @Test
    void stepsWithVariablesOfTheirOwn() {
        refused(
                (model, batch, pass) -> {
                    Tensor x = batch.inputs().asVariable();
                    Tensor loss = cross(model.forward(x, pass), batch);
                    return loss.add(x.square().mean());
                },
                "the loss reaches");
        Layer teacher = new Dense("teacher", 6, 5, Initializers.he(), new SeededRandom(3));
        refused(
                (model, batch, pass) -> {
                    Tensor known = teacher.forward(batch.inputs(), pass.evaluating());
                    Tensor outputs = model.forward(batch.inputs(), pass);
                    return outputs.sub(known.stopGradient()).square().mean();
                },
                "variable that is no argument");
    }

    @Test
    void otherBatches() {
        SeededRandom random = new SeededRandom(8);
        Layer model = new Dense("dense", 2, 1, Initializers.he(), random);
        Outcome outcome =
                outcome(
                        new Made<>(
                                new Trainer<Layer, double[][]>(
                                                model,
                                                (m, rows, pass) ->
                                                        m.forward(Tensor.of(rows), pass)
                                                                .square()
                                                                .mean(),
                                                new Sgd(0.01))
                                        .epochs(9),
                                random),
                        true,
                        (t, r) -> t.fit(Batches.of(new double[][] {{1, 2}, {3, 4}}, 2), r));
        assertEquals(
                "a batch holds a double[][], and no constant tensor or classes", outcome.reason);
    }

    @Test
    void stepsOfOneOwnUnlessAsked() {
        SeededRandom random = new SeededRandom(8);
        Layer model = new Dense("dense", 2, 1, Initializers.he(), random);
        Outcome outcome =
                outcome(
                        new Made<>(
                                new Trainer<Layer, Tensor>(
                                                model,
                                                (m, x, pass) -> m.forward(x, pass).square().mean(),
                                                new Sgd(0.01))
                                        .epochs(9),
                                random),
                        null,
                        (t, r) -> t.fit(Batches.of(Tensor.ones(4, 2), 2), r));
        assertEquals(0, outcome.replayed);
        assertNull(outcome.reason);
        // a lambda in a model, a loss that is one
        for (int i = 0; i < 3; i++) {
            Layer with = i == 0 ? new Sequential(model, Layer.of(Tensor::tanh)) : model;
            Loss<Tensor> loss =
                    i == 1 ? (y, t) -> y.sub(t).square().mean() : Losses.meanSquaredError();
            SupervisedTrainer<Tensor> trainer =
                    Trainer.regressor(with, loss, new Sgd(0.01)).batchSize(2).epochs(9);
            SupervisedTrainer<Tensor> last =
                    i == 2 ? trainer.regularizer(p -> p.get(0).value().square().sum()) : trainer;
            Outcome plain =
                    outcome(
                            new Made<>(last, random),
                            null,
                            (t, r) ->
                                    t.fit(
                                            Dataset.ofValues(Tensor.ones(4, 2), Tensor.ones(4, 1)),
                                            r));
            assertEquals(0, plain.replayed);
        }
    }

    // ---- failures

    @Test
    void whatIsNotFiniteIsReportedAsWithout() {
        Tensor x = classes().inputs();
        int[] y = classes().targets();
        // a learning rate that leads to infinity, and one that diverges
        for (double rate : new double[] {1e200, 1e9}) {
            Outcome[] outcomes = new Outcome[2];
            for (int i = 0; i < 2; i++) {
                SeededRandom random = new SeededRandom(8);
                Layer model =
                        new Sequential(
                                new Dense("first", 6, 9, Initializers.he(), random),
                                new Dropout(0.3),
                                new Dense("third", 9, 5, Initializers.lecun(), random));
                outcomes[i] =
                        outcome(
                                new Made<>(
                                        Trainer.classifier(model, new Sgd(1e-3))
                                                .batchSize(20)
                                                .epochs(4)
                                                .scheduleSteps(step -> step < 8 ? 1e-3 : rate),
                                        random),
                                i == 0 ? false : null,
                                (t, r) -> t.fit(Dataset.ofClasses(x, y), r));
            }
            assertTrue(outcomes[0].lines.get(0).contains("Exception"), outcomes[0].lines.get(0));
            assertEquals(outcomes[0].lines, outcomes[1].lines);
            assertTrue(outcomes[1].replayed > 4);
        }
    }
}
