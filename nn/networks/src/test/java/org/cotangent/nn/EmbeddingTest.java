package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class EmbeddingTest {
    private final RandomGenerator random = new SplittableRandom(5);
    private final Initializer normal = Initializers.normal(1);

    private Embedding table() {
        Embedding e = new Embedding("e", 3, 2, normal, random);
        e.weight().set(Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}));
        return e;
    }

    @Test
    void rowsAreLookedUp() {
        Embedding e = table();
        assertArrayEquals(
                new double[][] {{5, 6}, {1, 2}, {5, 6}},
                e.apply(Tensor.vector(2, 0, 2)).toMatrix());
        assertArrayEquals(new double[] {3, 4}, e.apply(Tensor.of(1)).toArray());
        assertArrayEquals(new int[] {2, 1, 2}, e.apply(Tensor.zeros(2, 1)).shape());
        assertArrayEquals(new int[] {0, 2}, e.apply(Tensor.zeros(0)).shape());
        assertEquals("e (embedding 3 by 2)", e.toString());
        assertEquals("[e.weight [3, 2]]", e.parameters().toString());
        assertEquals(-1, e.padding());
    }

    @Test
    void gradientsAddWhereARowIsUsedTwice() {
        Embedding e = table();
        Tensor factors = Tensor.of(new double[][] {{1, 10}, {100, 1000}, {7, 8}});
        Tensor loss = e.apply(Tensor.vector(2, 0, 2)).mul(factors).sum();
        assertArrayEquals(
                new double[][] {{100, 1000}, {0, 0}, {8, 18}},
                loss.backward().of(e.weight().value()).toMatrix());
    }

    @Test
    void paddingStartsAtZeroAndStaysThere() {
        Embedding e = Embedding.withPadding("e", 3, 2, 1, normal, random);
        assertArrayEquals(new double[] {0, 0}, e.weight().value().toMatrix()[1]);
        assertEquals(1, e.padding());
        e.weight().set(Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}}));
        Tensor y = e.apply(Tensor.vector(1, 0, 1));
        assertArrayEquals(new double[][] {{3, 4}, {1, 2}, {3, 4}}, y.toMatrix());
        assertArrayEquals(
                new double[][] {{1, 1}, {0, 0}, {0, 0}},
                y.sum().backward().of(e.weight().value()).toMatrix());
    }

    @Test
    void badSymbolsAreRefused() {
        Embedding e = table();
        Refusal.of(
                IndexOutOfBoundsException.class,
                () -> e.apply(Tensor.vector(0, 3)),
                "e: the input is 3.0 at place 1",
                "[3, 2]",
                "0 .. 2");
        Refusal.of(IndexOutOfBoundsException.class, () -> e.apply(Tensor.of(-1)), "-1.0");
        for (double bad : new double[] {0.5, Double.NaN, Double.POSITIVE_INFINITY}) {
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> e.apply(Tensor.of(bad)),
                    "e: the input is " + bad,
                    "whole");
        }
    }

    @Test
    void tablesThatCannotBeAreRefused() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Embedding("e", 0, 2, normal, random),
                "symbols 0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> new Embedding("e", 3, 0, normal, random),
                "width 0");
        Refusal.of(
                IllegalArgumentException.class,
                () -> Embedding.withPadding("e", 3, 2, 3, normal, random),
                "padding 3",
                "0 .. 2");
    }
}
