package org.cotangent.nn.data;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.ElementType;
import org.cotangent.nn.internal.FileShapes;
import org.cotangent.nn.internal.FileText;

/**
 * The header of an NPY file: a literal of Python, as {@code {'descr': '<f8', 'fortran_order':
 * False, 'shape': (2, 3), }}.
 */
final class NpyHeader {
    private static final Map<String, ElementType> TYPES =
            Map.ofEntries(
                    Map.entry("f8", ElementType.F64),
                    Map.entry("f4", ElementType.F32),
                    Map.entry("f2", ElementType.F16),
                    Map.entry("i8", ElementType.I64),
                    Map.entry("i4", ElementType.I32),
                    Map.entry("i2", ElementType.I16),
                    Map.entry("i1", ElementType.I8),
                    Map.entry("u8", ElementType.U64),
                    Map.entry("u4", ElementType.U32),
                    Map.entry("u2", ElementType.U16),
                    Map.entry("u1", ElementType.U8),
                    Map.entry("b1", ElementType.BOOL));

    private final String source;
    private final String text;
    private int at;
    private String descr;
    private Boolean fortran;
    private long[] shape;

    private NpyHeader(String source, String text) {
        this.source = source;
        this.text = text;
    }

    static NpyHeader parse(String source, String text) throws MalformedDataException {
        NpyHeader header = new NpyHeader(source, text);
        header.read();
        if (header.descr == null || header.fortran == null || header.shape == null) {
            throw header.malformed("must have descr, fortran_order and shape");
        }
        return header;
    }

    /** Whether the order is column-major: the first axis varies fastest. */
    boolean fortran() {
        return fortran;
    }

    long[] shape() {
        return shape;
    }

    ByteOrder order() {
        return descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    }

    ElementType element() throws MalformedDataException {
        ElementType element = descr.isEmpty() ? null : TYPES.get(descr.substring(1));
        boolean ordered = !descr.isEmpty() && "<>".indexOf(descr.charAt(0)) >= 0;
        boolean single = element != null && element.bytes == 1 && descr.charAt(0) == '|';
        if (element == null || !ordered && !single) {
            throw malformed(
                    Checks.text(
                            "the type is %s; real numbers of type f2 to f8, i1 to i8, u1 to u8 or"
                                    + " b1 expected, with < or > for their byte order",
                            FileText.shown(descr)));
        }
        return element;
    }

    private MalformedDataException malformed(String what) {
        return new MalformedDataException(
                source + ": the header " + FileText.shown(text.strip()) + ": " + what);
    }

    private MalformedDataException unexpected(String expected) {
        String there = at < text.length() ? "\"" + text.charAt(at) + "\"" : "the end";
        return malformed(Checks.text("%s expected at character %s, not %s", expected, at, there));
    }

    private boolean found(char c) {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private void require(char c) throws MalformedDataException {
        if (!found(c)) {
            throw unexpected("\"" + c + "\"");
        }
    }

    private void read() throws MalformedDataException {
        require('{');
        while (!found('}')) {
            String key = string();
            require(':');
            if (key.equals("descr") && descr == null) {
                if (found('[')) {
                    throw malformed("a record of several columns; an array of numbers expected");
                }
                descr = string();
            } else if (key.equals("fortran_order") && fortran == null) {
                fortran = truth();
            } else if (key.equals("shape") && shape == null) {
                shape = tuple();
            } else {
                throw malformed(FileText.shown(key) + " does not belong there, or stands twice");
            }
            if (!found(',')) {
                require('}');
                break;
            }
        }
        if (!text.substring(at).isBlank()) {
            throw unexpected("nothing more");
        }
    }

    private String string() throws MalformedDataException {
        char quote = found('\'') ? '\'' : '"';
        if (quote == '"') {
            require('"');
        }
        int end = text.indexOf(quote, at);
        if (end < 0) {
            throw unexpected("a text in quotes");
        }
        String string = text.substring(at, end);
        at = end + 1;
        return string;
    }

    private boolean truth() throws MalformedDataException {
        found(' ');
        boolean value = text.startsWith("True", at);
        if (!value && !text.startsWith("False", at)) {
            throw unexpected("True or False");
        }
        at += value ? "True".length() : "False".length();
        return value;
    }

    private long[] tuple() throws MalformedDataException {
        List<Long> extents = new ArrayList<>();
        require('(');
        while (!found(')')) {
            if (extents.size() == FileShapes.MOST_AXES) {
                throw malformed("more than " + FileShapes.MOST_AXES + " axes");
            }
            int start = at;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
                at++;
            }
            if (at == start || at - start > 18) {
                throw unexpected("an extent from 0 to below 10^18");
            }
            extents.add(Long.parseLong(text.substring(start, at)));
            // Python 2 wrote 3L
            found('L');
            if (!found(',')) {
                require(')');
                break;
            }
        }
        return extents.stream().mapToLong(Long::longValue).toArray();
    }
}
