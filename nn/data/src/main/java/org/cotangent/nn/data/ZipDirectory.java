package org.cotangent.nn.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.FileText;

/**
 * A comparison of the directory at the end of a zip archive with the headers before its entries.
 * Readers of archives believe the directory alone, which no checksum protects: with one bit changed
 * arrays have other names, or are gone.
 *
 * <p>Entries must stand one after the other, in the order of the directory, from the first byte to
 * the directory. The format: APPNOTE.TXT of PKWARE, sections 4.3 to 4.5.
 */
final class ZipDirectory {
    private static final int END = 0x06054b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int LOCAL = 0x04034b50;
    private static final int LOCAL_LENGTH = 30;
    private static final int DESCRIPTOR = 0x08074b50;
    private static final int[] DESCRIPTOR_LENGTHS = {12, 16, 20, 24};
    private static final int DESCRIBED = 1 << 3; // checksum and sizes follow the data
    private static final int ZIP_64 = 1;
    private static final long SEE_ZIP_64 = 0xffffffffL;

    private final Path file;
    private final FileChannel channel;

    private ZipDirectory(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /** Refuses an archive whose directory is not that of its entries. */
    static void requireWhole(Path file, FileChannel channel, ZipFile zip) throws IOException {
        ZipDirectory all = new ZipDirectory(file, channel);
        long at = 0;
        for (ZipEntry entry : Collections.list(zip.entries())) {
            at = all.compared(entry, at);
        }
        if (all.signature(at) != (zip.size() == 0 ? END : CENTRAL)) {
            throw all.damaged("the directory has no entry for the bytes from byte " + at + " on");
        }
    }

    private MalformedDataException damaged(String format, Object... parts) {
        String what = Checks.text(format, parts);
        return new MalformedDataException(file + ": damaged, or not an NPZ file: " + what);
    }

    private ByteBuffer bytes(long from, int count, String what) throws IOException {
        if (from < 0 || count > channel.size() - from) {
            throw damaged(what + " would be " + count + " bytes from byte " + from + " on");
        }
        ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, from + bytes.position()) < 0) {
                throw damaged("the file ends within " + what);
            }
        }
        return bytes.flip();
    }

    private int signature(long at) throws IOException {
        return bytes(at, 4, "what follows an entry").getInt();
    }

    /** Compares an entry with the header at a byte, and returns where the next one begins. */
    private long compared(ZipEntry entry, long at) throws IOException {
        ByteBuffer local = bytes(at, LOCAL_LENGTH, "the header of an entry");
        if (local.getInt(0) != LOCAL) {
            throw damaged("the directory has an entry at byte " + at + ", where none is");
        }
        int nameLength = local.getShort(26) & 0xffff;
        int restLength = nameLength + (local.getShort(28) & 0xffff);
        ByteBuffer rest = bytes(at + LOCAL_LENGTH, restLength, "the name of an entry");
        byte[] name = new byte[nameLength];
        rest.get(name);
        same(entry, "the name", entry.getName(), new String(name, StandardCharsets.UTF_8));
        same(entry, "the method", entry.getMethod(), (int) local.getShort(8));
        long sum = number(local.position(14));
        long packed = number(local);
        long size = number(local);
        ByteBuffer extra = zip64(rest.slice().order(ByteOrder.LITTLE_ENDIAN));
        size = size == SEE_ZIP_64 && extra.remaining() >= 8 ? extra.getLong() : size;
        packed = packed == SEE_ZIP_64 && extra.remaining() >= 8 ? extra.getLong() : packed;
        boolean described = (local.getShort(6) & DESCRIBED) != 0;
        if (!described || sum != 0 || size != 0 && size != SEE_ZIP_64) {
            same(entry, sum, packed, size);
        }
        long after = at + LOCAL_LENGTH + restLength + entry.getCompressedSize();
        return described ? after + described(entry, after) : after;
    }

    /** The extra field with numbers that do not fit into 32 bits; empty if there is none. */
    private static ByteBuffer zip64(ByteBuffer extra) {
        while (extra.remaining() >= 4) {
            int kind = extra.getShort();
            int length = extra.getShort() & 0xffff;
            int after = Math.min(extra.position() + length, extra.limit());
            if (kind == ZIP_64) {
                return extra.limit(after);
            }
            extra.position(after);
        }
        return extra.limit(extra.position());
    }

    /** Compares checksum and sizes after the data of an entry, and returns their length. */
    private int described(ZipEntry entry, long at) throws IOException {
        for (int length : DESCRIPTOR_LENGTHS) {
            int next = signature(at + length);
            if (next == LOCAL || next == CENTRAL) {
                ByteBuffer after = bytes(at, length, "what follows an entry");
                if (length % 8 == 0 && after.getInt() != DESCRIPTOR) {
                    break;
                }
                long sum = number(after);
                boolean wide = length >= 20;
                long packed = wide ? after.getLong() : number(after);
                same(entry, sum, packed, wide ? after.getLong() : number(after));
                return length;
            }
        }
        throw damaged("no checksum and sizes follow entry %s", FileText.shown(entry.getName()));
    }

    private static long number(ByteBuffer bytes) {
        return bytes.getInt() & SEE_ZIP_64;
    }

    private void same(ZipEntry entry, long sum, long packed, long size) throws IOException {
        same(entry, "the checksum", entry.getCrc(), sum);
        same(entry, "the packed size", entry.getCompressedSize(), packed);
        same(entry, "the size", entry.getSize(), size);
    }

    private void same(ZipEntry entry, String what, Object told, Object there) throws IOException {
        if (!told.equals(there)) {
            throw damaged(
                    "entry %s: %s: %s in the directory, %s at the entry",
                    FileText.shown(entry.getName()), what, told, there);
        }
    }
}
