package org.cotangent.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.graph.Layered.Box;
import org.cotangent.graph.Layered.Side;
import org.cotangent.graph.Layered.Wire;

/**
 * The layers of boxes: the longest way to each, except that inputs of a large drawing stand just
 * before their first use, and what is tied to the right side in the last layer.
 */
final class Ranks {
    /** How far to the right an input may belong before inputs stand next to their uses. */
    private static final int NEAR = 3;

    private Ranks() {}

    static void assign(List<Box> boxes, List<Wire> wires) {
        Map<Box, List<Wire>> outs = new HashMap<>();
        Map<Box, Integer> open = new HashMap<>();
        for (Wire wire : wires) {
            outs.computeIfAbsent(wire.from, box -> new ArrayList<>()).add(wire);
            open.merge(wire.to, 1, Integer::sum);
        }
        Map<Box, Integer> fanIn = new HashMap<>(open);
        Deque<Box> ready = new ArrayDeque<>();
        for (Box box : boxes) {
            box.layer = 0;
            if (!open.containsKey(box)) {
                ready.add(box);
            }
        }
        List<Box> order = new ArrayList<>();
        int last = 0;
        while (!ready.isEmpty()) {
            Box box = ready.remove();
            order.add(box);
            last = Math.max(last, box.layer);
            for (Wire wire : outs.getOrDefault(box, List.of())) {
                wire.to.layer = Math.max(wire.to.layer, box.layer + 1);
                if (open.merge(wire.to, -1, Integer::sum) == 0) {
                    ready.add(wire.to);
                }
            }
        }
        if (order.size() < boxes.size()) {
            throw new IllegalArgumentException("layout: the wires lead in a circle");
        }
        boolean far = false;
        Map<Box, Integer> latest = new HashMap<>();
        for (int i = order.size() - 1; i >= 0; i--) { // what is used late moves to its use
            Box box = order.get(i);
            int own = box.layer;
            if (box.side == Side.RIGHT) {
                box.layer = last;
            } else if (box.side == null
                    && outs.containsKey(box)
                    && fanIn.getOrDefault(box, 0) <= 1) {
                int late =
                        outs.get(box).stream().mapToInt(wire -> wire.to.layer).min().getAsInt() - 1;
                far |= late - own >= NEAR;
                if (fanIn.containsKey(box)) {
                    box.layer = late;
                } else {
                    latest.put(box, late);
                }
            }
        }
        if (far) { // a few short wires may stay: small circuits have their inputs at the left
            latest.forEach((box, late) -> box.layer = late);
        }
    }
}
