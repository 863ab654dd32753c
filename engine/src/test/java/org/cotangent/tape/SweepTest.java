package org.cotangent.tape;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** The sweep on bare nodes with weights on their edges; adjoints are whole numbers. */
class SweepTest {
    private record Node(long number, List<Node> inputs, List<Integer> weights) {
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(number);
        }

        @Override
        public String toString() {
            return "node " + number; // all paths to it would not fit into a message
        }
    }

    private static final class Sum extends Accumulator<Node> {
        long value;
    }

    private static final class Sums extends Sweep<Node, Sum> {
        final List<Long> visits = new ArrayList<>();

        Map<Node, Long> from(Node result) {
            Sum one = empty();
            one.value = 1;
            run(result, one);
            Map<Node, Long> sums = new HashMap<>();
            kept().forEach((node, sum) -> sums.put(node, sum.value));
            assertEquals(sums.size(), kept().size());
            for (Node node : sums.keySet()) {
                assertEquals(sums.get(node), kept().get(node, node.number).value);
            }
            return sums;
        }

        @Override
        protected long number(Node node) {
            return node.number;
        }

        @Override
        protected Sum empty() {
            return new Sum();
        }

        @Override
        protected void visit(Node node, Sum adjoint) {
            visits.add(node.number);
            long g = adjoint.value;
            adjoint.value = 0;
            kept(node).value = g;
            for (int i = 0; i < node.inputs.size(); i++) {
                Node input = node.inputs.get(i);
                Sum sum = input.inputs.isEmpty() ? kept(input) : waiting(input);
                sum.value += g * node.weights.get(i);
            }
        }
    }

    /** Numbers near and far apart: both the ring and the map behind it must work. */
    @Property(tries = 500)
    void everyPathCountsOnce(
            @ForAll @IntRange(min = 1, max = 60) int size,
            @ForAll @IntRange(max = 3) int spread,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Node> nodes = new ArrayList<>();
        long number = 1;
        for (int i = 0; i < size; i++) {
            number += 1 + (long) Math.pow(random.nextInt(1000), spread * random.nextDouble());
            List<Node> inputs = new ArrayList<>();
            List<Integer> weights = new ArrayList<>();
            for (int k = i < 3 ? 0 : random.nextInt(4); k > 0; k--) {
                inputs.add(nodes.get(random.nextInt(i)));
                weights.add(random.nextInt(5) - 2);
            }
            nodes.add(new Node(number, inputs, weights));
        }
        assertEveryPathCountsOnce(nodes);
    }

    /** Most inputs near, a few anywhere: some wait beyond the ring while others are in it. */
    @Property(tries = 100)
    void longGraphsWithAFewJumps(
            @ForAll @IntRange(min = 1000, max = 3000) int size,
            @ForAll @IntRange(min = 2, max = 500) int jump,
            @ForAll @IntRange(min = 1, max = 200) int reach,
            @ForAll long seed) {
        Random random = new Random(seed);
        List<Node> nodes = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            List<Node> inputs = new ArrayList<>();
            List<Integer> weights = new ArrayList<>();
            for (int k = i < 3 ? 0 : 2; k > 0; k--) {
                int most = random.nextInt(jump) == 0 ? i : Math.min(i, reach);
                inputs.add(nodes.get(i - 1 - random.nextInt(most)));
                weights.add(random.nextInt(5) - 2);
            }
            nodes.add(new Node(i + 1, inputs, weights));
        }
        assertEveryPathCountsOnce(nodes);
    }

    /** The last node is the result. */
    private static void assertEveryPathCountsOnce(List<Node> nodes) {
        int size = nodes.size();
        Node result = nodes.get(size - 1);
        Map<Node, Long> expected = new HashMap<>();
        expected.put(result, 1L);
        for (int i = size - 1; i >= 0; i--) {
            Node node = nodes.get(i);
            if (expected.containsKey(node)) {
                for (int k = 0; k < node.inputs.size(); k++) {
                    expected.merge(
                            node.inputs.get(k),
                            expected.get(node) * node.weights.get(k),
                            Long::sum);
                }
            }
        }
        Sums sweep = new Sums();
        assertEquals(expected, sweep.from(result));
        assertEquals(sweep.visits.stream().distinct().count(), sweep.visits.size(), "visited once");
    }

    @Example
    void anInputYoungerThanItsUserIsRefused() {
        Node young = new Node(9, List.of(new Node(8, List.of(), List.of())), List.of(1));
        Node old = new Node(5, List.of(young), List.of(1));
        assertThrows(IllegalStateException.class, () -> new Sums().from(old));
    }
}
