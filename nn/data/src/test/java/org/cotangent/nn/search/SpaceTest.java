package org.cotangent.nn.search;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotangent.nn.Refusal;
import org.junit.jupiter.api.Test;

class SpaceTest {
    static List<String> tried(Search search) {
        return search.run(1, trial -> 0).rows().stream()
                .map(row -> row.candidate().toString())
                .toList();
    }

    @Test
    void aGridRunsThroughTheLastHyperParameterFirst() {
        Space space = new Space().choice("a", "x", "y").integer("b", -1, 1).choice("c", 0.5, 2);
        List<String> expected = new ArrayList<>();
        for (String a : List.of("x", "y")) {
            for (int b = -1; b <= 1; b++) {
                for (double c : new double[] {0.5, 2}) {
                    expected.add("a=" + a + ", b=" + b + ", c=" + c);
                }
            }
        }
        assertEquals(expected, tried(Search.grid(space)));
    }

    @Test
    void pointsOfAGridAreEvenInTheirMeasure() {
        Space space = new Space().logUniform("rate", 1e-4, 1);
        assertEquals(List.of("rate=1.0E-4", "rate=0.01", "rate=1.0"), tried(Search.grid(space, 3)));
        assertEquals(
                List.of("x=-1.0", "x=0.0", "x=1.0", "x=2.0"),
                tried(Search.grid(new Space().uniform("x", -1, 2), 4)));
        assertEquals(
                List.of("n=1", "n=10", "n=100"),
                tried(Search.grid(new Space().logInteger("n", 1, 100), 3)));
        assertEquals(
                List.of("n=1", "n=2", "n=3"),
                tried(Search.grid(new Space().logInteger("n", 1, 3), 9)));
        // of nine points two are rounded to 1 and two to 2, which are there once
        assertEquals(
                List.of("n=1", "n=2", "n=3", "n=4", "n=6", "n=7", "n=10"),
                tried(Search.grid(new Space().logInteger("n", 1, 10), 9)));
    }

    @Test
    void valuesHaveTheirTypes() {
        Space space =
                new Space().choice("a", 3).choice("b", 2.5).choice("c", "relu").choice("d", -0.0);
        Candidate only = Search.grid(space).run(1, trial -> 0).best();
        assertEquals(3, only.integer("a"));
        assertEquals(3, only.number("a"));
        assertEquals("3", only.text("a"));
        assertEquals(2.5, only.number("b"));
        assertEquals("relu", only.text("c"));
        assertEquals("0.0", only.text("d"));
        assertEquals(List.of("a", "b", "c", "d"), only.names());
        Refusal.of(
                IllegalArgumentException.class,
                () -> only.integer("b"),
                "\"b\" is \"2.5\"; use number");
        Refusal.of(
                IllegalArgumentException.class,
                () -> only.integer("c"),
                "\"c\" is \"relu\"; use text");
        Refusal.of(IllegalArgumentException.class, () -> only.number("c"), "use text");
        Refusal.of(
                IllegalArgumentException.class,
                () -> only.number("e"),
                "there is no \"e\"; there are [a, b, c, d]");
    }

    @Test
    void aSmallSpaceIsDrawnWithoutRepeats() {
        Space space = new Space().integer("a", 1, 4).choice("b", "x", "y", "z");
        List<String> drawn = tried(Search.random(space, 12));
        assertEquals(12, drawn.stream().distinct().count());
        assertEquals(
                tried(Search.grid(space)).stream().sorted().toList(),
                drawn.stream().sorted().toList());
        Refusal.of(
                IllegalArgumentException.class,
                () -> Search.random(space, 13),
                "13 candidates; from 1 to 12 expected");
    }

    @Test
    void wrongSpacesAreRefused() {
        Class<IllegalArgumentException> type = IllegalArgumentException.class;
        Space none = new Space();
        Refusal.of(type, () -> Search.random(none, 3), "random: the space is empty");
        Refusal.of(type, () -> Search.grid(none), "grid: the space is empty");
        Space some = none.uniform("rate", 0, 1);
        Refusal.of(
                type, () -> some.integer("rate", 1, 2), "the name \"rate\"; ", "there are [rate]");
        Refusal.of(type, () -> some.choice(" ", 1, 2), "the name \" \"; one that is not blank");
        Refusal.of(
                type,
                () -> some.choice("seed", 1, 2),
                "the name \"seed\"; ",
                "columns are [budget, ");
        Refusal.of(type, () -> none.uniform("x", 2, 1), "\"x\" from 2.0 to 1.0; finite bounds");
        Refusal.of(type, () -> none.uniform("x", 1, 1), "from 1.0 to 1.0");
        Refusal.of(type, () -> none.uniform("x", Double.NaN, 1), "from NaN to 1.0");
        Refusal.of(type, () -> none.uniform("x", 0, Double.POSITIVE_INFINITY), "to Infinity");
        Refusal.of(type, () -> none.uniform("x", -Double.MAX_VALUE, Double.MAX_VALUE), "finite");
        Refusal.of(type, () -> none.logUniform("x", 0, 1), "from 0.0 to 1.0; ", "above 0");
        Refusal.of(type, () -> none.logUniform("x", -1, 1), "above 0");
        Refusal.of(type, () -> none.logUniform("x", 1e-300, 1e300), "quotient is finite");
        Refusal.of(type, () -> none.integer("n", 3, 2), "\"n\" from 3 to 2; the lower bound first");
        Refusal.of(type, () -> none.logInteger("n", 0, 2), "from 0 to 2; ", "1 or more");
        Refusal.of(type, () -> none.choice("c", new int[0]), "\"c\" is chosen from []");
        Refusal.of(type, () -> none.choice("c", 1, 2, 1), "[1, 2, 1]", "each once");
        Refusal.of(type, () -> none.choice("c", 0.0, -0.0), "each once");
        Refusal.of(type, () -> none.choice("c", 1, Double.NaN), "[1.0, NaN]; finite numbers");
        Refusal.of(NullPointerException.class, () -> none.uniform(null, 0, 1), "name is null");
        Refusal.of(
                type,
                () -> Search.grid(some),
                "\"rate\" is uniform 0.0 .. 1.0",
                "grid(space, points)");
        Refusal.of(type, () -> Search.grid(some, 1), "grid: points 1; it must be at least 2");
        Space large = none.integer("a", 1, 1001).integer("b", 1, 1000);
        Refusal.of(type, () -> Search.grid(large), "more than 1000000 combinations");
        assertTrue(Search.grid(large, 2).toString().contains("grid search, a: integer 1 .. 1001"));
        Refusal.of(type, () -> Search.random(some, 0), "0 candidates; from 1 to 1000000");
        Space endless = none;
        for (int i : IntStream.range(0, 9).toArray()) {
            endless = endless.integer("n" + i, Integer.MIN_VALUE, Integer.MAX_VALUE);
        }
        assertEquals(5, tried(Search.random(endless, 5)).size());
    }
}
