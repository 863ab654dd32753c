package org.cotangent.nn.files;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.AtomicFile;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.FileText;

/**
 * Files that hold a {@link State}: its tensors as {@linkplain Safetensors safetensors}, which
 * Python can read, and the tree with everything else as JSON among the metadata.
 *
 * <pre>{@code
 * Path file = Files.createTempFile("scaling", ".state");
 * Tensor data = Tensor.of(new double[][] {{1, 10}, {3, 30}});
 * States.write(file, Standardizer.fit(data).state());
 * Transform again = Transforms.of(States.read(file, "standardizer"));
 * }</pre>
 *
 * <p>A file carries the kind of its state, a version, and a SHA-256 over all of its bytes: one of
 * which a bit has changed is refused. It takes the place of a file before it at once and as a
 * whole: whatever happens, even to the machine, the old one or the new one is there. Numbers come
 * back bit for bit.
 */
public final class States {
    /** Where files keep tensors that are no parameters. */
    static final String PREFIX = "state/";

    /** By their places in the tree. */
    static final StateJson.Names PLACES = (state, name, path) -> path;

    private static final Tensor NONE = Tensor.zeros(0);
    private static final String TREE = "state";
    static final int VERSION = 2;

    private States() {}

    /**
     * Writes a state.
     *
     * @param file the file, in a folder that exists
     * @param state the state
     * @throws IllegalArgumentException if a name or text of it cannot be written
     * @throws IOException if the file cannot be written; the old one is as it was then
     */
    public static void write(Path file, State state) throws IOException {
        write(file, state, "States.read");
    }

    /**
     * Writes a state, and in the file how it is read.
     *
     * @param file the file, in a folder that exists
     * @param state the state
     * @param reader the method that reads the file, for the message that refuses it elsewhere
     * @throws IllegalArgumentException if a name or text of it cannot be written
     * @throws IOException if the file cannot be written; the old one is as it was then
     */
    public static void write(Path file, State state, String reader) throws IOException {
        write(file, state, reader, PLACES);
    }

    /** Writes a state and returns the checksum of the file. */
    static String write(Path file, State state, String reader, StateJson.Names names)
            throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        Map<String, String> texts = contents(state, reader, names, tensors);
        return ChecksummedFile.write(file, state.kind(), VERSION, tensors, texts);
    }

    /** Refuses what {@link #write(Path, State)} would refuse; nothing is changed. */
    static void requireWritable(Path file, State state) throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        SafetensorsHeader.of(tensors, contents(state, "", PLACES, tensors));
        AtomicFile.requireWritable(file);
    }

    private static Map<String, String> contents(
            State state, String reader, StateJson.Names names, Map<String, Tensor> tensors) {
        Checks.present("states", "the state", state);
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put(ChecksummedFile.READER, Checks.present("states", "the reader", reader));
        texts.put(TREE, StateJson.write(state, names, tensors));
        return texts;
    }

    /**
     * A state as a line of JSON, its tensors with all their numbers.
     *
     * @param state any state
     * @return a text without line breaks
     * @throws IllegalArgumentException if a text in it is no valid Unicode
     */
    public static String toJson(State state) {
        return StateJson.write(state, (in, name, path) -> null, new LinkedHashMap<>());
    }

    /**
     * The state that a text was made of.
     *
     * @param text a text from {@link #toJson}
     * @param source the name of the source in messages
     * @return the state, bit for bit
     * @throws MalformedDataException if the text is not that of a state
     */
    public static State fromJson(String text, String source) throws MalformedDataException {
        return StateJson.read(source, text, (name, shape) -> null);
    }

    /**
     * Reads a state.
     *
     * @param file the file
     * @param kind the kind that is right
     * @return the state
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException if it is no such file, is damaged, or is of another kind
     * @throws IOException if it cannot be read
     */
    public static State read(Path file, String kind) throws IOException {
        return open(file, kind).state();
    }

    /** A state with the tensors of its file and the checksum. */
    record Opened(State state, Map<String, Tensor> tensors, String digest) {
        /** A tensor of the file, or one that equals none of a model. */
        Tensor tensor(String name, int[] shape) {
            Tensor tensor = fitting(tensors.get(name), shape);
            return tensor == null ? NONE : tensor;
        }
    }

    private static Tensor fitting(Tensor tensor, int[] shape) {
        return tensor != null && Arrays.equals(tensor.shape(), shape) ? tensor : null;
    }

    static Opened open(Path file, String kind) throws IOException {
        ChecksummedFile checksummed = ChecksummedFile.read(file, kind, VERSION);
        Map<String, Tensor> tensors = checksummed.contents().tensors();
        String tree = checksummed.contents().metadata().get(TREE);
        if (tree == null) {
            throw new MalformedDataException(file + ": holds no state");
        }
        Set<String> left = new LinkedHashSet<>(tensors.keySet());
        State state =
                StateJson.read(
                        file + ": state",
                        tree,
                        (name, shape) ->
                                left.remove(name) ? fitting(tensors.get(name), shape) : null);
        if (!left.isEmpty()) {
            throw MalformedDataException.of(
                    "%s: tensor %s belongs to no place of the state",
                    file, FileText.shown(left.iterator().next()));
        }
        if (!state.kind().equals(kind)) {
            throw MalformedDataException.of(
                    "%s: a state of %s in a file of %s", file, FileText.shown(state.kind()), kind);
        }
        return new Opened(state, tensors, checksummed.digest());
    }
}
