package org.cotangent.nn.internal.io;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.ElementType;
import org.cotangent.nn.internal.Reason;

/** A byte input with a name for messages and limits on how much is read, front to end. */
public final class BoundedInput implements Closeable {
    private static final int CHUNK = 1 << 16;

    /**
     * The number of bytes for which memory is allocated before they are read; more is allocated as
     * they arrive.
     */
    private static final int LEAST = 1 << 12;

    private static final int MOST = 1 << 20;

    /** The usual limit of unpacked to packed bytes; Fashion-MNIST has 2, MNIST 5. */
    private static final int RATIO = 20;

    private final String name;
    private final InputStream in;
    private final long length;
    private final long limit;
    private long offset;

    /**
     * Bytes from a stream of unknown length.
     *
     * @param limit at how many bytes to give up
     */
    public BoundedInput(String name, InputStream in, long limit) {
        this(name, in, -1, limit);
    }

    private BoundedInput(String name, InputStream in, long length, long limit) {
        this.name = name;
        this.in = in;
        this.length = length;
        this.limit = limit;
    }

    /** Opens a regular file; the channel is the caller's to close. */
    public static FileChannel open(Path file) throws IOException {
        Objects.requireNonNull(file, "the file to read is null");
        if (Files.notExists(file)) {
            throw new NoSuchFileException(
                    file.toString(),
                    null,
                    "there is no such file, seen from " + Path.of("").toAbsolutePath());
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + ": is not a regular file (a folder?)");
        }
        return FileChannel.open(file, StandardOpenOption.READ);
    }

    /** The bytes of a channel from its position. Closing one closes the other. */
    public static BoundedInput of(Path file, FileChannel channel) throws IOException {
        long length = channel.size() - channel.position();
        InputStream in = Channels.newInputStream(channel);
        return new BoundedInput(file.toString(), in, length, Long.MAX_VALUE);
    }

    /** The bytes of a file, unpacked if its first two say that it is gzipped. */
    public static BoundedInput unpacked(Path file, FileChannel channel, long limit)
            throws IOException {
        ByteBuffer start = ByteBuffer.allocate(2);
        channel.read(start, 0);
        if (start.get(0) != (byte) 0x1f || start.get(1) != (byte) 0x8b) {
            return of(file, channel);
        }
        try {
            InputStream in = new GZIPInputStream(Channels.newInputStream(channel), CHUNK);
            return new BoundedInput(file.toString(), in, limit);
        } catch (EOFException | ZipException e) {
            throw new MalformedDataException(
                    file + ": damaged or cut off gzip data: " + Reason.of(e), e);
        }
    }

    /** The default limit of unpacked bytes, far above the ratio of real data. */
    public static long usualLimit(long packed) {
        return (1 << 20) + RATIO * packed;
    }

    public String name() {
        return name;
    }

    /** The number of bytes read so far. */
    public long offset() {
        return offset;
    }

    public MalformedDataException malformed(String format, Object... parts) {
        return new MalformedDataException(name + ": " + Checks.text(format, parts));
    }

    private int read(byte[] to, int from, int count) throws IOException {
        int n;
        try {
            n = in.read(to, from, count);
        } catch (EOFException | ZipException e) {
            throw new MalformedDataException(
                    name + ", byte " + offset + ": damaged or cut off: " + Reason.of(e), e);
        }
        offset += Math.max(n, 0);
        if (offset > limit) {
            throw MalformedDataException.of(
                    "%s: unpacks to more than %s bytes, the limit; if the file can be trusted,"
                            + " give a higher one",
                    name, limit);
        }
        return n;
    }

    /** The given number of bytes; throws if there are fewer, and names what they are needed for. */
    public void fill(byte[] to, int from, int count, String what) throws IOException {
        long start = offset;
        if (filled(to, from, count) < count) {
            throw malformed(
                    "%s needs %s bytes from byte %s on; the data end at byte %s",
                    what, count, start, offset);
        }
    }

    /** Reads until there are so many bytes, or no more, and returns how many there were. */
    private int filled(byte[] to, int from, int count) throws IOException {
        int filled = 0;
        while (filled < count) {
            int n = read(to, from + filled, count - filled);
            if (n < 0) {
                break;
            }
            filled += n;
        }
        return filled;
    }

    /** The given number of bytes. The caller has checked that memory may be allocated for them. */
    public byte[] bytes(int count, String what) throws IOException {
        byte[] bytes = new byte[count];
        fill(bytes, 0, count, what);
        return bytes;
    }

    /**
     * Numbers one after the other. For packed bytes of unknown length, the array is allocated once
     * all bytes are unpacked.
     */
    public double[] numbers(ElementType element, ByteOrder order, int count, String what)
            throws IOException {
        long start = offset;
        if (length >= 0) {
            if ((long) count * element.bytes > length - start) {
                throw tooShort(element, count, start, length - start, what);
            }
            double[] numbers = new double[count];
            int perChunk = CHUNK / element.bytes;
            byte[] chunk = new byte[Math.min(count, perChunk) * element.bytes];
            for (int from = 0; from < count; from += perChunk) {
                int n = Math.min(perChunk, count - from);
                fillNumbers(chunk, n * element.bytes, count, start, element, what);
                decode(chunk, n, element, order, numbers, from, start, what);
            }
            return numbers;
        }
        List<byte[]> chunks = new ArrayList<>();
        int size = LEAST;
        for (int from = 0; from < count; ) {
            int n = Math.min(size / element.bytes, count - from);
            byte[] chunk = new byte[n * element.bytes];
            fillNumbers(chunk, chunk.length, count, start, element, what);
            chunks.add(chunk);
            from += n;
            size = Math.min(2 * size, MOST);
        }
        double[] numbers = new double[count];
        int from = 0;
        for (byte[] chunk : chunks) {
            int n = chunk.length / element.bytes;
            decode(chunk, n, element, order, numbers, from, start, what);
            from += n;
        }
        return numbers;
    }

    private void decode(
            byte[] chunk,
            int n,
            ElementType element,
            ByteOrder order,
            double[] numbers,
            int from,
            long start,
            String what)
            throws MalformedDataException {
        ByteBuffer buffer = ByteBuffer.wrap(chunk, 0, n * element.bytes).order(order);
        int bad = element.decode(buffer, numbers, from, n);
        if (bad >= 0) {
            long at = start + (long) (from + bad) * element.bytes;
            throw malformed(
                    "%s, element %s at byte %s: %s", what, from + bad, at, element.refusal(buffer));
        }
    }

    /** Refuses a wrong number of bytes, if the length is known before they are read. */
    public void requireRest(long bytes, String what) throws MalformedDataException {
        if (length >= 0 && bytes != length - offset) {
            throw malformed(
                    "%s needs %s bytes from byte %s on; there are %s",
                    what, bytes, offset, length - offset);
        }
    }

    private void fillNumbers(
            byte[] chunk, int bytes, int count, long start, ElementType element, String what)
            throws IOException {
        if (filled(chunk, 0, bytes) < bytes) {
            throw tooShort(element, count, start, offset - start, what);
        }
    }

    private MalformedDataException tooShort(
            ElementType element, int count, long start, long there, String what) {
        return malformed(
                "%s: %s elements of %s bytes each from byte %s on need %s bytes; there are %s",
                what, count, element.bytes, start, (long) count * element.bytes, there);
    }

    /** Refuses bytes after the end of the data. */
    public void requireEnd() throws IOException {
        long end = offset;
        if (read(new byte[1], 0, 1) > 0) {
            throw malformed("the data end at byte " + end + ", but more bytes follow");
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }

    /** The characters of a text in UTF-8. */
    public static String utf8(byte[] bytes, int from, int count, String what)
            throws MalformedDataException {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, count))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new MalformedDataException(what + " is not UTF-8 text: " + e.getMessage(), e);
        }
    }
}
