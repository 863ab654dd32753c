package org.cotangent.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.cotangent.graph.Layered.Edge;
import org.cotangent.graph.Layered.Point;

/**
 * The order of the points in each layer, found by sweeps that put a point at the mean place of its
 * neighbors in the layer before, and by exchanges of points next to each other; of all orders seen
 * that with the fewest crossings is taken, of equal ones the first.
 */
final class Ordering {
    private static final int MOST_SWEEPS = 24;
    private static final int PATIENCE = 6;
    private static final int MOST_EXCHANGED = 3000;
    private static final int PORTS = 1 << 20;

    private final List<List<Point>> layers;
    private final int size;

    Ordering(List<List<Point>> layers) {
        this.layers = layers;
        size = layers.stream().mapToInt(List::size).sum();
    }

    void run() {
        layers.forEach(layer -> layer.forEach(Layered::assignPorts));
        List<List<Point>> best = copy();
        long fewest = crossings();
        int waited = 0;
        for (int sweep = 0; sweep < MOST_SWEEPS && fewest > 0 && waited < PATIENCE; sweep++) {
            boolean forward = sweep % 2 == 0;
            for (int i = 1; i < layers.size(); i++) {
                arrange(layers.get(forward ? i : layers.size() - 1 - i), forward);
            }
            if (size <= MOST_EXCHANGED) {
                exchange();
            }
            long now = crossings();
            waited++;
            if (now < fewest) {
                fewest = now;
                best = copy();
                waited = 0;
            }
        }
        for (int i = 0; i < layers.size(); i++) {
            set(i, best.get(i));
        }
        layers.forEach(layer -> layer.forEach(Layered::assignPorts));
    }

    private List<List<Point>> copy() {
        List<List<Point>> copy = new ArrayList<>();
        layers.forEach(layer -> copy.add(List.copyOf(layer)));
        return copy;
    }

    private void set(int layer, List<Point> order) {
        layers.set(layer, new ArrayList<>(order));
        number(layers.get(layer));
    }

    private static void number(List<Point> layer) {
        for (int i = 0; i < layer.size(); i++) {
            layer.get(i).at = i;
        }
    }

    // ---- sweeps

    private void arrange(List<Point> layer, boolean forward) {
        List<Point> moved = new ArrayList<>();
        double[] means = new double[layer.size()];
        for (Point point : layer) {
            List<Edge> edges = forward ? point.ins : point.outs;
            if (!edges.isEmpty()) {
                moved.add(point);
                means[point.at] = mean(edges, forward);
            }
        }
        moved.sort(Comparator.comparingDouble(point -> means[point.at])); // stable
        int next = 0;
        List<Point> order = new ArrayList<>();
        for (Point point : layer) { // what has no neighbors there keeps its place
            boolean stays = (forward ? point.ins : point.outs).isEmpty();
            order.add(stays ? point : moved.get(next++));
        }
        for (int i = 0; i < order.size(); i++) {
            layer.set(i, order.get(i));
        }
        number(layer);
        portsAround(layer);
    }

    private static void portsAround(List<Point> layer) {
        for (Point point : layer) {
            Layered.assignPorts(point);
            for (Edge edge : point.outs) {
                Layered.assignPorts(edge.to);
            }
        }
    }

    private static double mean(List<Edge> edges, boolean forward) {
        double sum = 0;
        for (Edge edge : edges) {
            Point other = forward ? edge.from : edge.to;
            int port = forward ? edge.outPort() : edge.inPort();
            int ports = other.isBend() ? 1 : forward ? other.box.out.length : other.box.in.length;
            sum += other.at + (port + 0.5) / ports;
        }
        return sum / edges.size();
    }

    // ---- exchanges

    private void exchange() {
        boolean better = true;
        for (int round = 0; better && round < 10; round++) {
            better = false;
            for (List<Point> layer : layers) {
                for (int i = 0; i + 1 < layer.size(); i++) {
                    Point p = layer.get(i);
                    Point q = layer.get(i + 1);
                    long before = between(p, q);
                    if (before > 0 && between(q, p) < before) {
                        layer.set(i, q);
                        layer.set(i + 1, p);
                        q.at = i;
                        p.at = i + 1;
                        portsAround(List.of(p, q));
                        better = true;
                    }
                }
            }
        }
    }

    /** The crossings of the edges of two points, the first above the second. */
    private static long between(Point above, Point below) {
        long crossings = 0;
        for (Edge p : above.ins) {
            for (Edge q : below.ins) {
                crossings += startKey(p) > startKey(q) ? 1 : 0;
            }
        }
        for (Edge p : above.outs) {
            for (Edge q : below.outs) {
                crossings += endKey(p) > endKey(q) ? 1 : 0;
            }
        }
        return crossings;
    }

    // ---- crossings

    private static long startKey(Edge edge) {
        return (long) edge.from.at * PORTS + edge.outPort();
    }

    private static long endKey(Edge edge) {
        return (long) edge.to.at * PORTS + edge.inPort();
    }

    private long crossings() {
        long sum = 0;
        for (List<Point> layer : layers) {
            List<Edge> edges = new ArrayList<>();
            layer.forEach(point -> edges.addAll(point.outs));
            edges.sort(
                    Comparator.comparingLong(Ordering::startKey)
                            .thenComparingLong(Ordering::endKey));
            long[] ends = edges.stream().mapToLong(Ordering::endKey).sorted().distinct().toArray();
            int[] tree = new int[ends.length + 1]; // a Fenwick tree of the ends so far
            int seen = 0;
            for (Edge edge : edges) {
                int rank = Arrays.binarySearch(ends, endKey(edge)) + 1;
                int atMost = 0;
                for (int i = rank; i > 0; i -= i & -i) {
                    atMost += tree[i];
                }
                sum += seen - atMost;
                seen++;
                for (int i = rank; i < tree.length; i += i & -i) {
                    tree[i]++;
                }
            }
        }
        return sum;
    }
}
