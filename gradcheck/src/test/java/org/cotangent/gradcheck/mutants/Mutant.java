package org.cotangent.gradcheck.mutants;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BinaryOperator;
import java.util.stream.Stream;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.OpTable.Case;

/**
 * A way to get a derivative rule wrong, for any function.
 *
 * @param name what is wrong
 * @param kind what sort of mistake it is
 * @param order the first order of derivative that is wrong
 * @param maker makes the mutant of a function
 */
record Mutant(String name, Kind kind, int order, Maker maker) {
    /** Sorts of mistakes, by what a checker promises to see. */
    enum Kind {
        /** The rule is another one: always seen. */
        STRUCTURAL,
        /** The right rule at the wrong values: seen where the difference shows. */
        VALUES,
        /** The right gradient but for a factor near 1. */
        FACTOR,
        /** The right gradient but for a factor near 1 at a single entry. */
        ENTRY
    }

    /** Makes mutants. */
    interface Maker {
        /**
         * The mutant of a function at a point.
         *
         * @param c the function and the point
         * @param random what is left to chance, such as which input
         * @return the mutant, or null where there is none, as of a rule with two inputs for a
         *     function of one; it may turn out to be equivalent
         */
        Mutation make(Case c, Random random);
    }

    /** All of them. */
    static final List<Mutant> ALL =
            Stream.of(
                            Stream.of(
                                    structural("sign", of(g -> g.neg())),
                                    structural("factor 2", of(g -> g.mul(2))),
                                    structural("factor 1/2", of(g -> g.mul(0.5))),
                                    structural("dropped: share of an input", Mutant::dropped),
                                    structural("dropped: term of a sum", Mutant::termDropped),
                                    structural("swapped partials", Mutant::swapped),
                                    structural("overwritten: result", FanOut::ofResult),
                                    structural("overwritten: input", FanOut::ofInput),
                                    structural("missing sum: operand", Broadcast::ofOperand),
                                    structural("missing sum: factor", Broadcast::ofFactor),
                                    values("x for y", Mutant::argumentForResult),
                                    values("y for x", Mutant::resultForArgument),
                                    values("one input for another", Mutant::otherArgument),
                                    values("wrong branch", Mutant::wrongBranch),
                                    values("wrong order", WrongOrder::of),
                                    values("stale value, 10 % off", stale(0.1)),
                                    values("stale value, 0.1 % off", stale(1e-3)),
                                    new Mutant(
                                            "not differentiated again",
                                            Kind.VALUES,
                                            2,
                                            Mutant::frozen)),
                            Stream.of("1e-2", "1e-4", "1e-6", "1e-8").map(Mutant::off),
                            Stream.of("1e-2", "1e-4", "1e-6", "1e-8").map(Mutant::entryOff))
                    .flatMap(mutants -> mutants)
                    .toList();

    private static Mutant structural(String name, Maker maker) {
        return new Mutant(name, Kind.STRUCTURAL, 1, maker);
    }

    private static Mutant values(String name, Maker maker) {
        return new Mutant(name, Kind.VALUES, 1, maker);
    }

    private static Mutant off(String relative) {
        double factor = 1 + Double.parseDouble(relative);
        return new Mutant("off by " + relative, Kind.FACTOR, 1, of(g -> g.mul(factor)));
    }

    @Override
    public String toString() {
        return name;
    }

    // ---- the right adjoint, changed

    private interface Change {
        Tensor apply(Tensor g);
    }

    private static Maker of(Change change) {
        Rule rule =
                (f, g, x) ->
                        Arrays.stream(Rule.right(f, g, x))
                                .map(change::apply)
                                .toArray(Tensor[]::new);
        return (c, random) -> Mutation.of(c.f(), rule, c.at());
    }

    /** Of several inputs one gets nothing. */
    private static Mutation dropped(Case c, Random random) {
        if (c.at().length < 2) {
            return null;
        }
        int lost = random.nextInt(c.at().length);
        Rule rule =
                (f, g, x) -> {
                    Tensor[] all = Rule.right(f, g, x);
                    all[lost] = Tensor.zeros(x[lost].shape());
                    return all;
                };
        return Mutation.of(c.f(), rule, c.at());
    }

    /** One element of the result passes nothing on. */
    private static Mutation termDropped(Case c, Random random) {
        Tensor y = c.f().apply(c.at());
        if (y.size() < 2) {
            return null;
        }
        Tensor mask = one(random.nextInt(y.size()), y.shape(), 0, 1);
        return Mutation.of(c.f(), (f, g, x) -> Rule.right(f, g.mul(mask), x), c.at());
    }

    /** A single entry is wrong, of those that are not lost beside the largest. */
    private static Mutant entryOff(String relative) {
        double wrong = 1 + Double.parseDouble(relative);
        Maker maker =
                (c, random) -> {
                    int[] place = entry(c, random);
                    if (place == null) {
                        return null;
                    }
                    Tensor factor = one(place[1], c.at()[place[0]].shape(), wrong, 1);
                    Rule rule =
                            (f, g, x) -> {
                                Tensor[] all = Rule.right(f, g, x);
                                all[place[0]] = all[place[0]].mul(factor);
                                return all;
                            };
                    return Mutation.of(c.f(), rule, c.at());
                };
        return new Mutant("one entry off by " + relative, Kind.ENTRY, 1, maker);
    }

    /** Input and element of an entry of the gradient, at least a hundredth of the largest. */
    private static int[] entry(Case c, Random random) {
        Tensor y = c.f().apply(c.at());
        Tensor[] gradient = Rule.right(c.f(), Cotangent.of(1, y), c.at());
        double largest = Arrays.stream(Mutation.flat(gradient)).map(Math::abs).max().orElse(0);
        if (!(largest > 0)) {
            return null;
        }
        while (true) {
            int input = random.nextInt(gradient.length);
            double[] entries = gradient[input].toArray();
            int element = entries.length == 0 ? 0 : random.nextInt(entries.length);
            if (entries.length > 0 && Math.abs(entries[element]) >= 0.01 * largest) {
                return new int[] {input, element};
            }
        }
    }

    /** A tensor with one value at one place and another elsewhere. */
    private static Tensor one(int place, int[] shape, double there, double elsewhere) {
        double[] elements = Tensor.full(elsewhere, shape).toArray();
        elements[place] = there;
        return Tensor.of(elements, shape);
    }

    // ---- inputs mixed up

    /** What belongs to one input goes to another of the same shape. */
    private static Mutation swapped(Case c, Random random) {
        int[] pair = pair(c, random);
        if (pair == null) {
            return null;
        }
        Rule rule =
                (f, g, x) -> {
                    Tensor[] all = Rule.right(f, g, x);
                    Tensor first = all[pair[0]];
                    all[pair[0]] = all[pair[1]];
                    all[pair[1]] = first;
                    return all;
                };
        return Mutation.of(c.f(), rule, c.at());
    }

    private static int[] pair(Case c, Random random) {
        int n = c.at().length;
        int[][] pairs =
                Stream.iterate(0, i -> i < n * n, i -> i + 1)
                        .map(i -> new int[] {i / n, i % n})
                        .filter(p -> p[0] != p[1] && sameShape(c.at()[p[0]], c.at()[p[1]]))
                        .toArray(int[][]::new);
        return pairs.length == 0 ? null : pairs[random.nextInt(pairs.length)];
    }

    private static boolean sameShape(Tensor a, Tensor b) {
        return Arrays.equals(a.shape(), b.shape());
    }

    /** The right rule with one input in the place of another. */
    private static Mutation otherArgument(Case c, Random random) {
        int[] pair = pair(c, random);
        return pair == null ? null : elsewhere(c, x -> replaced(x, pair[0], x[pair[1]]));
    }

    // ---- the right rule at other values

    private interface Move {
        Tensor[] apply(Tensor... x);
    }

    private static Mutation elsewhere(Case c, Move move) {
        return Mutation.of(c.f(), (f, g, x) -> Rule.right(f, g, move.apply(x)), c.at());
    }

    private static Tensor[] replaced(Tensor[] x, int input, Tensor by) {
        Tensor[] all = x.clone();
        all[input] = by;
        return all;
    }

    /** The rule is written in y, as g y for exp, and gets x: times x / y. */
    private static Mutation argumentForResult(Case c, Random random) {
        Tensor y = c.f().apply(c.at());
        if (c.at().length > 1 || !sameShape(y, c.at()[0])) {
            return null;
        }
        Rule rule = (f, g, x) -> new Tensor[] {Rule.right(f, g, x)[0].mul(x[0]).div(f.apply(x))};
        return Mutation.of(c.f(), rule, c.at());
    }

    /** The rule gets y where it wants x. */
    private static Mutation resultForArgument(Case c, Random random) {
        Tensor y = c.f().apply(c.at());
        int input = random.nextInt(c.at().length);
        return sameShape(y, c.at()[input])
                ? elsewhere(c, x -> replaced(x, input, c.f().apply(x)))
                : null;
    }

    /**
     * The slope of another side: of the negative inputs, or of two operands exchanged, or of a
     * point to the other side of 1/2, whichever differs.
     */
    private static Mutation wrongBranch(Case c, Random random) {
        BinaryOperator<Mutation> firstReal = (p, q) -> p != null && p.isReal() ? p : q;
        Mutation mirrored = elsewhere(c, x -> each(x, one -> one.neg()));
        Mutation aroundHalf = elsewhere(c, x -> each(x, one -> one.neg().add(1)));
        return firstReal.apply(mirrored, firstReal.apply(aroundHalf, otherArgument(c, random)));
    }

    private static Tensor[] each(Tensor[] x, Change change) {
        return Arrays.stream(x).map(change::apply).toArray(Tensor[]::new);
    }

    /** The rule remembers inputs from before an update. */
    private static Maker stale(double relative) {
        return (c, random) -> elsewhere(c, x -> each(x, one -> one.mul(1 - relative)));
    }

    /** Right at order 1: the rule took its inputs as numbers. */
    private static Mutation frozen(Case c, Random random) {
        return elsewhere(c, x -> each(x, one -> one.stopGradient()));
    }

    /** The wrong function as a plain function, of its gradient's inner product with a direction. */
    static TensorFunction slope(TensorFunction f, Tensor[] at) {
        Tensor g = Cotangent.of(1, f.apply(at));
        Tensor[] directions = Arrays.stream(at).map(x -> Cotangent.of(2, x)).toArray(Tensor[]::new);
        return x -> {
            Tensor[] gradient = Rule.right(f, g, x);
            Tensor sum = Tensor.of(0);
            for (int i = 0; i < gradient.length; i++) {
                sum = sum.add(gradient[i].mul(directions[i]).sum());
            }
            return sum;
        };
    }
}
