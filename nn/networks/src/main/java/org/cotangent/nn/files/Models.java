package org.cotangent.nn.files;

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
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Module;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.ModuleStates;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.AtomicFile;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.io.BoundedInput;

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
 * lambdas: code is not written to files. Modules of your own, and a layer of a fitted transform,
 * need a {@link ModuleFormat}, both to save and to load.
 */
public final class Models {
    private static final String WEIGHTS = "model.safetensors";
    private static final String LAYERS = "model.json";
    private static final String KIND = "cotangent model";
    private static final String MODEL = "model";
    private static final String STATES = "state";
    private static final String VERSION = "version";
    private static final String DIGEST = "sha256";
    private static final int LONGEST = SafetensorsHeader.LONGEST;

    private Models() {}

    /**
     * A loaded model with the states that were saved with it.
     *
     * @param module the model
     * @param states the states that were saved with it; unmodifiable
     */
    public record Saved(Module module, Map<String, State> states) {
        /**
         * Copies the map, in its order.
         *
         * @param module the model
         * @param states the states
         */
        public Saved {
            Objects.requireNonNull(module);
            states = Collections.unmodifiableMap(new LinkedHashMap<>(states));
        }

        /**
         * The model, where it is a layer.
         *
         * @return the model
         * @throws IllegalStateException if it is a module of another kind
         */
        public Layer model() {
            if (module instanceof Layer layer) {
                return layer;
            }
            throw Checks.illegalState(
                    "models: %s is no layer but a %s; Models.loadAll(path, formats).module()"
                            + " returns it",
                    module.name(), module.getClass().getTypeName());
        }
    }

    /**
     * Writes a model.
     *
     * @param folder the folder, which is made if there is none
     * @param model the model
     * @param formats for modules of your own
     * @throws IllegalArgumentException if a module cannot be written, or two parameters or buffers
     *     have the same name; nothing is changed then
     * @throws IOException if something cannot be written
     */
    public static void save(Path folder, Module model, ModuleFormat<?>... formats)
            throws IOException {
        save(folder, model, Map.of(), formats);
    }

    /**
     * Writes a model and further states.
     *
     * @param folder the folder, which is made if there is none
     * @param model the model
     * @param states states by names of the caller's choice, as of what prepares the inputs
     * @param formats for modules of your own
     * @throws IllegalArgumentException if a module or a state cannot be written, or two parameters
     *     or buffers have the same name; nothing is changed then
     * @throws IOException if something cannot be written
     */
    public static void save(
            Path folder, Module model, Map<String, State> states, ModuleFormat<?>... formats)
            throws IOException {
        Checks.present("models", "the states", states);
        Map<String, Tensor> tensors = ModelTensors.of(model);
        Weights.refuseReserved(tensors);
        State modules = ModuleStates.of(model, formats);
        State root = new State(KIND).with(MODEL, modules).with(STATES, new State("states", states));
        requireRebuilt(root, tensors, formats);
        Files.createDirectories(folder);
        String digest =
                States.write(
                        folder.resolve(WEIGHTS),
                        root,
                        "Models.load or Models.loadAll",
                        names(tensors.keySet()));
        State index =
                new State(KIND)
                        .with(VERSION, States.VERSION)
                        .with("weights", WEIGHTS)
                        .with(DIGEST, digest)
                        .with(MODEL, modules);
        byte[] text =
                StateJson.pretty(index, names(tensors.keySet())).getBytes(StandardCharsets.UTF_8);
        AtomicFile.write(
                folder.resolve(LAYERS),
                channel -> AtomicFile.writeAll(channel, ByteBuffer.wrap(text)));
    }

    /** Parameters and buffers under their own names, other tensors by their places. */
    private static StateJson.Names names(Set<String> parts) {
        Set<String> left = new LinkedHashSet<>(parts);
        return (state, name, path) -> {
            if (path.startsWith(States.PREFIX)) {
                return path;
            }
            String own = state.texts().get("name") + "." + name;
            return left.remove(own) ? own : left.remove(name) ? name : States.PREFIX + path;
        };
    }

    /** Refuses a model that could not be read again. */
    private static void requireRebuilt(
            State root, Map<String, Tensor> tensors, ModuleFormat<?>... formats) {
        Map<String, Tensor> written = new LinkedHashMap<>();
        Map<String, Tensor> rebuilt;
        try {
            // through text, as reading does
            String text = StateJson.write(root, names(tensors.keySet()), written);
            State read = StateJson.read("models", text, (name, shape) -> written.get(name));
            rebuilt = ModelTensors.of(ModuleStates.module(read.child(MODEL), formats));
        } catch (MalformedDataException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "models: a module could not be made again from its state: " + e.getMessage(),
                    e);
        }
        if (!shapes(rebuilt).equals(shapes(tensors))
                || !written.keySet().containsAll(tensors.keySet())) {
            throw Checks.illegal(
                    "models: the modules made again from their states would have %s, the model"
                            + " has %s; a ModuleFormat must make a module with the same parameters"
                            + " and buffers",
                    shapes(rebuilt), shapes(tensors));
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
     * @param formats for modules of your own, as they were given when it was saved
     * @return the model, with the weights and statistics that it had
     * @throws NoSuchFileException if there is no model
     * @throws MalformedDataException if it is damaged, or holds a module that there is no format
     *     for
     * @throws IllegalStateException if the model is no layer; {@link #loadAll} returns others
     * @throws IOException if it cannot be read
     */
    public static Layer load(Path path, ModuleFormat<?>... formats) throws IOException {
        return loadAll(path, formats).model();
    }

    /**
     * Reads a model and the states saved with it.
     *
     * @param path the folder, or the file of weights alone
     * @param formats for modules of your own, as they were given when it was saved
     * @return the model, with the weights and statistics that it had, and the states
     * @throws NoSuchFileException if there is no model
     * @throws MalformedDataException if it is damaged, or holds a module that there is no format
     *     for
     * @throws IOException if it cannot be read
     */
    public static Saved loadAll(Path path, ModuleFormat<?>... formats) throws IOException {
        Checks.present("models", "the path", path);
        boolean inFolder = Files.isDirectory(path);
        Path weights = inFolder ? path.resolve(WEIGHTS) : path;
        States.Opened opened = States.open(weights, KIND);
        try {
            State model = opened.state().child(MODEL);
            if (inFolder) {
                compare(path.resolve(LAYERS), opened, model);
            }
            return new Saved(
                    ModuleStates.module(model, formats), opened.state().child(STATES).children());
        } catch (IllegalArgumentException e) {
            throw new MalformedDataException(weights + ": " + e.getMessage(), e);
        }
    }

    /** Refuses a model.json that was changed since its weights were saved. */
    private static void compare(Path file, States.Opened opened, State model) throws IOException {
        if (Files.notExists(file)) {
            return;
        }
        // of another save, which is under way or was broken off, it has other tensors
        State index =
                StateJson.read(
                        file.toString(), text(file), (name, shape) -> opened.tensor(name, shape));
        if (!index.kind().equals(KIND)
                || !Long.valueOf(States.VERSION).equals(index.values().get(VERSION))
                || !index.texts().containsKey(DIGEST)) {
            throw new MalformedDataException(
                    file + ": is not what Models.save of this release writes, or is damaged");
        }
        if (index.text(DIGEST).equals(opened.digest())
                && !model.equals(index.children().get(MODEL))) {
            throw MalformedDataException.of(
                    "%s: the layers are not those that were saved with the weights; it was"
                            + " changed or is damaged. Without it the model can be read",
                    file);
        }
    }

    private static String text(Path file) throws IOException {
        try (FileChannel channel = BoundedInput.open(file)) {
            if (channel.size() > LONGEST) {
                throw MalformedDataException.of(
                        "%s: has %s bytes; %s at most", file, channel.size(), LONGEST);
            }
            int length = (int) channel.size();
            byte[] bytes = BoundedInput.of(file, channel).bytes(length, "the text");
            return BoundedInput.utf8(bytes, 0, length, file.toString());
        }
    }

    /**
     * The layers of a model as JSON, without the values of parameters and buffers.
     *
     * @param model the model
     * @param formats for modules of your own
     * @return a text of several lines
     * @throws IllegalArgumentException if a module cannot be written
     */
    public static String toJson(Module model, ModuleFormat<?>... formats) {
        Checks.present("models", "the model", model);
        StateJson.Names names = names(ModelTensors.of(model).keySet());
        return StateJson.pretty(
                ModuleStates.of(model, formats),
                (state, name, path) -> {
                    String own = names.of(state, name, path);
                    return own.startsWith(States.PREFIX) ? null : own;
                });
    }

    /**
     * Makes layers from JSON, as for weights that another program has written: {@link Weights#load}
     * puts them in. A text of a few lines may ask for any amount of memory: parameters and buffers
     * together may take an eighth of the largest heap.
     *
     * @param json a text as {@link #toJson} returns
     * @param formats for modules of your own
     * @return the model, whose parameters and buffers are 0
     * @throws MalformedDataException if the text is not such JSON, or of a model that is larger
     * @throws IllegalStateException if the model is no layer
     */
    public static Layer fromJson(String json, ModuleFormat<?>... formats)
            throws MalformedDataException {
        Checks.present("models", "the JSON", json);
        // while a layer is made its numbers exist up to three times
        long most = Runtime.getRuntime().maxMemory() / (8 * Double.BYTES);
        long[] left = {most};
        State state =
                StateJson.read(
                        "json",
                        json,
                        (name, shape) -> {
                            left[0] -=
                                    Arrays.stream(shape).asLongStream().reduce(1, (p, q) -> p * q);
                            if (left[0] < 0) {
                                throw MalformedDataException.of(
                                        "json: with %s of shape %s the model has more than the %s"
                                                + " numbers that this machine's heap allows; a"
                                                + " larger one is set by -Xmx",
                                        name, shape, most);
                            }
                            return Tensor.zeros(shape);
                        });
        try {
            return new Saved(ModuleStates.module(state, formats), Map.of()).model();
        } catch (IllegalArgumentException e) {
            throw new MalformedDataException("json: " + e.getMessage(), e);
        }
    }
}
