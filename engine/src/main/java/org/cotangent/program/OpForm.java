package org.cotangent.program;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.cotangent.Axes;
import org.cotangent.CustomOp;
import org.cotangent.Tensor;
import org.cotangent.internal.Json;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;

/**
 * Operations as data. An elementwise one is its name and attributes; others are records of the
 * engine, and so are their rules: a class out of a fixed list, and its parts.
 */
final class OpForm {
    private static final String ENGINE = "org.cotangent.";
    private static final List<String> HOSTS =
            List.of(
                    "Convolving",
                    "Custom",
                    "Elementwise",
                    "Extrema",
                    "Indexing",
                    "Joining",
                    "Lengths",
                    "MatMul",
                    "Pieces",
                    "Reductions",
                    "Scans",
                    "Softmax",
                    "Sorting",
                    "SpecialRows",
                    "Structure",
                    "Views",
                    "linalg.Decomposing",
                    "linalg.Determinants",
                    "linalg.Eigenvalues",
                    "linalg.MatrixExponential",
                    "linalg.Members",
                    "linalg.Polar",
                    "linalg.Rerun",
                    "linalg.Solving",
                    "linalg.Spectral",
                    "linalg.SymmetricFunctions",
                    "linalg.Ties",
                    "linalg.TriangleOfProduct");

    /** Results that an operation keeps, and finds again where it is applied. */
    private static final Set<String> MEMORIES = Set.of("Eigen", "Singular", "Factors", "Spectra");

    private static final Map<String, Class<?>> RECORDS = records();

    private OpForm() {}

    private static Map<String, Class<?>> records() {
        Map<String, Class<?>> records = new TreeMap<>();
        try {
            for (String host : HOSTS) {
                collect(Class.forName(ENGINE + host), records);
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a class of the engine is missing", e);
        }
        return records;
    }

    private static void collect(Class<?> type, Map<String, Class<?>> records) {
        if (type.isRecord()) {
            records.put(nameOf(type), type);
        }
        for (Class<?> inner : type.getDeclaredClasses()) {
            collect(inner, records);
        }
    }

    private static String nameOf(Class<?> type) {
        return type.getName().substring(ENGINE.length()).replace('$', '.');
    }

    /** A value that is no data, such as a function of a user. */
    private static final class NoData extends Exception {
        private static final long serialVersionUID = 1;
    }

    // ---- writing

    /**
     * The form of an operation.
     *
     * @throws IllegalArgumentException if it rests on what is no data
     */
    static Map<String, Object> write(Op op) {
        try {
            return form(op);
        } catch (NoData e) {
            if (op.isOfUser()) {
                Map<String, Object> form = named(op);
                form.put("user", true);
                return form;
            }
            throw new IllegalArgumentException(
                    "program: the operation "
                            + op.name()
                            + " rests on a function or graph of its own, and cannot be written");
        }
    }

    private static Map<String, Object> named(Op op) {
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("op", op.name());
        if (!op.attributes().isEmpty()) {
            form.put("attributes", op.attributes());
        }
        return form;
    }

    private static Map<String, Object> form(Op op) throws NoData {
        Map<String, Object> form = named(op);
        if (!isRow(op)) {
            form.putAll(parts(op));
        }
        return form;
    }

    private static boolean isRow(Op op) {
        String name = op.getClass().getName();
        return name.endsWith("Elementwise$Unary") || name.endsWith("Elementwise$Binary");
    }

    private static Map<String, Object> parts(Object value) throws NoData {
        if (RECORDS.get(nameOf(value)) != value.getClass()) {
            throw new NoData();
        }
        Map<String, Object> parts = new LinkedHashMap<>();
        for (RecordComponent part : value.getClass().getRecordComponents()) {
            if (!isMemory(part.getType()) && part.getType() != Supplier.class) {
                parts.put(part.getName(), data(part(part, value)));
            }
        }
        Map<String, Object> form = new LinkedHashMap<>();
        form.put("of", nameOf(value.getClass()));
        form.put("parts", parts);
        return form;
    }

    private static String nameOf(Object value) {
        return value.getClass().getName().startsWith(ENGINE) ? nameOf(value.getClass()) : "";
    }

    private static boolean isMemory(Class<?> type) {
        return MEMORIES.contains(type.getSimpleName());
    }

    private static Object part(RecordComponent part, Object value) {
        try {
            part.getAccessor().setAccessible(true);
            return part.getAccessor().invoke(value);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record of the engine is closed", e);
        }
    }

    private static Object data(Object value) throws NoData {
        if (value == null
                || value instanceof Integer
                || value instanceof Double
                || value instanceof Boolean
                || value instanceof String) {
            return value;
        }
        if (value instanceof int[] whole) {
            return Arrays.stream(whole).boxed().toList();
        }
        if (value instanceof Shape shape) {
            return shape.list();
        }
        if (value instanceof Axes axes) {
            return axes.toString();
        }
        if (value instanceof Enum<?> constant) {
            return constant.name();
        }
        if (value instanceof List<?> list) {
            List<Object> all = new ArrayList<>();
            for (Object each : list) {
                all.add(data(each));
            }
            return all;
        }
        return value instanceof Op op ? form(op) : parts(value);
    }

    // ---- reading

    /**
     * A node of an operation.
     *
     * @param form what {@link #write} gave
     * @param users operations of users by name
     * @param inputs the inputs of the node
     * @throws IllegalArgumentException if there is no such operation
     */
    static Tensor node(Map<?, ?> form, Map<String, CustomOp> users, Tensor... inputs) {
        String name = text(form, "op");
        if (Boolean.TRUE.equals(form.get("user"))) {
            CustomOp own = users.get(name);
            if (own == null) {
                throw new IllegalArgumentException(
                        "the operation "
                                + name
                                + " is of a user; give it by its name, fromJson(text, Map.of(\""
                                + name
                                + "\", …))");
            }
            return own.apply(inputs);
        }
        Op op = (Op) value(form, Op.class);
        if (!op.name().equals(name)) {
            throw new IllegalArgumentException("the operation " + op.name() + " is called " + name);
        }
        Tensor y = op.apply(inputs);
        long newest = Arrays.stream(inputs).mapToLong(Recording.ACCESS::index).max().orElse(0);
        boolean fresh = Recording.ACCESS.index(y) > newest;
        boolean same = fresh && Recording.ACCESS.op(y).getClass() == op.getClass();
        if (newest == 0 || same && Arrays.equals(Recording.ACCESS.inputs(y), inputs)) {
            return y;
        }
        Op made = same ? Recording.ACCESS.op(y) : op;
        // some find results again that were inputs, or leave out what changes nothing
        Shape shape = Recording.shape(y);
        double[] elements = Recording.ACCESS.elements(y);
        return y.varies()
                ? Recording.ACCESS.node(made, shape, elements, inputs)
                : Recording.ACCESS.flat(made, shape, elements, inputs);
    }

    private static String text(Map<?, ?> form, String name) {
        if (form.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("\"" + name + "\" is " + form.get(name) + ", no text");
    }

    private static Object value(Map<?, ?> form, Class<?> wanted) {
        Map<String, Object> attributes = attributes(form.get("attributes"));
        Object value;
        if (form.get("of") == null) {
            String name = text(form, "op");
            value = Recording.ACCESS.row(name, attributes);
            if (value == null) {
                throw new IllegalArgumentException("there is no operation " + name);
            }
        } else {
            Class<?> type = RECORDS.get(text(form, "of"));
            if (type == null) {
                throw new IllegalArgumentException("there is no operation " + form.get("of"));
            }
            value = built(type, form.get("parts"), attributes);
        }
        if (!wanted.isInstance(value)) {
            throw new IllegalArgumentException(form.get("of") + " is no " + wanted.getSimpleName());
        }
        return value;
    }

    private static Map<String, Object> attributes(Object form) {
        Map<String, Object> attributes = new LinkedHashMap<>();
        if (form instanceof Map<?, ?> map) {
            map.forEach((name, value) -> attributes.put((String) name, Json.number(value)));
        }
        return Collections.unmodifiableMap(attributes);
    }

    /** A number, or one of the texts for those that JSON has none for. */
    static Number number(Object value) {
        if (Json.number(value) instanceof Number number) {
            return number;
        }
        throw new IllegalArgumentException(value + " is no number");
    }

    static int[] whole(Object value) {
        if (!(value instanceof List<?> list)
                || list.stream().anyMatch(each -> !(each instanceof Integer))) {
            throw new IllegalArgumentException(value + " is no list of whole numbers");
        }
        return list.stream().mapToInt(each -> (Integer) each).toArray();
    }

    private static Object built(Class<?> type, Object parts, Map<String, Object> attributes) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            String name = components[i].getName();
            Object part = parts instanceof Map<?, ?> map ? map.get(name) : null;
            if (types[i] == Supplier.class) {
                values[i] = (Supplier<Map<String, Object>>) () -> attributes;
            } else if (!isMemory(types[i])) {
                values[i] = part(types[i], part, nameOf(type) + "." + name);
            }
        }
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(nameOf(type) + ": " + e.getCause(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a record of the engine is closed", e);
        }
    }

    private static Object part(Class<?> type, Object part, String name) {
        if (type == int.class && part instanceof Integer
                || type == boolean.class && part instanceof Boolean
                || type == String.class && part instanceof String) {
            return part;
        } else if (type == double.class && number(part) instanceof Double) {
            return number(part);
        } else if (type == int[].class) {
            return whole(part);
        } else if (type == Shape.class) {
            return Shape.of(whole(part));
        } else if (type == Axes.class && part instanceof String text) {
            return axes(text);
        } else if (type.isEnum() && part instanceof String text) {
            for (Object constant : type.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(text)) {
                    return constant;
                }
            }
        } else if (type == List.class && part instanceof List<?> list) {
            return list.stream().map(each -> value(map(each, name), Op.class)).toList();
        } else if (part instanceof Map<?, ?> form) {
            return value(form, type);
        }
        throw new IllegalArgumentException(name + " is " + part);
    }

    private static Map<?, ?> map(Object value, String name) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException(name + " holds " + value);
    }

    /** Axes as they write themselves: "all axes", "axis 1", "axes 0, 1, kept". */
    private static Axes axes(String text) {
        String axes = text.replace(", kept", "");
        boolean keeps = !axes.equals(text);
        if (axes.equals("all axes")) {
            return keeps ? Axes.keepAll() : Axes.all();
        }
        if (!axes.matches("ax[ie]s (-?\\d{1,9}(, -?\\d{1,9})*)?")) {
            throw new IllegalArgumentException("axes are " + text);
        }
        String list = axes.substring("axes ".length());
        int[] numbers =
                list.isEmpty()
                        ? new int[0]
                        : Arrays.stream(list.split(", ")).mapToInt(Integer::parseInt).toArray();
        return keeps ? Axes.keep(numbers) : Axes.of(numbers);
    }
}
