package org.cotangent.samples.networks;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.cotangent.nn.Layer;
import org.cotangent.nn.data.Dataset;
import org.cotangent.nn.data.Split;
import org.cotangent.nn.data.TextTable;
import org.cotangent.nn.train.Evaluation;
import org.junit.jupiter.api.Test;

/**
 * The accuracy of the samples' networks on data that they have not seen: the median of five seeds,
 * each with a split, a network and an order of its own.
 */
class AccuraciesTest {
    @Test
    void digits() {
        assertMedian(
                "digits",
                0.97,
                random -> {
                    Split<int[]> split = Digits.split(random);
                    Split<int[]> known = Digits.watched(split, random);
                    Layer model = Digits.network(random);
                    Digits.train(model, known, random);
                    return accuracy(model, split.test());
                });
    }

    @Test
    void mushrooms() {
        TextTable all = SampleData.mushrooms();
        assertMedian(
                "mushrooms",
                0.999,
                random -> Mushrooms.outcome(all, random).unseen().metric("accuracy"));
    }

    @Test
    void iris() {
        Dataset<int[]> flowers = SampleData.iris();
        assertMedian(
                "iris",
                0.95,
                random -> {
                    Split<int[]> split = Iris.split(flowers, random);
                    return accuracy(Iris.trained(split.train(), random), split.test());
                });
    }

    @Test
    void spiral() {
        assertMedian(
                "spiral",
                0.98,
                random -> {
                    Dataset<int[]> train = Spiral.points(200, random);
                    Dataset<int[]> unseen = Spiral.points(1000, random);
                    return accuracy(Spiral.trained(1, train, random), unseen);
                });
    }

    private static double accuracy(Layer model, Dataset<int[]> unseen) {
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
