package org.cotangent.nn.data;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.internal.AtomicFile;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.FileText;
import org.cotangent.nn.internal.Reason;
import org.cotangent.nn.internal.io.BoundedInput;

/**
 * A reader and writer of NumPy's format NPZ, a zip archive with an {@linkplain Npy NPY} file for
 * each named tensor. The directory of the archive must agree with the headers of its entries, and
 * the entries must follow one another without a gap.
 *
 * <pre>{@code
 * Path file = Files.createTempFile("arrays", ".npz");
 * Npz.write(file, Map.of("x", Tensor.vector(1, 2)));
 * Npz.read(file);   // {x=[1, 2]}
 * }</pre>
 */
public final class Npz {
    private static final String SUFFIX = ".npy";

    /**
     * A fixed time, the earliest of the zip format, so that the same tensors give the same bytes.
     */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Npz() {}

    /**
     * Reads all arrays of a file that was packed as far as real data are: it may unpack to twenty
     * times its length and a mebibyte.
     *
     * @param file the file, packed or not
     * @return the arrays by their names without ".npy", in their order; unmodifiable
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException if it is not an NPZ file, is damaged or cut off, unpacks to
     *     more, or holds something other than numbers; nothing is read if one entry is no array or
     *     stands twice
     * @throws IOException if it cannot be read
     */
    public static Map<String, Tensor> read(Path file) throws IOException {
        return read(file, 0);
    }

    /**
     * Reads all arrays of a file.
     *
     * @param file the file, packed or not
     * @param mostBytes how many bytes all arrays together may have in the archive once unpacked: a
     *     limit against files that are made to fill the memory. It does not lower the usual one
     * @return the arrays by their names without ".npy", in their order; unmodifiable
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException as {@link #read(Path)} does
     * @throws IOException if it cannot be read
     */
    public static Map<String, Tensor> read(Path file, long mostBytes) throws IOException {
        try (ZipFile zip = opened(file)) {
            names(file, zip);
            long left = Math.max(mostBytes, BoundedInput.usualLimit(Files.size(file)));
            Map<String, Tensor> arrays = new LinkedHashMap<>();
            for (ZipEntry entry : Collections.list(zip.entries())) {
                Entry source = Entry.of(file, zip, entry, left);
                arrays.put(source.name, source.array());
                left -= source.bytes.offset();
            }
            return Collections.unmodifiableMap(arrays);
        } catch (ZipException e) {
            throw damaged(file, e);
        }
    }

    /**
     * Reads one array of a file, and of the others nothing.
     *
     * @param file the file, packed or not
     * @param name the name of the array, without ".npy"
     * @return the array, a constant
     * @throws NoSuchFileException if there is no such file
     * @throws IllegalArgumentException if the file has no such array; the message names those that
     *     it has
     * @throws MalformedDataException as {@link #read(Path)} does, for this array alone
     * @throws IOException if it cannot be read
     */
    public static Tensor read(Path file, String name) throws IOException {
        return read(file, name, 0);
    }

    /**
     * Reads one array of a file, and of the others nothing.
     *
     * @param file the file, packed or not
     * @param name the name of the array, without ".npy"
     * @param mostBytes how many bytes the array may have once unpacked; it does not lower the usual
     *     limit
     * @return the array, a constant
     * @throws NoSuchFileException if there is no such file
     * @throws IllegalArgumentException if the file has no such array
     * @throws MalformedDataException as {@link #read(Path)} does, for this array alone
     * @throws IOException if it cannot be read
     */
    public static Tensor read(Path file, String name, long mostBytes) throws IOException {
        try (ZipFile zip = opened(file)) {
            long limit = Math.max(mostBytes, BoundedInput.usualLimit(Files.size(file)));
            return Entry.of(file, zip, entry(file, zip, name), limit).array();
        } catch (ZipException e) {
            throw damaged(file, e);
        }
    }

    /**
     * The names of the arrays of a file. Of the arrays nothing is read.
     *
     * @param file the file, packed or not
     * @return the names without ".npy", in their order
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException if it is not an NPZ file, or its directory is damaged
     * @throws IOException if it cannot be read
     */
    public static List<String> names(Path file) throws IOException {
        try (ZipFile zip = opened(file)) {
            return names(file, zip);
        }
    }

    /**
     * Opens one array of a file, to be read row by row.
     *
     * @param file the file, packed or not
     * @param name the name of the array, without ".npy"
     * @return the rows; to be closed
     * @throws NoSuchFileException if there is no such file
     * @throws IllegalArgumentException if the file has no such array
     * @throws MalformedDataException as {@link #read(Path)} does, for the beginning of this array
     *     alone, and as {@link Npy#stream} does
     * @throws IOException if it cannot be read
     */
    public static RowStream stream(Path file, String name) throws IOException {
        ZipFile zip = opened(file);
        try {
            Entry entry = Entry.of(file, zip, entry(file, zip, name), Long.MAX_VALUE);
            long mostRow = BoundedInput.usualLimit(Files.size(file));
            return Npy.stream(entry.bytes, mostRow, entry::requireEnd, zip);
        } catch (ZipException e) {
            zip.close();
            throw damaged(file, e);
        } catch (IOException | RuntimeException e) {
            zip.close();
            throw e;
        }
    }

    /** An entry that is being read, with the checksum of the bytes read so far. */
    private record Entry(String name, BoundedInput bytes, CheckedInputStream in, long sum) {
        static Entry of(Path file, ZipFile zip, ZipEntry entry, long limit) throws IOException {
            String what = file + ", entry " + FileText.shown(entry.getName());
            InputStream packed = zip.getInputStream(entry);
            if (packed == null) {
                throw new MalformedDataException(what + ": damaged: has no bytes");
            }
            CheckedInputStream in = new CheckedInputStream(packed, new CRC32());
            String name = withoutSuffix(file, entry);
            return new Entry(name, new BoundedInput(what, in, limit), in, entry.getCrc());
        }

        Tensor array() throws IOException {
            Tensor array = Npy.read(bytes);
            requireEnd();
            return array;
        }

        void requireEnd() throws IOException {
            bytes.requireEnd();
            if (in.getChecksum().getValue() != sum) {
                throw bytes.malformed("damaged: its checksum (CRC-32) is not that of its bytes");
            }
        }
    }

    private static String withoutSuffix(Path file, ZipEntry entry) throws MalformedDataException {
        String name = entry.getName();
        if (!name.endsWith(SUFFIX)) {
            throw MalformedDataException.of(
                    "%s, entry %s: only arrays, whose names end in .npy, belong into an" + " NPZ",
                    file, FileText.shown(name));
        }
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /** The names, checked to be distinct. */
    private static List<String> names(Path file, ZipFile zip) throws MalformedDataException {
        Set<String> names = new LinkedHashSet<>();
        for (ZipEntry entry : Collections.list(zip.entries())) {
            if (!names.add(withoutSuffix(file, entry))) {
                throw MalformedDataException.of(
                        "%s, entry %s: stands twice in the archive",
                        file, FileText.shown(entry.getName()));
            }
        }
        return List.copyOf(names);
    }

    private static ZipEntry entry(Path file, ZipFile zip, String name) throws IOException {
        Objects.requireNonNull(name, "npz: the name is null");
        List<String> names = names(file, zip);
        if (!names.contains(name)) {
            String there = names.toString();
            throw Checks.illegal(
                    "npz: %s has no array %s; there are %s",
                    file,
                    FileText.shown(name),
                    there.length() <= 300 ? there : there.substring(0, 300) + "...");
        }
        return zip.getEntry(name + SUFFIX);
    }

    private static MalformedDataException damaged(Path file, Exception e) {
        return new MalformedDataException(
                file + ": damaged, or not an NPZ file: " + Reason.of(e), e);
    }

    private static ZipFile opened(Path file) throws IOException {
        try (FileChannel channel = BoundedInput.open(file)) {
            ZipFile zip = new ZipFile(file.toFile());
            try {
                ZipDirectory.requireWhole(file, channel, zip);
                return zip;
            } catch (IOException | RuntimeException e) {
                zip.close();
                throw e;
            }
        } catch (EOFException | ZipException | IllegalArgumentException e) {
            throw damaged(file, e);
        }
    }

    /**
     * Writes a packed file. It takes the place of one that is there at once and as a whole. The
     * same arrays give the same bytes.
     *
     * @param file the file, in a folder that exists
     * @param arrays the arrays by their names, not blank, written in the order of the map
     * @throws IllegalArgumentException if a name is blank or too long for the format
     * @throws IOException if the file cannot be written; nothing is changed then
     */
    public static void write(Path file, Map<String, Tensor> arrays) throws IOException {
        Objects.requireNonNull(arrays, "npz: the arrays are null");
        for (String name : arrays.keySet()) {
            if (name.isBlank()
                    || name.length() > FileText.LONGEST_NAME
                    || !FileText.encodable(name)) {
                throw Checks.illegal(
                        "npz: %s as the name of an array; 1 to %s characters of valid Unicode"
                                + " expected, not all blank",
                        FileText.shown(name), FileText.LONGEST_NAME);
            }
        }
        AtomicFile.write(
                file,
                channel -> {
                    ZipOutputStream zip =
                            new ZipOutputStream(
                                    new BufferedOutputStream(Channels.newOutputStream(channel)));
                    for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
                        ZipEntry entry = new ZipEntry(array.getKey() + SUFFIX);
                        entry.setTimeLocal(TIME);
                        zip.putNextEntry(entry);
                        Npy.write(zip, array.getValue());
                        zip.closeEntry();
                    }
                    zip.finish();
                    zip.flush();
                });
    }
}
