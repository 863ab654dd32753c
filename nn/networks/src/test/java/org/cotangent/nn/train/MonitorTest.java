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
        for (String name : List.of("accuracy", "R2", "f1", "glossiness")) {
            assertTrue(Monitor.validation(name).better(2, 1, 0), name);
            assertFalse(Monitor.validation(name).lowerIsBetter().better(2, 1, 0), name);
        }
        assertEquals("validation rmse, lower is better", Monitor.validation("rmse").toString());
        assertEquals("validation loss", Monitor.validationLoss().toString());
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
