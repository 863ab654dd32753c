package org.cotangent.graph;

import org.cotangent.graph.Graph.Node;
import org.cotangent.graph.Item.Input;
import org.cotangent.graph.Item.Kind;

/** The drawing of things on a sheet, each in the room that was measured for it. */
final class Painter {
    private static final double ABOVE = -5;
    private static final double BELOW = 14;

    private final Item item;
    private final Svg svg;
    private final Layered.Box box;
    private final Circuit circuit;

    Painter(Item item, Svg svg) {
        this.item = item;
        this.svg = svg;
        box = item.box;
        circuit = item.circuit;
    }

    void paint() {
        switch (item.kind) {
            case FRAME -> paintFrame();
            case FOLDED -> paintFolded();
            case GATE -> paintGate();
            case LEAF -> paintLeaf();
            default -> paintPort();
        }
    }

    private void paintFrame() {
        svg.open("scope open", "data-scope", item.section.path);
        svg.rect(
                "frame",
                box.x - box.left + 8,
                box.y - box.up,
                box.left + box.right - 16,
                box.up + box.down,
                8);
        svg.text(
                "name",
                null,
                box.x - box.left + 16,
                box.y - box.up + 15,
                item.name,
                item.section.path);
        svg.close();
        item.inner.paint(svg);
    }

    private void paintFolded() {
        svg.open("scope", "data-scope", item.section.path);
        svg.rect(
                "box",
                box.x - item.half,
                box.y - item.halfHeight,
                2 * item.half,
                2 * item.halfHeight,
                8);
        svg.text("sign name", null, box.x, box.y - 2, item.name, item.section.path);
        String count = Outline.count(item.section.nodes().size(), "node");
        svg.text("count", null, box.x, box.y + 13, count, null);
        svg.close();
        if (item.oneOut) {
            svg.text(
                    "count start", null, box.x + item.half + 4, box.y + ABOVE, item.bundle(), null);
        } else {
            for (int i = 0; i < item.outs.size(); i++) {
                faces(item.outs.get(i), box.x + item.half, box.y + box.out[i]);
                if (circuit.outline.isResult(item.outs.get(i))) {
                    arrow(item.outs.get(i), box.y + box.out[i]);
                }
            }
        }
        shares();
    }

    private void paintGate() {
        svg.open(item.isResult() ? "node result" : "node", "data-node", "" + item.node.id());
        svg.title(title());
        if (item.isRound()) {
            svg.circle("gate", box.x, box.y, Item.RADIUS);
        } else {
            svg.rect(
                    "gate",
                    box.x - item.half,
                    box.y - item.halfHeight,
                    2 * item.half,
                    2 * item.halfHeight,
                    7);
        }
        boolean single = item.sign.length() == 1;
        svg.text(
                single ? "sign single" : "sign",
                null,
                box.x,
                box.y + (single ? 6 : 4.5),
                item.sign,
                null);
        if (item.name != null) {
            boolean ends = item.labelEnds();
            svg.text(
                    (ends ? "label end" : "label") + (Labels.isNamed(item.node) ? "" : " small"),
                    null,
                    box.x + (ends ? item.half : 0),
                    box.y - item.halfHeight - 5,
                    item.name,
                    null);
        }
        svg.close();
        for (int i = 0; i < item.literals.size(); i++) {
            double y = box.y + item.literalHeights.get(i);
            double offset = item.literalHeights.get(i);
            double edge =
                    box.x
                            - (item.isRound()
                                    ? Math.sqrt(item.half * item.half - offset * offset)
                                    : item.half);
            Node literal = item.literals.get(i).node();
            String ids =
                    "data-node=\""
                            + literal.id()
                            + "\" data-to=\""
                            + item.node.id()
                            + "\" data-input=\""
                            + item.literals.get(i).input()
                            + "\"";
            svg.text(
                    "constant",
                    ids,
                    box.x - item.half - 11,
                    y + 3.5,
                    Item.literal(literal),
                    circuit.value(literal).detail);
            svg.line("wire", ids.replace("data-node", "data-from"), box.x - item.half - 8, y, edge);
        }
        outgoing();
        shares();
    }

    private String title() {
        return circuit.outline.labels.of(item.node)
                + " = "
                + circuit.outline.labels.made(item.node);
    }

    private void outgoing() {
        faces(item.node, box.x + item.half, box.y);
        if (item.isResult() || item.outs.isEmpty()) {
            arrow(item.node, box.y);
        }
    }

    private void arrow(Node x, double y) {
        double end = box.x + box.right;
        svg.line("wire result", "data-from=\"" + x.id() + "\"", box.x + item.half, y, end);
        svg.arrow(end, y);
    }

    private void paintLeaf() {
        svg.open(
                (item.node.isVariable() ? "node variable" : "node constant")
                        + (item.isResult() ? " result" : ""),
                "data-node",
                "" + item.node.id());
        svg.title(circuit.outline.labels.of(item.node) + ": " + item.node.operation());
        if (item.node.isVariable()) {
            svg.circle("dot", box.x, box.y, Item.DOT);
        } else {
            svg.rect("dot", box.x - Item.DOT, box.y - Item.DOT, 2 * Item.DOT, 2 * Item.DOT, 0);
        }
        svg.text("name end", null, box.x - item.half - 5, box.y + 4.5, item.name, null);
        svg.close();
        outgoing();
    }

    private void paintPort() {
        if (item.sheet.inPlace) {
            return;
        }
        boolean in = item.kind == Kind.IN;
        svg.open(in ? "port in" : "port out", "data-node", "" + item.node.id());
        svg.title((in ? "from outside: " : "to outside: ") + title());
        svg.tag(box.x, box.y, Item.DOT);
        svg.text(
                in ? "name end" : "name",
                null,
                box.x + (in ? -item.half - 5 : item.half + 5),
                box.y + 4.5,
                item.name,
                null);
        svg.close();
        if (in) {
            faces(item.node, box.x + item.half, box.y);
        }
    }

    private void faces(Node x, double left, double y) {
        String id = "data-node=\"" + x.id() + "\"";
        Face value = circuit.value(x);
        value.paint(svg, "value", x.id(), left + 5, y - value.height());
        svg.text("value", id, left + 4, y + ABOVE, value.text, value.detail);
        Face gradient = circuit.gradient(x);
        if (gradient != null) {
            gradient.paint(svg, "gradient", x.id(), left + 5, y + BELOW + 4);
            svg.text("gradient", id, left + 4, y + BELOW, gradient.text, gradient.detail);
        }
    }

    private void shares() {
        for (int i = 0; i < item.inputs.size(); i++) {
            Input input = item.inputs.get(i);
            if (input.share == null) {
                continue;
            }
            String ids = "data-from=\"" + input.nodes.get(0).id() + "\" ";
            ids +=
                    item.kind == Kind.GATE
                            ? "data-to=\""
                                    + item.node.id()
                                    + "\" data-input=\""
                                    + input.uses.get(0).input()
                                    + "\""
                            : "data-scope=\"" + Sheet.xml(item.section.path) + "\"";
            svg.text(
                    "share",
                    svg.isTitled() ? ids : Sheet.endOnly(ids),
                    box.x - item.half - item.lead + 3,
                    box.portHeight(i) + 11,
                    input.share.text,
                    input.share.detail);
        }
    }
}
