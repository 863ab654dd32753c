package org.cotangent.nn;

import java.util.Arrays;
import org.cotangent.Tensor;
import org.cotangent.nn.Reduction.Terms;
import org.cotangent.nn.internal.Checks;

/** The negative log-likelihood of normal distributions with predicted means and variances. */
final class GaussianLoss extends ReducedLoss<Tensor> {
    GaussianLoss(Reduction reduction) {
        super("gaussian", reduction);
    }

    @Override
    GaussianLoss reduced(Reduction other) {
        return new GaussianLoss(other);
    }

    @Override
    Terms terms(Tensor outputs, Tensor targets, Tensor mask) {
        Checks.present(name, "the predictions", outputs);
        int[] wanted = Checks.present(name, "the targets", targets).shape();
        if (wanted.length > 0) {
            wanted[wanted.length - 1] *= 2;
        }
        if (wanted.length == 0 || !Arrays.equals(wanted, outputs.shape())) {
            throw Checks.illegal(
                    "%s: the predictions have shape %s and the targets %s; they must be [..., 2 n],"
                            + " n means and then n logarithms of variances, for [..., n]",
                    name, outputs.shape(), targets.shape());
        }
        int n = targets.size(-1);
        Tensor counted = expanded(mask, targets.shape());
        Tensor t = kept(counted, targets, 0);
        TargetChecks.each(name, "target", t, Checks.FINITE);
        Tensor mean = kept(counted, outputs.slice(-1, 0, n), 0);
        Tensor log = kept(counted, outputs.slice(-1, n, 2 * n), 0);
        // the square of a quotient: the square of the error alone may overflow
        Tensor distance = t.sub(mean).mul(log.mul(-0.5).exp()).square();
        return new Terms(log.add(distance).mul(0.5), counted, null);
    }

    @Override
    double count(Tensor outputs, Tensor targets, Tensor mask) {
        return mask == null ? targets.size(0) : mask.sum().value();
    }
}
