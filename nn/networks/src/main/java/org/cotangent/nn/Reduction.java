package org.cotangent.nn;

import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.SideEffects;

/** The ways to reduce the single losses of a batch. */
enum Reduction {
    UNREDUCED,
    SUM,
    MEAN,
    MEAN_OVER_SAMPLES,
    PER_SAMPLE;

    /**
     * The single losses of a batch.
     *
     * @param losses of elements or rows, 0 where they do not count
     * @param mask 1 for a loss that counts, else 0, of the same shape; null if all count
     * @param weights the weight of each loss in the mean, of the same shape; null if all are alike
     */
    record Terms(Tensor losses, Tensor mask, Tensor weights) {
        /** What a mean divides by, loss by loss; null if by the number of losses. */
        Tensor counts() {
            return mask == null ? weights : weights == null ? mask : weights.mul(mask);
        }
    }

    Tensor of(String loss, Terms terms, Tensor outputs) {
        Tensor losses = terms.losses();
        return switch (this) {
            case UNREDUCED -> losses;
            case SUM -> losses.sum();
            case MEAN -> {
                requireSome(loss, outputs, losses.size());
                Tensor counts = terms.counts();
                yield counts == null
                        ? losses.mean()
                        : losses.sum().div(count(loss, counts, losses.size()));
            }
            case MEAN_OVER_SAMPLES -> {
                requireSamples(loss, outputs);
                requireSome(loss, outputs, outputs.size(0));
                yield losses.sum().div(outputs.size(0));
            }
            case PER_SAMPLE -> {
                requireSamples(loss, outputs);
                yield losses.rank() == 1 ? losses : perSample(loss, terms, outputs);
            }
        };
    }

    private Tensor perSample(String loss, Terms terms, Tensor outputs) {
        int rank = terms.losses().rank();
        int[] axes = new int[rank - 1];
        int size = 1;
        for (int axis = 1; axis < rank; axis++) {
            axes[axis - 1] = axis;
            size *= terms.losses().size(axis);
        }
        requireSome(loss, outputs, size);
        if (terms.mask() == null) {
            return terms.losses().mean(Axes.of(axes));
        }
        // a sample of which nothing counts costs 0
        Tensor counts = terms.mask().sum(Axes.of(axes));
        return terms.losses().sum(Axes.of(axes)).div(Tensor.where(counts, counts, Tensor.of(1)));
    }

    private static Tensor count(String loss, Tensor counts, int size) {
        Tensor sum = counts.sum();
        SideEffects.read(sum, x -> requireCount(loss, x.value(), size));
        return sum;
    }

    private static void requireCount(String loss, double sum, int size) {
        if (!(sum > 0)) {
            throw Checks.illegal(
                    "%s: none of the %s rows counts, all are ignored, masked or of classes with"
                            + " weight 0; their mean is not defined",
                    loss, size);
        }
    }

    private void requireSamples(String loss, Tensor outputs) {
        if (outputs.rank() == 0) {
            throw Checks.illegal(
                    "%s, %s: the outputs are a scalar; they must have an axis of samples",
                    loss, this);
        }
    }

    private static void requireSome(String loss, Tensor outputs, int count) {
        if (count == 0) {
            throw Checks.illegal(
                    "%s: the batch is empty, of shape %s; the mean of nothing is not defined",
                    loss, outputs.shape());
        }
    }

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
    }
}
