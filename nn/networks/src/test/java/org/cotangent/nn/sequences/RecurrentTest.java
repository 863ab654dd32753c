package org.cotangent.nn.sequences;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph;
import org.cotangent.nn.Block;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.ModuleStates;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

// Longer than 400 lines: each option of a recurrent network beside the steps by hand.

class RecurrentTest {
    private static final int ROWS = 4;
    private static final int STEPS = 6;
    private static final int INPUTS = 3;
    private static final int WIDTH = 5;

    private static List<Recurrent.Settings> kinds() {
        return List.of(
                Recurrent.elman(INPUTS, WIDTH),
                Recurrent.lstm(INPUTS, WIDTH),
                Recurrent.gru(INPUTS, WIDTH));
    }

    private static Tensor x(int steps) {
        return Tensor.normal(new SplittableRandom(7), ROWS, steps, INPUTS);
    }

    private static RandomGenerator random() {
        return new SplittableRandom(1);
    }

    private static Tensor step(Tensor x, int t) {
        return x.slice(1, t, t + 1).squeeze(1);
    }

    /** The cell called for each step. */
    private static RecurrentResult unrolled(RecurrentCell cell, Tensor x) {
        List<Tensor> states = new ArrayList<>();
        for (int i = 0; i < cell.states(); i++) {
            states.add(Tensor.zeros(x.size(0), cell.width()));
        }
        List<Tensor> outputs = new ArrayList<>();
        for (int t = 0; t < x.size(1); t++) {
            states = cell.step(cell.project(step(x, t), Pass.evaluation()), states);
            outputs.add(states.get(0));
        }
        return new RecurrentResult(
                Tensor.stack(1, outputs.toArray(Tensor[]::new)),
                states.stream().map(s -> s.unsqueeze(0)).toList());
    }

    private static Gradients gradients(Recurrent network, Tensor outputs) {
        return outputs.square().sum().backward();
    }

    private static void assertNear(Tensor expected, Tensor actual) {
        assertArrayEquals(expected.shape(), actual.shape());
        assertArrayEquals(expected.toArray(), actual.toArray(), 1e-12);
    }

    private static void assertSame(Tensor expected, Tensor actual) {
        assertArrayEquals(expected.shape(), actual.shape());
        assertArrayEquals(expected.toArray(), actual.toArray());
    }

    private static void assertSame(RecurrentResult expected, RecurrentResult actual) {
        assertSame(expected.outputs(), actual.outputs());
        for (int i = 0; i < expected.states().size(); i++) {
            assertSame(expected.states().get(i), actual.states().get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isTheCellStepByStep(Recurrent.Settings settings) {
        Recurrent network = settings.build(random());
        Tensor x = x(STEPS).asVariable();
        RecurrentResult expected = unrolled(network.cells().get(0), x);
        RecurrentResult actual = network.forward(x, network.initial(ROWS), Pass.evaluation());
        assertSame(expected, actual);
        assertSame(actual.outputs(), network.apply(x));
        assertSame(step(actual.outputs(), STEPS - 1), actual.last());
        Gradients byHand = gradients(network, expected.outputs());
        Gradients own = gradients(network, actual.outputs());
        assertNear(byHand.of(x), own.of(x));
        for (Parameter p : network.parameters()) {
            assertNear(byHand.of(p.value()), own.of(p.value()));
        }
    }

    @Test
    void theGraphDoesNotGrowWithTheSteps() {
        Recurrent network = Recurrent.lstm(INPUTS, WIDTH).layers(2).bidirectional().build(random());
        assertEquals(
                Graph.of(network.apply(x(3))).nodes().size(),
                Graph.of(network.apply(x(300))).nodes().size());
    }

    /** Each row alone, without padding. */
    @ParameterizedTest
    @MethodSource("kinds")
    void rowsOfDifferentLengths(Recurrent.Settings settings) {
        Recurrent network = settings.layers(2).bidirectional().build(random());
        int[] lengths = {6, 1, 0, 4};
        double[] values = x(STEPS).toArray();
        for (int row = 0; row < ROWS; row++) {
            Arrays.fill(
                    values,
                    (row * STEPS + lengths[row]) * INPUTS,
                    (row + 1) * STEPS * INPUTS,
                    Double.NaN);
        }
        Tensor x = Tensor.of(values, ROWS, STEPS, INPUTS).asVariable();
        Tensor mask = Recurrent.mask(STEPS, lengths);
        Tensor random = Tensor.normal(random(), 4, ROWS, WIDTH);
        List<Tensor> first = network.initial(ROWS).stream().map(s -> s.add(random)).toList();
        RecurrentResult all = network.forward(x, first, Pass.evaluation().masked(mask));
        Gradients gradients = gradients(network, all.outputs());
        Tensor sum = Tensor.of(0);
        for (int row = 0; row < ROWS; row++) {
            int r = row;
            int n = lengths[row];
            RecurrentResult alone =
                    network.forward(
                            x.slice(0, r, r + 1).slice(1, 0, n),
                            first.stream().map(s -> s.slice(1, r, r + 1)).toList(),
                            Pass.evaluation());
            Tensor found = all.outputs().slice(0, r, r + 1);
            assertNear(alone.outputs(), found.slice(1, 0, n));
            assertNear(Tensor.zeros(1, STEPS - n, 2 * WIDTH), found.slice(1, n, STEPS));
            for (int i = 0; i < first.size(); i++) {
                assertNear(alone.states().get(i), all.states().get(i).slice(1, r, r + 1));
            }
            assertNear(alone.last(), all.last().slice(0, r, r + 1));
            sum = sum.add(alone.outputs().square().sum());
        }
        Gradients alone = sum.backward();
        assertNear(alone.of(x), gradients.of(x));
        for (Parameter p : network.parameters()) {
            assertNear(alone.of(p.value()), gradients.of(p.value()));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aSequenceMayComeInStretches(Recurrent.Settings settings) {
        Recurrent network = settings.layers(2).build(random());
        Tensor x = x(STEPS);
        RecurrentResult whole = network.forward(x, network.initial(ROWS), Pass.evaluation());
        RecurrentResult first =
                network.forward(x.slice(1, 0, 2), network.initial(ROWS), Pass.evaluation());
        RecurrentResult rest =
                network.forward(x.slice(1, 2, STEPS), first.states(), Pass.evaluation());
        Tensor joined = Tensor.concat(1, first.outputs(), rest.outputs());
        assertSame(whole, new RecurrentResult(joined, rest.states()));
        Parameter p = network.parameters().get(1);
        assertNear(
                gradients(network, whole.outputs()).of(p.value()),
                gradients(network, joined).of(p.value()));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void truncatedIsWithStatesCarriedOver(Recurrent.Settings settings) {
        Recurrent whole = settings.build(random());
        Recurrent truncated = settings.truncated(4).build(random());
        Tensor x = x(STEPS);
        RecurrentResult a = whole.forward(x.slice(1, 0, 4), whole.initial(ROWS), Pass.evaluation());
        RecurrentResult b = whole.forward(x.slice(1, 4, STEPS), a.carried(), Pass.evaluation());
        Tensor expected = Tensor.concat(1, a.outputs(), b.outputs());
        Tensor actual = truncated.apply(x);
        assertSame(whole.apply(x), actual);
        for (int i = 0; i < whole.parameters().size(); i++) {
            Tensor p = whole.parameters().get(i).value();
            Tensor q = truncated.parameters().get(i).value();
            assertNear(gradients(whole, expected).of(p), gradients(truncated, actual).of(q));
            assertFalse(
                    Arrays.equals(
                            gradients(whole, whole.apply(x)).of(p).toArray(),
                            gradients(truncated, actual).of(q).toArray()));
        }
        Recurrent back = settings.bidirectional().truncated(4).build(random());
        assertSame(settings.bidirectional().build(random()).apply(x), back.apply(x));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void checkpointedHasTheSameBits(Recurrent.Settings settings) {
        Recurrent plain = settings.layers(2).bidirectional().build(random());
        Recurrent few = settings.layers(2).bidirectional().checkpointed().build(random());
        Pass pass = Pass.evaluation().masked(Recurrent.mask(STEPS, 6, 2, 5, 1));
        Tensor y = plain.forward(x(STEPS), pass);
        Tensor z = few.forward(x(STEPS), pass);
        assertSame(y, z);
        for (int i = 0; i < plain.parameters().size(); i++) {
            assertSame(
                    gradients(plain, y).of(plain.parameters().get(i).value()),
                    gradients(few, z).of(few.parameters().get(i).value()));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void savedAndLoadedWithTheSameBits(Recurrent.Settings settings) {
        Recurrent network =
                settings.layers(2).bidirectional().dropout(0.4).truncated(4).build(random());
        network.parameters().forEach(p -> p.set(Tensor.normal(random(), p.value().shape())));
        Recurrent loaded = (Recurrent) ModuleStates.module(ModuleStates.of(network));
        assertSame(network.apply(x(STEPS)), loaded.apply(x(STEPS)));
        Tensor y = network.forward(x(STEPS), Pass.training(random()));
        Tensor z = loaded.forward(x(STEPS), Pass.training(random()));
        assertSame(y, z);
        Tensor p = network.parameters().get(1).value();
        Tensor q = loaded.parameters().get(1).value();
        assertSame(gradients(network, y).of(p), gradients(loaded, z).of(q));
        assertEquals(ModuleStates.of(network), ModuleStates.of(loaded));
    }

    @Test
    void dropoutIsBetweenLayersAndInTrainingAlone() {
        Recurrent one = Recurrent.gru(INPUTS, WIDTH).dropout(0.5).build(random());
        assertSame(one.apply(x(STEPS)), one.forward(x(STEPS), Pass.training(random())));
        Recurrent two = Recurrent.gru(INPUTS, WIDTH).layers(2).dropout(0.5).build(random());
        Recurrent plain = Recurrent.gru(INPUTS, WIDTH).layers(2).build(random());
        assertSame(plain.apply(x(STEPS)), two.apply(x(STEPS)));
        assertFalse(
                Arrays.equals(
                        two.apply(x(STEPS)).toArray(),
                        two.forward(x(STEPS), Pass.training(random())).toArray()));
    }

    @Test
    void noStepsAndNoRows() {
        Recurrent network = Recurrent.lstm(INPUTS, WIDTH).layers(2).bidirectional().build(random());
        assertArrayEquals(new int[] {ROWS, 0, 2 * WIDTH}, network.apply(x(0)).shape());
        assertArrayEquals(
                new int[] {0, 3, 2 * WIDTH}, network.apply(Tensor.zeros(0, 3, INPUTS)).shape());
    }

    @Test
    void theForgetGateStartsOpen() {
        LstmCell cell = new LstmCell(1, 2, Initializers.zeros(), random());
        assertArrayEquals(
                new double[] {0, 0, 1, 1, 0, 0, 0, 0}, cell.inputBias().value().toArray());
        assertArrayEquals(new double[8], cell.hiddenBias().value().toArray());
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    /** x = h = c = 1, weights of 0.5, and another bias for each gate: by the formulas. */
    @Test
    void stepsByHand() {
        Tensor one = Tensor.ones(1, 1);
        LstmCell lstm = new LstmCell(1, 1, Initializers.constant(0.5), random());
        lstm.inputBias().set(Tensor.vector(0.1, 0.2, 0.3, 0.4));
        LstmState state = lstm.forward(one, new LstmState(one, one), Pass.evaluation());
        double memory = sigmoid(1.2) + sigmoid(1.1) * StrictMath.tanh(1.3);
        assertEquals(memory, state.memory().value(), 1e-15);
        assertEquals(sigmoid(1.4) * StrictMath.tanh(memory), state.hidden().value(), 1e-15);
        GruCell gru = new GruCell(1, 1, Initializers.constant(0.5), random());
        gru.inputBias().set(Tensor.vector(0.1, 0.2, 0.3));
        double candidate = StrictMath.tanh(0.8 + sigmoid(1.1) * 0.5);
        double kept = sigmoid(1.2);
        assertEquals(
                (1 - kept) * candidate + kept,
                gru.forward(one, one, Pass.evaluation()).value(),
                1e-15);
        ElmanCell elman = new ElmanCell(1, 1, Initializers.constant(0.5), random());
        elman.hiddenBias().set(Tensor.vector(0.2));
        assertEquals(
                StrictMath.tanh(1.2), elman.forward(one, one, Pass.evaluation()).value(), 1e-15);
    }

    /** A cell with a number for each unit in place of a matrix. */
    private static final class Leaky extends Block implements RecurrentCell {
        private final Dense dense;
        private final Parameter a;
        private final int states;

        Leaky(String name, int inputs, int width, int states, Initializer initializer) {
            super(name);
            dense = child(new Dense(name + ".dense", inputs, width, initializer, random()));
            a = parameter("a", Tensor.full(0.5, width));
            this.states = states;
        }

        @Override
        public int inputs() {
            return dense.inputs();
        }

        @Override
        public int width() {
            return dense.outputs();
        }

        @Override
        public int states() {
            return states;
        }

        @Override
        public Tensor project(Tensor x, Pass pass) {
            return dense.forward(x, pass);
        }

        @Override
        public List<Tensor> step(Tensor projected, List<Tensor> before) {
            return List.of(projected.add(before.get(0).mul(a.value())).tanh());
        }
    }

    @Test
    void aCellOfOnesOwn() {
        Recurrent network =
                Recurrent.of(
                                INPUTS,
                                (name, inputs, initializer, r) ->
                                        new Leaky(name, inputs, WIDTH, 1, initializer))
                        .layers(2)
                        .bidirectional()
                        .build(random());
        assertArrayEquals(new int[] {ROWS, STEPS, 2 * WIDTH}, network.apply(x(STEPS)).shape());
        assertTrue(
                network.parameters().stream().anyMatch(p -> p.name().equals("recurrent.1.back.a")));
        Recurrent one =
                Recurrent.of(
                                INPUTS,
                                (name, inputs, initializer, r) ->
                                        new Leaky(name, inputs, WIDTH, 1, initializer))
                        .build(random());
        assertSame(unrolled(one.cells().get(0), x(STEPS)).outputs(), one.apply(x(STEPS)));
    }

    @Test
    void whatDoesNotFitIsRefused() {
        Recurrent network = Recurrent.lstm(INPUTS, WIDTH).build(random());
        List<Runnable> calls =
                List.of(
                        () -> network.apply(Tensor.zeros(2, 3)),
                        () -> network.apply(Tensor.zeros(2, 3, 4)));
        for (Runnable call : calls) {
            Refusal.of(
                    IllegalArgumentException.class, call::run, "lstm", "[rows, steps, 3]", "[2, 3");
        }
        Tensor x = x(STEPS);
        Refusal.of(
                IllegalArgumentException.class,
                () -> network.forward(x, network.initial(3), Pass.evaluation()),
                "[1, 3, 5]",
                "2 of shape [1, 4, 5]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> network.forward(x, network.initial(4).subList(0, 1), Pass.evaluation()),
                "expected 2 of shape");
        Refusal.of(
                IllegalArgumentException.class,
                () -> network.forward(x, Pass.evaluation().masked(Tensor.ones(4, 5))),
                "mask has shape [4, 5]",
                "[4, 6]");
        Refusal.of(
                IllegalArgumentException.class, () -> Recurrent.mask(3, 2, 4), "row 1", "0 .. 3");
        Refusal.of(IllegalArgumentException.class, () -> Recurrent.gru(0, 1), "inputs 0");
        Refusal.of(IllegalArgumentException.class, () -> Recurrent.gru(1, 0), "width 0");
        Refusal.of(IllegalArgumentException.class, () -> Recurrent.gru(1, 1).layers(0), "layers 0");
        Refusal.of(
                IllegalArgumentException.class, () -> Recurrent.gru(1, 1).dropout(1), "dropout 1");
        Refusal.of(
                IllegalArgumentException.class, () -> Recurrent.gru(1, 1).truncated(0), "steps 0");
        Refusal.of(
                IllegalArgumentException.class,
                () ->
                        Recurrent.of(
                                        2,
                                        (name, inputs, initializer, r) ->
                                                new Leaky(name, 2, 3, 1, initializer))
                                .layers(2)
                                .build(random()),
                "recurrent.1",
                "takes 2 features",
                "3, 1 and 3 expected");
        LstmCell cell = new LstmCell(3, 2, Initializers.zeros(), random());
        Refusal.of(
                IllegalArgumentException.class,
                () -> cell.forward(Tensor.zeros(4, 3), cell.initial(5), Pass.evaluation()),
                "lstmCell",
                "[4, 3]",
                "[5, 2]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> cell.forward(Tensor.zeros(4, 2), cell.initial(4), Pass.evaluation()),
                "lstmCell",
                "[4, 2]");
        Refusal.of(
                NullPointerException.class,
                () -> cell.forward(Tensor.zeros(4, 3), null, Pass.evaluation()),
                "state");
    }

    /** That the formulas and the order of gates are PyTorch's, the cases of the oracle show. */
    @Test
    void weightsOfPyTorch() {
        Recurrent network = Recurrent.gru(INPUTS, WIDTH).layers(2).bidirectional().build(random());
        Map<String, Tensor> torch = new TreeMap<>();
        for (int i = 0; i < 4; i++) {
            GruCell cell = (GruCell) network.cells().get(i);
            String end = "_l" + i / 2 + (i % 2 == 1 ? "_reverse" : "");
            torch.put("weight_ih" + end, cell.inputWeight().value().transpose().mul(2));
            torch.put("weight_hh" + end, cell.hiddenWeight().value().transpose().mul(3));
            torch.put("bias_ih" + end, Tensor.full(4 + i, 3 * WIDTH));
            torch.put("bias_hh" + end, Tensor.full(5 + i, 3 * WIDTH));
        }
        Recurrent loaded = Recurrent.gru(INPUTS, WIDTH).layers(2).bidirectional().build(random());
        TorchWeights.load(loaded, torch);
        for (int i = 0; i < 4; i++) {
            GruCell from = (GruCell) network.cells().get(i);
            GruCell to = (GruCell) loaded.cells().get(i);
            assertSame(from.inputWeight().value().mul(2), to.inputWeight().value());
            assertSame(from.hiddenWeight().value().mul(3), to.hiddenWeight().value());
            assertSame(Tensor.full(4 + i, 3 * WIDTH), to.inputBias().value());
            assertSame(Tensor.full(5 + i, 3 * WIDTH), to.hiddenBias().value());
        }
        torch.remove("bias_hh_l1_reverse");
        Refusal.of(
                IllegalArgumentException.class,
                () -> TorchWeights.load(loaded, torch),
                "gru",
                "bias_hh_l1_reverse");
    }

    @Test
    void textsSayWhatItIs() {
        assertEquals(
                "lstm of 3 inputs, 2 layers, both directions, dropout 0.1, checkpointed, truncated"
                        + " after 4 steps",
                Recurrent.lstm(3, 5)
                        .layers(2)
                        .bidirectional()
                        .dropout(0.1)
                        .checkpointed()
                        .truncated(4)
                        .toString());
        assertEquals("lstm (lstm.0 (3 to 5))", Recurrent.lstm(3, 5).build(random()).toString());
    }
}
