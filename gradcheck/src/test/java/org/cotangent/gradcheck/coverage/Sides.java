package org.cotangent.gradcheck.coverage;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleFunction;
import org.cotangent.graph.Graph;

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
                    x -> x < 1 ? "below" : x > 1 ? "above" : "on");

    private static final Sides OF_STEPS =
            new Sides(List.of("between"), List.of("on"), x -> x % 2 == 0 ? "between" : "on");

    private static final Sides OF_LENGTH =
            new Sides(List.of("above"), List.of("on"), x -> x == 1 ? "on" : "above");

    private static final Sides OF_GATE =
            new Sides(List.of("shut", "open"), List.of(), x -> x == 0 ? "shut" : "open");

    private static final Sides OF_CLAMP =
            new Sides(
                    List.of("below", "inside", "above"),
                    List.of("on least", "on most"),
                    x ->
                            switch ((int) x) {
                                case 0 -> "below";
                                case 1 -> "on least";
                                case 2 -> "inside";
                                case 3 -> "on most";
                                default -> "above";
                            });

    private static final Sides OF_EXTREMUM =
            new Sides(
                    List.of("attained", "not attained"),
                    List.of("tie"),
                    x -> x == 0 ? "not attained" : x == 1 ? "tie" : "attained");

    private static final Sides OF_PLACES = new Sides(List.of("once", "repeated"), List.of(), null);

    private static final Sides OF_ORDER =
            new Sides(List.of("in order"), List.of(), x -> "in order");

    /** By the operation's name; the table is complete, or a node of another name is refused. */
    static final Map<String, Sides> BY_OPERATION = new LinkedHashMap<>();

    static {
        for (String name :
                List.of(
                        "abs",
                        "sign",
                        "relu",
                        "leakyRelu",
                        "elu",
                        "eluSlope",
                        "max",
                        "min",
                        "besselI0e",
                        "besselI0eSlope",
                        "besselI1e",
                        "besselI1eSlope")) {
            BY_OPERATION.put(name, OF_SIGN);
        }
        BY_OPERATION.put("floor", OF_STEPS);
        BY_OPERATION.put("ceil", OF_STEPS);
        BY_OPERATION.put("round", OF_STEPS);
        BY_OPERATION.put("clamp", OF_CLAMP);
        BY_OPERATION.put("hypot", OF_LENGTH);
        BY_OPERATION.put("norm", OF_LENGTH);
        BY_OPERATION.put("rms", OF_LENGTH);
        BY_OPERATION.put("where", OF_GATE);
        BY_OPERATION.put("gate", OF_GATE);
        BY_OPERATION.put("amax", OF_EXTREMUM);
        BY_OPERATION.put("amin", OF_EXTREMUM);
        BY_OPERATION.put("gather", OF_PLACES);
        BY_OPERATION.put("scatterAdd", OF_PLACES);
        BY_OPERATION.put("sort", OF_ORDER);
    }

    /**
     * The sides that a node stood on.
     *
     * @throws IllegalArgumentException if its operation is not in the table
     */
    static Set<String> of(Graph.Branch branch) {
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
        return reached;
    }
}
