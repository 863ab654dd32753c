package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.cotangent.Tensor;
import org.cotangent.nn.Buffer;
import org.cotangent.nn.Module;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * A copy of the values of a model's parameters and buffers. Tensors are immutable, so only
 * references are kept.
 */
record Snapshot(List<Entry> entries) {
    /** A value with its name, and the parameter or buffer that it is of. */
    private record Entry(String name, Tensor value, Consumer<Tensor> owner) {}

    static Snapshot of(Module model) {
        List<Entry> entries = new ArrayList<>();
        for (Parameter p : model.parameters()) {
            entries.add(new Entry("parameter/" + p.name(), p.value().stopGradient(), p::set));
        }
        for (Buffer b : model.buffers()) {
            entries.add(new Entry("buffer/" + b.name(), b.value(), b::set));
        }
        return new Snapshot(entries);
    }

    /** A snapshot from the tensors of a state, which must be of this model. */
    static Snapshot of(Module model, State state) {
        List<Entry> entries = new ArrayList<>();
        for (Entry now : of(model).entries) {
            Tensor found = state.tensor(now.name);
            if (!Arrays.equals(found.shape(), now.value.shape())) {
                throw Checks.illegal(
                        "state of %s: %s has shape %s, in the model %s",
                        state.kind(), now.name, found.shape(), now.value.shape());
            }
            entries.add(new Entry(now.name, found, now.owner));
        }
        return new Snapshot(entries);
    }

    Map<String, Tensor> tensors() {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        entries.forEach(entry -> tensors.put(entry.name, entry.value));
        return tensors;
    }

    /** Gives the parameters and buffers these values. */
    void restore() {
        entries.forEach(entry -> entry.owner.accept(entry.value));
    }
}
