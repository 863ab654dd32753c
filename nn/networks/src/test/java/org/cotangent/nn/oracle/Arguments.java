package org.cotangent.nn.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;
import org.cotangent.Tensor;
import org.cotangent.nn.ReducedLoss;

/**
 * What a case of the oracle gives an op: inputs and attributes, looked up by name. It remembers
 * what was never looked at, since an op that overlooks an attribute computes something else.
 */
public final class Arguments {
    /** Says that a case asks for an attribute or an input that the replay does not know. */
    static final class NotSupported extends RuntimeException {
        private static final long serialVersionUID = 1;

        NotSupported(String message) {
            super(message);
        }
    }

    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final Set<String> truths = new HashSet<>();
    private final JsonNode attributes;
    private final Set<String> seen = new HashSet<>();

    public Arguments(Map<String, Tensor> inputs, JsonNode attributes) {
        this.inputs.putAll(inputs);
        this.attributes = attributes;
    }

    Arguments(JsonNode oracleCase) {
        attributes = oracleCase.path("attrs");
        for (JsonNode input : oracleCase.path("inputs")) {
            String name = input.path("name").asText();
            Tensor constant = Numbers.tensor(input).named(name);
            if (input.path("dtype").asText().equals("bool")) {
                truths.add(name);
            }
            inputs.put(name, input.path("grad").asBoolean() ? constant.asVariable() : constant);
        }
    }

    /** The inputs that are differentiated, by name. */
    Map<String, Tensor> variables() {
        Map<String, Tensor> variables = new LinkedHashMap<>(inputs);
        variables.values().removeIf(tensor -> !tensor.isVariable());
        return variables;
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

    /** The inputs of which a name holds, which count as looked at. */
    Map<String, Tensor> inputs(Predicate<String> name) {
        Map<String, Tensor> some = new LinkedHashMap<>(inputs);
        some.keySet().removeIf(name.negate());
        seen.addAll(some.keySet());
        return some;
    }

    /** Whether an input was given as truth values. */
    boolean isTruth(String name) {
        return truths.contains(name);
    }

    Tensor x() {
        return tensor("x");
    }

    Tensor target() {
        return tensor("target");
    }

    int[] integers(String input) {
        return Arrays.stream(tensor(input).toArray()).mapToInt(v -> (int) v).toArray();
    }

    /** Whether an attribute is there and is not null. */
    boolean has(String attribute) {
        seen.add(attribute);
        return attributes.hasNonNull(attribute);
    }

    double number(String name, double otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        try {
            return Numbers.number(attributes.get(name));
        } catch (IllegalArgumentException e) {
            throw unknown(name);
        }
    }

    int integer(String name, int otherwise) {
        double value = number(name, otherwise);
        if (value != (int) value) {
            throw unknown(name);
        }
        return (int) value;
    }

    boolean flag(String name) {
        return has(name) && attributes.get(name).asBoolean();
    }

    /** Whether an attribute is a certain text. */
    boolean isText(String name, String text) {
        return has(name) && attributes.get(name).asText().equals(text);
    }

    /** A list of whole numbers; a single one counts as a list of one. */
    int[] list(String name) {
        if (!has(name)) {
            throw new NotSupported("attribute " + name + " is missing in " + attributes);
        }
        JsonNode value = attributes.get(name);
        return value.isIntegralNumber()
                ? new int[] {value.asInt()}
                : StreamSupport.stream(value.spliterator(), false)
                        .mapToInt(JsonNode::asInt)
                        .toArray();
    }

    String text(String name) {
        if (!has(name)) {
            throw new NotSupported("attribute " + name + " is missing in " + attributes);
        }
        return attributes.get(name).asText();
    }

    String reduction() {
        return has("reduction") ? attributes.get("reduction").asText() : "mean";
    }

    <T> ReducedLoss<T> reduced(ReducedLoss<T> loss) {
        return switch (reduction()) {
            case "none" -> loss.unreduced();
            case "sum" -> loss.sum();
            case "mean" -> loss.mean();
            case "batchmean" -> loss.meanOverSamples();
            default -> throw unknown("reduction");
        };
    }

    NotSupported unknown(String attribute) {
        return new NotSupported(attribute + " = " + attributes.get(attribute) + " is not known");
    }

    /** Refuses what was never looked at, except attributes that ask for nothing. */
    public void refuseUnseen() {
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
