package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Test;

class StateTest {
    @Test
    void xoshiroIsThatOfItsAuthors() {
        // the state 1, 2, 3, 4: by hand, from the algorithm of the paper
        SeededRandom random = new SeededRandom(0);
        random.restore(state("xoshiro256++", "1", "2", "3", "4"));
        assertEquals(41943041L, random.nextLong());
        assertEquals(58720359L, random.nextLong());
        assertEquals(3588806011781223L, random.nextLong());
        assertEquals(3591011842654386L, random.nextLong());
        // SplitMix64 of seed 0, its first number as published
        assertEquals(0xe220a8397b1dcdafL, new SeededRandom(0).state().integer("s0"));
    }

    private static State state(String kind, String... words) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (int i = 0; i < words.length; i++) {
            texts.put("s" + i, words[i]);
        }
        return new State(kind, texts, Map.of());
    }

    @Test
    void aGeneratorGoesOnFromWhereItWas() {
        SeededRandom random = new SeededRandom(7);
        random.nextGaussian();
        State saved = random.state();
        long[] expected = LongStream.generate(random::nextLong).limit(9).toArray();
        SeededRandom other = new SeededRandom(8);
        assertFalse(other.nextLong() == expected[0]);
        other.restore(saved);
        assertArrayEquals(expected, LongStream.generate(other::nextLong).limit(9).toArray());
    }

    @Test
    void whatIsNoStateOfAGeneratorIsRefused() {
        SeededRandom random = new SeededRandom(7);
        State before = random.state();
        refused("adam", "xoshiro256++: the state given is that of \"adam\"", "1", "2", "3", "4");
        refused("xoshiro256++", "zeros", "0", "0", "0", "0");
        refused("xoshiro256++", "there is no \"s3\"; there are [s0, s1, s2]", "1", "2", "3");
        refused("xoshiro256++", "s1 is \"x\"; it must be a whole number", "1", "x", "3", "4");
        assertEquals(before, random.state());
    }

    private static void refused(String kind, String message, String... words) {
        Refusal.of(
                IllegalArgumentException.class,
                () -> new SeededRandom(7).restore(state(kind, words)),
                message);
    }

    @Test
    void aBufferKeepsItsShapeAndNoGraph() {
        Buffer mean = new Buffer("norm.mean", Tensor.zeros(2));
        mean.set(Tensor.variable(new double[] {1, 2}).mul(3));
        assertEquals("[3, 6]", mean.value().toString());
        assertFalse(mean.value().varies());
        Refusal.of(
                IllegalArgumentException.class,
                () -> mean.set(Tensor.zeros(3)),
                "norm.mean",
                "[3]",
                "[2]");
        assertEquals("[3, 6]", mean.value().toString());
    }
}
