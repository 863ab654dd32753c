package org.cotangent.nn.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.cotangent.Tensor;
import org.cotangent.nn.Buffer;
import org.cotangent.nn.Module;
import org.cotangent.nn.Parameter;

/**
 * A layer, a parameter or a buffer in the list of a model, where what is in a layer follows it.
 *
 * @param kind what it is
 * @param depth how many layers it is in
 * @param name its name
 * @param shape its shape, empty for a layer
 * @param size how many numbers it holds; of a layer, how many parameters are in it
 * @param norm its Euclidean norm; NaN for a layer
 */
record LayerPart(Kind kind, int depth, String name, String shape, long size, double norm) {
    /** The kinds of what is listed. */
    enum Kind {
        LAYER,
        PARAMETER,
        BUFFER
    }

    /** The model as it is now; what layers share is listed at its first place. */
    static List<LayerPart> of(Module model) {
        List<LayerPart> parts = new ArrayList<>();
        add(parts, model, 0, Collections.newSetFromMap(new IdentityHashMap<>()));
        return Collections.unmodifiableList(parts);
    }

    private static void add(List<LayerPart> parts, Module layer, int depth, Set<Object> seen) {
        List<Module> children = layer.children();
        long size = layer.parameters().stream().mapToLong(p -> p.value().size()).sum();
        String text = children.isEmpty() ? Describe.of(layer) : layer.name();
        boolean shared = !layer.parameters().isEmpty() && seen.containsAll(layer.parameters());
        String name = shared ? text + ", shared" : text;
        parts.add(new LayerPart(Kind.LAYER, depth, name, "", size, Double.NaN));
        if (shared) {
            return;
        }
        Set<Object> inside = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Module child : children) {
            inside.addAll(child.parameters());
            inside.addAll(child.buffers());
        }
        for (Parameter p : layer.parameters()) {
            if (!inside.contains(p) && seen.add(p)) {
                parts.add(of(Kind.PARAMETER, depth + 1, p.name(), p.value()));
            }
        }
        for (Buffer b : layer.buffers()) {
            if (!inside.contains(b) && seen.add(b)) {
                parts.add(of(Kind.BUFFER, depth + 1, b.name(), b.value()));
            }
        }
        for (Module child : children) {
            add(parts, child, depth + 1, seen);
        }
    }

    private static LayerPart of(Kind kind, int depth, String name, Tensor value) {
        double norm = value.stopGradient().norm().value();
        return new LayerPart(kind, depth, name, Arrays.toString(value.shape()), value.size(), norm);
    }
}
