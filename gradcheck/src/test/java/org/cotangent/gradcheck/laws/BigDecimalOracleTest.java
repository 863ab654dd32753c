package org.cotangent.gradcheck.laws;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.cotangent.Differentiate;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.cotangent.gradcheck.Dice;
import org.cotangent.gradcheck.OpTable;
import org.cotangent.gradcheck.OpTable.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every elementwise operation with its derivatives of order 1, 2 and 3 against large numbers: the
 * function defined again with 100 digits and more, its derivatives by differences of these values,
 * good to 40 digits. No derivative rule is told twice here.
 */
class BigDecimalOracleTest {
    private static final double LEAST_NEAR = 0.05;
    private static final double MOST_NEAR = 5;

    static Stream<Row> rows() {
        return OpTable.ROWS.stream().filter(row -> row.exact() != null);
    }

    @Test
    void everyElementwiseOperationHasAnOracle() {
        List<Row> missing =
                OpTable.ROWS.stream()
                        .filter(row -> row.isElementwise() && row.exact() == null)
                        .toList();
        assertEquals(
                List.of(), missing, "elementwise operations without a definition in BigDecimal");
    }

    /** Where an error was largest. */
    private static final class Worst {
        double ulps;
        String where = "";

        void see(double error, String place) {
            if (error > ulps) {
                ulps = error;
                where = place;
            }
        }
    }

    @Tag("thorough")
    @ParameterizedTest
    @MethodSource("rows")
    void agreesWithLargeNumbers(Row row) {
        Oracle oracle = row.exact();
        double[][] ours = engine(function(row), oracle.points());
        List<BigDecimal[]> all =
                Arrays.stream(oracle.points())
                        .parallel()
                        .map(at -> HighPrecision.of(oracle.f(), oracle.roots(), at))
                        .toList();
        Worst[][] worst = new Worst[2][4];
        for (Worst[] region : worst) {
            Arrays.setAll(region, i -> new Worst());
        }
        StringBuilder wrong = new StringBuilder();
        for (int p = 0; p < oracle.points().length; p++) {
            double[] at = oracle.points()[p];
            BigDecimal[] exact = all.get(p);
            String[] names = at.length == 1 ? HighPrecision.UNARY : HighPrecision.BINARY;
            boolean near = Arrays.stream(at).allMatch(BigDecimalOracleTest::isNear);
            for (int i = 0; i < exact.length; i++) {
                int order = order(at.length, i);
                double error = ulps(exact[i], ours[i][p]);
                String what =
                        String.format(
                                Locale.ROOT,
                                "%s %s at %s: %s, exact %.20e, %.3g ulps",
                                row,
                                names[i],
                                Arrays.toString(at),
                                ours[i][p],
                                exact[i].round(new MathContext(25)),
                                error);
                worst[near ? 0 : 1][order].see(error, what);
                double[] bounds = near ? oracle.bounds().near() : oracle.bounds().far();
                if (!(error <= bounds[order])) {
                    wrong.append(what).append(", allowed ").append(bounds[order]).append('\n');
                }
            }
        }
        System.out.printf(
                Locale.ROOT,
                "oracle | %-30s | near %s | far %s | points %d%n",
                row,
                text(worst[0]),
                text(worst[1]),
                oracle.points().length);
        assertEquals("", wrong.toString());
    }

    /** The square of the first slope leaves the range long before the second one does. */
    @Test
    void secondSlopesFarOut() {
        double[][] atan = engine(x -> x[0].atan(), new double[][] {{1e100}});
        assertEquals(-2e-300, atan[2][0], 1e-315);
    }

    /**
     * What the engine has not, as it is now: derivatives of higher order whose parts leave the
     * range of doubles though the function does not. The right answers stand beside them.
     */
    @Test
    void lostToOverflowOnTheWay() {
        double[][] cbrt = engine(x -> x[0].cbrt(), new double[][] {{1e-300}});
        assertEquals(Double.NaN, cbrt[3][0], "3.7e799, so infinity");
        double[][] far = {{1e-200, -3e-200}};
        double[][] angle = engine(x -> x[0].atan2(x[1]), far);
        assertEquals(Double.NaN, angle[4][0], "-8.0e398, so -infinity");
        double[][] length = engine(x -> x[0].hypot(x[1]), far);
        assertEquals(Double.NaN, length[7][0], "6.6e398, so infinity");
    }

    private static String text(Worst[] worst) {
        StringBuilder text = new StringBuilder();
        for (Worst w : worst) {
            text.append(String.format(Locale.ROOT, "%7.3g", w.ulps));
        }
        return text.toString();
    }

    private static boolean isNear(double x) {
        return Math.abs(x) >= LEAST_NEAR && Math.abs(x) <= MOST_NEAR;
    }

    private static int order(int arguments, int i) {
        return arguments == 1 ? i : i == 0 ? 0 : i <= 2 ? 1 : i <= 5 ? 2 : 3;
    }

    /**
     * The distance in units in the last place of the exact number, rounded; an exact number that is
     * too large for a double wants the infinity of its sign.
     */
    static double ulps(BigDecimal exact, double ours) {
        double rounded = exact.doubleValue();
        if (Double.isInfinite(rounded) || !Double.isFinite(ours)) {
            return rounded == ours ? 0 : Double.POSITIVE_INFINITY;
        }
        return exact.subtract(new BigDecimal(ours)).abs().doubleValue() / Math.ulp(rounded);
    }

    /** The operation of a row, with its attributes, for operands of any shape. */
    private static TensorFunction function(Row row) {
        TensorFunction own = row.exact().engine();
        return own != null ? own : row.cases().apply(new Dice(1, 1)).f();
    }

    /** Per derivative, in the order of the oracle, its value at each point. */
    private static double[][] engine(TensorFunction f, double[][] points) {
        int arguments = points[0].length;
        Tensor[] at = new Tensor[arguments];
        for (int k = 0; k < arguments; k++) {
            int argument = k;
            at[k] = Tensor.vector(Arrays.stream(points).mapToDouble(p -> p[argument]).toArray());
        }
        List<List<Integer>> partials =
                arguments == 1
                        ? List.of(List.of(), List.of(0), List.of(0, 0), List.of(0, 0, 0))
                        : List.of(
                                List.of(),
                                List.of(0),
                                List.of(1),
                                List.of(0, 0),
                                List.of(0, 1),
                                List.of(1, 1),
                                List.of(0, 0, 0),
                                List.of(0, 0, 1),
                                List.of(0, 1, 1),
                                List.of(1, 1, 1));
        return partials.stream()
                .map(
                        inputs -> {
                            TensorFunction derivative = f;
                            for (int input : inputs) {
                                derivative = partial(derivative, input);
                            }
                            // a derivative that is 0 everywhere may come as a single 0
                            return derivative.apply(at).add(Tensor.zeros(points.length)).toArray();
                        })
                .toArray(double[][]::new);
    }

    private static TensorFunction partial(TensorFunction f, int input) {
        return x -> Differentiate.gradients(z -> f.apply(z).sum(), x).get(input);
    }
}
