package org.cotangent.nn.estimators;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Damage;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.State;
import org.cotangent.nn.files.States;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

class EstimatorsTest {
    @TempDir private Path folder;

    /** Three clouds around (0, 0), (4, 0), (0, 4), with scales that differ a thousandfold. */
    private static Tensor clouds(int rows, long seed) {
        SeededRandom random = new SeededRandom(seed);
        double[][] x = new double[rows][];
        for (int r = 0; r < rows; r++) {
            x[r] =
                    new double[] {
                        1000 * ((r % 3 == 1 ? 4 : 0) + 0.5 * random.nextGaussian()),
                        5 + (r % 3 == 2 ? 4 : 0) + 0.5 * random.nextGaussian()
                    };
        }
        return Tensor.of(x);
    }

    private static int[] classes(int rows, int... labels) {
        int[] y = new int[rows];
        Arrays.setAll(y, r -> labels[r % 3]);
        return y;
    }

    private static String[] texts(int rows) {
        String[] all = {"one", "three", "two"};
        String[] y = new String[rows];
        Arrays.setAll(y, r -> all[r % 3]);
        return y;
    }

    private static MlpClassifier quick() {
        return new MlpClassifier().hidden(8).epochs(40).learningRate(0.02);
    }

    @Test
    void theRateThatFellInTheLastTrainingIsBackAfterwards() {
        MlpClassifier classifier = quick().fit(clouds(60, 1), texts(60));
        assertEquals(0.02, classifier.fitted().optimizer().learningRate());
    }

    @Test
    void labelsMayBeAnyIntsOrTexts() {
        Tensor x = clouds(90, 1);
        Tensor other = clouds(60, 2);
        MlpClassifier ints = quick().fit(x, classes(90, 7, -2, 100));
        assertEquals(List.of("-2", "7", "100"), ints.classes());
        assertEquals(1, ints.score(other, classes(60, 7, -2, 100)));
        assertArrayEquals(classes(60, 7, -2, 100), ints.predict(other));
        MlpClassifier strings = quick().fit(x, texts(90));
        assertArrayEquals(texts(60), strings.predictLabels(other));
        assertEquals("mlp-classifier (2 to 3)", strings.toString());
        Refusal.of(IllegalStateException.class, () -> strings.predict(other), "predictLabels");
        Refusal.of(
                IllegalStateException.class,
                () -> strings.score(other, classes(60, 7, -2, 100)),
                "labels are texts, as one; use texts");
        // two thirds are still right if one label is not known
        assertEquals(2 / 3., ints.score(other, classes(60, 7, -2, 5)), 1e-15);
    }

    @Test
    void probabilitiesAreASoftmaxInTheOrderOfTheClasses() {
        MlpClassifier classifier = quick().fit(clouds(90, 1), texts(90));
        Tensor x = clouds(3, 5);
        Tensor p = classifier.predictProbabilities(x);
        assertArrayEquals(new int[] {3, 3}, p.shape());
        for (int row = 0; row < 3; row++) {
            double sum = 0;
            for (int c = 0; c < 3; c++) {
                sum += p.get(row, c);
            }
            assertEquals(1, sum, 1e-14);
            assertTrue(p.get(row, row) > 0.8, () -> "" + p);
        }
        // the model sees scaled inputs: means and deviations of all rows, as they are few
        double[] logits =
                classifier.model().apply(classifier.scaling().apply(x)).slice(0, 0, 1).toArray();
        double total = Arrays.stream(logits).map(Math::exp).sum();
        assertEquals(Math.exp(logits[1]) / total, p.get(0, 1), 1e-14);
    }

    @Test
    void manyRowsArePredictedAsFewAre() {
        MlpClassifier classifier = quick().epochs(2).fit(clouds(90, 1), texts(90));
        Tensor x = clouds(9000, 3);
        Tensor whole = classifier.predictProbabilities(x);
        Tensor some = classifier.predictProbabilities(x.slice(0, 4090, 4110));
        assertArrayEquals(some.toArray(), whole.slice(0, 4090, 4110).toArray(), 1e-14);
    }

    @Test
    void theSeedDecides() {
        Tensor x = clouds(60, 1);
        double[] one = quick().seed(3).fit(x, texts(60)).predictProbabilities(x).toArray();
        double[] two = quick().seed(3).fit(x, texts(60)).predictProbabilities(x).toArray();
        double[] other = quick().seed(4).fit(x, texts(60)).predictProbabilities(x).toArray();
        assertArrayEquals(one, two);
        assertTrue(!Arrays.equals(one, other));
        // fit forgets what was learned before
        MlpClassifier twice = quick().seed(3).fit(clouds(30, 9), texts(30)).fit(x, texts(60));
        assertArrayEquals(one, twice.predictProbabilities(x).toArray());
    }

    @Test
    void settingsReachTheModelAndTheTraining() {
        MlpClassifier classifier =
                new MlpClassifier()
                        .hidden(5, 4)
                        .activation(Activation.elu(0.5))
                        .epochs(7)
                        .withoutEarlyStopping()
                        .fit(clouds(60, 1), texts(60));
        assertArrayEquals(new int[] {2, 5, 4, 3}, classifier.model().widths());
        assertEquals(Activation.elu(0.5), classifier.model().hidden());
        assertEquals(7, classifier.history().epochs());
        assertTrue(!classifier.history().hasValidation());
        MlpClassifier linear = new MlpClassifier().hidden().epochs(3).fit(clouds(60, 1), texts(60));
        assertEquals(1, linear.model().widths().length - 1);
        MlpClassifier stopped =
                quick().seed(5).epochs(500).earlyStopping(0.3, 2).fit(clouds(90, 1), texts(90));
        assertTrue(stopped.history().epochs() < 500);
        assertTrue(stopped.history().hasValidation());
        // a penalty leaves smaller weights
        MlpClassifier free = quick().l2(0).fit(clouds(90, 1), texts(90));
        MlpClassifier bound = quick().l2(0.3).fit(clouds(90, 1), texts(90));
        double norm = free.model().parameters().get(0).value().norm().value();
        assertTrue(bound.model().parameters().get(0).value().norm().value() < 0.7 * norm);
    }

    @Test
    void partialFitGoesOn() {
        MlpClassifier classifier = quick().seed(3).labels("one", "two", "three");
        for (int part = 0; part < 60; part++) {
            Tensor x = clouds(30, part);
            // the first rows have one label only
            String[] y = texts(30);
            if (part == 0) {
                Tensor ones = x.indexSelect(0, 0, 3, 6, 9);
                classifier.partialFit(ones, new String[] {"one", "one", "one", "one"});
            } else {
                classifier.partialFit(x, y);
            }
        }
        assertEquals(List.of("one", "three", "two"), classifier.classes());
        assertTrue(classifier.score(clouds(60, 99), texts(60)) > 0.95);
        Tensor x = clouds(30, 1);
        double[] before = classifier.predictProbabilities(x).toArray();
        Refusal.of(
                IllegalArgumentException.class,
                () -> classifier.partialFit(clouds(1, 1), new String[] {"four"}),
                "\"four\"",
                "one, three, two");
        Refusal.of(
                IllegalArgumentException.class,
                () -> classifier.partialFit(Tensor.zeros(1, 3), new String[] {"one"}),
                "[1, 3]",
                "2 columns");
        assertArrayEquals(before, classifier.predictProbabilities(x).toArray());
    }

    @Test
    void regressionOfOneValueOrSeveral() {
        double[][] rows = new double[120][2];
        double[] values = new double[120];
        double[][] both = new double[120][2];
        SeededRandom random = new SeededRandom(1);
        for (int r = 0; r < 120; r++) {
            rows[r][0] = 1e4 * random.nextGaussian();
            rows[r][1] = random.nextGaussian();
            values[r] = 1e6 + 3 * rows[r][0] - 2e4 * rows[r][1];
            both[r] = new double[] {values[r], rows[r][1] * rows[r][1]};
        }
        Tensor x = Tensor.of(rows);
        Tensor y = Tensor.of(values);
        MlpRegressor one = new MlpRegressor().hidden(20).epochs(100).learningRate(0.01).fit(x, y);
        assertTrue(one.score(x, y) > 0.99);
        double[] p = one.predict(x).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        double residual = 0;
        double total = 0;
        for (int r = 0; r < 120; r++) {
            residual += (values[r] - p[r]) * (values[r] - p[r]);
            total += (values[r] - mean) * (values[r] - mean);
        }
        assertEquals(1 - residual / total, one.score(x, y), 1e-12);
        assertArrayEquals(new int[] {120}, one.predict(x).shape());
        MlpRegressor two =
                new MlpRegressor()
                        .hidden(20)
                        .epochs(100)
                        .learningRate(0.01)
                        .fit(x, Tensor.of(both));
        assertArrayEquals(new int[] {120, 2}, two.predict(x).shape());
        assertTrue(two.score(x, Tensor.of(both)) > 0.9);
        Refusal.of(
                IllegalArgumentException.class, () -> two.score(x, y), "[120]", "2 for each row");
        MlpRegressor partly = new MlpRegressor().hidden(20).learningRate(0.01);
        for (int i = 0; i < 100; i++) {
            partly.partialFit(x, y);
        }
        assertTrue(partly.score(x, y) > 0.99);
        // a rate that was changed holds for what follows
        MlpRegressor slow = partly.learningRate(1e-9);
        double[] before = partly.predict(x).toArray();
        assertArrayEquals(before, slow.partialFit(x, y).predict(x).toArray(), 1);
    }

    @Test
    void smoothCurvesAreNotSmoothedAway() {
        Tensor x = Tensor.iota(200).div(20).reshape(200, 1);
        Tensor y = x.reshape(200).sin().mul(7).add(100);
        MlpRegressor regressor =
                new MlpRegressor().hidden(30, 30).learningRate(0.02).epochs(200).fit(x, y);
        assertTrue(regressor.score(x, y) > 0.99);
    }

    @Test
    void whatWasSavedPredictsAndGoesOnTheSame() throws IOException {
        Path file = folder.resolve("model");
        MlpClassifier classifier =
                quick().activation(Activation.leakyRelu(0.2)).fit(clouds(60, 1), texts(60));
        classifier.save(file);
        MlpClassifier again = MlpClassifier.load(file);
        Tensor x = clouds(20, 7);
        assertEquals(classifier.toString(), again.toString());
        assertEquals(classifier.classes(), again.classes());
        double[] before = classifier.predictProbabilities(x).toArray();
        assertArrayEquals(before, again.predictProbabilities(x).toArray());
        Refusal.of(IllegalStateException.class, again::history, "loaded");
        classifier.partialFit(clouds(50, 2), texts(50));
        again.partialFit(clouds(50, 2), texts(50));
        double[] after = classifier.predictProbabilities(x).toArray();
        assertArrayEquals(after, again.predictProbabilities(x).toArray());
        assertTrue(!Arrays.equals(before, after));

        Path other = folder.resolve("regressor");
        MlpRegressor regressor =
                new MlpRegressor().hidden(4).epochs(2).fit(x, Tensor.iota(20).mul(1e3));
        regressor.save(other);
        assertArrayEquals(
                regressor.predict(x).toArray(), MlpRegressor.load(other).predict(x).toArray());
        Refusal.of(MalformedDataException.class, () -> MlpClassifier.load(other), "regressor");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length / 2] ^= 4;
        Files.write(file, bytes);
        Refusal.of(MalformedDataException.class, () -> MlpClassifier.load(file), "model");
    }

    @Test
    void aDamagedStateIsRefusedWithTheFileAndThePlace() throws IOException {
        Path file = folder.resolve("model");
        new MlpClassifier().hidden(2).epochs(1).fit(clouds(20, 1), texts(20)).save(file);
        State classifier = States.read(file, "mlp-classifier");
        Map<String, State> damaged = Damage.other(classifier);
        Damage.less(classifier).forEach((path, state) -> damaged.put("without " + path, state));
        assertTrue(damaged.size() > 90, () -> "" + damaged.keySet());
        for (State state : damaged.values()) {
            States.write(file, state);
            refusedToLoad(file, () -> MlpClassifier.load(file));
        }
        new MlpRegressor().hidden(2).epochs(1).fit(clouds(9, 1), Tensor.iota(9)).save(file);
        State regressor = States.read(file, "mlp-regressor");
        for (String name : regressor.values().keySet()) {
            States.write(file, Damage.with(regressor, name, null));
            refusedToLoad(file, () -> MlpRegressor.load(file));
        }
    }

    private static void refusedToLoad(Path file, Executable load) {
        Refusal.of(MalformedDataException.class, load, file + ": not a saved ");
    }

    @Test
    void nothingIsSaidBeforeAnythingWasLearned() {
        Tensor x = clouds(3, 1);
        MlpClassifier classifier = new MlpClassifier();
        assertEquals("mlp-classifier (nothing learned yet)", classifier.toString());
        String[] parts = {"mlp-classifier", "nothing was learned yet", "fit"};
        Refusal.of(IllegalStateException.class, () -> classifier.predict(x), parts);
        Refusal.of(IllegalStateException.class, () -> classifier.predictProbabilities(x), parts);
        Refusal.of(IllegalStateException.class, () -> classifier.score(x, texts(3)), parts);
        Refusal.of(IllegalStateException.class, () -> classifier.save(folder), parts);
        Refusal.of(IllegalStateException.class, classifier::classes, parts);
        Refusal.of(IllegalStateException.class, classifier::model, parts);
        Refusal.of(
                IllegalStateException.class, () -> new MlpRegressor().predict(x), "mlp-regressor");
    }

    @Test
    void whatCannotBeLearnedIsRefused() {
        Tensor x = clouds(3, 1);
        Refusal.of(
                IllegalArgumentException.class,
                () -> quick().fit(x, texts(4)),
                "[3, 2]",
                "4 labels");
        Refusal.of(
                IllegalArgumentException.class,
                () -> quick().fit(x, new int[] {5, 5, 5}),
                "[5]",
                "two different");
        Refusal.of(
                IllegalArgumentException.class,
                () -> quick().fit(Tensor.of(new double[][] {{1, Double.NaN}}), new int[] {1}),
                "two different");
        Refusal.of(
                IllegalArgumentException.class,
                () ->
                        quick().fit(
                                        Tensor.of(new double[][] {{1, 2}, {1, Double.NaN}}),
                                        new int[] {1, 2}),
                "NaN",
                "row 1",
                "column 1",
                "Imputer");
        Refusal.of(
                IllegalArgumentException.class,
                () -> quick().fit(Tensor.zeros(0, 0), new int[0]),
                "labels");
        Refusal.of(
                IllegalArgumentException.class,
                () -> quick().labels(1, 2).fit(x, new int[] {1, 2, 3}),
                "3",
                "[1, 2]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new MlpRegressor().fit(x, Tensor.zeros(2)),
                "[3, 2]",
                "[2]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new MlpRegressor().fit(x, Tensor.vector(1, Double.NaN, 2)),
                "NaN",
                "row 1");
        MlpClassifier learned = quick().epochs(1).fit(x, texts(3));
        Refusal.of(
                IllegalArgumentException.class,
                () -> learned.predictLabels(Tensor.zeros(2, 5)),
                "[2, 5]",
                "2 columns");
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        MlpClassifier c = new MlpClassifier();
        Refusal.of(IllegalArgumentException.class, () -> c.hidden(3, 0), "[3, 0]");
        Refusal.of(IllegalArgumentException.class, () -> c.learningRate(0), "0.0");
        Refusal.of(IllegalArgumentException.class, () -> c.epochs(0), "epochs 0");
        Refusal.of(IllegalArgumentException.class, () -> c.batchSize(-1), "batch size -1");
        Refusal.of(IllegalArgumentException.class, () -> c.l2(-1), "-1");
        Refusal.of(IllegalArgumentException.class, () -> c.earlyStopping(1, 3), "1.0");
        Refusal.of(IllegalArgumentException.class, () -> c.earlyStopping(0.5, 0), "patience 0");
        Refusal.of(IllegalArgumentException.class, () -> c.labels("a", "a"), "twice");
        Refusal.of(IllegalArgumentException.class, () -> c.labels("a"), "[a]", "two");
    }
}
