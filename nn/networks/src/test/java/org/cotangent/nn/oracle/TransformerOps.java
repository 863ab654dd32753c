package org.cotangent.nn.oracle;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Module;
import org.cotangent.nn.Pass;
import org.cotangent.nn.sequences.Attention;
import org.cotangent.nn.sequences.AttentionMask;
import org.cotangent.nn.sequences.MultiHeadAttention;
import org.cotangent.nn.sequences.TorchWeights;
import org.cotangent.nn.sequences.TransformerDecoderLayer;
import org.cotangent.nn.sequences.TransformerEncoderLayer;
import org.cotangent.nn.sequences.TransformerSettings;

/** The ops of the oracle for attention and transformers. */
final class TransformerOps {
    private TransformerOps() {}

    /** Adds them to the table. */
    static void add() {
        NnOps.op("scaled_dot_product_attention", TransformerOps::attention);
        NnOps.TABLE.put("multihead_attention", TransformerOps::heads);
        NnOps.op("transformer_encoder_layer", TransformerOps::encoder);
        NnOps.op("transformer_decoder_layer", TransformerOps::decoder);
    }

    private static Tensor attention(Arguments in) {
        Attention attention = new Attention();
        attention = in.has("scale") ? attention.scale(in.number("scale", Double.NaN)) : attention;
        Tensor bias = in.tensorOrNull("bias");
        Tensor allowed = in.tensorOrNull("mask");
        AttentionMask mask = AttentionMask.none();
        mask = bias == null ? mask : mask.and(AttentionMask.adding(bias));
        mask = allowed == null ? mask : mask.and(AttentionMask.of(allowed));
        return (in.flag("causal") ? attention.causal() : attention)
                .attend(in.tensor("q"), in.tensor("k"), in.tensor("v"), mask, Pass.evaluation())
                .output();
    }

    /** PyTorch's mask: truth values block, numbers are added; one for each row and head, or all. */
    private static AttentionMask mask(Arguments in, String name, int heads) {
        Tensor given = in.tensorOrNull(name);
        if (given == null) {
            return AttentionMask.none();
        }
        Tensor mask =
                given.rank() == 2 ? given : given.reshape(-1, heads, given.size(1), given.size(2));
        return in.isTruth(name) ? AttentionMask.of(mask.eq(0)) : AttentionMask.adding(mask);
    }

    private static AttentionMask padding(Arguments in, String name) {
        Tensor given = in.tensorOrNull(name);
        return given == null ? AttentionMask.none() : AttentionMask.of(given.eq(0).unsqueeze(1));
    }

    /** Steps are the oracle's first axis and our second. */
    private static Tensor turned(Tensor x) {
        return x.swapAxes(0, 1);
    }

    /** What a module computes with PyTorch's weights, which are among the inputs. */
    private static Tensor loaded(Arguments in, Module module, Supplier<Tensor> f) {
        Map<String, Tensor> torch = new TreeMap<>();
        in.inputs(name -> name.matches(".*(weight|bias)"))
                .forEach(
                        (name, value) ->
                                torch.put(
                                        name.replaceAll(
                                                "(self_attn|multihead_attn|out_proj|linear.|norm.)_",
                                                "$1."),
                                        value));
        Map<String, Tensor> ours = TorchWeights.converted(module, torch);
        return NnOps.with(module, f, ours.values().toArray(Tensor[]::new));
    }

    private static NnOps.Result heads(Arguments in) {
        Tensor query = turned(in.tensor("query"));
        Tensor key = turned(in.tensor("key"));
        Tensor value = turned(in.tensor("value"));
        int width = query.size(2);
        int count = in.integer("num_heads", 1);
        Attention each = in.flag("causal") ? new Attention().causal() : new Attention();
        MultiHeadAttention heads =
                in.tensorOrNull("in_proj_bias") == null
                        ? new MultiHeadAttention(
                                "heads",
                                count,
                                each,
                                unbiased("query", width),
                                unbiased("key", width),
                                unbiased("value", width),
                                unbiased("output", width))
                        : new MultiHeadAttention(
                                "heads", width, count, each, new SplittableRandom(0));
        AttentionMask mask = mask(in, "attn_mask", count).and(padding(in, "key_padding_mask"));
        Tensor[] weights = new Tensor[1];
        Tensor y =
                loaded(
                        in,
                        heads,
                        () -> {
                            Attention.Output all =
                                    heads.attend(query, key, value, mask, Pass.evaluation());
                            weights[0] = all.weights().mean(1);
                            return turned(all.output());
                        });
        return new NnOps.Result(List.of(y, weights[0]), Map.of());
    }

    private static Dense unbiased(String name, int width) {
        return Dense.withoutBias(
                name, width, width, Initializers.normal(0), new SplittableRandom(0));
    }

    private static TransformerSettings settings(Arguments in, Tensor x) {
        String activation = in.text("activation");
        TransformerSettings settings =
                TransformerSettings.of(x.size(2), in.integer("nhead", 1))
                        .hidden(in.tensor("linear1_weight").size(0))
                        .activation(Activation.of(activation.toUpperCase(Locale.ROOT)))
                        .epsilon(in.number("eps", 1e-5));
        return in.flag("norm_first") ? settings.normFirst() : settings;
    }

    private static Tensor encoder(Arguments in) {
        Tensor x = turned(in.tensor("src"));
        TransformerEncoderLayer layer =
                new TransformerEncoderLayer(settings(in, x), new SplittableRandom(0));
        AttentionMask mask =
                mask(in, "src_mask", layer.attention().heads())
                        .and(padding(in, "src_key_padding_mask"));
        return loaded(in, layer, () -> turned(layer.forward(x, mask, Pass.evaluation())));
    }

    private static Tensor decoder(Arguments in) {
        Tensor x = turned(in.tensor("tgt"));
        Tensor memory = turned(in.tensor("memory"));
        TransformerDecoderLayer layer =
                new TransformerDecoderLayer(settings(in, x), new SplittableRandom(0));
        int heads = layer.attention().heads();
        AttentionMask mask = mask(in, "tgt_mask", heads).and(padding(in, "tgt_key_padding_mask"));
        AttentionMask memoryMask =
                mask(in, "memory_mask", heads).and(padding(in, "memory_key_padding_mask"));
        return loaded(
                in,
                layer,
                () -> turned(layer.forward(x, memory, mask, memoryMask, Pass.evaluation())));
    }
}
