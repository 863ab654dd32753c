package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.cotangent.Tensor;

/**
 * A file of the folder that the system property {@code oracle.dir} names, or of one in it; where
 * they have none of that name, of resources/oracle or oracle2, whose READMEs have the formats.
 */
public final class OracleFile {
    private static final double TOLERANCE = 1e-9;

    private OracleFile() {}

    public static JsonNode read(String name) throws IOException {
        ObjectMapper json = new ObjectMapper();
        for (Path folder : folders()) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                return json.readTree(file.toFile());
            }
        }
        for (String own : new String[] {"/oracle/", "/oracle2/"}) {
            try (InputStream in = OracleFile.class.getResourceAsStream(own + name)) {
                if (in != null) {
                    return json.readTree(in);
                }
            }
        }
        return fail("there is no test resource oracle/" + name + " nor oracle2/" + name);
    }

    /** The folder that the property names and those in it; none if it is not set. */
    public static List<Path> folders() throws IOException {
        String named = System.getProperty("oracle.dir", "");
        if (named.isBlank()) {
            return List.of();
        }
        // Maven runs the tests of a module in its folder; the user stood in the one above
        Path here = Files.exists(Path.of(named)) ? Path.of(named) : Path.of("..").resolve(named);
        assertTrue(Files.isDirectory(here), "oracle.dir: there is no folder " + here);
        try (Stream<Path> inside = Files.list(here)) {
            return Stream.concat(Stream.of(here), inside.filter(Files::isDirectory).sorted())
                    .toList();
        }
    }

    /** The list under a name, which must not be empty: a test of nothing must not pass. */
    static JsonNode list(JsonNode node, String field) {
        JsonNode list = node.path(field);
        assertTrue(list.isArray() && !list.isEmpty(), field + ": a list expected, found " + list);
        return list;
    }

    static String text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        assertTrue(value.isTextual(), field + ": a text expected in " + node);
        return value.textValue();
    }

    static double number(JsonNode node, String field) {
        return number(node.path(field), field, node);
    }

    private static double number(JsonNode value, String field, JsonNode where) {
        if (value.isTextual()) {
            return Double.parseDouble(value.textValue()); // "NaN", "Infinity", "-Infinity"
        }
        assertTrue(value.isNumber(), () -> field + ": a number expected in " + where);
        return value.doubleValue();
    }

    static double number(JsonNode node, String field, double otherwise) {
        return node.hasNonNull(field) ? number(node, field) : otherwise;
    }

    static int integer(JsonNode node, String field) {
        JsonNode value = node.path(field);
        assertTrue(value.isInt(), () -> field + ": a whole number expected in " + node);
        return value.intValue();
    }

    /** False if it is not there. */
    static boolean flag(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (value.isMissingNode()) {
            return false;
        }
        assertTrue(value.isBoolean(), () -> field + ": true or false expected in " + node);
        return value.booleanValue();
    }

    static double[] numbers(JsonNode list) {
        assertTrue(list.isArray(), () -> "a list of numbers expected, found " + list);
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(list.get(i), "[" + i + "]", list);
        }
        return numbers;
    }

    static int[] integers(JsonNode list) {
        return Arrays.stream(numbers(list)).mapToInt(number -> (int) number).toArray();
    }

    /** An array {"shape": [...], "data": [...]}. */
    static Tensor tensor(JsonNode array) {
        return Tensor.of(numbers(array.path("data")), integers(array.path("shape")));
    }

    /** Fails by name if a node has a field that the test would ignore. */
    static void only(JsonNode node, String what, String... fields) {
        Set<String> unknown = new TreeSet<>();
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            unknown.add(names.next());
        }
        unknown.removeAll(Set.of(fields));
        if (!unknown.isEmpty()) {
            fail(what + ": this test does not know " + unknown + " in " + node);
        }
    }

    /** Compares two lists, each number by the largest magnitude in the list or the least scale. */
    static void compare(String what, double[] expected, double[] found, double leastScale) {
        assertEquals(expected.length, found.length, what + ": how many");
        double scale = leastScale;
        for (double number : expected) {
            scale = Math.max(scale, Math.abs(number));
        }
        for (int i = 0; i < expected.length; i++) {
            String where = what + "[" + i + "]";
            assertEquals(expected[i], found[i], TOLERANCE * scale, where);
        }
    }
}
