package org.cotangent.gradcheck.mutants;

import static org.cotangent.gradcheck.mutants.Nasty.logUniform;
import static org.cotangent.gradcheck.mutants.Nasty.of;
import static org.cotangent.gradcheck.mutants.Nasty.sign;
import static org.cotangent.gradcheck.mutants.Nasty.uniform;
import static org.cotangent.gradcheck.mutants.Nasty.vector;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.cotangent.Activations;
import org.cotangent.Axes;
import org.cotangent.Special;
import org.cotangent.Tensor;

/** Steep, flat, near the edge of a domain: smooth functions that differences do not like. */
final class NastyShapes {
    private static final String STEEP = "steep";
    private static final String FLAT = "flat";
    private static final String STATIONARY = "stationary point";
    private static final String EDGE = "near the edge of a domain";

    static final List<Nasty> ALL =
            List.of(
                    of(STEEP, "exp(50 x)", between(-3, 3), x -> x.mul(50).exp()),
                    of(STEEP, "x^20", between(0.5, 2), x -> x.pow(20)),
                    of(STEEP, "sin(1e4 x)", between(-3, 3), x -> x.mul(1e4).sin()),
                    of(STEEP, "tanh(1e3 x)", between(-3e-3, 3e-3), x -> x.mul(1e3).tanh()),
                    of(STEEP, "1 / (1 + 1e6 x^2)", between(-5e-3, 5e-3), NastyShapes::peak),
                    of(STEEP, "x^x", between(0.5, 12), x -> x.pow(x)),
                    of(FLAT, "x^9 near 0", between(-0.05, 0.05), x -> x.pow(9)),
                    of(FLAT, "tanh in its tails", farFrom0(10, 40), Tensor::tanh),
                    of(FLAT, "sigmoid in its tails", farFrom0(20, 700), Tensor::sigmoid),
                    of(FLAT, "erfc in its tail", between(4, 12), Special::erfc),
                    of(FLAT, "gelu in its tail", between(-30, -5), Activations::gelu),
                    of(FLAT, "softplus in its tails", farFrom0(20, 100), Activations::softplus),
                    of(
                            FLAT,
                            "exp(-1 / x^2) near 0",
                            between(0.06, 0.3),
                            x -> x.square().reciprocal().neg().exp()),
                    of(FLAT, "softmax of logits far apart", farFrom0(1, 60), x -> x.softmax(0)),
                    of(STATIONARY, "x^2 at 0", zeros(), Tensor::square),
                    of(STATIONARY, "x^3 at 0", zeros(), x -> x.pow(3)),
                    of(STATIONARY, "cos at 0", zeros(), Tensor::cos),
                    of(STATIONARY, "cos beside 0", near0(1e-12, 1e-2), Tensor::cos),
                    of(STATIONARY, "cosh beside 0", near0(1e-12, 1e-2), Tensor::cosh),
                    of(
                            STATIONARY,
                            "a sum of probabilities",
                            between(-3, 3),
                            x -> x.softmax(0).sum()),
                    of(
                            STATIONARY,
                            "sin^2 + cos^2",
                            between(-3, 3),
                            x -> x.sin().square().add(x.cos().square())),
                    of(STATIONARY, "a constant", between(-3, 3), x -> Tensor.of(2)),
                    of(EDGE, "log near 0", near0From(1e-12), Tensor::log),
                    of(EDGE, "sqrt near 0", near0From(1e-12), Tensor::sqrt),
                    of(EDGE, "x log x near 0", near0From(1e-12), x -> x.mul(x.log())),
                    of(EDGE, "x^-1.7 near 0", near0From(1e-12), x -> x.pow(-1.7)),
                    of(EDGE, "1 / x near 0", near0(1e-12, 1e-2), Tensor::reciprocal),
                    of(EDGE, "asin near 1", offsetFrom(1, -1), Tensor::asin),
                    of(EDGE, "atanh near 1", offsetFrom(1, -1), Tensor::atanh),
                    of(EDGE, "acosh near 1", offsetFrom(1, 1), Tensor::acosh),
                    of(EDGE, "log1p near -1", offsetFrom(-1, 1), Tensor::log1p),
                    of(EDGE, "tan near its pole", offsetFrom(Math.PI / 2, -1), Tensor::tan),
                    of(EDGE, "log gamma near its pole", near0From(1e-9), x -> Special.logGamma(x)),
                    // not nearer: 1 - x^2 loses what the gradient would need
                    of(
                            EDGE,
                            "sqrt(1 - x^2) near 1",
                            random -> vector(random, r -> 1 - logUniform(r, 1e-5, 1e-2)),
                            x -> x.square().neg().add(1).sqrt()),
                    of(EDGE, "norm near 0", near0(1e-12, 1e-2), x -> x.norm(Axes.all())));

    private NastyShapes() {}

    private static Tensor peak(Tensor x) {
        return x.mul(1e3).square().add(1).reciprocal();
    }

    private static Function<Random, Tensor> between(double least, double most) {
        return random -> vector(random, r -> uniform(r, least, most));
    }

    private static Function<Random, Tensor> farFrom0(double least, double most) {
        return random -> vector(random, r -> sign(r) * uniform(r, least, most));
    }

    private static Function<Random, Tensor> near0(double least, double most) {
        return random -> vector(random, r -> sign(r) * logUniform(r, least, most));
    }

    private static Function<Random, Tensor> near0From(double least) {
        return random -> vector(random, r -> logUniform(r, least, 1e-2));
    }

    /** Beside a number, at a distance of any scale. */
    private static Function<Random, Tensor> offsetFrom(double x, int side) {
        return random -> vector(random, r -> x + side * logUniform(r, 1e-10, 1e-2));
    }

    private static Function<Random, Tensor> zeros() {
        return random -> Tensor.zeros(1 + random.nextInt(3));
    }
}
