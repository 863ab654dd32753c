package org.cotangent.gradcheck.oracle;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;

/** The oracle's ops that move elements: views, joins, selections. */
final class ShapeOps {
    private ShapeOps() {}

    static void addTo(Map<String, OracleOp> table) {
        table.put("reshape", OracleOp.of(in -> in.x().reshape(in.integers("shape"))));
        table.put("permute", OracleOp.of(in -> in.x().permute(in.integers("perm"))));
        table.put("transpose", OracleOp.of(ShapeOps::transpose));
        table.put("broadcast_to", OracleOp.of(in -> in.x().expand(in.integers("shape"))));
        table.put("squeeze", OracleOp.of(ShapeOps::squeeze));
        table.put("unsqueeze", OracleOp.of(in -> in.x().unsqueeze(in.integer("axis"))));
        table.put("slice", OracleOp.of(ShapeOps::slice));
        table.put("index_select", OracleOp.of(ShapeOps::indexSelect));
        table.put("gather", OracleOp.of(ShapeOps::gather));
        table.put("scatter_add", OracleOp.of(ShapeOps::scatterAdd));
        table.put("concat", OracleOp.of(in -> Tensor.concat(in.integer("axis"), in.tensors())));
        table.put("stack", OracleOp.of(in -> Tensor.stack(in.integer("axis"), in.tensors())));
        table.put("split", ShapeOps::split);
        table.put("flip", OracleOp.of(ShapeOps::flip));
        table.put("roll", OracleOp.of(ShapeOps::roll));
        table.put("pad", OracleOp.of(ShapeOps::pad));
        table.put("tile", OracleOp.of(in -> in.x().tile(in.integers("reps"))));
        table.put("repeat_interleave", OracleOp.of(ShapeOps::repeatInterleave));
        table.put("diag", OracleOp.of(in -> Linalg.diag(in.x(), in.integer("k", 0))));
        table.put("tril", OracleOp.of(in -> Linalg.tril(in.x(), in.integer("k", 0))));
        table.put("triu", OracleOp.of(in -> Linalg.triu(in.x(), in.integer("k", 0))));
        table.put("trace", OracleOp.of(in -> Linalg.trace(in.x())));
    }

    private static Tensor transpose(Arguments in) {
        int[] axes = in.integers("axes");
        return in.x().swapAxes(axes[0], axes[1]);
    }

    private static Tensor squeeze(Arguments in) {
        Tensor x = in.x();
        if (!in.has("axes")) {
            return x.squeeze();
        }
        int[] axes = in.integers("axes");
        return axes.length == 0 ? x : x.squeeze(axes);
    }

    private static Tensor slice(Arguments in) {
        Tensor x = in.x();
        List<Integer[]> slices = in.rows("slices");
        for (int axis = 0; axis < slices.size(); axis++) {
            Integer[] bounds = slices.get(axis);
            int step = bounds.length < 3 || bounds[2] == null ? 1 : bounds[2];
            int from = step > 0 ? 0 : Integer.MAX_VALUE;
            int to = step > 0 ? Integer.MAX_VALUE : Integer.MIN_VALUE;
            x =
                    x.slice(
                            axis,
                            bounds[0] == null ? from : bounds[0],
                            bounds[1] == null ? to : bounds[1],
                            step);
        }
        return x;
    }

    private static Tensor indexSelect(Arguments in) {
        Tensor x = in.x();
        int axis = in.integer("axis");
        int extent = x.size(axis);
        int[] index = Arrays.stream(in.indices("index")).map(i -> i < 0 ? i + extent : i).toArray();
        return x.indexSelect(axis, index);
    }

    private static Tensor gather(Arguments in) {
        return in.x().gather(in.integer("axis"), in.tensor("index"));
    }

    /** The index may be smaller than the source; what it does not reach is not used. */
    private static Tensor scatterAdd(Arguments in) {
        Tensor index = in.tensor("index");
        Tensor source = in.tensor("src");
        for (int axis = 0; axis < index.rank(); axis++) {
            source = source.slice(axis, 0, index.size(axis));
        }
        return in.x().scatterAdd(in.integer("axis"), index, source);
    }

    private static Results split(Arguments in) {
        Tensor x = in.x();
        int axis = in.integer("axis");
        int[] sizes = in.integers("sizes");
        if (!in.isList("sizes")) {
            int extent = x.size(axis);
            int each = sizes[0];
            sizes =
                    IntStream.range(0, (extent + each - 1) / each)
                            .map(i -> Math.min(each, extent - i * each))
                            .toArray();
        }
        return Results.of(x.split(axis, sizes).toArray(Tensor[]::new));
    }

    private static Tensor flip(Arguments in) {
        Tensor x = in.x();
        int[] all = IntStream.range(0, x.rank()).toArray();
        return x.flip(in.integers("axes", all));
    }

    private static Tensor roll(Arguments in) {
        Tensor x = in.x();
        int[] shifts = in.integers("shifts");
        if (!in.has("axes")) {
            return x.reshape(-1).roll(0, shifts[0]).reshape(x.shape());
        }
        int[] axes = in.integers("axes");
        for (int i = 0; i < axes.length; i++) {
            x = x.roll(axes[i], shifts[i]);
        }
        return x;
    }

    private static Tensor pad(Arguments in) {
        int[][] margins = new int[in.x().rank()][2];
        List<Integer[]> pads = in.rows("pads");
        for (int axis = 0; axis < pads.size(); axis++) {
            margins[axis] = new int[] {pads.get(axis)[0], pads.get(axis)[1]};
        }
        return in.x().pad(margins, in.number("value", 0));
    }

    /**
     * One number of repeats for all slices, or one a slice; without an axis the elements in a row.
     */
    private static Tensor repeatInterleave(Arguments in) {
        Tensor x = in.has("axis") ? in.x() : in.x().reshape(-1);
        int axis = in.integer("axis", 0);
        int[] repeats = in.integers("repeats");
        if (!in.isList("repeats")) {
            return x.repeat(axis, repeats[0]);
        }
        int[] slices =
                IntStream.range(0, repeats.length)
                        .flatMap(i -> IntStream.range(0, repeats[i]).map(again -> i))
                        .toArray();
        return x.indexSelect(axis, slices);
    }
}
