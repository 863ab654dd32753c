package org.cotangent.gradcheck.coverage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import org.cotangent.Graph;

/**
 * The pieces of operations that are defined in pieces, by name.
 *
 * @param off those with an inside, where random points stand
 * @param on those that are kinks or jumps, where points must be put on purpose; none where the
 *     operation itself does not tell
 * @param name from the number of a side, as {@link Graph.Branch} has it, to one of these
 */
record Sides(List<String> off, List<String> on, DoubleFunction<String> name) {
    private static final Sides OF_SIGN =
            new Sides(
                    List.of("below", "above"),
                    List.of("on"),
                    x -> x < 0 ? "below" : x > 0 ? "above" : "on");

    /** Integers and halves have numbers of their own, by which those between cannot be told. */
    private static final Sides OF_STEPS =
            new Sides(List.of("between"), List.of("on"), x -> x % 2 == 0 ? "on" : "between");

    private static final Sides OF_ROUNDING =
            new Sides(List.of("between"), List.of("on"), x -> x % 2 == 0 ? "between" : "on");

    private static final Sides OF_LENGTH =
            new Sides(List.of("above"), List.of("on"), x -> x == 0 ? "on" : "above");

    private static final Sides OF_GATE =
            new Sides(List.of("shut", "open"), List.of(), x -> x == 0 ? "shut" : "open");

    private static final Sides OF_CLAMP =
            new Sides(
                    List.of("below", "inside", "above"),
                    List.of("on least", "on most"),
                    x ->
                            switch ((int) x) {
                                case -4 -> "below";
                                case -3 -> "on least";
                                case -2 -> "inside";
                                case 1 -> "on most";
                                default -> "above";
                            });

    private static final Sides OF_EXTREMUM =
            new Sides(
                    List.of("attained", "not attained"),
                    List.of("tie"),
                    x -> x == 1 ? "attained" : "not attained");

    private static final Sides OF_PLACES = new Sides(List.of("once", "repeated"), List.of(), null);

    /** By the operation's name; the table is complete, or a node of another name is refused. */
    static final Map<String, Sides> BY_OPERATION = new LinkedHashMap<>();

    static {
        for (String name :
                List.of("abs", "sign", "relu", "leakyRelu", "elu", "eluSlope", "max", "min")) {
            BY_OPERATION.put(name, OF_SIGN);
        }
        BY_OPERATION.put("floor", OF_STEPS);
        BY_OPERATION.put("ceil", OF_STEPS);
        BY_OPERATION.put("round", OF_ROUNDING);
        BY_OPERATION.put("clamp", OF_CLAMP);
        BY_OPERATION.put("hypot", OF_LENGTH);
        BY_OPERATION.put("norm", OF_LENGTH);
        BY_OPERATION.put("where", OF_GATE);
        BY_OPERATION.put("gate", OF_GATE);
        BY_OPERATION.put("amax", OF_EXTREMUM);
        BY_OPERATION.put("amin", OF_EXTREMUM);
        BY_OPERATION.put("gather", OF_PLACES);
        BY_OPERATION.put("scatterAdd", OF_PLACES);
    }

    /**
     * The sides that a node stood on.
     *
     * @param whole whether an extremum is known to be one of all elements, so that two that attain
     *     it are tied
     * @throws IllegalArgumentException if its operation is not in the table
     */
    static Set<String> of(Graph.Branch branch, boolean whole) {
        Sides sides = BY_OPERATION.get(branch.operation());
        if (sides == null) {
            throw new IllegalArgumentException(
                    "coverage: the operation "
                            + branch.operation()
                            + " has branches; name its sides in Sides.BY_OPERATION");
        }
        double[] numbers = branch.sides().toArray();
        Set<String> reached = new TreeSet<>();
        if (sides == OF_PLACES) {
            long different = Arrays.stream(numbers).distinct().count();
            if (numbers.length > 0) {
                reached.add(different < numbers.length ? "repeated" : "once");
            }
            return reached;
        }
        for (double number : numbers) {
            reached.add(sides.name.apply(number));
        }
        if (sides == OF_EXTREMUM
                && whole
                && Arrays.stream(numbers).filter(x -> x == 1).count() > 1) {
            reached.add("tie");
        }
        return reached;
    }
}
