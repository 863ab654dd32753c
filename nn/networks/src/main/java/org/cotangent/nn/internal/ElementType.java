package org.cotangent.nn.internal;

import java.nio.ByteBuffer;

/** A type of the numbers in a file, with its conversion to double, which loses nothing. */
public enum ElementType {
    F64(8),
    F32(4),
    F16(2),
    BF16(2),
    I64(8),
    U64(8),
    I32(4),
    U32(4),
    I16(2),
    U16(2),
    I8(1),
    U8(1),
    BOOL(1);

    /** Whole numbers up to this size are exact as doubles. */
    private static final long EXACT = 1L << 53;

    public final int bytes;

    ElementType(int bytes) {
        this.bytes = bytes;
    }

    /**
     * Takes numbers out of a buffer, in the buffer's byte order.
     *
     * @return -1, or how many were taken when one came that no double holds exactly
     */
    public int decode(ByteBuffer in, double[] out, int from, int count) {
        if (this == F64) {
            in.asDoubleBuffer().get(out, from, count);
            in.position(in.position() + 8 * count);
            return -1;
        }
        for (int i = 0; i < count; i++) {
            int at = in.position();
            switch (this) {
                case F32 -> out[from + i] = in.getFloat();
                case F16 -> out[from + i] = half(in.getShort());
                case BF16 -> out[from + i] = Float.intBitsToFloat(in.getShort() << 16);
                case I32 -> out[from + i] = in.getInt();
                case U32 -> out[from + i] = Integer.toUnsignedLong(in.getInt());
                case I16 -> out[from + i] = in.getShort();
                case U16 -> out[from + i] = Short.toUnsignedInt(in.getShort());
                case I8 -> out[from + i] = in.get();
                case U8 -> out[from + i] = Byte.toUnsignedInt(in.get());
                default -> {
                    long value = bytes == 8 ? in.getLong() : in.get();
                    if (!fits(value)) {
                        in.position(at);
                        return i;
                    }
                    out[from + i] = value;
                }
            }
        }
        return -1;
    }

    private boolean fits(long value) {
        return switch (this) {
            case BOOL -> value == 0 || value == 1;
            case U64 -> value >= 0 && value <= EXACT;
            default -> value >= -EXACT && value <= EXACT;
        };
    }

    /**
     * The text for a message: the value at which {@link #decode} stopped, and the values allowed.
     */
    public String refusal(ByteBuffer in) {
        return switch (this) {
            case BOOL -> Byte.toUnsignedInt(in.get()) + " as a truth value; 0 or 1 expected";
            case U64 ->
                    Long.toUnsignedString(in.getLong())
                            + "; whole numbers above 2^53 are not exact as doubles";
            default -> in.getLong() + "; whole numbers beyond 2^53 are not exact as doubles";
        };
    }

    /** A number of IEEE 754's binary16: 1 bit sign, 5 bits exponent, 10 bits fraction. */
    private static double half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        double size;
        if (exponent == 0) {
            size = fraction * 0x1p-24;
        } else if (exponent == 0x1f) {
            size = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else {
            size = Math.scalb(1 + fraction * 0x1p-10, exponent - 15);
        }
        return bits < 0 ? -size : size;
    }
}
