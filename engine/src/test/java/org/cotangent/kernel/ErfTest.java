package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.Scale;

/**
 * The error function against 70 digits, Commons Math and its own equations. A failing argument is
 * as telling as a rounder one, so nothing is shrunk.
 */
class ErfTest {
    private static final double INF = Double.POSITIVE_INFINITY;

    /** x, erf(x), erfc(x), computed with 70 digits and rounded. */
    private static final double[][] REFERENCE = {
        {1e-300, 1.1283791670955126e-300, 1.0},
        {1e-08, 1.1283791670955126e-08, 0.9999999887162083},
        {0.001, 0.0011283787909692365, 0.9988716212090307},
        {0.0625, 0.07043197772238707, 0.9295680222776129},
        {0.1, 0.1124629160182849, 0.887537083981715},
        {0.25, 0.27632639016823696, 0.7236736098317631},
        {0.4, 0.42839235504666845, 0.5716076449533315},
        {0.46875, 0.49261347321793797, 0.507386526782062},
        {0.47, 0.4937450508860821, 0.5062549491139179},
        {0.5, 0.5204998778130465, 0.4795001221869535},
        {0.6, 0.6038560908479259, 0.3961439091520741},
        {0.75, 0.7111556336535151, 0.28884436634648486},
        {0.9, 0.7969082124228322, 0.20309178757716786},
        {1.0, 0.8427007929497149, 0.15729920705028513},
        {1.25, 0.9229001282564583, 0.07709987174354177},
        {1.5, 0.9661051464753108, 0.033894853524689274},
        {1.75, 0.9866716712191824, 0.013328328780817557},
        {2.0, 0.9953222650189527, 0.004677734981047266},
        {2.5, 0.999593047982555, 0.0004069520174449589},
        {3.0, 0.9999779095030014, 2.209049699858544e-05},
        {3.5, 0.9999992569016276, 7.430983723414128e-07},
        {3.999, 0.9999999844552505, 1.554474949099499e-08},
        {4.001, 0.9999999847092178, 1.5290782173248732e-08},
        {4.5, 0.9999999998033839, 1.9661604415428876e-10},
        {5.0, 0.9999999999984626, 1.537459794428035e-12},
        {5.5, 0.9999999999999927, 7.357847917974398e-15},
        {5.9, 0.9999999999999999, 7.190409783550478e-17},
        {6.5, 1.0, 3.8421483271206475e-20},
        {8.0, 1.0, 1.1224297172982926e-29},
        {10.0, 1.0, 2.088487583762545e-45},
        {12.3, 1.0, 9.029925149482068e-68},
        {15.0, 1.0, 7.212994172451207e-100},
        {18.7, 1.0, 4.078752132851885e-154},
        {20.0, 1.0, 5.395865611607901e-176},
        {23.456, 1.0, 2.7474505569662302e-241},
        {25.0, 1.0, 8.300172571196523e-274},
        {26.0, 1.0, 5.663192408856143e-296},
        {26.5, 1.0, 2.2109076642637343e-307},
        {-0.3, -0.3286267594591274, 1.3286267594591274},
        {-0.7, -0.6778011938374184, 1.6778011938374184},
        {-1.5, -0.9661051464753108, 1.9661051464753108},
        {-3.0, -0.9999779095030014, 1.9999779095030015},
        {-5.5, -0.9999999999999927, 1.9999999999999927},
    };

    @Example
    void agreesWithSeventyDigits() {
        for (double[] row : REFERENCE) {
            double x = row[0];
            assertEquals(row[1], Erf.erf(x), 1e-15 * Math.abs(row[1]), () -> "erf " + x);
            assertEquals(row[2], Erf.erfc(x), 1e-15 * row[2], () -> "erfc " + x);
        }
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void agreesWithCommonsMath(@ForAll @DoubleRange(min = -5, max = 5) @Scale(9) double x) {
        double erf = org.apache.commons.math3.special.Erf.erf(x);
        double erfc = org.apache.commons.math3.special.Erf.erfc(x);
        assertEquals(erf, Erf.erf(x), 1e-13 * Math.abs(erf));
        assertEquals(erfc, Erf.erfc(x), 1e-12 * erfc);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void theTwoMakeOneAndErfIsOdd(@ForAll @DoubleRange(min = -30, max = 30) @Scale(9) double x) {
        assertEquals(1, Erf.erf(x) + Erf.erfc(x), 3e-16);
        assertEquals(2, Erf.erfc(x) + Erf.erfc(-x), 5e-16);
        assertEquals(-Erf.erf(x), Erf.erf(-x));
    }

    /** Between 26.6 and 27.2 results are subnormal and their steps coarse, but still steps. */
    @Example
    void bothAreMonotonic() {
        double step = 1.0 / 128;
        for (double x = -8; x < 28; x += step) {
            double rise = Erf.erf(x + step) - Erf.erf(x);
            double fall = Erf.erfc(x) - Erf.erfc(x + step);
            assertTrue(Math.abs(x) < 5 ? rise > 0 : rise >= 0, "erf at " + x);
            assertTrue(x > -5 && x < 27.2 ? fall > 0 : fall >= 0, "erfc at " + x);
        }
    }

    /** The integrand: (log erfc)' = -2/sqrt(pi) exp(-x^2)/erfc(x), far out about -2x. */
    @Example
    void theSlopeIsTheIntegrand() {
        double h = 1e-4;
        for (double x = -3; x < 26; x += 0.37) {
            double slope = (Math.log(Erf.erfc(x + h)) - Math.log(Erf.erfc(x - h))) / (2 * h);
            double expected = -2 / Math.sqrt(Math.PI) * Math.exp(-x * x) / Erf.erfc(x);
            assertEquals(expected, slope, 1e-7 * Math.abs(expected) + 1e-11, "at " + x);
        }
    }

    @Example
    void theApproximationsMeet() {
        for (double x : new double[] {-4, -0.46875, 0.46875, 4}) {
            double next = Math.nextUp(x);
            assertEquals(Erf.erf(x), Erf.erf(next), 1e-15 * Math.abs(Erf.erf(x)));
            // erfc itself falls by 7e-15 from 4 to the next double
            assertEquals(Erf.erfc(x), Erf.erfc(next), 1e-14 * Erf.erfc(x));
        }
        assertEquals(1, Erf.erf(Math.nextDown(6.0)));
        assertEquals(2, Erf.erfc(Math.nextUp(-6.0)));
        assertEquals(0, Erf.erfc(Math.nextDown(27.3)));
    }

    /** Results that are subnormal: multiples of the least double. */
    @Example
    void theTailFadesOutGradually() {
        assertEquals(5.23705e-319, Erf.erfc(27), 2 * Double.MIN_VALUE);
        assertEquals(2 * Double.MIN_VALUE, Erf.erfc(27.2), Double.MIN_VALUE);
        assertEquals(0, Erf.erfc(27.3));
    }

    @Example
    void corners() {
        assertEquals(1, Erf.erf(INF));
        assertEquals(-1, Erf.erf(-INF));
        assertEquals(0.0, Erf.erfc(INF));
        assertEquals(2, Erf.erfc(-INF));
        assertEquals(1, Erf.erf(1e300));
        assertEquals(0.0, Erf.erfc(1e300));
        assertEquals(2, Erf.erfc(-6));
        assertEquals(2, Erf.erfc(-40));
        assertEquals(0.0, Erf.erf(0.0));
        assertEquals(-0.0, Erf.erf(-0.0));
        assertEquals(1, Erf.erfc(0));
        assertEquals(Double.MIN_VALUE, Erf.erf(Double.MIN_VALUE));
        assertTrue(Double.isNaN(Erf.erf(Double.NaN)));
        assertTrue(Double.isNaN(Erf.erfc(Double.NaN)));
    }
}
