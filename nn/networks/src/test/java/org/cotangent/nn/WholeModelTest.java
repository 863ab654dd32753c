package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.Entry;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.gradcheck.Report;
import org.cotangent.gradcheck.Verdict;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Gradients of whole models by their parameters, small ones in full and large ones by directions.
 */
class WholeModelTest {
    private static final int HIDDEN = 256;
    private static final int ROWS = 8;

    private final RandomGenerator random = new SplittableRandom(4);

    private Tensor normal(int... shape) {
        return Tensor.of(
                Initializers.normal(1).values(1, Tensor.zeros(shape).size(), random), shape);
    }

    private int[] classes(int rows, int count) {
        return random.ints(rows, 0, count).toArray();
    }

    /** The loss of a model as a function of its parameters, ready to be checked. */
    private static GradCheck check(Layer model, Tensor x, int[] classes) {
        TensorFunction loss =
                Parameter.function(
                        model.parameters(),
                        () -> Losses.softmaxCrossEntropy().apply(model.apply(x), classes));
        return GradCheck.of(loss, Parameter.values(model.parameters()));
    }

    @ParameterizedTest
    @MethodSource("org.cotangent.nn.Activation#values")
    void smallModelsInFull(Activation activation) {
        Mlp model = Mlp.of(3, 4, 4, 3).activation(activation).build(random);
        Report report = check(model, normal(5, 3), classes(5, 3)).order(2).run().requirePassed();
        assertEquals(2 * (16 + 20 + 15), report.entries());
        assertEquals(
                "dense1.weight, dense1.bias, dense2.weight, dense2.bias, dense3.weight, dense3.bias",
                Arrays.stream(Parameter.values(model.parameters()))
                        .map(Tensor::name)
                        .collect(Collectors.joining(", ")));
        assertTrue(report.toString().contains("dense2.bias [4]"), report::toString);
    }

    // ---- 100,814 parameters

    /**
     * A layer whose derivative by its parameters is wrong in one place.
     *
     * @param layer the layer that it is else
     * @param bias which element of the bias has a wrong derivative; -1 for none
     * @param weight which element of the weights, in row-major order; -1 for none
     * @param off the relative error of that derivative
     */
    private record Faulty(Dense layer, int bias, int weight, double off) implements Layer {
        @Override
        public Tensor forward(Tensor x, Pass pass) {
            Tensor w = wrong(layer.weight().value(), weight);
            return x.matmul(w).add(wrong(layer.bias().value(), bias));
        }

        /** The same values, with a derivative that is off in one element. */
        private Tensor wrong(Tensor p, int element) {
            double[] mask = new double[p.size()];
            if (element >= 0) {
                mask[element] = off;
            }
            Tensor zero = p.sub(p.stopGradient());
            return p.add(zero.mul(Tensor.of(mask, p.shape())));
        }

        @Override
        public List<Parameter> parameters() {
            return layer.parameters();
        }
    }

    private Dense dense(String name, int inputs, int outputs) {
        return new Dense(name, inputs, outputs, Initializers.xavier(), random);
    }

    private Sequential large(int bias, int weight, double off) {
        return new Sequential(
                dense("in", 64, HIDDEN),
                Activation.TANH,
                new Faulty(dense("middle", HIDDEN, 260), bias, weight, off),
                Activation.TANH,
                dense("narrow", 260, 64),
                Activation.TANH,
                dense("out", 64, 10));
    }

    private static int count(Layer model) {
        return model.parameters().stream().mapToInt(p -> p.value().size()).sum();
    }

    @Test
    void aHundredThousandParametersByDirections() {
        Sequential model = large(-1, -1, 0);
        Tensor x = normal(ROWS, 64);
        int[] classes = classes(ROWS, 10);
        assertEquals(100_814, count(model));
        Report report = null;
        for (int run = 0; run < 2; run++) {
            long start = System.nanoTime();
            report = check(model, x, classes).run().requirePassed();
            System.out.printf(
                    Locale.ROOT,
                    "gradient check of %d parameters along %d directions: %.2f s%n",
                    count(model),
                    report.entries(),
                    (System.nanoTime() - start) / 1e9);
        }
        assertEquals(8 * 4, report.entries());
        assertEquals(32, report.count(Verdict.MATCH), report::toString);
        // of any one of the hundred thousand
        assertTrue(report.sensitivity() < 1e-3, report::toString);
    }

    @Test
    void aWrongBiasIsNotDrownedByTheWeights() {
        Report report = check(large(17, -1, 1e-3), normal(ROWS, 64), classes(ROWS, 10)).run();
        assertFalse(report.passed());
        assertOnly("middle.bias", 17, report);
    }

    @Test
    void oneWrongWeightOfManyIsLocated() {
        int weight = 200 * 260 + 31;
        Report report = check(large(-1, weight, 1e-3), normal(ROWS, 64), classes(ROWS, 10)).run();
        assertFalse(report.passed());
        assertOnly("middle.weight", weight, report);
        assertTrue(report.toString().contains("middle.weight[200, 31]"), report::toString);
    }

    /** All that differs is one parameter, and one element of it. */
    private static void assertOnly(String name, int element, Report report) {
        int input = name.equals("middle.weight") ? 2 : 3;
        assertTrue(report.toString().contains(name), report::toString);
        for (Entry e : report.mismatches()) {
            assertEquals(input, e.input(), e::toString);
            assertTrue(e.element() == element || e.direction() >= 0, e::toString);
        }
        assertTrue(
                report.mismatches().stream().anyMatch(e -> e.element() == element),
                report::toString);
    }

    @Test
    void theModelIsLeftAsItWas() {
        Sequential model = large(-1, -1, 0);
        Tensor[] before = Parameter.values(model.parameters());
        check(model, normal(2, 64), classes(2, 10)).directions(1).run();
        assertArrayEquals(before, Parameter.values(model.parameters()));
    }
}
