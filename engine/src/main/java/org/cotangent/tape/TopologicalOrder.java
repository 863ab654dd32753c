package org.cotangent.tape;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** The order of the nodes of a graph in which inputs come before results. */
public final class TopologicalOrder {
    private TopologicalOrder() {}

    /**
     * All nodes that some results rest on, with the results, in the order of their numbers; nodes
     * of equal number stay in the order in which they are met.
     *
     * @param results where the search starts
     * @param inputs the inputs of a node
     * @param number the number of a node
     * @param <N> a node; its {@code equals} is identity
     * @return the nodes, each once
     */
    public static <N> List<N> of(
            List<N> results, Function<N, List<N>> inputs, ToLongFunction<N> number) {
        Set<N> met = new HashSet<>();
        List<N> listed = new ArrayList<>();
        Deque<N> open = new ArrayDeque<>(results);
        while (!open.isEmpty()) {
            N node = open.pop();
            if (met.add(node)) {
                listed.add(node);
                inputs.apply(node).forEach(open::push);
            }
        }
        listed.sort(Comparator.comparingLong(number));
        return listed;
    }
}
