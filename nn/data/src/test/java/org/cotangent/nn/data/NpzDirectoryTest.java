package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.testing.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory at the end of an NPZ file and the headers before its entries must agree. */
class NpzDirectoryTest {
    private static final int MUTANTS = 4000;

    @TempDir private Path folder;

    private static List<byte[]> files() throws IOException {
        Path file = Files.createTempFile("own", ".npz");
        try {
            Npz.write(file, new TreeMap<>(Map.of("x", Tensor.vector(1, 2), "y", Tensor.of(3))));
            return List.of(
                    Resources.bytes("stored.npz"),
                    Resources.bytes("compressed.npz"),
                    Files.readAllBytes(file));
        } finally {
            Files.delete(file);
        }
    }

    private static int directory(byte[] file) {
        int at = file.length - 22;
        return (file[at + 16] & 255)
                | (file[at + 17] & 255) << 8
                | (file[at + 18] & 255) << 16
                | (file[at + 19] & 255) << 24;
    }

    /** Bits, bytes and fields of one file's directory, changed at random. */
    private static byte[] mutant(byte[] file, SplittableRandom random) {
        byte[] bytes = file.clone();
        int from = random.nextInt(3) == 0 ? 0 : directory(file);
        int at = from + random.nextInt(bytes.length - from);
        switch (random.nextInt(4)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> {
                int count = Math.min(1 + random.nextInt(8), bytes.length - at);
                for (int i = 0; i < count; i++) {
                    bytes[at + i] = (byte) (random.nextBoolean() ? 0 : random.nextInt(256));
                }
            }
            default -> {
                int other = from + random.nextInt(bytes.length - from);
                byte kept = bytes[at];
                bytes[at] = bytes[other];
                bytes[other] = kept;
            }
        }
        return bytes;
    }

    /** A mutant gives all arrays as they were written, or is refused. */
    @Test
    void noDamageGivesOtherArraysInSilence() throws IOException {
        List<byte[]> files = files();
        Path file = folder.resolve("file.npz");
        List<String> expected = new ArrayList<>();
        for (byte[] good : files) {
            expected.add(Npz.read(Files.write(file, good)).toString());
        }
        List<String> silent = new ArrayList<>();
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            int which = i % files.size();
            Files.write(file, mutant(files.get(which), new SplittableRandom(i)));
            try {
                String found = Npz.read(file).toString();
                if (!found.equals(expected.get(which))) {
                    silent.add("seed " + i + ": " + found);
                }
            } catch (MalformedDataException e) {
                assertTrue(e.getMessage().startsWith(file.toString()), e.getMessage());
                refused++;
            }
        }
        assertEquals(List.of(), silent);
        assertTrue(refused > MUTANTS / 4, refused + " refused");
    }

    private Path damaged(int at, int... bytes) throws IOException {
        byte[] file = Resources.bytes("stored.npz");
        for (int i = 0; i < bytes.length; i++) {
            file[(at + file.length) % file.length + i] = (byte) bytes[i];
        }
        return Files.write(folder.resolve("damaged.npz"), file);
    }

    @Test
    void anotherNameOrNoEntryInTheDirectoryIsRefused() throws IOException {
        byte[] good = Resources.bytes("stored.npz");
        Path renamed = damaged(directory(good) + 46, 'q');
        Refusal.of(
                MalformedDataException.class,
                () -> Npz.read(renamed),
                "damaged.npz",
                "damaged",
                "directory",
                "name");
        Refusal.of(MalformedDataException.class, () -> Npz.names(renamed), "directory");
        // no entries, an empty directory
        int end = good.length - 22;
        Path empty = damaged(end + 8, 0, 0, 0, 0, 0, 0, 0, 0);
        Refusal.of(MalformedDataException.class, () -> Npz.read(empty), "damaged");
        Refusal.of(MalformedDataException.class, () -> Npz.names(empty), "damaged");
    }

    @Test
    void emptyAndCommentedArchivesAreRead() throws IOException {
        Path file = folder.resolve("empty.npz");
        Npz.write(file, Map.of());
        assertEquals(Map.of(), Npz.read(file));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.setComment("a comment");
            zip.putNextEntry(new ZipEntry("x.npy"));
            Npy.write(zip, Tensor.vector(1, 2));
            zip.closeEntry();
        }
        assertEquals("{x=[1, 2]}", Npz.read(Files.write(file, bytes.toByteArray())).toString());
    }
}
