package org.cotangent.nn.files;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Module;
import org.cotangent.nn.internal.Checks;

/**
 * Saving and loading of the parameters and buffers of a model in a {@linkplain Safetensors
 * safetensors} file under their names, as "dense1.weight": for models that are built in code, and
 * for Python.
 *
 * <pre>{@code
 * Mlp model = Mlp.of(2, 8, 1).activation(Activation.TANH).build(new SplittableRandom(1));
 * Path file = Files.createTempFile("weights", ".safetensors");
 * Weights.save(file, model);
 * Mlp other = Mlp.of(2, 8, 1).activation(Activation.TANH).build(new SplittableRandom(2));
 * Weights.load(file, other);
 * other.apply(Tensor.zeros(1, 2)).sub(model.apply(Tensor.zeros(1, 2)));   // [[0]]
 * }</pre>
 *
 * <p>The weights of a dense layer have shape [inputs, outputs]; PyTorch's Linear has them the other
 * way round.
 */
public final class Weights {
    private static final String KIND = "cotangent weights";
    private static final int VERSION = 1;

    private Weights() {}

    /**
     * Writes the weights of a model. The file takes the place of one that is there at once and as a
     * whole. Among its metadata is a checksum over all of it.
     *
     * @param file the file, in a folder that exists
     * @param model the model, whose parameters and buffers have names of their own
     * @throws IllegalArgumentException if two parameters or buffers have the same name, or one
     *     begins with "state/"
     * @throws IOException if the file cannot be written; nothing is changed then
     */
    public static void save(Path file, Module model) throws IOException {
        Map<String, Tensor> tensors = ModelTensors.of(model);
        refuseReserved(tensors);
        ChecksummedFile.write(file, KIND, VERSION, tensors, Map.of());
    }

    /**
     * Reads weights into a model of the same names and shapes: all of them, or nothing is changed.
     *
     * @param file a file that this class, {@link Models} or another program has written; tensors
     *     whose names begin with "state/" are left out
     * @param model the model, whose parameters and buffers get the values of the file
     * @throws NoSuchFileException if there is no such file
     * @throws MalformedDataException if it is no safetensors file, is damaged, or is of another
     *     model; the message names the first difference. Damaged numbers are noticed in files that
     *     Cotangent has written
     * @throws IOException if it cannot be read
     */
    public static void load(Path file, Module model) throws IOException {
        Checks.present("weights", "the model", model);
        Map<String, Tensor> tensors = new LinkedHashMap<>(ChecksummedFile.readAny(file).tensors());
        tensors.keySet().removeIf(name -> name.startsWith(States.PREFIX));
        ModelTensors.restore(model, tensors, file.toString());
    }

    /** Refuses parameters and buffers with the names of tensors that are none. */
    static void refuseReserved(Map<String, Tensor> model) {
        for (String name : model.keySet()) {
            if (name.startsWith(States.PREFIX)) {
                throw Checks.illegal(
                        "the parameter or buffer \"%s\" begins with %s, which files keep for"
                                + " states; give it another name",
                        name, States.PREFIX);
            }
        }
    }
}
