package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.nn.Refusal;
import org.cotangent.nn.train.NumberedRows;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SplitTest {
    @Test
    void theSeedDecides() {
        List<Integer> one = test(1);
        assertEquals(one, test(1));
        assertFalse(one.equals(test(2)));
    }

    private static List<Integer> test(long seed) {
        return NumberedRows.classes(
                Split.of(NumberedRows.of(40), 0.25, new SplittableRandom(seed)).test());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN})
    void badFractionsAreRefused(double fraction) {
        Refusal.of(
                IllegalArgumentException.class,
                () -> Split.of(NumberedRows.of(4), fraction, new SplittableRandom(1)),
                "test fraction " + fraction);
    }

    @Test
    void oneRowCannotBeDivided() {
        Refusal.of(
                IllegalArgumentException.class,
                () -> Split.of(NumberedRows.of(1), 0.5, new SplittableRandom(1)),
                "1 row");
    }
}
