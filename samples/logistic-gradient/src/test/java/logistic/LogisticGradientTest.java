package logistic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cotangent.gradcheck.ArrayCheck;
import org.cotangent.gradcheck.Entry;
import org.cotangent.gradcheck.Report;
import org.cotangent.gradcheck.junit.GradientChecker;
import org.cotangent.gradcheck.junit.GradientTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The hand-written gradient is right, and wrong ones are found. */
class LogisticGradientTest {
    private static final Iris IRIS = Iris.read();
    private static final int N = IRIS.virginica().length;
    private static final int BIAS = 4;

    private final LogisticRegression model =
            new LogisticRegression(IRIS.lengths(), IRIS.virginica(), 0.5);

    // ---- what one writes to check a gradient

    @Test
    void theGradientIsRight() {
        double[] at = {-0.4, 0.3, 0.7, -0.2, 0.1};
        ArrayCheck.gradient(model::loss, model::gradient, at).run().requirePassed();
    }

    @GradientTest
    void theGradientIsRightAtRandomPoints(GradientChecker check) {
        check.gradient(model::loss, model::gradient, check.array(model.size()));
    }

    @Test
    void whereTrainingEndsTheGradientIsStillRight() {
        double[] trained = model.fit(5000, 0.1);
        assertTrue(model.accuracy(trained) > 0.95, () -> "" + model.accuracy(trained));
        ArrayCheck.gradient(model::loss, model::gradient, trained).run().requirePassed();
    }

    // ---- what it would have found

    private final double[] at = {-0.4, 0.3, 0.7, -0.2, 0.1};

    private Report reportOf(String fault, double[] factors) {
        Report report =
                ArrayCheck.gradient(
                                model::loss,
                                p -> {
                                    double[] g = model.gradient(p);
                                    for (int i = 0; i < g.length; i++) {
                                        g[i] *= factors[i];
                                    }
                                    return g;
                                },
                                at)
                        .named("a gradient that " + fault)
                        .run();
        System.out.println(report);
        return report;
    }

    @Test
    void aForgottenDivisionByNIsFound() {
        Report report =
                reportOf("is not divided by the number of samples", new double[] {N, N, N, N, N});
        assertEquals(5, report.mismatches().size());
        for (Entry e : report.mismatches()) {
            assertEquals(N, e.analytic() / e.numerical(), 1e-6);
        }
    }

    @Test
    void aWrongSignOnTheBiasIsFoundAndNamed() {
        Report report = reportOf("has the wrong sign on the bias", new double[] {1, 1, 1, 1, -1});
        assertEquals(1, report.mismatches().size());
        assertEquals(BIAS, report.worst().element());
        assertTrue(report.toString().contains("x[4]"), report::toString);
    }

    @Test
    void anErrorOfAMillionthIsFound() {
        Report report = reportOf("is off by a millionth", new double[] {1, 1, 1 + 1e-6, 1, 1});
        assertFalse(report.passed());
        assertEquals(2, report.worst().element());
    }

    // ---- nothing else is needed

    @ParameterizedTest
    @ValueSource(
            strings = {
                "net.jqwik.api.Arbitrary",
                "org.apache.commons.math3.analysis.MultivariateFunction",
                "org.cotangent.nn.Layer"
            })
    void theCheckerWorksWithout(String type) {
        assertThrows(ClassNotFoundException.class, () -> Class.forName(type));
    }
}
