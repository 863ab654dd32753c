package org.cotangent.nn.files;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Module;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

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
 * <p>A checkpoint is a file of {@link States}. Parameters and buffers are called
 * model/<em>name</em> in it, tensors of states state/<em>state</em>/<em>name</em>.
 */
public final class Checkpoints {
    private static final String KIND = "cotangent checkpoint";
    private static final String READER =
            "Checkpoints.read, or go on with the training that wrote it";

    private Checkpoints() {}

    /**
     * Writes a checkpoint. It takes the place of the file that is there at once and as a whole:
     * whatever happens, even to the machine, the old one or the new one is there.
     *
     * @param file the file, in a folder that exists
     * @param model the model, whose parameters and buffers have names of their own
     * @param states the states by names of the caller's choice
     * @throws IllegalArgumentException if two parameters or buffers have the same name, or a name
     *     or text cannot be written
     * @throws IOException if the file cannot be written; the old one is as it was then
     */
    public static void write(Path file, Module model, Map<String, State> states)
            throws IOException {
        States.write(file, state(model, states), READER);
    }

    private static State state(Module model, Map<String, State> states) {
        Checks.present("checkpoint", "the states", states);
        return new State(KIND)
                .with("model", new State("weights", ModelTensors.of(model)))
                .with("state", new State("states", states));
    }

    /**
     * Refuses what {@link #write(Path, Module, Map)} would refuse, before hours of work are spent
     * on it. A temporary file is made in the folder and deleted; nothing is changed.
     *
     * @param file the file, in a folder that exists
     * @param model the model, whose parameters and buffers have names of their own
     * @param states the states by names of the caller's choice
     * @throws IllegalArgumentException if two parameters or buffers have the same name, or a name
     *     or text cannot be written
     * @throws IOException if no file can be written there
     */
    public static void requireWritable(Path file, Module model, Map<String, State> states)
            throws IOException {
        States.requireWritable(file, state(model, states));
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
        Checks.present("checkpoint", "the model", model);
        State state = States.read(file, KIND);
        try {
            Map<String, State> states = state.child("state").children();
            ModelTensors.restore(model, state.child("model").tensors(), file.toString());
            return states;
        } catch (IllegalArgumentException e) {
            throw new MalformedDataException(file + ": " + e.getMessage(), e);
        }
    }
}
