package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
        Set<ScalarRule> met = new HashSet<>();
        List<Field> rows = new ArrayList<>(List.of(Arithmetic.class.getDeclaredFields()));
        rows.addAll(List.of(Elementary.class.getDeclaredFields()));
        for (Field field : rows) {
            field.setAccessible(true);
            Object op = Modifier.isStatic(field.getModifiers()) ? field.get(null) : null;
            if (op instanceof Elementwise.Unary unary && unary.inNumbers() != null) {
                met.add(unary.inNumbers());
                for (double p : AWKWARD) {
                    checks += check(Elementwise.apply(unary, Tensor.variable(p)));
                }
            } else if (op instanceof Elementwise.Binary binary && binary.inNumbers() != null) {
                met.add(binary.inNumbers());
                for (double p : AWKWARD) {
                    Tensor x = Tensor.variable(p);
                    checks += check(Elementwise.apply(binary, x, x));
                    for (double q : AWKWARD) {
                        checks += check(Elementwise.apply(binary, x, Tensor.variable(q)));
                    }
                }
            }
        }
        for (Field field : ScalarRules.class.getDeclaredFields()) {
            if (field.getType() == ScalarRule.class) {
                assertTrue(met.contains(field.get(null)), field.getName());
            }
        }
        assertTrue(checks > 40_000, checks + " checks");
    }

    private static int check(Tensor y) {
        ScalarRule rule = ScalarRule.of(y);
        for (double g : AWKWARD) {
            String what = y.op.name() + " of " + y.a + ", " + y.b + ", adjoint " + g;
            Tensor adjoint = Tensor.of(g);
            assertEquals(y.op.adjoint(0, adjoint, y).value(), rule.toFirst(g, y), what);
            if (y.b != null) {
                assertEquals(y.op.adjoint(1, adjoint, y).value(), rule.toSecond(g, y), what);
            }
        }
        return y.inputs() * AWKWARD.length;
    }
}
