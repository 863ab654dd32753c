package org.cotangent.gradcheck.oracle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.oracle.Tally.Verdict;
import org.opentest4j.AssertionFailedError;

/**
 * A case of edges.json: an op at a kink, at an end of its domain, far out, at an infinity or at
 * NaN. Its reference is the judge, each element on its own.
 */
final class EdgeCase {
    private static final double RELATIVE = 1e-10;

    private final JsonNode node;
    private final JsonNode reference;
    private final Tolerance tolerance;

    EdgeCase(JsonNode node) {
        this.node = node;
        this.reference = node.path("reference");
        double largest = 0;
        if (reference.hasNonNull("output")) {
            largest = Tolerance.largest(Json.numbers(reference.path("output")));
        }
        for (double[] gradient : Json.lists(reference.path("grads")).values()) {
            largest = Math.max(largest, Tolerance.largest(gradient));
        }
        tolerance = new Tolerance(RELATIVE, 1e-3 * largest, true);
    }

    /** Tells what passes and is worth knowing to the second argument. */
    Verdict check(Consumer<String> remark) {
        OnPurpose.Answer answer = OnPurpose.to(node.path("id").asText());
        if (answer != null) {
            checkAnswer(answer);
            remark.accept("differs on purpose: " + node.path("id").asText());
            return Verdict.DIFFERS_ON_PURPOSE;
        }
        switch (reference.path("kind").asText()) {
            case "derivative", "limit", "nan" -> checkAll();
            case "kink" -> checkMember(remark);
            case "none" -> checkOutsideDomain();
            default -> throw new NotSupported("reference " + reference.path("kind"));
        }
        return Verdict.PASSED;
    }

    /** What the output moves by if every input moves by its last bit: nobody can know it better. */
    private double noise() {
        Map<String, double[]> gradients = Json.lists(reference.path("grads"));
        double noise = 0;
        for (JsonNode input : node.path("inputs")) {
            double[] x = Json.numbers(input.path("data"));
            double[] gradient = gradients.getOrDefault(input.path("name").asText(), new double[0]);
            for (int i = 0; i < gradient.length; i++) {
                double moved = Math.abs(gradient[i]) * Math.ulp(x[i]);
                noise += Double.isFinite(moved) ? moved : 0;
            }
        }
        return noise;
    }

    private Map<String, double[]> run() {
        Run run = Run.of(node);
        Tensor output = run.results().outputs().get(0);
        if (reference.hasNonNull("output")) {
            double noise = noise();
            tolerance
                    .slack(i -> noise)
                    .check("output", Json.numbers(reference.path("output")), output.toArray());
        }
        JsonNode cotangent = node.path("cotangent");
        Tensor scalar =
                cotangent.isObject() ? output.mul(Json.tensor(cotangent)).sum() : output.sum();
        Gradients gradients = scalar.backward();
        Map<String, double[]> all = new LinkedHashMap<>();
        run.variables().forEach((name, x) -> all.put(name, gradients.of(x).toArray()));
        return all;
    }

    private void checkAnswer(OnPurpose.Answer answer) {
        Run run = Run.of(node);
        Tensor output = run.results().outputs().get(0);
        assertArrayEquals(answer.output(), output.toArray(), "output");
        Gradients gradients = output.sum().backward();
        Tensor x = run.variables().values().iterator().next();
        assertArrayEquals(answer.gradient(), gradients.of(x).toArray(), 1e-30, "gradient");
    }

    private void checkAll() {
        Map<String, double[]> actual = run();
        Json.lists(reference.path("grads"))
                .forEach(
                        (name, expected) ->
                                tolerance.check("gradient of " + name, expected, actual.get(name)));
    }

    private void checkMember(Consumer<String> remark) {
        Map<String, double[]> actual = run();
        Map<String, double[]> least = Json.lists(reference.path("grads"));
        double[] expected = Subdifferential.joined(least, least.keySet());
        double[] ours = Subdifferential.joined(actual, least.keySet());
        if (tolerance.accepts(expected, ours)) {
            return;
        }
        if (!Subdifferential.contains(reference, least.keySet(), ours)) {
            tolerance.check("subgradient", expected, ours);
            throw new AssertionFailedError("not a subgradient");
        }
        remark.accept(
                "passed: "
                        + node.path("id").asText()
                        + ": ours is "
                        + Arrays.toString(ours)
                        + ", the element of least norm "
                        + Arrays.toString(expected));
    }

    /** Anything goes but an exception that the engine did not mean to throw. */
    private void checkOutsideDomain() {
        try {
            run();
        } catch (IllegalArgumentException | IllegalStateException | ArithmeticException e) {
            if (e.getMessage() == null || e.getMessage().isBlank()) {
                throw new AssertionFailedError("an exception without a message", e);
            }
        }
    }
}
