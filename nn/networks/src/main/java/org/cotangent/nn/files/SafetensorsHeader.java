package org.cotangent.nn.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.ElementType;
import org.cotangent.nn.internal.FileShapes;
import org.cotangent.nn.internal.FileText;
import org.cotangent.nn.internal.io.BoundedInput;

/** The JSON header of a safetensors file: texts, and the type, shape and place of each tensor. */
final class SafetensorsHeader {
    /** The longest header that the format's own reader accepts. */
    static final int LONGEST = 100_000_000;

    static final String METADATA = "__metadata__";

    /**
     * The entry of a tensor, whose bytes are at {@code begin} up to {@code end} after the header.
     */
    record Entry(String name, ElementType element, int[] shape, int count, long begin, long end) {}

    final Map<String, String> metadata = new LinkedHashMap<>();

    /** In the order of the header. */
    final List<Entry> entries = new ArrayList<>();

    private final String file;
    private final long dataLength;
    private final long[] scratch = new long[FileShapes.MOST_AXES];

    private SafetensorsHeader(String file, long dataLength) {
        this.file = file;
        this.dataLength = dataLength;
    }

    /** The header of tensors that follow each other in the order of the map. */
    static byte[] of(Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = Json.FACTORY.createGenerator(bytes)) {
            json.writeStartObject();
            if (!metadata.isEmpty()) {
                json.writeObjectFieldStart(METADATA);
                for (Map.Entry<String, String> text : metadata.entrySet()) {
                    json.writeStringField(checked(text.getKey()), encodable(text));
                }
                json.writeEndObject();
            }
            long begin = 0;
            for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
                if (tensor.getKey().equals(METADATA)) {
                    throw Checks.illegal(
                            "safetensors: a tensor is called %s; the format keeps that name for"
                                    + " texts",
                            METADATA);
                }
                long end = begin + 8L * tensor.getValue().size();
                json.writeObjectFieldStart(checked(tensor.getKey()));
                json.writeStringField("dtype", "F64");
                json.writeFieldName("shape");
                int[] shape = tensor.getValue().shape();
                json.writeArray(shape, 0, shape.length);
                json.writeFieldName("data_offsets");
                json.writeArray(new long[] {begin, end}, 0, 2);
                json.writeEndObject();
                begin = end;
            }
            json.writeEndObject();
        }
        // blanks, so that numbers start at a multiple of their size
        while (bytes.size() % 8 != 0) {
            bytes.write(' ');
        }
        if (bytes.size() > LONGEST) {
            throw Checks.illegal(
                    "safetensors: names and texts of %s bytes; the format takes %s at most",
                    bytes.size(), LONGEST);
        }
        return bytes.toByteArray();
    }

    private static String checked(String name) {
        if (name.length() > FileText.LONGEST_NAME || !FileText.encodable(name)) {
            throw Checks.illegal(
                    "safetensors: the name %s has %s characters or is no valid Unicode; up to %s"
                            + " valid ones expected",
                    FileText.shown(name), name.length(), FileText.LONGEST_NAME);
        }
        return name;
    }

    private static String encodable(Map.Entry<String, String> text) {
        if (!FileText.encodable(text.getValue())) {
            throw Checks.illegal(
                    "safetensors: the text %s is no valid Unicode", FileText.shown(text.getKey()));
        }
        return text.getValue();
    }

    /**
     * Reads a header.
     *
     * @param file the name of the file in messages
     * @param utf8 its bytes
     * @param dataLength how many bytes follow it, all of which must belong to a tensor
     */
    static SafetensorsHeader parse(String file, byte[] utf8, long dataLength) throws IOException {
        SafetensorsHeader header = new SafetensorsHeader(file, dataLength);
        if (utf8.length == 0 || utf8[0] != '{') {
            throw header.malformed("the header does not begin with {, as safetensors files do");
        }
        String text = BoundedInput.utf8(utf8, 0, utf8.length, file + ": the header");
        try (JsonParser json = Json.FACTORY.createParser(text)) {
            header.read(json);
        } catch (JsonProcessingException e) {
            throw Json.malformed(file + ": the header", e);
        }
        header.checkRanges();
        return header;
    }

    private MalformedDataException malformed(String format, Object... parts) {
        return new MalformedDataException(file + ": " + Checks.text(format, parts));
    }

    private void read(JsonParser json) throws IOException {
        json.nextToken();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = valid(json.currentName());
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("%s is not an object in braces", FileText.shown(name));
            }
            if (name.equals(METADATA)) {
                texts(json);
            } else {
                entries.add(entry(name, json));
            }
        }
        if (json.nextToken() != null) {
            throw malformed("the header goes on after its last brace");
        }
    }

    private String valid(String text) throws MalformedDataException {
        if (!FileText.encodable(text)) {
            throw malformed("half of a pair of surrogates in the text %s", FileText.shown(text));
        }
        return text;
    }

    private void texts(JsonParser json) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String key = valid(json.currentName());
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                throw malformed("metadata %s is not a text in quotes", FileText.shown(key));
            }
            metadata.put(key, valid(json.getText()));
        }
    }

    private Entry entry(String name, JsonParser json) throws IOException {
        String dtype = null;
        long[] shape = null;
        long[] range = null;
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String field = json.currentName();
            JsonToken value = json.nextToken();
            switch (field) {
                case "dtype" -> {
                    if (value != JsonToken.VALUE_STRING) {
                        throw refusal(name, "its dtype is not a text in quotes");
                    }
                    dtype = json.getText();
                }
                case "shape" -> shape = numbers(name, json, "shape", FileShapes.MOST_AXES);
                case "data_offsets" -> range = numbers(name, json, "data_offsets", 2);
                default ->
                        throw refusal(
                                name,
                                "has %s; only dtype, shape and data_offsets belong there",
                                FileText.shown(field));
            }
        }
        if (dtype == null || shape == null || range == null || range.length != 2) {
            throw refusal(name, "must have a dtype, a shape, and two data_offsets");
        }
        return checked(name, dtype, shape, range);
    }

    private MalformedDataException refusal(String name, String format, Object... parts) {
        return malformed("tensor %s: %s", FileText.shown(name), Checks.text(format, parts));
    }

    private long[] numbers(String name, JsonParser json, String field, int most)
            throws IOException {
        if (json.currentToken() != JsonToken.START_ARRAY) {
            throw refusal(name, "its %s is not a list in brackets", field);
        }
        int count = 0;
        while (json.nextToken() != JsonToken.END_ARRAY) {
            String text = json.currentToken() == null ? "nothing" : json.getText();
            if (json.currentToken() != JsonToken.VALUE_NUMBER_INT
                    || text.length() > 18
                    || text.startsWith("-")) {
                throw refusal(
                        name,
                        "its %s holds %s; whole numbers from 0 to below 10^18 expected",
                        field,
                        FileText.shown(text));
            }
            if (count == most) {
                throw refusal(name, "its %s holds more than %s numbers", field, most);
            }
            scratch[count++] = Long.parseLong(text);
        }
        return Arrays.copyOf(scratch, count);
    }

    private Entry checked(String name, String dtype, long[] shape, long[] range)
            throws MalformedDataException {
        ElementType element = element(name, dtype);
        int count = FileShapes.count(shape);
        if (count < 0) {
            throw refusal(name, "shape %s has more elements than a tensor", shape);
        }
        if (range[0] > range[1] || range[1] > dataLength) {
            throw refusal(
                    name,
                    "data_offsets %s; they must be in order and within the %s bytes of data in the"
                            + " file",
                    range,
                    dataLength);
        }
        long needed = (long) count * element.bytes;
        if (range[1] - range[0] != needed) {
            throw refusal(
                    name,
                    "data_offsets %s are %s bytes; %s of shape %s needs %s",
                    range,
                    range[1] - range[0],
                    element,
                    shape,
                    needed);
        }
        return new Entry(name, element, FileShapes.ints(shape), count, range[0], range[1]);
    }

    private ElementType element(String name, String dtype) throws MalformedDataException {
        for (ElementType element : ElementType.values()) {
            if (element.name().equals(dtype)) {
                return element;
            }
        }
        throw refusal(
                name, "dtype %s; one of %s expected", FileText.shown(dtype), ElementType.values());
    }

    /** The tensors in the order of their bytes. */
    List<Entry> inOrder() {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
        return sorted;
    }

    private void checkRanges() throws MalformedDataException {
        long end = 0;
        String before = "the header";
        for (Entry entry : inOrder()) {
            if (entry.begin != end) {
                throw refusal(
                        entry.name,
                        "begins at byte %s of the data, but %s ends at %s; there must be no overlap"
                                + " and no hole",
                        entry.begin,
                        before,
                        end);
            }
            end = entry.end;
            before = FileText.shown(entry.name);
        }
        if (end != dataLength) {
            throw malformed(
                    "the tensors end at byte %s of the data, but there are %s bytes; the file is"
                            + " damaged, or something was appended",
                    end, dataLength);
        }
    }
}
