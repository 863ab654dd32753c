package org.cotangent.gradcheck.oracle;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.cotangent.Activations;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;

/** The oracle's attention and the layers built on it, composed of engine ops. */
final class AttentionOps {
    private AttentionOps() {}

    static void addTo(Map<String, OracleOp> table) {
        table.put("scaled_dot_product_attention", OracleOp.of(AttentionOps::scaledDotProduct));
        table.put("multihead_attention", AttentionOps::multihead);
        table.put("transformer_encoder_layer", OracleOp.of(AttentionOps::encoder));
        table.put("transformer_decoder_layer", OracleOp.of(AttentionOps::decoder));
    }

    private static Tensor past(int queries, int keys) {
        return Linalg.tril(Tensor.ones(queries, keys), 0);
    }

    private static Tensor scaledDotProduct(Arguments in) {
        Tensor q = in.tensor("q");
        Tensor k = in.tensor("k");
        Tensor v = in.tensor("v");
        double scale = in.number("scale", 1 / Math.sqrt(q.size(-1)));
        Tensor scores = q.matmul(k.transpose()).mul(scale);
        Tensor bias = in.tensorOrNull("bias");
        scores = bias == null ? scores : scores.add(bias);
        Tensor mask = in.tensorOrNull("mask");
        if (in.flag("causal")) {
            Tensor past = past(q.size(-2), k.size(-2));
            mask = mask == null ? past : mask.mul(past);
        }
        return mask == null
                ? scores.softmax(-1).matmul(v)
                : masked(scores, mask).matmul(reached(v, mask));
    }

    /** The weights of the keys that a query may attend to; all are 0 where there is none. */
    private static Tensor masked(Tensor scores, Tensor mask) {
        Tensor never = Tensor.of(Double.NEGATIVE_INFINITY);
        Tensor weights = Tensor.where(mask, scores, never).softmax(-1);
        return Tensor.where(mask.any(Axes.keep(-1)), weights, Tensor.of(0));
    }

    /** The values that some query may attend to; 0 in place of the others, NaN among them. */
    private static Tensor reached(Tensor v, Tensor mask) {
        return Tensor.where(mask.any(Axes.keep(-2)).transpose(), v, Tensor.of(0));
    }

    /** Parameters under the names of the oracle with a prefix, masks among them. */
    private record Attention(Arguments in, String prefix, int heads, Tensor blocked, Tensor added) {

        static Attention of(Arguments in, String prefix, int heads) {
            return new Attention(in, prefix, heads, null, null);
        }

        /** What is blocked stays so; a mask of numbers is added to the scores. */
        Attention mask(String name) {
            Tensor mask = in.tensorOrNull(name);
            if (mask == null) {
                return this;
            }
            Tensor each =
                    mask.rank() == 2 ? mask : mask.reshape(-1, heads, mask.size(1), mask.size(2));
            return in.isTruth(name)
                    ? blocking(each)
                    : new Attention(in, prefix, heads, blocked, each);
        }

        /** A truth value for each sample and key. */
        Attention padding(String name) {
            Tensor mask = in.tensorOrNull(name);
            return mask == null ? this : blocking(mask.unsqueeze(1).unsqueeze(1));
        }

        Attention blocking(Tensor mask) {
            Tensor all = blocked == null ? mask : blocked.max(mask);
            return new Attention(in, prefix, heads, all, added);
        }

        /** Row block i of the joint projection, split by heads: [samples, heads, length, width]. */
        private Tensor project(Tensor x, int i) {
            int width = x.size(-1);
            Tensor weight =
                    in.tensor(prefix + "in_proj_weight").slice(0, i * width, (i + 1) * width);
            Tensor bias = in.tensorOrNull(prefix + "in_proj_bias");
            bias = bias == null ? null : bias.slice(0, i * width, (i + 1) * width);
            return LayerOps.affine(x, weight, bias)
                    .reshape(x.size(0), x.size(1), heads, width / heads)
                    .permute(1, 2, 0, 3);
        }

        /** Output and weights, averaged over the heads. */
        Tensor[] apply(Tensor query, Tensor key, Tensor value) {
            Tensor q = project(query, 0);
            Tensor scores = q.matmul(project(key, 1).transpose()).div(Math.sqrt(q.size(-1)));
            scores = added == null ? scores : scores.add(added);
            scores =
                    blocked == null
                            ? scores
                            : Tensor.where(blocked, Tensor.of(Double.NEGATIVE_INFINITY), scores);
            Tensor weights = scores.softmax(-1);
            Tensor joined =
                    weights.matmul(project(value, 2)).permute(2, 0, 1, 3).reshape(query.shape());
            return new Tensor[] {affine(in, prefix + "out_proj", joined), weights.mean(1)};
        }
    }

    /** By the weight and the bias of that name. */
    private static Tensor affine(Arguments in, String name, Tensor x) {
        return LayerOps.affine(x, in.tensor(name + "_weight"), in.tensorOrNull(name + "_bias"));
    }

    private static Results multihead(Arguments in) {
        Tensor query = in.tensor("query");
        Tensor key = in.tensor("key");
        Attention attention =
                Attention.of(in, "", in.integer("num_heads"))
                        .mask("attn_mask")
                        .padding("key_padding_mask");
        if (in.flag("causal")) {
            attention = attention.blocking(past(query.size(0), key.size(0)).neg().add(1));
        }
        return Results.of(attention.apply(query, key, in.tensor("value")));
    }

    /** The block within its normalization and the sum with what came in. */
    private static Tensor residual(Arguments in, int norm, Tensor x, UnaryOperator<Tensor> block) {
        return in.flag("norm_first")
                ? x.add(block.apply(normalized(in, norm, x)))
                : normalized(in, norm, x.add(block.apply(x)));
    }

    private static Tensor normalized(Arguments in, int norm, Tensor x) {
        return LayerOps.standardized(x, Axes.keep(-1), in.number("eps"))
                .mul(in.tensor("norm" + norm + "_weight"))
                .add(in.tensor("norm" + norm + "_bias"));
    }

    private static Tensor feedForward(Arguments in, Tensor x) {
        Tensor hidden = affine(in, "linear1", x);
        hidden =
                switch (in.text("activation")) {
                    case "relu" -> hidden.relu();
                    case "gelu" -> Activations.gelu(hidden);
                    default -> throw in.unknown("activation");
                };
        return affine(in, "linear2", hidden);
    }

    private static Tensor encoder(Arguments in) {
        Attention attention =
                Attention.of(in, "self_attn_", in.integer("nhead"))
                        .mask("src_mask")
                        .padding("src_key_padding_mask");
        Tensor x = residual(in, 1, in.tensor("src"), y -> attention.apply(y, y, y)[0]);
        return residual(in, 2, x, y -> feedForward(in, y));
    }

    private static Tensor decoder(Arguments in) {
        int heads = in.integer("nhead");
        Tensor memory = in.tensor("memory");
        Attention self =
                Attention.of(in, "self_attn_", heads)
                        .mask("tgt_mask")
                        .padding("tgt_key_padding_mask");
        Attention across =
                Attention.of(in, "multihead_attn_", heads)
                        .mask("memory_mask")
                        .padding("memory_key_padding_mask");
        Tensor x = residual(in, 1, in.tensor("tgt"), y -> self.apply(y, y, y)[0]);
        x = residual(in, 2, x, y -> across.apply(y, memory, memory)[0]);
        return residual(in, 3, x, y -> feedForward(in, y));
    }
}
