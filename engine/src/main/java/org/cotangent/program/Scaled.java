package org.cotangent.program;

import org.cotangent.kernel.BinaryKernel;
import org.cotangent.kernel.Fma;

/** Loops over an array and a number. */
final class Scaled {
    private Scaled() {}

    /**
     * f(number, x) or f(x, number), if there is a loop.
     *
     * @param f the function
     * @param x the array
     * @param number the number
     * @param first whether the number is the first operand
     * @param to receives the results
     * @return false if there is none
     */
    static boolean zip(BinaryKernel f, double[] x, double number, boolean first, double[] to) {
        switch (plain(f, number, first)) {
            case ADD -> add(x, number, to);
            case MUL -> mul(x, number, to);
            case SUB -> {
                if (first) {
                    from(number, x, to);
                } else {
                    sub(x, number, to);
                }
            }
            case DIV -> {
                if (first) {
                    over(number, x, to);
                } else {
                    div(x, number, to);
                }
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The function without strong zeros, where the number makes no use of them. */
    private static BinaryKernel plain(BinaryKernel f, double number, boolean first) {
        boolean finite = Math.abs(number) <= Double.MAX_VALUE;
        return switch (f) {
            case STRONG_MUL -> (first ? number != 0 : finite) ? BinaryKernel.MUL : f;
            case STRONG_DIV -> number != 0 && (first || number == number) ? BinaryKernel.DIV : f;
            case GATE, TIMES_EVEN -> !first && finite && number != 0 ? BinaryKernel.MUL : f;
            default -> f;
        };
    }

    private static void add(double[] x, double number, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = x[i] + number;
        }
    }

    private static void sub(double[] x, double number, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = x[i] - number;
        }
    }

    private static void from(double number, double[] x, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = number - x[i];
        }
    }

    private static void mul(double[] x, double number, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = x[i] * number;
        }
    }

    private static void div(double[] x, double number, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = x[i] / number;
        }
    }

    private static void over(double number, double[] x, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = number / x[i];
        }
    }

    /** x number + c, rounded once. */
    static void fma(double[] x, double number, double[] c, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = Fma.fma(x[i], number, c[i]);
        }
    }
}
