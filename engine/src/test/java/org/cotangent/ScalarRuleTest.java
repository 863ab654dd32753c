package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rules in plain numbers against the same rules in tensors. */
class ScalarRuleTest {
    private static final double[] AWKWARD = {
        0,
        -0.0,
        1,
        -1,
        0.3,
        -0.7,
        2,
        -3.5,
        40,
        -40,
        710,
        -745,
        1e-200,
        -1e-200,
        1e-310,
        1e200,
        -1e200,
        Double.MAX_VALUE,
        Double.MIN_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    @Test
    void everyRuleGivesTheBitsOfItsTwin() throws IllegalAccessException {
        int checks = 0;
        int met = 0;
        List<Field> rows = new ArrayList<>(List.of(Arithmetic.class.getDeclaredFields()));
        for (Class<?> table : List.of(KernelRows.class, ElementaryRows.class)) {
            for (Class<?> holder : table.getDeclaredClasses()) {
                rows.addAll(List.of(holder.getDeclaredFields()));
            }
        }
        for (Field field : rows) {
            field.setAccessible(true);
            Object op = Modifier.isStatic(field.getModifiers()) ? field.get(null) : null;
            if (op instanceof Elementwise.Unary unary && unary.share() != null) {
                met++;
                for (double p : AWKWARD) {
                    checks += check(Elementwise.apply(unary, Tensor.variable(p)));
                }
            } else if (op instanceof Elementwise.Binary binary && binary.inNumbers() != null) {
                met++;
                for (double p : AWKWARD) {
                    Tensor x = Tensor.variable(p);
                    checks += check(Elementwise.apply(binary, x, x));
                    for (double q : AWKWARD) {
                        checks += check(Elementwise.apply(binary, x, Tensor.variable(q)));
                    }
                }
            }
        }
        assertTrue(met >= 17, met + " rows with a rule in numbers");
        assertTrue(checks > 40_000, checks + " checks");
    }

    private static int check(Tensor y) {
        for (double g : AWKWARD) {
            String what = y.op.name() + " of " + y.a + ", " + y.b + ", adjoint " + g;
            Tensor adjoint = Tensor.of(g);
            assertEquals(y.op.adjoint(0, adjoint, y).value(), first(g, y), what);
            if (y.op instanceof Elementwise.Binary binary) {
                double second =
                        binary.inNumbers().toSecond(g, y.value, y.a.value, y.b.value, y.a == y.b);
                assertEquals(y.op.adjoint(1, adjoint, y).value(), second, what);
            }
        }
        return y.inputs() * AWKWARD.length;
    }

    private static double first(double g, Tensor y) {
        return y.op instanceof Elementwise.Unary unary
                ? unary.share().applyAsDouble(g, (unary.ofResult() ? y : y.a).value)
                : ((Elementwise.Binary) y.op)
                        .inNumbers()
                        .toFirst(g, y.value, y.a.value, y.b.value, y.a == y.b);
    }
}
