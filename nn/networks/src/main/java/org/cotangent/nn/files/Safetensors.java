package org.cotangent.nn.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.internal.AtomicFile;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.FileText;
import org.cotangent.nn.internal.io.BoundedInput;

/**
 * A reader and writer of the safetensors format, as Python's package of that name: named tensors in
 * one file, the length of a header in 8 bytes, a header in JSON, and the numbers.
 *
 * <pre>{@code
 * Path file = Files.createTempFile("weights", ".safetensors");
 * Safetensors.write(file, Map.of("w", Tensor.vector(1, 2, 3)), Map.of("made by", "me"));
 * Safetensors.read(file).tensors().get("w");      // [1, 2, 3]
 * Safetensors.read(file).metadata();              // {made by=me}
 * }</pre>
 *
 * <p>Written are numbers of 64 bits (F64), so that nothing is lost: NaN, infinities and the sign of
 * zero come back as they were. Read are F64, F32, F16, BF16, BOOL (as 0 and 1) and whole numbers of
 * 8 to 64 bits, with or without sign, up to 2<sup>53</sup> in size. The format is described at <a
 * href="https://github.com/huggingface/safetensors">github.com/huggingface/safetensors</a>.
 */
public final class Safetensors {
    private static final int CHUNK = 1 << 16;

    private Safetensors() {}

    /**
     * The content of a file.
     *
     * @param tensors the tensors by their names, constants, in the order of the file's header;
     *     unmodifiable
     * @param metadata the texts by their names, in the order of the header; unmodifiable
     */
    public record Contents(Map<String, Tensor> tensors, Map<String, String> metadata) {
        /**
         * Copies the maps, in their order.
         *
         * @param tensors the tensors
         * @param metadata the texts
         */
        public Contents {
            tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
            metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        }
    }

    /**
     * Writes a file. It takes the place of one that is there at once and as a whole; if something
     * goes wrong, nothing is changed.
     *
     * @param file the file, in a folder that exists
     * @param tensors the tensors by their names, of any shapes, written in the order of the map; a
     *     name has at most 4096 characters and is not "__metadata__"
     * @param metadata texts by their names, empty if there are none
     * @throws IllegalArgumentException if the format does not take a name or a text
     * @throws IOException if the file cannot be written
     */
    public static void write(Path file, Map<String, Tensor> tensors, Map<String, String> metadata)
            throws IOException {
        Checks.present("safetensors", "the tensors", tensors);
        Objects.requireNonNull(metadata, "safetensors: the metadata are null");
        byte[] header = SafetensorsHeader.of(tensors, metadata);
        AtomicFile.write(file, channel -> write(channel, header, tensors, bytes -> {}));
    }

    /** A listener for the bytes that are written. */
    @FunctionalInterface
    interface Observer {
        void written(ByteBuffer bytes);
    }

    /** Writes the parts of a file one after the other. */
    static void write(
            FileChannel channel, byte[] header, Map<String, Tensor> tensors, Observer observer)
            throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        chunk.putLong(header.length);
        flush(channel, chunk.flip(), observer);
        flush(channel, ByteBuffer.wrap(header), observer);
        chunk.clear();
        for (Tensor tensor : tensors.values()) {
            for (double number : tensor.toArray()) {
                if (!chunk.hasRemaining()) {
                    flush(channel, chunk.flip(), observer);
                    chunk.clear();
                }
                chunk.putDouble(number);
            }
        }
        flush(channel, chunk.flip(), observer);
    }

    private static void flush(FileChannel channel, ByteBuffer bytes, Observer observer)
            throws IOException {
        observer.written(bytes.duplicate());
        AtomicFile.writeAll(channel, bytes);
    }

    /**
     * Reads a file. Before memory is set aside for anything, its size is compared with that of the
     * file.
     *
     * @param file the file
     * @return the tensors and texts
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException if it is not a safetensors file, is damaged or cut off, or
     *     holds numbers that a double cannot
     * @throws IOException if it cannot be read
     */
    public static Contents read(Path file) throws IOException {
        try (FileChannel channel = BoundedInput.open(file)) {
            return read(file, channel);
        }
    }

    /** Reads a file from its beginning. */
    static Contents read(Path file, FileChannel channel) throws IOException {
        channel.position(0);
        long length = channel.size();
        BoundedInput source = BoundedInput.of(file, channel);
        if (length < 8) {
            throw MalformedDataException.of(
                    "%s: has %s bytes; a safetensors file begins with 8 that tell the length of"
                            + " its header",
                    file, length);
        }
        long headerLength =
                ByteBuffer.wrap(source.bytes(8, "the length of the header"))
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .getLong();
        if (headerLength < 0 || headerLength > Math.min(length - 8, SafetensorsHeader.LONGEST)) {
            throw MalformedDataException.of(
                    "%s: the first 8 bytes tell of a header of %s bytes; the file has %s more, and"
                            + " a header has %s at most (is this a safetensors file?)",
                    file,
                    Long.toUnsignedString(headerLength),
                    length - 8,
                    SafetensorsHeader.LONGEST);
        }
        byte[] bytes = source.bytes((int) headerLength, "the header");
        SafetensorsHeader header =
                SafetensorsHeader.parse(file.toString(), bytes, length - 8 - headerLength);
        Map<String, Tensor> found = new HashMap<>();
        for (SafetensorsHeader.Entry entry : header.inOrder()) {
            String what = "tensor " + FileText.shown(entry.name());
            double[] numbers =
                    source.numbers(entry.element(), ByteOrder.LITTLE_ENDIAN, entry.count(), what);
            found.put(entry.name(), Tensor.of(numbers, entry.shape()));
        }
        source.requireEnd();
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        header.entries.forEach(entry -> tensors.put(entry.name(), found.get(entry.name())));
        return new Contents(tensors, header.metadata);
    }
}
