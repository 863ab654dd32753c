package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.testing.Bits;
import org.cotangent.nn.testing.Resources;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumpyFilesTest {
    @TempDir private Path folder;

    private static Tensor read(String name) throws IOException {
        return Npy.read(Resources.file(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"f8", "f4", "f2", "i8", "i4", "i2", "i1"})
    void numbersWithSign(String code) throws IOException {
        for (String order : code.endsWith("1") ? List.of("byte") : List.of("little", "big")) {
            assertEquals("[[-3, -2, -1], [0, 1, 2]]", read(code + "_" + order + ".npy").toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"u8", "u4", "u2", "u1"})
    void numbersWithoutSign(String code) throws IOException {
        for (String order : code.endsWith("1") ? List.of("byte") : List.of("little", "big")) {
            assertEquals("[[0, 1, 2], [3, 4, 5]]", read(code + "_" + order + ".npy").toString());
        }
    }

    @Test
    void whatElseNumpyWrote() throws IOException {
        assertEquals("[[0, 0, 0], [0, 1, 1]]", read("b1_byte.npy").toString());
        Tensor fortran = read("fortran.npy");
        assertArrayEquals(new int[] {2, 3, 4}, fortran.shape());
        assertArrayEquals(Tensor.iota(24).toArray(), fortran.toArray());
        assertEquals(0.1, read("scalar.npy").value());
        assertEquals(0, read("scalar.npy").rank());
        assertArrayEquals(new int[] {0, 3}, read("empty.npy").shape());
        for (int version = 1; version <= 3; version++) {
            assertEquals("[1, 2]", read("version" + version + ".npy").toString());
        }
        Map<String, Tensor> stored = Npz.read(Resources.file("stored.npz"));
        assertEquals("{x=[[0, 1, 2], [3, 4, 5]], labels=[3, 1]}", stored.toString());
        Map<String, Tensor> packed = Npz.read(Resources.file("compressed.npz"));
        assertEquals(
                "[y, arr_0]",
                packed.keySet().stream()
                        .sorted(java.util.Comparator.reverseOrder())
                        .toList()
                        .toString());
        assertEquals("[[1, 0, 0], [0, 1, 0], [0, 0, 1]]", packed.get("y").toString());
        assertArrayEquals(new double[1000], packed.get("arr_0").toArray());
    }

    @ParameterizedTest
    @CsvSource({
        "complex, \"<c16\"",
        "text, \"<U1\"",
        "record, several columns",
        "object, \"|O\"",
    })
    void whatIsNoArrayOfNumbersIsRefused(String name, String part) {
        Refusal.of(
                MalformedDataException.class,
                () -> read("refused_" + name + ".npy"),
                "refused_" + name,
                part);
    }

    /** The bytes of an NPY file as the text of the format says, with nothing of ours. */
    private static byte[] npy(int version, String header, byte... data) {
        byte[] text = header.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer bytes =
                ByteBuffer.allocate(8 + (version == 1 ? 2 : 4) + text.length + data.length)
                        .order(ByteOrder.LITTLE_ENDIAN);
        bytes.put((byte) 0x93).put("NUMPY".getBytes()).put((byte) version).put((byte) 0);
        if (version == 1) {
            bytes.putShort((short) text.length);
        } else {
            bytes.putInt(text.length);
        }
        return bytes.put(text).put(data).array();
    }

    private void refused(byte[] file, String... parts) throws IOException {
        Path path = Files.write(folder.resolve("bad.npy"), file);
        Refusal.of(MalformedDataException.class, () -> Npy.read(path), parts);
        Refusal.of(MalformedDataException.class, () -> Npy.read(path), "bad.npy");
    }

    private static String header(String descr, String fortran, String shape) {
        return "{'descr': '"
                + descr
                + "', 'fortran_order': "
                + fortran
                + ", 'shape': "
                + shape
                + ", }\n";
    }

    @Test
    void writesWhatTheFormatSays() throws IOException {
        Path file = folder.resolve("a.npy");
        Npy.write(file, Tensor.of(new double[] {1, -0.0, Double.NaN, 4, 5, 6}, 2, 3));
        byte[] bytes = Files.readAllBytes(file);
        assertEquals(128 + 48, bytes.length);
        String text = new String(bytes, 10, 118, StandardCharsets.ISO_8859_1);
        assertTrue(text.startsWith(header("<f8", "False", "(2, 3)").strip()));
        assertTrue(text.endsWith(" \n"));
        assertEquals(118, bytes[8]);
        assertEquals(-0.0, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getDouble(136));
        for (int[] shape : new int[][] {{}, {3}, {0, 2}, {30, 50, 20}}) {
            Tensor t = Tensor.normal(new java.util.SplittableRandom(1), shape);
            Npy.write(file, t);
            Tensor back = Npy.read(file);
            assertArrayEquals(shape, back.shape());
            Bits.assertSame(t.toArray(), back.toArray());
        }
        Npy.write(file, Tensor.vector(1, 2));
        assertArrayEquals(Resources.bytes("version1.npy"), Files.readAllBytes(file));
    }

    @Test
    void headersInOtherWords() throws IOException {
        String odd = "{\"shape\":(2L,1),'fortran_order':True ,\"descr\":'|u1'} ";
        Path file = Files.write(folder.resolve("a.npy"), npy(1, odd, (byte) 200, (byte) 3));
        assertEquals("[[200], [3]]", Npy.read(file).toString());
    }

    @Test
    void damagedArraysAreRefused() throws IOException {
        String good = header("|u1", "False", "(2,)");
        refused(new byte[0], "the magic bytes", "end at byte 0");
        refused("\u0093NUMPX\1\0".getBytes(StandardCharsets.ISO_8859_1), "no NPY file");
        refused(npy(4, good), "version 4.0");
        refused(npy(0, good), "version 0.0");
        refused(npy(1, good, (byte) 1), "2 elements of 1 bytes each", "there are 1");
        refused(npy(1, good, (byte) 1, (byte) 2, (byte) 3), "end at byte", "more bytes follow");
        refused(npy(1, header("|b1", "False", "(1,)"), (byte) 2), "0 or 1 expected", "at byte");
        byte[] huge = npy(2, good);
        ByteBuffer.wrap(huge).order(ByteOrder.LITTLE_ENDIAN).putInt(8, -1);
        refused(huge, "4294967295 bytes");
        refused(java.util.Arrays.copyOf(npy(1, good), 30), "the header needs");
        for (String shape :
                List.of(
                        "(2147483647, 2)",
                        "(4294967296,)",
                        "(0, 3000000000)",
                        "(65536, 65536, 65536, 65536)")) {
            refused(npy(1, header("<f8", "False", shape)), "more elements");
        }
        refused(npy(1, header("<f8", "False", "(2147483639,)")), "there are 0");
        refused(npy(1, header("<f8", "False", "(9999999999999999999,)")), "below 10^18");
        refused(npy(1, header("<f8", "False", "(-1,)")), "from 0");
        refused(npy(1, header("<f8", "False", "(" + "1,".repeat(65) + ")")), "64 axes");
        refused(npy(1, header("<f8", "None", "()")), "True or False expected");
        refused(npy(1, header("=f8", "False", "()")), "\"=f8\"");
        refused(npy(1, header("", "False", "()")), "the type is \"\"");
        refused(npy(1, header("|f8", "False", "()")), "\"|f8\"");
        refused(npy(1, "{'descr': '<f8'}"), "must have descr");
        refused(npy(1, "{'descr': '<f8', 'descr': '<f8'}"), "stands twice");
        refused(npy(1, "{'more': 1}"), "\"more\" does not belong");
        refused(npy(1, "{'descr': '<f8'"), "between \"{\" and \"}\" expected");
        refused(npy(1, "{'descr': '<f8' 'shape': ()}"), "expected at character 1");
        refused(npy(1, "{} x"), "between");
        refused(npy(1, "()"), "between \"{\" and");
        refused(npy(1, "{'descr}"), "a text in quotes");
        refused(npy(3, "\u00ff"), "not UTF-8");
        Refusal.of(
                NoSuchFileException.class, () -> Npy.read(folder.resolve("none")), "no such file");
    }

    @Test
    void archivesAreWrittenForOthersToRead() throws IOException {
        Map<String, Tensor> arrays = new LinkedHashMap<>();
        arrays.put("x", Tensor.normal(new java.util.SplittableRandom(1), 100, 90));
        arrays.put("folder/\u00e4", Tensor.of(3));
        Path file = folder.resolve("a.npz");
        Npz.write(file, arrays);
        byte[] bytes = Files.readAllBytes(file);
        try (ZipInputStream zip = new ZipInputStream(Files.newInputStream(file))) {
            for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
                assertEquals(array.getKey() + ".npy", zip.getNextEntry().getName());
                byte[] entry = zip.readAllBytes();
                Path alone = folder.resolve("alone.npy");
                Npy.write(alone, array.getValue());
                assertArrayEquals(Files.readAllBytes(alone), entry);
            }
        }
        Map<String, Tensor> back = Npz.read(file);
        assertEquals("[x, folder/\u00e4]", back.keySet().toString());
        Bits.assertSame(arrays.get("x").toArray(), back.get("x").toArray());
        Npz.write(file, arrays);
        assertArrayEquals(bytes, Files.readAllBytes(file));
        for (String name : List.of("", " ", "x".repeat(5000), "\ud800")) {
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> Npz.write(file, Map.of(name, Tensor.of(1))),
                    "as the name of an array");
        }
        assertArrayEquals(bytes, Files.readAllBytes(file));
    }

    private void refusedArchive(byte[] bytes, String... parts) throws IOException {
        Path file = Files.write(folder.resolve("bad.npz"), bytes);
        Refusal.of(MalformedDataException.class, () -> Npz.read(file), parts);
        Refusal.of(MalformedDataException.class, () -> Npz.read(file), "bad.npz");
    }

    private static byte[] zip(String name, byte[] data) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry(name));
            zip.write(data);
        }
        return bytes.toByteArray();
    }

    @Test
    void damagedArchivesAreRefused() throws IOException {
        byte[] good = Resources.bytes("stored.npz");
        byte[] flipped = good.clone();
        // in the numbers of the first array, which is stored as it is
        int at = new String(good, StandardCharsets.ISO_8859_1).indexOf("\n") + 4;
        flipped[at] ^= 1;
        refusedArchive(flipped, "entry \"x.npy\"", "checksum (CRC-32)");
        refusedArchive(java.util.Arrays.copyOf(good, good.length - 30), "not an NPZ file");
        refusedArchive(new byte[0], "not an NPZ file");
        refusedArchive(zip("readme.txt", new byte[3]), "entry \"readme.txt\"", "end in .npy");
        refusedArchive(zip("x.npy", new byte[3]), "entry \"x.npy\"", "end at byte 3");
        Path none = folder.resolve("none.npz");
        Refusal.of(NoSuchFileException.class, () -> Npz.read(none), "no such file");
    }

    @Test
    void whatUnpacksToFarMoreIsRefusedUnlessAllowed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(npy(1, header("|u1", "False", "(4000000,)")));
        out.write(new byte[4000000]);
        byte[] bomb = zip("x.npy", bytes.toByteArray());
        assertTrue(bomb.length < 10000);
        refusedArchive(bomb, "unpacks to more than " + ((1 << 20) + 20 * bomb.length));
        Path file = folder.resolve("bad.npz");
        assertEquals(4000000, Npz.read(file, 5000000).get("x").size());
    }
}
