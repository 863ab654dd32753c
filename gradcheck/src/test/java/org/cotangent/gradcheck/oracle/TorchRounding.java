package org.cotangent.gradcheck.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.function.IntToDoubleFunction;

/**
 * How far rounding in torch may have put an element of a {@code far} case off.
 *
 * <p>There each element is compared on its own, and some of torch's formulas subtract nearly equal
 * numbers: s (1 - s) for sigmoid where s is nearly 1, likewise tanh, softplus, logSigmoid and silu;
 * y + 1 for expm1 and 1 + erf for gelu on the left; 1/r - x²/r³ for hypot. What is left is right to
 * an ulp of the terms only, so that softplus/far is off by 8.5e-10 and hypot/far by 2.5e-6, which
 * {@code torch_error} does not say.
 */
final class TorchRounding {
    private static final double ULPS = 2 * Math.ulp(1.0);

    private TorchRounding() {}

    /** What to allow each element of a part: "output", "grads" or "hvp". */
    static IntToDoubleFunction of(JsonNode oracleCase, String part) {
        String op = oracleCase.path("op").asText();
        if (part.equals("output") && !op.equals("gelu")) {
            return i -> 0;
        }
        double[] x = Json.numbers(oracleCase.at("/inputs/0/data"));
        double[] output = Json.numbers(oracleCase.at("/output/data"));
        double[] factor = new double[x.length];
        for (int i = 0; i < factor.length; i++) {
            factor[i] = ULPS * terms(op, x[i], output.length == x.length ? output[i] : 1);
            if (!part.equals("output")) {
                factor[i] *= Math.abs(Json.number(oracleCase.at("/cotangent/data").path(i)));
            }
            if (part.equals("hvp")) {
                factor[i] *= longest(oracleCase.at("/hvp/v"), i);
            }
        }
        return i -> i < factor.length ? factor[i] : 0;
    }

    /** The size of the terms whose difference torch takes; 0 where it takes none. */
    private static double terms(String op, double x, double y) {
        return switch (op) {
            case "sigmoid", "log_sigmoid", "softplus" -> x > 0 ? 1 : 0;
            case "silu" -> x > 0 ? Math.max(1, x) : 0;
            case "tanh" -> 1;
            case "expm1" -> x < 0 ? 1 : 0;
            case "gelu" -> x < 0 ? Math.max(1, -x) : 0;
            case "hypot" -> 1 / y;
            default -> 0;
        };
    }

    private static double longest(JsonNode directions, int i) {
        double longest = 0;
        for (JsonNode direction : directions) {
            if (i < direction.size()) {
                longest = Math.max(longest, Math.abs(Json.number(direction.get(i))));
            }
        }
        return longest;
    }
}
