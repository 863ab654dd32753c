package org.cotangent.nn.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.cotangent.Tensor;

class BatchesPropertyTest {
    @Property(tries = 200)
    void everyRowOnceInBatchesOfTheSizeButTheLast(
            @ForAll @IntRange(min = 1, max = 50) int rows,
            @ForAll @IntRange(min = 1, max = 60) int size,
            @ForAll long seed) {
        Batches<Dataset<Tensor, int[]>> batches = Batches.of(NumberedRows.of(rows), size);
        List<Integer> sizes = new ArrayList<>();
        List<Integer> all = new ArrayList<>();
        for (Dataset<Tensor, int[]> batch : batches.epoch(new SplittableRandom(seed))) {
            sizes.add(batch.rows());
            all.addAll(NumberedRows.classes(batch));
        }
        assertEquals(IntStream.range(0, rows).boxed().toList(), all.stream().sorted().toList());
        assertEquals(batches.count().getAsInt(), sizes.size());
        int last = sizes.remove(sizes.size() - 1);
        assertTrue(sizes.stream().allMatch(n -> n == size));
        assertEquals(rows - sizes.size() * size, last);
        assertTrue(last <= size);
    }
}
