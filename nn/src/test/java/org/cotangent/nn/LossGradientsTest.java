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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.GradCheck;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every public loss against centered differences up to the second derivative, with every reduction,
 * by the predictions and, where those are numbers that may vary, by the targets.
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

    private interface Reduced {
        Tensor of(Tensor[] x, Reduction reduction);
    }

    private static void eachReduction(String signature, Reduced f, Tensor... at) {
        for (Reduction r : Reduction.values()) {
            check(signature, r.name(), x -> f.of(x, r), at);
        }
    }

    private static Tensor probabilities(Tensor logits) {
        return logits.softmax(-1);
    }

    static {
        String two = "(Tensor, Tensor)";
        String three = "(Tensor, Tensor, Reduction)";
        String number = "(Tensor, Tensor, double, Reduction)";
        check("sumOfSquaredErrors" + two, "", x -> Losses.sumOfSquaredErrors(x[0], x[1]), X, T);
        check("meanSquaredError" + two, "", x -> Losses.meanSquaredError(x[0], x[1]), X, T);
        eachReduction("squaredError" + three, (x, r) -> Losses.squaredError(x[0], x[1], r), X, T);
        check("meanAbsoluteError" + two, "", x -> Losses.meanAbsoluteError(x[0], x[1]), X, T);
        eachReduction("absoluteError" + three, (x, r) -> Losses.absoluteError(x[0], x[1], r), X, T);
        check("huber" + two, "", x -> Losses.huber(x[0], x[1]), X, T);
        eachReduction("huber" + number, (x, r) -> Losses.huber(x[0], x[1], 1.3, r), X, T);
        check("smoothL1" + two, "", x -> Losses.smoothL1(x[0], x[1]), X, T);
        eachReduction("smoothL1" + number, (x, r) -> Losses.smoothL1(x[0], x[1], 1.3, r), X, T);
        eachReduction("smoothL1" + number, (x, r) -> Losses.smoothL1(x[0], x[1], 0, r), X, T);

        check("hinge" + two, "", x -> Losses.hinge(x[0], SIGNS), X);
        eachReduction("hinge" + number, (x, r) -> Losses.hinge(x[0], SIGNS, 0.7, r), X);
        check("squaredHinge" + two, "", x -> Losses.squaredHinge(x[0], SIGNS), X);
        eachReduction(
                "squaredHinge" + number, (x, r) -> Losses.squaredHinge(x[0], SIGNS, 0.7, r), X);
        check("logistic" + two, "", x -> Losses.logistic(x[0], SIGNS), X);
        eachReduction("logistic" + three, (x, r) -> Losses.logistic(x[0], SIGNS, r), X);
        eachReduction(
                "hingeEmbedding" + number, (x, r) -> Losses.hingeEmbedding(x[0], SIGNS, 0.7, r), X);
        eachReduction(
                "marginRanking(Tensor, Tensor, Tensor, double, Reduction)",
                (x, r) -> Losses.marginRanking(x[0], x[1], SIGNS, 0.3, r),
                X,
                T);

        check(
                "binaryCrossEntropy" + two,
                "",
                x -> Losses.binaryCrossEntropy(x[0], x[1]),
                X,
                SHARES);
        eachReduction(
                "binaryCrossEntropy" + three,
                (x, r) -> Losses.binaryCrossEntropy(x[0], x[1], r),
                X,
                SHARES);
        eachReduction(
                "binaryCrossEntropy" + three,
                (x, r) -> Losses.binaryCrossEntropy(x[0], HARD, r),
                X);
        eachReduction(
                "BinaryCrossEntropy.of" + two,
                (x, r) ->
                        new BinaryCrossEntropy()
                                .positiveWeights(3, 0.5, 0)
                                .reduction(r)
                                .of(x[0], x[1]),
                X,
                SHARES);

        String classes = "(Tensor, int[])";
        String reducedClasses = "(Tensor, int[], Reduction)";
        check(
                "softmaxCrossEntropy" + classes,
                "",
                x -> Losses.softmaxCrossEntropy(x[0], CLASSES),
                X);
        eachReduction(
                "softmaxCrossEntropy" + reducedClasses,
                (x, r) -> Losses.softmaxCrossEntropy(x[0], CLASSES, r),
                X);
        check(
                "softmaxCrossEntropy" + two,
                "",
                x -> Losses.softmaxCrossEntropy(x[0], probabilities(x[1])),
                X,
                T);
        eachReduction(
                "softmaxCrossEntropy" + three,
                (x, r) -> Losses.softmaxCrossEntropy(x[0], probabilities(x[1]), r),
                X,
                T);
        CrossEntropy full = CrossEntropy.ofLogits().labelSmoothing(0.2).classWeights(1, 0.3, 2);
        eachReduction(
                "CrossEntropy.of" + classes,
                (x, r) -> full.ignore(0).reduction(r).of(x[0], CLASSES),
                X);
        eachReduction(
                "CrossEntropy.of" + two,
                (x, r) -> full.reduction(r).of(x[0], probabilities(x[1])),
                X,
                T);
        check(
                "negativeLogLikelihood" + classes,
                "",
                x -> Losses.negativeLogLikelihood(x[0].logSoftmax(-1), CLASSES),
                X);
        eachReduction(
                "negativeLogLikelihood" + reducedClasses,
                (x, r) -> Losses.negativeLogLikelihood(x[0], CLASSES, r),
                X);
        check("multiclassHinge" + classes, "", x -> Losses.multiclassHinge(x[0], CLASSES), X);
        eachReduction(
                "multiclassHinge" + reducedClasses,
                (x, r) -> Losses.multiclassHinge(x[0], CLASSES, r),
                X);
        eachReduction(
                "MulticlassHinge.of" + classes,
                (x, r) ->
                        new MulticlassHinge()
                                .margin(2)
                                .squared()
                                .meanOverClasses()
                                .classWeights(0.5, 1, 3)
                                .reduction(r)
                                .of(x[0], CLASSES),
                X);

        check("klDivergence" + two, "", x -> Losses.klDivergence(x[0], x[1]), X, SHARES);
        eachReduction(
                "klDivergence" + three, (x, r) -> Losses.klDivergence(x[0], x[1], r), X, SHARES);
        eachReduction(
                "klDivergenceOfLogs" + three,
                (x, r) -> Losses.klDivergenceOfLogs(x[0], x[1], r),
                X,
                T);
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
                there.add(signature("", m));
            }
        }
        for (Class<?> c :
                List.of(CrossEntropy.class, BinaryCrossEntropy.class, MulticlassHinge.class)) {
            for (Method m : c.getDeclaredMethods()) {
                if (m.getName().equals("of") && !m.isBridge()) {
                    there.add(signature(c.getSimpleName() + ".", m));
                }
            }
        }
        assertEquals(there, new TreeSet<>(CHECKS.keySet()));
    }

    private static String signature(String prefix, Method m) {
        return prefix
                + m.getName()
                + Arrays.stream(m.getParameterTypes())
                        .map(Class::getSimpleName)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
