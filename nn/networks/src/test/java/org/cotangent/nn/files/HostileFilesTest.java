package org.cotangent.nn.files;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.BatchNorm;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Residual;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.Sequential;
import org.cotangent.nn.testing.DamagedFiles;
import org.cotangent.nn.testing.Mutations;
import org.cotangent.nn.testing.Resources;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Safetensors, checkpoints and models damaged at random. */
@Tag("thorough")
class HostileFilesTest extends DamagedFiles {
    /** What safetensors need, which have no other format around them. */
    private static final long SMALL = 64_000;

    private static final long SMALL_FACTOR = 20;

    private byte[] written(Map<String, Tensor> tensors) throws IOException {
        Path file = folder.resolve("written");
        Safetensors.write(file, tensors, Map.of("note", "abc"));
        return Files.readAllBytes(file);
    }

    @Test
    void safetensors() throws IOException {
        List<byte[]> files =
                List.of(
                        Resources.bytes("every_dtype.safetensors"),
                        Resources.bytes("spaced.safetensors"),
                        written(Map.of("w", Tensor.iota(300))),
                        written(Map.of()));
        Outcome outcome = attack(small(), 2000, 1000, Safetensors::read, files);
        // both ends are reached: damage in the numbers alone is not seen by this format
        assertTrue(outcome.accepted > 20 && outcome.refused > 1000, "" + outcome.accepted);
        assertTrue(outcome.messages.size() > 30, () -> outcome.messages.toString());
    }

    private static Outcome small() {
        Outcome outcome = new Outcome();
        outcome.constant = SMALL;
        outcome.factor = SMALL_FACTOR;
        return outcome;
    }

    @Test
    void aLargeFileTakesAsMuchMemoryAsItsNumbers() throws IOException {
        byte[] file = written(Map.of("a", Tensor.iota(300_000), "b", Tensor.iota(200_000)));
        Outcome outcome = small();
        // doubles: read, and copied into the tensor
        outcome.factor = 3;
        outcome.constant = 1 << 18;
        read(file, Safetensors::read, "large", outcome);
        assertEquals(1, outcome.accepted);
    }

    private static Mlp mlp(int seed) {
        return Mlp.of(2, 3, 1).activation(Activation.TANH).build(new SeededRandom(seed));
    }

    /** With the checksum put right, as a hostile writer would. */
    private static byte[] resealed(byte[] file) {
        int place = 35;
        if (file.length < place + 64) {
            return file;
        }
        byte[] bytes = file.clone();
        Arrays.fill(bytes, place, place + 64, (byte) '0');
        try {
            String sum =
                    HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
            byte[] digits = sum.getBytes(StandardCharsets.US_ASCII);
            System.arraycopy(digits, 0, bytes, place, 64);
        } catch (java.security.NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
        return bytes;
    }

    @Test
    void checkpoints() throws IOException {
        Path file = folder.resolve("written");
        Checkpoints.write(file, mlp(1), Map.of("random", new SeededRandom(1).state()));
        byte[] good = Files.readAllBytes(file);
        Mlp model = mlp(2);
        Tensor[] before = Parameter.values(model.parameters());
        Outcome outcome = new Outcome();
        for (int i = 0; i < 2000; i++) {
            byte[] bad = new Mutations(50_000 + i).of(good, good);
            if (Arrays.equals(bad, good)) {
                continue;
            }
            int accepted = outcome.accepted;
            read(bad, f -> Checkpoints.read(f, model), "seed " + (50_000 + i), outcome);
            assertEquals(accepted, outcome.accepted, "seed " + (50_000 + i) + " was accepted");
            for (int k = 0; k < before.length; k++) {
                assertTrue(before[k] == model.parameters().get(k).value());
            }
        }
        // a checksum that is right helps nobody past the checks of the parts
        Outcome sealed = new Outcome();
        for (int i = 0; i < 2000; i++) {
            byte[] bad = resealed(new Mutations(60_000 + i).of(good, good));
            read(bad, f -> Checkpoints.read(f, mlp(2)), "seed " + (60_000 + i), sealed);
        }
        assertTrue(sealed.accepted > 20 && sealed.messages.size() > 15, "" + sealed.messages);
    }

    @Test
    void models() throws IOException {
        Layer inner = new Residual(new Dropout(0.5), new BatchNorm("n", 2));
        Layer model = new Sequential(inner, mlp(1), inner);
        Models.save(folder, model, Map.of("random", new SeededRandom(1).state()));
        byte[] good = Files.readAllBytes(folder.resolve("model.safetensors"));
        Outcome sealed = new Outcome();
        for (int i = 0; i < 2000; i++) {
            byte[] bad = resealed(new Mutations(70_000 + i).of(good, good));
            read(bad, Models::load, "seed " + (70_000 + i), sealed);
        }
        assertTrue(sealed.accepted > 20 && sealed.messages.size() > 40, "" + sealed.messages);
    }

    @Test
    void largeAsksOfSmallFiles() throws IOException {
        Outcome outcome = new Outcome();
        String deep = "[".repeat(200_000);
        for (String header :
                List.of(
                        "{\"w\":{\"dtype\":\"F64\",\"shape\":[2147483639],\"data_offsets\":[0,17179869112]}}",
                        "{\"w\":{\"dtype\":\"U8\",\"shape\":[2147483639],\"data_offsets\":[0,2147483639]}}",
                        "{\"w\":{\"dtype\":\"U8\",\"shape\":" + deep,
                        "{\"a\":".repeat(100_000),
                        "{\"__metadata__\":{\"a\":\"" + "\\u0041".repeat(100_000) + "\"}}",
                        "{\"w\":{\"shape\":[" + "0,".repeat(100_000) + "0]}}",
                        "{\"w\":{\"shape\":[" + "9".repeat(100_000) + "]}}",
                        "{\"" + "\u00e9".repeat(100_000) + "\":1}")) {
            byte[] text = header.getBytes(StandardCharsets.UTF_8);
            byte[] bytes =
                    ByteBuffer.allocate(8 + text.length)
                            .order(ByteOrder.LITTLE_ENDIAN)
                            .putLong(text.length)
                            .put(text)
                            .array();
            read(bytes, Safetensors::read, header.substring(0, 30), outcome);
        }
        assertEquals(7, outcome.refused);
        assertEquals(1, outcome.accepted);
    }
}
