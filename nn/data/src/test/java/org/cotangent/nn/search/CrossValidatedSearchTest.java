package org.cotangent.nn.search;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.Folds;
import org.cotangent.nn.estimators.MlpClassifier;
import org.cotangent.nn.train.Dataset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Searches by cross-validation on a data set, with a model fitted to all of it at the end. */
class CrossValidatedSearchTest {
    private static final Dataset<Tensor, int[]> RING = ring(120, 1);
    private static final Folds FOLDS = Folds.stratified(RING.targets(), 3, new SeededRandom(2));

    /** Points within the unit circle, or without, which no linear model tells apart. */
    private static Dataset<Tensor, int[]> ring(int rows, long seed) {
        Tensor x = Tensor.normal(new SeededRandom(seed), rows, 2);
        int[] y = new int[rows];
        for (int i = 0; i < rows; i++) {
            y[i] = Math.hypot(x.get(i, 0), x.get(i, 1)) < 1.18 ? 1 : 0;
        }
        return Dataset.ofClasses(x, y);
    }

    private static MlpClassifier classifier(Trial trial, Dataset<Tensor, int[]> train) {
        return new MlpClassifier()
                .hidden(trial.integer("width"))
                .learningRate(trial.number("rate"))
                .epochs(30)
                .batchSize(20)
                .l2(0)
                .withoutEarlyStopping()
                .seed(trial.seed())
                .fit(train.inputs(), train.targets());
    }

    private static double accuracy(MlpClassifier model, Dataset<Tensor, int[]> test) {
        return model.score(test.inputs(), test.targets());
    }

    @Test
    void findsWhatAnEstimatorNeeds() {
        Search search =
                Search.grid(new Space().choice("rate", 1e-5, 0.03).choice("width", 1, 16))
                        .maximize()
                        .threads(2);
        Search.Fitted<MlpClassifier> found =
                search.fit(
                        7,
                        RING,
                        FOLDS,
                        CrossValidatedSearchTest::classifier,
                        CrossValidatedSearchTest::accuracy);
        assertEquals("rate=0.03, width=16", found.result().best().toString());
        Dataset<Tensor, int[]> unseen = ring(300, 9);
        assertTrue(accuracy(found.model(), unseen) > 0.85, found.result().table());
        SearchRow best = found.result().ranked().get(0);

        // the same by hand
        double[] scores = new double[3];
        for (int fold = 0; fold < 3; fold++) {
            var split = FOLDS.split(RING, fold);
            MlpClassifier model =
                    new MlpClassifier()
                            .hidden(16)
                            .learningRate(0.03)
                            .epochs(30)
                            .batchSize(20)
                            .l2(0)
                            .withoutEarlyStopping()
                            .seed(best.seed() + fold)
                            .fit(split.train().inputs(), split.train().targets());
            scores[fold] = accuracy(model, split.test());
        }
        assertEquals(Arrays.stream(scores).boxed().toList(), best.scores());
        MlpClassifier whole =
                new MlpClassifier()
                        .hidden(16)
                        .learningRate(0.03)
                        .epochs(30)
                        .batchSize(20)
                        .l2(0)
                        .withoutEarlyStopping()
                        .seed(best.seed())
                        .fit(RING.inputs(), RING.targets());
        assertArrayEquals(
                whole.predictProbabilities(unseen.inputs()).toArray(),
                found.model().predictProbabilities(unseen.inputs()).toArray());
    }

    @Test
    void eachPartIsTestedOnOnceAndAllAreLearnedInTheEnd() {
        List<Integer> learned = new ArrayList<>();
        List<Integer> tested = new ArrayList<>();
        Search.Fitted<String> found =
                Search.grid(new Space().choice("a", 1))
                        .fit(
                                1,
                                RING,
                                FOLDS,
                                (trial, train) -> {
                                    learned.add(train.rows());
                                    return "model " + learned.size();
                                },
                                (model, test) -> {
                                    tested.add(test.rows());
                                    return 0;
                                });
        assertEquals(List.of(80, 80, 80, 120), learned);
        assertEquals(List.of(40, 40, 40), tested);
        assertEquals("model 4", found.model());
    }

    private static void tryOn(Search search, Dataset<Tensor, int[]> data, Folds folds) {
        search.fit(1, data, folds, (trial, train) -> train, (model, test) -> 0);
    }

    @Test
    void otherDataAreRefused(@TempDir Path folder) {
        Search search = Search.grid(new Space().choice("a", 1)).resume(folder);
        tryOn(search, RING, FOLDS);
        tryOn(search, RING, FOLDS);
        Class<IllegalArgumentException> type = IllegalArgumentException.class;
        String same =
                "data: 120 rows, inputs [120, 2], classes 0..1, 120 rows in 3 folds, checksums [";
        Refusal.of(type, () -> tryOn(search, ring(120, 5), FOLDS), same, "in the file");
        Folds others = Folds.random(120, 3, new SeededRandom(1));
        Refusal.of(type, () -> tryOn(search, RING, others), same, "in the file");
        Dataset<Tensor, int[]> moved = RING.mapInputs(x -> x.add(1e-9));
        Refusal.of(type, () -> tryOn(search, moved, FOLDS), same, "in the file");
        Refusal.of(
                type,
                () -> tryOn(search, ring(60, 1), FOLDS),
                "of 120 rows, and the data set has 60");
        Refusal.of(
                type,
                () -> tryOn(search.folds(4), RING, FOLDS),
                "folds(4), and the data are 120 rows in 3 folds");
    }
}
