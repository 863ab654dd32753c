package org.cotangent.program;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The fields of a class file, the lengths of its methods and what they call. */
final class ClassReader {
    /** A field with its type as class files have it. */
    record Field(String name, String type, int flags) {}

    private record Member(int owner, int nameAndType) {}

    final List<Field> fields = new ArrayList<>();

    /** Bytes of instructions by the name and type of a method. */
    final Map<String, Integer> lengths = new LinkedHashMap<>();

    /** Methods that are called and fields that are read, as "owner.name". */
    final List<String> members = new ArrayList<>();

    private final Object[] pool;

    ClassReader(byte[] bytes) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            in.readLong(); // magic number and version
            pool = new Object[in.readUnsignedShort()];
            readPool(in);
            in.skipBytes(6); // flags, the class and its parent
            in.skipBytes(2 * in.readUnsignedShort());
            for (int i = in.readUnsignedShort(); i > 0; i--) {
                int flags = in.readUnsignedShort();
                fields.add(new Field(text(in), text(in), flags));
                codeLength(in);
            }
            for (int i = in.readUnsignedShort(); i > 0; i--) {
                in.readUnsignedShort();
                lengths.put(text(in) + text(in), codeLength(in));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void readPool(DataInputStream in) throws IOException {
        for (int i = 1; i < pool.length; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> pool[i] = in.readUTF();
                case 3, 4 -> in.readInt();
                case 5, 6 -> {
                    in.readLong();
                    i++;
                }
                case 9, 10, 11 ->
                        pool[i] = new Member(in.readUnsignedShort(), in.readUnsignedShort());
                case 7, 8, 16, 19, 20 -> pool[i] = in.readUnsignedShort();
                case 12 -> {
                    pool[i] = in.readUnsignedShort(); // the name
                    in.readUnsignedShort();
                }
                case 15 -> in.skipBytes(3);
                case 17, 18 -> in.readInt();
                default -> throw new IOException("tag " + tag);
            }
        }
        for (Object entry : pool) {
            if (entry instanceof Member member) {
                members.add(named(member.owner) + "." + named(member.nameAndType));
            }
        }
    }

    private String named(int index) {
        return (String) pool[(Integer) pool[index]];
    }

    private String text(DataInputStream in) throws IOException {
        return (String) pool[in.readUnsignedShort()];
    }

    /** Reads over all attributes; the length of the code, if there is some, else 0. */
    private int codeLength(DataInputStream in) throws IOException {
        int code = 0;
        for (int i = in.readUnsignedShort(); i > 0; i--) {
            String attribute = text(in);
            int length = in.readInt();
            if (attribute.equals("Code")) {
                in.readInt(); // stack and locals
                code = in.readInt();
                length -= 8;
            }
            in.skipBytes(length);
        }
        return code;
    }
}
