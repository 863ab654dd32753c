package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.internal.ArrayStep;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.kernel.NumberSums;
import org.cotangent.kernel.Numbers;

/**
 * The adjoints of pieces of a tensor during a sweep, kept apart from the other parts of its adjoint
 * until that is complete: a tensor taken to n pieces then costs its size once, and not once a
 * piece.
 *
 * <p>A pass that is not recorded adds every piece into one array as it comes; a recorded one holds
 * the pieces and makes one node of them.
 */
final class Pieces {
    /** Zeros with several pieces added, one an input. */
    record Together(List<Op> pieces, Shape to) implements Op {
        @Override
        public String name() {
            return "placeAll";
        }

        @Override
        public Tensor apply(Tensor... x) {
            return together(this, x);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            return (x, sum) -> {
                Arrays.fill(sum, 0);
                for (int i = 0; i < x.length; i++) {
                    pieces.get(i).addTo(sum, x[i]);
                }
            };
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return pieces.get(input).apply(g);
        }

        @Override
        public int[] inNumbers(Numbers n, Tensor y, int[]... x) {
            int[] sum = NumberSums.zeros(n, to.size);
            for (int i = 0; i < x.length; i++) {
                pieces.get(i).addTo(n, sum, y.input(i).shape, x[i]);
            }
            return sum;
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("shape", to.list());
        }
    }

    /** Of one tensor: a sum of all, or all of them in the order in which they came. */
    private static final class Of {
        private final double[] sum;
        private final List<Tensor> nodes = new ArrayList<>(1); // of the pieces
        private final List<Tensor> adjoints = new ArrayList<>(1);

        Of(double[] sum) {
            this.sum = sum;
        }
    }

    private final boolean recorded;
    private final Map<Tensor, Of> waiting = new LinkedHashMap<>();
    private Tensor last; // what was asked for last, and what it has
    private Of ofLast;

    Pieces(boolean recorded) {
        this.recorded = recorded;
    }

    /**
     * Keeps the adjoint of a piece.
     *
     * @param y a node whose operation is a piece, of a tensor that is no scalar
     * @param g its adjoint
     */
    void add(Tensor y, Tensor g) {
        if (last != y.a) {
            last = y.a;
            ofLast =
                    waiting.computeIfAbsent(
                            last, x -> new Of(recorded ? null : new double[x.shape.size]));
        }
        if (recorded) {
            ofLast.nodes.add(y);
            ofLast.adjoints.add(g);
        } else {
            y.op.addTo(ofLast.sum, g);
        }
    }

    /** Adds to the adjoint of a tensor what its pieces got. */
    void complete(Tensor x, Adjoint adjoint) {
        Of pieces = waiting.remove(x);
        if (pieces != null) {
            last = null;
            add(x, pieces, adjoint);
        }
    }

    /** Does so for all that are left, in the order in which their first pieces came. */
    void completeLeaves(Function<Tensor, Adjoint> cells) {
        waiting.forEach((x, pieces) -> add(x, pieces, cells.apply(x)));
    }

    private void add(Tensor x, Of pieces, Adjoint adjoint) {
        if (!recorded) {
            adjoint.add(Tensor.constant(x.shape, pieces.sum), true);
            return;
        }
        Tensor one = pieces.nodes.get(0);
        Tensor[] adjoints = pieces.adjoints.toArray(new Tensor[0]);
        adjoint.addRecorded(
                adjoints.length == 1
                        ? one.op.adjoint(0, adjoints[0], one)
                        : together(x.shape, pieces, adjoints));
    }

    private static Tensor together(Shape to, Of pieces, Tensor[] adjoints) {
        List<Op> ops = new ArrayList<>(adjoints.length);
        pieces.nodes.forEach(node -> ops.add(node.op));
        return together(new Together(ops, to), adjoints);
    }

    private static Tensor together(Together op, Tensor... adjoints) {
        double[] y = new double[op.to.size];
        for (int i = 0; i < adjoints.length; i++) {
            op.pieces.get(i).addTo(y, adjoints[i]);
        }
        return Tensor.node(op, op.to, y, adjoints);
    }
}
