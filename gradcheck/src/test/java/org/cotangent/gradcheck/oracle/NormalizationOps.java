package org.cotangent.gradcheck.oracle;

import java.util.Map;
import org.cotangent.Axes;
import org.cotangent.Tensor;

/** The oracle's normalizations by groups of channels, by instance and across channels. */
final class NormalizationOps {
    private NormalizationOps() {}

    static void addTo(Map<String, OracleOp> table) {
        table.put("group_norm", OracleOp.of(in -> byGroup(in, in.integer("num_groups"))));
        table.put("instance_norm", OracleOp.of(in -> byGroup(in, in.x().size(1))));
        table.put("local_response_norm", OracleOp.of(NormalizationOps::localResponse));
    }

    private static Tensor byGroup(Arguments in, int groups) {
        Tensor x = in.x();
        Tensor grouped = x.reshape(x.size(0), groups, -1);
        double eps = in.number("eps");
        Tensor y = LayerOps.standardized(grouped, Axes.keep(-1), eps).reshape(x.shape());
        Tensor weight = in.tensorOrNull("weight");
        Tensor bias = in.tensorOrNull("bias");
        y = weight == null ? y : y.mul(LayerOps.perChannel(weight, x));
        return bias == null ? y : y.add(LayerOps.perChannel(bias, x));
    }

    private static Tensor localResponse(Arguments in) {
        Tensor x = in.x();
        int size = in.integer("size");
        int channels = x.size(1);
        int[][] margins = new int[x.rank()][2];
        margins[1] = new int[] {size / 2, (size - 1) / 2};
        Tensor squares = x.square().pad(margins, 0);
        Tensor sum = Tensor.of(0);
        for (int i = 0; i < size; i++) {
            sum = sum.add(squares.slice(1, i, i + channels));
        }
        Tensor scale = sum.mul(in.number("alpha") / size).add(in.number("k"));
        return x.div(scale.pow(in.number("beta")));
    }
}
