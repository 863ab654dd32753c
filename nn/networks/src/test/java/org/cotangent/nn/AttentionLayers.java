package org.cotangent.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.sequences.Attention;
import org.cotangent.nn.sequences.AttentionMask;
import org.cotangent.nn.sequences.MultiHeadAttention;
import org.cotangent.nn.sequences.PositionalEmbedding;
import org.cotangent.nn.sequences.PositionalEncoding;
import org.cotangent.nn.sequences.TransformerDecoderLayer;
import org.cotangent.nn.sequences.TransformerEncoderLayer;
import org.cotangent.nn.sequences.TransformerSettings;

/** The rows of {@link EveryLayerTest} for attention and transformers. */
final class AttentionLayers {
    private static final RandomGenerator RANDOM = new SplittableRandom(41);

    private AttentionLayers() {}

    static List<EveryLayerTest.Case> cases() {
        List<EveryLayerTest.Case> all = new ArrayList<>();
        addAttention(all);
        return all;
    }

    private static Tensor normal(int... shape) {
        return Tensor.normal(RANDOM, shape);
    }

    private static void addAttention(List<EveryLayerTest.Case> all) {
        Attention dropping = new Attention().causal().dropout(0.3);
        MultiHeadAttention heads = new MultiHeadAttention("heads", 4, 2, RANDOM);
        // two numbers would be normalized to -1 and 1 but for epsilon
        TransformerSettings small = TransformerSettings.of(2, 1).hidden(3).epsilon(0.5);
        TransformerSettings first =
                small.normFirst().activation(Activation.GELU).dropout(0.3).causal();
        all.add(EveryLayerTest.of(heads, normal(2, 3, 4)));
        all.add(
                EveryLayerTest.of(
                        new MultiHeadAttention("causal", 2, 2, dropping, RANDOM), normal(2, 3, 2)));
        all.add(
                EveryLayerTest.of(
                        new MultiHeadAttention(
                                "given",
                                2,
                                new Attention().scale(0.3),
                                dense("query", 3, 4),
                                dense("key", 3, 4),
                                dense("value", 3, 2),
                                dense("output", 2, 1)),
                        normal(1, 3, 3)));
        all.add(EveryLayerTest.of(new PositionalEncoding(), normal(2, 3, 3)));
        all.add(
                EveryLayerTest.of(
                        new PositionalEmbedding(4, 2, Initializers.normal(1), RANDOM),
                        normal(2, 3, 2)));
        all.add(EveryLayerTest.of(new TransformerEncoderLayer(small, RANDOM), normal(2, 3, 2)));
        addAdapters(all, small, first);
    }

    /** The second row has no key at all, so that its outputs do not depend on the weights. */
    private static void addAdapters(
            List<EveryLayerTest.Case> all, TransformerSettings small, TransformerSettings first) {
        Tensor memory = normal(2, 2, 2);
        AttentionMask lengths = AttentionMask.lengths(1, 0);
        MultiHeadAttention cross = new MultiHeadAttention("cross", 2, 1, RANDOM);
        all.add(
                EveryLayerTest.of(
                        new SequenceLayers.Adapter(
                                "masked",
                                cross,
                                (x, p) -> cross.attend(x, memory, memory, lengths, p).output()),
                        normal(2, 3, 2)));
        MultiHeadAttention keys = new MultiHeadAttention("keys", 2, 1, RANDOM);
        Tensor queries = normal(2, 3, 2);
        all.add(
                EveryLayerTest.of(
                        new SequenceLayers.Adapter(
                                "ofKeys",
                                keys,
                                (x, p) -> keys.attend(queries, x, x, lengths, p).output()),
                        normal(2, 2, 2)));
        TransformerEncoderLayer encoder = new TransformerEncoderLayer("padded", first, RANDOM);
        all.add(
                EveryLayerTest.of(
                        new SequenceLayers.Adapter(
                                "encoderOfLengths",
                                encoder,
                                (x, p) -> encoder.forward(x, AttentionMask.lengths(3, 1), p)),
                        normal(2, 3, 2)));
        TransformerDecoderLayer decoder = new TransformerDecoderLayer(small, RANDOM);
        all.add(
                EveryLayerTest.of(
                        new SequenceLayers.Adapter(
                                "ofMemory", decoder, (x, p) -> decoder.forward(x, memory, p)),
                        normal(2, 3, 2)));
        TransformerDecoderLayer reader = new TransformerDecoderLayer("reader", first, RANDOM);
        all.add(
                EveryLayerTest.of(
                        new SequenceLayers.Adapter(
                                "asMemory",
                                reader,
                                (x, p) ->
                                        reader.forward(
                                                queries,
                                                x,
                                                AttentionMask.causal(),
                                                AttentionMask.lengths(1, 2),
                                                p)),
                        normal(2, 2, 2)));
    }

    private static Dense dense(String name, int inputs, int outputs) {
        return new Dense(name, inputs, outputs, Initializers.normal(0.7), RANDOM);
    }
}
