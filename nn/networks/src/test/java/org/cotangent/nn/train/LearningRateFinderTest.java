package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.cotangent.Tensor;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Loss;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.State;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LearningRateFinderTest {
    private static final TrainingStep<Layer, Dataset<Tensor, Tensor>> SQUARES =
            step(Losses.meanSquaredError());

    @TempDir Path folder;

    private final SeededRandom random = new SeededRandom(1);
    private final Dense model = new Dense("d", 5, 1, Initializers.xavier(), random);
    private final Dataset<Tensor, Tensor> data = line();

    private static TrainingStep<Layer, Dataset<Tensor, Tensor>> step(Loss<Tensor> loss) {
        return TrainingStep.of(loss);
    }

    private Dataset<Tensor, Tensor> line() {
        Tensor x = Tensor.normal(random, 200, 5);
        return Dataset.ofValues(x, x.sum(1).reshape(200, 1).mul(3));
    }

    @Test
    void theRateSuggestedTrainsAndTheTestStopsWhereItDiverges() throws IOException {
        Sgd sgd = new Sgd(0.123, 0.5);
        LearningRateCurve curve =
                new LearningRateFinder<>(model, SQUARES, sgd)
                        .range(1e-5, 100)
                        .run(Batches.of(data, 50), random);
        double[] rates = curve.rates();
        assertEquals(1e-5, rates[0], 1e-18);
        for (int i = 1; i < rates.length; i++) {
            assertEquals(Math.pow(1e7, 1 / 99.0), rates[i] / rates[i - 1], 1e-9);
        }
        // the Hessian of the loss is about 2 I: without momentum it diverges above 1, so the test
        // must be over soon after
        double last = rates[rates.length - 1];
        assertTrue(last > 0.3 && last < 20, "ended at " + last);
        double rate = curve.suggestion();
        assertTrue(rate > 1e-3 && rate < 1, "suggested " + rate);
        assertEquals(rates.length, curve.toString().lines().count() - 1);
        double before =
                Losses.meanSquaredError().apply(model.apply(data.inputs()), data.targets()).value();
        sgd.setLearningRate(rate);
        History history =
                Trainer.regressor(model, sgd)
                        .batchSize(50)
                        .epochs(20)
                        .progress(Progress.none())
                        .fit(data, random);
        assertTrue(history.finalLoss() < 1e-3 * before, "loss " + history.finalLoss());
    }

    @Test
    void smoothingByHand() {
        Sgd still = new Sgd(1);
        int[] call = {0};
        double[] losses = {3, 1, 4, 1, 5, 2, 6, 5, 3, 5};
        LearningRateCurve curve =
                new LearningRateFinder<>(
                                model,
                                step((outputs, t) -> outputs.sum().mul(0).add(losses[call[0]++])),
                                still)
                        .steps(10)
                        .run(Batches.of(data, 32), random);
        assertArrayEquals(losses, curve.losses(), 1e-12);
        assertEquals(3, curve.smoothed()[0], 1e-12);
        // 0.1 * (0.9 * 3 + 1) / (1 - 0.81)
        assertEquals(0.37 / 0.19, curve.smoothed()[1], 1e-12);
        assertEquals((0.9 * 0.37 + 0.4) / (1 - 0.729), curve.smoothed()[2], 1e-12);
    }

    @Test
    void everythingIsTakenBack() {
        Adam adam = new Adam(0.01);
        SupervisedTrainer<Tensor> trainer =
                Trainer.regressor(model, adam).epochs(1).progress(Progress.none());
        trainer.fit(data, random);
        double[] weights = model.weight().value().toArray();
        State optimizer = adam.state();
        State generator = random.state();
        trainer.findLearningRate(data, random);
        assertArrayEquals(weights, model.weight().value().toArray());
        assertEquals(generator, random.state());
        assertEquals(optimizer, adam.state());
        optimizer
                .tensors()
                .forEach(
                        (name, x) ->
                                assertArrayEquals(
                                        x.toArray(), adam.state().tensor(name).toArray(), name));
    }

    @Test
    void badInputIsRefused() {
        LearningRateFinder<Layer, Dataset<Tensor, Tensor>> finder =
                new LearningRateFinder<>(model, SQUARES, new Sgd(1));
        Refusal.of(IllegalArgumentException.class, () -> finder.range(1, 0.1), "from 1.0 to 0.1");
        Refusal.of(
                IllegalArgumentException.class,
                () -> finder.steps(3),
                "steps 3; it must be at least 10");
        Refusal.of(
                IllegalArgumentException.class,
                () -> finder.run(Batches.of(data, 0), random),
                "batch size 0");
        Dataset<Tensor, Tensor> nan =
                Dataset.ofValues(Tensor.full(Double.NaN, 4, 5), Tensor.zeros(4, 1));
        Refusal.of(
                ArithmeticException.class,
                () -> finder.run(Batches.of(nan, 32), random),
                "first loss");
        Refusal.of(
                IllegalStateException.class,
                () ->
                        new LearningRateFinder<>(
                                        model, step((o, t) -> o.sum().mul(0).add(1)), new Sgd(1))
                                .run(Batches.of(data, 32), random)
                                .suggestion(),
                "did not fall");
    }
}
