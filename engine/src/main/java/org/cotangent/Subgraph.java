package org.cotangent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The part of a recorded graph between one node and a result, as a function. */
final class Subgraph {
    private final Tensor from;
    private final Tensor result;
    private final List<Tensor> nodes = new ArrayList<>();

    /** Recorded tensors that the result rests on beside the node. */
    final Tensor[] others;

    /**
     * Finds it.
     *
     * @param from the node
     * @param result a tensor that rests on it
     */
    Subgraph(Tensor from, Tensor result) {
        this.from = from;
        this.result = result;
        Set<Tensor> resting = new HashSet<>(List.of(from));
        Set<Tensor> beside = new LinkedHashSet<>();
        for (Tensor x : younger(from, result)) {
            boolean rests = false;
            for (int i = 0; i < x.inputs(); i++) {
                rests |= resting.contains(x.input(i));
            }
            if (rests) {
                nodes.add(x);
                resting.add(x);
            }
        }
        for (Tensor x : nodes) {
            for (int i = 0; i < x.inputs(); i++) {
                if (x.input(i).isRecorded() && !resting.contains(x.input(i))) {
                    beside.add(x.input(i));
                }
            }
        }
        others = beside.toArray(new Tensor[0]);
    }

    /** The nodes younger than one that a result rests on, inputs first. */
    private static List<Tensor> younger(Tensor from, Tensor result) {
        Set<Tensor> met = new HashSet<>();
        Deque<Tensor> open = new ArrayDeque<>(List.of(result));
        while (!open.isEmpty()) {
            Tensor x = open.pop();
            if (Math.abs(x.number) > from.number && met.add(x)) {
                for (int i = 0; i < x.inputs(); i++) {
                    open.push(x.input(i));
                }
            }
        }
        List<Tensor> sorted = new ArrayList<>(met);
        sorted.sort(Comparator.comparingLong(x -> Math.abs(x.number)));
        return sorted;
    }

    /**
     * The result for other values.
     *
     * @param x in the place of the node
     * @param beside in the places of the others
     */
    Tensor apply(Tensor x, Tensor... beside) {
        Map<Tensor, Tensor> values = new HashMap<>();
        for (int i = 0; i < beside.length; i++) {
            values.put(others[i], beside[i]);
        }
        values.put(from, x);
        for (Tensor node : nodes) {
            Tensor[] in = new Tensor[node.inputs()];
            for (int i = 0; i < in.length; i++) {
                in[i] = values.getOrDefault(node.input(i), node.input(i));
            }
            values.put(node, node.op.apply(in));
        }
        return values.get(result);
    }
}
