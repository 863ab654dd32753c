package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.Tensor;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Losses;
import org.cotangent.nn.MaxNorm;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.Regularizers;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.optim.ParameterGroup;
import org.cotangent.nn.optim.ReduceOnPlateau;
import org.cotangent.nn.optim.Schedules;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

// Longer than 400 lines: a test for each setting, over the same model and data.
/** What can be set on a trainer: validation, penalties, learning rates, rules to stop. */
class TrainerSettingsTest {
    private final SeededRandom random = new SeededRandom(7);

    private Dataset<Tensor, int[]> classes(int rows) {
        return Dataset.ofClasses(Tensor.normal(random, rows, 3), random.ints(rows, 0, 4).toArray());
    }

    private Dense dense(String name, int inputs, int outputs) {
        return new Dense(name, inputs, outputs, Initializers.xavier(), random);
    }

    private static SupervisedTrainer<int[]> trainer(Layer model, double rate) {
        return Trainer.classifier(model, new Sgd(rate)).batchSize(8).progress(Progress.none());
    }

    // ---- validation

    @Test
    void validationIsInEvaluationModeAndOfAllRowsTogether() {
        Layer model = new Sequential(dense("d", 3, 4), new Dropout(0.5));
        Dataset<Tensor, int[]> held = classes(19);
        List<Boolean> recorded = new ArrayList<>();
        History history =
                trainer(model, 0)
                        .epochs(2)
                        .validate(held)
                        .metric(
                                "largest",
                                (outputs, c) -> {
                                    recorded.add(outputs.varies());
                                    return outputs.stopGradient().amax().value();
                                })
                        .fit(classes(20), random);
        Tensor outputs = model.apply(held.inputs());
        double loss = Losses.softmaxCrossEntropy().apply(outputs, held.targets()).value();
        assertArrayEquals(new double[] {loss, loss}, history.validationLosses(), 1e-14);
        double accuracy = Metrics.accuracy().apply(outputs, held.targets());
        assertArrayEquals(
                new double[] {accuracy, accuracy}, history.validationMetric("accuracy"), 0);
        // not a mean over batches
        assertEquals(outputs.amax().value(), history.validationMetric("largest")[0]);
        // three batches of training, then the validation, twice
        assertEquals(List.of(true, true, true, false, true, true, true, false), recorded);
        // dropout did act in training
        assertNotEquals(history.losses()[0], history.losses()[1], 1e-6);
    }

    @Test
    void evaluationChangesNothingAndCountsClasses() {
        Sequential model = new Sequential(dense("d", 3, 4), new BatchNorm("norm", 4));
        Dataset<Tensor, int[]> held = classes(30);
        SupervisedTrainer<int[]> trainer = trainer(model, 0.1).validate(held).epochs(1);
        History history = trainer.fit(classes(20), random);
        double[] mean = model.buffers().get(0).value().toArray();
        Evaluation<int[]> evaluation = trainer.evaluate(held);
        assertArrayEquals(mean, model.buffers().get(0).value().toArray());
        assertEquals(history.validationLosses()[0], evaluation.loss());
        assertEquals(evaluation.metric("accuracy"), evaluation.confusionMatrix().accuracy());
        assertEquals(30, evaluation.confusionMatrix().total());
        assertEquals(30, evaluation.rows());
        assertArrayEquals(new int[] {30, 4}, evaluation.outputs().shape());
        assertTrue(evaluation.toString().startsWith("30 samples: loss "));
        assertTrue(evaluation.toString().contains("actual \\ predicted"));
        Refusal.of(IllegalArgumentException.class, () -> evaluation.metric("f1"), "f1", "accuracy");
    }

    @Test
    void evaluationsByHand() {
        Layer identity = (x, pass) -> x;
        Dataset<Tensor, int[]> data =
                Dataset.ofClasses(
                        Tensor.of(new double[][] {{0, 0}, {0, Math.log(3)}}), new int[] {0, 1});
        Evaluation<int[]> evaluation = Evaluation.ofClassifier(identity, data);
        // -log 1/2 and -log 3/4
        assertEquals((Math.log(2) + Math.log(4.0 / 3)) / 2, evaluation.loss(), 1e-15);
        assertEquals(1, evaluation.metric("accuracy"));
        Dataset<Tensor, Tensor> values = Dataset.ofValues(Tensor.ones(2, 1), Tensor.zeros(2, 1));
        Evaluation<Tensor> regression = Evaluation.of(identity, Losses.meanSquaredError(), values);
        assertEquals(1, regression.loss());
        assertEquals("2 samples: loss 1.000", regression.toString());
        Refusal.of(IllegalStateException.class, regression::confusionMatrix, "targets are values");
    }

    // ---- penalties

    @Test
    void penaltiesAreReportedApartFromTheLoss() {
        Dense model = dense("d", 3, 4);
        Dataset<Tensor, int[]> data = classes(16);
        History history =
                trainer(model, 0)
                        .epochs(2)
                        .regularizer(Regularizers.l2(0.1))
                        .regularizer(Regularizers.l1(0.01))
                        .fit(data, random);
        double squares = 0;
        double sizes = 0;
        for (double w : model.weight().value().toArray()) {
            squares += w * w;
            sizes += Math.abs(w);
        }
        double loss =
                Losses.softmaxCrossEntropy()
                        .apply(model.apply(data.inputs()), data.targets())
                        .value();
        double penalty = 0.1 / 2 * squares + 0.01 * sizes;
        assertArrayEquals(new double[] {penalty, penalty}, history.penalties(), 1e-14);
        assertEquals(loss, history.finalLoss(), 1e-14);
    }

    @Test
    void penaltiesMakeWeightsDecay() {
        Dense model = dense("d", 1, 1);
        double w = model.weight().value().get(0, 0);
        Dataset<Tensor, Tensor> data = Dataset.ofValues(Tensor.zeros(4, 1), Tensor.zeros(4, 1));
        Trainer.regressor(model, new Sgd(0.5))
                .epochs(3)
                .batchSize(2)
                .progress(Progress.none())
                .regularizer(Regularizers.l2(0.2))
                .fit(data, random);
        // each of 6 steps takes away 0.5 * 0.2 of the weight
        assertEquals(w * Math.pow(0.9, 6), model.weight().value().get(0, 0), 1e-15);
    }

    @Test
    void maxNormHoldsAfterEveryStep() {
        Dense model = dense("d", 3, 4);
        List<Double> longest = new ArrayList<>();
        trainer(model, 5)
                .epochs(2)
                .maxNorm(new MaxNorm(0.3))
                .callback(
                        Callback.eachBatch(
                                s -> {
                                    Tensor w = model.weight().value().stopGradient();
                                    longest.add(w.square().sum(0).amax().sqrt().value());
                                }))
                .fit(classes(16), random);
        assertEquals(4, longest.size());
        longest.forEach(length -> assertEquals(0.3, length, 1e-12));
    }

    @Test
    void maxNormLeavesFrozenParametersAlone() {
        Dense frozen = dense("frozen", 3, 4);
        Dense moving = dense("moving", 4, 4);
        Sgd sgd =
                new Sgd(0.1)
                        .group(
                                "frozen",
                                ParameterGroup.where(n -> n.startsWith("frozen")).frozen());
        Tensor before = frozen.weight().value();
        Trainer.classifier(new Sequential(frozen, moving), sgd)
                .progress(Progress.none())
                .maxNorm(new MaxNorm(0.01))
                .epochs(2)
                .fit(classes(16), random);
        assertSame(before, frozen.weight().value());
        assertEquals(0.01, moving.weight().value().square().sum(0).amax().sqrt().value(), 1e-12);
    }

    // ---- learning rates

    @Test
    void schedulesSetTheRateOfEachEpochOrStep() {
        List<Double> rates = new ArrayList<>();
        Callback rate = Callback.eachBatch(status -> rates.add(status.learningRate()));
        History history =
                trainer(dense("d", 3, 4), 1)
                        .epochs(3)
                        .schedule(epoch -> 0.1 / (1 + epoch))
                        .callback(rate)
                        .fit(classes(16), random);
        assertEquals(List.of(0.1, 0.1, 0.05, 0.05, 0.1 / 3, 0.1 / 3), rates);
        assertArrayEquals(new double[] {0.1, 0.05, 0.1 / 3}, history.learningRates());
        rates.clear();
        trainer(dense("d", 3, 4), 1)
                .epochs(2)
                .scheduleSteps(Schedules.step(1, 2, 0.5))
                .callback(rate)
                .fit(classes(24), random);
        assertEquals(List.of(1.0, 1.0, 0.5, 0.5, 0.25, 0.25), rates);
    }

    @Test
    void theRateFallsOnAPlateau() {
        Dense model = dense("d", 3, 4);
        History history =
                new SupervisedTrainer<int[]>(
                                model, (outputs, c) -> outputs.sum().mul(0), new Sgd(9))
                        .epochs(5)
                        .progress(Progress.none())
                        .reduceOnPlateau(
                                new ReduceOnPlateau(0.1).factor(0.5).patience(0),
                                Monitor.trainingLoss())
                        .fit(classes(8), random);
        // the first epoch sets the mark; each later one misses it
        assertArrayEquals(
                new double[] {0.1, 0.1, 0.05, 0.025, 0.0125}, history.learningRates(), 1e-17);
    }

    @Test
    void aSecondRuleThatWouldReplaceTheFirstIsRefused() {
        Dense model = dense("d", 3, 4);
        ReduceOnPlateau plateau = new ReduceOnPlateau(1);
        SupervisedTrainer<int[]> plain = trainer(model, 1);
        SupervisedTrainer<int[]> scheduled = plain.schedule(e -> 1);
        List<Executable> rules =
                List.of(
                        () -> scheduled.schedule(e -> 2),
                        () -> scheduled.scheduleSteps(e -> 2),
                        () -> scheduled.reduceOnPlateau(plateau, Monitor.trainingLoss()),
                        () ->
                                plain.reduceOnPlateau(plateau, Monitor.trainingLoss())
                                        .schedule(e -> 1));
        for (Executable rule : rules) {
            Refusal.of(IllegalArgumentException.class, rule, "has a rule already", "one at most");
        }
        EarlyStopping stopping = new EarlyStopping(Monitor.trainingLoss(), 3);
        List<Executable> others =
                List.of(
                        () -> plain.earlyStopping(stopping).earlyStopping(stopping),
                        () -> plain.maxNorm(new MaxNorm(1)).maxNorm(new MaxNorm(2)),
                        () -> plain.validate(classes(8)).validate(classes(8)),
                        () -> plain.checkpoint(Path.of("a")).checkpoint(Path.of("b")));
        for (Executable other : others) {
            Refusal.of(IllegalArgumentException.class, other, "already, ", "one at most");
        }
        SupervisedTrainer<int[]> both =
                plain.checkpointEpochs(Path.of("a"), 2).checkpointSteps(Path.of("a"), 3);
        assertEquals(List.of(2, 3), List.of(both.everyEpochs, both.everySteps));
    }

    @Test
    void everyTrainingBeginsWithAPlateauThatHasObservedNothing() {
        ReduceOnPlateau rule = new ReduceOnPlateau(0.1).factor(0.5).patience(0);
        for (int fit = 0; fit < 3; fit++) {
            History history =
                    new SupervisedTrainer<int[]>(
                                    dense("d", 3, 4),
                                    (outputs, c) -> outputs.sum().mul(0),
                                    new Sgd(9))
                            .epochs(3)
                            .progress(Progress.none())
                            .reduceOnPlateau(rule, Monitor.trainingLoss())
                            .fit(classes(8), random);
            assertArrayEquals(new double[] {0.1, 0.1, 0.05}, history.learningRates(), 1e-17);
        }
        assertEquals(0.1, rule.rate());
    }

    @Test
    void aPlateauTakesTheDirectionOfItsMonitor() {
        double[] accuracies = {0.1, 0.2, 0.3, 0.4};
        int[] calls = {0};
        History history =
                new SupervisedTrainer<int[]>(
                                dense("d", 3, 4), (outputs, c) -> outputs.sum().mul(0), new Sgd(9))
                        .epochs(4)
                        .progress(Progress.none())
                        .metric("accuracy", (outputs, c) -> accuracies[calls[0]++ % 4])
                        .batchSize(8)
                        .reduceOnPlateau(
                                new ReduceOnPlateau(0.1).patience(0), Monitor.training("accuracy"))
                        .fit(classes(8), random);
        assertArrayEquals(new double[] {0.1, 0.1, 0.1, 0.1}, history.learningRates(), 1e-17);
    }

    @Test
    void columnsOfAHistoryKeepTheirNames() {
        for (String name :
                List.of("loss", "epoch", "penalty", "learning rate", "validation loss")) {
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> trainer(dense("d", 3, 4), 1).metric(name, (outputs, c) -> 1),
                    "metric",
                    name,
                    "column of every history");
            for (boolean term : new boolean[] {true, false}) {
                Dense model = dense("d", 3, 4);
                TrainingStep<Dense, Dataset<Tensor, int[]>> step =
                        (m, batch, pass) -> {
                            Tensor y = m.forward(batch.inputs(), pass).square().mean();
                            if (term) {
                                pass.addLoss(name, y);
                            } else {
                                pass.report(name, 1, 1);
                            }
                            return y;
                        };
                Refusal.of(
                        IllegalArgumentException.class,
                        () ->
                                new Trainer<>(model, step, new Sgd(0.1))
                                        .progress(Progress.none())
                                        .fit(Batches.of(classes(8), 8), random),
                        name,
                        "column of every history");
            }
        }
    }

    // ---- ends

    /** A training whose validation metric is a list of numbers, one an epoch. */
    private SupervisedTrainer<int[]> dictated(Layer model, double... numbers) {
        int[] epoch = {0};
        return trainer(model, 0.3)
                .epochs(numbers.length)
                .validate(classes(5))
                .metric("dictated", (out, c) -> out.varies() ? 0 : numbers[epoch[0]++]);
    }

    @Test
    void earlyStoppingGivesBackTheBestWeightsAndBuffers() {
        Sequential model = new Sequential(dense("d", 3, 4), new BatchNorm("norm", 4));
        List<double[]> kept = new ArrayList<>();
        History history =
                dictated(model, 0.1, 0.5, 0.4, 0.5, 0.3, 0.9, 0.9)
                        .earlyStopping(
                                new EarlyStopping(
                                        Monitor.validation("dictated").higherIsBetter(), 3))
                        .callback(
                                Callback.eachEpoch(
                                        status -> {
                                            model.parameters()
                                                    .forEach(p -> kept.add(p.value().toArray()));
                                            model.buffers()
                                                    .forEach(b -> kept.add(b.value().toArray()));
                                        }))
                        .fit(classes(16), random);
        // the best is the second; the third to fifth are no better
        assertEquals(5, history.epochs());
        assertEquals(2, history.bestEpoch().orElseThrow());
        assertEquals(
                0.5, history.best().orElseThrow().validation().orElseThrow().metric("dictated"));
        String reason = history.stopped().orElseThrow();
        assertTrue(reason.contains("validation dictated"), reason);
        assertTrue(reason.contains("has not become higher than 0.5"), reason);
        assertTrue(reason.contains("0.5") && reason.contains("epoch 2"), reason);
        int parts = model.parameters().size() + model.buffers().size();
        int i = parts;
        for (var parameter : model.parameters()) {
            assertArrayEquals(kept.get(i++), parameter.value().toArray());
        }
        for (var buffer : model.buffers()) {
            assertArrayEquals(kept.get(i++), buffer.value().toArray());
        }
        assertFalse(Arrays.equals(kept.get(parts), kept.get(4 * parts)));
    }

    @Test
    void progressBelowTheMarginDoesNotCount() {
        EarlyStopping rule =
                new EarlyStopping(Monitor.validation("dictated").lowerIsBetter(), 2).minDelta(0.1);
        History history =
                dictated(dense("d", 3, 4), 1.0, 0.95, 0.85, 0.8, 0.76, 0.1)
                        .earlyStopping(rule)
                        .fit(classes(16), random);
        assertEquals(3, history.bestEpoch().orElseThrow());
        assertEquals(5, history.epochs());
        // a number that is none is never better, and is left for one that is
        History nan =
                dictated(dense("d", 3, 4), Double.NaN, 1, Double.NaN, 2)
                        .earlyStopping(
                                new EarlyStopping(
                                        Monitor.validation("dictated").higherIsBetter(), 3))
                        .fit(classes(16), random);
        assertEquals(4, nan.bestEpoch().orElseThrow());
        assertTrue(nan.stopped().isEmpty());
    }

    @Test
    void whatIsNotThereCannotBeWatched() {
        SupervisedTrainer<int[]> trainer = trainer(dense("d", 3, 4), 0.1);
        SupervisedTrainer<int[]> unvalidated =
                trainer.earlyStopping(new EarlyStopping(Monitor.validationLoss(), 3));
        Refusal.of(
                IllegalArgumentException.class,
                () -> unvalidated.fit(classes(8), random),
                "early stopping",
                "validate(");
        SupervisedTrainer<int[]> unknown =
                trainer.earlyStopping(new EarlyStopping(Monitor.training("f1"), 3));
        Refusal.of(
                IllegalArgumentException.class,
                () -> unknown.fit(classes(8), random),
                "\"f1\"",
                "accuracy");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new EarlyStopping(Monitor.trainingLoss(), 0),
                "patience 0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new EarlyStopping(Monitor.trainingLoss(), 1).minDelta(Double.NaN),
                "NaN");
    }

    @Test
    void callbacksSeeWhereTrainingStandsAndStopIt() {
        List<String> calls = new ArrayList<>();
        Callback callback =
                new Callback() {
                    @Override
                    public void onBatchEnd(TrainingStatus s) {
                        calls.add(s.epoch() + "." + s.batch() + "/" + s.step());
                        if (s.step() == 5) {
                            s.stop("enough");
                            s.stop("another reason");
                        }
                    }

                    @Override
                    public void onEpochEnd(TrainingStatus s) {
                        calls.add("end " + s.epoch() + " " + s.epochs().size());
                        assertEquals(s.lossAndMetrics(), s.epochs().get(s.epoch() - 1).training());
                    }
                };
        History history =
                trainer(dense("d", 3, 4), 0.1).callback(callback).fit(classes(24), random);
        assertEquals(
                List.of("1.1/1", "1.2/2", "1.3/3", "end 1 1", "2.1/4", "2.2/5", "end 2 2"), calls);
        assertEquals("enough", history.stopped().orElseThrow());
        assertEquals(2, history.epochs());
        assertTrue(history.toString().endsWith("stopped: enough"), history::toString);
    }

    // ---- norms

    @Test
    void normsOfParametersGradientsAndUpdates() {
        // loss = mean of (3 w + 4 v)^2 with w = 1, v = 2: gradient 2 * 11 * (3, 4)
        Dense model =
                Dense.withoutBias("d", 2, 1, (i, o, columns, r) -> new double[] {1, 2}, random);
        Dataset<Tensor, Tensor> data =
                Dataset.ofValues(Tensor.of(new double[][] {{3, 4}}), Tensor.zeros(1, 1));
        History history =
                Trainer.regressor(model, new Sgd(0.01))
                        .epochs(1)
                        .progress(Progress.none())
                        .parameterStatistics()
                        .fit(data, random);
        ParameterStatistics only = history.last().parameters().get(0);
        assertEquals("d.weight", only.name());
        assertEquals(2, only.size());
        assertEquals(Math.sqrt(5), only.weightNorm(), 1e-14);
        assertEquals(110, only.gradientNorm(), 1e-12);
        assertEquals(1.1, only.updateNorm(), 1e-14);
        assertEquals(1.1 / Math.sqrt(5), only.updateRatio(), 1e-14);
        assertEquals(
                "parameter  numbers  weight  gradient  update  update/weight\n"
                        + "d.weight         2  2.2361    110.00  1.1000        0.49193",
                history.parameterTable());
        History without =
                Trainer.regressor(model, new Sgd(0.01)).progress(Progress.none()).fit(data, random);
        Refusal.of(IllegalStateException.class, without::parameterTable, "parameterStatistics()");
    }

    @Test
    void theSameWithAndWithoutLooking() {
        List<double[]> weights = new ArrayList<>();
        for (boolean looks : new boolean[] {false, true}) {
            SplittableRandom same = new SplittableRandom(3);
            Mlp model = Mlp.of(3, 8, 4).build(same);
            SupervisedTrainer<int[]> trainer = trainer(model, 0.1).epochs(3);
            Dataset<Tensor, int[]> data =
                    Dataset.ofClasses(Tensor.normal(same, 20, 3), same.ints(20, 0, 4).toArray());
            if (looks) {
                trainer =
                        trainer.parameterStatistics()
                                .validate(data)
                                .callback(Callback.eachEpoch(s -> {}));
            }
            trainer.fit(data, same);
            weights.add(model.parameters().get(0).value().toArray());
        }
        assertArrayEquals(weights.get(0), weights.get(1));
    }
}
