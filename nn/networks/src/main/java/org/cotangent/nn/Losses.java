package org.cotangent.nn;

import java.util.function.BinaryOperator;
import org.cotangent.Activations;
import org.cotangent.CheckReturnValue;
import org.cotangent.CustomOp;
import org.cotangent.Special;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;

// Longer than 400 lines: a method for each loss; most is documentation.

/**
 * The usual loss functions, each an immutable value: first comes the loss, then its settings, last
 * its {@linkplain ReducedLoss reduction}, which is the mean unless another is chosen.
 *
 * <pre>{@code
 * Losses.huber(0.5).sum().apply(Tensor.vector(0, 3), Tensor.vector(0.25, 1));   // 0.90625
 * Loss<int[]> careful = Losses.softmaxCrossEntropy().labelSmoothing(0.1);
 * Loss<int[][]> sequences = Losses.softmaxCrossEntropy().ignore(-1).steps();
 * }</pre>
 *
 * <p>Samples are weighted by hand: {@code loss.perSample().apply(p, t).mul(weights).mean()}.
 *
 * <p>Nothing is broadcast, targets are checked element by element, and predictions that are NaN
 * give NaN. No single loss overflows where its value does not; a sum or mean does where the single
 * losses add up to more than the largest number. Derivatives are those of a single loss; a mean
 * divides them by the number of elements or rows. At a kink the slope is the one nearest to 0.
 */
@CheckReturnValue
public final class Losses {
    private Losses() {}

    /**
     * The mean squared error, the mean of (p - t)² over all elements: over rows <em>and</em>
     * columns, and without a factor ½. Predictions p and targets t have any shape, and targets are
     * finite. Derivative 2 (p - t) / size. With {@link ReducedLoss#sum()} it is the sum of squared
     * errors.
     *
     * @return the loss
     */
    public static ReducedLoss<Tensor> meanSquaredError() {
        return ofElements("meanSquaredError", "", Checks.FINITE, (p, t) -> p.sub(t).square());
    }

    /**
     * The mean absolute error, the mean of |p - t| over all elements: over rows <em>and</em>
     * columns. Predictions p and targets t have any shape, and targets are finite. Derivative the
     * sign of p - t divided by the size, 0 where they are equal.
     *
     * @return the loss
     */
    public static ReducedLoss<Tensor> meanAbsoluteError() {
        return ofElements("meanAbsoluteError", "", Checks.FINITE, (p, t) -> p.sub(t).abs());
    }

    /**
     * The {@linkplain #huber(double) Huber loss} with δ = 1.
     *
     * @return the loss
     */
    public static ReducedLoss<Tensor> huber() {
        return huber(1);
    }

    /**
     * The Huber loss of e = p - t, element by element: e²/2 where |e| is below δ, else δ (|e| -
     * δ/2). Predictions p and targets t have any shape, and targets are finite. Derivative e, kept
     * within -δ .. δ. P. Huber, "Robust estimation of a location parameter", 1964.
     *
     * @param delta δ, where the parabola becomes a line; positive and finite
     * @return the loss
     * @throws IllegalArgumentException if δ is not positive and finite
     */
    public static ReducedLoss<Tensor> huber(double delta) {
        Checks.POSITIVE.check("huber", "delta", delta);
        return ofElements(
                "huber",
                "delta " + delta + ", ",
                Checks.FINITE,
                (p, t) -> {
                    Tensor error = p.sub(t);
                    Tensor size = error.abs();
                    Tensor line = size.sub(delta / 2).mul(delta);
                    return Tensor.where(size.lt(delta), error.square().mul(0.5), line);
                });
    }

    /**
     * The {@linkplain #smoothL1(double) smooth L1 loss} with β = 1.
     *
     * @return the loss
     */
    public static ReducedLoss<Tensor> smoothL1() {
        return smoothL1(1);
    }

    /**
     * The absolute error with a rounded corner, of e = p - t, element by element: e² / (2 β) where
     * |e| is below β, else |e| - β/2; the Huber loss divided by its δ. Predictions p and targets t
     * have any shape, and targets are finite. Derivative e / β, kept within -1 .. 1. R. Girshick,
     * "Fast R-CNN", 2015, equation 3.
     *
     * @param beta β, where the parabola becomes a line; finite and not negative, 0 leaves the
     *     corner
     * @return the loss
     * @throws IllegalArgumentException if β is negative or not finite
     */
    public static ReducedLoss<Tensor> smoothL1(double beta) {
        Checks.NOT_NEGATIVE.check("smoothL1", "beta", beta);
        return ofElements(
                "smoothL1",
                "beta " + beta + ", ",
                Checks.FINITE,
                (p, t) -> {
                    Tensor error = p.sub(t);
                    Tensor size = error.abs();
                    // e / β · e/2 and not e² / (2 β): β may be tiny
                    Tensor parabola = error.div(beta > 0 ? beta : 1).mul(error).mul(0.5);
                    return Tensor.where(size.lt(beta), parabola, size.sub(beta / 2));
                });
    }

    /**
     * The {@linkplain #hinge(double) hinge loss} with margin 1.
     *
     * @return the loss
     */
    public static ReducedLoss<Tensor> hinge() {
        return hinge(1);
    }

    /**
     * The hinge loss of two classes, max(0, margin - y f), element by element, of scores f of any
     * shape and targets y, each -1 or 1; derivative -y where y f is below the margin, else 0.
     *
     * <p>Of a difference of two scores, {@code hinge(0).apply(a.sub(b), y)}, it is the margin
     * ranking loss: y is 1 where a is to rank higher and -1 where b is.
     *
     * @param margin how large y f is to be, finite
     * @return the loss
     * @throws IllegalArgumentException if the margin is not finite
     */
    public static ReducedLoss<Tensor> hinge(double margin) {
        return ofMargin("hinge", margin, (f, y) -> shortfall(margin, f, y));
    }

    /**
     * The {@linkplain #squaredHinge(double) squared hinge loss} with margin 1.
     *
     * @return the loss
     */
    public static ReducedLoss<Tensor> squaredHinge() {
        return squaredHinge(1);
    }

    /**
     * The squared hinge loss of two classes, max(0, margin - y f)², element by element, of scores f
     * of any shape and targets y, each -1 or 1; derivative -2 y max(0, margin - y f).
     *
     * @param margin how large y f is to be, finite
     * @return the loss
     * @throws IllegalArgumentException if the margin is not finite
     */
    public static ReducedLoss<Tensor> squaredHinge(double margin) {
        return ofMargin("squaredHinge", margin, (f, y) -> shortfall(margin, f, y).square());
    }

    /**
     * The {@linkplain #hingeEmbedding(double) hinge embedding loss} with margin 1.
     *
     * @return the loss
     */
    public static ReducedLoss<Tensor> hingeEmbedding() {
        return hingeEmbedding(1);
    }

    /**
     * The hinge embedding loss of distances d of any shape, element by element: d where the target
     * y is 1 (alike, so d is to be small), max(0, margin - d) where y is -1 (different, so d is to
     * exceed the margin). Derivative 1 where y is 1, -1 where y is -1 and d is below the margin,
     * else 0.
     *
     * @param margin the least distance of different samples, finite
     * @return the loss
     * @throws IllegalArgumentException if the margin is not finite
     */
    public static ReducedLoss<Tensor> hingeEmbedding(double margin) {
        return ofMargin(
                "hingeEmbedding",
                margin,
                (d, y) -> Tensor.where(y.gt(0), d, d.neg().add(margin).relu()));
    }

    /**
     * The logistic loss of two classes, log(1 + exp(-y f)), element by element, of scores f of any
     * shape and targets y, each -1 or 1, safe from overflow; derivative -y σ(-y f). It is {@link
     * #binaryCrossEntropy()} with targets -1 and 1 in place of 0 and 1.
     *
     * @return the loss
     */
    public static ReducedLoss<Tensor> logistic() {
        return ofElements(
                "logistic", "", ElementLoss.SIGNS, (f, y) -> Activations.softplus(y.neg().mul(f)));
    }

    /**
     * The cross-entropy of yes-or-no questions from <em>logits</em> x of any shape, element by
     * element: -t log σ(x) - (1 - t) log(1 - σ(x)) of targets t in 0 .. 1: 0 for no, 1 for yes. The
     * sigmoid is part of the loss, so the model ends without one. Safe from overflow; derivative
     * σ(x) - t.
     *
     * @return the loss, which has a weight of the positive answers
     */
    public static BinaryCrossEntropy binaryCrossEntropy() {
        return new BinaryCrossEntropy(null, Reduction.MEAN);
    }

    /**
     * The cross-entropy of the softmax of logits, row by row: -log softmax(s)_c for logits s and
     * class c, through the log-softmax, so that it is finite for logits of any size: a class that
     * is all but impossible costs the difference of the logits, not infinity. Derivative softmax(s)
     * - e_c, where e_c is 1 at the class and 0 elsewhere.
     *
     * <p>The softmax is part of the loss, so the model ends without one. Do not give it
     * probabilities: those are logits too, of another and flatter distribution, and no error can be
     * told.
     *
     * @return the loss, which has label smoothing, class weights, a label to ignore, and forms for
     *     {@linkplain CrossEntropy#softLabels() probabilities} and {@linkplain CrossEntropy#steps()
     *     sequences}
     */
    public static CrossEntropy softmaxCrossEntropy() {
        return new CrossEntropy(true);
    }

    /**
     * The negative log-likelihood of classes, row by row: -L_c for log-probabilities L, as {@link
     * Tensor#logSoftmax} makes them, and class c. Derivative -1 at the class.
     *
     * @return the loss, with the settings of {@link #softmaxCrossEntropy()}
     */
    public static CrossEntropy negativeLogLikelihood() {
        return new CrossEntropy(false);
    }

    /**
     * The multiclass hinge loss with margin 1, row by row: Σ max(0, s_j - s_y + 1) over the classes
     * j other than the right one y, a sum and not a mean over classes. Derivative 1 for each s_j
     * within the margin, minus their number for s_y.
     *
     * @return the loss, which has the margin, squares, class weights, a label to ignore, and the
     *     mean over classes that PyTorch takes
     */
    public static MulticlassHinge multiclassHinge() {
        return new MulticlassHinge();
    }

    /**
     * The Kullback-Leibler divergence of predicted probabilities exp(L) from targets t, by its
     * terms t (log t - L), which are 0 where t is 0, also if L is -infinity. L and t have any
     * shape, rows first, and t is finite and not negative; that rows sum to 1 is not checked.
     *
     * <p>It is reduced {@linkplain ReducedLoss#meanOverSamples() over samples}: summed over each
     * row, which is the divergence of mathematics if the rows are distributions. The {@linkplain
     * ReducedLoss#mean() mean} divides by the number of <em>elements</em>, which no definition of
     * the divergence does. Derivative -t by L, log t + 1 - L by t, which is -infinity where t is 0.
     *
     * @return the loss
     */
    public static ReducedLoss<Tensor> klDivergence() {
        return ofElements(
                        "klDivergence",
                        "",
                        Checks.NOT_NEGATIVE,
                        (log, t) -> {
                            // 0 log 0 = 0, for the target's own logarithm and the prediction's
                            double impossible = Double.NEGATIVE_INFINITY;
                            Tensor crossed = ReducedLoss.product(t, log, impossible);
                            return new TimesOwnLog().apply(t).sub(crossed);
                        })
                .meanOverSamples();
    }

    /**
     * The {@linkplain #klDivergence() divergence} from logarithms of the targets, by its terms
     * exp(l) (l - L): finite where the probabilities themselves would underflow, 0 where l is
     * -infinity. L and l have any shape, rows first, and l is below +infinity. Derivative -exp(l)
     * by L, exp(l) (l - L + 1) by l.
     *
     * @return the loss, reduced over samples
     */
    public static ReducedLoss<Tensor> klDivergenceOfLogs() {
        return ofElements(
                        "klDivergenceOfLogs",
                        "",
                        new Checks.Range(
                                l -> l < Double.POSITIVE_INFINITY, "a logarithm below infinity"),
                        (log, l) -> {
                            Tensor none = l.eq(Double.NEGATIVE_INFINITY);
                            return Tensor.where(none, Tensor.of(0), l.exp().mul(l.sub(log)));
                        })
                .meanOverSamples();
    }

    /**
     * The cosine embedding loss of cosines c of any shape, as {@link
     * org.cotangent.linalg.Linalg#cosineSimilarity} makes them of pairs of vectors, element by
     * element: 1 - c where the target y is 1 (alike), max(0, c - margin) where y is -1 (different).
     * Derivative -1 where y is 1, 1 where y is -1 and c is above the margin, else 0.
     *
     * @param margin how large the cosine of different samples may be, finite
     * @return the loss
     * @throws IllegalArgumentException if the margin is not finite
     */
    public static ReducedLoss<Tensor> cosineEmbedding(double margin) {
        return ofMargin(
                "cosineEmbedding",
                margin,
                (c, y) -> Tensor.where(y.gt(0), c.rsub(1), c.sub(margin).relu()));
    }

    /**
     * The triplet loss of distances, element by element: max(0, near - far + margin), where the
     * outputs are distances to samples that are alike, the targets those to samples that are not;
     * both are differentiated. Derivative 1 by near and -1 by far where the margin is not reached,
     * else 0. F. Schroff, D. Kalenichenko, J. Philbin, "FaceNet", 2015.
     *
     * <p>Distances of vectors: {@link org.cotangent.linalg.Linalg#pairwiseDistance}.
     *
     * @param margin by how much far is to exceed near, finite
     * @return the loss
     * @throws IllegalArgumentException if the margin is not finite
     */
    public static ReducedLoss<Tensor> triplet(double margin) {
        Checks.FINITE.check("triplet", "margin", margin);
        return ofElements(
                "triplet",
                "margin " + margin + ", ",
                Checks.FINITE,
                (near, far) -> near.sub(far).add(margin).relu());
    }

    /**
     * The margin loss of several labels at a time, row by row: Σ max(0, 1 - (s_j - s_i)) over the
     * labels j of a row and the classes i that are none, divided by the number of classes. Scores s
     * and targets have shape [..., classes], with targets 1 for a label and 0 for none. Derivative
     * by a score: the number of pairs within the margin, minus for a label, divided by that of
     * classes.
     *
     * @return the loss
     */
    public static ReducedLoss<Tensor> multilabelMargin() {
        return new MultilabelMargin(Reduction.MEAN);
    }

    /**
     * The negative log-likelihood of counts under Poisson distributions, element by element and
     * without what does not depend on the prediction: e^x - t x of logarithms x of rates and counts
     * t, not negative. Derivative e^x - t.
     *
     * @return the loss
     */
    public static ReducedLoss<Tensor> poisson() {
        return ofElements("poisson", "", Checks.NOT_NEGATIVE, (x, t) -> x.exp().sub(t.mul(x)));
    }

    /**
     * The {@linkplain #poisson() loss of counts} from the rates themselves: r - t log(r + ε).
     * Derivative 1 - t / (r + ε).
     *
     * @param epsilon ε, which keeps a rate of 0 off the logarithm; finite and not negative
     * @return the loss
     * @throws IllegalArgumentException if ε is negative or not finite
     */
    public static ReducedLoss<Tensor> poissonOfRates(double epsilon) {
        Checks.NOT_NEGATIVE.check("poissonOfRates", "epsilon", epsilon);
        return ofElements(
                "poissonOfRates",
                "epsilon " + epsilon + ", ",
                Checks.NOT_NEGATIVE,
                (r, t) -> r.sub(Special.xlogy(t, r.add(epsilon))));
    }

    /**
     * The negative log-likelihood of values under normal distributions whose variances are
     * predicted too, element by element and without the constant log(2π)/2: (s + (t - m)² e^-s) / 2
     * of means m and logarithms s of variances. The outputs have shape [..., 2 n], n means and
     * behind them n logarithms, the targets [..., n]. Derivatives (m - t) e^-s by m, (1 - (t - m)²
     * e^-s) / 2 by s. D. Nix, A. Weigend, "Estimating the mean and variance of the target
     * probability distribution", 1994.
     *
     * @return the loss
     */
    public static ReducedLoss<Tensor> gaussian() {
        return new GaussianLoss(Reduction.MEAN);
    }

    /**
     * The {@linkplain #capsuleMargin(double, double, double) margin loss of capsules} with the
     * numbers of its source: 0.9, 0.1 and 0.5.
     *
     * @return the loss
     */
    public static ReducedLoss<int[]> capsuleMargin() {
        return capsuleMargin(0.9, 0.1, 0.5);
    }

    /**
     * The margin loss of capsules, row by row: max(0, present - v_c)² + weight Σ max(0, v_j -
     * absent)² over the classes j other than the right one c, of lengths v of shape [rows,
     * classes], the norms of one capsule for each class. Derivative -2 max(0, present - v_c) by the
     * length at the class, 2 weight max(0, v_j - absent) by the others. S. Sabour and others,
     * "Dynamic routing between capsules", 2017, equation 4.
     *
     * @param present how long the capsule of the right class is to be, finite
     * @param absent how long those of the others may be, finite
     * @param weight how much the others count, finite and not negative
     * @return the loss
     * @throws IllegalArgumentException if a number is outside its range
     */
    public static ReducedLoss<int[]> capsuleMargin(double present, double absent, double weight) {
        return new CapsuleMargin(present, absent, weight, ClassLoss.Common.NONE);
    }

    /**
     * The loss of connectionist temporal classification, of scores [rows, steps, classes] and
     * labels whose places are not known; class 0 is the blank. Derivative by a logit: its
     * probability minus that of being at a state of its class, given the labels.
     *
     * @return the loss, which has the blank, a form for log-probabilities, and division by the
     *     number of labels
     */
    public static Ctc ctc() {
        return new Ctc();
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

    private static ElementLoss ofElements(
            String name, String settings, Checks.Range range, BinaryOperator<Tensor> formula) {
        return new ElementLoss(name, settings, Reduction.MEAN, range, formula);
    }

    private static ElementLoss ofMargin(
            String name, double margin, BinaryOperator<Tensor> formula) {
        Checks.FINITE.check(name, "margin", margin);
        return ofElements(name, "margin " + margin + ", ", ElementLoss.SIGNS, formula);
    }

    /** max(0, margin - y f). */
    private static Tensor shortfall(double margin, Tensor scores, Tensor signs) {
        return signs.neg().mul(scores).add(margin).relu();
    }
}
