package org.cotangent.nn.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Buffer;
import org.cotangent.nn.Layer;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.AtomicFile;
import org.cotangent.nn.testing.Bits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    @TempDir private Path folder;

    /** A layer with a parameter and a buffer, of the names and shape given. */
    private record Pair(Parameter p, Buffer b) implements Layer {
        Pair(String parameter, String buffer, double value, int... shape) {
            this(
                    new Parameter(parameter, Tensor.full(value, shape)),
                    new Buffer(buffer, Tensor.full(-value, shape)));
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            return x;
        }

        @Override
        public List<Parameter> parameters() {
            return List.of(p);
        }

        @Override
        public List<Buffer> buffers() {
            return List.of(b);
        }

        String values() {
            return p.value() + " " + b.value();
        }
    }

    private static Mlp mlp(int seed) {
        return Mlp.of(3, 4, 2).activation(Activation.TANH).build(new SeededRandom(seed));
    }

    private static State adam() {
        return new State("adam")
                .with("step", 3)
                .with("odd \"\n\u20ac", "\ud83d\ude00 \\ {}")
                .with("dense1.weight/m", Tensor.vector(1, Double.NaN, -0.0))
                .with("", Tensor.of(7))
                .with("dense1.weight", new State("moments").with("m", Tensor.of(8)));
    }

    @Test
    void everythingComesBack() throws IOException {
        Mlp model = mlp(1);
        Path file = folder.resolve("a.checkpoint");
        Map<String, State> states = new LinkedHashMap<>();
        states.put("optimizer", adam());
        states.put("random", new SeededRandom(5).state());
        states.put("nothing", new State("none"));
        states.put("a/b", new State("none"));
        Checkpoints.write(file, model, states);

        Mlp other = mlp(2);
        Map<String, State> back = Checkpoints.read(file, other);
        for (int i = 0; i < 4; i++) {
            Bits.assertSame(
                    model.parameters().get(i).value().toArray(),
                    other.parameters().get(i).value().toArray());
            assertTrue(other.parameters().get(i).value().isVariable());
        }
        assertEquals(new ArrayList<>(states.keySet()), new ArrayList<>(back.keySet()));
        assertEquals(states.get("random"), back.get("random"));
        assertEquals(states.get("nothing"), back.get("nothing"));
        State optimizer = back.get("optimizer");
        assertEquals(adam(), optimizer);
        Bits.assertSame(
                new double[] {1, Double.NaN, -0.0}, optimizer.tensor("dense1.weight/m").toArray());
        assertEquals(7, optimizer.tensor("").value());
    }

    @Test
    void theNamesInTheFileAndItsChecksum() throws Exception {
        Path file = folder.resolve("a.checkpoint");
        Checkpoints.write(file, new Pair("p", "b", 1, 2), Map.of("optimizer", adam()));
        Safetensors.Contents contents = Safetensors.read(file);
        assertEquals(
                "[model/p, model/b, state/optimizer/dense1.weight/m, state/optimizer/,"
                        + " state/optimizer/dense1.weight/m#2]",
                contents.tensors().keySet().toString());
        assertEquals("cotangent checkpoint", contents.metadata().get("kind"));
        assertEquals("2", contents.metadata().get("version"));
        // as the Javadoc tells it: the sum of the file with zeros for its own digits
        String told = contents.metadata().get("sha256");
        String bytes = Files.readString(file, StandardCharsets.ISO_8859_1);
        assertEquals(35, bytes.indexOf(told));
        String blank = bytes.replace(told, "0".repeat(64));
        MessageDigest sum = MessageDigest.getInstance("SHA-256");
        sum.update(blank.getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(told, HexFormat.of().formatHex(sum.digest()));
    }

    @Test
    void everyDamagedByteIsSeenAndNothingChanged() throws IOException {
        Path file = folder.resolve("a.checkpoint");
        Checkpoints.write(file, new Pair("p", "b", 1, 2), Map.of("optimizer", adam()));
        byte[] good = Files.readAllBytes(file);
        Pair model = new Pair("p", "b", 5, 2);
        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            // one bit, each in its turn; 0x20 changes the case of a letter
            bad[at] ^= (byte) (at % 9 == 8 ? 0x20 : 1 << at % 9);
            Files.write(file, bad);
            String where = "byte " + at;
            assertThrows(MalformedDataException.class, () -> Checkpoints.read(file, model), where);
        }
        for (int length = 0; length < good.length; length++) {
            Files.write(file, java.util.Arrays.copyOf(good, length));
            assertThrows(MalformedDataException.class, () -> Checkpoints.read(file, model));
        }
        Files.write(file, java.util.Arrays.copyOf(good, good.length + 1));
        assertThrows(MalformedDataException.class, () -> Checkpoints.read(file, model));
        assertEquals("[5, 5] [-5, -5]", model.values());
        Files.write(file, good);
        Checkpoints.read(file, model);
        assertEquals("[1, 1] [-1, -1]", model.values());
    }

    private void refused(Pair model, String... parts) {
        String before = model.values();
        Path file = folder.resolve("a.checkpoint");
        Refusal.of(MalformedDataException.class, () -> Checkpoints.read(file, model), parts);
        assertEquals(before, model.values());
    }

    @Test
    void aFileOfAnotherModelIsRefusedAndNothingChanged() throws IOException {
        Path file = folder.resolve("a.checkpoint");
        Checkpoints.write(file, new Pair("p", "b", 1, 2), Map.of());
        refused(
                new Pair("q", "b", 5, 2),
                "a.checkpoint: is of another model",
                "\"q\" stands in" + " the model but not in the file, which has [p, b]");
        refused(new Pair("p", "c", 5, 2), "\"c\" stands in the model but not in the file");
        refused(new Pair("p", "b", 5, 3), "\"p\" has shape [2] in the file and [3] in the model");
        Layer less =
                new Layer() {
                    @Override
                    public Tensor forward(Tensor x, Pass pass) {
                        return x;
                    }

                    @Override
                    public List<Parameter> parameters() {
                        return List.of(new Parameter("p", Tensor.zeros(2)));
                    }
                };
        Refusal.of(
                MalformedDataException.class,
                () -> Checkpoints.read(file, less),
                "\"b\" stands in the file but not in the model");
    }

    @Test
    void whatIsNoCheckpointOfThisVersionIsRefused() throws IOException {
        Path file = folder.resolve("a.checkpoint");
        Pair model = new Pair("p", "b", 5, 2);
        Safetensors.write(file, Map.of("p", Tensor.zeros(2)), Map.of());
        refused(model, "is no cotangent checkpoint");
        Map<String, String> reader = Map.of("reader", "Models.load");
        ChecksummedFile.write(file, "cotangent model", 2, Map.of(), reader);
        refused(model, "is a cotangent model; a cotangent checkpoint expected", "Models.load");
        ChecksummedFile.write(file, "cotangent checkpoint", 1, Map.of(), Map.of());
        refused(model, "of version 1", "knows version 2");
        Map<String, Tensor> stray = Map.of("state/optimizer/m", Tensor.of(1));
        String open = "{\"kind\":\"cotangent checkpoint\",\"model\":{\"kind\":\"weights\"},";
        String none = open + "\"state\":{\"kind\":\"states\"}}";
        ChecksummedFile.write(file, "cotangent checkpoint", 2, stray, Map.of("state", none));
        refused(model, "\"state/optimizer/m\" belongs to no place");
        ChecksummedFile.write(file, "cotangent checkpoint", 2, Map.of(), Map.of("state", none));
        refused(model, "\"p\" stands in the model but not in the file");
        for (String state :
                List.of(
                        "",
                        "1",
                        "{}",
                        "[]",
                        "{\"kind\":1}",
                        "{\"kind\":\"a\",\"kind\":\"a\"}",
                        "{\"kind\":\"a\",\"a\":null}",
                        "{\"kind\":\"a\",\"a\":[[]]}",
                        "{\"kind\":\"a\",\"a\":{\"tensor\":\"no\",\"shape\":[]}}",
                        "{\"kind\":\" \"}",
                        "{\"kind\":\"a\"} 1",
                        "{\"kind\":\"a\",\"a\":1",
                        "{\"kind\":\"a\",\"a\":99999999999999999999}",
                        "{\"kind\":\"a\",\"a\":1e999}",
                        "{")) {
            for (String tree : List.of(state, open + "\"state\":" + state + "}")) {
                ChecksummedFile.write(
                        file, "cotangent checkpoint", 2, Map.of(), Map.of("state", tree));
                refused(model, "a.checkpoint: ", "state");
            }
        }
        Refusal.of(
                NoSuchFileException.class,
                () -> Checkpoints.read(folder.resolve("none"), model),
                "no such file");
    }

    @Test
    void whatCannotBeWrittenLeavesTheOldFile() throws IOException {
        Path file = folder.resolve("a.checkpoint");
        Pair model = new Pair("p", "b", 1, 2);
        Checkpoints.write(file, model, Map.of());
        byte[] before = Files.readAllBytes(file);
        for (State bad :
                List.of(
                        new State("a").with("text", "\ud800"),
                        new State("a").with("\ud800", 1),
                        new State("\ud800"),
                        new State("a").with("b", List.of("\udc00")),
                        new State("a").with("n".repeat(5000), 1),
                        deep(300))) {
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> Checkpoints.write(file, model, Map.of("key", bad)),
                    "states: ");
        }
        Refusal.of(
                IllegalArgumentException.class,
                () -> Checkpoints.write(file, model, Map.of("kind", adam())),
                "\"kind\"");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Checkpoints.write(file, new Pair("same", "same", 1, 2), Map.of()),
                "two parameters or buffers called \"same\"");
        // something goes wrong in the middle of the file
        assertThrows(
                IOException.class,
                () ->
                        AtomicFile.write(
                                file,
                                channel -> {
                                    channel.write(ByteBuffer.wrap(new byte[100]));
                                    throw new IOException("the disk is full");
                                }));
        org.junit.jupiter.api.Assertions.assertArrayEquals(before, Files.readAllBytes(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    private static State deep(int levels) {
        State state = new State("leaf");
        for (int i = 0; i < levels; i++) {
            state = new State("level").with("next", state);
        }
        return state;
    }
}
