package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;

class ClippingTest {
    private final Parameter x = new Parameter("x", Tensor.vector(0, 0));
    private final Parameter y = new Parameter("y", Tensor.of(0));

    /** The gradients given, for x and y. */
    private Gradients gradients(double a, double b, double c) {
        return x.value().mul(Tensor.vector(a, b)).sum().add(y.value().mul(c)).backward();
    }

    private void expect(double a, double b, double c) {
        assertArrayEquals(new double[] {a, b}, x.value().toArray(), 1e-15 * Math.abs(a));
        assertEquals(c, y.value().value(), 1e-15 * Math.abs(c));
    }

    @Test
    void byValue() {
        Clipping clipping = Clipping.byValue(new Sgd(1), 2.5);
        assertTrue(Double.isNaN(clipping.norm()));
        clipping.step(List.of(x, y), gradients(2, -4, 4));
        expect(-2, 2.5, -2.5);
        assertEquals(6, clipping.norm());
    }

    @Test
    void byGlobalNorm() {
        Clipping clipping = Clipping.byGlobalNorm(new Sgd(1), 3);
        clipping.step(List.of(x, y), gradients(2, -4, 4));
        expect(-1, 2, -2);
        assertEquals(6, clipping.norm());
        clipping.step(List.of(x, y), gradients(1, -2, 2));
        expect(-2, 4, -4); // of norm 3: as it is
        assertEquals(3, clipping.norm());
    }

    @Test
    void normsThatSquareBeyondTheRange() {
        Clipping clipping = Clipping.byGlobalNorm(new Sgd(1), 3);
        clipping.step(List.of(x, y), gradients(2e200, -4e200, 4e200));
        expect(-1, 2, -2);
        assertEquals(6e200, clipping.norm(), 1e186);
        clipping.step(List.of(x, y), gradients(-2e-200, 4e-200, -4e-200));
        assertEquals(6e-200, clipping.norm(), 1e-214);
        clipping.step(List.of(x, y), gradients(0, 0, 0));
        assertEquals(0, clipping.norm());
        Clipping largest = Clipping.byGlobalNorm(new Sgd(1), 3);
        x.set(Tensor.zeros(2));
        y.set(Tensor.of(0));
        largest.step(List.of(x, y), gradients(1.7e308, -1.7e308, 0));
        assertEquals(Double.POSITIVE_INFINITY, largest.norm());
        expect(-3 / Math.sqrt(2), 3 / Math.sqrt(2), 0);
    }

    @Test
    void frozenParametersDoNotCount() {
        Sgd sgd = new Sgd(1).group("y", ParameterGroup.of("y").frozen());
        Clipping clipping = Clipping.byGlobalNorm(sgd, 5);
        clipping.step(List.of(x, y), gradients(6, 8, 1000));
        assertEquals(10, clipping.norm());
        expect(-3, -4, 0);
    }

    @Test
    void oneWithinTheOther() {
        Clipping inner = Clipping.byGlobalNorm(new Sgd(1), 5);
        Clipping outer = Clipping.byValue(inner, 8);
        outer.step(List.of(x, y), gradients(6, 1000, 0));
        assertEquals(10, inner.norm());
        expect(-3, -4, 0);
        assertSame(inner, outer.optimizer());
        outer.setLearningRate(0.5);
        assertEquals(0.5, outer.learningRate());
        assertEquals("sgd, clipped by global norm 5.0, clipped by value 8.0", outer.state().kind());
        assertTrue(outer.toString().endsWith("clipped by global norm 5.0, clipped by value 8.0"));
    }

    @Test
    void anyOtherOptimizerIsClippedToo() {
        Optimizer own =
                (parameters, gradients) -> {
                    for (Parameter p : parameters) {
                        p.set(p.value().sub(gradients.of(p.value())));
                    }
                };
        Clipping clipping = Clipping.byGlobalNorm(own, 3);
        clipping.step(List.of(x, y), gradients(2, -4, 4));
        expect(-1, 2, -2);
        assertEquals(6, clipping.norm());
        clipping.restore(clipping.state());
    }

    @Test
    void decayComesAfterClipping() {
        x.set(Tensor.vector(10, 0));
        Clipping.byGlobalNorm(new Sgd(1).weightDecay(0.1), 1)
                .step(List.of(x, y), gradients(5, 0, 0));
        assertEquals(8, x.value().get(0), 1e-15); // 10 - (1 + 0.1 * 10)
    }

    @Test
    void refusals() {
        Clipping clipping = Clipping.byValue(new Sgd(1), 1);
        Tensor before = x.value();
        Gradients bad = x.value().sqrt().sum().add(y.value()).backward();
        Refusal.of(
                ArithmeticException.class,
                () -> clipping.step(List.of(y, x), bad),
                "gradient of x is Infinity at [0]");
        assertSame(before, x.value());
        assertEquals(0, y.value().value());
        assertTrue(Double.isNaN(clipping.norm()));
        Refusal.of(
                IllegalArgumentException.class,
                () -> Clipping.byValue(new Sgd(1), 0),
                "clipping: bound 0.0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> clipping.step(List.of(x, x), gradients(1, 1, 1)),
                "x is listed twice");
    }

    @Test
    void gradientsThatAreNotFiniteAreNotHiddenByClipping() {
        Parameter x = new Parameter("x", Tensor.vector(0, 4));
        for (double bad : new double[] {Double.POSITIVE_INFINITY, Double.NaN}) {
            Gradients g = Gradients.of(Map.of(x.value(), Tensor.vector(bad, 3)));
            for (Gradients clipped :
                    List.of(Clipping.byValue(g, 0.5), Clipping.byGlobalNorm(g, 0.5))) {
                assertEquals(bad, clipped.of(x.value()).get(0));
                Refusal.of(
                        ArithmeticException.class,
                        () -> new Sgd(1).step(List.of(x), clipped),
                        "gradient of x",
                        "[0]");
            }
        }
    }
}
