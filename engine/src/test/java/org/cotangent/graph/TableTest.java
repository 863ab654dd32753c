package org.cotangent.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;

/** The table against a map. */
class TableTest {
    /** Numbers at equal distances, as nodes made in a loop have, and at random. */
    @Property(tries = 500)
    void findsWhatWasPut(
            @ForAll @IntRange(max = 300) int size,
            @ForAll @LongRange(min = 0, max = 100_000) long distance,
            @ForAll long seed) {
        Random random = new Random(seed);
        Table<String, Integer> table = new Table<>();
        Map<Long, Integer> map = new HashMap<>();
        for (int i = 0; i < size; i++) {
            long number = distance == 0 ? random.nextLong() : i * distance;
            if (map.putIfAbsent(number, i) == null) {
                table.put(number, Long.toString(number), i);
            }
        }
        assertEquals(map.size(), table.size());
        map.forEach((number, value) -> assertEquals(value, table.get(number)));
        for (int i = 0; i < 100; i++) {
            long number = random.nextInt(1_000_000) - 1000;
            assertEquals(map.get(number), table.get(number));
        }
        Map<Long, Integer> listed = new HashMap<>();
        table.forEach((node, value) -> assertNull(listed.put(Long.valueOf(node), value)));
        assertEquals(map, listed);
    }

    /** Numbers that are the same in their lower half. */
    @Example
    void tellsNumbersApartByAllOfTheirBits() {
        Table<String, Integer> table = new Table<>();
        for (int i = 0; i < 100; i++) {
            table.put(((long) i << 32) + 5, "", i);
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(i, table.get(((long) i << 32) + 5));
        }
        assertNull(table.get((100L << 32) + 5));
    }

    @Example
    void listsInTheOrderOfTheEntries() {
        Table<String, Integer> table = new Table<>();
        List<Integer> listed = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            table.put(1000 - 7 * i, "", i);
        }
        table.forEach((node, value) -> listed.add(value));
        assertEquals(IntStream.range(0, 50).boxed().toList(), listed);
    }
}
