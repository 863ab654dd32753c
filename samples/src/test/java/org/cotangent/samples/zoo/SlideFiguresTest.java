package org.cotangent.samples.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The figures of the slides show what they are there to show. */
@Tag("thorough")
class SlideFiguresTest {
    @TempDir Path folder;

    private SampleRun run(SampleRun.Sample sample) throws Exception {
        return SampleRun.of(sample, folder);
    }

    /** All numbers of the line that starts with a name, after the name. */
    private static double[] line(SampleRun run, String name) {
        String printed = run.printed();
        Matcher found = Pattern.compile("(?m)^ *" + Pattern.quote(name) + "(.*)$").matcher(printed);
        assertTrue(found.find(), () -> "no line \"" + name + "\" in:\n" + printed);
        return Stream.of(found.group(1).split("[^-+.e0-9,]+"))
                .map(word -> word.replace(",", ""))
                .filter(word -> word.matches("[-+]?\\d+(\\.\\d+)?(e[-+]?\\d+)?"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    private static double last(double[] numbers) {
        return numbers[numbers.length - 1];
    }

    @Test
    void layerByHand() throws Exception {
        SampleRun run = run(LayerByHand::main);
        for (String name :
                List.of(
                        "error at the output",
                        "error passed back",
                        "gradient of bias 2",
                        "gradient of bias 1",
                        "gradient of weights 2",
                        "gradient of weights 1",
                        "gradient of the input")) {
            assertTrue(last(line(run, name)) < 1e-15, run.printed());
        }
    }

    @Test
    void numericalTable() throws Exception {
        SampleRun run = run(NumericalTable::main);
        for (int i = 0; i < 9; i++) {
            double[] row = line(run, String.format("[%d, %d]", i / 3, i % 3));
            assertEquals(5, row.length, run.printed());
            assertEquals(row[0] + 1e-4, row[1], 1e-9, run.printed());
            assertEquals(row[4], row[3], 3e-5, run.printed());
        }
        assertEquals(5e-6, line(run, "largest error, one side:")[0], 5e-6, run.printed());
        assertTrue(line(run, "largest error, two sides:")[0] < 1e-9, run.printed());
    }

    @Test
    void randomClassifiers() throws Exception {
        SampleRun run = run(folder -> RandomClassifiers.run(200, Pictures.in(folder)));
        double search = last(line(run, "random search"));
        double walk = last(line(run, "random walk"));
        double descent = last(line(run, "gradient descent"));
        assertTrue(search > 11 && search < 40, run.printed());
        assertTrue(walk > search + 10 && walk < 70, run.printed());
        assertTrue(descent > 90, run.printed());
        run.assertPicture("random-classifiers.png");
    }

    @Test
    void zigZag() throws Exception {
        SampleRun run = run(ZigZag::main);
        double[] positive = line(run, "positive inputs");
        double[] centered = line(run, "centered inputs");
        assertEquals(positive[1], positive[0], "every gradient has one sign");
        assertEquals(0.5, centered[0] / centered[1], 0.1, "half of them have");
        assertEquals(3, positive[2], 0.1, "three times the distance");
        assertEquals(positive[2] / 2, centered[2], 0.2, "half as long");
        assertTrue(positive[3] < 0.01 && centered[3] < 0.01, run.printed());
        SampleRun.assertPicture(folder, run.printed(), "zig-zag.png", 600, 600, 10_000);
    }

    @Test
    void saturation() throws Exception {
        SampleRun run = run(Saturation::main);
        double s = 1 / (1 + Math.exp(10));
        double t = 1 / (Math.cosh(10) * Math.cosh(10));
        assertArrayEquals(
                new double[] {s, 0.5, 1 - s, s * (1 - s), 0.25, s * (1 - s)},
                line(run, "SIGMOID"),
                5e-6);
        assertArrayEquals(new double[] {-1, 0, 1, t, 1, t}, line(run, "TANH"), 1e-8);
        assertArrayEquals(new double[] {0, 0, 10, 0, 0, 1}, line(run, "RELU"));
        assertEquals(1 - s, last(line(run, "squared error")), 1e-5);
        assertTrue(last(line(run, "cross-entropy")) < 0.002, run.printed());
        run.assertPicture("saturation.png");
    }

    @Test
    void zeroInitialization() throws Exception {
        SampleRun run = run(ZeroInitialization::main);
        // loss before and after, how many of 4 are right, how many of 8 neurons are different
        double ln2 = 0.6931;
        assertArrayEquals(new double[] {ln2, ln2, 2, 4, 1, 8}, line(run, "zeros"));
        double[] equal = line(run, "all 0.5");
        assertTrue(equal[1] < ln2 - 0.1 && equal[2] <= 3, run.printed());
        assertEquals(1, equal[4], run.printed());
        double[] random = line(run, "random");
        assertTrue(random[1] < 0.01 && random[2] == 4 && random[4] == 8, run.printed());
        SampleRun.assertPicture(folder, run.printed(), "zero-initialization.png", 400, 400, 5_000);
    }

    @Test
    void linearCollapse() throws Exception {
        SampleRun run = run(LinearCollapse::main);
        double[] linear = line(run, "linear layers");
        assertTrue(linear[0] < 1e-13 && linear[1] < 1e-13, run.printed());
        double[] bent = line(run, "with rectifiers");
        assertTrue(bent[0] > 1 && bent[1] > 1, run.printed());
        run.assertPicture("linear-collapse.png");
    }

    /** The derivative of the function that the bumps add up to. */
    private static double hornikSlope(double x) {
        return 0.8 * x
                + 0.3 * (Math.sin(15 * x) + 15 * x * Math.cos(15 * x))
                - 0.05 * 50 * Math.sin(50 * x);
    }

    @Test
    void hornikBumps() throws Exception {
        SampleRun run = run(HornikBumps::main);
        DoubleSummaryStatistics slopes =
                IntStream.range(0, 1000)
                        .mapToDouble(i -> Math.abs(hornikSlope((i + 0.5) / 1000)))
                        .summaryStatistics();
        double before = 0.1;
        for (int bumps : new int[] {5, 10, 20, 40, 80, 160}) {
            double[] errors = line(run, bumps + " ");
            assertEquals(2 * bumps, errors[0], "neurons");
            assertTrue(errors[1] < 0.85 * before, run.printed());
            before = errors[1];
            if (bumps >= 40) { // the function is straight over a bump
                // the error u widths from an edge: slope * width * (0.5 - u - sigmoid(-100 u))
                double width = 1.04 / bumps;
                assertEquals(0.236 * width * slopes.getAverage(), errors[1], 0.05 * errors[1]);
                assertEquals(0.444 * width * slopes.getMax(), errors[2], 0.05 * errors[2]);
            }
        }
        assertTrue(before < 0.004, run.printed());
        run.assertPicture("hornik-bumps.png");
    }

    @Test
    void dataPreparation() throws Exception {
        SampleRun run = run(DataPreparation::main);
        // means, deviations, covariance
        double[] original = line(run, "original");
        assertArrayEquals(new double[] {3, 4, 2, 1, 1.6}, original, 0.2);
        double[] centered = line(run, "zero-centered");
        assertArrayEquals(new double[] {0, 0, original[2], original[3], original[4]}, centered);
        double correlation = original[4] / original[2] / original[3];
        assertArrayEquals(new double[] {0, 0, 1, 1, correlation}, line(run, "normalized"), 0.02);
        double[] decorrelated = line(run, "decorrelated");
        assertTrue(decorrelated[2] > 2 && decorrelated[3] < 0.6, run.printed());
        assertEquals(0, decorrelated[4]);
        assertArrayEquals(new double[] {0, 0, 1, 1, 0}, line(run, "whitened"));
        SampleRun.assertPicture(folder, run.printed(), "data-preparation.png", 1500, 300, 10_000);
    }

    @Test
    void lossSurface() throws Exception {
        SampleRun run = run(LossSurface::main);
        // loss and slope at the start, losses after 10, 100 and 1000 steps
        double[] squared = line(run, "Squared error");
        double[] entropy = line(run, "Cross-entropy");
        assertTrue(squared[1] < 0.1 * entropy[1], run.printed());
        assertTrue(squared[3] > 0.75 * squared[0], run.printed());
        assertTrue(entropy[3] < 0.2 * entropy[0], run.printed());
        assertEquals(entropy[4], entropy[3], 0.01, "at the minimum");
        run.assertPicture("loss-surface.png");
    }

    @Test
    void unformedJacobian() throws Exception {
        SampleRun run = run(folder -> UnformedJacobian.run(512, 256, Pictures.in(folder)));
        assertArrayEquals(new double[] {256, 512, 130_000, 512}, line(run, "max(0, x W)"), 2000);
        double[] both = line(run, "full size, v J t:");
        assertEquals(both[0], both[1], 1e-9, run.printed());
        assertTrue(Math.abs(both[0]) > 1e-3, run.printed());
        assertEquals(0, last(line(run, "small size, max(0, x):")));
        assertEquals(0, last(line(run, "small size, max(0, x W):")), 1e-15);
        SampleRun.assertPicture(folder, run.printed(), "unformed-jacobian.png", 700, 300, 5_000);
    }
}
