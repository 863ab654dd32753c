package org.cotangent.nn.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Damage to files, at random: what disks, networks and people of ill will do. */
public final class Mutations {
    private static final long[] LENGTHS = {
        -1,
        0,
        1,
        2,
        7,
        8,
        100,
        99_999_999,
        100_000_001,
        1L << 31,
        (1L << 31) - 1,
        1L << 32,
        1L << 53,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE - 7
    };
    private static final String[] NUMBERS = {
        "0",
        "1",
        "2",
        "3",
        "7",
        "8",
        "65536",
        "2147483647",
        "2147483648",
        "4294967296",
        "9007199254740993",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551616",
        "-1",
        "1e9",
        "1.5",
        "999999999999999999999999999999"
    };
    private static final String[] WORDS = {
        "[",
        "]",
        "{",
        "}",
        "\"",
        ":",
        ",",
        "null",
        "true",
        "(",
        ")",
        "'",
        "F64",
        "U8",
        "BOOL",
        "I64",
        "__metadata__",
        "shape",
        "dtype",
        "data_offsets",
        "\\ud800",
        "\u00e9",
        "\0",
        "<f8",
        "|u1",
        "<i8",
        "descr",
        "fortran_order",
        "True"
    };
    private static final Pattern NUMBER = Pattern.compile("[0-9]+");
    private static final Pattern WORD = Pattern.compile("[A-Za-z_0-9]+|[^A-Za-z_0-9 ]");

    private final SplittableRandom random;

    public Mutations(long seed) {
        random = new SplittableRandom(seed);
    }

    /** One to three injuries. */
    public byte[] of(byte[] file, byte[] other) {
        byte[] bytes = file;
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes = once(bytes, other);
        }
        return bytes;
    }

    private byte[] once(byte[] file, byte[] other) {
        if (file.length < 16) {
            return splice(file, other);
        }
        return switch (random.nextInt(7)) {
            case 0 -> flipped(file);
            case 1 -> Arrays.copyOf(file, random.nextInt(file.length));
            case 2 -> splice(file, other);
            case 3 -> withLength(file);
            case 4 -> edited(file, NUMBER, NUMBERS);
            case 5 -> edited(file, WORD, WORDS);
            default -> withNoise(file);
        };
    }

    private byte[] flipped(byte[] file) {
        byte[] bytes = file.clone();
        for (int i = random.nextInt(8); i >= 0; i--) {
            bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return bytes;
    }

    /** The beginning of one and the end of another, or of the same file. */
    private byte[] splice(byte[] file, byte[] other) {
        byte[] tail = random.nextBoolean() ? file : other;
        int head = random.nextInt(file.length + 1);
        int from = random.nextInt(tail.length + 1);
        byte[] bytes = Arrays.copyOf(file, head + tail.length - from);
        System.arraycopy(tail, from, bytes, head, tail.length - from);
        return bytes;
    }

    /** A number of 1 to 8 bytes at the beginning, the end or anywhere. */
    private byte[] withLength(byte[] file) {
        byte[] bytes = file.clone();
        byte[] number =
                ByteBuffer.allocate(8)
                        .order(
                                random.nextBoolean()
                                        ? ByteOrder.LITTLE_ENDIAN
                                        : ByteOrder.BIG_ENDIAN)
                        .putLong(LENGTHS[random.nextInt(LENGTHS.length)])
                        .array();
        int count = 1 << random.nextInt(4);
        int last = bytes.length - count;
        int at =
                switch (random.nextInt(3)) {
                    case 0 -> Math.min(random.nextInt(12), last);
                    case 1 -> last - Math.min(random.nextInt(60), last);
                    default -> random.nextInt(last + 1);
                };
        System.arraycopy(number, 0, bytes, at, count);
        return bytes;
    }

    /** Another word in the header, whose length is told right. */
    private byte[] edited(byte[] file, Pattern pattern, String[] words) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        boolean npy = file[0] == (byte) 0x93;
        long told = npy ? bytes.getShort(8) : bytes.getLong(0);
        int start = npy ? 10 : 8;
        if (told < 1 || told > file.length - start) {
            return flipped(file);
        }
        String header = new String(file, start, (int) told, StandardCharsets.ISO_8859_1);
        Matcher matcher = pattern.matcher(header);
        int skip = random.nextInt(60);
        int from = 0;
        while (skip-- > 0 && matcher.find(from)) {
            from = matcher.end();
        }
        if (!matcher.find(from) && !matcher.find(0)) {
            return flipped(file);
        }
        String word = words[random.nextInt(words.length)];
        if (random.nextInt(8) == 0) {
            word = word.repeat(1 + random.nextInt(3000));
        }
        String after =
                header.substring(0, matcher.start()) + word + header.substring(matcher.end());
        ByteBuffer edited =
                ByteBuffer.allocate(file.length - header.length() + after.length())
                        .order(ByteOrder.LITTLE_ENDIAN);
        edited.put(file, 0, start);
        edited.put(after.getBytes(StandardCharsets.ISO_8859_1));
        edited.put(file, start + header.length(), file.length - start - header.length());
        if (npy) {
            edited.putShort(8, (short) after.length());
        } else {
            edited.putLong(0, after.length());
        }
        return edited.array();
    }

    private byte[] withNoise(byte[] file) {
        byte[] noise = new byte[1 + random.nextInt(40)];
        random.nextBytes(noise);
        int at = random.nextInt(file.length + 1);
        byte[] bytes = new byte[file.length + noise.length];
        System.arraycopy(file, 0, bytes, 0, at);
        System.arraycopy(noise, 0, bytes, at, noise.length);
        System.arraycopy(file, at, bytes, at + noise.length, file.length - at);
        return bytes;
    }
}
