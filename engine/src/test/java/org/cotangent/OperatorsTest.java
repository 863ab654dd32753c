package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import java.util.function.Function;
import org.cotangent.groovy.NumberOperators;
import org.junit.jupiter.api.Test;

/** The operators of other languages do what the operation of the usual name does. */
class OperatorsTest {
    private static final Tensor Y = Tensor.of(4);

    private static void same(Function<Tensor, Tensor> operator, Function<Tensor, Tensor> usual) {
        Tensor x = Tensor.variable(3);
        Tensor found = operator.apply(x);
        Tensor expected = usual.apply(x);
        assertEquals(expected.value(), found.value());
        assertEquals(expected.backward().of(x).value(), found.backward().of(x).value());
    }

    @Test
    void betweenTensors() {
        same(x -> x.plus(Y), x -> x.add(Y));
        same(x -> x.minus(Y), x -> x.sub(Y));
        same(x -> x.times(Y), x -> x.mul(Y));
        same(x -> x.multiply(Y), x -> x.mul(Y));
        same(x -> x.power(Y), x -> x.pow(Y));
        same(Tensor::unaryMinus, Tensor::neg);
        same(Tensor::negative, Tensor::neg);
        same(x -> x.positive().mul(2), x -> x.mul(2));
    }

    @Test
    void elements() {
        Tensor v = Tensor.variable(new double[] {1, 2, 3});
        Tensor second = v.getAt(1);
        assertEquals(2, second.value());
        assertEquals(Tensor.vector(0, 1, 0).toString(), second.backward().of(v).toString());
        assertThrows(IllegalArgumentException.class, () -> Tensor.zeros(2, 2).getAt(0));
        assertThrows(IndexOutOfBoundsException.class, () -> v.getAt(-1));
    }

    @Test
    void withANumberOfAnyKind() {
        for (Number number : List.of(2, 2L, 2f, 2.5, new BigDecimal("2.5"))) {
            double value = number.doubleValue();
            same(x -> x.plus(number), x -> x.add(value));
            same(x -> x.minus(number), x -> x.sub(value));
            same(x -> x.times(number), x -> x.mul(value));
            same(x -> x.multiply(number), x -> x.mul(value));
            same(x -> x.div(number), x -> x.div(value));
            same(x -> x.power(number), x -> x.pow(value));
        }
    }

    @Test
    void withANumberFirst() {
        same(x -> NumberOperators.plus(2, x), x -> Tensor.of(2).add(x));
        same(x -> NumberOperators.minus(2, x), x -> Tensor.of(2).sub(x));
        same(x -> NumberOperators.multiply(2, x), x -> Tensor.of(2).mul(x));
        same(x -> NumberOperators.div(2, x), x -> Tensor.of(2).div(x));
        same(x -> NumberOperators.power(2, x), x -> Tensor.of(2).pow(x));
    }

    /** A product of operators is that of values: a zero adjoint does not win over NaN. */
    @Test
    void timesIsNoRuleOfAdjoints() {
        assertTrue(Double.isNaN(Tensor.of(0).times(Tensor.of(Double.NaN)).value()));
    }

    @Test
    void noNumber() {
        Exception refused =
                assertThrows(NullPointerException.class, () -> Tensor.of(1).plus((Number) null));
        assertTrue(refused.getMessage().contains("number is null"), refused::getMessage);
    }

    @Test
    void groovyFindsTheClass() throws Exception {
        Properties module = new Properties();
        String name = "/META-INF/groovy/org.codehaus.groovy.runtime.ExtensionModule";
        try (var file = Tensor.class.getResourceAsStream(name)) {
            module.load(file);
        }
        assertEquals(NumberOperators.class.getName(), module.getProperty("extensionClasses"));
        List<Method> methods =
                Arrays.stream(NumberOperators.class.getDeclaredMethods())
                        .filter(method -> Modifier.isPublic(method.getModifiers()))
                        .toList();
        assertEquals(5, methods.size());
        for (Method method : methods) {
            assertTrue(Modifier.isStatic(method.getModifiers()), method::toString);
            assertEquals(List.of(Number.class, Tensor.class), List.of(method.getParameterTypes()));
        }
    }
}
