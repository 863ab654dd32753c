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
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Lambda;
import org.cotangent.nn.Layer;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        State scaling = new State("standardizer", Map.of("rows", "7"), Map.of("mean", X));
        Models.save(folder, mlp(1), Map.of("scaling", scaling));
        Models.Saved saved = Models.loadAll(folder);
        assertEquals(output(mlp(1)), output(saved.model()));
        assertEquals("standardizer", saved.states().get("scaling").kind());
        assertEquals(Map.of("rows", "7"), saved.states().get("scaling").texts());
        assertArrayEquals(X.toArray(), saved.states().get("scaling").tensor("mean").toArray());
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
        refused(text.replace("\"version\" : 1", "\"version\" : 2"), "is not what Models.save");
        refused(text.substring(0, text.length() / 2), "model.json is not the JSON");
        refused(text + "x", "model.json is not the JSON");
        refused("", "is not what Models.save");
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
                    "net/1/sequential/0/" + code.name(),
                    "is code",
                    "new TransformLayer(name, transform)",
                    "LayerCodec",
                    "Weights.save(file, model)",
                    "Weights.load(file, model)");
        }
        assertThrows(IllegalArgumentException.class, () -> Models.toJson(lambda));
        assertEquals(output(mlp(1)), output(Models.load(folder)));
    }

    /** A layer of a user: y = x * factors + a layer's output. */
    private record Gate(Parameter factors, double shift, Layer inner) implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return x.mul(factors.value()).add(shift).add(inner.forward(x, pass));
        }

        @Override
        public List<Parameter> parameters() {
            return Stream.concat(Stream.of(factors), inner.parameters().stream()).toList();
        }
    }

    private static Gate gate(int n, double shift, Layer inner) {
        return new Gate(new Parameter("gate.factors", Tensor.full(3, n)), shift, inner);
    }

    private static LayerCodec gates(String type, int more) {
        return LayerCodec.of(
                type,
                Gate.class,
                g ->
                        new LayerSettings()
                                .with("n", g.factors().value().size())
                                .with("shift", g.shift())
                                .with("inner", g.inner()),
                s -> gate(s.integer("n") + more, s.number("shift"), s.layer("inner")));
    }

    @Test
    void layersOfOnesOwn() throws IOException {
        Dense inner = new Dense("inner", 2, 2, Initializers.he(), new SplittableRandom(1));
        Layer model = new Sequential(gate(2, 0.1 + 0.2, inner), Activation.TANH);
        Models.save(folder, model, gates("gate", 0));
        Layer back = Models.load(folder, gates("gate", 0));
        assertArrayEquals(model.apply(X).toArray(), back.apply(X).toArray());
        Refusal.of(
                MalformedDataException.class,
                () -> Models.load(folder),
                "layers/layers/0 (gate): no such type of layer",
                "give its LayerCodec");
        Refusal.of(IllegalArgumentException.class, () -> Models.save(folder, model), "(Gate)");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Models.save(folder, model, gates("dense", 0)),
                "two codecs of the type \"dense\"");
        // what could not be read again is not written
        Refusal.of(
                IllegalArgumentException.class,
                () -> Models.save(folder, model, gates("gate", 1)),
                "gate.factors=[3]",
                "gate.factors=[2]");
        LayerCodec forgetful =
                LayerCodec.of(
                        "gate",
                        Gate.class,
                        g -> new LayerSettings().with("n", 2),
                        s -> gate(2, s.number("shift"), Activation.RELU));
        Refusal.of(
                IllegalArgumentException.class,
                () -> Models.save(folder, model, forgetful),
                "there is no setting \"shift\"; there are [n]");
        assertArrayEquals(
                model.apply(X).toArray(), Models.load(folder, gates("gate", 0)).apply(X).toArray());
        double infinite = Double.NEGATIVE_INFINITY;
        Models.save(folder, gate(2, infinite, inner), gates("gate", 0));
        assertEquals(infinite, ((Gate) Models.load(folder, gates("gate", 0))).shift());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "[]; a layer as",
                "{\"type\":1}; a layer as",
                "{\"type\":\"no\"}; json (no): no such type of layer; there are [dense,",
                "{\"type\":\"flatten\",\"more\":1}; does not know the settings [more]",
                "{\"type\":\"dropout\"}; there is no setting \"rate\"; there are []",
                "{\"type\":\"dropout\",\"rate\":2}; dropout: rate 2.0",
                "{\"type\":\"dropout\",\"rate\":\"NaN\"}; dropout: rate NaN",
                "{\"type\":\"dropout\",\"rate\":\"2\"}; setting \"rate\" is \"2\"; a number",
                "{\"type\":\"dropout\",\"rate\":1e999}; a number of 64 bits",
                "{\"type\":\"dropout\",\"rate\":null}; json/rate: \"null\"",
                "{\"type\":\"reshape\",\"shape\":[[1]]}; a list within a list",
                "{\"type\":\"reshape\",\"shape\":[3000000000]}; it must fit 32 bits",
                "{\"type\":\"reshape\",\"shape\":[1.5]}; a whole number",
                "{\"type\":\"reshape\",\"shape\":[0]}; each extent must be 1 or more",
                "{\"type\":\"shared\",\"id\":1}; must have the id of a layer before it",
                "{\"type\":\"flatten\",\"id\":\"a\"}; its id is not a whole number",
                "{\"type\":\"sequential\",\"name\":\"s\",\"layers\":[{\"type\":\"flatten\","
                        + "\"id\":1},{\"type\":\"flatten\",\"id\":1}]};"
                        + " json/layers/1 (flatten): the id 1 is given twice",
                "{\"type\":\"sequential\",\"name\":\"s\",\"layers\":{\"type\":\"flatten\"}}; list",
                "{\"type\":\"sequential\",\"name\":\" \",\"layers\":[]}; blank",
                "{\"type\":\"parallel\",\"name\":\"p\",\"join\":\"X\",\"layers\":[]}; Join.X",
                "{\"type\":\"mlp\",\"widths\":[1,1],\"hidden\":{\"type\":\"flatten\"},"
                        + "\"output\":{\"type\":\"flatten\"}}; an activation expected",
                "{\"type\":\"flatten\",\"type\":\"flatten\"}; Duplicate",
                "{; not the JSON",
            })
    void jsonThatDenotesNoLayers(String json, String part) {
        Refusal.of(MalformedDataException.class, () -> Models.fromJson(json), part);
        Refusal.of(MalformedDataException.class, () -> Models.fromJson(json), "json");
    }

    private void hostile(String layers, Map<String, Tensor> tensors, String... parts)
            throws IOException {
        Path file = temporary.resolve("hostile");
        ChecksummedFile.write(file, "cotangent model", 1, tensors, Map.of("architecture", layers));
        Refusal.of(MalformedDataException.class, () -> Models.load(file), parts);
    }

    @Test
    void layersThatAskForMoreThanTheFileHolds() throws IOException {
        String huge =
                "{\"type\":\"dense\",\"name\":\"d\",\"inputs\":2000000000,\"outputs\":1000000000,"
                        + "\"bias\":true}";
        hostile(huge, Map.of(), "d.weight of shape [2000000000, 1000000000]", "holds 0 numbers");
        for (String layer :
                List.of(
                        "{\"type\":\"maxout\",\"name\":\"d\",\"inputs\":9,\"outputs\":9,"
                                + "\"pieces\":100000000}",
                        "{\"type\":\"prelu\",\"name\":\"d\",\"slopes\":[2000000000]}",
                        "{\"type\":\"batchNorm\",\"name\":\"d\",\"features\":2000000000,"
                                + "\"momentum\":0.1,\"epsilon\":1,\"affine\":true}",
                        "{\"type\":\"layerNorm\",\"name\":\"d\",\"shape\":[2000000000],"
                                + "\"epsilon\":1,\"affine\":true}",
                        "{\"type\":\"embedding\",\"name\":\"d\",\"symbols\":2000000000,"
                                + "\"width\":1,\"padding\":-1}",
                        "{\"type\":\"mlp\",\"widths\":[2000000000,1],\"hidden\":"
                                + "{\"type\":\"activation\",\"name\":\"RELU\",\"arguments\":[]}}")) {
            hostile(layer, Map.of("w", Tensor.zeros(20)), "holds 20 numbers");
        }
        String dense = "{\"type\":\"dense\",\"name\":\"d\",\"inputs\":2,\"outputs\":1,\"bias\":";
        Map<String, Tensor> two = Map.of("d.weight", Tensor.zeros(2, 1));
        hostile(dense + "true}", two, "d.bias", "holds 0 numbers");
        hostile(dense + "false}", Map.of("v", Tensor.zeros(2)), "another model: \"d.weight\"");
        hostile("{\"a\":".repeat(1000), two, "nesting depth");
        Path file = temporary.resolve("hostile");
        ChecksummedFile.write(file, "cotangent model", 1, Map.of(), Map.of());
        Refusal.of(MalformedDataException.class, () -> Models.load(file), "holds no layers");
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
                "{'type':'dense','name':'d','inputs':30000,'outputs':30000,'bias':true}",
                "{'type':'embedding','name':'e','symbols':2000000000,'width':1,'padding':-1}",
                "{'type':'batchNorm','name':'b','features':2000000000,'momentum':0.1,"
                        + "'epsilon':1e-5,'affine':true}",
                "{'type':'mlp','widths':[40000,40000,40000],"
                        + "'hidden':{'type':'activation','name':'RELU','arguments':[]},"
                        + "'output':{'type':'activation','name':'LINEAR','arguments':[]}}"
            })
    void aSmallTextOfALargeModelIsRefusedAndFillsNoMemory(String json) {
        Refusal.of(
                MalformedDataException.class,
                () -> Models.fromJson(json.replace('\'', '"')),
                "numbers",
                "-Xmx");
    }
}
