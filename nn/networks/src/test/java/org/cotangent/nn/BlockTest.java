package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph;
import org.junit.jupiter.api.Test;

/** Sequential, Residual, Parallel and Mlp: how they join, and what they say of their layers. */
class BlockTest {
    private final RandomGenerator random = new SplittableRandom(8);

    private Dense dense(String name, int inputs, int outputs) {
        return new Dense(name, inputs, outputs, Initializers.xavier(), random);
    }

    @Test
    void perceptronsSideBySideNeedNames() {
        Mlp plain = Mlp.of(2, 4, 3).activation(Activation.TANH).build(random);
        Mlp named = Mlp.of(3, 4, 2).name("enc").activation(Activation.TANH).build(random);
        assertEquals(
                List.of(
                        "dense1.weight",
                        "dense1.bias",
                        "dense2.weight",
                        "dense2.bias",
                        "enc.dense1.weight",
                        "enc.dense1.bias",
                        "enc.dense2.weight",
                        "enc.dense2.bias"),
                new Sequential(plain, named).parameters().stream().map(Parameter::name).toList());
        assertEquals("enc", named.name());
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Sequential(plain, plain.layers().get(0), dense("dense1", 3, 3)),
                "two of one name, dense1.weight",
                "new Dense(\"hidden\", 4, 8, ...) or Mlp.of(4, 8, 2).name(\"encoder\")");
        Refusal.of(
                IllegalArgumentException.class,
                () ->
                        Mlp.of(1, 1, 1)
                                .name(" ")
                                .activation(Activation.TANH)
                                .output(Activation.TANH)
                                .build(random),
                "blank");
        assertEquals("norm.weight", new BatchNorm(3).parameters().get(0).name());
        assertEquals("norm.weight", new LayerNorm(3).parameters().get(0).name());
    }

    @Test
    void residualAddsItsInput() {
        Dense a = dense("a", 2, 3);
        Dense b = dense("b", 3, 2);
        Tensor x = Tensor.normal(random, 4, 2);
        double[] expected = x.add(b.apply(a.apply(x).tanh())).toArray();
        Residual residual = new Residual(a, Activation.TANH, b);
        assertArrayEquals(expected, residual.apply(x).toArray());
        assertEquals("residual (a (2 to 3), TANH, b (3 to 2))", residual.toString());
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Residual(dense("c", 4, 1)).apply(Tensor.zeros(5, 4)),
                "residual: the input has shape [5, 4]",
                "[5, 1]");
    }

    @Test
    void parallelConcatenatesOrAdds() {
        Layer twice = (x, pass) -> x.mul(2);
        Layer first = (x, pass) -> x.slice(-1, 0, 1);
        Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}});
        assertArrayEquals(
                new double[][] {{2, 4, 1}, {6, 8, 3}},
                new Parallel(Parallel.Join.CONCATENATE, twice, first).apply(x).toMatrix());
        Parallel sum =
                new Parallel("both", Parallel.Join.SUM, List.of(twice, twice, (t, pass) -> t));
        assertArrayEquals(new double[][] {{5, 10}, {15, 20}}, sum.apply(x).toMatrix());
        assertEquals("both (layer, layer, layer)", sum.toString());
        assertEquals(Parallel.Join.SUM, sum.join());
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Parallel(Parallel.Join.SUM, twice, first).apply(x),
                "parallel: ",
                "[2, 2], [2, 1]",
                "to be added");
        Layer sums = (t, pass) -> t.sum(0);
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Parallel(Parallel.Join.CONCATENATE, twice, sums).apply(x),
                "parallel: ",
                "[2, 2], [2]",
                "but for the last axis");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Parallel(Parallel.Join.CONCATENATE, twice).apply(Tensor.of(1)),
                "parallel: ",
                "shapes []");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Parallel(Parallel.Join.SUM),
                "no branches");
    }

    // ---- where an error is

    @Test
    void shapeErrorsNameThePathAndBothShapes() {
        Dense wrong = dense("dense2", 4, 8);
        Sequential model =
                new Sequential(
                        dense("dense1", 3, 3),
                        Activation.RELU,
                        new Residual(Activation.TANH, wrong));
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> model.apply(Tensor.zeros(5, 3)));
        assertEquals(
                "sequential/2 residual/1 dense2: the input has shape [5, 3] and the weights [4, 8];"
                        + " the last axis of the input must have extent 4",
                e.getMessage());
        assertEquals(IllegalArgumentException.class, e.getClass());
        assertEquals(
                "dense2: the input has shape [5, 3] and the weights [4, 8]; the last axis of the"
                        + " input must have extent 4",
                e.getCause().getMessage());
        assertNull(e.getCause().getCause());
        Refusal.of(
                IllegalArgumentException.class,
                () -> model.forward(Tensor.zeros(5, 3), Pass.training(random)),
                "sequential/2 residual/1 dense2: ");
    }

    @Test
    void whatTheEngineRefusesInsideALambdaNamesThePathToo() {
        Tensor w = Tensor.zeros(4, 4);
        Layer lambda = (x, pass) -> x.matmul(w);
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Sequential(Activation.TANH, lambda).apply(Tensor.zeros(5, 3)),
                "sequential/1 layer: matmul",
                "[5, 3]",
                "[4, 4]");
        IllegalArgumentException e =
                assertThrows(
                        IllegalArgumentException.class,
                        () ->
                                new Sequential(new Sequential(new Lambda("project", lambda::apply)))
                                        .apply(Tensor.zeros(5, 3)));
        assertTrue(
                e.getMessage().startsWith("sequential/0 sequential/0 project: matmul"),
                e.getMessage());
        assertTrue(e.getCause().getMessage().startsWith("matmul"), e.getCause().getMessage());
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Sequential(Activation.SOFTMAX).apply(Tensor.of(1)),
                "sequential/0 SOFTMAX: ");
        Layer nothing = (x, pass) -> null;
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Sequential(nothing).apply(Tensor.of(1)),
                "sequential/0 layer: the output is null");
    }

    @Test
    void otherTypesOfExceptionKeepTheirType() {
        Embedding table = new Embedding("words", 3, 2, Initializers.normal(1), random);
        Refusal.of(
                IndexOutOfBoundsException.class,
                () -> new Sequential(table).apply(Tensor.vector(7)),
                "sequential/0 words: the input is 7.0");
        Sequential norm = new Sequential("net", List.of(new BatchNorm("norm", 1)));
        ArithmeticException e =
                assertThrows(
                        ArithmeticException.class,
                        () -> norm.forward(Tensor.full(Double.NaN, 3, 1), Pass.training(random)));
        assertTrue(e.getMessage().startsWith("net/0 norm: the mean of"), e.getMessage());
        assertEquals(ArithmeticException.class, e.getCause().getClass());
    }

    // ---- training mode, buffers, parameters

    @Test
    void trainingModeReachesWhatIsInside() {
        BatchNorm norm = new BatchNorm("norm", 2);
        Layer inner = new Parallel(Parallel.Join.SUM, new Residual(new Sequential(norm)));
        Sequential model = new Sequential(inner);
        assertEquals(List.of(norm.mean(), norm.variance()), model.buffers());
        Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 6}});
        model.apply(x);
        assertArrayEquals(new double[] {0, 0}, norm.mean().value().toArray());
        model.forward(x, Pass.training(random));
        assertArrayEquals(new double[] {0.2, 0.4}, norm.mean().value().toArray(), 1e-15);
    }

    @Test
    void ifALaterLayerRefusesTheStatisticsArePutBack() {
        BatchNorm norm = new BatchNorm("norm", 2);
        Sequential model = new Sequential(norm, dense("dense1", 3, 1));
        Tensor mean = norm.mean().value();
        Tensor variance = norm.variance().value();
        Refusal.of(
                IllegalArgumentException.class,
                () -> model.forward(Tensor.normal(random, 5, 2), Pass.training(random)),
                "sequential/1 dense1");
        assertArrayEquals(mean.toArray(), norm.mean().value().toArray());
        assertArrayEquals(variance.toArray(), norm.variance().value().toArray());
    }

    @Test
    void twoOfOneNameAreRefusedByAllContainersAndForBuffers() {
        Dense one = dense("d", 2, 2);
        Dense two = dense("d", 2, 2);
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Residual(one, two),
                "residual: there are two of one name",
                "d.weight [2, 2]");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Parallel(Parallel.Join.SUM, new Sequential(one), two),
                "parallel: there are two");
        BatchNorm a = new BatchNorm("n", 2, 0.1, 1e-5, false);
        BatchNorm b = new BatchNorm("n", 3, 0.1, 1e-5, false);
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Sequential(a, b),
                "n.mean [2]",
                "n.mean [3]");
        Sequential shared = new Sequential(a, new Residual(a), a);
        assertEquals(2, shared.buffers().size());
        assertEquals(2, new Parallel(Parallel.Join.SUM, one, one).parameters().size());
    }

    @Test
    void accessors() {
        Dense d = dense("d", 2, 2);
        Residual residual = new Residual(d);
        Sequential model = new Sequential("net", List.of(residual, Activation.RELU));
        assertEquals(List.of(residual, Activation.RELU), model.children());
        assertEquals(model.children(), model.layers());
        assertEquals(List.of(d), residual.children());
        assertEquals(List.of(), d.children());
        assertEquals("net", model.name());
        assertThrows(UnsupportedOperationException.class, () -> model.children().remove(0));
        Mlp mlp = Mlp.of(2, 1).activation(Activation.TANH).output(Activation.SIGMOID).build(random);
        assertArrayEquals(new int[] {2, 1}, mlp.widths());
        assertEquals(Activation.TANH, mlp.hidden());
        assertEquals(Activation.SIGMOID, mlp.output());
        assertEquals(mlp.children(), mlp.layers());
        assertEquals(2, d.inputs());
        assertEquals(2, d.outputs());
        assertTrue(d.hasBias());
        assertFalse(Dense.withoutBias("e", 1, 1, Initializers.zeros(), random).hasBias());
    }

    private record Own() implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return x.reshape(7);
        }
    }

    @Test
    void namesOfLayersWithoutOne() {
        Layer lambda = (x, pass) -> x;
        assertEquals("layer", lambda.name());
        assertEquals("own", new Own().name());
        assertEquals("flatten", new Flatten().name());
        assertEquals("TANH", Activation.TANH.name());
        assertEquals(
                "layer, own[]", new Sequential(lambda, new Own()).toString().replace("O", "o"));
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Sequential(new Own()).apply(Tensor.zeros(3)),
                "sequential/0 own: reshape");
    }

    @Test
    void drawingsHaveABoxForEachContainerAndNamedLayer() {
        Layer plain = (x, pass) -> x.square();
        Sequential model =
                new Sequential(
                        new Residual("skip", List.of(dense("dense1", 2, 2), plain)),
                        new Lambda("halve", x -> x.div(2)));
        String json = Graph.of(model.apply(Tensor.ones(1, 2))).toJson().replaceAll("\\s+", " ");
        String scopes = json.substring(json.indexOf("\"scopes\""), json.indexOf("\"results\""));
        assertTrue(scopes.contains("\"name\": \"dense1\", \"outer\": 0"), scopes);
        assertTrue(scopes.contains("\"name\": \"skip\", \"outer\": null"), scopes);
        assertTrue(scopes.contains("\"name\": \"layer\", \"outer\": 0"), scopes);
        assertTrue(scopes.contains("\"name\": \"halve\", \"outer\": null"), scopes);
        assertEquals(4, scopes.split("\"name\"").length - 1, scopes);
    }
}
