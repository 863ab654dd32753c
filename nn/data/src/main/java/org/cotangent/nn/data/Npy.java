package org.cotangent.nn.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.internal.AtomicFile;
import org.cotangent.nn.internal.ElementType;
import org.cotangent.nn.internal.FileShapes;
import org.cotangent.nn.internal.io.BoundedInput;

/**
 * A reader and writer of NumPy's format NPY, one tensor in each file.
 *
 * <pre>{@code
 * Path file = Files.createTempFile("matrix", ".npy");
 * Npy.write(file, Tensor.of(new double[][] {{1, 2}, {3, 4}}));
 * Npy.read(file);   // [[1, 2], [3, 4]]
 * }</pre>
 *
 * <p>Written are numbers of 64 bits ({@code <f8}) in row-major order. Read are versions 1.0, 2.0
 * and 3.0, floating-point numbers of 16 to 64 bits, whole numbers of 8 to 64 bits with or without
 * sign up to 2<sup>53</sup> in size, and truth values as 0 and 1, in both byte orders and both
 * orders of elements. The format: numpy.org/doc/stable/reference/generated/numpy.lib.format.html.
 */
public final class Npy {
    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int LONGEST_HEADER = 1 << 16;
    private static final int ALIGNMENT = 64;
    private static final int CHUNK = 1 << 16;

    private Npy() {}

    /**
     * Reads a file.
     *
     * @param file the file
     * @return the array, a constant
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException if it is not an NPY file, is damaged or cut off, goes on after
     *     the array, or holds something other than numbers that a double can hold; the message
     *     names the byte
     * @throws IOException if it cannot be read
     */
    public static Tensor read(Path file) throws IOException {
        try (FileChannel channel = BoundedInput.open(file)) {
            BoundedInput source = BoundedInput.of(file, channel);
            Tensor tensor = read(source);
            source.requireEnd();
            return tensor;
        }
    }

    /**
     * Opens a file to be read row by row, with memory for the rows that are asked for only.
     *
     * <pre>{@code
     * Path file = Files.createTempFile("long", ".npy");
     * Npy.write(file, Tensor.iota(10).reshape(5, 2));
     * try (RowStream rows = Npy.stream(file)) {
     *     while (rows.left() > 0) {
     *         Tensor twoOrOne = rows.nextRows(2);
     *     }
     * }
     * }</pre>
     *
     * @param file the file
     * @return the rows; to be closed
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException as {@link #read(Path)} does, and if the array is a scalar, or
     *     is stored column by column (in the order of Fortran), so that its rows do not come one
     *     after the other
     * @throws IOException if it cannot be read
     */
    public static RowStream stream(Path file) throws IOException {
        FileChannel channel = BoundedInput.open(file);
        try {
            BoundedInput source = BoundedInput.of(file, channel);
            return stream(source, Long.MAX_VALUE, source::requireEnd, channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The rows of an array from the position of an input. */
    static RowStream stream(
            BoundedInput source, long mostRow, RowStream.End end, Closeable resource)
            throws IOException {
        NpyHeader header = header(source);
        ElementType element = header.element();
        if (header.fortran() && header.shape().length > 1) {
            throw source.malformed(
                    "the array of shape %s stands column by column (fortran_order: True),"
                            + " so its rows cannot be read one after the other; read it as a"
                            + " whole, or write it again with numpy.ascontiguousarray",
                    header.shape());
        }
        return new RowStream(
                source, element, header.order(), header.shape(), mostRow, end, resource);
    }

    /** Reads an array from the position of an input. */
    static Tensor read(BoundedInput source) throws IOException {
        return elements(source, header(source));
    }

    private static NpyHeader header(BoundedInput source) throws IOException {
        byte[] start = source.bytes(MAGIC.length + 2, "the magic bytes and the version");
        if (!Arrays.equals(start, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            throw source.malformed("does not begin with the byte 0x93 and NUMPY: no NPY file");
        }
        int major = start[MAGIC.length];
        int minor = start[MAGIC.length + 1];
        if (major < 1 || major > 3 || minor != 0) {
            throw source.malformed("version %s.%s of NPY; 1.0, 2.0 or 3.0 expected", major, minor);
        }
        ByteBuffer size =
                ByteBuffer.wrap(source.bytes(major == 1 ? 2 : 4, "the length of the header"))
                        .order(ByteOrder.LITTLE_ENDIAN);
        long length =
                major == 1
                        ? Short.toUnsignedLong(size.getShort())
                        : Integer.toUnsignedLong(size.getInt());
        if (length > LONGEST_HEADER) {
            throw source.malformed(
                    "a header of " + length + " bytes; " + LONGEST_HEADER + " at most expected");
        }
        byte[] bytes = source.bytes((int) length, "the header");
        String text =
                major == 3
                        ? BoundedInput.utf8(bytes, 0, bytes.length, source.name() + ": the header")
                        : new String(bytes, StandardCharsets.ISO_8859_1);
        return NpyHeader.parse(source.name(), text);
    }

    private static Tensor elements(BoundedInput source, NpyHeader header) throws IOException {
        ElementType element = header.element();
        int count = FileShapes.count(header.shape());
        if (count < 0) {
            throw source.malformed("shape %s has more elements than a tensor", header.shape());
        }
        int[] shape = FileShapes.ints(header.shape());
        double[] numbers = source.numbers(element, header.order(), count, "the array");
        if (!header.fortran() || shape.length < 2) {
            return Tensor.of(numbers, shape);
        }
        // the same numbers in the other order are the array with its axes reversed
        int last = shape.length - 1;
        int[] order = IntStream.rangeClosed(0, last).map(axis -> last - axis).toArray();
        int[] reversed = IntStream.of(order).map(axis -> shape[axis]).toArray();
        return Tensor.unrecorded(() -> Tensor.of(numbers, reversed).permute(order));
    }

    /**
     * Writes a file. It takes the place of one that is there at once and as a whole.
     *
     * @param file the file, in a folder that exists
     * @param tensor the array, of any shape
     * @throws IOException if the file cannot be written; nothing is changed then
     */
    public static void write(Path file, Tensor tensor) throws IOException {
        Objects.requireNonNull(tensor, "npy: the tensor is null");
        AtomicFile.write(file, channel -> write(Channels.newOutputStream(channel), tensor));
    }

    /** Writes an array at the position of a stream. */
    static void write(OutputStream out, Tensor tensor) throws IOException {
        out.write(header(tensor.shape()));
        double[] numbers = tensor.toArray();
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        for (int from = 0; from < numbers.length; from += CHUNK / 8) {
            int count = Math.min(CHUNK / 8, numbers.length - from);
            chunk.asDoubleBuffer().put(numbers, from, count);
            out.write(chunk.array(), 0, 8 * count);
        }
    }

    private static byte[] header(int[] shape) {
        String extents =
                Arrays.stream(shape).mapToObj(Integer::toString).collect(Collectors.joining(", "));
        String text =
                "{'descr': '<f8', 'fortran_order': False, 'shape': (%s%s), }"
                        .formatted(extents, shape.length == 1 ? "," : "");
        // blanks and an end of line, so that the numbers start at a multiple of 64
        int before = MAGIC.length + 4;
        text += " ".repeat(Math.floorMod(-before - text.length() - 1, ALIGNMENT)) + "\n";
        if (text.length() >= 1 << 16) {
            throw new IllegalArgumentException("npy: too many axes: " + shape.length);
        }
        return ByteBuffer.allocate(before + text.length())
                .order(ByteOrder.LITTLE_ENDIAN)
                .put(MAGIC)
                .put((byte) 1)
                .put((byte) 0)
                .putShort((short) text.length())
                .put(text.getBytes(StandardCharsets.US_ASCII))
                .array();
    }
}
