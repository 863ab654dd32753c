package org.cotangent.graph;

import java.util.ArrayList;
import java.util.List;
import org.cotangent.Tensor;
import org.cotangent.graph.Graph.Node;

/** A thing on a sheet with the room for its labels: a gate, an input, a scope, or a port. */
final class Item {
    /** The kinds of things. */
    enum Kind {
        LEAF,
        GATE,
        FOLDED,
        FRAME,
        IN,
        OUT
    }

    /** What leads to a port: a node, or several in one line, and the operands that they are. */
    static final class Input {
        final Item from;
        final int port;
        final List<Node> nodes = new ArrayList<>();
        final List<Circuit.Use> uses = new ArrayList<>();
        private Face share;
        private double height;

        Input(Item from, int port) {
            this.from = from;
            this.port = port;
        }

        int port() {
            return port;
        }
    }

    private static final double RADIUS = 16;
    private static final double DOT = 4;
    private static final double SIGN = 12;
    private static final double NAME = 13;
    private static final double STUB = 26;
    private static final double ABOVE = -5;
    private static final double BELOW = 14;
    private static final double WIDEST_NAME = 130;
    private static final double PAD = 10;
    private static final double TITLE = 20;

    /** More outputs, or inputs, of a folded scope than that run in one line. */
    private static final int MOST_PORTS = 8;

    final Kind kind;
    final Node node; // null for scopes
    final Circuit.Section section; // null for others
    final Layered.Box box = new Layered.Box();
    final List<Node> outs = new ArrayList<>();
    final List<Input> inputs = new ArrayList<>();
    private final Sheet sheet;
    private final Circuit circuit;
    private final String name; // null without one
    private final String sign;
    private final int absorbed;
    private final List<Circuit.Use> literals = new ArrayList<>();
    private final List<Double> literalHeights = new ArrayList<>();
    private final double half; // half the width of what is drawn around the anchor
    private double halfHeight;
    private double stub;
    private double lead; // the room for labels at the inputs
    private boolean oneOut;
    private boolean oneIn;

    /** The sheet of a scope that is drawn in place. */
    Sheet inner;

    Item(Sheet sheet, Kind kind, Node node, Circuit.Section section) {
        this.sheet = sheet;
        this.kind = kind;
        this.node = node;
        this.section = section;
        circuit = sheet.circuit;
        boolean gate = kind == Kind.GATE;
        absorbed = gate ? Signs.absorbed(node) : -1;
        sign = gate ? Signs.of(node) : null;
        name = name();
        if (gate) {
            double width = Advances.width(sign, SIGN);
            half = isRound() ? RADIUS : Math.max(RADIUS, width / 2 + 8);
        } else if (kind == Kind.FOLDED) {
            half = Math.max(34, Advances.width(name, NAME) / 2 + 12);
        } else {
            half = kind == Kind.LEAF || !sheet.inPlace ? DOT : 0;
        }
    }

    private String name() {
        if (section != null) {
            return Advances.clipped(section.name, NAME, 200);
        }
        boolean shown = kind != Kind.GATE || Labels.isNamed(node) || sheet.leaves(node);
        return shown
                ? Advances.clipped(circuit.outline.labels.of(node), NAME, WIDEST_NAME)
                : null;
    }

    private boolean isRound() {
        return Signs.isRound(node)
                && node.inputs().size() <= 2
                && Advances.width(sign, SIGN) <= 2 * RADIUS - 1;
    }

    boolean isResult() {
        return node != null && (kind == Kind.GATE || kind == Kind.LEAF)
                && circuit.outline.isResult(node);
    }

    // ---- ports

    /** The port at which a node leaves. */
    int out(Node x) {
        int at = outs.indexOf(x);
        if (at < 0) {
            at = outs.size();
            outs.add(x);
        }
        return at;
    }

    /** Called when all outputs are known: many run in one line. */
    void closeOuts() {
        oneOut = kind == Kind.FOLDED && outs.size() > MOST_PORTS;
    }

    int port(Node x) {
        return oneOut ? 0 : outs.indexOf(x);
    }

    /** Adds what leads here; for scopes, several uses of one node are one input. */
    void add(Item from, Node source, Circuit.Use use) {
        Input input = null;
        int port = from.port(source);
        if (kind != Kind.GATE) {
            for (Input each : inputs) {
                if (each.from == from && each.port == port) {
                    input = each;
                    break;
                }
            }
        }
        if (input == null) {
            input = new Input(from, port);
            inputs.add(input);
        }
        if (!input.nodes.contains(source)) {
            input.nodes.add(source);
        }
        if (use != null) {
            input.uses.add(use);
        }
    }

    // ---- measures

    /** Finds extents and ports; all inputs and outputs are known. */
    void measure() {
        switch (kind) {
            case FRAME -> measureFrame();
            case IN, OUT, LEAF -> measurePoint();
            default -> measureGate();
        }
    }

    private void measurePoint() {
        Layered.Box b = box;
        if (sheet.inPlace && kind != Kind.LEAF) {
            b.side = kind == Kind.IN ? Layered.Side.LEFT : Layered.Side.RIGHT;
            b.up = 6;
            b.down = 6;
            b.in = new double[kind == Kind.OUT ? 1 : 0];
            b.out = new double[kind == Kind.IN ? 1 : 0];
            b.outset = PAD;
            b.inset = new double[] {PAD};
            return;
        }
        double label = half + 5 + Advances.width(name, NAME);
        b.up = 12;
        b.down = 12;
        if (kind == Kind.OUT) {
            b.left = half;
            b.right = label;
            b.in = new double[1];
            b.inset = new double[1];
            return;
        }
        b.left = label;
        stub(List.of(node));
        b.right = half + stub;
        b.outset = stub;
        b.out = new double[] {0};
        faceRoom(node, 0);
    }

    private void stub(List<Node> nodes) {
        stub = STUB;
        for (Node x : nodes) {
            Face gradient = circuit.gradient(x);
            double width = circuit.value(x).width();
            width = gradient == null ? width : Math.max(width, gradient.width());
            stub = Math.max(stub, width + 10);
        }
    }

    private void faceRoom(Node x, double height) {
        Face gradient = circuit.gradient(x);
        box.up = Math.max(box.up, circuit.value(x).height() + 2 - height);
        box.down = Math.max(box.down, (gradient == null ? 0 : gradient.height() + 2) + height);
    }

    private void measureGate() {
        Layered.Box b = box;
        boolean gate = kind == Kind.GATE;
        oneIn = !gate && inputs.size() > MOST_PORTS;
        boolean shares = false;
        for (Input input : inputs) {
            input.share = share(input);
            shares |= input.share != null;
        }
        lead = 10;
        for (Input input : inputs) {
            if (input.share != null) {
                lead = Math.max(lead, Advances.width(input.share.text, Face.SMALL) + 8);
            }
        }
        if (gate) {
            for (int i = 0; i < node.inputs().size(); i++) {
                Node x = node.inputs().get(i);
                if (circuit.outline.id(x) == 0 && i != absorbed) {
                    literals.add(new Circuit.Use(x, i));
                    double width = Advances.width(literal(x), Face.SMALL);
                    lead = Math.max(lead, width + 14);
                }
            }
        }
        double step = shares ? 20 : 18;
        int slots = oneIn ? 1 : inputs.size() + literals.size();
        b.in = new double[inputs.size()];
        b.inset = new double[b.in.length];
        int slot = 0;
        int placed = 0;
        for (int i = 0; i < inputs.size() + literals.size(); i++) {
            double height = oneIn ? 0 : (slot - (slots - 1) / 2.0) * step;
            slot++;
            if (isLiteralSlot(i)) {
                literalHeights.add(height);
            } else {
                b.in[placed++] = height;
            }
        }
        boolean round = gate && isRound();
        halfHeight =
                round
                        ? RADIUS
                        : Math.max(gate ? 15 : 24, slots * step / 2 - (gate ? 2 : 0));
        b.up = halfHeight + 3;
        b.down = halfHeight + 3;
        if (gate) {
            stub(List.of(node));
            b.out = new double[] {0};
            faceRoom(node, 0);
            if (name != null) {
                b.up = Math.max(b.up, halfHeight + 20);
            }
        } else {
            measureOuts();
        }
        for (int i = 0; i < b.in.length; i++) {
            double y = b.in[i];
            b.inset[i] = lead + (round ? half - Math.sqrt(half * half - y * y) : 0);
            b.down = Math.max(b.down, shares ? y + 16 : 0);
        }
        double room = gate && name != null ? Advances.width(name, NAME) : 0;
        room = labelEnds() ? room - half : room / 2;
        b.left = Math.max(half + lead, room);
        for (int i = 0; i < b.inset.length; i++) {
            b.inset[i] += b.left - half - lead;
        }
        b.right = Math.max(half + stub, labelEnds() ? 0 : room);
        b.outset = b.right - half;
        b.anyOrder = !gate && !oneIn || gate && literals.isEmpty() && Signs.isFreeOrder(node);
    }

    /** Whether the label ends at the right of the gate, as a picture stands beside it. */
    private boolean labelEnds() {
        return kind == Kind.GATE && circuit.value(node).pictureHeight() > 0;
    }

    /** Operands and literals share the slots in the order of the operands. */
    private boolean isLiteralSlot(int slot) {
        if (literals.isEmpty()) {
            return false;
        }
        int seen = slot + (absorbed >= 0 && absorbed <= slot ? 1 : 0);
        return literals.stream().anyMatch(use -> use.input() == seen);
    }

    private static String literal(Node x) {
        return Advances.clipped(Face.number(x.value().value()), Face.SMALL, 60);
    }

    private void measureOuts() {
        Layered.Box b = box;
        if (oneOut) {
            stub = Math.max(STUB, Advances.width(bundle(), Face.SMALL) + 10);
            b.out = new double[] {0};
            return;
        }
        stub(outs);
        b.out = new double[outs.size()];
        double below = 0;
        double total = 0;
        for (int i = 0; i < outs.size(); i++) {
            Face gradient = circuit.gradient(outs.get(i));
            double above = circuit.value(outs.get(i)).height() + 3;
            total += i == 0 ? 0 : below + above;
            b.out[i] = total;
            below = gradient == null ? 4 : gradient.height() + 3;
        }
        for (int i = 0; i < b.out.length; i++) {
            b.out[i] -= total / 2;
            faceRoom(outs.get(i), b.out[i]);
        }
        halfHeight = Math.max(halfHeight, total / 2 + 14);
        b.up = Math.max(b.up, halfHeight + 3);
        b.down = Math.max(b.down, halfHeight + 3);
    }

    private String bundle() {
        return outs.size() + " values";
    }

    private Face share(Input input) {
        if (input.nodes.size() > 1) {
            return null;
        }
        Node source = input.nodes.get(0);
        if (kind == Kind.FOLDED && input.uses.size() == circuit.uses(source).size()) {
            return null;
        }
        Tensor share = circuit.share(source, input.uses);
        return share == null ? null : new Face(share);
    }

    private void measureFrame() {
        inner = new Sheet(circuit, section, sheet, true);
        double width = Math.max(inner.width() + 2 * PAD, Advances.width(name, NAME) + 16);
        double height = inner.height() + TITLE + PAD + 4;
        box.left = width / 2 + 8;
        box.right = width / 2 + 8;
        box.up = height / 2;
        box.down = height / 2;
        List<Input> inOrder = new ArrayList<>(inputs);
        inOrder.sort(
                java.util.Comparator.comparingDouble(x -> inner.portHeight(x.nodes.get(0), true)));
        inputs.clear();
        inputs.addAll(inOrder);
        double top = TITLE + 4 - height / 2;
        box.in = inputs.stream()
                .mapToDouble(x -> top + inner.portHeight(x.nodes.get(0), true))
                .toArray();
        outs.sort(java.util.Comparator.comparingDouble(x -> inner.portHeight(x, false)));
        box.out = outs.stream().mapToDouble(x -> top + inner.portHeight(x, false)).toArray();
        box.inset = new double[box.in.length];
        java.util.Arrays.fill(box.inset, 8);
        box.outset = 8;
    }

    /** Puts the sheet of a scope that is drawn in place where its frame is. */
    void placeInner() {
        if (inner != null) {
            double x = box.x - box.left + 8 + PAD;
            double free = box.left + box.right - 16 - 2 * PAD - inner.width();
            inner.moveTo(x, box.y - box.up + TITLE + 4, inner.width() + free);
        }
    }

    // ---- drawing

    void paint(Svg svg) {
        switch (kind) {
            case FRAME -> paintFrame(svg);
            case FOLDED -> paintFolded(svg);
            case GATE -> paintGate(svg);
            case LEAF -> paintLeaf(svg);
            default -> paintPort(svg);
        }
    }

    private void paintFrame(Svg svg) {
        svg.open("scope open", "data-scope", section.path);
        svg.rect("frame", box.x - box.left + 8, box.y - box.up, box.left + box.right - 16,
                box.up + box.down, 8);
        svg.text("name", null, box.x - box.left + 16, box.y - box.up + 15, name, section.path);
        svg.close();
        inner.paint(svg);
    }

    private void paintFolded(Svg svg) {
        svg.open("scope", "data-scope", section.path);
        svg.rect("box", box.x - half, box.y - halfHeight, 2 * half, 2 * halfHeight, 8);
        svg.text("sign name", null, box.x, box.y - 2, name, section.path);
        String count = Outline.count(section.nodes().size(), "node");
        svg.text("count", null, box.x, box.y + 13, count, null);
        svg.close();
        if (oneOut) {
            svg.text("count start", null, box.x + half + 4, box.y + ABOVE, bundle(), null);
        } else {
            for (int i = 0; i < outs.size(); i++) {
                faces(svg, outs.get(i), box.x + half, box.y + box.out[i]);
                if (circuit.outline.isResult(outs.get(i))) {
                    arrow(svg, outs.get(i), box.y + box.out[i]);
                }
            }
        }
        shares(svg);
    }

    private void paintGate(Svg svg) {
        svg.open(isResult() ? "node result" : "node", "data-node", "" + node.id());
        svg.title(title());
        if (isRound()) {
            svg.circle("gate", box.x, box.y, RADIUS);
        } else {
            svg.rect("gate", box.x - half, box.y - halfHeight, 2 * half, 2 * halfHeight, 7);
        }
        boolean single = sign.length() == 1;
        svg.text(single ? "sign single" : "sign", null, box.x, box.y + (single ? 6 : 4.5), sign, null);
        if (name != null) {
            boolean ends = labelEnds();
            svg.text(ends ? "label end" : "label", null, box.x + (ends ? half : 0),
                    box.y - halfHeight - 5, name, null);
        }
        svg.close();
        for (int i = 0; i < literals.size(); i++) {
            double y = box.y + literalHeights.get(i);
            double offset = literalHeights.get(i);
            double edge = box.x - (isRound() ? Math.sqrt(half * half - offset * offset) : half);
            Node literal = literals.get(i).node();
            String ids = "data-node=\"" + literal.id() + "\" data-to=\"" + node.id()
                    + "\" data-input=\"" + literals.get(i).input() + "\"";
            svg.text("constant", ids, box.x - half - 11, y + 3.5, literal(literal),
                    circuit.value(literal).detail);
            svg.line("wire", ids.replace("data-node", "data-from"),
                    box.x - half - 8, y, edge);
        }
        outgoing(svg);
        shares(svg);
    }

    private String title() {
        return circuit.outline.labels.of(node) + " = " + circuit.outline.labels.made(node);
    }

    private void outgoing(Svg svg) {
        faces(svg, node, box.x + half, box.y);
        if (isResult() || outs.isEmpty()) {
            arrow(svg, node, box.y);
        }
    }

    private void arrow(Svg svg, Node x, double y) {
        double end = box.x + box.right;
        svg.line("wire result", "data-from=\"" + x.id() + "\"", box.x + half, y, end);
        svg.arrow(end, y);
    }

    private void paintLeaf(Svg svg) {
        svg.open(
                (node.isVariable() ? "node variable" : "node constant")
                        + (isResult() ? " result" : ""),
                "data-node",
                "" + node.id());
        svg.title(circuit.outline.labels.of(node) + ": " + node.operation());
        if (node.isVariable()) {
            svg.circle("dot", box.x, box.y, DOT);
        } else {
            svg.rect("dot", box.x - DOT, box.y - DOT, 2 * DOT, 2 * DOT, 0);
        }
        svg.text("name end", null, box.x - half - 5, box.y + 4.5, name, null);
        svg.close();
        outgoing(svg);
    }

    private void paintPort(Svg svg) {
        if (sheet.inPlace) {
            return;
        }
        boolean in = kind == Kind.IN;
        svg.open(in ? "port in" : "port out", "data-node", "" + node.id());
        svg.title((in ? "from outside: " : "to outside: ") + title());
        svg.tag(box.x, box.y, DOT);
        svg.text(in ? "name end" : "name", null, box.x + (in ? -half - 5 : half + 5),
                box.y + 4.5, name, null);
        svg.close();
        if (in) {
            faces(svg, node, box.x + half, box.y);
        }
    }

    private void faces(Svg svg, Node x, double left, double y) {
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

    private void shares(Svg svg) {
        for (int i = 0; i < inputs.size(); i++) {
            Input input = inputs.get(i);
            if (input.share == null) {
                continue;
            }
            String ids = "data-from=\"" + input.nodes.get(0).id() + "\" ";
            ids += kind == Kind.GATE
                    ? "data-to=\"" + node.id() + "\" data-input=\"" + input.uses.get(0).input() + "\""
                    : "data-scope=\"" + Sheet.xml(section.path) + "\"";
            svg.text("share", ids, box.x - half - lead + 3, box.portHeight(i) + 11,
                    input.share.text, input.share.detail);
        }
    }
}
