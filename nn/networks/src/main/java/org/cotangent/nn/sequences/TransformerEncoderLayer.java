package org.cotangent.nn.sequences;

import java.util.List;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Module;
import org.cotangent.nn.ModuleFormat;
import org.cotangent.nn.Pass;

/**
 * An encoder layer of a transformer: self-attention and a feed-forward part that works on each step
 * by itself, each with a way around it and layer normalization. A. Vaswani and others, "Attention
 * is all you need", 2017.
 *
 * <p>It keeps the shape [rows, steps, width]. With {@link TransformerSettings#causal()} a stack of
 * these is a model that predicts the next step. The children are called "name.attention",
 * "name.norm1", "name.hidden", "name.output" and "name.norm2".
 */
public final class TransformerEncoderLayer extends TransformerLayer implements Layer {
    static final ModuleFormat<TransformerEncoderLayer> FORMAT =
            ModuleFormat.of(
                    "transformerEncoderLayer",
                    TransformerEncoderLayer.class,
                    TransformerLayer::settings,
                    (s, children) ->
                            new TransformerEncoderLayer(
                                    s.text("name"), s.truth("normFirst"), children));

    /**
     * A layer called "encoder".
     *
     * @param settings its widths and other settings
     * @param random where chance comes from
     */
    public TransformerEncoderLayer(TransformerSettings settings, RandomGenerator random) {
        this("encoder", settings, random);
    }

    /**
     * A layer under a name.
     *
     * @param name the name, for parameters and messages
     * @param settings its widths and other settings
     * @param random where chance comes from
     * @throws IllegalArgumentException if the name is blank
     */
    public TransformerEncoderLayer(
            String name, TransformerSettings settings, RandomGenerator random) {
        this(name, settings.isNormFirst(), settings.parts(name, false, random));
    }

    private TransformerEncoderLayer(String name, boolean normFirst, List<Module> parts) {
        super(name, normFirst, parts);
    }

    /**
     * The output without a further mask than that of the pass: where that has a {@linkplain
     * Pass#masked mask} of shape [rows, steps], no step looks at one where it is 0.
     *
     * @param x shape [rows, steps, width]
     * @return the shape of x
     * @throws IllegalArgumentException if the shape does not fit
     */
    @Override
    public Tensor forward(Tensor x, Pass pass) {
        return forward(x, AttentionMask.ofKeys(pass), pass);
    }

    /**
     * The output with a mask.
     *
     * @param x shape [rows, steps, width]
     * @param mask the pairs of steps that may be used
     * @param pass the pass
     * @return the shape of x
     * @throws IllegalArgumentException if the shape of the input or the mask does not fit
     */
    public Tensor forward(Tensor x, AttentionMask mask, Pass pass) {
        return attend(x, mask, pass).output();
    }

    /**
     * The output with a mask, and the weights of the attention.
     *
     * @param x shape [rows, steps, width]
     * @param mask the pairs of steps that may be used
     * @param pass the pass
     * @return the output, of the shape of x, and the weights [rows, heads, steps, steps]
     * @throws IllegalArgumentException if the shape of the input or the mask does not fit
     */
    public Attention.Output attend(Tensor x, AttentionMask mask, Pass pass) {
        requireSequence("input", x);
        Attention.Output[] seen = new Attention.Output[1];
        Tensor y =
                pass.within(
                        this,
                        () -> {
                            seen[0] = selfAttended(x, mask, pass);
                            return fedForward(seen[0].output(), pass);
                        });
        return new Attention.Output(y, seen[0].weights());
    }

    /**
     * The name, the widths and the heads.
     *
     * @return as "encoder1 (transformerEncoderLayer 16 to 64 to 16, 4 heads)"
     */
    @Override
    public String toString() {
        return name() + " (transformerEncoderLayer " + widths() + ")";
    }
}
