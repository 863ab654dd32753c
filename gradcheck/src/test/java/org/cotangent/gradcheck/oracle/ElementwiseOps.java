package org.cotangent.gradcheck.oracle;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Activations;
import org.cotangent.Special;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.Dice;
import org.cotangent.gradcheck.OpTable;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;

/** The oracle's elementwise ops: those of rows that say so, and a few with attributes. */
final class ElementwiseOps {
    /** Functions without attributes, by the names that rows give. */
    static final Map<String, TensorFunction> PLAIN = new HashMap<>();

    private static final Map<String, List<String>> INPUTS = new HashMap<>();

    static {
        for (Row row : OpTable.ROWS) {
            List<String> recorded = row.recordedAs();
            if (!recorded.isEmpty()) {
                Case any = row.cases().apply(new Dice(1, 1));
                String name = recorded.get(0);
                if (PLAIN.put(name, any.f()) != null) {
                    throw new IllegalStateException("two rows recorded as " + name);
                }
                INPUTS.put(
                        name,
                        recorded.size() > 1
                                ? recorded.subList(1, recorded.size())
                                : List.of("x", "y").subList(0, any.at().length));
            }
        }
    }

    private ElementwiseOps() {}

    static void addTo(Map<String, OracleOp> table) {
        PLAIN.forEach(
                (name, f) ->
                        table.put(
                                name,
                                OracleOp.of(
                                        in ->
                                                f.apply(
                                                        INPUTS.get(name).stream()
                                                                .map(in::tensor)
                                                                .toArray(Tensor[]::new)))));
        // its row draws -x
        table.put("log1mexp", OracleOp.of(in -> Special.log1mexp(in.x())));
        table.put("pow_scalar", OracleOp.of(in -> in.x().pow(in.number("exponent"))));
        table.put("clamp", OracleOp.of(ElementwiseOps::clamp));
        table.put("softplus", OracleOp.of(ElementwiseOps::softplus));
        table.put("elu", OracleOp.of(in -> Activations.elu(in.x(), in.number("alpha", 1))));
        table.put(
                "leaky_relu",
                OracleOp.of(
                        in -> Activations.leakyRelu(in.x(), in.number("negative_slope", 0.01))));
        table.put(
                "where",
                OracleOp.of(in -> Tensor.where(in.tensor("cond"), in.x(), in.tensor("y"))));
    }

    private static Tensor clamp(Arguments in) {
        return in.x()
                .clamp(
                        in.number("min", Double.NEGATIVE_INFINITY),
                        in.number("max", Double.POSITIVE_INFINITY));
    }

    private static Tensor softplus(Arguments in) {
        double beta = in.number("beta", 1);
        return Activations.softplus(in.x().mul(beta)).div(beta);
    }
}
