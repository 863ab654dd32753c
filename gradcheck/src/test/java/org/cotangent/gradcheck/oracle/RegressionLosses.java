package org.cotangent.gradcheck.oracle;

import java.util.Map;
import java.util.function.Function;
import org.cotangent.Activations;
import org.cotangent.Tensor;

/**
 * The oracle's losses on numbers and on margins, composed of engine ops by the formulas of its
 * files.
 */
final class RegressionLosses {
    private RegressionLosses() {}

    static void addTo(Map<String, OracleOp> table) {
        table.put("mse_loss", loss(in -> error(in).square()));
        table.put("l1_loss", loss(in -> error(in).abs()));
        table.put("huber_loss", loss(RegressionLosses::huber));
        table.put("smooth_l1_loss", loss(RegressionLosses::smoothL1));
        table.put("bce_with_logits", loss(RegressionLosses::binaryCrossEntropy));
        table.put("hinge_loss", loss(RegressionLosses::hinge));
        table.put("squared_hinge_loss", loss(in -> hinge(in).square()));
        table.put("hinge_embedding_loss", loss(RegressionLosses::hingeEmbedding));
        table.put("margin_ranking_loss", loss(RegressionLosses::marginRanking));
        table.put("soft_margin_loss", loss(RegressionLosses::softMargin));
        table.put("poisson_nll_loss", loss(RegressionLosses::poisson));
        table.put("gaussian_nll_loss", loss(RegressionLosses::gaussian));
        table.put("kl_div", OracleOp.of(RegressionLosses::divergence));
    }

    private static OracleOp loss(Function<Arguments, Tensor> elements) {
        return OracleOp.of(in -> reduced(in, elements.apply(in)));
    }

    /** The mean of no elements is NaN, as 0 / 0. */
    static Tensor reduced(Arguments in, Tensor elements) {
        return switch (in.has("reduction") ? in.text("reduction") : "mean") {
            case "none" -> elements;
            case "sum" -> elements.sum();
            case "mean" -> elements.sum().div(elements.size());
            default -> throw in.unknown("reduction");
        };
    }

    private static Tensor error(Arguments in) {
        return in.x().sub(in.tensor("target"));
    }

    private static Tensor huber(Arguments in) {
        double delta = in.number("delta", 1);
        Tensor e = error(in);
        Tensor linear = e.abs().sub(delta / 2).mul(delta);
        return Tensor.where(e.abs().lt(delta), e.square().mul(0.5), linear);
    }

    private static Tensor smoothL1(Arguments in) {
        double beta = in.number("beta", 1);
        Tensor e = error(in);
        return beta == 0
                ? e.abs()
                : Tensor.where(e.abs().lt(beta), e.square().div(2 * beta), e.abs().sub(beta / 2));
    }

    /** With -log s(x) = softplus(-x) and -log(1 - s(x)) = softplus(x). */
    private static Tensor binaryCrossEntropy(Arguments in) {
        Tensor x = in.x();
        Tensor target = in.tensor("target");
        Tensor weight = in.tensorOrNull("weight");
        Tensor positive = in.tensorOrNull("pos_weight");
        Tensor hit = target.mul(Activations.softplus(x.neg()));
        Tensor miss = target.neg().add(1).mul(Activations.softplus(x));
        Tensor loss = (positive == null ? hit : hit.mul(positive)).add(miss);
        return weight == null ? loss : loss.mul(weight);
    }

    private static Tensor hinge(Arguments in) {
        return in.tensor("target").mul(in.x()).neg().add(in.number("margin", 1)).relu();
    }

    private static Tensor hingeEmbedding(Arguments in) {
        Tensor x = in.x();
        Tensor apart = x.neg().add(in.number("margin", 1)).relu();
        return Tensor.where(in.tensor("target").eq(1), x, apart);
    }

    private static Tensor marginRanking(Arguments in) {
        Tensor apart = in.tensor("x1").sub(in.tensor("x2"));
        return in.tensor("target").mul(apart).neg().add(in.number("margin", 0)).relu();
    }

    private static Tensor softMargin(Arguments in) {
        return Activations.softplus(in.x().mul(in.tensor("target")).neg());
    }

    /** Stirling's terms are for targets above 1. */
    private static Tensor poisson(Arguments in) {
        Tensor x = in.x();
        Tensor t = in.tensor("target");
        double eps = in.number("eps", 1e-8);
        Tensor loss = in.flag("log_input") ? x.exp().sub(t.mul(x)) : x.sub(t.mul(x.add(eps).log()));
        if (!in.flag("full")) {
            return loss;
        }
        Tensor many = Tensor.where(t.gt(1), t, Tensor.of(1));
        Tensor stirling = many.mul(many.log()).sub(many).add(many.mul(2 * Math.PI).log().mul(0.5));
        return loss.add(Tensor.where(t.gt(1), stirling, Tensor.of(0)));
    }

    private static Tensor gaussian(Arguments in) {
        Tensor v = in.tensor("var").max(in.number("eps", 1e-6));
        Tensor loss = v.log().add(error(in).square().div(v)).mul(0.5);
        return in.flag("full") ? loss.add(Math.log(2 * Math.PI) / 2) : loss;
    }

    /** t log t is 0 at t = 0. */
    private static Tensor divergence(Arguments in) {
        Tensor x = in.x();
        Tensor target = in.tensor("target");
        Tensor elements;
        if (in.flag("log_target")) {
            elements = target.exp().mul(target.sub(x));
        } else {
            Tensor log = Tensor.where(target.gt(0), target, Tensor.of(1)).log();
            elements = target.mul(log.sub(x));
        }
        boolean perSample = in.has("reduction") && in.text("reduction").equals("batchmean");
        return perSample ? elements.sum().div(x.size(0)) : reduced(in, elements);
    }
}
