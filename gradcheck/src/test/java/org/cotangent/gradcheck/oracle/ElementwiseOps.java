package org.cotangent.gradcheck.oracle;

import static java.util.Map.entry;

import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.cotangent.Activations;
import org.cotangent.Special;
import org.cotangent.Tensor;

/** The oracle's elementwise ops. */
final class ElementwiseOps {
    /** Functions of one tensor without attributes. */
    static final Map<String, UnaryOperator<Tensor>> UNARY =
            Map.ofEntries(
                    entry("neg", Tensor::neg),
                    entry("reciprocal", Tensor::reciprocal),
                    entry("exp", Tensor::exp),
                    entry("expm1", Tensor::expm1),
                    entry("log", Tensor::log),
                    entry("log1p", Tensor::log1p),
                    entry("sqrt", Tensor::sqrt),
                    entry("rsqrt", Tensor::rsqrt),
                    entry("cbrt", Tensor::cbrt),
                    entry("square", Tensor::square),
                    entry("abs", Tensor::abs),
                    entry("sign", Tensor::sign),
                    entry("floor", Tensor::floor),
                    entry("ceil", Tensor::ceil),
                    entry("round", Tensor::round),
                    entry("relu", Tensor::relu),
                    entry("sigmoid", Tensor::sigmoid),
                    entry("log_sigmoid", Activations::logSigmoid),
                    entry("tanh", Tensor::tanh),
                    entry("sin", Tensor::sin),
                    entry("cos", Tensor::cos),
                    entry("tan", Tensor::tan),
                    entry("asin", Tensor::asin),
                    entry("acos", Tensor::acos),
                    entry("atan", Tensor::atan),
                    entry("sinh", Tensor::sinh),
                    entry("cosh", Tensor::cosh),
                    entry("asinh", Tensor::asinh),
                    entry("acosh", Tensor::acosh),
                    entry("atanh", Tensor::atanh),
                    entry("erf", Special::erf),
                    entry("erfc", Special::erfc),
                    entry("lgamma", Special::logGamma),
                    entry("digamma", Special::digamma),
                    entry("silu", Activations::silu),
                    entry("gelu", Activations::gelu),
                    entry("selu", Activations::selu));

    /** Functions of two tensors that broadcast, without attributes. */
    static final Map<String, BinaryOperator<Tensor>> BINARY =
            Map.ofEntries(
                    entry("add", Tensor::add),
                    entry("sub", Tensor::sub),
                    entry("mul", Tensor::mul),
                    entry("div", Tensor::div),
                    entry("maximum", Tensor::max),
                    entry("minimum", Tensor::min),
                    entry("pow", Tensor::pow),
                    entry("atan2", Tensor::atan2),
                    entry("hypot", Tensor::hypot));

    private ElementwiseOps() {}

    static void addTo(Map<String, OracleOp> table) {
        UNARY.forEach((name, f) -> table.put(name, OracleOp.of(in -> f.apply(in.x()))));
        BINARY.forEach(
                (name, f) -> table.put(name, OracleOp.of(in -> f.apply(in.x(), in.tensor("y")))));
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
