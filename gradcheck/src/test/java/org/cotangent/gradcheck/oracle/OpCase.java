package org.cotangent.gradcheck.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Assertions;

/** A case of one of the files in ops/: value, gradient and Hessian-vector product of an op. */
final class OpCase {
    private final JsonNode node;
    private final Comparison comparison;

    OpCase(JsonNode node, boolean elementwise) {
        this.node = node;
        this.comparison = Comparison.of(node, outputs("output"), elementwise);
    }

    /** The one output or cotangent, or the list of several. */
    private List<JsonNode> outputs(String name) {
        JsonNode several = node.path(name + "s");
        return several.isArray()
                ? StreamSupport.stream(several.spliterator(), false).toList()
                : List.of(node.path(name));
    }

    void check() {
        Run run = Run.of(node);
        Results results = run.results();
        List<JsonNode> outputs = outputs("output");
        List<JsonNode> cotangents = outputs("cotangent");
        Assertions.assertEquals(outputs.size(), results.outputs().size(), "number of outputs");
        Tensor scalar = Tensor.of(0);
        for (int i = 0; i < outputs.size(); i++) {
            Tensor output = results.outputs().get(i);
            checkValue(outputs.get(i).path("name").asText("output " + i), outputs.get(i), output);
            scalar = scalar.add(output.mul(Json.tensor(cotangents.get(i))).sum());
        }
        node.path("aux").properties().forEach(e -> checkFurther(e.getKey(), e.getValue(), results));
        Gradients gradients = scalar.backward();
        Json.lists(node.path("grads"))
                .forEach(
                        (name, expected) ->
                                comparison
                                        .tolerance("grads", name, expected)
                                        .check(
                                                "gradient of " + name,
                                                expected,
                                                run.gradient(gradients, name).toArray()));
        if (node.hasNonNull("hvp")) {
            checkHessian(run, scalar);
        }
    }

    private void checkFurther(String name, JsonNode expected, Results results) {
        Tensor actual = results.further().get(name);
        if (actual == null) {
            throw new NotSupported("further output " + name + " is not known");
        }
        checkValue(name, expected, actual);
    }

    private void checkValue(String what, JsonNode expected, Tensor actual) {
        Assertions.assertArrayEquals(
                Json.integers(expected.path("shape")), actual.shape(), "shape of " + what);
        double[] numbers = Json.numbers(expected.path("data"));
        comparison.tolerance("output", what, numbers).check(what, numbers, actual.toArray());
    }

    private void checkHessian(Run run, Tensor scalar) {
        Map<Tensor, Tensor> v = new HashMap<>();
        Map<String, double[]> directions = Json.lists(node.at("/hvp/v"));
        directions.forEach(
                (name, direction) -> {
                    Tensor variable = run.variables().get(name);
                    v.put(variable, Tensor.of(direction, variable.shape()));
                });
        Gradients second = Run.hessianTimes(scalar, v);
        Json.lists(node.at("/hvp/grads"))
                .forEach(
                        (name, expected) ->
                                comparison
                                        .tolerance("hvp", name, expected)
                                        .check(
                                                "Hessian times v for " + name,
                                                expected,
                                                run.gradient(second, name).toArray()));
    }
}
