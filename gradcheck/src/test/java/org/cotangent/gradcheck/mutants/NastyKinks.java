package org.cotangent.gradcheck.mutants;

import static org.cotangent.gradcheck.mutants.Nasty.AT_A_KINK;
import static org.cotangent.gradcheck.mutants.Nasty.logUniform;
import static org.cotangent.gradcheck.mutants.Nasty.of;
import static org.cotangent.gradcheck.mutants.Nasty.sign;
import static org.cotangent.gradcheck.mutants.Nasty.uniform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Activations;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;

/** Functions at kinks, where the gradient is a subgradient, and beside kinks and jumps. */
final class NastyKinks {
    private static final String BESIDE_A_KINK = "beside a kink";
    private static final String BESIDE_A_JUMP = "beside a jump";

    /**
     * A function of one element with a kink, or a jump.
     *
     * @param name the function
     * @param at where it is
     * @param f the function, element by element
     */
    record Corner(String name, double at, UnaryOperator<Tensor> f) {}

    /** Kinks where the gradient is a subgradient. */
    static final List<Corner> KINKS =
            List.of(
                    new Corner("relu", 0, Tensor::relu),
                    new Corner("abs", 0, Tensor::abs),
                    new Corner("abs plus a slope", 0, x -> x.abs().add(x.mul(3))),
                    new Corner("leaky relu", 0, x -> Activations.leakyRelu(x, 0.01)),
                    new Corner("elu, alpha 1.7", 0, x -> Activations.elu(x, 1.7)),
                    new Corner("selu", 0, Activations::selu),
                    new Corner("relu of x - 0.7", 0.7, x -> x.sub(0.7).relu()),
                    new Corner("clamp, below", -1, x -> x.clamp(-1, 1.5)),
                    new Corner("clamp, above", 1.5, x -> x.clamp(-1, 1.5)),
                    new Corner("max with a number", 0.5, x -> x.max(0.5)),
                    new Corner("min with x^2", 1, x -> x.min(x.square())),
                    new Corner("max of two curves", 1, x -> x.sub(1).exp().max(x.pow(3))),
                    new Corner("exp of relu, on top of 1", 0, x -> x.relu().exp().add(1)),
                    new Corner("relu, a black box", 0, x -> relu().apply(x)),
                    new Corner("abs of scale 1e-6", 0, x -> x.abs().mul(1e-6)),
                    new Corner("abs of scale 1e6", 0, x -> x.abs().mul(1e6)));

    private static final List<Corner> JUMPS =
            List.of(
                    new Corner("floor x + x", 2, x -> x.floor().add(x)),
                    new Corner("round x + x^2", 0.5, x -> x.round().add(x.square())),
                    new Corner("sign", 0, x -> x.sign().add(x.exp())),
                    new Corner("a step taken by where", 1, NastyKinks::step),
                    new Corner("a black box with a step", 1, x -> boxedStep().apply(x)));

    static final List<Nasty> ALL = all();

    private NastyKinks() {}

    private static List<Nasty> all() {
        List<Nasty> all = new ArrayList<>();
        for (Corner corner : KINKS) {
            all.add(of(AT_A_KINK, corner.name, some(r -> corner.at), corner.f));
            all.add(of(BESIDE_A_KINK, corner.name, some(r -> beside(r, corner)), corner.f));
            all.add(
                    of(
                            AT_A_KINK,
                            corner.name + ", some elements",
                            some(r -> r.nextBoolean() ? corner.at : beside(r, corner)),
                            corner.f));
        }
        for (Corner corner : JUMPS) {
            all.add(of(BESIDE_A_JUMP, corner.name, some(r -> beside(r, corner)), corner.f));
        }
        Stream.of(
                        of(AT_A_KINK, "amax of ties", NastyKinks::ties, x -> x.amax()),
                        of(AT_A_KINK, "amin of ties", NastyKinks::ties, x -> x.amin()),
                        of(AT_A_KINK, "amax of all", r -> Tensor.full(0.3, 4), x -> x.amax()),
                        of(AT_A_KINK, "norm of zeros", r -> Tensor.zeros(3), x -> x.norm()),
                        of(
                                AT_A_KINK,
                                "max with itself reversed",
                                NastyKinks::ties,
                                x -> x.max(x.flip(0))),
                        of(
                                AT_A_KINK,
                                "a network with a dead unit on the edge",
                                r -> Tensor.vector(uniform(r, -2, 2), 0, uniform(r, -2, 2)),
                                x -> x.relu().mul(Tensor.vector(1, -2, 3)).sum().tanh()),
                        of(
                                BESIDE_A_KINK,
                                "norm near 0",
                                some(r -> sign(r) * logUniform(r, 1e-12, 0.1)),
                                x -> x.norm()),
                        of(
                                BESIDE_A_KINK,
                                "amax of near ties",
                                r -> Tensor.vector(1, 1 + logUniform(r, 1e-12, 0.1), 0.5),
                                x -> x.amax()))
                .forEach(all::add);
        return List.copyOf(all);
    }

    private static Function<Random, Tensor> some(Function<Random, Double> one) {
        return random -> Nasty.vector(random, one);
    }

    private static double beside(Random random, Corner corner) {
        return corner.at + sign(random) * logUniform(random, 1e-12, 0.1);
    }

    private static Tensor ties(Random random) {
        double[] x = new double[5];
        Arrays.setAll(x, i -> random.nextInt(2));
        return Tensor.of(x);
    }

    private static Tensor step(Tensor x) {
        return Tensor.where(x.gt(1), x.add(1), x.mul(2).sub(3));
    }

    private static CustomOp relu() {
        return CustomOp.elementwise("boxed", x -> Math.max(x, 0), (g, y, x) -> g.mul(x.gt(0)));
    }

    private static CustomOp boxedStep() {
        return CustomOp.elementwise(
                "boxed", x -> x > 1 ? x + 1 : 2 * x - 3, (g, y, x) -> g.mul(x.le(1).add(1)));
    }
}
