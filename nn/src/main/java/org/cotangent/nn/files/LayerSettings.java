package org.cotangent.nn.files;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.cotangent.nn.Layer;

/**
 * The settings from which a layer is made again, apart from its weights: named numbers, texts,
 * truth values and other layers, as in model.json. A {@link LayerCodec} writes and reads them.
 *
 * <pre>{@code
 * LayerSettings settings = new LayerSettings().with("inputs", 64).with("bias", true);
 * settings.integer("inputs");   // 64
 * settings.truth("bias");       // true
 * }</pre>
 *
 * <p>A method that reads a setting throws {@link IllegalArgumentException} if there is none of that
 * name, or it is of another type.
 */
public final class LayerSettings {
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Set<String> unread = new LinkedHashSet<>();
    private final Budget budget;

    /** No settings yet. */
    public LayerSettings() {
        this(new Budget(Long.MAX_VALUE, "%d numbers are left"));
    }

    LayerSettings(Budget budget) {
        this.budget = budget;
    }

    /** A limit on the numbers that a model holds, all layers together. */
    static final class Budget {
        private final String limit;
        private long left;

        Budget(long numbers, String limit) {
            left = numbers;
            this.limit = limit;
        }
    }

    /**
     * Counts the numbers of a tensor of the given extents against the limit of the model, before a
     * layer allocates memory for them.
     */
    void claim(String what, int... extents) {
        long count = 1;
        for (int extent : extents) {
            // a layer refuses extents below 1 itself; no product of one beyond the limit wraps
            count = Math.min(count, Integer.MAX_VALUE + 1L) * Math.max(extent, 1);
        }
        if (count > Math.min(budget.left, Integer.MAX_VALUE)) {
            throw new IllegalArgumentException(
                    what
                            + " of shape "
                            + Arrays.toString(extents)
                            + ": "
                            + String.format(Locale.ROOT, budget.limit, budget.left));
        }
        budget.left -= count;
    }

    /** The settings in their order; for writing. */
    Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    /** The names of settings that were not read. */
    Set<String> unread() {
        return unread;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    /** A setting of any type that JSON knows. */
    LayerSettings put(String name, Object value) {
        Objects.requireNonNull(value, () -> "setting " + name + ": the value is null");
        if (name.equals("type") || name.equals("id")) {
            throw new IllegalArgumentException(
                    "setting \"" + name + "\": the file itself uses that name; take another");
        }
        if (values.put(Objects.requireNonNull(name), value) != null) {
            throw new IllegalArgumentException("setting \"" + name + "\" is given twice");
        }
        unread.add(name);
        return this;
    }

    /**
     * Adds a whole number.
     *
     * @param name its name, not "type" or "id"
     * @param value the number
     * @return these settings
     * @throws IllegalArgumentException if there is one of that name
     */
    public LayerSettings with(String name, long value) {
        return put(name, value);
    }

    /**
     * Adds a number. It comes back bit for bit, but NaN as any NaN.
     *
     * @param name its name, not "type" or "id"
     * @param value the number
     * @return these settings
     * @throws IllegalArgumentException if there is one of that name
     */
    public LayerSettings with(String name, double value) {
        return put(name, value);
    }

    /**
     * Adds a truth value.
     *
     * @param name its name, not "type" or "id"
     * @param value the truth value
     * @return these settings
     * @throws IllegalArgumentException if there is one of that name
     */
    public LayerSettings with(String name, boolean value) {
        return put(name, value);
    }

    /**
     * Adds a text.
     *
     * @param name its name, not "type" or "id"
     * @param value the text
     * @return these settings
     * @throws IllegalArgumentException if there is one of that name
     */
    public LayerSettings with(String name, String value) {
        return put(name, value);
    }

    /**
     * Adds whole numbers.
     *
     * @param name their name, not "type" or "id"
     * @param values the numbers
     * @return these settings
     * @throws IllegalArgumentException if there is one of that name
     */
    public LayerSettings with(String name, int[] values) {
        return put(name, Arrays.stream(values).mapToObj(v -> (Object) (long) v).toList());
    }

    /**
     * Adds numbers.
     *
     * @param name their name, not "type" or "id"
     * @param values the numbers
     * @return these settings
     * @throws IllegalArgumentException if there is one of that name
     */
    public LayerSettings with(String name, double[] values) {
        return put(name, Arrays.stream(values).mapToObj(v -> (Object) v).toList());
    }

    /**
     * Adds a layer within the layer.
     *
     * @param name its name, not "type" or "id"
     * @param layer the layer, of a type that can be written
     * @return these settings
     * @throws IllegalArgumentException if there is one of that name
     */
    public LayerSettings with(String name, Layer layer) {
        return put(name, layer);
    }

    /**
     * Adds layers within the layer.
     *
     * @param name their name, not "type" or "id"
     * @param layers the layers, of types that can be written
     * @return these settings
     * @throws IllegalArgumentException if there is one of that name
     */
    public LayerSettings with(String name, List<? extends Layer> layers) {
        return put(name, List.copyOf(layers));
    }

    /**
     * A whole number.
     *
     * @param name its name
     * @return the number
     */
    public int integer(String name) {
        return integer(name, value(name));
    }

    /**
     * A number.
     *
     * @param name its name
     * @return the number
     */
    public double number(String name) {
        return number(name, value(name));
    }

    /**
     * A truth value.
     *
     * @param name its name
     * @return the truth value
     */
    public boolean truth(String name) {
        return as(Boolean.class, name, value(name), "true or false");
    }

    /**
     * A text.
     *
     * @param name its name
     * @return the text
     */
    public String text(String name) {
        return as(String.class, name, value(name), "a text");
    }

    /**
     * Whole numbers.
     *
     * @param name their name
     * @return a new array
     */
    public int[] integers(String name) {
        return list(name).stream().mapToInt(item -> integer(name, item)).toArray();
    }

    /**
     * Numbers.
     *
     * @param name their name
     * @return a new array
     */
    public double[] numbers(String name) {
        return list(name).stream().mapToDouble(item -> number(name, item)).toArray();
    }

    /**
     * A layer within the layer.
     *
     * @param name its name
     * @return the layer
     */
    public Layer layer(String name) {
        return as(Layer.class, name, value(name), "a layer");
    }

    /**
     * Layers within the layer.
     *
     * @param name their name
     * @return a new list
     */
    public List<Layer> layers(String name) {
        List<Layer> layers = new ArrayList<>();
        list(name).forEach(item -> layers.add(as(Layer.class, name, item, "layers")));
        return layers;
    }

    private List<?> list(String name) {
        return as(List.class, name, value(name), "a list");
    }

    private Object value(String name) {
        Object value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException(
                    "there is no setting \"" + name + "\"; there are " + values.keySet());
        }
        unread.remove(name);
        return value;
    }

    private static int integer(String name, Object value) {
        long whole = as(Long.class, name, value, "a whole number");
        if (whole != (int) whole) {
            throw new IllegalArgumentException(
                    "setting \"" + name + "\" is " + whole + "; it must fit 32 bits");
        }
        return (int) whole;
    }

    private static double number(String name, Object value) {
        // NaN and infinities, which JSON lacks, are written as texts
        for (double odd :
                new double[] {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            if (value.equals(Double.toString(odd))) {
                return odd;
            }
        }
        return as(Number.class, name, value, "a number").doubleValue();
    }

    private static <T> T as(Class<T> type, String name, Object value, String expected) {
        if (!type.isInstance(value)) {
            throw new IllegalArgumentException(
                    "setting \""
                            + name
                            + "\" is "
                            + Json.shown(String.valueOf(value))
                            + "; "
                            + expected
                            + " expected");
        }
        return type.cast(value);
    }
}
