package org.cotangent.gradcheck;

import static org.cotangent.gradcheck.OpTable.Trait.AFFINE;
import static org.cotangent.gradcheck.OpTable.Trait.OF_USERS;
import static org.cotangent.gradcheck.OpTable.binary;
import static org.cotangent.gradcheck.OpTable.row;
import static org.cotangent.gradcheck.OpTable.unary;
import static org.cotangent.gradcheck.laws.Grid.middle;
import static org.cotangent.gradcheck.laws.Grid.plane;
import static org.cotangent.gradcheck.laws.Grid.without;
import static org.cotangent.gradcheck.laws.Oracle.rooted;
import static org.cotangent.gradcheck.laws.Oracle.smooth;
import static org.cotangent.gradcheck.random.Domain.NONZERO;
import static org.cotangent.gradcheck.random.Domain.POSITIVE;
import static org.cotangent.gradcheck.random.Domain.REAL;

import ch.obermuhlner.math.big.BigDecimalMath;
import java.util.Arrays;
import java.util.List;
import org.cotangent.CustomOp;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.OpTable.Row;
import org.cotangent.gradcheck.laws.BigMath;
import org.cotangent.gradcheck.laws.Grid;
import org.cotangent.linalg.Equations;

/** Operations with rules of users' own, and functions that are single nodes of the same kind. */
final class CustomRows {
    /** x / (s + |x|): an attribute, one input. */
    record Softsign(double scale) implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            return x[0].div(x[0].abs().add(scale));
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return g.mul(scale).div(x[0].abs().add(scale).square());
        }
    }

    /** a b + c² with inputs that broadcast; its rule leaves the sum over what was repeated out. */
    record Fused() implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            return x[0].mul(x[1]).add(x[2].square());
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return switch (input) {
                case 0 -> g.mul(x[1]);
                case 1 -> g.mul(x[0]);
                default -> g.mul(x[2]).mul(2);
            };
        }
    }

    /** Of the result y rather than of x; the second input is an index, of no slope. */
    record Power() implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            return x[0].pow(x[1].value());
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return input == 1 ? null : g.mul(y).div(x[0]).mul(x[1].value());
        }
    }

    private static final CustomOp CUBE =
            CustomOp.elementwise("cube", x -> x * x * x, (g, y, x) -> g.mul(x.square()).mul(3));

    private static final CustomOp EXP =
            CustomOp.elementwise("myExp", Math::exp, (g, y, x) -> g.mul(y));

    static final List<Row> ROWS =
            List.of(
                    unary("CustomOp#elementwise", "of x", REAL, x -> CUBE.apply(x))
                            .degree(3)
                            .exact(smooth(middle(), (mc, x) -> x[0].pow(3))),
                    unary("CustomOp#elementwise", "of y", REAL, x -> EXP.apply(x))
                            .exact(smooth(middle(), (mc, x) -> BigMath.exp(mc, x[0]))),
                    unary("CustomOp#adjoint", "attribute", NONZERO, x -> new Softsign(0.7).apply(x))
                            .exact(
                                    rooted(
                                            without(0, middle()),
                                            (mc, x) ->
                                                    x[0].divide(
                                                            x[0].abs().add(BigMath.number(0.7)),
                                                            mc)))
                            .with(OF_USERS),
                    binary(
                                    "CustomOp#adjoint",
                                    "inputs",
                                    REAL,
                                    REAL,
                                    (a, b) -> new Fused().apply(a, b, a))
                            .exact(
                                    smooth(plane(), (mc, x) -> x[0].multiply(x[1]).add(x[0].pow(2)))
                                            .near(4, 4, 8, 16))
                            .with(OF_USERS)
                            .with(AFFINE),
                    unary(
                                    "CustomOp#adjoint",
                                    "no slope",
                                    POSITIVE,
                                    x -> new Power().apply(x, Tensor.of(2.5)))
                            .exact(
                                    rooted(
                                            Grid.MIDDLE,
                                            (mc, x) ->
                                                    BigMath.power(mc, x[0], BigMath.number(2.5))))
                            .with(OF_USERS),
                    unary(
                                    "Differentiate#customVjp",
                                    "",
                                    REAL,
                                    x ->
                                            Differentiate.customVjp(
                                                            y -> y.sin().mul(2),
                                                            (g, y, z) -> g.mul(z.cos().mul(2)))
                                                    .apply(x))
                            .exact(
                                    smooth(
                                            middle(),
                                            (mc, x) ->
                                                    BigDecimalMath.sin(x[0], mc)
                                                            .multiply(BigMath.TWO)))
                            .with(OF_USERS),
                    row("Differentiate#checkpoint", "", 2, REAL, CustomRows::checkpoint),
                    // elementwise too: no element depends on another
                    unary(
                                    "Equations#fixedPoint",
                                    "Babylonian root",
                                    POSITIVE,
                                    x ->
                                            Equations.fixedPoint(
                                                    CustomRows::babylonian, x, 1e-15, 100, x))
                            .with(OF_USERS)
                            .upTo(2),
                    row("Equations#root", "cube root", 2, POSITIVE, CustomRows::root)
                            .with(OF_USERS));

    private CustomRows() {}

    /** Of few elements, as each of Newton's steps solves for all of them at once. */
    private static OpTable.Case root(Dice d) {
        int[] shape = Arrays.stream(d.shape(0)).map(n -> Math.min(n, 2)).toArray();
        return OpTable.of(
                x -> Equations.root(CustomRows::cubic, x, 1e-15, 100, x),
                d.tensor(POSITIVE, shape));
    }

    private static OpTable.Case checkpoint(Dice d) {
        int[] wide = d.shape(0);
        TensorFunction f = x -> x[0].mul(x[1].sin()).add(x[0].square().mul(x[1]));
        return new OpTable.Case(
                in -> Differentiate.checkpoint(f, List.of(in)),
                d.tensor(REAL, d.narrower(wide)),
                d.tensor(REAL, d.narrower(wide)));
    }

    private static Tensor babylonian(Tensor... z) {
        return z[1].div(z[0]).add(z[0]).mul(0.5);
    }

    private static Tensor cubic(Tensor... z) {
        return z[0].pow(3).sub(z[1]);
    }
}
