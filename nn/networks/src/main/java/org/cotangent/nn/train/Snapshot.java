package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.Buffer;
import org.cotangent.nn.Module;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;

/**
 * A copy of the values of a model's parameters and buffers. Tensors are immutable, so only
 * references are kept.
 */
final class Snapshot {
    private final List<Tensor> parameters;
    private final List<Tensor> buffers;
    private final List<String> names;

    private Snapshot(List<Tensor> parameters, List<Tensor> buffers, List<String> names) {
        this.parameters = parameters;
        this.buffers = buffers;
        this.names = names;
    }

    static Snapshot of(Module model) {
        List<Tensor> parameters = new ArrayList<>();
        List<Tensor> buffers = new ArrayList<>();
        for (Parameter parameter : model.parameters()) {
            parameters.add(parameter.value().stopGradient());
        }
        for (Buffer buffer : model.buffers()) {
            buffers.add(buffer.value());
        }
        return new Snapshot(parameters, buffers, names(model));
    }

    /** A snapshot from the tensors of a state, which must be of this model. */
    static Snapshot of(Module model, State state) {
        Snapshot now = of(model);
        List<Tensor> all = new ArrayList<>();
        List<Tensor> present = now.all();
        for (int i = 0; i < present.size(); i++) {
            Tensor found = state.tensor(now.names.get(i));
            if (!Arrays.equals(found.shape(), present.get(i).shape())) {
                throw new IllegalArgumentException(
                        "state of "
                                + state.kind()
                                + ": "
                                + now.names.get(i)
                                + " has shape "
                                + Arrays.toString(found.shape())
                                + ", in the model "
                                + Arrays.toString(present.get(i).shape()));
            }
            all.add(found);
        }
        int count = now.parameters.size();
        return new Snapshot(all.subList(0, count), all.subList(count, all.size()), now.names);
    }

    private static List<String> names(Module model) {
        List<String> names = new ArrayList<>();
        model.parameters().forEach(parameter -> names.add("parameter/" + parameter.name()));
        model.buffers().forEach(buffer -> names.add("buffer/" + buffer.name()));
        return names;
    }

    private List<Tensor> all() {
        List<Tensor> all = new ArrayList<>(parameters);
        all.addAll(buffers);
        return all;
    }

    Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        List<Tensor> all = all();
        for (int i = 0; i < all.size(); i++) {
            tensors.put(names.get(i), all.get(i));
        }
        return tensors;
    }

    void restore(Module model) {
        List<Parameter> all = model.parameters();
        for (int i = 0; i < all.size(); i++) {
            all.get(i).set(parameters.get(i));
        }
        List<Buffer> others = model.buffers();
        for (int i = 0; i < others.size(); i++) {
            others.get(i).set(buffers.get(i));
        }
    }
}
