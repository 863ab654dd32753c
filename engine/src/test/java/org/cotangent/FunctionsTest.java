package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.linalg.Linalg;
import org.junit.jupiter.api.Test;

/** {@link Functions} has each operation of {@link Tensor} that formulas use, and does the same. */
class FunctionsTest {
    /** Methods of Tensor that give tensors and stay methods: no word of a formula. */
    private static final Set<String> METHODS =
            Set.of(
                            // operators of other languages, and operands the other way round
                            "plus minus times multiply power unaryMinus negative positive getAt",
                            "rsub rdiv axpy share",
                            // what a node is
                            "asVariable stopGradient named",
                            // masks
                            "gt ge lt le eq ne all any",
                            // shapes
                            "sumTo expand reshape transpose permute squeeze unsqueeze swapAxes",
                            // elements, their order, running results
                            "flip roll slice pad tile repeat at pick indexSelect gather scatterAdd",
                            "sort argSort argMax argMin cumSum cumProd logCumSumExp quantile quantiles")
                    .stream()
                    .flatMap(line -> Stream.of(line.split(" ")))
                    .collect(Collectors.toSet());

    private static final Set<String> NUMBER_FIRST =
            Set.of("add", "sub", "mul", "div", "max", "min", "pow");

    @Test
    void eachOperationIsAFunction() {
        Set<String> expected = new TreeSet<>();
        operations().forEach(method -> expected.add(signature(method, Tensor.class)));
        NUMBER_FIRST.forEach(name -> expected.add(name + "[double, Tensor]"));
        assertEquals(String.join("\n", expected), String.join("\n", signatures(Functions.class)));
    }

    @Test
    void theMethodsThatStayAreThere() {
        Set<String> names =
                Arrays.stream(Tensor.class.getMethods())
                        .map(Method::getName)
                        .collect(Collectors.toSet());
        assertEquals(
                List.of(),
                METHODS.stream().filter(name -> !names.contains(name)).sorted().toList());
    }

    /** Two classes with the same signature cannot be imported together. */
    @Test
    void nothingElseToImportHasTheSameSignature() {
        Set<String> here = signatures(Functions.class);
        for (Class<?> other :
                List.of(
                        Tensor.class,
                        Special.class,
                        Linalg.class,
                        Images.class,
                        Differentiate.class,
                        Math.class)) {
            Set<String> both = signatures(other);
            both.retainAll(here);
            assertEquals(Set.of(), both, other::getName);
        }
        assertTrue(Activations.class.isAssignableFrom(Functions.class));
    }

    @Test
    void eachFunctionDoesTheSame() throws Exception {
        for (Method method : operations().toList()) {
            Tensor x = Tensor.variable(new double[][] {{0.3, 0.6}, {0.2, 0.9}});
            List<Object> arguments = new ArrayList<>();
            List<Class<?>> types = new ArrayList<>(List.of(Tensor.class));
            for (Class<?> type : method.getParameterTypes()) {
                arguments.add(argument(type, arguments.size()));
                types.add(type);
            }
            Tensor expected = (Tensor) method.invoke(x, arguments.toArray());
            arguments.add(0, x);
            Method function =
                    Functions.class.getMethod(method.getName(), types.toArray(new Class<?>[0]));
            same(expected, (Tensor) function.invoke(null, arguments.toArray()), x, method);
        }
        Tensor x = Tensor.variable(new double[] {0.3, 0.6});
        for (String name : NUMBER_FIRST) {
            Method method = Tensor.class.getMethod(name, Tensor.class);
            Method function = Functions.class.getMethod(name, double.class, Tensor.class);
            Tensor expected = (Tensor) method.invoke(Tensor.of(2), x);
            same(expected, (Tensor) function.invoke(null, 2.0, x), x, function);
        }
    }

    private static void same(Tensor expected, Tensor found, Tensor x, Method method) {
        assertArrayEquals(expected.shape(), found.shape(), method::toString);
        assertArrayEquals(expected.toArray(), found.toArray(), method::toString);
        if (expected.varies()) {
            assertArrayEquals(
                    expected.sum().backward().of(x).toArray(),
                    found.sum().backward().of(x).toArray(),
                    method::toString);
        }
    }

    private static Object argument(Class<?> type, int index) {
        if (type == Tensor.class) {
            return Tensor.of(new double[][] {{2, 3}, {1, 0.5}});
        }
        if (type == double.class) {
            return 0.4 + index;
        }
        if (type == int.class) {
            return index;
        }
        return type == int[].class ? new int[] {1} : Axes.keep(0);
    }

    private static Stream<Method> operations() {
        return Arrays.stream(Tensor.class.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> !Modifier.isStatic(method.getModifiers()))
                .filter(method -> method.getReturnType() == Tensor.class)
                .filter(method -> !METHODS.contains(method.getName()))
                // the operator / shares its name with an operation
                .filter(method -> !List.of(method.getParameterTypes()).contains(Number.class));
    }

    private static Set<String> signatures(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> Modifier.isPublic(method.getModifiers()))
                .filter(method -> Modifier.isStatic(method.getModifiers()))
                .map(method -> signature(method))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String signature(Method method, Class<?>... before) {
        return method.getName()
                + Stream.concat(Arrays.stream(before), Arrays.stream(method.getParameterTypes()))
                        .map(Class::getSimpleName)
                        .toList();
    }
}
