package org.cotangent.nn.sequences;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Lambda;
import org.cotangent.nn.Module;
import org.cotangent.nn.ModuleStates;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;

/** Multi-head attention, the layers of transformers, and PyTorch's weights for them. */
class TransformerTest {
    private static final Pass EVALUATION = Pass.evaluation();
    private static final TransformerSettings SETTINGS = TransformerSettings.of(4, 2).hidden(5);

    private static Tensor normal(long seed, int... shape) {
        return Tensor.normal(new SplittableRandom(seed), shape);
    }

    private static SplittableRandom random() {
        return new SplittableRandom(1);
    }

    private static void refused(Runnable code, String... parts) {
        Refusal.of(IllegalArgumentException.class, code::run, parts);
    }

    @Test
    void eachHeadIsAttentionByItself() {
        MultiHeadAttention heads = new MultiHeadAttention(4, 2, random());
        Tensor x = normal(1, 3, 5, 4);
        Tensor memory = normal(2, 3, 6, 4);
        AttentionMask mask = AttentionMask.lengths(6, 1, 0);
        Attention.Output all = heads.attend(x, memory, memory, mask, EVALUATION);
        assertArrayEquals(new int[] {3, 2, 5, 6}, all.weights().shape());
        Tensor second =
                new Attention()
                        .attend(
                                projected(heads, 0, x).slice(2, 2, 4),
                                projected(heads, 1, memory).slice(2, 2, 4),
                                projected(heads, 2, memory).slice(2, 2, 4),
                                mask,
                                EVALUATION)
                        .weights();
        assertArrayEquals(second.toArray(), all.weights().slice(1, 1, 2).toArray(), 1e-15);
        Tensor sums = all.weights().sum(Axes.of(1, 2, 3));
        assertArrayEquals(new double[] {10, 10, 0}, sums.toArray(), 1e-14);
        // without a key only the bias of the last projection is left, which is 0
        assertArrayEquals(new double[20], all.output().slice(0, 2, 3).toArray());
    }

    private static Tensor projected(MultiHeadAttention heads, int part, Tensor x) {
        return ((Dense) heads.children().get(part)).apply(x);
    }

    @Test
    void keysAndValuesMayHaveOtherWidths() {
        MultiHeadAttention heads =
                new MultiHeadAttention(
                        "given",
                        2,
                        new Attention(),
                        dense("query", 3, 4),
                        dense("key", 5, 4),
                        dense("value", 6, 2),
                        dense("output", 2, 7));
        Attention.Output all =
                heads.attend(
                        normal(1, 2, 3, 3),
                        normal(2, 2, 4, 5),
                        normal(3, 2, 4, 6),
                        AttentionMask.none(),
                        EVALUATION);
        assertArrayEquals(new int[] {2, 3, 7}, all.output().shape());
        assertEquals("given (3 to 7, 2 heads)", heads.toString());
        refused(() -> heads.apply(normal(1, 2, 3, 3)), "keys have shape [2, 3, 3]", "steps, 5]");
    }

    private static Dense dense(String name, int inputs, int outputs) {
        return new Dense(name, inputs, outputs, Initializers.xavier(), random());
    }

    @Test
    void decodersAreCausalUnlessToldOtherwise() {
        TransformerDecoderLayer decoder = new TransformerDecoderLayer(SETTINGS, random());
        Tensor memory = normal(1, 1, 3, 4);
        Tensor x = normal(2, 1, 4, 4);
        Tensor later = Tensor.concat(1, x.slice(1, 0, 2), normal(3, 1, 2, 4));
        double[] expected = decoder.forward(x, memory, EVALUATION).slice(1, 0, 2).toArray();
        assertArrayEquals(
                expected, decoder.forward(later, memory, EVALUATION).slice(1, 0, 2).toArray());
        AttentionMask none = AttentionMask.none();
        Attention.Output all = decoder.attend(x, memory, none, none, EVALUATION);
        assertArrayEquals(new int[] {1, 2, 4, 3}, all.weights().shape());
        assertTrue(
                all.output().slice(1, 0, 2).sub(Tensor.of(expected, 1, 2, 4)).ne(0).all().isTrue());
    }

    @Test
    void whatIsPaddedDoesNotMatter() {
        TransformerEncoderLayer encoder = new TransformerEncoderLayer(SETTINGS, random());
        Tensor x = normal(1, 1, 2, 4);
        Tensor padded = Tensor.concat(1, x, normal(2, 1, 2, 4));
        Attention.Output all = encoder.attend(padded, AttentionMask.lengths(2), EVALUATION);
        assertArrayEquals(encoder.apply(x).toArray(), all.output().slice(1, 0, 2).toArray(), 1e-14);
        assertArrayEquals(new int[] {1, 2, 4, 4}, all.weights().shape());
        Pass masked = EVALUATION.masked(Recurrent.mask(4, 2));
        assertArrayEquals(all.output().toArray(), encoder.forward(padded, masked).toArray());
        TransformerDecoderLayer decoder = new TransformerDecoderLayer(SETTINGS, random());
        AttentionMask first = AttentionMask.of(Tensor.of(new double[][] {{0, 1, 1, 1}}));
        Pass without = EVALUATION.masked(Tensor.of(new double[][] {{0, 1, 1, 1}}));
        assertArrayEquals(
                decoder.forward(
                                padded,
                                x,
                                first.and(AttentionMask.causal()),
                                AttentionMask.none(),
                                EVALUATION)
                        .toArray(),
                decoder.forward(padded, x, without).toArray());
        refused(
                () -> encoder.forward(padded, EVALUATION.masked(Tensor.ones(4))),
                "mask of shape [4]",
                "[rows, steps]");
    }

    @Test
    void normalizationLastAndFirst() {
        Tensor x = normal(1, 2, 3, 4);
        Tensor last = new TransformerEncoderLayer(SETTINGS, random()).apply(x);
        assertArrayEquals(new double[6], last.mean(-1).toArray(), 1e-15);
        TransformerEncoderLayer first =
                new TransformerEncoderLayer("first", SETTINGS.normFirst(), random());
        first.parameters().stream()
                .filter(p -> p.name().matches("first[.](attention[.])?output[.]weight"))
                .forEach(p -> p.set(p.value().mul(0)));
        assertArrayEquals(x.toArray(), first.apply(x).toArray());
        assertTrue(first.isNormFirst());
    }

    @Test
    void decodersAreSavedAndLoaded() {
        TransformerDecoderLayer decoder =
                new TransformerDecoderLayer(
                        "d",
                        SETTINGS.normFirst().activation(Activation.GELU).dropout(0.3).causal(),
                        random());
        TransformerDecoderLayer loaded =
                (TransformerDecoderLayer) ModuleStates.module(ModuleStates.of(decoder));
        Tensor x = normal(1, 2, 3, 4);
        Tensor memory = normal(2, 2, 5, 4);
        Pass[] passes = {Pass.training(random()), Pass.training(random())};
        assertArrayEquals(
                decoder.forward(x, memory, passes[0]).toArray(),
                loaded.forward(x, memory, passes[1]).toArray());
        assertEquals(decoder.toString(), loaded.toString());
        assertEquals("d (transformerDecoderLayer 4 to 5 to 4, 2 heads)", loaded.toString());
        assertTrue(loaded.attention().attention().isCausal());
        assertEquals(ModuleStates.of(decoder), ModuleStates.of(loaded));
    }

    @Test
    void badInputsAreRefused() {
        MultiHeadAttention heads = new MultiHeadAttention(4, 2, random());
        Tensor x = Tensor.ones(2, 3, 4);
        AttentionMask none = AttentionMask.none();
        refused(() -> new MultiHeadAttention(4, 3, random()), "3 heads", "must divide");
        refused(() -> new MultiHeadAttention(4, 0, random()), "heads 0");
        refused(() -> heads.apply(Tensor.ones(3, 4)), "attention", "[3, 4]", "[rows, steps, 4]");
        refused(() -> heads.apply(Tensor.ones(2, 0, 4)), "a step or more");
        refused(
                () -> heads.attend(x, Tensor.ones(1, 3, 4), x, none, EVALUATION),
                "keys [1, 3, 4]",
                "number of rows");
        refused(
                () -> heads.attend(x, x, Tensor.ones(2, 2, 4), none, EVALUATION),
                "values [2, 2, 4]");
        refused(() -> heads.forward(x, AttentionMask.lengths(1), EVALUATION), "1 lengths");
        refused(() -> TransformerSettings.of(4, 3), "3 heads and width 4");
        refused(() -> SETTINGS.hidden(0), "hidden units 0");
        refused(() -> SETTINGS.dropout(1), "dropout 1.0");
        refused(() -> SETTINGS.epsilon(-1), "epsilon -1.0");
        TransformerDecoderLayer decoder = new TransformerDecoderLayer(SETTINGS, random());
        refused(() -> decoder.forward(Tensor.ones(2, 4), x, EVALUATION), "decoder", "[2, 4]");
        refused(() -> decoder.forward(x, Tensor.ones(2, 3, 5), EVALUATION), "memory", "[2, 3, 5]");
        refused(() -> decoder.forward(x, Tensor.ones(1, 3, 4), EVALUATION), "number of rows");
    }

    /** The numbers themselves are compared by the replay of the oracle. */
    @Test
    void torchsNames() {
        TransformerDecoderLayer layer = new TransformerDecoderLayer(SETTINGS, random());
        Map<String, Tensor> torch = new TreeMap<>();
        for (String part : new String[] {"self_attn.", "multihead_attn."}) {
            torch.put(part + "in_proj_weight", normal(1, 12, 4));
            torch.put(part + "in_proj_bias", normal(2, 12));
            torch.put(part + "out_proj.weight", normal(3, 4, 4));
            torch.put(part + "out_proj.bias", normal(4, 4));
        }
        torch.put("linear1.weight", normal(5, 5, 4));
        torch.put("linear1.bias", normal(6, 5));
        torch.put("linear2.weight", normal(7, 4, 5));
        torch.put("linear2.bias", normal(8, 4));
        for (int i = 1; i <= 3; i++) {
            torch.put("norm" + i + ".weight", normal(9 + i, 4));
            torch.put("norm" + i + ".bias", normal(19 + i, 4));
        }
        TorchWeights.load(layer, torch);
        Map<String, Tensor> ours = new HashMap<>();
        layer.parameters().forEach(p -> ours.put(p.name(), p.value()));
        assertEquals(
                torch.get("multihead_attn.in_proj_weight").get(6, 1),
                ours.get("decoder.memory.key.weight").get(1, 2));
        assertEquals(
                torch.get("linear1.weight").get(4, 3), ours.get("decoder.hidden.weight").get(3, 4));
        assertEquals(torch.get("norm2.bias").get(3), ours.get("decoder.norm2.bias").get(3));

        Map<String, Tensor> damaged = new TreeMap<>(torch);
        damaged.remove("norm3.bias");
        refusedAndUnchanged(layer, damaged, "\"norm3.bias\" is missing");
        damaged.put("norm3.bias", Tensor.ones(5));
        refusedAndUnchanged(layer, damaged, "decoder.norm3.bias", "[5]", "[4]");
        damaged.put("norm3.bias", Tensor.ones(4));
        damaged.put("norm4.bias", Tensor.ones(4));
        refusedAndUnchanged(layer, damaged, "[norm4.bias] are not known");
        damaged.remove("norm4.bias");
        damaged.put("self_attn.in_proj_weight", Tensor.ones(13, 4));
        refusedAndUnchanged(layer, damaged, "in_proj_weight has shape [13, 4]", "12 rows");
        refusedAndUnchanged(layer, Map.of(), "is missing");

        Map<String, Tensor> whole = new TreeMap<>();
        torch.forEach((name, value) -> whole.put("decoder.layers.0." + name, value));
        assertEquals(torch, TorchWeights.part(whole, "decoder.layers.0."));
        refused(() -> TorchWeights.part(whole, "decoder.layers.1."), "no name begins with");
        Module other = new Lambda("cube", t -> t.pow(3));
        assertTrue(TorchWeights.converted(other, Map.of()).isEmpty());
        PositionalEmbedding unknown =
                new PositionalEmbedding(2, 2, Initializers.xavier(), random());
        refused(() -> TorchWeights.load(unknown, Map.of()), "are not known");
    }

    private static void refusedAndUnchanged(
            Module module, Map<String, Tensor> torch, String... parts) {
        Tensor[] before = Parameter.values(module.parameters());
        refused(() -> TorchWeights.load(module, torch), parts);
        Tensor[] after = Parameter.values(module.parameters());
        for (int i = 0; i < before.length; i++) {
            assertArrayEquals(before[i].toArray(), after[i].toArray());
        }
    }
}
