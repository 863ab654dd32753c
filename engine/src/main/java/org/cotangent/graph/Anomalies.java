package org.cotangent.graph;

import java.util.Arrays;
import java.util.function.Supplier;
import org.cotangent.Tensor;
import org.cotangent.internal.Observer;
import org.cotangent.internal.Op;
import org.cotangent.internal.Shape;
import org.cotangent.internal.TensorAccess;
import org.cotangent.internal.Text;

/**
 * A watch for NaN and infinities: the first operation that makes one is named, with its inputs and
 * the line of code that called it, on the way forward and on the way back.
 */
public final class Anomalies {
    private static final TensorAccess<Tensor, Op> ACCESS = Graph.ACCESS;

    private Anomalies() {}

    /**
     * Runs some code, on this thread, and stops it at the first operation or rule that makes a NaN,
     * or makes an infinity of finite numbers. Infinities that were put in, as masks are, may stay
     * infinities. Operations on constants alone are not recorded and not watched. Every node
     * remembers the line that made it, which costs about a microsecond each.
     *
     * <pre>{@code
     * Tensor x = Tensor.variable(0).named("x");
     * try {
     *     Anomalies.detect(() -> x.log().exp().backward());
     * } catch (ArithmeticException e) {
     *     // log made -Infinity from x = 0; made at Main.main(Main.java:7)
     *     System.out.println(e.getMessage());
     * }
     * }</pre>
     *
     * @param code the code, which should make the graph as well as sweep it
     * @param <T> what it returns
     * @return what the code returned
     * @throws ArithmeticException at the first number that is not finite
     */
    public static <T> T detect(Supplier<T> code) {
        Watch watch = new Watch();
        watch.outer = ACCESS.setObserver(watch);
        try {
            return code.get();
        } finally {
            ACCESS.setObserver(watch.outer);
        }
    }

    /** Checks every node and every share of an adjoint as it is made. */
    private static final class Watch implements Observer<Tensor> {
        private Observer<Tensor> outer;

        @Override
        public boolean wantsPlaces() {
            return true;
        }

        @Override
        public boolean wantsWholePrograms() {
            return outer != null && outer.wantsWholePrograms();
        }

        @Override
        public void copied(Tensor constant, double[]... parts) {
            if (outer != null) {
                outer.copied(constant, parts);
            }
        }

        @Override
        public void variable(Tensor variable) {
            if (outer != null) {
                outer.variable(variable);
            }
        }

        @Override
        public void made(Tensor node) {
            check(node);
            if (outer != null) {
                outer.made(node);
            }
        }

        @Override
        public void passed(Tensor node, int input, Tensor g, Tensor share) {
            if (share != null) {
                checkAdjoint(node, input, g, share);
            }
            if (outer != null) {
                outer.passed(node, input, g, share);
            }
        }

        @Override
        public void readElsewhere(Tensor node, String method) {
            if (outer != null) {
                outer.readElsewhere(node, method);
            }
        }

        @Override
        public void chosen(Tensor condition) {
            if (outer != null) {
                outer.chosen(condition);
            }
        }

        @Override
        public boolean hides(Tensor node) {
            return outer != null && outer.hides(node);
        }

        @Override
        public void read(Tensor node, String method) {
            if (outer != null) {
                outer.read(node, method);
            }
        }
    }

    /** Throws if a node's value holds a NaN, or an infinity that its inputs do not hold. */
    static void check(Tensor node) {
        int bad = firstBad(node, hasInfinity(node));
        if (bad < 0) {
            return;
        }
        StringBuilder inputs = new StringBuilder();
        Tensor[] operands = ACCESS.inputs(node);
        for (int i = 0; i < operands.length; i++) {
            Tensor input = operands[i];
            inputs.append(i == 0 ? " from " : i == operands.length - 1 ? " and " : ", ");
            if (input.rank() == 0) {
                inputs.append(input.name() == null ? "" : input.name() + " = ");
                inputs.append(Graph.brief(input));
                inputs.append(firstBad(input, false) >= 0 ? " already" : "");
                continue;
            }
            inputs.append(described(input));
            int already = firstBad(input, false);
            if (already >= 0) {
                inputs.append(", which holds ").append(at(input, already)).append(" already");
            } else if (Arrays.equals(input.shape(), node.shape())) {
                inputs.append(", there ").append(Text.number(ACCESS.elements(input)[bad]));
            }
        }
        throw new ArithmeticException(
                ACCESS.op(node).name() + " made " + at(node, bad) + inputs + where(node));
    }

    /** Throws if what a node's rule passes on to an input is not finite. */
    static void checkAdjoint(Tensor node, int i, Tensor g, Tensor part) {
        int bad = firstBad(part, hasInfinity(node) || firstBad(g, false) >= 0);
        if (bad >= 0) {
            throw new ArithmeticException(
                    "backward: the rule of "
                            + ACCESS.op(node).name()
                            + " made "
                            + at(part, bad)
                            + " for the gradient of its input "
                            + i
                            + ", "
                            + described(ACCESS.inputs(node)[i])
                            + "; value "
                            + Graph.brief(node)
                            + ", adjoint "
                            + Graph.brief(g)
                            + where(node));
        }
    }

    /** Whether an input holds an infinity: then it was put in, and more of them are no news. */
    private static boolean hasInfinity(Tensor node) {
        for (Tensor input : ACCESS.inputs(node)) {
            for (double v : ACCESS.elements(input)) {
                if (Double.isInfinite(v)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The place of the first NaN, or of the first infinity too; -1 if there is none. */
    private static int firstBad(Tensor x, boolean infinitiesPass) {
        double[] elements = ACCESS.elements(x);
        for (int i = 0; i < elements.length; i++) {
            if (elements[i] != elements[i] || !infinitiesPass && Double.isInfinite(elements[i])) {
                return i;
            }
        }
        return -1;
    }

    private static String at(Tensor x, int place) {
        int[] index = Shape.of(x.shape()).index(place);
        return ACCESS.elements(x)[place]
                + (index.length == 0 ? "" : " at " + Arrays.toString(index));
    }

    private static String described(Tensor x) {
        return (x.name() == null ? "" : x.name() + ", ")
                + ACCESS.op(x).name()
                + " "
                + (x.rank() == 0 ? Graph.brief(x) : "of shape " + Arrays.toString(x.shape()));
    }

    private static String where(Tensor node) {
        StackTraceElement line = ACCESS.place(node);
        return line == null ? "; made before detection began" : "; made at " + line;
    }
}
