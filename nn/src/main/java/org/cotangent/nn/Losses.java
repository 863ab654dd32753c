package org.cotangent.nn;

import java.util.Objects;
import org.cotangent.Activations;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;

// Longer than 400 lines: the losses, each a few lines of code below its formula, derivative and
// its errors.

/**
 * The usual loss functions.
 *
 * <p>Each has a form whose last argument says how the losses of elements or rows are {@linkplain
 * Reduction reduced}. Most have a short form of two arguments with the usual settings, which
 * returns the mean, except {@link #sumOfSquaredErrors} and {@link #klDivergence(Tensor, Tensor)}.
 * The short ones serve as {@link Loss}, as in {@code Losses::logistic}; others as a lambda:
 *
 * <pre>{@code
 * Loss<Tensor> robust = (p, t) -> Losses.huber(p, t, 0.5, Reduction.SUM);
 * robust.of(Tensor.vector(0, 3), Tensor.vector(0.25, 1));   // 0.90625
 * Loss<int[]> careful = CrossEntropy.ofLogits().labelSmoothing(0.1);
 * }</pre>
 *
 * <p>{@link CrossEntropy}, {@link BinaryCrossEntropy} and {@link MulticlassHinge} have further
 * settings. Samples are weighted by hand: {@code loss(..., Reduction.NONE).mul(weights).mean()}.
 *
 * <p>Nothing is broadcast, targets are checked element by element, and predictions that are NaN
 * give NaN. No single loss overflows where its value does not; a sum or mean does where the single
 * losses add up to more than the largest number. Derivatives are those of a single loss; a mean
 * divides them by the number of elements or rows. At a kink the slope is the one nearest to 0.
 */
public final class Losses {
    private Losses() {}

    /**
     * The sum of squared errors, Σ (p - t)² over all elements; derivative 2 (p - t).
     *
     * @param predictions the predictions p, of any shape
     * @param targets the targets t, of the same shape, finite
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ or a target is not finite
     */
    public static Tensor sumOfSquaredErrors(Tensor predictions, Tensor targets) {
        return squared("sumOfSquaredErrors", predictions, targets, Reduction.SUM);
    }

    /**
     * The mean squared error, the mean of (p - t)² over all elements: over rows <em>and</em>
     * columns, and without a factor ½. Derivative 2 (p - t) / size.
     *
     * @param predictions the predictions p, of any shape
     * @param targets the targets t, of the same shape, finite
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ, a target is not finite, or there are
     *     no elements
     */
    public static Tensor meanSquaredError(Tensor predictions, Tensor targets) {
        return squared("meanSquaredError", predictions, targets, Reduction.MEAN);
    }

    /**
     * The squared error (p - t)², element by element, without a factor ½; derivative 2 (p - t).
     *
     * @param predictions the predictions p, of any shape
     * @param targets the targets t, of the same shape, finite
     * @param reduction how the losses of the elements become one
     * @return a scalar, or of the shape of the predictions if it is not reduced
     * @throws IllegalArgumentException if the shapes differ, a target is not finite, or a mean is
     *     asked for and there are no elements
     */
    public static Tensor squaredError(Tensor predictions, Tensor targets, Reduction reduction) {
        return squared("squaredError", predictions, targets, reduction);
    }

    private static Tensor squared(
            String loss, Tensor predictions, Tensor targets, Reduction reduction) {
        TargetChecks.numbers(loss, predictions, targets);
        return reduced(loss, predictions.sub(targets).square(), predictions, reduction);
    }

    /**
     * The mean absolute error, the mean of |p - t| over all elements: over rows <em>and</em>
     * columns. Derivative the sign of p - t divided by the size, 0 where they are equal.
     *
     * @param predictions the predictions p, of any shape
     * @param targets the targets t, of the same shape, finite
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ, a target is not finite, or there are
     *     no elements
     */
    public static Tensor meanAbsoluteError(Tensor predictions, Tensor targets) {
        return absolute("meanAbsoluteError", predictions, targets, Reduction.MEAN);
    }

    /**
     * The absolute error |p - t|, element by element; derivative the sign of p - t, 0 where they
     * are equal.
     *
     * @param predictions the predictions p, of any shape
     * @param targets the targets t, of the same shape, finite
     * @param reduction how the losses of the elements become one
     * @return a scalar, or of the shape of the predictions if it is not reduced
     * @throws IllegalArgumentException if the shapes differ, a target is not finite, or a mean is
     *     asked for and there are no elements
     */
    public static Tensor absoluteError(Tensor predictions, Tensor targets, Reduction reduction) {
        return absolute("absoluteError", predictions, targets, reduction);
    }

    private static Tensor absolute(
            String loss, Tensor predictions, Tensor targets, Reduction reduction) {
        TargetChecks.numbers(loss, predictions, targets);
        return reduced(loss, predictions.sub(targets).abs(), predictions, reduction);
    }

    /**
     * The mean of {@link #huber(Tensor, Tensor, double, Reduction)} with δ = 1 over all elements.
     *
     * @param predictions the predictions p, of any shape
     * @param targets the targets t, of the same shape, finite
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ, a target is not finite, or there are
     *     no elements
     */
    public static Tensor huber(Tensor predictions, Tensor targets) {
        return huber(predictions, targets, 1, Reduction.MEAN);
    }

    /**
     * The Huber loss of e = p - t, element by element: e²/2 where |e| is below δ, else δ (|e| -
     * δ/2). Derivative e, kept within -δ .. δ. P. Huber, "Robust estimation of a location
     * parameter", 1964.
     *
     * @param predictions the predictions p, of any shape
     * @param targets the targets t, of the same shape, finite
     * @param delta δ, where the parabola becomes a line; positive and finite
     * @param reduction how the losses of the elements become one
     * @return a scalar, or of the shape of the predictions if it is not reduced
     * @throws IllegalArgumentException if δ is not positive and finite, or as {@link
     *     #absoluteError(Tensor, Tensor, Reduction)}
     */
    public static Tensor huber(
            Tensor predictions, Tensor targets, double delta, Reduction reduction) {
        TargetChecks.numbers("huber", predictions, targets);
        TargetChecks.setting(
                "huber",
                "delta",
                delta,
                d -> d > 0 && d < Double.POSITIVE_INFINITY,
                "positive and finite");
        Tensor error = predictions.sub(targets);
        Tensor size = error.abs();
        Tensor line = size.sub(delta / 2).mul(delta);
        Tensor losses = Tensor.where(size.lt(delta), error.square().mul(0.5), line);
        return reduced("huber", losses, predictions, reduction);
    }

    /**
     * The mean of {@link #smoothL1(Tensor, Tensor, double, Reduction)} with β = 1 over all
     * elements.
     *
     * @param predictions the predictions p, of any shape
     * @param targets the targets t, of the same shape, finite
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ, a target is not finite, or there are
     *     no elements
     */
    public static Tensor smoothL1(Tensor predictions, Tensor targets) {
        return smoothL1(predictions, targets, 1, Reduction.MEAN);
    }

    /**
     * The absolute error with a rounded corner, of e = p - t, element by element: e² / (2 β) where
     * |e| is below β, else |e| - β/2; the Huber loss divided by its δ. Derivative e / β, kept
     * within -1 .. 1. R. Girshick, "Fast R-CNN", 2015, equation 3.
     *
     * @param predictions the predictions p, of any shape
     * @param targets the targets t, of the same shape, finite
     * @param beta β, where the parabola becomes a line; finite and not negative, 0 leaves the
     *     corner
     * @param reduction how the losses of the elements become one
     * @return a scalar, or of the shape of the predictions if it is not reduced
     * @throws IllegalArgumentException if β is negative or not finite, or as {@link
     *     #absoluteError(Tensor, Tensor, Reduction)}
     */
    public static Tensor smoothL1(
            Tensor predictions, Tensor targets, double beta, Reduction reduction) {
        TargetChecks.numbers("smoothL1", predictions, targets);
        TargetChecks.setting(
                "smoothL1",
                "beta",
                beta,
                b -> b >= 0 && b < Double.POSITIVE_INFINITY,
                "finite and not negative");
        Tensor error = predictions.sub(targets);
        Tensor size = error.abs();
        // e / β · e/2 and not e² / (2 β): β may be tiny
        Tensor parabola = error.div(beta > 0 ? beta : 1).mul(error).mul(0.5);
        Tensor losses = Tensor.where(size.lt(beta), parabola, size.sub(beta / 2));
        return reduced("smoothL1", losses, predictions, reduction);
    }

    /**
     * The mean of {@link #hinge(Tensor, Tensor, double, Reduction)} with margin 1 over all
     * elements.
     *
     * @param scores the scores f, of any shape
     * @param signs the targets y, of the same shape, each -1 or 1
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ, a sign is neither -1 nor 1, or there
     *     are no elements
     */
    public static Tensor hinge(Tensor scores, Tensor signs) {
        return hinge(scores, signs, 1, Reduction.MEAN);
    }

    /**
     * The hinge loss of two classes, max(0, margin - y f), element by element; derivative -y where
     * y f is below the margin, else 0.
     *
     * @param scores the scores f, of any shape
     * @param signs the targets y, of the same shape, each -1 or 1
     * @param margin how large y f is to be, finite; usually 1
     * @param reduction how the losses of the elements become one
     * @return a scalar, or of the shape of the predictions if it is not reduced
     * @throws IllegalArgumentException if the margin is not finite, or as {@link #logistic(Tensor,
     *     Tensor, Reduction)}
     */
    public static Tensor hinge(Tensor scores, Tensor signs, double margin, Reduction reduction) {
        return reduced("hinge", shortfall("hinge", scores, signs, margin), scores, reduction);
    }

    /**
     * The mean of {@link #squaredHinge(Tensor, Tensor, double, Reduction)} with margin 1 over all
     * elements.
     *
     * @param scores the scores f, of any shape
     * @param signs the targets y, of the same shape, each -1 or 1
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ, a sign is neither -1 nor 1, or there
     *     are no elements
     */
    public static Tensor squaredHinge(Tensor scores, Tensor signs) {
        return squaredHinge(scores, signs, 1, Reduction.MEAN);
    }

    /**
     * The squared hinge loss of two classes, max(0, margin - y f)², element by element; derivative
     * -2 y max(0, margin - y f).
     *
     * @param scores the scores f, of any shape
     * @param signs the targets y, of the same shape, each -1 or 1
     * @param margin how large y f is to be, finite; usually 1
     * @param reduction how the losses of the elements become one
     * @return a scalar, or of the shape of the predictions if it is not reduced
     * @throws IllegalArgumentException if the margin is not finite, or as {@link #logistic(Tensor,
     *     Tensor, Reduction)}
     */
    public static Tensor squaredHinge(
            Tensor scores, Tensor signs, double margin, Reduction reduction) {
        Tensor missing = shortfall("squaredHinge", scores, signs, margin);
        return reduced("squaredHinge", missing.square(), scores, reduction);
    }

    /**
     * The mean of {@link #logistic(Tensor, Tensor, Reduction)} over all elements.
     *
     * @param scores the scores f, of any shape
     * @param signs the targets y, of the same shape, each -1 or 1
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ, a sign is neither -1 nor 1, or there
     *     are no elements
     */
    public static Tensor logistic(Tensor scores, Tensor signs) {
        return logistic(scores, signs, Reduction.MEAN);
    }

    /**
     * The logistic loss of two classes, log(1 + exp(-y f)), element by element, safe from overflow;
     * derivative -y σ(-y f). It is {@link #binaryCrossEntropy(Tensor, Tensor, Reduction)} with
     * targets -1 and 1 in place of 0 and 1.
     *
     * @param scores the scores f, of any shape
     * @param signs the targets y, of the same shape, each -1 or 1
     * @param reduction how the losses of the elements become one
     * @return a scalar, or of the shape of the predictions if it is not reduced
     * @throws IllegalArgumentException if the shapes differ, a sign is neither -1 nor 1, or a mean
     *     is asked for and there are no elements
     */
    public static Tensor logistic(Tensor scores, Tensor signs, Reduction reduction) {
        TargetChecks.signs("logistic", scores, signs);
        Tensor losses = Activations.softplus(signs.neg().mul(scores));
        return reduced("logistic", losses, scores, reduction);
    }

    /**
     * The mean of {@link #binaryCrossEntropy(Tensor, Tensor, Reduction)} over all elements, from
     * <em>logits</em>: the sigmoid is part of the loss, so the model ends without one.
     *
     * @param logits of any shape and size, not yet through a sigmoid
     * @param targets of the same shape, in 0 .. 1: 0 for no, 1 for yes
     * @return a scalar
     * @throws IllegalArgumentException as {@link BinaryCrossEntropy#of}
     */
    public static Tensor binaryCrossEntropy(Tensor logits, Tensor targets) {
        return new BinaryCrossEntropy().of(logits, targets);
    }

    /**
     * The cross-entropy of yes-or-no questions from <em>logits</em> x, not probabilities, element
     * by element: -t log σ(x) - (1 - t) log(1 - σ(x)), safe from overflow; derivative σ(x) - t.
     * {@link BinaryCrossEntropy} has weights for the positive answers.
     *
     * @param logits of any shape and size, not yet through a sigmoid
     * @param targets of the same shape, in 0 .. 1: 0 for no, 1 for yes
     * @param reduction how the losses of the elements become one
     * @return a scalar, or of the shape of the predictions if it is not reduced
     * @throws IllegalArgumentException as {@link BinaryCrossEntropy#of}
     */
    public static Tensor binaryCrossEntropy(Tensor logits, Tensor targets, Reduction reduction) {
        return new BinaryCrossEntropy().reduction(reduction).of(logits, targets);
    }

    /**
     * The mean over the rows of {@link #softmaxCrossEntropy(Tensor, int[], Reduction)}. A model
     * that knows nothing scores the logarithm of the number of classes.
     *
     * @param logits shape [rows, classes], not yet normalized
     * @param classes for every row the index of its class, from 0
     * @return a scalar
     * @throws IllegalArgumentException as {@link CrossEntropy#of(Tensor, int[])}
     * @throws IndexOutOfBoundsException if a class lies outside the columns of the logits
     */
    public static Tensor softmaxCrossEntropy(Tensor logits, int[] classes) {
        return CrossEntropy.ofLogits().of(logits, classes);
    }

    /**
     * The cross-entropy of the softmax of logits, row by row: -log softmax(s)_c for logits s and
     * class c, through the log-softmax, so that it is finite for logits of any size: a class that
     * is all but impossible costs the difference of the logits, not infinity. Derivative softmax(s)
     * - e_c, where e_c is 1 at the class and 0 elsewhere. {@link CrossEntropy} has label smoothing,
     * class weights and a label to ignore.
     *
     * @param logits shape [rows, classes], not yet normalized
     * @param classes for every row the index of its class, from 0
     * @param reduction how the losses of the rows become one
     * @return a scalar, or of shape [rows] if it is not reduced
     * @throws IllegalArgumentException as {@link CrossEntropy#of(Tensor, int[])}
     * @throws IndexOutOfBoundsException if a class lies outside the columns of the logits
     */
    public static Tensor softmaxCrossEntropy(Tensor logits, int[] classes, Reduction reduction) {
        return CrossEntropy.ofLogits().reduction(reduction).of(logits, classes);
    }

    /**
     * The mean over the rows of {@link #softmaxCrossEntropy(Tensor, Tensor, Reduction)}.
     *
     * @param logits shape [rows, classes], not yet normalized
     * @param probabilities of the same shape, each row with the sum 1: one-hot or soft labels
     * @return a scalar
     * @throws IllegalArgumentException as {@link CrossEntropy#of(Tensor, Tensor)}
     */
    public static Tensor softmaxCrossEntropy(Tensor logits, Tensor probabilities) {
        return CrossEntropy.ofLogits().of(logits, probabilities);
    }

    /**
     * The cross-entropy of the softmax of logits s with labels t that are probabilities, row by
     * row: -Σ t_j log softmax(s)_j; derivative softmax(s) - t.
     *
     * @param logits shape [rows, classes], not yet normalized
     * @param probabilities of the same shape, each row with the sum 1: one-hot or soft labels
     * @param reduction how the losses of the rows become one
     * @return a scalar, or of shape [rows] if it is not reduced
     * @throws IllegalArgumentException as {@link CrossEntropy#of(Tensor, Tensor)}
     */
    public static Tensor softmaxCrossEntropy(
            Tensor logits, Tensor probabilities, Reduction reduction) {
        return CrossEntropy.ofLogits().reduction(reduction).of(logits, probabilities);
    }

    /**
     * The mean over the rows of {@link #negativeLogLikelihood(Tensor, int[], Reduction)}.
     *
     * @param logProbabilities shape [rows, classes], logarithms of probabilities
     * @param classes for every row the index of its class, from 0
     * @return a scalar
     * @throws IllegalArgumentException as {@link CrossEntropy#of(Tensor, int[])}
     * @throws IndexOutOfBoundsException if a class lies outside the columns of the logits
     */
    public static Tensor negativeLogLikelihood(Tensor logProbabilities, int[] classes) {
        return CrossEntropy.ofLogProbabilities().of(logProbabilities, classes);
    }

    /**
     * The negative log-likelihood of classes, row by row: -L_c for log-probabilities L, as {@link
     * Tensor#logSoftmax} makes them, and class c. Derivative -1 at the class. {@link CrossEntropy}
     * has class weights and a label to ignore.
     *
     * @param logProbabilities shape [rows, classes], logarithms of probabilities
     * @param classes for every row the index of its class, from 0
     * @param reduction how the losses of the rows become one
     * @return a scalar, or of shape [rows] if it is not reduced
     * @throws IllegalArgumentException as {@link CrossEntropy#of(Tensor, int[])}
     * @throws IndexOutOfBoundsException if a class lies outside the columns of the logits
     */
    public static Tensor negativeLogLikelihood(
            Tensor logProbabilities, int[] classes, Reduction reduction) {
        return CrossEntropy.ofLogProbabilities().reduction(reduction).of(logProbabilities, classes);
    }

    /**
     * The mean over the rows of {@link #multiclassHinge(Tensor, int[], Reduction)}.
     *
     * @param scores shape [rows, classes], of any size
     * @param classes for every row the index of its class, from 0
     * @return a scalar
     * @throws IllegalArgumentException as {@link MulticlassHinge#of}
     * @throws IndexOutOfBoundsException if a class lies outside the columns of the scores
     */
    public static Tensor multiclassHinge(Tensor scores, int[] classes) {
        return new MulticlassHinge().of(scores, classes);
    }

    /**
     * The multiclass hinge loss with margin 1, row by row: Σ max(0, s_j - s_y + 1) over the classes
     * j other than the right one y, a sum and not a mean over classes. Derivative 1 for each s_j
     * within the margin, minus their number for s_y. {@link MulticlassHinge} has the margin,
     * squares, class weights, and the mean over classes that PyTorch takes.
     *
     * @param scores shape [rows, classes], of any size
     * @param classes for every row the index of its class, from 0
     * @param reduction how the losses of the rows become one
     * @return a scalar, or of shape [rows] if it is not reduced
     * @throws IllegalArgumentException as {@link MulticlassHinge#of}
     * @throws IndexOutOfBoundsException if a class lies outside the columns of the scores
     */
    public static Tensor multiclassHinge(Tensor scores, int[] classes, Reduction reduction) {
        return new MulticlassHinge().reduction(reduction).of(scores, classes);
    }

    /**
     * The divergence of each row, its mean over the rows: {@link #klDivergence(Tensor, Tensor,
     * Reduction)} with {@link Reduction#MEAN_OVER_ROWS}, which is the divergence of mathematics if
     * the rows are distributions.
     *
     * @param logProbabilities the predictions L: logarithms of probabilities, of any shape; rows
     *     first
     * @param targets the probabilities t, of the same shape, finite and not negative
     * @return a scalar
     * @throws IllegalArgumentException if the shapes differ or are those of scalars, a target is
     *     negative or not finite, or there are no elements
     */
    public static Tensor klDivergence(Tensor logProbabilities, Tensor targets) {
        return klDivergence(logProbabilities, targets, Reduction.MEAN_OVER_ROWS);
    }

    /**
     * The terms t (log t - L) of the Kullback-Leibler divergence of predicted probabilities exp(L)
     * from targets t, element by element; 0 where t is 0, also if L is -infinity. Derivative -t by
     * L, log t + 1 - L by t, which is -infinity where t is 0. {@link Reduction#MEAN} divides by the
     * number of <em>elements</em>, which no definition of the divergence does. That the rows sum to
     * 1 is not checked.
     *
     * @param logProbabilities the predictions L: logarithms of probabilities, of any shape; rows
     *     first
     * @param targets the probabilities t, of the same shape, finite and not negative
     * @param reduction how the losses of the elements become one
     * @return a scalar, or of the shape of the predictions if it is not reduced
     * @throws IllegalArgumentException if the shapes differ, a target is negative or not finite, or
     *     a mean is asked for and there are no elements
     */
    public static Tensor klDivergence(
            Tensor logProbabilities, Tensor targets, Reduction reduction) {
        TargetChecks.shape("klDivergence", logProbabilities, targets);
        TargetChecks.each(
                "klDivergence",
                "target",
                targets,
                p -> p >= 0 && p < Double.POSITIVE_INFINITY,
                "finite and not negative");
        // 0 log 0 = 0, for the target's own logarithm and for that of the prediction
        Tensor none = targets.eq(0).mul(logProbabilities.eq(Double.NEGATIVE_INFINITY));
        Tensor crossed = Tensor.where(none, Tensor.of(0), targets.mul(logProbabilities));
        Tensor losses = new TimesOwnLog().apply(targets).sub(crossed);
        return reduced("klDivergence", losses, logProbabilities, reduction);
    }

    /**
     * The terms of {@link #klDivergence(Tensor, Tensor, Reduction)} from logarithms of the targets,
     * exp(l) (l - L): finite where the probabilities themselves would underflow. 0 where l is
     * -infinity. Derivative -exp(l) by L, exp(l) (l - L + 1) by l.
     *
     * @param logProbabilities the predictions L: logarithms of probabilities, of any shape; rows
     *     first
     * @param logTargets logarithms l of the target probabilities, of the same shape, below
     *     +infinity
     * @param reduction how the losses of the elements become one
     * @return a scalar, or of the shape of the predictions if it is not reduced
     * @throws IllegalArgumentException if the shapes differ, a target is NaN or +infinity, or a
     *     mean is asked for and there are no elements
     */
    public static Tensor klDivergenceOfLogs(
            Tensor logProbabilities, Tensor logTargets, Reduction reduction) {
        TargetChecks.shape("klDivergenceOfLogs", logProbabilities, logTargets);
        TargetChecks.each(
                "klDivergenceOfLogs",
                "target",
                logTargets,
                l -> l < Double.POSITIVE_INFINITY,
                "a logarithm below infinity");
        Tensor none = logTargets.eq(Double.NEGATIVE_INFINITY);
        Tensor terms = logTargets.exp().mul(logTargets.sub(logProbabilities));
        Tensor losses = Tensor.where(none, Tensor.of(0), terms);
        return reduced("klDivergenceOfLogs", losses, logProbabilities, reduction);
    }

    /**
     * The hinge embedding loss of distances d, element by element: d where y is 1 (alike, so d is
     * to be small), max(0, margin - d) where y is -1 (different, so d is to exceed the margin).
     * Derivative 1 where y is 1, -1 where y is -1 and d is below the margin, else 0.
     *
     * @param distances the distances d, of any shape
     * @param signs the targets y, of the same shape, each -1 or 1
     * @param margin the least distance of different samples, finite; usually 1
     * @param reduction how the losses of the elements become one
     * @return a scalar, or of the shape of the distances if it is not reduced
     * @throws IllegalArgumentException if the margin is not finite, or as {@link #logistic(Tensor,
     *     Tensor, Reduction)}
     */
    public static Tensor hingeEmbedding(
            Tensor distances, Tensor signs, double margin, Reduction reduction) {
        TargetChecks.signs("hingeEmbedding", distances, signs);
        finite("hingeEmbedding", margin);
        Tensor apart = distances.neg().add(margin).relu();
        Tensor losses = Tensor.where(signs.gt(0), distances, apart);
        return reduced("hingeEmbedding", losses, distances, reduction);
    }

    /**
     * The margin ranking loss of two scores a and b, element by element: max(0, margin - y (a -
     * b)), where y is 1 if a is to rank higher and -1 if b is. Derivative -y by a and y by b where
     * y (a - b) is below the margin, else 0.
     *
     * @param first the scores a, of any shape
     * @param second the scores b, of the same shape
     * @param signs the targets y, of the same shape, each -1 or 1
     * @param margin by how much the right one is to be higher, finite; usually 0
     * @param reduction how the losses of the elements become one
     * @return a scalar, or of the shape of the scores if it is not reduced
     * @throws IllegalArgumentException if the margin is not finite, or as {@link #logistic(Tensor,
     *     Tensor, Reduction)}
     */
    public static Tensor marginRanking(
            Tensor first, Tensor second, Tensor signs, double margin, Reduction reduction) {
        TargetChecks.shape("marginRanking", first, second);
        Tensor missing = shortfall("marginRanking", first.sub(second), signs, margin);
        return reduced("marginRanking", missing, first, reduction);
    }

    /** The operation x log x, which is 0 at 0 with slope -infinity. */
    private record TimesOwnLog() implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            return Tensor.where(x[0].eq(0), Tensor.of(0), x[0].mul(x[0].log()));
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            Tensor unasked = x[0].eq(0).mul(g.eq(0));
            return Tensor.where(unasked, Tensor.of(0), g.mul(x[0].log().add(1)));
        }
    }

    /** max(0, margin - y f). */
    private static Tensor shortfall(String loss, Tensor scores, Tensor signs, double margin) {
        TargetChecks.signs(loss, scores, signs);
        finite(loss, margin);
        return signs.neg().mul(scores).add(margin).relu();
    }

    private static void finite(String loss, double margin) {
        TargetChecks.setting(loss, "margin", margin, Double::isFinite, "finite");
    }

    private static Tensor reduced(
            String loss, Tensor losses, Tensor predictions, Reduction reduction) {
        Objects.requireNonNull(reduction, () -> loss + ": the reduction is null");
        return reduction.of(loss, losses, predictions);
    }
}
