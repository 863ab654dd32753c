package org.cotangent.nn.estimators;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.cotangent.Tensor;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.State;
import org.cotangent.nn.data.Csv;
import org.cotangent.nn.data.Partition;
import org.cotangent.nn.data.Table;
import org.cotangent.nn.data.TableTransform;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is saved with estimators, and how regressors scale their values. */
class ExtrasTest {
    @TempDir private Path folder;

    @Test
    void preprocessingGoesWithTheEstimator() throws IOException {
        StringBuilder rows = new StringBuilder("color,size\n");
        String[] y = new String[30];
        for (int r = 0; r < 30; r++) {
            rows.append(r % 3 == 0 ? "red" : "blue").append(",").append(r).append("\n");
            y[r] = r % 3 == 0 ? "ripe" : "not";
        }
        Table table = Csv.plain().withHeader().readText(new StringReader(rows.toString()), "fruit");
        TableTransform prepare = TableTransform.of().categories("color").numbers("size").fit(table);
        MlpClassifier classifier =
                new MlpClassifier().hidden(4).epochs(3).fit(prepare.apply(table), y);
        assertEquals(Map.of(), classifier.extras());
        Path file = folder.resolve("fruit");
        State note = new State("note").with("by", "me");
        // a name that the file has already is no other's
        classifier.save(file, Map.of("prepare", prepare.state(), "model", note, "a/b", note));
        MlpClassifier again = MlpClassifier.load(file);
        assertEquals(Set.of("prepare", "model", "a/b"), again.extras().keySet());
        assertEquals("me", again.extras().get("model").text("by"));
        TableTransform read = TableTransform.of(again.extras().get("prepare"));
        assertArrayEquals(
                classifier.predictProbabilities(prepare.apply(table)).toArray(),
                again.predictProbabilities(read.apply(table)).toArray());
        // they stay when it goes on and is saved again, and go when it learns anew
        again.partialFit(prepare.apply(table), y);
        again.save(file);
        MlpClassifier third = MlpClassifier.load(file);
        assertEquals(again.extras().keySet(), third.extras().keySet());
        third.fit(prepare.apply(table), y);
        assertEquals(Map.of(), third.extras());
        third.save(file);
        assertEquals(Map.of(), MlpClassifier.load(file).extras());
    }

    @Test
    void namesAreRefusedAndNothingIsWritten() {
        MlpRegressor regressor =
                new MlpRegressor()
                        .hidden(2)
                        .epochs(1)
                        .fit(Tensor.of(new double[][] {{1}, {2}}), Tensor.vector(1, 2));
        State state = regressor.targetScaling().state();
        Path file = folder.resolve("none");
        Refusal.of(
                IllegalArgumentException.class,
                () -> regressor.save(file, Map.of("kind", state)),
                "extras",
                "\"kind\"");
        Refusal.of(
                IllegalArgumentException.class,
                () -> regressor.save(file, Map.of("a", new State("b").with("c", "\ud800"))),
                "extras/a/c",
                "Unicode");
        assertFalse(Files.exists(file));
    }

    @Test
    void valuesAreScaledByTheRowsTrainedOn() throws IOException {
        int rows = 5000; // as many are not trained on once more
        SeededRandom random = new SeededRandom(3);
        double[][] x = new double[rows][1];
        double[] y = new double[rows];
        for (int r = 0; r < rows; r++) {
            x[r][0] = random.nextGaussian();
            y[r] = 50 + 9 * x[r][0];
        }
        MlpRegressor regressor =
                new MlpRegressor().hidden(3).epochs(1).seed(5).fit(Tensor.of(x), Tensor.of(y));
        int[] trained = Partition.random(rows, new SeededRandom(5), 0.85, 0.15)[0];
        double[] theirs = Arrays.stream(trained).mapToDouble(r -> y[r]).toArray();
        double mean = Arrays.stream(theirs).average().orElseThrow();
        double squares = Arrays.stream(theirs).map(v -> (v - mean) * (v - mean)).sum();
        double deviation = Math.sqrt(squares / theirs.length);
        assertEquals(mean, regressor.targetScaling().means().get(0), 1e-10);
        assertEquals(deviation, regressor.targetScaling().deviations().get(0), 1e-10);

        Tensor input = Tensor.of(x);
        Tensor outputs = regressor.model().apply(regressor.scaling().apply(input));
        double[] predicted = outputs.mul(deviation).add(mean).toArray();
        assertArrayEquals(predicted, regressor.predict(input).toArray(), 1e-9);
        assertEquals(
                Metrics.r2().apply(Tensor.of(predicted), Tensor.of(y)),
                regressor.score(input, Tensor.of(y)),
                1e-9);
        Path file = folder.resolve("regressor");
        regressor.save(file);
        assertArrayEquals(
                regressor.targetScaling().means().toArray(),
                MlpRegressor.load(file).targetScaling().means().toArray());
        // the limit, where the values are all the same
        assertEquals(
                Double.NEGATIVE_INFINITY,
                regressor.score(Tensor.of(new double[][] {{1}, {2}}), Tensor.vector(7, 7)));
    }
}
