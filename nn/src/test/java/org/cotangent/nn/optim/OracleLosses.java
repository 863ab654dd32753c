package org.cotangent.nn.optim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.cotangent.Activations;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Losses;

/** The activations and losses that the oracle's trainings name, made of their attributes. */
final class OracleLosses {
    private OracleLosses() {}

    static Layer activation(JsonNode node) {
        String name = OracleFile.text(node, "name");
        switch (name) {
            case "leaky_relu":
                OracleFile.only(node, name, "name", "negative_slope");
                double slope = OracleFile.number(node, "negative_slope");
                return x -> Activations.leakyRelu(x, slope);
            case "elu":
                OracleFile.only(node, name, "name", "alpha");
                double alpha = OracleFile.number(node, "alpha");
                return x -> Activations.elu(x, alpha);
            case "softplus":
                OracleFile.only(node, name, "name", "beta");
                double beta = node.has("beta") ? OracleFile.number(node, "beta") : 1;
                return x -> Activations.softplus(x.mul(beta)).div(beta);
            default:
                OracleFile.only(node, name, "name");
                return plain(name);
        }
    }

    private static Layer plain(String name) {
        switch (name) {
            case "linear":
            case "identity":
                return Activation.LINEAR;
            case "relu":
                return Activation.RELU;
            case "sigmoid":
                return Activation.SIGMOID;
            case "tanh":
                return Activation.TANH;
            case "gelu":
                return Activations::gelu;
            case "selu":
                return Activations::selu;
            case "silu":
                return Activations::silu;
            case "log_sigmoid":
                return Activations::logSigmoid;
            case "sin":
                return Tensor::sin;
            default:
                throw new AssertionError("this test does not know the activation \"" + name + "\"");
        }
    }

    /** The loss of outputs x by the attributes of a loss and the array of its targets. */
    static Tensor loss(JsonNode attrs, Tensor x, JsonNode target) {
        String name = OracleFile.text(attrs, "name");
        switch (name) {
            case "cross_entropy":
                OracleFile.only(
                        attrs, name, "name", "reduction", "label_smoothing", "ignore_index");
                return crossEntropy(attrs, x, classes(target));
            case "nll_loss":
                OracleFile.only(attrs, name, "name", "reduction", "ignore_index");
                return ofClasses(attrs, x.pick(refuseIgnored(attrs, classes(target))).neg());
            case "multi_margin_loss":
                OracleFile.only(attrs, name, "name", "reduction", "p", "margin");
                return reduce(attrs, multiMargin(attrs, x, classes(target)));
            default:
                return dense(name, attrs, x, OracleFile.tensor(target));
        }
    }

    private static Tensor dense(String name, JsonNode attrs, Tensor x, Tensor t) {
        switch (name) {
            case "mse_loss":
                OracleFile.only(attrs, name, "name", "reduction");
                return OracleFile.text(attrs, "reduction").equals("mean")
                        ? Losses.quadraticMean(x, t)
                        : reduce(attrs, x.sub(t).square());
            case "l1_loss":
                OracleFile.only(attrs, name, "name", "reduction");
                return reduce(attrs, x.sub(t).abs());
            case "huber_loss":
                OracleFile.only(attrs, name, "name", "reduction", "delta");
                return reduce(attrs, huber(x.sub(t).abs(), OracleFile.number(attrs, "delta")));
            case "smooth_l1_loss":
                OracleFile.only(attrs, name, "name", "reduction", "beta");
                double beta = OracleFile.number(attrs, "beta");
                return reduce(attrs, huber(x.sub(t).abs(), beta).div(beta));
            case "bce_with_logits":
                OracleFile.only(attrs, name, "name", "reduction");
                return reduce(attrs, Activations.softplus(x).sub(x.mul(t)));
            case "hinge_loss":
                OracleFile.only(attrs, name, "name", "reduction", "margin");
                return reduce(attrs, hinge(attrs, x.mul(t)));
            case "squared_hinge_loss":
                OracleFile.only(attrs, name, "name", "reduction", "margin");
                return reduce(attrs, hinge(attrs, x.mul(t)).square());
            case "hinge_embedding_loss":
                OracleFile.only(attrs, name, "name", "reduction", "margin");
                return reduce(attrs, Tensor.where(t.gt(0), x, hinge(attrs, x)));
            case "cross_entropy_probs":
                OracleFile.only(attrs, name, "name", "reduction", "label_smoothing");
                Tensor soft = smoothed(attrs, t, x.size(-1));
                return ofClasses(attrs, x.logSoftmax(-1).mul(soft).sum(-1).neg());
            case "kl_div":
                OracleFile.only(attrs, name, "name", "reduction", "log_target");
                Tensor p = OracleFile.flag(attrs, "log_target") ? t.exp() : t;
                Tensor logs = OracleFile.flag(attrs, "log_target") ? t : t.log();
                return reduce(attrs, Tensor.where(p.gt(0), p.mul(logs.sub(x)), p));
            default:
                throw new AssertionError("this test does not know the loss \"" + name + "\"");
        }
    }

    private static Tensor huber(Tensor distance, double delta) {
        return Tensor.where(
                distance.lt(delta), distance.square().div(2), distance.sub(delta / 2).mul(delta));
    }

    private static Tensor hinge(JsonNode attrs, Tensor score) {
        return Tensor.of(OracleFile.number(attrs, "margin")).sub(score).relu();
    }

    private static Tensor crossEntropy(JsonNode attrs, Tensor x, int[] classes) {
        refuseIgnored(attrs, classes);
        if (OracleFile.number(attrs, "label_smoothing") == 0
                && OracleFile.text(attrs, "reduction").equals("mean")) {
            return Losses.softmaxCrossEntropy(x, classes);
        }
        Tensor soft = smoothed(attrs, oneHot(classes, x.size(-1)), x.size(-1));
        return ofClasses(attrs, x.logSoftmax(-1).mul(soft).sum(-1).neg());
    }

    private static Tensor smoothed(JsonNode attrs, Tensor t, int classes) {
        double s = OracleFile.number(attrs, "label_smoothing");
        return t.mul(1 - s).add(s / classes);
    }

    /** Per row Σ over the other classes of max(0, margin - score of the class + score)^p / C. */
    private static Tensor multiMargin(JsonNode attrs, Tensor x, int[] classes) {
        int columns = x.size(-1);
        Tensor right = x.pick(classes).unsqueeze(-1);
        Tensor over = x.sub(right).add(OracleFile.number(attrs, "margin")).relu();
        Tensor powered = OracleFile.integer(attrs, "p") == 2 ? over.square() : over;
        Tensor others = Tensor.of(1).sub(oneHot(classes, columns));
        return powered.mul(others).sum(-1).div(columns);
    }

    private static Tensor oneHot(int[] classes, int columns) {
        return Tensor.eye(columns).indexSelect(0, classes);
    }

    private static int[] classes(JsonNode target) {
        return OracleFile.integers(target.path("data"));
    }

    private static int[] refuseIgnored(JsonNode attrs, int[] classes) {
        int ignored = OracleFile.integer(attrs, "ignore_index");
        if (Arrays.stream(classes).anyMatch(c -> c == ignored)) {
            throw new AssertionError("this test does not know how to ignore targets");
        }
        return classes;
    }

    private static Tensor ofClasses(JsonNode attrs, Tensor rows) {
        return reduce(attrs, rows);
    }

    private static Tensor reduce(JsonNode attrs, Tensor elements) {
        String reduction = OracleFile.text(attrs, "reduction");
        switch (reduction) {
            case "mean":
                return elements.mean();
            case "sum":
                return elements.sum();
            case "batchmean":
                return elements.sum().div(elements.size(0));
            default:
                throw new AssertionError("this test does not know reduction \"" + reduction + "\"");
        }
    }
}
