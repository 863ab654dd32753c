package org.cotangent.gradcheck.mutants;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.OpTable.Case;

/**
 * A function whose gradient is right and hard to confirm by differences.
 *
 * @param group what is hard about it
 * @param name the function
 * @param cases draws a point, and what else is left to chance
 */
record Nasty(String group, String name, Function<Random, Case> cases) {
    /** The group of functions at a kink. */
    static final String AT_A_KINK = "at a kink";

    /**
     * The group of functions whose slope at a point is that of a ripple which no step of
     * differences resolves: what they do is shown, and no checker is asked to be right.
     */
    static final String BELOW_SIGHT = "ripples too fine to see";

    /** All of them. */
    static List<Nasty> all() {
        return Stream.of(
                        NastyShapes.ALL,
                        NastyScales.ALL,
                        NastyNoise.ALL,
                        NastyKinks.ALL,
                        NastyMatrices.ALL,
                        NastyEdges.ALL)
                .flatMap(List::stream)
                .toList();
    }

    /** A function of one tensor. */
    static Nasty of(
            String group, String name, Function<Random, Tensor> point, UnaryOperator<Tensor> f) {
        return new Nasty(group, name, r -> new Case(x -> f.apply(x[0]), point.apply(r)));
    }

    /** From least to most, with the logarithm spread evenly. */
    static double logUniform(Random random, double least, double most) {
        return Math.exp(uniform(random, Math.log(least), Math.log(most)));
    }

    static double uniform(Random random, double least, double most) {
        return least + (most - least) * random.nextDouble();
    }

    static double sign(Random random) {
        return random.nextBoolean() ? 1 : -1;
    }

    /** A few numbers of a kind. */
    static Tensor vector(Random random, Function<Random, Double> one) {
        double[] x = new double[1 + random.nextInt(4)];
        Arrays.setAll(x, i -> one.apply(random));
        return Tensor.of(x);
    }

    @Override
    public String toString() {
        return group + ": " + name;
    }
}
