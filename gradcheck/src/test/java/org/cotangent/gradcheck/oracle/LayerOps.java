package org.cotangent.gradcheck.oracle;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.cotangent.Axes;
import org.cotangent.Tensor;

/** The oracle's layers, composed of engine ops by the formulas of its files. */
final class LayerOps {
    private LayerOps() {}

    static void addTo(Map<String, OracleOp> table) {
        table.put("linear", OracleOp.of(LayerOps::linear));
        table.put("embedding", OracleOp.of(LayerOps::embedding));
        table.put("batch_norm", LayerOps::batchNorm);
        table.put("layer_norm", OracleOp.of(LayerOps::layerNorm));
    }

    private static Tensor linear(Arguments in) {
        return affine(in.x(), in.tensor("weight"), in.tensorOrNull("bias"));
    }

    /** x times the transpose of the weight, plus the bias if there is one. */
    static Tensor affine(Tensor x, Tensor weight, Tensor bias) {
        Tensor y = x.matmul(weight.transpose());
        return bias == null ? y : y.add(bias);
    }

    private static Tensor embedding(Arguments in) {
        Tensor weight = in.tensor("weight");
        int rows = weight.size(0);
        int[] index = in.indices("index");
        if (in.has("padding_idx")) {
            double[] learns = Tensor.ones(rows).toArray();
            learns[Math.floorMod(in.integer("padding_idx"), rows)] = 0;
            Tensor mask = Tensor.of(learns, rows, 1);
            weight = Tensor.where(mask, weight, weight.stopGradient());
        }
        int[] lead = in.tensor("index").shape();
        int[] shape = Arrays.copyOf(lead, lead.length + 1);
        shape[lead.length] = weight.size(1);
        return weight.indexSelect(0, index).reshape(shape);
    }

    private static Results batchNorm(Arguments in) {
        Tensor x = in.x();
        double eps = in.number("eps", 1e-5);
        double momentum = in.number("momentum", 0.1);
        Tensor oldMean = in.tensorOrNull("running_mean");
        Tensor oldVar = in.tensorOrNull("running_var");
        boolean training = in.flag("training") || oldMean == null;
        int[] over = IntStream.range(0, x.rank()).filter(axis -> axis != 1).toArray();
        Tensor mean = training ? x.mean(over) : oldMean;
        Tensor var = training ? x.var(Axes.of(over), 0) : oldVar;
        Tensor y = x.sub(perChannel(mean, x)).mul(perChannel(var.add(eps).rsqrt(), x));
        Tensor weight = in.tensorOrNull("weight");
        Tensor bias = in.tensorOrNull("bias");
        y = weight == null ? y : y.mul(perChannel(weight, x));
        y = bias == null ? y : y.add(perChannel(bias, x));
        if (!training || oldMean == null) {
            return Results.of(y);
        }
        double n = (double) x.size() / x.size(1);
        Tensor unbiased = var.mul(n / (n - 1));
        return Results.of(y)
                .with("running_mean", oldMean.mul(1 - momentum).add(mean.mul(momentum)))
                .with("running_var", oldVar.mul(1 - momentum).add(unbiased.mul(momentum)));
    }

    static Tensor perChannel(Tensor channels, Tensor x) {
        int[] shape = new int[x.rank()];
        Arrays.fill(shape, 1);
        shape[1] = x.size(1);
        return channels.reshape(shape);
    }

    private static Tensor layerNorm(Arguments in) {
        Tensor x = in.x();
        double eps = in.number("eps", 1e-5);
        int trailing = in.integers("normalized_shape").length;
        int[] over = IntStream.rangeClosed(1, trailing).map(i -> -i).toArray();
        Tensor y = standardized(x, Axes.keep(over), eps);
        Tensor weight = in.tensorOrNull("weight");
        Tensor bias = in.tensorOrNull("bias");
        y = weight == null ? y : y.mul(weight);
        return bias == null ? y : y.add(bias);
    }

    static Tensor standardized(Tensor x, Axes axes, double eps) {
        return x.sub(x.mean(axes)).mul(x.var(axes, 0).add(eps).rsqrt());
    }
}
