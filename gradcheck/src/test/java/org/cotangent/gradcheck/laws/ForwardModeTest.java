package org.cotangent.gradcheck.laws;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.commons.math3.analysis.differentiation.DSCompiler;
import org.apache.commons.math3.analysis.differentiation.DerivativeStructure;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;

/**
 * Random expressions of three variables against Commons Math's derivative structures, which carry
 * Taylor coefficients forward and share no rule with the engine: all partial derivatives up to
 * order 3, mixed ones too.
 */
class ForwardModeTest {
    private static final int VARIABLES = 3;
    private static final int ORDER = 3;

    @Property(tries = 400)
    void allPartialDerivativesAgree(
            @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int length) {
        agree(seed, length);
    }

    /** Two values scaled to the same size, their difference of 0 an operand of hypot. */
    @Example
    void curvatureOfAnOperandThatIsZero() {
        agree(-12955384109779L, 6);
    }

    private static void agree(long seed, int length) {
        Random random = new Random(seed);
        double[] at = random.doubles(VARIABLES, -1.5, 1.5).toArray();
        Expression expression = new Expression(seed, length, at);
        DerivativeStructure[] theirs = new DerivativeStructure[VARIABLES];
        Tensor[] ours = new Tensor[VARIABLES];
        for (int i = 0; i < VARIABLES; i++) {
            theirs[i] = new DerivativeStructure(VARIABLES, ORDER, i, at[i]);
            ours[i] = Tensor.of(at[i]);
        }
        compare(
                expression::ours,
                ours,
                expression.theirs(theirs),
                new int[VARIABLES],
                0,
                expression + " at " + Arrays.toString(at) + ", seed " + seed);
    }

    /** This derivative, and those of higher order by this variable and later ones. */
    private static void compare(
            TensorFunction f,
            Tensor[] at,
            DerivativeStructure theirs,
            int[] orders,
            int from,
            String what) {
        double expected = theirs.getPartialDerivative(orders);
        double actual = f.apply(at).value();
        // as large as the largest derivative up to this order: terms of its size cancel in others
        int order = Arrays.stream(orders).sum();
        DSCompiler layout = DSCompiler.getCompiler(VARIABLES, ORDER);
        double[] all = theirs.getAllDerivatives();
        double scale = 1;
        for (int i = 0; i < all.length; i++) {
            if (Arrays.stream(layout.getPartialDerivativeOrders(i)).sum() <= order) {
                scale = Math.max(scale, Math.abs(all[i]));
            }
        }
        double allowed = 1e-12 * scale;
        assertTrue(
                Math.abs(expected - actual) <= allowed,
                () ->
                        "orders "
                                + Arrays.toString(orders)
                                + ": "
                                + actual
                                + ", Commons Math "
                                + expected
                                + " of "
                                + what);
        if (order == ORDER) {
            return;
        }
        for (int i = from; i < at.length; i++) {
            int variable = i;
            int[] next = orders.clone();
            next[i]++;
            compare(x -> Differentiate.gradients(f, x).get(variable), at, theirs, next, i, what);
        }
    }
}
