package org.cotangent.samples.calculator;

import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cotangent.Activations;
import org.cotangent.Special;
import org.cotangent.Tensor;
import org.cotangent.linalg.Linalg;

/**
 * The functions of formulas, which are those of the library: every public method of its classes of
 * operations that gives a tensor for tensors and numbers. A method of a tensor takes that tensor as
 * its first argument. Upper and lower case are the same.
 *
 * <p>An argument is a tensor or a number (Double); a number serves as a tensor where one is asked
 * for. The result for numbers alone is a number if it is a scalar, so that {@code sqrt(2)} stands
 * in a graph as a number does.
 */
final class Functions {
    /** The function that makes a list, which is written in brackets: [1, 2, 3]. */
    static final String LIST = "list";

    private static final List<Class<?>> CLASSES =
            List.of(Tensor.class, Activations.class, Special.class, Linalg.class);

    /** Methods that make variables, give names, or do what a list does. */
    private static final Set<String> EXCLUDED =
            Set.of("of", "variable", "vector", "asVariable", "named");

    private static final Map<String, String> ALIASES = Map.of("ln", "log");

    private static final Map<Class<?>, String> KINDS =
            Map.of(
                    Tensor.class, "tensor",
                    double.class, "number",
                    int.class, "integer",
                    boolean.class, "boolean",
                    Tensor[].class, "tensors...",
                    double[].class, "numbers...",
                    int[].class, "integers...");

    private static final Map<String, List<Method>> BY_NAME = methods();

    private Functions() {}

    private static Map<String, List<Method>> methods() {
        Map<String, List<Method>> found = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Class<?> type : CLASSES) {
            for (Method method : type.getDeclaredMethods()) {
                if (Modifier.isPublic(method.getModifiers())
                        && method.getReturnType() == Tensor.class
                        && !EXCLUDED.contains(method.getName())
                        && !kinds(method).contains(null)) {
                    found.computeIfAbsent(method.getName(), name -> new ArrayList<>()).add(method);
                }
            }
        }
        return found;
    }

    /** The kinds of the parameters; null for one that formulas have nothing for. */
    private static List<String> kinds(Method method) {
        return parameters(method).stream().map(KINDS::get).collect(Collectors.toList());
    }

    private static List<Class<?>> parameters(Method method) {
        List<Class<?>> types = new ArrayList<>(List.of(method.getParameterTypes()));
        if (!Modifier.isStatic(method.getModifiers())) {
            types.add(0, method.getDeclaringClass());
        }
        return types;
    }

    /** The name of a function in the library, or null if there is none of that name. */
    static String resolve(String name) {
        String real = ALIASES.getOrDefault(name, name);
        return BY_NAME.containsKey(real) ? BY_NAME.get(real).get(0).getName() : null;
    }

    /** All functions in alphabetical order, such as "pow(tensor, number)". */
    static List<String> signatures() {
        return BY_NAME.values().stream()
                .flatMap(List::stream)
                .map(method -> method.getName() + taking(kinds(method)))
                .distinct()
                .sorted(String.CASE_INSENSITIVE_ORDER.thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** The end of a message about a name that is none of a function. */
    static String suggestion(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return BY_NAME.keySet().stream()
                .min(
                        Comparator.<String>comparingInt(known -> distance(lower, known))
                                // of those that are as near: the one that was begun
                                .thenComparing(known -> !lower.startsWith(known)))
                .filter(known -> distance(lower, known) <= 1 + name.length() / 4)
                .map(known -> "; did you mean " + known + "?")
                .orElse("; --functions lists those there are");
    }

    /** The number of letters to insert, delete or replace (Levenshtein). */
    private static int distance(String a, String other) {
        String b = other.toLowerCase(Locale.ROOT);
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    // ---- calls

    /**
     * The value of a function.
     *
     * @param name the name of the function in the library, or {@link #LIST}
     * @param arguments tensors and numbers
     * @return a tensor or a number
     * @throws IllegalArgumentException if the function does not take such arguments
     */
    static Object call(String name, Object... arguments) {
        if (name.equals(LIST)) {
            return list(arguments);
        }
        Method best = null;
        for (Method method : BY_NAME.get(name)) {
            if (fit(method, arguments) > (best == null ? 0 : fit(best, arguments))) {
                best = method;
            }
        }
        if (best == null) {
            throw new IllegalArgumentException(refusal(name, arguments));
        }
        Tensor result = invoke(best, arguments);
        boolean numbers = Arrays.stream(arguments).allMatch(Double.class::isInstance);
        return numbers && result.rank() == 0 ? (Object) result.value() : result;
    }

    private static Object list(Object... items) {
        return Tensor.stack(0, Arrays.stream(items).map(Functions::tensor).toArray(Tensor[]::new));
    }

    /** A number as a constant, a tensor as it is. */
    static Tensor tensor(Object value) {
        return value instanceof Tensor tensor ? tensor : Tensor.of((Double) value);
    }

    /** How well a method takes some arguments, numbers as numbers best; 0 if it does not. */
    private static int fit(Method method, Object... arguments) {
        List<Class<?>> types = parameters(method);
        boolean variable = method.isVarArgs();
        int fixed = variable ? types.size() - 1 : types.size();
        if (variable ? arguments.length < fixed : arguments.length != fixed) {
            return 0;
        }
        int fit = variable ? 1 : 2;
        for (int i = 0; i < arguments.length; i++) {
            Class<?> type = i < fixed ? types.get(i) : types.get(fixed).getComponentType();
            if (!takes(type, arguments[i])) {
                return 0;
            }
            fit += type == Tensor.class ? 0 : 2;
        }
        return fit;
    }

    private static boolean takes(Class<?> type, Object argument) {
        if (type == Tensor.class) {
            return true;
        }
        if (!(argument instanceof Double number)) {
            return false;
        }
        return type == double.class
                || (type == int.class ? number == number.intValue() : number == 0 || number == 1);
    }

    private static Tensor invoke(Method method, Object... arguments) {
        List<Class<?>> types = parameters(method);
        List<Object> converted = new ArrayList<>();
        int fixed = method.isVarArgs() ? types.size() - 1 : types.size();
        for (int i = 0; i < fixed; i++) {
            converted.add(converted(types.get(i), arguments[i]));
        }
        if (method.isVarArgs()) {
            Class<?> type = types.get(fixed).getComponentType();
            Object rest = Array.newInstance(type, arguments.length - fixed);
            for (int i = fixed; i < arguments.length; i++) {
                Array.set(rest, i - fixed, converted(type, arguments[i]));
            }
            converted.add(rest);
        }
        Object receiver = Modifier.isStatic(method.getModifiers()) ? null : converted.remove(0);
        try {
            return (Tensor) method.invoke(receiver, converted.toArray());
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof RuntimeException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e); // public methods of exported classes
        }
    }

    private static Object converted(Class<?> type, Object argument) {
        if (type == Tensor.class) {
            return tensor(argument);
        }
        Double number = (Double) argument;
        if (type == int.class) {
            return number.intValue();
        }
        return type == boolean.class ? (Object) (number != 0) : number;
    }

    private static String refusal(String name, Object... arguments) {
        List<String> given = new ArrayList<>();
        for (Object argument : arguments) {
            given.add(
                    argument instanceof Tensor tensor
                            ? "tensor" + Arrays.toString(tensor.shape())
                            : "number");
        }
        String forms =
                BY_NAME.getOrDefault(name, Collections.emptyList()).stream()
                        .map(method -> taking(kinds(method)))
                        .distinct()
                        .sorted()
                        .collect(Collectors.joining(" or "));
        return name + " takes " + forms + ", not " + taking(given);
    }

    private static String taking(List<String> kinds) {
        return "(" + String.join(", ", kinds) + ")";
    }
}
