package org.cotangent.kernel;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodHandles;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;

/**
 * A chooser of loops over functions that have no kernel. In one loop for all of them the JIT
 * compiler could inline none; so functions of a class that is called often have a copy of {@link
 * LoopsOfOne} for themselves.
 */
final class FunctionLoops {
    /** Elements after which a function has loops of its own. */
    static final long OFTEN = 1L << 22;

    private static final Loops FOR_ALL = new LoopsOfOne();

    private static final ClassValue<FunctionLoops> CHOICES =
            new ClassValue<>() {
                @Override
                protected FunctionLoops computeValue(Class<?> type) {
                    return new FunctionLoops();
                }
            };

    /** Loops over elements. */
    interface Loops {
        /** y[yFrom + i] = f(x[xFrom + i]) for i below n; y may be x. */
        void map(DoubleUnaryOperator f, double[] x, int xFrom, double[] y, int yFrom, int n);

        /** y[yFrom + i] = f(a[aFrom + i], b[bFrom + i]) for i below n; y may be a. */
        void zip(
                DoubleBinaryOperator f,
                double[] a,
                int aFrom,
                double[] b,
                int bFrom,
                double[] y,
                int yFrom,
                int n);
    }

    // of one class of functions; threads may lose elements or see old loops, which are as good
    private Loops loops = FOR_ALL;
    private long elements;

    private FunctionLoops() {}

    /**
     * The loops for a function.
     *
     * @param function the function
     * @param n how many elements it is to be called for
     * @return the loops
     */
    static Loops of(Object function, int n) {
        FunctionLoops choice = CHOICES.get(function.getClass());
        if (choice.elements <= OFTEN) {
            choice.elements += n;
            if (choice.elements > OFTEN) {
                choice.loops = copied();
            }
        }
        return choice.loops;
    }

    private static Loops copied() {
        try (InputStream in = FunctionLoops.class.getResourceAsStream("LoopsOfOne.class")) {
            if (in == null) {
                return FOR_ALL;
            }
            return (Loops)
                    MethodHandles.lookup()
                            .defineHiddenClass(in.readAllBytes(), true)
                            .lookupClass()
                            .getDeclaredConstructor()
                            .newInstance();
        } catch (IOException
                | ReflectiveOperationException
                | UnsupportedOperationException
                | LinkageError e) {
            return FOR_ALL; // where no classes are made, as in a native image
        }
    }
}
