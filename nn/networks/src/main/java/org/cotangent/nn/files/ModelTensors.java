package org.cotangent.nn.files;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.cotangent.Tensor;
import org.cotangent.nn.MalformedDataException;
import org.cotangent.nn.Module;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.FileText;

/** Reading and writing of the parameters and buffers of a model by name. */
final class ModelTensors {
    private ModelTensors() {}

    /**
     * The current values.
     *
     * @throws IllegalArgumentException if two have the same name
     */
    static Map<String, Tensor> of(Module model) {
        Objects.requireNonNull(model, "the model is null");
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        model.parameters().forEach(p -> put(tensors, p.name(), p.value()));
        model.buffers().forEach(b -> put(tensors, b.name(), b.value()));
        return tensors;
    }

    private static void put(Map<String, Tensor> tensors, String name, Tensor value) {
        if (tensors.put(name, value.stopGradient()) != null) {
            throw Checks.illegal(
                    "the model has two parameters or buffers called \"%s\"; each must have a name"
                            + " of its own",
                    name);
        }
    }

    /**
     * Puts values into a model: all of them, or none if it throws.
     *
     * @param file the origin of the values
     * @param tensors the values, which must have the names and shapes of the model, no more and no
     *     less
     * @throws MalformedDataException if they are of another model
     */
    static void restore(Module model, Map<String, Tensor> tensors, String file)
            throws MalformedDataException {
        Map<String, Tensor> mine = of(model);
        for (Map.Entry<String, Tensor> entry : mine.entrySet()) {
            Tensor value = tensors.get(entry.getKey());
            if (value == null) {
                throw other(
                        file,
                        entry.getKey(),
                        "stands in the model but not in the file, which has " + names(tensors));
            }
            if (!Arrays.equals(value.shape(), entry.getValue().shape())) {
                throw other(
                        file,
                        entry.getKey(),
                        Checks.text(
                                "has shape %s in the file and %s in the model",
                                value.shape(), entry.getValue().shape()));
            }
        }
        for (String name : tensors.keySet()) {
            if (!mine.containsKey(name)) {
                throw other(
                        file,
                        name,
                        "stands in the file but not in the model, which has " + names(mine));
            }
        }
        // nothing below can fail: names and shapes are those of the model
        model.parameters().forEach(p -> p.set(tensors.get(p.name())));
        model.buffers().forEach(b -> b.set(tensors.get(b.name())));
    }

    private static String names(Map<String, Tensor> tensors) {
        String all = tensors.keySet().toString();
        return all.length() <= 300 ? all : all.substring(0, 300) + "...";
    }

    private static MalformedDataException other(String file, String name, String what) {
        return new MalformedDataException(
                file + ": is of another model: " + FileText.shown(name) + " " + what);
    }
}
