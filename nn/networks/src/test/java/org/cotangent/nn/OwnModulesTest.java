package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph;
import org.cotangent.nn.optim.Sgd;
import org.cotangent.nn.train.Dataset;
import org.cotangent.nn.train.Progress;
import org.cotangent.nn.train.SupervisedTrainer;
import org.cotangent.nn.train.Trainer;
import org.junit.jupiter.api.Test;

/** Modules of one's own: what they register, and what a pass does in them. */
class OwnModulesTest {
    private final RandomGenerator random = new SplittableRandom(5);
    private final Dataset<Tensor, Tensor> data =
            Dataset.ofValues(Tensor.normal(random, 12, 3), Tensor.normal(random, 12, 2));

    private Dense dense(String name, int inputs, int outputs) {
        return new Dense(name, inputs, outputs, Initializers.xavier(), random);
    }

    private SupervisedTrainer<Tensor> trainer(Layer model) {
        return Trainer.regressor(model, new Sgd(0.01))
                .batchSize(4)
                .epochs(2)
                .progress(Progress.none());
    }

    /** Calls its children as they are, as everyone writes it. */
    private final class Net extends Block implements Layer {
        final Dense first = child(dense("first", 3, 8));
        final BatchNorm norm = child(new BatchNorm("norm", 8));
        final Dropout dropout = child(new Dropout(0.5));
        final Dense second = child(dense("second", 8, 2));
        double penalty;

        Net() {
            super("net");
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Tensor h = norm.forward(first.forward(x, pass), pass).tanh();
            if (penalty > 0) {
                pass.addLoss("activity", h.square().mean().mul(penalty));
            }
            return second.forward(dropout.forward(h, pass), pass);
        }
    }

    // ---- what a pass does in a composite layer

    @Test
    void aCompositeLayerTrainsBatchNormalizationAndDropout() {
        Net net = new Net();
        Tensor x = data.inputs();
        double[] evaluated = net.apply(x).toArray();
        assertArrayEquals(evaluated, net.apply(x).toArray());
        assertArrayEquals(new double[8], net.norm.mean().value().toArray());
        double[] one = net.forward(x, Pass.training(new SplittableRandom(1))).toArray();
        assertNotEquals(0, net.norm.mean().value().get(0));
        double[] same = net.forward(x, Pass.training(new SplittableRandom(1))).toArray();
        double[] other = net.forward(x, Pass.training(new SplittableRandom(2))).toArray();
        assertArrayEquals(one, same);
        assertFalse(Arrays.equals(one, other));
        trainer(net).fit(data, random);
        assertNotEquals(0, net.norm.mean().value().get(7));
    }

    @Test
    void aPenaltyOnAnActivationIsPartOfTheLossAndItsGradient() {
        Net net = new Net();
        double[] without = gradient(net);
        net.penalty = 3;
        double[] with = gradient(net);
        assertFalse(Arrays.equals(without, with));
        Pass pass = Pass.training(new SplittableRandom(1));
        net.forward(data.inputs(), pass);
        assertEquals(List.of("activity"), List.copyOf(pass.losses().keySet()));
        // the penalty's part of the gradient, which the trainer's step must take too
        double[] part =
                pass.losses().get("activity").backward().of(net.first.weight().value()).toArray();
        Tensor before = net.first.weight().value().stopGradient();
        net.penalty = 0;
        double[] stepWithout = stepped(net, before);
        net.penalty = 3;
        double[] stepWith = stepped(net, before);
        for (int i = 0; i < part.length; i++) {
            assertEquals(-0.01 * part[i], stepWith[i] - stepWithout[i], 1e-14);
        }
    }

    private double[] gradient(Net net) {
        Pass pass = Pass.training(new SplittableRandom(1));
        Tensor loss =
                Losses.meanSquaredError().apply(net.forward(data.inputs(), pass), data.targets());
        for (Tensor added : pass.losses().values()) {
            loss = loss.add(added);
        }
        return loss.backward().of(net.first.weight().value()).toArray();
    }

    /** The weights after one step of all rows, by weights that are put back. */
    private double[] stepped(Net net, Tensor before) {
        List<Tensor> all = net.parameters().stream().map(Parameter::value).toList();
        trainer(net).batchSize(12).epochs(1).fit(data, new SplittableRandom(1));
        double[] after = net.first.weight().value().toArray();
        for (int i = 0; i < all.size(); i++) {
            net.parameters().get(i).set(all.get(i));
        }
        assertArrayEquals(before.toArray(), net.first.weight().value().toArray());
        return after;
    }

    @Test
    void registeredPartsAreListedInOrderAndSharedOnesOnce() {
        Dense shared = dense("shared", 2, 2);
        final class Cell extends Block {
            Cell() {
                super("cell");
                bias("start", Tensor.zeros(2));
                child(shared);
                child(new Sequential(shared, new BatchNorm("norm", 2)));
                parameter("scale", Tensor.ones(2));
                buffer("count", Tensor.of(0));
                parameter(shared.weight());
            }
        }
        Module cell = new Cell();
        assertEquals(
                List.of(
                        "cell.start",
                        "shared.weight",
                        "shared.bias",
                        "norm.weight",
                        "norm.bias",
                        "cell.scale"),
                cell.parameters().stream().map(Parameter::name).toList());
        assertEquals(
                List.of("norm.mean", "norm.variance", "cell.count"),
                cell.buffers().stream().map(Buffer::name).toList());
        assertFalse(cell.parameters().get(0).isWeight());
        assertTrue(cell.parameters().get(5).isWeight());
        assertEquals(2, cell.children().size());
        assertEquals("cell", cell.name());
        assertThrows(UnsupportedOperationException.class, () -> cell.parameters().clear());
    }

    @Test
    void aBlockRefusesNamesThatAreTakenAndItself() {
        final class Wrong extends Block implements Layer {
            Wrong(String what) {
                super("wrong");
                child(dense("d", 2, 2));
                switch (what) {
                    case "child" -> child(new Sequential(dense("d", 2, 3)));
                    case "parameter" -> parameter(new Parameter("d.bias", Tensor.of(0)));
                    case "null" -> child((Layer) null);
                    case "self" -> child(new Sequential(this));
                    default -> bias(what, Tensor.of(0));
                }
            }

            @Override
            public Tensor forward(Tensor x, Pass pass) {
                return x;
            }
        }
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Wrong("child"),
                "wrong: there are two of one name, d.weight [2, 2] and d.weight [2, 3]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Wrong("parameter"),
                "d.bias [2] and d.bias []");
        Refusal.of(NullPointerException.class, () -> new Wrong("null"), "wrong: the child is null");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Wrong("self"),
                "wrong: the child sequential contains wrong itself");
        Refusal.of(
                IllegalArgumentException.class, () -> new Wrong(" "), "wrong: parameter", "blank");
    }

    // ---- where an error is, and the box and the row of a module

    /** A block of a block, neither of which announces itself. */
    private final class Deep extends Block implements Layer {
        final Dense before = child(dense("before", 3, 3));
        final Net net = child(new Net());

        Deep() {
            super("deep");
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return net.forward(before.forward(x, pass), pass);
        }
    }

    @Test
    void errorsNameThePlaceInBlocksOfOnesOwn() {
        Sequential model = new Sequential(Activation.TANH, new Deep());
        Refusal.of(
                IllegalArgumentException.class,
                () -> model.apply(Tensor.zeros(4, 7)),
                "sequential/1 deep/0 before: the input has shape [4, 7]");
        Net net = new Net();
        Layer cut = (x, pass) -> net.forward(x.slice(1, 0, 2), pass);
        Refusal.of(
                IllegalArgumentException.class,
                () -> cut.apply(Tensor.zeros(4, 3)),
                "layer/unregistered first: the input has shape [4, 2]");
        // the way through a block that does not announce itself is found in the tree
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Sequential(new Wide()).apply(Tensor.zeros(2, 3)),
                "sequential/0 wide/0 net/0 first: the input has shape [2, 1]");
    }

    /** Hands a part of its input to a block inside. */
    private final class Wide extends Block implements Layer {
        final Net net = child(new Net());

        Wide() {
            super("wide");
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return net.forward(x.slice(1, 0, 1), pass);
        }
    }

    @Test
    void tablesAndDrawingsShowWhatABlockCalls() {
        Deep deep = new Deep();
        Summary summary = Summary.of(deep, 4, 3);
        assertEquals(
                List.of(
                        "deep",
                        "deep/0 before",
                        "deep/1 net/0 first",
                        "deep/1 net/1 norm",
                        "deep/1 net/2 dropout",
                        "deep/1 net/3 second"),
                summary.rows().stream().map(Summary.Row::path).toList());
        long size = deep.parameters().stream().mapToLong(p -> p.value().size()).sum();
        assertEquals(size, summary.parameters());
        assertEquals(16, summary.buffers());
        ActivationStatistics statistics = ActivationStatistics.of(deep, data.inputs());
        assertEquals(
                Stream.of("before", "first", "norm", "dropout", "second").toList(),
                statistics.rows().stream().map(r -> r.layer().name()).toList());
        String text = Graph.of(deep.apply(data.inputs())).toJson().replaceAll("\\s+", " ");
        for (String name : List.of("before", "first", "norm", "second")) {
            assertTrue(text.contains("\"name\": \"" + name + "\", \"outer\": null"), text);
        }
    }

    /** Announces itself, and is no layer: two tensors in. */
    private final class Cell extends Block {
        final Dense input = child(dense("input", 3, 4));
        final Dense state = child(dense("state", 4, 4));

        Cell() {
            super("cell");
        }

        Tensor next(Tensor x, Tensor h, Pass pass) {
            return pass.within(
                    this, () -> input.forward(x, pass).add(state.forward(h, pass)).tanh());
        }
    }

    private final class Recurrent extends Block implements Layer {
        final Cell cell = child(new Cell());

        Recurrent() {
            super("recurrent");
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Tensor h = Tensor.zeros(x.size(0), 4);
            for (int t = 0; t < x.size(1); t++) {
                h = cell.next(x.slice(1, t, t + 1).reshape(x.size(0), 3), h, pass);
            }
            return h;
        }
    }

    @Test
    void aModuleThatIsNoLayerHasItsPlaceToo() {
        Recurrent net = new Recurrent();
        Summary summary = Summary.of(net, 2, 2, 3);
        assertEquals(
                List.of(
                        "recurrent",
                        "recurrent/0 cell",
                        "recurrent/0 cell/0 input",
                        "recurrent/0 cell/1 state",
                        "recurrent/0 cell",
                        "recurrent/0 cell/0 input",
                        "recurrent/0 cell/1 state"),
                summary.rows().stream().map(Summary.Row::path).toList());
        assertEquals(16 + 20, summary.parameters());
        Refusal.of(
                IllegalArgumentException.class,
                () -> net.cell.next(Tensor.zeros(1, 3), Tensor.zeros(1, 5), Pass.evaluation()),
                "cell/1 state: the input has shape [1, 5]");
        assertEquals(4, net.parameters().size());
    }

    // ---- a failed pass

    @Test
    void afterAFailingChildBuffersAreWhatTheyWere() {
        Net net = new Net();
        Layer model = new Sequential(net, dense("wrong", 7, 1));
        double[] mean = net.norm.mean().value().toArray();
        Pass pass = Pass.training(random);
        Refusal.of(
                IllegalArgumentException.class,
                () -> model.forward(data.inputs(), pass),
                "sequential/1 wrong: ");
        assertArrayEquals(mean, net.norm.mean().value().toArray());
        Pass good = Pass.training(random);
        net.forward(data.inputs(), good);
        net.forward(data.inputs(), good);
        good.undo();
        assertArrayEquals(mean, net.norm.mean().value().toArray());
        Pass evaluation = Pass.evaluation();
        Refusal.of(
                IllegalStateException.class,
                () -> evaluation.update(net.norm.mean(), Tensor.zeros(8)),
                "norm.mean: buffers do not change in evaluation");
    }
}
