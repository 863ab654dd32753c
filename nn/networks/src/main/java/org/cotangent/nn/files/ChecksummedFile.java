package org.cotangent.nn.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.internal.AtomicFile;
import org.cotangent.nn.internal.io.BoundedInput;

/**
 * A safetensors file with a checksum over all of its bytes, a kind and a version.
 *
 * <p>The checksum is the SHA-256 of the file with 64 zeros in the place of its own 64 digits. It is
 * the first text of the header, so that its place is fixed.
 *
 * @param contents the tensors and texts, without those that make the seal
 * @param digest the checksum, 64 hexadecimal digits
 */
record ChecksummedFile(Safetensors.Contents contents, String digest) {
    private static final String DIGEST = "sha256";
    private static final String KIND = "kind";
    private static final String VERSION = "version";

    /** The text that says which method reads the file, for messages; a file need not have it. */
    static final String READER = "reader";

    private static final int DIGITS = 64;
    private static final byte[] OPENING =
            ("{\"__metadata__\":{\"" + DIGEST + "\":\"").getBytes(StandardCharsets.US_ASCII);

    /** The position of the digits in the file. */
    private static final int PLACE = 8 + OPENING.length;

    /**
     * Writes a file, whole or not at all.
     *
     * @return its checksum
     */
    static String write(
            Path file,
            String kind,
            int version,
            Map<String, Tensor> tensors,
            Map<String, String> metadata)
            throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(DIGEST, "0".repeat(DIGITS));
        texts.put(KIND, kind);
        texts.put(VERSION, "" + version);
        texts.putAll(metadata);
        byte[] header = SafetensorsHeader.of(tensors, texts);
        String[] digest = new String[1];
        AtomicFile.write(
                file,
                channel -> {
                    MessageDigest sum = sha256();
                    Safetensors.write(channel, header, tensors, sum::update);
                    digest[0] = HexFormat.of().formatHex(sum.digest());
                    channel.position(PLACE);
                    AtomicFile.writeAll(channel, StandardCharsets.US_ASCII.encode(digest[0]));
                });
        return digest[0];
    }

    /**
     * Reads a file.
     *
     * @param kind the kind that is right
     * @param version the highest version that is known
     * @throws MalformedDataException if it is of another kind, or one byte is not as it was written
     */
    static ChecksummedFile read(Path file, String kind, int version) throws IOException {
        try (FileChannel channel = BoundedInput.open(file)) {
            String digest = verified(file, kind, channel);
            Safetensors.Contents all = Safetensors.read(file, channel);
            Map<String, String> texts = new LinkedHashMap<>(all.metadata());
            texts.remove(DIGEST);
            String written = texts.remove(KIND);
            String reader = texts.remove(READER);
            if (!kind.equals(written)) {
                throw MalformedDataException.of(
                        "%s: is a %s; a %s expected. Read it with %s",
                        file,
                        written,
                        kind,
                        reader == null ? "the method that goes with its writer" : reader);
            }
            String number = texts.remove(VERSION);
            if (!("" + version).equals(number)) {
                throw MalformedDataException.of(
                        "%s: a %s of version %s; this release knows version %s",
                        file, kind, number, version);
            }
            return new ChecksummedFile(new Safetensors.Contents(all.tensors(), texts), digest);
        }
    }

    /** Reads a safetensors file of any origin; its checksum is compared if it has one. */
    static Safetensors.Contents readAny(Path file) throws IOException {
        try (FileChannel channel = BoundedInput.open(file)) {
            byte[] start = new byte[PLACE];
            int length = Channels.newInputStream(channel).readNBytes(start, 0, PLACE);
            if (length == PLACE && isOpening(start)) {
                channel.position(0);
                verified(file, "safetensors file", channel);
            }
            return Safetensors.read(file, channel);
        }
    }

    private static boolean isOpening(byte[] start) {
        return Arrays.equals(start, 8, PLACE, OPENING, 0, OPENING.length);
    }

    /** The checksum, compared with the bytes of the file. */
    private static String verified(Path file, String kind, FileChannel channel) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(1 << 16);
        while (chunk.hasRemaining() && channel.read(chunk) >= 0) {
            continue;
        }
        byte[] start = chunk.array();
        if (chunk.position() < PLACE + DIGITS || !isOpening(start)) {
            throw MalformedDataException.of(
                    "%s: is no %s, or damaged: such a file begins with its checksum, this one"
                            + " does not",
                    file, kind);
        }
        String told = new String(start, PLACE, DIGITS, StandardCharsets.ISO_8859_1);
        Arrays.fill(start, PLACE, PLACE + DIGITS, (byte) '0');
        MessageDigest sum = sha256();
        do {
            sum.update(chunk.flip());
            chunk.clear();
        } while (channel.read(chunk) >= 0);
        String computed = HexFormat.of().formatHex(sum.digest());
        if (!computed.equals(told)) {
            throw MalformedDataException.of(
                    "%s: damaged or cut off: the checksum in the file is %s, that of its bytes %s",
                    file, told.replaceAll("[^0-9a-zA-Z]", "?"), computed);
        }
        return computed;
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
