package org.cotangent.nn.sequences;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import org.cotangent.Tensor;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Embedding;
import org.cotangent.nn.LayerNorm;
import org.cotangent.nn.Module;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.LayerChecks;

/**
 * Conversion of PyTorch's weights, as its {@code state_dict} names them, to those of recurrent
 * networks, attention and transformers here. There a matrix is [outputs, inputs], and queries, keys
 * and values have one in common.
 *
 * <p>Known are {@link MultiHeadAttention} (there MultiheadAttention, without bias_k), {@link
 * TransformerEncoderLayer}, {@link TransformerDecoderLayer}, {@link ElmanCell} (RNNCell), {@link
 * LstmCell} (LSTMCell), {@link GruCell} (GRUCell) and {@link Recurrent} of those (RNN, LSTM, GRU),
 * {@link Dense} (Linear), {@link LayerNorm} and {@link Embedding}.
 *
 * <pre>{@code
 * Dense dense = new Dense(2, 1, Initializers.xavier(), new SplittableRandom(1));
 * Map<String, Tensor> torch =
 *         Map.of("weight", Tensor.of(new double[][] {{3, 4}}), "bias", Tensor.vector(5));
 * TorchWeights.load(dense, torch);
 * dense.apply(Tensor.of(new double[][] {{10, 100}}));   // [[435]]
 * }</pre>
 */
public final class TorchWeights {
    private final Map<String, Tensor> torch;
    private final Map<String, Tensor> ours = new LinkedHashMap<>();
    private final Set<String> unused;
    private final String owner;

    private TorchWeights(String owner, Map<String, Tensor> torch) {
        this.owner = owner;
        this.torch = torch;
        this.unused = new TreeSet<>(torch.keySet());
    }

    /**
     * Gives a module PyTorch's weights; all or, if anything does not fit, none.
     *
     * @param module the module
     * @param torch tensors by the names of PyTorch's module of that kind, as "in_proj_weight"
     * @throws IllegalArgumentException if the module is not of a known kind, a name is missing or
     *     not known, or a shape does not fit
     */
    public static void load(Module module, Map<String, Tensor> torch) {
        Map<String, Tensor> all = converted(module, torch);
        module.parameters().forEach(p -> p.set(all.get(p.name())));
    }

    /**
     * PyTorch's weights in the form of a module's parameters. Gradients pass through.
     *
     * @param module the module
     * @param torch tensors by the names of PyTorch's module of that kind, as "in_proj_weight"
     * @return a tensor for each parameter of the module, by its name, in their order
     * @throws IllegalArgumentException as {@link #load}
     */
    public static Map<String, Tensor> converted(Module module, Map<String, Tensor> torch) {
        String name = Checks.present("torch weights", "the module", module).name();
        TorchWeights weights =
                new TorchWeights(name, Checks.present(name, "PyTorch's weights", torch));
        weights.add(module, "");
        if (!weights.unused.isEmpty()) {
            throw Checks.illegal(
                    "%s: PyTorch's %s are not known; there are %s",
                    name, weights.unused, module.parameters());
        }
        Map<String, Tensor> ordered = new LinkedHashMap<>();
        for (Parameter p : module.parameters()) {
            Tensor value = weights.ours.get(p.name());
            LayerChecks.sameShape(p.name(), "value from PyTorch", value, "parameter", p.value());
            ordered.put(p.name(), value);
        }
        return ordered;
    }

    /**
     * The weights whose names begin with a prefix, without it: those of a part of a model.
     *
     * @param torch tensors by names
     * @param prefix the prefix, as "encoder.layers.0."
     * @return a new map
     * @throws IllegalArgumentException if no name begins so
     */
    public static Map<String, Tensor> part(Map<String, Tensor> torch, String prefix) {
        Map<String, Tensor> part = new TreeMap<>();
        torch.forEach(
                (name, value) -> {
                    if (name.startsWith(prefix)) {
                        part.put(name.substring(prefix.length()), value);
                    }
                });
        if (part.isEmpty()) {
            throw Checks.illegal(
                    "torch weights: no name begins with \"%s\"; there are %s",
                    prefix, new TreeSet<>(torch.keySet()));
        }
        return part;
    }

    private void add(Module module, String prefix) {
        if (module instanceof MultiHeadAttention heads) {
            addHeads(heads, prefix);
        } else if (module instanceof TransformerLayer layer) {
            boolean decoder = layer instanceof TransformerDecoderLayer;
            List<String> names = new ArrayList<>(List.of("self_attn.", "norm1."));
            names.addAll(decoder ? List.of("multihead_attn.", "norm2.") : List.of());
            names.addAll(List.of("linear1.", "", "linear2.", decoder ? "norm3." : "norm2.", ""));
            eachPart(layer, names, (part, name) -> add(part, prefix + name));
        } else if (module instanceof GatedCell cell) {
            addCell(cell, prefix, "");
        } else if (module instanceof Recurrent network) {
            for (int i = 0; i < network.cells().size(); i++) {
                RecurrentCell cell = network.cells().get(i);
                if (!(cell instanceof GatedCell gated)) {
                    throw unknown(cell);
                }
                boolean back = i % network.directions() == 1;
                addCell(gated, prefix, "_l" + i / network.directions() + (back ? "_reverse" : ""));
            }
        } else if (module instanceof Dense dense) {
            ours.put(dense.weight().name(), taken(prefix + "weight").transpose());
            if (dense.hasBias()) {
                ours.put(dense.bias().name(), taken(prefix + "bias"));
            }
        } else if (module instanceof LayerNorm || module instanceof Embedding) {
            for (Parameter p : module.parameters()) {
                ours.put(p.name(), taken(prefix + p.name().replaceAll(".*[.]", "")));
            }
        } else if (!module.parameters().isEmpty()) {
            throw unknown(module);
        }
    }

    private IllegalArgumentException unknown(Module module) {
        return Checks.illegal(
                "%s: PyTorch's names for %s are not known; they are for recurrent cells and networks"
                        + " of them, attention, transformer layers, dense layers, layer"
                        + " normalization and embeddings",
                owner, module);
    }

    private void addCell(GatedCell cell, String prefix, String suffix) {
        ours.put(cell.inputWeight().name(), taken(prefix + "weight_ih" + suffix).transpose());
        ours.put(cell.hiddenWeight().name(), taken(prefix + "weight_hh" + suffix).transpose());
        ours.put(cell.inputBias().name(), taken(prefix + "bias_ih" + suffix));
        ours.put(cell.hiddenBias().name(), taken(prefix + "bias_hh" + suffix));
    }

    private static void eachPart(
            Module module, List<String> names, BiConsumer<Module, String> action) {
        for (int i = 0; i < names.size(); i++) {
            action.accept(module.children().get(i), names.get(i));
        }
    }

    /** Three projections, in one matrix or, where keys have another width, in three. */
    private void addHeads(MultiHeadAttention heads, String prefix) {
        List<Module> parts = heads.children();
        Tensor joint = torch.get(prefix + "in_proj_weight");
        int rows = parts.subList(0, 3).stream().mapToInt(part -> ((Dense) part).outputs()).sum();
        int from = 0;
        for (int i = 0; i < 3; i++) {
            Dense dense = (Dense) parts.get(i);
            int to = from + dense.outputs();
            Tensor own =
                    joint == null
                            ? taken(prefix + "qkv".charAt(i) + "_proj_weight")
                            : rows(prefix + "in_proj_weight", rows, from, to);
            ours.put(dense.weight().name(), own.transpose());
            if (dense.hasBias()) {
                ours.put(dense.bias().name(), rows(prefix + "in_proj_bias", rows, from, to));
            }
            from = to;
        }
        add(parts.get(3), prefix + "out_proj.");
    }

    private Tensor rows(String name, int rows, int from, int to) {
        Tensor joint = taken(name);
        if (joint.rank() == 0 || joint.size(0) != rows) {
            throw Checks.illegal(
                    "%s: PyTorch's %s has shape %s; there must be %s rows",
                    owner, name, joint.shape(), rows);
        }
        return joint.slice(0, from, to);
    }

    private Tensor taken(String name) {
        Tensor value = torch.get(name);
        if (value == null) {
            throw Checks.illegal(
                    "%s: PyTorch's \"%s\" is missing; there are %s",
                    owner, name, new TreeSet<>(torch.keySet()));
        }
        unused.remove(name);
        return value;
    }
}
