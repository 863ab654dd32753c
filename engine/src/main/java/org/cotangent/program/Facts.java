package org.cotangent.program;

import org.cotangent.kernel.BinaryKernel;

/**
 * Knowledge of a number that holds at every point, in sets of bits. Zeros whose sign is open are
 * known as such, so that the zeros of a unit vector make no work where that keeps every bit.
 */
final class Facts {
    static final int NEVER_MINUS_ZERO = 1;
    static final int ZERO_OR_NAN = 2;
    static final int FINITE = 4;

    /** A zero of either sign. */
    static final int ZERO = ZERO_OR_NAN | FINITE;

    /** Nothing but 0. */
    static final int PLUS_ZERO = ZERO | NEVER_MINUS_ZERO;

    private Facts() {}

    static boolean isZero(int facts) {
        return (facts & ZERO) == ZERO;
    }

    static boolean isFinite(int facts) {
        return (facts & FINITE) != 0;
    }

    static boolean isNeverMinusZero(int facts) {
        return (facts & NEVER_MINUS_ZERO) != 0;
    }

    /** Of a constant. */
    static int of(double value) {
        int facts = Double.doubleToRawLongBits(value) == Long.MIN_VALUE ? 0 : NEVER_MINUS_ZERO;
        if (Math.abs(value) <= Double.MAX_VALUE) {
            facts |= FINITE;
        }
        return value == 0 || value != value ? facts | ZERO_OR_NAN : facts;
    }

    /**
     * Of a result.
     *
     * @param f the function
     * @param p what is known of the first operand
     * @param q of the second
     */
    static int of(BinaryKernel f, int p, int q) {
        int both = p & q;
        int either = p | q;
        return switch (f) {
            case ADD ->
                    either & NEVER_MINUS_ZERO | both & ZERO_OR_NAN | (isZero(both) ? FINITE : 0);
            case SUB -> p & NEVER_MINUS_ZERO | both & ZERO_OR_NAN | (isZero(both) ? FINITE : 0);
            case MUL -> either & ZERO_OR_NAN | (isZeroProduct(p, q) ? FINITE : 0);
            case STRONG_MUL ->
                    either & ZERO_OR_NAN | (isZero(p) || isZeroProduct(p, q) ? FINITE : 0);
            case GATE -> isZero(q) ? PLUS_ZERO : either & ZERO_OR_NAN | (isZero(p) ? FINITE : 0);
            case DIV -> p & ZERO_OR_NAN;
            case STRONG_DIV, STRONG_DIV_FROM_ABOVE, WHERE_POSITIVE ->
                    p & ZERO_OR_NAN | (isZero(p) ? FINITE : 0);
            case TWICE_PRODUCT, TIMES_EVEN ->
                    either & ZERO_OR_NAN
                            | (isZero(p) ? FINITE : 0)
                            | (isZero(q) ? NEVER_MINUS_ZERO : 0);
            case SETTLE ->
                    p & (NEVER_MINUS_ZERO | ZERO_OR_NAN)
                            | ((p & ZERO_OR_NAN) != 0 && isZero(q) ? FINITE : 0);
            case MAX, MIN -> isZero(both) ? ZERO : 0;
        };
    }

    /** Of p q + r, rounded once. */
    static int ofFma(int p, int q, int r) {
        return (p | q) & r & ZERO_OR_NAN
                | (isZeroProduct(p, q) ? r & NEVER_MINUS_ZERO | (isZero(r) ? FINITE : 0) : 0);
    }

    static boolean isZeroProduct(int p, int q) {
        return isZero(p) && isFinite(q) || isZero(q) && isFinite(p);
    }
}
