package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kernels of special functions against a table of 20 digits, tails included. */
class SpecialFunctionsTest {
    /**
     * @param orders how many of the numbers are whole, orders of derivatives
     * @param bound of the relative error
     */
    private record Known(int orders, double bound, Function function) {}

    private interface Function {
        double at(int[] k, double[] x);
    }

    private static final Map<String, Known> KNOWN = new LinkedHashMap<>();

    private static void know(String name, int orders, double bound, Function function) {
        KNOWN.put(name, new Known(orders, bound, function));
    }

    static {
        know("log2", 0, 5e-16, (k, x) -> Logarithms.log2(x[0]));
        know("logit", 0, 5e-16, (k, x) -> Logarithms.logit(x[0]));
        know("log1mexp", 0, 5e-16, (k, x) -> Logarithms.log1mexp(x[0]));
        know("log1mexpSlope", 0, 5e-16, (k, x) -> Logarithms.log1mexpSlope(x[0]));
        know("normalCdf", 0, 1e-15, (k, x) -> Normal.cdf(x[0]));
        know("normalDensity", 0, 1e-15, (k, x) -> Normal.density(x[0]));
        know("logNormalCdf", 0, 1e-15, (k, x) -> Normal.logCdf(x[0]));
        know("mills", 0, 1e-15, (k, x) -> Normal.mills(x[0]));
        know("millsSlope", 0, 2e-15, (k, x) -> Normal.millsSlope(x[0]));
        know("millsCurve", 0, 2e-14, (k, x) -> Normal.millsCurve(x[0]));
        know("normalQuantile", 0, 1e-15, (k, x) -> Normal.quantile(x[0]));
        know("quantileSlope", 0, 1e-15, (k, x) -> Normal.quantileSlope(x[0]));
        know("besselI", 1, 4e-15, (k, x) -> Bessel.i(k[0], x[0]));
        know("besselI0e", 1, 4e-15, (k, x) -> Bessel.scaled0(k[0], x[0]));
        know("besselI1e", 1, 2e-14, (k, x) -> Bessel.scaled1(k[0], x[0]));
        know("logBeta", 0, 2e-15, (k, x) -> Beta.logBeta(x[0], x[1]));
        know("polygammaDifference", 1, 2e-15, (k, x) -> Beta.polygammaDifference(k[0], x[0], x[1]));
        know("gammaP", 0, 2e-14, (k, x) -> IncompleteGamma.p(x[0], x[1]));
        know("gammaQ", 1, 1e-13, (k, x) -> IncompleteGamma.q(k[0], x[0], x[1]));
        know("gammaDensity", 2, 1e-13, (k, x) -> IncompleteGamma.density(k[0], k[1], x[0], x[1]));
        know("betaInc", 2, 2.5e-13, (k, x) -> IncompleteBeta.i(k[0], k[1], x[0], x[1], x[2]));
        know(
                "betaDensity",
                3,
                2e-13,
                (k, x) -> IncompleteBeta.density(k[0], k[1], k[2], x[0], x[1], x[2]));
    }

    private static List<String> lines() throws IOException {
        try (InputStream in =
                SpecialFunctionsTest.class.getResourceAsStream("/special-functions.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }

    static Stream<String> names() {
        return KNOWN.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void agreesWithTheTable(String name) throws IOException {
        Known known = KNOWN.get(name);
        int seen = 0;
        for (String line : lines()) {
            String[] parts = line.split(" ");
            if (!parts[0].equals(name)) {
                continue;
            }
            seen++;
            double[] all = Stream.of(parts).skip(1).mapToDouble(Double::parseDouble).toArray();
            int[] k = Arrays.stream(all).limit(known.orders).mapToInt(v -> (int) v).toArray();
            double[] x = Arrays.copyOfRange(all, known.orders, all.length - 1);
            double expected = all[all.length - 1];
            double actual = known.function.at(k, x);
            assertEquals(expected, actual, known.bound * Math.abs(expected), line);
        }
        assertTrue(seen > 8, name + ": " + seen + " lines");
    }

    /** Beyond the tables: half of a symmetric distribution, and a large sample's normal limit. */
    @Test
    void narrowDistributions() {
        assertEquals(0.5, IncompleteBeta.i(0, 0, 1e12, 1e12, 0.5), 1e-15);
        assertEquals(0.5, IncompleteGamma.p(1e200, 1e200), 1e-15);
        assertEquals(0, IncompleteGamma.p(1e10, 1), 0);
        assertEquals(0, IncompleteGamma.q(0, 1, 1e10), 0);
        assertEquals(1, IncompleteBeta.i(0, 0, 1e-300, 1, 0.5), 1e-15);
        assertEquals(1e-300 * Math.log(2), IncompleteBeta.i(0, 0, 1, 1e-300, 0.5), 1e-314);
        assertEquals(1e-300, IncompleteGamma.q(0, 1e-300, 1) / 0.21938393439552029, 1e-314);
    }

    @Test
    void log2IsExactAtPowersOfTwo() {
        for (int k = -1074; k < 1024; k++) {
            assertEquals(k, Logarithms.log2(Math.scalb(1.0, k)), 0);
            assertEquals(Math.scalb(1.0, k), Logarithms.exp2(k), 0);
        }
    }

    /** B2 = c1^2 + c2 and B3 = c1^3 + 3 c1 c2 + c3, the same by two variables on the diagonal. */
    @Test
    void bellPolynomials() {
        double[] b = Bell.of(3, new double[] {Double.NaN, 2, 3, 5});
        assertEquals(List.of(1.0, 2.0, 7.0, 31.0), Arrays.stream(b).boxed().toList());
        double[][] c = {{Double.NaN, 2, 3}, {7, 11, 13}, {17, 19, 23}};
        double[][] two = Bell.of(2, 2, c);
        assertEquals(2 * 7 + 11, two[1][1], 0);
        assertEquals((7 * 7 + 17) * 2 + 2 * 7 * 11 + 19, two[2][1], 0);
        // all set partitions of {a, a, b, b}
        double sum = 0;
        sum += 7 * 7 * 2 * 2 + 7 * 7 * 3 + 17 * 2 * 2 + 17 * 3;
        sum += 4 * 11 * 7 * 2 + 2 * 11 * 11 + 2 * 7 * 13 + 2 * 2 * 19 + 23;
        assertEquals(sum, two[2][2], 0);
    }

    @Test
    void excess() {
        for (double u : new double[] {1e-12, 1e-5, 0.1, 0.39, 0.41, 1, 3}) {
            double cubic = u * u * (0.5 - u / 3 + u * u / 4);
            assertEquals(u > 1e-3 ? u - Math.log1p(u) : cubic, Excess.ofLog(u), 1e-16 + 2e-16 * u);
            double exp = u * u * (0.5 + u / 6 + u * u / 24);
            assertEquals(
                    u > 1e-3 ? Math.expm1(u) - u : exp,
                    Excess.ofExp(u),
                    u > 1e-3 ? 1e-15 * Math.exp(u) : 1e-15 * exp);
        }
    }
}
