package org.cotangent.nn.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.AtomicFile;
import org.cotangent.nn.internal.BoundedInput;

/**
 * Saving and loading of models in folders: the weights in model.safetensors, which Python can read,
 * and the layers in model.json.
 *
 * <pre>{@code
 * Layer model = Mlp.of(4, 8, 3).build(new SplittableRandom(1));
 * Path folder = Files.createTempDirectory("iris");
 * Models.save(folder, model);
 * Layer again = Models.load(folder);
 * again;   // dense1 (4 to 8), RELU, dense2 (8 to 3), LINEAR
 * }</pre>
 *
 * <p>Transforms of the inputs can be saved with the model, as {@linkplain State states} by name, in
 * the same file.
 *
 * <p>The file of weights holds the layers too, under a checksum over all of it, and takes the place
 * of the one before at once: so a reader gets the one model or the other also while a save is under
 * way, or was broken off before model.json was written. The file of weights decides; a model.json
 * that belongs to it and says something else is refused.
 *
 * <p>All of Cotangent's layers can be saved but {@link org.cotangent.nn.Lambda} and layers that are
 * lambdas: code is not written to files. A transform fitted to prepare the inputs is saved as a
 * {@link org.cotangent.nn.data.TransformLayer}. Custom layers need a {@link LayerCodec}.
 */
public final class Models {
    private static final String WEIGHTS = "model.safetensors";
    private static final String LAYERS = "model.json";
    private static final String KIND = "cotangent model";
    private static final String ARCHITECTURE = "architecture";
    private static final int VERSION = 1;
    private static final int LONGEST = SafetensorsHeader.LONGEST;

    private Models() {}

    /**
     * A loaded model with the states that were saved with it.
     *
     * @param model the model
     * @param states the states that were saved with it; unmodifiable
     */
    public record Saved(Layer model, Map<String, State> states) {
        /**
         * Copies the map, in its order.
         *
         * @param model the model
         * @param states the states
         */
        public Saved {
            Objects.requireNonNull(model);
            states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
        }
    }

    /**
     * Writes a model.
     *
     * @param folder the folder, which is made if there is none
     * @param model the model
     * @param codecs for layers of one's own
     * @throws IllegalArgumentException if a layer cannot be written, or two parameters or buffers
     *     have the same name; nothing is changed then
     * @throws IOException if something cannot be written
     */
    public static void save(Path folder, Layer model, LayerCodec... codecs) throws IOException {
        save(folder, model, Map.of(), codecs);
    }

    /**
     * Writes a model and further states.
     *
     * @param folder the folder, which is made if there is none
     * @param model the model
     * @param states states by names of the caller's choice, which do not contain "/", as of what
     *     prepares the inputs
     * @param codecs for layers of one's own
     * @throws IllegalArgumentException if a layer or a state cannot be written, or two parameters
     *     or buffers have the same name; nothing is changed then
     * @throws IOException if something cannot be written
     */
    public static void save(
            Path folder, Layer model, Map<String, State> states, LayerCodec... codecs)
            throws IOException {
        Objects.requireNonNull(states, "models: the states are null");
        Architecture architecture = new Architecture(codecs);
        Map<String, Tensor> tensors = ModelTensors.of(model, "");
        States.refuseIn(tensors);
        ObjectNode layers = architecture.write(model);
        requireRebuilt(architecture, layers, tensors);
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(ARCHITECTURE, layers.toString());
        States.put(states, tensors, metadata);
        metadata.put(ChecksummedFile.READER, "Models.load or Models.loadAll");
        Files.createDirectories(folder);
        String digest =
                ChecksummedFile.write(folder.resolve(WEIGHTS), KIND, VERSION, tensors, metadata);
        ObjectNode json =
                Architecture.object()
                        .put("format", KIND)
                        .put("version", VERSION)
                        .put("weights", WEIGHTS)
                        .put("sha256", digest);
        json.set("model", layers);
        byte[] text = Architecture.pretty(json).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(
                folder.resolve(LAYERS),
                channel -> {
                    ByteBuffer bytes = ByteBuffer.wrap(text);
                    while (bytes.hasRemaining()) {
                        channel.write(bytes);
                    }
                });
    }

    /** Refuses a model that could not be read again. */
    private static void requireRebuilt(
            Architecture architecture, JsonNode layers, Map<String, Tensor> tensors) {
        Map<String, Tensor> rebuilt;
        try {
            // through text, as reading does
            JsonNode read = Architecture.parse("models", layers.toString());
            rebuilt =
                    ModelTensors.of(
                            architecture.read(
                                    "models", read, Long.MAX_VALUE, "%d numbers are left"),
                            "");
        } catch (MalformedDataException e) {
            throw new IllegalArgumentException(
                    "models: a layer could not be made again from its settings: " + e.getMessage(),
                    e);
        }
        if (!shapes(rebuilt).equals(shapes(tensors))) {
            throw new IllegalArgumentException(
                    "models: the layers made again from their settings would have "
                            + shapes(rebuilt)
                            + ", the model has "
                            + shapes(tensors)
                            + "; a LayerCodec must make a layer with the same parameters and"
                            + " buffers");
        }
    }

    private static Map<String, String> shapes(Map<String, Tensor> tensors) {
        Map<String, String> shapes = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> shapes.put(name, Arrays.toString(tensor.shape())));
        return shapes;
    }

    /**
     * Reads a model.
     *
     * @param path the folder, or the file of weights alone
     * @param codecs for layers of one's own, as they were given when it was saved
     * @return the model, with the weights and statistics that it had
     * @throws NoSuchFileException if there is no model
     * @throws MalformedDataException if it is damaged, or holds a layer that there is no codec for
     * @throws IOException if it cannot be read
     */
    public static Layer load(Path path, LayerCodec... codecs) throws IOException {
        return loadAll(path, codecs).model();
    }

    /**
     * Reads a model and the states saved with it.
     *
     * @param path the folder, or the file of weights alone
     * @param codecs for layers of one's own, as they were given when it was saved
     * @return the model, with the weights and statistics that it had, and the states
     * @throws NoSuchFileException if there is no model
     * @throws MalformedDataException if it is damaged, or holds a layer that there is no codec for
     * @throws IOException if it cannot be read
     */
    public static Saved loadAll(Path path, LayerCodec... codecs) throws IOException {
        Objects.requireNonNull(path, "models: the path is null");
        Architecture architecture = new Architecture(codecs);
        boolean inFolder = Files.isDirectory(path);
        Path weights = inFolder ? path.resolve(WEIGHTS) : path;
        ChecksummedFile checksummed = ChecksummedFile.read(weights, KIND, VERSION);
        Map<String, Tensor> tensors = new LinkedHashMap<>(checksummed.contents().tensors());
        Map<String, String> metadata = new LinkedHashMap<>(checksummed.contents().metadata());
        Map<String, State> states = States.take(weights.toString(), tensors, metadata);
        String text = metadata.get(ARCHITECTURE);
        if (text == null) {
            throw new MalformedDataException(weights + ": holds no layers");
        }
        JsonNode layers = Architecture.parse(weights + ", layers", text);
        if (inFolder) {
            compare(path.resolve(LAYERS), checksummed.digest(), layers);
        }
        long numbers = tensors.values().stream().mapToLong(Tensor::size).sum();
        Layer model =
                architecture.read(
                        weights + ", layers",
                        layers,
                        numbers,
                        "the file holds %d numbers for it and what comes after");
        ModelTensors.restore(model, "", tensors, weights.toString());
        return new Saved(model, states);
    }

    /** Refuses a model.json that was changed since its weights were saved. */
    private static void compare(Path file, String digest, JsonNode layers) throws IOException {
        if (Files.notExists(file)) {
            return;
        }
        JsonNode json = json(file);
        if (!json.path("format").asText().equals(KIND)
                || json.path("version").intValue() != VERSION
                || !json.path("sha256").isTextual()) {
            throw new MalformedDataException(
                    file + ": is not what Models.save of this release writes, or is damaged");
        }
        // of another save: one is under way, or was broken off
        boolean ours = json.get("sha256").textValue().equals(digest);
        if (ours && !json.path("model").equals(layers)) {
            throw new MalformedDataException(
                    file
                            + ": the layers are not those that were saved with the weights; it was"
                            + " changed or is damaged. Without it the model can be read");
        }
    }

    private static JsonNode json(Path file) throws IOException {
        try (FileChannel channel = BoundedInput.open(file)) {
            if (channel.size() > LONGEST) {
                throw new MalformedDataException(
                        file + ": has " + channel.size() + " bytes; " + LONGEST + " at most");
            }
            int length = (int) channel.size();
            byte[] bytes = BoundedInput.of(file, channel).bytes(length, "the text");
            return Architecture.parse(
                    file.toString(), Json.utf8(bytes, 0, length, file.toString()));
        }
    }

    /**
     * The layers of a model as JSON, without weights.
     *
     * @param model the model
     * @param codecs for layers of one's own
     * @return a text of several lines
     * @throws IllegalArgumentException if a layer cannot be written
     */
    public static String toJson(Layer model, LayerCodec... codecs) {
        Objects.requireNonNull(model, "models: the model is null");
        return Architecture.pretty(new Architecture(codecs).write(model));
    }

    /**
     * Makes layers from JSON, as for weights that another program has written: {@link Weights#load}
     * puts them in. A text of a few lines may ask for any amount of memory: parameters and buffers
     * together may take an eighth of the largest heap.
     *
     * @param json a text as {@link #toJson} returns
     * @param codecs for layers of one's own
     * @return the model, with unspecified weights
     * @throws MalformedDataException if the text is not such JSON, or of a model that is larger
     */
    public static Layer fromJson(String json, LayerCodec... codecs) throws MalformedDataException {
        Objects.requireNonNull(json, "models: the JSON is null");
        JsonNode node = Architecture.parse("json", json);
        // while a layer is made its numbers exist up to three times
        long most = Runtime.getRuntime().maxMemory() / (8 * Double.BYTES);
        return new Architecture(codecs)
                .read(
                        "json",
                        node,
                        most,
                        "%d numbers are left of the "
                                + most
                                + " that this machine's heap allows; a larger one is set by -Xmx");
    }
}
