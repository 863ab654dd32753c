package org.cotangent.nn.files;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Module;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.AtomicFile;

/**
 * Checkpoint files from which a training is resumed: the parameters and buffers of a model, and the
 * states of an optimizer, a random generator and other {@link org.cotangent.nn.Stateful} objects.
 *
 * <pre>{@code
 * SeededRandom random = new SeededRandom(1);
 * Mlp model = Mlp.of(2, 8, 1).activation(Activation.TANH).build(random);
 * Sgd optimizer = new Sgd(0.1, 0.9);
 * Path file = Files.createTempFile("training", ".checkpoint");
 * Checkpoints.write(
 *         file, model, Map.of("optimizer", optimizer.state(), "random", random.state()));
 *
 * Map<String, State> states = Checkpoints.read(file, model);
 * optimizer.restore(states.get("optimizer"));
 * random.restore(states.get("random"));
 * }</pre>
 *
 * <p>A checkpoint is a {@linkplain Safetensors safetensors} file, so Python can look into it.
 * Parameters and buffers are called model/<em>name</em>, tensors of states
 * state/<em>state</em>/<em>name</em>; kinds and texts of states are JSON among the metadata. It
 * carries its version and a SHA-256 over all of its bytes: a file of which one bit has changed is
 * refused. Numbers come back bit for bit.
 */
public final class Checkpoints {
    private static final String KIND = "cotangent checkpoint";
    private static final int VERSION = 1;
    private static final String MODEL = "model/";

    private Checkpoints() {}

    /**
     * Writes a checkpoint. It takes the place of the file that is there at once and as a whole:
     * whatever happens, even to the machine, the old one or the new one is there.
     *
     * @param file the file, in a folder that exists
     * @param model the model, whose parameters and buffers have names of their own
     * @param states the states by names of the caller's choice, which do not contain "/"
     * @throws IllegalArgumentException if two parameters or buffers have the same name, or a name
     *     or text cannot be written
     * @throws IOException if the file cannot be written; the old one is as it was then
     */
    public static void write(Path file, Module model, Map<String, State> states)
            throws IOException {
        write(file, model, states, "Checkpoints.read, or go on with the training that wrote it");
    }

    /**
     * Writes a checkpoint as {@link #write(Path, Module, Map)} does, and says in it how it is read.
     *
     * @param file the file, in a folder that exists
     * @param model the model, whose parameters and buffers have names of their own
     * @param states the states by names of the caller's choice, which do not contain "/"
     * @param reader the method that reads the file, for the message that refuses it elsewhere
     * @throws IllegalArgumentException if two parameters or buffers have the same name, or a name
     *     or text cannot be written
     * @throws IOException if the file cannot be written; the old one is as it was then
     */
    public static void write(Path file, Module model, Map<String, State> states, String reader)
            throws IOException {
        Objects.requireNonNull(reader, "checkpoint: the reader is null");
        Map<String, String> metadata = new LinkedHashMap<>();
        metadata.put(ChecksummedFile.READER, reader);
        Map<String, Tensor> tensors = contents(model, states, metadata);
        ChecksummedFile.write(file, KIND, VERSION, tensors, metadata);
    }

    private static Map<String, Tensor> contents(
            Module model, Map<String, State> states, Map<String, String> metadata) {
        Objects.requireNonNull(states, "checkpoint: the states are null");
        Map<String, Tensor> tensors = ModelTensors.of(model, MODEL);
        States.put(states, tensors, metadata);
        return tensors;
    }

    /**
     * Refuses what {@link #write(Path, Module, Map)} would refuse, before hours of work are spent
     * on it. A temporary file is made in the folder and deleted; nothing is changed.
     *
     * @param file the file, in a folder that exists
     * @param model the model, whose parameters and buffers have names of their own
     * @param states the states by names of the caller's choice, which do not contain "/"
     * @throws IllegalArgumentException if two parameters or buffers have the same name, or a name
     *     or text cannot be written
     * @throws IOException if no file can be written there
     */
    public static void requireWritable(Path file, Module model, Map<String, State> states)
            throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        Map<String, Tensor> tensors = contents(model, states, metadata);
        SafetensorsHeader.of(tensors, metadata);
        AtomicFile.requireWritable(file);
    }

    /**
     * Reads a checkpoint into a model of the same names and shapes: all of it, or nothing is
     * changed.
     *
     * @param file the file
     * @param model the model, whose parameters and buffers get the values of the file
     * @return the states, in the order in which they were written; modifiable, the caller's own
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException if it is no checkpoint, is damaged, or is of another model;
     *     the message names the first difference
     * @throws IOException if it cannot be read
     */
    public static Map<String, State> read(Path file, Module model) throws IOException {
        Objects.requireNonNull(model, "checkpoint: the model is null");
        ChecksummedFile checksummed = ChecksummedFile.read(file, KIND, VERSION);
        Map<String, Tensor> tensors = new LinkedHashMap<>(checksummed.contents().tensors());
        Map<String, String> metadata = new LinkedHashMap<>(checksummed.contents().metadata());
        Map<String, State> states = States.take(file.toString(), tensors, metadata);
        ModelTensors.restore(model, MODEL, tensors, file.toString());
        return states;
    }
}
