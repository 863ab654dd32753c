package org.cotangent.nn;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.cotangent.Tensor;

/**
 * The saved state of an object that takes part in training, as an optimizer: named tensors, and
 * named texts for everything that is not a tensor. Immutable.
 *
 * <p>Numbers are kept as text in Java's shortest form that reads back to the same bits.
 *
 * @param kind whose state it is, as "adam"; only the same kind takes it back
 * @param texts the texts by their names, copied
 * @param tensors the tensors by their names, copied; constants
 */
public record State(String kind, Map<String, String> texts, Map<String, Tensor> tensors) {
    /**
     * Copies the maps, in their order.
     *
     * @param kind whose state it is, not blank
     * @param texts the texts by their names
     * @param tensors the tensors by their names
     * @throws IllegalArgumentException if the kind is blank
     */
    public State {
        NameChecks.checked("state", kind);
        texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
        Map<String, Tensor> constants = new LinkedHashMap<>();
        tensors.forEach((name, tensor) -> constants.put(name, tensor.stopGradient()));
        tensors = Collections.unmodifiableMap(constants);
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
            throw new IllegalArgumentException(
                    expected + ": the state given is that of \"" + kind + "\"");
        }
        return this;
    }

    /**
     * A text.
     *
     * @param name its name
     * @return the text
     * @throws IllegalArgumentException if there is none of that name
     */
    public String text(String name) {
        return found(name, texts.get(name), texts);
    }

    /**
     * A text that is a whole number.
     *
     * @param name its name
     * @return the number
     * @throws IllegalArgumentException if there is none of that name, or it is not a whole number
     */
    public long integer(String name) {
        try {
            return Long.parseLong(text(name));
        } catch (NumberFormatException e) {
            throw malformed(name, "a whole number", e);
        }
    }

    /**
     * A text that is a number.
     *
     * @param name its name
     * @return the number
     * @throws IllegalArgumentException if there is none of that name, or it is not a number
     */
    public double number(String name) {
        try {
            return Double.parseDouble(text(name));
        } catch (NumberFormatException e) {
            throw malformed(name, "a number", e);
        }
    }

    /**
     * A tensor.
     *
     * @param name its name
     * @return the tensor, a constant
     * @throws IllegalArgumentException if there is none of that name
     */
    public Tensor tensor(String name) {
        return found(name, tensors.get(name), tensors);
    }

    private <T> T found(String name, T value, Map<String, T> among) {
        if (value == null) {
            throw new IllegalArgumentException(
                    "state of "
                            + kind
                            + ": there is no \""
                            + Objects.requireNonNull(name, "state: the name is null")
                            + "\"; there are "
                            + among.keySet());
        }
        return value;
    }

    private IllegalArgumentException malformed(
            String name, String expected, NumberFormatException cause) {
        return new IllegalArgumentException(
                "state of "
                        + kind
                        + ": "
                        + name
                        + " is \""
                        + text(name)
                        + "\"; it must be "
                        + expected,
                cause);
    }
}
