package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Which piece of its domain each operation that is defined in pieces stood on. Two points at which
 * a graph took the same pieces lie in a region where the function is smooth.
 */
final class Branches {
    private Branches() {}

    static List<Graph.Branch> of(Iterable<Tensor> nodes) {
        List<Graph.Branch> branches = new ArrayList<>();
        for (Tensor node : nodes) {
            Tensor sides = Tensor.unrecorded(() -> sides(node));
            if (sides != null) {
                branches.add(new Graph.Branch(node.op.name(), sides));
            }
        }
        return List.copyOf(branches);
    }

    /** One number for each element, the same as long as the element stays on its piece; or null. */
    private static Tensor sides(Tensor y) {
        Op op = y.op;
        if (op == Elementary.ABS
                || op == Elementary.SIGN
                || op == Elementary.RELU
                || op instanceof Elementwise.LeakyRelu
                || op instanceof Elementwise.Elu
                || op instanceof Elementwise.EluSlope) {
            return Elementwise.mask(x -> Math.signum(x) + 0.0, y.a);
        }
        if (op == Elementary.FLOOR || op == Elementary.CEIL) {
            return Elementwise.mask("side", Branches::step, y.a, y);
        }
        if (op == Elementary.ROUND) {
            return Elementwise.mask("side", Branches::half, y.a, y);
        }
        if (op == Elementary.MAX || op == Elementary.MIN) {
            return Elementwise.mask("side", (p, q) -> p > q ? 1 : p < q ? -1 : 0, y.a, y.b);
        }
        if (op == Elementary.HYPOT || op instanceof Reductions.Norm) {
            return Elementwise.mask(x -> x == 0 ? 0 : 1, y);
        }
        if (op == Elementary.GATE) {
            return y.b;
        }
        if (op instanceof Elementwise.Clamp clamp) {
            return Elementwise.mask(
                    x -> Double.compare(x, clamp.least()) + 3 * Double.compare(x, clamp.most()),
                    y.a);
        }
        if (op instanceof Elementwise.Where) {
            return y.input(0);
        }
        if (op instanceof Extrema.Extremum) {
            return Elementwise.mask("side", (p, q) -> p == q ? 1 : 0, y.a, y);
        }
        if (op instanceof Indexing.Gather gather) {
            return places(gather.positions());
        }
        if (op instanceof Indexing.ScatterAdd scatter) {
            return places(scatter.positions());
        }
        return null;
    }

    private static Tensor places(int[] positions) {
        return Tensor.of(Arrays.stream(positions).asDoubleStream().toArray());
    }

    /** Twice the integer on it, and one beside it on a step between two integers. */
    private static double step(double x, double y) {
        return x == y ? 2 * y : 2 * Math.floor(x) + 1;
    }

    /** Twice the integer that x rounds to, and an odd number half way between two. */
    private static double half(double x, double y) {
        return Math.abs(x - y) == 0.5 ? 2 * x : 2 * y;
    }
}
