package org.cotangent.gradcheck.junit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.gradcheck.ArrayCheck;
import org.cotangent.gradcheck.GradCheck;
import org.cotangent.gradcheck.Report;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** The annotation, run by JUnit itself. */
class GradientTestTest {
    @GradientTest(order = 2)
    void ofATensor(GradientChecker check) {
        assertEquals(
                24, check.of(x -> x.exp().add(1).log(), check.tensor(3, 4)).entries(), "2 orders");
    }

    @GradientTest(tries = 3, from = 0.5, to = 3)
    void ofTwo(GradientChecker check) {
        check.of((Tensor... x) -> x[0].matmul(x[1]).log(), check.tensor(2, 3), check.tensor(3));
    }

    @GradientTest
    void byHand(GradientChecker check) {
        check.gradient(x -> x[0] * x[1], x -> new double[] {x[1], x[0]}, check.array(2));
        check.jacobian(
                x -> new double[] {x[0], -x[1]}, x -> new double[][] {{1, 0}, {0, -1}}, 2, 3);
        check.run(GradCheck.of(x -> x.tanh(), check.tensor(3)).jacobian());
    }

    @GradientTest(tries = 1, seed = 11, tolerance = 0.01, order = 3)
    void optionsAreTheTestsOrTheChecksOwn(GradientChecker check) {
        Report report = check.of(x -> x.sin(), check.tensor(2));
        assertEquals(3, report.order());
        assertEquals(0.01, report.tolerance());
        assertEquals(11, report.seed());
        // half a percent off, which this test lets pass
        report = check.gradient(x -> x[0] * x[0], x -> new double[] {2.01 * x[0]}, 3);
        assertEquals(0.01, report.tolerance());
        // a stricter check is not made less strict
        report = check.run(GradCheck.of(x -> x.sin(), check.tensor(2)).order(2));
        assertEquals(2, report.order());
        assertEquals(1e-9, report.tolerance());
        assertEquals(11, report.seed());
        assertEquals(1e-9, check.run(ArrayCheck.derivative(Math::sin, Math::cos, 1)).tolerance());
    }

    @Test
    void numbersStayInTheirRangeAndComeFromTheSeed() throws NoSuchMethodException {
        GradientChecker check = checker("ofTwo", 5);
        double[] numbers = check.array(1000);
        assertTrue(Arrays.stream(numbers).allMatch(x -> 0.5 <= x && x < 3));
        assertTrue(Arrays.stream(numbers).max().orElseThrow() > 2.9);
        assertTrue(Arrays.stream(numbers).min().orElseThrow() < 0.6);
        assertEquals(Arrays.toString(numbers), Arrays.toString(checker("ofTwo", 5).array(1000)));
        assertNotEquals(numbers[0], checker("ofTwo", 6).array(1)[0]);
        double[] own = check.tensorIn(-9, -8, 10, 10).toArray();
        assertTrue(Arrays.stream(own).allMatch(x -> -9 <= x && x < -8));
        assertThrows(IllegalArgumentException.class, () -> check.arrayIn(1, 1, 3));
    }

    private static GradientChecker checker(String method, long seed) throws NoSuchMethodException {
        return new GradientChecker(
                GradientTestTest.class
                        .getDeclaredMethod(method, GradientChecker.class)
                        .getAnnotation(GradientTest.class),
                seed);
    }

    /** Seeds and names of the tries. */
    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    class Tries {
        private final List<String> seen = new ArrayList<>();

        @GradientTest(tries = 3, seed = 40)
        void each(TestInfo info, GradientChecker check) {
            seen.add(info.getDisplayName() + "/" + check.seed());
        }

        @AfterAll
        void haveTheirSeeds() {
            assertEquals(
                    "seed 40/40, seed 41/41, seed 42/42",
                    seen.stream().sorted().collect(Collectors.joining(", ")));
        }
    }

    /** Expects that each test fails, and with a message that says how to repeat it. */
    static final class MustFail implements TestExecutionExceptionHandler, AfterEachCallback {
        private boolean failed;

        @Override
        public void handleTestExecutionException(ExtensionContext context, Throwable e) {
            failed = true;
            assertTrue(e instanceof AssertionError, e::toString);
            String message = e.getMessage();
            assertTrue(message.contains("FAILED"), message);
            assertTrue(message.contains("@GradientTest(seed = 7L, tries = 1)"), message);
        }

        @Override
        public void afterEach(ExtensionContext context) {
            assertTrue(failed, () -> context.getDisplayName() + " passed");
        }
    }

    @Nested
    @ExtendWith(MustFail.class)
    class WrongDerivatives {
        @GradientTest(seed = 7, tries = 1)
        void ofATensor(GradientChecker check) {
            check.of(x -> x.mul(x.stopGradient()), check.tensor(2));
        }

        @GradientTest(seed = 7, tries = 1, order = 2)
        void ofASecondOrder(GradientChecker check) {
            // the gradient at its own value, so that only the one above it is wrong
            check.of(
                    x -> x.mul(x.stopGradient().mul(2)).sub(x.square().stopGradient()),
                    check.tensor(2));
        }

        @GradientTest(seed = 7, tries = 1)
        void byHand(GradientChecker check) {
            check.gradient(x -> x[0] * x[1], x -> new double[] {x[0], x[1]}, check.array(2));
        }
    }
}
