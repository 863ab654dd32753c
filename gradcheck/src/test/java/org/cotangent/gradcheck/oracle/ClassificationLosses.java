package org.cotangent.gradcheck.oracle;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import org.cotangent.Activations;
import org.cotangent.Tensor;

/** The oracle's losses on classes, composed of engine ops by the formulas of its files. */
final class ClassificationLosses {
    private static final int NOTHING_IGNORED = -100;

    private ClassificationLosses() {}

    static void addTo(Map<String, OracleOp> table) {
        table.put("cross_entropy", OracleOp.of(ClassificationLosses::crossEntropy));
        table.put("cross_entropy_probs", OracleOp.of(ClassificationLosses::crossEntropyOfShares));
        table.put("nll_loss", OracleOp.of(ClassificationLosses::negativeLogLikelihood));
        table.put("multilabel_margin_loss", OracleOp.of(ClassificationLosses::multilabelMargin));
        table.put("multilabel_soft_margin_loss", OracleOp.of(ClassificationLosses::multilabelSoft));
        table.put("multi_margin_loss", OracleOp.of(ClassificationLosses::multiMargin));
    }

    /** Classes are on axis 1, or on axis 0 if there is no other; here they are made the last. */
    private static Tensor classesLast(Tensor x) {
        if (x.rank() <= 2) {
            return x;
        }
        int[] order =
                IntStream.concat(
                                IntStream.of(0),
                                IntStream.concat(IntStream.range(2, x.rank()), IntStream.of(1)))
                        .toArray();
        return x.permute(order);
    }

    private static Tensor crossEntropy(Arguments in) {
        Tensor log = classesLast(in.x()).logSoftmax(-1);
        return likelihood(in, log, in.number("label_smoothing", 0));
    }

    private static Tensor negativeLogLikelihood(Arguments in) {
        return likelihood(in, classesLast(in.x()), 0);
    }

    /**
     * From log-probabilities, classes last; the share s of each target is spread over all classes.
     */
    private static Tensor likelihood(Arguments in, Tensor log, double s) {
        int ignored = in.integer("ignore_index", NOTHING_IGNORED);
        int[] target = in.indices("target");
        int[] shape = in.tensor("target").shape();
        Tensor weights = weights(in, log.size(-1));
        int[] classes = Arrays.stream(target).map(t -> t == ignored ? 0 : t).toArray();
        double[] mask = Arrays.stream(target).mapToDouble(t -> t == ignored ? 0 : 1).toArray();
        Tensor kept = Tensor.of(mask, shape);
        Tensor own = weights.indexSelect(0, classes).reshape(shape);
        Tensor loss = log.pick(classes).mul(own).mul(-(1 - s));
        if (s != 0) {
            loss = loss.sub(log.mul(weights).sum(-1).mul(s / log.size(-1)));
        }
        loss = Tensor.where(kept, loss, Tensor.of(0));
        boolean mean = !in.has("reduction") || in.text("reduction").equals("mean");
        return mean ? loss.sum().div(own.mul(kept).sum()) : RegressionLosses.reduced(in, loss);
    }

    private static Tensor weights(Arguments in, int count) {
        Tensor weights = in.tensorOrNull("weight");
        return weights == null ? Tensor.ones(count) : weights;
    }

    private static Tensor crossEntropyOfShares(Arguments in) {
        Tensor log = classesLast(in.x()).logSoftmax(-1);
        Tensor target = classesLast(in.tensor("target"));
        int count = log.size(-1);
        double s = in.number("label_smoothing", 0);
        Tensor share = s == 0 ? target : target.mul(1 - s).add(s / count);
        Tensor weighted = log.mul(weights(in, count));
        return RegressionLosses.reduced(in, share.mul(weighted).sum(-1).neg());
    }

    /** The labels of a row end at the first -1. */
    private static Tensor multilabelMargin(Arguments in) {
        Tensor x = in.x();
        int count = x.size(-1);
        int[] target = in.indices("target");
        double[] listed = new double[target.length];
        for (int row = 0; row < target.length; row += count) {
            for (int i = row; i < row + count && target[i] >= 0; i++) {
                listed[row + target[i]] = 1;
            }
        }
        Tensor own = Tensor.of(listed, x.shape());
        Tensor pairs = own.unsqueeze(-1).mul(own.neg().add(1).unsqueeze(-2));
        Tensor excess = x.unsqueeze(-2).sub(x.unsqueeze(-1)).add(1).relu();
        return RegressionLosses.reduced(in, excess.mul(pairs).sum(-2, -1).div(count));
    }

    private static Tensor multilabelSoft(Arguments in) {
        Tensor x = in.x();
        Tensor t = in.tensor("target");
        Tensor weight = in.tensorOrNull("weight");
        Tensor loss =
                t.mul(Activations.softplus(x.neg()))
                        .add(t.neg().add(1).mul(Activations.softplus(x)));
        loss = weight == null ? loss : loss.mul(weight);
        return RegressionLosses.reduced(in, loss.mean(-1));
    }

    private static Tensor multiMargin(Arguments in) {
        Tensor x = in.x();
        int p = in.integer("p", 1);
        if (p != 1 && p != 2) {
            throw in.unknown("p");
        }
        int count = x.size(-1);
        int[] target = in.indices("target");
        double[] others = Tensor.ones(x.shape()).toArray();
        for (int row = 0; row < target.length; row++) {
            others[row * count + target[row]] = 0;
        }
        Tensor own = x.pick(target).unsqueeze(-1);
        Tensor excess = x.sub(own).add(in.number("margin", 1)).relu();
        Tensor powered = p == 1 ? excess : excess.square();
        Tensor sums = powered.mul(Tensor.of(others, x.shape())).sum(-1).div(count);
        Tensor weight = weights(in, count).indexSelect(0, target).reshape(sums.shape());
        return RegressionLosses.reduced(in, sums.mul(weight));
    }
}
