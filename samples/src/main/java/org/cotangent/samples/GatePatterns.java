// spotless:off
//DEPS org.cotangent:cotangent-engine:0.1.0-SNAPSHOT
// spotless:on
package org.cotangent.samples;

import java.util.Locale;
import org.cotangent.Backward;
import org.cotangent.Gradients;
import org.cotangent.Tensor;

/**
 * The patterns by which gradients flow through the common gates: add distributes, max routes, mul
 * swaps, branches sum.
 */
public final class GatePatterns {
    private GatePatterns() {}

    /**
     * Prints the four patterns, each with numbers. The gradient that arrives at each gate is 2,
     * because each result is doubled.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        Tensor x = Tensor.variable(3);
        Tensor y = Tensor.variable(-4);

        Gradients add = x.add(y).mul(2).backward();
        show("add distributes", "f = 2 (x + y)", x, y, add);
        System.out.println("    Both inputs get the 2 that arrives at the sum.");

        Gradients max = x.max(y).mul(2).backward();
        show("max routes", "f = 2 max(x, y)", x, y, max);
        System.out.println("    The larger input gets all of it, the other nothing.");

        Gradients mul = x.mul(y).mul(2).backward();
        show("mul swaps", "f = 2 x y", x, y, mul);
        System.out.println("    Each input gets the 2 that arrives, times the value of the other.");

        Tensor left = x.mul(5);
        Tensor right = x.mul(y);
        Gradients sum = Backward.of(left.add(right).mul(2)).retain(left, right).run();
        show("branches sum", "f = 2 (5 x + x y)", x, y, sum);
        System.out.printf(
                Locale.ROOT,
                "    x is used twice: %.0f through 5 x and %.0f through x y make %.0f.%n",
                5 * sum.of(left).value(),
                y.value() * sum.of(right).value(),
                sum.of(x).value());
    }

    private static void show(String pattern, String formula, Tensor x, Tensor y, Gradients g) {
        System.out.printf(
                Locale.ROOT,
                "%s%n    %s at x = %.0f, y = %.0f: df/dx = %.0f, df/dy = %.0f%n",
                pattern,
                formula,
                x.value(),
                y.value(),
                g.of(x).value(),
                g.of(y).value());
    }
}
