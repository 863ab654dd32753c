package org.cotangent.nn.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.cotangent.nn.Layer;
import org.cotangent.nn.MalformedDataException;

/**
 * The JSON form of layers: an object for each, with its type and settings. A layer with parameters
 * that occurs more than once gets an id where it occurs first, and is {"type": "shared", "id": ...}
 * afterwards.
 */
final class Architecture {
    private static final String TYPE = "type";
    private static final String ID = "id";
    private static final String SHARED = "shared";
    private static final ObjectMapper MAPPER =
            new ObjectMapper(Json.FACTORY.copy())
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private final List<LayerCodec> codecs = new ArrayList<>();

    /** With Cotangent's own layers and those of a user. */
    Architecture(LayerCodec... own) {
        codecs.addAll(Arrays.asList(own));
        codecs.addAll(KnownLayers.ALL);
        Set<String> types = new HashSet<>(Set.of(SHARED));
        for (LayerCodec codec : codecs) {
            if (!types.add(codec.type())) {
                throw new IllegalArgumentException(
                        "models: two codecs of the type \""
                                + codec.type()
                                + "\"; give your own another name");
            }
        }
    }

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Indented for readers. */
    static String pretty(JsonNode node) {
        DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
        try {
            return MAPPER.writer(new DefaultPrettyPrinter().withObjectIndenter(indenter))
                            .writeValueAsString(node)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of texts and numbers cannot be written", e);
        }
    }

    static JsonNode parse(String what, String text) throws MalformedDataException {
        try {
            return MAPPER.readTree(text);
        } catch (JsonProcessingException e) {
            throw Json.malformed(what, e);
        }
    }

    // ---- writing

    /** The layers of a model. */
    ObjectNode write(Layer model) {
        return new Writer().layer(model, model.name());
    }

    private final class Writer {
        private final Map<Layer, ObjectNode> written = new IdentityHashMap<>();
        private final Set<Layer> open = Collections.newSetFromMap(new IdentityHashMap<>());
        private int ids;

        ObjectNode layer(Layer layer, String path) {
            ObjectNode first = written.get(layer);
            boolean stateless = layer.parameters().isEmpty() && layer.buffers().isEmpty();
            if (first != null && !stateless) {
                if (!first.has(ID)) {
                    first.put(ID, ++ids);
                }
                return object().put(TYPE, SHARED).put(ID, first.get(ID).intValue());
            }
            LayerCodec codec = codec(layer, path);
            ObjectNode node = object().put(TYPE, codec.type());
            if (!open.add(layer)) {
                throw new IllegalArgumentException("models: " + path + " contains itself");
            }
            LayerSettings settings = codec.write(layer);
            for (Map.Entry<String, Object> setting : settings.values().entrySet()) {
                node.set(setting.getKey(), value(setting.getValue(), path));
            }
            open.remove(layer);
            written.put(layer, node);
            return node;
        }

        private JsonNode value(Object value, String path) {
            if (value instanceof Layer layer) {
                return layer(layer, path + "/" + layer.name());
            }
            if (value instanceof List<?> list) {
                ArrayNode array = MAPPER.createArrayNode();
                for (int i = 0; i < list.size(); i++) {
                    array.add(value(list.get(i), path + "/" + i));
                }
                return array;
            }
            if (value instanceof Double number && !Double.isFinite(number)) {
                return MAPPER.getNodeFactory().textNode(number.toString());
            }
            return MAPPER.valueToTree(value);
        }

        private LayerCodec codec(Layer layer, String path) {
            for (LayerCodec codec : codecs) {
                if (codec.takes(layer)) {
                    return codec;
                }
            }
            throw new IllegalArgumentException(
                    "models: "
                            + path
                            + " ("
                            + (layer.getClass().isAnonymousClass()
                                    ? layer.getClass().getTypeName()
                                    : layer.getClass().getSimpleName())
                            + ") is code, which files do not hold. For a fitted Transform use new"
                            + " TransformLayer(name, transform) instead; or give a LayerCodec for"
                            + " its class; or write the weights alone with Weights.save(file, model),"
                            + " make the model in code again and call Weights.load(file, model)");
        }
    }

    // ---- reading

    /**
     * Makes the layers again.
     *
     * @param what names the source in messages
     * @param numbers how many numbers the parameters and buffers may have in all
     * @param limit the message that there are too few, with %d for how many are left
     */
    Layer read(String what, JsonNode node, long numbers, String limit)
            throws MalformedDataException {
        return new Reader(new LayerSettings.Budget(numbers, limit)).layer(what, node);
    }

    private final class Reader {
        private final LayerSettings.Budget budget;
        private final Map<Integer, Layer> shared = new HashMap<>();

        Reader(LayerSettings.Budget budget) {
            this.budget = budget;
        }

        Layer layer(String path, JsonNode node) throws MalformedDataException {
            if (!node.isObject() || !node.path(TYPE).isTextual()) {
                throw new MalformedDataException(
                        path + ": a layer as {\"type\": text, ...} expected");
            }
            String type = node.get(TYPE).textValue();
            String here = path + " (" + (type.length() > 60 ? type.substring(0, 60) : type) + ")";
            JsonNode id = node.path(ID);
            if (!id.isMissingNode() && !id.isInt()) {
                throw new MalformedDataException(here + ": its id is not a whole number");
            }
            if (type.equals(SHARED)) {
                return shared(here, node, id);
            }
            LayerCodec codec = codec(here, type);
            LayerSettings settings = new LayerSettings(budget);
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!field.getKey().equals(TYPE) && !field.getKey().equals(ID)) {
                    String name = field.getKey();
                    settings.put(name, value(path + "/" + name, field.getValue()));
                }
            }
            Layer layer;
            try {
                layer = codec.read(settings);
            } catch (RuntimeException e) {
                throw new MalformedDataException(here + ": " + e.getMessage(), e);
            }
            if (layer == null || !settings.unread().isEmpty()) {
                throw new MalformedDataException(
                        here + ": does not know the settings " + settings.unread());
            }
            if (id.isInt() && shared.put(id.intValue(), layer) != null) {
                throw new MalformedDataException(here + ": the id " + id + " is given twice");
            }
            return layer;
        }

        private Layer shared(String here, JsonNode node, JsonNode id)
                throws MalformedDataException {
            Layer layer = id.isInt() && node.size() == 2 ? shared.get(id.intValue()) : null;
            if (layer == null) {
                throw new MalformedDataException(
                        here + ": must have the id of a layer before it and nothing else");
            }
            return layer;
        }

        private LayerCodec codec(String here, String type) throws MalformedDataException {
            for (LayerCodec codec : codecs) {
                if (codec.type().equals(type)) {
                    return codec;
                }
            }
            throw new MalformedDataException(
                    here
                            + ": no such type of layer; there are "
                            + codecs.stream().map(LayerCodec::type).toList()
                            + ". For one of your own, give its LayerCodec");
        }

        private Object value(String path, JsonNode node) throws MalformedDataException {
            if (node.isObject()) {
                return layer(path, node);
            }
            if (node.isArray()) {
                List<Object> list = new ArrayList<>();
                for (JsonNode item : node) {
                    if (item.isArray()) {
                        throw new MalformedDataException(path + ": a list within a list");
                    }
                    list.add(value(path + "/" + list.size(), item));
                }
                return list;
            }
            if (node.isTextual()) {
                return node.textValue();
            }
            if (node.isBoolean()) {
                return node.booleanValue();
            }
            if (node.isIntegralNumber() && node.canConvertToLong()) {
                return node.longValue();
            }
            if (node.isNumber() && Double.isFinite(node.doubleValue())) {
                return node.doubleValue();
            }
            throw new MalformedDataException(
                    path
                            + ": "
                            + Json.shown(node.toString())
                            + "; a number of 64 bits, a text, true, false, a list or a layer"
                            + " expected");
        }
    }
}
