package org.cotangent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.cotangent.Elementwise.Binary;
import org.cotangent.gradcheck.GradCheck;
import org.junit.jupiter.api.Test;

/** Rows that no user calls: masks, products that know zeros, and slopes, at every corner. */
class InnerRowsTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    private static void masks(Binary row, double p, double... expected) {
        double[] q = {0, 1, 2, Double.NaN};
        double[] actual =
                Arrays.stream(q).map(each -> row.function().applyAsDouble(p, each)).toArray();
        assertArrayEquals(expected, actual, () -> row.name() + " of " + p);
    }

    @Test
    void masksOfTwo() {
        double nan = Double.NaN;
        masks(ElementaryRows.Gt.ROW, 1, 1, 0, 0, 0);
        masks(ElementaryRows.Ge.ROW, 1, 1, 1, 0, 0);
        masks(ElementaryRows.Lt.ROW, 1, 0, 0, 1, 0);
        masks(ElementaryRows.Le.ROW, 1, 0, 1, 1, 0);
        masks(ElementaryRows.Eq.ROW, 1, 0, 1, 0, 0);
        masks(ElementaryRows.Ne.ROW, 1, 1, 0, 1, 1);
        for (Binary row :
                List.of(
                        ElementaryRows.Gt.ROW,
                        ElementaryRows.Ge.ROW,
                        ElementaryRows.Lt.ROW,
                        ElementaryRows.Le.ROW)) {
            masks(row, nan, 0, 0, 0, 0);
        }
        masks(ElementaryRows.Eq.ROW, nan, 0, 0, 0, 0);
        masks(ElementaryRows.Ne.ROW, nan, 1, 1, 1, 1);
        masks(ElementaryRows.Share.ROW, 1, 1, 0.5, 0, nan);
        masks(ElementaryRows.PowerMoves.ROW, 1, 1, 1, 1, 1);
        masks(ElementaryRows.PowerMoves.ROW, 0, 0, 0, 0, nan);
        masks(ElementaryRows.PowerMoves.ROW, -1, 0, 0, 0, nan);
        masks(ElementaryRows.Attains.ROW, 1, 0, 1, 0, nan);
        masks(ElementaryRows.Attains.ROW, nan, 0, 0, 0, nan);
        masks(ElementaryRows.Settled.ROW, nan, 0, 1, 1, 1);
        masks(ElementaryRows.Settled.ROW, 0, 1, 1, 1, 1);
        masks(ElementaryRows.AtZero.ROW, 0, 1, 0, 0, 0);
        masks(ElementaryRows.AtZero.ROW, 1, 0, 0, 0, 0);
        masks(ElementaryRows.Lost.ROW, 0, nan, 1, 1, 1);
        masks(ElementaryRows.Lost.ROW, 1, 1, 1, 1, 1);
        // no masks, but what they are put around
        masks(ElementaryRows.Rough.ROW, 3, 3, 3, 3, 3);
        masks(ElementaryRows.StrongRatio.ROW, 0, 0, 0, 0, 0);
        masks(ElementaryRows.StrongRatio.ROW, 1, nan, 1, 0.5, nan);
        masks(ElementaryRows.UnderEven.ROW, INF, nan, INF, INF, INF);
        masks(ElementaryRows.UnderEven.ROW, 1, 1, 1, 1, 1);
    }

    @Test
    void masksOfOne() {
        double nan = Double.NaN;
        Map.of(
                        ElementaryRows.Taken.ROW, new double[] {1, 0, 1, 1},
                        ElementaryRows.NotTaken.ROW, new double[] {0, 1, 0, 0},
                        ElementaryRows.FlatSlope.ROW, new double[] {0, 0, 0, nan},
                        KernelRows.ReluSlope.ROW, new double[] {0, 0, 1, nan},
                        ElementaryRows.AbsSlope.ROW, new double[] {-1, 0, 1, nan},
                        ElementaryRows.Below.ROW, new double[] {1, 0, 0, nan},
                        ElementaryRows.OfRoot.ROW, new double[] {nan, 1, 1, nan},
                        ElementaryRows.LostIf.ROW, new double[] {nan, 1, nan, nan})
                .forEach(
                        (row, expected) ->
                                assertArrayEquals(
                                        expected,
                                        row.apply(Tensor.vector(-2, 0, 3, nan)).toArray(),
                                        row::name));
    }

    /** The third derivative of the logarithm of the normal distribution, and its own. */
    @Test
    void millsCurve() {
        Tensor x = Tensor.vector(-30, -3, -0.5, 0, 1, 4);
        assertTrue(GradCheck.of(t -> SpecialRows.of(SpecialRows.mills(2), t), x).run().passed());
    }

    /** The share of an adjoint of p and q, as a gradient has it and as a tangent has it. */
    private static void shares(
            Binary row, int input, double g, double p, double q, double gradient, double tangent) {
        Tensor y = row.apply(Tensor.variable(p), Tensor.variable(q));
        Tensor adjoint = Tensor.of(g);
        for (boolean tangents : new boolean[] {false, true}) {
            assertEquals(
                    tangents ? tangent : gradient,
                    ElementwiseRowsTest.pass(tangents, () -> row.adjoint(input, adjoint, y))
                            .value(),
                    () -> row.name() + " of " + p + " and " + q + ", tangents: " + tangents);
        }
    }

    /** Where a direction of 0 meets a slope that is not finite; and where the slope wins. */
    @Test
    void zerosOfTangentsAreNotStrong() {
        double nan = Double.NaN;
        shares(Arithmetic.MUL, 0, 0, 1, INF, 0, nan);
        shares(Arithmetic.MUL, 1, 0, INF, 1, 0, nan);
        shares(Arithmetic.DIV, 0, 0, 1, 0, 0, nan);
        shares(KernelRows.StrongMul.ROW, 0, 0, 1, INF, 0, nan);
        shares(KernelRows.StrongDiv.ROW, 0, 0, 1, 0, 0, nan);
        shares(KernelRows.StrongDivFromAbove.ROW, 0, 0, 1, 0, 0, nan);
        shares(KernelRows.StrongDivFromAbove.ROW, 0, 1, 1, -0.0, INF, INF);
        shares(KernelRows.StrongDivFromAbove.ROW, 0, 1, 1, 2, 0.5, 0.5);
        shares(ElementaryRows.TimesEven.ROW, 0, 0, 1, INF, 0, nan);
        shares(ElementaryRows.TimesEven.ROW, 0, INF, 1, 0, 0, 0);
        shares(ElementaryRows.TimesOrZero.ROW, 0, 0, 1, INF, 0, nan);
        shares(ElementaryRows.TimesOrZero.ROW, 0, INF, 1, 0, 0, 0);
        shares(ElementaryRows.TimesOrZero.ROW, 1, 0, INF, 1, 0, nan);
        shares(ElementaryRows.TimesOrZero.ROW, 1, INF, 0, 1, 0, 0);
        shares(ElementaryRows.Settle.ROW, 0, 3, nan, 0, 0, 3);
        shares(ElementaryRows.Rough.ROW, 0, 3, 1, nan, nan, 3);
        shares(ElementaryRows.Rough.ROW, 0, 3, 1, 1, 3, 3);
        shares(ElementaryRows.Ratio.ROW, 0, 0, 1, nan, 0, 0);
        shares(ElementaryRows.StrongRatio.ROW, 0, 0, 1, nan, 0, nan);
        shares(ElementaryRows.StrongRatio.ROW, 0, 1, 1, 2, 0.5, 0.5);
    }

    /** At a base below 0 nothing moves with the exponent, be it a slope. */
    @Test
    void slopesOfPowersDoNotMoveWithTheExponentAtABaseBelowZero() {
        for (double base : new double[] {-2, 0}) {
            shares(ElementaryRows.PowSlope.ROW, 1, 1, base, 3, 0, 0);
            shares(ElementaryRows.PowLog.ROW, 0, 1, base, 3, 0, 0);
        }
    }

    /**
     * Outside the domain of a root its square has no slope, whether the pass is recorded or not.
     */
    @Test
    void theSquareOfARootHasNoSlopeOutsideTheDomain() {
        assertEquals(Double.NaN, slope(x -> x.sqrt().square(), -1));
        Tensor x = Tensor.variable(new double[] {-1, 0.25});
        Tensor f = x.sqrt().square().sum();
        assertArrayEquals(
                new double[] {Double.NaN, 1}, Backward.of(f).recorded().run().of(x).toArray());
    }

    private static double slope(UnaryOperator<Tensor> f, double at) {
        return Differentiate.gradient(f).apply(Tensor.of(at)).value();
    }

    /** The derivative behind the last that is a row, put together of three. */
    @Test
    void theFourthDerivativeOfTheLogOfTheNormalDistribution() {
        UnaryOperator<Tensor> f = x -> Special.logNormalCdf(x).mul(3);
        for (int order = 0; order < 3; order++) {
            f = Differentiate.gradient(f);
            for (double at : new double[] {-3, -1, 0, 1.5, 4}) {
                GradCheck.check(f, Tensor.of(at)).requirePassed();
            }
        }
        for (double far : new double[] {-INF, -1e200, 100, INF}) {
            assertEquals(0, slope(f, far) + 0.0, "at " + far);
        }
        assertEquals(0, slope(Differentiate.gradient(Special::normalCdf), INF) + 0.0);
    }
}
