package org.cotangent.gradcheck.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.Tensor;

/** Numbers, shapes and tensors as the oracle's files write them. */
final class Json {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String FORMAT = "autodiff-oracle/1";

    private Json() {}

    static JsonNode read(Path file) {
        JsonNode root;
        try {
            root = MAPPER.readTree(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(file + ": " + e.getMessage(), e);
        }
        if (!root.path("format").asText().equals(FORMAT)) {
            throw new IllegalArgumentException(
                    file + ": the format is " + root.path("format") + ", not \"" + FORMAT + "\"");
        }
        return root;
    }

    /**
     * A number, also one of the strings "NaN", "Infinity" and "-Infinity"; a truth value is 0 or 1.
     */
    static double number(JsonNode node) {
        if (node.isTextual()) {
            return Double.parseDouble(node.asText());
        }
        if (node.isBoolean()) {
            return node.asBoolean() ? 1 : 0;
        }
        if (!node.isNumber()) {
            throw new IllegalArgumentException("a number was expected, not " + node);
        }
        return node.asDouble();
    }

    static double[] numbers(JsonNode array) {
        if (!array.isArray()) {
            throw new IllegalArgumentException("a list of numbers was expected, not " + array);
        }
        double[] numbers = new double[array.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(array.get(i));
        }
        return numbers;
    }

    static int[] integers(JsonNode array) {
        int[] integers = new int[array.size()];
        for (int i = 0; i < integers.length; i++) {
            integers[i] = array.get(i).asInt();
        }
        return integers;
    }

    /** The constant written as {"shape": [...], "data": [...]}. */
    static Tensor tensor(JsonNode node) {
        return Tensor.of(numbers(node.path("data")), integers(node.path("shape")));
    }

    /** Flat lists by name, as gradients are written. */
    static Map<String, double[]> lists(JsonNode object) {
        Map<String, double[]> lists = new LinkedHashMap<>();
        object.properties().forEach(e -> lists.put(e.getKey(), numbers(e.getValue())));
        return lists;
    }
}
