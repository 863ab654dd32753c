package org.cotangent.gradcheck.oracle;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.oracle.CellOps.Cell;

/** The oracle's recurrent networks, and its loss on sequences of labels. */
final class SequenceOps {
    private SequenceOps() {}

    static void addTo(Map<String, OracleOp> table) {
        table.put("rnn_tanh", in -> network(in, CellOps::plain, "h0"));
        table.put("lstm", in -> network(in, CellOps::longShortTerm, "h0", "c0"));
        table.put("gru", in -> network(in, CellOps::gated, "h0"));
        table.put("ctc_loss", OracleOp.of(SequenceOps::labelPaths));
    }

    private static Results network(Arguments in, Cell cell, String... initial) {
        Tensor x = in.x();
        boolean both = in.flag("bidirectional");
        int directions = both ? 2 : 1;
        int layers = in.integer("num_layers");
        List<List<Tensor>> last = new ArrayList<>();
        for (int i = 0; i < initial.length; i++) {
            last.add(new ArrayList<>());
        }
        for (int layer = 0; layer < layers; layer++) {
            List<Tensor> outputs = new ArrayList<>();
            for (int direction = 0; direction < directions; direction++) {
                int index = layer * directions + direction;
                List<Tensor> state =
                        Arrays.stream(initial).map(name -> at(in.tensor(name), index)).toList();
                String suffix = "_l" + layer + (direction == 0 ? "" : "_r");
                List<Tensor> steps = new ArrayList<>();
                state = walk(in, cell, x, state, suffix, steps);
                outputs.add(Tensor.stack(0, steps.toArray(Tensor[]::new)));
                for (int i = 0; i < initial.length; i++) {
                    last.get(i).add(state.get(i));
                }
            }
            x = Tensor.concat(2, outputs.toArray(Tensor[]::new));
        }
        List<Tensor> all = new ArrayList<>(List.of(x));
        last.forEach(states -> all.add(Tensor.stack(0, states.toArray(Tensor[]::new))));
        return Results.of(all.toArray(Tensor[]::new));
    }

    /** One layer in one direction: adds the outputs in order of time, returns the last state. */
    private static List<Tensor> walk(
            Arguments in,
            Cell cell,
            Tensor x,
            List<Tensor> state,
            String suffix,
            List<Tensor> outputs) {
        int length = x.size(0);
        boolean backwards = suffix.endsWith("_r");
        for (int step = 0; step < length; step++) {
            int t = backwards ? length - 1 - step : step;
            Tensor fresh = gates(in, "ih" + suffix, at(x, t));
            Tensor held = gates(in, "hh" + suffix, state.get(0));
            List<Tensor> next = cell.step(fresh, held, state);
            Tensor output = next.get(0);
            if (in.has("lengths")) {
                // a sequence that has ended, or going back has not begun, keeps its state
                Tensor runs = Tensor.of(in.numbers("lengths")).gt(t).unsqueeze(-1);
                List<Tensor> before = state;
                output = Tensor.where(runs, output, Tensor.of(0));
                List<Tensor> kept = new ArrayList<>();
                for (int i = 0; i < next.size(); i++) {
                    kept.add(Tensor.where(runs, next.get(i), before.get(i)));
                }
                next = kept;
            }
            state = next;
            outputs.add(backwards ? 0 : step, output);
        }
        return state;
    }

    private static Tensor at(Tensor x, int index) {
        return x.slice(0, index, index + 1).squeeze(0);
    }

    private static Tensor gates(Arguments in, String name, Tensor x) {
        return LayerOps.affine(x, in.tensor("w_" + name), in.tensorOrNull("b_" + name));
    }

    private static Tensor labelPaths(Arguments in) {
        Tensor log = in.flag("from_logits") ? in.x().logSoftmax(-1) : in.x();
        int[] targets = in.indices("targets");
        int width = in.tensor("targets").size(-1);
        int[] inputLengths = in.integers("input_lengths");
        int[] targetLengths = in.integers("target_lengths");
        double impossible = in.flag("zero_infinity") ? 0 : Double.POSITIVE_INFINITY;
        List<Tensor> losses = new ArrayList<>();
        for (int n = 0; n < inputLengths.length; n++) {
            int[] labels = Arrays.copyOfRange(targets, n * width, n * width + targetLengths[n]);
            Tensor likelihood = ofOne(log, n, inputLengths[n], labels, in.integer("blank"));
            losses.add(likelihood == null ? Tensor.of(impossible) : likelihood.neg());
        }
        Tensor all = Tensor.stack(0, losses.toArray(Tensor[]::new));
        if (!in.text("reduction").equals("mean")) {
            return RegressionLosses.reduced(in, all);
        }
        double[] divisors = Arrays.stream(targetLengths).mapToDouble(l -> Math.max(1, l)).toArray();
        return all.div(Tensor.of(divisors)).mean();
    }

    /** The forward recursion in logarithms; null stands for what no path leads to. */
    private static Tensor ofOne(Tensor log, int n, int steps, int[] labels, int blank) {
        int[] states = new int[2 * labels.length + 1];
        Arrays.fill(states, blank);
        for (int i = 0; i < labels.length; i++) {
            states[2 * i + 1] = labels[i];
        }
        Tensor[] before = new Tensor[states.length];
        for (int t = 0; t < steps; t++) {
            Tensor[] after = new Tensor[states.length];
            for (int s = 0; s < states.length; s++) {
                boolean skips = s > 1 && states[s] != blank && states[s] != states[s - 2];
                Tensor paths =
                        t > 0
                                ? sum(
                                        before[s],
                                        s > 0 ? before[s - 1] : null,
                                        skips ? before[s - 2] : null)
                                : s < 2 ? Tensor.of(0) : null;
                after[s] = paths == null ? null : paths.add(log.at(t, n, states[s]));
            }
            before = after;
        }
        int end = states.length - 1;
        return sum(before[end], end > 0 ? before[end - 1] : null);
    }

    private static Tensor sum(Tensor... logs) {
        Tensor[] there = Arrays.stream(logs).filter(log -> log != null).toArray(Tensor[]::new);
        return there.length == 0 ? null : Tensor.stack(0, there).logSumExp(0);
    }
}
