package org.cotangent.samples.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.regression.SimpleRegression;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.train.Dataset;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The samples that study how networks work run, show it, and draw their pictures. */
@Tag("thorough")
class StudiesTest {
    @TempDir Path folder;

    private SampleRun run(SampleRun.Sample sample) throws Exception {
        return SampleRun.of(sample, folder);
    }

    /** The numbers of the line that starts with a name. */
    private static double[] line(String printed, String name) {
        Matcher found =
                Pattern.compile("(?m)^ *" + Pattern.quote(name) + "((?: +-?[0-9.e+-]+)+)( %)?$")
                        .matcher(printed);
        assertTrue(found.find(), () -> "no line \"" + name + "\" in:\n" + printed);
        return Stream.of(found.group(1).trim().split(" +"))
                .mapToDouble(Double::parseDouble)
                .toArray();
    }

    // ---- regression

    @Test
    void diabetes() throws Exception {
        SampleRun run = run(Diabetes::main);
        assertTrue(run.printed().contains("331 patients to learn from, 111 kept unseen"));
        double network = line(run.printed(), "network")[0];
        double leastSquares = line(run.printed(), "least squares")[0];
        assertTrue(network > leastSquares - 0.05 && leastSquares > 0.4, run.printed());
        assertEquals(0, line(run.printed(), "always the mean")[0], 0.05);
        assertTrue(run.number("stopped after epoch ([0-9]+)") < 300, run.printed());
        run.assertPicture("diabetes.png");
        run.assertPicture("diabetes-training.png");
    }

    /** With one feature it is the well-known line. */
    @Test
    void leastSquares() {
        double[][] x = {{1}, {2}, {4}, {7}};
        double[] y = {3, 2, 6, 5};
        SimpleRegression line = new SimpleRegression();
        for (int i = 0; i < y.length; i++) {
            line.addData(x[i][0], y[i]);
        }
        Tensor targets = Tensor.of(y).unsqueeze(1);
        Tensor predicted =
                Diabetes.leastSquares(
                        Dataset.ofValues(Tensor.of(x), targets), Tensor.of(new double[][] {{10}}));
        assertArrayEquals(new int[] {1, 1}, predicted.shape());
        assertEquals(line.predict(10), predicted.get(0, 0), 1e-12);
    }

    @Test
    void curveFitting() throws Exception {
        SampleRun run = run(CurveFitting::main);
        double before = Double.POSITIVE_INFINITY;
        for (int hidden : CurveFitting.HIDDEN) {
            double[] errors = line(run.printed(), "" + hidden);
            assertTrue(errors[1] < 0.75 * before, run.printed());
            assertTrue(errors[0] < errors[1], run.printed());
            before = errors[1];
        }
        assertTrue(before < 0.02, run.printed());
        run.assertPicture("curve-fitting.png");
    }

    // ---- losses, activations and initialization

    @Test
    void scoreLosses() throws Exception {
        String printed = run(ScoreLosses::main).printed();
        String[] parts = printed.split("\n\n");
        assertEquals(4, parts.length, printed);
        // gradients for cat, car and frog, and the loss; by hand
        assertArrayEquals(new double[] {-1, 1, 0, 2.9}, line(parts[1], "a cat"), printed);
        assertArrayEquals(new double[] {0, 0, 0, 0}, line(parts[1], "a car"), printed);
        assertArrayEquals(new double[] {1, 1, -2, 12.9}, line(parts[1], "a frog"), printed);
        // 6.3 and 6.6 beyond the margin
        assertArrayEquals(
                new double[] {12.6, 13.2, -25.8, 6.3 * 6.3 + 6.6 * 6.6},
                line(parts[2], "a frog"),
                1e-9,
                printed);
        double[] e = {Math.exp(3.2), Math.exp(5.1), Math.exp(-1.7)};
        double sum = e[0] + e[1] + e[2];
        assertArrayEquals(
                new double[] {e[0] / sum - 1, e[1] / sum, e[2] / sum, -Math.log(e[0] / sum)},
                line(parts[3], "a cat"),
                5.01e-4,
                printed);
    }

    @Test
    void activationCurves() throws Exception {
        SampleRun run = run(ActivationCurves::main);
        // value and slope at -2, 0 and 2, by closed forms
        double s = 1 / (1 + Math.exp(2));
        double[] sigmoid = {s, s * (1 - s), 0.5, 0.25, 1 - s, s * (1 - s)};
        assertArrayEquals(sigmoid, line(run.printed(), "SIGMOID"), 1e-4);
        assertArrayEquals(sigmoid, line(run.printed(), "SOFTMAX of (x, 0)"), 1e-4);
        double t = Math.tanh(2);
        assertArrayEquals(
                new double[] {-t, 1 - t * t, 0, 1, t, 1 - t * t},
                line(run.printed(), "TANH"),
                1e-4);
        assertArrayEquals(new double[] {0, 0, 0, 0, 2, 1}, line(run.printed(), "RELU"));
        assertArrayEquals(
                new double[] {-0.5, 0.25, 0, 0.25, 2, 1}, line(run.printed(), "PReLU(0.25)"));
        // all there are
        assertEquals(Activation.values().size() + 1, ActivationCurves.functions().size());
        assertEquals(Activation.values().size() + 3, run.printed().lines().count());
        run.assertPicture("activations.png");
    }

    /** The engine's slopes against difference quotients, away from kinks. */
    @Test
    void slopes() {
        Tensor x = Tensor.vector(-3.7, -2.2, -0.6, 0.3, 0.8, 1.9, 3.3);
        double h = 1e-5;
        Map<String, UnaryOperator<Tensor>> functions = ActivationCurves.functions();
        functions.forEach(
                (name, f) -> {
                    double[] expected =
                            f.apply(x.add(h)).sub(f.apply(x.sub(h))).div(2 * h).toArray();
                    double[] slopes = ActivationCurves.slopes(f, x).toArray();
                    assertArrayEquals(expected, slopes, 1e-8, name);
                });
    }

    /** A quarter of the samples: what is printed hardly depends on their number. */
    @Test
    void initializationStudy() throws Exception {
        SampleRun run = run(folder -> InitializationStudy.run(250, Pictures.in(folder)));
        String deviations = run.printed().substring(run.printed().indexOf("standard deviation  "));
        double[][] table = new double[10][];
        for (int layer = 1; layer <= 10; layer++) {
            table[layer - 1] = line(deviations, "layer " + layer);
            // the means of tanh are 0, those of relu are not
            double[] means = line(run.printed(), "layer " + layer);
            assertTrue(Math.abs(means[2]) < 0.01 && means[4] > 0.4, run.printed());
        }
        double[] small = column(table, 0);
        assertWithin(new double[] {.213, .0476, .0106}, Arrays.copyOf(small, 3), deviations);
        for (int i = 1; i < 10; i++) {
            assertEquals(4.5, small[i - 1] / small[i], 0.06 * 4.5, deviations);
        }
        double[] saturated = new double[10];
        Arrays.fill(saturated, .98);
        assertWithin(saturated, column(table, 1), deviations);
        double[] alive = {.628, .486, .408, .357, .321, .292, .273, .255, .239, .228};
        assertWithin(alive, column(table, 2), deviations);
        double[] fading = column(table, 3);
        assertEquals(.582, fading[0], 0.06 * .582, deviations);
        assertEquals(.026, fading[9], 0.06 * .026, deviations);
        for (double deviation : column(table, 4)) {
            assertTrue(deviation > .80 * .94 && deviation < .87 * 1.06, deviations);
        }
        run.assertPicture("initialization-deviations.png");
        run.assertPicture("initialization-histograms.png");
    }

    private static double[] column(double[][] table, int column) {
        return Arrays.stream(table).mapToDouble(row -> row[column]).toArray();
    }

    private static void assertWithin(double[] expected, double[] actual, String message) {
        for (int i = 0; i < expected.length; i++) {
            assertEquals(expected[i], actual[i], 0.06 * expected[i], message);
        }
    }

    // ---- optimizers

    @Test
    void optimizerRace() throws Exception {
        SampleRun run = run(OptimizerRace::main);
        String saddle = run.printed().substring(0, run.printed().indexOf("Rosenbrock"));
        String valley = run.printed().substring(run.printed().indexOf("Rosenbrock"));
        // distances after 10, 25, 50, 100 and 200 steps; the saddle is 1 from the minimum
        assertTrue(line(saddle, "gradient descent")[1] > 0.95, saddle);
        assertTrue(line(saddle, "Nesterov")[2] < 0.1, saddle);
        for (String name : new String[] {"Adagrad", "RMSProp", "Adam"}) {
            assertTrue(line(saddle, name)[1] < 0.4, saddle);
        }
        assertTrue(line(saddle, "L-BFGS")[0] < 1e-6, saddle);
        for (String name : new String[] {"gradient descent", "momentum", "Adam", "L-BFGS"}) {
            assertTrue(line(saddle, name)[4] < 0.001, saddle);
        }
        // distances after 20, 40, 200, 1000 and 2000 steps
        for (String name : new String[] {"gradient descent", "Adagrad", "RMSProp"}) {
            double left = line(valley, name)[4];
            assertTrue(left > 0.05 && left < 0.5, valley);
        }
        for (String name : new String[] {"momentum", "Nesterov", "Adam"}) {
            assertTrue(line(valley, name)[4] < 0.001, valley);
        }
        assertTrue(line(valley, "L-BFGS")[1] < 1e-6, valley);
        run.assertPicture("race-saddle.png");
        run.assertPicture("race-rosenbrock.png");
    }

    @Test
    void learningRates() throws Exception {
        SampleRun run = run(folder -> LearningRates.run(8, Pictures.in(folder)));
        String printed = run.printed();
        double suggestion = run.number("finder suggests ([0-9.]+)");
        assertTrue(suggestion > 0.005 && suggestion < 0.2, printed);
        // the loss after 1, 5 and 8 epochs, and the share of unseen digits that are told right
        double guess = Math.log(10);
        double[] small = line(printed, "rate 0.0001");
        assertTrue(small[1] > 0.8 * guess && small[2] > 0.4 * guess, printed);
        double[] large = line(printed, "rate 1");
        assertTrue(large[2] > 0.95 * guess && large[3] < 20, printed);
        double[] good = line(printed, String.format(Locale.ROOT, "rate %.1g", suggestion));
        assertTrue(good[1] < 0.15 && good[3] > 96, printed);
        double before = 0;
        for (String name : new String[] {"batch 4", "batch 32", "batch 256", "all 1348"}) {
            double after = line(printed, name)[2];
            assertTrue(after > 1.5 * before, printed);
            before = after;
        }
        run.assertPicture("learning-rates.png");
        run.assertPicture("batch-sizes.png");
        // the finder's picture is the library's own, of a fixed size
        run.assertPicture("learning-rate-finder.png");
    }

    // ---- pictures

    @Test
    void gallery() throws Exception {
        SampleRun run = run(Gallery::main);
        for (String name : new String[] {"gradient", "jacobian", "attention", "roc"}) {
            String file = "gallery-" + name + ".png";
            SampleRun.assertPicture(folder, run.printed(), file, 300, 250, 5_000);
        }
        SampleRun.assertPicture(folder, run.printed(), "gallery-differences.png", 700, 450, 10_000);
        String svg = Files.readString(folder.resolve("gallery-differences.svg"));
        for (int k = 1; k <= 12; k++) {
            // on both axes
            assertEquals(3, svg.split(">1e-" + k + "</text>", -1).length, "1e-" + k);
        }
    }
}
