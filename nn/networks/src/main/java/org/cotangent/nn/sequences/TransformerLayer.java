package org.cotangent.nn.sequences;

import java.util.List;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Block;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Dropout;
import org.cotangent.nn.LayerNorm;
import org.cotangent.nn.Module;
import org.cotangent.nn.Pass;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/** Parts with a way around each, the last feed-forward, as encoder and decoder layers have them. */
abstract class TransformerLayer extends Block {
    private static final int FEED_FORWARD = 5; // the last parts: two layers, one between, two more

    private final boolean normFirst;
    private final MultiHeadAttention attention;
    private final LayerNorm norm;
    private final Dense hidden;
    private final Activation activation;
    private final Dense output;
    private final LayerNorm lastNorm;
    private final Dropout dropout;

    /** A layer of parts as {@link TransformerSettings#parts} lists them. */
    TransformerLayer(String name, boolean normFirst, List<Module> parts) {
        super(name);
        parts.forEach(this::child);
        int at = parts.size() - FEED_FORWARD;
        this.normFirst = normFirst;
        attention = (MultiHeadAttention) parts.get(0);
        norm = (LayerNorm) parts.get(1);
        hidden = (Dense) parts.get(at);
        activation = (Activation) parts.get(at + 1);
        output = (Dense) parts.get(at + 2);
        lastNorm = (LayerNorm) parts.get(at + 3);
        dropout = (Dropout) parts.get(at + 4);
    }

    static State settings(TransformerLayer layer, State state) {
        return state.with("normFirst", layer.normFirst);
    }

    /** The attention to x and the way around it, and its weights. */
    final Attention.Output selfAttended(Tensor x, AttentionMask mask, Pass pass) {
        return attended(norm, x, y -> attention.attend(y, y, y, mask, pass), pass);
    }

    /** An attention and the way around it, with its weights. */
    final Attention.Output attended(LayerNorm before, Tensor x, AttentionTo attention, Pass pass) {
        Attention.Output[] seen = new Attention.Output[1];
        Tensor sum =
                around(
                        before,
                        x,
                        y -> {
                            seen[0] = attention.of(y);
                            return seen[0].output();
                        },
                        pass);
        return new Attention.Output(sum, seen[0].weights());
    }

    /** An attention whose keys are chosen. */
    @FunctionalInterface
    interface AttentionTo {
        Attention.Output of(Tensor queries);
    }

    /** The feed-forward part and the way around it. */
    final Tensor fedForward(Tensor x, Pass pass) {
        return around(
                lastNorm,
                x,
                y -> {
                    Tensor units = activation.forward(hidden.forward(y, pass), pass);
                    return output.forward(dropout.forward(units, pass), pass);
                },
                pass);
    }

    private Tensor around(LayerNorm norm, Tensor x, UnaryOperator<Tensor> part, Pass pass) {
        if (normFirst) {
            return x.add(dropout.forward(part.apply(norm.forward(x, pass)), pass));
        }
        return norm.forward(x.add(dropout.forward(part.apply(x), pass)), pass);
    }

    final void requireSequence(String what, Tensor x) {
        int width = hidden.inputs();
        if (Checks.present(name(), "the " + what, x).rank() != 3
                || x.size(2) != width
                || x.size(1) == 0) {
            throw Checks.illegal(
                    "%s: the %s has shape %s; it must be [rows, steps, %s] with a step or more",
                    name(), what, x.shape(), width);
        }
    }

    /**
     * The attention of the steps of the input to each other.
     *
     * @return the module
     */
    public final MultiHeadAttention attention() {
        return attention;
    }

    /**
     * Whether each part normalizes what goes into it.
     *
     * @return false if the sum of a part and what went into it is normalized
     */
    public final boolean isNormFirst() {
        return normFirst;
    }

    final String widths() {
        return Checks.text(
                "%s to %s to %s, %s heads",
                hidden.inputs(), hidden.outputs(), output.outputs(), attention.heads());
    }
}
