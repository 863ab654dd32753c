package org.cotangent.gradcheck.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.cotangent.Axes;
import org.cotangent.Tensor;

/**
 * What an op of the oracle is given: inputs and attributes, looked up by name. It remembers what
 * was never looked at, since an op that overlooks an attribute computes something else.
 */
final class Arguments {
    private final Map<String, Tensor> inputs;
    private final Set<String> truths;
    private final JsonNode attributes;
    private final Set<String> seen = new HashSet<>();

    /** Of the inputs the named ones hold truth values, as 0 and 1. */
    Arguments(Map<String, Tensor> inputs, Set<String> truths, JsonNode attributes) {
        this.inputs = inputs;
        this.truths = truths;
        this.attributes = attributes;
    }

    Tensor tensor(String name) {
        Tensor tensor = tensorOrNull(name);
        if (tensor == null) {
            throw new NotSupported("input " + name + " is missing; there are " + inputs.keySet());
        }
        return tensor;
    }

    Tensor tensorOrNull(String name) {
        seen.add(name);
        return inputs.get(name);
    }

    Tensor x() {
        return tensor("x");
    }

    /** Whether an input is there and holds truth values. */
    boolean isTruth(String name) {
        return truths.contains(name);
    }

    /** All inputs in order. */
    Tensor[] tensors() {
        seen.addAll(inputs.keySet());
        return inputs.values().toArray(Tensor[]::new);
    }

    /** The elements of an input of integers. */
    int[] indices(String name) {
        return Arrays.stream(tensor(name).toArray()).mapToInt(v -> (int) v).toArray();
    }

    /** Whether an attribute is there and is not null. */
    boolean has(String attribute) {
        seen.add(attribute);
        return attributes.hasNonNull(attribute);
    }

    private JsonNode attribute(String name) {
        if (!has(name)) {
            throw new NotSupported("attribute " + name + " is missing or null in " + attributes);
        }
        return attributes.get(name);
    }

    double number(String name) {
        JsonNode value = attribute(name);
        if (!value.isNumber() && !value.isTextual()) {
            throw unknown(name);
        }
        try {
            return Json.number(value);
        } catch (NumberFormatException e) {
            throw unknown(name);
        }
    }

    double number(String name, double otherwise) {
        return has(name) ? number(name) : otherwise;
    }

    int integer(String name) {
        double value = number(name);
        if (value != (int) value) {
            throw unknown(name);
        }
        return (int) value;
    }

    int integer(String name, int otherwise) {
        return has(name) ? integer(name) : otherwise;
    }

    boolean flag(String name) {
        return has(name) && attribute(name).asBoolean();
    }

    String text(String name) {
        return attribute(name).asText();
    }

    boolean isList(String name) {
        return has(name) && attribute(name).isArray();
    }

    /** A list of numbers. */
    double[] numbers(String name) {
        return Json.numbers(attribute(name));
    }

    /** A list of integers; a single one counts as a list of one. */
    int[] integers(String name) {
        JsonNode value = attribute(name);
        if (value.isIntegralNumber()) {
            return new int[] {value.asInt()};
        }
        boolean all = value.isArray();
        for (JsonNode item : value) {
            all &= item.isIntegralNumber();
        }
        if (!all) {
            throw unknown(name);
        }
        return Json.integers(value);
    }

    int[] integers(String name, int... otherwise) {
        return has(name) ? integers(name) : otherwise;
    }

    /** A list of lists, in which null stands for what is left out. */
    List<Integer[]> rows(String name) {
        return StreamSupport.stream(attribute(name).spliterator(), false)
                .map(
                        row ->
                                StreamSupport.stream(row.spliterator(), false)
                                        .map(item -> item.isNull() ? null : (Integer) item.asInt())
                                        .toArray(Integer[]::new))
                .toList();
    }

    /** The attributes axes (null for all) or axis, and keepdims. */
    Axes axes() {
        boolean keep = flag("keepdims");
        String name = has("axes") || !has("axis") ? "axes" : "axis";
        if (!has(name)) {
            return keep ? Axes.keepAll() : Axes.all();
        }
        return keep ? Axes.keep(integers(name)) : Axes.of(integers(name));
    }

    NotSupported unknown(String attribute) {
        return new NotSupported(attribute + " = " + attributes.get(attribute) + " is not known");
    }

    /**
     * Refuses what was never looked at, except attributes that are null or false: those ask for
     * nothing.
     */
    void refuseUnseen() {
        for (String name : inputs.keySet()) {
            if (!seen.contains(name)) {
                throw new NotSupported("input " + name + " is not known");
            }
        }
        attributes
                .properties()
                .forEach(
                        e -> {
                            boolean asks = !e.getValue().isNull() && e.getValue().asBoolean(true);
                            if (asks && !seen.contains(e.getKey())) {
                                throw unknown(e.getKey());
                            }
                        });
    }
}
