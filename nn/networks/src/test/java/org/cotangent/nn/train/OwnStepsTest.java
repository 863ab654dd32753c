package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Block;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Losses;
import org.cotangent.nn.MaxNorm;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.Regularizers;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.State;
import org.cotangent.nn.Stateful;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Optimizer;
import org.cotangent.nn.optim.ReduceOnPlateau;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Steps, turns, batches and callbacks of one's own. */
class OwnStepsTest {
    @TempDir Path folder;

    private final SeededRandom random = new SeededRandom(4);
    private final Tensor x = Tensor.normal(random, 24, 2);
    private final Dataset<Tensor, Tensor> data = Dataset.ofValues(x, x.sum(1).reshape(24, 1));

    private static Mlp mlp(long seed) {
        return Mlp.of(2, 6, 1).activation(Activation.TANH).build(new SeededRandom(seed));
    }

    private static Trainer<Layer, Dataset<Tensor, Tensor>> trainer(Layer model) {
        return trainer(model, new Adam(0.02));
    }

    private static Trainer<Layer, Dataset<Tensor, Tensor>> trainer(
            Layer model, Optimizer optimizer) {
        TrainingStep<Layer, Dataset<Tensor, Tensor>> step =
                TrainingStep.of(Losses.meanSquaredError());
        return new Trainer<>(model, step, optimizer).progress(Progress.none());
    }

    private static double[] weights(Layer model) {
        List<double[]> all = new ArrayList<>();
        model.parameters().forEach(p -> all.add(p.value().toArray()));
        return all.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    // ---- accumulation

    @Test
    void fourMicroBatchesAreOneBatch() {
        List<double[]> found = new ArrayList<>();
        for (int parts : new int[] {1, 4}) {
            Mlp model = mlp(2);
            // in the order of the rows, so that the parts are those of the batch
            Batches<Dataset<Tensor, Tensor>> batches =
                    r ->
                            IntStream.range(0, 2 * parts)
                                    .mapToObj(
                                            i ->
                                                    data.select(
                                                            IntStream.range(
                                                                            i * 12 / parts,
                                                                            (i + 1) * 12 / parts)
                                                                    .toArray()))
                                    .toList();
            trainer(model).accumulate(parts).epochs(20).fit(batches, new SeededRandom(1));
            found.add(weights(model));
        }
        for (int i = 0; i < found.get(0).length; i++) {
            double one = found.get(0)[i];
            assertEquals(one, found.get(1)[i], 1e-12 * Math.max(1, Math.abs(one)));
        }
        assertNotEquals(weights(mlp(2))[0], found.get(0)[0], 1e-3);
    }

    @Test
    void microBatchesOfMaskedSequencesAreOneBatchToo() {
        // as many steps count in a part as there are, which differs
        SeededRandom same = new SeededRandom(2);
        Dataset<Tensor, int[][]> echoes = OwnTrainings.echoes(12, same);
        List<double[]> found = new ArrayList<>();
        for (int size : new int[] {12, 3}) {
            Dense model = new Dense("d", 3, 3, Initializers.xavier(), new SeededRandom(1));
            History history =
                    new SupervisedTrainer<int[][]>(
                                    model,
                                    Losses.softmaxCrossEntropy().ignore(-1).steps(),
                                    new Adam(0.1))
                            .batchSize(size)
                            .accumulate(12 / size)
                            .epochs(5)
                            .progress(Progress.none())
                            .fit(echoes, new SeededRandom(3));
            found.add(weights(model));
            found.add(history.losses());
        }
        assertArrayEquals(found.get(0), found.get(2), 1e-12);
        assertArrayEquals(found.get(1), found.get(3), 1e-12);
    }

    @Test
    void whatIsLeftOfAnEpochMakesAStepWeightedByRows() {
        // 24 rows in batches of 10, 10, 4: three are one step of all
        Mlp one = mlp(2);
        trainer(one, new Sgd(0.1)).epochs(1).fit(Batches.of(data, 24), new SeededRandom(1));
        Mlp accumulated = mlp(2);
        int[] steps = {0};
        trainer(accumulated, new Sgd(0.1))
                .accumulate(5)
                .epochs(1)
                .callback(
                        new Callback() {
                            @Override
                            public void onStepEnd(TrainingStatus status) {
                                steps[0]++;
                            }
                        })
                .fit(Batches.of(data, 10), new SeededRandom(1));
        assertEquals(1, steps[0]);
        assertArrayEquals(weights(one), weights(accumulated), 1e-14);
    }

    @Test
    void anAverageOfPartsIsTheSameForAFixedOrder() {
        Mlp model = mlp(3);
        List<Gradients> parts = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int from = 6 * i;
            Tensor some = x.slice(0, from, from + 6);
            parts.add(model.apply(some).square().mean().backward());
        }
        Parameter first = model.parameters().get(0);
        double[] mean = Gradients.mean(parts).of(first.value()).toArray();
        assertArrayEquals(mean, Gradients.mean(parts).of(first.value()).toArray());
        assertArrayEquals(
                model.apply(x).square().mean().backward().of(first.value()).toArray(), mean, 1e-12);
    }

    // ---- turns

    /** Two layers, of which each is moved by a loss of its own. */
    private static final class Two extends Block {
        final Dense one = child(dense("one"));
        final Dense other = child(dense("other"));

        Two() {
            super("two");
        }

        private static Dense dense(String name) {
            return new Dense(name, 2, 1, Initializers.xavier(), new SeededRandom(1));
        }

        Tensor both(Tensor x, Pass pass) {
            return one.forward(x, pass).add(other.forward(x, pass)).square().mean();
        }
    }

    @Test
    void theGradientsOfATurnMoveItsPartAlone() {
        Two two = new Two();
        List<String> order = new ArrayList<>();
        double[] before = weights(two.other);
        Trainer<Two, Tensor> trainer =
                new Trainer<Two, Tensor>(two)
                        .turn("first", two.one, new Sgd(0.1), Two::both)
                        .turn("second", two.other, new Sgd(0), Two::both)
                        .every("first", 2)
                        .times("second", 3)
                        .epochs(2)
                        .progress(Progress.none())
                        .callback(
                                new Callback() {
                                    @Override
                                    public void onGradients(TrainingStatus status) {
                                        order.add(status.turn());
                                        int size = status.parameters().size();
                                        assertEquals(size, status.gradients().tensors().size());
                                    }
                                });
        History history = trainer.fit(Batches.of(x, 8), random);
        assertArrayEquals(before, weights(two.other));
        assertNotEquals(before[0], weights(two.one)[0]);
        List<String> expected = new ArrayList<>();
        for (int batch = 1; batch <= 6; batch++) {
            if (batch % 2 == 0) {
                expected.add("first");
            }
            expected.addAll(List.of("second", "second", "second"));
        }
        assertEquals(expected, order);
        assertEquals(Set.of("first", "second"), history.metrics());
        assertTrue(history.toCsv().startsWith("epoch,learning rate,loss,penalty,"));
        assertTrue(
                trainer.evaluate(Batches.of(x, 24)).metric("first") < history.metric("first")[0]);
    }

    @Test
    void turnsThatCannotBeAreRefused() {
        Two two = new Two();
        Trainer<Two, Tensor> none = new Trainer<>(two);
        Refusal.of(
                IllegalStateException.class,
                () -> none.fit(Batches.of(x, 8), random),
                "no turn",
                "turn(name, part");
        Trainer<Two, Tensor> one = none.turn("first", two.one, new Sgd(1), Two::both);
        Refusal.of(
                IllegalArgumentException.class,
                () -> one.turn("first", two.other, new Sgd(1), Two::both),
                "\"first\" is in use");
        Refusal.of(
                IllegalArgumentException.class,
                () -> one.turn("third", mlp(1), new Sgd(1), Two::both),
                "third",
                "dense1.weight",
                "not a parameter");
        Refusal.of(
                IllegalArgumentException.class,
                () -> one.turn("third", Activation.TANH, new Sgd(1), Two::both),
                "no parameters");
        Refusal.of(IllegalArgumentException.class, () -> one.every("x", 2), "\"x\"", "[first]");
        Refusal.of(IllegalArgumentException.class, () -> one.times("first", 0), "0");
    }

    // ---- batches

    private static Batches<Dataset<Tensor, Tensor>> stream(
            List<Dataset<Tensor, Tensor>> all, List<String> calls) {
        class Open implements Iterator<Dataset<Tensor, Tensor>>, AutoCloseable {
            private final Iterator<Dataset<Tensor, Tensor>> rest = all.iterator();

            @Override
            public boolean hasNext() {
                return rest.hasNext();
            }

            @Override
            public Dataset<Tensor, Tensor> next() {
                return rest.next();
            }

            @Override
            public void close() {
                calls.add("close");
            }
        }
        return Batches.stream(
                () -> {
                    calls.add("open");
                    return new Open();
                });
    }

    @Test
    void aStreamIsOpenedForEveryEpochAndResumed() {
        List<Dataset<Tensor, Tensor>> parts =
                List.of(data.select(0, 1, 2), data.select(3, 4, 5), data.select(6, 7));
        List<double[]> found = new ArrayList<>();
        for (int stop : new int[] {0, 1, 4, 5}) {
            Mlp model = mlp(5);
            List<String> calls = new ArrayList<>();
            Path file = folder.resolve("stream" + stop);
            UnaryOperator<Trainer<Layer, Dataset<Tensor, Tensor>>> kept =
                    t -> t.epochs(3).checkpointSteps(file, 1);
            if (stop > 0) {
                Callback thrown =
                        Callback.eachBatch(
                                status -> {
                                    if (status.step() > stop) {
                                        throw new IllegalStateException("stop");
                                    }
                                });
                assertThrows(
                        IllegalStateException.class,
                        () ->
                                kept.apply(trainer(model).callback(thrown))
                                        .fit(stream(parts, calls), new SeededRandom(1)));
                assertEquals("close", calls.get(calls.size() - 1));
                calls.clear();
            }
            Mlp again = mlp(6);
            kept.apply(trainer(again)).fit(stream(parts, calls), new SeededRandom(7));
            assertEquals(stop > 3 ? 4 : 6, calls.size());
            found.add(weights(stop == 0 ? again : again));
            if (stop == 0) {
                // what an uninterrupted one of the other model gives
                Mlp whole = mlp(5);
                trainer(whole).epochs(3).fit(stream(parts, calls), new SeededRandom(1));
                found.set(0, weights(whole));
            }
        }
        for (double[] each : found) {
            assertArrayEquals(found.get(0), each);
        }
    }

    @Test
    void aSourceThatKeepsDrawingIsRefused() {
        Batches<Dataset<Tensor, Tensor>> lazy =
                r ->
                        () ->
                                Stream.generate(() -> data.select(r.nextInt(24), r.nextInt(24)))
                                        .limit(3)
                                        .iterator();
        Refusal.of(
                IllegalStateException.class,
                () -> trainer(mlp(1)).fit(lazy, random),
                "after the epoch was opened",
                "draw a seed");
    }

    @Test
    void anEmptyEpochIsRefused() {
        Iterator<Dataset<Tensor, Tensor>> once = List.of(data).iterator();
        Refusal.of(
                IllegalArgumentException.class,
                () -> trainer(mlp(1)).fit(Batches.stream(() -> once), random),
                "epoch 2",
                "no batch in this epoch",
                "new iterator");
        Refusal.of(
                IllegalArgumentException.class,
                () -> trainer(mlp(1)).evaluate(r -> List.of()),
                "no batches");
    }

    @Test
    void allKindsOfRowsAreSelected() {
        assertArrayEquals(new int[] {3, 1}, Samples.select(new int[] {1, 2, 3}, 2, 0));
        assertArrayEquals(new double[] {3}, Samples.select(new double[] {1, 2, 3}, 2));
        assertArrayEquals(
                new int[][] {{3}, {1, 2}}, Samples.select(new int[][] {{1, 2}, {3}}, 1, 0));
        assertEquals(List.of("b"), Samples.select(List.of("a", "b"), 1));
        Pair<Tensor, int[]> pair = new Pair<>(Tensor.iota(3), new int[] {7, 8, 9});
        Dataset<Pair<Tensor, int[]>, List<String>> nested =
                Dataset.of(pair, List.of("x", "y", "z"));
        Dataset<Pair<Tensor, int[]>, List<String>> some = nested.select(2, 1);
        assertArrayEquals(new double[] {2, 1}, some.inputs().first().toArray());
        assertArrayEquals(new int[] {9, 8}, some.inputs().second());
        assertEquals(List.of("z", "y"), some.targets());
        assertEquals("3 rows, inputs (Tensor [3], int[3]), targets list of 3", nested.toString());
        Refusal.of(
                IllegalArgumentException.class, () -> Samples.count("text"), "String", "Samples");
        Refusal.of(IllegalArgumentException.class, () -> Samples.count(Tensor.of(1)), "scalar");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Pair<>(new int[2], new int[3]),
                "2 rows and 3");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Dataset.of(Tensor.zeros(2, 1), List.of(1)),
                "[2, 1]",
                "1 targets");
    }

    @Test
    void dataOfEveryKindIsComparedBeforeATrainingGoesOn() {
        Path file = folder.resolve("compared");
        Tensor right = x.mul(2);
        for (int row : new int[] {-1, 17}) {
            double[] numbers = right.toArray();
            if (row >= 0) {
                numbers[2 * row] += 1e-9;
            }
            Pair<Tensor, Tensor> pair = new Pair<>(x, Tensor.of(numbers, 24, 2));
            Mlp model = mlp(1);
            Trainer<Mlp, Pair<Tensor, Tensor>> trainer =
                    new Trainer<Mlp, Pair<Tensor, Tensor>>(
                                    model,
                                    (m, both, pass) ->
                                            m.forward(both.first().add(both.second()), pass)
                                                    .square()
                                                    .mean(),
                                    new Sgd(0.1))
                            .epochs(1)
                            .progress(Progress.none())
                            .checkpoint(file);
            if (row < 0) {
                trainer.fit(Batches.of(pair, 8), random);
            } else {
                Refusal.of(
                        IllegalArgumentException.class,
                        () -> trainer.fit(Batches.of(pair, 8), random),
                        "data: (Tensor [24, 2], Tensor [24, 2]), checksum");
            }
        }
    }

    // ---- callbacks

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
                .fit(batches, new SeededRandom(2));
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

    // ---- failures

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

    // ---- checks before a training

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
