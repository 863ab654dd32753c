package org.cotangent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.cotangent.internal.ArrayStep;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;

/** Tensors joined along an axis, and cut apart again. */
final class Joining {
    private Joining() {}

    /** Pieces one after the other along an axis; where each starts, and where the last ends. */
    record Concat(int axis, int[] starts) implements Op {
        @Override
        public String name() {
            return "concat";
        }

        @Override
        public Dependency dependency() {
            return Dependency.MOVE;
        }

        @Override
        public Tensor apply(Tensor... x) {
            return concat(axis, x);
        }

        @Override
        public ArrayStep inArrays(Tensor y) {
            int rows = rows(y.shape, axis);
            return (x, z) -> join(rows, x, z);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y) {
            return g.slice(axis, starts[input], starts[input + 1]);
        }

        @Override
        public Map<String, Object> attributes() {
            return Op.attributes("axis", axis);
        }
    }

    static Tensor concat(int axis, Tensor... pieces) {
        if (pieces.length == 0) {
            throw new IllegalArgumentException("concat: there are no tensors to join");
        }
        Shape first = pieces[0].shape;
        int counted = first.axis("concat", axis);
        int[] extents = first.extents.clone();
        int[] starts = new int[pieces.length + 1];
        long joined = 0;
        for (int i = 0; i < pieces.length; i++) {
            int[] own = pieces[i].shape.extents.clone();
            if (own.length == extents.length) {
                joined += own[counted];
                own[counted] = extents[counted];
            }
            if (!Arrays.equals(own, extents)) {
                throw new IllegalArgumentException(
                        "concat: tensor 0 has shape "
                                + first
                                + " and tensor "
                                + i
                                + " "
                                + pieces[i].shape
                                + "; they must agree on every axis but "
                                + counted);
            }
            starts[i + 1] = (int) joined;
        }
        long[] all = new long[extents.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = i == counted ? joined : extents[i];
        }
        Shape to = Shape.of("concat", all);
        double[] y = new double[to.size];
        double[][] x = new double[pieces.length][];
        Arrays.setAll(x, i -> pieces[i].array());
        join(rows(to, counted), x, y);
        return Tensor.node(new Concat(counted, starts), to, y, pieces.clone());
    }

    /** How many pieces before an axis there are. */
    private static int rows(Shape x, int axis) {
        int rows = 1;
        for (int i = 0; i < axis; i++) {
            rows *= x.extents[i];
        }
        return rows;
    }

    /** Rows side by side; copied and not added to zeros: 0 + -0.0 is 0. */
    private static void join(int rows, double[][] x, double[] y) {
        int from = 0;
        for (double[] piece : x) {
            int run = rows == 0 ? 0 : piece.length / rows;
            for (int row = 0; row < rows; row++) {
                System.arraycopy(piece, row * run, y, row * (y.length / rows) + from, run);
            }
            from += run;
        }
    }

    static Tensor stack(int axis, Tensor... pieces) {
        if (pieces.length == 0) {
            throw new IllegalArgumentException("stack: there are no tensors to join");
        }
        int rank = pieces[0].rank() + 1;
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException(
                    "stack: the new axis "
                            + axis
                            + " for tensors of shape "
                            + pieces[0].shape
                            + ": it must lie in "
                            + -rank
                            + " .. "
                            + (rank - 1));
        }
        Tensor[] thick = new Tensor[pieces.length];
        for (int i = 0; i < pieces.length; i++) {
            if (!pieces[i].shape.equals(pieces[0].shape)) {
                throw new IllegalArgumentException(
                        "stack: tensor 0 has shape "
                                + pieces[0].shape
                                + " and tensor "
                                + i
                                + " "
                                + pieces[i].shape
                                + "; they must be the same");
            }
            thick[i] = Structure.unsqueeze(pieces[i], axis);
        }
        return concat(axis < 0 ? axis + rank : axis, thick);
    }

    static List<Tensor> split(Tensor x, int axis, int... sizes) {
        int counted = x.shape.axis("split", axis);
        List<Tensor> pieces = new ArrayList<>(sizes.length);
        long total = 0;
        boolean negative = false;
        for (int size : sizes) {
            total += size;
            negative |= size < 0;
        }
        if (negative || total != x.shape.extents[counted]) {
            throw new IllegalArgumentException(
                    "split: sizes "
                            + Arrays.toString(sizes)
                            + " of axis "
                            + axis
                            + " of shape "
                            + x.shape
                            + ": they must sum to its extent "
                            + x.shape.extents[counted]
                            + ", none negative");
        }
        int from = 0;
        for (int size : sizes) {
            pieces.add(x.slice(counted, from, from + size));
            from += size;
        }
        return pieces;
    }
}
