package org.cotangent.nn.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.junit.jupiter.api.Assertions;

/** One case of the oracle's ops/ or edges.json, computed by this module and compared. */
final class OracleCase {
    private static final double RELATIVE = 1e-10;

    private final JsonNode node;
    private final boolean far;

    OracleCase(JsonNode node, boolean elementwise) {
        this.node = node;
        this.far = elementwise && node.path("id").asText().endsWith("/far");
    }

    /** Compares output, gradients and Hessian times v; false where refusing was right. */
    boolean check() {
        Arguments in = new Arguments(node);
        NnOps.Result result;
        try {
            result = NnOps.TABLE.get(node.path("op").asText()).apply(in);
        } catch (IllegalArgumentException e) {
            refusedRightly(e);
            return false;
        }
        in.refuseUnseen();
        List<Tensor> outputs = result.outputs();
        List<JsonNode> expected = several("output");
        Map<String, double[]> grads = Numbers.lists(node.path("grads"));
        List<double[]> lists = expected.stream().map(e -> Numbers.list(e.path("data"))).toList();
        double least = least(lists, grads);
        Assertions.assertEquals(expected.size(), outputs.size(), "number of outputs");
        for (int i = 0; i < outputs.size(); i++) {
            JsonNode each = expected.get(i);
            Assertions.assertArrayEquals(Numbers.shape(each), outputs.get(i).shape(), "shape");
            near("output", each.path("name").asText("y"), lists.get(i), outputs.get(i), least);
        }
        node.path("aux")
                .properties()
                .forEach(
                        e -> {
                            Tensor further = result.further().get(e.getKey());
                            if (further == null) {
                                throw new Arguments.NotSupported(
                                        "further output " + e.getKey() + " is not known");
                            }
                            double[] list = Numbers.list(e.getValue().path("data"));
                            near("output", e.getKey(), list, further, least);
                        });
        List<JsonNode> cotangents = several("cotangent");
        Tensor scalar = Tensor.of(0);
        for (int i = 0; i < outputs.size(); i++) {
            scalar = scalar.add(outputs.get(i).mul(Numbers.tensor(cotangents.get(i))).sum());
        }
        Map<String, Tensor> variables = in.variables();
        Assertions.assertEquals(grads.keySet(), variables.keySet(), "what is differentiated");
        Gradients first = scalar.backward();
        grads.forEach((name, g) -> near("grads", name, g, first.of(variables.get(name)), least));
        if (node.hasNonNull("hvp")) {
            Gradients second = hessianTimes(scalar, variables);
            Numbers.lists(node.at("/hvp/grads"))
                    .forEach(
                            (name, h) ->
                                    near("hvp", name, h, second.of(variables.get(name)), least));
        }
        return true;
    }

    /** One part of a case, or of a case with several outputs that of each. */
    private List<JsonNode> several(String part) {
        List<JsonNode> all = new ArrayList<>();
        node.path(part + "s").forEach(all::add);
        return all.isEmpty() ? List.of(node.path(part)) : all;
    }

    /** The mean of nothing is NaN for the oracle, and refused by us. */
    private void refusedRightly(IllegalArgumentException refusal) {
        double[] expected = Numbers.list(node.at("/output/data"));
        boolean undefined = expected.length > 0 && Arrays.stream(expected).allMatch(Double::isNaN);
        if (!undefined || !refusal.getMessage().contains("not defined")) {
            throw refusal;
        }
    }

    private static double least(List<double[]> outputs, Map<String, double[]> grads) {
        double largest = 0;
        for (double[] values : outputs) {
            largest = Math.max(largest, Numbers.largest(values));
        }
        for (double[] g : grads.values()) {
            largest = Math.max(largest, Numbers.largest(g));
        }
        return 1e-3 * largest;
    }

    private void near(String part, String name, double[] expected, Tensor actual, double least) {
        String what = part + " of " + name;
        double[] ours = actual.toArray();
        if (node.path("compare").asText().equals("elementwise")) {
            JsonNode list = node.path("sensitivity").path(part);
            double[] moved = Numbers.list(part.equals("output") ? list : list.path(name));
            // a result below 1e-305 may be subnormal, and then has few digits
            IntToDoubleFunction allowed =
                    i -> (1e-13 + 8 * 2.2e-16 * moved[i]) * Math.abs(expected[i]) + 1e-305;
            Numbers.requireNear(what, expected, ours, 0, 0, true, allowed);
            return;
        }
        double torch = node.path("torch_error").path(part).asDouble(0);
        double relative = Math.max(RELATIVE, 10 * torch);
        double rounding = torchRounding(part);
        Numbers.requireNear(what, expected, ours, relative, least, far, i -> rounding);
    }

    /**
     * What rounding in the reference may have put a derivative of a {@code far} case off, where
     * each element stands on its own: formulas such as s (1 - s) are right to the last bit of their
     * terms only, and those are of size 1.
     */
    private double torchRounding(String part) {
        if (!far || part.equals("output")) {
            return 0;
        }
        double size = Numbers.largest(Numbers.list(node.at("/cotangent/data")));
        if (part.equals("hvp")) {
            for (double[] v : Numbers.lists(node.at("/hvp/v")).values()) {
                size *= Numbers.largest(v);
            }
        }
        return 2 * Math.ulp(1.0) * size;
    }

    /** Gradients of the sum of the recorded gradient times v. */
    private Gradients hessianTimes(Tensor scalar, Map<String, Tensor> variables) {
        Map<String, Tensor> directions = new HashMap<>();
        Numbers.lists(node.at("/hvp/v"))
                .forEach(
                        (name, v) ->
                                directions.put(name, Tensor.of(v, variables.get(name).shape())));
        Gradients first = Backward.of(scalar).recorded().run();
        Tensor inner = Tensor.of(0);
        for (Map.Entry<String, Tensor> v : directions.entrySet()) {
            inner = inner.add(first.of(variables.get(v.getKey())).mul(v.getValue()).sum());
        }
        return inner.backward();
    }

    /** An edge: the reference is the judge, each element on its own. */
    boolean checkEdge() {
        JsonNode reference = node.path("reference");
        String kind = reference.path("kind").asText();
        Arguments in = new Arguments(node);
        Tensor output;
        try {
            output = NnOps.TABLE.get(node.path("op").asText()).apply(in).output();
        } catch (IllegalArgumentException e) {
            // outside the domain an exception with a message is as good as an answer
            if (kind.equals("none") && e.getMessage() != null && !e.getMessage().isBlank()) {
                return false;
            }
            throw e;
        }
        in.refuseUnseen();
        if (kind.equals("none")) {
            return true;
        }
        Map<String, double[]> grads = Numbers.lists(reference.path("grads"));
        double[] values = Numbers.list(reference.path("output"));
        double least = least(List.of(values), grads);
        // a value is known no better than it moves with the last bit of the inputs
        double noise = 0;
        for (JsonNode input : node.path("inputs")) {
            double[] x = Numbers.list(input.path("data"));
            double[] g = grads.getOrDefault(input.path("name").asText(), new double[0]);
            for (int i = 0; i < g.length; i++) {
                double moved = Math.abs(g[i]) * Math.ulp(x[i]);
                noise += Double.isFinite(moved) ? moved : 0;
            }
        }
        double moved = noise;
        Numbers.requireNear("output", values, output.toArray(), RELATIVE, least, true, i -> moved);
        Gradients gradients = output.sum().backward();
        in.variables()
                .forEach(
                        (name, x) -> {
                            double[] ours = gradients.of(x).toArray();
                            if (grads.containsKey(name) && !between(reference, name, ours)) {
                                double[] g = grads.get(name);
                                Numbers.requireNear(
                                        "gradient", g, ours, RELATIVE, least, true, i -> 0);
                            }
                        });
        return true;
    }

    /** Whether each element lies between the slopes on either side of a kink. */
    private static boolean between(JsonNode reference, String name, double[] slope) {
        double[] left = Numbers.list(reference.path("left").path(name));
        double[] right = Numbers.list(reference.path("right").path(name));
        boolean all = left.length == slope.length && right.length == slope.length;
        for (int i = 0; all && i < slope.length; i++) {
            all =
                    slope[i] >= Math.min(left[i], right[i])
                            && slope[i] <= Math.max(left[i], right[i]);
        }
        return all;
    }
}
