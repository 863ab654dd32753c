package org.cotangent.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.cotangent.graph.Layered.Edge;
import org.cotangent.graph.Layered.Point;

/**
 * The heights of points that are ordered in layers, after U. Brandes and B. Köpf, "Fast and simple
 * horizontal coordinate assignment" (2001), with ports: points are aligned in blocks whose wires
 * are level, in four ways, and each point stands at the mean of the two middle heights. At the end
 * single points move to where their wires are less steep.
 */
final class Placement {
    private static final int ROUNDS = 8;
    private static final double LEVEL = 0.01;

    /** The climb that a bend counts as, so that nearly level wires become level. */
    private static final double BEND = 3;

    private final List<List<Point>> layers;
    private final List<Point> points = new ArrayList<>();
    private final int[] first; // the number of the first point of each layer
    private final Set<Edge> crossed = new HashSet<>();

    Placement(List<List<Point>> layers) {
        this.layers = layers;
        first = new int[layers.size()];
        for (int i = 0; i < first.length; i++) {
            first[i] = points.size();
            points.addAll(layers.get(i));
        }
    }

    private int number(Point point) {
        return first[point.layer] + point.at;
    }

    void run() {
        markCrossed();
        double[][] heights = new double[4][];
        double narrowest = Double.POSITIVE_INFINITY;
        int best = 0;
        for (int i = 0; i < 4; i++) {
            heights[i] = new Alignment(i < 2, i % 2 == 1).heights();
            double extent = bottom(heights[i]) - top(heights[i]);
            if (extent < narrowest) {
                narrowest = extent;
                best = i;
            }
        }
        double top = top(heights[best]);
        double bottom = bottom(heights[best]);
        for (int i = 0; i < 4; i++) {
            double shift = i % 2 == 0 ? top - top(heights[i]) : bottom - bottom(heights[i]);
            for (int k = 0; k < points.size(); k++) {
                heights[i][k] += shift;
            }
        }
        double[] four = new double[4];
        for (int k = 0; k < points.size(); k++) {
            for (int i = 0; i < 4; i++) {
                four[i] = heights[i][k];
            }
            Arrays.sort(four);
            points.get(k).y = (four[1] + four[2]) / 2;
        }
        for (int i = 0; i < ROUNDS; i++) {
            settle();
        }
    }

    private double top(double[] heights) {
        double top = Double.POSITIVE_INFINITY;
        for (int i = 0; i < heights.length; i++) {
            top = Math.min(top, heights[i] - points.get(i).up);
        }
        return top;
    }

    private double bottom(double[] heights) {
        double bottom = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < heights.length; i++) {
            bottom = Math.max(bottom, heights[i] + points.get(i).down);
        }
        return bottom;
    }

    // ---- which edges bend where two cross

    private static boolean isInner(Edge edge) {
        return edge.from.isBend() && edge.to.isBend();
    }

    /** Marks edges that cross a piece of a long wire: that one stays level. */
    private void markCrossed() {
        for (int i = 2; i < layers.size(); i++) {
            List<Point> layer = layers.get(i);
            int from = 0;
            int scanned = 0;
            for (int at = 0; at < layer.size(); at++) {
                Point point = layer.get(at);
                boolean inner = !point.ins.isEmpty() && isInner(point.ins.get(0));
                if (!inner && at < layer.size() - 1) {
                    continue;
                }
                int to = inner ? point.ins.get(0).from.at : layers.get(i - 1).size() - 1;
                for (; scanned <= at; scanned++) {
                    for (Edge edge : layer.get(scanned).ins) {
                        int start = edge.from.at;
                        if ((start < from || start > to) && !isInner(edge)) {
                            crossed.add(edge);
                        }
                    }
                }
                from = to;
            }
        }
    }

    /** Of the edges to a point only the weightiest may be level. */
    private boolean mayAlign(Edge edge) {
        return !crossed.contains(edge)
                && edge.weight == edge.to.ins.stream().mapToInt(e -> e.weight).max().getAsInt();
    }

    // ---- blocks

    /** Blocks of points that are aligned with neighbors before or after them, and their heights. */
    private final class Alignment {
        private final boolean toUpper;
        private final int[] root = new int[points.size()];
        private final double[] shift = new double[points.size()];
        private final boolean[] taken = new boolean[points.size()];

        /**
         * Aligns.
         *
         * @param before whether with neighbors in the layer before
         * @param toUpper whether with the later of two middle ones, and as low as can be
         */
        Alignment(boolean before, boolean toUpper) {
            this.toUpper = toUpper;
            Arrays.setAll(root, i -> i);
            int count = layers.size();
            for (int i = 0; i < count; i++) {
                List<Point> layer = layers.get(before ? i : count - 1 - i);
                int reached = toUpper ? Integer.MAX_VALUE : -1;
                for (int k = 0; k < layer.size(); k++) {
                    Point point = layer.get(toUpper ? layer.size() - 1 - k : k);
                    reached = align(point, before, reached);
                }
            }
        }

        private int align(Point point, boolean before, int reached) {
            List<Edge> edges = new ArrayList<>(before ? point.ins : point.outs);
            edges.removeIf(edge -> !mayAlign(edge));
            edges.sort(
                    before
                            ? Comparator.<Edge>comparingInt(e -> e.from.at)
                                    .thenComparingInt(Edge::outPort)
                            : Comparator.<Edge>comparingInt(e -> e.to.at)
                                    .thenComparingInt(Edge::inPort));
            int n = edges.size();
            for (int i = 0; i < Math.min(n, 2); i++) {
                Edge edge = edges.get((i == 0) != toUpper ? (n - 1) / 2 : n / 2);
                Point other = before ? edge.from : edge.to;
                boolean free = toUpper ? other.at < reached : other.at > reached;
                if (free && !taken[number(other)]) {
                    int v = number(point);
                    int u = number(other);
                    taken[u] = true;
                    root[v] = root[u];
                    double bend = edge.start() - edge.end();
                    shift[v] = shift[u] + (before ? bend : -bend);
                    return other.at;
                }
            }
            return reached;
        }

        /** All blocks as high, or as low, as they can be, then moved to their neighbors. */
        double[] heights() {
            int n = points.size();
            List<List<double[]>> below = new ArrayList<>(Collections.nCopies(n, null));
            List<List<double[]>> above = new ArrayList<>(Collections.nCopies(n, null));
            int[] open = new int[n];
            for (List<Point> layer : layers) {
                for (int i = 1; i < layer.size(); i++) {
                    Point p = layer.get(toUpper ? i : i - 1);
                    Point q = layer.get(toUpper ? i - 1 : i);
                    int u = number(p);
                    int v = number(q);
                    double distance = toUpper ? q.distance(p) : p.distance(q);
                    double slide = shift[u] - shift[v];
                    double apart = distance + (toUpper ? -slide : slide);
                    link(below, root[u], root[v], apart);
                    link(above, root[v], root[u], apart);
                    open[root[v]]++;
                }
            }
            double[] y = new double[n]; // of roots; counted upward if all are to be low
            Deque<Integer> ready = new ArrayDeque<>();
            for (int i = 0; i < n; i++) {
                if (root[i] == i && open[i] == 0) {
                    ready.add(i);
                }
            }
            List<Integer> order = new ArrayList<>();
            while (!ready.isEmpty()) {
                int block = ready.remove();
                order.add(block);
                for (double[] link : links(below, block)) {
                    int next = (int) link[0];
                    y[next] = Math.max(y[next], y[block] + link[1]);
                    if (--open[next] == 0) {
                        ready.add(next);
                    }
                }
            }
            for (int i = order.size() - 1; i >= 0; i--) {
                int block = order.get(i);
                double most = Double.POSITIVE_INFINITY;
                for (double[] link : links(below, block)) {
                    most = Math.min(most, y[(int) link[0]] - link[1]);
                }
                if (most < Double.POSITIVE_INFINITY && !links(above, block).isEmpty()) {
                    y[block] = Math.max(y[block], most);
                }
            }
            double[] heights = new double[n];
            for (int i = 0; i < n; i++) {
                heights[i] = (toUpper ? -y[root[i]] : y[root[i]]) + shift[i];
            }
            return heights;
        }

        private static void link(List<List<double[]>> links, int from, int to, double apart) {
            if (links.get(from) == null) {
                links.set(from, new ArrayList<>(2));
            }
            links.get(from).add(new double[] {to, apart});
        }

        private static List<double[]> links(List<List<double[]>> links, int from) {
            return links.get(from) == null ? List.of() : links.get(from);
        }
    }

    // ---- single points

    /** Moves points, one at a time, where their wires climb less and there is room. */
    private void settle() {
        for (List<Point> layer : layers) {
            for (Point point : layer) {
                List<double[]> wanted = new ArrayList<>(); // heights with weights
                for (Edge edge : point.ins) {
                    double end = edge.from.y + edge.start() - edge.end();
                    wanted.add(new double[] {end, edge.weight});
                }
                for (Edge edge : point.outs) {
                    double end = edge.to.y + edge.end() - edge.start();
                    wanted.add(new double[] {end, edge.weight});
                }
                if (wanted.isEmpty()) {
                    continue;
                }
                int at = point.at;
                double least =
                        at == 0
                                ? Double.NEGATIVE_INFINITY
                                : layer.get(at - 1).y + layer.get(at - 1).distance(point);
                double most =
                        at == layer.size() - 1
                                ? Double.POSITIVE_INFINITY
                                : layer.get(at + 1).y - point.distance(layer.get(at + 1));
                double best = point.y;
                double cost = cost(wanted, best) - 0.01;
                for (double[] each : wanted) {
                    double y = Math.max(least, Math.min(most, each[0]));
                    double there = cost(wanted, y);
                    if (least <= most && there < cost) {
                        best = y;
                        cost = there - 0.01;
                    }
                }
                point.y = best;
            }
        }
    }

    private static double cost(List<double[]> wanted, double y) {
        double cost = 0;
        for (double[] each : wanted) {
            double climb = Math.abs(each[0] - y);
            cost += each[1] * (climb + (climb > LEVEL ? BEND : 0));
        }
        return cost;
    }
}
