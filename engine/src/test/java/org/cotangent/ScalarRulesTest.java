package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** Rules in plain numbers against the same rules in tensors. */
class ScalarRulesTest {
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
    void everyRuleGivesTheBitsOfItsTwin() {
        int checks = 0;
        for (Op op : ScalarRules.operations()) {
            for (double p : AWKWARD) {
                if (op instanceof Elementwise.Unary unary) {
                    checks += check(Elementwise.apply(unary, Tensor.variable(p)));
                    continue;
                }
                Elementwise.Binary binary = (Elementwise.Binary) op;
                Tensor x = Tensor.variable(p);
                checks += check(Elementwise.apply(binary, x, x));
                for (double q : AWKWARD) {
                    checks += check(Elementwise.apply(binary, x, Tensor.variable(q)));
                }
            }
        }
        assertTrue(checks > 40_000, checks + " checks");
    }

    private static int check(Tensor y) {
        ScalarRules rules = ScalarRules.of(y);
        for (double g : AWKWARD) {
            String what = y.op.name() + " of " + y.a + ", " + y.b + ", adjoint " + g;
            Tensor adjoint = Tensor.of(g);
            assertEquals(y.op.adjoint(0, adjoint, y).value(), rules.a().part(g, y), what);
            if (y.b != null) {
                assertEquals(y.op.adjoint(1, adjoint, y).value(), rules.b().part(g, y), what);
            }
        }
        return y.inputs() * AWKWARD.length;
    }
}
