package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.testing.Bits;
import org.cotangent.nn.testing.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RowStreamTest {
    @TempDir private Path folder;

    /** As the text of the format says: bytes of shape [rows, columns]. */
    private static byte[] idx(int rows, int columns, byte... data) {
        return ByteBuffer.allocate(12 + data.length)
                .put(new byte[] {0, 0, 8, 2})
                .putInt(rows)
                .putInt(columns)
                .put(data)
                .array();
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Path zipped(String name, byte[] bytes) throws IOException {
        Path file = folder.resolve(name);
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(bytes);
        }
        return file;
    }

    private static void readsAll(RowStream stream, Tensor expected) throws IOException {
        try (stream) {
            int rows = expected.size(0);
            assertArrayEquals(expected.shape(), stream.shape());
            assertEquals(rows, stream.rows());
            for (int from = 0; from < rows; from += 4) {
                assertEquals(rows - from, stream.left());
                Tensor part = stream.nextRows(4);
                Tensor same = expected.slice(0, from, Math.min(from + 4, rows));
                assertArrayEquals(same.shape(), part.shape());
                Bits.assertSame(same.toArray(), part.toArray());
            }
            assertEquals(0, stream.left());
            Refusal.of(
                    NoSuchElementException.class,
                    () -> stream.nextRows(1),
                    "all " + rows + " rows");
        }
    }

    @Test
    void everyFormatGivesItsRowsInOrder() throws IOException {
        byte[] data = {0, 1, -1, 3, 4, 5, 6, 7, 8, 9, 10, 127, -128, 13};
        Tensor rows =
                Tensor.of(new double[] {0, 1, 255, 3, 4, 5, 6, 7, 8, 9, 10, 127, 128, 13}, 7, 2);
        readsAll(Idx.stream(file("plain.idx", idx(7, 2, data))), rows);
        readsAll(Idx.stream(zipped("packed.idx", idx(7, 2, data))), rows);
        Tensor odd = Tensor.normal(new java.util.SplittableRandom(1), 10, 3, 2);
        Path npy = folder.resolve("a.npy");
        Npy.write(npy, odd);
        readsAll(Npy.stream(npy), odd);
        Path npz = folder.resolve("a.npz");
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("x", odd);
        arrays.put("y", Tensor.iota(9));
        Npz.write(npz, arrays);
        readsAll(Npz.stream(npz, "x"), odd);
        readsAll(Npz.stream(npz, "y"), Tensor.iota(9));
        // written by Python, big-endian
        Path big = Resources.file("i8_big.npy");
        readsAll(Npy.stream(big), Npy.read(big));
        try (RowStream none = Npy.stream(Resources.file("empty.npy"))) {
            assertArrayEquals(new int[] {0, 3}, none.shape());
            assertEquals(0, none.left());
        }
    }

    @Test
    void oneArrayOfAnArchive() throws IOException {
        Path npz = folder.resolve("a.npz");
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("x", Tensor.iota(4));
        arrays.put("y", Tensor.vector(7, 8));
        Npz.write(npz, arrays);
        assertEquals(List.of("x", "y"), Npz.names(npz));
        assertEquals("[7, 8]", Npz.read(npz, "y").toString());
        Refusal.of(IllegalArgumentException.class, () -> Npz.read(npz, "z"), "\"z\"", "[x, y]");
        Refusal.of(IllegalArgumentException.class, () -> Npz.stream(npz, "z"), "\"z\"", "[x, y]");
        Path none = folder.resolve("none.npz");
        Refusal.of(NoSuchFileException.class, () -> Npz.read(none, "x"), "no such file");
        Refusal.of(NoSuchFileException.class, () -> Npz.names(none), "no such file");
        Refusal.of(NoSuchFileException.class, () -> Npz.stream(none, "x"), "no such file");
        // damage in one array does not matter to another; x is stored as it is
        byte[] bytes = Resources.bytes("stored.npz");
        bytes[new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\n") + 4] ^= 1;
        Path damaged = file("damaged.npz", bytes);
        assertEquals("[3, 1]", Npz.read(damaged, "labels").toString());
        Refusal.of(MalformedDataException.class, () -> Npz.read(damaged, "x"), "CRC-32", "x.npy");
        try (RowStream rows = Npz.stream(damaged, "x")) {
            rows.nextRows(1);
            Refusal.of(MalformedDataException.class, () -> rows.nextRows(1), "CRC-32", "x.npy");
        }
        Path other = file("other.npz", new byte[9]);
        Refusal.of(MalformedDataException.class, () -> Npz.stream(other, "x"), "not an NPZ file");
    }

    @Test
    void whatCannotBeReadByRows() {
        Refusal.of(
                MalformedDataException.class,
                () -> Npy.stream(Resources.file("fortran.npy")),
                "column by column",
                "as a whole",
                "fortran.npy");
        Refusal.of(
                MalformedDataException.class,
                () -> Npy.stream(Resources.file("scalar.npy")),
                "scalar");
        Path none = folder.resolve("none");
        Refusal.of(NoSuchFileException.class, () -> Npy.stream(none), "no such file");
        Refusal.of(NoSuchFileException.class, () -> Idx.stream(none), "no such file");
    }

    @Test
    void damageIsNamedByItsByte() throws IOException {
        byte[] good = idx(3, 2, new byte[6]);
        Path shorter = file("short", Arrays.copyOf(good, 17));
        Refusal.of(
                MalformedDataException.class,
                () -> Idx.stream(shorter),
                "[3, 2]",
                "6 bytes from byte 12",
                "there are 5");
        Path longer = file("long", Arrays.copyOf(good, 19));
        Refusal.of(MalformedDataException.class, () -> Idx.stream(longer), "there are 7");
        Path cut = zipped("cut", Arrays.copyOf(good, 17));
        try (RowStream rows = Idx.stream(cut)) {
            rows.nextRows(2);
            Refusal.of(
                    MalformedDataException.class,
                    () -> rows.nextRows(1),
                    "rows 2 to 2",
                    "from byte 16",
                    "there are 1");
            Refusal.of(IllegalStateException.class, () -> rows.nextRows(1), "closed");
        }
        Path more = zipped("more", Arrays.copyOf(good, 19));
        try (RowStream rows = Idx.stream(more)) {
            Refusal.of(MalformedDataException.class, () -> rows.nextRows(9), "end at byte 18");
        }
        byte[] packed = Files.readAllBytes(zipped("sum", good));
        packed[packed.length - 6] ^= 1;
        try (RowStream rows = Idx.stream(file("sum", packed))) {
            rows.nextRows(2);
            Refusal.of(MalformedDataException.class, () -> rows.nextRows(1), "damaged or cut off");
        }
        String header = "{'descr': '|b1', 'fortran_order': False, 'shape': (4,), }\n";
        byte[] truths =
                ByteBuffer.allocate(10 + header.length() + 4)
                        .put((byte) 0x93)
                        .put("NUMPY\1\0".getBytes(StandardCharsets.US_ASCII))
                        .put((byte) header.length())
                        .put((byte) 0)
                        .put(header.getBytes(StandardCharsets.US_ASCII))
                        .put(new byte[] {0, 1, 0, 2})
                        .array();
        try (RowStream rows = Npy.stream(file("truths", truths))) {
            assertEquals("[0, 1]", rows.nextRows(2).toString());
            Refusal.of(
                    MalformedDataException.class,
                    () -> rows.nextRows(2),
                    "rows 2 to 3, element 1 at byte " + (truths.length - 1),
                    "0 or 1 expected");
        }
        Path wide = zipped("wide", idx(2, 3_000_000));
        Refusal.of(MalformedDataException.class, () -> Idx.stream(wide), "a row", "3000000 bytes");
        Path huge = zipped("huge", idx(-1, 1));
        Refusal.of(MalformedDataException.class, () -> Idx.stream(huge), "2147483647 rows");
    }

    @Test
    void theNumberOfRowsIsChecked() throws IOException {
        RowStream rows = Idx.stream(zipped("many", idx(Integer.MAX_VALUE, 1000)));
        Refusal.of(IllegalArgumentException.class, () -> rows.nextRows(0), "0 rows");
        Refusal.of(
                IllegalArgumentException.class,
                () -> rows.nextRows(3_000_000),
                "3000000 rows of 1000",
                "fewer");
        rows.close();
        Refusal.of(IllegalStateException.class, () -> rows.nextRows(1), "closed");
    }

    @Test
    void packedFilesTakeAsMuchMemoryAsTheirNumbers() throws IOException {
        // each random byte three times: it packs to less than half
        byte[] random = new byte[1_000_000];
        new Random(1).nextBytes(random);
        byte[] data = new byte[3 * random.length];
        for (int i = 0; i < data.length; i++) {
            data[i] = random[i / 3];
        }
        Path file = zipped("thrice", idx(3000, 1000, data));
        Idx.read(file);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        long before = threads.getThreadAllocatedBytes(self);
        assertEquals(data.length, Idx.read(file).size());
        long used = threads.getThreadAllocatedBytes(self) - before;
        // the bytes, 8 for the number that each becomes, 8 for the tensor's copy, and buffers
        long most = 17L * data.length + (2 << 20);
        assertTrue(used < most, () -> used + " bytes for " + data.length + " unpacked");
    }

    @Test
    void memoryIsForTheRowsThatAreAskedFor() throws IOException {
        byte[] data = new byte[4000 * 1000];
        new Random(1).nextBytes(data);
        byte[] bytes = idx(4000, 1000, data);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long self = Thread.currentThread().getId();
        for (Path file : List.of(file("plain", bytes), zipped("packed", bytes))) {
            try (RowStream first = Idx.stream(file)) {
                first.nextRows(10);
            }
            long sum = 0;
            try (RowStream rows = Idx.stream(file)) {
                while (rows.left() > 0) {
                    long before = threads.getThreadAllocatedBytes(self);
                    Tensor some = rows.nextRows(10);
                    long used = threads.getThreadAllocatedBytes(self) - before;
                    // 80 kB of numbers, twice, and buffers
                    assertTrue(used < 400_000, () -> used + " bytes for 10 rows of " + file);
                    sum += (long) some.sum().value();
                }
            }
            long expected = 0;
            for (byte b : data) {
                expected += b & 0xff;
            }
            assertEquals(expected, sum);
        }
    }
}
