package org.cotangent.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.nn.optim.OracleFile;
import org.cotangent.nn.optim.Sgd;
import org.junit.jupiter.api.Test;

/**
 * The two-layer network of resources/oracle, whose README has the mathematics, trained with the
 * building blocks of this module. {@code -Doracle.dir=/some/folder} tries another file of the form.
 */
class TwoLayerOracleTest {
    private static final String FILE = "two_layer_numpy.json";
    private static final double TOLERANCE = 1e-9;

    /**
     * Below this fraction of the largest entry an entry is what cancellation left of larger ones.
     */
    private static final double FLOOR = 1e-4;

    @Test
    void reproducesLossesGradientsAndWeights() throws IOException {
        JsonNode oracle = OracleFile.read(FILE);
        int n = integer(oracle, "N");
        int d = integer(oracle, "D");
        int h = integer(oracle, "H");
        int o = integer(oracle, "O");
        Tensor x = Tensor.of(numbers(oracle, "x"), n, d);
        Tensor y = Tensor.of(numbers(oracle, "y"), n, o);
        Initializer zeros = Initializers.normal(0);
        Dense first = Dense.withoutBias("w1", d, h, zeros, new SplittableRandom(0));
        Dense second = Dense.withoutBias("w2", h, o, zeros, new SplittableRandom(0));
        first.weight().set(Tensor.of(numbers(oracle, "w1"), d, h));
        second.weight().set(Tensor.of(numbers(oracle, "w2"), h, o));
        Sequential model = new Sequential(first, Activation.SIGMOID, second);
        Sgd sgd = new Sgd(number(oracle, "learning_rate").doubleValue());

        double[] expected = numbers(oracle, "loss");
        assertTrue(expected.length > 0, "no losses to compare with");
        for (int step = 0; step < expected.length; step++) {
            Tensor loss = Losses.meanSquaredError().sum().apply(model.apply(x), y);
            assertEquals(
                    expected[step],
                    loss.value(),
                    TOLERANCE * Math.abs(expected[step]),
                    "loss of step " + step);
            Gradients gradients = loss.backward();
            if (step == 0) {
                compare(oracle, "grad_w1_step0", gradients.of(first.weight().value()));
                compare(oracle, "grad_w2_step0", gradients.of(second.weight().value()));
            }
            sgd.step(model.parameters(), gradients);
        }
        compare(oracle, "w1_final", first.weight().value());
        compare(oracle, "w2_final", second.weight().value());
    }

    private static void compare(JsonNode oracle, String field, Tensor actual) {
        double[] expected = numbers(oracle, field);
        double[] found = actual.toArray();
        assertEquals(expected.length, found.length, field);
        double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
        for (int i = 0; i < expected.length; i++) {
            double scale = Math.max(Math.abs(expected[i]), FLOOR * largest);
            assertEquals(expected[i], found[i], TOLERANCE * scale, field + "[" + i + "]");
        }
    }

    private static JsonNode number(JsonNode oracle, String field) {
        JsonNode value = oracle.path(field);
        assertTrue(value.isNumber(), field + ": a number expected, found " + value);
        return value;
    }

    private static int integer(JsonNode oracle, String field) {
        JsonNode value = number(oracle, field);
        assertTrue(value.isInt(), field + ": an integer expected, found " + value);
        return value.intValue();
    }

    private static double[] numbers(JsonNode oracle, String field) {
        JsonNode list = oracle.path(field);
        assertTrue(list.isArray(), field + ": a list expected, found " + list.getNodeType());
        double[] numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            if (!list.get(i).isNumber()) {
                fail(field + "[" + i + "]: a number expected, found " + list.get(i));
            }
            numbers[i] = list.get(i).doubleValue();
        }
        return numbers;
    }
}
