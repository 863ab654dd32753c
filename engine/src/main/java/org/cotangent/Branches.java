package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

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

    private static Tensor each(DoubleUnaryOperator f, Tensor x) {
        return Tensor.constant(x.shape, Elementwise.values(f, x));
    }

    private static Tensor each(DoubleBinaryOperator f, Tensor a, Tensor b) {
        Shape shape = Shape.broadcast("side", a.shape, b.shape);
        return Tensor.constant(shape, Elementwise.values("side", f, a, b));
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
            return each(x -> Math.signum(x) + 0.0, y.a);
        }
        if (op == Elementary.FLOOR || op == Elementary.CEIL) {
            return each(Branches::step, y.a, y);
        }
        if (op == Elementary.ROUND) {
            return each(Branches::half, y.a, y);
        }
        if (op == Elementary.MAX || op == Elementary.MIN) {
            return each((p, q) -> p > q ? 1 : p < q ? -1 : 0, y.a, y.b);
        }
        if (op == Elementary.HYPOT || op instanceof Reductions.Norm) {
            return each(x -> x == 0 ? 0 : 1, y);
        }
        if (op == Elementary.GATE) {
            return y.b;
        }
        if (op instanceof Elementwise.Clamp clamp) {
            return each(
                    x -> Double.compare(x, clamp.least()) + 3 * Double.compare(x, clamp.most()),
                    y.a);
        }
        if (op instanceof Elementwise.Where) {
            return y.input(0);
        }
        if (op instanceof Extrema.Extremum) {
            return each((p, q) -> p == q ? 1 : 0, y.a, y);
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
