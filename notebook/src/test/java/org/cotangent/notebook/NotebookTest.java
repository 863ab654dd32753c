package org.cotangent.notebook;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The cells of the notebook run in JShell, as a kernel runs them, and the outputs in the file are
 * those of today. With the system property {@code notebook.write} the outputs are written instead.
 */
@Tag("thorough") // compiles every line of the cells
public class NotebookTest {
    private static final Path NOTEBOOK = Path.of("../docs/first-minutes.ipynb");

    /** Where code in JShell, which runs in this virtual machine, puts the value of a cell. */
    public static Object shown;

    @Test
    void cells() throws Exception {
        ObjectMapper json = new ObjectMapper();
        ObjectNode notebook = (ObjectNode) json.readTree(NOTEBOOK.toFile());
        int displays = 0;
        try (JShell shell = JShell.builder().executionEngine("local").build()) {
            for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
                shell.addToClasspath(entry);
            }
            for (JsonNode cell : notebook.get("cells")) {
                String code = lines(cell.get("source"));
                if (!cell.get("cell_type").asText().equals("code") || code.startsWith("%")) {
                    continue;
                }
                ArrayNode outputs = outputs(json, run(shell, code), cell);
                displays += outputs.size();
                if (Boolean.getBoolean("notebook.write")) {
                    ((ObjectNode) cell).set("outputs", outputs);
                }
                assertEquals(texts(outputs), texts(cell.get("outputs")), code);
            }
        }
        assertEquals(8, displays);
        if (Boolean.getBoolean("notebook.write")) {
            write(json, notebook);
        }
    }

    /** Runs a cell; the value is that of its last snippet, if that is an expression. */
    private static Object run(JShell shell, String code) {
        shown = null;
        String rest = code;
        while (!rest.isBlank()) {
            CompletionInfo next = shell.sourceCodeAnalysis().analyzeCompletion(rest);
            rest = next.remaining();
            String source = next.source();
            boolean last = rest.isBlank();
            for (SnippetEvent event : shell.eval(source)) {
                assertEquals(null, event.exception(), source);
                assertEquals(
                        Snippet.Status.VALID,
                        event.status(),
                        () ->
                                source
                                        + shell.diagnostics(event.snippet())
                                                .map(each -> each.getMessage(null))
                                                .toList());
                boolean value =
                        event.snippet().subKind() == Snippet.SubKind.TEMP_VAR_EXPRESSION_SUBKIND;
                if (last && value) {
                    String name = ((jdk.jshell.VarSnippet) event.snippet()).name();
                    shell.eval(NotebookTest.class.getName() + ".shown = " + name + ";");
                }
            }
        }
        return shown;
    }

    private static ArrayNode outputs(ObjectMapper json, Object value, JsonNode cell) {
        ArrayNode outputs = json.createArrayNode();
        if (value != null) {
            ObjectNode output = outputs.addObject();
            output.put("output_type", "execute_result");
            output.set("execution_count", cell.get("execution_count"));
            output.putObject("metadata");
            ObjectNode data = output.putObject("data");
            Display.of(value)
                    .forEach(
                            (type, form) -> {
                                if (type.equals("image/png")) {
                                    data.put(type, form);
                                } else {
                                    ArrayNode lines = data.putArray(type);
                                    form.lines().map(line -> line + "\n").forEach(lines::add);
                                }
                            });
        }
        return outputs;
    }

    /**
     * The forms of outputs by type; of pictures and pages the first line of the text alone, since
     * fonts and last digits differ from machine to machine.
     */
    private static List<Map<String, String>> texts(JsonNode outputs) {
        List<Map<String, String>> all = new ArrayList<>();
        for (JsonNode output : outputs) {
            Map<String, String> forms = new TreeMap<>();
            JsonNode data = output.get("data");
            boolean drawn = data.has("image/png") || data.has("text/html");
            data.properties()
                    .forEach(form -> forms.put(form.getKey(), drawn ? "" : lines(form.getValue())));
            forms.computeIfPresent(
                    "text/plain", (type, text) -> drawn ? lines(data.get(type).get(0)) : text);
            all.add(forms);
        }
        return all;
    }

    private static String lines(JsonNode text) {
        if (text.isTextual()) {
            return text.asText();
        }
        StringBuilder all = new StringBuilder();
        StreamSupport.stream(text.spliterator(), false).forEach(line -> all.append(line.asText()));
        return all.toString();
    }

    private static void write(ObjectMapper json, ObjectNode notebook) throws IOException {
        DefaultPrettyPrinter printer = new DefaultPrettyPrinter();
        printer.indentArraysWith(
                com.fasterxml.jackson.core.util.DefaultIndenter.SYSTEM_LINEFEED_INSTANCE);
        Files.writeString(NOTEBOOK, json.writer(printer).writeValueAsString(notebook) + "\n");
        assertTrue(Files.size(NOTEBOOK) < 300_000);
    }
}
