package org.cotangent.nn.search;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.cotangent.nn.internal.Checks;

/**
 * A value for every hyper-parameter of a {@link Space}. Immutable; equal to a candidate of the same
 * number with the same values.
 */
public final class Candidate {
    private final int number;
    private final long seed;
    private final Map<String, Object> values;

    Candidate(int number, long seed, Map<String, Object> values) {
        this.number = number;
        this.seed = seed;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * The position in the search.
     *
     * @return from 0
     */
    public int number() {
        return number;
    }

    /** The seed of its trials, to which each adds its fold. */
    long seed() {
        return seed;
    }

    /**
     * The names of the hyper-parameters.
     *
     * @return in the order of the space; an unmodifiable list
     */
    public List<String> names() {
        return List.copyOf(values.keySet());
    }

    /**
     * The value of a hyper-parameter that is a number.
     *
     * @param name its name
     * @return the value
     * @throws IllegalArgumentException if there is none of that name, or it is a text
     */
    public double number(String name) {
        if (value(name) instanceof Number value) {
            return value.doubleValue();
        }
        throw wrong(name, "text");
    }

    /**
     * The value of a hyper-parameter that is a whole number: of an integer, or of a choice of
     * these.
     *
     * @param name its name
     * @return the value
     * @throws IllegalArgumentException if there is none of that name, or it is of another kind
     */
    public int integer(String name) {
        if (value(name) instanceof Long value) {
            return Math.toIntExact(value);
        }
        throw wrong(name, value(name) instanceof Double ? "number" : "text");
    }

    /**
     * The value of a hyper-parameter as text.
     *
     * @param name its name
     * @return the chosen text; numbers in Java's form
     * @throws IllegalArgumentException if there is none of that name
     */
    public String text(String name) {
        return value(name).toString();
    }

    private Object value(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw Checks.illegal(
                    "candidate: there is no \"%s\"; there are %s", name, values.keySet());
        }
        return value;
    }

    private IllegalArgumentException wrong(String name, String right) {
        return Checks.illegal("candidate: \"%s\" is \"%s\"; use %s", name, text(name), right);
    }

    /** The value of a hyper-parameter for people, with five significant digits. */
    String shown(String name) {
        return value(name) instanceof Double x ? shown(x) : text(name);
    }

    static String shown(double x) {
        return "" + Double.parseDouble(String.format(Locale.ROOT, "%.5g", x));
    }

    /** All values with all their digits. */
    String exact() {
        return values.entrySet().stream()
                .map(each -> SearchFile.encodable(each.getKey() + "=" + each.getValue()))
                .collect(Collectors.joining(", "));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Candidate that
                && number == that.number
                && values.equals(that.values);
    }

    @Override
    public int hashCode() {
        return 31 * values.hashCode() + number;
    }

    /**
     * The values, numbers with five significant digits.
     *
     * @return as "rate=0.0031623, width=16"
     */
    @Override
    public String toString() {
        return values.keySet().stream()
                .map(name -> name + "=" + shown(name))
                .collect(Collectors.joining(", "));
    }
}
