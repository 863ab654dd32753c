package org.cotangent.benchmarks.gradbench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Answers to parts of GradBench's transcripts, in every form and in plain Java. */
class GradBenchTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static List<Transcript.Exchange> exchanges() throws Exception {
        Path folder = Path.of(GradBenchTest.class.getResource("/gradbench").toURI());
        List<Transcript.Exchange> all = new ArrayList<>();
        for (Path file : Transcript.files(folder)) {
            Transcript.read(file).stream()
                    .filter(Transcript.Exchange::isEvaluation)
                    .forEach(all::add);
        }
        return all;
    }

    @TestFactory
    List<DynamicTest> answersArePublished() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Transcript.Exchange each : exchanges()) {
            for (Form form : Form.values()) {
                tests.add(
                        DynamicTest.dynamicTest(
                                each.name() + " " + form, () -> assertPublished(each, form)));
            }
        }
        return tests;
    }

    private static void assertPublished(Transcript.Exchange each, Form form) {
        Map<String, Object> answer = new Tool(form).answer(each.message());
        assertEquals(true, answer.get("success"), () -> "" + answer.get("error"));
        double distance =
                Transcript.distance(each.response().get("output"), Transcript.output(answer));
        assertTrue(distance <= Transcript.TOLERANCE, () -> "distance " + distance);
    }

    @TestFactory
    List<DynamicTest> plainJavaHasTheValues() throws Exception {
        List<DynamicTest> tests = new ArrayList<>();
        for (Transcript.Exchange each : exchanges()) {
            if (!Problem.isValue(each.function())) {
                continue;
            }
            tests.add(
                    DynamicTest.dynamicTest(
                            each.name(), () -> assertTrue(each.byHand() <= Transcript.TOLERANCE)));
        }
        assertFalse(tests.isEmpty());
        return tests;
    }

    @Test
    void everyEvaluationIsThere() throws Exception {
        TreeSet<String> asked = new TreeSet<>();
        exchanges().forEach(x -> asked.add(x.message().get("module").asText()));
        TreeSet<String> known = new TreeSet<>();
        Evaluation.ALL.forEach(x -> known.add(x.name()));
        assertEquals(known, asked);
    }

    @Test
    void everyMessageIsAnswered() throws Exception {
        List<JsonNode> answers =
                answers(
                        "{\"id\": 0, \"kind\": \"start\", \"eval\": \"hello\"}",
                        "{\"id\": 1, \"kind\": \"define\", \"module\": \"hello\"}",
                        "{\"id\": 2, \"kind\": \"evaluate\", \"module\": \"hello\","
                                + " \"function\": \"double\", \"input\": 3.5}",
                        "{\"id\": 3, \"kind\": \"analysis\", \"of\": 2, \"valid\": true}");
        assertEquals("cotangent-programs", answers.get(0).get("tool").asText());
        assertTrue(answers.get(1).get("success").asBoolean());
        assertEquals(7, answers.get(2).get("output").doubleValue());
        List<String> timings = answers.get(2).get("timings").findValuesAsText("name");
        assertEquals(List.of("prepare", "evaluate"), timings);
        for (int i = 0; i < answers.size(); i++) {
            assertEquals(i, answers.get(i).get("id").intValue());
        }
    }

    @Test
    void runsAreAsManyAsAskedFor() throws Exception {
        List<JsonNode> answers =
                answers(
                        "{\"id\": 0, \"kind\": \"evaluate\", \"module\": \"lse\","
                                + " \"function\": \"gradient\","
                                + " \"input\": {\"x\": [1, 1], \"min_runs\": 3}}");
        assertEquals(1 + 3, answers.get(0).get("timings").size());
        assertEquals("[0.5,0.5]", answers.get(0).get("output").toString());
    }

    @Test
    void whatIsUnknownIsSaid() throws Exception {
        List<JsonNode> answers =
                answers(
                        "{\"id\": 0, \"kind\": \"define\", \"module\": \"haus\"}",
                        "{\"id\": 1, \"kind\": \"evaluate\", \"module\": \"lse\","
                                + " \"function\": \"hessian\", \"input\": {\"x\": [1]}}",
                        "{\"id\": 2, \"kind\": \"evaluate\", \"module\": \"lse\","
                                + " \"function\": \"primal\", \"input\": {\"y\": [1]}}");
        for (JsonNode answer : answers) {
            assertFalse(answer.get("success").asBoolean());
        }
        assertTrue(answers.get(0).get("error").asText().contains("haus"));
        assertTrue(answers.get(1).get("error").asText().contains("hessian"));
        assertTrue(answers.get(2).get("error").asText().contains("\"x\""));
    }

    @Test
    void distancesAreOverTheLargestNumber() throws Exception {
        JsonNode expected = JSON.readTree("{\"a\": [2.0, 1.0], \"n\": [7]}");
        assertEquals(0.25, distance(expected, "{\"a\": [2.0, 1.5], \"n\": [7]}"));
        assertEquals(1, distance(expected, "{\"a\": [2.0, 1.0], \"n\": [8]}"));
        assertEquals(0, distance(expected, "{\"n\": [7], \"a\": [2, 1]}"));
        for (String other : List.of("{\"a\": [2.0, 1.0]}", "{\"a\": [2.0], \"n\": [7]}", "3")) {
            assertEquals(Double.POSITIVE_INFINITY, distance(expected, other));
        }
        double ofZeros = distance(JSON.readTree("[0.0]"), "[1e-300]");
        assertEquals(Double.POSITIVE_INFINITY, ofZeros);
    }

    private static double distance(JsonNode expected, String actual) throws Exception {
        return Transcript.distance(expected, JSON.readTree(actual));
    }

    private static List<JsonNode> answers(String... messages) throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PrintStream to = new PrintStream(out, true, StandardCharsets.UTF_8)) {
            new Tool(Form.PROGRAMS)
                    .run(new BufferedReader(new StringReader(String.join("\n", messages))), to);
        }
        List<JsonNode> answers = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).split("\n")) {
            answers.add(JSON.readTree(line));
        }
        return answers;
    }
}
