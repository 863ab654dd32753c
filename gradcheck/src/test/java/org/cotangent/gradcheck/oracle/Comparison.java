package org.cotangent.gradcheck.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** The rule by which the numbers of one case of ops/ are compared; the case itself names it. */
@FunctionalInterface
interface Comparison {
    /**
     * The tolerance of one list of numbers.
     *
     * @param part "output", "grads" or "hvp"
     * @param name of the output, or of the input that is differentiated
     * @param expected the list
     */
    Tolerance tolerance(String part, String name, double[] expected);

    static Comparison of(JsonNode oracleCase, List<JsonNode> outputs, boolean elementwise) {
        if (oracleCase.path("compare").asText().equals("elementwise")) {
            return bySensitivity(oracleCase.path("sensitivity"));
        }
        if (oracleCase.has("m")) {
            return byScale(oracleCase.path("m"), oracleCase.path("noise"));
        }
        return byLargest(oracleCase, outputs, elementwise);
    }

    /** Every element on its own: an ulp of each input may move it, and a few roundings. */
    private static Comparison bySensitivity(JsonNode sensitivity) {
        return (part, name, expected) -> {
            JsonNode list = sensitivity.path(part);
            double[] moved = Json.numbers(part.equals("output") ? list : list.path(name));
            // a result below 1e-305 may be subnormal, and then has few digits
            return Tolerance.absolute(
                    i -> (1e-13 + 8 * 2.2e-16 * moved[i]) * Math.abs(expected[i]) + 1e-305);
        };
    }

    /** Every list against its scale, by what an ulp in every entry of the inputs does to it. */
    private static Comparison byScale(JsonNode m, JsonNode noise) {
        return (part, name, expected) -> {
            JsonNode scale = m.path(part);
            double size = Json.number(scale.isObject() ? scale.path(name) : scale);
            double allowed = (1e-12 + 30 * Json.number(noise.path(part))) * size;
            return Tolerance.absolute(i -> allowed);
        };
    }

    /** Every list against its largest element; wider where torch itself is known to be off. */
    private static Comparison byLargest(
            JsonNode oracleCase, List<JsonNode> outputs, boolean elementwise) {
        double largest = 0;
        for (JsonNode output : outputs) {
            largest = Math.max(largest, Tolerance.largest(Json.numbers(output.path("data"))));
        }
        for (double[] gradient : Json.lists(oracleCase.path("grads")).values()) {
            largest = Math.max(largest, Tolerance.largest(gradient));
        }
        double least = 1e-3 * largest;
        boolean far = elementwise && oracleCase.path("id").asText().endsWith("/far");
        return (part, name, expected) -> {
            double torch = oracleCase.path("torch_error").path(part).asDouble(0);
            Tolerance tolerance = new Tolerance(Math.max(1e-10, 10 * torch), least, far);
            return far ? tolerance.slack(TorchRounding.of(oracleCase, part)) : tolerance;
        };
    }
}
