package org.cotangent.nn.estimators;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import java.util.function.ToIntFunction;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.data.Csv;
import org.cotangent.nn.data.Missing;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.data.Table;
import org.cotangent.nn.data.TableTransform;
import org.cotangent.nn.data.Unknown;
import org.cotangent.nn.train.Dataset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the defaults reach on rows that they were not trained on, on known data sets. */
@Tag("thorough")
class BenchmarkTest {
    private static Table table(Csv csv, String name) throws IOException {
        try (InputStream in = BenchmarkTest.class.getResourceAsStream("/data/" + name)) {
            return csv.read(in, name);
        }
    }

    /** Requires that the median over seeds reaches a score; no more is run than decides that. */
    private static void assertMedian(double least, int seeds, LongToDoubleFunction score) {
        List<Double> scores = new ArrayList<>();
        int reached = 0;
        for (long seed = 0; Math.max(reached, seed - reached) <= seeds / 2; seed++) {
            scores.add(score.applyAsDouble(seed));
            reached += scores.get(scores.size() - 1) >= least ? 1 : 0;
        }
        assertTrue(reached > seeds / 2, () -> scores + " where " + least + " was to be reached");
    }

    private static double accuracy(Dataset<Tensor, int[]> data, long seed) {
        Split<Tensor, int[]> split = Split.stratified(data, 0.25, new SeededRandom(seed));
        return new MlpClassifier()
                .seed(seed)
                .fit(split.train().inputs(), split.train().targets())
                .score(split.test().inputs(), split.test().targets());
    }

    @Test
    void iris() throws IOException {
        Table table = table(Csv.plain().withHeader(), "iris.csv");
        Dataset<Tensor, int[]> data = Dataset.ofClasses(table.tensor(0, 4), table.classes(4));
        assertMedian(0.95, 5, seed -> accuracy(data, seed + 10));
    }

    @Test
    void digits() throws IOException {
        Table table = table(Csv.plain(), "digits.csv.gz");
        Dataset<Tensor, int[]> data = Dataset.ofClasses(table.tensor(0, 64), table.classes(64));
        assertMedian(0.97, 5, seed -> accuracy(data, seed + 10));
    }

    @Test
    void mushrooms() throws IOException {
        Table all;
        try (InputStream in =
                BenchmarkTest.class.getResourceAsStream("/data/mushrooms-quarter.csv.gz")) {
            all = Csv.plain().withHeader().missing("?").readText(in, "mushrooms");
        }
        int[] order =
                new SeededRandom(1).ints(0, all.rows()).distinct().limit(all.rows()).toArray();
        Table train = all.select(Arrays.copyOf(order, 1500));
        Table test = all.select(Arrays.copyOfRange(order, 1500, order.length));
        Table features = train.without("edibility");
        TableTransform prepare =
                TableTransform.of()
                        .categories(features.names().toArray(new String[0]))
                        .missing(Missing.OWN_CATEGORY)
                        .unknown(Unknown.ZEROS)
                        .fit(features);
        MlpClassifier classifier =
                new MlpClassifier().fit(prepare.apply(features), train.texts("edibility"));
        assertTrue(classifier.score(prepare.apply(test), test.texts("edibility")) >= 0.995);
    }

    /** Points of the plane with noise, half of them to learn from: rows of radius and angle. */
    private static Dataset<Tensor, int[]> plane(
            double[][] polar, int classes, SeededRandom random) {
        double[][] x = new double[polar.length][];
        int[] y = new int[polar.length];
        for (int i = 0; i < x.length; i++) {
            double radius = polar[i][0];
            x[i] =
                    new double[] {
                        radius * Math.cos(polar[i][1]) + 0.02 * random.nextGaussian(),
                        radius * Math.sin(polar[i][1]) + 0.02 * random.nextGaussian()
                    };
            y[i] = i % classes;
        }
        return Dataset.ofClasses(Tensor.of(x), y);
    }

    private static double half(Dataset<Tensor, int[]> data, long seed) {
        Split<Tensor, int[]> split = Split.stratified(data, 0.5, new SeededRandom(seed));
        return new MlpClassifier()
                .seed(seed)
                .fit(split.train().inputs(), split.train().targets())
                .score(split.test().inputs(), split.test().targets());
    }

    /** Points of a cube with sides from 0 to the extent, and a class of each. */
    private static void points(
            int rows, int axes, double extent, ToIntFunction<double[]> label, int seeds) {
        assertMedian(
                0.95,
                seeds,
                seed -> {
                    SeededRandom random = new SeededRandom(seed + 91);
                    double[][] x = new double[rows][axes];
                    int[] y = new int[rows];
                    for (int i = 0; i < rows; i++) {
                        for (int k = 0; k < axes; k++) {
                            x[i][k] = extent * random.nextDouble();
                        }
                        y[i] = label.applyAsInt(x[i]);
                    }
                    return accuracy(Dataset.ofClasses(Tensor.of(x), y), seed);
                });
    }

    private static int squares(double[] point) {
        return (int) Arrays.stream(point).map(Math::floor).sum() % 2;
    }

    @Test
    void checkerboard() {
        points(1500, 2, 4, BenchmarkTest::squares, 1);
    }

    @Test
    void checkeredCube() {
        points(1500, 3, 2, BenchmarkTest::squares, 1);
    }

    @Test
    void nineDots() {
        points(1800, 2, 3, p -> Math.hypot(p[0] % 1 - 0.5, p[1] % 1 - 0.5) < 0.33 ? 1 : 0, 5);
    }

    @Test
    void stripes() {
        points(1500, 2, 6, p -> (int) (p[0] + p[1]) / 2 % 2, 1);
    }

    @Test
    void twoSpiralsOfOneAndAHalfTurns() {
        SeededRandom random = new SeededRandom(60);
        double[][] polar = new double[1200][];
        for (int i = 0; i < polar.length; i++) {
            double t = 0.05 + 0.95 * random.nextDouble();
            polar[i] = new double[] {t, Math.PI * (3 * t + i % 2)};
        }
        double accuracy = accuracy(plane(polar, 2, random), 1);
        assertTrue(accuracy >= 0.95, () -> "" + accuracy);
    }

    @Test
    void rings() {
        assertMedian(
                0.95,
                1,
                seed -> {
                    SeededRandom random = new SeededRandom(seed + 70);
                    double[][] polar = new double[1000][];
                    for (int i = 0; i < polar.length; i++) {
                        polar[i] =
                                new double[] {0.3 * (1 + i % 4), 2 * Math.PI * random.nextDouble()};
                    }
                    return half(plane(polar, 4, random), seed);
                });
    }

    @Test
    void fourSpirals() {
        assertMedian(
                0.95,
                1,
                seed -> {
                    SeededRandom random = new SeededRandom(seed + 80);
                    double[][] polar = new double[1600][];
                    for (int i = 0; i < polar.length; i++) {
                        double t = 0.2 + 0.8 * random.nextDouble();
                        polar[i] = new double[] {t, Math.PI * (1.5 * t + 0.5 * (i % 4))};
                    }
                    return half(plane(polar, 4, random), seed);
                });
    }

    /** R² of ordinary least squares with an intercept. */
    private static double leastSquares(Split<Tensor, Tensor> split) {
        Tensor a = Tensor.concat(1, split.train().inputs(), Tensor.ones(split.train().rows(), 1));
        Tensor w =
                Linalg.solve(
                        a.transpose().matmul(a), a.transpose().matmul(split.train().targets()));
        Tensor b = Tensor.concat(1, split.test().inputs(), Tensor.ones(split.test().rows(), 1));
        Tensor t = split.test().targets();
        return 1
                - t.sub(b.matmul(w)).square().sum().value()
                        / t.sub(t.mean()).square().sum().value();
    }

    @Test
    void diabetes() throws IOException {
        Tensor x = table(Csv.plain().separatedBy(' '), "diabetes_data_raw.csv.gz").tensor();
        Tensor y = table(Csv.plain(), "diabetes_target.csv.gz").tensor();
        assertMedian(
                -0.03,
                5,
                seed -> {
                    Split<Tensor, Tensor> split =
                            Split.of(Dataset.ofValues(x, y), 0.25, new SeededRandom(seed));
                    MlpRegressor regressor =
                            new MlpRegressor()
                                    .seed(seed)
                                    .fit(split.train().inputs(), split.train().targets());
                    return regressor.score(split.test().inputs(), split.test().targets())
                            - leastSquares(split);
                });
    }
}
