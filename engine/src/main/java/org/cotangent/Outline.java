package org.cotangent;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What is shown of a graph: its nodes in order with a gap if there are too many, their labels, the
 * edges, and the boxes they stand in.
 *
 * <p>What is shown has ids from 1 up in order; the mark for the gap has one too, as it has a place.
 */
final class Outline {
    /** An arrow from an input to what uses it, by their ids. */
    record Edge(int from, int to) {}

    /** What is told of boxes and of what stands in them, outer before inner. */
    interface Visitor {
        /** A box begins; ids count from 1. */
        void open(Note.Scope box, int id, int depth);

        void node(Tensor x, int depth);

        /** The box opened last ends. */
        void close(int depth);
    }

    private static final Note.Scope OUTSIDE = new Note.Scope("", null);

    final List<Tensor> shown;
    final int beforeGap;
    final int left;
    final Labels labels;
    private final Gradients gradients;
    private final Set<Tensor> results;
    private final List<Tensor> hidden;
    private final Map<Tensor, Integer> ids = new HashMap<>();
    private final Map<Tensor, Note.Scope> boxOfVariable = new HashMap<>();

    Outline(List<Tensor> nodes, List<Tensor> results, Gradients gradients, int limit) {
        this.gradients = gradients;
        this.results = new LinkedHashSet<>(results);
        List<Tensor> order = order(nodes, this.results);
        left = Math.max(0, order.size() - limit);
        beforeGap = left > 0 ? limit / 2 : order.size();
        List<Tensor> middle = order.subList(beforeGap, beforeGap + left);
        hidden = new ArrayList<>(middle);
        shown = new ArrayList<>(order.subList(0, beforeGap));
        shown.addAll(order.subList(beforeGap + left, order.size()));
        labels = new Labels(order, shown);
        for (int i = 0; i < shown.size(); i++) {
            ids.put(shown.get(i), 1 + i + (left > 0 && i >= beforeGap ? 1 : 0));
        }
        placeVariables(order);
    }

    static List<Tensor> inputs(Tensor x) {
        List<Tensor> inputs = new ArrayList<>(x.inputs());
        for (int i = 0; i < x.inputs(); i++) {
            inputs.add(x.input(i));
        }
        return inputs;
    }

    static String count(int n, String thing) {
        return n + " " + thing + (n == 1 ? "" : "s");
    }

    /** Without literals, and every constant just before what first uses it. */
    static List<Tensor> order(List<Tensor> nodes, Set<Tensor> results) {
        List<Tensor> order = new ArrayList<>(nodes.size());
        Set<Tensor> placed = new HashSet<>();
        for (Tensor x : nodes) {
            if (x.isRecorded()) {
                for (Tensor input : inputs(x)) {
                    boolean own = results.contains(input) || !Labels.isLiteral(input);
                    if (!input.isRecorded() && own && placed.add(input)) {
                        order.add(input);
                    }
                }
                order.add(x);
            }
        }
        for (Tensor x : nodes) {
            if (!x.isRecorded() && results.contains(x) && placed.add(x)) {
                order.add(x);
            }
        }
        return order;
    }

    boolean isResult(Tensor x) {
        return results.contains(x);
    }

    /** The results, each once, in the order in which they were given. */
    Set<Tensor> results() {
        return results;
    }

    /** The adjoint if there is one, else null. */
    Tensor adjoint(Tensor x) {
        return gradients == null ? null : gradients.find(x);
    }

    /** The id of what is shown; that of the mark for what is left out; 0 for a literal. */
    int id(Tensor x) {
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
        for (Tensor x : hidden) {
            for (Tensor input : inputs(x)) {
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
            Tensor x = shown.get(i);
            boolean fromMark = false;
            for (Tensor input : inputs(x)) {
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

    /** The box of a node, or null if it stands outside of all. */
    Note.Scope box(Tensor x) {
        return x.isVariable() ? boxOfVariable.get(x) : x.note().scope();
    }

    private void placeVariables(List<Tensor> order) {
        for (Tensor x : order) {
            Note.Scope box = x.note().scope();
            for (Tensor input : inputs(x)) {
                if (input.isVariable()) {
                    Note.Scope others =
                            boxOfVariable.containsKey(input) ? boxOfVariable.get(input) : box;
                    boxOfVariable.put(input, common(others, box));
                }
            }
        }
    }

    private static Note.Scope common(Note.Scope p, Note.Scope q) {
        if (p == q) {
            return p;
        }
        Map<Note.Scope, Boolean> around = new IdentityHashMap<>();
        for (Note.Scope box = p; box != null; box = box.outer()) {
            around.put(box, true);
        }
        Note.Scope box = q;
        while (box != null && !around.containsKey(box)) {
            box = box.outer();
        }
        return box;
    }

    /** Goes through all boxes that have something to show, and through what stands outside. */
    void walk(Visitor visitor) {
        // boxes are told apart by identity: two of one name are two
        Map<Note.Scope, List<Object>> contents = new IdentityHashMap<>();
        contents.put(OUTSIDE, new ArrayList<>());
        for (Tensor x : shown) {
            Object content = x;
            Note.Scope box = box(x);
            while (true) {
                Note.Scope at = box == null ? OUTSIDE : box;
                boolean isNew = !contents.containsKey(at);
                contents.computeIfAbsent(at, key -> new ArrayList<>()).add(content);
                if (!isNew) {
                    break;
                }
                content = at;
                box = at.outer();
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
            if (content instanceof Note.Scope box) {
                visitor.open(box, ++opened, open.size());
                open.push(contents.get(box).iterator());
            } else {
                visitor.node((Tensor) content, open.size());
            }
        }
    }
}
