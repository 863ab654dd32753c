package org.cotangent;

import java.net.URL;
import java.security.CodeSource;
import java.util.Arrays;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * A watch for NaN and infinities: the first operation that makes one is named, with its inputs and
 * the line of code that called it, on the way forward and on the way back.
 */
public final class Anomalies {
    private static final StackWalker WALKER =
            StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

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
     *     // log made -Infinity from x, variable 0, there 0; made at Main.main(Main.java:7)
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
        Recorder recorder = Recorder.current();
        boolean before = recorder.setDetecting(true);
        try {
            return code.get();
        } finally {
            recorder.setDetecting(before);
        }
    }

    /** The innermost frame outside this library's engine. */
    static StackTraceElement userLine() {
        URL engine = source(Tensor.class);
        return WALKER.walk(
                frames ->
                        frames.filter(frame -> !isOf(engine, frame.getDeclaringClass()))
                                .findFirst()
                                .map(StackWalker.StackFrame::toStackTraceElement)
                                .orElse(null));
    }

    private static boolean isOf(URL engine, Class<?> type) {
        return type.getModule() == Object.class.getModule()
                || type.getPackage() == Tensor.class.getPackage()
                        && Objects.equals(engine, source(type));
    }

    private static URL source(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        return source == null ? null : source.getLocation(); // of a class defined from bytes
    }

    /** Throws if a node's value holds a NaN, or an infinity that its inputs do not hold. */
    static void check(Tensor node) {
        int bad = firstBad(node, hasInfinity(node));
        if (bad < 0) {
            return;
        }
        StringBuilder inputs = new StringBuilder();
        for (int i = 0; i < node.inputs(); i++) {
            Tensor input = node.input(i);
            inputs.append(i == 0 ? " from " : ", ").append(described(input));
            int already = firstBad(input, false);
            if (already >= 0) {
                inputs.append(", which holds ").append(at(input, already)).append(" already");
            } else if (input.shape.equals(node.shape)) {
                inputs.append(", there ").append(Text.number(input.array()[bad]));
            }
        }
        throw new ArithmeticException(
                node.op.name() + " made " + at(node, bad) + inputs + where(node));
    }

    /** Throws if what a node's rule passes on to an input is not finite. */
    static void checkAdjoint(Tensor node, int i, Tensor g, Tensor part) {
        int bad = firstBad(part, hasInfinity(node) || firstBad(g, false) >= 0);
        if (bad >= 0) {
            throw new ArithmeticException(
                    "backward: the rule of "
                            + node.op.name()
                            + " made "
                            + at(part, bad)
                            + " for the gradient of its input "
                            + i
                            + ", "
                            + described(node.input(i))
                            + "; value "
                            + Text.brief(node)
                            + ", adjoint "
                            + Text.brief(g)
                            + where(node));
        }
    }

    /** Whether an input holds an infinity: then it was put in, and more of them are no news. */
    private static boolean hasInfinity(Tensor node) {
        for (int i = 0; i < node.inputs(); i++) {
            for (double v : node.input(i).array()) {
                if (Double.isInfinite(v)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The place of the first NaN, or of the first infinity too; -1 if there is none. */
    private static int firstBad(Tensor x, boolean infinitiesPass) {
        double[] elements = x.array();
        for (int i = 0; i < elements.length; i++) {
            if (elements[i] != elements[i] || !infinitiesPass && Double.isInfinite(elements[i])) {
                return i;
            }
        }
        return -1;
    }

    private static String at(Tensor x, int place) {
        int[] index = new int[x.rank()];
        int rest = place;
        for (int axis = x.rank() - 1; axis >= 0; axis--) {
            index[axis] = rest % x.shape.extents[axis];
            rest /= x.shape.extents[axis];
        }
        return x.array()[place] + (index.length == 0 ? "" : " at " + Arrays.toString(index));
    }

    private static String described(Tensor x) {
        return (x.name() == null ? "" : x.name() + ", ")
                + x.op.name()
                + " "
                + (x.rank() == 0 ? Text.number(x.value()) : "of shape " + x.shape);
    }

    private static String where(Tensor node) {
        StackTraceElement line = node.note().madeAt();
        return line == null ? "; made before detection began" : "; made at " + line;
    }
}
