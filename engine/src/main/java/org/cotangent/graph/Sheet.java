package org.cotangent.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.cotangent.graph.Graph.Node;

/**
 * One drawing of a circuit: the whole, or what is in a scope or a group of nodes, with ports for
 * the wires from and to outside. Inner scopes are folded to boxes, or drawn in place if the circuit
 * is small.
 *
 * <p>Elements say by attributes what they show; ids are those of {@link Node#id}:
 *
 * <ul>
 *   <li>{@code <g class="node" data-node>}: a gate or an input; its class also says variable,
 *       constant and result. A scalar constant without a name stands on the gate that uses it, or
 *       as {@code <text class="constant" data-node data-to data-input>} beside it.
 *   <li>{@code <path class="wire" data-from>} with {@code data-to} and {@code data-input} if it
 *       leads to a node, {@code data-scope} if it leads to a scope, {@code data-port} if it leaves
 *       the sheet, and nothing more if it is the free end of a result. From a scope with many
 *       outputs several nodes run in one wire; their ids stand in {@code data-from} with blanks
 *       between.
 *   <li>{@code <text class="value" data-node>} and {@code <text class="gradient" data-node>}, and
 *       for arrays pictures {@code <g class="heat value" data-node>}.
 *   <li>{@code <text class="share" data-from data-to data-input>}: what passes back over one wire
 *       where a node has several; {@code data-scope} for a wire to a scope.
 *   <li>{@code <g class="scope" data-scope>}: a scope or group; the attribute is the {@link #path}
 *       of its sheet. Drawn in place, it has the class open too.
 *   <li>{@code <g class="port in" data-node>} and {@code <g class="port out" data-node>}.
 * </ul>
 */
final class Sheet {
    static final String STYLE =
            """
            .circuit{--paper:#fff;--ink:#1b1f24;--soft:#5c6670;--wire:#6b7680;--gate:#fff;--field:#f2f4f6;
            --value:#0a7533;--gradient:#c3151b;--variable:#1558b0;--result:#1b1f24;
            font-family:Helvetica,Arial,"Liberation Sans",sans-serif}
            @media (prefers-color-scheme:dark){.circuit{--paper:#14181d;--ink:#e8ebee;--soft:#a4adb6;
            --wire:#8a949e;--gate:#1d232a;--field:#222931;--value:#6fd992;--gradient:#ff8f88;
            --variable:#7fb4ff;--result:#e8ebee}}
            .circuit .paper{fill:var(--paper)}
            .circuit .wire{fill:none;stroke:var(--wire);stroke-width:1.4}
            .circuit .head{fill:none;stroke:var(--wire);stroke-width:1.4}
            .circuit .joint{fill:var(--wire)}
            .circuit .gate,.circuit .box{fill:var(--gate);stroke:var(--ink);stroke-width:1.4}
            .circuit .result .gate{stroke-width:2.6}
            .circuit .box{fill:var(--field)}
            .circuit .frame{fill:none;stroke:var(--soft);stroke-dasharray:4 3}
            .circuit .dot{fill:var(--variable);stroke:var(--variable)}
            .circuit .constant .dot{fill:var(--paper);stroke:var(--soft)}
            .circuit .tag{fill:var(--paper);stroke:var(--soft)}
            .circuit text{font-size:12px;fill:var(--ink)}
            .circuit .name{font-size:13px}
            .circuit .single{font-size:17px}
            .circuit .label{font-size:13px;fill:var(--soft)}
            .circuit .sign,.circuit .label,.circuit .count{text-anchor:middle}
            .circuit .open>.name,.circuit .count{fill:var(--soft)}
            .circuit .count{font-size:10px}
            .circuit .start{text-anchor:start}
            .circuit .end{text-anchor:end}
            .circuit text.constant{font-size:10px;text-anchor:end}
            .circuit text.value{fill:var(--value)}
            .circuit text.gradient,.circuit text.share{fill:var(--gradient);font-style:italic}
            .circuit text.share{font-size:10px}
            .circuit .field{fill:var(--field)}
            .circuit .value .plus{fill:var(--value)}
            .circuit .value .minus{fill:none;stroke:var(--value);stroke-width:.8}
            .circuit .gradient .plus{fill:var(--gradient)}
            .circuit .gradient .minus{fill:none;stroke:var(--gradient);stroke-width:.8}
            .circuit .odd{fill:var(--ink)}
            """;

    private static final double MARGIN = 14;

    final Circuit circuit;
    private final Circuit.Section section;
    private final Sheet outer;

    /** Whether this is drawn in place, on another sheet. */
    final boolean inPlace;

    private final Set<Node> inside;
    private final Map<Object, Item> items = new LinkedHashMap<>();
    private final Map<Node, Item> ins = new LinkedHashMap<>();
    private final Map<Node, Item> outs = new LinkedHashMap<>();
    private final List<Drawn> wires = new ArrayList<>();
    private Layered layout;

    /** A wire with the attributes that tell its ends. */
    private record Drawn(Layered.Wire wire, String ids) {}

    Sheet(Circuit circuit, Circuit.Section section, Sheet outer, boolean inPlace) {
        this.circuit = circuit;
        this.section = section;
        this.outer = outer;
        this.inPlace = inPlace;
        inside = new HashSet<>(section.nodes());
        if (inPlace) {
            lay();
        }
    }

    /** The names of the scopes and groups around it and its own, unique; empty for the whole. */
    String path() {
        return section.path;
    }

    /** The name of the scope or group; empty for the whole. */
    String name() {
        return section.name;
    }

    /** The sheet on which this one is a box; null for the whole. */
    Sheet parent() {
        return outer;
    }

    /** The nodes in it, however deep. */
    List<Node> nodes() {
        return section.nodes();
    }

    /** Whether something outside uses a node of this sheet. */
    boolean leaves(Node x) {
        return inside.contains(x)
                && circuit.uses(x).stream().anyMatch(use -> !inside.contains(use.node()));
    }

    // ---- layout

    private record Link(Item from, Node source, Item to, Circuit.Use use) {}

    private void lay() {
        Map<Node, Object> places = Circuit.places(section);
        List<Link> links = new ArrayList<>();
        for (Object each : section.content) {
            Item.Kind kind =
                    each instanceof Circuit.Section
                            ? circuit.inOnePiece ? Item.Kind.FRAME : Item.Kind.FOLDED
                            : ((Node) each).inputs().isEmpty() ? Item.Kind.LEAF : Item.Kind.GATE;
            items.put(
                    each,
                    each instanceof Circuit.Section inner
                            ? new Item(this, kind, null, inner)
                            : new Item(this, kind, (Node) each, null));
        }
        for (Node x : section.nodes()) {
            Item to = items.get(places.get(x));
            for (int i = 0; i < x.inputs().size(); i++) {
                Node source = x.inputs().get(i);
                if (circuit.outline.id(source) == 0) {
                    continue; // stands at the gate
                }
                Item from =
                        inside.contains(source)
                                ? items.get(places.get(source))
                                : ins.computeIfAbsent(
                                        source, key -> new Item(this, Item.Kind.IN, key, null));
                if (from != to) {
                    from.out(source);
                    links.add(new Link(from, source, to, new Circuit.Use(x, i)));
                }
            }
            if (leaves(x)) {
                to.out(x);
                Item out = new Item(this, Item.Kind.OUT, x, null);
                outs.put(x, out);
                links.add(new Link(to, x, out, null));
            } else if (circuit.outline.isResult(x) && to.kind == Item.Kind.FOLDED) {
                to.out(x);
            }
        }
        List<Item> all = all();
        all.forEach(Item::closeOuts);
        links.forEach(link -> link.to.add(link.from, link.source, link.use));
        all.forEach(Item::measure);
        for (Item to : all) {
            for (int i = 0; i < to.inputs.size(); i++) {
                Item.Input input = to.inputs.get(i);
                Layered.Wire wire = new Layered.Wire(input.from.box, input.port(), to.box, i);
                wires.add(new Drawn(wire, ids(to, input)));
            }
        }
        layout =
                new Layered(
                        all.stream().map(item -> item.box).toList(),
                        wires.stream().map(Drawn::wire).toList());
    }

    private List<Item> all() {
        List<Item> all = new ArrayList<>(ins.values());
        all.addAll(items.values());
        all.addAll(outs.values());
        return all;
    }

    private static String ids(Item to, Item.Input input) {
        String from = input.nodes.stream().map(x -> "" + x.id()).collect(Collectors.joining(" "));
        String end =
                switch (to.kind) {
                    case GATE ->
                            "data-to=\""
                                    + to.node.id()
                                    + "\" data-input=\""
                                    + input.uses.get(0).input()
                                    + "\"";
                    case OUT -> "data-port=\"" + to.node.id() + "\"";
                    default -> "data-scope=\"" + xml(to.section.path) + "\"";
                };
        return "data-from=\"" + from + "\" " + end;
    }

    double width() {
        return layout.width();
    }

    double height() {
        return layout.height();
    }

    /** The height of a port for a node from outside, or to there, from the top of the sheet. */
    double portHeight(Node x, boolean in) {
        return (in ? ins : outs).get(x).box.y;
    }

    /** Places everything, with ports at both sides of some width. */
    void moveTo(double left, double top, double width) {
        layout.place(left, top, width);
        items.values().forEach(Item::placeInner);
    }

    // ---- drawing

    void paint(Svg svg) {
        for (Drawn each : wires) {
            svg.path("wire", svg.isTitled() ? each.ids : endOnly(each.ids), each.wire.path());
        }
        layout.joints((x, y) -> svg.circle("joint", x, y, 2.2));
        all().forEach(item -> new Painter(item, svg).paint());
    }

    /**
     * The drawing as an SVG element.
     *
     * @param alone whether it is a file of its own, with its style and a background
     */
    String svg(boolean alone) {
        return svg(alone, true);
    }

    /** The drawing for a page whose scripts say what is shown when one points at something. */
    String svgOfPage() {
        return svg(false, false);
    }

    private String svg(boolean alone, boolean titled) {
        if (layout == null) {
            lay();
        }
        moveTo(MARGIN, MARGIN, layout.width());
        Svg svg = new Svg(titled);
        paint(svg);
        String width = WirePath.number(layout.width() + 2 * MARGIN);
        String height = WirePath.number(layout.height() + 2 * MARGIN);
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"circuit\" role=\"img\" width=\""
                + width
                + "\" height=\""
                + height
                + "\" viewBox=\"0 0 "
                + width
                + " "
                + height
                + "\">\n<title>"
                + xml(title())
                + "</title>\n"
                + (titled ? "<desc>" + xml(description()) + "</desc>\n" : "")
                + (alone
                        ? "<style>\n"
                                + STYLE
                                + "</style>\n<rect class=\"paper\" width=\"100%\""
                                + " height=\"100%\"/>\n"
                        : "")
                + svg.text()
                + "</svg>\n";
    }

    private String title() {
        String what = "Computation graph of " + Outline.count(inside.size(), "node");
        return section.name.isEmpty() ? what : section.name + ": " + what;
    }

    private static final int MOST_TOLD = 12;

    private String description() {
        StringBuilder text = new StringBuilder("From left to right.");
        text.append(" Values stand above the wires");
        boolean any = inside.stream().anyMatch(x -> circuit.gradient(x) != null);
        text.append(any ? ", gradients below them in italics." : ".");
        List<Node> ends =
                nodes().stream()
                        .filter(x -> x.isVariable() || circuit.outline.isResult(x))
                        .limit(MOST_TOLD)
                        .toList();
        for (Node x : ends) {
            Face gradient = circuit.gradient(x);
            text.append(' ').append(circuit.outline.isResult(x) ? "Result " : "Input ");
            text.append(circuit.outline.labels.of(x)).append(" = ").append(circuit.value(x).text);
            text.append(gradient == null ? "" : ", gradient " + gradient.text).append('.');
        }
        return text.toString();
    }

    /** What tells a wire to a node: the page knows where its inputs come from. */
    static String endOnly(String ids) {
        int to = ids.indexOf("data-to=");
        return to < 0 ? ids : ids.substring(to);
    }

    /** A text with what means something in XML by its code, and nothing that XML cannot hold. */
    static String xml(String text) {
        StringBuilder xml = new StringBuilder();
        Labels.visible(text)
                .codePoints()
                .forEach(
                        c -> {
                            if ("<>&\"'".indexOf(c) >= 0) {
                                xml.append("&#").append(c).append(';');
                            } else {
                                xml.appendCodePoint(c);
                            }
                        });
        return xml.toString();
    }
}
