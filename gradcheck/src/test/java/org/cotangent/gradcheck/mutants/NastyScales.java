package org.cotangent.gradcheck.mutants;

import static org.cotangent.gradcheck.mutants.Nasty.logUniform;
import static org.cotangent.gradcheck.mutants.Nasty.of;
import static org.cotangent.gradcheck.mutants.Nasty.sign;
import static org.cotangent.gradcheck.mutants.Nasty.uniform;
import static org.cotangent.gradcheck.mutants.Nasty.vector;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.cotangent.Tensor;

/** Smooth functions of values or inputs far from 1, and of many sizes at once. */
final class NastyScales {
    private static final String HUGE = "huge values";
    private static final String TINY = "tiny values";
    private static final String LARGE = "large inputs";
    private static final String SMALL = "small inputs";
    private static final String MIXED = "many scales at once";

    static final List<Nasty> ALL =
            List.of(
                    of(HUGE, "1e200 tanh x", ordinary(), x -> x.tanh().mul(1e200)),
                    of(HUGE, "1e300 x^2", ordinary(), x -> x.square().mul(1e300)),
                    of(HUGE, "1e200 sum of exp x", ordinary(), x -> x.exp().sum().mul(1e200)),
                    of(TINY, "1e-200 tanh x", ordinary(), x -> x.tanh().mul(1e-200)),
                    of(TINY, "1e-290 x^2", ordinary(), x -> x.square().mul(1e-290)),
                    of(TINY, "1e-200 sum of exp x", ordinary(), x -> x.exp().sum().mul(1e-200)),
                    of(LARGE, "x^2", about(1e8), Tensor::square),
                    of(LARGE, "sqrt x", about(1e8), Tensor::sqrt),
                    of(LARGE, "log x", about(1e8), Tensor::log),
                    of(LARGE, "x / (x + 1)", about(1e8), x -> x.div(x.add(1))),
                    of(LARGE, "sin x", about(1e8), Tensor::sin),
                    of(LARGE, "sin(1e-8 x)", about(1e8), x -> x.mul(1e-8).sin()),
                    of(LARGE, "x^2, inputs of 1e150", about(1e150), Tensor::square),
                    of(SMALL, "x^2", about(1e-8), Tensor::square),
                    of(SMALL, "x^3", about(1e-8), x -> x.pow(3)),
                    of(SMALL, "sin x", about(1e-8), Tensor::sin),
                    of(SMALL, "exp x", about(1e-8), Tensor::exp),
                    of(SMALL, "sqrt x", about(1e-8), Tensor::sqrt),
                    of(SMALL, "sin(1e8 x)", about(1e-8), x -> x.mul(1e8).sin()),
                    of(SMALL, "x^2, inputs of 1e-150", about(1e-150), Tensor::square),
                    of(MIXED, "x^2", ofAllSizes(6), Tensor::square),
                    of(MIXED, "sum of x^2", ofAllSizes(6), x -> x.square().sum()),
                    of(MIXED, "sum of x^2, sixteen decades", ofAllSizes(8), x -> x.square().sum()),
                    of(MIXED, "product", ofAllSizes(6), x -> x.prod()),
                    of(MIXED, "norm", ofAllSizes(6), x -> x.norm()),
                    of(MIXED, "sum of atan x", ofAllSizes(6), x -> x.atan().sum()),
                    of(
                            MIXED,
                            "weights of all sizes",
                            r -> Tensor.uniform(r, -2, 2, 5),
                            x -> x.exp().mul(Tensor.vector(1e-8, 1e-4, 1, 1e4, 1e8)).sum()),
                    of(
                            MIXED,
                            "results of all sizes",
                            r -> Tensor.uniform(r, -2, 2, 5),
                            x -> x.exp().mul(Tensor.vector(1e-8, 1e-4, 1, 1e4, 1e8))));

    private NastyScales() {}

    private static Function<Random, Tensor> ordinary() {
        return random -> vector(random, r -> sign(r) * uniform(r, 0.2, 2));
    }

    private static Function<Random, Tensor> about(double size) {
        return random -> vector(random, r -> size * uniform(r, 0.3, 3));
    }

    private static Function<Random, Tensor> ofAllSizes(int decades) {
        double most = Math.pow(10, decades);
        return random -> {
            double[] x = new double[4];
            Arrays.setAll(x, i -> sign(random) * logUniform(random, 1 / most, most));
            return Tensor.of(x);
        };
    }
}
