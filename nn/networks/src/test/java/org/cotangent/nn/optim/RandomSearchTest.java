package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import org.cotangent.Tensor;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.State;
import org.junit.jupiter.api.Test;

class RandomSearchTest {
    private final Parameter x = new Parameter("x", Tensor.vector(3, -4));
    private final Parameter y = new Parameter("y", Tensor.of(1));

    private Supplier<Tensor> bowl() {
        return () -> x.value().square().sum().add(y.value().square());
    }

    @Test
    void theBetterPointIsKept() {
        SeededRandom random = new SeededRandom(1);
        SeededRandom same = new SeededRandom(1);
        RandomSearch search = RandomSearch.nearby(0.5, random);
        double[] p = {3, -4, 1};
        double best = 26;
        int kept = 0;
        for (int i = 0; i < 50; i++) {
            double[] trial = p.clone();
            double loss = 0;
            for (int k = 0; k < 3; k++) {
                trial[k] += 0.5 * same.nextGaussian();
                loss += trial[k] * trial[k];
            }
            if (loss < best) {
                best = loss;
                p = trial;
                kept++;
            }
            assertEquals(best, search.step(List.of(x, y), bowl()), 1e-13);
            assertArrayEquals(new double[] {p[0], p[1]}, x.value().toArray(), 1e-15);
            assertEquals(p[2], y.value().value(), 1e-15);
        }
        assertTrue(kept > 5 && kept < 45, "kept " + kept);
    }

    @Test
    void pureSearchDrawsAroundZero() {
        x.set(Tensor.vector(1000, 1000));
        double loss = RandomSearch.pure(1, new SeededRandom(2)).step(List.of(x, y), bowl());
        assertTrue(loss < 50, "loss " + loss);
        Minimum minimum =
                RandomSearch.pure(1, new SeededRandom(3)).minimize(List.of(x, y), bowl(), 2000);
        assertTrue(minimum.loss() < 0.1 && !minimum.converged(), minimum.toString());
        assertEquals(minimum.loss(), bowl().get().value());
        assertEquals(2000, minimum.iterations());
    }

    @Test
    void aTrialThatIsNotFiniteIsNotBetter() {
        Parameter p = new Parameter("p", Tensor.of(0.1));
        RandomSearch search = RandomSearch.nearby(1, new SeededRandom(4));
        for (int i = 0; i < 50; i++) {
            // NaN below 0
            search.step(List.of(p), () -> p.value().log().sub(p.value()).neg());
            assertTrue(p.value().value() > 0);
        }
        assertEquals(1, p.value().value(), 0.2);
    }

    @Test
    void goesOnFromAState() {
        RandomSearch search = RandomSearch.nearby(0.5, new SeededRandom(5));
        search.step(List.of(x, y), bowl());
        State state = search.state();
        Tensor kept = x.value();
        Tensor keptY = y.value();
        Minimum expected = search.minimize(List.of(x, y), bowl(), 20);
        Tensor end = x.value();
        x.set(kept);
        y.set(keptY);
        RandomSearch other = RandomSearch.nearby(0.5, new SeededRandom(6));
        other.restore(state);
        assertEquals(expected, other.minimize(List.of(x, y), bowl(), 20));
        assertArrayEquals(end.toArray(), x.value().toArray());
    }

    @Test
    void refusals() {
        RandomSearch search = RandomSearch.nearby(0.5, new SeededRandom(5));
        State state = search.state();
        Refusal.of(
                IllegalArgumentException.class,
                () -> RandomSearch.nearby(0.6, new SeededRandom(5)).restore(state),
                "deviation 0.5",
                "0.6");
        Refusal.of(
                IllegalArgumentException.class,
                () -> RandomSearch.pure(0.5, new SeededRandom(5)).restore(state),
                "pure false");
        Refusal.of(
                UnsupportedOperationException.class,
                () -> RandomSearch.nearby(0.5, new SplittableRandom(5)).state(),
                "SplittableRandom",
                "use a SeededRandom");
        Refusal.of(
                IllegalArgumentException.class,
                () -> RandomSearch.pure(0, new SeededRandom(5)),
                "deviation 0.0");
        Tensor before = x.value();
        Refusal.of(
                ArithmeticException.class,
                () -> search.step(List.of(x), () -> x.value().sum().log()),
                "the loss is NaN");
        assertFalse(before != x.value());
    }

    @Test
    void aTrialThatThrowsIsNotBetter() {
        Supplier<Tensor> loss =
                () -> {
                    if (y.value().value() < 0) {
                        throw new ArithmeticException("no loss below 0");
                    }
                    return y.value();
                };
        RandomSearch search = RandomSearch.nearby(0.5, new SeededRandom(5));
        Minimum minimum = search.minimize(List.of(y), loss, 200);
        assertTrue(minimum.loss() >= 0 && minimum.loss() < 0.9, minimum.toString());
    }
}
