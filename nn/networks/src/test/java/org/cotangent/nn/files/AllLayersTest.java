package org.cotangent.nn.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.ActivationPenalty;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Buffer;
import org.cotangent.nn.Crelu;
import org.cotangent.nn.Damage;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Embedding;
import org.cotangent.nn.Flatten;
import org.cotangent.nn.Glu;
import org.cotangent.nn.GradientReversal;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Lambda;
import org.cotangent.nn.Layer;
import org.cotangent.nn.LayerNorm;
import org.cotangent.nn.Maxout;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Module;
import org.cotangent.nn.ModuleStates;
import org.cotangent.nn.PackageLayers;
import org.cotangent.nn.Parallel;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Prelu;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.Reshape;
import org.cotangent.nn.Residual;
import org.cotangent.nn.Rrelu;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.State;
import org.cotangent.nn.testing.Bits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every layer that is public must come back from a file as it was. */
class AllLayersTest {
    /** What holds code, and is refused: ModelsTest. */
    private static final Set<Class<?>> CODE = Set.of(Lambda.class);

    private final RandomGenerator random = new SplittableRandom(1);

    @TempDir private Path folder;

    private static Tensor x(int... shape) {
        return Tensor.normal(new SplittableRandom(2), shape);
    }

    private Dense dense(String name, int inputs, int outputs) {
        return new Dense(name, inputs, outputs, Initializers.he(), random);
    }

    /** Layers in all their variants, each with an input. */
    private Map<Layer, Tensor> samples() {
        Map<Layer, Tensor> all = new LinkedHashMap<>();
        Tensor x = x(5, 4);
        all.put(dense("dense1", 4, 3), x);
        all.put(Dense.withoutBias("d \u00e4/\"", 4, 3, Initializers.he(), random), x);
        for (Activation activation : Activation.values()) {
            all.put(activation, x);
        }
        all.put(Activation.leakyRelu(0.1 + 0.2), x);
        all.put(Activation.elu(1e-300), x);
        all.put(new Maxout("m", 4, 3, 2, Initializers.he(), random), x);
        all.put(new Prelu("p"), x);
        all.put(new Prelu("p", 4), x);
        all.put(new Prelu("p", Tensor.zeros(1)), x(5, 1));
        all.put(new Rrelu(-0.1, 1 / 3.0), x);
        all.put(new Glu(), x);
        all.put(new Crelu(0), x);
        all.put(new GradientReversal(0.7), x);
        all.put(ActivationPenalty.l1("sparsity", 0.1), x);
        all.put(ActivationPenalty.l2("small", 0.1), x);
        all.put(new Dropout(1 / 3.0), x);
        all.put(new BatchNorm("b", 4), x);
        all.put(new BatchNorm("b", 4, 0.3, 1e-7, false), x);
        all.put(new LayerNorm("l", 4), x);
        all.put(new LayerNorm("l", new int[] {5, 4}, 0.1, true), x);
        all.put(new LayerNorm("l", new int[] {4}, 0.1, false), x);
        Tensor symbols = Tensor.of(new double[][] {{0, 1}, {2, 1}});
        all.put(new Embedding("e", 3, 2, Initializers.he(), random), symbols);
        all.put(Embedding.withPadding("e", 3, 2, 1, Initializers.he(), random), symbols);
        all.put(new Flatten(), x(3, 2, 2));
        all.put(new Reshape(2, 2), x);
        all.put(new Reshape(), x(5, 1));
        all.put(new Sequential(), x);
        Dense twice = dense("twice", 4, 4);
        all.put(
                new Sequential(
                        "encoder", List.of(twice, Activation.TANH, new BatchNorm("n", 4), twice)),
                x);
        all.put(new Residual("r", List.of(twice, new Residual(twice, new Dropout(0.5)))), x);
        all.put(new Parallel(Parallel.Join.CONCATENATE, twice, dense("other", 4, 2)), x);
        all.put(new Parallel("sum", Parallel.Join.SUM, List.of(twice, Activation.RELU)), x);
        all.put(
                Mlp.of(4, 3, 3, 2)
                        .activation(Activation.leakyRelu(0.2))
                        .output(Activation.SOFTMAX)
                        .build(random),
                x);
        all.put(Mlp.of(4, 3, 2).name("enc").activation(Activation.TANH).build(random), x);
        all.put(Mlp.of(4, 3, 2).name("mlp").activation(Activation.TANH).build(random), x);
        all.put(Mlp.of(4, 2).build(random), x);
        // adapters and lambdas among the rows are code of the tests
        PackageLayers.all()
                .forEach(
                        (layer, input) -> {
                            Class<?> type = layer.getClass();
                            if (Modifier.isPublic(type.getModifiers()) && !CODE.contains(type)) {
                                all.put(layer, input);
                            }
                        });
        return all;
    }

    private void randomize(Layer layer) {
        for (Parameter parameter : layer.parameters()) {
            parameter.set(Tensor.normal(random, parameter.value().shape()));
        }
        for (Buffer buffer : layer.buffers()) {
            buffer.set(Tensor.uniform(random, 0.5, 2, buffer.value().shape()));
        }
    }

    private static String names(Layer layer) {
        return Stream.concat(
                        layer.parameters().stream().map(Object::toString),
                        layer.buffers().stream().map(Object::toString))
                .collect(Collectors.joining("; "));
    }

    @Test
    void everyLayerComesBackBitForBit() throws IOException {
        for (Map.Entry<Layer, Tensor> sample : samples().entrySet()) {
            Layer layer = sample.getKey();
            Tensor x = sample.getValue();
            randomize(layer);
            Models.save(folder, layer);
            Layer back = Models.load(folder);
            String what = layer.toString();
            assertEquals(layer.getClass(), back.getClass());
            assertEquals(what, back.toString());
            assertEquals(layer.name(), back.name());
            assertEquals(names(layer), names(back), what);
            Bits.assertSame(layer.apply(x).toArray(), back.apply(x).toArray());
            // in training too, twice: the running statistics follow in the same way
            for (int i = 0; i < 2; i++) {
                Bits.assertSame(
                        layer.forward(x, Pass.training(new SplittableRandom(i))).toArray(),
                        back.forward(x, Pass.training(new SplittableRandom(i))).toArray());
            }
            Bits.assertSame(layer.apply(x).toArray(), back.apply(x).toArray());
            // and through the text alone, with the weights from their own file
            Path weights = folder.resolve("weights");
            Weights.save(weights, layer);
            Layer made = Models.fromJson(Models.toJson(layer));
            Weights.load(weights, made);
            Bits.assertSame(layer.apply(x).toArray(), made.apply(x).toArray());
        }
    }

    @Test
    void whatIsOfAnotherTypeIsRefusedWithItsPlace() {
        for (Layer layer : samples().keySet()) {
            State state = ModuleStates.of(layer);
            Damage.other(state)
                    .forEach(
                            (path, damaged) ->
                                    Refusal.of(
                                            IllegalArgumentException.class,
                                            () -> ModuleStates.module(damaged),
                                            "state of " + state.kind(),
                                            path.substring(path.lastIndexOf('/') + 1)));
        }
    }

    @Test
    void aStateIsMadeOfTheModuleItWasMadeOf() {
        for (Layer layer : samples().keySet()) {
            randomize(layer);
            State state = ModuleStates.of(layer);
            Module made = ModuleStates.module(state);
            assertEquals(state, ModuleStates.of(made));
        }
    }

    /** The public classes of the package that can be made and are layers. */
    private static Set<String> publicLayers() throws Exception {
        Path classes = Path.of(Layer.class.getResource("Layer.class").toURI()).getParent();
        Set<String> layers = new TreeSet<>();
        try (Stream<Path> files = Files.walk(classes)) {
            Path root = classes.getParent().getParent().getParent();
            for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
                String name =
                        root.relativize(file)
                                .toString()
                                .replace(file.getFileSystem().getSeparator(), ".");
                if (name.contains("-info")) {
                    continue;
                }
                Class<?> type =
                        Class.forName(
                                name.substring(0, name.length() - ".class".length()),
                                false,
                                Layer.class.getClassLoader());
                int modifiers = type.getModifiers();
                if (Layer.class.isAssignableFrom(type)
                        && Modifier.isPublic(modifiers)
                        && !Modifier.isAbstract(modifiers)
                        && !CODE.contains(type)) {
                    layers.add(type.getName());
                }
            }
        }
        return layers;
    }

    @Test
    void noPublicLayerIsForgotten() throws Exception {
        Set<String> sampled = new TreeSet<>();
        samples().keySet().forEach(layer -> sampled.add(layer.getClass().getName()));
        Set<String> there = publicLayers();
        assertTrue(there.size() >= 14, () -> there.toString());
        assertEquals(
                there,
                sampled,
                "a new layer needs a ModuleFormat and a sample here, or stands in CODE");
    }

    @Test
    void aSharedLayerStaysShared() throws IOException {
        Dense twice = dense("twice", 4, 4);
        Models.save(folder, new Sequential(twice, new Residual(twice)));
        Sequential back = (Sequential) Models.load(folder);
        assertEquals(2, back.parameters().size());
        assertTrue(back.layers().get(0) == back.layers().get(1).children().get(0));
    }

    @Test
    void theTextIsThatOfTheDocumentation() throws URISyntaxException {
        Layer model =
                new Sequential(
                        dense("dense1", 64, 32), Activation.leakyRelu(0.1), new Dropout(0.5));
        assertEquals(
                """
                {
                  "kind" : "sequential",
                  "name" : "sequential",
                  "children" : [ {
                    "kind" : "dense",
                    "name" : "dense1",
                    "weight" : {
                      "tensor" : "dense1.weight",
                      "shape" : [ 64, 32 ]
                    },
                    "bias" : {
                      "tensor" : "dense1.bias",
                      "shape" : [ 32 ]
                    }
                  }, {
                    "kind" : "activation",
                    "name" : "LEAKY_RELU",
                    "arguments" : [ 0.1 ]
                  }, {
                    "kind" : "dropout",
                    "name" : "dropout",
                    "rate" : 0.5
                  } ]
                }
                """,
                Models.toJson(model));
    }
}
