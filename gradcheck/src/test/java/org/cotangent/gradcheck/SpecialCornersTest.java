package org.cotangent.gradcheck;

import static java.lang.Double.NEGATIVE_INFINITY;
import static java.lang.Double.NaN;
import static java.lang.Double.POSITIVE_INFINITY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.cotangent.Differentiate;
import org.cotangent.Gradients;
import org.cotangent.Special;
import org.cotangent.Tensor;
import org.cotangent.TensorFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Special functions at the ends of their domains, at infinities and where they are tabulated. */
class SpecialCornersTest {
    private static final double INF = POSITIVE_INFINITY;
    private static final double MINUS = NEGATIVE_INFINITY;
    private static final double LOG_TWO = Math.log(2);

    record One(
            String name,
            UnaryOperator<Tensor> op,
            double x,
            double y,
            double slope,
            double second) {
        @Override
        public String toString() {
            return name + " at " + x;
        }
    }

    static Stream<One> ofOne() {
        // spotless:off
        return Stream.of(
                new One("exp2", Special::exp2, 10, 1024, 1024 * LOG_TWO, 1024 * LOG_TWO * LOG_TWO),
                new One("exp2", Special::exp2, INF, INF, INF, INF),
                new One("exp2", Special::exp2, MINUS, 0, 0, 0),
                new One("log2", Special::log2, 0x1p-1074, -1074, INF, MINUS),
                new One("log2", Special::log2, 0x1p1000, 1000, 1 / (0x1p1000 * LOG_TWO), 0),
                new One("log2", Special::log2, 0, MINUS, INF, MINUS),
                new One("log2", Special::log2, -0.0, MINUS, INF, MINUS),
                new One("log2", Special::log2, INF, INF, 0, 0),
                new One("log2", Special::log2, -1, NaN, -1 / LOG_TWO, -1 / LOG_TWO),
                new One("log10", Special::log10, 1000, 3, 1e-3 / Math.log(10), -1e-6 / Math.log(10)),
                new One("log10", Special::log10, -0.0, MINUS, INF, MINUS),
                new One("log1mexp", Special::log1mexp, 0, MINUS, MINUS, MINUS),
                new One("log1mexp", Special::log1mexp, -0.0, MINUS, MINUS, MINUS),
                new One("log1mexp", Special::log1mexp, MINUS, 0, 0, 0),
                new One("log1mexp", Special::log1mexp, -LOG_TWO, -LOG_TWO, -1, -2),
                new One("logit", Special::logit, 0, MINUS, INF, MINUS),
                new One("logit", Special::logit, -0.0, MINUS, INF, MINUS),
                new One("logit", Special::logit, 1, INF, INF, INF),
                new One("logit", Special::logit, 0.5, 0, 4, 0),
                new One("logit", Special::logit, 2, NaN, -0.5, 0.75),
                new One("normalCdf", Special::normalCdf, INF, 1, 0, 0),
                new One("normalCdf", Special::normalCdf, MINUS, 0, 0, 0),
                new One("normalCdf", Special::normalCdf, 0, 0.5, 0.3989422804014327, 0),
                new One("logNormalCdf", Special::logNormalCdf, MINUS, MINUS, INF, -1),
                new One("logNormalCdf", Special::logNormalCdf, INF, 0, 0, 0),
                new One("logNormalCdf", Special::logNormalCdf, -1e10, -5e19, 1e10, -1),
                new One("logNormalCdf", Special::logNormalCdf, -1e200, MINUS, 1e200, -1),
                new One("normalQuantile", Special::normalQuantile, 0, MINUS, INF, MINUS),
                new One("normalQuantile", Special::normalQuantile, 1, INF, INF, INF),
                new One("normalQuantile", Special::normalQuantile, 0.5, 0, 2.5066282746310002, 0),
                new One("normalQuantile", Special::normalQuantile, 1.5, NaN, NaN, NaN),
                new One("normalQuantile", Special::normalQuantile, -1e-300, NaN, NaN, NaN),
                new One("besselI0", Special::besselI0, 0, 1, 0, 0.5),
                new One("besselI0", Special::besselI0, MINUS, INF, MINUS, INF),
                new One("besselI0", Special::besselI0, 1000, INF, INF, INF),
                new One("besselI1", Special::besselI1, 0, 0, 0.5, 0),
                new One("besselI1", Special::besselI1, MINUS, MINUS, INF, MINUS),
                new One("besselI0e", Special::besselI0e, 0, 1, 0, 1.5),
                new One("besselI0e", Special::besselI0e, INF, 0, 0, 0),
                new One("besselI0e", Special::besselI0e, MINUS, 0, 0, 0),
                new One("besselI1e", Special::besselI1e, 0, 0, 0.5, 0),
                new One("besselI1e", Special::besselI1e, MINUS, 0, 0, 0),
                new One("gammaP of 1", x -> Special.gammaP(Tensor.of(1), x), 0, 0, 1, -1),
                new One("gammaP of 2", x -> Special.gammaP(Tensor.of(2), x), 0, 0, 0, 1),
                new One("gammaP of 3", x -> Special.gammaP(Tensor.of(3), x), 0, 0, 0, 0),
                new One("gammaP of 1/2", x -> Special.gammaP(Tensor.of(0.5), x), 0, 0, INF, MINUS),
                new One("gammaP of 3/2", x -> Special.gammaP(Tensor.of(1.5), x), 0, 0, 0, INF),
                new One("gammaP of 2", x -> Special.gammaP(Tensor.of(2), x), INF, 1, 0, 0),
                new One("gammaP of 2", x -> Special.gammaP(Tensor.of(2), x), -1e-300, NaN, NaN, NaN),
                new One("gammaQ of 5", x -> Special.gammaQ(Tensor.of(5), x), 1e300, 0, 0, 0),
                new One("gammaQ of 5", x -> Special.gammaQ(Tensor.of(5), x), 0, 1, 0, 0),
                new One("gammaQ at 0", a -> Special.gammaQ(a, Tensor.of(0)), 2, 1, 0, 0),
                new One("gammaQ at 1", a -> Special.gammaQ(a, Tensor.of(1)), INF, 1, 0, 0),
                new One("gammaQ at 1", a -> Special.gammaQ(a, Tensor.of(1)), 0, NaN, NaN, NaN),
                new One("betaInc of 1, 3", x -> betaInc(x, 1, 3), 0, 0, 3, -6),
                new One("betaInc of 3, 1", x -> betaInc(x, 3, 1), 1, 1, 3, 6),
                new One("betaInc of 1/2, 3", x -> betaInc(x, 0.5, 3), 0, 0, INF, MINUS),
                new One("betaInc of 3, 1/2", x -> betaInc(x, 3, 0.5), 1, 1, INF, INF),
                new One("betaInc of 3/2, 1", x -> betaInc(x, 1.5, 1), 0, 0, 0, INF),
                new One("betaInc of 2, 2", x -> betaInc(x, 2, 2), 1, 1, 0, -6),
                new One("betaInc of 2, 2", x -> betaInc(x, 2, 2), 1.5, NaN, NaN, NaN),
                new One("betaInc of 2, 0", x -> betaInc(x, 2, 0), 0.5, NaN, NaN, NaN),
                new One("betaInc of large", x -> betaInc(x, 1e8, 1e8), 0.5, 0.5, 11283.791656850388, 0));
        // spotless:on
    }

    private static Tensor betaInc(Tensor x, double a, double b) {
        return Special.betaInc(x, Tensor.of(a), Tensor.of(b));
    }

    @ParameterizedTest
    @MethodSource("ofOne")
    void valueSlopeAndSecond(One corner) {
        UnaryOperator<Tensor> slope = Differentiate.gradient(corner.op);
        UnaryOperator<Tensor> second = Differentiate.gradient(slope);
        Tensor x = Tensor.of(corner.x);
        close(corner.y, corner.op.apply(x).value());
        close(corner.slope, slope.apply(x).value());
        close(corner.second, second.apply(x).value());
        // as an array, which takes other loops, and with NaN beside it, which stays there
        Tensor v = Tensor.variable(new double[] {NaN, corner.x, 0.5});
        Tensor w = corner.op.apply(v);
        close(corner.y, w.get(1));
        close(corner.slope, w.backward(Tensor.ones(3)).of(v).get(1));
    }

    /** Corners do not tell 0 from -0. */
    private static void close(double expected, double actual) {
        double tolerance = Double.isFinite(expected) ? 1e-13 * Math.abs(expected) : 0;
        assertEquals(expected + 0.0, actual + 0.0, tolerance);
    }

    record Two(
            String name,
            BinaryOperator<Tensor> op,
            double a,
            double b,
            double y,
            double da,
            double db) {
        @Override
        public String toString() {
            return name + " of " + a + " and " + b;
        }
    }

    static Stream<Two> ofTwo() {
        return Stream.of(
                new Two("logAddExp", Special::logAddExp, MINUS, MINUS, MINUS, 0, 0),
                new Two("logAddExp", Special::logAddExp, INF, INF, INF, 0.5, 0.5),
                new Two("logAddExp", Special::logAddExp, INF, MINUS, INF, 1, 0),
                new Two("logAddExp", Special::logAddExp, 3, MINUS, 3, 1, 0),
                new Two("logAddExp", Special::logAddExp, 1000, 1000, 1000 + LOG_TWO, 0.5, 0.5),
                new Two("xlogy", Special::xlogy, 0, 0, 0, MINUS, 0),
                new Two("xlogy", Special::xlogy, 0, INF, 0, INF, 0),
                new Two("xlogy", Special::xlogy, 2, 0, MINUS, MINUS, INF),
                new Two("xlogy", Special::xlogy, 2, -0.0, MINUS, MINUS, INF),
                new Two("xlogy", Special::xlogy, 0, NaN, NaN, NaN, NaN),
                new Two("logBeta", Special::logBeta, 1, 1, 0, -1, -1),
                new Two("logBeta", Special::logBeta, 0, 1, INF, MINUS, 0),
                new Two("logBeta", Special::logBeta, 2, INF, MINUS, MINUS, 0),
                new Two("logBeta", Special::logBeta, -0.5, 1, NaN, NaN, NaN),
                new Two("gammaP", Special::gammaP, 0.5, 0, 0, 0, INF),
                new Two("gammaP", Special::gammaP, -1, 1, NaN, NaN, NaN),
                new Two("gammaP", Special::gammaP, INF, 1, 0, 0, 0),
                new Two("gammaP", Special::gammaP, INF, INF, NaN, NaN, NaN));
    }

    @ParameterizedTest
    @MethodSource("ofTwo")
    void valueAndSlopesOfPairs(Two corner) {
        Tensor a = Tensor.variable(corner.a);
        Tensor b = Tensor.variable(corner.b);
        Tensor y = corner.op.apply(a, b);
        close(corner.y, y.value());
        Gradients gradients = y.backward();
        close(corner.da, gradients.of(a).value());
        close(corner.db, gradients.of(b).value());
    }

    /** The limits of x^(a-1) log x and the like. */
    @Test
    void shapesWhereTheDensityIsAtItsEdge() {
        TensorFunction p = x -> Special.gammaP(x[0], x[1]);
        close(0, mixed(p, 0, 1, 2, 0));
        close(MINUS, mixed(p, 0, 1, 1, 0));
        close(MINUS, mixed(p, 0, 1, 0.5, 0));
        TensorFunction i = x -> Special.betaInc(x[0], x[1], x[2]);
        close(0, mixed(i, 1, 0, 0, 2, 3));
        close(MINUS, mixed(i, 1, 0, 0, 1, 3));
        close(MINUS, mixed(i, 1, 0, 0, 0.5, 3));
        close(1, mixed(i, 2, 0, 0, 1, 3));
        close(MINUS, mixed(i, 2, 0, 1, 3, 1));
        close(0, mixed(i, 1, 2, 0, 2, 3));
        // x-derivatives of the density beside a derivative in a
        TensorFunction slope = x -> Differentiate.gradients(z -> i.apply(z).sum(), x).get(0);
        close(MINUS, mixed(slope, 1, 0, 0, 1.5, 3));
        close(0, mixed(slope, 1, 0, 0, 3, 3));
    }

    private static double mixed(TensorFunction f, int first, int second, double... at) {
        Tensor[] x = new Tensor[at.length];
        for (int k = 0; k < at.length; k++) {
            x[k] = Tensor.of(at[k]);
        }
        TensorFunction slope = z -> Differentiate.gradients(u -> f.apply(u).sum(), z).get(first);
        return Differentiate.gradients(slope, x).get(second).value();
    }

    /** Each order of differentiation goes by rules of its own. */
    @Test
    void mixedPartialsAgree() {
        TensorFunction i = x -> Special.betaInc(x[0], x[1], x[2]);
        TensorFunction p = x -> Special.gammaP(x[0], x[1]);
        for (double[] at : new double[][] {{0.3, 2.5, 0.7}, {0.9, 0.4, 12}, {0.45, 30, 40}}) {
            for (int k = 0; k < 3; k++) {
                for (int l = 0; l < k; l++) {
                    double one = mixed(i, k, l, at);
                    assertEquals(one, mixed(i, l, k, at), 1e-12 * Math.abs(one));
                }
            }
            double[] pair = {at[1], at[2]};
            double one = mixed(p, 0, 1, pair);
            assertEquals(one, mixed(p, 1, 0, pair), 1e-12 * Math.abs(one));
        }
    }

    /** What is not selected sends nothing, at poles and outside domains too. */
    @Test
    void zeroAdjointsStayZero() {
        List<UnaryOperator<Tensor>> all =
                List.of(
                        Special::log2,
                        Special::log10,
                        Special::log1mexp,
                        Special::logit,
                        Special::normalQuantile,
                        Special::logNormalCdf,
                        x -> Special.gammaP(Tensor.of(0.5), x),
                        x -> Special.logBeta(x, Tensor.of(1)),
                        x -> Special.xlogy(x, Tensor.of(0)),
                        x -> betaInc(x, 0.5, 3));
        for (UnaryOperator<Tensor> op : all) {
            for (double at : new double[] {0, MINUS, NaN, 2}) {
                Tensor x = Tensor.variable(new double[] {at, 0.25});
                Tensor kept = Tensor.where(Tensor.vector(0, 1), op.apply(x), Tensor.of(0));
                close(0, kept.sum().backward().of(x).get(0));
            }
        }
    }

    /** In the lower tail, where sums of terms of size x^2 would have lost all. */
    @Test
    void derivativesOfTheLogarithmOfTheNormalDistributionFarOut() {
        UnaryOperator<Tensor> first = Differentiate.gradient(Special::logNormalCdf);
        UnaryOperator<Tensor> second = Differentiate.gradient(first);
        UnaryOperator<Tensor> third = Differentiate.gradient(second);
        Tensor x = Tensor.of(-1e4);
        // t + 1/t - 2/t^3, -1 + 1/t^2 - 6/t^4 and 2/t^3 - 24/t^5
        close(1e4 + 1e-4 - 2e-12, first.apply(x).value());
        close(-1 + 1e-8 - 6e-16, second.apply(x).value());
        close(2e-12 - 24e-20, third.apply(x).value());
    }

    /** P + Q = 1, I and its mirror image, the quantile and its inverse. */
    @Test
    void equations() {
        Tensor a = Tensor.vector(0.3, 1, 4.5, 30, 200, 1e6);
        Tensor x = Tensor.vector(0.1, 2, 4, 33, 180, 1e6 + 900);
        Tensor one = Special.gammaP(a, x).add(Special.gammaQ(a, x));
        assertTrue(one.sub(1).abs().amax().value() < 1e-15, one::toString);
        Tensor p = Tensor.vector(0.01, 0.3, 0.5, 0.51, 0.9, 0.999);
        Tensor b = Tensor.vector(2, 0.1, 4.5, 20, 70, 1e3);
        Tensor both = Special.betaInc(p, a, b).add(Special.betaInc(p.neg().add(1), b, a));
        assertTrue(both.sub(1).abs().amax().value() < 1e-14, both::toString);
        Tensor z = Special.normalQuantile(p);
        assertTrue(Special.normalCdf(z).sub(p).div(p).abs().amax().value() < 1e-15);
    }
}
