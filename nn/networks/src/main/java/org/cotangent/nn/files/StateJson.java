package org.cotangent.nn.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.FileShapes;
import org.cotangent.nn.internal.FileText;

/**
 * The JSON form of a state: {"kind": its kind, name: value, ...}. A tensor is {"tensor": its name
 * in the file or its numbers, "shape": [...]}, and a number that JSON lacks {"number": "NaN"}.
 */
final class StateJson {
    static final String KIND = "kind";
    private static final String TENSOR = "tensor";
    private static final String SHAPE = "shape";
    private static final String NUMBER = "number";
    private static final Set<Double> ODD =
            Set.of(Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);

    private StateJson() {}

    /** The choice of a name for a tensor in a file. */
    @FunctionalInterface
    interface Names {
        /**
         * A name, or null for a tensor whose numbers are written into the text.
         *
         * @param state the state that holds the tensor
         * @param name its name in it
         * @param path the names on the way to it, with / between them
         */
        String of(State state, String name, String path);
    }

    // ---- writing

    /**
     * The text of a state.
     *
     * @param tensors gets the tensors by their names in the file; two never get the same
     */
    static String write(State state, Names names, Map<String, Tensor> tensors) {
        return write(state, names, tensors, false);
    }

    /** The text of a state, indented for readers, without its tensors. */
    static String pretty(State state, Names names) {
        return write(state, names, new LinkedHashMap<>(), true) + "\n";
    }

    private static String write(
            State state, Names names, Map<String, Tensor> tensors, boolean indented) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
            if (indented) {
                DefaultIndenter lines = new DefaultIndenter("  ", "\n");
                json.setPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(lines));
            }
            new Writer(json, names, tensors).state(state, "");
        } catch (IOException e) {
            throw new IllegalArgumentException("states: " + e.getMessage(), e);
        }
        return text.toString();
    }

    private record Writer(JsonGenerator json, Names names, Map<String, Tensor> tensors) {
        void state(State state, String path) throws IOException {
            json.writeStartObject();
            json.writeStringField(KIND, encodable(path, state.kind()));
            for (Map.Entry<String, Object> value : state.values().entrySet()) {
                String name = encodable(path, value.getKey());
                if (name.length() > FileText.LONGEST_NAME) {
                    throw Checks.illegal(
                            "states: the name %s is longer than %s characters",
                            FileText.shown(name), FileText.LONGEST_NAME);
                }
                json.writeFieldName(name);
                value(state, name, value.getValue(), path.isEmpty() ? name : path + "/" + name);
            }
            json.writeEndObject();
        }

        private void value(State state, String name, Object value, String path) throws IOException {
            if (value instanceof State child) {
                state(child, path);
            } else if (value instanceof Tensor tensor) {
                json.writeStartObject();
                json.writeFieldName(TENSOR);
                String file = names.of(state, name, path);
                if (file == null) {
                    double[] numbers = tensor.toArray();
                    value(state, name, Arrays.stream(numbers).boxed().toList(), path);
                } else {
                    json.writeString(taken(file, tensor));
                }
                json.writeFieldName(SHAPE);
                json.writeArray(tensor.shape(), 0, tensor.rank());
                json.writeEndObject();
            } else if (value instanceof List<?> list) {
                json.writeStartArray();
                for (int i = 0; i < list.size(); i++) {
                    value(state, name + "/" + i, list.get(i), path + "/" + i);
                }
                json.writeEndArray();
            } else if (value instanceof Double number && ODD.contains(number)) {
                json.writeStartObject();
                json.writeStringField(NUMBER, number.toString());
                json.writeEndObject();
            } else if (value instanceof Double number) {
                json.writeNumber(number);
            } else if (value instanceof Long number) {
                json.writeNumber(number);
            } else if (value instanceof Boolean truth) {
                json.writeBoolean(truth);
            } else {
                json.writeString(encodable(path, (String) value));
            }
        }

        /** The name, or one like it that the format takes and no other tensor has. */
        private String taken(String name, Tensor tensor) {
            int end = Math.min(name.length(), FileText.LONGEST_NAME - 12);
            boolean within = end < name.length() && Character.isLowSurrogate(name.charAt(end));
            String begin = name.substring(0, within ? end - 1 : end);
            String free = begin;
            for (int i = 2;
                    tensors.containsKey(free) || free.equals(SafetensorsHeader.METADATA);
                    i++) {
                free = begin + "#" + i;
            }
            tensors.put(free, tensor);
            return free;
        }

        private static String encodable(String path, String text) {
            if (!FileText.encodable(text)) {
                throw Checks.illegal(
                        "states: %s: the text %s is no valid Unicode", path, FileText.shown(text));
            }
            return text;
        }
    }

    // ---- reading

    /** The tensors of a file. */
    @FunctionalInterface
    interface Tensors {
        /** The tensor of a name in the file, or null. */
        Tensor of(String name, int[] shape) throws MalformedDataException;
    }

    /**
     * The state of a text.
     *
     * @param what names the source in messages
     */
    static State read(String what, String text, Tensors tensors) throws MalformedDataException {
        try (JsonParser json = Json.FACTORY.createParser(text)) {
            json.nextToken();
            Object value = new Reader(json, tensors).value(what, false);
            if (!(value instanceof State state)) {
                throw new MalformedDataException(what + ": a state, {\"kind\": ...}, expected");
            }
            if (json.nextToken() != null) {
                throw new MalformedDataException(what + " goes on after its last brace");
            }
            return state;
        } catch (JsonProcessingException e) {
            throw Json.malformed(what, e);
        } catch (MalformedDataException e) {
            throw e;
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory cannot be read", e);
        }
    }

    private record Reader(JsonParser json, Tensors tensors) {
        /** The value of the current token, which is read to its end. */
        Object value(String path, boolean inList) throws IOException {
            JsonToken token = json.currentToken();
            if (token == JsonToken.START_OBJECT) {
                return object(path);
            }
            if (token == JsonToken.START_ARRAY && !inList) {
                List<Object> list = new ArrayList<>();
                while (json.nextToken() != JsonToken.END_ARRAY) {
                    list.add(value(path + "/" + list.size(), true));
                }
                return list;
            }
            if (token == JsonToken.VALUE_STRING) {
                return json.getText();
            }
            if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
                return json.getBooleanValue();
            }
            if (token == JsonToken.VALUE_NUMBER_INT
                    && json.getNumberType() != JsonParser.NumberType.BIG_INTEGER) {
                return json.getLongValue();
            }
            if (token == JsonToken.VALUE_NUMBER_FLOAT && Double.isFinite(json.getDoubleValue())) {
                return json.getDoubleValue();
            }
            String found = token == null ? "nothing" : FileText.shown(json.getText());
            throw MalformedDataException.of(
                    "%s: %s; a text, a finite number of 64 bits, true, false, a list of such, a"
                            + " state {\"kind\": ...} or a tensor {\"tensor\": ...} expected",
                    path, found);
        }

        private Object object(String path) throws IOException {
            String first = json.nextToken() == JsonToken.FIELD_NAME ? json.currentName() : "";
            if (first.equals(KIND)) {
                return state(path, text(path, KIND));
            }
            if (first.equals(TENSOR)) {
                json.nextToken();
                Object tensor = tensor(path, value(path, false));
                end(path, TENSOR);
                return tensor;
            }
            if (first.equals(NUMBER)) {
                String text = text(path, NUMBER);
                end(path, NUMBER);
                return ODD.stream()
                        .filter(x -> x.toString().equals(text))
                        .findFirst()
                        .orElseThrow(() -> wrong(path, "number", "NaN, Infinity or -Infinity"));
            }
            throw MalformedDataException.of(
                    "%s: an object that begins with %s; a state begins with \"kind\", a tensor"
                            + " with \"tensor\"",
                    path, FileText.shown(first));
        }

        private static MalformedDataException wrong(String path, String what, String expected) {
            return new MalformedDataException(
                    path + ": its \"" + what + "\" is wrong; " + expected + " expected");
        }

        private String text(String path, String field) throws IOException {
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                throw wrong(path, field, "a text");
            }
            return json.getText();
        }

        private void end(String path, String field) throws IOException {
            if (json.nextToken() != JsonToken.END_OBJECT) {
                throw wrong(path, field, "an object that ends after it");
            }
        }

        private State state(String path, String kind) throws IOException {
            Map<String, Object> values = new LinkedHashMap<>();
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                values.put(name, value(path + "/" + name, false));
            }
            try {
                return new State(kind, values);
            } catch (IllegalArgumentException e) {
                throw new MalformedDataException(path + ": " + e.getMessage(), e);
            }
        }

        private Tensor tensor(String path, Object content) throws IOException {
            boolean fine =
                    json.nextToken() == JsonToken.FIELD_NAME
                            && json.currentName().equals(SHAPE)
                            && json.nextToken() == JsonToken.START_ARRAY;
            List<?> extents = fine ? (List<?>) value(path, false) : List.of();
            fine &= extents.size() <= FileShapes.MOST_AXES;
            fine &= extents.stream().allMatch(Long.class::isInstance);
            long[] shape = fine ? extents.stream().mapToLong(x -> (Long) x).toArray() : new long[0];
            int count = FileShapes.count(shape);
            if (!fine || count < 0) {
                throw wrong(path, SHAPE, "the shape of a tensor");
            }
            if (content instanceof List<?> numbers
                    && numbers.size() == count
                    && numbers.stream().allMatch(Number.class::isInstance)) {
                double[] values =
                        numbers.stream().mapToDouble(x -> ((Number) x).doubleValue()).toArray();
                return Tensor.of(values, FileShapes.ints(shape));
            }
            if (!(content instanceof String name)) {
                throw wrong(path, TENSOR, "its name or all its numbers");
            }
            Tensor tensor = tensors.of(name, FileShapes.ints(shape));
            if (tensor == null) {
                throw MalformedDataException.of(
                        "%s: there is no tensor %s of that shape", path, FileText.shown(name));
            }
            return tensor;
        }
    }
}
