package org.cotangent.gradcheck.oracle;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;
import org.opentest4j.AssertionFailedError;

/**
 * One op computed on the inputs of one case.
 *
 * @param variables the inputs that are differentiated, by name
 * @param results what the op returned
 */
record Run(Map<String, Tensor> variables, Results results) {
    private static final Map<String, OracleOp> OPS = OracleOp.table();

    static Run of(JsonNode oracleCase) {
        String op = oracleCase.path("op").asText();
        if (op.equals("program")) {
            return program(oracleCase);
        }
        OracleOp implementation = OPS.get(op);
        if (implementation == null) {
            throw NotSupported.op(op);
        }
        Map<String, Tensor> inputs = inputs(oracleCase);
        Set<String> truths = new HashSet<>();
        for (JsonNode input : oracleCase.path("inputs")) {
            if (input.path("dtype").asText().equals("bool")) {
                truths.add(input.path("name").asText());
            }
        }
        Arguments arguments = new Arguments(inputs, truths, oracleCase.path("attrs"));
        Results results = implementation.apply(arguments);
        arguments.refuseUnseen();
        return new Run(variables(inputs), results);
    }

    private static Run program(JsonNode oracleCase) {
        Map<String, Tensor> inputs = inputs(oracleCase);
        JsonNode code = oracleCase.path("attrs");
        Tensor result = Program.run(code, inputs.values().toArray(Tensor[]::new));
        return new Run(variables(inputs), Results.of(result));
    }

    private static Map<String, Tensor> inputs(JsonNode oracleCase) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (JsonNode input : oracleCase.path("inputs")) {
            String name = input.path("name").asText();
            Tensor constant = Json.tensor(input).named(name);
            inputs.put(name, input.path("grad").asBoolean() ? constant.asVariable() : constant);
        }
        return inputs;
    }

    private static Map<String, Tensor> variables(Map<String, Tensor> inputs) {
        Map<String, Tensor> variables = new LinkedHashMap<>(inputs);
        variables.values().removeIf(tensor -> !tensor.isVariable());
        return variables;
    }

    /** The gradient of a scalar for the variable of that name. */
    Tensor gradient(Gradients gradients, String name) {
        Tensor variable = variables.get(name);
        if (variable == null) {
            throw new AssertionFailedError("no input " + name + " is differentiated");
        }
        return gradients.of(variable);
    }

    /** Gradients of the sum of the recorded gradient times v: the Hessian times v. */
    static Gradients hessianTimes(Tensor scalar, Map<Tensor, Tensor> v) {
        Gradients first = Backward.of(scalar).recorded().run();
        Tensor inner = Tensor.of(0);
        for (Map.Entry<Tensor, Tensor> direction : v.entrySet()) {
            inner = inner.add(first.of(direction.getKey()).mul(direction.getValue()).sum());
        }
        return inner.backward();
    }
}
