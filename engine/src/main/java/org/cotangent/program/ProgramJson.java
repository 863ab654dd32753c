package org.cotangent.program;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.internal.Json;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.program.Recording.Choice;

/** Programs as JSON, one node a line. */
final class ProgramJson {
    private static final String VERSION = "cotangent program";
    private static final int THIS = 1;
    private static final String PLACE = "program: line ";

    private final Json.Read json;
    private final Map<String, CustomOp> users;

    private ProgramJson(Json.Read json, Map<String, CustomOp> users) {
        this.json = json;
        this.users = users;
    }

    // ---- writing

    static String write(List<Recording> variants) {
        return variants.stream()
                .map(ProgramJson::write)
                .collect(
                        Collectors.joining(
                                ",\n",
                                "{" + Json.string(VERSION) + ": " + THIS + ",\n\"variants\": [\n",
                                "\n]}\n"));
    }

    private static String write(Recording recording) {
        Map<String, Object> form = form(recording);
        return "{\"nodes\": [\n  "
                + ((List<?>) form.get("nodes"))
                        .stream().map(Json::write).collect(Collectors.joining(",\n  "))
                + "\n],\n\"results\": "
                + Json.write(form.get("results"))
                + ",\n\"choices\": "
                + Json.write(form.get("choices"))
                + "}";
    }

    private static Map<String, Object> form(Recording recording) {
        List<Tensor> order = recording.inOrder();
        Map<Tensor, Integer> places = Recording.places(order);
        int arguments = recording.arguments.size();
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("nodes", order.stream().map(x -> node(x, places, arguments)).toList());
        form.put("results", recording.results.stream().map(places::get).toList());
        form.put("choices", recording.choices.stream().map(ProgramJson::choice).toList());
        return form;
    }

    private static Map<String, Object> node(Tensor x, Map<Tensor, Integer> places, int arguments) {
        int place = places.get(x);
        Map<String, Object> node = new LinkedHashMap<>();
        node.put("id", place);
        Op op = Recording.ACCESS.op(x);
        // the arguments of a loop's body may be results of what stands around it
        List<Integer> inputs = place < arguments ? List.of() : Recording.inputs(x, places);
        if (inputs.isEmpty()) {
            String kind = x.isVariable() ? "variable" : "constant";
            node.put("op", place < arguments ? "argument" : kind);
        } else {
            node.putAll(
                    op instanceof LoopForm loop ? loop.form(ProgramJson::form) : OpForm.write(op));
            node.put("inputs", inputs);
        }
        node.put("shape", Recording.shape(x).list());
        if (inputs.isEmpty()) {
            double[] elements = Recording.ACCESS.elements(x);
            node.put("elements", Arrays.stream(elements).boxed().toList());
        }
        return node;
    }

    private static List<Object> choice(Choice choice) {
        StackTraceElement place = choice.place();
        return place == null
                ? List.of(choice.way())
                : List.of(
                        choice.way(),
                        place.getClassName(),
                        place.getMethodName(),
                        String.valueOf(place.getFileName()),
                        place.getLineNumber());
    }

    // ---- reading

    static List<Recording> read(String text, Map<String, CustomOp> users) {
        Json.Read json;
        try {
            json = Json.read(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("program: " + e.getMessage(), e);
        }
        return new ProgramJson(json, users).variants();
    }

    private IllegalArgumentException refusal(Object where, String what, Exception cause) {
        if (what != null && what.startsWith(PLACE)) {
            return (IllegalArgumentException) cause; // a place within this one
        }
        Integer line = json.lines().get(where);
        return new IllegalArgumentException(PLACE + line + ": " + what, cause);
    }

    private List<Recording> variants() {
        Object version = json.value() instanceof Map<?, ?> map ? map.get(VERSION) : null;
        if (version == null) {
            throw new IllegalArgumentException(
                    "program: the text is no program; its first line would be {\""
                            + VERSION
                            + "\": "
                            + THIS);
        }
        if (!version.equals(THIS)) {
            throw new IllegalArgumentException(
                    "program: version " + version + "; this library reads " + THIS);
        }
        Map<?, ?> root = (Map<?, ?>) json.value();
        List<Recording> variants = new ArrayList<>();
        for (Object each : list(root, "variants")) {
            if (!(each instanceof Map<?, ?> variant)) {
                throw refusal(root, "a variant is " + each, null);
            }
            variants.add(Recording.ACCESS.recorded(() -> recording(variant)));
        }
        if (variants.isEmpty()) {
            throw refusal(root, "there are no variants", null);
        }
        return variants;
    }

    private List<?> list(Map<?, ?> in, String name) {
        if (in.get(name) instanceof List<?> list) {
            return list;
        }
        throw refusal(in, "\"" + name + "\" is " + in.get(name) + ", no list", null);
    }

    private Recording recording(Map<?, ?> variant) {
        List<Tensor> nodes = new ArrayList<>();
        List<Tensor> arguments = new ArrayList<>();
        for (Object each : list(variant, "nodes")) {
            if (!(each instanceof Map<?, ?> node)) {
                throw refusal(variant, "a node is " + each, null);
            }
            try {
                Tensor x = node(node, nodes);
                if ("argument".equals(node.get("op"))) {
                    arguments.add(x);
                }
                nodes.add(x);
            } catch (RuntimeException e) {
                throw refusal(node, e.getMessage(), e);
            }
        }
        try {
            List<Tensor> results = tensors(variant.get("results"), nodes);
            List<Choice> choices = new ArrayList<>();
            for (Object each : list(variant, "choices")) {
                choices.add(choice(each));
            }
            checkChoices(choices, results);
            return new Recording(arguments, results, choices);
        } catch (RuntimeException e) {
            throw refusal(variant, e.getMessage(), e);
        }
    }

    private static void checkChoices(List<Choice> choices, List<Tensor> results) {
        int own = results.size() - choices.size();
        if (own < 0) {
            throw new IllegalArgumentException("there are more choices than results");
        }
        for (int i = 0; i < choices.size(); i++) {
            double[] condition = Recording.ACCESS.elements(results.get(own + i));
            if (condition.length != 1 || condition[0] != 0 != choices.get(i).way()) {
                throw new IllegalArgumentException("choice " + i + " is not what its condition is");
            }
        }
    }

    private static Choice choice(Object form) {
        if (form instanceof List<?> list
                && list.size() == 1
                && list.get(0) instanceof Boolean way) {
            return new Choice(way, null);
        }
        if (form instanceof List<?> list
                && list.size() == 5
                && list.get(0) instanceof Boolean way
                && list.get(1) instanceof String type
                && list.get(2) instanceof String method
                && list.get(3) instanceof String file
                && list.get(4) instanceof Integer line) {
            return new Choice(way, new StackTraceElement(type, method, file, line));
        }
        throw new IllegalArgumentException("a choice is " + form);
    }

    private static List<Tensor> tensors(Object places, List<Tensor> nodes) {
        List<Tensor> tensors = new ArrayList<>();
        for (int place : OpForm.whole(places)) {
            if (place < 0 || place >= nodes.size()) {
                throw new IllegalArgumentException("there is no node " + place + " before this");
            }
            tensors.add(nodes.get(place));
        }
        return tensors;
    }

    private Tensor node(Map<?, ?> form, List<Tensor> before) {
        if (!Integer.valueOf(before.size()).equals(form.get("id"))) {
            throw new IllegalArgumentException(
                    "the id is "
                            + form.get("id")
                            + "; nodes are counted, this is "
                            + before.size());
        }
        Shape shape = Shape.of(OpForm.whole(form.get("shape")));
        if (form.get("elements") instanceof List<?> list) {
            return leaf(form.get("op"), shape, list);
        }
        Tensor[] inputs = tensors(form.get("inputs"), before).toArray(Tensor[]::new);
        Tensor y =
                form.containsKey(LoopForm.LOOP)
                        ? LoopForm.read(form, this::recording).apply(inputs)
                        : OpForm.node(form, users, inputs);
        if (!Recording.shape(y).equals(shape)) {
            throw new IllegalArgumentException(
                    form.get("op") + " gives shape " + Recording.shape(y) + ", not " + shape);
        }
        return y;
    }

    private static Tensor leaf(Object kind, Shape shape, List<?> list) {
        if (list.size() != shape.size) {
            throw new IllegalArgumentException(
                    list.size() + " elements for the shape " + shape + ", which has " + shape.size);
        }
        double[] elements =
                list.stream().map(OpForm::number).mapToDouble(Number::doubleValue).toArray();
        Tensor constant = Recording.ACCESS.constant(shape, elements);
        return switch (String.valueOf(kind)) {
            case "constant" -> constant;
            case "argument", "variable" -> constant.asVariable();
            default -> throw new IllegalArgumentException("there is no kind of leaf " + kind);
        };
    }
}
