package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.testing.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IdxTest {
    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "08; [[0, 1, 2], [3, 4, 5]]",
                "09; [[-3, -2, -1], [0, 1, 2]]",
                "0b; [[-3, -2, -1], [0, 1, 2]]",
                "0c; [[-3, -2, -1], [0, 1, 2]]",
                "0d; [[-3, -2, -1], [0, 1, 2]]",
                "0e; [[-3, -2, -1], [0, 1, 2]]"
            })
    void everyType(String code, String expected) throws IOException {
        Path file = Resources.file("type" + code + ".idx");
        assertEquals(expected, Idx.read(file).toString());
    }

    @Test
    void imagesAndLabels() throws IOException {
        Path images = Resources.file("images-idx3-ubyte.gz");
        assertArrayEquals(new int[] {3, 2, 2}, Idx.read(images).shape());
        assertEquals(
                "[[0, 1, 2, 3], [4, 5, 6, 7], [8, 9, 10, 11]]", Idx.readRows(images).toString());
        Path labels = Resources.file("labels-idx1-ubyte");
        assertEquals("[9, 0, 2]", Arrays.toString(Idx.readLabels(labels)));
        Refusal.of(
                MalformedDataException.class,
                () -> Idx.readLabels(images),
                "[3, 2, 2]",
                "are these the images?");
    }

    @Test
    void asManyImagesAsFashionMnistHasForTesting() throws IOException {
        byte[] pixels = new byte[10000 * 784];
        new java.util.Random(1).nextBytes(pixels);
        byte[] start = {0, 0, 8, 3, 0, 0, 0x27, 0x10, 0, 0, 0, 28, 0, 0, 0, 28};
        Path file = folder.resolve("t10k-images-idx3-ubyte.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(start);
            out.write(pixels);
        }
        double[] numbers = Idx.readRows(file).toArray();
        assertEquals(pixels.length, numbers.length);
        for (int i = 0; i < pixels.length; i++) {
            if (numbers[i] != (pixels[i] & 0xff)) {
                assertEquals(pixels[i] & 0xff, numbers[i], "at " + i);
            }
        }
    }

    private void refused(byte[] bytes, String... parts) throws IOException {
        Path file = Files.write(folder.resolve("bad.idx"), bytes);
        Refusal.of(MalformedDataException.class, () -> Idx.read(file), parts);
        Refusal.of(MalformedDataException.class, () -> Idx.read(file), "bad.idx");
    }

    private static byte[] idx(int type, int... extents) {
        ByteBuffer bytes = ByteBuffer.allocate(4 + 4 * extents.length);
        bytes.put((byte) 0).put((byte) 0).put((byte) type).put((byte) extents.length);
        Arrays.stream(extents).forEach(bytes::putInt);
        return bytes.array();
    }

    @Test
    void damagedFilesAreRefused() throws IOException {
        refused(new byte[0], "the magic number", "end at byte 0");
        refused(new byte[1], "the magic number", "end at byte 1");
        refused(new byte[] {'P', 'K', 3, 4}, "begins with 50 4b 03 04");
        refused(idx(10, 1), "begins with 00 00 0a 01");
        refused(idx(8), "begins with 00 00 08 00");
        refused(new byte[] {0, 0, 8, (byte) 0x80}, "00 00 08 80");
        refused(new byte[] {0, 0, 8, 127, 0}, "the extents needs 508 bytes");
        refused(idx(14, -1), "4294967295", "more elements");
        refused(idx(14, 65536, 65536, 65536, 65536), "65536", "more elements");
        refused(idx(8, 2147483639), "2147483639 elements", "there are 0");
        refused(idx(8, 2), "need 2 bytes", "there are 0");
        refused(Arrays.copyOf(idx(8, 2), 11), "end at byte 10", "more bytes follow");
    }

    private static byte[] zipped(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
            zip.write(bytes);
        }
        return out.toByteArray();
    }

    @Test
    void damagedGzipIsRefused() throws IOException {
        byte[] good = zipped(Arrays.copyOf(idx(8, 50), 58));
        refused(Arrays.copyOf(good, 5), "gzip");
        refused(Arrays.copyOf(good, good.length - 9), "damaged or cut off");
        byte[] sum = good.clone();
        sum[sum.length - 6] ^= 1;
        refused(sum, "damaged or cut off");
        refused(zipped(idx(8, 2147483639)), "2147483639 elements", "there are 0");
        byte[] bomb = zipped(Arrays.copyOf(idx(8, 4000000), 4000008));
        refused(bomb, "unpacks to more than");
        Tensor zeros = Idx.read(folder.resolve("bad.idx"), 5000000);
        assertEquals(4000000, zeros.size());
    }
}
