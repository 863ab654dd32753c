package org.cotangent.nn.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import java.util.stream.StreamSupport;
import org.cotangent.Tensor;
import org.opentest4j.AssertionFailedError;

/** Numbers and tensors as the oracle's files write them, and how near ours must come. */
final class Numbers {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final String FORMAT = "autodiff-oracle/1";

    private Numbers() {}

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

    /** A number, also one of the strings "NaN", "Infinity" and "-Infinity"; true is 1. */
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

    static double[] list(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .mapToDouble(Numbers::number)
                .toArray();
    }

    static int[] shape(JsonNode node) {
        return Arrays.stream(list(node.path("shape"))).mapToInt(v -> (int) v).toArray();
    }

    /** The constant written as {"shape": [...], "data": [...]}. */
    static Tensor tensor(JsonNode node) {
        return Tensor.of(list(node.path("data")), shape(node));
    }

    /** Flat lists by name, as gradients are written. */
    static Map<String, double[]> lists(JsonNode object) {
        Map<String, double[]> lists = new LinkedHashMap<>();
        object.properties().forEach(e -> lists.put(e.getKey(), list(e.getValue())));
        return lists;
    }

    static double largest(double[] numbers) {
        return Arrays.stream(numbers).map(Math::abs).filter(Double::isFinite).max().orElse(0);
    }

    /**
     * Requires |a - b| ≤ relative · max(|b|, m) + slack, m the largest magnitude among the b but at
     * least as given; or, each by itself, relative · |b| + slack where b is not 0.
     */
    static void requireNear(
            String what,
            double[] expected,
            double[] actual,
            double relative,
            double least,
            boolean each,
            IntToDoubleFunction slack) {
        double m = Math.max(least, largest(expected));
        boolean near = expected.length == actual.length;
        int at = 0;
        for (; near && at < expected.length; at++) {
            double b = expected[at];
            double a = actual[at];
            double scale = each && b != 0 ? Math.abs(b) : Math.max(Math.abs(b), m);
            boolean same = a == b || Double.isNaN(a) && Double.isNaN(b);
            near =
                    same
                            || Double.isFinite(b)
                                    && Math.abs(a - b)
                                            <= relative * scale + slack.applyAsDouble(at);
        }
        if (!near) {
            throw new AssertionFailedError(
                    what
                            + ", element "
                            + Math.max(0, at - 1)
                            + ": expected "
                            + Arrays.toString(expected)
                            + " but was "
                            + Arrays.toString(actual));
        }
    }
}
