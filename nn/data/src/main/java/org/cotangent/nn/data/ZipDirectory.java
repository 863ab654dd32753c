package org.cotangent.nn.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.FileText;

/**
 * A comparison of the directory at the end of a zip archive with the headers before its entries.
 * Readers of archives believe the directory alone, which no checksum protects: with one bit changed
 * arrays have other names, or are gone.
 *
 * <p>Entries must stand one after the other from the first byte to the directory. The format:
 * APPNOTE.TXT of PKWARE, sections 4.3 to 4.5.
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int END_LENGTH = 22;
    private static final int END_64 = 0x06064b50;
    private static final int LOCATOR_64 = 0x07064b50;
    private static final int LOCATOR_LENGTH = 20;
    private static final int CENTRAL = 0x02014b50;
    private static final int CENTRAL_LENGTH = 46;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_LENGTH = 30;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int DESCRIBED = 1 << 3; // checksum and sizes follow the data
    private static final int ZIP_64 = 1;
    private static final long SEE_ZIP_64 = 0xffffffffL;

    private final Path file;
    private final FileChannel channel;

    private ZipDirectory(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** An entry as the directory or a header describes it. */
    private record Entry(
            byte[] name, int flags, int method, long sum, long packed, long size, long place) {}

    /** Refuses an archive whose directory is not that of its entries. */
    static void requireWhole(Path file, FileChannel channel) throws IOException {
        new ZipDirectory(file, channel).check();
    }

    private MalformedDataException damaged(String what) {
        return new MalformedDataException(file + ": damaged, or not an NPZ file: " + what);
    }

    private ByteBuffer bytes(long from, long count, String what) throws IOException {
        if (from < 0 || count < 0 || count > channel.size() - from || count > 1 << 30) {
            throw damaged(what + " would be " + count + " bytes from byte " + from + " on");
        }
        ByteBuffer bytes = ByteBuffer.allocate((int) count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw damaged("the file ends within " + what);
            }
        }
        return bytes.flip();
    }

    private void check() throws IOException {
        long end = end();
        ByteBuffer last = bytes(end, END_LENGTH, "the end of the directory");
        long disks = last.getInt(4);
        long here = last.getShort(8) & 0xffff;
        long count = last.getShort(10) & 0xffff;
        long length = last.getInt(12) & SEE_ZIP_64;
        long start = last.getInt(16) & SEE_ZIP_64;
        if (end >= LOCATOR_LENGTH) {
            ByteBuffer locator = bytes(end - LOCATOR_LENGTH, LOCATOR_LENGTH, "the locator");
            if (locator.getInt(0) == LOCATOR_64) {
                end = locator.getLong(8);
                ByteBuffer wide = bytes(end, 56, "the end of the directory");
                if (wide.getInt(0) != END_64) {
                    throw damaged("there is no end of the directory at byte " + end);
                }
                disks = wide.getLong(16);
                here = wide.getLong(24);
                count = wide.getLong(32);
                length = wide.getLong(40);
                start = wide.getLong(48);
            }
        }
        if (disks != 0 || here != count) {
            throw damaged("the directory says that it goes on in another file");
        }
        if (start < 0 || length < 0 || start + length != end) {
            throw damaged(
                    Checks.text(
                            "the directory is said to be %s bytes from byte %s on, and ends at"
                                    + " byte %s",
                            length, start, end));
        }
        Map<Long, Entry> entries = entries(bytes(start, length, "the directory"), count);
        long at = 0;
        while (at < start) {
            Entry entry = entries.remove(at);
            if (entry == null) {
                throw damaged("the directory has no entry for the bytes from byte " + at + " on");
            }
            Long next = entries.isEmpty() ? start : entries.keySet().iterator().next();
            compare(entry, next);
            at = next;
        }
        if (!entries.isEmpty()) {
            throw damaged("the directory has an entry at byte " + entries.keySet());
        }
    }

    /** The position of the last record, after which nothing but its comment stands. */
    private long end() throws IOException {
        long size = channel.size();
        int count = (int) Math.min(size, END_LENGTH + 0xffff);
        ByteBuffer tail = bytes(size - count, count, "the end of the directory");
        for (int at = count - END_LENGTH; at >= 0; at--) {
            if (tail.getInt(at) == END
                    && (tail.getShort(at + 20) & 0xffff) == count - END_LENGTH - at) {
                return size - count + at;
            }
        }
        throw damaged("there is no directory at the end");
    }

    /** The entries by their places. */
    private Map<Long, Entry> entries(ByteBuffer all, long count) throws IOException {
        TreeMap<Long, Entry> entries = new TreeMap<>();
        for (long i = 0; i < count; i++) {
            if (all.remaining() < CENTRAL_LENGTH || all.getInt(all.position()) != CENTRAL) {
                throw damaged("the directory has " + i + " entries, and says " + count);
            }
            int at = all.position();
            int nameLength = all.getShort(at + 28) & 0xffff;
            int extraLength = all.getShort(at + 30) & 0xffff;
            int commentLength = all.getShort(at + 32) & 0xffff;
            int rest = nameLength + extraLength + commentLength;
            if (all.remaining() < CENTRAL_LENGTH + rest) {
                throw damaged("the directory ends within its entry " + i);
            }
            byte[] name = new byte[nameLength];
            all.get(at + CENTRAL_LENGTH, name);
            long[] wide = {
                all.getInt(at + 24) & SEE_ZIP_64,
                all.getInt(at + 20) & SEE_ZIP_64,
                all.getInt(at + 42) & SEE_ZIP_64
            };
            widen(wide, all.slice(at + CENTRAL_LENGTH + nameLength, extraLength));
            Entry entry =
                    new Entry(
                            name,
                            all.getShort(at + 8) & 0xffff,
                            all.getShort(at + 10) & 0xffff,
                            all.getInt(at + 16) & SEE_ZIP_64,
                            wide[1],
                            wide[0],
                            wide[2]);
            if (entries.put(entry.place, entry) != null) {
                throw damaged("the directory has two entries at byte " + entry.place);
            }
            all.position(at + CENTRAL_LENGTH + rest);
        }
        if (all.hasRemaining()) {
            throw damaged("the directory goes on after its " + count + " entries");
        }
        return entries;
    }

    /** Replaces numbers that do not fit into 32 bits by those of the extra field for them. */
    private static void widen(long[] numbers, ByteBuffer slice) {
        ByteBuffer extra = slice.order(ByteOrder.LITTLE_ENDIAN);
        while (extra.remaining() >= 4) {
            int kind = extra.getShort();
            int length = Math.min(extra.getShort() & 0xffff, extra.remaining());
            int after = extra.position() + length;
            for (int i = 0; kind == ZIP_64 && i < numbers.length; i++) {
                if (numbers[i] == SEE_ZIP_64 && after - extra.position() >= 8) {
                    numbers[i] = extra.getLong();
                }
            }
            extra.position(after);
        }
    }

    /** Compares an entry with the header before its bytes, and what may follow them. */
    private void compare(Entry entry, long next) throws IOException {
        ByteBuffer local = bytes(entry.place, LOCAL_LENGTH, "the header of an entry");
        if (local.getInt(0) != LOCAL) {
            throw damaged("the directory has an entry at byte " + entry.place + ", where none is");
        }
        int nameLength = local.getShort(26) & 0xffff;
        int extraLength = local.getShort(28) & 0xffff;
        ByteBuffer rest =
                bytes(entry.place + LOCAL_LENGTH, nameLength + extraLength, "the name of an entry");
        byte[] name = new byte[nameLength];
        rest.get(name);
        if (!Arrays.equals(name, entry.name)) {
            throw differs(entry, "the name", text(entry.name), text(name));
        }
        same(entry, "the flags", entry.flags, local.getShort(6) & 0xffff);
        same(entry, "the method", entry.method, local.getShort(8) & 0xffff);
        long[] sizes = {local.getInt(22) & SEE_ZIP_64, local.getInt(18) & SEE_ZIP_64};
        widen(sizes, rest.slice());
        long sum = local.getInt(14) & SEE_ZIP_64;
        boolean described = (entry.flags & DESCRIBED) != 0;
        if (!described || sum != 0 || sizes[0] != 0 && sizes[0] != SEE_ZIP_64) {
            same(entry, "the checksum", entry.sum, sum);
            same(entry, "the size", entry.size, sizes[0]);
            same(entry, "the packed size", entry.packed, sizes[1]);
        }
        long from = entry.place + LOCAL_LENGTH + nameLength + extraLength;
        if (entry.packed < 0 || entry.packed > next - from) {
            throw differs(entry, "the packed size", entry.packed, next - from);
        }
        long after = from + entry.packed;
        if (described) {
            descriptor(entry, bytes(after, next - after, "what follows an entry"));
        } else {
            same(entry, "the end", after, next);
        }
    }

    /** The checksum and the sizes after the bytes of an entry, with or without a signature. */
    private void descriptor(Entry entry, ByteBuffer after) throws IOException {
        int length = after.remaining();
        boolean signed = length == 16 || length == 24;
        if (!signed && length != 12 && length != 20 || signed && after.getInt() != DESCRIPTOR) {
            throw differs(entry, "what follows it", "a checksum and sizes", length + " bytes");
        }
        same(entry, "the checksum", entry.sum, after.getInt() & SEE_ZIP_64);
        boolean wide = length >= 20;
        same(entry, "the packed size", entry.packed, wide ? after.getLong() : number(after));
        same(entry, "the size", entry.size, wide ? after.getLong() : number(after));
    }

    private static long number(ByteBuffer bytes) {
        return bytes.getInt() & SEE_ZIP_64;
    }

    private void same(Entry entry, String what, long told, long there) throws IOException {
        if (told != there) {
            throw differs(entry, what, told, there);
        }
    }

    private MalformedDataException differs(Entry entry, String what, Object told, Object there) {
        return damaged(
                Checks.text(
                        "entry %s: %s: %s in the directory, %s at the entry",
                        text(entry.name), what, told, there));
    }

    private static String text(byte[] name) {
        return FileText.shown(new String(name, StandardCharsets.UTF_8));
    }
}
