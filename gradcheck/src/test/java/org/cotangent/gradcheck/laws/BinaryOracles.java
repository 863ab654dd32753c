package org.cotangent.gradcheck.laws;

import static org.cotangent.gradcheck.laws.Grid.pairs;
import static org.cotangent.gradcheck.laws.Oracle.of;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.stream.Stream;

/** The operations of two arguments. */
final class BinaryOracles {
    private static final double[] FACTORS = {-3.1, -0.7, 1e-8, 0.3, 2.7};
    private static final double[] OTHERS = {-2.2, -0.45, 1e-6, 0.6, 1.9, 1e5};

    private BinaryOracles() {}

    // spotless:off
    static void add() {
        double[][] plane = pairs(FACTORS, OTHERS);
        of("add", (mc, x) -> x[0].add(x[1]), false, plane);
        of("sub", (mc, x) -> x[0].subtract(x[1]), false, plane);
        of("axpy", (mc, x) -> x[0].subtract(x[1].divide(BigDecimal.valueOf(2))), false, plane);
        of("mul", (mc, x) -> x[0].multiply(x[1]), false, plane);
        of("div", (mc, x) -> x[0].divide(x[1], mc), true, plane);
        of("max", (mc, x) -> x[0].max(x[1]), true, plane);
        of("min", (mc, x) -> x[0].min(x[1]), true, plane);
        of("where", (mc, x) -> x[0], true, plane);
        double[][] extreme = {{1e200, 3e200}, {1e-90, -3e-90}, {-1e-20, 1}, {3, -1e-20}};
        double[][] far = concat(plane, extreme);
        // where a^2 is near 2 b^2 a third derivative has a zero, and a second where a is near b
        of("hypot", (mc, x) -> BigMath.hypot(mc, x[0], x[1]), true, far).near(2, 4, 8, 200);
        of("atan2", (mc, x) -> BigMath.atan2(mc, x[0], x[1]), true, far).near(2, 4, 16, 20);
        double[][] powers = concat(pairs(new double[] {1e-8, 0.3, 0.999, 2.7, 100}, OTHERS_OF_POW), new double[][] {{1e-30, 2.5}, {1e20, -2.5}, {1.0000001, 1e6}});
        of("pow, an exponent that varies", (mc, x) -> BigMath.exp(mc, x[1].multiply(BigMath.log(mc, x[0]), mc)), true, powers).far(2, 8, 20, 32);
        of("adjoint, inputs", (mc, x) -> x[0].multiply(x[1]).add(x[0].pow(2)), false, plane).near(4, 4, 8, 16);
        double[][] sums = {{-3.1, -40}, {-0.7, -2.2}, {1e-8, 0.6}, {0.3, 700}, {2.7, 2.7}};
        of("logAddExp", (mc, x) -> BigMath.log(mc, BigMath.exp(mc, x[0]).add(BigMath.exp(mc, x[1]))), false, sums);
        double[][] few = {{-0.7, 1.9}, {2.7, 0.6}, {1e-8, 1e-100}};
        of("xlogy", (mc, x) -> x[0].multiply(BigMath.log(mc, x[1])), true, few);
        double[][] shapes = {{1e-8, 1e-6}, {1e-8, 20.5}, {0.3, 0.6}, {2.7, 0.6}, {2.7, 1e-6}, {12.5, 1.9}, {12.5, 20.5}, {1e5, 0.6}};
        // value and slopes are near zeros at (2.7, 0.6) and (0.3, 0.6)
        of("logBeta", (mc, x) -> BigMath.logBeta(mc, x[0], x[1]), true, shapes).near(8, 4, 8, 16);
        double[][] incomplete = {{0.3, 1e-8}, {0.3, 0.6}, {0.01, 5}, {2.7, 1.9}, {2.7, 3.5}, {12.5, 20.5}, {12.5, 3}, {60, 50}, {60, 75}};
        // sums of a hundred terms; derivatives of higher order have zeros nearby
        of("gammaP", (mc, x) -> BigMath.gammaP(mc, x[0], x[1]), true, incomplete).near(8, 16, 32, 16).far(8, 16, 16, 200);
        of("gammaQ", (mc, x) -> BigDecimal.ONE.subtract(BigMath.gammaP(mc, x[0], x[1])), true, incomplete).near(16, 16, 32, 16).far(8, 16, 16, 200);
        double[][] beta = {{0.3, 0.6}, {1e-3, 0.6}, {0.6, 1e-3}, {2.7, 1.9}, {12.5, 20.5}, {1, 1}, {80, 50}};
        of("betaInc, of its shapes", (mc, x) -> BigMath.betaInc(mc, new BigDecimal(0.4), x[0], x[1]), true, beta).near(8, 8, 16, 400).far(16, 16, 24, 24);
    }
    // spotless:on

    private static final double[] OTHERS_OF_POW = {-2.2, -0.45, 1e-6, 0.6, 1.9, 20.5};

    private static double[][] concat(double[][] first, double[][] second) {
        return Stream.concat(Arrays.stream(first), Arrays.stream(second)).toArray(double[][]::new);
    }
}
