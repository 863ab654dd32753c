package org.cotangent.nn;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.cotangent.nn.sequences.ElmanCell;
import org.cotangent.nn.sequences.GruCell;
import org.cotangent.nn.sequences.LstmCell;
import org.cotangent.nn.sequences.LstmState;
import org.cotangent.nn.sequences.Recurrent;

/** The rows of {@link EveryLayerTest} for the layers of the package {@code nn.sequences}. */
final class SequenceLayers {
    private static final Initializer NORMAL = Initializers.normal(0.7);

    private SequenceLayers() {}

    static List<EveryLayerTest.Case> cases() {
        List<EveryLayerTest.Case> all = new ArrayList<>(recurrent(new SplittableRandom(32)));
        all.addAll(AttentionLayers.cases());
        return all;
    }

    /** A module that is no layer, or a layer with a mask, as a layer. */
    static final class Adapter extends Block implements Layer {
        private final Layer layer;

        Adapter(String name, Module cell, Layer layer) {
            super(name);
            child(cell);
            this.layer = layer;
        }

        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Objects.requireNonNull(x, () -> name() + ": the input is null");
            return pass.within(this, () -> layer.forward(x, pass));
        }
    }

    private static List<EveryLayerTest.Case> recurrent(RandomGenerator random) {
        Tensor x = Tensor.normal(random, 2, 3, 2);
        Tensor rows = Tensor.normal(random, 2, 2);
        List<EveryLayerTest.Case> all = new ArrayList<>();
        for (Recurrent.Settings settings :
                List.of(
                        Recurrent.elman(2, 2),
                        Recurrent.lstm(2, 2),
                        Recurrent.gru(2, 2),
                        Recurrent.gru(2, 2).checkpointed(),
                        Recurrent.elman(2, 2).layers(2).bidirectional().dropout(0.3))) {
            all.add(EveryLayerTest.of(settings.initializer(NORMAL).build(random), x));
        }
        Recurrent padded = Recurrent.lstm(2, 1).bidirectional().initializer(NORMAL).build(random);
        Tensor mask = Recurrent.mask(3, 1, 3);
        all.add(
                EveryLayerTest.of(
                        new Adapter(
                                "padded",
                                padded,
                                (t, pass) -> padded.forward(t, pass.masked(mask))),
                        x));
        ElmanCell elman = new ElmanCell("elman", 2, 3, Activation.SILU, NORMAL, random);
        all.add(
                EveryLayerTest.of(
                        new Adapter(
                                "elman of 0",
                                elman,
                                (t, pass) ->
                                        elman.forward(
                                                t, elman.forward(t, elman.initial(2), pass), pass)),
                        rows));
        LstmCell lstm = new LstmCell("lstm", 2, 2, NORMAL, random);
        all.add(
                EveryLayerTest.of(
                        new Adapter(
                                "lstm of 0",
                                lstm,
                                (t, pass) -> {
                                    LstmState one = lstm.forward(t, lstm.initial(2), pass);
                                    return lstm.forward(t, one, pass).memory();
                                }),
                        rows));
        GruCell gru = new GruCell("gru", 2, 2, NORMAL, random);
        all.add(
                EveryLayerTest.of(
                        new Adapter(
                                "gru of 0",
                                gru,
                                (t, pass) ->
                                        gru.forward(t, gru.forward(t, gru.initial(2), pass), pass)),
                        rows));
        return all;
    }
}
