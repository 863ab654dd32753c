package org.cotangent.gradcheck.oracle;

import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;

/** The oracle's recurrent cells, composed of engine ops by the formulas of its files. */
final class CellOps {
    /** The new state, of h alone or of h and c, from what the input and h send to the gates. */
    @FunctionalInterface
    interface Cell {
        List<Tensor> step(Tensor fromInput, Tensor fromState, List<Tensor> state);
    }

    private CellOps() {}

    static void addTo(Map<String, OracleOp> table) {
        table.put("rnn_tanh_cell", in -> once(in, CellOps::plain, "h"));
        table.put("rnn_relu_cell", in -> once(in, CellOps::rectified, "h"));
        table.put("lstm_cell", in -> once(in, CellOps::longShortTerm, "h", "c"));
        table.put("gru_cell", in -> once(in, CellOps::gated, "h"));
    }

    private static Results once(Arguments in, Cell cell, String... states) {
        List<Tensor> state = List.of(states).stream().map(in::tensor).toList();
        Tensor fresh = LayerOps.affine(in.x(), in.tensor("w_ih"), in.tensorOrNull("b_ih"));
        Tensor held = LayerOps.affine(state.get(0), in.tensor("w_hh"), in.tensorOrNull("b_hh"));
        return Results.of(cell.step(fresh, held, state).toArray(Tensor[]::new));
    }

    /** One of the parts of equal width that the gates stand in. */
    private static Tensor gate(Tensor all, int which, int of) {
        int width = all.size(-1) / of;
        return all.slice(-1, which * width, (which + 1) * width);
    }

    static List<Tensor> plain(Tensor fresh, Tensor held, List<Tensor> state) {
        return List.of(fresh.add(held).tanh());
    }

    private static List<Tensor> rectified(Tensor fresh, Tensor held, List<Tensor> state) {
        return List.of(fresh.add(held).relu());
    }

    static List<Tensor> longShortTerm(Tensor fresh, Tensor held, List<Tensor> state) {
        Tensor gates = fresh.add(held);
        Tensor input = gate(gates, 0, 4).sigmoid();
        Tensor forget = gate(gates, 1, 4).sigmoid();
        Tensor candidate = gate(gates, 2, 4).tanh();
        Tensor output = gate(gates, 3, 4).sigmoid();
        Tensor cell = forget.mul(state.get(1)).add(input.mul(candidate));
        return List.of(output.mul(cell.tanh()), cell);
    }

    static List<Tensor> gated(Tensor fresh, Tensor held, List<Tensor> state) {
        Tensor reset = gate(fresh, 0, 3).add(gate(held, 0, 3)).sigmoid();
        Tensor update = gate(fresh, 1, 3).add(gate(held, 1, 3)).sigmoid();
        Tensor candidate = gate(fresh, 2, 3).add(reset.mul(gate(held, 2, 3))).tanh();
        return List.of(update.neg().add(1).mul(candidate).add(update.mul(state.get(0))));
    }
}
