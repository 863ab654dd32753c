package org.cotangent.nn.optim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import org.cotangent.Activations;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Layer;
import org.cotangent.nn.oracle.Arguments;
import org.cotangent.nn.oracle.NnOps;

/**
 * The activations and losses that the oracle's trainings name. They are those of the oracle's ops,
 * this module's own classes, with the same attributes and the same values for those left out.
 */
final class OracleLosses {
    private OracleLosses() {}

    static Layer activation(JsonNode node) {
        String name = OracleFile.text(node, "name");
        switch (name) {
            case "linear":
            case "identity":
                OracleFile.only(node, name, "name");
                return Activation.LINEAR;
            case "log_sigmoid":
                OracleFile.only(node, name, "name");
                return Layer.of(Activations::logSigmoid);
            case "sin":
                OracleFile.only(node, name, "name");
                return Layer.of(Tensor::sin);
            default:
                return Layer.of(x -> op("activation", node, new LinkedHashMap<>(Map.of("x", x))));
        }
    }

    /** The loss of outputs x by the attributes of a loss and the array of its targets. */
    static Tensor loss(JsonNode node, Tensor x, JsonNode target) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        inputs.put("x", x);
        inputs.put("target", OracleFile.tensor(target));
        return op("loss", node, inputs);
    }

    private static Tensor op(String kind, JsonNode node, Map<String, Tensor> inputs) {
        String name = OracleFile.text(node, "name");
        if (!NnOps.TABLE.containsKey(name)) {
            throw new AssertionError("this test does not know the " + kind + " \"" + name + "\"");
        }
        ObjectNode attributes = node.deepCopy();
        attributes.remove("name");
        for (String array : new String[] {"weight", "pos_weight"}) {
            JsonNode value = attributes.remove(array);
            if (value != null && !value.isNull()) {
                inputs.put(
                        array,
                        value.isArray()
                                ? Tensor.of(OracleFile.numbers(value))
                                : OracleFile.tensor(value));
            }
        }
        Arguments arguments = new Arguments(inputs, attributes);
        Tensor y = NnOps.TABLE.get(name).apply(arguments).output();
        arguments.refuseUnseen();
        return y;
    }
}
