package org.cotangent.gradcheck.coverage;

import java.util.Arrays;
import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cotangent.graph.Graph;

/**
 * The pieces of an operation that checks must reach. Their numbers are those of {@link
 * Graph.Branch}: even for pieces inside which the operation is smooth, odd for the kinks and jumps
 * between them.
 *
 * @param operation its name in graphs
 * @param naming how a number, or all of a node, become one of the names below
 * @param smooth those that random points must reach
 * @param kinks those that points must be put on
 */
public record Pieces(
        String operation, Naming naming, SortedSet<String> smooth, SortedSet<String> kinks) {
    /** The ways to name the pieces that a node stood on. */
    enum Naming {
        /** By their numbers, of which there are a few, all declared. */
        NUMBER,
        /** By being even or odd: there are as many as whole numbers. */
        PARITY,
        /** By whether a number occurs again: each says from which place an element comes. */
        REPETITION
    }

    private static final String EVEN = "even";
    private static final String ODD = "odd";
    private static final String ONCE = "once";
    private static final String REPEATED = "repeated";

    /**
     * The pieces of an operation that has a few.
     *
     * @param operation its name in graphs
     * @param numbers all of them
     */
    public static Pieces of(String operation, int... numbers) {
        return of(
                operation,
                Naming.NUMBER,
                names(Arrays.stream(numbers).filter(n -> n % 2 == 0).toArray()),
                names(Arrays.stream(numbers).filter(n -> n % 2 != 0).toArray()));
    }

    /** The pieces of an operation like floor, with a jump between any two. */
    public static Pieces steps(String operation) {
        return of(operation, Naming.PARITY, Set.of(EVEN), Set.of(ODD));
    }

    /** The pieces of an operation like sort: an order each, which never tells of a kink. */
    public static Pieces order(String operation) {
        return of(operation, Naming.PARITY, Set.of(EVEN), Set.of());
    }

    /** The pieces of an operation that takes elements from places, each once or some again. */
    public static Pieces places(String operation) {
        return of(operation, Naming.REPETITION, Set.of(ONCE, REPEATED), Set.of());
    }

    private static Pieces of(
            String operation, Naming naming, Set<String> smooth, Set<String> kinks) {
        return new Pieces(
                operation,
                naming,
                Collections.unmodifiableSortedSet(new TreeSet<>(smooth)),
                Collections.unmodifiableSortedSet(new TreeSet<>(kinks)));
    }

    private static Set<String> names(int... numbers) {
        return Arrays.stream(numbers).mapToObj(String::valueOf).collect(Collectors.toSet());
    }

    /**
     * The pieces that a node stood on.
     *
     * @throws IllegalArgumentException if one is not among those declared
     */
    Set<String> reached(Graph.Branch branch) {
        double[] numbers = branch.sides().toArray();
        Set<String> reached = new TreeSet<>();
        if (naming == Naming.REPETITION) {
            long different = Arrays.stream(numbers).distinct().count();
            if (numbers.length > 0) {
                reached.add(different < numbers.length ? REPEATED : ONCE);
            }
            return reached;
        }
        for (double number : numbers) {
            String name =
                    naming == Naming.NUMBER
                            ? String.valueOf((int) number)
                            : number % 2 == 0 ? EVEN : ODD;
            if (!smooth.contains(name) && !kinks.contains(name)) {
                throw new IllegalArgumentException(
                        "coverage: "
                                + operation
                                + " stood on piece "
                                + (int) number
                                + "; its row declares "
                                + smooth
                                + " and the kinks "
                                + kinks);
            }
            reached.add(name);
        }
        return reached;
    }
}
