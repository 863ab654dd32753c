package org.cotangent.samples.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.apache.commons.math3.stat.regression.OLSMultipleLinearRegression;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Metrics;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.data.Table;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.Evaluation;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * How well the samples' networks do on data that they have not seen: the median of five seeds, each
 * with a split, a network and an order of its own.
 */
@Tag("thorough")
class AccuraciesTest {
    @Test
    void digits() {
        assertMedian(
                "digits",
                0.97,
                random -> {
                    Split<Tensor, int[]> split = Digits.split(random);
                    Split<Tensor, int[]> known = Digits.watched(split, random);
                    Layer model = Digits.network(random);
                    Digits.train(model, known, random);
                    return accuracy(model, split.test());
                });
    }

    @Test
    void mushrooms() {
        Table all = SampleData.mushrooms();
        assertMedian(
                "mushrooms",
                0.999,
                random -> Mushrooms.outcome(all, random).unseen().metric("accuracy"));
    }

    @Test
    void iris() {
        Dataset<Tensor, int[]> flowers = SampleData.iris();
        assertMedian(
                "iris",
                0.95,
                random -> {
                    Split<Tensor, int[]> split = Iris.split(flowers, random);
                    return accuracy(Iris.trained(split.train(), random), split.test());
                });
    }

    @Test
    void spiral() {
        assertMedian(
                "spiral",
                0.98,
                random -> {
                    Dataset<Tensor, int[]> train = Spiral.points(200, random);
                    Dataset<Tensor, int[]> unseen = Spiral.points(1000, random);
                    return accuracy(Spiral.trained(Mlp.of(2, 100, 3), train, random), unseen);
                });
    }

    /** The network against ordinary least squares on the same splits. */
    @Test
    void diabetes() {
        double[] differences = new double[5];
        double[] networks = new double[5];
        double[] lines = new double[5];
        for (int seed = 1; seed <= 5; seed++) {
            RandomGenerator random = new SplittableRandom(seed);
            Split<Tensor, Tensor> split = Diabetes.split(random);
            Dataset<Tensor, Tensor> unseen = split.test();
            Layer model = Diabetes.trained(split.train(), random).model();
            double network = Metrics.r2().apply(model.apply(unseen.inputs()), unseen.targets());
            Tensor fitted = leastSquares(split.train(), unseen.inputs());
            double line = Metrics.r2().apply(fitted, unseen.targets());
            Tensor ours = Diabetes.leastSquares(split.train(), unseen.inputs());
            assertArrayEquals(fitted.toArray(), ours.toArray(), 1e-7, "seed " + seed);
            networks[seed - 1] = network;
            lines[seed - 1] = line;
            differences[seed - 1] = network - line;
        }
        Arrays.sort(networks);
        Arrays.sort(lines);
        Arrays.sort(differences);
        String told =
                String.format(
                        Locale.ROOT,
                        "diabetes: median R2 %.4f, of least squares %.4f, of the differences %.4f",
                        networks[2],
                        lines[2],
                        differences[2]);
        System.out.println(told);
        assertTrue(lines[2] > 0.4, told);
        assertTrue(networks[2] >= lines[2] - 0.03, told);
        assertTrue(differences[2] >= -0.03, told);
    }

    /** Predictions by Commons Math. */
    private static Tensor leastSquares(Dataset<Tensor, Tensor> known, Tensor unseen) {
        OLSMultipleLinearRegression regression = new OLSMultipleLinearRegression();
        regression.newSampleData(known.targets().toArray(), known.inputs().toMatrix());
        double[] coefficients = regression.estimateRegressionParameters(); // the intercept first
        Tensor slopes = Tensor.of(Arrays.copyOfRange(coefficients, 1, coefficients.length));
        return unseen.matmul(slopes.unsqueeze(1)).add(coefficients[0]);
    }

    private static double accuracy(Layer model, Dataset<Tensor, int[]> unseen) {
        return Evaluation.ofClassifier(model, unseen).metric("accuracy");
    }

    private static void assertMedian(
            String name, double least, ToDoubleFunction<RandomGenerator> accuracy) {
        double[] sorted =
                LongStream.rangeClosed(1, 5)
                        .mapToDouble(seed -> accuracy.applyAsDouble(new SplittableRandom(seed)))
                        .sorted()
                        .toArray();
        String told =
                String.format(
                        Locale.ROOT,
                        "%s: %.4f of unseen samples told right, the median of %s",
                        name,
                        sorted[2],
                        Arrays.toString(sorted));
        System.out.println(told);
        assertTrue(sorted[2] >= least, told);
    }
}
