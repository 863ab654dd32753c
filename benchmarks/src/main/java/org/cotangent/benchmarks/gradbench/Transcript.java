package org.cotangent.benchmarks.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A log of messages to a tool and of its answers, published by GradBench or made with its own
 * scripts.
 */
public final class Transcript {
    /** How near a number must come to a published one, over the largest of its group. */
    public static final double TOLERANCE = 1e-10;

    /** An error of a weight, as a tool of the suite had it in 2024. */
    private static final double SINGLE = 0.8260926604270935;

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * A question with its answer.
     *
     * @param message what the suite asked
     * @param response what was answered
     */
    public record Exchange(JsonNode message, JsonNode response) {
        /**
         * Names the question.
         *
         * @return module, function and description
         */
        public String name() {
            return Stream.of("module", "function", "description")
                    .map(x -> message.path(x).asText(""))
                    .reduce("", (a, b) -> (a + " " + b).trim());
        }

        boolean isEvaluation() {
            return message.path("kind").asText().equals("evaluate");
        }

        String function() {
            return message.path("function").asText();
        }

        /** How far the value of plain Java is from the published one. */
        double byHand() {
            Problem problem =
                    Evaluation.find(message.path("module").asText())
                            .orElseThrow()
                            .reader()
                            .apply(message.get("input"));
            Object output = problem.output(function(), problem.byHand());
            return distance(response.path("output"), JSON.valueToTree(output));
        }

        /** Why the answer does not tell whether another one is right, or null if it does. */
        String excuse() {
            JsonNode output = response.path("output");
            if (output.has("BASparseMat")) {
                return "an older form";
            }
            if (output.path("w_err").path("element").doubleValue() == SINGLE) {
                return "in single precision";
            }
            boolean exact =
                    name().startsWith("ode gradient")
                            && !response.path("tool").asText().equals("codipack")
                            && message.path("input").path("x").size() > 4
                            && Problem.max(Json.numbers(output)) > 0;
            return exact ? "of the exact solution, not of its steps" : null;
        }
    }

    private Transcript() {}

    /**
     * All transcripts in a folder and those below it.
     *
     * @param folder the folder
     * @return files in order
     * @throws IOException if it cannot be read
     */
    public static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(
                            x ->
                                    x.getFileName()
                                            .toString()
                                            .matches(".*\\.jsonl(\\.gz)?|ode_nontrivial\\.json"))
                    .sorted()
                    .toList();
        }
    }

    /**
     * All exchanges of a file.
     *
     * @param file a .jsonl, packed a .jsonl.gz, or a .json of cases of an ODE
     * @return exchanges in order
     * @throws IOException if it cannot be read
     */
    public static List<Exchange> read(Path file) throws IOException {
        if (file.toString().endsWith(".json")) {
            return cases(JSON.readTree(file.toFile()).path("cases"));
        }
        try (InputStream in = Files.newInputStream(file);
                BufferedReader lines =
                        new BufferedReader(
                                new InputStreamReader(
                                        file.toString().endsWith(".gz")
                                                ? new GZIPInputStream(in)
                                                : in,
                                        StandardCharsets.UTF_8))) {
            List<Exchange> all = new ArrayList<>();
            JsonNode message = null;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode each = JSON.readTree(line);
                if (each.has("message")) {
                    message = each.get("message");
                } else if (each.has("response")) {
                    all.add(new Exchange(message, each.get("response")));
                }
            }
            return all;
        }
    }

    private static List<Exchange> cases(JsonNode cases) {
        List<Exchange> all = new ArrayList<>();
        for (JsonNode each : cases) {
            for (String function : List.of("primal", "gradient")) {
                ObjectNode message = JSON.createObjectNode();
                message.put("kind", "evaluate").put("module", "ode").put("function", function);
                message.set("input", each.get("input"));
                ObjectNode response = JSON.createObjectNode().put("tool", "codipack");
                response.set("output", each.get(function));
                all.add(new Exchange(message, response));
            }
        }
        return all;
    }

    /**
     * The greatest distance of an answer from a published one, over the largest number of its
     * group. Whole numbers must be equal.
     *
     * @param expected the published output
     * @param actual ours
     * @return 0 where all bits agree, infinity where the form differs
     */
    public static double distance(JsonNode expected, JsonNode actual) {
        Map<String, JsonNode> groups = groups(expected);
        Map<String, JsonNode> others = groups(actual);
        if (!groups.keySet().equals(others.keySet())) {
            return Double.POSITIVE_INFINITY;
        }
        double worst = 0;
        for (Map.Entry<String, JsonNode> group : groups.entrySet()) {
            JsonNode other = others.get(group.getKey());
            worst = Math.max(worst, distance(group.getValue(), other, scale(group.getValue())));
        }
        return worst;
    }

    private static Map<String, JsonNode> groups(JsonNode x) {
        Map<String, JsonNode> groups = new TreeMap<>();
        if (x instanceof ObjectNode members) {
            members.properties()
                    .forEach(
                            each ->
                                    groups(each.getValue())
                                            .forEach((k, v) -> groups.put(each.getKey() + k, v)));
        } else {
            groups.put("", x);
        }
        return groups;
    }

    private static double scale(JsonNode x) {
        double scale = 0;
        for (double each : Json.numbers(x)) {
            scale = Math.max(scale, Math.abs(each));
        }
        return scale;
    }

    private static double distance(JsonNode expected, JsonNode actual, double scale) {
        if (expected.isArray() && actual.isArray() && expected.size() == actual.size()) {
            double worst = 0;
            for (int i = 0; i < expected.size(); i++) {
                worst = Math.max(worst, distance(expected.get(i), actual.get(i), scale));
            }
            return worst;
        }
        if (!expected.isNumber() || !actual.isNumber()) {
            return Double.POSITIVE_INFINITY;
        }
        double difference = Math.abs(expected.doubleValue() - actual.doubleValue());
        if (difference == 0) {
            return 0;
        }
        double distance = expected.isIntegralNumber() ? 1 : difference / scale;
        return Double.isNaN(distance) ? Double.POSITIVE_INFINITY : distance;
    }

    /**
     * An output of a tool as it is written.
     *
     * @param answer of {@link Tool#answer}
     * @return its output
     */
    public static JsonNode output(Map<String, Object> answer) {
        return JSON.valueToTree(answer.get("output"));
    }
}
