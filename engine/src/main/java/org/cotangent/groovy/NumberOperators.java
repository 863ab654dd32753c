package org.cotangent.groovy;

import org.cotangent.Tensor;

/**
 * The operators between a number on the left and a tensor on the right, such as {@code 3 * x}, as
 * methods that Groovy adds to {@link Number}.
 *
 * <p>Groovy finds the class by itself when the library is on the class path; nothing else uses it.
 */
public final class NumberOperators {
    private NumberOperators() {}

    /**
     * The operator + in {@code 1 + x}.
     *
     * @param number the left operand
     * @param x the right operand
     * @return number + x
     */
    public static Tensor plus(Number number, Tensor x) {
        return Tensor.of(number.doubleValue()).add(x);
    }

    /**
     * The operator - in {@code 1 - x}.
     *
     * @param number the left operand
     * @param x the right operand
     * @return number - x
     */
    public static Tensor minus(Number number, Tensor x) {
        return Tensor.of(number.doubleValue()).sub(x);
    }

    /**
     * The operator * in {@code 3 * x}.
     *
     * @param number the left operand
     * @param x the right operand
     * @return number · x
     */
    public static Tensor multiply(Number number, Tensor x) {
        return Tensor.of(number.doubleValue()).mul(x);
    }

    /**
     * The operator / in {@code 2 / x}.
     *
     * @param number the left operand
     * @param x the right operand
     * @return number / x
     */
    public static Tensor div(Number number, Tensor x) {
        return Tensor.of(number.doubleValue()).div(x);
    }

    /**
     * The operator ** in {@code 2 ** x}.
     *
     * @param number the left operand
     * @param x the right operand
     * @return number to the power of x
     */
    public static Tensor power(Number number, Tensor x) {
        return Tensor.of(number.doubleValue()).pow(x);
    }
}
