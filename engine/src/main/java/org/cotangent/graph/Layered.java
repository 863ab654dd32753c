package org.cotangent.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

// Longer than 400 lines: the boxes, wires and points that other classes work on stand beside it.

/**
 * A layered layout of boxes that are joined by wires, from left to right, after K. Sugiyama, S.
 * Tagawa and M. Toda, "Methods for visual understanding of hierarchical system structures" (1981).
 *
 * <p>The layer of a box is the longest way to it. A wire over several layers runs through points in
 * those between, which take room as boxes do; all wires from one port share these points, as
 * branches of one line. Wires run level through the columns of the layers, each in a row of its
 * own, and bend only between columns, so none can cross a box. The same input gives the same
 * layout.
 */
final class Layered {
    private static final double ROW_GAP = 12;
    private static final double LINE_GAP = 8;
    private static final double LEAST_BEND = 22;
    private static final double MOST_BEND = 90;
    private static final double PART_GAP = 26;

    /** The side of the drawing that a box is tied to. */
    enum Side {
        LEFT,
        RIGHT
    }

    /** A rectangle around an anchor, with ports at its left and right edges. */
    static final class Box {
        double left;
        double right;
        double up;
        double down;

        /** The heights of the ports relative to the anchor, downward, in ascending order. */
        double[] in = {};

        double[] out = {};

        /** Where the wires to the inputs end inside of the box, to the right of its left edge. */
        double[] inset = {};

        /** Where the wires from the outputs begin, to the left of the right edge. */
        double outset;

        /** Whether any input may take any port. */
        boolean anyOrder;

        Side side;

        // the layout: the anchor, and the port of each input
        double x;
        double y;
        int[] port;
        int layer;
        private Part part;

        double portHeight(int input) {
            return y + in[port[input]];
        }
    }

    /** A wire from an output of a box to an input of another. */
    static final class Wire {
        final Box from;
        final int out;
        final Box to;
        final int in;
        private final List<Point> between = new ArrayList<>();
        private String path;

        Wire(Box from, int out, Box to, int in) {
            this.from = from;
            this.out = out;
            this.to = to;
            this.in = in;
        }

        /** The line in the language of SVG's paths. */
        String path() {
            return path;
        }
    }

    /** A box in its layer, or a place where a wire passes a layer. */
    static final class Point {
        final Box box;
        final int layer;
        final double up;
        final double down;
        final List<Edge> ins = new ArrayList<>();
        final List<Edge> outs = new ArrayList<>();

        /** The place in the layer. */
        int at;

        double y;

        private Point(Box box, int layer) {
            this.box = box;
            this.layer = layer;
            up = box == null ? 1 : box.up;
            down = box == null ? 1 : box.down;
        }

        boolean isBend() {
            return box == null;
        }

        /** The least distance of the anchors of this point and the next below it. */
        double distance(Point below) {
            return down + below.up + (isBend() && below.isBend() ? LINE_GAP : ROW_GAP);
        }
    }

    /** A piece of a wire between neighboring layers. */
    static final class Edge {
        final Point from;
        final Point to;
        final int out;
        final int in;

        /** How much it counts that the piece is level. */
        final int weight;

        private Edge(Point from, int out, Point to, int in, int weight) {
            this.from = from;
            this.out = out;
            this.to = to;
            this.in = in;
            this.weight = weight;
        }

        int outPort() {
            return from.isBend() ? 0 : out;
        }

        int inPort() {
            return to.isBend() ? 0 : to.box.port[in];
        }

        /** The height of the end relative to the point there. */
        double start() {
            return from.isBend() ? 0 : from.box.out[out];
        }

        double end() {
            return to.isBend() ? 0 : to.box.in[to.box.port[in]];
        }
    }

    /** Boxes that hang together. */
    private static final class Part {
        final List<Box> boxes = new ArrayList<>();
        final List<Wire> wires = new ArrayList<>();
        List<List<Point>> layers;
        double[] columnLeft;
        double[] columnRight;
        double[] anchors;
        double top;
        double left; // where it was placed
        double down;
        double width;
        double height;
    }

    private final List<Part> parts = new ArrayList<>();
    private double width;
    private double height;

    /**
     * Lays out.
     *
     * @param boxes the boxes; their order is the preferred one from top to bottom
     * @param wires the wires, without cycles
     */
    Layered(List<Box> boxes, List<Wire> wires) {
        split(boxes, wires);
        for (Part part : parts) {
            Ranks.assign(part.boxes, part.wires);
            makeLayers(part);
            new Ordering(part.layers).run();
            new Placement(part.layers).run();
            columns(part);
            width = Math.max(width, part.width);
        }
        double top = 0;
        for (Part part : parts) {
            part.top = top;
            for (Box box : part.boxes) {
                box.y += top;
            }
            top += part.height + PART_GAP;
        }
        height = Math.max(0, top - PART_GAP);
    }

    /**
     * Places all that was laid out, and leads the wires.
     *
     * @param left the left edge
     * @param top the upper edge
     * @param width the width, from the boxes tied to the left to those tied to the right; at least
     *     that of the layout
     */
    void place(double left, double top, double width) {
        for (Part part : parts) {
            part.left = left;
            part.down = top + part.top;
            for (int i = 0; i < part.layers.size(); i++) {
                for (Point point : part.layers.get(i)) {
                    Box box = point.box;
                    if (box != null) {
                        box.x = left + part.anchors[i];
                        box.y = part.down + point.y;
                        box.x = box.side == Side.LEFT ? left + box.left : box.x;
                        box.x = box.side == Side.RIGHT ? left + width - box.right : box.x;
                    }
                }
            }
            part.wires.forEach(wire -> route(part, wire));
        }
    }

    double width() {
        return width;
    }

    double height() {
        return height;
    }

    /** Calls back with each point at which a wire divides. */
    void joints(BiConsumer<Double, Double> at) {
        for (Part part : parts) {
            for (int i = 0; i < part.layers.size(); i++) {
                double x = part.left + part.columnRight[i];
                for (Point point : part.layers.get(i)) {
                    int[] counts = new int[point.isBend() ? 1 : point.box.out.length];
                    for (Edge edge : point.outs) {
                        if (++counts[edge.outPort()] == 2) {
                            at.accept(x, part.down + point.y + edge.start());
                        }
                    }
                }
            }
        }
    }

    // ---- parts

    private void split(List<Box> boxes, List<Wire> wires) {
        Map<Box, Integer> index = new HashMap<>();
        int[] root = new int[boxes.size()];
        for (int i = 0; i < root.length; i++) {
            index.put(boxes.get(i), i);
            root[i] = i;
        }
        for (Wire wire : wires) {
            int p = find(root, index.get(wire.from));
            int q = find(root, index.get(wire.to));
            root[Math.max(p, q)] = Math.min(p, q);
        }
        Part[] ofRoot = new Part[root.length];
        for (int i = 0; i < root.length; i++) {
            int at = find(root, i);
            if (ofRoot[at] == null) {
                ofRoot[at] = new Part();
                parts.add(ofRoot[at]);
            }
            ofRoot[at].boxes.add(boxes.get(i));
            boxes.get(i).part = ofRoot[at];
        }
        wires.forEach(wire -> wire.from.part.wires.add(wire));
    }

    private static int find(int[] root, int i) {
        int at = i;
        while (root[at] != at) {
            root[at] = root[root[at]];
            at = root[at];
        }
        return at;
    }

    // ---- layers

    private static void makeLayers(Part part) {
        int last = part.boxes.stream().mapToInt(box -> box.layer).max().orElse(0);
        part.layers = new ArrayList<>();
        for (int i = 0; i <= last; i++) {
            part.layers.add(new ArrayList<>());
        }
        Map<Box, Point> points = new HashMap<>();
        Map<Box, Boolean> isLeaf = new HashMap<>();
        for (Box box : part.boxes) {
            points.put(box, add(part, new Point(box, box.layer)));
            box.port = new int[box.in.length];
            Arrays.setAll(box.port, i -> i);
            isLeaf.put(box, true);
        }
        part.wires.forEach(wire -> isLeaf.put(wire.to, false));
        Map<Box, Map<Integer, List<Point>>> trunks = new HashMap<>();
        for (Wire wire : part.wires) {
            List<Point> trunk =
                    trunks.computeIfAbsent(wire.from, box -> new HashMap<>())
                            .computeIfAbsent(wire.out, out -> new ArrayList<>());
            int weight = isLeaf.get(wire.from) && wire.from.side == null ? 1 : 2;
            Point from = points.get(wire.from);
            for (int i = 0; i < wire.to.layer - wire.from.layer - 1; i++) {
                if (i == trunk.size()) {
                    Point bend = add(part, new Point(null, wire.from.layer + 1 + i));
                    trunk.add(bend);
                    join(from, wire.out, bend, 0, i == 0 ? weight : 8);
                }
                from = trunk.get(i);
                wire.between.add(from);
            }
            join(from, wire.out, points.get(wire.to), wire.in, weight);
        }
    }

    private static Point add(Part part, Point point) {
        List<Point> layer = part.layers.get(point.layer);
        point.at = layer.size();
        layer.add(point);
        return point;
    }

    private static void join(Point from, int out, Point to, int in, int weight) {
        Edge edge = new Edge(from, out, to, in, weight);
        from.outs.add(edge);
        to.ins.add(edge);
    }

    /** Gives inputs that may take any port those in the order of where they come from. */
    static void assignPorts(Point point) {
        if (point.isBend() || !point.box.anyOrder || point.ins.size() < 2) {
            return;
        }
        List<Edge> edges = new ArrayList<>(point.ins);
        edges.sort(
                Comparator.<Edge>comparingInt(edge -> edge.from.at)
                        .thenComparingInt(Edge::outPort)
                        .thenComparingInt(edge -> edge.in));
        for (int i = 0; i < edges.size(); i++) {
            point.box.port[edges.get(i).in] = i;
        }
    }

    // ---- coordinates

    private static void columns(Part part) {
        int count = part.layers.size();
        part.columnLeft = new double[count];
        part.columnRight = new double[count];
        part.anchors = new double[count];
        double at = 0;
        double top = Double.POSITIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < count; i++) {
            double left = 0;
            double right = 0;
            double climb = 0;
            for (Point point : part.layers.get(i)) {
                if (!point.isBend()) {
                    left = Math.max(left, point.box.left);
                    right = Math.max(right, point.box.right);
                }
                top = Math.min(top, point.y - point.up);
                bottom = Math.max(bottom, point.y + point.down);
                for (Edge edge : point.outs) {
                    double rise = edge.to.y + edge.end() - edge.from.y - edge.start();
                    climb = Math.max(climb, Math.abs(rise));
                }
            }
            part.columnLeft[i] = at;
            part.columnRight[i] = at + left + right;
            part.anchors[i] = at + left;
            at = part.columnRight[i];
            part.width = at;
            at += climb < 1 ? LEAST_BEND / 2 : Math.min(MOST_BEND, LEAST_BEND + climb / 5);
        }
        part.height = bottom - top;
        for (List<Point> layer : part.layers) {
            for (Point point : layer) {
                point.y -= top;
                if (!point.isBend()) {
                    point.box.y = point.y;
                }
            }
        }
    }

    private static void route(Part part, Wire wire) {
        Box from = wire.from;
        Box to = wire.to;
        WirePath path = new WirePath();
        path.moveTo(from.x + from.right - from.outset, from.y + from.out[wire.out]);
        int layer = from.layer;
        for (Point bend : wire.between) {
            path.levelTo(part.left + part.columnRight[layer]);
            path.bendTo(part.left + part.columnLeft[++layer], part.down + bend.y);
        }
        path.levelTo(part.left + part.columnRight[layer]);
        path.bendTo(part.left + part.columnLeft[++layer], to.portHeight(wire.in));
        path.levelTo(to.x - to.left + to.inset[to.port[wire.in]]);
        wire.path = path.toString();
    }
}
