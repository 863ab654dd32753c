package org.cotangent.nn.data;

import java.nio.ByteOrder;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.internal.ElementType;
import org.cotangent.nn.internal.FileShapes;
import org.cotangent.nn.internal.FileText;

/**
 * The header of an NPY file: a literal of Python, as {@code {'descr': '<f8', 'fortran_order':
 * False, 'shape': (2, 3), }}.
 */
record NpyHeader(ElementType element, ByteOrder order, boolean fortran, long[] shape) {
    private static final Set<ElementType> TYPES =
            EnumSet.complementOf(EnumSet.of(ElementType.BF16));

    /** A name, a colon and a value, up to a comma or the end. */
    private static final Pattern ITEM =
            Pattern.compile(
                    "\\s*('[^']*'|\"[^\"]*\")\\s*:"
                            + "\\s*('[^']*'|\"[^\"]*\"|\\([^)]*\\)|\\w+|\\[.*)\\s*(?:,|$)");

    private static final Set<String> NAMES = Set.of("descr", "fortran_order", "shape");

    static NpyHeader parse(String source, String text) throws MalformedDataException {
        String where = source + ": the header " + FileText.shown(text.strip()) + ": ";
        Map<String, String> items = items(where, text.strip());
        String descr = items.getOrDefault("descr", "");
        if (descr.startsWith("[")) {
            throw new MalformedDataException(
                    where + "a record of several columns; an array of numbers expected");
        }
        if (!items.keySet().containsAll(NAMES)) {
            throw new MalformedDataException(where + "must have descr, fortran_order and shape");
        }
        String fortran = items.get("fortran_order");
        if (!fortran.equals("True") && !fortran.equals("False")) {
            throw MalformedDataException.of(
                    "%sTrue or False expected, not %s", where, FileText.shown(fortran));
        }
        return new NpyHeader(
                element(where, unquoted(descr)),
                descr.charAt(1) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN,
                fortran.equals("True"),
                shape(where, items.get("shape")));
    }

    private static Map<String, String> items(String where, String text)
            throws MalformedDataException {
        int end = text.length() - 1;
        if (!text.startsWith("{") || text.charAt(end) != '}') {
            throw new MalformedDataException(where + "items between \"{\" and \"}\" expected");
        }
        Map<String, String> items = new LinkedHashMap<>();
        Matcher item = ITEM.matcher(text);
        for (int at = 1; !text.substring(at, end).isBlank(); at = item.end()) {
            if (!item.region(at, end).lookingAt()) {
                throw MalformedDataException.of(
                        "%sa text in quotes, a colon and a value expected at character %s",
                        where, at);
            }
            String name = unquoted(item.group(1));
            if (!NAMES.contains(name) || items.put(name, item.group(2)) != null) {
                throw MalformedDataException.of(
                        "%s%s does not belong there, or stands twice", where, FileText.shown(name));
            }
        }
        return items;
    }

    private static String unquoted(String text) {
        return text.replaceAll("^['\"]|['\"]$", "");
    }

    private static ElementType element(String where, String descr) throws MalformedDataException {
        String order = descr.isEmpty() ? "" : descr.substring(0, 1);
        for (ElementType type : TYPES) {
            char kind = type.name().toLowerCase(Locale.ROOT).charAt(0);
            if (descr.equals(order + kind + type.bytes)
                    && (type.bytes == 1 ? "<>|" : "<>").contains(order)) {
                return type;
            }
        }
        throw MalformedDataException.of(
                "%sthe type is %s; real numbers of type f2 to f8, i1 to i8, u1 to u8 or b1"
                        + " expected, with < or > for their byte order",
                where, FileText.shown(descr));
    }

    private static long[] shape(String where, String text) throws MalformedDataException {
        String inner = text.startsWith("(") ? text.substring(1, text.length() - 1) : "-";
        String[] extents = inner.isBlank() ? new String[0] : inner.split(",");
        boolean comma = extents.length > 0 && extents[extents.length - 1].isBlank();
        long[] shape = new long[extents.length - (comma ? 1 : 0)];
        if (shape.length > FileShapes.MOST_AXES) {
            throw MalformedDataException.of("%smore than %s axes", where, FileShapes.MOST_AXES);
        }
        for (int axis = 0; axis < shape.length; axis++) {
            String extent = extents[axis].strip();
            if (!extent.matches("\\d{1,18}L?")) {
                throw MalformedDataException.of(
                        "%san extent from 0 to below 10^18 expected, not %s",
                        where, FileText.shown(extent));
            }
            shape[axis] = Long.parseLong(extent.replace("L", ""));
        }
        return shape;
    }
}
