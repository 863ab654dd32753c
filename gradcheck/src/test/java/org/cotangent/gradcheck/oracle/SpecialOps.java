package org.cotangent.gradcheck.oracle;

import java.util.Map;
import org.cotangent.Axes;
import org.cotangent.Special;
import org.cotangent.Tensor;

/**
 * The oracle's special functions, as far as the engine's reach. It has none for the incomplete
 * gamma and beta functions, the Bessel functions and the normal quantile.
 */
final class SpecialOps {
    private SpecialOps() {}

    static void addTo(Map<String, OracleOp> table) {
        table.put("exp2", OracleOp.of(in -> Tensor.of(2).pow(in.x())));
        table.put("log2", OracleOp.of(in -> in.x().log().div(Math.log(2))));
        table.put("log10", OracleOp.of(in -> in.x().log().div(Math.log(10))));
        table.put("logaddexp", OracleOp.of(SpecialOps::logAddExp));
        table.put("normal_cdf", OracleOp.of(in -> normal(in.x())));
        table.put("log_normal_cdf", OracleOp.of(SpecialOps::logNormal));
        table.put("log_beta", OracleOp.of(SpecialOps::logBeta));
        table.put("logit", OracleOp.of(in -> in.x().log().sub(in.x().neg().log1p())));
        table.put("log1mexp", OracleOp.of(SpecialOps::logOneMinusExp));
        table.put("xlogy", OracleOp.of(SpecialOps::xLogY));
    }

    private static Tensor logAddExp(Arguments in) {
        return Tensor.stack(0, in.x(), in.tensor("y")).logSumExp(0);
    }

    private static Tensor normal(Tensor x) {
        return Special.erfc(x.mul(-Math.sqrt(0.5))).mul(0.5);
    }

    /**
     * On the left the terms of the second derivative cancel, and further out the distribution
     * function is 0; no other way is offered.
     */
    private static Tensor logNormal(Arguments in) {
        Tensor x = in.x();
        if (x.lt(-5).any(Axes.all()).value() != 0) {
            throw new NotSupported("the logarithm of a composed distribution function below -5");
        }
        return Tensor.where(x.lt(0), normal(x).log(), normal(x.neg()).neg().log1p());
    }

    /**
     * Where the logarithms are far larger than their sum, or an argument is so small beside the
     * other that slopes cancel, no other way is offered.
     */
    private static Tensor logBeta(Arguments in) {
        Tensor a = Special.logGamma(in.x());
        Tensor b = Special.logGamma(in.tensor("y"));
        Tensor both = Special.logGamma(in.x().add(in.tensor("y")));
        Tensor sum = a.add(b).sub(both);
        Tensor largest = a.abs().max(b.abs()).max(both.abs());
        Tensor ratio = in.x().div(in.tensor("y"));
        Tensor cancels = largest.gt(sum.abs().mul(30)).max(ratio.lt(0.05)).max(ratio.gt(20));
        if (cancels.any(Axes.all()).value() != 0) {
            throw new NotSupported("the sum of logarithms of gamma functions cancels");
        }
        return sum;
    }

    private static Tensor logOneMinusExp(Arguments in) {
        Tensor x = in.x();
        Tensor small = x.expm1().neg().log();
        return Tensor.where(x.gt(-Math.log(2)), small, x.exp().neg().log1p());
    }

    private static Tensor xLogY(Arguments in) {
        Tensor x = in.x();
        Tensor y = in.tensor("y");
        Tensor nothing = x.eq(0).mul(y.eq(0));
        return x.mul(Tensor.where(nothing, Tensor.of(1), y).log());
    }
}
