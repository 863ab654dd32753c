package org.cotangent.nn;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.cotangent.CheckReturnValue;
import org.cotangent.Tensor;
import org.cotangent.nn.internal.Checks;
import org.cotangent.nn.internal.FileText;

// Longer than 400 lines: a method for each type of value, with its documentation.

/**
 * The saved state of an object, as a layer, an optimizer or a fitted transform: a tree of named
 * values, with the kind of object that it is of. Immutable.
 *
 * <pre>{@code
 * State scale =
 *         new State("scale")
 *                 .with("factor", 0.5)
 *                 .with("widths", new int[] {64, 10})
 *                 .with("inner", new State("dropout").with("rate", 0.1));
 * scale.number("factor");                  // 0.5
 * scale.child("inner").number("rate");     // 0.1
 * }</pre>
 *
 * <p>A value is a text, a whole number of 64 bits, a number, a truth value, a tensor, another
 * state, or a list of these. All of them come back from a file bit for bit; only a NaN that is no
 * tensor's comes back as {@link Double#NaN}. Many numbers are best kept as a tensor.
 *
 * <p>The methods that read a value throw {@link IllegalArgumentException} if there is none of that
 * name or it is of another type. The message names the place in the tree, as "state of
 * sequential/children/2 (dense)".
 */
public final class State {
    private final String kind;
    private final String path; // null at the root
    private final Map<String, Object> values;

    private State(Map<String, Object> values, String kind, String path) {
        this.kind = kind;
        this.path = path;
        this.values = values;
    }

    /**
     * A state without values.
     *
     * @param kind whose state it is, as "adam"; not blank
     * @throws IllegalArgumentException if the kind is blank
     */
    public State(String kind) {
        this(kind, Map.of());
    }

    /**
     * A state with values.
     *
     * @param kind whose state it is, as "adam"; not blank
     * @param values the values by their names, as {@link #with} takes them; copied, in their order
     * @throws IllegalArgumentException if the kind is blank or a value is of another type
     */
    public State(String kind, Map<String, ?> values) {
        this(new LinkedHashMap<>(), Checks.name("state", kind), null);
        values.forEach((name, value) -> this.values.put(name, checked(name, value)));
    }

    /**
     * A state of texts and tensors.
     *
     * @param kind whose state it is, as "adam"; not blank
     * @param texts the texts by their names
     * @param tensors the tensors by their names
     * @throws IllegalArgumentException if the kind is blank or a name is given twice
     */
    public State(String kind, Map<String, String> texts, Map<String, Tensor> tensors) {
        this(kind, texts);
        tensors.forEach(this::put);
    }

    private void put(String name, Object value) {
        if (values.put(name, checked(name, value)) != null) {
            throw Checks.illegal("%s: \"%s\" is given twice", at(), name);
        }
    }

    /**
     * A copy with one more value.
     *
     * @param name its name; not "kind"
     * @param value a {@link String}, a number of Java, a {@link Boolean}, a {@link Tensor}, of
     *     which a constant is kept, a state, a constant of an enumeration, which is kept as its
     *     name; an array of int, long or double; or a list of any of these but arrays and lists
     * @return a state with that value last
     * @throws IllegalArgumentException if there is a value of that name, or this one is of another
     *     type
     */
    @CheckReturnValue
    public State with(String name, Object value) {
        State copy = new State(new LinkedHashMap<>(values), kind, path);
        copy.put(name, value);
        return copy;
    }

    private Object checked(String name, Object value) {
        Checks.present(at(), "a name", name);
        Objects.requireNonNull(value, () -> at() + ": \"" + name + "\" is null");
        if (name.equals("kind")) {
            throw new IllegalArgumentException(
                    at() + ": a value called \"kind\"; that is the name of the kind itself");
        }
        if (value.getClass().isArray()) {
            return IntStream.range(0, Array.getLength(value))
                    .mapToObj(i -> single(name, Array.get(value, i)))
                    .toList();
        }
        if (value instanceof List<?> list) {
            return list.stream().map(x -> single(name, x)).toList();
        }
        return single(name, value);
    }

    private Object single(String name, Object value) {
        if (value instanceof Double || value instanceof Float) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof Number number
                && (number instanceof Long
                        || number instanceof Integer
                        || number instanceof Short
                        || number instanceof Byte)) {
            return number.longValue();
        }
        if (value instanceof Tensor tensor) {
            return tensor.stopGradient();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof String || value instanceof Boolean || value instanceof State) {
            return value;
        }
        throw Checks.illegal(
                "%s: \"%s\" is %s; a text, a number, a truth value, a tensor, a state, a constant"
                        + " of an enumeration, or an array or list of such expected",
                at(), name, value == null ? "null" : "a " + value.getClass().getTypeName());
    }

    /**
     * Whose state it is.
     *
     * @return as "adam"
     */
    public String kind() {
        return kind;
    }

    /**
     * All values by their names.
     *
     * @return an unmodifiable map, in the order in which they were given, of {@link String}, {@link
     *     Long}, {@link Double}, {@link Boolean}, {@link Tensor}, {@link State}, and {@link List}
     */
    public Map<String, Object> values() {
        return Collections.unmodifiableMap(values);
    }

    /**
     * The values that are texts.
     *
     * @return a new map, in the order in which they were given
     */
    public Map<String, String> texts() {
        return values(String.class);
    }

    /**
     * The values that are tensors.
     *
     * @return a new map, in the order in which they were given
     */
    public Map<String, Tensor> tensors() {
        return values(Tensor.class);
    }

    /**
     * The values that are states.
     *
     * @return a new map, in the order in which they were given
     */
    public Map<String, State> children() {
        Map<String, State> children = values(State.class);
        children.replaceAll((name, child) -> child.below(this, name));
        return children;
    }

    private <T> Map<String, T> values(Class<T> type) {
        Map<String, T> some = new LinkedHashMap<>();
        values.forEach(
                (name, value) -> {
                    if (type.isInstance(value)) {
                        some.put(name, type.cast(value));
                    }
                });
        return some;
    }

    /**
     * Whether there is a value.
     *
     * @param name its name
     * @return false if there is none
     */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /**
     * Refuses a state of another kind.
     *
     * @param expected the kind that is right
     * @return this state
     * @throws IllegalArgumentException if this is of another kind
     */
    public State require(String expected) {
        if (!kind.equals(expected)) {
            throw refusal("it is of \"" + kind + "\"; one of \"" + expected + "\" expected");
        }
        return this;
    }

    /**
     * A text.
     *
     * @param name its name
     * @return the text
     */
    public String text(String name) {
        return one(String.class, name, "a text");
    }

    /**
     * A whole number.
     *
     * @param name its name
     * @return the number
     */
    public long integer(String name) {
        return one(Long.class, name, "a whole number");
    }

    /**
     * A whole number that counts something, as epochs.
     *
     * @param name its name
     * @return the number, at least 0
     */
    public int count(String name) {
        long count = integer(name);
        if (count < 0 || count > Integer.MAX_VALUE) {
            throw wrong(name, "a whole number of 0 .. " + Integer.MAX_VALUE);
        }
        return (int) count;
    }

    /**
     * A number, whole or not.
     *
     * @param name its name
     * @return the number
     */
    public double number(String name) {
        return one(Number.class, name, "a number").doubleValue();
    }

    /**
     * A truth value.
     *
     * @param name its name
     * @return the truth value
     */
    public boolean truth(String name) {
        return one(Boolean.class, name, "true or false");
    }

    /**
     * A constant of an enumeration.
     *
     * @param <E> the enumeration
     * @param name its name
     * @param type the enumeration
     * @return the constant
     */
    public <E extends Enum<E>> E constant(String name, Class<E> type) {
        String text = text(name);
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw wrong(name, "one of " + Arrays.toString(type.getEnumConstants()));
    }

    /**
     * A tensor.
     *
     * @param name its name
     * @return the tensor, a constant
     */
    public Tensor tensor(String name) {
        return one(Tensor.class, name, "a tensor");
    }

    /**
     * A state within this one.
     *
     * @param name its name
     * @return the state, whose messages name its place
     */
    public State child(String name) {
        return one(State.class, name, "a state").below(this, name);
    }

    /**
     * A list of whole numbers of 64 bits.
     *
     * @param name its name
     * @return a new array
     */
    public long[] longs(String name) {
        return list(Long.class, name, "a list of whole numbers").stream()
                .mapToLong(Long::longValue)
                .toArray();
    }

    /**
     * A list of whole numbers of 32 bits.
     *
     * @param name its name
     * @return a new array
     */
    public int[] integers(String name) {
        long[] list = longs(name);
        if (!LongStream.of(list).allMatch(x -> x == (int) x)) {
            throw wrong(name, "whole numbers of 32 bits");
        }
        return LongStream.of(list).mapToInt(x -> (int) x).toArray();
    }

    /**
     * A list of numbers.
     *
     * @param name its name
     * @return a new array
     */
    public double[] numbers(String name) {
        return list(Number.class, name, "a list of numbers").stream()
                .mapToDouble(Number::doubleValue)
                .toArray();
    }

    /**
     * A list of texts.
     *
     * @param name its name
     * @return a new list
     */
    public List<String> texts(String name) {
        return list(String.class, name, "a list of texts");
    }

    /**
     * A list of tensors.
     *
     * @param name its name
     * @return a new list of constants
     */
    public List<Tensor> tensors(String name) {
        return list(Tensor.class, name, "a list of tensors");
    }

    /**
     * A list of states within this one.
     *
     * @param name its name
     * @return an unmodifiable list of states whose messages name their places
     */
    public List<State> children(String name) {
        List<State> children = list(State.class, name, "a list of states");
        return IntStream.range(0, children.size())
                .mapToObj(i -> children.get(i).below(this, name + "/" + i))
                .toList();
    }

    private State below(State parent, String name) {
        String above = parent.path == null ? parent.kind : parent.path;
        return new State(values, kind, above + "/" + name);
    }

    private <T> T one(Class<T> type, String name, String expected) {
        Object value = found(name);
        if (!type.isInstance(value)) {
            throw wrong(name, expected);
        }
        return type.cast(value);
    }

    private <T> List<T> list(Class<T> type, String name, String expected) {
        if (!(found(name) instanceof List<?> list) || !list.stream().allMatch(type::isInstance)) {
            throw wrong(name, expected);
        }
        return list.stream().map(type::cast).collect(Collectors.toCollection(ArrayList::new));
    }

    private Object found(String name) {
        Object value = values.get(Checks.present("state", "the name", name));
        if (value == null) {
            throw Checks.illegal(
                    "%s: there is no \"%s\"; there are %s", at(), name, values.keySet());
        }
        return value;
    }

    /**
     * An exception that says that a value is not as it should be: for constructors that check more
     * than its type.
     *
     * @param name the name of the value
     * @param expected what would be right, as "numbers that rise"
     * @return the exception, to be thrown; its message names the place, the value and what would be
     *     right
     */
    public IllegalArgumentException wrong(String name, String expected) {
        return Checks.illegal(
                "%s: \"%s\" is %s; %s expected", at(), name, shown(found(name)), expected);
    }

    /**
     * An exception that says that the state as a whole is not as it should be.
     *
     * @param what what is wrong, as "no such kind of module"
     * @return the exception, to be thrown; its message names the place
     */
    public IllegalArgumentException refusal(String what) {
        return Checks.illegal("%s: %s", at(), what);
    }

    /** An exception of what is made of this state, with its place if it has none. */
    IllegalArgumentException located(RuntimeException e) {
        String message = String.valueOf(e.getMessage());
        boolean placed = e instanceof IllegalArgumentException && message.startsWith("state of ");
        return new IllegalArgumentException(placed ? message : at() + ": " + message, e);
    }

    private String at() {
        return "state of " + (path == null ? kind : path + " (" + kind + ")");
    }

    private static String shown(Object value) {
        if (value instanceof Tensor tensor) {
            boolean small = tensor.size() <= 8;
            return "a tensor of shape "
                    + Arrays.toString(tensor.shape())
                    + (small ? ", " + tensor : "");
        }
        if (value instanceof State state) {
            return "a state of \"" + state.kind + "\"";
        }
        if (value instanceof List<?> list) {
            Function<Object, String> each = State::shown;
            return list.stream().limit(8).map(each).collect(Collectors.joining(", ", "[", ""))
                    + (list.size() > 8 ? ", ...]" : "]");
        }
        if (value instanceof String text) {
            return FileText.shown(text);
        }
        return String.valueOf(value);
    }

    /**
     * Whether two states are of the same kind and have the same values in the same order, numbers
     * and elements of tensors bit for bit.
     *
     * @param other the other state
     * @return whether they are the same
     */
    @Override
    public boolean equals(Object other) {
        return other instanceof State state
                && kind.equals(state.kind)
                && same(entries(), state.entries());
    }

    private List<Object> entries() {
        List<Object> entries = new ArrayList<>(values.keySet());
        entries.addAll(values.values());
        return entries;
    }

    static boolean same(Object a, Object b) {
        if (a instanceof List<?> p && b instanceof List<?> q && p.size() == q.size()) {
            return IntStream.range(0, p.size()).allMatch(i -> same(p.get(i), q.get(i)));
        }
        if (a instanceof Tensor s && b instanceof Tensor t) {
            return s == t
                    || Arrays.equals(s.shape(), t.shape())
                            && Arrays.equals(s.toArray(), t.toArray());
        }
        return a.equals(b);
    }

    @Override
    public int hashCode() {
        Set<String> names = values.keySet();
        return 31 * kind.hashCode() + names.hashCode();
    }

    /**
     * The kind and the values, with tensors as their shapes.
     *
     * @return as "dropout {rate=0.1}"
     */
    @Override
    public String toString() {
        return values.entrySet().stream()
                .map(value -> value.getKey() + "=" + shown(value.getValue()))
                .collect(Collectors.joining(", ", kind + " {", "}"));
    }
}
