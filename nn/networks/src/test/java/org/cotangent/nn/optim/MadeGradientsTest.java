package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Losses;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;

/** Steps by gradients that are sums, means and functions of others. */
class MadeGradientsTest {
    private static final int ROWS = 32;

    private final Tensor inputs = Tensor.normal(new SplittableRandom(1), ROWS, 5);
    private final Tensor targets = Tensor.normal(new SplittableRandom(2), ROWS, 2);

    private static Mlp model() {
        return Mlp.of(5, 16, 16, 2).activation(Activation.TANH).build(new SplittableRandom(3));
    }

    private Gradients ofRows(Mlp model, int from, int to) {
        Tensor outputs = model.apply(inputs.slice(0, from, to));
        return Losses.meanSquaredError().apply(outputs, targets.slice(0, from, to)).backward();
    }

    private static void requireNear(double[] expected, double[] found) {
        double size = Tensor.of(expected).norm().value();
        double off = Tensor.of(expected).sub(Tensor.of(found)).norm().value();
        assertTrue(off <= 1e-12 * size, off + " of " + size);
    }

    @Test
    void fourMicroBatchesAreOneBatch() {
        Mlp whole = model();
        Mlp parts = model();
        Adam one = new Adam(0.01);
        Adam other = new Adam(0.01);
        for (int t = 0; t < 5; t++) {
            Gradients expected = ofRows(whole, 0, ROWS);
            List<Gradients> micro = new ArrayList<>();
            for (int from = 0; from < ROWS; from += ROWS / 4) {
                micro.add(ofRows(parts, from, from + ROWS / 4));
            }
            Gradients found = Gradients.mean(micro);
            for (int i = 0; i < whole.parameters().size(); i++) {
                requireNear(
                        expected.of(whole.parameters().get(i).value()).toArray(),
                        found.of(parts.parameters().get(i).value()).toArray());
            }
            one.step(whole.parameters(), expected);
            other.step(parts.parameters(), found);
        }
        for (int i = 0; i < whole.parameters().size(); i++) {
            requireNear(
                    whole.parameters().get(i).value().toArray(),
                    parts.parameters().get(i).value().toArray());
        }
    }

    /** The last is smaller: a mean over rows counts by its part of the rows. */
    @Test
    void microBatchesOfDifferentSizesAreScaled() {
        Mlp model = model();
        Gradients expected = ofRows(model, 0, ROWS);
        Gradients total = null;
        for (int from = 0; from < ROWS; from += 7) {
            int to = Math.min(from + 7, ROWS);
            Gradients part = ofRows(model, from, to).scaled((to - from) / (double) ROWS);
            total = total == null ? part : total.plus(part);
        }
        for (Parameter p : model.parameters()) {
            requireNear(expected.of(p.value()).toArray(), total.of(p.value()).toArray());
        }
    }

    /** Workers end in any order; the list has a fixed one. */
    @Test
    void theMeanOfKPartsIsTheSameForAnyOrderThatIsFixed() {
        Mlp model = model();
        List<Parameter> parameters = model.parameters();
        List<Integer> order = new ArrayList<>(IntStream.range(0, 8).boxed().toList());
        for (int k = 0; k < 5; k++) {
            List<Gradients> inTurn = order.stream().map(i -> part(model, i)).toList();
            List<Gradients> atOnce = order.parallelStream().map(i -> part(model, i)).toList();
            Gradients first = Gradients.mean(inTurn);
            Gradients second = Gradients.mean(atOnce);
            assertEquals(first.norm(), second.norm());
            for (Parameter p : parameters) {
                assertArrayEquals(first.of(p.value()).toArray(), second.of(p.value()).toArray());
            }
            Collections.shuffle(order, new Random(k));
        }
    }

    private Gradients part(Mlp model, int i) {
        return ofRows(model, i * ROWS / 8, (i + 1) * ROWS / 8);
    }

    /** Copies of the model, as on other machines, answer with arrays. */
    @Test
    void gradientsOfCopiesAreThoseOfTheModel() {
        Mlp model = model();
        Mlp copy = model();
        Gradients ofCopy = ofRows(copy, 0, ROWS);
        Map<Tensor, Tensor> map = new LinkedHashMap<>();
        for (int i = 0; i < model.parameters().size(); i++) {
            Tensor answer = ofCopy.of(copy.parameters().get(i).value());
            map.put(model.parameters().get(i).value(), Tensor.of(answer.toArray(), answer.shape()));
        }
        new Sgd(0.1).step(model.parameters(), Gradients.of(map));
        new Sgd(0.1).step(copy.parameters(), ofCopy);
        for (int i = 0; i < model.parameters().size(); i++) {
            assertArrayEquals(
                    copy.parameters().get(i).value().toArray(),
                    model.parameters().get(i).value().toArray());
        }
    }

    @Test
    void clippedAsFunctionsOfGradients() {
        Mlp model = model();
        Mlp other = model();
        Gradients gradients = ofRows(model, 0, ROWS);
        double bound = gradients.norm() / 3;
        Gradients clipped = Clipping.byGlobalNorm(gradients, bound);
        assertEquals(bound, clipped.norm(), 1e-15 * bound);
        new Sgd(1).step(model.parameters(), clipped);
        Clipping clipping = Clipping.byGlobalNorm(new Sgd(1), bound);
        clipping.step(other.parameters(), ofRows(other, 0, ROWS));
        assertEquals(gradients.norm(), clipping.norm());
        for (int i = 0; i < model.parameters().size(); i++) {
            assertArrayEquals(
                    other.parameters().get(i).value().toArray(),
                    model.parameters().get(i).value().toArray());
        }
        Parameter x = new Parameter("x", Tensor.vector(1, 2, 3));
        Gradients g = Gradients.of(Map.of(x.value(), Tensor.vector(-3, 0.5, Double.NaN)));
        Tensor byValue = Clipping.byValue(g, 1).of(x.value());
        assertArrayEquals(new double[] {-1, 0.5, Double.NaN}, byValue.toArray());
        Refusal.of(
                ArithmeticException.class,
                () -> new Sgd(1).step(List.of(x), Clipping.byGlobalNorm(g, 1)),
                "gradient of x is NaN at [2]");
        Tensor far = Tensor.vector(1, Double.POSITIVE_INFINITY, 0);
        Gradients infinite = Gradients.of(Map.of(x.value(), far));
        assertArrayEquals(
                far.toArray(), Clipping.byGlobalNorm(infinite, 1).of(x.value()).toArray());
        for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> Clipping.byValue(g, wrong),
                    "clipping: bound " + wrong);
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> Clipping.byGlobalNorm(g, wrong),
                    "clipping: bound " + wrong);
        }
    }
}
