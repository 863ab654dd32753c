package org.cotangent.nn.optim;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import org.cotangent.CheckReturnValue;
import org.cotangent.nn.internal.Checks;

/**
 * A group of parameters of a model for which an optimizer has its own settings: another learning
 * rate, another weight decay, or no updates. Immutable.
 *
 * <pre>{@code
 * // no decay for biases, the first layer ten times slower
 * Optimizer adam =
 *         new AdamW(0.001)
 *                 .group("biases", ParameterGroup.where(n -> n.endsWith(".bias")).weightDecay(0))
 *                 .group("first", ParameterGroup.of("dense1.weight").rateFactor(0.1));
 * }</pre>
 */
@CheckReturnValue
public final class ParameterGroup {
    private final Predicate<String> members;
    private final Set<String> names; // that must all occur; empty if there is a condition
    private final double rateFactor;
    private final OptionalDouble weightDecay;
    private final boolean frozen;

    private ParameterGroup(
            Predicate<String> members,
            Set<String> names,
            double factor,
            OptionalDouble decay,
            boolean frozen) {
        this.members = Checks.present("parameter group", "the condition", members);
        this.names = names;
        this.rateFactor = factor;
        this.weightDecay = decay;
        this.frozen = frozen;
    }

    /**
     * A group of the parameters whose names fulfill a condition, without settings of its own yet.
     *
     * @param name the condition; the same answer for the same name each time, and true for one of
     *     the parameters of every step
     * @return the group
     */
    public static ParameterGroup where(Predicate<String> name) {
        return new ParameterGroup(name, Set.of(), 1, OptionalDouble.empty(), false);
    }

    /**
     * The parameters of given names, treated as all others so far.
     *
     * @param names the names, as "dense1.bias", at least one; each that of a parameter of every
     *     step
     * @return the group
     * @throws IllegalArgumentException if there is none, or a name occurs twice
     */
    public static ParameterGroup of(String... names) {
        if (names.length == 0) {
            throw Checks.illegal("parameter group: there are no names");
        }
        Set<String> all = Set.of(names);
        return new ParameterGroup(all::contains, all, 1, OptionalDouble.empty(), false);
    }

    /**
     * A copy with another learning rate: that of the optimizer, as it is at each step, times a
     * factor.
     *
     * @param factor the factor, finite and not negative
     * @return another group
     * @throws IllegalArgumentException if the factor is NaN, infinite or negative
     */
    public ParameterGroup rateFactor(double factor) {
        return new ParameterGroup(
                members,
                names,
                Checks.NOT_NEGATIVE.check("parameter group", "rate factor", factor),
                weightDecay,
                frozen);
    }

    /**
     * A copy with a weight decay of its own in place of the optimizer's.
     *
     * @param decay the decay, finite and not negative; 0 for none
     * @return another group
     * @throws IllegalArgumentException if the decay is NaN, infinite or negative
     */
    public ParameterGroup weightDecay(double decay) {
        return new ParameterGroup(
                members,
                names,
                rateFactor,
                OptionalDouble.of(
                        Checks.NOT_NEGATIVE.check("parameter group", "weight decay", decay)),
                frozen);
    }

    /**
     * A copy whose parameters are frozen: not updated, not decayed, not counted in the norm of the
     * gradients, and with their optimizer state kept.
     *
     * @return another group
     */
    public ParameterGroup frozen() {
        return new ParameterGroup(members, names, rateFactor, weightDecay, true);
    }

    boolean has(String parameter) {
        return members.test(parameter);
    }

    /** What is missing among the names of parameters, as a predicate for a message, or null. */
    String missing(List<String> parameters) {
        List<String> unknown =
                names.stream().filter(name -> !parameters.contains(name)).sorted().toList();
        if (!unknown.isEmpty()) {
            return "names " + unknown + ", which no parameter is called";
        }
        return parameters.stream().anyMatch(members) ? null : "fits no parameter";
    }

    boolean isFrozen() {
        return frozen;
    }

    double rate(double base) {
        return base * rateFactor;
    }

    double decay(double base) {
        return weightDecay.orElse(base);
    }

    /**
     * The settings that differ from those of the optimizer.
     *
     * @return as "rate factor 0.1, weight decay 0.0"
     */
    @Override
    public String toString() {
        if (frozen) {
            return "frozen";
        }
        String factor = "rate factor " + rateFactor;
        return weightDecay.isPresent()
                ? factor + ", weight decay " + weightDecay.getAsDouble()
                : factor;
    }
}
