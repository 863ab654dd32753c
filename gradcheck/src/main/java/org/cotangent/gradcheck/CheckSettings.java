package org.cotangent.gradcheck;

import java.util.Objects;
import org.cotangent.CheckReturnValue;

/**
 * The settings that all checks have in common. Each gives another check.
 *
 * @param <C> the check itself
 */
@CheckReturnValue
abstract class CheckSettings<C extends CheckSettings<C>> {
    static final double DEFAULT_TOLERANCE = 1e-9;
    static final double FIXED_STEP_TOLERANCE = 1e-7;
    static final double DEFAULT_INCONCLUSIVE = 0.1;
    static final int MOST_ELEMENTS = 5000;
    static final int DEFAULT_DIRECTIONS = 4;

    String name = "";
    double tolerance = Double.NaN;
    double step = Double.NaN;
    double inconclusive = DEFAULT_INCONCLUSIVE;
    int directions = -1;
    long seed = 1;

    CheckSettings() {}

    /** A check of the same function, with the default settings but for its own. */
    abstract C fresh();

    /** A copy, to be changed before anybody sees it. */
    final C copy() {
        C copy = fresh();
        copy.name = name;
        copy.tolerance = tolerance;
        copy.step = step;
        copy.inconclusive = inconclusive;
        copy.directions = directions;
        copy.seed = seed;
        return copy;
    }

    /**
     * A copy that names the function, for the report.
     *
     * @param label the name
     * @return another check
     */
    public C named(String label) {
        C copy = copy();
        copy.name = Objects.requireNonNull(label, "gradient check: the name is null");
        return copy;
    }

    /**
     * A copy with another relative error that is granted to the analytic derivatives, beside the
     * measured error of the numerical ones.
     *
     * @param largest a number between 0 and 1; 1e-9 if not called, 1e-7 with {@link
     *     #centralDifferences}
     * @return another check
     * @throws IllegalArgumentException if it is not
     */
    public C tolerance(double largest) {
        if (!(largest > 0 && largest < 1)) {
            throw new IllegalArgumentException(
                    "gradient check: the tolerance is "
                            + largest
                            + "; it must lie between 0 and 1, such as 1e-9");
        }
        C copy = copy();
        copy.tolerance = largest;
        return copy;
    }

    /**
     * A copy that takes plain central differences (f(x + h) - f(x - h)) / 2h with a given h, as
     * textbooks do, instead of numerical derivatives with error bounds: an entry then passes if |a
     * - n| is at most the tolerance times max(|a|, |n|). This rejects right gradients where
     * round-off or a kink is in the way, and serves to compare.
     *
     * @param h the step, above 0, such as 1e-5
     * @return another check
     * @throws IllegalArgumentException if it is not above 0 and finite
     */
    public C centralDifferences(double h) {
        C copy = copy();
        copy.step = requireStep("gradient check", h);
        return copy;
    }

    /**
     * A copy that checks derivatives along random directions instead of those of every element.
     * Each direction moves all elements of one input and none of the others, so that errors in a
     * small input are not hidden by a large one. Where a direction does not agree, it is halved
     * until one wrong element is found.
     *
     * @param count the number of directions for each input; 0 for every element, however many there
     *     are. If not called, every element up to 5,000 of them in all, and else 4 directions
     * @return another check
     * @throws IllegalArgumentException if it is below 0
     */
    public C directions(int count) {
        if (count < 0) {
            throw new IllegalArgumentException(
                    "gradient check: "
                            + count
                            + " directions; it must be 0 (every element) or more");
        }
        C copy = copy();
        copy.directions = count;
        return copy;
    }

    /**
     * A copy that sets which part of the entries may be {@link Verdict#INCONCLUSIVE} in a check
     * that passes. Entries below 1e-9 of the largest of their input do not count: no difference
     * could tell them.
     *
     * @param part from 0 to 1; 0.1 if not called
     * @return another check
     * @throws IllegalArgumentException if it is not
     */
    public C inconclusive(double part) {
        if (!(part >= 0 && part <= 1)) {
            throw new IllegalArgumentException(
                    "gradient check: the part of inconclusive entries is "
                            + part
                            + "; it must lie between 0 and 1, such as 0.1");
        }
        C copy = copy();
        copy.inconclusive = part;
        return copy;
    }

    /**
     * A copy with another seed of the cotangent and of the directions.
     *
     * @param number any number; 1 if not called
     * @return another check
     */
    public C seed(long number) {
        C copy = copy();
        copy.seed = number;
        return copy;
    }

    /** The tolerance in force. */
    double tolerance() {
        return tolerance == tolerance
                ? tolerance
                : hasFixedStep() ? FIXED_STEP_TOLERANCE : DEFAULT_TOLERANCE;
    }

    boolean hasFixedStep() {
        return step == step;
    }

    /** How many directions for a point of some size; 0 for every element. */
    int directions(Point point) {
        return directions >= 0
                ? directions
                : point.size() <= MOST_ELEMENTS ? 0 : DEFAULT_DIRECTIONS;
    }

    static double requireStep(String what, double h) {
        if (!(h > 0 && h < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    what + ": the step is " + h + "; it must be above 0 and finite, such as 1e-5");
        }
        return h;
    }
}
