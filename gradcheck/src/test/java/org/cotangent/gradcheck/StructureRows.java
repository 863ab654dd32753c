package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.OpTable.Trait.CHOOSES;
import static org.cotangent.gradcheck.OpTable.Trait.PLAIN;
import static org.cotangent.gradcheck.OpTable.along;
import static org.cotangent.gradcheck.OpTable.of;
import static org.cotangent.gradcheck.OpTable.over;
import static org.cotangent.gradcheck.OpTable.row;
import static org.cotangent.gradcheck.OpTable.whole;
import static org.cotangent.gradcheck.coverage.Admissible.only;
import static org.cotangent.gradcheck.coverage.Admissible.ranks;
import static org.cotangent.gradcheck.coverage.ShapeClass.MATRIX;
import static org.cotangent.gradcheck.coverage.ShapeClass.UNIT_AXIS;
import static org.cotangent.gradcheck.coverage.ShapeClass.VECTOR;
import static org.cotangent.gradcheck.random.Domain.OFF_HALVES;
import static org.cotangent.gradcheck.random.Domain.REAL;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.coverage.Pieces;

/** Operations that move elements, select them or put them together. */
final class StructureRows {
    static final List<Row> ROWS =
            Stream.of(
                            whole("Tensor#transpose", "", REAL, 2, x -> x.transpose())
                                    .degree(1)
                                    .shapes(ranks(2, 4)),
                            whole(
                                    "Tensor#reshape",
                                    "to a vector",
                                    REAL,
                                    0,
                                    x -> x.reshape(x.size())),
                            whole("Tensor#squeeze", "all", REAL, 0, x -> x.squeeze()),
                            over("Tensor#flip", "", REAL, (x, axes) -> x.flip(axes)).degree(1),
                            along("Tensor#flip", "one axis", REAL, (x, axis) -> x.flip(axis))
                                    .degree(1),
                            along("Tensor#roll", "on", REAL, (x, axis) -> x.roll(axis, 1)),
                            along("Tensor#roll", "back", REAL, (x, axis) -> x.roll(axis, -5)),
                            moving("permute", "", StructureRows::permute),
                            moving("expand", "", StructureRows::expand),
                            moving("squeeze", "some", StructureRows::squeeze).shapes(ranks(1, 4)),
                            moving("unsqueeze", "", StructureRows::unsqueeze),
                            moving("swapAxes", "", StructureRows::swapAxes).shapes(ranks(1, 4)),
                            moving("slice", "a range", d -> slice(d, 1)).shapes(ranks(1, 4)),
                            moving("slice", "with a step", d -> slice(d, d.between(2, 3)))
                                    .shapes(ranks(1, 4)),
                            moving("slice", "backwards", d -> slice(d, -d.between(1, 3)))
                                    .shapes(ranks(1, 4)),
                            moving("pad", "with 0", d -> pad(d, 0)),
                            moving("pad", "with a number", d -> pad(d, 1.5)),
                            moving("tile", "", StructureRows::tile),
                            moving("repeat", "", StructureRows::repeat).shapes(ranks(1, 4)),
                            moving("split", "", StructureRows::split).shapes(ranks(1, 4)),
                            moving("unstack", "", StructureRows::unstack).shapes(ranks(1, 4)),
                            moving("concat", "", StructureRows::concat).shapes(ranks(1, 4)),
                            moving("concat", "with itself", StructureRows::concatWithItself)
                                    .shapes(ranks(1, 4)),
                            moving("stack", "", StructureRows::stack).shapes(ranks(0, 4)),
                            moving("indexSelect", "", StructureRows::indexSelect)
                                    .shapes(ranks(1, 4)),
                            moving("pick", "", StructureRows::pick).shapes(ranks(1, 4)),
                            moving("at", "", StructureRows::at).shapes(only(MATRIX, UNIT_AXIS)),
                            moving("gather", "", StructureRows::gather)
                                    .shapes(ranks(1, 4))
                                    .pieces(Pieces.places("gather")),
                            moving("scatterAdd", "", StructureRows::scatterAdd)
                                    .shapes(ranks(1, 4))
                                    .pieces(Pieces.places("scatterAdd")),
                            moving("gather", "computed places", StructureRows::gatherComputed)
                                    .with(CHOOSES)
                                    .shapes(only(VECTOR)),
                            moving("scatterAdd", "computed", StructureRows::scatterComputed)
                                    .with(CHOOSES)
                                    .shapes(only(VECTOR)))
                    .map(row -> row.with(PLAIN))
                    .toList();

    private StructureRows() {}

    private static Row moving(String name, String variant, Function<Dice, Case> cases) {
        return row("Tensor#" + name, variant, 2, REAL, cases);
    }

    private static Case permute(Dice d) {
        Tensor x = d.tensor(REAL, d.shape(0));
        int[] order = d.order(x.rank());
        return of(y -> y.permute(order), x);
    }

    private static Case expand(Dice d) {
        int[] wide = d.shape(0);
        return of(y -> y.expand(wide), d.tensor(REAL, d.narrower(wide)));
    }

    private static Case squeeze(Dice d) {
        int[] shape = d.shape(1);
        int axis = d.axis(shape.length);
        shape[Math.floorMod(axis, shape.length)] = 1;
        return of(y -> y.squeeze(axis), d.tensor(REAL, shape));
    }

    private static Case unsqueeze(Dice d) {
        int[] shape = d.shape(0);
        int axis = d.axis(shape.length + 1);
        return of(y -> y.unsqueeze(axis), d.tensor(REAL, shape));
    }

    private static Case swapAxes(Dice d) {
        int[] shape = d.shape(1);
        int p = d.axis(shape.length);
        int q = d.axis(shape.length);
        return of(y -> y.swapAxes(p, q), d.tensor(REAL, shape));
    }

    /** Bounds inside and outside, counted from either end; the range may be empty. */
    private static Case slice(Dice d, int step) {
        int[] shape = d.shape(1);
        int axis = d.axis(shape.length);
        int from = step > 0 ? d.between(-5, 2) : d.between(-2, 5);
        int to = step > 0 ? d.between(-1, 6) : d.between(-6, 1);
        return of(y -> y.slice(axis, from, to, step), d.tensor(REAL, shape));
    }

    private static Case pad(Dice d, double value) {
        int[] shape = d.shape(0);
        int[][] margins = new int[shape.length][];
        Arrays.setAll(margins, i -> new int[] {d.between(0, 1), d.between(0, 1)});
        return of(y -> y.pad(margins, value), d.tensor(REAL, shape));
    }

    /** As many numbers as axes, fewer or more. */
    private static Case tile(Dice d) {
        int[] times = new int[d.between(0, 3)];
        Arrays.setAll(times, i -> d.between(1, 2));
        return of(y -> y.tile(times), d.tensor(REAL, d.shape(0)));
    }

    private static Case repeat(Dice d) {
        int[] shape = d.shape(1);
        int axis = d.axis(shape.length);
        int times = d.between(1, 3);
        return of(y -> y.repeat(axis, times), d.tensor(REAL, shape));
    }

    /** The pieces weighed apart; one of them may be empty. */
    private static Case split(Dice d) {
        int[] shape = d.shape(1);
        int axis = d.between(0, shape.length - 1);
        int n = shape[axis];
        int first = d.between(0, n);
        return of(
                y -> {
                    List<Tensor> pieces = y.split(axis, first, n - first);
                    return Tensor.concat(axis, pieces.get(1).mul(3), pieces.get(0));
                },
                d.tensor(REAL, shape));
    }

    /** The slices weighed apart, the first of them used twice. */
    private static Case unstack(Dice d) {
        int[] shape = d.shape(1);
        int axis = d.axis(shape.length);
        return of(
                y -> {
                    List<Tensor> slices = y.unstack(axis);
                    if (slices.isEmpty()) {
                        return y.mul(2);
                    }
                    Tensor[] all = slices.toArray(Tensor[]::new);
                    for (int i = 0; i < all.length; i++) {
                        all[i] = all[i].mul(i + 1).mul(slices.get(0));
                    }
                    return Tensor.stack(axis, all);
                },
                d.tensor(REAL, shape));
    }

    /** Three pieces of different extents on the axis. */
    private static Case concat(Dice d) {
        int[] shape = d.shape(1);
        int axis = d.axis(shape.length);
        Tensor[] pieces = new Tensor[3];
        for (int i = 0; i < pieces.length; i++) {
            int[] own = shape.clone();
            own[Math.floorMod(axis, own.length)] = d.extent();
            pieces[i] = d.tensor(REAL, own);
        }
        return new Case(in -> Tensor.concat(axis, in), pieces);
    }

    private static Case concatWithItself(Dice d) {
        int[] shape = d.shape(1);
        int axis = d.axis(shape.length);
        return of(y -> Tensor.concat(axis, y, y.square(), y), d.tensor(REAL, shape));
    }

    private static Case stack(Dice d) {
        int[] shape = d.shape(0);
        int axis = d.axis(shape.length + 1);
        return new Case(in -> Tensor.stack(axis, in), d.tensor(REAL, shape), d.tensor(REAL, shape));
    }

    private static Case indexSelect(Dice d) {
        Tensor x = d.tensor(REAL, d.shape(1));
        int axis = d.axis(x.rank());
        int[] indices = d.indices(d.between(1, 4), x.size(axis));
        return of(y -> y.indexSelect(axis, indices), x);
    }

    private static Case at(Dice d) {
        Tensor x = d.tensor(REAL, d.between(1, 3), d.between(1, 3));
        int row = d.between(0, x.size(0) - 1);
        int column = d.between(0, x.size(1) - 1);
        return of(y -> y.at(row, column), x);
    }

    private static Case pick(Dice d) {
        int[] shape = d.shape(1);
        shape[shape.length - 1] = Math.max(1, shape[shape.length - 1]);
        Tensor x = d.tensor(REAL, shape);
        int[] classes = d.indices(x.size() / x.size(-1), x.size(-1));
        return of(y -> y.pick(classes), x);
    }

    private static Case gather(Dice d) {
        int[] shape = d.shape(1);
        int axis = d.axis(shape.length);
        Tensor index = index(d, shape, axis);
        return of(y -> y.gather(axis, index), d.tensor(REAL, shape));
    }

    /** 1 and then 0 where the first element is positive, else 0 and 1. */
    private static Tensor places(Tensor x) {
        Tensor first = x.slice(0, 0, 1).gt(0.25);
        return Tensor.concat(0, first, first.neg().add(1));
    }

    private static Case gatherComputed(Dice d) {
        return of(y -> y.gather(0, places(y)), d.tensor(OFF_HALVES, 2));
    }

    private static Case scatterComputed(Dice d) {
        return of(
                (y, source) -> y.scatterAdd(0, places(y), source),
                d.tensor(OFF_HALVES, 2),
                d.tensor(REAL, 2));
    }

    private static Case scatterAdd(Dice d) {
        int[] shape = d.shape(1);
        int axis = d.axis(shape.length);
        Tensor index = index(d, shape, axis);
        return of(
                (y, source) -> y.scatterAdd(axis, index, source),
                d.tensor(REAL, shape),
                d.tensor(REAL, index.shape()));
    }

    /** Any extent along the axis, on others no larger ones. */
    private static Tensor index(Dice d, int[] shape, int axis) {
        int counted = Math.floorMod(axis, shape.length);
        int[] own = new int[shape.length];
        Arrays.setAll(
                own,
                i ->
                        i == counted
                                ? shape[i] == 0 ? 0 : d.extent()
                                : d.between(Math.min(1, shape[i]), shape[i]));
        return d.index(shape[counted], own);
    }
}
