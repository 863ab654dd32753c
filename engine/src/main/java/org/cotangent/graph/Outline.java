package org.cotangent.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph.Node;

/**
 * The part of a graph that is shown: nodes in order with a gap if there are too many, their labels,
 * the edges, and the boxes they stand in.
 *
 * <p>What is shown has ids from 1 up in order; the mark for the gap has one too, as it has a place.
 */
final class Outline {
    /** An arrow from an input to what uses it, by their ids. */
    record Edge(int from, int to) {}

    /** A visitor of boxes and of the nodes in them, outer before inner. */
    interface Visitor {
        /** A box begins; ids count from 1. */
        void open(Graph.Scope box, int id, int depth);

        void node(Node x, int depth);

        /** The box opened last ends. */
        void close(int depth);
    }

    private static final Object OUTSIDE = new Object();

    final List<Node> shown;
    final int beforeGap;
    final int left;
    final Labels labels;
    private final Gradients gradients;
    private final Set<Node> results;
    private final List<Node> hidden;
    private final Map<Node, Integer> ids = new HashMap<>();

    Outline(List<Node> nodes, List<Node> results, Gradients gradients, int limit) {
        this.gradients = gradients;
        this.results = new LinkedHashSet<>(results);
        List<Node> order = order(nodes, this.results);
        left = Math.max(0, order.size() - limit);
        beforeGap = left > 0 ? limit / 2 : order.size();
        List<Node> middle = order.subList(beforeGap, beforeGap + left);
        hidden = new ArrayList<>(middle);
        shown = new ArrayList<>(order.subList(0, beforeGap));
        shown.addAll(order.subList(beforeGap + left, order.size()));
        labels = new Labels(order, shown);
        for (int i = 0; i < shown.size(); i++) {
            ids.put(shown.get(i), 1 + i + (left > 0 && i >= beforeGap ? 1 : 0));
        }
    }

    static String count(int n, String thing) {
        return n + " " + thing + (n == 1 ? "" : "s");
    }

    /** The nodes without literals. */
    static List<Node> order(List<Node> nodes, Set<Node> results) {
        return nodes.stream().filter(x -> results.contains(x) || !Labels.isLiteral(x)).toList();
    }

    boolean isResult(Node x) {
        return results.contains(x);
    }

    /** The results, each once, in the order in which they were given. */
    Set<Node> results() {
        return results;
    }

    /** The adjoint if there is one, else null. */
    Tensor adjoint(Node x) {
        return gradients == null ? null : gradients.find(x.value()).orElse(null);
    }

    /** The id of what is shown; that of the mark for what is left out; 0 for a literal. */
    int id(Node x) {
        Integer id = ids.get(x);
        return id != null ? id : Labels.isLiteral(x) ? 0 : markId();
    }

    int markId() {
        return beforeGap + 1;
    }

    String mark() {
        return "... " + count(left, "node") + " left out ...";
    }

    /** Those before the gap that something in it uses, in order. */
    Set<Integer> inputsOfMark() {
        Set<Integer> inputs = new TreeSet<>();
        for (Node x : hidden) {
            for (Node input : x.inputs()) {
                int id = id(input);
                if (id != 0 && id != markId()) {
                    inputs.add(id);
                }
            }
        }
        return inputs;
    }

    /** The arrows; one for every use, but just one between a node and the mark. */
    List<Edge> edges() {
        List<Edge> edges = new ArrayList<>();
        for (int i = 0; i < shown.size(); i++) {
            if (left > 0 && i == beforeGap) {
                addMark(edges);
            }
            Node x = shown.get(i);
            boolean fromMark = false;
            for (Node input : x.inputs()) {
                int from = id(input);
                if (from == 0 || from == markId() && fromMark) {
                    continue;
                }
                fromMark |= from == markId();
                edges.add(new Edge(from, id(x)));
            }
        }
        return edges;
    }

    private void addMark(List<Edge> edges) {
        inputsOfMark().forEach(from -> edges.add(new Edge(from, markId())));
    }

    // ---- boxes

    /** Goes through all boxes that have something to show, and through what stands outside. */
    void walk(Visitor visitor) {
        // boxes are told apart by identity: two of one name are two
        Map<Object, List<Object>> contents = new IdentityHashMap<>();
        contents.put(OUTSIDE, new ArrayList<>());
        for (Node x : shown) {
            Object content = x;
            Graph.Scope box = x.scope();
            while (true) {
                Object at = box == null ? OUTSIDE : box;
                boolean isNew = !contents.containsKey(at);
                contents.computeIfAbsent(at, key -> new ArrayList<>()).add(content);
                if (!isNew) {
                    break;
                }
                content = at;
                box = box.outer();
            }
        }
        Deque<Iterator<Object>> open = new ArrayDeque<>();
        open.push(contents.get(OUTSIDE).iterator());
        int opened = 0;
        while (true) {
            if (!open.peek().hasNext()) {
                open.pop();
                if (open.isEmpty()) {
                    return;
                }
                visitor.close(open.size());
                continue;
            }
            Object content = open.peek().next();
            if (content instanceof Graph.Scope box) {
                visitor.open(box, ++opened, open.size());
                open.push(contents.get(box).iterator());
            } else {
                visitor.node((Node) content, open.size());
            }
        }
    }
}
