package org.cotangent.samples.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.linalg.Linalg;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.train.Dataset;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Radial bases, random hidden layers, reservoirs and spiking units learn, and go on from files. */
class ReservoirsTest {
    @TempDir Path folder;

    private SampleRun run(Drawing sample) throws Exception {
        return SampleRun.of(arguments -> sample.run(Pictures.in(arguments)), folder);
    }

    @FunctionalInterface
    private interface Drawing {
        void run(Pictures pictures) throws Exception;
    }

    @Test
    @Tag("thorough")
    void radialBasis() throws Exception {
        SampleRun run = run(pictures -> RadialBasis.run(1000, pictures));
        double fixed = run.number("error ([0-9.]+)");
        assertTrue(run.number("squares, ([0-9.]+)") < 0.3 * fixed, run.printed());
        assertTrue(run.number("from ([0-9.]+) to") < 0.35, run.printed());
        SampleRun.assertPicture(folder, run.printed(), "radial-basis.png");
    }

    @Test
    void radialBasisByHand() {
        RadialBasis net = new RadialBasis(Tensor.of(new double[][] {{0, 0}, {1, 0}}), 0.5);
        Tensor x = Tensor.of(new double[][] {{0, 1}});
        double near = StrictMath.exp(-2);
        double far = StrictMath.exp(-4);
        assertEquals(near, net.bumps(x).get(0, 0), 1e-15);
        assertEquals(far, net.bumps(x).get(0, 1), 1e-15);
        net.parameters().get(2).set(Tensor.of(new double[][] {{1}, {2}}));
        GradCheck.check(
                        Parameter.function(
                                net.parameters(),
                                () -> net.loss(x, Tensor.of(new double[][] {{1}}))),
                        Parameter.values(net.parameters()))
                .requirePassed();
    }

    @Test
    void radialBasisContinues() throws Exception {
        Tensor x = RadialBasis.inputs();
        ZooModels.assertContinues(
                () -> {
                    RadialBasis net = RadialBasis.evenly(5);
                    net.fitWeights(x, x.sin());
                    Adam adam = new Adam(0.01);
                    return new ZooModels.Training(
                            net, Map.of("optimizer", adam), () -> net.step(x, x.sin(), adam));
                },
                6,
                folder);
    }

    @Test
    void extremeLearning() throws Exception {
        SampleRun run = run(pictures -> ExtremeLearning.run(25, 200));
        assertTrue(run.number(" 25 hidden .* right, +([0-9.]+) %") > 70, run.printed());
        assertTrue(run.number("200 hidden .* right, +([0-9.]+) %") > 95, run.printed());
    }

    /** Batch by batch it is the solution of least squares over all, with the penalty as rows. */
    @Test
    void extremeLearningIsLeastSquares() {
        Dataset<Tensor, int[]> digits =
                ExtremeLearning.digits().select(IntStream.range(0, 90).toArray());
        ExtremeLearning net = new ExtremeLearning(8, new SeededRandom(1));
        for (int from = 0; from < 90; from += 30) {
            net.takeIn(digits.select(IntStream.range(from, from + 30).toArray()));
        }
        net.solve();
        Tensor hidden = net.hidden(digits.inputs());
        Tensor targets = Tensor.eye(10).indexSelect(0, digits.targets());
        Tensor output =
                Linalg.lstsq(
                        Tensor.concat(0, hidden, Tensor.eye(8)),
                        Tensor.concat(0, targets, Tensor.zeros(8, 10)));
        Tensor off = net.apply(digits.inputs()).sub(hidden.matmul(output));
        assertEquals(0, off.abs().amax().value(), 1e-12);
    }

    @Test
    void extremeLearningContinues() throws Exception {
        Dataset<Tensor, int[]> digits = ExtremeLearning.digits();
        ZooModels.assertContinues(
                () -> {
                    ExtremeLearning net = new ExtremeLearning(8, new SeededRandom(1));
                    SeededRandom order = new SeededRandom(2);
                    return new ZooModels.Training(
                            net,
                            Map.of("order", order),
                            () -> {
                                net.takeIn(digits.select(order.ints(20, 0, 1797).toArray()));
                                net.solve();
                            });
                },
                4,
                folder);
    }

    @Test
    @Tag("thorough")
    void echoState() throws Exception {
        SampleRun run = run(pictures -> EchoState.run(100, 1500, pictures));
        assertTrue(run.number("ahead: error ([0-9.]+)") <= 0.01, run.printed());
        assertTrue(run.number("itself: error ([0-9.]+)") < 0.5, run.printed());
        assertTrue(run.number("series for ([0-9]+) of 1000") > 80, run.printed());
        SampleRun.assertPicture(folder, run.printed(), "echo-state.png", 800, 400, 10_000);
    }

    /** The series solves its equation: its slope by differences is that of the equation. */
    @Test
    void mackeyGlass() {
        double[] x = EchoState.series(400).add(1).toArray();
        double largest = 0;
        for (int i = 20; i < 397; i++) {
            double slope = (x[i - 2] - 8 * x[i - 1] + 8 * x[i + 1] - x[i + 2]) / 12;
            double delayed = x[i - 17];
            double wanted = 0.2 * delayed / (1 + StrictMath.pow(delayed, 10)) - 0.1 * x[i];
            largest = Math.max(largest, Math.abs(slope - wanted));
        }
        assertEquals(0, largest, 1e-3);
    }

    @Test
    void echoStateContinues() throws Exception {
        Tensor series = EchoState.series(31);
        ZooModels.assertContinues(
                () -> {
                    EchoState net = new EchoState(10, new SeededRandom(1));
                    // the state of the network goes on from one run to the next
                    return new ZooModels.Training(net, Map.of(), () -> net.learn(series));
                },
                4,
                folder);
    }

    @Test
    @Tag("thorough")
    void spikingNet() throws Exception {
        SampleRun run = run(pictures -> SpikingNet.run(6, pictures));
        double flat = run.number("true +slope: +([0-9.]+) %");
        double surrogate = run.number("surrogate slope: +([0-9.]+) %");
        assertTrue(surrogate > 88, run.printed());
        assertTrue(surrogate > flat + 5, run.printed());
        SampleRun.assertPicture(folder, run.printed(), "spiking-net.png");
    }

    /** Forward a step, backward the slope of Zenke and Ganguli. */
    @Test
    void surrogateSlope() {
        Tensor v = Tensor.variable(new double[] {-0.5, 0, 1});
        Tensor y = SpikingNet.spike(2).apply(v);
        assertEquals("[0, 1, 1]", y.toString());
        assertEquals("[0.25, 1, 0.111111]", y.sum().backward().of(v).toString());
    }

    @Test
    void spikingNetResumes() {
        Dataset<Tensor, int[]> digits =
                SpikingNet.digits().select(IntStream.range(0, 128).toArray());
        ZooModels.assertResumes(
                () -> {
                    SeededRandom random = new SeededRandom(1);
                    SpikingNet net = new SpikingNet(SpikingNet.spike(5), random);
                    return new ZooModels.Fitting(
                            net,
                            (file, callback) ->
                                    SpikingNet.trainer(net, 2)
                                            .checkpointSteps(file, 3)
                                            .callback(callback)
                                            .fit(digits, random));
                },
                5,
                folder);
    }

    @Test
    @Tag("thorough")
    void liquidState() throws Exception {
        SampleRun run = run(pictures -> LiquidState.run(500, 20, pictures));
        double channels = run.number("readout of channels +([0-9.]+) %");
        double alone = run.number("readout of units alone +([0-9.]+) %");
        double liquid = run.number("readout of liquid +([0-9.]+) %");
        assertTrue(channels < 60, run.printed());
        assertTrue(alone < 60, run.printed());
        assertTrue(liquid > 70, run.printed());
        SampleRun.assertPicture(folder, run.printed(), "liquid-state.png");
    }

    @Test
    void liquidStateContinues() throws Exception {
        ZooModels.assertContinues(
                () -> {
                    SeededRandom random = new SeededRandom(1);
                    Dense readout = new Dense("readout", 20, 2, Initializers.zeros(), random);
                    Layer liquid = new LiquidState("liquid", 20, 0.1, random);
                    Sequential net = new Sequential(liquid, readout);
                    Tensor patterns = LiquidState.patterns(random);
                    Adam adam = new Adam(0.01);
                    return new ZooModels.Training(
                            net,
                            Map.of("optimizer", adam, "random", random),
                            () -> {
                                Dataset<Tensor, int[]> some =
                                        LiquidState.drawn(patterns, 10, random);
                                Tensor loss =
                                        Losses.softmaxCrossEntropy()
                                                .apply(net.apply(some.inputs()), some.targets());
                                adam.step(net.parameters(), loss.backward());
                            });
                },
                4,
                folder);
    }
}
