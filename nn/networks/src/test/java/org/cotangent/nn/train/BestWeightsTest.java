package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The weights that early stopping gives back are those of the results shown as best. */
class BestWeightsTest {
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theyHaveTheTrainingResultsOfTheBestEpoch(boolean accuracy) {
        SeededRandom random = new SeededRandom(3);
        Tensor inputs = Tensor.normal(random, 40, 2);
        int[] classes = random.ints(40, 0, 2).toArray();
        Dataset<Tensor, int[]> data = Dataset.ofClasses(inputs, classes);
        Layer model = Mlp.of(2, 8, 2).activation(Activation.TANH).build(random);
        Monitor monitor = accuracy ? Monitor.training("accuracy") : Monitor.trainingLoss();
        // so large a rate that the loss goes up and down
        SupervisedTrainer<int[]> trainer =
                Trainer.classifier(model, new Sgd(3))
                        .batchSize(8)
                        .epochs(30)
                        .progress(Progress.none())
                        .earlyStopping(new EarlyStopping(monitor, 4));
        History history = trainer.fit(data, random);
        Epoch best = history.best().orElseThrow();
        assertTrue(best.number() < history.epochs(), "no epoch after the best");
        assertEquals(trainer.evaluate(data).loss(), best.training().loss());
        assertEquals(trainer.evaluate(data).metric("accuracy"), best.training().metric("accuracy"));
        for (Epoch each : history.list()) {
            assertTrue(accuracy || each.training().loss() >= best.training().loss());
        }
    }
}
