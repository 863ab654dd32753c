package org.cotangent.gradcheck.oracle;

import static java.util.Map.entry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import org.cotangent.Tensor;

/**
 * The oracle's small programs: instructions on numbered values, of which the first are the inputs.
 */
final class Program {
    private static final Map<String, BinaryOperator<Tensor>> COMPARISONS =
            Map.ofEntries(
                    entry("max", Tensor::max),
                    entry("min", Tensor::min),
                    entry("gt", Tensor::gt),
                    entry("ge", Tensor::ge),
                    entry("lt", Tensor::lt),
                    entry("le", Tensor::le),
                    entry("eq", Tensor::eq),
                    entry("ne", Tensor::ne));

    private Program() {}

    /** Runs all instructions, dead ones too. */
    static Tensor run(JsonNode program, Tensor... inputs) {
        List<Tensor> values = new ArrayList<>(List.of(inputs));
        for (JsonNode instruction : program.path("instructions")) {
            int[] places = Json.integers(instruction.path("args"));
            Tensor[] args = new Tensor[places.length];
            for (int i = 0; i < args.length; i++) {
                args[i] = values.get(places[i]);
            }
            values.add(step(instruction, args));
        }
        return values.get(program.path("output").asInt());
    }

    private static Tensor step(JsonNode instruction, Tensor[] args) {
        String op = instruction.path("op").asText();
        if (op.equals("const")) {
            return Tensor.of(Json.number(instruction.path("attr").path("value")));
        }
        if (instruction.path("attr").size() > 0) {
            throw new NotSupported(op + " with " + instruction.path("attr") + " in a program");
        }
        if (op.equals("sum")) {
            return args[0].sum();
        }
        if (op.equals("where")) {
            return Tensor.where(args[0], args[1], args[2]);
        }
        if (ElementwiseOps.PLAIN.containsKey(op)) {
            return ElementwiseOps.PLAIN.get(op).apply(args);
        }
        if (COMPARISONS.containsKey(op)) {
            return COMPARISONS.get(op).apply(args[0], args[1]);
        }
        throw NotSupported.op(op + " (in a program)");
    }
}
