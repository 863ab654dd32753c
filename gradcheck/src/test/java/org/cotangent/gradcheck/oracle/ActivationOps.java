package org.cotangent.gradcheck.oracle;

import java.util.Map;
import org.cotangent.Activations;
import org.cotangent.Tensor;

/** The oracle's activations beyond those of the engine, composed as a user would. */
final class ActivationOps {
    private ActivationOps() {}

    static void addTo(Map<String, OracleOp> table) {
        table.put("softshrink", OracleOp.of(ActivationOps::softShrink));
        table.put("hardshrink", OracleOp.of(ActivationOps::hardShrink));
        table.put("softsign", OracleOp.of(ActivationOps::softSign));
        table.put("tanhshrink", OracleOp.of(ActivationOps::tanhShrink));
        table.put("threshold", OracleOp.of(ActivationOps::threshold));
        table.put("rrelu", OracleOp.of(ActivationOps::meanLeaky));
        table.put("hardtanh", OracleOp.of(in -> in.x().clamp(in.number("min"), in.number("max"))));
        table.put("hardsigmoid", OracleOp.of(in -> in.x().div(6).add(0.5).clamp(0, 1)));
        table.put("hardswish", OracleOp.of(in -> in.x().mul(in.x().add(3).clamp(0, 6)).div(6)));
        table.put("mish", OracleOp.of(in -> in.x().mul(Activations.softplus(in.x()).tanh())));
        table.put("celu", OracleOp.of(ActivationOps::celu));
        table.put("softmin", OracleOp.of(in -> in.x().neg().softmax(in.integer("axis"))));
        table.put("glu", OracleOp.of(ActivationOps::gatedLinear));
    }

    private static Tensor softShrink(Arguments in) {
        double l = in.number("lambd");
        return in.x().sub(in.x().clamp(-l, l));
    }

    private static Tensor hardShrink(Arguments in) {
        Tensor x = in.x();
        return Tensor.where(x.abs().gt(in.number("lambd")), x, Tensor.of(0));
    }

    /** Far out as 1 - 1 / (1 + |x|), since the slope of the quotient cancels there. */
    private static Tensor softSign(Arguments in) {
        Tensor x = in.x();
        Tensor shifted = x.abs().add(1);
        Tensor far = x.sign().mul(shifted.reciprocal().neg().add(1));
        return Tensor.where(x.abs().lt(1), x.div(shifted), far);
    }

    /** By the first terms of the series where x is so small that the difference cancels. */
    private static Tensor tanhShrink(Arguments in) {
        Tensor x = in.x();
        Tensor square = x.square();
        Tensor series = Tensor.of(0);
        for (double c : new double[] {1382.0 / 51975, -62.0 / 945, 17.0 / 105, -2.0 / 5, 1}) {
            series = series.mul(square).add(c);
        }
        series = series.mul(square).mul(x).div(3);
        return Tensor.where(x.abs().lt(0.03), series, x.sub(x.tanh()));
    }

    private static Tensor threshold(Arguments in) {
        Tensor x = in.x();
        return Tensor.where(x.gt(in.number("threshold")), x, Tensor.of(in.number("value")));
    }

    private static Tensor meanLeaky(Arguments in) {
        return Activations.leakyRelu(in.x(), (in.number("lower") + in.number("upper")) / 2);
    }

    private static Tensor celu(Arguments in) {
        double alpha = in.number("alpha", 1);
        return Activations.elu(in.x().div(alpha), 1).mul(alpha);
    }

    private static Tensor gatedLinear(Arguments in) {
        int axis = in.integer("axis");
        int half = in.x().size(axis) / 2;
        Tensor gate = in.x().slice(axis, half, 2 * half);
        return in.x().slice(axis, 0, half).mul(gate.sigmoid());
    }
}
