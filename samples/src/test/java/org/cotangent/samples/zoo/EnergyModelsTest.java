package org.cotangent.samples.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.optim.Adam;
import org.cotangent.nn.train.Batches;
import org.cotangent.nn.train.Dataset;
import org.cotangent.samples.networks.Pictures;
import org.cotangent.samples.networks.SampleRun;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Hopfield's network, Boltzmann machines and the map of Kohonen learn, and go on from files. */
class EnergyModelsTest {
    @TempDir Path folder;

    private SampleRun run(Drawing sample) throws Exception {
        return SampleRun.of(arguments -> sample.run(Pictures.in(arguments)), folder);
    }

    @FunctionalInterface
    private interface Drawing {
        void run(Pictures pictures) throws Exception;
    }

    @Test
    void hopfield() throws Exception {
        SampleRun run = run(pictures -> Hopfield.run(new double[] {0.05, 0.3}, pictures));
        List<String[]> energies =
                Pattern.compile("then 100.0 %; energy (.*)")
                        .matcher(run.printed())
                        .results()
                        .map(found -> found.group(1).split(" "))
                        .toList();
        assertEquals(4, energies.size(), run.printed());
        for (String[] each : energies) {
            assertTrue(number(each[6]) < number(each[0]) - 50, run.printed());
            for (int sweep = 1; sweep < each.length; sweep++) {
                assertTrue(number(each[sweep]) <= number(each[sweep - 1]), run.printed());
            }
        }
        assertTrue(run.number("0.05 n: +([0-9.]+) %") > 99, "few patterns are kept");
        assertTrue(run.number("0.30 n: +([0-9.]+) %") < 80, "many are not");
        SampleRun.assertPicture(folder, run.printed(), "hopfield.png", 300, 200, 2_000);
    }

    private static double number(String text) {
        return Double.parseDouble(text);
    }

    /** The field of a unit, by whose sign it is set, is minus the slope of the energy. */
    @Test
    void fieldsOfHopfieldAreSlopes() {
        Hopfield net = new Hopfield(3);
        net.store(Tensor.vector(1, -1, 1));
        Tensor s = Tensor.variable(new double[] {1, 1, 1});
        assertEquals("[0, 0.666667, 0]", net.energy(s).backward().of(s).toString());
        assertEquals("[1, -1, 1]", net.swept(s, new SeededRandom(1)).toString());
    }

    @Test
    void hopfieldContinues() throws Exception {
        ZooModels.assertContinues(
                () -> {
                    SeededRandom random = new SeededRandom(1);
                    Hopfield net = new Hopfield(20);
                    return new ZooModels.Training(
                            net,
                            Map.of("random", random),
                            () -> net.store(Tensor.uniform(random, -1, 1, 20).sign()));
                },
                4,
                folder);
    }

    @Test
    void boltzmannMachine() throws Exception {
        SampleRun run = run(pictures -> BoltzmannMachine.run(150, 100_000, pictures));
        assertTrue(run.number("over all states: ([0-9.e-]+)") < 1e-14, run.printed());
        // of independent bits, log 8 - log 4
        assertEquals(0.6931, run.number("0 hidden .* steps ([0-9.]+)"), 0.005, run.printed());
        assertTrue(run.number("3 hidden .* steps ([0-9.]+)") < 0.1, run.printed());
        assertTrue(run.number("probabilities: ([0-9.]+)") < 0.05, run.printed());
        SampleRun.assertPicture(folder, run.printed(), "boltzmann.png", 600, 400, 5_000);
    }

    @Test
    void boltzmannMachineContinues() throws Exception {
        ZooModels.assertContinues(
                () -> {
                    BoltzmannMachine machine = new BoltzmannMachine(2, new SeededRandom(1));
                    Adam adam = new Adam(0.1);
                    return new ZooModels.Training(
                            machine, Map.of("optimizer", adam), () -> machine.step(adam));
                },
                6,
                folder);
    }

    @Test
    @Tag("thorough")
    void restrictedBoltzmannMachine() throws Exception {
        SampleRun run = run(pictures -> RestrictedBoltzmannMachine.run(10, pictures));
        String printed = run.printed();
        assertTrue(run.number("before the training, ([0-9.]+)") < 0.05, printed);
        assertTrue(run.number("classifier: ([0-9.]+) %") >= 92, printed);
        SampleRun.assertPicture(folder, printed, "rbm-filters.png", 600, 200, 5_000);
        SampleRun.assertPicture(folder, printed, "rbm-images.png", 600, 150, 2_000);
    }

    /** The gradient of its loss is the rule of contrastive divergence. */
    @Test
    void contrastiveDivergence() {
        SeededRandom random = new SeededRandom(1);
        RestrictedBoltzmannMachine machine = new RestrictedBoltzmannMachine("rbm", 5, 3, random);
        Tensor seen = Tensor.uniform(random, 0, 1, 4, 5);
        Tensor back = Tensor.unrecorded(() -> machine.drawnBack(seen, random));
        Tensor rule =
                back.transpose()
                        .matmul(machine.features(back))
                        .sub(seen.transpose().matmul(machine.features(seen)));
        Tensor loss = machine.freeEnergy(seen).sub(machine.freeEnergy(back)).sum();
        Tensor slope = loss.backward().of(machine.up().weight().value());
        assertEquals(0, slope.sub(rule).abs().amax().value(), 1e-15);
    }

    @Test
    void restrictedBoltzmannMachineResumes() {
        ZooModels.assertResumes(
                () -> {
                    SeededRandom random = new SeededRandom(1);
                    RestrictedBoltzmannMachine machine =
                            new RestrictedBoltzmannMachine("rbm", 6, 4, random);
                    Tensor images = Tensor.uniform(new SeededRandom(2), 0, 1, 40, 6);
                    return new ZooModels.Fitting(
                            machine,
                            (file, callback) ->
                                    machine.trainer(2)
                                            .checkpointSteps(file, 2)
                                            .callback(callback)
                                            .fit(Batches.of(images, 8), random));
                },
                7,
                folder);
    }

    @Test
    @Tag("thorough")
    void deepBelief() throws Exception {
        SampleRun run = run(pictures -> DeepBelief.run(6));
        String printed = run.printed();
        for (String each : List.of("rbm1", "rbm2", "rbm3")) {
            double before = run.number(each + ": .* back ([0-9.]+)");
            assertTrue(run.number(each + ": .* epochs ([0-9.]+)") < 0.5 * before, printed);
        }
        double pretrained = run.number("labels: ([0-9.]+) %");
        assertTrue(pretrained > 80, printed);
        assertTrue(pretrained > 3 + run.number("random weights: ([0-9.]+) %"), printed);
    }

    @Test
    void deepBeliefResumes() {
        Dataset<Tensor, int[]> digits =
                RestrictedBoltzmannMachine.digits().select(IntStream.range(0, 64).toArray());
        ZooModels.assertResumes(
                () -> {
                    SeededRandom random = new SeededRandom(1);
                    Sequential network = new DeepBelief(random).classifier();
                    return new ZooModels.Fitting(
                            network,
                            (file, callback) ->
                                    DeepBelief.tuning(network, 2)
                                            .checkpointSteps(file, 3)
                                            .callback(callback)
                                            .fit(digits, random));
                },
                5,
                folder);
    }

    @Test
    @Tag("thorough")
    void kohonen() throws Exception {
        SampleRun run = run(pictures -> Kohonen.run(2, pictures));
        String printed = run.printed();
        assertTrue(run.number("before .* image ([0-9.]+)") > 3, printed);
        assertTrue(run.number("after .* image ([0-9.]+)") < 1.6, printed);
        assertTrue(run.number("before .* for +([0-9.]+) %") < 20, printed);
        assertTrue(run.number("after .* for +([0-9.]+) %") > 85, printed);
        assertTrue(run.number("after .* right ([0-9.]+) %") > 80, printed);
        SampleRun.assertPicture(folder, printed, "kohonen.png", 400, 400, 5_000);
    }

    /** The slope of its loss is h (w - x), with 1 at the nearest unit and less beside it. */
    @Test
    void ruleOfKohonen() {
        Kohonen map = new Kohonen(1, new SeededRandom(1));
        Parameter images = map.parameters().get(0);
        Tensor x = images.value().slice(0, 30, 31).add(0.01).stopGradient(); // row 2, column 6
        Tensor slope = map.loss(x, Pass.evaluation()).backward().of(images.value());
        Tensor off = images.value().sub(x);
        double diagonal = StrictMath.exp(-2 / (2 * 6.0 * 6.0));
        double far = StrictMath.exp(-36 / (2 * 6.0 * 6.0)); // row 2, column 0
        assertEquals(off.get(30, 5), slope.get(30, 5), 1e-15);
        assertEquals(diagonal * off.get(43, 5), slope.get(43, 5), 1e-15);
        assertEquals(far * off.get(24, 5), slope.get(24, 5), 1e-15);
    }

    @Test
    void kohonenResumes() {
        ZooModels.assertResumes(
                () -> {
                    SeededRandom random = new SeededRandom(1);
                    Kohonen map = new Kohonen(20, random);
                    Tensor images = Tensor.uniform(new SeededRandom(2), 0, 1, 10, 64);
                    return new ZooModels.Fitting(
                            map,
                            (file, callback) ->
                                    map.trainer(2, 10)
                                            .checkpointSteps(file, 3)
                                            .callback(callback)
                                            .fit(Batches.of(images, 1), random));
                },
                13,
                folder);
    }
}
