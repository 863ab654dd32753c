package org.cotangent.program;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A class file while it is being written: of methods without branches, which need no stack map
 * frames (The Java Virtual Machine Specification, Java SE 17 Edition, chapter 4).
 */
final class ClassFile {
    static final int STATIC = 0x0008;
    static final int FINAL_CLASS = 0x0030;

    // instructions

    static final int ICONST_1 = 0x04;
    static final int SIPUSH = 0x11;
    static final int LDC_W = 0x13;
    static final int LDC2_W = 0x14;
    static final int DLOAD = 0x18;
    static final int ALOAD_0 = 0x2A;
    static final int DALOAD = 0x31;
    static final int DSTORE = 0x39;
    static final int DASTORE = 0x52;
    static final int DUP2 = 0x5C;
    static final int DADD = 0x63;
    static final int DSUB = 0x67;
    static final int DMUL = 0x6B;
    static final int DDIV = 0x6F;
    static final int DNEG = 0x77;
    static final int RETURN = 0xB1;
    static final int INVOKESPECIAL = 0xB7;
    static final int INVOKESTATIC = 0xB8;
    static final int INVOKEINTERFACE = 0xB9;
    static final int WIDE = 0xC4;

    private static final int MAGIC = 0xCAFEBABE;
    private static final int VERSION = 61; // Java 17
    private static final int MOST = 0xFFFF;

    // tags of the constant pool

    private static final int UTF8 = 1;
    private static final int INTEGER = 3;
    private static final int DOUBLE = 6;
    private static final int CLASS = 7;
    private static final int METHOD = 10;
    private static final int INTERFACE_METHOD = 11;
    private static final int NAME_AND_TYPE = 12;
    private static final int METHOD_HANDLE = 15;
    private static final int DYNAMIC = 17;

    private static final int STATIC_CALL = 6;

    /** Bytes in the order of class files. */
    static final class Bytes extends ByteArrayOutputStream {
        Bytes u1(int value) {
            write(value);
            return this;
        }

        Bytes u2(int value) {
            return u1(value >>> 8).u1(value);
        }

        Bytes u4(int value) {
            return u2(value >>> 16).u2(value);
        }

        Bytes all(Bytes other) {
            writeBytes(other.toByteArray());
            return this;
        }
    }

    private final String name;
    private final String parent;
    private final Bytes pool = new Bytes();
    private final Map<List<Object>, Integer> known = new HashMap<>();
    private int entries = 1;
    private final Bytes methods = new Bytes();
    private int methodCount;
    private final Bytes bootstraps = new Bytes();
    private int bootstrapCount;

    /**
     * Begins a class.
     *
     * @param name its full name, with slashes
     * @param parent that of the class it extends, which has a constructor without arguments
     */
    ClassFile(String name, String parent) {
        this.name = name;
        this.parent = parent;
        Bytes code = new Bytes();
        code.u1(ALOAD_0).u1(INVOKESPECIAL).u2(method(parent, "<init>", "()V")).u1(RETURN);
        add(0, "<init>", "()V", code, 1, 1);
    }

    String name() {
        return name;
    }

    /**
     * Adds a method.
     *
     * @param flags such as {@link #STATIC}
     * @param method its name
     * @param type its arguments and result
     * @param code its instructions
     * @param stack the most words that they have on the stack
     * @param locals how many words the arguments and local variables take
     */
    void add(int flags, String method, String type, Bytes code, int stack, int locals) {
        methods.u2(flags).u2(text(method)).u2(text(type)).u2(1);
        methods.u2(text("Code")).u4(12 + code.size()).u2(stack).u2(locals);
        methods.u4(code.size()).all(code).u2(0).u2(0);
        methodCount++;
    }

    /** The whole file; null if it has more constants than a class can have. */
    byte[] toByteArray() {
        int self = type(name);
        int above = type(parent);
        int attribute = text("BootstrapMethods");
        if (entries > MOST) {
            return null;
        }
        Bytes file = new Bytes().u4(MAGIC).u4(VERSION).u2(entries).all(pool);
        file.u2(FINAL_CLASS).u2(self).u2(above).u2(0).u2(0).u2(methodCount).all(methods).u2(1);
        file.u2(attribute).u4(2 + bootstraps.size()).u2(bootstrapCount).all(bootstraps);
        return file.toByteArray();
    }

    /** The place in the pool of an entry, which is added if there is none of the same key. */
    private int entry(Bytes bytes, Object... key) {
        Integer before = known.putIfAbsent(List.of(key), entries);
        if (before != null) {
            return before;
        }
        pool.all(bytes);
        entries += key[0].equals(DOUBLE) ? 2 : 1;
        return known.get(List.of(key));
    }

    private int text(String text) {
        Bytes bytes = new Bytes().u1(UTF8).u2(text.length());
        bytes.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return entry(bytes, UTF8, text);
    }

    private int type(String type) {
        int text = text(type);
        return entry(new Bytes().u1(CLASS).u2(text), CLASS, text);
    }

    private int pair(int tag, int first, int second) {
        return entry(new Bytes().u1(tag).u2(first).u2(second), tag, first, second);
    }

    private int nameAndType(String name, String type) {
        return pair(NAME_AND_TYPE, text(name), text(type));
    }

    /** The place in the pool of a method of a class. */
    int method(String owner, String method, String type) {
        return pair(METHOD, type(owner), nameAndType(method, type));
    }

    /** The place in the pool of a method of an interface. */
    int interfaceMethod(String owner, String method, String type) {
        return pair(INTERFACE_METHOD, type(owner), nameAndType(method, type));
    }

    /** The place in the pool of a number, by its bits. */
    int number(double value) {
        long bits = Double.doubleToRawLongBits(value);
        return entry(new Bytes().u1(DOUBLE).u4((int) (bits >>> 32)).u4((int) bits), DOUBLE, bits);
    }

    /** The place in the pool of a whole number. */
    int integer(int value) {
        return entry(new Bytes().u1(INTEGER).u4(value), INTEGER, value);
    }

    /** The place in the pool of an object of the class data, a list, by its index. */
    int classData(int index, String type) {
        int reader =
                method(
                        "java/lang/invoke/MethodHandles",
                        "classDataAt",
                        "(Ljava/lang/invoke/MethodHandles$Lookup;Ljava/lang/String;"
                                + "Ljava/lang/Class;I)Ljava/lang/Object;");
        Bytes call = new Bytes().u1(METHOD_HANDLE).u1(STATIC_CALL).u2(reader);
        int handle = entry(call, METHOD_HANDLE, reader);
        int number = integer(index);
        int nameAndType = nameAndType("_", "L" + type + ";");
        int before = entries;
        Bytes read = new Bytes().u1(DYNAMIC).u2(bootstrapCount).u2(nameAndType);
        int place = entry(read, DYNAMIC, index);
        if (entries > before) {
            bootstraps.u2(handle).u2(1).u2(number);
            bootstrapCount++;
        }
        return place;
    }
}
