package org.cotangent.nn.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.cotangent.Tensor;
import org.cotangent.nn.Dense;
import org.cotangent.nn.Initializers;
import org.cotangent.nn.Layer;
import org.cotangent.nn.Regularizers;
import org.cotangent.nn.Sequential;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The trainings of resources/oracle/training.json, one test each. {@code -Doracle.dir=/some/folder}
 * tries another file of the form.
 */
class TrainingOracleTest {
    @TestFactory
    List<DynamicTest> everyTraining() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (JsonNode node : OracleFile.list(OracleFile.read("training.json"), "trainings")) {
            tests.add(DynamicTest.dynamicTest(OracleFile.text(node, "id"), () -> replay(node)));
        }
        return tests;
    }

    /** Attributes that a loss leaves out are PyTorch's, and so is the label that does not count. */
    @Test
    void lossesWithoutAttributes() throws IOException {
        ObjectMapper json = new ObjectMapper();
        Tensor logits = Tensor.of(new double[][] {{0, 0}, {5, 1}});
        JsonNode classes = json.readTree("{\"shape\": [2], \"data\": [1, -100]}");
        JsonNode plain = json.readTree("{\"name\": \"cross_entropy\"}");
        assertEquals(Math.log(2), OracleLosses.loss(plain, logits, classes).value(), 1e-15);
        JsonNode far = json.readTree("{\"shape\": [2, 2], \"data\": [0, 0.5, 5, 4]}");
        JsonNode huber = json.readTree("{\"name\": \"huber_loss\", \"reduction\": \"sum\"}");
        assertEquals(0.125 + 2.5, OracleLosses.loss(huber, logits, far).value(), 1e-15);
        JsonNode other = json.readTree("{\"name\": \"huber_loss\", \"gamma\": 2}");
        assertThrows(RuntimeException.class, () -> OracleLosses.loss(other, logits, far));
    }

    private static void replay(JsonNode node) {
        OracleFile.only(
                node,
                "training",
                "id",
                "layers",
                "activation",
                "loss_fn",
                "l2",
                "optimizer",
                "attrs",
                "x",
                "y",
                "initial",
                "losses",
                "final_loss",
                "nearest_kink",
                "final");
        List<Dense> dense = new ArrayList<>();
        Sequential model = model(node, dense);
        Optimizer optimizer =
                OracleRules.optimizer(OracleFile.text(node, "optimizer"), node.path("attrs"));
        Tensor x = OracleFile.tensor(node.path("x"));
        double[] losses = OracleFile.numbers(OracleFile.list(node, "losses"));
        double[] found = new double[losses.length];
        for (int step = 0; step < losses.length; step++) {
            Tensor loss = objective(node, model, x);
            found[step] = loss.value();
            optimizer.step(model.parameters(), loss.backward());
        }
        // each loss by its own magnitude: they fall by orders
        for (int step = 0; step < losses.length; step++) {
            compare("loss of step " + step, losses[step], found[step]);
        }
        double last = OracleFile.number(node, "final_loss");
        compare("final loss", last, objective(node, model, x).value());
        JsonNode expected = node.path("final");
        for (int k = 0; k < dense.size(); k++) {
            compare(expected, "W" + k, dense.get(k).weight().value().transpose());
            compare(expected, "b" + k, dense.get(k).bias().value());
        }
    }

    private static Sequential model(JsonNode node, List<Dense> dense) {
        int[] widths = OracleFile.integers(OracleFile.list(node, "layers"));
        Layer activation = OracleLosses.activation(node.path("activation"));
        JsonNode initial = node.path("initial");
        List<Layer> layers = new ArrayList<>();
        for (int k = 0; k + 1 < widths.length; k++) {
            Dense layer =
                    new Dense(
                            "dense" + k,
                            widths[k],
                            widths[k + 1],
                            Initializers.normal(0),
                            new SplittableRandom(0));
            // [outputs, inputs] there, [inputs, outputs] here
            layer.weight().set(OracleFile.tensor(initial.path("W" + k)).transpose());
            layer.bias().set(OracleFile.tensor(initial.path("b" + k)));
            dense.add(layer);
            layers.add(layer);
            if (k + 2 < widths.length) {
                layers.add(activation);
            }
        }
        return new Sequential(layers);
    }

    private static Tensor objective(JsonNode node, Layer model, Tensor x) {
        Tensor loss = OracleLosses.loss(node.path("loss_fn"), model.apply(x), node.path("y"));
        double l2 = OracleFile.number(node, "l2", 0);
        return loss.add(Regularizers.l2(l2).apply(model.parameters()));
    }

    private static void compare(String what, double expected, double found) {
        OracleFile.compare(what, new double[] {expected}, new double[] {found}, 0);
    }

    private static void compare(JsonNode node, String name, Tensor found) {
        JsonNode array = node.path(name);
        int[] shape = OracleFile.integers(array.path("shape"));
        if (!Arrays.equals(shape, found.shape())) {
            throw new AssertionError(name + ": of shape " + Arrays.toString(shape));
        }
        double[] expected = OracleFile.numbers(array.path("data"));
        OracleFile.compare("final " + name, expected, found.toArray(), 0);
    }
}
