package org.cotangent.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph.Node;

/**
 * A graph as it is drawn: its nodes in sections, which are scopes and, where there are many, groups
 * of nodes; with the labels, values and gradients that stand at the wires.
 */
final class Circuit {
    /** The most nodes and scopes that are drawn in one piece. */
    static final int MOST_IN_ONE = 40;

    /** The most things on a sheet; more are put into groups. */
    static final int MOST_ON_SHEET = 60;

    private static final int GROUP = 50;

    /** A scope or a group of nodes. */
    static final class Section {
        final String name;
        final String path;
        final boolean isGroup;
        Section outer;
        final List<Object> content = new ArrayList<>(); // nodes and sections

        private Section(String name, String path, Section outer, boolean isGroup) {
            this.name = name;
            this.path = path;
            this.outer = outer;
            this.isGroup = isGroup;
        }

        /** All nodes in it, however deep. */
        List<Node> nodes() {
            List<Node> nodes = new ArrayList<>();
            List<Object> open = new ArrayList<>(List.of(this));
            while (!open.isEmpty()) {
                Object last = open.remove(open.size() - 1);
                if (last instanceof Section section) {
                    for (int i = section.content.size() - 1; i >= 0; i--) {
                        open.add(section.content.get(i));
                    }
                } else {
                    nodes.add((Node) last);
                }
            }
            return nodes;
        }
    }

    /** An operand: an input of a node. */
    record Use(Node node, int input) {}

    final Outline outline;

    /** The sections, outer ones first; the first is the whole. */
    final List<Section> sections = new ArrayList<>();

    /** Whether gates without a name have labels. */
    final boolean labeled;

    /** Whether scopes are drawn in place. */
    final boolean inOnePiece;

    private final Map<Node, List<Use>> uses = new HashMap<>();
    private final Map<Node, Integer> positions = new HashMap<>();
    private final Map<Node, Face> values = new HashMap<>();
    private final Map<Node, Face> gradients = new HashMap<>();
    private final Map<Node, Tensor[]> shares = new HashMap<>();
    private final Map<Node, Integer> places = new HashMap<>();
    private final Set<String> paths = new HashSet<>();

    Circuit(List<Node> nodes, List<Node> results, Gradients outcome, boolean labeled) {
        this.labeled = labeled;
        outline = new Outline(nodes, results, outcome, Integer.MAX_VALUE);
        for (Node x : outline.shown) {
            positions.put(x, positions.size());
            for (int i = 0; i < x.inputs().size(); i++) {
                uses.computeIfAbsent(x.inputs().get(i), key -> new ArrayList<>(1))
                        .add(new Use(x, i));
            }
        }
        List<Section> scopes = scopes();
        inOnePiece = outline.shown.size() + scopes.size() - 1 <= MOST_IN_ONE;
        sections.add(scopes.get(0));
        for (int i = 0; i < sections.size(); i++) { // grows while it goes
            Section section = sections.get(i);
            arrange(section);
            if (!inOnePiece) {
                group(section);
            }
            for (Object each : section.content) {
                if (each instanceof Section inner) {
                    sections.add(inner);
                }
            }
        }
    }

    private List<Section> scopes() {
        List<Section> scopes = new ArrayList<>();
        scopes.add(new Section("", "", null, false));
        outline.walk(
                new Outline.Visitor() {
                    private Section at = scopes.get(0);

                    @Override
                    public void open(Graph.Scope box, int id, int depth) {
                        String name = box.name().isBlank() ? "scope" : Labels.visible(box.name());
                        Section inner = new Section(name, path(at, name), at, false);
                        at.content.add(inner);
                        scopes.add(inner);
                        at = inner;
                    }

                    @Override
                    public void node(Node x, int depth) {
                        at.content.add(x);
                    }

                    @Override
                    public void close(int depth) {
                        at = at.outer;
                    }
                });
        return scopes;
    }

    private String path(Section outer, String name) {
        String path = outer.path.isEmpty() ? name : outer.path + "/" + name;
        String unique = path;
        for (int i = 2; !paths.add(unique); i++) {
            unique = path + "'" + i;
        }
        return unique;
    }

    // ---- order

    /** What each node of a section stands in there: itself or an inner section. */
    static Map<Node, Object> places(Section section) {
        Map<Node, Object> places = new HashMap<>();
        for (Object each : section.content) {
            if (each instanceof Section inner) {
                inner.nodes().forEach(x -> places.put(x, inner));
            } else {
                places.put((Node) each, each);
            }
        }
        return places;
    }

    /**
     * Puts the content into an order in which wires lead forward, inputs just before their first
     * use. Sections that wires leave and enter again are dissolved: folded to a box, they would
     * close a circle.
     */
    private void arrange(Section section) {
        while (true) {
            Map<Node, Object> places = places(section);
            Map<Object, Set<Object>> next = new HashMap<>();
            Map<Object, Integer> open = new HashMap<>();
            Map<Object, Double> keys = new HashMap<>();
            places.forEach((x, place) -> keys.merge(place, key(x), Math::min));
            for (Map.Entry<Node, Object> entry : places.entrySet()) {
                for (Node input : entry.getKey().inputs()) {
                    Object from = places.get(input);
                    if (from != null
                            && from != entry.getValue()
                            && next.computeIfAbsent(from, key -> new HashSet<>())
                                    .add(entry.getValue())) {
                        open.merge(entry.getValue(), 1, Integer::sum);
                    }
                }
            }
            PriorityQueue<Object> ready =
                    new PriorityQueue<>((p, q) -> Double.compare(keys.get(p), keys.get(q)));
            section.content.stream().filter(each -> !open.containsKey(each)).forEach(ready::add);
            List<Object> order = new ArrayList<>();
            while (!ready.isEmpty()) {
                Object first = ready.remove();
                order.add(first);
                for (Object each : next.getOrDefault(first, Set.of())) {
                    if (open.merge(each, -1, Integer::sum) == 0) {
                        ready.add(each);
                    }
                }
            }
            boolean complete = order.size() == section.content.size();
            if (!complete) {
                Set<Object> done = new HashSet<>(order);
                for (Object each : section.content) {
                    if (done.contains(each)) {
                        continue;
                    }
                    if (each instanceof Section inner) {
                        order.addAll(inner.content);
                        inner.content.stream()
                                .filter(Section.class::isInstance)
                                .forEach(moved -> ((Section) moved).outer = section);
                    } else {
                        order.add(each);
                    }
                }
            }
            section.content.clear();
            section.content.addAll(order);
            if (complete) {
                return;
            }
        }
    }

    /** The place in the order of creation; inputs stand before their first use. */
    private double key(Node x) {
        int own = positions.get(x);
        if (!x.inputs().isEmpty() || !uses.containsKey(x)) {
            return own;
        }
        return positions.get(uses.get(x).get(0).node()) - 1 + (own + 1.0) / (positions.size() + 2);
    }

    private void group(Section section) {
        int size = section.content.size();
        if (size <= MOST_ON_SHEET) {
            return;
        }
        int groups = (size + GROUP - 1) / GROUP;
        while (groups > MOST_ON_SHEET) { // groups of groups
            groups = (int) Math.ceil(Math.sqrt(groups));
        }
        List<Object> all = new ArrayList<>(section.content);
        section.content.clear();
        for (int i = 0; i < groups; i++) {
            List<Object> some =
                    all.subList((int) ((long) i * size / groups), (int) ((i + 1L) * size / groups));
            String name = name(some);
            Section group = new Section(name, path(section, name), section, true);
            group.content.addAll(some);
            some.stream()
                    .filter(Section.class::isInstance)
                    .forEach(inner -> ((Section) inner).outer = group);
            section.content.add(group);
        }
    }

    private String name(List<Object> some) {
        String first = name(some.get(0));
        String last = name(some.get(some.size() - 1));
        for (Object each : some) {
            if (each instanceof Section || !((Node) each).inputs().isEmpty()) {
                first = name(each);
                break;
            }
        }
        return first.equals(last) ? first : first + " \u2026 " + last;
    }

    private String name(Object each) {
        return each instanceof Section section ? section.name : outline.labels.of((Node) each);
    }

    // ---- what stands at the wires

    List<Use> uses(Node x) {
        return uses.getOrDefault(x, List.of());
    }

    Face value(Node x) {
        return values.computeIfAbsent(x, key -> new Face(key.value()));
    }

    /** The gradient, or null. */
    Face gradient(Node x) {
        Tensor adjoint = outline.adjoint(x);
        return adjoint == null ? null : gradients.computeIfAbsent(x, key -> new Face(adjoint));
    }

    /**
     * The sum of what passes through some of a node's uses.
     *
     * @return null where the node is used just once, or the pass kept too little to tell
     */
    Tensor share(Node x, List<Use> some) {
        if (uses(x).size() < 2 || outline.adjoint(x) == null) {
            return null;
        }
        return Tensor.unrecorded(
                () -> {
                    Tensor sum = null;
                    for (Use use : some) {
                        if (use.node().value().varies() && outline.adjoint(use.node()) == null) {
                            return null;
                        }
                        Tensor part = shares(use.node())[use.input()];
                        sum = part == null ? sum : sum == null ? part : sum.add(part);
                    }
                    return sum;
                });
    }

    /** The places of what passes through a node's uses, so that the printed numbers add up. */
    int places(Node x) {
        return places.computeIfAbsent(
                x,
                key -> {
                    List<Tensor> parts = new ArrayList<>();
                    for (Use use : uses(key)) {
                        Tensor part = Tensor.unrecorded(() -> shares(use.node()))[use.input()];
                        if (part != null) {
                            parts.add(part);
                        }
                    }
                    return Face.places(outline.adjoint(key), parts);
                });
    }

    private Tensor[] shares(Node y) {
        return shares.computeIfAbsent(
                y,
                key -> {
                    Tensor[] parts = new Tensor[key.inputs().size()];
                    Tensor g = outline.adjoint(key);
                    if (g == null) {
                        return parts;
                    }
                    List<Tensor> together = key.op().adjoints(g, key.value());
                    for (int k = 0; k < parts.length; k++) {
                        Tensor input = key.inputs().get(k).value();
                        if (!input.varies()) {
                            continue;
                        }
                        Tensor part =
                                together != null
                                        ? together.get(k)
                                        : key.op().adjoint(k, g, key.value());
                        parts[k] = part == null ? null : part.sumTo(input.shape());
                    }
                    return parts;
                });
    }
}
