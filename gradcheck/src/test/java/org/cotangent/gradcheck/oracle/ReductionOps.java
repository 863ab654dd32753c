package org.cotangent.gradcheck.oracle;

import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.cotangent.Axes;
import org.cotangent.Tensor;

/** The oracle's reductions, scans and normalizations along axes. */
final class ReductionOps {
    private ReductionOps() {}

    static void addTo(Map<String, OracleOp> table) {
        table.put("sum", over(Tensor::sum));
        table.put("mean", over(Tensor::mean));
        table.put("prod", over(Tensor::prod));
        table.put("reduce_max", over(Tensor::amax));
        table.put("reduce_max_first", over(Tensor::amax));
        table.put("reduce_max_full", over(Tensor::amax));
        table.put("reduce_min", over(Tensor::amin));
        table.put("reduce_min_first", over(Tensor::amin));
        table.put("reduce_min_full", over(Tensor::amin));
        table.put("logsumexp", over(Tensor::logSumExp));
        table.put("norm2", over(Tensor::norm));
        table.put("var", OracleOp.of(in -> spread(in, Tensor::var)));
        table.put("std", OracleOp.of(in -> spread(in, Tensor::std)));
        table.put("cumsum", along(Tensor::cumSum));
        table.put("cumprod", along(Tensor::cumProd));
        table.put("softmax", along(Tensor::softmax));
        table.put("log_softmax", along(Tensor::logSoftmax));
    }

    private static OracleOp over(BiFunction<Tensor, Axes, Tensor> f) {
        return OracleOp.of(in -> liftedIfScalar(in, x -> f.apply(x, in.axes())));
    }

    private static OracleOp along(BiFunction<Tensor, Integer, Tensor> f) {
        return OracleOp.of(in -> liftedIfScalar(in, x -> f.apply(x, in.integer("axis"))));
    }

    private interface Spread {
        Tensor apply(Tensor x, Axes axes, int ddof);
    }

    private static Tensor spread(Arguments in, Spread f) {
        return liftedIfScalar(in, x -> f.apply(x, in.axes(), in.integer("ddof", 0)));
    }

    /** The oracle lets a scalar have an axis 0, which it does not have here: it is lent one. */
    private static Tensor liftedIfScalar(Arguments in, Function<Tensor, Tensor> f) {
        Tensor x = in.x();
        return x.rank() == 0 && (in.has("axes") || in.has("axis"))
                ? f.apply(x.reshape(1)).reshape()
                : f.apply(x);
    }
}
