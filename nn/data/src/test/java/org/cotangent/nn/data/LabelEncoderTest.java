package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.State;
import org.junit.jupiter.api.Test;

class LabelEncoderTest {
    @Test
    void textsAreNumberedInTheOrderOfTheirCharacters() {
        LabelEncoder labels = LabelEncoder.fit("b", "", "a,b", "b", "B");
        assertEquals(List.of("", "B", "a,b", "b"), labels.classes());
        assertArrayEquals(new int[] {3, 0, 2, 3}, labels.encode("b", "", "a,b", "b"));
        assertArrayEquals(new String[] {"B", "b"}, labels.decode(1, 3));
        assertEquals(List.of("z", "a"), LabelEncoder.inOrder("z", "a").classes());
        List<String> read = List.of("b", "a", "b");
        assertEquals(List.of("a", "b"), LabelEncoder.fit(read).classes());
    }

    @Test
    void intsAreNumberedByTheirSize() {
        LabelEncoder labels = LabelEncoder.fit(10, -3, 9, 10, Integer.MIN_VALUE);
        assertArrayEquals(new int[] {3, 1, 0}, labels.encode(10, -3, Integer.MIN_VALUE));
        assertArrayEquals(new int[] {9, 10}, labels.decodeInts(2, 3));
        Refusal.of(IllegalStateException.class, () -> LabelEncoder.fit("a").decodeInts(0), "texts");
    }

    @Test
    void theStateLeadsBack() {
        for (LabelEncoder labels :
                List.of(LabelEncoder.fit(5, -1), LabelEncoder.inOrder("y\n", "x", ""))) {
            LabelEncoder again = LabelEncoder.of(labels.state());
            assertEquals(labels.classes(), again.classes());
            assertEquals(labels.isOfInts(), again.isOfInts());
        }
        State twice =
                new State("label-encoder").with("ints", false).with("labels", List.of("a", "a"));
        Refusal.of(IllegalArgumentException.class, () -> LabelEncoder.of(twice), "\"a\"", "twice");
        for (String label : List.of("3000000000", "x", "01", "+1", "")) {
            State text =
                    new State("label-encoder").with("ints", true).with("labels", List.of(label));
            Refusal.of(
                    IllegalArgumentException.class,
                    () -> LabelEncoder.of(text),
                    "[\"" + label + "\"]",
                    "ints in decimal");
        }
    }

    @Test
    void unknownLabelsAreRefused() {
        LabelEncoder labels = LabelEncoder.fit("yes", "no");
        Refusal.of(
                IllegalArgumentException.class,
                () -> labels.encode("no", "perhaps"),
                "\"perhaps\"",
                "row 1",
                "[no, yes]");
        Refusal.of(NullPointerException.class, () -> labels.encode("no", null), "row 1", "missing");
        Refusal.of(IndexOutOfBoundsException.class, () -> labels.decode(2), "class 2", "0 .. 1");
        Refusal.of(IllegalArgumentException.class, () -> LabelEncoder.fit(new int[0]), "no labels");
        Refusal.of(IllegalArgumentException.class, () -> LabelEncoder.inOrder("a", "a"), "twice");
    }
}
