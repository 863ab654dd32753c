package org.cotangent.nn.files;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Layer;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.testing.Bits;
import org.cotangent.nn.testing.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    @TempDir private Path folder;

    private static void holds(Tensor tensor, int[] shape, double... numbers) {
        assertArrayEquals(shape, tensor.shape());
        Bits.assertSame(numbers, tensor.toArray());
    }

    @Test
    void readsWhatPythonWrote() throws IOException {
        Safetensors.Contents contents = Safetensors.read(Resources.file("every_dtype.safetensors"));
        Map<String, Tensor> tensors = contents.tensors();
        double[] f = {0, -0.0, 1.5, -2.25, 65504, 0x1p-14, 0x1p-24, INF, -INF, Double.NaN};
        holds(tensors.get("f64"), new int[] {2, 5}, f);
        double[] f32 = f.clone();
        holds(tensors.get("f32"), new int[] {10}, f32);
        holds(tensors.get("f16"), new int[] {5, 2}, f);
        holds(tensors.get("bf16"), new int[] {4}, 1, -2.5, 3.140625, INF);
        holds(tensors.get("i64"), new int[] {6}, 0, 1, -1, 127, -128, 0x1p53);
        holds(tensors.get("i32"), new int[] {6}, 0, 1, -1, 127, -128, -0x1p31);
        holds(tensors.get("i16"), new int[] {6}, 0, 1, -1, 127, -128, 32767);
        holds(tensors.get("i8"), new int[] {5}, 0, 1, -1, 127, -128);
        holds(tensors.get("u64"), new int[] {4}, 0, 1, 255, 0x1p53);
        holds(tensors.get("u32"), new int[] {4}, 0, 1, 255, 4294967295.0);
        holds(tensors.get("u16"), new int[] {4}, 0, 1, 255, 65535);
        holds(tensors.get("u8"), new int[] {3}, 0, 1, 255);
        holds(tensors.get("bool"), new int[] {2}, 0, 1);
        holds(tensors.get("scalar"), new int[0], 0.1);
        holds(tensors.get("empty"), new int[] {0, 3});
        assertEquals(15, tensors.size());
        assertEquals(
                Map.of("by", "reference_files.py", "umlaut \u00e4", "\u20ac \ud83d\ude00 \"\\\n"),
                contents.metadata());
        // in the order of the header, which is not that of the data
        assertEquals("u8", tensors.keySet().iterator().next());
        Tensor spaced = Safetensors.read(Resources.file("spaced.safetensors")).tensors().get("a");
        holds(spaced, new int[] {1, 2}, 1, 2);
    }

    /** From the text of the format, with nothing of ours. */
    private static Map<String, double[]> parsed(byte[] file, Map<String, String> texts)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int length = Math.toIntExact(bytes.getLong(0));
        assertEquals(0, (8 + length) % 8);
        assertEquals('{', file[8]);
        JsonNode header = new ObjectMapper().readTree(file, 8, length);
        Map<String, double[]> all = new LinkedHashMap<>();
        List<String> names = new ArrayList<>();
        header.fieldNames().forEachRemaining(names::add);
        int covered = 0;
        for (String name : names) {
            JsonNode entry = header.get(name);
            if (name.equals("__metadata__")) {
                entry.properties().forEach(e -> texts.put(e.getKey(), e.getValue().asText()));
                continue;
            }
            assertEquals("F64", entry.get("dtype").asText());
            int begin = entry.get("data_offsets").get(0).asInt();
            int end = entry.get("data_offsets").get(1).asInt();
            assertEquals(covered, begin);
            covered = end;
            double[] numbers = new double[(end - begin) / 8];
            bytes.position(8 + length + begin)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asDoubleBuffer()
                    .get(numbers);
            int product = 1;
            for (JsonNode extent : entry.get("shape")) {
                product *= extent.asInt();
            }
            assertEquals(product, numbers.length);
            all.put(name + entry.get("shape"), numbers);
        }
        assertEquals(file.length, 8 + length + covered);
        return all;
    }

    @Test
    void writesWhatTheFormatSays() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        double odd = Double.longBitsToDouble(0x7ff8000000abcdefL);
        tensors.put("b", Tensor.of(new double[] {1, -0.0, INF, odd, 5e-324, 6}, 2, 3));
        tensors.put("a \u20ac\"", Tensor.of(0.1));
        tensors.put("none", Tensor.zeros(3, 0));
        tensors.put("long", Tensor.iota(20000));
        Map<String, String> texts = Map.of("k\u00e4", "\u0001\ud83d\ude00\"");
        Path file = folder.resolve("w.safetensors");
        Safetensors.write(file, tensors, texts);
        Map<String, String> found = new LinkedHashMap<>();
        Map<String, double[]> all = parsed(Files.readAllBytes(file), found);
        assertEquals(texts, found);
        assertEquals(
                List.of("b[2,3]", "a \u20ac\"[]", "none[3,0]", "long[20000]"),
                new ArrayList<>(all.keySet()));
        Bits.assertSame(tensors.get("b").toArray(), all.get("b[2,3]"));
        Bits.assertSame(new double[] {0.1}, all.get("a \u20ac\"[]"));
        Bits.assertSame(tensors.get("long").toArray(), all.get("long[20000]"));

        Safetensors.Contents back = Safetensors.read(file);
        assertEquals(new ArrayList<>(tensors.keySet()), new ArrayList<>(back.tensors().keySet()));
        for (String name : tensors.keySet()) {
            holds(back.tensors().get(name), tensors.get(name).shape(), tensors.get(name).toArray());
        }
        assertEquals(texts, back.metadata());
        Safetensors.write(file, Map.of(), Map.of());
        assertEquals(new Safetensors.Contents(Map.of(), Map.of()), Safetensors.read(file));
    }

    @Test
    void modelsAndWeightsAreFilesOfTheFormat() throws IOException {
        Mlp mlp =
                Mlp.of(2, 3, 1)
                        .activation(Activation.TANH)
                        .build(new java.util.SplittableRandom(1));
        Layer model = new Sequential(mlp, new BatchNorm("norm", 1));
        Models.save(folder, model);
        Path weights = folder.resolve("weights.safetensors");
        Weights.save(weights, model);
        for (Path file : List.of(folder.resolve("model.safetensors"), weights)) {
            Map<String, double[]> all = parsed(Files.readAllBytes(file), new LinkedHashMap<>());
            assertEquals(
                    Set.of(
                            "dense1.weight[2,3]",
                            "dense1.bias[3]",
                            "dense2.weight[3,1]",
                            "dense2.bias[1]",
                            "norm.weight[1]",
                            "norm.bias[1]",
                            "norm.mean[1]",
                            "norm.variance[1]"),
                    all.keySet());
            Bits.assertSame(
                    mlp.parameters().get(0).value().toArray(), all.get("dense1.weight[2,3]"));
            Bits.assertSame(
                    mlp.parameters().get(2).value().toArray(), all.get("dense2.weight[3,1]"));
        }
    }

    @Test
    void whatTheFormatDoesNotTakeIsNotWritten() throws IOException {
        Path file = Files.writeString(folder.resolve("w"), "old");
        Tensor one = Tensor.of(1);
        for (String name : List.of("__metadata__", "\ud800", "x".repeat(4097))) {
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> Safetensors.write(file, Map.of(name, one), Map.of()),
                    "safetensors");
        }
        Refusal.of(
                IllegalArgumentException.class,
                () -> Safetensors.write(file, Map.of(), Map.of("a", "\udc00")),
                "\"a\"");
        Path nowhere = folder.resolve("none/w");
        Refusal.of(
                NoSuchFileException.class,
                () -> Safetensors.write(nowhere, Map.of(), Map.of()),
                "there is no folder");
        assertThrows(IOException.class, () -> Safetensors.write(folder, Map.of(), Map.of()));
        assertEquals("old", Files.readString(file));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void aFileThatIsNotThere() {
        Refusal.of(
                NoSuchFileException.class,
                () -> Safetensors.read(folder.resolve("none")),
                "none",
                "there is no such file");
        assertThrows(IOException.class, () -> Safetensors.read(folder));
    }

    private void refused(long headerLength, String header, int data, String... parts)
            throws IOException {
        byte[] text = header.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        refused(headerLength, text, data, parts);
    }

    private void refused(long headerLength, byte[] header, int data, String... parts)
            throws IOException {
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + header.length + data).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(headerLength).put(header);
        Path file = Files.write(folder.resolve("bad.safetensors"), bytes.array());
        Refusal.of(MalformedDataException.class, () -> Safetensors.read(file), parts);
        Refusal.of(MalformedDataException.class, () -> Safetensors.read(file), "bad.safetensors");
    }

    private void refused(String header, int data, String... parts) throws IOException {
        refused(
                header.getBytes(java.nio.charset.StandardCharsets.UTF_8).length,
                header,
                data,
                parts);
    }

    @Test
    void lengthsOfTheHeaderThatCannotBe() throws IOException {
        refused(-1, "{}", 0, "18446744073709551615", "has 2 more");
        refused(Long.MIN_VALUE, "{}", 0, "9223372036854775808");
        refused(Long.MAX_VALUE, "{}", 0, "9223372036854775807");
        refused(3, "{}", 0, "of 3 bytes", "has 2 more");
        refused(0, "", 0, "does not begin with {");
        refused(1, "{}", 0, "the header is not the JSON");
        Path file = Files.write(folder.resolve("short"), new byte[7]);
        Refusal.of(MalformedDataException.class, () -> Safetensors.read(file), "has 7 bytes");
    }

    private static String tensor(String dtype, String shape, String range) {
        return "{\"w\":{\"dtype\":"
                + dtype
                + ",\"shape\":"
                + shape
                + ",\"data_offsets\":"
                + range
                + "}}";
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '~',
            value = {
                "\"F64\"; [2]; [0,8]; are 8 bytes; F64 of shape [2] needs 16",
                "\"F64\"; [1]; [0,16]; beyond; within the 8 bytes",
                "\"F64\"; [1]; [8,0]; [8, 0]; in order",
                "\"F64\"; [0]; [8,8]; begins at byte 8; the header ends at 0",
                "\"U8\"; [4]; [4,8]; begins at byte 4; no hole",
                "\"U8\"; [4]; [0,4]; end at byte 4; there are 8 bytes",
                "\"F8\"; [8]; [0,8]; dtype \"F8\"; BOOL",
                "8; [8]; [0,8]; dtype; not a text",
                "\"U8\"; 8; [0,8]; shape; not a list",
                "\"U8\"; [[8]]; [0,8]; shape; whole numbers",
                "\"U8\"; [8.0]; [0,8]; \"8.0\"; whole numbers",
                "\"U8\"; [-8]; [0,8]; \"-8\"; whole numbers",
                "\"U8\"; [9223372036854775808]; [0,8]; 9223372036854775808; below 10^18",
                "\"U8\"; [4294967296,4294967296]; [0,8]; more elements; 4294967296",
                "\"U8\"; [65536,65536,65536,65536]; [0,8]; more elements; 65536",
                "\"U8\"; [0,4294967296]; [0,0]; more elements; 4294967296",
                "\"U8\"; [8]; [0]; two data_offsets; w",
                "\"U8\"; [8]; [0,8,8]; more than 2; data_offsets",
                "\"U8\"; [8]; [0,18446744073709551616]; 18446744073709551616; below 10^18",
                "\"U8\"; [8]; [0,8],\"dtype\":\"U8\"; Duplicate; dtype",
                "\"U8\"; [8]; [0,8],\"more\":1; \"more\"; only dtype",
            })
    void tensorsThatCannotBe(String dtype, String shape, String range, String first, String second)
            throws IOException {
        if (first.equals("beyond")) {
            refused(tensor(dtype, shape, range), 8, second);
        } else {
            refused(tensor(dtype, shape, range), 8, first, second);
        }
    }

    @Test
    void headersThatCannotBe() throws IOException {
        String a = "{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[0,8]}";
        String b = "{\"dtype\":\"U8\",\"shape\":[5],\"data_offsets\":[3,8]}";
        refused("{\"a\":" + a + ",\"a\":" + a + "}", 8, "Duplicate", "'a'");
        refused("{\"a\":" + a + ",\"b\":" + b + "}", 8, "\"b\"", "byte 3", "no overlap");
        refused("{\"a\":" + a + ",\"b\":" + a + "}", 8, "byte 0", "ends at 8");
        refused("{}", 1, "end at byte 0", "there are 1 bytes");
        refused("{\"a\":1}", 0, "\"a\" is not an object");
        refused("{} {}", 0, "goes on");
        refused("[]", 0, "begin with {");
        refused(" {}", 0, "begin with {");
        refused("{\"w\":{}}", 0, "\"w\"", "must have a dtype");
        refused("{\"__metadata__\":{\"a\":1}}", 0, "metadata \"a\"", "not a text");
        refused("{\"__metadata__\":{\"a\":\"\\ud800\"}}", 0, "surrogates");
        refused("{\"__metadata__\":[]}", 0, "not an object");
        refused("{\"a\":" + "[".repeat(100000), 0, "not an object");
        refused("{\"a\":{\"shape\":" + "[".repeat(100000), 0, "whole numbers");
        refused("{\"" + "x".repeat(5000) + "\":" + a + "}", 8, "4096");
        refused("{\"w\":{\"shape\":[" + "1,".repeat(64) + "1]}}", 0, "more than 64");
        refused(4, new byte[] {'{', '"', (byte) 0xc0, (byte) 0x80}, 0, "not UTF-8");
        refused(4, new byte[] {'{', 0, '}', 0}, 0, "not the JSON");
        refused("{\"a\":" + a, 8, "not the JSON");
    }

    @Test
    void numbersThatADoubleCannotHold() throws IOException {
        String header = tensor("\"I64\"", "[2]", "[0,16]");
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + header.length() + 16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(header.length()).put(header.getBytes()).putLong(7).putLong((1L << 53) + 1);
        Path file = Files.write(folder.resolve("i64"), bytes.array());
        Refusal.of(
                MalformedDataException.class,
                () -> Safetensors.read(file),
                "tensor \"w\", element 1 at byte " + (8 + header.length() + 8),
                "9007199254740993",
                "2^53");
        String truth = tensor("\"BOOL\"", "[1]", "[0,1]");
        byte[] wrong = new byte[8 + truth.length() + 1];
        ByteBuffer.wrap(wrong)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(truth.length())
                .put(truth.getBytes())
                .put((byte) 2);
        Files.write(file, wrong);
        Refusal.of(MalformedDataException.class, () -> Safetensors.read(file), "0 or 1 expected");
    }

    @Test
    void aLinkStaysALink() throws IOException {
        Path file = folder.resolve("target");
        Safetensors.write(file, Map.of(), Map.of("a", "1"));
        Path link = Files.createSymbolicLink(folder.resolve("link"), file);
        Safetensors.write(link, Map.of(), Map.of("a", "2"));
        assertEquals("2", Safetensors.read(file).metadata().get("a"));
        assertFalse(Files.isRegularFile(link, java.nio.file.LinkOption.NOFOLLOW_LINKS));
    }
}
