package org.cotangent.benchmarks.gradbench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A tool that speaks GradBench's protocol: a message a line comes in, an answer a line goes out.
 * What cannot be done is answered with success false and an error.
 */
public final class Tool {
    private static final double NANOS = 1e9;

    private final Form form;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * A tool.
     *
     * @param form how it computes
     */
    public Tool(Form form) {
        this.form = form;
    }

    /**
     * Answers until there are no more messages.
     *
     * @param in messages
     * @param out receives answers
     * @throws IOException if a line cannot be read or is not JSON
     */
    public void run(BufferedReader in, PrintStream out) throws IOException {
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            if (!line.isBlank()) {
                out.println(json.writeValueAsString(answer(json.readTree(line))));
                out.flush();
            }
        }
    }

    /**
     * The answer to a message.
     *
     * @param message what came in
     * @return members of the answer
     */
    public Map<String, Object> answer(JsonNode message) {
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("id", message.get("id"));
        switch (message.path("kind").asText()) {
            case "start" -> answer.put("tool", "cotangent-" + form.name().toLowerCase());
            case "define" -> define(message.path("module").asText(), answer);
            case "evaluate" -> evaluate(message, answer);
            default -> {} // an analysis wants no more than its number
        }
        return answer;
    }

    private static void define(String module, Map<String, Object> answer) {
        boolean known = Evaluation.find(module).isPresent();
        answer.put("success", known);
        if (!known) {
            answer.put("error", "no module \"" + module + "\"");
        }
    }

    private void evaluate(JsonNode message, Map<String, Object> answer) {
        String module = message.path("module").asText();
        String function = message.path("function").asText();
        JsonNode input = message.path("input");
        try {
            long start = System.nanoTime();
            Problem problem =
                    Evaluation.find(module)
                            .orElseThrow(
                                    () ->
                                            new IllegalArgumentException(
                                                    "no module \"" + module + "\""))
                            .reader()
                            .apply(input);
            Supplier<double[]> work = problem.work(form, function);
            List<Map<String, Object>> timings = new ArrayList<>();
            timings.add(timing("prepare", System.nanoTime() - start));
            int runs = input.path("min_runs").asInt(1);
            double seconds = input.path("min_seconds").asDouble(0);
            double[] y;
            double elapsed = 0;
            do {
                long before = System.nanoTime();
                y = work.get();
                long nanos = System.nanoTime() - before;
                timings.add(timing("evaluate", nanos));
                elapsed += nanos / NANOS;
            } while (timings.size() <= runs || elapsed < seconds);
            answer.put("success", true);
            answer.put("output", problem.output(function, y));
            answer.put("timings", timings);
        } catch (IllegalArgumentException | IllegalStateException e) {
            answer.put("success", false);
            answer.put("error", e.toString());
        }
    }

    private static Map<String, Object> timing(String name, long nanos) {
        Map<String, Object> timing = new LinkedHashMap<>();
        timing.put("name", name);
        timing.put("nanoseconds", nanos);
        return timing;
    }
}
