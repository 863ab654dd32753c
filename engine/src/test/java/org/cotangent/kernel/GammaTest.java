package org.cotangent.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import net.jqwik.api.Assume;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Scale;

/**
 * logGamma and the polygamma functions against 70 digits, Commons Math and their equations. A
 * failing argument is as telling as a rounder one, and shrinking takes minutes, so there is none.
 */
class GammaTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;
    private static final double EULER = 0.5772156649015329;

    /** x, logGamma(x), digamma(x), computed with 70 digits and rounded. */
    private static final double[][] REFERENCE = {
        {1e-300, 690.7755278982137, -9.999999999999999e299},
        {1e-10, 23.025850929882736, -10000000000.577215},
        {0.001, 6.907178885383853, -1000.5755719318103},
        {0.1, 2.252712651734206, -10.423754940411076},
        {0.25, 1.2880225246980774, -4.2274535333762655},
        {0.499, 0.5743309231606863, -1.9684532588873478},
        {0.5, 0.5723649429247001, -1.9635100260214235},
        {0.501, 0.5704038974990318, -1.9585836220164332},
        {0.75, 0.20328095143129538, -1.0858608797864722},
        {0.999, 0.0005780385328913802, -0.5788618021086455},
        {1.0001, -5.771334222047127e-05, -0.5770511835143348},
        {1.25, -0.09827183642181316, -0.22745353337626542},
        {1.499, -0.120818260069932, 0.03555475714471647},
        {1.501, -0.12074528039824046, 0.03742436201550282},
        {1.75, -0.08440112102048555, 0.24747245354686118},
        {1.9999, -4.227520877215346e-05, 0.42271983967113097},
        {2.0001, 4.2281658112919945e-05, 0.4228488264846654},
        {2.25, 0.1248717148923966, 0.5725464666237345},
        {2.499, 0.2839799590505287, 0.7026661647497865},
        {2.501, 0.2853862722530844, 0.7036468803366221},
        {3.0, 0.6931471805599453, 0.9227843350984671},
        {3.7, 1.428072326665388, 1.1671535393615113},
        {5.5, 3.9578139676187165, 1.6110931485817512},
        {8.25, 9.033186919605123, 2.0483845613664946},
        {9.999, 12.799575780077413, 2.2516474172057355},
        {10.001, 12.804079285251861, 2.251857749877872},
        {12.5, 18.734347511936445, 2.4851956512749123},
        {20.0, 39.339884187199495, 2.970523992242149},
        {50.5, 146.51925549072064, 3.912039670928392},
        {123.456, 469.6055471299295, 4.811829323828985},
        {1000.0, 5905.220423209181, 6.907255195648812},
        {1000000.0, 12815504.569147611, 13.815510057964191},
        {10000000000.0, 220258509288.81058, 23.025850929890456},
        {1e100, 2.2925850929940456e102, 230.25850929940458},
        {1e300, 6.897755278982137e302, 690.7755278982137},
        {-1e-10, 23.025850929998178, 9999999999.422785},
        {-0.25, 1.589575312551186, 2.9141391202135276},
        {-0.499, 1.2655530807296502, 0.04542439401563093},
        {-0.501, 1.2654801010579586, 0.027554725144588357},
        {-0.75, 1.5757045971498584, -2.894120200042932},
        {-0.999, 6.908179385717436, -999.5745709308084},
        {-1.5, 0.860047015376481, 0.7031566406452432},
        {-2.001, 6.213686761580459, 1000.91988932194},
        {-3.3, -0.8243558050174264, 3.620353460592126},
        {-7.9, -8.072039736012833, -7.540007224419479},
        {-10.5, -15.147270590717842, 2.3982391295357814},
        {-50.25, -147.96757866714194, 7.068520448108511},
        {-170.6, -708.4624470872853, 4.121484273472508},
        {-1000.1, -5910.499920113594, 16.577183131132486},
        {-100000.75, -1051306.365296307, 8.371345311306477},
    };

    /** n, x, polygamma(n, x), computed with 70 digits and rounded. */
    private static final double[][] POLYGAMMA = {
        {1, 1e-05, 10000000001.644909},
        {1, 0.1, 101.43329915079275},
        {1, 0.5, 4.934802200544679},
        {1, 1.0, 1.6449340668482264},
        {1, 1.4616321449683622, 0.9676722454476212},
        {1, 2.5, 0.49035775610023485},
        {1, 5.0, 0.22132295573711533},
        {1, 10.999, 0.09517538637668886},
        {1, 11.001, 0.09515728670658395},
        {1, 30.0, 0.033895060357739946},
        {1, 1000.0, 0.0010005001666666333},
        {1, 1e200, 1e-200},
        {1, -0.001, 1000001.6473414317},
        {1, -0.5, 8.934802200544679},
        {1, -1.25, 19.181879647671607},
        {1, -7.7, 14.957612844863727},
        {1, -100.1, 103.34589883427677},
        {2, 0.01, -2000002.340398677},
        {2, 0.5, -16.82879664423432},
        {2, 1.0, -2.4041138063191885},
        {2, 3.3, -0.12375118526494272},
        {2, 12.5, -0.006932436585788241},
        {2, 10000.0, -1.000100005e-08},
        {2, -0.3, 67.63908119988317},
        {2, -1.75, -124.21382135423057},
        {2, -20.4, 22.27400907006396},
        {3, 0.2, 3753.244994864725},
        {3, 1.0, 6.493939402266829},
        {3, 4.5, 0.030322508542366587},
        {3, 50.0, 1.6486398720682052e-05},
        {3, -0.5, 193.40909103400244},
        {3, -3.1, 60014.21057699842},
        {4, 0.3, -9883.46855549699},
        {4, 1.0, -24.88626612344088},
        {4, 7.5, -0.002457482989368555},
        {4, 100.0, -6.120999930011997e-08},
        {4, -0.6, -2039.9492981793476},
        {4, -2.2, 74935.41188648097},
        {5, 0.4, 29313.54246925876},
        {5, 1.0, 122.0811674381339},
        {5, 9.0, 0.0005317463328963387},
        {5, 1000.0, 2.4060059999944e-14},
        {5, -0.7, 165654.82926950054},
        {5, -4.4, 31893.16629556887},
        {6, 0.01, -7.2000000000000664e16},
        {6, 0.5, -92203.45792380303},
        {6, 1.0, -726.0114797149845},
        {6, 6.5, -0.0024537507916641975},
        {6, 16.5, -7.104059551456574e-06},
        {6, 100000.0, -1.20003600042e-28},
        {6, -0.2, 56246554.398077875},
        {6, -1.6, -413776.1782996049},
        {6, -10.7, -3283537.0895251976},
        {10, 0.7, -183531159.5257871},
        {10, -2.3, 2048284893010.9443},
        {20, 3.0, -233141556.11225682},
        {50, 25.0, -1.7870154127863624e-07},
        {100, 800.0, -4.8738365542809444e-135},
    };

    @Example
    void agreesWithSeventyDigits() {
        for (double[] row : REFERENCE) {
            double x = row[0];
            assertEquals(row[1], Gamma.logGamma(x), 1e-15 * Math.abs(row[1]), "logGamma " + x);
            // absolute near the zeros
            double scale = Math.log(Math.max(Math.E, -x));
            double bound = 1e-15 * Math.max(scale, Math.abs(row[2]));
            assertEquals(row[2], Gamma.digamma(x), bound, "digamma " + x);
        }
        for (double[] row : POLYGAMMA) {
            int n = (int) row[0];
            double bound = (n <= 6 ? 3e-15 : 4e-14) * Math.abs(row[2]);
            assertEquals(row[2], Gamma.polygamma(n, row[1]), bound, () -> n + " at " + row[1]);
        }
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void agreesWithCommonsMath(@ForAll @DoubleRange(min = 0.01, max = 50) @Scale(9) double x) {
        double logGamma = org.apache.commons.math3.special.Gamma.logGamma(x);
        assertEquals(logGamma, Gamma.logGamma(x), 1e-13 * Math.max(1, Math.abs(logGamma)));
        double digamma = org.apache.commons.math3.special.Gamma.digamma(x);
        assertEquals(digamma, Gamma.digamma(x), 1e-8 * Math.max(1, Math.abs(digamma)));
        double trigamma = org.apache.commons.math3.special.Gamma.trigamma(x);
        assertEquals(trigamma, Gamma.polygamma(1, x), 1e-8 * trigamma);
    }

    /** Gamma(1 + z) = exp(-0.577 z + ...): next to its zeros logGamma keeps every digit. */
    @Example
    void theZerosOfLogGammaAreSharp() {
        assertEquals(0.0, Gamma.logGamma(1));
        assertEquals(0.0, Gamma.logGamma(2));
        double z = 0x1p-40;
        double z2 = Math.PI * Math.PI / 12;
        assertEquals(-EULER + z2 * z, Gamma.logGamma(1 + z) / z, 1e-15);
        assertEquals(-EULER - z2 * z, Gamma.logGamma(1 - z) / -z, 1e-15);
        assertEquals(1 - EULER + (z2 - 0.5) * z, Gamma.logGamma(2 + z) / z, 1e-15);
        assertEquals(1 - EULER - (z2 - 0.5) * z, Gamma.logGamma(2 - z) / -z, 1e-15);
    }

    @Example
    void logGammaOfIntegersIsLogFactorial() {
        long factorial = 1;
        for (int n = 1; n <= 20; n++) {
            factorial *= n;
            double expected = Math.log(factorial);
            assertEquals(expected, Gamma.logGamma(n + 1), 1e-15 * expected);
        }
    }

    @Property(tries = 500, shrinking = ShrinkingMode.OFF)
    void recurrences(
            @ForAll @DoubleRange(min = -40, max = 40) @Scale(9) double y,
            @ForAll @IntRange(min = 1, max = 6) int n) {
        // both arguments exact: the step must not round
        double x = Math.rint(y * 0x1p20) / 0x1p20;
        Assume.that(Math.abs(x - Math.rint(x)) > 1e-3);
        double scale = 1 + Math.abs(Gamma.logGamma(x)) + Math.abs(Gamma.logGamma(x + 1));
        assertEquals(
                Math.log(Math.abs(x)), Gamma.logGamma(x + 1) - Gamma.logGamma(x), 2e-15 * scale);
        scale = 1 + Math.abs(Gamma.digamma(x));
        assertEquals(Gamma.digamma(x) + 1 / x, Gamma.digamma(x + 1), 4e-15 * scale);
        double step = factorial(n) * Math.pow(-1 / x, n) / x;
        double value = Gamma.polygamma(n, x);
        scale = Math.abs(value) + Math.abs(step) + Math.abs(Gamma.polygamma(n, 1 + Math.abs(x)));
        assertEquals(value + step, Gamma.polygamma(n, x + 1), 1e-14 * scale);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void reflection(@ForAll @DoubleRange(min = -9, max = 9) @Scale(9) double y) {
        double x = Math.rint(y * 0x1p20) / 0x1p20;
        Assume.that(Math.abs(x - Math.rint(x)) > 1e-3);
        double sum = Gamma.logGamma(x) + Gamma.logGamma(1 - x);
        assertEquals(Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))), sum, 5e-12);
        double difference = Gamma.digamma(1 - x) - Gamma.digamma(x);
        double cot = 1 / Math.tan(Math.PI * x);
        assertEquals(Math.PI * cot, difference, 1e-13 * (1 + cot * cot));
        double both = Gamma.polygamma(1, x) + Gamma.polygamma(1, 1 - x);
        double expected = Math.PI * Math.PI * (1 + cot * cot);
        assertEquals(expected, both, 1e-11 * expected);
    }

    @Property(tries = 300, shrinking = ShrinkingMode.OFF)
    void duplication(
            @ForAll @DoubleRange(min = 0.01, max = 100) @Scale(9) double y,
            @ForAll @IntRange(min = 1, max = 6) int n) {
        double x = Math.rint(y * 0x1p20) / 0x1p20;
        double sum = Gamma.logGamma(x) + Gamma.logGamma(x + 0.5);
        double twice = Gamma.logGamma(2 * x);
        double more = (1 - 2 * x) * Math.log(2) + Math.log(Math.PI) / 2;
        assertEquals(sum, more + twice, 2e-15 * (1 + Math.abs(more) + Math.abs(twice)));
        double digammas = Gamma.digamma(x) + Gamma.digamma(x + 0.5) + 2 * Math.log(2);
        double scale = 1 + Math.abs(Gamma.digamma(x));
        assertEquals(digammas, 2 * Gamma.digamma(2 * x), 4e-15 * scale);
        double polygammas = Gamma.polygamma(n, x) + Gamma.polygamma(n, x + 0.5);
        double doubled = Math.scalb(Gamma.polygamma(n, 2 * x), n + 1);
        assertEquals(polygammas, doubled, 5e-15 * Math.abs(doubled));
    }

    @Property(tries = 200, shrinking = ShrinkingMode.OFF)
    void everyOrderIsTheSlopeOfTheOneBelow(
            @ForAll @DoubleRange(min = 0.5, max = 30) @Scale(6) double x,
            @ForAll @IntRange(min = 0, max = 7) int n) {
        double h = 1e-3;
        double slope =
                (8 * (order(n, x + h) - order(n, x - h))
                                - (order(n, x + 2 * h) - order(n, x - 2 * h)))
                        / (12 * h);
        double expected = Gamma.polygamma(n + 1, x);
        // rounding of the difference, then the h^4 term
        double bound = 1e-12 * Math.max(1, Math.abs(order(n, x))) + 1e-7 * Math.abs(expected);
        assertEquals(expected, slope, bound);
        double logSlope = (Gamma.logGamma(x + h) - Gamma.logGamma(x - h)) / (2 * h);
        assertEquals(logSlope, Gamma.digamma(x), 2e-5);
    }

    @Example
    void valuesInClosedForm() {
        double pi2 = Math.PI * Math.PI;
        assertEquals(Math.log(Math.PI) / 2, Gamma.logGamma(0.5), 1e-15);
        assertEquals(Math.log(2 * Math.sqrt(Math.PI)), Gamma.logGamma(-0.5), 2e-15);
        assertEquals(-EULER, Gamma.digamma(1), 1e-16);
        assertEquals(-EULER - 2 * Math.log(2), Gamma.digamma(0.5), 1e-15);
        assertEquals(0, Gamma.digamma(1.4616321449683622), 2e-16);
        assertEquals(pi2 / 6, Gamma.polygamma(1, 1), 1e-15);
        assertEquals(pi2 / 2, Gamma.polygamma(1, 0.5), 2e-15);
        assertEquals(pi2 * pi2 / 15, Gamma.polygamma(3, 1), 1e-14);
    }

    @Example
    void monotonicOnThePositiveAxis() {
        double step = 1.0 / 64;
        for (double x = step; x < 40; x += step) {
            double y = x + step;
            assertTrue(Gamma.digamma(y) > Gamma.digamma(x), "digamma at " + x);
            for (int n = 1; n <= 6; n++) {
                double sign = n % 2 == 0 ? -1 : 1;
                double fall = sign * (Gamma.polygamma(n, x) - Gamma.polygamma(n, y));
                assertTrue(fall > 0, n + " at " + x);
                assertTrue(sign * Gamma.polygamma(n, y) > 0, n + " at " + y);
            }
            double rise = Gamma.logGamma(y) - Gamma.logGamma(x);
            assertTrue(x < 1.46 ? y > 1.47 || rise < 0 : x < 1.47 || rise > 0, "at " + x);
        }
    }

    @Example
    void corners() {
        for (double pole : new double[] {0.0, -0.0, -1, -2, -17, -1e15, -1e300}) {
            assertEquals(INF, Gamma.logGamma(pole));
            assertNaN(Gamma.digamma(pole));
            assertEquals(INF, Gamma.polygamma(1, pole));
            assertEquals(INF, Gamma.polygamma(5, pole));
            assertNaN(Gamma.polygamma(2, pole));
            assertNaN(Gamma.polygamma(6, pole));
        }
        assertEquals(INF, Gamma.logGamma(INF));
        assertEquals(INF, Gamma.logGamma(-INF));
        assertEquals(INF, Gamma.digamma(INF));
        assertNaN(Gamma.digamma(-INF));
        assertNaN(Gamma.logGamma(NAN));
        assertNaN(Gamma.digamma(NAN));
        for (int n = 1; n <= 6; n++) {
            assertEquals(0.0, Gamma.polygamma(n, INF));
            assertNaN(Gamma.polygamma(n, -INF));
            assertNaN(Gamma.polygamma(n, NAN));
        }
        assertEquals(INF, Gamma.polygamma(1, 1e-200));
        assertEquals(INF, Gamma.polygamma(1, -1e-200));
        assertEquals(-INF, Gamma.polygamma(2, 1e-200));
        assertEquals(INF, Gamma.polygamma(2, -1e-200));
        assertEquals(INF, Gamma.logGamma(Double.MAX_VALUE));
        assertEquals(744.4400719213812, Gamma.logGamma(Double.MIN_VALUE), 2e-13);
        assertEquals(-1e-214, Gamma.polygamma(2, 1e107), 1e-228);
    }

    @Example
    void ordersOutOfRangeAreRefused() {
        for (int n : new int[] {Integer.MIN_VALUE, -1, 0, Gamma.MAX_ORDER + 1}) {
            Exception e =
                    assertThrows(IllegalArgumentException.class, () -> Gamma.polygamma(n, 1.5));
            assertTrue(e.getMessage().contains("order is " + n), e::getMessage);
        }
    }

    private static double order(int n, double x) {
        return n == 0 ? Gamma.digamma(x) : Gamma.polygamma(n, x);
    }

    private static double factorial(int n) {
        return n == 0 ? 1 : n * factorial(n - 1);
    }

    private static void assertNaN(double value) {
        assertTrue(Double.isNaN(value), () -> "NaN expected, was " + value);
    }
}
