package org.cotangent.nn;

import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.Reduction.Terms;
import org.cotangent.nn.internal.Checks;

/**
 * A loss made of single losses, of elements or of rows, and a way to reduce them to one, which is
 * {@linkplain #mean() their mean} unless another is chosen. Immutable.
 *
 * <pre>{@code
 * ReducedLoss<Tensor> loss = Losses.huber(0.5);
 * loss.sum().apply(Tensor.vector(0, 3), Tensor.vector(0.25, 1));         // 0.90625
 * loss.unreduced().apply(Tensor.vector(0, 3), Tensor.vector(0.25, 1));   // [0.03125, 0.875]
 * }</pre>
 *
 * <p>A mask leaves single losses out, as of the padding behind short sequences. They cost nothing,
 * get no gradient, and do not count in a mean; outputs and targets there may be anything, also NaN.
 *
 * @param <T> the targets: {@code int[]} for classes, {@link Tensor} for values
 */
@CheckReturnValue
public abstract class ReducedLoss<T> implements Loss<T> {
    static final Checks.Range ZERO_OR_ONE = new Checks.Range(m -> m == 0 || m == 1, "0 or 1");

    final String name;
    final Reduction reduction;

    ReducedLoss(String name, Reduction reduction) {
        this.name = name;
        this.reduction = reduction;
    }

    /** The single losses. The mask may be null. */
    abstract Terms terms(Tensor outputs, T targets, Tensor mask);

    /** How many single losses count, by their weights in the mean. The mask may be null. */
    abstract double count(Tensor outputs, T targets, Tensor mask);

    /** A copy with another reduction. */
    abstract ReducedLoss<T> reduced(Reduction other);

    /** The settings for {@link #toString}, each followed by a comma and a blank. */
    String settings() {
        return "";
    }

    /**
     * The loss of a batch.
     *
     * @param outputs the outputs of the model, one sample a row
     * @param targets the desired outputs, for the same rows
     * @return a scalar, or as the reduction says
     * @throws IllegalArgumentException if the shapes do not fit, a target is outside its range, or
     *     a mean is asked for and nothing counts
     * @throws IndexOutOfBoundsException if there is no such class as a target says
     */
    @Override
    public final Tensor apply(Tensor outputs, T targets) {
        return reduction.of(name, terms(outputs, targets, null), outputs);
    }

    /**
     * The loss of a batch of which a mask leaves something out.
     *
     * @param outputs the outputs of the model, one sample a row
     * @param targets the desired outputs, for the same rows
     * @param mask 1 for what counts and 0 for what does not, of the shape of the single losses or
     *     of its first axes, as [rows, steps]
     * @return a scalar, or as the reduction says
     * @throws IllegalArgumentException if the shapes do not fit, the mask holds another number, a
     *     target that counts is outside its range, or a mean is asked for and nothing counts
     * @throws IndexOutOfBoundsException if there is no such class as a target that counts says
     */
    public final Tensor apply(Tensor outputs, T targets, Tensor mask) {
        Checks.present(name, "the mask", mask);
        return reduction.of(name, terms(outputs, targets, mask), outputs);
    }

    /**
     * How much a batch counts in the mean over several batches.
     *
     * @param outputs the outputs of the model, one sample a row
     * @param targets the desired outputs, for the same rows
     * @return of a {@linkplain #mean() mean} over rows what it divides by: the number of rows that
     *     count, or the sum of their class weights; else the number of samples
     */
    @Override
    public final double weight(Tensor outputs, T targets) {
        return weighted(outputs, targets, null);
    }

    /**
     * How much a batch counts in the mean over several batches that all have masks.
     *
     * @param outputs the outputs of the model, one sample a row
     * @param targets the desired outputs, for the same rows
     * @param mask as in {@link #apply(Tensor, Object, Tensor)}
     * @return of a {@linkplain #mean() mean} the sum of the mask, for classes by their weights;
     *     else the number of samples
     */
    public final double weight(Tensor outputs, T targets, Tensor mask) {
        return weighted(outputs, targets, Checks.present(name, "the mask", mask));
    }

    private double weighted(Tensor outputs, T targets, Tensor mask) {
        return reduction == Reduction.MEAN
                ? count(outputs, targets, mask)
                : Loss.super.weight(outputs, targets);
    }

    /**
     * A copy with the mean: over all elements, rows <em>and</em> columns, of a loss that is taken
     * element by element, or over the rows. A loss with class weights may divide by the sum of the
     * weights instead, and says so. An empty batch has no mean and is refused.
     *
     * @return another loss
     */
    public ReducedLoss<T> mean() {
        return reduced(Reduction.MEAN);
    }

    /**
     * A copy with the sum; 0 of an empty batch.
     *
     * @return another loss
     */
    public ReducedLoss<T> sum() {
        return reduced(Reduction.SUM);
    }

    /**
     * A copy with the sum divided by the extent of the first axis: summed within each sample, mean
     * over the samples, whatever the weights. Larger than the {@linkplain #mean() mean} by the
     * number of columns where a loss is taken element by element.
     *
     * @return another loss
     */
    public ReducedLoss<T> meanOverSamples() {
        return reduced(Reduction.MEAN_OVER_SAMPLES);
    }

    /**
     * A copy with a loss for each sample, the mean over its elements or steps, to be weighted or
     * inspected; 0 where none of them counts. A vector, so nothing for training.
     *
     * @return another loss
     */
    public ReducedLoss<T> perSample() {
        return reduced(Reduction.PER_SAMPLE);
    }

    /**
     * A copy with the single losses as they are: of the shape of the outputs, or of the outputs
     * without the axis of classes. Not a scalar, so nothing for training.
     *
     * @return another loss
     */
    public ReducedLoss<T> unreduced() {
        return reduced(Reduction.UNREDUCED);
    }

    /**
     * This loss as a metric, which is reported and not differentiated. It must reduce to a scalar.
     *
     * @return its value on a batch
     */
    @Override
    public MeanMetric<T> metric() {
        return new MeanMetric<>(this);
    }

    /** A mask of the shape of the single losses; null of null. */
    final Tensor expanded(Tensor mask, int[] shape) {
        if (mask == null) {
            return null;
        }
        int[] ones = new int[shape.length];
        boolean fits = mask.rank() <= shape.length;
        for (int axis = 0; fits && axis < shape.length; axis++) {
            boolean given = axis < mask.rank();
            ones[axis] = given ? mask.size(axis) : 1;
            fits = !given || mask.size(axis) == shape[axis];
        }
        if (!fits) {
            throw Checks.illegal(
                    "%s: a mask of shape %s for losses of shape %s; it must be of that shape or of"
                            + " its first axes",
                    name, mask.shape(), shape);
        }
        TargetChecks.each(name, "mask", mask, ZERO_OR_ONE);
        return mask.stopGradient().reshape(ones).expand(shape);
    }

    /** A share times a cost, and 0 of a share of 0 also where the cost is the infinity given. */
    static Tensor product(Tensor share, Tensor cost, double infinity) {
        Tensor nothing = share.eq(0).mul(cost.eq(infinity));
        return Tensor.where(nothing, Tensor.of(0), share.mul(cost));
    }

    /** A tensor with a number in place of what does not count; the tensor itself without a mask. */
    static Tensor kept(Tensor mask, Tensor x, double other) {
        return mask == null ? x : Tensor.where(mask, x, Tensor.of(other));
    }

    /**
     * The loss, its settings and its reduction.
     *
     * @return as "huber(delta 0.5, mean)"
     */
    @Override
    public String toString() {
        return name + "(" + settings() + reduction + ")";
    }
}
