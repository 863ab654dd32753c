package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** Gradients that no single pass has made. */
class MadeGradientsTest {
    private final Tensor w = Tensor.variable(new double[] {3, 4}).named("w");
    private final Tensor b = Tensor.variable(2).named("b");

    private static void refused(Executable action, String... parts) {
        String message = assertThrows(IllegalArgumentException.class, action).getMessage();
        for (String part : parts) {
            assertTrue(message.contains(part), message);
        }
    }

    @Test
    void aMapIsCopied() {
        Map<Tensor, Tensor> map = new LinkedHashMap<>();
        map.put(b, Tensor.of(7));
        map.put(w, Tensor.vector(1, 2));
        Gradients g = Gradients.of(map);
        map.clear();
        assertEquals(List.of(w, b), g.tensors());
        assertArrayEquals(new double[] {1, 2}, g.of(w).toArray());
        assertEquals("w  [2]  [1, 2]\nb  []   7\n", g.toString());
        assertEquals(Math.sqrt(54), g.norm());
        assertTrue(g.find(Tensor.variable(1)).isEmpty());
        Gradients none = Gradients.of(Map.of());
        assertEquals("no gradients\n", none.toString());
        assertEquals(0, none.norm());
    }

    @Test
    void aMapIsChecked() {
        refused(
                () -> Gradients.of(Map.of(w, Tensor.of(1))),
                "w, variable of shape [2] has shape []; it must have that of the tensor");
        refused(
                () -> Gradients.of(Map.of(Tensor.of(1).named("c"), Tensor.of(1))),
                "c, constant of shape []: it is a constant");
        Map<Tensor, Tensor> nothing = new HashMap<>();
        nothing.put(w, null);
        assertThrows(NullPointerException.class, () -> Gradients.of(nothing));
        refused(
                () -> Gradients.of(Map.of(w, Tensor.vector(1, 2))).of(b),
                "gradient of b, variable of shape []: there is none here",
                "are of w [2]",
                "withZeros");
    }

    @Test
    void whatIsNotFiniteIsKept() {
        Gradients g = Gradients.of(Map.of(w, Tensor.vector(Double.NaN, 1)));
        assertTrue(Double.isNaN(g.norm()));
        assertTrue(Double.isNaN(g.plus(g).of(w).get(0)));
        Gradients far = Gradients.of(Map.of(w, Tensor.vector(1, Double.POSITIVE_INFINITY)));
        assertEquals(Double.POSITIVE_INFINITY, far.norm());
        assertTrue(Double.isNaN(far.scaled(0).norm()));
    }

    @Test
    void aSumIsThatOfTheResults() {
        Tensor first = w.square().sum();
        Tensor second = w.sum().mul(b);
        Gradients one = first.add(second).backward();
        Gradients sum = Gradients.sum(List.of(first.backward(), second.backward()));
        assertEquals(List.of(w, b), sum.tensors());
        assertArrayEquals(one.of(w).toArray(), sum.of(w).toArray());
        assertEquals(one.of(b).value(), sum.of(b).value()); // the first pass has none
        assertArrayEquals(new double[] {4, 5}, sum.scaled(0.5).of(w).toArray());
    }

    /** Rounding errors depend on the order, so an order must not depend on anything else. */
    @Test
    void aMeanIsOfGradientsOfTheSameTensors() {
        Tensor other = Tensor.variable(1).named("other");
        Gradients one = Gradients.of(Map.of(w, Tensor.vector(1, 2)));
        Gradients both = Gradients.of(Map.of(w, Tensor.vector(3, 4), other, Tensor.of(6)));
        refused(() -> Gradients.mean(List.of(both, one)), "number 1 of 2 holds none of other");
        Gradients mean = Gradients.mean(List.of(both, one.withZeros(other)));
        assertEquals(3, mean.of(other).value());
        assertArrayEquals(new double[] {2, 3}, mean.of(w).toArray());
        assertEquals(6, Gradients.sum(List.of(both, one)).of(other).value());
    }

    @Test
    void theOrderOfTheListIsThatOfTheSum() {
        SplittableRandom random = new SplittableRandom(1);
        List<Gradients> parts = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            double scale = Math.pow(10, 8 * random.nextDouble());
            parts.add(Gradients.of(Map.of(w, Tensor.normal(random, 2).mul(scale))));
        }
        double[] first = Gradients.mean(parts).of(w).toArray();
        boolean differed = false;
        for (int k = 0; k < 20; k++) {
            double[] byHand = new double[2];
            Gradients running = null;
            for (Gradients part : parts) {
                byHand[0] += part.of(w).get(0);
                byHand[1] += part.of(w).get(1);
                running = running == null ? part : running.plus(part);
            }
            assertArrayEquals(byHand, Gradients.sum(parts).of(w).toArray());
            assertArrayEquals(byHand, running.of(w).toArray());
            double[] mean = Gradients.mean(parts).of(w).toArray();
            assertArrayEquals(new double[] {byHand[0] / 7, byHand[1] / 7}, mean);
            assertArrayEquals(mean, Gradients.mean(List.copyOf(parts)).of(w).toArray());
            differed |= mean[0] != first[0];
            Collections.shuffle(parts, new Random(k));
        }
        assertTrue(differed);
    }

    @Test
    void functionsOfGradients() {
        Gradients g = w.square().sum().add(b.mul(5)).backward();
        assertArrayEquals(new double[] {6, 7}, g.mapped(x -> x.clamp(-9, 7)).of(w).toArray());
        Gradients decayed = g.mapped((x, gradient) -> gradient.add(x.stopGradient()));
        assertArrayEquals(new double[] {9, 12}, decayed.of(w).toArray());
        assertEquals(7, decayed.of(b).value());
        assertArrayEquals(new double[] {6, 8}, g.of(w).toArray());
        refused(
                () -> g.mapped(x -> x.sum()),
                "the one mapped for w, variable of shape [2] has shape []");
    }

    @Test
    void restrictedIsToWhatThereIs() {
        Gradients g = w.square().sum().add(b.mul(5)).backward();
        Gradients part = g.restricted(b);
        assertEquals(part.toString(), g.restricted(List.of(b)).toString());
        assertEquals(List.of(b), part.tensors());
        assertEquals(5, part.norm());
        refused(() -> part.of(w), "there is none here", "are of b []");
        Gradients ofW = w.sum().backward();
        assertEquals(0, ofW.of(b).value()); // a pass knows that it does not rest on b
        refused(() -> ofW.restricted(w, b), "gradient of b", "there is none here");
        refused(() -> ofW.restricted(Tensor.of(1)), "it is a constant");
        Gradients zeros = ofW.withZeros(w, b);
        assertEquals(List.of(w, b), zeros.tensors());
        assertArrayEquals(new double[] {1, 1}, zeros.of(w).toArray());
        assertEquals(0, zeros.restricted(b).of(b).value());
        refused(() -> ofW.withZeros(Tensor.of(1)), "it is a constant");
    }

    @Test
    void noneCannotBeAveraged() {
        refused(() -> Gradients.sum(List.of()), "the list is empty");
        refused(() -> Gradients.mean(List.of()), "the list is empty");
    }

    @Test
    void squaresBeyondTheRange() {
        assertEquals(5e200, Gradients.of(Map.of(w, Tensor.vector(3e200, 4e200))).norm(), 1e186);
        assertEquals(5e-200, Gradients.of(Map.of(w, Tensor.vector(3e-200, 4e-200))).norm(), 1e-214);
        Gradients largest = Gradients.of(Map.of(w, Tensor.vector(1.7e308, 1.7e308)));
        assertEquals(Double.POSITIVE_INFINITY, largest.norm());
        Gradients mixed =
                Gradients.of(Map.of(w, Tensor.vector(3e200, 4e200), b, Tensor.of(Double.NaN)));
        assertTrue(Double.isNaN(mixed.norm()));
    }

    /** Their own gradients are known exactly where those of the parts are. */
    @Test
    void ofRecordedPassesTheyCanBeDifferentiated() {
        Tensor f = b.pow(3);
        Gradients g = Backward.of(f).recorded().run();
        Tensor slope = Gradients.sum(List.of(g, g)).scaled(0.5).of(b); // 3 b²
        assertEquals(12, slope.backward().of(b).value());
        Tensor unknown = Gradients.mean(List.of(f.backward(), f.backward())).of(b);
        assertFalse(unknown.varies());
        refused(() -> unknown.mul(3).backward(), "not recorded");
    }
}
