package org.cotangent.benchmarks.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Arrays of numbers from and for JSON. */
final class Json {
    private Json() {}

    /** All numbers of nested arrays, one after the other. */
    static double[] numbers(JsonNode node) {
        List<Double> all = new ArrayList<>();
        collect(node, all);
        return all.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static void collect(JsonNode node, List<Double> all) {
        if (node.isArray()) {
            node.forEach(each -> collect(each, all));
        } else if (node.isNumber()) {
            all.add(node.doubleValue());
        } else {
            throw new IllegalArgumentException("a number is wanted, and not " + node);
        }
    }

    static int[] integers(JsonNode node) {
        return Arrays.stream(numbers(node)).mapToInt(x -> (int) x).toArray();
    }

    static JsonNode member(JsonNode node, String name) {
        JsonNode member = node.get(name);
        if (member == null) {
            throw new IllegalArgumentException("the input has no \"" + name + "\"");
        }
        return member;
    }

    /** Numbers as rows of the same length. */
    static double[][] rows(double[] x, int from, int rows, int columns) {
        double[][] all = new double[rows][];
        Arrays.setAll(
                all, i -> Arrays.copyOfRange(x, from + i * columns, from + i * columns + columns));
        return all;
    }
}
