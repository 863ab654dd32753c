package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.GradCheck;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every public loss against centered differences up to the second derivative, with every reduction
 * and with a mask, by the predictions and, where those are numbers that may vary, by the targets.
 */
class LossGradientsTest {
    private static final Tensor X =
            Tensor.of(new double[][] {{0.3, -1.2, 2.1}, {1.7, 0.4, -0.6}}).named("x");
    private static final Tensor T =
            Tensor.of(new double[][] {{-0.9, 0.2, 1.8}, {0.1, 0.9, -1.9}}).named("t");
    private static final Tensor SIGNS = Tensor.of(new double[][] {{1, -1, 1}, {-1, 1, 1}});
    private static final Tensor SHARES =
            Tensor.of(new double[][] {{0.5, 0.3, 0.6}, {0.4, 0.7, 0.55}}).named("t");
    private static final Tensor HARD = Tensor.of(new double[][] {{0, 1, 1}, {1, 0, 0}});
    private static final int[] CLASSES = {2, 0};

    /** The checks by the signature of the method that they are of. */
    private static final Map<String, List<DynamicTest>> CHECKS = new TreeMap<>();

    private static void check(String signature, String label, TensorFunction f, Tensor... at) {
        CHECKS.computeIfAbsent(signature, s -> new ArrayList<>())
                .add(
                        DynamicTest.dynamicTest(
                                label + " by " + Arrays.toString(at),
                                () -> GradCheck.of(f, at).order(2).run().requirePassed()));
    }

    private static final Tensor MASK = Tensor.of(new double[][] {{1, 0, 1}, {1, 1, 0}});
    private static final Tensor ROWS = Tensor.vector(0, 1);

    /** Every reduction, without a mask and with one. */
    private static <T> void each(
            String signature,
            ReducedLoss<T> loss,
            UnaryOperator<Tensor> outputs,
            Function<Tensor[], T> targets,
            Tensor mask,
            Tensor... at) {
        for (Reduction r : Reduction.values()) {
            ReducedLoss<T> reduced = loss.reduced(r);
            check(
                    signature,
                    reduced.toString(),
                    x -> reduced.apply(outputs.apply(x[0]), targets.apply(x)),
                    at);
            check(
                    signature,
                    reduced + " masked",
                    x -> reduced.apply(outputs.apply(x[0]), targets.apply(x), mask),
                    at);
        }
    }

    private static void values(String signature, ReducedLoss<Tensor> loss, Tensor targets) {
        each(signature, loss, x -> x, x -> x[1], MASK, X, targets);
    }

    private static void fixed(String signature, ReducedLoss<Tensor> loss, Tensor targets) {
        each(signature, loss, x -> x, x -> targets, MASK, X);
    }

    private static void classes(String signature, ReducedLoss<int[]> loss) {
        each(signature, loss, x -> x, x -> CLASSES, ROWS, X);
    }

    private static void steps(String signature, ReducedLoss<int[][]> loss) {
        int[][] classes = {{2, 1}, {0}};
        UnaryOperator<Tensor> outputs = x -> Tensor.concat(0, x, x.mul(x)).reshape(2, 2, 3);
        each(signature, loss, outputs, x -> classes, Tensor.vector(1, 1), X);
    }

    private static void softLabels(String signature, CrossEntropy loss) {
        each(signature, loss.softLabels(), x -> x, x -> x[1].softmax(-1), ROWS, X, T);
    }

    static {
        String one = "(double)";
        values("meanSquaredError()", Losses.meanSquaredError(), T);
        values("meanAbsoluteError()", Losses.meanAbsoluteError(), T);
        values("huber()", Losses.huber(), T);
        values("huber" + one, Losses.huber(1.3), T);
        values("smoothL1()", Losses.smoothL1(), T);
        values("smoothL1" + one, Losses.smoothL1(1.3), T);
        values("smoothL1" + one, Losses.smoothL1(0), T);
        fixed("hinge()", Losses.hinge(), SIGNS);
        fixed("hinge" + one, Losses.hinge(0.7), SIGNS);
        fixed("squaredHinge()", Losses.squaredHinge(), SIGNS);
        fixed("squaredHinge" + one, Losses.squaredHinge(0.7), SIGNS);
        fixed("hingeEmbedding()", Losses.hingeEmbedding(), SIGNS);
        fixed("hingeEmbedding" + one, Losses.hingeEmbedding(0.7), SIGNS);
        fixed("logistic()", Losses.logistic(), SIGNS);
        check(
                "hinge" + one,
                "margin ranking",
                x -> Losses.hinge(0.3).apply(x[0].sub(x[1]), SIGNS),
                X,
                T);
        values("binaryCrossEntropy()", Losses.binaryCrossEntropy(), SHARES);
        fixed("binaryCrossEntropy()", Losses.binaryCrossEntropy(), HARD);
        values(
                "binaryCrossEntropy()",
                Losses.binaryCrossEntropy().positiveWeights(3, 0.5, 0),
                SHARES);
        CrossEntropy full =
                Losses.softmaxCrossEntropy().labelSmoothing(0.2).classWeights(1, 0.3, 2);
        classes("softmaxCrossEntropy()", Losses.softmaxCrossEntropy());
        classes("softmaxCrossEntropy()", full.ignore(2));
        steps("softmaxCrossEntropy()", Losses.softmaxCrossEntropy().steps());
        steps("softmaxCrossEntropy()", full.ignore(1).steps());
        softLabels("softmaxCrossEntropy()", Losses.softmaxCrossEntropy());
        softLabels("softmaxCrossEntropy()", full);
        classes("negativeLogLikelihood()", Losses.negativeLogLikelihood());
        softLabels("negativeLogLikelihood()", Losses.negativeLogLikelihood());
        classes("multiclassHinge()", Losses.multiclassHinge());
        MulticlassHinge hinge =
                Losses.multiclassHinge()
                        .margin(2)
                        .squared()
                        .meanOverClasses()
                        .classWeights(0.5, 1, 3);
        classes("multiclassHinge()", hinge);
        steps("multiclassHinge()", hinge.ignore(1).steps());
        fixed("cosineEmbedding" + one, Losses.cosineEmbedding(0.7), SIGNS);
        values("triplet" + one, Losses.triplet(0.45), T);
        fixed("poisson()", Losses.poisson(), HARD);
        values("poisson()", Losses.poisson(), SHARES);
        each(
                "poissonOfRates" + one,
                Losses.poissonOfRates(0.1),
                x -> x.square(),
                x -> HARD,
                MASK,
                X);
        each("multilabelMargin()", Losses.multilabelMargin(), x -> x, x -> HARD, ROWS, X);
        each(
                "gaussian()",
                Losses.gaussian(),
                x -> Tensor.concat(1, x, x.mul(0.5)),
                x -> x[1],
                MASK,
                X,
                T);
        int[][] labels = {{1, 1}, {2}};
        UnaryOperator<Tensor> steps = x -> Tensor.concat(1, x, x.mul(x), x.neg()).reshape(2, 3, 3);
        Tensor shorter = Tensor.of(new double[][] {{1, 1, 1}, {1, 1, 0}});
        each("ctc()", Losses.ctc(), steps, x -> labels, shorter, X);
        each("ctc()", Losses.ctc().ofLogs().perLabel(), steps, x -> labels, shorter, X);
        classes("capsuleMargin()", Losses.capsuleMargin());
        classes("capsuleMargin(double, double, double)", Losses.capsuleMargin(1.9, -1, 0.7));
        values("klDivergence()", Losses.klDivergence(), SHARES);
        values("klDivergenceOfLogs()", Losses.klDivergenceOfLogs(), T);
    }

    @TestFactory
    Stream<DynamicTest> gradients() {
        return CHECKS.values().stream().flatMap(List::stream);
    }

    /** A loss without a check fails here. */
    @Test
    void noLossIsLeftOut() {
        TreeSet<String> there = new TreeSet<>();
        for (Method m : Losses.class.getDeclaredMethods()) {
            if (Modifier.isPublic(m.getModifiers()) && !m.isSynthetic()) {
                there.add(
                        m.getName()
                                + Arrays.stream(m.getParameterTypes())
                                        .map(Class::getSimpleName)
                                        .collect(Collectors.joining(", ", "(", ")")));
            }
        }
        assertEquals(there, new TreeSet<>(CHECKS.keySet()));
    }
}
