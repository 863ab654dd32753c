package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.util.List;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SgdTest {
    private final Parameter x = new Parameter("x", Tensor.of(1));

    /** The gradients of the sum of ½ p². */
    private static Gradients pull(Parameter... parameters) {
        Tensor sum = Tensor.of(0);
        for (Parameter p : parameters) {
            sum = sum.add(p.value().square().sum().mul(0.5));
        }
        return sum.backward();
    }

    private void steps(Sgd sgd, double... expected) {
        for (double value : expected) {
            sgd.step(List.of(x), pull(x));
            assertEquals(value, x.value().value(), 1e-15);
        }
    }

    @Test
    void withoutMomentumEachStepGoesAlongTheGradient() {
        steps(new Sgd(0.1), 0.9, 0.81, 0.729);
    }

    @Test
    void momentumByHand() {
        // v = 1, x = 0.9; v = 0.5 + 0.9 = 1.4, x = 0.76; v = 0.7 + 0.76 = 1.46, x = 0.614;
        // v = 0.73 + 0.614 = 1.344, x = 0.4796
        steps(new Sgd(0.1, 0.5), 0.9, 0.76, 0.614, 0.4796);
    }

    @Test
    void nesterovByHand() {
        // v = 1, x = 1 - 0.1 (1 + 0.5); v = 0.5 + 0.85 = 1.35, x = 0.85 - 0.1 (0.85 + 0.675)
        steps(new Sgd(0.1, 0.5).nesterov(), 0.85, 0.6975);
    }

    @Test
    void dampeningByHand() {
        // v = 1, x = 0.9; v = 0.5 + 0.8 * 0.9 = 1.22, x = 0.778
        steps(new Sgd(0.1, 0.5).dampening(0.2), 0.9, 0.778);
    }

    @Test
    void everyParameterHasItsOwnVelocity() {
        Parameter y = new Parameter("y", Tensor.vector(10, 20));
        Sgd sgd = new Sgd(0.1, 0.5);
        sgd.step(List.of(x, y), pull(x, y));
        sgd.step(List.of(y, x), pull(x, y));
        assertEquals(0.76, x.value().value(), 1e-15);
        assertArrayEquals(new double[] {7.6, 15.2}, y.value().toArray(), 1e-14);
    }

    @Test
    void aGradientOf0MovesNothing() {
        Parameter idle = new Parameter("idle", Tensor.vector(3, 4));
        new Sgd(0.1, 0.9).step(List.of(x, idle), pull(x).withZeros(idle.value()));
        assertArrayEquals(new double[] {3, 4}, idle.value().toArray());
    }

    @Test
    void aGradientThatIsNotFiniteIsRefusedBeforeAnythingIsUpdated() {
        Parameter bad = new Parameter("bad", Tensor.of(new double[][] {{1, 2}, {0, 3}}));
        Sgd sgd = new Sgd(0.1, 0.5);
        sgd.step(List.of(x), pull(x));
        Tensor before = x.value();
        Tensor badBefore = bad.value();
        // sqrt' is infinite at 0
        Gradients g = x.value().square().mul(0.5).add(bad.value().sqrt().sum()).backward();
        Refusal.of(
                ArithmeticException.class,
                () -> sgd.step(List.of(x, bad), g),
                "gradient of bad",
                "Infinity",
                "[1, 0]",
                "nothing was updated");
        assertSame(before, x.value());
        assertSame(badBefore, bad.value());
        // nor has the velocity moved: the second step by hand
        steps(sgd, 0.76);
    }

    @Test
    void anUpdateThatOverflowsIsRefused() {
        Tensor before = x.value();
        Gradients g = x.value().mul(1e300).backward();
        Refusal.of(
                ArithmeticException.class,
                () -> new Sgd(1e300).step(List.of(x), g),
                "updated value of x",
                "-Infinity");
        assertSame(before, x.value());
    }

    @Test
    void aParameterListedTwiceIsRefused() {
        Tensor before = x.value();
        Gradients g = pull(x);
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Sgd(0.1).step(List.of(x, x), g),
                "x is listed twice");
        assertSame(before, x.value());
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.1, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void badLearningRatesAreRefused(double rate) {
        Refusal.of(IllegalArgumentException.class, () -> new Sgd(rate), "learning rate " + rate);
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, -0.1, 1, 1.5})
    void badMomentaAreRefused(double momentum) {
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Sgd(0.1, momentum),
                "momentum " + momentum);
    }
}
