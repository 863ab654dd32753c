package org.cotangent.nn.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Initializer;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Module;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Pass;
import org.cotangent.nn.sequences.ElmanCell;
import org.cotangent.nn.sequences.GruCell;
import org.cotangent.nn.sequences.LstmCell;
import org.cotangent.nn.sequences.LstmState;
import org.cotangent.nn.sequences.Recurrent;
import org.cotangent.nn.sequences.RecurrentResult;

/** The oracle's recurrent cells, and networks of them. */
final class RecurrentOps {
    private static final Initializer NONE = Initializers.zeros();

    private RecurrentOps() {}

    static void add() {
        NnOps.TABLE.put("lstm_cell", RecurrentOps::longShortTerm);
        NnOps.TABLE.put("gru_cell", RecurrentOps::gated);
        NnOps.TABLE.put("rnn_tanh_cell", RecurrentOps::simple);
        NnOps.TABLE.put(
                "lstm", in -> network(in, Recurrent.lstm(inputs(in), width(in)), "h0", "c0"));
        NnOps.TABLE.put("gru", in -> network(in, Recurrent.gru(inputs(in), width(in)), "h0"));
        NnOps.TABLE.put(
                "rnn_tanh", in -> network(in, Recurrent.elman(inputs(in), width(in)), "h0"));
    }

    private static int inputs(Arguments in) {
        return in.x().size(-1);
    }

    private static int width(Arguments in) {
        return in.tensor(in.tensorOrNull("h0") == null ? "h" : "h0").size(-1);
    }

    private static NnOps.Result longShortTerm(Arguments in) {
        LstmCell cell = new LstmCell(inputs(in), width(in), NONE, new SplittableRandom(0));
        LstmState state = new LstmState(in.tensor("h"), in.tensor("c"));
        return several(
                cell,
                weights(in, ""),
                () -> {
                    LstmState next = cell.forward(in.x(), state, Pass.evaluation());
                    return List.of(next.hidden(), next.memory());
                });
    }

    private static NnOps.Result gated(Arguments in) {
        GruCell cell = new GruCell(inputs(in), width(in), NONE, new SplittableRandom(0));
        return several(
                cell,
                weights(in, ""),
                () -> List.of(cell.forward(in.x(), in.tensor("h"), Pass.evaluation())));
    }

    private static NnOps.Result simple(Arguments in) {
        ElmanCell cell =
                new ElmanCell(
                        "cell",
                        inputs(in),
                        width(in),
                        Activation.TANH,
                        NONE,
                        new SplittableRandom(0));
        return several(
                cell,
                weights(in, ""),
                () -> List.of(cell.forward(in.x(), in.tensor("h"), Pass.evaluation())));
    }

    /** Time is the first axis of the oracle and the second of ours. */
    private static NnOps.Result network(
            Arguments in, Recurrent.Settings settings, String... first) {
        int layers = in.integer("num_layers", 1);
        boolean both = in.flag("bidirectional");
        settings = settings.layers(layers).initializer(NONE);
        settings = both ? settings.bidirectional() : settings;
        Recurrent network = settings.build(new SplittableRandom(0));
        List<Tensor> weights = new ArrayList<>();
        for (int layer = 0; layer < layers; layer++) {
            weights.addAll(weights(in, "_l" + layer));
            if (both) {
                weights.addAll(weights(in, "_l" + layer + "_r"));
            }
        }
        List<Tensor> states = Arrays.stream(first).map(in::tensor).toList();
        Tensor x = in.x().swapAxes(0, 1);
        Pass pass =
                in.has("lengths")
                        ? Pass.evaluation().masked(Recurrent.mask(x.size(1), in.list("lengths")))
                        : Pass.evaluation();
        return several(
                network,
                weights,
                () -> {
                    RecurrentResult found = network.forward(x, states, pass);
                    List<Tensor> all = new ArrayList<>();
                    all.add(found.outputs().swapAxes(0, 1));
                    all.addAll(found.states());
                    return all;
                });
    }

    /** Those of a cell in our order and layout. */
    private static List<Tensor> weights(Arguments in, String suffix) {
        Tensor input = in.tensor("w_ih" + suffix).transpose();
        Tensor zeros = Tensor.zeros(input.size(1));
        Tensor inputBias = in.tensorOrNull("b_ih" + suffix);
        Tensor hiddenBias = in.tensorOrNull("b_hh" + suffix);
        return List.of(
                input,
                in.tensor("w_hh" + suffix).transpose(),
                inputBias == null ? zeros : inputBias,
                hiddenBias == null ? zeros : hiddenBias);
    }

    /** What a module computes with these weights in place of its parameters. */
    private static NnOps.Result several(
            Module module, List<Tensor> weights, Supplier<List<Tensor>> f) {
        List<Tensor> found = new ArrayList<>();
        Parameter.function(
                        module.parameters(),
                        () -> {
                            found.addAll(f.get());
                            return found.get(0);
                        })
                .apply(weights.toArray(Tensor[]::new));
        return new NnOps.Result(found, Map.of());
    }
}
