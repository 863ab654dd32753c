package org.cotangent;

import java.lang.reflect.Field;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cotangent.internal.Op;

/** Elementwise operations by their names and attributes. */
final class RowTable {
    private static final List<Class<?>> TABLES =
            List.of(
                    Arithmetic.class,
                    KernelRows.class,
                    ElementaryRows.class,
                    SpecialRows.class,
                    Activations.class);

    private static final Map<String, Op> ROWS = rows();

    /** Rows that depend on numbers. */
    private static final Map<String, Function<Map<String, Object>, Op>> FACTORIES =
            Map.ofEntries(
                    Map.entry("pow", a -> ElementaryRows.pow(real(a, "exponent"))),
                    Map.entry(
                            "clamp", a -> ElementaryRows.clamp(real(a, "least"), real(a, "most"))),
                    Map.entry(
                            "clampSlope",
                            a -> ElementaryRows.clampSlope(real(a, "least"), real(a, "most"))),
                    Map.entry("leakyRelu", a -> ElementaryRows.leakyRelu(real(a, "slope"))),
                    Map.entry(
                            "leakyReluSlope", a -> ElementaryRows.leakyReluSlope(real(a, "slope"))),
                    Map.entry("elu", a -> ElementaryRows.elu(real(a, "alpha"))),
                    Map.entry("eluSlope", a -> ElementaryRows.eluSlope(real(a, "alpha"))),
                    Map.entry("polygamma", a -> ElementaryRows.polygamma(whole(a, "order"))),
                    Map.entry("digammaDifference", a -> SpecialRows.difference(whole(a, "order"))),
                    Map.entry(
                            "polygammaDifference", a -> SpecialRows.difference(whole(a, "order"))),
                    Map.entry("gammaQ", a -> SpecialRows.gammaQ(whole(a, "order"))),
                    Map.entry("gammaQSlope", a -> SpecialRows.gammaQ(whole(a, "order"))),
                    Map.entry(
                            "gammaDensity",
                            a ->
                                    SpecialRows.gammaDensity(
                                            whole(a, "orderInA"), whole(a, "orderInX"))),
                    Map.entry("besselI0e", a -> SpecialRows.besselI0e(whole(a, "order"))),
                    Map.entry("besselI0eSlope", a -> SpecialRows.besselI0e(whole(a, "order"))),
                    Map.entry("besselI1e", a -> SpecialRows.besselI1e(whole(a, "order"))),
                    Map.entry("besselI1eSlope", a -> SpecialRows.besselI1e(whole(a, "order"))),
                    Map.entry("mills", a -> SpecialRows.mills(0)),
                    Map.entry("millsSlope", a -> SpecialRows.mills(1)),
                    Map.entry("millsCurve", a -> SpecialRows.mills(2)));

    private RowTable() {}

    private static Map<String, Op> rows() {
        Map<String, Op> rows = new HashMap<>();
        try {
            for (Class<?> table : TABLES) {
                collect(table, rows);
                for (Class<?> inner : table.getDeclaredClasses()) {
                    collect(inner, rows);
                }
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a table of the engine is closed", e);
        }
        return rows;
    }

    private static void collect(Class<?> table, Map<String, Op> rows)
            throws IllegalAccessException {
        for (Field field : table.getDeclaredFields()) {
            if (Op.class.isAssignableFrom(field.getType())) {
                field.setAccessible(true);
                Op row = (Op) field.get(null);
                Op other = rows.putIfAbsent(row.name(), row);
                if (other != null && other != row) {
                    throw new IllegalStateException("two operations are called " + row.name());
                }
            }
        }
    }

    /**
     * The row of a name, or null.
     *
     * @param name the name of the operation
     * @param attributes its attributes
     * @throws IllegalArgumentException if it has others
     */
    static Op row(String name, Map<String, Object> attributes) {
        Op row = attributes.isEmpty() ? ROWS.get(name) : null;
        if (row == null && FACTORIES.containsKey(name)) {
            row = FACTORIES.get(name).apply(attributes);
        } else if (row == null && name.startsWith("besselI")) {
            row = SpecialRows.besselI(Integer.parseInt(name.substring("besselI".length())));
        }
        if (row != null && !(row.name().equals(name) && row.attributes().equals(attributes))) {
            throw new IllegalArgumentException(
                    "the attributes of " + name + " are not " + attributes);
        }
        return row;
    }

    private static double real(Map<String, Object> attributes, String name) {
        return number(attributes, name).doubleValue();
    }

    private static int whole(Map<String, Object> attributes, String name) {
        return number(attributes, name).intValue();
    }

    private static Number number(Map<String, Object> attributes, String name) {
        if (attributes.get(name) instanceof Number number) {
            return number;
        }
        throw new IllegalArgumentException(
                "the attribute " + name + " is " + attributes.get(name) + ", not a number");
    }
}
