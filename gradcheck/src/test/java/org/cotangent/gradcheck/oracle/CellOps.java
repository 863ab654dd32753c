package org.cotangent.gradcheck.oracle;

import java.util.Map;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;

/** The oracle's recurrent cells, composed of engine ops by the formulas of its files. */
final class CellOps {
    private CellOps() {}

    static void addTo(Map<String, OracleOp> table) {
        table.put("rnn_tanh_cell", OracleOp.of(in -> plain(in, Tensor::tanh)));
        table.put("rnn_relu_cell", OracleOp.of(in -> plain(in, Tensor::relu)));
        table.put("lstm_cell", CellOps::longShortTerm);
        table.put("gru_cell", OracleOp.of(CellOps::gated));
    }

    private static Tensor fromInput(Arguments in) {
        return LayerOps.affine(in.x(), in.tensor("w_ih"), in.tensorOrNull("b_ih"));
    }

    private static Tensor fromState(Arguments in) {
        return LayerOps.affine(in.tensor("h"), in.tensor("w_hh"), in.tensorOrNull("b_hh"));
    }

    /** One of the parts of equal width that the gates stand in. */
    private static Tensor gate(Tensor all, int which, int of) {
        int width = all.size(-1) / of;
        return all.slice(-1, which * width, (which + 1) * width);
    }

    private static Tensor plain(Arguments in, UnaryOperator<Tensor> activation) {
        return activation.apply(fromInput(in).add(fromState(in)));
    }

    private static Results longShortTerm(Arguments in) {
        Tensor gates = fromInput(in).add(fromState(in));
        Tensor input = gate(gates, 0, 4).sigmoid();
        Tensor forget = gate(gates, 1, 4).sigmoid();
        Tensor candidate = gate(gates, 2, 4).tanh();
        Tensor output = gate(gates, 3, 4).sigmoid();
        Tensor cell = forget.mul(in.tensor("c")).add(input.mul(candidate));
        return Results.of(output.mul(cell.tanh()), cell);
    }

    private static Tensor gated(Arguments in) {
        Tensor fresh = fromInput(in);
        Tensor held = fromState(in);
        Tensor reset = gate(fresh, 0, 3).add(gate(held, 0, 3)).sigmoid();
        Tensor update = gate(fresh, 1, 3).add(gate(held, 1, 3)).sigmoid();
        Tensor candidate = gate(fresh, 2, 3).add(reset.mul(gate(held, 2, 3))).tanh();
        return update.neg().add(1).mul(candidate).add(update.mul(in.tensor("h")));
    }
}
