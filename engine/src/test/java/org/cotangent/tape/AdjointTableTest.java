package org.cotangent.tape;

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
class AdjointTableTest {
    /** A node that is its number, told by identity. */
    private record Node(long number) {}

    private static final class Value extends Accumulator<Node> {
        private final int value;

        Value(int value) {
            this.value = value;
        }
    }

    private static AdjointTable<Node, Value> table() {
        return new AdjointTable<>();
    }

    private static void put(AdjointTable<Node, Value> table, Node node, int value) {
        table.put(node, node.number, new Value(value));
    }

    private static Integer value(AdjointTable<Node, Value> table, Node node) {
        Value found = table.get(node, node.number);
        return found == null ? null : found.value;
    }

    /** Numbers at equal distances, as nodes made in a loop have, and at random. */
    @Property(tries = 500)
    void findsWhatWasPut(
            @ForAll @IntRange(max = 300) int size,
            @ForAll @LongRange(min = 0, max = 100_000) long distance,
            @ForAll long seed) {
        Random random = new Random(seed);
        AdjointTable<Node, Value> table = table();
        Map<Long, Integer> map = new HashMap<>();
        Map<Long, Node> nodes = new HashMap<>();
        for (int i = 0; i < size; i++) {
            long number = distance == 0 ? random.nextLong() : i * distance;
            if (map.putIfAbsent(number, i) == null) {
                nodes.put(number, new Node(number));
                put(table, nodes.get(number), i);
            }
        }
        assertEquals(map.size(), table.size());
        map.forEach((number, value) -> assertEquals(value, value(table, nodes.get(number))));
        for (int i = 0; i < 100; i++) {
            long number = random.nextInt(1_000_000) - 1000;
            Node node = nodes.computeIfAbsent(number, Node::new);
            assertEquals(map.get(number), value(table, node));
        }
        Map<Long, Integer> listed = new HashMap<>();
        table.forEach((node, cell) -> assertNull(listed.put(node.number, cell.value)));
        assertEquals(map, listed);
    }

    /** Numbers that are the same in their lower half. */
    @Example
    void tellsNumbersApartByAllOfTheirBits() {
        AdjointTable<Node, Value> table = table();
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i <= 100; i++) {
            nodes.add(new Node(((long) i << 32) + 5));
            if (i < 100) {
                put(table, nodes.get(i), i);
            }
        }
        for (int i = 0; i < 100; i++) {
            assertEquals(i, value(table, nodes.get(i)));
        }
        assertNull(value(table, nodes.get(100)));
    }

    @Example
    void listsInTheOrderOfTheEntries() {
        AdjointTable<Node, Value> table = table();
        List<Integer> listed = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            put(table, new Node(1000 - 7 * i), i);
        }
        table.forEach((node, cell) -> listed.add(cell.value));
        assertEquals(IntStream.range(0, 50).boxed().toList(), listed);
    }
}
