package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.graph.Anomalies;
import org.junit.jupiter.api.Test;

/** The text of what a pass kept. */
class GradientsTest {
    @Test
    void aLineForEachNodeInTheOrderOfRecording() {
        Tensor w = Tensor.variable(new double[] {0.5, -1, 2}).named("w");
        Tensor many = Tensor.ones(3, 4).asVariable();
        Tensor b = Tensor.variable(3);
        Tensor scaled = many.mul(b);
        Tensor f = w.square().sum().mul(b).add(scaled.sum());
        assertEquals(
                """
                w         [3]     [3, -6, 12]
                variable  [3, 4]  norm 10.3923
                variable  []      17.25
                mul       [3, 4]  norm 3.4641
                """,
                Backward.of(f).retain(scaled).run().toString());
        assertEquals("w  [3]  [3, -6, 12]\n", Backward.of(f).wrt(w).run().toString());
    }

    @Test
    void normsAreThoseOfTheirNumbers() {
        double[] far = {3e200, 4e200, 0, 0, 0, 0, 0};
        Tensor x = Tensor.variable(far);
        assertEquals("variable  [7]  norm 5e200\n", x.backward(Tensor.of(far)).toString());
        far[2] = Double.NaN;
        assertEquals("variable  [7]  norm NaN\n", x.backward(Tensor.of(far)).toString());
        Tensor none = Tensor.variable(new double[0]).named("none");
        assertEquals("none  [0]  []\n", none.sum().backward().toString());
    }

    @Test
    void noMoreThanTwentyShortLines() {
        Tensor sum = Tensor.variable(1).named("n".repeat(50) + "\n");
        Tensor broken = Tensor.variable(1).named("a\nb");
        sum = sum.add(broken);
        for (int i = 0; i < 23; i++) {
            sum = sum.add(Tensor.variable(i));
        }
        String text = sum.backward().toString();
        assertEquals(21, text.lines().count());
        assertTrue(text.startsWith("n".repeat(37) + "...  []  1\na b  "), text);
        assertTrue(text.endsWith("... 5 more\n"), text);
        Tensor x = Tensor.variable(2);
        assertEquals("no gradients\n", Backward.of(x.exp()).wrt().run().toString());
    }

    /** The norm is no operation of the program that the text is made in. */
    @Test
    void recordedGradientsAreOnlyLookedAt() {
        Tensor x = Tensor.zeros(7).asVariable().named("x");
        Tensor c = Tensor.full(1e308, 7).asVariable();
        String text =
                Anomalies.detect(
                        () -> {
                            Tensor f = x.mul(c).sum();
                            return Backward.of(f).wrt(x).recorded().run().toString();
                        });
        assertEquals("x  [7]  norm Infinity\n", text);
    }
}
