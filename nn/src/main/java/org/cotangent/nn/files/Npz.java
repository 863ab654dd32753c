package org.cotangent.nn.files;

import java.io.BufferedOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.cotangent.Tensor;
import org.cotangent.nn.data.MalformedDataException;

/**
 * Named tensors in files of NumPy's format NPZ: a zip archive with an {@linkplain Npy NPY} file for
 * each.
 *
 * <pre>{@code
 * Path file = Files.createTempFile("arrays", ".npz");
 * Npz.write(file, Map.of("x", Tensor.vector(1, 2)));
 * Npz.read(file);   // {x=[1, 2]}
 * }</pre>
 */
public final class Npz {
    private static final String SUFFIX = ".npy";

    /** The same bytes whenever the same tensors are written: the first time that zip knows. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private Npz() {}

    /**
     * Reads all arrays of a file that was packed as far as real data are: to no less than a
     * hundredth, and a mebibyte.
     *
     * @param file the file, packed or not
     * @return the arrays by their names without ".npy", in their order; unmodifiable
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException if it is not an NPZ file, is damaged or cut off, unpacks to
     *     more, or holds something other than numbers
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
        try (FileChannel channel = Source.open(file);
                ZipFile zip = opened(file)) {
            long length = channel.size();
            long left = Math.max(mostBytes, Source.usualLimit(length));
            Map<String, Tensor> arrays = new LinkedHashMap<>();
            for (ZipEntry entry : Collections.list(zip.entries())) {
                String name = entry.getName();
                String what = file + ", entry " + Json.shown(name);
                if (!name.endsWith(SUFFIX)) {
                    throw new MalformedDataException(
                            what + ": only arrays, whose names end in .npy, belong into an NPZ");
                }
                CheckedInputStream in =
                        new CheckedInputStream(zip.getInputStream(entry), new CRC32());
                long hint = Math.min(entry.getCompressedSize(), length);
                Source source = new Source(what, in, hint, left);
                Tensor array = Npy.read(source);
                source.requireEnd();
                left -= source.offset();
                if (in.getChecksum().getValue() != entry.getCrc()) {
                    throw source.malformed(
                            "damaged: its checksum (CRC-32) is not that of its bytes");
                }
                String key = name.substring(0, name.length() - SUFFIX.length());
                if (arrays.put(key, array) != null) {
                    throw source.malformed("stands twice in the archive");
                }
            }
            return Collections.unmodifiableMap(arrays);
        } catch (ZipException e) {
            throw new MalformedDataException(
                    file + ": damaged, or not an NPZ file: " + e.getMessage(), e);
        }
    }

    private static ZipFile opened(Path file) throws IOException {
        try {
            return new ZipFile(file.toFile());
        } catch (EOFException | IllegalArgumentException e) {
            throw new MalformedDataException(
                    file + ": damaged, or not an NPZ file: " + e.getMessage(), e);
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
            if (name.isBlank() || name.length() > Json.LONGEST_NAME || !Json.encodable(name)) {
                throw new IllegalArgumentException(
                        "npz: "
                                + Json.shown(name)
                                + " as the name of an array; 1 to "
                                + Json.LONGEST_NAME
                                + " characters of valid Unicode expected, not all blank");
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
