package org.cotangent.nn.data;

import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.cotangent.nn.State;
import org.cotangent.nn.internal.Checks;

/**
 * A mapping between the labels of classes, texts or any ints, and the class numbers 0 .. count - 1
 * that training uses. Immutable.
 *
 * <pre>{@code
 * LabelEncoder labels = LabelEncoder.fit("poisonous", "edible", "edible");
 * labels.classes();                            // [edible, poisonous]
 * Arrays.toString(labels.encode("edible"));    // [0]
 * Arrays.toString(labels.decode(1, 0));        // [poisonous, edible]
 * LabelEncoder.fit(-1, 7, 7).encode(7)[0];     // 1
 * }</pre>
 */
public final class LabelEncoder {
    static final String KIND = "label-encoder";
    private static final int SHOWN = 20;

    private final List<String> labels;
    private final boolean ints;
    private final Map<String, Integer> codes = new LinkedHashMap<>();

    private LabelEncoder(List<String> labels, boolean ints) {
        this.labels = List.copyOf(labels);
        this.ints = ints;
        for (int code = 0; code < this.labels.size(); code++) {
            if (codes.put(this.labels.get(code), code) != null) {
                throw Checks.illegal(
                        "%s: the label \"%s\" occurs twice", KIND, this.labels.get(code));
            }
        }
    }

    /**
     * Learns labels that are texts, numbered in the order of their characters.
     *
     * @param labels the labels, at least one, in any order and any number of times
     * @return the labels and their numbers
     * @throws IllegalArgumentException if there are none
     * @throws NullPointerException if one is null, as what is missing in a table
     */
    public static LabelEncoder fit(String... labels) {
        refuseNull(labels);
        return learned(Arrays.stream(labels).sorted().distinct().toList(), false);
    }

    /**
     * Learns labels that are texts, as {@link #fit(String...)}.
     *
     * @param labels the labels, at least one, in any order and any number of times
     * @return the labels and their numbers
     * @throws IllegalArgumentException if there are none
     * @throws NullPointerException if one is null
     */
    public static LabelEncoder fit(Collection<String> labels) {
        return fit(labels.toArray(String[]::new));
    }

    /**
     * Learns labels that are ints, numbered in rising order.
     *
     * @param labels the labels, at least one, in any order and any number of times
     * @return the labels and their numbers
     * @throws IllegalArgumentException if there are none
     */
    public static LabelEncoder fit(int... labels) {
        return learned(
                IntStream.of(labels).sorted().distinct().mapToObj(String::valueOf).toList(), true);
    }

    /**
     * An encoder of given labels, numbered in the given order, whether they occur or not.
     *
     * @param labels the labels, at least one, each once
     * @return the labels and their numbers
     * @throws IllegalArgumentException if there are none, or one occurs twice
     * @throws NullPointerException if one is null
     */
    public static LabelEncoder inOrder(String... labels) {
        refuseNull(labels);
        return learned(Arrays.asList(labels), false);
    }

    private static LabelEncoder learned(List<String> labels, boolean ints) {
        if (labels.isEmpty()) {
            throw new IllegalArgumentException(KIND + ": no labels; one or more expected");
        }
        return new LabelEncoder(labels, ints);
    }

    private static void refuseNull(String[] labels) {
        for (int row = 0; row < labels.length; row++) {
            int at = row;
            Objects.requireNonNull(
                    labels[row], () -> KIND + ": the label at row " + at + " is missing (null)");
        }
    }

    /**
     * The labels that a state was taken of.
     *
     * @param state a state from {@link #state()}
     * @return the same labels with the same numbers
     * @throws IllegalArgumentException if it is the state of something else, incomplete or
     *     contradictory
     */
    public static LabelEncoder of(State state) {
        List<String> labels = state.require(KIND).texts("labels");
        boolean ints = state.truth("ints");
        if (ints && !labels.stream().allMatch(LabelEncoder::isInt)) {
            throw state.wrong("labels", "ints in decimal");
        }
        return new LabelEncoder(labels, ints);
    }

    private static boolean isInt(String label) {
        try {
            return label.equals("" + Integer.parseInt(label));
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** The categories among texts, of which some may be missing; none if all are. */
    static LabelEncoder ofPresent(String[] cells) {
        return new LabelEncoder(
                Arrays.stream(cells).filter(Objects::nonNull).sorted().distinct().toList(), false);
    }

    /**
     * How many labels there are.
     *
     * @return at least 1
     */
    public int count() {
        return labels.size();
    }

    /**
     * The labels in the order of their numbers.
     *
     * @return an unmodifiable list; ints in decimal
     */
    public List<String> classes() {
        return labels;
    }

    /**
     * Whether the labels are ints.
     *
     * @return false if they are texts
     */
    public boolean isOfInts() {
        return ints;
    }

    /**
     * The numbers of labels.
     *
     * @param these the labels
     * @return from 0, one for each
     * @throws IllegalArgumentException if one was not learned
     * @throws NullPointerException if one is null
     */
    public int[] encode(String... these) {
        refuseNull(these);
        int[] found = new int[these.length];
        for (int row = 0; row < found.length; row++) {
            Integer code = codes.get(these[row]);
            if (code == null) {
                throw Checks.illegal(
                        "%s: the label %s at row %s was not learned; known are %s%s",
                        KIND,
                        ints ? these[row] : '"' + these[row] + '"',
                        row,
                        labels.subList(0, Math.min(SHOWN, count())),
                        count() > SHOWN ? " and " + (count() - SHOWN) + " more" : "");
            }
            found[row] = code;
        }
        return found;
    }

    /**
     * The numbers of labels that are ints.
     *
     * @param these the labels
     * @return from 0, one for each
     * @throws IllegalArgumentException if one was not learned
     */
    public int[] encode(int... these) {
        return encode(IntStream.of(these).mapToObj(String::valueOf).toArray(String[]::new));
    }

    /** The number of a label, or -1. */
    int find(String label) {
        return codes.getOrDefault(label, -1);
    }

    /**
     * The labels of numbers.
     *
     * @param numbers the numbers, from 0
     * @return the labels as texts
     * @throws IndexOutOfBoundsException if there is no such number
     */
    public String[] decode(int... numbers) {
        return IntStream.of(numbers).mapToObj(this::label).toArray(String[]::new);
    }

    /**
     * The labels of numbers, where they are ints.
     *
     * @param numbers the numbers, from 0
     * @return the labels
     * @throws IndexOutOfBoundsException if there is no such number
     * @throws IllegalStateException if the labels are texts
     */
    public int[] decodeInts(int... numbers) {
        if (!ints) {
            throw new IllegalStateException(
                    KIND + ": the labels are texts, as \"" + labels.get(0) + "\"; use decode");
        }
        return IntStream.of(numbers).map(n -> Integer.parseInt(label(n))).toArray();
    }

    private String label(int number) {
        if (number < 0 || number >= count()) {
            throw Checks.outOfBounds(
                    "%s: there is no class %s; it must lie in 0 .. %s", KIND, number, count() - 1);
        }
        return labels.get(number);
    }

    /**
     * The labels, to be saved.
     *
     * @return a state that {@link #of} takes
     */
    public State state() {
        return new State(KIND).with("ints", ints).with("labels", labels);
    }

    /**
     * How many labels there are.
     *
     * @return as "label-encoder of 3 labels"
     */
    @Override
    public String toString() {
        return KIND + " of " + count() + " labels";
    }
}
