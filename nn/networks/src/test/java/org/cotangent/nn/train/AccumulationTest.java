package org.cotangent.nn.train;

import static org.cotangent.nn.train.OwnTrainer.mlp;
import static org.cotangent.nn.train.OwnTrainer.trainer;
import static org.cotangent.nn.train.OwnTrainer.weights;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;

/** One step of the optimizer for several batches, and means of gradients of parts. */
class AccumulationTest {
    private final SeededRandom random = new SeededRandom(4);
    private final Tensor x = Tensor.normal(random, 24, 2);
    private final Dataset<Tensor, Tensor> data = Dataset.ofValues(x, x.sum(1).reshape(24, 1));

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
}
