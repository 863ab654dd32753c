package org.cotangent.nn.estimators;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cotangent.Tensor;
import org.cotangent.nn.Activation;
import org.cotangent.nn.Mlp;
import org.cotangent.nn.Parameter;
import org.cotangent.nn.SeededRandom;
import org.cotangent.nn.State;
import org.cotangent.nn.files.Checkpoints;

/** Conversion between multilayer perceptrons and states with their architecture and weights. */
final class EstimatorStates {
    private EstimatorStates() {}

    static State state(String kind, FittedModel fitted, Map<String, Tensor> weights) {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("widths", numbers(Arrays.stream(fitted.widths()).asDoubleStream().toArray()));
        put(fitted.activation(), texts);
        texts.put("l2", "" + fitted.strength());
        return new State(kind, texts, weights);
    }

    static void put(Activation activation, Map<String, String> texts) {
        texts.put("activation", activation.name());
        texts.put("activation numbers", numbers(activation.arguments()));
    }

    /** Numbers as one text, separated by blanks. */
    static String numbers(double[] numbers) {
        StringBuilder text = new StringBuilder();
        for (double number : numbers) {
            text.append(text.length() > 0 ? " " : "");
            // whole ones without a point
            text.append(number == (int) number ? "" + (int) number : "" + number);
        }
        return text.toString();
    }

    static double[] numbers(State state, String name) {
        String text = state.text(name);
        try {
            return text.isEmpty()
                    ? new double[0]
                    : Arrays.stream(text.split(" ")).mapToDouble(Double::parseDouble).toArray();
        } catch (NumberFormatException e) {
            throw wrong(state, name, e);
        }
    }

    private static IllegalArgumentException wrong(State state, String name, Exception cause) {
        return new IllegalArgumentException(
                "state of "
                        + state.kind()
                        + ": \""
                        + name
                        + "\" is \""
                        + state.text(name)
                        + "\"; was it damaged, or made up?",
                cause);
    }

    static int[] ints(State state, String name) {
        double[] numbers = numbers(state, name);
        int[] ints = Arrays.stream(numbers).mapToInt(x -> (int) x).toArray();
        for (int i = 0; i < ints.length; i++) {
            if (ints[i] != numbers[i] || ints[i] < 1) {
                throw wrong(state, name, null);
            }
        }
        return ints;
    }

    static Activation activation(State state) {
        return Activation.of(state.text("activation"), numbers(state, "activation numbers"));
    }

    static int[] widths(State state) {
        int[] widths = ints(state, "widths");
        if (widths.length < 2) {
            throw wrong(state, "widths", null);
        }
        // before a model of that size is made
        for (int i = 1; i < widths.length; i++) {
            requireShape(state, "dense" + i + ".weight", widths[i - 1], widths[i]);
            requireShape(state, "dense" + i + ".bias", widths[i]);
        }
        return widths;
    }

    private static void requireShape(State state, String name, int... shape) {
        int[] found = state.tensor(name).shape();
        if (!Arrays.equals(found, shape)) {
            throw new IllegalArgumentException(
                    "state of "
                            + state.kind()
                            + ": "
                            + name
                            + " has shape "
                            + Arrays.toString(found)
                            + ", "
                            + Arrays.toString(shape)
                            + " expected");
        }
    }

    static Mlp model(State state) {
        Mlp model = Mlp.of(widths(state)).activation(activation(state)).build(new SeededRandom(0));
        for (Parameter parameter : model.parameters()) {
            parameter.set(state.tensor(parameter.name()));
        }
        return model;
    }

    /** The saved states, of which none may be missing. */
    static Map<String, State> read(Path file, String... more) throws IOException {
        Map<String, State> states = Checkpoints.read(file, Activation.LINEAR);
        List<String> expected =
                new ArrayList<>(List.of("settings", "model", "scaling", "optimizer", "random"));
        expected.addAll(List.of(more));
        if (!states.keySet().containsAll(expected)) {
            throw new IllegalArgumentException(
                    "it holds " + states.keySet() + "; " + expected + " expected");
        }
        return states;
    }
}
