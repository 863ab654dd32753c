package org.cotangent.nn.files;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.StringWriter;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.State;

/**
 * The encoding of states as tensors and texts of a file: the tensor m of the state "optimizer" is
 * called state/optimizer/m, and the text state/optimizer holds the kind and the texts as JSON.
 */
final class States {
    static final String PREFIX = "state/";

    private States() {}

    /** Refuses parameters and buffers with the names of parts of a state. */
    static void refuseIn(Map<String, Tensor> model) {
        for (String name : model.keySet()) {
            if (name.startsWith(PREFIX)) {
                throw new IllegalArgumentException(
                        "the parameter or buffer \""
                                + name
                                + "\" begins with "
                                + PREFIX
                                + ", which files keep for states; give it another name");
            }
        }
    }

    /** Adds states to the tensors and texts to be written. */
    static void put(
            Map<String, State> states, Map<String, Tensor> tensors, Map<String, String> metadata) {
        states.forEach(
                (key, state) -> {
                    if (key.isBlank() || key.contains("/")) {
                        throw new IllegalArgumentException(
                                "states: \""
                                        + key
                                        + "\" as the name of a state; it must not be blank or"
                                        + " contain /");
                    }
                    metadata.put(PREFIX + key, json(state));
                    state.tensors().forEach((name, t) -> tensors.put(PREFIX + key + "/" + name, t));
                });
    }

    private static String json(State state) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = Json.FACTORY.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("kind", state.kind());
            json.writeObjectFieldStart("texts");
            for (Map.Entry<String, String> entry : state.texts().entrySet()) {
                if (entry.getKey().length() > Json.LONGEST_NAME) {
                    throw new IllegalArgumentException(
                            "states: the name "
                                    + Json.shown(entry.getKey())
                                    + " of a text is longer than "
                                    + Json.LONGEST_NAME
                                    + " characters");
                }
                json.writeStringField(entry.getKey(), entry.getValue());
            }
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory cannot be written", e);
        }
        return text.toString();
    }

    /**
     * Extracts the states from the tensors and texts read.
     *
     * @param tensors from which those of states are removed
     * @param metadata from which the texts of states are removed
     */
    static Map<String, State> take(
            String file, Map<String, Tensor> tensors, Map<String, String> metadata)
            throws IOException {
        Map<String, String> texts = new LinkedHashMap<>();
        Map<String, Map<String, Tensor>> parts = new LinkedHashMap<>();
        for (Iterator<Map.Entry<String, String>> i = metadata.entrySet().iterator();
                i.hasNext(); ) {
            Map.Entry<String, String> entry = i.next();
            if (entry.getKey().startsWith(PREFIX)) {
                String key = entry.getKey().substring(PREFIX.length());
                texts.put(key, entry.getValue());
                parts.put(key, new LinkedHashMap<>());
                i.remove();
            }
        }
        for (Iterator<Map.Entry<String, Tensor>> i = tensors.entrySet().iterator(); i.hasNext(); ) {
            Map.Entry<String, Tensor> entry = i.next();
            if (entry.getKey().startsWith(PREFIX)) {
                String name = entry.getKey().substring(PREFIX.length());
                int slash = name.indexOf('/');
                Map<String, Tensor> part = slash < 0 ? null : parts.get(name.substring(0, slash));
                if (part == null) {
                    throw new MalformedDataException(
                            file
                                    + ": tensor "
                                    + Json.shown(entry.getKey())
                                    + " belongs to no state of the file");
                }
                part.put(name.substring(slash + 1), entry.getValue());
                i.remove();
            }
        }
        Map<String, State> states = new LinkedHashMap<>();
        for (Map.Entry<String, String> entry : texts.entrySet()) {
            String what = file + ": state " + Json.shown(entry.getKey());
            states.put(entry.getKey(), state(what, entry.getValue(), parts.get(entry.getKey())));
        }
        return states;
    }

    private static State state(String what, String text, Map<String, Tensor> tensors)
            throws IOException {
        String kind = null;
        Map<String, String> texts = new LinkedHashMap<>();
        try (JsonParser json = Json.FACTORY.createParser(text)) {
            boolean fine = json.nextToken() == JsonToken.START_OBJECT;
            while (fine && json.nextToken() == JsonToken.FIELD_NAME) {
                String field = json.currentName();
                JsonToken value = json.nextToken();
                if (field.equals("kind") && value == JsonToken.VALUE_STRING) {
                    kind = json.getText();
                } else if (field.equals("texts") && value == JsonToken.START_OBJECT) {
                    fine = texts(json, texts);
                } else {
                    fine = false;
                }
            }
            if (!fine || kind == null || kind.isBlank() || json.nextToken() != null) {
                throw new MalformedDataException(
                        what + " must be {\"kind\": text, \"texts\": {name: text, ...}}");
            }
        } catch (JsonProcessingException e) {
            throw Json.malformed(what, e);
        }
        return new State(kind, texts, tensors);
    }

    private static boolean texts(JsonParser json, Map<String, String> texts) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            if (json.nextToken() != JsonToken.VALUE_STRING) {
                return false;
            }
            texts.put(name, json.getText());
        }
        return true;
    }
}
