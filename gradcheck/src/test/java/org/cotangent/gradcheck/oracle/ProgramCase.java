package org.cotangent.gradcheck.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;

/** A case of programs.json: value, gradient, and Hessian or Hessian-vector product of a program. */
final class ProgramCase {
    private final JsonNode node;

    ProgramCase(JsonNode node) {
        this.node = node;
    }

    void check() {
        JsonNode written = node.path("inputs");
        Tensor[] inputs = new Tensor[written.size()];
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = Json.tensor(written.get(i)).named("x" + i).asVariable();
        }
        Tensor result = Program.run(node, inputs);
        double value = Json.number(node.path("value"));
        double largest = Math.abs(value);
        for (JsonNode gradient : node.path("grads")) {
            largest = Math.max(largest, Tolerance.largest(Json.numbers(gradient)));
        }
        double relative = node.path("kind").asText().equals("deep") ? 1e-9 : 1e-10;
        Tolerance tolerance = new Tolerance(relative, 1e-3 * largest, false);
        tolerance.check("value", new double[] {value}, new double[] {result.value()});
        Gradients gradients = result.backward();
        compare(tolerance, "gradient of input ", node.path("grads"), gradients, inputs);
        if (node.hasNonNull("hessian")) {
            checkHessian(tolerance, result, inputs);
        }
        if (node.hasNonNull("hvp")) {
            Map<Tensor, Tensor> v = new LinkedHashMap<>();
            for (int i = 0; i < inputs.length; i++) {
                double[] direction = Json.numbers(node.path("hvp").path("v").get(i));
                v.put(inputs[i], Tensor.of(direction, inputs[i].shape()));
            }
            Gradients second = Run.hessianTimes(result, v);
            compare(
                    tolerance,
                    "Hessian times v for input ",
                    node.path("hvp").path("grads"),
                    second,
                    inputs);
        }
    }

    private static void compare(
            Tolerance tolerance, String what, JsonNode lists, Gradients actual, Tensor[] inputs) {
        for (int i = 0; i < lists.size(); i++) {
            tolerance.check(what + i, Json.numbers(lists.get(i)), actual.of(inputs[i]).toArray());
        }
    }

    /** All entries are one list: the largest of them sets the scale. */
    private void checkHessian(Tolerance tolerance, Tensor result, Tensor[] inputs) {
        int n = inputs.length;
        double[] expected = new double[n * n];
        double[] actual = new double[n * n];
        Gradients first = Backward.of(result).recorded().run();
        for (int row = 0; row < n; row++) {
            double[] entries = Json.numbers(node.path("hessian").get(row));
            System.arraycopy(entries, 0, expected, row * n, n);
            Gradients second = first.of(inputs[row]).backward();
            for (int column = 0; column < n; column++) {
                actual[row * n + column] = second.of(inputs[column]).value();
            }
        }
        tolerance.check("Hessian", expected, actual);
    }
}
