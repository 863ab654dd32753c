package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.UnaryOperator;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Losses of a model that is nearly sure, by closed forms: slopes that would be lost in 1 - p are
 * right element by element, to second order.
 */
class ConfidentLossesTest {
    private static final int[] RIGHT = {0};
    private static final Tensor ONE_HOT = Tensor.of(new double[][] {{1, 0}});

    /** Value, slope by the logits (gap, 0) and second derivatives of a loss, each to 12 digits. */
    private static void check(
            UnaryOperator<Tensor> loss, double gap, double first, double second, double curved) {
        Tensor x = Tensor.of(new double[][] {{gap, 0}});
        Tensor own = x.asVariable();
        compare(first, second, loss.apply(own).backward().of(own));
        compare(first, second, Differentiate.gradient(loss).apply(x));
        Tensor hessian = Differentiate.hessian(loss, x).reshape(2, 2);
        compare(curved, -curved, hessian.slice(0, 0, 1));
        compare(-curved, curved, hessian.slice(0, 1, 2));
        Tensor v = Tensor.of(new double[][] {{3, 1}});
        compare(2 * curved, -2 * curved, Differentiate.jvp(Differentiate.gradient(loss), x, v));
    }

    private static void compare(double first, double second, Tensor actual) {
        double[] numbers = actual.toArray();
        assertEquals(first, numbers[0], 1e-12 * Math.abs(first));
        assertEquals(second, numbers[1], 1e-12 * Math.abs(second));
    }

    @ParameterizedTest
    @ValueSource(doubles = {20, 36, 40, 100, 700})
    void rightSlopes(double gap) {
        double e = Math.exp(-gap);
        double q = e / (1 + e); // probability of the other class
        double s = q / (1 + e);
        CrossEntropy loss = Losses.softmaxCrossEntropy();
        Tensor half = Tensor.of(new double[][] {{0.5, 0.5}});
        check(x -> loss.apply(x, RIGHT), gap, -q, q, s);
        check(x -> loss.softLabels().apply(x, ONE_HOT), gap, -q, q, s);
        check(x -> loss.apply(x, new int[] {1}), gap, 1 - q, q - 1, s);
        check(x -> loss.softLabels().apply(x, half), gap, 0.5 - q, q - 0.5, s);
        check(x -> loss.ignore(-1).apply(x, RIGHT), gap, -q, q, s);
        check(x -> loss.unreduced().apply(x, RIGHT).sum(), gap, -q, q, s);
        check(x -> loss.classWeights(3, 5).sum().apply(x, RIGHT), gap, -3 * q, 3 * q, 3 * s);
        check(x -> loss.labelSmoothing(0.25).apply(x, RIGHT), gap, 0.125 - q, q - 0.125, s);
        check(x -> Losses.negativeLogLikelihood().apply(x.logSoftmax(-1), RIGHT), gap, -q, q, s);
        check(x -> Losses.klDivergence().apply(x.logSoftmax(-1), ONE_HOT), gap, -q, q, s);
        check(
                x ->
                        Losses.klDivergenceOfLogs()
                                .sum()
                                .apply(
                                        x.logSoftmax(-1),
                                        Tensor.of(new double[][] {{0, Double.NEGATIVE_INFINITY}})),
                gap,
                -q,
                q,
                s);
        // the same of two classes as of one logit
        UnaryOperator<Tensor> difference = x -> x.slice(1, 0, 1).sub(x.slice(1, 1, 2));
        Tensor yes = Tensor.of(new double[][] {{1}});
        check(x -> Losses.binaryCrossEntropy().apply(difference.apply(x), yes), gap, -q, q, s);
        check(x -> Losses.logistic().apply(difference.apply(x), yes), gap, -q, q, s);
        // the activations by themselves
        check(x -> Activation.LOG_SOFTMAX.apply(x).slice(1, 0, 1).neg().sum(), gap, -q, q, s);
        double t = Math.tanh(gap / 2);
        check(x -> Activation.SOFTMAX.apply(x).slice(1, 0, 1).sum(), gap, s, -s, -s * t);
    }
}
