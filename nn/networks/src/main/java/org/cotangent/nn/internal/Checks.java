package org.cotangent.nn.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoublePredicate;

/** Checks of settings, and the exceptions of what does not fit. */
public final class Checks {
    /** Any number but NaN and the infinities. */
    public static final Range FINITE = new Range(Double::isFinite, "finite");

    /** Finite numbers above 0. */
    public static final Range POSITIVE =
            new Range(x -> x > 0 && x < Double.POSITIVE_INFINITY, "positive and finite");

    /** Finite numbers from 0. */
    public static final Range NOT_NEGATIVE =
            new Range(x -> x >= 0 && x < Double.POSITIVE_INFINITY, "finite and not negative");

    /** Parts of a whole, with nothing and all of it. */
    public static final Range FRACTION = new Range(x -> x >= 0 && x <= 1, "in 0 .. 1");

    /** Parts of a whole that leave something. */
    public static final Range BELOW_ONE =
            new Range(x -> x >= 0 && x < 1, "at least 0 and less than 1");

    /** Any number but NaN. */
    public static final Range NUMBER = new Range(x -> !Double.isNaN(x), "a number");

    /**
     * A set of numbers.
     *
     * @param holds whether a number is in it
     * @param text what its numbers are, as "finite"
     */
    public record Range(DoublePredicate holds, String text) {
        /**
         * Refuses a setting outside this range.
         *
         * @param owner whose setting it is, for the message
         * @param name its name
         * @param value its value
         * @return the value
         * @throws IllegalArgumentException if the range does not hold it
         */
        public double check(String owner, String name, double value) {
            if (!holds.test(value)) {
                throw illegal("%s: %s %s; it must be %s", owner, name, value, text);
            }
            return value;
        }
    }

    private Checks() {}

    /**
     * Refuses a whole number that is too small.
     *
     * @param owner whose setting it is, for the message
     * @param name its name
     * @param least the least that is right
     * @param value its value
     * @return the value
     * @throws IllegalArgumentException if it is smaller
     */
    public static int atLeast(String owner, String name, int least, int value) {
        if (value < least) {
            throw illegal("%s: %s %s; it must be at least %s", owner, name, value, least);
        }
        return value;
    }

    /**
     * Refuses null.
     *
     * @param owner who needs it, for the message
     * @param name what it is, as "the loss"
     * @param value the value
     * @param <T> its type
     * @return the value
     * @throws NullPointerException if it is null
     */
    public static <T> T present(String owner, String name, T value) {
        return Objects.requireNonNull(
                value, () -> owner + ": " + name + (name.endsWith("s") ? " are" : " is") + " null");
    }

    /**
     * Refuses a name that says nothing.
     *
     * @param owner whose name it is, for the message
     * @param name the name
     * @return the name
     * @throws NullPointerException if it is null
     * @throws IllegalArgumentException if it is blank
     */
    public static String name(String owner, String name) {
        if (present(owner, "the name", name).isBlank()) {
            throw illegal("%s: the name \"%s\" is blank", owner, name);
        }
        return name;
    }

    /**
     * An exception for an argument.
     *
     * @param format a text with %s for each part
     * @param parts what it names; arrays are shown with their elements
     * @return the exception, to be thrown
     */
    public static IllegalArgumentException illegal(String format, Object... parts) {
        return new IllegalArgumentException(text(format, parts));
    }

    /**
     * An exception for a call that does not fit the state of an object.
     *
     * @param format a text with %s for each part
     * @param parts what it names; arrays are shown with their elements
     * @return the exception, to be thrown
     */
    public static IllegalStateException illegalState(String format, Object... parts) {
        return new IllegalStateException(text(format, parts));
    }

    /**
     * An exception for an index outside its range.
     *
     * @param format a text with %s for each part
     * @param parts what it names; arrays are shown with their elements
     * @return the exception, to be thrown
     */
    public static IndexOutOfBoundsException outOfBounds(String format, Object... parts) {
        return new IndexOutOfBoundsException(text(format, parts));
    }

    /**
     * An exception for numbers that are not finite or do not fit.
     *
     * @param format a text with %s for each part
     * @param parts what it names; arrays are shown with their elements
     * @return the exception, to be thrown
     */
    public static ArithmeticException arithmetic(String format, Object... parts) {
        return new ArithmeticException(text(format, parts));
    }

    /**
     * A text with parts.
     *
     * @param format a text with %s for each part
     * @param parts what it names; arrays are shown with their elements
     * @return the text
     */
    public static String text(String format, Object... parts) {
        Object[] shown = Arrays.stream(parts).map(Checks::shown).toArray();
        return String.format(Locale.ROOT, format, shown);
    }

    private static Object shown(Object part) {
        if (part == null || !part.getClass().isArray()) {
            return part;
        }
        String inList = Arrays.deepToString(new Object[] {part});
        return inList.substring(1, inList.length() - 1);
    }

    /**
     * The place of an element on every axis.
     *
     * @param position its place in row-major order
     * @param shape the shape of the tensor
     * @return an index for each axis
     */
    public static int[] index(int position, int[] shape) {
        int[] index = new int[shape.length];
        for (int axis = shape.length - 1, rest = position; axis >= 0; axis--) {
            index[axis] = rest % shape[axis];
            rest /= shape[axis];
        }
        return index;
    }
}
