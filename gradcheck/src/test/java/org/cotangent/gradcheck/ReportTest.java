package org.cotangent.gradcheck;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Tests of reports, of refusals of bad input, and of the examples of the documentation. */
class ReportTest {
    private static final UnaryOperator<Tensor> NULL = null;

    @Test
    void passedReport() {
        Report report =
                GradCheck.of(x -> x.tanh(), Tensor.vector(-1, 0, 2))
                        .named("tanh")
                        .order(2)
                        .seed(7)
                        .run();
        assertSame(report, report.requirePassed());
        assertTrue(report.passed());
        assertEquals(6, report.entries());
        assertEquals(2, report.order());
        assertEquals(7, report.seed());
        assertEquals(GradCheck.DEFAULT_TOLERANCE, report.tolerance());
        assertEquals(0, report.mismatches().size());
        assertEquals(report.largestError(), report.worst().error());
        String text = report.toString();
        assertTrue(
                text.startsWith("gradient check of tanh: passed, all 6 derivatives agree\n"), text);
        assertTrue(text.contains("orders 1 to 2"), text);
        assertTrue(text.contains("seed 7"), text);
    }

    @Test
    void failedReport() {
        Report report =
                GradCheck.of(
                                x -> Wrong.scaled(x[0].mul(x[1]).exp(), 2),
                                Tensor.of(0.5).named("w"),
                                Tensor.full(1, 20))
                        .tolerance(1e-4)
                        .centralDifferences(1e-5)
                        .run();
        AssertionError error = assertThrows(AssertionError.class, report::requirePassed);
        assertEquals(report.toString(), error.getMessage());
        String text = report.toString();
        assertTrue(
                text.startsWith(
                        "gradient check: FAILED, 21 of 21 derivatives differ, 21 too large in size\n"),
                text);
        assertTrue(text.contains("inputs w [], [20]; order 1"), text);
        assertTrue(text.contains("step 1.00e-05; tolerance 1.00e-04"), text);
        assertTrue(text.contains("and 11 more"), text);
        assertEquals(21, report.tooLarge());
        assertTrue(text.matches("(?s).*\n  w +\\[\\] +1 +1 +1 +5.00e-01\n.*"), text);
        assertTrue(text.matches("(?s).*\n  input 1 +\\[20\\] +20 +20 +20 +5.00e-01\n.*"), text);
        assertTrue(text.contains("\ndiagnosis\n  - in all inputs, every analytic"), text);
        assertTrue(text.contains("\n  slope 1: "), text);
        assertTrue(text.endsWith("\nto repeat\n  " + report.snippet() + "\n"), text);
        assertTrue(text.chars().allMatch(c -> c == '\n' || c >= ' ' && c < 127), text);
        assertThrows(UnsupportedOperationException.class, () -> report.mismatches().remove(0));
    }

    @Test
    void oneDerivativeIsNotSeveral() {
        String failed = ArrayCheck.derivative(x -> x * x, x -> x, 3).run().toString();
        assertTrue(failed.contains("FAILED, 1 of 1 derivative differs\n"), failed);
        String log = GradCheck.check(Tensor::log, Tensor.vector(-1, 2)).toString();
        assertTrue(log.contains("; derivatives of a random combination of the 2 outputs;"), log);
        String steep = GradCheck.check(Tensor::sqrt, Tensor.of(0)).toString();
        assertTrue(steep.contains("such as Infinity for input"), steep);
        assertFalse(steep.contains("Taylor test"), steep);
        String passed = ArrayCheck.derivative(x -> x * x, x -> 2 * x, 3).run().toString();
        assertTrue(passed.startsWith("gradient check: passed, the derivative agrees\n"), passed);
        String kink = GradCheck.check(Tensor::relu, Tensor.vector(0, 1)).toString();
        assertTrue(kink.contains("all 2 derivatives agree, 1 at a kink\n"), kink);
        Report unclear = GradCheck.check(x -> x.add(1e15), Tensor.of(1));
        assertEquals(Verdict.INCONCLUSIVE, unclear.verdict());
        String text = unclear.toString();
        assertTrue(text.contains("INCONCLUSIVE, the differences cannot tell for 1 of 1\n"), text);
        assertTrue(text.contains("\nto repeat\n"), text);
    }

    @Test
    void worstFirst() {
        Tensor factors = Tensor.vector(1.5, 4, 2);
        Report report = GradCheck.check(x -> x.add(Wrong.ghost(x.mul(factors))), Tensor.ones(3));
        assertEquals(1, report.mismatches().get(0).element());
        assertEquals(2, report.mismatches().get(1).element());
        assertEquals(0, report.mismatches().get(2).element());
        assertSame(report.worst(), report.mismatches().get(0));
    }

    @Test
    void badInputIsNamed() {
        Tensor x = Tensor.of(1);
        refused("the function is null", () -> GradCheck.check(NULL, x));
        refused("the function is null", () -> GradCheck.check((TensorFunction) null, x, x));
        refused("input 1 is null", () -> GradCheck.check(in -> in[0], x, null));
        refused("the function returned null", () -> GradCheck.check(in -> null, x));
        refused("0 inputs without a single element", () -> GradCheck.check(in -> x));
        refused(
                "1 inputs without a single element",
                () -> GradCheck.check(in -> in, Tensor.zeros(0, 3)));
        refused(
                "element 1 of input 0 is NaN",
                () -> GradCheck.check(in -> in, Tensor.vector(1, Double.NaN)));
        refused("the step is 0.0", () -> GradCheck.of(in -> in, x).centralDifferences(0));
        refused("the step is NaN", () -> GradCheck.of(in -> in, x).centralDifferences(Double.NaN));
        refused("the tolerance is -1.0", () -> GradCheck.of(in -> in, x).tolerance(-1));
        refused("the order is 0", () -> GradCheck.of(in -> in, x).order(0));
        refused("the order is 4", () -> GradCheck.of(in -> in, x).order(4));
        refused(
                "only a scalar has a gradient",
                () -> NumericalGradient.of(in -> in, Tensor.ones(2)));
        refused("the function returned null", () -> NumericalGradient.of(in -> null, x));
        AtomicInteger calls = new AtomicInteger();
        refused(
                "has shape [2] at the point and [3] beside it",
                () ->
                        GradCheck.check(
                                in -> in.expand(Math.min(3, 2 + calls.getAndIncrement() / 4)), x));
    }

    private static void refused(String message, Executable code) {
        RuntimeException thrown = assertThrows(RuntimeException.class, code);
        assertTrue(thrown.getMessage().contains(message), thrown::getMessage);
    }

    @Test
    void examplesOfTheDocumentation() {
        Tensor logits = Tensor.of(new double[][] {{1, 2, 3}, {0, -1, 1}});
        GradCheck.check(x -> x.tanh(), Tensor.vector(-1, 0, 2)).requirePassed();
        GradCheck.check(x -> x[0].mul(x[1]), Tensor.of(3), Tensor.of(4)).requirePassed();
        Report report = GradCheck.of(x -> x.softmax(-1), logits).order(2).tolerance(1e-6).run();
        report.requirePassed();
        Tensor slope = NumericalGradient.of(x -> x.pow(3), Tensor.of(2));
        assertEquals(12, slope.value(), 1e-8);
        var both = NumericalGradient.of(x -> x[0].mul(x[1]), Tensor.of(3), Tensor.of(4));
        assertEquals(4, both.get(0).value(), 1e-9);
        assertEquals(3, both.get(1).value(), 1e-9);
    }

    @Test
    void numericalGradientHasTheShapeOfItsInput() {
        Tensor x = Tensor.of(new double[][] {{1, 2}, {3, 4}});
        Tensor gradient = NumericalGradient.of(y -> y.square().sum(), x);
        for (int i = 0; i < 2; i++) {
            for (int k = 0; k < 2; k++) {
                assertEquals(2 * x.get(i, k), gradient.get(i, k), 1e-8);
            }
        }
    }
}
