package org.cotangent.nn.data;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.NoSuchElementException;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.ElementType;
import org.cotangent.nn.internal.FileShapes;
import org.cotangent.nn.internal.io.BoundedInput;

/**
 * The rows of an array in a file, read from the first to the last with memory for those that are
 * asked for only, as by {@link Idx#stream}, {@link Npy#stream} and {@link Npz#stream}. The array
 * may have more elements than a tensor. Not safe for use by several threads.
 */
public final class RowStream implements AutoCloseable {
    /** A check that runs after the last row. */
    @FunctionalInterface
    interface End {
        void require() throws IOException;
    }

    private final BoundedInput source;
    private final ElementType element;
    private final ByteOrder order;
    private final int[] shape;
    private final int rowSize;
    private final End end;
    private final Closeable resource;
    private int next;
    private boolean closed;

    /**
     * The rows of an array from the position of an input.
     *
     * @param mostRow how many bytes a row may have if it is not known how many there are in all
     * @param resource the resource to close; the caller closes it if this throws
     */
    RowStream(
            BoundedInput source,
            ElementType element,
            ByteOrder order,
            long[] shape,
            long mostRow,
            End end,
            Closeable resource)
            throws IOException {
        this.source = source;
        this.element = element;
        this.order = order;
        this.end = end;
        this.resource = resource;
        String all = "the array of shape " + Arrays.toString(shape);
        if (shape.length == 0) {
            throw source.malformed("the array is a scalar, which has no rows; read it as a whole");
        }
        rowSize = FileShapes.count(Arrays.copyOfRange(shape, 1, shape.length));
        if (rowSize < 0 || shape[0] > Integer.MAX_VALUE) {
            throw source.malformed(
                    "%s has a row with more elements than a tensor, or more than %s rows",
                    all, Integer.MAX_VALUE);
        }
        long rowBytes = (long) rowSize * element.bytes;
        if (rowBytes > mostRow) {
            throw source.malformed(
                    "a row of %s has %s bytes, more than the limit of %s for a file of"
                            + " this length; if it can be trusted, read it as a whole with a"
                            + " higher limit",
                    all, rowBytes, mostRow);
        }
        // 2^31 rows of 2^31 elements of 8 bytes would overflow
        if (rowBytes > 0 && shape[0] > Long.MAX_VALUE / rowBytes) {
            throw source.malformed(all + " has more bytes than a file");
        }
        source.requireRest(shape[0] * rowBytes, all);
        this.shape = FileShapes.ints(shape);
        if (left() == 0) {
            end.require();
        }
    }

    /**
     * The shape of the whole array.
     *
     * @return a new array, as [60000, 28, 28]
     */
    public int[] shape() {
        return shape.clone();
    }

    /**
     * How many rows there are in all.
     *
     * @return the extent of the first axis, from 0
     */
    public int rows() {
        return shape[0];
    }

    /**
     * How many rows have not been read.
     *
     * @return from 0
     */
    public int left() {
        return shape[0] - next;
    }

    /**
     * Reads the next rows. After the last it is checked that the file ends there, and its checksum
     * if it has one.
     *
     * @param count how many, at least 1
     * @return a constant of shape [count, …]; of fewer rows if fewer are left
     * @throws IllegalArgumentException if the count is below 1, or they have more elements than a
     *     tensor
     * @throws NoSuchElementException if none are left
     * @throws IllegalStateException if the stream is closed, as it is after an exception of reading
     * @throws MalformedDataException if the file is damaged or cut off, or holds something other
     *     than numbers that a double can hold; the message names the byte (of what was unpacked, if
     *     it is packed)
     * @throws IOException if it cannot be read
     */
    public Tensor nextRows(int count) throws IOException {
        if (closed) {
            throw new IllegalStateException("row stream: " + source.name() + " was closed");
        }
        if (count < 1) {
            throw Checks.illegal("row stream: %s rows asked for; 1 or more expected", count);
        }
        if (left() == 0) {
            throw new NoSuchElementException(
                    "row stream: all " + rows() + " rows of " + source.name() + " have been read");
        }
        int[] some = shape.clone();
        some[0] = Math.min(count, left());
        int numbers = FileShapes.count(new long[] {some[0], rowSize});
        if (numbers < 0) {
            throw Checks.illegal(
                    "row stream: %s rows of %s elements are more than a tensor holds; ask for"
                            + " fewer",
                    some[0], rowSize);
        }
        String what = "rows " + next + " to " + (next + some[0] - 1);
        try {
            Tensor rows = Tensor.of(source.numbers(element, order, numbers, what), some);
            next += some[0];
            if (left() == 0) {
                end.require();
            }
            return rows;
        } catch (IOException | RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /**
     * Closes the file.
     *
     * @throws IOException if it cannot be closed
     */
    @Override
    public void close() throws IOException {
        closed = true;
        resource.close();
    }
}
