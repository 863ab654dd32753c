package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph;
import org.junit.jupiter.api.Test;

class LayersTest {
    private final RandomGenerator random = new SplittableRandom(1);

    private Dense dense(String name, int inputs, int outputs) {
        return new Dense(name, inputs, outputs, Initializers.xavier(), random);
    }

    private static List<String> names(Layer layer) {
        return layer.parameters().stream().map(Parameter::name).toList();
    }

    @Test
    void denseIsXTimesWPlusB() {
        Dense dense = dense("d", 2, 3);
        assertArrayEquals(new double[3], dense.bias().value().toArray());
        dense.weight().set(Tensor.of(new double[][] {{1, 2, 3}, {4, 5, 6}}));
        dense.bias().set(Tensor.vector(10, 20, 30));
        Tensor x = Tensor.of(new double[][] {{1, 0}, {0, 1}, {2, -1}});
        assertArrayEquals(
                new double[] {11, 22, 33, 14, 25, 36, 8, 19, 30}, dense.apply(x).toArray());
        assertArrayEquals(new double[] {8, 19, 30}, dense.apply(Tensor.vector(2, -1)).toArray());
        assertEquals(List.of("d.weight", "d.bias"), names(dense));
        assertEquals("d (2 to 3)", dense.toString());
    }

    @Test
    void denseWithoutBias() {
        Dense dense = Dense.withoutBias("d", 2, 1, Initializers.normal(0), random);
        dense.weight().set(Tensor.of(new double[][] {{3}, {4}}));
        assertEquals(11, dense.apply(Tensor.vector(1, 2)).value());
        assertEquals(List.of("d.weight"), names(dense));
        Refusal.of(IllegalStateException.class, dense::bias, "d", "without bias");
    }

    @Test
    void denseNamesItselfAndBothShapes() {
        Dense dense = dense("hidden", 12, 4);
        Refusal.of(
                IllegalArgumentException.class,
                () -> dense.apply(Tensor.zeros(8, 10)),
                "hidden",
                "[8, 10]",
                "[12, 4]",
                "extent 12");
        Refusal.of(IllegalArgumentException.class, () -> dense.apply(Tensor.of(1)), "hidden", "[]");
    }

    @Test
    void denseRefusesWhatCannotBeALayer() {
        Refusal.of(
                IllegalArgumentException.class, () -> dense("d", 0, 4), "d: 0 inputs", "4 outputs");
        Refusal.of(IllegalArgumentException.class, () -> dense("", 1, 4), "blank");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Dense("d", 2, 3, (in, out, columns, r) -> new double[5], random),
                "5 values",
                "[2, 3]");
        Refusal.of(NullPointerException.class, () -> new Dense(1, 1, null, random), "initializer");
        Refusal.of(
                NullPointerException.class,
                () -> new Dense(1, 1, Initializers.he(), null),
                "random generator");
    }

    @Test
    void activations() {
        Tensor x = Tensor.vector(-2, 0, 3);
        assertSame(x, Activation.LINEAR.apply(x));
        assertArrayEquals(new double[] {0, 0, 3}, Activation.RELU.apply(x).toArray());
        assertArrayEquals(
                new double[] {Math.tanh(-2), 0, Math.tanh(3)},
                Activation.TANH.apply(x).toArray(),
                1e-15);
        assertArrayEquals(
                new double[] {1 / (1 + Math.exp(2)), 0.5, 1 / (1 + Math.exp(-3))},
                Activation.SIGMOID.apply(x).toArray(),
                1e-15);
        double sum = Math.exp(-2) + 1 + Math.exp(3);
        assertArrayEquals(
                new double[] {
                    Math.exp(-2) / sum, 1 / sum, Math.exp(3) / sum, 1. / 3, 1. / 3, 1. / 3
                },
                Activation.SOFTMAX
                        .apply(Tensor.of(new double[][] {{-2, 0, 3}, {7, 7, 7}}))
                        .toArray(),
                1e-15);
    }

    @Test
    void sequentialAppliesInOrder() {
        Layer twice = (x, pass) -> x.mul(2);
        Layer plusOne = (x, pass) -> x.add(1);
        assertEquals(7, new Sequential(twice, plusOne).apply(Tensor.of(3)).value());
        assertEquals(8, new Sequential(plusOne, twice).apply(Tensor.of(3)).value());
        assertEquals(3, new Sequential().apply(Tensor.of(3)).value());
        assertEquals(List.of(), new Sequential(twice).parameters());
    }

    @Test
    void sequentialListsSharedParametersOnceAndRefusesTwoOfOneName() {
        Dense shared = dense("s", 2, 2);
        assertEquals(
                List.of("s.weight", "s.bias"),
                names(new Sequential(shared, Activation.TANH, shared)));
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Sequential(shared, dense("s", 2, 5)),
                "s.weight [2, 2]",
                "s.weight [2, 5]");
    }

    @Test
    void mlpIsItsLayersInARow() {
        Mlp mlp =
                Mlp.of(3, 5, 5, 2)
                        .activation(Activation.TANH)
                        .output(Activation.SIGMOID)
                        .build(random);
        assertEquals(
                "dense1 (3 to 5), TANH, dense2 (5 to 5), TANH, dense3 (5 to 2), SIGMOID",
                mlp.toString());
        assertEquals(
                List.of(
                        "dense1.weight",
                        "dense1.bias",
                        "dense2.weight",
                        "dense2.bias",
                        "dense3.weight",
                        "dense3.bias"),
                names(mlp));
        Tensor x = Tensor.of(new double[][] {{1, -2, 3}, {0.5, 0.5, 0.5}});
        Tensor y = x;
        List<Parameter> p = mlp.parameters();
        for (int i = 0; i < 3; i++) {
            y = y.matmul(p.get(2 * i).value()).add(p.get(2 * i + 1).value());
            y = i < 2 ? y.tanh() : y.sigmoid();
        }
        assertArrayEquals(y.toArray(), mlp.apply(x).toArray());
    }

    @Test
    void mlpOfGivenWidthsAndWithoutHiddenLayers() {
        int[] widths = {4, 7, 2, 3};
        assertEquals(
                "dense1 (4 to 7), RELU, dense2 (7 to 2), RELU, dense3 (2 to 3), LINEAR",
                Mlp.of(widths).build(random).toString());
        assertEquals("dense1 (4 to 3), LINEAR", Mlp.of(4, 3).build(random).toString());
    }

    @Test
    void mlpDrawsItsWeightsAsTheActivationsAsk() {
        Mlp mlp = Mlp.of(400, 400, 400).build(random);
        // he: 2 / 400, then xavier: 2 / 800
        assertEquals(1.0 / 200, variance(mlp.parameters().get(0)), 1e-4);
        assertEquals(1.0 / 400, variance(mlp.parameters().get(2)), 5e-5);
    }

    private static double variance(Parameter p) {
        return p.value().square().mean().value();
    }

    @Test
    void mlpRefusesWidthsThatCannotBe() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> Mlp.of(2, 0, 1).activation(Activation.TANH).build(random),
                "[2, 0, 1]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Mlp.of(),
                "widths []",
                "inputs and outputs at least");
        Refusal.of(
                NullPointerException.class,
                () -> Mlp.of(2, 3, 1).initializer(null),
                "initializer is null");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Mlp.of(2).activation(Activation.TANH).build(random),
                "[2]");
        Refusal.of(
                NullPointerException.class,
                () -> Mlp.of(2, 3, 1).activation(null).build(random),
                "hidden activation");
        Refusal.of(
                NullPointerException.class,
                () -> Mlp.of(2, 3, 1).activation(Activation.TANH).output(null).build(random),
                "output activation");
        Mlp mlp = Mlp.of(2, 3, 1).activation(Activation.TANH).build(random);
        Refusal.of(
                IllegalArgumentException.class,
                () -> mlp.apply(Tensor.zeros(5, 3)),
                "dense1",
                "[5, 3]",
                "[2, 3]");
    }

    @Test
    void aLayersNodesAreOneBoxOfADrawing() {
        Mlp model = Mlp.of(2, 3, 1).activation(Activation.TANH).build(new SplittableRandom(1));
        String dot = Graph.of(model.apply(Tensor.ones(1, 2))).toDot();
        assertTrue(dot.contains("subgraph cluster"), dot);
        assertTrue(dot.contains("dense1") && dot.contains("dense2"), dot);
        int box = dot.indexOf("subgraph");
        assertTrue(dot.indexOf("matmul", box) < dot.indexOf("}", box), "matmul stands in the box");
    }
}
