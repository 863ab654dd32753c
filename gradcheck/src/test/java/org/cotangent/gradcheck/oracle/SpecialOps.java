package org.cotangent.gradcheck.oracle;

import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.Special;
import org.cotangent.Tensor;

/** The oracle's special functions. */
final class SpecialOps {
    private SpecialOps() {}

    static void addTo(Map<String, OracleOp> table) {
        unary(table, "exp2", Special::exp2);
        unary(table, "log2", Special::log2);
        unary(table, "log10", Special::log10);
        unary(table, "normal_cdf", Special::normalCdf);
        unary(table, "log_normal_cdf", Special::logNormalCdf);
        unary(table, "normal_quantile", Special::normalQuantile);
        unary(table, "logit", Special::logit);
        unary(table, "log1mexp", Special::log1mexp);
        unary(table, "bessel_i0", Special::besselI0);
        unary(table, "bessel_i1", Special::besselI1);
        unary(table, "bessel_i0e", Special::besselI0e);
        unary(table, "bessel_i1e", Special::besselI1e);
        binary(table, "logaddexp", "x", "y", Special::logAddExp);
        binary(table, "log_beta", "x", "y", Special::logBeta);
        binary(table, "xlogy", "x", "y", Special::xlogy);
        binary(table, "gammainc_p", "a", "x", Special::gammaP);
        binary(table, "gammainc_q", "a", "x", Special::gammaQ);
        table.put(
                "betainc",
                OracleOp.of(in -> Special.betaInc(in.x(), in.tensor("a"), in.tensor("b"))));
    }

    private static void unary(
            Map<String, OracleOp> table, String name, UnaryOperator<Tensor> function) {
        table.put(name, OracleOp.of(in -> function.apply(in.x())));
    }

    private static void binary(
            Map<String, OracleOp> table,
            String name,
            String first,
            String second,
            BinaryOperator<Tensor> function) {
        table.put(name, OracleOp.of(in -> function.apply(in.tensor(first), in.tensor(second))));
    }
}
