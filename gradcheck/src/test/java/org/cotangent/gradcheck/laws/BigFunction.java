package org.cotangent.gradcheck.laws;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * A function of one or two numbers to about as many digits as asked for. Where it cancels it may be
 * good to fewer: {@link HighPrecision} notices, and asks for more.
 */
@FunctionalInterface
public interface BigFunction {
    /**
     * The value.
     *
     * @param mc the digits to work with
     * @param x the arguments
     * @return the value
     * @throws ArithmeticException if there is none at this point
     */
    BigDecimal at(MathContext mc, BigDecimal... x);
}
