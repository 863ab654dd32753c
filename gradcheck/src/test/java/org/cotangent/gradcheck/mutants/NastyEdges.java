package org.cotangent.gradcheck.mutants;

import static org.cotangent.gradcheck.mutants.Nasty.logUniform;
import static org.cotangent.gradcheck.mutants.Nasty.of;
import static org.cotangent.gradcheck.mutants.Nasty.sign;
import static org.cotangent.gradcheck.mutants.Nasty.uniform;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cotangent.Activations;
import org.cotangent.CustomOp;
import org.cotangent.Special;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.OpTable.Case;
import org.cotangent.linalg.Linalg;

/**
 * Functions beside the edges of their domains, beside poles, beside kinks so near that few steps
 * fit before them, and of ill-conditioned matrices; each once of the engine's operations and once
 * as a black box, of which a checker sees values alone.
 */
final class NastyEdges {
    static final String BESIDE_AN_EDGE = "beside the edge of a domain";
    static final String BESIDE_A_POLE = "beside a pole";
    static final String NEAR_A_KINK = "1e-8 to 1e-6 beside a kink";
    static final String ILL_CONDITIONED = "ill-conditioned matrix";

    /** The nearest that a point is to an edge or a pole, and the farthest. */
    private static final double NEAREST = 1e-12;

    private static final double FARTHEST = 1e-2;

    static final List<Nasty> ALL =
            Stream.of(
                            new Nasty(
                                    BESIDE_AN_EDGE,
                                    "sqrt x + log(1 - y)",
                                    r ->
                                            new Case(
                                                    x -> x[0].sqrt().add(x[1].neg().add(1).log()),
                                                    Tensor.of(near(r)),
                                                    Tensor.of(1 - near(r)))),
                            new Nasty(BESIDE_AN_EDGE, "log barrier of a polytope", r -> barrier(r)),
                            of(
                                    BESIDE_AN_EDGE,
                                    "log barrier of a box",
                                    some(r -> r.nextBoolean() ? near(r) : 1 - near(r)),
                                    x -> x.log().add(x.neg().add(1).log()).sum().neg()),
                            of(BESIDE_AN_EDGE, "asin", some(r -> 1 - near(r)), Tensor::asin),
                            of(BESIDE_AN_EDGE, "atanh", some(r -> near(r) - 1), Tensor::atanh),
                            of(BESIDE_AN_EDGE, "acosh", some(r -> 1 + near(r)), Tensor::acosh),
                            of(BESIDE_AN_EDGE, "log1p", some(r -> near(r) - 1), Tensor::log1p),
                            of(BESIDE_AN_EDGE, "x^0.3", some(r -> near(r)), x -> x.pow(0.3)),
                            of(
                                    BESIDE_AN_EDGE,
                                    "entropy",
                                    some(r -> near(r)),
                                    x -> x.mul(x.log()).sum().neg()),
                            of(
                                    BESIDE_A_POLE,
                                    "log|x - 0.7|",
                                    some(r -> beside(r, 0.7)),
                                    x -> x.sub(0.7).abs().log()),
                            of(
                                    BESIDE_A_POLE,
                                    "1 / (x + 3)",
                                    some(r -> beside(r, -3)),
                                    x -> x.add(3).reciprocal()),
                            of(
                                    BESIDE_A_POLE,
                                    "x + 1 / (x - 1)^2",
                                    some(r -> beside(r, 1)),
                                    x -> x.add(x.sub(1).square().reciprocal())),
                            of(
                                    BESIDE_A_POLE,
                                    "tan",
                                    some(r -> beside(r, Math.PI / 2)),
                                    Tensor::tan),
                            of(BESIDE_A_POLE, "log gamma", some(r -> near(r)), Special::logGamma),
                            kink("|x - p|", Math::abs, x -> x.abs()),
                            kink("relu(x - p)", u -> Math.max(u, 0), Tensor::relu),
                            kink(
                                    "leaky relu of x - p",
                                    u -> u > 0 ? u : 0.01 * u,
                                    x -> Activations.leakyRelu(x, 0.01)),
                            kink(
                                    "max of two curves",
                                    u -> Math.max(Math.expm1(u), u * u - u),
                                    x -> x.expm1().max(x.square().sub(x))),
                            new Nasty(
                                    ILL_CONDITIONED,
                                    "log|det|",
                                    r ->
                                            new Case(
                                                    x -> Linalg.signLogDet(x[0]).logAbs(),
                                                    matrix(r, 4, false))),
                            of(
                                    ILL_CONDITIONED,
                                    "log det, definite",
                                    r -> matrix(r, 4, true),
                                    Linalg::logDet))
                    .flatMap(nasty -> Stream.of(nasty, boxed(nasty)))
                    .toList();

    private NastyEdges() {}

    private static double near(Random random) {
        return logUniform(random, NEAREST, FARTHEST);
    }

    private static double beside(Random random, double p) {
        return p + sign(random) * near(random);
    }

    private static Function<Random, Tensor> some(Function<Random, Double> one) {
        return random -> Nasty.vector(random, one);
    }

    /** Minus the sum of log(b - A x), one of the five faces very near. */
    private static Case barrier(Random random) {
        Tensor a = Tensor.normal(random, 5, 3);
        Tensor x = Tensor.normal(random, 3);
        double[] slack = new double[5];
        Arrays.setAll(slack, i -> i == 0 ? near(random) : uniform(random, 0.1, 1));
        Tensor b = a.matmul(x).add(Tensor.of(slack));
        return new Case(y -> b.sub(a.matmul(y[0])).log().sum().neg(), x);
    }

    /** A function with a kink at 0, shifted, with a curve and a slope on top. */
    private static Nasty kink(String name, DoubleUnaryOperator f, Function<Tensor, Tensor> same) {
        return new Nasty(
                NEAR_A_KINK,
                name,
                r -> {
                    double p = r.nextInt(3) == 0 ? 0 : uniform(r, -2, 2);
                    double curve = r.nextBoolean() ? 0 : uniform(r, -3, 3);
                    Tensor at = Nasty.vector(r, q -> p + sign(q) * logUniform(q, 1e-8, 1e-6));
                    return new Case(x -> same.apply(x[0].sub(p)).add(x[0].square().mul(curve)), at);
                });
    }

    /** U D V with orthogonal U and V, or U D U transposed, of condition 1 to 1e9. */
    private static Tensor matrix(Random random, int n, boolean definite) {
        double condition = logUniform(random, 1, 1e9);
        double[] sizes = new double[n];
        Arrays.setAll(
                sizes,
                i -> i == 0 ? 1 : 1 / (i == n - 1 ? condition : logUniform(random, 1, condition)));
        Tensor u = Linalg.qr(Tensor.normal(random, n, n)).q();
        Tensor v = definite ? u.transpose() : Linalg.qr(Tensor.normal(random, n, n)).q();
        return u.mul(Tensor.of(sizes)).matmul(v);
    }

    /** The same in one node, whose branches nobody sees. */
    private static Nasty boxed(Nasty nasty) {
        return new Nasty(
                nasty.group(),
                nasty.name() + ", a black box",
                r -> {
                    Case c = nasty.cases().apply(r);
                    CustomOp box = new Box(c.f());
                    return new Case(x -> box.apply(x), c.at());
                });
    }

    /** A function as one operation. */
    private record Box(TensorFunction f) implements CustomOp {
        @Override
        public Tensor forward(Tensor... x) {
            return f.apply(x);
        }

        @Override
        public Tensor adjoint(int input, Tensor g, Tensor y, Tensor... x) {
            return Rule.right(f, g, x)[input];
        }
    }
}
