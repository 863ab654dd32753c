package org.cotangent.internal;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A strict reader and writer of JSON: objects as maps, arrays as lists, whole numbers as {@link
 * Integer}, others as {@link Double}. What JSON has no numbers for are texts: "NaN", "Infinity",
 * "-Infinity".
 */
public final class Json {
    private static final int DEEPEST = 100;

    private final String text;
    private final Map<Object, Integer> lines = new IdentityHashMap<>();
    private int at;
    private int line = 1;

    private Json(String text) {
        this.text = text;
    }

    /**
     * A text and where its objects begin.
     *
     * @param value the value of the text
     * @param lines the line, from 1, in which each object or array begins
     */
    public record Read(Object value, Map<Object, Integer> lines) {}

    /**
     * Reads a text.
     *
     * @param text the text
     * @return its value
     * @throws IllegalArgumentException if it is no JSON, with the line
     */
    public static Read read(String text) {
        Json json = new Json(text);
        Object value = json.value(0);
        json.skip();
        if (json.at < text.length()) {
            throw json.refusal("the end of the text");
        }
        return new Read(value, json.lines);
    }

    private IllegalArgumentException refusal(String wanted) {
        String found = at >= text.length() ? "the end of the text" : "'" + text.charAt(at) + "'";
        return new IllegalArgumentException(
                "line " + line + ": " + found + " where " + wanted + " was expected");
    }

    private void skip() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            if (text.charAt(at++) == '\n') {
                line++;
            }
        }
    }

    private boolean accept(char c) {
        skip();
        boolean there = at < text.length() && text.charAt(at) == c;
        at += there ? 1 : 0;
        return there;
    }

    private void expect(char c) {
        if (!accept(c)) {
            throw refusal("'" + c + "'");
        }
    }

    private Object value(int depth) {
        if (depth > DEEPEST) {
            throw refusal("no deeper nesting");
        }
        skip();
        char c = at < text.length() ? text.charAt(at) : ' ';
        if (c == '{') {
            return object(depth);
        } else if (c == '[') {
            return array(depth);
        } else if (c == '"') {
            return string();
        }
        int from = at;
        while (at < text.length() && "+-.".indexOf(text.charAt(at)) >= 0
                || at < text.length() && Character.isLetterOrDigit(text.charAt(at))) {
            at++;
        }
        String word = text.substring(from, at);
        switch (word) {
            case "null":
                return null;
            case "true":
            case "false":
                return word.equals("true");
            default:
                if (word.matches("-?(0|[1-9][0-9]{0,8})")) {
                    return word.equals("-0") ? (Object) (-0.0) : (Object) Integer.valueOf(word);
                }
                if (word.matches("-?(0|[1-9][0-9]*)([.][0-9]+)?([eE][+-]?[0-9]+)?")) {
                    return Double.valueOf(word);
                }
                at = from;
                throw refusal("a value");
        }
    }

    private Map<String, Object> object(int depth) {
        Map<String, Object> object = new LinkedHashMap<>();
        lines.put(object, line);
        expect('{');
        if (accept('}')) {
            return object;
        }
        do {
            skip();
            if (at >= text.length() || text.charAt(at) != '"') {
                throw refusal("a name");
            }
            String name = string();
            expect(':');
            if (object.containsKey(name)) {
                throw new IllegalArgumentException(
                        "line " + line + ": the name \"" + name + "\" twice in an object");
            }
            object.put(name, value(depth + 1));
        } while (accept(','));
        expect('}');
        return object;
    }

    private List<Object> array(int depth) {
        List<Object> array = new ArrayList<>();
        lines.put(array, line);
        expect('[');
        if (accept(']')) {
            return array;
        }
        do {
            array.add(value(depth + 1));
        } while (accept(','));
        expect(']');
        return array;
    }

    private String string() {
        StringBuilder string = new StringBuilder();
        for (at++; ; at++) {
            char c = at < text.length() ? text.charAt(at) : '\n';
            if (c < ' ') {
                throw refusal("'\"'");
            }
            if (c == '"') {
                at++;
                return string.toString();
            }
            if (c == '\\') {
                at++;
                int escape = at < text.length() ? "\"\\/bfnrtu".indexOf(text.charAt(at)) : -1;
                if (escape < 0 || escape == 8 && !hasHex()) {
                    throw refusal("an escape");
                }
                c =
                        escape < 8
                                ? "\"\\/\b\f\n\r\t".charAt(escape)
                                : (char) Integer.parseInt(text.substring(at + 1, at + 5), 16);
                at += escape < 8 ? 0 : 4;
            }
            string.append(c);
        }
    }

    private boolean hasHex() {
        return at + 5 <= text.length() && text.substring(at + 1, at + 5).matches("[0-9a-fA-F]{4}");
    }

    /**
     * A value that may be a number as one of the texts for which JSON has no numbers.
     *
     * @param value a value
     * @return the number, or the value as it is
     */
    public static Object number(Object value) {
        return "NaN".equals(value) || "Infinity".equals(value) || "-Infinity".equals(value)
                ? Double.valueOf((String) value)
                : value;
    }

    /**
     * A value as text, in one line.
     *
     * @param value null, a truth value, number, text, list or map
     * @return the text; numbers have all their bits
     */
    public static String write(Object value) {
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(each -> string((String) each.getKey()) + ": " + write(each.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof List<?> list) {
            return list.stream().map(Json::write).collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Double number) {
            return Double.isFinite(number) ? number.toString() : "\"" + number + "\"";
        }
        return value instanceof String text ? string(text) : String.valueOf(value);
    }

    /**
     * A text in quotation marks, of ASCII alone.
     *
     * @param text the text
     * @return the same in JSON
     */
    public static String string(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c > '~') {
                json.append(String.format("\\u%04x", (int) c));
            } else {
                json.append(c);
            }
        }
        return json.append('"').toString();
    }
}
