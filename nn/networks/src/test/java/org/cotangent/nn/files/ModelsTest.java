package org.cotangent.nn.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Block;
import org.cotangent.nn.Buffer;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Lambda;
import org.cotangent.nn.Layer;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.ModuleStates;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.State;
import org.cotangent.nn.testing.Bits;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

// Longer than 400 lines: what is written, by ours and by others, and every way it is refused.
class ModelsTest {
    private static final Tensor X = Tensor.of(new double[][] {{0.5, -2}});

    @TempDir private Path temporary;
    private Path folder;

    @BeforeEach
    void aNewFolder() {
        folder = temporary.resolve("new/model");
    }

    private static Mlp mlp(int seed) {
        return Mlp.of(2, 3, 1).activation(Activation.TANH).build(new SeededRandom(seed));
    }

    private static double output(Layer model) {
        return model.apply(X).value();
    }

    @Test
    void aModelAndWhatPreparesItsInputsAreOneThing() throws IOException {
        State scaling = new State("standardizer").with("rows", 7).with("mean", X);
        Models.save(folder, mlp(1), Map.of("scaling", scaling));
        Models.Saved saved = Models.loadAll(folder);
        assertEquals(output(mlp(1)), output(saved.model()));
        assertEquals("standardizer", saved.states().get("scaling").kind());
        assertEquals(scaling, saved.states().get("scaling"));
        assertEquals(output(mlp(1)), output(Models.load(folder.resolve("model.safetensors"))));
        // others read the weights by their names, and so do models that are made in code
        assertEquals(
                "[dense1.weight, dense1.bias, dense2.weight, dense2.bias, state/scaling/mean]",
                Safetensors.read(folder.resolve("model.safetensors"))
                        .tensors()
                        .keySet()
                        .toString());
        Mlp other = mlp(2);
        Weights.load(folder.resolve("model.safetensors"), other);
        assertEquals(output(mlp(1)), output(other));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(2, files.count());
        }
    }

    @Test
    void neverAMixOfTwoSaves() throws IOException {
        Models.save(folder, mlp(1));
        String oldText = Files.readString(folder.resolve("model.json"));
        Layer wider = new Sequential(mlp(3), Activation.RELU);
        Models.save(folder, wider);
        // a save that was broken off between its two files
        Files.writeString(folder.resolve("model.json"), oldText);
        assertEquals(output(wider), output(Models.load(folder)));
        Files.delete(folder.resolve("model.json"));
        assertEquals(output(wider), output(Models.load(folder)));
    }

    @Test
    void aChangedModelJsonIsRefused() throws IOException {
        Models.save(folder, mlp(1));
        Path file = folder.resolve("model.json");
        String text = Files.readString(file);
        refused(text.replace("TANH", "RELU"), "model.json: the layers are not those");
        refused(text.replace("cotangent model", "other"), "is not what Models.save");
        refused(text.replace("\"version\" : 2", "\"version\" : 3"), "is not what Models.save");
        refused(text.substring(0, text.length() / 2), "model.json is not the JSON");
        refused(text + "x", "model.json is not the JSON");
        refused("", "a text, a finite number");
        Files.write(file, new byte[] {(byte) 0xff});
        Refusal.of(MalformedDataException.class, () -> Models.load(folder), "not UTF-8");
    }

    private void refused(String json, String part) throws IOException {
        Files.writeString(folder.resolve("model.json"), json);
        Refusal.of(MalformedDataException.class, () -> Models.load(folder), part);
    }

    @Test
    void codeIsNotWrittenAndNothingIsChanged() throws IOException {
        Models.save(folder, mlp(1));
        Layer lambda = (x, pass) -> x.mul(2);
        for (Layer code : List.of(lambda, new Lambda("twice", x -> x.mul(2)))) {
            Layer model = new Sequential("net", List.of(Activation.RELU, new Sequential(code)));
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> Models.save(folder, model),
                    "net/1 sequential/0 " + code.name(),
                    "is code",
                    "TransformLayer.FORMAT",
                    "ModuleFormat",
                    "Weights.save(file, model)",
                    "Weights.load(file, model)");
        }
        assertThrows(IllegalArgumentException.class, () -> Models.toJson(lambda));
        assertEquals(output(mlp(1)), output(Models.load(folder)));
    }

    /** A layer of a user: y = x * factors + shift + a layer's output. */
    private static final class Gate extends Block implements Layer {
        private final Parameter factors;
        private final Buffer calls;
        private final double shift;
        private final Layer inner;

        Gate(Tensor factors, double shift, Layer inner) {
            super("gate");
            this.factors = parameter("factors", factors);
            this.inner = child(inner);
            calls = buffer("calls", Tensor.of(0));
            this.shift = shift;
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            if (pass.isTraining()) {
                pass.update(calls, calls.value().add(1));
            }
            return x.mul(factors.value()).add(shift).add(inner.forward(x, pass));
        }
    }

    private static Gate gate(int n, double shift, Layer inner) {
        return new Gate(Tensor.full(3, n), shift, inner);
    }

    /** Makes gates as large as their factors, and another number with them. */
    private static ModuleFormat<Gate> gates(String kind, int more) {
        return ModuleFormat.of(
                kind,
                Gate.class,
                (g, state) -> state.with("n", g.factors.value().size()).with("shift", g.shift),
                (s, children) ->
                        gate(s.count("n") + more, s.number("shift"), (Layer) children.get(0)));
    }

    @Test
    void aLayerOfOnesOwnIsSavedAndLoadedLikeOurs() throws IOException {
        BatchNorm norm = new BatchNorm("norm", 2);
        Gate gate = gate(2, 0.1 + 0.2, new Sequential(dense("inner"), norm));
        Layer model = new Sequential(gate, Activation.TANH, gate);
        Pass pass = Pass.training(new SplittableRandom(1));
        model.forward(Tensor.normal(new SplittableRandom(2), 9, 2), pass);
        gate.factors.set(Tensor.vector(Math.PI, -0.0));
        Models.save(folder, model, gates("gate", 0));
        Sequential back = (Sequential) Models.load(folder, gates("gate", 0));
        Bits.assertSame(model.apply(X).toArray(), back.apply(X).toArray());
        assertEquals(model.parameters().toString(), back.parameters().toString());
        Gate first = (Gate) back.layers().get(0);
        assertEquals(2, first.calls.value().value());
        assertTrue(first == back.layers().get(2), "shared");
        assertEquals(model.toString(), back.toString());
        assertEquals(
                ModuleStates.of(model, gates("gate", 0)), ModuleStates.of(back, gates("gate", 0)));
        assertEquals(
                "[gate.factors, inner.weight, inner.bias, norm.weight, norm.bias, norm.mean,"
                        + " norm.variance, gate.calls]",
                Safetensors.read(folder.resolve("model.safetensors")).tensors().keySet().stream()
                        .sorted(java.util.Comparator.comparing(ModelsTest::inTheOrderOfParts))
                        .toList()
                        .toString());
        Layer made = Models.fromJson(Models.toJson(model, gates("gate", 0)), gates("gate", 0));
        Weights.load(folder.resolve("model.safetensors"), made);
        Bits.assertSame(model.apply(X).toArray(), made.apply(X).toArray());
    }

    private static int inTheOrderOfParts(String name) {
        return List.of(
                        "gate.f", "inner.w", "inner.b", "norm.w", "norm.b", "norm.m", "norm.v",
                        "gate.c")
                .indexOf(name.substring(0, name.indexOf('.') + 2));
    }

    private static Dense dense(String name) {
        return new Dense(name, 2, 2, Initializers.he(), new SplittableRandom(1));
    }

    @Test
    void formatsThatDoNotFitAreRefusedAndNothingIsChanged() throws IOException {
        Layer model = new Sequential(gate(2, 0.1 + 0.2, dense("inner")), Activation.TANH);
        Models.save(folder, model, gates("gate", 0));
        Refusal.of(
                MalformedDataException.class,
                () -> Models.load(folder),
                "model/children/0 (gate): no such kind of module",
                "give its ModuleFormat");
        refusedToSave(model, "sequential/0 gate (Gate)");
        refusedToSave(model, "two formats of the kind \"dense\"", gates("dense", 0));
        // what could not be read again is not written
        refusedToSave(
                model,
                "model/children/0 (gate): \"factors\" is a tensor of shape [2], [3, 3]; shape [3]",
                gates("gate", 1));
        refusedToSave(
                model,
                "model/children/0 (gate): there is no \"shift\"; there are [name, n, factors, calls,",
                ModuleFormat.of(
                        "gate",
                        Gate.class,
                        (g, state) -> state.with("n", 2),
                        (s, children) -> gate(2, s.number("shift"), Activation.RELU)));
        refusedToSave(
                model,
                "the module made of it has the children [RELU]; they must be those that",
                ModuleFormat.of(
                        "gate", Gate.class, (g, state) -> state, s -> gate(2, 0, Activation.RELU)));
        refusedToSave(
                model,
                "has another \"shift\"",
                ModuleFormat.of(
                        "gate",
                        Gate.class,
                        (g, state) -> state.with("shift", g.shift),
                        (s, children) -> gate(2, 0, (Layer) children.get(0))));
        refusedToSave(
                model,
                "\"factors\" occurs twice among",
                ModuleFormat.of(
                        "gate",
                        Gate.class,
                        (g, state) -> state.with("factors", 1),
                        (s, children) -> gate(2, 0, (Layer) children.get(0))));
        refusedToSave(
                model,
                "state of other: it is of \"other\"; one of \"gate\" expected",
                ModuleFormat.of(
                        "gate",
                        Gate.class,
                        (g, state) -> new State("other"),
                        s -> gate(2, 0, Activation.RELU)));
        assertArrayEquals(
                model.apply(X).toArray(), Models.load(folder, gates("gate", 0)).apply(X).toArray());
        double infinite = Double.NEGATIVE_INFINITY;
        Models.save(folder, gate(2, infinite, dense("inner")), gates("gate", 0));
        assertEquals(infinite, ((Gate) Models.load(folder, gates("gate", 0))).shift);
    }

    private void refusedToSave(Layer model, String part, ModuleFormat<?>... formats) {
        Refusal.of(IllegalArgumentException.class, () -> Models.save(folder, model, formats), part);
    }

    /** Two networks that are trained against each other: no layer. */
    private static final class Pair extends Block {
        static final ModuleFormat<Pair> FORMAT =
                ModuleFormat.of(
                        "pair",
                        Pair.class,
                        (pair, state) -> state,
                        (s, children) ->
                                new Pair((Layer) children.get(0), (Layer) children.get(1)));

        private final Layer first;

        Pair(Layer first, Layer second) {
            super("pair");
            this.first = child(first);
            child(second);
        }
    }

    @Test
    void aModuleThatIsNoLayer() throws IOException {
        Models.save(folder, new Pair(dense("a"), dense("b")), Pair.FORMAT);
        Models.Saved saved = Models.loadAll(folder, Pair.FORMAT);
        assertArrayEquals(
                dense("a").apply(X).toArray(), ((Pair) saved.module()).first.apply(X).toArray());
        assertEquals(4, saved.module().parameters().size());
        Refusal.of(
                IllegalStateException.class,
                () -> Models.load(folder, Pair.FORMAT),
                "pair is no layer",
                "loadAll");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "[]; a state, {",
                "{\"kind\":1}; a text expected",
                "{\"kind\":\"no\"}; state of no: no such kind of module; there are [dense,",
                "{\"kind\":\"flatten\",\"name\":\"flatten\",\"more\":1}; does not know the settings [more]",
                "{\"kind\":\"dropout\",\"name\":\"dropout\"}; there is no \"rate\"; there are [name]",
                "{\"kind\":\"dropout\",\"name\":\"dropout\",\"rate\":2}; dropout: rate 2.0",
                "{\"kind\":\"dropout\",\"name\":\"dropout\",\"rate\":{\"number\":\"NaN\"}}; dropout: rate NaN",
                "{\"kind\":\"dropout\",\"name\":\"dropout\",\"rate\":\"x\"}; \"rate\" is \"x\"; a number expected",
                "{\"kind\":\"dropout\",\"name\":\"dropout\",\"rate\":1e999}; a finite number of 64 bits",
                "{\"kind\":\"dropout\",\"name\":\"dropout\",\"rate\":null}; json/rate: \"null\"",
                "{\"kind\":\"reshape\",\"name\":\"reshape\",\"shape\":[[1]]}; json/shape/0: \"[\"; a text",
                "{\"kind\":\"reshape\",\"name\":\"reshape\",\"shape\":[3000000000]}; whole numbers of 32 bits",
                "{\"kind\":\"reshape\",\"name\":\"reshape\",\"shape\":[1.5]}; \"shape\" is [1.5]; a list of whole numbers",
                "{\"kind\":\"reshape\",\"name\":\"reshape\",\"shape\":[0]}; each extent must be 1 or more",
                "{\"kind\":\"shared\",\"id\":1}; must have the id of a module before it",
                "{\"kind\":\"flatten\",\"name\":\"flatten\",\"id\":\"a\"}; \"id\" is \"a\"; a whole number",
                "{\"kind\":\"sequential\",\"name\":\"s\",\"children\":[{\"kind\":\"flatten\",\"name\":\"flatten\","
                        + "\"id\":1},{\"kind\":\"flatten\",\"name\":\"flatten\",\"id\":1}]};"
                        + " state of sequential/children/1 (flatten): the id 1 is given twice",
                "{\"kind\":\"sequential\",\"name\":\"s\",\"children\":{\"kind\":\"flatten\",\"name\":\"flatten\"}}; a list of states",
                "{\"kind\":\"sequential\",\"name\":\" \",\"children\":[]}; blank",
                "{\"kind\":\"parallel\",\"name\":\"p\",\"join\":\"X\",\"children\":[]}; \"join\" is \"X\"; one of [CONCATENATE, SUM]",
                "{\"kind\":\"mlp\",\"name\":\"mlp\",\"hidden\":\"RELU\",\"arguments\":[]}; in turn expected",
                "{\"kind\":\"mlp\",\"name\":\"mlp\",\"hidden\":\"X\",\"arguments\":[]}; there is no \"X\"",
                "{\"kind\":\"mlp\",\"name\":\"mlp\",\"hidden\":\"RELU\",\"arguments\":[],"
                        + "\"children\":[{\"kind\":\"flatten\",\"name\":\"flatten\"},"
                        + "{\"kind\":\"flatten\",\"name\":\"flatten\"}]}; state of mlp",
                "{\"kind\":\"flatten\",\"name\":\"flatten\",\"a\":1,\"a\":1}; Duplicate",
                "{\"kind\":\"flatten\",\"name\":\"flatten\",\"kind\":\"flatten\"}; Duplicate",
                "{\"a\":1}; an object that begins with \"a\"",
                "{\"tensor\":[1,2],\"shape\":[2]}; a state, {",
                "{\"kind\":\"prelu\",\"name\":\"p\",\"slope\":{\"tensor\":[1],\"shape\":[2]}}; json/slope",
                "{\"kind\":\"prelu\",\"name\":\"p\",\"slope\":{\"tensor\":[1,true],\"shape\":[2]}}; json/slope",
                "{\"kind\":\"prelu\",\"name\":\"p\",\"slope\":{\"tensor\":\"a\",\"shape\":[-1]}}; json/slope",
                "{\"kind\":\"prelu\",\"name\":\"p\",\"slope\":{\"tensor\":\"a\",\"shape\":[2.5]}}; json/slope",
                "{\"kind\":\"prelu\",\"name\":\"p\",\"slope\":{\"tensor\":\"a\"}}; json/slope",
                "{\"kind\":\"dropout\",\"name\":\"dropout\",\"rate\":{\"number\":\"1\"}}; Infinity",
                "{\"kind\":\"dropout\",\"name\":\"dropout\",\"rate\":0.5} 1; goes on",
                "{; not the JSON",
            })
    void jsonThatDenotesNoLayers(String json, String part) {
        Refusal.of(MalformedDataException.class, () -> Models.fromJson(json), part);
        Refusal.of(MalformedDataException.class, () -> Models.fromJson(json), "json");
    }

    private void hostile(String layers, Map<String, Tensor> tensors, String... parts)
            throws IOException {
        Path file = temporary.resolve("hostile");
        String tree = "{'kind':'cotangent model','model':" + layers + ",'state':{'kind':'states'}}";
        ChecksummedFile.write(
                file, "cotangent model", 2, tensors, Map.of("state", tree.replace('\'', '"')));
        Refusal.of(MalformedDataException.class, () -> Models.load(file), parts);
    }

    @Test
    void layersThatAskForMoreThanTheFileHolds() throws IOException {
        String dense = "{'kind':'dense','name':'d','weight':{'tensor':'d.weight','shape':";
        hostile(dense + "[2000000000,1000000000]}}", Map.of(), "model/weight", "shape of a tensor");
        hostile(
                dense + "[20000,10000]}}",
                Map.of(),
                "model/weight: there is no tensor \"d.weight\"");
        Map<String, Tensor> two = Map.of("d.weight", Tensor.zeros(2, 1));
        hostile(dense + "[20000,10000]}}", two, "model/weight: there is no tensor \"d.weight\"");
        hostile(dense + "[2,1]},'bias':{'tensor':'d.weight','shape':[2,1]}}", two, "model/bias");
        hostile(dense + "[2,1]},'bias':{'tensor':[1,2],'shape':[2]}}", two, "\"bias\" is", "[1]");
        hostile(
                "{'kind':'flatten','name':'flatten'}",
                two,
                "tensor \"d.weight\" belongs to no place");
        Map<String, Tensor> cube = Map.of("d.weight", Tensor.zeros(2, 1, 1));
        hostile(dense + "[2,1,1]}}", cube, "d: weights of shape [2, 1, 1]; a matrix");
        hostile(
                "{'kind':'layerNorm','name':'l','shape':[2000000000],'epsilon':1,"
                        + "'weight':{'tensor':'d.weight','shape':[2,1]},"
                        + "'bias':{'tensor':[1,2],'shape':[2,1]}}",
                two,
                "has another \"shape\"");
        hostile(
                "{'kind':'maxout','name':'m','pieces':2000000000,"
                        + "'weight':{'tensor':'d.weight','shape':[2,1]}}",
                two,
                "for 2000000000 pieces");
        hostile("{'kind':'a','a':".repeat(1000), two, "nesting depth");
        Path file = temporary.resolve("hostile");
        ChecksummedFile.write(file, "cotangent model", 2, Map.of(), Map.of());
        Refusal.of(MalformedDataException.class, () -> Models.load(file), "holds no state");
        for (String tree :
                List.of(
                        "{\"kind\":\"cotangent model\"}",
                        "{\"kind\":\"cotangent model\",\"model\":1}",
                        "{\"kind\":\"other\"}")) {
            ChecksummedFile.write(file, "cotangent model", 2, Map.of(), Map.of("state", tree));
            Refusal.of(MalformedDataException.class, () -> Models.load(file), "hostile: ");
        }
    }

    @Test
    void whatIsNotThereOrDamaged() throws IOException {
        Files.createDirectories(folder);
        Refusal.of(NoSuchFileException.class, () -> Models.load(folder), "model.safetensors");
        Models.save(folder, mlp(1));
        Path file = folder.resolve("model.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
        Refusal.of(MalformedDataException.class, () -> Models.load(folder), "damaged");
        Mlp model = mlp(2);
        Refusal.of(MalformedDataException.class, () -> Weights.load(file, model), "damaged");
        assertEquals(output(mlp(2)), output(model));
    }

    @Test
    void weightsOfOthers() throws IOException {
        Path file = temporary.resolve("others.safetensors");
        Mlp model = mlp(1);
        Safetensors.write(
                file,
                Map.of(
                        "dense2.bias", Tensor.zeros(1),
                        "dense2.weight", Tensor.ones(3, 1),
                        "dense1.bias", Tensor.zeros(3),
                        "dense1.weight", Tensor.zeros(2, 3)),
                Map.of("format", "pt"));
        Weights.load(file, model);
        assertEquals(0, output(model));
        Safetensors.write(file, Map.of("dense1.weight", Tensor.ones(2, 3)), Map.of());
        Refusal.of(
                MalformedDataException.class,
                () -> Weights.load(file, model),
                "\"dense1.bias\" stands in the model but not in the file");
        assertEquals(0, output(model));
        Layer bad =
                gate(2, 0, new Dense("state/a", 2, 2, Initializers.he(), new SplittableRandom(1)));
        Refusal.of(
                IllegalArgumentException.class,
                () -> Weights.save(file, bad),
                "\"state/a.weight\" begins with state/");
        assertTrue(Safetensors.read(file).tensors().containsKey("dense1.weight"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'kind':'dense','name':'d','weight':{'tensor':'d.weight','shape':[40000,40000]}}",
                "{'kind':'embedding','name':'e','padding':-1,"
                        + "'weight':{'tensor':'e.weight','shape':[2000000000,1]}}",
                "{'kind':'batchNorm','name':'b','momentum':0.1,'epsilon':1e-5,"
                        + "'mean':{'tensor':'m','shape':[2000000000]},"
                        + "'variance':{'tensor':'v','shape':[2000000000]}}",
                "{'kind':'mine','a':{'tensor':'m','shape':[2000000000]}}"
            })
    void aSmallTextOfALargeModelIsRefusedAndFillsNoMemory(String json) {
        Refusal.of(
                MalformedDataException.class,
                () -> Models.fromJson(json.replace('\'', '"')),
                "numbers",
                "-Xmx");
    }
}
