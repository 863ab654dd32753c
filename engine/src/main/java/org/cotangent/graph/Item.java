package org.cotangent.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
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

    /** A node that leads to a port, or several in one line, and the operands that they are. */
    static final class Input {
        final Item from;
        final int port;
        final List<Node> nodes = new ArrayList<>();
        final List<Circuit.Use> uses = new ArrayList<>();
        Face share;
        private double height;

        Input(Item from, int port) {
            this.from = from;
            this.port = port;
        }

        int port() {
            return port;
        }
    }

    static final double RADIUS = 16;
    static final double DOT = 4;
    private static final double SIGN = 12;
    private static final double NAME = 13;
    private static final double STUB = 26;
    private static final double WIDEST_NAME = 130;
    static final double PAD = 10;
    static final double TITLE = 20;

    /** More outputs, or inputs, of a folded scope than that run in one line. */
    private static final int MOST_PORTS = 8;

    final Kind kind;
    final Node node; // null for scopes
    final Circuit.Section section; // null for others
    final Layered.Box box = new Layered.Box();
    final List<Node> outs = new ArrayList<>();
    final List<Input> inputs = new ArrayList<>();
    final Sheet sheet;
    final Circuit circuit;
    final String name; // null without one
    final String sign;
    private final int absorbed;
    final List<Circuit.Use> literals = new ArrayList<>();
    final List<Double> literalHeights = new ArrayList<>();
    final double half; // half the width of what is drawn around the anchor
    double halfHeight;
    private double stub;
    double lead; // the room for labels at the inputs
    boolean oneOut;
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
        boolean shown =
                kind != Kind.GATE || circuit.labeled || Labels.isNamed(node) || sheet.leaves(node);
        return shown ? Advances.clipped(circuit.outline.labels.of(node), NAME, WIDEST_NAME) : null;
    }

    boolean isRound() {
        return Signs.isRound(node)
                && node.inputs().size() <= 2
                && Advances.width(sign, SIGN) <= 2 * RADIUS - 1;
    }

    boolean isResult() {
        return node != null
                && (kind == Kind.GATE || kind == Kind.LEAF)
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
        halfHeight = round ? RADIUS : Math.max(gate ? 15 : 24, slots * step / 2 - (gate ? 2 : 0));
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
    boolean labelEnds() {
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

    static String literal(Node x) {
        return Advances.clipped(Signs.number(x), Face.SMALL, 60);
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

    String bundle() {
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
        return share == null ? null : new Face(share, circuit.places(source));
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
        inOrder.sort(Comparator.comparingDouble(x -> inner.portHeight(x.nodes.get(0), true)));
        inputs.clear();
        inputs.addAll(inOrder);
        double top = TITLE + 4 - height / 2;
        box.in =
                inputs.stream()
                        .mapToDouble(x -> top + inner.portHeight(x.nodes.get(0), true))
                        .toArray();
        outs.sort(Comparator.comparingDouble(x -> inner.portHeight(x, false)));
        box.out = outs.stream().mapToDouble(x -> top + inner.portHeight(x, false)).toArray();
        box.inset = new double[box.in.length];
        Arrays.fill(box.inset, 8);
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
}
