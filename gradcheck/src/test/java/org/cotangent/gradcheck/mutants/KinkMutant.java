package org.cotangent.gradcheck.mutants;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/**
 * Wrong slopes at and beside kinks: what a checker that forgives kinks might let through.
 *
 * @param name what is wrong
 * @param distance how far from the kink, at the most; 0 for at the kink
 * @param rule the wrong rule of a corner
 */
record KinkMutant(String name, double distance, Wrong rule) {
    /** Makes the wrong rule of a corner. */
    interface Wrong {
        /** The rule. */
        Rule of(NastyKinks.Corner corner);
    }

    /** All of them: the slope of the other side at distances that shrink, and no subgradient. */
    static final List<KinkMutant> ALL =
            Stream.concat(
                            Stream.of("1e-1", "1e-2", "1e-3", "1e-4", "1e-5", "1e-6", "1e-8")
                                    .map(KinkMutant::beside),
                            Stream.of(
                                    new KinkMutant(
                                            "at a kink: steeper than both sides",
                                            0,
                                            KinkMutant::steeper)))
                    .toList();

    private static KinkMutant beside(String distance) {
        return new KinkMutant(
                "beside a kink: slope of the other side, distance " + distance,
                Double.parseDouble(distance),
                KinkMutant::otherSide);
    }

    private static Rule otherSide(NastyKinks.Corner corner) {
        return (f, g, x) -> Rule.right(f, g, x[0].neg().add(2 * corner.at()));
    }

    private static Rule steeper(NastyKinks.Corner corner) {
        return (f, g, x) -> {
            Tensor beyond = slope(f, x[0].add(0.1)).add(slope(f, x[0].sub(0.1))).mul(2);
            return new Tensor[] {Rule.right(f, g, x)[0].add(g.mul(beyond))};
        };
    }

    private static Tensor slope(TensorFunction f, Tensor x) {
        return Rule.right(f, Tensor.ones(x.shape()), x)[0].abs();
    }

    /** The mutant of a corner at a point from half the distance to the whole of it. */
    Mutation make(NastyKinks.Corner corner, Random random) {
        Tensor at =
                Nasty.vector(
                        random,
                        r ->
                                corner.at()
                                        + Nasty.sign(r) * Nasty.uniform(r, distance / 2, distance));
        return Mutation.of(x -> corner.f().apply(x[0]), rule.of(corner), at);
    }

    @Override
    public String toString() {
        return name;
    }
}
