package org.cotangent.samples.networks;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class PerceptronTest {
    private static final Tensor INPUTS = Tensor.of(new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}});

    @Test
    void learnsAndAndOr() {
        for (int[] targets : new int[][] {{0, 0, 0, 1}, {0, 1, 1, 1}, {1, 1, 1, 0}}) {
            Perceptron unit = new Perceptron(2, 0.5);
            Perceptron.Fit fit = unit.fit(INPUTS, targets, 100);
            assertTrue(fit.converged(), fit::toString);
            assertEquals(0, fit.mistakes()[fit.epochs() - 1]);
            assertTrue(fit.mistakes()[0] > 0);
            assertArrayEquals(targets, unit.predict(INPUTS));
        }
    }

    /**
     * AND with rate 1 by hand, as (w1, w2, b): the first epoch goes wrong on (1, 1) only and ends
     * at (1, 1, 1); the second at (2, 1, 0) after three mistakes on (0, 0), (0, 1), (1, 1); and so
     * on.
     */
    @Test
    void stepsOfTheRuleByHand() {
        Perceptron unit = new Perceptron(2, 1);
        Perceptron.Fit first = unit.fit(INPUTS, new int[] {0, 0, 0, 1}, 1);
        assertFalse(first.converged());
        assertArrayEquals(new int[] {1}, first.mistakes());
        assertEquals("perceptron(weights [1.0, 1.0], bias 1.0)", unit.toString());
        assertEquals("not converged: 1 mistake in epoch 1", first.toString());
        // (0, 0): 1 > 0, wrong, b = 0; (0, 1): 1 > 0, wrong, w = (1, 0), b = -1;
        // (1, 0): 0, right; (1, 1): 0, wrong, w = (2, 1), b = 0
        Perceptron.Fit second = unit.fit(INPUTS, new int[] {0, 0, 0, 1}, 1);
        assertArrayEquals(new int[] {3}, second.mistakes());
        assertEquals("perceptron(weights [2.0, 1.0], bias 0.0)", unit.toString());
        Perceptron.Fit rest = unit.fit(INPUTS, new int[] {0, 0, 0, 1}, 50);
        assertEquals("converged after " + rest.epochs() + " epochs", rest.toString());
    }

    @Test
    void theRateChangesTheLengthOnly() {
        Perceptron one = new Perceptron(2, 1);
        Perceptron half = new Perceptron(2, 0.5);
        int[] or = {0, 1, 1, 1};
        assertArrayEquals(one.fit(INPUTS, or, 50).mistakes(), half.fit(INPUTS, or, 50).mistakes());
        Tensor grid = Tensor.normal(new SplittableRandom(1), 50, 2);
        assertArrayEquals(one.predict(grid), half.predict(grid));
    }

    @Test
    void exclusiveOrDoesNotConverge() {
        Perceptron.Fit fit = new Perceptron(2, 1).fit(INPUTS, new int[] {0, 1, 1, 0}, 200);
        assertFalse(fit.converged());
        assertEquals(200, fit.epochs());
        assertTrue(Arrays.stream(fit.mistakes()).allMatch(m -> m > 0));
        assertTrue(fit.toString().startsWith("not converged: "), fit::toString);
        assertTrue(fit.toString().endsWith("mistakes in epoch 200"), fit::toString);
    }

    /** Novikoff: at most (R / margin)^2 mistakes. */
    @Test
    void mistakesStayBelowNovikoffsBound() {
        SplittableRandom random = new SplittableRandom(5);
        double[] w = {0.6, -0.8};
        double margin = 0.05;
        double[][] x = new double[200][];
        int[] targets = new int[x.length];
        double radius = 0;
        for (int row = 0; row < x.length; ) {
            double[] candidate = {random.nextDouble() * 2 - 1, random.nextDouble() * 2 - 1};
            double side = w[0] * candidate[0] + w[1] * candidate[1];
            if (Math.abs(side) >= margin) {
                x[row] = candidate;
                targets[row++] = side > 0 ? 1 : 0;
                // with the input that is always 1
                radius = Math.max(radius, Math.hypot(1, Math.hypot(candidate[0], candidate[1])));
            }
        }
        Perceptron.Fit fit = new Perceptron(2, 1).fit(Tensor.of(x), targets, 10_000);
        assertTrue(fit.converged());
        int all = Arrays.stream(fit.mistakes()).sum();
        assertTrue(all <= Math.pow(radius / margin, 2), all + " mistakes");
    }
}
