package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.DoubleUnaryOperator;
import org.cotangent.nn.optim.LineSearch.Trial;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The search on the functions of J. Moré and D. Thuente, "Line search algorithms with guaranteed
 * sufficient decrease", 1994, section 5, from steps of all sizes.
 */
class LineSearchTest {
    private static Trial search(
            DoubleUnaryOperator f, DoubleUnaryOperator slope, double first, int[] count) {
        Trial start = new Trial(0, f.applyAsDouble(0), slope.applyAsDouble(0), null);
        return LineSearch.search(
                a -> {
                    count[0]++;
                    return new Trial(a, f.applyAsDouble(a), slope.applyAsDouble(a), null);
                },
                start,
                first);
    }

    private static void meetsWolfe(
            DoubleUnaryOperator f, DoubleUnaryOperator slope, double first, int most) {
        int[] count = new int[1];
        Trial found = search(f, slope, first, count);
        assertNotNull(found);
        double a = found.step();
        double f0 = f.applyAsDouble(0);
        double s0 = slope.applyAsDouble(0);
        assertTrue(a > 0);
        assertTrue(f.applyAsDouble(a) <= f0 + 1e-4 * a * s0, "decrease at " + a);
        assertTrue(Math.abs(slope.applyAsDouble(a)) <= 0.9 * Math.abs(s0), "curvature at " + a);
        assertTrue(count[0] <= most, count[0] + " trials");
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1e-1, 1, 10, 1e3})
    void firstFunction(double first) {
        double b = 2;
        meetsWolfe(a -> -a / (a * a + b), a -> (a * a - b) / Math.pow(a * a + b, 2), first, 15);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1e-1, 1, 10, 1e3})
    void secondFunction(double first) {
        double b = 0.004;
        meetsWolfe(
                a -> Math.pow(a + b, 5) - 2 * Math.pow(a + b, 4),
                a -> 5 * Math.pow(a + b, 4) - 8 * Math.pow(a + b, 3),
                first,
                20);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1e-1, 1, 10, 1e3})
    void functionsOfYanaiOzawaAndKaneko(double first) {
        double[][] constants = {{0.001, 0.001}, {0.01, 0.001}, {0.001, 0.01}};
        for (double[] c : constants) {
            double p = Math.sqrt(1 + c[0] * c[0]) - c[0];
            double q = Math.sqrt(1 + c[1] * c[1]) - c[1];
            meetsWolfe(
                    a -> p * Math.hypot(1 - a, c[1]) + q * Math.hypot(a, c[0]),
                    a -> p * (a - 1) / Math.hypot(1 - a, c[1]) + q * a / Math.hypot(a, c[0]),
                    first,
                    30);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 2, 1e6})
    void stepsIntoWhatIsNotFiniteAreTakenBack(double first) {
        meetsWolfe(a -> -Math.sqrt(1 - a) * a, a -> (1.5 * a - 1) / Math.sqrt(1 - a), first, 40);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-3, 1, 1e3})
    void whatOnlyRisesHasNoStep(double first) {
        // a wrong slope: down at the start, it says
        assertNull(search(a -> a, a -> -1, first, new int[1]));
        int[] count = new int[1];
        search(a -> -a, a -> -1, first, count);
        assertEquals(40, count[0]); // without end, but for the number of trials
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.2, 0.7, 1.3})
    void whereLossesAreRoundingErrorsSlopesDecide(double first) {
        // a parabola of depth 1e-20 on top of 1, rounded up everywhere but at the start
        DoubleUnaryOperator f = a -> a == 0 ? 1 : 1 + Math.ulp(1.0);
        Trial found = search(f, a -> 2e-20 * (a - 1), first, new int[1]);
        assertNotNull(found);
        assertTrue(found.step() > 0.1 && found.step() < 1.9, "step " + found.step());
    }
}
