package org.cotangent.nn.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.internal.ElementType;
import org.cotangent.nn.internal.FileShapes;
import org.cotangent.nn.internal.io.BoundedInput;

/**
 * A reader of arrays in files of the format IDX, as those of MNIST and Fashion-MNIST, plain or
 * gzipped; gzip is recognized by its first two bytes, not by the name.
 *
 * <pre>{@code
 * Path folder = Files.createTempDirectory("mnist");
 * Path file = folder.resolve("labels-idx1-ubyte");
 * Files.write(file, new byte[] {0, 0, 8, 1, 0, 0, 0, 2, 7, 3});
 * Idx.read(file);                              // [7, 3]
 * Arrays.toString(Idx.readLabels(file));       // [7, 3]
 * }</pre>
 *
 * <p>A file begins with two zeros, the type of the elements (unsigned or signed bytes, whole
 * numbers of 2 or 4 bytes, floating-point numbers of 4 or 8) and the number of axes in a byte each,
 * and the extents in 4 bytes each; all numbers are big-endian. The format is described at
 * yann.lecun.com/exdb/mnist.
 */
public final class Idx {
    private Idx() {}

    /**
     * Reads an array in its own shape.
     *
     * @param file the file, plain or gzipped
     * @return a constant, as of shape [60000, 28, 28] with numbers from 0 to 255
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException if it is not an IDX file, is damaged, cut off or too long, or
     *     unpacks to more than twenty times its length and a mebibyte; the message names the byte
     * @throws IOException if it cannot be read
     */
    public static Tensor read(Path file) throws IOException {
        return read(file, 0);
    }

    /**
     * Reads an array in its own shape from a file that is packed to less than a twentieth.
     *
     * @param file the file, plain or gzipped
     * @param mostBytes how many bytes it may unpack to; it does not lower the usual limit
     * @return a constant
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException as {@link #read(Path)} does
     * @throws IOException if it cannot be read
     */
    public static Tensor read(Path file, long mostBytes) throws IOException {
        try (FileChannel channel = BoundedInput.open(file)) {
            long limit = Math.max(mostBytes, BoundedInput.usualLimit(channel.size()));
            return read(BoundedInput.unpacked(file, channel, limit));
        }
    }

    /**
     * Reads an array as a matrix, one sample a row, as a {@link org.cotangent.nn.train.Dataset}
     * takes it.
     *
     * @param file the file, plain or gzipped
     * @return shape [rows, all the rest], as [60000, 784]
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException as {@link #read(Path)} does
     * @throws IOException if it cannot be read
     */
    public static Tensor readRows(Path file) throws IOException {
        Tensor array = read(file);
        int columns = Arrays.stream(array.shape()).skip(1).reduce(1, (a, b) -> a * b);
        return array.reshape(array.size(0), columns);
    }

    /**
     * Reads a vector of whole numbers, as the classes of samples.
     *
     * @param file the file, plain or gzipped
     * @return the numbers
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException as {@link #read(Path)} does, and if there is more than one
     *     axis or a number is not whole
     * @throws IOException if it cannot be read
     */
    public static int[] readLabels(Path file) throws IOException {
        Tensor array = read(file);
        if (array.rank() != 1) {
            throw MalformedDataException.of(
                    "%s: labels of shape %s; one axis expected (are these the images?)",
                    file, array.shape());
        }
        double[] numbers = array.toArray();
        int[] labels = new int[numbers.length];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (int) numbers[i];
            if (labels[i] != numbers[i]) {
                throw new MalformedDataException(
                        file + ": label " + numbers[i] + " at " + i + "; a whole number expected");
            }
        }
        return labels;
    }

    /**
     * Opens a file to be read row by row, with memory for the rows that are asked for only: as many
     * as a batch of images, say. There is no limit to what a packed file unpacks to in all.
     *
     * <pre>{@code
     * Path folder = Files.createTempDirectory("mnist");
     * Path file = folder.resolve("labels-idx1-ubyte");
     * Files.write(file, new byte[] {0, 0, 8, 1, 0, 0, 0, 3, 7, 3, 1});
     * RowStream rows = Idx.stream(file);
     * rows.nextRows(2);   // [7, 3]
     * rows.nextRows(2);   // [1]
     * rows.left();        // 0
     * rows.close();
     * }</pre>
     *
     * @param file the file, plain or gzipped
     * @return the rows; to be closed
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException if it is not an IDX file; if it is plain, also if it is cut
     *     off or too long; if it is gzipped, also if one row is larger than twenty times the file
     *     and a mebibyte
     * @throws IOException if it cannot be read
     */
    public static RowStream stream(Path file) throws IOException {
        FileChannel channel = BoundedInput.open(file);
        try {
            BoundedInput source = BoundedInput.unpacked(file, channel, Long.MAX_VALUE);
            Head head = head(source);
            return new RowStream(
                    source,
                    head.element,
                    ByteOrder.BIG_ENDIAN,
                    head.shape,
                    BoundedInput.usualLimit(channel.size()),
                    source::requireEnd,
                    source);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** The header of an IDX file. */
    private record Head(ElementType element, long[] shape) {}

    private static Tensor read(BoundedInput source) throws IOException {
        Head head = head(source);
        long[] shape = head.shape;
        int count = FileShapes.count(shape);
        if (count < 0) {
            throw source.malformed(
                    "bytes 4 to %s tell of shape %s, which has more elements than a" + " tensor",
                    source.offset() - 1, shape);
        }
        String what = "the array of shape " + Arrays.toString(shape);
        double[] numbers = source.numbers(head.element, ByteOrder.BIG_ENDIAN, count, what);
        source.requireEnd();
        return Tensor.of(numbers, FileShapes.ints(shape));
    }

    private static Head head(BoundedInput source) throws IOException {
        byte[] magic = source.bytes(4, "the magic number");
        ElementType element =
                switch (magic[2]) {
                    case 0x08 -> ElementType.U8;
                    case 0x09 -> ElementType.I8;
                    case 0x0B -> ElementType.I16;
                    case 0x0C -> ElementType.I32;
                    case 0x0D -> ElementType.F32;
                    case 0x0E -> ElementType.F64;
                    default -> null;
                };
        if (magic[0] != 0 || magic[1] != 0 || element == null || magic[3] < 1) {
            throw source.malformed(
                    "begins with %02x %02x %02x %02x; an IDX file begins with 00 00, the"
                            + " type 08, 09, 0b, 0c, 0d or 0e, and the number of axes from"
                            + " 01 to 7f",
                    magic[0], magic[1], magic[2], magic[3]);
        }
        long[] shape = new long[magic[3]];
        ByteBuffer extents = ByteBuffer.wrap(source.bytes(4 * shape.length, "the extents"));
        Arrays.setAll(shape, axis -> Integer.toUnsignedLong(extents.getInt()));
        return new Head(element, shape);
    }
}
