package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import org.cotangent.Tensor;
import org.cotangent.nn.train.NumberedRows;

class SplitPropertyTest {
    @Property(tries = 200)
    void everyRowGoesToOnePart(
            @ForAll @IntRange(min = 2, max = 60) int rows,
            @ForAll @DoubleRange(min = 0.01, max = 0.99) double fraction,
            @ForAll long seed) {
        Split<Tensor, int[]> split =
                Split.of(NumberedRows.of(rows), fraction, new SplittableRandom(seed));
        List<Integer> all = new ArrayList<>(NumberedRows.classes(split.train()));
        all.addAll(NumberedRows.classes(split.test()));
        assertEquals(IntStream.range(0, rows).boxed().toList(), all.stream().sorted().toList());
        // rounded, where that leaves neither part empty
        assertEquals(
                Math.max(1, Math.min(rows - 1, Math.round(rows * fraction))), split.test().rows());
    }
}
