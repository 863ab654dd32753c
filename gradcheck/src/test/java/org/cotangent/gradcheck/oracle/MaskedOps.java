package org.cotangent.gradcheck.oracle;

import java.util.Map;
import java.util.function.BiFunction;
import org.cotangent.Axes;
import org.cotangent.Tensor;

/** The oracle's reductions and products of which a mask selects rows or entries. */
final class MaskedOps {
    private MaskedOps() {}

    static void addTo(Map<String, OracleOp> table) {
        reduction(table, "norm2", (in, x) -> x.norm(-1));
        reduction(table, "std", (in, x) -> x.std(Axes.of(-1), in.integer("ddof")));
        reduction(table, "amax", (in, x) -> x.amax(-1));
        reduction(table, "logsumexp", (in, x) -> x.logSumExp(-1));
        table.put("where_before_matmul", OracleOp.of(in -> before(in).matmul(in.tensor("w"))));
        table.put(
                "where_after_matmul",
                OracleOp.of(
                        in ->
                                Tensor.where(
                                        in.tensor("mask").unsqueeze(-1),
                                        in.x().matmul(in.tensor("w")),
                                        fill(in))));
    }

    private static void reduction(
            Map<String, OracleOp> table, String name, BiFunction<Arguments, Tensor, Tensor> f) {
        table.put("where_before_" + name, OracleOp.of(in -> f.apply(in, before(in))));
        table.put(
                "where_after_" + name,
                OracleOp.of(in -> Tensor.where(in.tensor("mask"), f.apply(in, in.x()), fill(in))));
    }

    private static Tensor before(Arguments in) {
        return Tensor.where(in.tensor("mask"), in.x(), fill(in));
    }

    private static Tensor fill(Arguments in) {
        return Tensor.of(in.number("fill"));
    }
}
