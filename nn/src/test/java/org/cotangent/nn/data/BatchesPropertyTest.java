package org.cotangent.nn.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BatchesPropertyTest {
    @Property(tries = 200)
    void everyRowOnceInBatchesOfTheSizeButTheLast(
            @ForAll @IntRange(min = 1, max = 50) int rows,
            @ForAll @IntRange(min = 1, max = 60) int size,
            @ForAll long seed) {
        Batches<int[]> batches =
                new Batches<>(BatchesTest.numbered(rows), size, new SplittableRandom(seed));
        List<Integer> sizes = new ArrayList<>();
        List<Integer> all = new ArrayList<>();
        for (Dataset<int[]> batch : batches) {
            sizes.add(batch.rows());
            all.addAll(BatchesTest.classes(batch));
        }
        assertEquals(IntStream.range(0, rows).boxed().toList(), all.stream().sorted().toList());
        assertEquals(batches.count(), sizes.size());
        int last = sizes.remove(sizes.size() - 1);
        assertTrue(sizes.stream().allMatch(n -> n == size));
        assertEquals(rows - sizes.size() * size, last);
        assertTrue(last <= size);
    }
}
