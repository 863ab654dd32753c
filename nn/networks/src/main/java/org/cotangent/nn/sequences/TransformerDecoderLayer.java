package org.cotangent.nn.sequences;

import java.util.List;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.LayerNorm;
import org.cotangent.nn.Module;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;
import org.cotangent.nn.internal.Checks;

/**
 * A decoder layer of a transformer: self-attention, attention to a memory, which is what an encoder
 * made of another sequence, and a feed-forward part, each with a way around it and layer
 * normalization. A. Vaswani and others, "Attention is all you need", 2017.
 *
 * <p>The children are called "name.attention", "name.norm1", "name.memory", "name.norm2",
 * "name.hidden", "name.output" and "name.norm3".
 *
 * <pre>{@code
 * RandomGenerator random = new SplittableRandom(1);
 * TransformerDecoderLayer decoder =
 *         new TransformerDecoderLayer(TransformerSettings.of(8, 2), random);
 * Tensor memory = Tensor.normal(random, 3, 6, 8);
 * Tensor x = Tensor.normal(random, 3, 4, 8);
 * decoder.forward(x, memory, Pass.evaluation()).size(1);   // 4
 * }</pre>
 */
public final class TransformerDecoderLayer extends TransformerLayer {
    static final ModuleFormat<TransformerDecoderLayer> FORMAT =
            ModuleFormat.of(
                    "transformerDecoderLayer",
                    TransformerDecoderLayer.class,
                    TransformerLayer::settings,
                    (s, children) ->
                            new TransformerDecoderLayer(
                                    s.text("name"), s.truth("normFirst"), children));

    private final MultiHeadAttention memory;
    private final LayerNorm memoryNorm;

    /**
     * A layer called "decoder".
     *
     * @param settings its widths and other settings
     * @param random where chance comes from
     */
    public TransformerDecoderLayer(TransformerSettings settings, RandomGenerator random) {
        this("decoder", settings, random);
    }

    /**
     * A layer under a name.
     *
     * @param name the name, for parameters and messages
     * @param settings its widths and other settings
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank
     */
    public TransformerDecoderLayer(
            String name, TransformerSettings settings, RandomGenerator random) {
        this(name, settings.isNormFirst(), settings.parts(name, true, random));
    }

    private TransformerDecoderLayer(String name, boolean normFirst, List<Module> parts) {
        super(name, normFirst, parts);
        memory = (MultiHeadAttention) parts.get(2);
        memoryNorm = (LayerNorm) parts.get(3);
    }

    /**
     * The output with causal self-attention, of the whole memory. Where the pass has a {@linkplain
     * Pass#masked mask} of shape [rows, steps], no step looks at one where it is 0.
     *
     * @param x shape [rows, steps, width]
     * @param memory shape [rows, steps of the memory, width]
     * @param pass the pass
     * @return the shape of x
     * @throws IllegalArgumentException if the shapes do not fit
     */
    public Tensor forward(Tensor x, Tensor memory, Pass pass) {
        AttentionMask mask = AttentionMask.causal().and(AttentionMask.ofKeys(pass));
        return forward(x, memory, mask, AttentionMask.none(), pass);
    }

    /**
     * The output with masks.
     *
     * @param x shape [rows, steps, width]
     * @param memory shape [rows, steps of the memory, width]
     * @param mask the pairs of steps that may be used; {@link AttentionMask#causal()} where the
     *     next step is to be predicted
     * @param memoryMask the pairs of a step and one of the memory that may be used
     * @param pass the pass
     * @return the shape of x
     * @throws IllegalArgumentException if the shapes or the masks do not fit
     */
    public Tensor forward(
            Tensor x, Tensor memory, AttentionMask mask, AttentionMask memoryMask, Pass pass) {
        return attend(x, memory, mask, memoryMask, pass).output();
    }

    /**
     * The output with masks, and the weights of the attention to the memory.
     *
     * @param x shape [rows, steps, width]
     * @param memory shape [rows, steps of the memory, width]
     * @param mask the pairs of steps that may be used; {@link AttentionMask#causal()} where the
     *     next step is to be predicted
     * @param memoryMask the pairs of a step and one of the memory that may be used
     * @param pass the pass
     * @return the output, of the shape of x, and the weights [rows, heads, steps, steps of the
     *     memory]
     * @throws IllegalArgumentException if the shapes or the masks do not fit
     */
    public Attention.Output attend(
            Tensor x, Tensor memory, AttentionMask mask, AttentionMask memoryMask, Pass pass) {
        requireSequence("input", x);
        requireSequence("memory", memory);
        if (x.size(0) != memory.size(0)) {
            throw Checks.illegal(
                    "%s: an input of shape %s and a memory %s; they must have the same number of"
                            + " rows",
                    name(), x.shape(), memory.shape());
        }
        Attention.Output[] seen = new Attention.Output[1];
        Tensor y =
                pass.within(
                        this,
                        () -> {
                            Tensor steps = selfAttended(x, mask, pass).output();
                            seen[0] =
                                    attended(
                                            memoryNorm,
                                            steps,
                                            q ->
                                                    this.memory.attend(
                                                            q, memory, memory, memoryMask, pass),
                                            pass);
                            return fedForward(seen[0].output(), pass);
                        });
        return new Attention.Output(y, seen[0].weights());
    }

    /**
     * The attention to the memory.
     *
     * @return the module
     */
    public MultiHeadAttention memoryAttention() {
        return memory;
    }

    /**
     * The name, the widths and the heads.
     *
     * @return as "decoder1 (transformerDecoderLayer 16 to 64 to 16, 4 heads)"
     */
    @Override
    public String toString() {
        return name() + " (transformerDecoderLayer " + widths() + ")";
    }
}
