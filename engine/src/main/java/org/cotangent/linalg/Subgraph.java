package org.cotangent.linalg;

import static org.cotangent.linalg.Nodes.index;
import static org.cotangent.linalg.Nodes.input;
import static org.cotangent.linalg.Nodes.inputs;
import static org.cotangent.linalg.Nodes.op;

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
import org.cotangent.Tensor;

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
            for (int i = 0; i < inputs(x).length; i++) {
                rests |= resting.contains(input(x, i));
            }
            if (rests) {
                nodes.add(x);
                resting.add(x);
            }
        }
        for (Tensor x : nodes) {
            for (int i = 0; i < inputs(x).length; i++) {
                if (index(input(x, i)) != 0 && !resting.contains(input(x, i))) {
                    beside.add(input(x, i));
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
            if (Math.abs(index(x)) > index(from) && met.add(x)) {
                for (int i = 0; i < inputs(x).length; i++) {
                    open.push(input(x, i));
                }
            }
        }
        List<Tensor> sorted = new ArrayList<>(met);
        sorted.sort(Comparator.comparingLong(x -> Math.abs(index(x))));
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
            Tensor[] in = new Tensor[inputs(node).length];
            for (int i = 0; i < in.length; i++) {
                in[i] = values.getOrDefault(input(node, i), input(node, i));
            }
            values.put(node, op(node).apply(in));
        }
        return values.get(result);
    }
}
