package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.Dice.Domain.NONZERO;
import static org.cotangent.gradcheck.Dice.Domain.POSITIVE;
import static org.cotangent.gradcheck.Dice.Domain.REAL;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.cotangent.Axes;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.Dice.Domain;

/** Every operation of the engine with the inputs it is smooth on: one row each. */
public final class OpTable {
    /**
     * An operation at a point.
     *
     * @param f the operation, with its attributes
     * @param at its inputs
     */
    public record Case(TensorFunction f, Tensor... at) {}

    /**
     * An operation and how to draw cases of it.
     *
     * @param name what to call it
     * @param highest up to which order its derivatives are checked
     * @param cases a case from dice
     */
    public record Row(String name, int highest, Function<Dice, Case> cases) {
        @Override
        public String toString() {
            return name;
        }
    }

    // spotless:off
    /** The rows. */
    public static final List<Row> ROWS =
            List.of(
                    unary("neg", REAL, Tensor::neg),
                    unary("reciprocal", NONZERO, Tensor::reciprocal),
                    unary("square", REAL, Tensor::square),
                    unary("sqrt", POSITIVE, Tensor::sqrt),
                    unary("exp", REAL, Tensor::exp),
                    unary("log", POSITIVE, Tensor::log),
                    unary("abs", NONZERO, Tensor::abs),
                    unary("relu", NONZERO, Tensor::relu),
                    unary("sigmoid", REAL, Tensor::sigmoid),
                    unary("tanh", REAL, Tensor::tanh),
                    unary("pow 0", REAL, x -> x.pow(0)),
                    unary("pow 1", REAL, x -> x.pow(1)),
                    unary("pow 2", REAL, x -> x.pow(2)),
                    unary("pow 3", REAL, x -> x.pow(3)),
                    unary("pow -2", NONZERO, x -> x.pow(-2)),
                    unary("pow 0.5", POSITIVE, x -> x.pow(0.5)),
                    unary("pow -1.7", POSITIVE, x -> x.pow(-1.7)),
                    binary("add", REAL, REAL, (a, b) -> a.add(b)),
                    binary("sub", REAL, REAL, (a, b) -> a.sub(b)),
                    binary("mul", REAL, REAL, (a, b) -> a.mul(b)),
                    binary("div", REAL, NONZERO, (a, b) -> a.div(b)),
                    apart("max", (a, b) -> a.max(b)),
                    apart("min", (a, b) -> a.min(b)),
                    unary("mul, with itself", REAL, x -> x.mul(x)),
                    unary("div, with itself", NONZERO, x -> x.add(1).div(x)),
                    unary("add, a number", REAL, x -> x.add(1.5)),
                    unary("sub, a number", REAL, x -> x.sub(1.5)),
                    unary("mul, a number", REAL, x -> x.mul(1.5)),
                    unary("div, a number", REAL, x -> x.div(1.5)),
                    plain("sum", 0, x -> x.sum()),
                    plain("mean", 0, x -> x.mean()),
                    plain("logSumExp", 0, x -> x.logSumExp()),
                    plain("transpose", 2, x -> x.transpose()),
                    plain("reshape", 0, x -> x.reshape(-1)),
                    over("sum over axes", (x, axes) -> x.sum(axes)),
                    over("sum over kept axes", (x, axes) -> x.sum(Axes.keep(axes))),
                    over("mean over axes", (x, axes) -> x.mean(axes)),
                    over("mean over kept axes", (x, axes) -> x.mean(Axes.keep(axes))),
                    over("logSumExp over axes", (x, axes) -> x.logSumExp(axes)),
                    over("logSumExp, kept axes", (x, axes) -> x.logSumExp(Axes.keep(axes))),
                    along("softmax", (x, axis) -> x.softmax(axis)),
                    along("logSoftmax", (x, axis) -> x.logSoftmax(axis)),
                    new Row("permute", 2, OpTable::permute),
                    new Row("sumTo", 2, OpTable::sumTo),
                    new Row("expand", 2, OpTable::expand),
                    new Row("indexSelect", 2, OpTable::indexSelect),
                    new Row("pick", 2, OpTable::pick),
                    new Row("matmul, vectors", 2, d -> matmul(d, 0, 0, false, false)),
                    new Row("matmul, matrices", 2, d -> matmul(d, 0, 0, true, true)),
                    new Row("matmul, row", 2, d -> matmul(d, 0, d.between(0, 1), false, true)),
                    new Row("matmul, column", 2, d -> matmul(d, d.between(0, 1), 0, true, false)),
                    new Row(
                            "matmul, batches",
                            2,
                            d -> matmul(d, d.between(0, 2), d.between(0, 2), true, true)));

    // spotless:on

    private OpTable() {}

    private static Row unary(String name, Domain domain, UnaryOperator<Tensor> op) {
        return new Row(name, 3, d -> of(op, d.tensor(domain, d.shape(0))));
    }

    /** An operation whose operands broadcast, in either direction or both. */
    private static Row binary(String name, Domain left, Domain right, BinaryOperator<Tensor> op) {
        return new Row(
                name,
                3,
                d -> {
                    int[] wide = d.shape(0);
                    Tensor a = d.tensor(left, d.narrower(wide));
                    Tensor b = d.tensor(right, d.narrower(wide));
                    return of(op, a, b);
                });
    }

    /** A choice between two operands, which are never near a tie. */
    private static Row apart(String name, BinaryOperator<Tensor> op) {
        return new Row(
                name,
                3,
                d -> {
                    int[] wide = d.shape(0);
                    return of(op, d.apart(0, d.narrower(wide)), d.apart(1, d.narrower(wide)));
                });
    }

    private static Row plain(String name, int leastRank, UnaryOperator<Tensor> op) {
        return new Row(name, 2, d -> of(op, d.tensor(REAL, d.shape(leastRank))));
    }

    private static Row over(String name, BiFunction<Tensor, int[], Tensor> op) {
        return new Row(
                name,
                2,
                d -> {
                    Tensor x = d.tensor(REAL, d.shape(0));
                    int[] axes = d.axes(x.rank());
                    return of(y -> op.apply(y, axes), x);
                });
    }

    private static Row along(String name, BiFunction<Tensor, Integer, Tensor> op) {
        return new Row(
                name,
                2,
                d -> {
                    Tensor x = d.tensor(REAL, d.shape(1));
                    int axis = d.axis(x.rank());
                    return of(y -> op.apply(y, axis), x);
                });
    }

    private static Case permute(Dice d) {
        Tensor x = d.tensor(REAL, d.shape(0));
        int[] order = d.order(x.rank());
        return of(y -> y.permute(order), x);
    }

    private static Case sumTo(Dice d) {
        int[] wide = d.shape(0);
        int[] narrow = d.narrower(wide);
        return of(y -> y.sumTo(narrow), d.tensor(REAL, wide));
    }

    private static Case expand(Dice d) {
        int[] wide = d.shape(0);
        return of(y -> y.expand(wide), d.tensor(REAL, d.narrower(wide)));
    }

    private static Case indexSelect(Dice d) {
        Tensor x = d.tensor(REAL, d.shape(1));
        int axis = d.axis(x.rank());
        int[] indices = d.indices(d.between(1, 4), x.size(axis));
        return of(y -> y.indexSelect(axis, indices), x);
    }

    private static Case pick(Dice d) {
        Tensor x = d.tensor(REAL, d.shape(1));
        int[] classes = d.indices(x.size() / x.size(-1), x.size(-1));
        return of(y -> y.pick(classes), x);
    }

    /** Operands with some batch axes, which broadcast; without rows or columns they are vectors. */
    private static Case matmul(Dice d, int batchA, int batchB, boolean rows, boolean columns) {
        int[] batch = {d.extent(), d.extent()};
        int inner = d.extent();
        int[] a = new int[batchA + (rows ? 2 : 1)];
        int[] b = new int[batchB + (columns ? 2 : 1)];
        Arrays.setAll(a, axis -> axis < batchA ? batch[axis + 2 - batchA] : d.extent());
        Arrays.setAll(b, axis -> axis < batchB ? batch[axis + 2 - batchB] : d.extent());
        a[a.length - 1] = inner;
        b[columns ? b.length - 2 : b.length - 1] = inner;
        if (batchA > 0 && d.between(0, 2) == 0) {
            a[0] = 1;
        }
        if (batchB > 0 && d.between(0, 2) == 0) {
            b[0] = 1;
        }
        return of((p, q) -> p.matmul(q), d.tensor(REAL, a), d.tensor(REAL, b));
    }

    private static Case of(UnaryOperator<Tensor> op, Tensor x) {
        return new Case(in -> op.apply(in[0]), x);
    }

    private static Case of(BinaryOperator<Tensor> op, Tensor a, Tensor b) {
        return new Case(in -> op.apply(in[0], in[1]), a, b);
    }
}
