package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.GradCheck;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every layer of the package, in training and in evaluation: gradients by the input and by all
 * parameters up to order 2, and that evaluation changes nothing.
 */
class EveryLayerTest {
    /** A layer, an input for it, and whether gradients pass to the input. */
    record Case(Layer layer, Tensor x, boolean differentiable) {
        @Override
        public String toString() {
            return layer + " of " + Arrays.toString(x.shape());
        }
    }

    static Case of(Layer layer, Tensor x) {
        return new Case(layer, x, true);
    }

    static List<Case> layers() {
        RandomGenerator random = new SplittableRandom(31);
        Initializer normal = Initializers.normal(0.7);
        Function<int[], Tensor> x = shape -> Tensor.normal(random, shape);
        int[] matrix = {5, 3};
        BatchNorm norm = new BatchNorm("norm", 3);
        norm.weight().set(x.apply(new int[] {3}));
        norm.bias().set(x.apply(new int[] {3}));
        norm.mean().set(x.apply(new int[] {3}));
        LayerNorm layerNorm = new LayerNorm("layerNorm", 3);
        layerNorm.weight().set(x.apply(new int[] {3}));
        Maxout maxout = new Maxout("maxout", 3, 2, 3, normal, random);
        maxout.bias().set(x.apply(new int[] {6}));
        List<Case> all = new ArrayList<>();
        Activation.values().forEach(a -> all.add(of(a, x.apply(matrix))));
        all.add(of(Activation.leakyRelu(0.3), x.apply(matrix)));
        all.add(of(Activation.elu(0.4), x.apply(matrix)));
        all.add(of(Activation.celu(0.4), x.apply(matrix)));
        all.add(of(Activation.clamp(-0.4, 0.3), x.apply(matrix)));
        all.add(of(Activation.softShrink(0.2), x.apply(matrix)));
        all.add(of(new Dense("dense", 3, 2, normal, random), x.apply(matrix)));
        all.add(of(Dense.withoutBias("dense", 3, 2, normal, random), x.apply(matrix)));
        all.add(of(new Dense("dense", 3, 2, normal, random), x.apply(new int[] {2, 2, 3})));
        all.add(of(maxout, x.apply(matrix)));
        all.add(of(new Prelu("one"), x.apply(matrix)));
        all.add(of(new Prelu("each", Tensor.vector(0.2, -0.5, 1.5)), x.apply(matrix)));
        all.add(of(norm, x.apply(matrix)));
        all.add(of(new BatchNorm("plain", 2, 0.5, 0.1, false), x.apply(new int[] {2, 2, 3})));
        all.add(of(layerNorm, x.apply(matrix)));
        all.add(
                of(
                        new LayerNorm("plain", new int[] {2, 2}, 0.1, false),
                        x.apply(new int[] {2, 2, 2})));
        all.add(
                new Case(
                        new Embedding("words", 4, 2, normal, random),
                        Tensor.of(new double[][] {{0, 3, 3}, {1, 3, 0}}),
                        false));
        all.add(of(new Rrelu(), x.apply(matrix)));
        all.add(of(new Glu(), x.apply(new int[] {3, 4})));
        all.add(of(new Glu(1), x.apply(new int[] {2, 2, 2})));
        all.add(of(new Crelu(), x.apply(matrix)));
        // with -1 what comes back is the gradient, which the checker expects
        all.add(of(new GradientReversal(-1), x.apply(matrix)));
        all.add(of(ActivationPenalty.l1("sparsity", 0.1), x.apply(matrix)));
        all.add(of(new Dropout(0.4), x.apply(matrix)));
        all.add(of(new Flatten(), x.apply(new int[] {2, 2, 3})));
        all.add(of(new Reshape(3, 1), x.apply(matrix)));
        all.add(of(new Lambda("cube", t -> t.pow(3)), x.apply(matrix)));
        all.add(
                of(
                        new Residual(new Dense("dense", 3, 3, normal, random), Activation.TANH),
                        x.apply(matrix)));
        for (Parallel.Join join : Parallel.Join.values()) {
            all.add(
                    of(
                            new Parallel(join, new Dense("a", 3, 3, normal, random), norm),
                            x.apply(matrix)));
        }
        all.add(
                of(
                        new Sequential(
                                new Dense("a", 3, 4, normal, random),
                                new BatchNorm("b", 4),
                                Activation.GELU,
                                new Dropout(0.3),
                                new Residual(
                                        new LayerNorm("c", 4),
                                        new Dense("d", 4, 4, normal, random)),
                                new Dense("e", 4, 2, normal, random)),
                        x.apply(matrix)));
        all.add(of(Mlp.of(3, 4, 4, 2).activation(Activation.SILU).build(random), x.apply(matrix)));
        all.addAll(ImageLayers.cases());
        all.addAll(SequenceLayers.cases());
        all.addAll(TableLayers.cases());
        return all;
    }

    @Test
    void noPublicLayerIsMissing() throws IOException, URISyntaxException {
        Set<String> tested = new TreeSet<>();
        layers().stream()
                .map(c -> c.layer().getClass())
                .filter(type -> Modifier.isPublic(type.getModifiers()))
                .forEach(type -> tested.add(type.getSimpleName()));
        Path folder =
                Path.of(
                        Layer.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI()
                                .resolve("org/cotangent/nn"));
        Set<String> there = new TreeSet<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.matches("\\w+\\.class") && isLayer(folder, file)) {
                    there.add(name.replace(".class", ""));
                }
            }
        }
        assertEquals(there, tested);
    }

    private static boolean isLayer(Path folder, Path file) {
        String path = folder.relativize(file).toString().replace(".class", "");
        if (path.endsWith("package-info")) {
            return false;
        }
        try {
            Class<?> type =
                    Class.forName("org.cotangent.nn." + path.replace(File.separatorChar, '.'));
            return Modifier.isPublic(type.getModifiers())
                    && Layer.class.isAssignableFrom(type)
                    && !Modifier.isAbstract(type.getModifiers());
        } catch (ClassNotFoundException e) {
            throw new AssertionError(e);
        }
    }

    /** What a layer does with an input, as a function of that and of all its parameters. */
    private static void check(Case c, Function<Tensor, Tensor> output) {
        List<Parameter> parameters = c.layer().parameters();
        TensorFunction f =
                values -> {
                    Tensor x = c.differentiable() ? values[0] : c.x();
                    int skip = c.differentiable() ? 1 : 0;
                    Tensor[] rest = Arrays.copyOfRange(values, skip, values.length);
                    return Parameter.function(parameters, () -> output.apply(x)).apply(rest);
                };
        List<Tensor> at = new ArrayList<>(Arrays.asList(Parameter.values(parameters)));
        if (c.differentiable()) {
            at.add(0, c.x().asVariable().named("x"));
        }
        GradCheck.of(f, at.toArray(Tensor[]::new)).order(2).run().requirePassed();
        // the square makes second derivatives of what is linear count
        GradCheck.of(values -> f.apply(values).square(), at.toArray(Tensor[]::new))
                .order(2)
                .run()
                .requirePassed();
    }

    @ParameterizedTest
    @MethodSource("layers")
    void gradientsInEvaluation(Case c) {
        check(c, c.layer()::apply);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void gradientsInTraining(Case c) {
        check(c, x -> c.layer().forward(x, Pass.training(new SplittableRandom(77))));
    }

    private static List<double[]> everything(Layer layer) {
        List<double[]> all = new ArrayList<>();
        layer.parameters().forEach(p -> all.add(p.value().toArray()));
        layer.buffers().forEach(b -> all.add(b.value().toArray()));
        return all;
    }

    private static void assertSameBits(List<double[]> expected, List<double[]> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            assertArrayEquals(expected.get(i), actual.get(i));
        }
    }

    @ParameterizedTest
    @MethodSource("layers")
    void evaluationChangesNothingAndRepeats(Case c) {
        List<double[]> before = everything(c.layer());
        double[] y = c.layer().apply(c.x()).toArray();
        assertSameBits(before, everything(c.layer()));
        assertArrayEquals(y, c.layer().apply(c.x()).toArray());
        assertArrayEquals(
                y, Tensor.unrecorded(() -> c.layer().apply(c.x())).toArray(), "unrecorded");
    }

    @ParameterizedTest
    @MethodSource("layers")
    void trainingRepeatsWithTheSameSeedAndChangesNoParameter(Case c) {
        Layer layer = c.layer();
        List<Tensor> buffers = layer.buffers().stream().map(Buffer::value).toList();
        List<double[]> parameters =
                layer.parameters().stream().map(p -> p.value().toArray()).toList();
        double[] y = layer.forward(c.x(), Pass.training(new SplittableRandom(3))).toArray();
        List<double[]> after = everything(layer);
        for (int i = 0; i < buffers.size(); i++) {
            layer.buffers().get(i).set(buffers.get(i));
        }
        assertArrayEquals(
                y, layer.forward(c.x(), Pass.training(new SplittableRandom(3))).toArray());
        assertSameBits(after, everything(layer));
        assertSameBits(
                parameters, layer.parameters().stream().map(p -> p.value().toArray()).toList());
    }

    @ParameterizedTest
    @MethodSource("layers")
    void nullIsRefusedByName(Case c) {
        Refusal.of(
                NullPointerException.class,
                () -> c.layer().apply(null),
                c.layer().name(),
                "input is null");
        Refusal.of(
                NullPointerException.class,
                () -> c.layer().forward(null, Pass.training(new SplittableRandom(1))),
                c.layer().name(),
                "input is null");
    }
}
