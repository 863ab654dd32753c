package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.ReduceOnPlateau;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;

/** Which direction of a number is better, and what is called what. */
class MonitorTest {
    @Test
    void namesOfErrorsAreTheLowerTheBetter() {
        for (String name :
                List.of("rmse", "MAE", "mean absolute error", "log-loss", "Perplexity")) {
            assertTrue(Monitor.validation(name).better(1, 2, 0), name);
            assertTrue(Monitor.training(name).better(1, 2, 0), name);
            assertFalse(Monitor.training(name).higherIsBetter().better(1, 2, 0), name);
        }
        for (String name : List.of("accuracy", "R2", "f1", "area under the curve")) {
            assertTrue(Monitor.validation(name).better(2, 1, 0), name);
            assertFalse(Monitor.validation(name).lowerIsBetter().better(2, 1, 0), name);
        }
        assertEquals("validation rmse, lower is better", Monitor.validation("rmse").toString());
        assertEquals("validation loss", Monitor.validationLoss().toString());
    }

    @Test
    void aNameThatTellsNoDirectionNeedsOne() {
        Dense model = new Dense(2, 1, Initializers.xavier(), new SeededRandom(1));
        Tensor x = Tensor.normal(new SeededRandom(2), 8, 2);
        Dataset<Tensor, Tensor> data = Dataset.ofValues(x, x.sum(1).reshape(8, 1));
        TrainingStep<Dense, Dataset<Tensor, Tensor>> step =
                (m, batch, pass) -> {
                    Tensor all = m.forward(batch.inputs(), pass).sub(batch.targets()).square();
                    pass.addLoss("reconstruction", all.mean());
                    return all.mean().mul(0);
                };
        Trainer<Dense, Dataset<Tensor, Tensor>> trainer =
                new Trainer<>(model, step, new Sgd(0.1)).progress(Progress.none()).epochs(8);
        for (String name : List.of("reconstruction", "kl", "glossiness", "accuracy loss")) {
            Monitor monitor = Monitor.training(name);
            assertEquals("training " + name + ", neither is better", monitor.toString());
            Refusal.of(
                    IllegalArgumentException.class,
                    () ->
                            trainer.earlyStopping(new EarlyStopping(monitor, 2))
                                    .fit(Batches.of(data, 8), new SeededRandom(3)),
                    "early stopping",
                    name,
                    "lowerIsBetter()");
            Refusal.of(
                    IllegalArgumentException.class,
                    () ->
                            trainer.reduceOnPlateau(new ReduceOnPlateau(1), monitor)
                                    .fit(Batches.of(data, 8), new SeededRandom(3)),
                    "reduce on plateau",
                    name);
        }
        Monitor lower = Monitor.training("reconstruction").lowerIsBetter();
        History history =
                trainer.earlyStopping(new EarlyStopping(lower, 2))
                        .fit(Batches.of(data, 8), new SeededRandom(3));
        assertEquals(8, history.epochs(), history::toString);
    }

    @Test
    void earlyStoppingOnAnErrorKeepsTheWeightsOfTheLeast() {
        SeededRandom random = new SeededRandom(1);
        Tensor x = Tensor.normal(random, 40, 2);
        Dataset<Tensor, Tensor> data = Dataset.ofValues(x, x.sum(1).reshape(40, 1));
        Dense model = new Dense(2, 1, Initializers.xavier(), random);
        History history =
                Trainer.regressor(model, new Sgd(0.05))
                        .metric("rmse", Metrics.rootMeanSquaredError())
                        .validate(data)
                        .epochs(6)
                        .progress(Progress.none())
                        .earlyStopping(new EarlyStopping(Monitor.validation("rmse"), 5))
                        .fit(data, random);
        // it falls all the way
        assertEquals(6, history.best().orElseThrow().number());
    }

    @Test
    void lambdasAreCalledSo() {
        Layer lambda = (x, pass) -> x;
        Refusal.of(
                IllegalArgumentException.class,
                () -> Trainer.regressor(lambda, new Sgd(0.1)),
                "the model a lambda has no parameters");
    }
}
